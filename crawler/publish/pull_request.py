"""The one pull request that holds the fixes: its title, its commit, and the body that a maintainer reads. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from crawler import untrusted
from crawler.publish.boxes import Mark, mark
from crawler.publish.pieces import counted, middle, page
from crawler.publish.room import BODY_CHARS, levelled, size
from crawler.publish.rows import Declined, Row, declined_row, fix_row

TITLE = "Mend links that have moved or are gone"
BRANCH = "listkeeper/fixes"
ROWS_MOST = 100
"""So many rows are shown whatever stands in them: what is in the branch can be refused one by one."""

_TREE = re.compile(r"^Listkeeper-Tree: ([0-9a-f]{40,64})$", re.MULTILINE)
_DECLINED_CHARS = 6_000
_LISTS = 4
_OFF = '`pull-request = "off"`'
_IGNORE = "`<!-- listkeeper: ignore -->`"


class Closed(StrEnum):
    """Why we closed it ourselves."""

    NOTHING_LEFT = "nothing-left"
    SWITCHED_OFF = "switched-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that the body tells."""

    rows: Sequence[Row]
    """Ticked ones are in the branch."""
    waiting: int = 0
    """Fixes that found no room among the rows."""
    declined: Sequence[Declined] = ()
    """Latest first."""
    left_alone: bool = False
    """Whether somebody's commit stands on the branch."""
    closed: Closed | None = None
    boxes: bool = True
    """Whether a box in a body can be ticked on this forge."""


_CLOSED = {
    Closed.NOTHING_LEFT: (
        "**Closed by Listkeeper: nothing is left to be mended here.** You need not do anything. What comes up later is"
        " offered in a new pull request."
    ),
    Closed.SWITCHED_OFF: "**Closed by Listkeeper: this repository's settings say that it opens no pull requests.**",
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
    return str(found[-1]) if found else None


def pull_request(view: View) -> str:
    """The body: what merging does, how to refuse, then a row a fix, ticked ones first."""
    top = [*_marks(view), "", *_told(view)]
    end = [*_declined(view), *_end(view)]
    return page([*top, *_rows(view, BODY_CHARS - size([*top, *end])), *end])


def _marks(view: View) -> list[str]:
    return [mark(Mark.PULL_REQUEST), *([mark(Mark.CLOSED)] if view.closed else [])]


def _told(view: View) -> Iterator[str]:
    if view.closed:
        yield from (_CLOSED[view.closed], "")
        return
    yield from _left_alone(view) if view.left_alone else _verdict(view)
    yield "- **To refuse all of them**, close this pull request. Reopen it if you change your mind."
    yield ""


def _verdict(view: View) -> Iterator[str]:
    yield from (f"**{_effect(view)}**", "")
    yield f"- **To refuse one**, {_how(view)}. The next run takes it out, and never offers it again: merge after that."


def _left_alone(view: View) -> Iterator[str]:
    told = "Merging brings what the branch holds, whatever is ticked below."
    yield from (f"**Somebody has committed to this branch, so it is left alone.** {told}", "")
    yield "- **To have it kept up to date again**, take that commit off the branch."
    yield f"- **To refuse one**, {_how(view)}. It is not offered again; from this branch only you can take it."


def _how(view: View) -> str:
    return "untick it" if view.boxes else f"write {_IGNORE} on its line in the list"


def _effect(view: View) -> str:
    ticked = [row for row in view.rows if row.ticked]
    if not ticked:
        return "Merging this changes nothing: no fix is ticked."
    lists = sorted({place.path for row in ticked for place in row.offer.places})
    where = f" in {_named(lists)}" if lists else ""
    return f"Merging this replaces {counted(len(ticked), 'address', 'addresses')}{where}. Nothing else changes."


def _named(lists: Sequence[str]) -> str:
    shown = [untrusted.code_span(middle(path)) for path in lists[:_LISTS]]
    if len(lists) > _LISTS:
        shown.append(counted(len(lists) - _LISTS, "more list"))
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _rows(view: View, room: int) -> list[str]:
    """Headings, and the rows below them; those that wait for a tick can also be refused by one."""
    ticked = [row for row in view.rows if row.ticked]
    others = [row for row in view.rows if not row.ticked]
    headings = (_ticked_heading(view, len(ticked)), _others_heading(view, len(others)))
    blocks = [partial(fix_row, row, boxes=view.boxes) for row in ticked]
    blocks += [partial(fix_row, row, boxes=view.boxes, declinable=True) for row in others]
    shown = levelled(blocks, room - size(line for lines in headings for line in lines), _more)
    return [
        *(headings[0] if ticked else []),
        *shown[: len(ticked)],
        *(headings[1] if len(shown) > len(ticked) else []),
        *shown[len(ticked) :],
        "",
    ]


def _more(left: int) -> str:
    return f"\nand {left:,} more: see the summary of the run"


def _ticked_heading(view: View, count: int) -> list[str]:
    title = "Ticked" if view.left_alone else "In this pull request"
    return [f"### {title} ({count:,})", ""]


def _others_heading(view: View, count: int) -> list[str]:
    then = "it waits for the next pull request" if view.left_alone else "the next run puts it in"
    how = f"A matter of taste, or not proven yet. Tick one, and {then}."
    return ["", f"### Not in it, for you to choose ({count:,})", "", *([how, ""] if view.boxes else [])]


def _declined(view: View) -> list[str]:
    if not view.declined:
        return []
    how = ["Tick one to have it offered again.", ""] if view.boxes else []
    blocks = [partial(declined_row, each, boxes=view.boxes) for each in view.declined]
    rows = levelled(blocks, _DECLINED_CHARS, lambda left: f"- and {left:,} more")
    return [f"<details><summary>{len(blocks):,} declined</summary>", "", *how, *rows, "", "</details>", ""]


def _end(view: View) -> Iterator[str]:
    if view.waiting:
        yield from (f"{counted(view.waiting, 'more fix waits', 'more fixes wait')} until there is room here.", "")
    yield f"To have a link left alone for good, write {_IGNORE} on its line in the list."
    yield f"To have no such pull requests at all, put {_OFF} into `listkeeper.toml`."
