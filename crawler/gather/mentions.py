r"""Which URLs stand in the text of an old version of a list, and which version was the first to hold them. Pure.

No old version is read as Markdown: thousands of them would take minutes. Each line that a version brings is searched
for the places where a URL may stand, and what stands there is read in each way that a list may mean it (entities,
escapes, `www.`). So a URL is found as a whole and never as the beginning of a longer one. Two things are approximate:
a URL counts in code and in comments too, where it is no link, and one that is apart from its opening by the end of a
line is found only if it can be told without it, as `https://` can.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from crawler.gather import bare, frontmatter
from crawler.gather.source import decode
from crawler.gather.written import decode_url
from crawler.model import LinkKind

PIECE_BYTES = 16_384
"""A longer line is searched in pieces, so that a line made to be slow is slow within bounds."""
URL_BYTES = 4096
"""A longer URL is looked for only where it can stand without brackets: few browsers and servers take it."""

_PIECE = re.compile(rb"[^\n]{1,%d}(?=\s|\Z)|[^\n]{1,%d}" % (PIECE_BYTES, PIECE_BYTES))
_OPENING = re.compile(rb"\]\([ \t]*|\]:[ \t]*|<|=[ \t]*([\"']?)")
_WORD = re.compile(rb"\S{1,%d}" % URL_BYTES)
_IN_BRACKETS = re.compile(rb"(?:[^<>\\\n]|\\.){1,%d}(?=>)" % URL_BYTES)
# A backslash escapes nothing in an autolink (CommonMark 6.5).
_AUTOLINK = re.compile(rb"<([^<>\s]{1,%d})>" % URL_BYTES)
_IN_QUOTES = {quote: re.compile(rb"[^%b\n]{1,%d}+(?=%b)" % (quote, URL_BYTES, quote)) for quote in (b'"', b"'")}
_UNQUOTED = re.compile(rb"[^\s>]{1,%d}" % URL_BYTES)
_DEPTH = 32
"""As deep as cmark-gfm goes."""
_PARENTHESIS = re.compile(rb"\\.|[()]")
_BRACKET = re.compile(rb"\[")
_WRITTEN_OTHERWISE = re.compile(rb"[&\\]")
_READINGS = (LinkKind.FRONT_MATTER, LinkKind.INLINE, LinkKind.AUTOLINK, LinkKind.HTML_LINK, LinkKind.BARE)

V = TypeVar("V")


def first_mentions(
    versions: Iterable[tuple[V, bytes]], urls: Collection[str], enough: Callable[[], bool] = lambda: False
) -> Iterator[tuple[str, V]]:
    """Each of the URLs with the first of the versions that holds it; what no version holds does not come.

    `enough` is asked again and again, and may end the search.

    >>> versions = [(1, b"- [A](https://a.example/bc)"), (2, b"* [A](https://a.example/bc) https://a.example/b.")]
    >>> list(first_mentions(versions, ["https://a.example/b", "https://a.example/bc"]))
    [('https://a.example/bc', 1), ('https://a.example/b', 2)]
    >>> list(first_mentions(versions, ["https://a.example/b"], enough=lambda: True))
    []
    """
    sought, before = set(urls), b""
    for version, data in versions if sought else ():
        for piece in fresh(before, data):
            if enough():
                return
            for url in sought.intersection(mentions(piece)):
                sought.discard(url)
                yield url, version
            if not sought:
                return
        before = data


def fresh(old: bytes, new: bytes) -> Iterator[bytes]:
    r"""The lines of `new` that are not lines of `old`, or that stand elsewhere: at least those; long ones in pieces.

    >>> list(fresh(b"one\ntwo\n", b"one\nand\ntwo\n"))
    [b'and']
    >>> list(fresh(b"a\nb\r\nc", b"c\nb\na"))
    [b'b']
    """
    start = new.rfind(b"\n", 0, _alike(old, new)) + 1
    tail = _alike_at_end(old[start:], new[start:])
    newline = new.find(b"\n", len(new) - tail)
    end = newline if newline >= 0 else len(new)
    known = set(old[start : len(old) - len(new) + end].split(b"\n"))
    for line in new[start:end].split(b"\n"):
        if line not in known:
            yield from _PIECE.findall(line) if len(line) > PIECE_BYTES else (line,)


def mentions(line: bytes) -> Iterator[str]:
    r"""The URLs that a line may hold, each in every way that it may be meant; some come twice.

    >>> {"/b_(c)", "d.png"} <= set(mentions(b'[a](/b_(c)) <img src="d.png">'))
    True
    >>> {"http://www.d.example", "https://a.example/b&c"} <= set(mentions(b"https://a.example/b&amp;c, www.d.example."))
    True
    """
    for raw in _written(line):
        if not _WRITTEN_OTHERWISE.search(raw):
            yield decode(raw)
            yield decode_url(raw, LinkKind.BARE)
        else:
            for kind in _READINGS:
                yield decode_url(raw, kind)


def _written(line: bytes) -> Iterator[bytes]:
    past = dict.fromkeys(b"]<=", 0)
    for opening in _OPENING.finditer(line):
        sign = line[opening.start()]
        # None begins within another of its kind: so a line made of openings is read once and not once for each.
        if opening.start() >= past[sign] and (found := _opened(line, opening)):
            past[sign] = opening.end() + len(found)
            yield found.strip()
    for autolink in _AUTOLINK.finditer(line):
        yield autolink[1]
    if b"//" in line or b"www." in line or b"@" in line:
        for start, end in _bare(line):
            yield line[start:end]


def _bare(line: bytes) -> Iterator[tuple[int, int]]:
    """What stands without brackets, in text or among values, where a `[` may begin a link or not."""
    run = bare.Run(0, len(line), len(line), first=True)
    yield from bare.spans(line, [run])
    yield from bare.spans(line, [run], [match.start() for match in _BRACKET.finditer(line)])
    yield from frontmatter.spans(line, 0, len(line))


def _opened(line: bytes, opening: re.Match[bytes]) -> bytes:
    """What stands behind an opening; nothing where it opens nothing."""
    sign, at = opening[0][:1], opening.end()
    if sign == b"<":
        found = _IN_BRACKETS.match(line, at)
    elif sign == b"=":
        found = (_IN_QUOTES[opening[1]] if opening[1] else _UNQUOTED).match(line, at)
    else:
        found = _WORD.match(line, at)
    word = found[0] if found else b""
    return word[: _closed(word)] if opening[0].startswith(b"](") else word


def _closed(word: bytes) -> int:
    r"""Where a URL ends that begins behind a parenthesis (CommonMark 6.3): at its partner, or at the end of the word.

    What is behind the word may be a title. 0 where parentheses do not match.

    >>> _closed(b"/a_(b)\\))c"), _closed(b"/a_(b)"), _closed(b"/a_(b")
    (8, 6, 0)
    """
    depth = 1
    for match in _PARENTHESIS.finditer(word):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not 0 < depth <= _DEPTH:
            return 0 if depth else match.start()
    return len(word) if depth == 1 else 0


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes the two begin with that are the same. By halves: comparing slices is what bytes are quick at.

    >>> _alike(b"abcd", b"abx"), _alike(b"", b"a"), _alike(b"ab", b"abc")
    (2, 0, 2)
    """
    low, high = 0, min(len(one), len(other)) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _alike_at_end(one: bytes, other: bytes) -> int:
    """How many bytes the two end with that are the same.

    >>> _alike_at_end(b"abcd", b"xcd"), _alike_at_end(b"a", b"b"), _alike_at_end(b"bc", b"abc")
    (2, 0, 2)
    """
    low, high = 0, min(len(one), len(other)) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle
    return low
