"""What a search finds."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One resource in which the words were found; its texts are a stranger's."""

    BEGIN: ClassVar[str] = "\x02"
    """Stands before a word that was looked for, in `title` and `abstract`; no kept text holds it."""
    END: ClassVar[str] = "\x03"
    title: str
    url: str
    text: str
    """What the lists call it."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    kind: str | None = None
    health: str = "unknown"
    path: str = ""
    """The first place at which it stands."""
    line: int = 0
    heading: str = ""
    abstract: str = ""
    """The part of it in which the words are, or its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The best hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]
