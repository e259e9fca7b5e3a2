"""Findings for tests: an ordinary run's, and Hypothesis strategies for values of every shape."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from crawler.model import (
    Concern,
    Diagnostic,
    ErrorKind,
    Findings,
    Fix,
    Health,
    Offer,
    Place,
    Redirect,
    Rule,
    Safety,
    Severity,
    Sighting,
    Trust,
)
from tests.builders import NOW, days_ago
from tests.histories import any_text, hops, storable, times

LISTS = ("README.md", "docs/café 日本.md")


def place(line: int = 1, path: str = "README.md", column: int = 9, size: int = 20) -> Place:
    """Where an ASCII URL stands on an ASCII line."""
    end = column + size
    return Place(path=path, line=line, column=column, end_column=end, byte_column=column, end_byte_column=end)


def offer(
    old: str = "http://foo.example/a",
    new: str = "https://foo.example/a",
    *,
    rule: str = "permanent-redirect",
    trust: Trust = Trust.PROVEN,
    **facts: Any,
) -> Offer:
    """A fix on offer, with the id that it has."""
    given = {"target": old, "evidence": f"301 to {new}", "sightings": (), "places": (place(),), **facts}
    return Offer(id=fix_id(rule, old, new), rule=rule, trust=trust, replacements=((old, new),), **given)


def fix_id(rule: str, old: str, new: str) -> str:
    """The id by which a refusal of it is remembered."""
    return Fix(rule=rule, old=old, new=new, safety=Safety.SAFE, evidence="", target=old).id


def concern(url: str = "https://gone.example/", health: Health = Health.DEAD, **facts: Any) -> Concern:
    """A link that is not well."""
    given = {"reason": "404 in checks on 3 days", "since": days_ago(20), "checks": 4, "failures": 3, **facts}
    return Concern(url=url, health=health, **{"places": (place(2),), **given})


def diagnostic(url: str = "https://gone.example/", rule: Rule = Rule.DEAD, **facts: Any) -> Diagnostic:
    """A remark on one place."""
    given = {"severity": Severity.ERROR, "place": place(), "message": "404 in checks on 3 days", **facts}
    return Diagnostic(rule=rule, url=url, **given)


def findings(offers: Sequence[Offer] = (), concerns: Sequence[Concern] = (), **facts: Any) -> Findings:
    """What an ordinary run came to."""
    given = {"run": 7, "started_at": NOW, "finished_at": NOW, "complete": True, "runs": 3, "lists": LISTS, **facts}
    return Findings(offers=tuple(offers), concerns=tuple(concerns), **given)


def sample() -> Findings:
    """A run with something of each kind."""
    seen = Sighting(
        at=days_ago(8),
        status=200,
        hops=(Redirect(status=301, url="https://foo.example/a"),),
        final_url="https://foo.example/a",
    )
    moved = offer(sightings=(seen, Sighting(at=NOW, error=ErrorKind.TIMEOUT)), title_before="Foo", title_after="Foo")
    copy = offer(
        "https://gone.example/",
        "https://web.archive.org/web/20200101000000/https://gone.example/",
        rule="archived-copy",
        trust=Trust.CHOICE,
        captured_at=date(2020, 1, 1),
        places=(place(3), place(4, LISTS[1])),
    )
    return findings(
        [moved, copy],
        [concern(), concern("https://wall.example/", Health.BLOCKED, since=None, due_at=NOW)],
        counts={Health.ALIVE.value: 40, Health.DEAD.value: 1},
        commit="0123456789abcdef" * 2 + "01234567",
        diagnostics=(diagnostic(new_url="https://b.example/", text="https://b.example/"),),
        note="This is a rehearsal.",
    )


visible = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12)
numbers = st.integers(0, 2**53 - 1)
addresses = st.builds("https://{}.example/{}".format, st.sampled_from("abc"), visible)
columns = st.integers(1, 2**20)


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Somewhere in one of the lists."""
    column, byte_column, size, size_bytes = (draw(columns) for _ in range(4))
    return Place(
        path=draw(st.sampled_from(LISTS)),
        line=draw(columns),
        column=column,
        end_column=column + size,
        byte_column=byte_column,
        end_byte_column=byte_column + size_bytes,
    )


def sightings(text: st.SearchStrategy[str]) -> st.SearchStrategy[Sighting]:
    """What one look told."""
    return st.builds(
        Sighting,
        at=times,
        status=st.none() | st.integers(0, 999),
        error=st.none() | text,
        hops=st.lists(hops, max_size=3).map(tuple),
        final_url=st.none() | text,
    )


@st.composite
def offers(draw: st.DrawFn, text: st.SearchStrategy[str], url: st.SearchStrategy[str] = addresses) -> Offer:
    """A fix with its own id."""
    pair = draw(st.tuples(url, url))
    return offer(
        *pair,
        rule=draw(st.sampled_from(["permanent-redirect", "archived-copy"])),
        trust=draw(st.sampled_from(Trust)),
        target=draw(text),
        evidence=draw(text),
        sightings=tuple(draw(st.lists(sightings(text), max_size=3))),
        title_before=draw(st.none() | text),
        title_after=draw(st.none() | text),
        captured_at=draw(st.none() | st.dates()),
        declined=draw(st.booleans()),
        places=tuple(draw(st.lists(places(), max_size=2))),
    )


def concerns(text: st.SearchStrategy[str]) -> st.SearchStrategy[Concern]:
    """Whatever may be wrong with a link."""
    return st.builds(
        Concern,
        url=text,
        health=st.sampled_from(Health),
        reason=text,
        since=st.none() | times,
        checks=numbers,
        failures=numbers,
        due_at=st.none() | times,
        places=st.lists(places(), max_size=2).map(tuple),
    )


def diagnostics(text: st.SearchStrategy[str], url: st.SearchStrategy[str] = addresses) -> st.SearchStrategy[Diagnostic]:
    """Whatever may be said of a place."""
    return st.builds(
        Diagnostic,
        rule=st.sampled_from(Rule),
        severity=st.sampled_from(Severity),
        place=places(),
        url=text,
        message=text,
        new_url=st.none() | url,
        text=st.none(),
    )


def runs(
    text: st.SearchStrategy[str] = storable, url: st.SearchStrategy[str] = addresses
) -> st.SearchStrategy[Findings]:
    """What any run could come to."""
    return st.builds(
        Findings,
        run=numbers,
        started_at=times,
        finished_at=st.none() | times,
        complete=st.booleans(),
        runs=numbers,
        counts=st.dictionaries(st.sampled_from([health.value for health in Health]), numbers),
        lists=st.just(LISTS),
        commit=st.none() | st.sampled_from(["0" * 40, "f" * 64]),
        offers=st.lists(offers(text, url), max_size=3, unique_by=lambda each: each.id).map(tuple),
        concerns=st.lists(concerns(text), max_size=3).map(tuple),
        diagnostics=st.lists(diagnostics(text, url), max_size=3).map(tuple),
        note=text,
    )


hostile_runs = runs(any_text, addresses | any_text)
"""The same, by people who mean harm: what cannot be written is left out."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
