"""The one pull request that holds the fixes: its title, its commit, and the body that a maintainer reads. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crawler import untrusted
from crawler.publish.boxes import Mark, mark
from crawler.publish.pieces import counted
from crawler.publish.room import BODY_CHARS, levelled
from crawler.publish.rows import Declined, Row, declined_row, fix_row

TITLE = "Mend links that have moved or are gone"
BRANCH = "listkeeper/fixes"
ROWS_MOST = 100
"""So many rows are shown whatever stands in them, so that each can be refused."""

_TREE = re.compile(r"^Listkeeper-Tree: ([0-9a-f]{40,64})$", re.MULTILINE)
_DECLINED_CHARS = 6_000
_LISTS = 4


class Note(StrEnum):
    """What a maintainer must know of this pull request before anything else."""

    LEFT_ALONE = "left-alone"
    """Somebody's commit stands on the branch."""
    APPROVE = "approve"
    """Checks wait for a person's approval."""
    FORGOTTEN = "forgotten"
    """What earlier runs knew was lost."""


class Closed(StrEnum):
    """Why we closed it ourselves."""

    NOTHING_LEFT = "nothing-left"
    SWITCHED_OFF = "switched-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that the body tells."""

    rows: Sequence[Row]
    """What is ticked is in the branch."""
    waiting: int = 0
    """Fixes that found no room among the rows."""
    declined: Sequence[Declined] = ()
    """Latest first."""
    notes: Sequence[Note] = ()
    closed: Closed | None = None
    boxes: bool = True
    """Whether a box in a body can be ticked on this forge."""
    more_url: str = ""
    """Where the whole list of findings is, if anywhere."""


_NOTES = {
    Note.LEFT_ALONE: (
        "**Somebody has committed to this branch, so it is left alone.** Merging brings what the branch holds, whatever"
        " is ticked below. Take that commit off the branch to have it kept up to date again."
    ),
    Note.APPROVE: "The checks of this repository may wait for you: if they do, click “Approve workflows to run” first.",
    Note.FORGOTTEN: "What earlier runs had seen was lost, so nothing new is offered until the next run.",
}
_CLOSED = {
    Closed.NOTHING_LEFT: "**Closed: none of these links needs a change now.** What comes up later is offered then.",
    Closed.SWITCHED_OFF: "**Closed: pull requests are switched off in this repository's settings.**",
}


def message(tree: str, fixes: int) -> str:
    """The commit's message: no stranger's text, and the tree by which the commit is known to be ours.

    >>> print(message(40 * "a", 2))
    Mend links that have moved or are gone
    <BLANKLINE>
    2 addresses are replaced, and nothing else is changed.
    <BLANKLINE>
    Listkeeper-Tree: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    """
    done = f"{counted(fixes, 'address is', 'addresses are')} replaced, and nothing else is changed."
    return f"{TITLE}\n\n{done}\n\nListkeeper-Tree: {tree}"


def tree_of(message: str) -> str | None:
    """The tree that a commit of ours says it has; None for anybody else's.

    >>> tree_of(message(40 * "a", 2)) == 40 * "a", tree_of("Mend a link")
    (True, None)
    """
    found = _TREE.findall(message)
    return found[-1] if found else None


def pull_request(view: View) -> str:
    """The body: what merging does, how to refuse, then a row a fix, ticked ones first."""
    top = [*_marks(view), "", *_told(view)]
    declined = _declined(view)
    room = BODY_CHARS - len("\n".join([*top, *declined])) - 1_000
    return "\n".join([*top, *_rows(view, room), *declined, *_end(view)]).rstrip() + "\n"


def _marks(view: View) -> list[str]:
    return [mark(Mark.PULL_REQUEST), *([mark(Mark.CLOSED)] if view.closed else [])]


def _told(view: View) -> Iterator[str]:
    if view.closed:
        yield from (_CLOSED[view.closed], "")
        return
    yield from (_verdict(view), "")
    yield from _refusing(view)
    for note in dict.fromkeys(view.notes):
        yield from (f"> {_NOTES[note]}", "")


def _verdict(view: View) -> str:
    ticked = [row for row in view.rows if row.ticked]
    lists = sorted({place.path for row in ticked for place in row.offer.places})
    where = f" in {_named(lists)}" if lists else ""
    return f"**Merging this replaces {counted(len(ticked), 'address', 'addresses')}{where}, and changes nothing else.**"


def _named(lists: Sequence[str]) -> str:
    shown = ", ".join(untrusted.code_span(path, 100) for path in lists[:_LISTS])
    more = f" and {len(lists) - _LISTS:,} more lists" if len(lists) > _LISTS else ""
    return shown + more


def _refusing(view: View) -> Iterator[str]:
    if view.boxes:
        yield "- **Not one of them?** Untick it. The next run takes it out and never offers it again; merge after that."
    else:
        yield "- **Not one of them?** Write `<!-- listkeeper: ignore -->` on its line in the list."
    yield "- **None of them?** Close this pull request: what is ticked is not offered again. Reopening undoes that."
    yield ""


def _rows(view: View, room: int) -> list[str]:
    ordered = sorted(view.rows, key=lambda row: not row.ticked)
    blocks = [fix_row(row, boxes=view.boxes) for row in ordered]
    return levelled(blocks, room, lambda left: f"\nand {left:,} more: see the job summary")


def _declined(view: View) -> list[str]:
    if not view.declined:
        return []
    how = "Tick one to have it offered again." if view.boxes else ""
    blocks = [declined_row(each, boxes=view.boxes) for each in view.declined]
    rows = levelled(blocks, _DECLINED_CHARS, lambda left: f"- and {left:,} more")
    return ["", f"<details><summary>{len(blocks):,} declined</summary>", "", how, "", *rows, "", "</details>"]


def _end(view: View) -> Iterator[str]:
    if view.waiting:
        yield from ("", f"{counted(view.waiting, 'more fix waits', 'more fixes wait')} until there is room here.")
    yield from ("", "To have a link left alone for good, write `<!-- listkeeper: ignore -->` on its line in the list.")
