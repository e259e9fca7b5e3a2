"""The boxes that a person ticks in a body of ours, and the marks by which a body is known to be ours. Pure.

What a page says may stand in the same body, so nothing is read but whole lines that begin as we begin them: a
stranger's text never begins a line of ours. And nothing counts but boxes that we wrote last.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ID_CHARS = 16
"""So much of a fix's id names it in a body: 64 bits are enough for a list, and short enough for a line."""


class Verb(StrEnum):
    """What ticking a box asks for."""

    FIX = "fix"
    """Make this change; without its tick: do not."""
    DECLINE = "decline"
    """Never offer it again."""
    RECONSIDER = "reconsider"
    """Offer it again."""


class Mark(StrEnum):
    """What a body is, or became."""

    PULL_REQUEST = "pull-request"
    DASHBOARD = "dashboard"
    REVIEW = "review"
    CLOSED = "closed-by-listkeeper"
    """We closed it ourselves: that is nobody's refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box, as it stands in a body."""

    verb: Verb
    id: str
    """The first 16 hex digits of the fix's id."""
    ticked: bool


_BOX = re.compile(r"^ *- \[([ xX])\] <!-- listkeeper:(fix|decline|reconsider)=([0-9a-f]{16}) -->(?= |$)", re.MULTILINE)
_MARK = re.compile(r"^<!-- listkeeper:(pull-request|dashboard|review|closed-by-listkeeper) -->$", re.MULTILINE)


def box(verb: Verb, fix: str, *, ticked: bool = False) -> Box:
    """The box of a fix, by its whole id.

    >>> box(Verb.FIX, 64 * "a", ticked=True)
    Box(verb=<Verb.FIX: 'fix'>, id='aaaaaaaaaaaaaaaa', ticked=True)
    """
    return Box(verb=verb, id=fix[:ID_CHARS], ticked=ticked)


def line(box: Box, text: str) -> str:
    """The item of a task list that holds the box; `text` is Markdown on one line.

    >>> line(Box(verb=Verb.FIX, id="0123456789abcdef", ticked=True), "`a` → `b`")
    '- [x] <!-- listkeeper:fix=0123456789abcdef --> `a` → `b`'
    """
    return f"- [{'x' if box.ticked else ' '}] <!-- listkeeper:{box.verb}={box.id} --> {text}"


def mark(kind: Mark) -> str:
    """The line that says what a body is.

    >>> mark(Mark.DASHBOARD)
    '<!-- listkeeper:dashboard -->'
    """
    return f"<!-- listkeeper:{kind} -->"


def read(body: str) -> tuple[Box, ...]:
    r"""Every box of a body, in order; nested ones too, and whatever ends the lines.

    >>> read("- [X] <!-- listkeeper:fix=0123456789abcdef --> a\r\n  ```\r\n")
    (Box(verb=<Verb.FIX: 'fix'>, id='0123456789abcdef', ticked=True),)
    >>> read("- `- [x] <!-- listkeeper:fix=0123456789abcdef --> `")
    ()
    """
    return tuple(Box(verb=Verb(found[2]), id=found[3], ticked=found[1] != " ") for found in _BOX.finditer(_lines(body)))


def heard(body: str, written: Iterable[Box]) -> tuple[Box, ...]:
    """What a person changed: boxes that we wrote last and that are not ticked as we wrote them, each once.

    >>> ours = Box(verb=Verb.FIX, id="0123456789abcdef", ticked=True)
    >>> [each.ticked for each in heard(line(ours, "").replace("x", " ", 1), [ours])], heard(line(ours, ""), [ours])
    ([False], ())
    >>> heard("- [x] <!-- listkeeper:fix=0123456789abcdef --> ", [])
    ()
    """
    known = {(each.verb, each.id): each.ticked for each in written}
    return tuple(dict.fromkeys(each for each in read(body) if known.get((each.verb, each.id)) is (not each.ticked)))


def carried(body: str, boxes: Iterable[Box]) -> str:
    """A body that is about to be written, with ticks that a person made or took away in the meantime.

    >>> carried("- [ ] <!-- listkeeper:fix=0123456789abcdef --> a", [box(Verb.FIX, "0123456789abcdef", ticked=True)])
    '- [x] <!-- listkeeper:fix=0123456789abcdef --> a'
    """
    ticks = {(each.verb, each.id): each.ticked for each in boxes}

    def written(found: re.Match[str]) -> str:
        ticked = ticks.get((Verb(found[2]), found[3]), found[1] != " ")
        start = found.start(1) - found.start()
        return f"{found[0][:start]}{'x' if ticked else ' '}{found[0][start + 1 :]}"

    return _BOX.sub(written, _lines(body))


def marks(body: str) -> frozenset[Mark]:
    r"""What a body says that it is.

    >>> sorted(marks("<!-- listkeeper:pull-request -->\r\n<!-- listkeeper:closed-by-listkeeper -->\r\n"))
    [<Mark.CLOSED: 'closed-by-listkeeper'>, <Mark.PULL_REQUEST: 'pull-request'>]
    >>> marks("see `<!-- listkeeper:dashboard -->`")
    frozenset()
    """
    return frozenset(Mark(found[1]) for found in _MARK.finditer(_lines(body)))


def _lines(body: str) -> str:
    # The editors of forges save CRLF (a form's text does, by the HTML standard).
    return body.replace("\r\n", "\n").replace("\r", "\n")
