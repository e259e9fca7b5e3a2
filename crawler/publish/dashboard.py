"""The one issue that shows how the links are and what waits for a person; it is written over, never added to. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler import untrusted
from crawler.model import Findings, Health, Offer
from crawler.publish.boxes import Mark, mark
from crawler.publish.pieces import counted, minute
from crawler.publish.pull_request import Note
from crawler.publish.room import BODY_CHARS, levelled
from crawler.publish.rows import Declined, Row, concern_row, declined_row, fix_row

TITLE = "Link dashboard"

_GONE = frozenset({Health.HIJACKED, Health.DEAD})
_SUSPECTED = frozenset({Health.BROKEN, Health.FAILING})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that the dashboard tells."""

    findings: Findings
    """Of the last run; its concerns are shown, its offers only where they stand in `waiting` or `offered`."""
    waiting: Sequence[Row] = ()
    """Fixes that are not in the pull request; ticked where they were accepted and wait for their turn."""
    offered: Sequence[Offer] = ()
    """Fixes in the open pull request."""
    pull_request_url: str = ""
    declined: Sequence[Declined] = ()
    """Latest first."""
    notes: Sequence[Note] = ()
    run_url: str = ""
    """Where the last run can be looked at, if anywhere."""
    boxes: bool = True
    """Whether a box in a body can be ticked on this forge."""


def dashboard(view: View) -> str:
    """The body: what waits for the maintainer first, what is only to be known of after it."""
    lines = [mark(Mark.DASHBOARD), "", _verdict(view), ""]
    for title, intro, blocks, share in _sections(view):
        if blocks:
            room = BODY_CHARS * share // 100
            lines += [f"## {title}", "", *([intro, ""] if intro else [])]
            lines += [*levelled(blocks, room, lambda left: f"- and {left:,} more: see the job summary"), ""]
    return "\n".join([*lines, *_last_run(view)]).rstrip() + "\n"


Section = tuple[str, str, list[list[str]], int]
"""Title, a sentence, blocks, and the percentage of the body that it may fill."""


def _sections(view: View) -> Iterator[Section]:
    waiting = [fix_row(row, boxes=view.boxes, declinable=True) for row in view.waiting]
    yield ("Waiting for your tick", "Ticked ones go into the next pull request.", waiting, 35)
    offered = [fix_row(Row(offer=offer, ticked=False), boxes=False)[:2] for offer in view.offered]
    yield ("In the open pull request", "", offered, 10)
    yield ("Gone", "", _concerns(view, _GONE), 20)
    yield ("Suspected", "They may come back, so nothing is done about them yet.", _concerns(view, _SUSPECTED), 10)
    blocked = "Their hosts turn robots away. Nothing is known against these links, and a browser may well open them."
    yield ("Blocked, not dead", blocked, _concerns(view, {Health.BLOCKED}), 8)
    declined = [declined_row(each, boxes=view.boxes) for each in view.declined]
    yield ("Declined", "Tick one to have it offered again.", declined, 8)


def _concerns(view: View, healths: frozenset[Health] | set[Health]) -> list[list[str]]:
    return [concern_row(each) for each in view.findings.concerns if each.health in healths]


def _verdict(view: View) -> str:
    if view.waiting:
        return f"**{counted(len(view.waiting), 'fix waits', 'fixes wait')} for you.**"
    return "**Nothing waits for you.**"


def _last_run(view: View) -> Iterator[str]:
    findings = view.findings
    state = "complete" if findings.complete else "not finished: what it did not ask is shown as it was known before"
    yield from ("## Last run", "", f"{minute(findings.started_at)} UTC, {state}.")
    destination = untrusted.link_destination(view.run_url)
    if destination:
        yield f"[See the run]({destination})."
