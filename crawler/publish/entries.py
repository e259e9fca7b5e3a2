"""What an export tells of a resource: one flat value, every text of it one clean line. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from crawler import untrusted
from crawler.model import Health, Judged, Kind, Link, LinkKind, Metadata, Scheme
from crawler.publish.jsonl import written
from crawler.publish.pieces import in_order
from crawler.urls import host_of

TITLE_CHARS = 300
ABSTRACT_CHARS = 5000
AUTHORS = 100
"""Collaborations name thousands; a bibliography shows a few."""
_NAME_CHARS = 100
_NEVER = datetime.min.replace(tzinfo=UTC)
_DATE = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_IMAGES = frozenset({LinkKind.IMAGE, LinkKind.HTML_IMAGE, LinkKind.UNUSED_DEFINITION})
_IDENTIFIERS = {
    "doi": re.compile(r"10\.\d{4,9}/[\x21\x22\x24\x26-\x5b\x5d\x5f-\x7a]+", re.ASCII),
    "arxiv": re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.ASCII),
    "isbn": re.compile(r"[\dX-]{10,17}", re.ASCII),
}
"""The forms of those that other programs make addresses of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A resource, what its makers say of it, how it fares, and where it stands; unknown texts are empty."""

    url: str
    title: str
    """Its own, else the list's text, else its address."""
    health: Health
    reason: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    """`2017`, `2017-06` or `2017-06-12`."""
    modified: str = ""
    kind: Kind | None = None
    site: str = ""
    language: str = ""
    licence: str = ""
    feed: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    checked_at: datetime | None = None
    added_at: datetime | None = None
    links: tuple[Link, ...] = ()
    """In the order of the lists."""

    @property
    def date(self) -> tuple[int, ...]:
        """Year, month and day, as far as they are known."""
        return tuple(map(int, self.published.split("-"))) if self.published else ()

    @property
    def host(self) -> str:
        """The host of its address."""
        return host_of(self.url).removeprefix("www.")

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above the first place at which it stands, outermost first; an empty one is a dash."""
        return tuple(
            _text(heading, TITLE_CHARS) or "\N{EM DASH}" for link in self.links[:1] for heading in link.section
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which resources are wanted; nothing said is all of them."""

    kinds: tuple[Kind, ...] = ()
    healths: tuple[Health, ...] = ()

    def has(self, entry: Entry) -> bool:
        """Whether that one is among them."""
        right_kind = not self.kinds or entry.kind in self.kinds
        return right_kind and (not self.healths or entry.health in self.healths)


ALL = Wanted()


def entries(rows: Iterable[Judged], wanted: Wanted = ALL) -> tuple[Entry, ...]:
    """The resources among the targets, in the order of the lists: what is of the web, and more than a picture."""
    found = filter(wanted.has, map(entry_of, filter(_is_resource, rows)))
    return tuple(sorted(found, key=_first))


def _first(entry: Entry) -> tuple[str, int, int]:
    link = entry.links[0]
    return link.path, link.line, link.column


def entry_of(row: Judged) -> Entry:
    """What is known of one target."""
    said = row.metadata or Metadata(target=row.verdict.target, at=_NEVER)
    links = tuple(in_order(row.history.links))
    url = untrusted.one_line(untrusted.redacted(written(row)), 10_000)
    return Entry(
        url=url,
        title=_text(said.title, TITLE_CHARS) or _named(links) or url,
        health=row.verdict.health,
        reason=_text(row.verdict.reason, 500),
        abstract=_text(said.abstract, ABSTRACT_CHARS),
        authors=tuple(filter(None, (_text(name, _NAME_CHARS) for name in said.authors[:AUTHORS]))),
        published=day_of(said.published),
        modified=day_of(said.modified),
        kind=said.kind,
        site=_text(said.site, 100),
        language=_text(said.language, 35),
        licence=_text(said.licence, 200),
        feed=_text(said.feed, 2000),
        identifiers=dict(_identifiers(said.identifiers)),
        state={_text(name, 50): _text(value, 200) for name, value in said.state.items()},
        since=row.verdict.since,
        checked_at=row.verdict.checked_at,
        added_at=min((link.added_at for link in links if link.added_at), default=None),
        links=links,
    )


def day_of(text: str | None) -> str:
    """The date, as precise as it is known, where it is one.

    >>> day_of("2017-06-12"), day_of("2017"), day_of("2017-13"), day_of("in spring"), day_of(None)
    ('2017-06-12', '2017', '', '', '')
    """
    match = _DATE.fullmatch(text or "")
    if match is None:
        return ""
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return ""
    return match[0]


def _text(text: str | None, limit: int) -> str:
    return untrusted.one_line(text, limit) if text else ""


def _named(links: Iterable[Link]) -> str:
    return next(filter(None, (_text(link.text, TITLE_CHARS) for link in links)), "")


def _identifiers(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        form = _IDENTIFIERS.get(name)
        if form is None or form.fullmatch(value):
            yield _text(name, 50), _text(value, 200)


def _is_resource(row: Judged) -> bool:
    links = row.history.links
    return row.history.target.scheme is Scheme.WEB and any(link.kind not in _IMAGES for link in links)
