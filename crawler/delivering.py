"""The commands that hand over what was found: to a forge, and to whoever reads its pages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from crawler import pipeline
from crawler.manners import NETWORK, examples, resolve, say, with_settings
from crawler.pipeline.publishing import Publication
from crawler.pipeline.reviews import Errand

_GIVEN = ("findings", "state", "repository", "summary", "outputs", "run_url")
"""What `publish` is given by whoever starts it, beside the settings."""

_findings_file = click.option(
    "--findings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=Path("reports/findings.json"),
    show_default=True,
    help="What `listkeeper check` came to.",
)
_summary_file = click.option(
    "--summary",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File that a summary for people is added to.  [default: none]",
)
_outputs_file = click.option(
    "--outputs",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File that outputs for the next step of a job are added to.  [default: none]",
)


@click.command(
    epilog=examples(
        "listkeeper publish",
        "listkeeper publish --findings in/findings.json --state in/state --repository owner/name",
        "listkeeper publish --dashboard off --pause-days 30",
        "listkeeper publish --review 7 --repository owner/name",
    )
)
@_findings_file
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="What `listkeeper state export` wrote: facts that are kept on the state branch.  [default: none]",
)
@click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    metavar="OWNER/NAME",
    help="The repository that the lists are in.  [default: GITHUB_REPOSITORY]",
)
@_summary_file
@_outputs_file
@click.option(
    "--review",
    "number",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Review this pull request, and nothing else, by what `listkeeper check --diff` came to.  [default: none]",
)
@click.option(
    "--head",
    metavar="COMMIT",
    help="With --review: the commit that was looked at.  [default: the one that the findings name]",
)
@click.option(
    "--run-url",
    metavar="URL",
    default="",
    help="Page of this run, which the dashboard links to.  [default: none]",
)
@click.option(
    "--sweep",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Review the pull requests that `listkeeper sweep` looked at, and do nothing else.  [default: none]",
)
@with_settings("pull-request", "dashboard", "fixes", "pause-days", "review-comments")
@click.pass_context
def publish(context: click.Context, /, **values: Any) -> None:
    """Propose what was found on the forge: one pull request, one dashboard, and nothing twice.

    It hears first what people did since the last time: what they refused is not proposed again. Of all hosts it talks
    to the forge alone, with GITHUB_TOKEN.
    """
    given = {name: values.pop(name) for name in _GIVEN}
    asked = {name: values.pop(name) for name in ("number", "head", "sweep")}
    if asked["number"] or asked["sweep"]:
        errand = Errand(**asked, **{name: given[name] for name in ("findings", "repository", "summary")})
        say(context, pipeline.review(errand, resolve(context, values, asks=True)))
    task = Publication(**given)
    say(context, pipeline.publish(task, resolve(context, values, asks=True)))


@click.command(
    epilog=examples(
        "listkeeper summary --summary summary.md",
        "listkeeper summary --findings reports/findings.json --outputs outputs.txt",
    )
)
@_findings_file
@_summary_file
@_outputs_file
@click.pass_context
def summary(context: click.Context, /, findings: Path, summary: Path | None, outputs: Path | None) -> None:
    """Write what `listkeeper check` came to as the page of a job, and as outputs. Nobody is asked."""
    say(context, pipeline.summarise(findings, summary=summary, outputs=outputs))


@click.command(
    epilog=examples(
        "listkeeper sweep README.md docs",
        "listkeeper publish --sweep sweep",
    )
)
@click.argument("lists", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    default=Path("sweep"),
    show_default=True,
    help="Where to: a file for each pull request. What is there already is not looked at again.",
)
@click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    metavar="OWNER/NAME",
    default="",
    help="The repository that the lists are in.  [default: GITHUB_REPOSITORY]",
)
@with_settings("suspicious", "exclude", "quiet", *NETWORK)
@click.pass_context
def sweep(context: click.Context, /, lists: Sequence[str], folder: Path, repository: str, **values: Any) -> None:
    """Look at the links that forks' pull requests add, for another job to say it. Nothing is checked out.

    FILE is the path of a list in the repository, or of a folder for all Markdown files below it. At most five pull
    requests are looked at, newest first; the forge is asked with GITHUB_TOKEN, which need only read.
    """
    settings = resolve(context, values, asks=True)
    say(context, pipeline.sweep(lists, folder, settings, repository=repository))


COMMANDS = (publish, summary, sweep)
