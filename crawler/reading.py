"""The commands that read what is kept, and ask nobody: for those who use a list rather than mend it."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from crawler import pipeline
from crawler.manners import examples, resolve, say, with_settings
from crawler.model import Health, Kind
from crawler.publish import hits
from crawler.publish.entries import Wanted
from crawler.publish.exports import FORMATS


@click.command(
    epilog=examples(
        "listkeeper search attention",
        "listkeeper search 'neural networks' transform*",
        "listkeeper search --json --limit 5 C++",
    )
)
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many hits at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.  [default: text for a person]")
@with_settings("db")
@click.pass_context
def search(context: click.Context, /, words: Sequence[str], *, limit: int, as_json: bool, **values: Any) -> None:
    """Look for links by the words of their titles, texts, headings and abstracts, best first. Nobody is asked.

    All words must be there. Several in quotes are a phrase; a * at the end of a word stands for any end.
    """
    found = pipeline.search(words, resolve(context, values), limit=limit)
    click.echo(hits.as_json(found) if as_json else hits.as_text(found, _emphasis()))


def _emphasis() -> Callable[[str], str]:
    """Bold where a person looks; plain where a program reads."""
    return (lambda word: click.style(word, bold=True)) if sys.stdout.isatty() else str


@click.command(
    epilog=examples(
        "listkeeper show https://example.com/paper",
        "listkeeper show --json example.com/paper",
    )
)
@click.argument("url", metavar="URL")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.  [default: text for a person]")
@with_settings("db", "exclude", "alive-days", "failing-days")
@click.pass_context
def show(context: click.Context, /, url: str, *, as_json: bool, **values: Any) -> None:
    """Show all that is known of one link: what it is, how it fares, and where it stands. Nobody is asked."""
    say(context, pipeline.show(url, resolve(context, values), as_json=as_json))


@click.command(
    epilog=examples(
        "listkeeper export --format markdown > CATALOGUE.md",
        "listkeeper export --format bibtex --kind paper --kind book --output papers.bib",
        "listkeeper export --format csv --health broken --health dead",
    )
)
@click.option(
    "--format", "shape", type=click.Choice(list(FORMATS)), default="json", show_default=True, help="What is written."
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([kind.value for kind in Kind]),
    metavar="KIND",
    multiple=True,
    help="Only this kind, such as paper or repository. May be given more than once.  [default: all]",
)
@click.option(
    "--health",
    "healths",
    type=click.Choice([health.value for health in Health]),
    metavar="HEALTH",
    multiple=True,
    help="Only links in this state. May be given more than once.  [default: all]",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to.  [default: standard output]")
@with_settings("db", "exclude")
@click.pass_context
def export(
    context: click.Context,
    /,
    shape: str,
    kinds: Sequence[str],
    healths: Sequence[str],
    output: Path | None,
    **values: Any,
) -> None:
    """Write the links with what they are for another program: a table, a bibliography, a catalogue. Nobody is asked."""
    data = pipeline.export(
        resolve(context, values),
        shape=shape,
        wanted=Wanted(kinds=tuple(map(Kind, kinds)), healths=tuple(map(Health, healths))),
        output=output,
    )
    click.echo(data, nl=False)


COMMANDS = (search, show, export)
