"""What a resource is: its title, who made it and when, and in what state its host says that it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

PAGE = "web"
"""`via` of what the page says itself."""
ARCHIVE = "wayback"
"""`via` of what an archived copy of it said."""


VOICES: Mapping[str, str] = {
    "aclanthology": "the ACL Anthology",
    "archiveorg": "archive.org's API",
    "arxiv": "arXiv's API",
    "crossref": "Crossref",
    "datacite": "DataCite",
    "github": "GitHub's API",
    "github-rest": "GitHub's REST API",
    "gitlab": "GitLab's API",
    "huggingface": "Hugging Face's API",
    "huggingface-card": "the README at Hugging Face",
    "oembed": "its oEmbed provider",
    "oembed-x": "X's oEmbed",
    "openalex": "OpenAlex",
    "openreview": "OpenReview's API",
    "openreview-v1": "OpenReview's older API",
    "paperswithcode": "the archive of Papers with Code",
    "semanticscholar": "Semantic Scholar",
    "stackexchange": "Stack Exchange's API",
    "stackexchange-question": "Stack Exchange's API, asked for questions",
    "wikipedia": "Wikipedia's API",
    "youtube": "YouTube's Data API",
    "youtube-items": "YouTube's Data API",
    "youtube-oembed": "YouTube's oEmbed",
    "youtube-thumbnail": "YouTube's thumbnail server",
    "zenodo": "Zenodo's API",
}
"""`via` of an interface -> what people call it."""


class Kind(StrEnum):
    """What kind of thing a link leads to."""

    ARTICLE = "article"
    """A text with an author and a day: a post, a news item, a tutorial."""
    BOOK = "book"
    CHANNEL = "channel"
    COURSE = "course"
    DATASET = "dataset"
    DOCUMENT = "document"
    """A file to be read, such as a PDF, that is not known to be a paper."""
    DOCUMENTATION = "documentation"
    ENTRY = "entry"
    """Of an encyclopaedia or a dictionary."""
    FILE = "file"
    """Of a repository."""
    ISSUE = "issue"
    """A report, a request or a discussion beside a repository."""
    ITEM = "item"
    """Of an archive or a collection, where it is not known to be anything else."""
    MODEL = "model"
    PACKAGE = "package"
    PAGE = "page"
    """Not known to be anything else."""
    PAPER = "paper"
    PLAYLIST = "playlist"
    POST = "post"
    """A short message on a social network."""
    PROFILE = "profile"
    """Of a person or an organisation."""
    QUESTION = "question"
    """With its answers."""
    REPOSITORY = "repository"
    SPACE = "space"
    """A demo that runs where it is hosted."""
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What somebody says of a resource, each value with where it came from. All of it is a stranger's text."""

    target: str
    at: datetime
    via: str = PAGE
    """Who says it: the page itself, a resolver by its name, or an archive."""
    title: str | None = None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    """Given name first, in the order in which they are named."""
    published: str | None = None
    """As precise as it is known: `2017`, `2017-06` or `2017-06-12` (ISO 8601)."""
    modified: str | None = None
    """In the same form."""
    kind: Kind | None = None
    site: str | None = None
    language: str | None = None
    """BCP 47."""
    canonical: str | None = None
    """The address that the page gives as its own, absolute."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    """`doi`, `arxiv`, `isbn`, ... -> the identifier in its own plain form, without a scheme or a host."""
    licence: str | None = None
    """An SPDX name, or the address of the licence."""
    image: str | None = None
    """Absolute; never fetched."""
    feed: str | None = None
    """Address of the feed in which the resource, or its site, tells of what is new; absolute."""
    state: Mapping[str, str] = field(default_factory=dict)
    """In what state its host says that it is. Dates are in the form of `published`, what is merely so is `true`:

    - `archived`, `disabled`, `fork`, `pushed`, `released`, `default_branch`, `topics` (with commas): of a repository.
    - `version`, `newest_version`, `withdrawn`, `retracted`, `published_as` (a DOI): of a paper.
    - `stage` (RUNNING, PAUSED, ...): of a space. `restricted` (gated, private, embedding): who may see it.
    - `items`, `items_missing` (numbers), `newest_post`: of a playlist, a channel, a feed.
    """
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field -> where it came from, e.g. `{"title": "og:title"}`."""


def merged(said: Iterable[Metadata]) -> Metadata | None:
    """All that is known of a resource, in one: an interface before the page, and an archive last; of each the newest.

    oEmbed, which is made for showing a thing elsewhere, goes after the page that it is at home on.
    Of two interfaces the one that was heard on a later day goes first, and on one day the one that was asked first.

    A field is taken whole from the first who knows it, with its source. The place of the source names the one who said
    it where that is not the page. None where nobody said anything.

    >>> at = datetime(2026, 11, 28)
    >>> page = Metadata(target="", at=at, title="A page", site="B", sources={"title": "h1"})
    >>> found = merged([Metadata(target="", at=at, via="arxiv", title="A paper"), page])
    >>> found.title, found.site, found.via
    ('A paper', 'B', 'arxiv')
    """
    newest = {each.via: each for each in said}
    ordered = sorted(newest.values(), key=lambda each: (_rank(each), -each.at.toordinal()))
    if not ordered:
        return None
    found: dict[str, object] = {}
    sources: dict[str, str] = {}
    for each in ordered:
        for name in _FIELDS:
            value = getattr(each, name)
            if value and name not in found:
                found[name] = value
                sources[name] = _source(each, name)
    states: dict[str, str] = {}
    for each in reversed(ordered):
        states.update(each.state)
    return replace(ordered[0], **found, state=states, sources=sources)  # type: ignore[arg-type]  # by name


def _rank(said: Metadata) -> int:
    return {PAGE: 1, "oembed": 2, "youtube-oembed": 2, ARCHIVE: 3}.get(said.via, 0)


def _source(said: Metadata, name: str) -> str:
    place = said.sources.get(name, "")
    return place if said.via == PAGE else f"{said.via}: {place}" if place else said.via


_FIELDS = tuple(f.name for f in fields(Metadata) if f.name not in {"target", "at", "via", "state", "sources"})
