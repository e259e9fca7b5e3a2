"""What goes to the fetcher and what comes back: one hop of a chain. Frozen values, read and let go. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crawler.gather.page import Page
from crawler.model import ErrorKind, Redirect, Witness


class Purpose(StrEnum):
    """What a request is for."""

    PAGE = "page"
    ROBOTS = "robots"
    WITNESS = "witness"
    """Another page than the target, for its sake: asked like any page, robots.txt included."""
    ARCHIVE = "archive"
    """An archive's interface for programs, of which its robots.txt does not speak."""
    API = "api"
    """A host's interface for programs, asked for one target or for many."""
    READ = "read"
    """The page, for what it says of itself alone: that it is there is known already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie of one chain, sent back to the origin that set it and to no other."""

    origin: str
    """Scheme, host and port: stricter than RFC 6265, and a crawler misses nothing."""
    path: str
    name: str
    value: str
    secure: bool = False
    expired: bool = False
    """Max-Age=0: the host takes it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What the last good answer said of itself, for a conditional request (RFC 9110, 13.1)."""

    url: str
    """The address that gave them; they are sent to it alone."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What somebody else than the target is asked, for its sake."""

    witness: Witness
    asked: str
    """The address that is asked first, before any redirect."""
    rule: str = ""
    """The rule that proposed it, or the form of the question."""
    near: Mapping[str, datetime] = field(default_factory=dict)
    """Target -> the day near which a capture is wanted (UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How a host's interface is asked."""

    resolver: str
    """Name of the one who asks, and who can read the answer."""
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Often a secret: sent to the origin that is asked, over https, and to no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The part of a body that is wanted (RFC 9110, 14.1.2)."""

    start: int
    end: int
    """The first byte that is not wanted any more."""
    etag: str | None = None
    """A strong one: whoever has another version by now is to send it from its beginning (RFC 9110, 13.1.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What will be asked next, of which host, for which targets: one hop of a chain."""

    url: str
    """The address to ask now, canonical."""
    targets: tuple[str, ...]
    """Canonical URLs of the targets that the answer is for; the origin, for a robots.txt."""
    purpose: Purpose = Purpose.PAGE
    inquiry: Inquiry | None = None
    """What is asked, where it is not the target itself."""
    call: Call | None = None
    """How it is asked, where that is a host's interface."""
    validators: Validators | None = None
    part: Part | None = None
    """What of the body is wanted, where that is not as much of its beginning as its kind is worth."""
    crawl_delay: bool = False
    """Whether the host wants to be asked slowly (robots.txt): then nothing is asked of it but in its turn."""
    look: int = 1
    """1 for the first look at a target in this run, 2 for the second opinion at its end."""
    prompt: bool = False
    """Whether a second look need not wait for the end of the run: the first one was of somebody else."""
    attempt: int = 1
    """How often the target has been tried in this run, this time included, over both looks."""
    redirects: tuple[Redirect, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    """Cookies of this chain, and of no other."""
    spent_s: float = 0.0
    """Seconds that the earlier hops of this attempt took on the wire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one request told us: facts, no judgement. It is read and let go."""

    request: Request
    at: datetime
    """When the answer was complete (UTC)."""
    elapsed_s: float = 0.0
    """Seconds on the wire until the last byte that was read, all hops of this attempt."""
    requests: int = 1
    """How often the host was asked for it: a PDF is read in parts."""
    status: int | None = None
    """Status of the answer; None when no answer came, and then `error` names why."""
    headers: tuple[tuple[str, str], ...] = ()
    """Header fields in the order they came, names in lower case."""
    body: bytes = b""
    """The unpacked body, as far as it was read."""
    truncated: bool = False
    """True when there was more than was read."""
    page: Page | None = None
    """What the body says, where it is a page that could be read."""
    error: ErrorKind | None = None
    detail: str = ""
    """The lower library's own words for the error; a stranger's text."""
    host_answered: bool = True
    """Whether this host gave any answer at all in this run."""

    def header(self, name: str) -> str | None:
        """The first field called `name` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)
