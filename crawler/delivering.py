"""The commands that hand over what was found: to a forge, and to whoever reads its pages."""

from pathlib import Path
from typing import Any

import click

from crawler import pipeline
from crawler.manners import examples, resolve, say, with_settings
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
@with_settings("pull-request", "dashboard", "fixes", "pause-days", "review-comments")
@click.pass_context
def publish(context: click.Context, /, number: int | None, head: str | None, **values: Any) -> None:
    """Propose what was found on the forge: one pull request, one dashboard, and nothing twice.

    It hears first what people did since the last time: what they refused is not proposed again. Of all hosts it talks
    to the forge alone, with GITHUB_TOKEN.
    """
    given = {name: values.pop(name) for name in _GIVEN}
    if number is not None:
        settings = resolve(context, values, asks=True)
        errand = Errand(
            number=number, head=head, **{name: given[name] for name in ("findings", "repository", "summary")}
        )
        say(context, pipeline.review(errand, settings))
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


COMMANDS = (publish, summary)
