"""The links that a reader can follow, each with its address taken apart once for all checks. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from crawler.judge.suspects import addresses
from crawler.judge.suspects.words import meaning
from crawler.model import Document, Link, LinkKind

_IMAGES = frozenset({LinkKind.IMAGE, LinkKind.HTML_IMAGE})
_NOT_FOLLOWED = _IMAGES | {LinkKind.FRONT_MATTER, LinkKind.UNUSED_DEFINITION}
"""What is looked at and not clicked on, what has no text of its own, and what never reaches a reader."""
_INDENT_CHARS = 20
"""Five levels deep, an item begins here; a name that is linked further on, or where a line begins, is of a sentence."""
_PORT = re.compile(r":\d+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A link as the checks see it."""

    link: Link
    host: str = ""
    """Of a web address, in ASCII, without `www.` and port; empty for every other link."""
    path: str = ""
    search: str = ""
    key: str = ""
    """What all spellings of one place share; empty where the link is no web address."""
    badge: bool = False
    """Whether it is an image to click on."""
    entry: bool = False
    """Whether it is what its line is about, and not something that a description mentions."""

    @property
    def segments(self) -> list[str]:
        """The parts of its path."""
        return addresses.segments(self.path)

    @property
    def repository(self) -> str:
        """Owner and name of the repository on GitHub that it leads into; empty for all else."""
        return addresses.repository(self.host, self.path)


def followed(document: Document) -> Iterator[Seen]:
    """The links of a list that a reader can follow.

    >>> link = Link(path="a.md", line=1, column=3, start=9, end=10, url="http://WWW.a.example/b/#c", text="B", title="",
    ...             section=(), kind=LinkKind.INLINE)
    >>> [(seen.host, seen.key, seen.entry) for seen in followed(Document(path="a.md", links=(link,)))]
    [('a.example', 'a.example/b#c', True)]
    >>> list(followed(Document(path="a.md", links=())))
    []
    """
    badges = set(_badges(document))
    links = [link for link in document.links if link.kind not in _NOT_FOLLOWED]
    first: dict[int, int] = {}
    for link in links:
        if link not in badges:
            first[link.line] = min(link.column, first.get(link.line, link.column))
    for link in links:
        badge = link in badges
        yield _seen(link, badge=badge, entry=not badge and _is_entry(link, first[link.line]))


def _is_entry(link: Link, first_column: int) -> bool:
    """What begins an item is its entry; so is, in `Foo [[paper](...)] [[blog](...)]`, what is called by its kind."""
    begins = link.column == first_column and 1 < link.column <= _INDENT_CHARS
    return begins or ("://" not in link.text and not meaning(link.text))


def _badges(document: Document) -> Iterator[Link]:
    """Links that hold nothing but an image: their text is its own."""
    for link, inner in pairwise(document.links):
        if link.kind in _NOT_FOLLOWED or inner.kind not in _IMAGES or link.text != inner.text:
            continue
        if link.kind is LinkKind.HTML_LINK or (inner.line, inner.column) == (link.line, link.column + 1):
            yield link


def _seen(link: Link, *, badge: bool, entry: bool) -> Seen:
    parts = addresses.taken_apart(link.url)
    if parts is None:
        return Seen(link=link, badge=badge, entry=entry)
    host, path, search, _ = parts
    return Seen(
        link=link,
        host=_PORT.sub("", host),
        path=path,
        search=search,
        key=addresses.key(*parts),
        badge=badge,
        entry=entry,
    )
