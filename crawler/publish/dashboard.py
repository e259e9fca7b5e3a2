"""The one issue that shows how the links are and what waits for a person; it is written over, never added to. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from crawler import untrusted
from crawler.model import Findings, Health, Offer
from crawler.publish.boxes import Mark, mark
from crawler.publish.pieces import counted, minute, page, sentence
from crawler.publish.pull_request import BRANCH
from crawler.publish.room import BODY_CHARS, Block, Level, levelled, shared, size
from crawler.publish.rows import Declined, Row, concern_row, declined_row, fix_row, said

TITLE = "Link dashboard"

_LEFT_ALONE = (
    f"Somebody has committed to the branch `{BRANCH}`, so it is left alone. To have it kept up to date again, take"
    " that commit off it."
)
_NO_BOXES = "To refuse one, write `<!-- listkeeper: ignore -->` on its line in the list."
_GONE = frozenset({Health.HIJACKED, Health.DEAD})
_SUSPECTED = frozenset({Health.BROKEN, Health.FAILING})
_BLOCKED = frozenset({Health.BLOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that the dashboard tells."""

    findings: Findings
    """Of the last run: its concerns are shown, its offers only where they stand in `waiting` or `offered`."""
    waiting: Sequence[Row] = ()
    """Fixes that are not in the pull request; ticked where somebody accepted them and they wait for their turn."""
    offered: Sequence[Offer] = ()
    """Fixes in the open pull request."""
    pull_request_url: str = ""
    not_before: date | None = None
    """The day before which no new pull request is opened."""
    declined: Sequence[Declined] = ()
    """Latest first."""
    left_alone: bool = False
    """Whether somebody's commit stands on the branch of the fixes."""
    advice: Sequence[str] = ()
    """Sentences of ours on what hinders us, e.g. that a setting of the repository forbids pull requests."""
    run_url: str = ""
    """Where the last run can be looked at, if anywhere."""
    lines_url: str = ""
    """Where a line of a list can be looked at, with `{path}` and `{line}` in it; empty where there is no such page."""
    boxes: bool = True
    """Whether a box in a body can be ticked on this forge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    title: str
    told: str
    """Sentences above the rows, if any."""
    rows: Sequence[Block]
    share: int
    """So many parts of the room are its own, where the others need theirs."""
    folded: bool = False


def dashboard(view: View) -> str:
    """The body: what waits for the maintainer first, what is only to be known of after it."""
    top, end = [mark(Mark.DASHBOARD), "", *_told(view)], list(_last_run(view))
    sections = [section for section in _sections(view) if section.rows]
    room = BODY_CHARS - size([*top, *end])
    wanted = [size(_shown(section, room)) for section in sections]
    rooms = shared(room, wanted, [section.share for section in sections])
    shown = [line for section, share in zip(sections, rooms, strict=True) for line in _shown(section, share)]
    return page([*top, *shown, *end])


def _told(view: View) -> Iterator[str]:
    yield from (_verdict(view), "")
    if view.boxes:
        yield "Tick a box, and the next run acts on it. Each run writes this page anew, and sends no mail about it."
    else:
        yield "Each run writes this page anew, and sends no mail about it."
    yield from ("Close it, and it stays closed.", "")
    for told in [*([_LEFT_ALONE] if view.left_alone else []), *map(said, view.advice)]:
        yield from (f"> {told}", "")


def _verdict(view: View) -> str:
    ticked = sum(row.ticked for row in view.waiting)
    waiting = len(view.waiting) - ticked
    gone = sum(each.health in _GONE for each in view.findings.concerns)
    parts = [f"{counted(waiting, 'fix waits', 'fixes wait')} for your tick"] if waiting else []
    parts += [f"{counted(ticked, 'fix waits', 'fixes wait')} for the next pull request"] if ticked else []
    parts += [f"{counted(len(view.offered), 'is', 'are')} in the open pull request"] if view.offered else []
    parts += [f"{counted(gone, 'link is', 'links are')} gone"] if gone else []
    return f"**{', '.join(parts)}.**" if parts else "**Nothing waits for you.**"


def _sections(view: View) -> Iterator[_Section]:
    yield _unticked(view)
    yield _ticked(view)
    yield _gone(view)
    yield _suspected(view)
    where = _link("Accept or refuse them there", view.pull_request_url)
    offered = [partial(_plain, Row(offer=each, ticked=False)) for each in view.offered]
    yield _Section(title="In the open pull request", told=where, rows=offered, share=10, folded=True)
    yield _blocked(view)
    declined = [partial(declined_row, each, boxes=view.boxes) for each in view.declined]
    undo = "Tick one to have it offered again." if view.boxes else ""
    yield _Section(title="Declined", told=undo, rows=declined, share=10, folded=True)


def _unticked(view: View) -> _Section:
    rows = [row for row in view.waiting if not row.ticked]
    drawn = [partial(fix_row, row, boxes=view.boxes, declinable=True, lines_url=view.lines_url) for row in rows]
    told = "A matter of taste, or not proven yet. What you tick goes into the next pull request."
    return _Section(title="Waiting for your tick", told=told if view.boxes else _NO_BOXES, rows=drawn, share=30)


def _ticked(view: View) -> _Section:
    rows = [row for row in view.waiting if row.ticked]
    drawn = [partial(fix_row, row, boxes=view.boxes, lines_url=view.lines_url) for row in rows]
    told = "Nothing is left for you to do, unless you want to refuse one: then untick it." if view.boxes else _NO_BOXES
    if view.advice:
        told = "They wait for what is said above. To refuse one, untick it." if view.boxes else _NO_BOXES
    if view.not_before:
        told = f"It is opened on {view.not_before.isoformat()} at the earliest. {told}"
    return _Section(title="Waiting for the next pull request", told=told, rows=drawn, share=20)


def _gone(view: View) -> _Section:
    told = "Nothing is taken out of a list by a robot: replace them, or take them out yourself."
    return _Section(title="Gone", told=told, rows=_concerns(view, _GONE), share=20)


def _suspected(view: View) -> _Section:
    told = "They may come back. Dead is what was gone on three days over 14, or silent on five over 30."
    return _Section(title="Suspected", told=told, rows=_concerns(view, _SUSPECTED), share=10)


def _blocked(view: View) -> _Section:
    told = "Their hosts turn robots away. Nothing is known against these links, and a browser may well open them."
    return _Section(title="Blocked, not dead", told=told, rows=_concerns(view, _BLOCKED), share=8, folded=True)


def _plain(row: Row, level: Level) -> str:
    """The row without its evidence, which stands in the pull request."""
    return fix_row(row, min(level, Level.PLAIN), boxes=False)


def _concerns(view: View, healths: frozenset[Health]) -> list[Block]:
    found = (each for each in view.findings.concerns if each.health in healths)
    return [partial(concern_row, each, lines_url=view.lines_url) for each in found]


def _shown(section: _Section, room: int) -> list[str]:
    before = [f"## {section.title} ({len(section.rows):,})", "", *([section.told, ""] if section.told else [])]
    after = [""]
    if section.folded:
        before += ["<details><summary>Show them</summary>", ""]
        after = ["", "</details>", ""]
    rows = levelled(section.rows, room - size([*before, *after]), _more)
    return [*before, *rows, *after]


def _more(left: int) -> str:
    return f"- and {left:,} more: see the summary of the run"


def _last_run(view: View) -> Iterator[str]:
    findings = view.findings
    state = "Everything that was due was asked." if findings.complete else "**Not finished**: the next run goes on."
    run = _link("See the run", view.run_url)
    yield from ("## Last run", "", " ".join(filter(None, (f"{minute(findings.started_at)} UTC.", state, run))))
    if note := sentence(findings.note):
        yield from ("", note)


def _link(text: str, url: str) -> str:
    destination = untrusted.link_destination(url)
    return f"[{text}]({destination})." if destination else ""
