"""Terms of courses and versions of documentation in addresses, and what shows that there is a newer one. Pure.

One wrong word here costs more trust than ten right ones earn. So a newer edition counts only where an address beside
this one answers well, at its own place, with another page of the same name, while an edition that cannot exist is not
answered: a server that answers for every year shows nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from crawler.judge.addresses import Edition, Sort, edition, versions_in, years_in
from crawler.model import Freshness, Health, History, Judged, Kind, State, Testimony, Witness
from crawler.urls import alias_key

CONTROL = "control"
"""Rule of the address of an edition that cannot exist."""
_TERMS = 3
_LEAST_LETTERS = 5
_NUMBERS = re.compile(r"\b(?:v(?:ersion)?\s*)?\d+(?:\.\d+)*(?:\.x)?\b", re.IGNORECASE)
_SEASONS = re.compile(r"\b(?:spring|summer|fall|autumn|winter|latest|stable|current|release|version)\b", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")
_VERSION = re.compile(r"v?(\d{1,6}(?:\.\d{1,6}){0,4})", re.IGNORECASE | re.ASCII)


def order(version: str) -> tuple[int, ...]:
    """The numbers of a version, to compare; empty where it is none.

    >>> order("v2"), order("1.10.3"), order("1.0rc1"), order("")
    ((2,), (1, 10, 3), (), ())
    """
    match = _VERSION.fullmatch(version.strip())
    return tuple(int(part) for part in match[1].split(".")) if match else ()


def bare(version: str) -> str:
    """A version without its `v`.

    >>> bare("v2"), bare(" 1.0 ")
    ('2', '1.0')
    """
    return version.strip().lstrip("vV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An address that is worth asking."""

    url: str
    rule: str


def siblings(history: History, kind: Kind | None, today: date) -> tuple[Ask, ...]:
    """The addresses of newer editions, nearest first, and of one that cannot exist; none where nothing is an edition.

    >>> from crawler.model import Scheme, Target
    >>> course = History(target=Target(url="https://cs231n.example/2024/", scheme=Scheme.WEB))
    >>> [each.url for each in siblings(course, None, date(2026, 11, 28))]
    ['https://cs231n.example/2025/', 'https://cs231n.example/2026/', 'https://cs231n.example/2074/']
    """
    this = edition(history.target.url, kind)
    if this is None or not this.is_guessable:
        return ()
    if this.sort is Sort.VERSION:
        newer = [this.at(name) for name in this.evers]
    else:
        years = range(this.year + 1, min(this.year + _TERMS, today.year) + 1)
        newer = [this.in_year(year) for year in years]
    impossible = this.at("0.0.0-none") if this.sort is Sort.VERSION else this.in_year(this.year + 50)
    asks = tuple(Ask(url=url, rule=this.sort.value) for url in newer)
    return (*asks, Ask(url=impossible, rule=CONTROL)) if asks else ()


def superseded(history: History, kind: Kind | None) -> Freshness | None:
    """What the siblings that were asked come to, and the address that a documentation gives as its own."""
    this = edition(history.target.url, kind)
    if this is None:
        return None
    if this.sort is Sort.VERSION:
        return _newer_version(history, this) or _pinned(history, this)
    return _newer_term(history, this)


def among(rows: Iterable[Judged]) -> Mapping[str, Freshness]:
    """Target -> that the same lists have a newer term of the same course, by addresses and titles that agree.

    >>> among([])
    {}
    """
    found = list(_terms(rows))
    newer: dict[str, Freshness] = {}
    for _, group in groupby(sorted(found, key=lambda pair: pair[0].key), key=lambda pair: pair[0].key):
        terms = sorted(group, key=lambda pair: pair[0].rank)
        newest, best = terms[-1]
        for this, row in terms:
            if this.rank < newest.rank and _agree(_title(row.history), _title(best.history)):
                newer[row.history.target.url] = _said(this, newest, "the list has", "the list itself")
    return newer


def _terms(rows: Iterable[Judged]) -> Iterator[tuple[Edition, Judged]]:
    """Of those that are there, and that lists point at now."""
    for row in rows:
        said = row.metadata
        this = edition(row.history.target.url, said.kind if said else None)
        if this and this.sort is Sort.TERM and row.verdict.health in (Health.ALIVE, Health.MOVED) and row.history.links:
            yield this, row


def _newer_term(history: History, this: Edition) -> Freshness | None:
    good = [(newer, said) for newer, said in _answered(history, this) if _stayed(said) and newer.rank > this.rank]
    if not good:
        return None
    newest, _ = max(good, key=lambda pair: pair[0].rank)
    return _said(this, newest, "there is", "an address beside it")


def _said(this: Edition, newer: Edition, words: str, source: str) -> Freshness:
    reason = f"It is of {this.shown}, and {words} one of {newer.shown}."
    return Freshness(state=State.SUPERSEDED, source=source, reason=reason, newer=newer.url)


def _answered(history: History, this: Edition) -> Iterator[tuple[Edition, Testimony]]:
    """The editions that answered well with another page of the same name; none where any address is answered."""
    newest = {said.asked: said for said in history.testimonies if said.witness is Witness.SIBLING}
    controls = [said for said in newest.values() if said.rule == CONTROL]
    if not controls or not all(_refused(said) for said in controls):
        return
    prints = {look.fingerprint for look in history.observations}
    for said in newest.values():
        if said.rule != CONTROL and _good(said) and _agree(_title(history), said.title):
            found = edition(said.asked, Kind.COURSE if this.sort is Sort.TERM else Kind.DOCUMENTATION)
            if this.sort is Sort.VERSION or _is_other(said, this, said.fingerprint in {*prints, None}):
                yield found or this, said


def _refused(said: Testimony) -> bool:
    return said.status in (404, 410) or any(mark.startswith("gone:") for mark in said.marks)


def _good(said: Testimony) -> bool:
    return said.status is not None and 200 <= said.status < 300 and said.error is None and not said.marks


def _stayed(said: Testimony) -> bool:
    return said.final_url is not None and alias_key(said.final_url) == alias_key(said.asked)


def _is_other(said: Testimony, this: Edition, alike: bool) -> bool:
    """Whether the page is one of another term: by the year in its title, else by its text."""
    years = years_in(said.title or "")
    return max(years) > this.year if years else not alike


def _newer_version(history: History, this: Edition) -> Freshness | None:
    """A newer version by its number, which the other page's address or title names."""
    for _, said in _answered(history, this):
        names = (*versions_in(said.final_url or ""), *versions_in(said.title or ""))
        newest = max(map(order, names), default=())
        if newest[: len(this.rank)] > this.rank:  # what is of 1.3 is of 1.3.2, too
            number = ".".join(map(str, newest))
            reason = f"It is of version {this.shown}; the newest is version {number}."
            return Freshness(state=State.SUPERSEDED, source="an address beside it", reason=reason, newer=said.asked)
    return None


def _pinned(history: History, this: Edition) -> Freshness | None:
    """What gives the address of whatever is newest as its own will be old one day, if it is not yet."""
    own = next((said.canonical for said in reversed(history.said) if said.canonical), None)
    if own and alias_key(own) in {alias_key(this.at(name)) for name in this.evers}:
        reason = f"It is of version {this.shown}; the page gives as its own address the one of whatever is newest."
        return Freshness(state=State.AGEING, source="the page's canonical address", reason=reason, newer=own)
    return None


def _title(history: History) -> str | None:
    return next((said.title for said in reversed(history.said) if said.title), None)


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two titles are the same but for their terms and versions.

    >>> _agree("CS231n: Deep Learning, Spring 2017", "CS231n: Deep Learning, Fall 2019"), _agree("2017", "2018")
    (True, False)
    """
    names = _name(one or ""), _name(other or "")
    return names[0] == names[1] and len(names[0]) >= _LEAST_LETTERS


def _name(title: str) -> str:
    return _NOT_LETTERS.sub("", _SEASONS.sub("", _NUMBERS.sub("", title))).casefold()
