"""What was heard, and what people decided: facts without judgement, kept for good."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crawler.model.links import Link, Target
from crawler.model.metadata import PAGE, Metadata


class ErrorKind(StrEnum):
    """Why no usable answer came."""

    NO_SUCH_HOST = "no-such-host"
    DNS_FAILED = "dns-failed"
    REFUSED = "refused"
    RESET = "reset"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect-timeout"
    TIMEOUT = "timeout"
    TLS = "tls"
    PROTOCOL = "protocol"
    REDIRECT_LOOP = "redirect-loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    BAD_REDIRECT = "bad-redirect"
    FORBIDDEN_ADDRESS = "forbidden-address"
    INVALID_URL = "invalid-url"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots-unreachable"
    HOST_DOWN = "host-down"
    FORBIDDEN_PORT = "forbidden-port"
    NO_SUCH_FILE = "no-such-file"
    NO_SUCH_ANCHOR = "no-such-anchor"
    OUTSIDE_REPOSITORY = "outside-repository"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """One hop: the status that was answered, and the address it leads to."""

    status: int
    """301, 302, 303, 307, 308; 200 for a page's meta refresh."""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one reply told us about one target, kept for good: facts, no judgement."""

    target: str
    run: int
    look: int
    """1 for the first look of a run, 2 for the second opinion at its end."""
    at: datetime
    """UTC."""
    via: str
    """Which resolver read the reply: `web`, `local`, ..."""
    status: int | None = None
    error: ErrorKind | None = None
    detail: str = ""
    final_url: str | None = None
    """Where the chain of redirects ended; None when no answer came."""
    redirects: tuple[Redirect, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    """The few header fields that later judgements need, names in lower case."""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_bytes: int = 0
    elapsed_s: float = 0.0
    attempts: int = 1
    marks: tuple[str, ...] = ()
    """Marks of walls and of empty pages that the reader found, e.g. `wall:cloudflare`."""
    fingerprint: str | None = None
    """Simhash of the page's text, 16 hex digits; None where there was no text."""
    host_answered: bool = True
    """Whether the target's host gave any answer at all in this run."""

    @property
    def good(self) -> bool:
        """A 2xx (or a 304 to our validators) without an error or a mark against it; or a local file that is there."""
        answered = self.status is not None and (200 <= self.status < 300 or self.status == 304)
        return self.error is None and not self.marks and (answered or self.via == "local")


class Witness(StrEnum):
    """Who else was asked about a target."""

    PROBE = "probe"
    """An invented address beside it, on the same host: what is answered for what cannot exist."""
    CANDIDATE = "candidate"
    """An address that a rule would put in its place."""
    CAPTURE = "capture"
    """A web archive's copy of it."""
    FEED = "feed"
    """The feed that its page names: its newest entry."""
    SIBLING = "sibling"
    """An address beside it that would be a newer edition of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """What another address than the target's own says about it, kept for good: facts, no judgement."""

    target: str
    run: int
    witness: Witness
    asked: str
    """The address that was asked."""
    at: datetime
    """UTC."""
    status: int | None = None
    """Status of the answer; for a capture the status that was archived, or 404 where the archive has none."""
    error: ErrorKind | None = None
    final_url: str | None = None
    """Where the chain of redirects ended; for a capture its own address, fit to be linked."""
    title: str | None = None
    """Of the page; a stranger's text."""
    fingerprint: str | None = None
    """Simhash of the page's text, as in an observation."""
    body_bytes: int = 0
    marks: tuple[str, ...] = ()
    """As in an observation; `excluded` where an archive may not show what it has."""
    rule: str = ""
    """The rule that proposed a candidate."""
    near: datetime | None = None
    """The day near which a capture was asked for."""
    taken_at: datetime | None = None
    """When a capture was taken, or the newest entry of a feed was written; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of one target: what the judge gets."""

    target: Target
    links: tuple[Link, ...] = ()
    """In file order."""
    observations: tuple[Observation, ...] = ()
    """Oldest first."""
    metadata: tuple[Metadata, ...] = ()
    """Oldest first; at most one for each time that one of those who tell of it said something else."""
    testimonies: tuple[Testimony, ...] = ()
    """What others say of it, oldest first."""

    @property
    def said(self) -> tuple[Metadata, ...]:
        """What the page itself said, oldest first: what a host's interface says is in other words."""
        return tuple(each for each in self.metadata if each.via == PAGE)

    @property
    def last(self) -> Observation | None:
        """The newest observation."""
        return self.observations[-1] if self.observations else None


class Choice(StrEnum):
    """What a person may say to a proposed fix."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    RECONSIDERED = "reconsidered"
    """A refusal is taken back: what holds is what held before anybody decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's word on a proposed fix, kept for good: a fact too."""

    fix: str
    """Id of the fix."""
    choice: Choice
    reason: str
    at: datetime
    by: str = ""
    """Who said it, by the name that the forge has for them; empty where nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl, from its start to its end; interrupted ones go on under the same number."""

    id: int
    started_at: datetime
    finished_at: datetime | None = None
    complete: bool = False
    """True when everything that was due was asked, or as much of it as the budget allowed."""
    notes: tuple[str, ...] = ()
    """What was different about it and may matter later: ways round the guard, as settings have them, and remarks."""

    @property
    def asked_with(self) -> tuple[str, ...]:
        """The notes that are settings, `--allow-port 81` or `https_proxy http://a.example`."""
        return tuple(note for note in self.notes if note.startswith("--") or note.partition(" ")[0].endswith("_proxy"))

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes that are sentences for a person."""
        return tuple(note for note in self.notes if note not in self.asked_with)
