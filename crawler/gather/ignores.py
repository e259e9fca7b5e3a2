"""What people say to Listkeeper in comments: `<!-- listkeeper: ignore [until 2027-01-31] [reason] -->`. Pure.

A comment speaks of the links on its own line; alone on its line, of the next line with text; `ignore-start` and
`ignore-end` speak of all between them. `<!-- listkeeper: evergreen [reason] -->` says of a line's links that what they
lead to does not age. A comment that cannot be understood, or that holds for nothing, is a problem.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from crawler.gather.source import Positions, decode
from crawler.model import Document, Evergreen, Ignore, Problem

MARK = b"listkeeper"
"""Where this is not in a file, nobody spoke to us."""

_COMMENT = re.compile(r"\s*listkeeper\s*:\s*(?P<word>\S+)(?P<rest>.*)\Z", re.DOTALL)
_MEANT = re.compile(r"\s*listkeeper\b", re.IGNORECASE)
_UNTIL = re.compile(r"until\b\s*(?P<date>\S*)\s*(?P<reason>.*)\Z", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_PREFIX = rb"[ \t>]*+"
_BLANKS = re.compile(rb"[ \t\r>]*+")
_TO_THE_END = re.compile(rb"[ \t\r>]*+(?:\n|\Z)")
_EMPTY_LINE = re.compile(_PREFIX + rb"(?:<!--(?:[^\n-]|-(?!->))*+-->[ \t]*+)*+\r?(?:\n|\Z)")
_FORM = "write <!-- listkeeper: ignore [until YYYY-MM-DD] [reason] -->, ignore-start, ignore-end or evergreen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Which links the comments of a file speak of."""

    by_line: Mapping[int, Ignore]
    blocks: tuple[tuple[int, int, Ignore], ...]
    """Offsets between which the links of a block begin, in order."""
    evergreens: Mapping[int, Evergreen] = field(default_factory=dict)
    """By line, too."""

    @property
    def any(self) -> bool:
        """Whether there is a rule at all.

        >>> Rules(by_line={}, blocks=()).any
        False
        """
        return bool(self.by_line or self.blocks or self.evergreens)

    def ignore(self, at: int, lines: Iterable[int]) -> Ignore | None:
        """What holds for a link that begins at `at` and is written on `lines`: its line comes before its block.

        >>> rules = Rules(by_line={3: Ignore(line=2)}, blocks=((10, 90, Ignore(line=1)),))
        >>> rules.ignore(40, [3]).line, rules.ignore(40, [4]).line, rules.ignore(90, [5])
        (2, 1, None)
        """
        for line in lines:
            if line in self.by_line:
                return self.by_line[line]
        index = bisect_right(self.blocks, at, key=lambda block: block[0]) - 1
        if index >= 0 and at < self.blocks[index][1]:
            return self.blocks[index][2]
        return None

    def evergreen(self, lines: Iterable[int]) -> Evergreen | None:
        """What says of a link that is written on `lines` that it does not age.

        >>> rules = Rules(by_line={}, blocks=(), evergreens={3: Evergreen(line=2, reason="a proof")})
        >>> rules.evergreen([3]).reason, rules.evergreen([4])
        ('a proof', None)
        """
        return next((self.evergreens[line] for line in lines if line in self.evergreens), None)

    def unused(self, used: Iterable[Ignore | Evergreen], path: str) -> Iterator[Problem]:
        """One problem for each comment that speaks of no link.

        >>> rules = Rules(by_line={1: Ignore(line=1), 2: Ignore(line=1)}, blocks=())
        >>> [problem.line for problem in rules.unused([], "a.md")], list(rules.unused([Ignore(line=1)], "a.md"))
        ([1], [])
        """
        written: list[Ignore | Evergreen] = [*self.by_line.values(), *self.evergreens.values()]
        idle = {*written, *(ignore for _, _, ignore in self.blocks)} - set(used)
        advice = "put it on the link's line or on the line before, or remove it"
        for mark in sorted(idle, key=lambda mark: mark.line):
            word = "ignore" if isinstance(mark, Ignore) else "evergreen"
            message = f"this {word} speaks of no link: {advice}"
            yield Problem(path=path, line=mark.line, column=1, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comment:
    start: int
    end: int
    word: str
    rest: str


def read(data: bytes, blocks: Iterable[tuple[int, int]], path: str) -> tuple[Rules, list[Problem]]:
    r"""The rules that the comments in these stretches of HTML give, and what is wrong with the others.

    >>> text = b"<!-- listkeeper: ignore until 2027-01-31 moves often -->"
    >>> rules, problems = read(text + b"\n[a](b)", [(0, len(text))], "a.md")
    >>> rules.by_line[2], problems
    (Ignore(line=1, until=datetime.date(2027, 1, 31), reason='moves often'), [])
    """
    reader = _Reader(data, path)
    for start, end in blocks:
        for comment in _comments(data, start, end):
            reader.take(comment)
    reader.finish()
    rules = Rules(by_line=reader.by_line, blocks=tuple(reader.blocks), evergreens=reader.evergreens)
    return rules, reader.problems


def expired(ignore: Ignore, today: date) -> bool:
    """Whether the last day on which it holds has passed.

    >>> expired(Ignore(line=1, until=date(2027, 1, 31)), date(2027, 1, 31)), expired(Ignore(line=1), date(2099, 1, 1))
    (False, False)
    >>> expired(Ignore(line=1, until=date(2027, 1, 31)), date(2027, 2, 1))
    True
    """
    return ignore.until is not None and today > ignore.until


def expired_ignores(document: Document, today: date) -> tuple[Problem, ...]:
    """One problem for each comment of the document whose date has passed.

    >>> expired_ignores(Document(path="a.md", links=()), date(2027, 2, 1))
    ()
    """
    over = {link.ignore for link in document.links if link.ignore and expired(link.ignore, today)}
    return tuple(
        Problem(
            path=document.path,
            line=ignore.line,
            column=1,
            message=f"this ignore held until {ignore.until} and is over: remove it, or give it a later date",
        )
        for ignore in sorted(over, key=lambda ignore: ignore.line)
    )


def _comments(data: bytes, start: int, end: int) -> Iterator[_Comment]:
    at = data.find(b"<!--", start, end)
    while at >= 0:
        close = data.find(b"-->", at + 4, end)
        if close < 0:
            return
        text = decode(data[at + 4 : close])
        match = _COMMENT.match(text)
        if match:
            rest = " ".join(match["rest"].split())
            yield _Comment(start=at, end=close + 3, word=match["word"], rest=rest)
        elif _MEANT.match(text):
            yield _Comment(start=at, end=close + 3, word="", rest="")
        at = data.find(b"<!--", close + 3, end)


class _Reader:
    def __init__(self, data: bytes, path: str) -> None:
        self.by_line: dict[int, Ignore] = {}
        self.blocks: list[tuple[int, int, Ignore]] = []
        self.evergreens: dict[int, Evergreen] = {}
        self.problems: list[Problem] = []
        self._data = data
        self._path = path
        self._where = Positions(data)
        self._found_from, self._found = 0, 0
        self._looked_at = -1
        self._open: tuple[_Comment, Ignore] | None = None

    def take(self, comment: _Comment) -> None:
        match comment.word:
            case "ignore":
                self._ignore(comment)
            case "ignore-start":
                self._start(comment)
            case "ignore-end":
                self._end(comment)
            case "evergreen":
                mark = Evergreen(line=self._where.line(comment.start), reason=comment.rest)
                self.evergreens |= dict.fromkeys(self._lines(comment), mark)
            case word:
                self._problem(comment, f"{word!r} is no word for a listkeeper comment, so it does nothing: {_FORM}")

    def finish(self) -> None:
        if self._open:
            comment, ignore = self._open
            self._problem(comment, "ignore-start has no ignore-end, so it holds to the end of the file: add ignore-end")
            self.blocks.append((comment.end, len(self._data) + 1, ignore))

    def _ignore(self, comment: _Comment) -> None:
        ignore = self._read(comment)
        if ignore:
            self.by_line |= dict.fromkeys(self._lines(comment), ignore)

    def _start(self, comment: _Comment) -> None:
        if self._open:
            self._problem(comment, "ignore-start within another one does nothing: end the first with ignore-end")
        elif ignore := self._read(comment):
            self._open = (comment, ignore)

    def _end(self, comment: _Comment) -> None:
        if self._open is None:
            self._problem(comment, "ignore-end has no ignore-start before it: remove it, or add ignore-start")
            return
        first, ignore = self._open
        self.blocks.append((first.end, comment.start, ignore))
        self._open = None

    def _read(self, comment: _Comment) -> Ignore | None:
        line = self._where.line(comment.start)
        until = _UNTIL.match(comment.rest)
        if until is None:
            return Ignore(line=line, reason=comment.rest)
        day = _day(until["date"])
        if day is None:
            self._problem(comment, f"{until['date']!r} is no date, so this ignore does nothing: {_FORM}")
            return None
        return Ignore(line=line, until=day, reason=until["reason"])

    def _lines(self, comment: _Comment) -> Iterator[int]:
        first, last = self._where.line(comment.start), self._where.line(comment.end)
        yield from (first, last)
        if self._is_alone(comment):
            yield self._next_line(last)

    def _is_alone(self, comment: _Comment) -> bool:
        begin = self._where.line_start(self._where.line(comment.start))
        if begin == self._looked_at:  # by another comment of this line, so that no line is read again and again
            return False
        self._looked_at = begin
        before, after = _BLANKS.match(self._data, begin), _TO_THE_END.match(self._data, comment.end)
        return before is not None and before.end() >= comment.start and after is not None

    def _next_line(self, line: int) -> int:
        # Many comments one below the other all speak of the same line: it is looked for once.
        if not self._found_from <= line < self._found:
            at = self._where.line_start(line + 1)
            while at < len(self._data) and (empty := _EMPTY_LINE.match(self._data, at)):
                at = empty.end()
            self._found_from, self._found = line, self._where.line(at)
        return self._found

    def _problem(self, comment: _Comment, message: str) -> None:
        line, column = self._where(comment.start)
        self.problems.append(Problem(path=self._path, line=line, column=column, message=message))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.match(text) else None
    except ValueError:
        return None
