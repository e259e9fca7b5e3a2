"""The commands that carry what is known from one run to the next, as text."""

from pathlib import Path
from typing import Any

import click

from crawler import pipeline
from crawler.manners import examples, resolve, say, with_settings

_FOLDER = click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
_JUDGING = ("exclude", "evergreen", "repository-days", "feed-days", "unverified-days", "note")


@click.group(
    epilog=examples(
        "listkeeper state pull build/state",
        "listkeeper state import --lenient build/state",
        "listkeeper state export build/state",
    )
)
def state() -> None:
    """Carry what is known from one run to the next, as sorted text that a branch can keep."""


@state.command("export", epilog=examples("listkeeper state export build/state"))
@_FOLDER
@with_settings("db", *_JUDGING)
@click.pass_context
def export_state(context: click.Context, /, folder: Path, **values: Any) -> None:
    """Write all facts of the database to FOLDER. Nobody is asked.

    Files of ours that are there already are replaced, others are left alone.
    """
    say(context, pipeline.export_state(folder, resolve(context, values)))


@state.command("import", epilog=examples("listkeeper state import --lenient build/state"))
@_FOLDER
@click.option(
    "--lenient",
    is_flag=True,
    help="Take what can be read where the state is damaged or missing.  [default: change nothing, and end with 2]",
)
@with_settings("db")
@click.pass_context
def import_state(context: click.Context, /, folder: Path, *, lenient: bool, **values: Any) -> None:
    """Add the facts in FOLDER to the database, and make one where there is none. Nobody is asked.

    What is known already stays: a state may be taken over twice, and several one after the other.
    """
    say(context, pipeline.import_state(folder, resolve(context, values), lenient=lenient))


@state.command("pull", epilog=examples("listkeeper state pull --repository owner/name build/state"))
@_FOLDER
@click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    metavar="OWNER/NAME",
    help="The repository that the lists are in.  [default: GITHUB_REPOSITORY]",
)
@with_settings("user-agent", "cacert", "connect-timeout")
@click.pass_context
def pull_state(context: click.Context, /, folder: Path, *, repository: str | None, **values: Any) -> None:
    """Write what the branch listkeeper-state holds to FOLDER.

    Of all hosts it asks the forge alone, with GITHUB_TOKEN, which need only read. Where there is no such branch the
    folder is left empty.
    """
    say(context, pipeline.pull_state(folder, resolve(context, values, asks=True), repository or ""))


COMMANDS = (state,)
