"""HTML -> what a page says of itself. Pure, and total: any bytes in, a `Page` out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.gather import charset, missing, parked, shells, walls
from crawler.gather.abstracts import ABSTRACT_CHARS
from crawler.gather.addresses import base_of
from crawler.gather.markup import Markup, lexbor, soup
from crawler.gather.refresh import Refresh, refresh
from crawler.gather.said import said
from crawler.gather.titles import clean
from crawler.model import Kind
from crawler.simhash import fingerprint

MOST_HARMLESS_BYTES = 16 * 1024
MOST_HARMLESS_TAGS = 512
MOST_HARMLESS_WORK = 2 * 1024 * 1024
"""Tags times bytes. All that makes a parser slow grows with that product at most: how deep elements are nested, how
often open formatting is repeated with all its attributes, how many attributes are compared. The worst of 40 kinds of
hostile page that fits in here took 25 ms; without this bound 64 KiB of `<p><font a=1>` take 15 s."""

_COULD_BE_NAMED = re.compile(r"<(?:title|h1|meta)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one HTML page says of itself: facts, no judgement. All of it is a stranger's text."""

    title: str | None = None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    """Given name first."""
    published: str | None = None
    """As precise as it is known: `2017`, `2017-06` or `2017-06-12`."""
    modified: str | None = None
    kind: Kind | None = None
    site: str | None = None
    language: str | None = None
    """BCP 47."""
    canonical: str | None = None
    """Absolute, http or https."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    licence: str | None = None
    image: str | None = None
    """Absolute, as canonical."""
    feed: str | None = None
    """Absolute, as canonical."""
    state: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field -> where it came from."""
    refresh: Refresh | None = None
    """Where the page sends its reader within ten seconds."""
    h1: str | None = None
    title_element: str | None = None
    """What `<title>` says, white space collapsed; `title` is the best of all that name the page."""
    blank: bool = False
    """Whether there is nothing at all to read."""
    text_fingerprint: str | None = None
    """Simhash of what a reader sees, 16 hex digits; None where that is too little to be the page's own."""
    marks: tuple[str, ...] = ()
    """Marks of walls, of empty shells, of what is gone and of what was sold."""
    encoding: str = "utf-8"
    """What the bytes were read as."""


def read(body: bytes, content_type: str | None, url: str) -> Page:
    """What a page says of itself; `url` is where it was found, and what its relative addresses start from.

    >>> page = read(b"<title> A &amp; B </title><meta name=description content='Of  both.'>", None, "https://a.example/")
    >>> page.title, page.abstract, dict(page.sources)
    ('A & B', 'Of both.', {'title': 'title', 'abstract': 'description'})
    >>> read(b"<meta http-equiv=refresh content='0; url=/b'>", "text/html", "https://a.example/").refresh.url
    'https://a.example/b'
    """
    text, encoding = charset.decode(body, content_type)
    markup = lexbor(text)
    if markup.nameless and _COULD_BE_NAMED.search(text):
        markup = soup(text)
    values, sources = said(markup, url)
    title = clean(markup.title, ABSTRACT_CHARS)
    return Page(
        **values,
        sources=sources,
        refresh=refresh(markup.refresh, base_of(markup, url), url) if markup.refresh else None,
        h1=clean(markup.h1s[0], ABSTRACT_CHARS) or None if markup.h1s else None,
        title_element=title or None,
        blank=not markup.text.strip(),
        text_fingerprint=fingerprint(markup.text) if shells.has_text(markup, body) else None,
        marks=_marks(markup, title, url, body),
        encoding=encoding,
    )


def _marks(markup: Markup, title: str, url: str, body: bytes) -> tuple[str, ...]:
    """Whatever speaks against taking the page for the one that was asked for, each once."""
    found = (
        *walls.marks(walls.Answer(title=title, body=body, blank=not markup.text.strip())),
        *missing.marks(markup, url, body),
        *parked.marks(markup, url, body),
        *shells.marks(markup, url),
    )
    return tuple(dict.fromkeys(found))


def harmless(body: bytes) -> bool:
    """Whether a page may be read right here: the worst page of this size and this number of tags takes no 0.1 s.

    >>> harmless(b"<title>A page</title><p>" * 20), harmless(b"<div>" * 1000), harmless(b"<p " + b"a " * 10_000)
    (True, False, False)
    """
    tags = body.count(b"<")
    return len(body) <= MOST_HARMLESS_BYTES and tags <= MOST_HARMLESS_TAGS and tags * len(body) <= MOST_HARMLESS_WORK
