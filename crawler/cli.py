"""Flags in, one call, one line out. A command decides nothing."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from crawler import __version__, delivering, pipeline, reading, remembering
from crawler.errors import CrawlerError
from crawler.gather.lists import markdown_files
from crawler.manners import NETWORK, complain, examples, resolve, say, with_settings
from crawler.publish.formats import FORMATS, TEXT
from crawler.publish.links import as_jsonl, as_text
from crawler.untrusted import terminal

_F = TypeVar("_F", bound=Callable[..., Any])

_ASKING = (
    *("db", "root", "exclude", "ask-all", "fresh", "quiet"),
    *NETWORK,
    *("budget", "alive-days", "failing-days"),
)
_AGES = ("evergreen", "repository-days", "feed-days", "unverified-days")


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CrawlerError as error:
            complain(str(error))
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:  # click would end with 1, which means findings here
            complain("stopped")
            ctx.exit(130)


_SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


_EXIT_STATUS = "\n\n\b\nExit status: 0 fine, 1 findings, 2 usage or settings, 3 incomplete."


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "listkeeper check README.md",
        "listkeeper --config ci/listkeeper.toml check docs",
        "listkeeper fix --write README.md",
    )
    + _EXIT_STATUS,
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings file.  [default: the nearest listkeeper.toml or [tool.listkeeper] up to the repository's root]",
)
@click.version_option(__version__, message="listkeeper %(version)s")
@click.pass_context
def cli(context: click.Context, /, config: Path | None) -> None:
    """Keep curated Markdown lists alive: find dead, moved and blocked links, and hand back the fixes."""
    context.obj = config


def _lists(command: _F) -> _F:
    """The argument FILE..."""
    kind = click.Path(path_type=Path, readable=False)  # we say ourselves what is wrong with a file, in one line
    return click.argument("lists", metavar="FILE...", nargs=-1, required=True, type=kind)(command)


@cli.command(epilog=examples("listkeeper links README.md", "listkeeper links --format jsonl docs | head"))
@_lists
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="Shape of a line.",
)
@with_settings("root", "out", "suspicious")
@click.pass_context
def links(context: click.Context, /, lists: Sequence[Path], shape: str, **values: Any) -> None:
    """Print every link of the lists with its exact place. Nobody is asked.

    FILE is a Markdown file, or a folder for all Markdown files below it.
    """
    settings = resolve(context, values)
    documents = pipeline.links(markdown_files(lists, skip=settings.out), settings)
    click.echo((as_jsonl if shape == "jsonl" else as_text)(documents), nl=False)
    for problem in (problem for document in documents for problem in document.problems):
        place = f"{problem.path}:{problem.line}:{problem.column}"
        complain(f"{place}: {problem.message}")


@cli.command(
    epilog=examples(
        "listkeeper crawl README.md",
        "listkeeper crawl --fresh --all README.md docs",
        "listkeeper crawl --header 'example.com: Authorization: Bearer ${TOKEN}' README.md",
        "listkeeper crawl --connect-to example.com:443:127.0.0.1:8443 --allow-network 127.0.0.0/8 README.md",
    )
)
@_lists
@with_settings(*_ASKING)
@click.pass_context
def crawl(context: click.Context, /, lists: Sequence[Path], **values: Any) -> None:
    """Ask about the links that are due, and keep the answers.

    FILE is a Markdown file, or a folder for all Markdown files below it. A crawl that was stopped goes on where it was.
    """
    settings = resolve(context, values, asks=True)
    say(context, pipeline.crawl(markdown_files(lists, skip=settings.out), settings))


@cli.command(epilog=examples("listkeeper report", "listkeeper report --db reports/crawl.db --out build/reports"))
@with_settings("db", "out", "suspicious", "archive", *_AGES, "note")
@click.pass_context
def report(context: click.Context, /, **values: Any) -> None:
    """Judge what is kept, and write the reports. Nobody is asked."""
    say(context, pipeline.report(resolve(context, values)))


@cli.command(
    epilog=examples(
        "listkeeper fix README.md",
        "listkeeper fix README.md | git apply",
        "listkeeper fix --write README.md",
        "listkeeper fix --review README.md",
        "listkeeper fix --titles README.md",
    )
)
@_lists
@click.option("--write", is_flag=True, help="Write the fixes into the lists.  [default: only print them]")
@click.option("--review", is_flag=True, help="Take in the fixes that need a person's eyes.  [default: only safe ones]")
@click.option(
    "--titles",
    is_flag=True,
    help="Propose titles for links whose text is an address or a word like `here`, and nothing else.  [default: no]",
)
@with_settings("db", "root", "out", "archive")
@click.pass_context
def fix(
    context: click.Context, /, lists: Sequence[Path], *, write: bool, review: bool, titles: bool, **values: Any
) -> None:
    """Print the diff that mends the links of the lists. Nobody is asked: it knows what the last crawl heard.

    FILE is a Markdown file, or a folder for all Markdown files below it.
    """
    settings = resolve(context, values)
    files = markdown_files(lists, skip=settings.out)
    if titles:
        diff = pipeline.reword(files, settings, write=write)
    else:
        diff = pipeline.fix(files, settings, review=review, write=write)
    _print_diff(diff)
    if write and diff:
        complain("the fixes above are written; run `listkeeper check` again to see the lists as they are now")
    if titles and diff and not write:
        complain("these titles are what pages call themselves: look at each before you take it over with --write")
    if not diff:
        complain("nothing to fix")


@cli.command(
    epilog=examples(
        "listkeeper history https://example.com/paper",
        "listkeeper history --db reports/crawl.db example.com/paper",
    )
)
@click.argument("url", metavar="URL")
@with_settings("db", "exclude", "alive-days", "failing-days")
@click.pass_context
def history(context: click.Context, /, url: str, **values: Any) -> None:
    """Tell what happened to one link: each check, each witness, and what they came to. Nobody is asked."""
    say(context, pipeline.history(url, resolve(context, values)))


def _print_diff(diff: bytes) -> None:
    """Byte for byte where a program reads it; on a terminal, without what a terminal would act on."""
    if not sys.stdout.isatty():
        click.echo(diff, nl=False)
        return
    for line in diff.decode(errors="replace").split("\n"):
        click.echo(visible(line))


def visible(line: str) -> str:
    """A line for a terminal, its indentation kept."""
    text = line.lstrip(" \t")
    return line[: len(line) - len(text)] + terminal(text, limit=10_000)


_in_format = click.option(
    "--format",
    "shape",
    type=click.Choice([TEXT, *FORMATS]),
    default=TEXT,
    show_default=True,
    help="What is printed: text for a person, or a format for another pipeline.",
)


@cli.command(
    epilog=examples(
        "listkeeper check README.md",
        "listkeeper check --out build/reports --db build/crawl.db README.md",
        "listkeeper check --fail-on broken,dead,hijacked,moved README.md",
        "listkeeper check --fail-on none docs",
        "listkeeper check --diff origin/main README.md",
        "listkeeper check --format sarif README.md > listkeeper.sarif",
    )
    + _EXIT_STATUS
)
@_lists
@click.option(
    "--diff",
    "base",
    metavar="COMMIT",
    help="Look only at links on lines that are new since this commit, or since a branch left it.  [default: at all]",
)
@_in_format
@with_settings("out", "fail-on", "suspicious", "archive", *_AGES, "note", *_ASKING)
@click.pass_context
def check(context: click.Context, /, lists: Sequence[Path], *, base: str | None, shape: str, **values: Any) -> None:
    """Crawl, report, and end with 1 on findings.

    The whole job in one command, for a person or for CI. FILE is a Markdown file, or a folder for all Markdown files
    below it.
    """
    settings = resolve(context, values, asks=True)
    if base is not None:
        say(context, pipeline.check_added(markdown_files(lists, skip=settings.out), settings, base, shape=shape))
    say(context, pipeline.check(markdown_files(lists, skip=settings.out), settings, shape=shape))


@cli.command(epilog=examples("listkeeper lint README.md", "listkeeper lint --suspicious placeholder,mismatch docs"))
@_lists
@_in_format
@with_settings("root", "out", "suspicious", "exclude")
@click.pass_context
def lint(context: click.Context, /, lists: Sequence[Path], *, shape: str, **values: Any) -> None:
    """Say what is wrong with the lists as they are written, and end with 1 if anything is. Nobody is asked.

    Links to files that are not there, addresses that are known to have moved, placeholders, duplicates, texts that name
    another place than their address, and comments that cannot be understood. FILE is a Markdown file, or a folder for
    all Markdown files below it.
    """
    settings = resolve(context, values)
    say(context, pipeline.lint(markdown_files(lists, skip=settings.out), settings, shape=shape))


@cli.command(
    epilog=examples(
        "listkeeper completion bash > ~/.local/share/bash-completion/completions/listkeeper",
        "listkeeper completion zsh > ~/.zfunc/_listkeeper",
        "listkeeper completion fish > ~/.config/fish/completions/listkeeper.fish",
    )
)
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> None:
    """Print the script that completes commands and options in SHELL."""
    click.echo(_SHELLS[shell](cli, {}, "listkeeper", "_LISTKEEPER_COMPLETE").source())


for each in (*reading.COMMANDS, *delivering.COMMANDS, *remembering.COMMANDS):
    cli.add_command(each)
