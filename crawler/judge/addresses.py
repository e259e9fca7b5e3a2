"""An address that carries a term or a version, taken apart and put together again with another one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crawler.model import Kind
from crawler.urls import alias_key, host_of, parse


class Sort(StrEnum):
    """What tells editions of one thing from one another."""

    TERM = "term"
    VERSION = "version"


_SEASONS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("winter", "win", "wi", "w"), 0),
    **dict.fromkeys(("spring", "spr", "sp", "s"), 1),
    **dict.fromkeys(("summer", "sum", "su"), 2),
    **dict.fromkeys(("fall", "autumn", "aut", "fa", "au", "f"), 3),
}
_SHOWN = ("Winter", "Spring", "Summer", "Fall")
_LONG = "spring|summer|fall|autumn|winter"
_ANY = "|".join(sorted(_SEASONS, key=len, reverse=True))
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_LONG_TERM = re.compile(
    rf"(?<![a-z0-9])(?:(?P<season>{_LONG})[-_]?{_YEAR}|(?P<year2>(?:19|20)[0-9]{{2}})[-_]?(?P<season2>{_LONG}))(?![a-z0-9])",
    re.IGNORECASE,
)
"""A season and a year, anywhere in a part of a path: `fall2019`, `18-06-linear-algebra-spring-2010`."""
_SHORT_TERM = re.compile(
    rf"(?:(?P<season>{_ANY})[-_]?(?P<year>(?:19|20)?[0-9]{{2}})|(?P<year2>(?:19|20)[0-9]{{2}})[-_]?(?P<season2>{_ANY}))",
    re.IGNORECASE,
)
"""A whole part of the path of a course: `s21`, `fa20`, `sp2018`, `2019-fa`."""
_BARE_YEAR = re.compile(_YEAR)
_COURSE = re.compile(r"[a-z]{2,5}[-_]?[0-9]{2,4}[a-z]{0,2}|[0-9]{1,2}[.-][0-9]{2,4}[a-z]{0,2}", re.IGNORECASE)
"""The number of a course: `cs231n`, `stat110`, `6.036`, `15-445`."""
_DOTTED = re.compile(r"(?P<v>v?)(?P<number>[0-9]{1,4}(?:\.[0-9]{1,5}){1,3})(?P<x>(?:\.x)?)", re.IGNORECASE)
_DOTTED_IN_TEXT = re.compile(r"(?<![0-9.])[0-9]{1,4}(?:\.[0-9]{1,5}){1,3}(?![0-9])")
_YEARS_IN_TEXT = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DOCS_PARTS = frozenset({"doc", "docs", "documentation", "manual", "reference"})
_DOCS_HOSTS = ("readthedocs.io", "readthedocs.org", "rtfd.io")
_EVERS: Final[Mapping[str, tuple[str, ...]]] = {"docs.python.org": ("3",), "postgresql.org": ("current",)}
"""What a documentation calls its newest version, where it is neither `stable` nor `latest`."""
_MONTH_OR_DAY = re.compile(r"[0-9]{1,2}")
_TEXT_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of something that has several."""

    url: str
    sort: Sort
    rank: tuple[int, ...]
    """What makes it older or newer: year and season, or the numbers of the version."""
    shown: str
    start: int
    """Where the term or the version stands in the URL."""
    end: int
    year: int = 0
    evers: tuple[str, ...] = ()
    """What the newest version may be called, wherever that is."""

    @property
    def is_guessable(self) -> bool:
        """Whether it is a part of the path by itself: in the midst of a name (`linear-algebra-spring-2010`) it is not.

        >>> edition("https://a.example/fall2019/x").is_guessable, edition("https://a.example/x-fall-2019").is_guessable
        (True, False)
        """
        return self.url[self.start - 1] == "/" and self.url[self.end : self.end + 1] in ("", "/", "?")

    @property
    def key(self) -> str:
        """What all editions of one thing have in common."""
        return alias_key(self.at("*"))

    def at(self, name: str) -> str:
        """The address with something else in the place of the term or the version."""
        return f"{self.url[: self.start]}{name}{self.url[self.end :]}"

    def in_year(self, year: int) -> str:
        """The address of the same season of another year, written in the same way.

        >>> edition("https://a.example/cs61a/fa20/").in_year(2021), edition("https://cs231n.example/2017/").in_year(2018)
        ('https://a.example/cs61a/fa21/', 'https://cs231n.example/2018/')
        """
        written = self.url[self.start : self.end]
        full, short = f"{self.year:04d}", f"{self.year % 100:02d}"
        if full in written:
            return self.at(written.replace(full, f"{year:04d}"))
        return self.at(written.replace(short, f"{year % 100:02d}"))


def edition(url: str, kind: Kind | None = None) -> Edition | None:
    """The term or the version that an address carries; None where it carries none that tells of editions.

    A year alone may be that of a conference or of an archive: it counts in the address of a course.

    >>> edition("https://a.example/18-06-linear-algebra-spring-2010/").shown
    'Spring 2010'
    >>> edition("https://docs.a.example/en/v1.3/start.html").rank, edition("https://icml.example/2017/")
    ((1, 3), None)
    """
    parsed = parse(url)
    if parsed is None or parsed.protocol not in ("http:", "https:"):
        return None
    host = host_of(url)
    begin = str(parsed.href).find(host) + len(host)
    parts = _parts(str(parsed.pathname), begin) if url == str(parsed.href) else []
    return _term(url, host, parts, kind) or _version(url, host, parts, kind)


_Part = tuple[str, int]
"""A part of the path, and where it begins in the URL."""


def _parts(path: str, begin: int) -> list[_Part]:
    found, at = [], begin
    for part in path.split("/"):
        if part:
            found.append((part, at))
        at += len(part) + 1
    return found


def _term(url: str, host: str, parts: list[_Part], kind: Kind | None) -> Edition | None:
    for number, (part, at) in enumerate(parts):
        match = _LONG_TERM.search(part)
        if match is None and _is_course(host, parts[:number], kind) and not _is_dated(parts[number + 1 :]):
            match = _SHORT_TERM.fullmatch(part) or _BARE_YEAR.fullmatch(part)
        if match:
            return _of_term(url, match, at)
    return None


def _of_term(url: str, match: re.Match[str], at: int) -> Edition:
    groups = match.groupdict()
    text, season = groups["year"] or groups["year2"], groups.get("season") or groups.get("season2")
    year = int(text) if len(text) == 4 else 2000 + int(text)
    place = _SEASONS[season.lower()] if season else 0
    shown = f"{_SHOWN[place]} {year}" if season else str(year)
    start, end = at + match.start(), at + match.end()
    return Edition(url=url, sort=Sort.TERM, rank=(year, place), shown=shown, start=start, end=end, year=year)


def _is_course(host: str, before: list[_Part], kind: Kind | None) -> bool:
    names = (host.removeprefix("www.").partition(".")[0], *(part.lstrip("~") for part, _ in before))
    return kind is Kind.COURSE or any(_COURSE.fullmatch(name) and not _SHORT_TERM.fullmatch(name) for name in names)


def _is_dated(after: list[_Part]) -> bool:
    """Whether a month follows: the address of a post."""
    return bool(after) and _MONTH_OR_DAY.fullmatch(after[0][0]) is not None


def _version(url: str, host: str, parts: list[_Part], kind: Kind | None) -> Edition | None:
    for number, (part, at) in enumerate(parts):
        match = _DOTTED.fullmatch(part)
        if match and _is_documentation(host, parts[:number], kind):
            rank = tuple(int(one) for one in match["number"].split("."))
            evers = _EVERS.get(host.removeprefix("www."), ("stable", "latest"))
            return Edition(
                url=url, sort=Sort.VERSION, rank=rank, shown=match["number"], start=at, end=at + len(part), evers=evers
            )
    return None


def _is_documentation(host: str, before: list[_Part], kind: Kind | None) -> bool:
    named = host.partition(".")[0] in ("docs", "doc") or host.endswith(_DOCS_HOSTS)
    return named or kind is Kind.DOCUMENTATION or any(part.lower() in _DOCS_PARTS for part, _ in before)


def versions_in(text: str) -> list[str]:
    """The versions that a text names.

    >>> versions_in("NumPy v1.20 Manual (2.1.0)"), versions_in("In 2019")
    (['1.20', '2.1.0'], [])
    """
    return _DOTTED_IN_TEXT.findall(text[:_TEXT_CHARS])


def years_in(text: str) -> list[int]:
    """The years that a text names.

    >>> years_in("CS231n, Spring 2017 (20170)")
    [2017]
    """
    return [int(year) for year in _YEARS_IN_TEXT.findall(text[:_TEXT_CHARS])]
