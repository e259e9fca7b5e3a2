"""Where in a link or a definition its destination stands, byte for byte. Pure.

The parser says where a construct begins and ends, and what its destination means; these functions find the bytes.
"""

import re
from collections.abc import Iterator

from crawler.gather.written import decode_url
from crawler.model import LinkKind

# The parser takes vertical tabs and form feeds for blanks, as GitHub's does.
_BLANK = rb"[ \t\x0b\x0c]*+"
_BLANK_BYTES = b" \t\r\n"
# Most destinations are like this, and mean what they are; the rest is looked at closely.
_SIMPLE = re.compile(rb"\]\(([^\s()<>&\\\x01-\x20\x7f]++)[ )]")
_SIMPLE_DEFINITION = re.compile(rb"\[[^\[\]\\]++\]:[ \t]++([^\s()<>&\\\x01-\x20\x7f]++)")
_ANGLE = re.compile(rb"<((?:[^<>\\\r\n]|\\.?)*+)>")
_PLAIN = re.compile(rb"[^\s()\\\x01-\x20\x7f]*+")
_STEP = re.compile(rb"\\[!-/:-@\[-`{-~]|[()]|[\x01-\x20\x7f]")
_LABEL = re.compile(rb"\[(?:[^\[\]\\]|\\.)*+\]:", re.DOTALL)
_DEEPEST_TRIED = 100


def inline(data: bytes, text_end: int, stop: int, quotes: int, url: str) -> tuple[int, int]:
    r"""Span of the destination of `[text](destination "title")`, in which the text is over at `text_end`.

    `quotes` is the number of block quotes around it: so many `>` may begin a line inside the construct.

    >>> inline(b"[a](<b c>)", 2, 10, 0, "b c"), inline(b"[a]()", 2, 5, 0, "")
    ((5, 8), (4, 4))
    >>> text = b"> [a](\n> /b)"
    >>> inline(text, 4, len(text), 1, "/b")
    (9, 11)
    """
    simple = _SIMPLE.match(data, text_end, stop)
    if simple:
        return simple.span(1)
    opening = data.find(b"](", text_end, stop) + 2
    return _matching(data, opening, stop, quotes, url)


def definition(data: bytes, start: int, stop: int, url: str) -> tuple[int, int]:
    r"""Span of the destination of the definition that begins at `start`.

    >>> definition(b'[a]: <b> "t"', 0, 12, "b"), definition(b"> [a\\]]:\n>  /b", 2, 15, "/b")
    ((6, 7), (12, 14))
    """
    simple = _SIMPLE_DEFINITION.match(data, start)
    if simple and (simple.end() == stop or data[simple.end()] in _BLANK_BYTES):
        return simple.span(1)
    label = _LABEL.match(data, start, stop)
    line = data.rfind(b"\n", 0, start) + 1
    return _matching(data, label.end() if label else start, stop, data.count(b">", line, start), url)


def _matching(data: bytes, at: int, stop: int, quotes: int, url: str) -> tuple[int, int]:
    """The span that means `url`: a `>` that begins a line may belong to a quote or, behind an indent, to the URL."""
    first = None
    for span in _candidates(data, at, stop, quotes):
        if decode_url(data[slice(*span)], LinkKind.INLINE) == url:
            return span
        first = first or span
    return first or (at, at)


def _candidates(data: bytes, at: int, stop: int, quotes: int) -> Iterator[tuple[int, int]]:
    first = at + _length(_BLANK, data, at, stop)
    if data[first : first + 1] not in (b"\r", b"\n"):
        yield _destination(data, first, stop, empty_at=at)
        return
    marks = _length(_BLANK + rb"\r?\n?" + _BLANK + rb"[> \t]*+", data, at, stop)
    for depth in range(min(quotes, _DEEPEST_TRIED, data.count(b">", at, at + marks)), -1, -1):
        begin = at + _length(_BLANK + rb"\r?\n?(?:[ \t]*>){0,%d}" % depth + _BLANK, data, at, stop)
        yield _destination(data, begin, stop, empty_at=at)


def _length(pattern: bytes, data: bytes, at: int, stop: int) -> int:
    match = re.compile(pattern).match(data, at, stop)
    return len(match[0]) if match else 0


def _destination(data: bytes, at: int, stop: int, empty_at: int) -> tuple[int, int]:
    angle = _ANGLE.match(data, at, stop) if data[at : at + 1] == b"<" else None
    if angle:
        return angle.span(1)
    end = _plain_end(data, at, stop)
    return (at, end) if end > at else (empty_at, empty_at)


def _plain_end(data: bytes, at: int, stop: int) -> int:
    plain = _PLAIN.match(data, at, stop)
    end = plain.end() if plain else at
    if data[end : end + 1] not in (b"(", b"\\", b"\0"):
        return end
    depth = 0
    for match in _STEP.finditer(data, end, stop):
        if match[0] == b"(":
            depth += 1
        elif match[0] == b")" and depth:
            depth -= 1
        elif len(match[0]) == 1:
            return match.start()
    return stop
