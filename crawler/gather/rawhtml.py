"""Raw HTML in Markdown: `<a href>` and `<img src>`, with the exact bytes of the attribute's value. Pure.

BeautifulSoup says which tags there are, where, and with what text. Its parser takes quadratic time on what is left
open (`<!--` again and again: over 20 s on 256 KiB), so it gets no comment, no script and no tag that does not end.
"""

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from bs4.filter import SoupStrainer

from crawler.gather.source import decode
from crawler.model import LinkKind

TAG = re.compile(r"<(?:a|img)[\s/>]", re.IGNORECASE)
"""Where this is not found, there is no link in a piece of HTML."""
_TAG = re.compile(rb"<(?:a|img)[\s/>]", re.IGNORECASE)
CLOSING = re.compile(r"</a\s*>", re.IGNORECASE)

_OPEN_TAG = rb"""
    <[A-Za-z][^\s/>]*+
    (?>[\s/]++
      |(?:=[^\s/>=]*+|[^\s/>=]++)                                        # a name
       (?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?=>)|[^\s>"'][^\s>]*+)|(?!\s*+=))   # its value, or none
    )*+>
"""
_TOKEN = re.compile(
    rb"(?P<comment><!---?>|<!--.*?(?:--!?>|\Z))"
    rb"|(?P<open>" + _OPEN_TAG + rb")"
    rb"|(?P<close></[A-Za-z][^>]*+>)"
    rb"|(?P<bogus><[!?/][^>]*+>)"
    rb"|(?P<unfinished><[A-Za-z!?/].*)"
    rb"|(?P<text><)",
    re.DOTALL | re.VERBOSE,
)
_PLACE = re.compile(rb"<h[1-6][\s>]|[\s/](?:id|name)\s*=", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]\Z")
_NAME = re.compile(rb"<([A-Za-z][^\s/>]*+)")
_RAW_TEXT = frozenset({b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"})
_ATTRIBUTE = re.compile(
    rb"""[\s/]*+(?P<name>=?[^\s/>=]++)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<plain>[^\s>"'][^\s>]*+)))?"""
)
_TEXT_NODES = 64
"""So many nodes of a link are read for its text: tags that never close would make it quadratic."""
_TREE_BYTES = 16 * 1024
"""So much HTML is a tree at once: in memory a tag takes fifty times what it takes in a file, and each closing tag is
looked for among all `<img>` of its tree, which is quadratic."""


class Piece(NamedTuple):
    """A stretch of HTML in the file."""

    start: int
    end: int
    block: int
    """What the pieces of one HTML block have in common; a tag within a line is a block of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlLink:
    """One `<a href>` or `<img src>`."""

    at: int
    start: int
    end: int
    kind: LinkKind
    text: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A tag that a fragment may name: by its `id`, by the `name` of an `<a>`, or as a heading."""

    at: int
    names: frozenset[str]
    heading: str


def attribute(data: bytes, start: int, stop: int, name: bytes) -> tuple[int, int] | None:
    """Span of an attribute's value in the tag that begins at `start`, white space around it left out.

    >>> tag = b"<a title='href=x' HREF = ' b '>"
    >>> attribute(tag, 0, len(tag), b"href"), attribute(tag, 0, len(tag), b"src")
    ((27, 28), None)
    """
    opening = _NAME.match(data, start, stop)
    at = opening.end() if opening else stop
    while match := _ATTRIBUTE.match(data, at, stop):
        if match["name"].lower() == name and match.lastgroup != "name":
            return _stripped(data, *match.span(match.lastgroup or "name"))
        if match["name"].lower() == name:
            return None
        at = match.end()
    return None


def links(data: bytes, pieces: Sequence[Piece]) -> Iterator[HtmlLink]:
    """The links of all pieces, in order; the text of an inline `<a>` is not among them, so its `text` is empty.

    >>> text = b'<p><!-- <a href=x> --><a href="/b?c&amp;d" title=t>see <img src=e.png alt="an e"></a>'
    >>> [(text[link.start:link.end], link.text) for link in links(text, [Piece(0, len(text), 0)])]
    [(b'/b?c&amp;d', 'see an e'), (b'e.png', 'an e')]
    """
    page = _Page(data, pieces, _TAG)
    found = (_link(page, at, tag) for at, tag in page.tags(["a", "img"]))
    yield from (link for link in found if link)


def places(data: bytes, pieces: Sequence[Piece]) -> Iterator[Place]:
    """The tags that a fragment may name, in order.

    >>> text = b'<h1 id="a">One <img alt="no text"></h1><a name=b href=c></a>'
    >>> [(sorted(place.names), place.heading) for place in places(text, [Piece(0, len(text), 0)])]
    [(['a'], 'One'), (['b'], '')]
    """
    page = _Page(data, pieces, _PLACE)
    found = (_place(page.origin(at), tag) for at, tag in page.tags(True))
    yield from (place for place in found if place.names or place.heading)


class _Page:
    """All pieces in which something wanted may be, as one page, and the way back to the file."""

    def __init__(self, data: bytes, pieces: Sequence[Piece], wanted: re.Pattern[bytes]) -> None:
        self._at: list[int] = []
        self._origins: list[int] = []
        self._cuts = [0]
        """Offsets at which one tree ends and the next begins."""
        self.joined = b"".join(self._blocks(data, pieces, wanted))

    def _blocks(self, data: bytes, pieces: Sequence[Piece], wanted: re.Pattern[bytes]) -> Iterator[bytes]:
        size = 0
        for block in _blocks(pieces):
            raw = b"".join(data[piece.start : piece.end] for piece in block)
            if not wanted.search(raw):
                continue
            at = size
            for piece in block:
                self._at.append(at)
                self._origins.append(piece.start)
                at += piece.end - piece.start
            text, tags = _complete(raw)
            self._cuts += (size + tag for tag in tags if size + tag - self._cuts[-1] >= _TREE_BYTES)
            yield (text := text + b"</a>\n")
            size += len(text)

    def tags(self, names: list[str] | Literal[True]) -> Iterator[tuple[int, Tag]]:
        """The tags of these names, each with its offset in `joined`."""
        for begin, end in pairwise([*self._cuts, len(self.joined)]):
            # A byte is one character here, so that the soup's columns are bytes.
            text = self.joined[begin:end].decode("latin-1")
            lines = [begin, *(begin + match.end() for match in re.finditer("\n", text))]
            for tag in _tags(text, names):
                yield lines[(tag.sourceline or 1) - 1] + (tag.sourcepos or 0), tag

    def origin(self, offset: int) -> int:
        index = bisect_right(self._at, offset) - 1
        return self._origins[index] + offset - self._at[index]


def _blocks(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    for _, block in groupby(pieces, key=lambda piece: piece.block):
        yield list(block)


def _complete(page: bytes) -> tuple[bytes, Sequence[int]]:
    """The page with spaces for all that is no complete tag and no text, and where its tags begin, a few of them.

    Every byte keeps its place.
    """
    kept, tags, at = bytearray(), [0], 0
    while match := _TOKEN.search(page, at):
        kept += page[at : match.start()]
        kept += match[0] if match.lastgroup in ("open", "close") else _blank(match[0])
        at = match.end()
        if match.lastgroup == "open":
            if match.start() - tags[-1] >= _TREE_BYTES // 2:
                tags.append(match.start())
            end = _raw_text_end(page, match)
            kept += _blank(page[at:end])
            at = end
    return bytes(kept + page[at:]), tags


def _raw_text_end(page: bytes, match: re.Match[bytes]) -> int:
    name = _NAME.match(match[0])
    if name is None or name[1].lower() not in _RAW_TEXT:
        return match.end()
    closing = re.compile(rb"</" + name[1] + rb"\b", re.IGNORECASE).search(page, match.end())
    return closing.start() if closing else len(page)


def _blank(raw: bytes) -> bytes:
    return re.sub(rb"[^\n]", b" ", raw)


def _tags(text: str, names: list[str] | Literal[True]) -> Iterator[Tag]:
    if not text:
        return
    with warnings.catch_warnings():
        # It warns of text that looks like a file name or like XML; ours is what people wrote.
        warnings.simplefilter("ignore")
        soup = BeautifulSoup(text, "html.parser", parse_only=None if names is True else SoupStrainer(names))
    yield from soup.find_all(names)


def _link(page: _Page, at: int, tag: Tag) -> HtmlLink | None:
    name = b"href" if tag.name == "a" else b"src"
    span = attribute(page.joined, at, len(page.joined), name)
    if span is None:
        return None
    start, end = span
    return HtmlLink(
        at=page.origin(at),
        start=page.origin(start),
        end=page.origin(end - 1) + 1 if end > start else page.origin(start),
        kind=LinkKind.HTML_LINK if tag.name == "a" else LinkKind.HTML_IMAGE,
        text=_clean(_text(tag)),
        title=_clean(str(tag.get("title") or "")),
    )


def _place(at: int, tag: Tag) -> Place:
    names = {_clean(str(tag.get(key) or "")) for key in (("id", "name") if tag.name == "a" else ("id",))} - {""}
    heading = _clean(_text(tag, alt=False)) if _HEADING.match(tag.name) else ""
    return Place(at=at, names=frozenset(names), heading=heading)


def _text(tag: Tag, *, alt: bool = True) -> str:
    waiting: list[PageElement] = [tag]
    parts = []
    for _ in range(_TEXT_NODES):
        if not waiting:
            break
        node = waiting.pop()
        if isinstance(node, Tag):
            parts.append(str(node.get("alt") or "") if alt and node.name == "img" else "")
            waiting += reversed(node.contents[:_TEXT_NODES])
        else:
            parts.append(str(node))
    return "".join(parts)


def _clean(text: str) -> str:
    # Entities were decoded into any character; what was read byte by byte is UTF-8.
    raw = b"".join(
        character.encode("latin-1") if ord(character) < 256 else character.encode(errors="replace")
        for character in text
    )
    return " ".join(decode(raw).split())


def _stripped(data: bytes, start: int, end: int) -> tuple[int, int]:
    value = data[start:end]
    begin = start + len(value) - len(value.lstrip())
    return (begin, begin + len(value.strip())) if value.strip() else (start, start)
