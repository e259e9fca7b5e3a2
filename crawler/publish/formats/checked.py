"""What a format is made of, and what all of them share: an order of gravity, sentences, fingerprints. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler import untrusted
from crawler.model import Diagnostic, Place, Severity
from crawler.publish.jsonl import LINE_ENDS
from crawler.publish.pieces import middle

_MESSAGE_CHARS = 500
_SENTENCE_CHARS = 1_000
_PATH_CHARS = 1_000
_GRAVITY = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A URL as it stands in a list, well or not."""

    place: Place
    url: str
    """As the link spells it."""
    elapsed_s: float = 0.0
    """Seconds that the last look at it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check."""

    diagnostics: tuple[Diagnostic, ...]
    """By place."""
    occurrences: tuple[Occurrence, ...] = ()
    """Each URL that was looked at, well or not, by place; none where nobody asked."""
    fail_on: frozenset[str] = frozenset()
    """Rules that make a build fail."""
    complete: bool = True
    """Whether all was asked that was to be."""


def gravest_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The gravest first, and else in the order that they came in."""
    return sorted(diagnostics, key=lambda said: _GRAVITY.index(said.severity))


def sentence(said: Diagnostic) -> str:
    """The whole of a diagnostic in one line of plain text: what it is about, what is said, and what could be written.

    >>> from crawler.model import Rule
    >>> place = Place(path="a.md", line=3, column=5, end_column=9, byte_column=5, end_byte_column=9)
    >>> sentence(Diagnostic(rule=Rule.MOVED, severity=Severity.WARNING, place=place, url="http://a.example/",
    ...                     message="this link has moved", new_url="https://a.example/"))
    'http://a.example/: this link has moved; write https://a.example/'
    """
    url = f"{address(said.url)}: " if said.url else ""
    new = f"; write {address(said.new_url)}" if said.new_url else ""
    return untrusted.terminal(f"{url}{message(said)}{new}", _SENTENCE_CHARS)


def message(said: Diagnostic) -> str:
    """What is said, without what it is about."""
    return untrusted.terminal(said.message, _MESSAGE_CHARS) or said.rule.value


def address(url: str) -> str:
    """An address, to be looked at and not to be followed."""
    return untrusted.terminal(middle(untrusted.redacted(url), 160), 400)


def path(place: Place) -> str:
    """The file of a place; bytes that are no UTF-8 are shown as U+FFFD, since JSON and XML hold text."""
    return untrusted.plain(place.path, _PATH_CHARS)


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str, int]]:
    """Each diagnostic with what it is about, 16 hex digits, and which of that kind it is, from 1.

    What it is about is its rule, its file and its URL: a line that moves stays the same finding. The same URL that
    stands twice in a file is two.
    """
    seen: dict[str, int] = {}
    for said in diagnostics:
        about = f"{said.rule}\0{said.place.path}\0{said.url or said.message}"
        digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[digest] = seen.get(digest, 0) + 1
        yield said, digest, seen[digest]


def dumped(value: object, *, indent: int | None = None) -> str:
    """The value as JSON, on one line where `indent` is none, with nothing in it that a runner would obey in a log."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return untrusted.no_command(text.translate(LINE_ENDS))
