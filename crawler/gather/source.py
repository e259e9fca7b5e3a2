"""A list's bytes as the Markdown parser gets them, and the way back from its offsets to the bytes. Pure.

The parser reads valid UTF-8 only. What it cannot read (stray bytes, NUL) it gets as U+FFFD, as CommonMark 2.3 asks,
and what it must not see (the mark at the start, front matter) it does not get; every offset is led back exactly.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

BOM = b"\xef\xbb\xbf"

_UNREADABLE = re.compile("[\udc80-\udcff\0]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_GIT_LOOKS_AT_BYTES = 8000
"""A file with a NUL among its first bytes is binary to git (buffer_is_binary in its xdiff-interface.c)."""
_MOST_STRAY_BYTES = 100_000
"""Each stray byte is remembered, with its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the parser is given, with the way back to the file."""

    data: bytes
    """The file, every byte of it."""
    text: str
    body: int
    """Offset at which the parser's text begins."""
    ends: tuple[int, ...] = ()
    """Offsets in the parser's text, each just past a place that is longer there than in the file."""
    longer: tuple[int, ...] = (0,)
    """How many bytes longer the parser's text is up to each of `ends`; one entry more than those."""

    @property
    def same_offsets(self) -> bool:
        """Whether the parser's offsets are those of the file."""
        return not self.body and not self.ends

    def at(self, offset: int) -> int:
        """The offset in the file of an offset in the parser's text."""
        return offset + self.body - self.longer[bisect_right(self.ends, offset)]


def decode(raw: bytes) -> str:
    r"""UTF-8 as CommonMark reads it: each byte that is none, and each NUL, is U+FFFD.

    >>> decode(b"caf\xc3\xa9"), decode(b"caf\xe9\0")
    ('café', 'caf\ufffd\ufffd')
    """
    try:
        return raw.decode().replace("\0", _REPLACEMENT)
    except UnicodeDecodeError:
        return _UNREADABLE.sub(_REPLACEMENT, raw.decode(errors="surrogateescape"))


def invalid_bytes(data: bytes) -> tuple[int, ...]:
    r"""Offsets of the bytes that are no UTF-8.

    >>> invalid_bytes(b"a\xe9b\xff"), invalid_bytes("é".encode())
    ((1, 3), ())
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        return tuple(at for at in _unreadable(data) if data[at])
    return ()


def is_text(data: bytes) -> bool:
    r"""Whether a file is text in UTF-8, but for a slip here and there; what git calls binary is not.

    >>> is_text(b"# caf\xe9\n"), is_text("# Hi".encode("utf-16")), is_text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (True, False, False)
    >>> is_text(b"\xe9" * 200_000)
    False
    """
    if b"\0" in data[:_GIT_LOOKS_AT_BYTES]:
        return False
    try:
        return data.decode().count("\0") <= _MOST_STRAY_BYTES
    except UnicodeDecodeError:
        return sum(map(data.decode(errors="replace").count, "\0\ufffd")) <= _MOST_STRAY_BYTES


def read(data: bytes, body: int = 0, escape: Sequence[int] = ()) -> Source:
    r"""The parser's view of `data` from `body` on, with a backslash before each of the offsets `escape`.

    >>> read(b"\xef\xbb\xbf# Hi", body=3).text
    '# Hi'
    >>> source = read(b"a\xff$b", escape=[2])
    >>> source.text, source.at(4), source.at(5), source.at(6)
    ('a\ufffd\\$b', 2, 2, 3)
    """
    raw = data[body:] if body else data
    edits = {at - body: b"\\" + data[at : at + 1] for at in escape} | _replacements(raw)
    if not edits:
        return Source(data=data, text=raw.decode(), body=body)
    pieces, ends, longer = [], [], [0]
    last = 0
    for at, new in sorted(edits.items()):
        pieces += [raw[last:at], new]
        last = at + 1
        longer.append(longer[-1] + len(new) - 1)
        # An escaped character begins after its backslash; a replaced byte is over when its replacement is.
        ends.append(at + longer[-2] + (1 if new[:1] == b"\\" else len(new)))
    text = b"".join([*pieces, raw[last:]]).decode()
    return Source(data=data, text=text, body=body, ends=tuple(ends), longer=tuple(longer))


def _replacements(raw: bytes) -> dict[int, bytes]:
    if b"\0" not in raw and not invalid_bytes(raw):
        return {}
    return dict.fromkeys(_unreadable(raw), _REPLACEMENT.encode())


def _unreadable(data: bytes) -> list[int]:
    text = data.decode(errors="surrogateescape")
    found = list(_UNREADABLE.finditer(text))
    starts = [0, *(match.end() for match in found)]
    sizes = (
        len(text[start : match.start()].encode(errors="surrogateescape"))
        for start, match in zip(starts, found, strict=False)
    )
    return [before + count for count, before in enumerate(accumulate(sizes))]


class Positions:
    """Lines and columns of byte offsets; asked in rising order they cost one pass over the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._ascii = data.isascii()
        first = len(BOM) if data.startswith(BOM) else 0
        self._starts = [first, *(match.end() for match in re.finditer(rb"\n", data))]
        self._last = (0, first, 1)

    def __call__(self, offset: int) -> tuple[int, int]:
        r"""Line and column of a byte, both from 1; the column counts characters.

        >>> where = Positions("é\n\t√x".encode())
        >>> where(2), where(7), where(4)
        ((1, 2), (2, 3), (2, 2))
        """
        line = self.line(offset)
        start = self._starts[line - 1]
        if self._ascii:
            return line, offset - start + 1
        last_line, last_offset, last_column = self._last
        if last_line == line and last_offset <= offset:
            start, column = last_offset, last_column
        else:
            column = 1
        column += len(self._data[start:offset].decode(errors="surrogateescape"))
        self._last = (line, offset, column)
        return line, column

    def line(self, offset: int) -> int:
        r"""Line of a byte.

        >>> Positions(b"a\nb").line(2)
        2
        """
        return max(1, bisect_right(self._starts, offset))

    def line_start(self, line: int) -> int:
        r"""Offset of a line's first byte; the end of the file for a line past the last.

        >>> Positions(b"a\nb").line_start(2), Positions(b"a\nb").line_start(3)
        (2, 3)
        """
        return self._starts[line - 1] if line <= len(self._starts) else len(self._data)


def between(offsets: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Those of the sorted `offsets` that are at least `start` and less than `end`.

    >>> between([1, 4, 9], 4, 9)
    [4]
    """
    return offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]
