"""Which walls an answer shows: `wall_rows`, read so that a page that is no wall costs next to nothing. Pure.

Each row hangs on one hook, the rarest thing that it asks for: a header field, a host, an address, an empty page, a
title, a status. What hangs on a hook is read when the answer has that thing, and then all that the row asks for is.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from crawler import urls
from crawler.gather.wall_rows import ROWS, Row
from crawler.model import ErrorKind

Key = TypeVar("Key", bound=Hashable)

BODY_BYTES = 64 * 1024
"""So much of a body is looked at; the longest wall on record has 19 KB, so a longer page is none by its body alone."""
_URL_CHARS = 2048
"""So much of an address is looked at: on an attacker's a pattern may take the square of its length."""
_LABELS = 8
"""So many domains that a host lies in are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is looked at: one answer, as far as it is known."""

    status: int | None = None
    error: ErrorKind | None = None
    headers: Sequence[tuple[str, str]] = ()
    """Names in lower case."""
    title: str = ""
    """The `<title>`, white space collapsed."""
    body: bytes = b""
    blank: bool = False
    """Whether a reader sees nothing: no word in the page, or no body."""
    url: str = ""
    """The address that answered."""
    target: str = ""
    """The address that was asked for."""
    page_read: bool = False
    """Whether the page has been looked at by itself: then it is known what its body alone says."""


def marks(answer: Answer) -> tuple[str, ...]:
    """The marks of all walls and shells that an answer shows, each once.

    >>> marks(Answer(status=403, headers=[("cf-mitigated", "challenge")]))
    ('wall:cloudflare',)
    >>> marks(Answer(status=200, title="Just a moment... | A blog", body=b"<p>What <code>_CF$cv$params</code> is</p>"))
    ()
    >>> marks(Answer(status=200, url="https://a.example/login?next=%2Fp", target="https://a.example/p"))
    ('wall:login',)
    """
    return tuple(dict.fromkeys(sign.mark for sign in _BOOK.hanging(answer) if sign.holds(answer)))


class _Sign:
    """A row, made ready to be read."""

    __slots__ = ("_address", "_asked", "_body", "_headers", "_row", "_title", "mark")

    def __init__(self, row: Row) -> None:
        self.mark = row.mark
        self._row = row
        self._title = _pattern(row.title)
        self._address = _pattern(row.address)
        self._asked = _pattern(row.asked)
        self._headers = tuple((name, _pattern(value)) for name, value in map(_field, row.headers))
        self._body = tuple(text.encode() for text in row.body)

    def holds(self, answer: Answer) -> bool:
        """Whether all that the row asks for is there; what costs least is asked first."""
        row = self._row
        return (
            (not row.statuses or answer.status in row.statuses)
            and (not row.errors or answer.error in row.errors)
            and (not row.blank or answer.blank)
            and (not row.hosts or any(host in row.hosts for host in _hosts(answer.url)))
            and (not row.title or self._title.match(answer.title) is not None)
            and (not row.asked or self._asked.match(answer.target) is not None)
            and (not row.address or self._is_led_to(answer))
            and all(_has(answer.headers, name, value) for name, value in self._headers)
            and (not row.without or all(name != row.without for name, _ in answer.headers))
            and (not row.body or _stands_in(answer.body, self._body))
        )

    def _is_led_to(self, answer: Answer) -> bool:
        """Whether redirects led there from somewhere else: a list may well name a page to sign in on."""
        there = self._address.match(answer.url[:_URL_CHARS])
        return there is not None and self._address.match(answer.target[:_URL_CHARS]) is None


class _Book:
    """All rows, each on its hook."""

    def __init__(self, rows: Iterable[Row]) -> None:
        hung: dict[str, list[Row]] = {}
        for row in rows:
            hung.setdefault(_hook(row), []).append(row)
        self._by_header = _by_key(hung.get("headers", ()), lambda row: (_field(row.headers[0])[0],))
        self._by_host = _by_key(hung.get("hosts", ()), lambda row: row.hosts)
        self._by_status = _by_key(hung.get("statuses", ()), lambda row: row.statuses)
        self._addresses, self._any_address = _signs(hung.get("address", ())), _any(hung.get("address", ()), "address")
        self._titles, self._any_title = _signs(hung.get("title", ())), _any(hung.get("title", ()), "title")
        self._blanks, self._bodies = _signs(hung.get("blank", ())), _signs(hung.get("body", ()))

    def hanging(self, answer: Answer) -> Iterator[_Sign]:
        """The signs on the hooks that this answer has."""
        for name, _ in answer.headers:
            if name in self._by_header:
                yield from self._by_header[name]
        if answer.url:
            for host in _hosts(answer.url):
                yield from self._by_host.get(host, ())
            if answer.url != answer.target and self._any_address.match(answer.url[:_URL_CHARS]):
                yield from self._addresses
        if answer.blank:
            yield from self._blanks
        if answer.title and self._any_title.match(answer.title):
            yield from self._titles
        yield from self._by_status.get(answer.status or 0, ())
        if not answer.page_read and len(answer.body) <= BODY_BYTES:
            yield from self._bodies


def _hook(row: Row) -> str:
    """What the row hangs on: the rarest thing that it asks for, by the name of its field.

    >>> _hook(Row(mark="wall:a", source="RFC 9110", statuses=(403,), headers=("server: a",)))
    'headers'
    """
    rarest_first = ("headers", "hosts", "address", "blank", "title", "statuses", "body")
    return next(name for name in rarest_first if getattr(row, name))


def _by_key(rows: Iterable[Row], keys: Callable[[Row], Iterable[Key]]) -> Mapping[Key, Sequence[_Sign]]:
    found: dict[Key, list[_Sign]] = {}
    for row in rows:
        sign = _Sign(row)
        for key in keys(row):
            found.setdefault(key, []).append(sign)
    return found


def _signs(rows: Iterable[Row]) -> tuple[_Sign, ...]:
    return tuple(map(_Sign, rows))


def _any(rows: Iterable[Row], name: str) -> re.Pattern[str]:
    """One look is enough to see that none of their patterns matches: that is so for nearly every page."""
    return _pattern("|".join(f"(?:{getattr(row, name)})" for row in rows))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _field(text: str) -> tuple[str, str]:
    """Name and pattern of a header field, as a row has them.

    >>> _field("server: akamaighost")
    ('server', 'akamaighost')
    """
    name, _, value = text.partition(": ")
    return name, value


def _has(headers: Sequence[tuple[str, str]], name: str, value: re.Pattern[str]) -> bool:
    return any(key == name and value.fullmatch(held.strip()) is not None for key, held in headers)


def _stands_in(body: bytes, texts: Iterable[bytes]) -> bool:
    return any(body.find(text, 0, BODY_BYTES) >= 0 for text in texts)


@lru_cache(maxsize=4096)
def _hosts(url: str) -> tuple[str, ...]:
    """How rows may name the host of an address: itself, and each domain that it lies in.

    >>> _hosts("https://www.a.example:8443/b")
    ('www.a.example', '.www.a.example', '.a.example', '.example')
    """
    host = urls.host_of(url).rpartition(":")[0] or urls.host_of(url)
    labels = host.split(".")[-_LABELS:]
    return (host, *("." + ".".join(labels[place:]) for place in range(len(labels))))


_BOOK = _Book(ROWS)
