"""What is made of the facts: it can be thrown away and computed again at any time."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from crawler.model.facts import History, Run
from crawler.model.links import Document, Problem
from crawler.model.metadata import PAGE, Metadata, merged
from crawler.urls import canonical


class Health(StrEnum):
    """What the judge says of a target."""

    ALIVE = "alive"
    MOVED = "moved"
    BROKEN = "broken"
    DEAD = "dead"
    FAILING = "failing"
    HIJACKED = "hijacked"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Health, since when, and one sentence of evidence."""

    target: str
    health: Health
    reason: str
    """One sentence; may quote a stranger's text."""
    since: datetime | None = None
    """When the present state began, as far as the observations reach back."""
    checked_at: datetime | None = None
    """When the target was last asked about."""
    moved_to: str | None = None
    """The new address, when the health is `moved`."""


class State(StrEnum):
    """How fresh a resource is, as far as anybody says; in the order of gravity."""

    FRESH = "fresh"
    AGEING = "ageing"
    UNVERIFIED = "unverified"
    """Nobody has seen it well of late."""
    STALE = "stale"
    """Nothing new for long, where something new is to be expected; or a part of it is gone."""
    SUPERSEDED = "superseded"
    """A newer one stands in its place."""
    ARCHIVED = "archived"
    """Its own makers have closed it, or taken it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How fresh a resource is, since when, who says so, and why. Where nothing is known to age there is none."""

    state: State
    reason: str
    """One sentence; may quote a stranger's text."""
    source: str
    """Who says so, e.g. `GitHub's API`."""
    since: date | None = None
    """The day of the last sign of life, or the day since when it is so; None where nobody names one."""
    newer: str | None = None
    """The address that stands in its place, where one is known."""
    evergreen: bool = False
    """Whether a person has said that it does not age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a link, as a person would tell it."""

    at: datetime
    until: datetime
    """When it was last so; `at` where it was so once."""
    words: str
    """A sentence without its full stop; may quote a stranger's text."""
    times: int = 1
    health: Health | None = None
    """How the link stood after it; None where nothing was judged."""


class Suspicion(StrEnum):
    """Why a link is suspicious as it stands in a list, whether or not its address answers."""

    PLACEHOLDER = "placeholder"
    """It stands where the right address was to be put in."""
    MISMATCH = "mismatch"
    """Its text names another place than its address."""
    NAMES = "names"
    """Its address stands again under a name that does not agree."""
    DUPLICATE = "duplicate"
    """Its address, or the page behind it, stands again."""
    LOOKALIKE = "lookalike"
    """Its host is written in letters that look like others."""


class Safety(StrEnum):
    """Whether a fix may be applied without a person's eyes."""

    SAFE = "safe"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A proposal to replace one URL by another, wherever it stands; or, by the rule `link-text`, the text of links."""

    rule: str
    old: str
    """The URL as the links have it, decoded, with its fragment; by the rule `link-text` their text."""
    new: str
    safety: Safety
    evidence: str
    target: str

    @property
    def id(self) -> str:
        """sha256 of rule, old and new address: a refusal is remembered wherever the line moves, however it is spelled.

        Addresses count in their canonical form, without fragments.

        >>> from dataclasses import replace
        >>> fix = Fix(rule="r", old="HTTP://a.test#x", new="http://b.test/", safety=Safety.SAFE, evidence="", target="")
        >>> fix.id == replace(fix, old="http://a.test/").id, fix.id == replace(fix, new="http://c.test/").id
        (True, False)
        """
        old, new = (canonical(url) or url for url in (self.old, self.new))
        return hashlib.sha256(f"{self.rule}\0{old}\0{new}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One target with everything that a report tells of it."""

    history: History
    verdict: Verdict
    fixes: tuple[Fix, ...] = ()
    declined: tuple[Fix, ...] = ()
    """Those that a person has refused: nobody is shown them, but who hears that person may hear it taken back."""
    freshness: Freshness | None = None
    """None where nothing is known by which it could age."""

    @property
    def metadata(self) -> Metadata | None:
        """What the resource is, by all who tell of it."""
        return known(self.history.metadata, self.verdict.health, self.verdict.since)


def known(said: Iterable[Metadata], health: str | None, since: datetime | None) -> Metadata | None:
    """What the resource is; a page that took its place, or stands where it went, does not tell of it.

    >>> at = datetime(2026, 11, 28)
    >>> page = Metadata(target="", at=at, title="Trending Papers")
    >>> known([page], Health.BROKEN, at), known([page], Health.ALIVE, at).title
    (None, 'Trending Papers')
    """
    if since is None or health not in (Health.BROKEN, Health.DEAD, Health.HIJACKED):
        return merged(said)
    return merged(each for each in said if each.via != PAGE or each.at < since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the reports are made of: the same facts give the same bytes."""

    run: Run
    judged: Sequence[Judged]
    """By target URL."""
    before: Mapping[str, Verdict]
    """The verdicts as they stood before this run, by target; empty for the first run."""
    problems: Sequence[Problem] = ()
    documents: Sequence[Document] = ()
    note: str = ""
    """A sentence that every page of the report shows, e.g. that a replica was asked."""
    flags: str = ""
    """What a command must be given to find this database again, e.g. ` --db other.db`; empty by default."""
