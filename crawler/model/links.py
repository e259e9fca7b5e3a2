"""What stands in the lists: files, links, and the addresses that they point at."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LinkKind(StrEnum):
    """How a link is written."""

    INLINE = "inline"
    FULL = "full-reference"
    COLLAPSED = "collapsed-reference"
    SHORTCUT = "shortcut-reference"
    AUTOLINK = "autolink"
    BARE = "bare"
    IMAGE = "image"
    HTML_LINK = "html-link"
    HTML_IMAGE = "html-image"
    FRONT_MATTER = "front-matter"
    UNUSED_DEFINITION = "unused-definition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A person's word, in a comment of the list, that a link is to be left alone."""

    line: int
    """1-based line of the comment."""
    until: date | None = None
    """Last day on which it holds; None holds for good."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evergreen:
    """A person's word, in a comment of the list, that what a link leads to does not age."""

    line: int
    """1-based line of the comment."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One occurrence of a URL in a file."""

    path: str
    """The file, relative to the repository, with forward slashes."""
    line: int
    """1-based line on which the link begins."""
    column: int
    """1-based column, in characters, at which the link begins."""
    start: int
    """Byte offset of the first byte of the URL as it is written (for a reference: in its definition)."""
    end: int
    """Byte offset just past the last byte of the URL as it is written."""
    url: str
    """The URL decoded: entities and backslash escapes undone, `www.` completed to `http://www.`."""
    text: str
    title: str
    section: tuple[str, ...]
    """The headings above the link, outermost first."""
    kind: LinkKind
    ignore: Ignore | None = None
    evergreen: Evergreen | None = None
    added_at: datetime | None = None
    """When the first commit brought its URL into the file (UTC); None where git does not know, or was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a list that a person should look at, and that is never rewritten."""

    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one Markdown file holds."""

    path: str
    links: tuple[Link, ...]
    problems: tuple[Problem, ...] = ()


class Scheme(StrEnum):
    """What kind of address a target is."""

    WEB = "web"
    LOCAL = "local"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A canonical address that one or more links point at."""

    url: str
    """WHATWG href without its fragment; a path from the repository's root, with its anchor, for a local one."""
    scheme: Scheme
