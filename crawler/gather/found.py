"""What a walk over a file found, before it is put together. Pure."""

from dataclasses import dataclass, field
from typing import NamedTuple

from crawler.gather import bare, rawhtml
from crawler.model import LinkKind

MOST_LINKS = 1_000_000
"""More links than this are in no list that people keep: reading them all is memory without end."""


class Found(NamedTuple):
    """A link as the walk found it."""

    at: int
    """Offset at which the link begins."""
    start: int
    end: int
    kind: LinkKind
    text: str
    title: str


@dataclass(slots=True)
class Walk:
    """What one walk found, in document order."""

    links: list[Found] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Keys of the definitions that a link used."""
    runs: list[bare.Run] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    html: list[rawhtml.Piece] = field(default_factory=list)
    html_texts: dict[int, str] = field(default_factory=dict)
    """Text of the `<a>` that begins at an offset within a line."""
    comments: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of HTML, for those who look for comments."""
    sections: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    """Where a section begins, and its path."""
    no_math: list[int] = field(default_factory=list)
    """Offsets of `$` that open no math by GitHub's rules although the parser thought so."""
