"""What is handed to a maintainer: fixes to accept, links to know of, and remarks on single lines.

A scheduled run finds things in one job and hands them over in another, which holds the right to write and therefore
never talks to a stranger's host. Between the two stands one value, `Findings`, as a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from crawler.model.facts import Redirect
from crawler.model.judgements import Health


class Trust(StrEnum):
    """How far a fix may go without a person. What is in neither class is never proposed, only shown."""

    PROVEN = "proven"
    """Ticked by default: for good and the same page, and seen so in two runs a week apart; or a repository's rename."""
    CHOICE = "choice"
    """Listed without its tick: an archive's copy, another page of the same work, what was seen so only once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a URL stands in a file: the span of the URL as it is written, on one line."""

    path: str
    """The file, relative to the repository, with forward slashes."""
    line: int
    """1-based."""
    column: int
    """1-based, in characters (code points); a byte order mark is none."""
    end_column: int
    """Just past the last character."""
    byte_column: int
    """1-based, in bytes of the line as it is in the file, a byte order mark among them."""
    end_byte_column: int
    """Just past the last byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One look at a target, as evidence."""

    at: datetime
    status: int | None = None
    error: str | None = None
    hops: tuple[Redirect, ...] = ()
    final_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One fix as a maintainer sees it: one row, however many links spell the old address in however many ways."""

    id: str
    """Of its fixes, 64 hex digits: by it a refusal is remembered."""
    rule: str
    trust: Trust
    target: str
    replacements: tuple[tuple[str, str], ...]
    """Old and new URL, once for each way in which the lists spell the old one; never empty."""
    evidence: str
    """One sentence; may quote a stranger's text."""
    sightings: tuple[Sighting, ...] = ()
    """Oldest first, at most the last ten."""
    title_before: str | None = None
    title_after: str | None = None
    captured_at: date | None = None
    """When the archived copy was taken, where the new address is one."""
    places: tuple[Place, ...] = ()
    declined: bool = False
    """Whether a person had refused it when the run ended; whoever hears people later may hear that taken back."""

    @property
    def old(self) -> str:
        """The old URL as the first of its links spells it."""
        return self.replacements[0][0]

    @property
    def new(self) -> str:
        """The new URL for the first of its links."""
        return self.replacements[0][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A target that is not well, or not known to be: shown, and never changed."""

    url: str
    """As the first of its links spells it."""
    health: Health
    reason: str
    """One sentence; may quote a stranger's text."""
    since: datetime | None = None
    checks: int = 0
    """Runs in which it was asked."""
    failures: int = 0
    """How many of the last of them in a row found it as it stands now."""
    due_at: datetime | None = None
    """When it will be asked again."""
    places: tuple[Place, ...] = ()


class Severity(StrEnum):
    """How grave a diagnostic is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(StrEnum):
    """What a diagnostic is about."""

    DEAD = "dead"
    BROKEN = "broken"
    HIJACKED = "hijacked"
    FAILING = "failing"
    BLOCKED = "blocked"
    MOVED = "moved"
    BETTER_ADDRESS = "better-address"
    """It answers, and a better address of the same page is known: https, an abstract page in place of its PDF."""
    DUPLICATE = "duplicate"
    PLACEHOLDER = "placeholder"
    MISMATCH = "mismatch"
    NAMES = "names"
    LOOKALIKE = "lookalike"
    SYNTAX = "syntax"
    """What the parser has against the text itself, or a comment of ours in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """What is to be said of one place in a list."""

    rule: Rule
    severity: Severity
    place: Place
    url: str
    """As the link spells it; empty where no link is meant."""
    message: str
    """One sentence; may quote a stranger's text."""
    new_url: str | None = None
    """What could stand in the URL's place, where that is known."""
    text: str | None = None
    """The new URL as it is to be written at the place, escaped as the place asks; None where it cannot be."""

    @property
    def key(self) -> str:
        """What it is about, wherever the line moves: rule and URL."""
        return f"{self.rule} {self.url}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one run came to, for whoever delivers it."""

    run: int
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    runs: int
    """How many runs are remembered, this one included."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Targets by health."""
    lists: tuple[str, ...] = ()
    """Paths of the files that were read."""
    commit: str | None = None
    """The commit whose lists were read, where git knows it."""
    offers: tuple[Offer, ...] = ()
    """By trust, what only spells the same page better last in its class, then in the order of the lists."""
    concerns: tuple[Concern, ...] = ()
    """Worst first, then in the order of the lists."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """By place. For the lines that somebody adds (`check --diff`); of a whole list it is empty."""
    note: str = ""
    """A sentence that everything shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """That a fix was proposed: what a list of refusals tells of it, long after it is found no more."""

    id: str
    rule: str
    old: str
    new: str
    at: datetime
