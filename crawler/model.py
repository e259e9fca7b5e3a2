"""The nouns, in the order a link meets them.

Each is frozen, slotted and built by keyword. A stage takes some of them and returns new ones; nobody writes on a
value. Facts (`Observation`, `Metadata`) carry no judgement; judgements (`Verdict`, `Freshness`, `Fix`) are computed
from facts alone and can be thrown away at any time.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself, each value with where it came from. All of it is a stranger's text."""

    target: str
    at: datetime
    title: str | None = None
    abstract: str | None = None
    canonical: str | None = None
    """The address that the page gives as its own, absolute."""
    language: str | None = None
    """BCP 47."""
    site: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    """Field -> where it came from, e.g. `{"title": "og:title"}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of one target: what the judge gets."""

    target: Target
    links: tuple[Link, ...] = ()
    """In file order."""
    observations: tuple[Observation, ...] = ()
    """Oldest first."""
    metadata: tuple[Metadata, ...] = ()
    """Oldest first; at most one for each time that the page said something else."""

    @property
    def last(self) -> Observation | None:
        """The newest observation."""
        return self.observations[-1] if self.observations else None


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


class Safety(StrEnum):
    """Whether a fix may be applied without a person's eyes."""

    SAFE = "safe"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A proposal to replace one URL by another, wherever it stands."""

    rule: str
    old: str
    """The URL as the links have it, decoded, with its fragment."""
    new: str
    safety: Safety
    evidence: str
    target: str

    @property
    def id(self) -> str:
        """sha256 of rule, old and new: a refusal is remembered wherever the line moves.

        >>> Fix(rule="r", old="a", new="b", safety=Safety.SAFE, evidence="", target="a").id[:8]
        'f17f817c'
        """
        return hashlib.sha256(f"{self.rule}\0{self.old}\0{self.new}".encode()).hexdigest()


class Choice(StrEnum):
    """What a person may say to a proposed fix."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's word on a proposed fix, kept for good: a fact too."""

    fix: str
    """Id of the fix."""
    choice: Choice
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One target with everything that a report tells of it."""

    history: History
    verdict: Verdict
    fixes: tuple[Fix, ...] = ()

    @property
    def metadata(self) -> Metadata | None:
        """What the page last said of itself."""
        return self.history.metadata[-1] if self.history.metadata else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl, from its start to its end; interrupted ones go on under the same number."""

    id: int
    started_at: datetime
    finished_at: datetime | None = None
    complete: bool = False
    """True when everything that was due was asked."""


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
