"""What is said of a link that somebody adds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.added import Newcomer, remarks
from crawler.judge.better import Better
from crawler.judge.suspects import Copy
from crawler.model import Fix, Health, Judged, Place, Rule, Safety, Severity, Suspicion, Verdict
from tests.histories import URL, history, link

PLACE = Place(path="README.md", line=1, column=5, end_column=9, byte_column=5, end_byte_column=9)
NEW = "https://b.example/new"


def judged(health: Health, fix: str | None = None, *, old: str = URL) -> Judged:
    """A target in that state, with a fix of that rule."""
    fixes = (Fix(rule=fix, old=old, new=NEW, safety=Safety.SAFE, evidence="301 to there", target=URL),) if fix else ()
    said = Verdict(target=URL, health=health, reason="404 twice on 2026-11-02")
    return Judged(history=history(url=URL), verdict=said, fixes=fixes)


def newcomer(**facts: Any) -> Newcomer:
    """A link that is new."""
    return Newcomer(link=link(URL), place=PLACE, **facts)


@pytest.mark.parametrize(
    ("seen", "rule", "severity", "words", "new"),
    [
        (judged(Health.BROKEN), Rule.BROKEN, Severity.ERROR, "this link is broken: 404 twice on 2026-11-02", None),
        (judged(Health.DEAD), Rule.DEAD, Severity.ERROR, "this link is dead: 404 twice on 2026-11-02", None),
        (judged(Health.HIJACKED), Rule.HIJACKED, Severity.ERROR, "this link leads to something else now: 404", None),
        (judged(Health.FAILING), Rule.FAILING, Severity.NOTE, "there was no usable answer, which may pass: 404", None),
        (judged(Health.BLOCKED), Rule.BLOCKED, Severity.NOTE, "nothing is known against it, but crawlers are", None),
        (
            judged(Health.MOVED, "permanent-redirect"),
            Rule.MOVED,
            Severity.WARNING,
            "this link has moved: 301 to there",
            NEW,
        ),
        (
            judged(Health.BROKEN, "labml-arxiv"),
            Rule.MOVED,
            Severity.WARNING,
            "this link has moved: 404 twice on 2026-11-02; 301 to there",
            NEW,
        ),
        (
            judged(Health.BROKEN, "archived-copy"),
            Rule.BROKEN,
            Severity.ERROR,
            "this link is broken: 404 twice on 2026-11-02; there is 301 to there",
            NEW,
        ),
        (judged(Health.BLOCKED, "archived-copy"), Rule.BLOCKED, Severity.NOTE, "nothing is known against it", None),
        (judged(Health.BLOCKED, "deepmind"), Rule.BLOCKED, Severity.NOTE, "nothing is known against it", None),
    ],
)
def test_remarks_tell_how_it_fares(seen: Judged, rule: Rule, severity: Severity, words: str, new: str | None) -> None:
    """Errors are what is gone; what may be well is never more than a note."""
    [said] = remarks(newcomer(judged=seen))
    assert (said.rule, said.severity, said.new_url) == (rule, severity, new)
    assert said.message.startswith(words)
    assert (said.url, said.place) == (URL, PLACE)


@pytest.mark.parametrize(
    "seen",
    [
        judged(Health.ALIVE),
        judged(Health.UNKNOWN),
        judged(Health.SKIPPED),
        judged(Health.MOVED),  # to the same page with a closing slash, say
        judged(Health.MOVED, "permanent-redirect", old="https://other.example/spelling"),
    ],
)
def test_remarks_say_nothing_of_what_is_well(seen: Judged) -> None:
    """Nor of what nobody knows."""
    assert remarks(newcomer(judged=seen)) == ()


def test_remarks_blame_nobody_for_what_stood_there() -> None:
    """The health of an old address is not theirs who moved its line; a second copy is."""
    copy = Copy(link=link(URL), other=link(URL, line=7, text="Attention"), same_address=True)
    best = Better(rule="https", url=NEW, evidence="it answers")
    assert remarks(newcomer(stood=True, judged=judged(Health.BROKEN), better=best)) == ()
    [said] = remarks(newcomer(stood=True, judged=judged(Health.BROKEN), copy=copy))
    assert (said.rule, said.message) == (Rule.DUPLICATE, 'this link stands on line 7 already ("Attention")')


def test_remarks_name_the_place_of_the_other() -> None:
    """Its list too where that is another one, its address where that is another one."""
    other = link("https://a.example/", path="docs/b.md", line=9)
    [said] = remarks(newcomer(copy=Copy(link=link(URL), other=other, same_address=False)))
    assert said.message == "the page behind this link stands on docs/b.md:9 already, as https://a.example/"


def test_remarks_say_one_thing_of_a_copy() -> None:
    """One that has to go anyhow need not be mended first; that it is gone is said."""
    copy = Copy(link=link(URL), other=link(URL, line=7), same_address=True)
    best = Better(rule="https", url=NEW, evidence="it answers")
    assert [each.rule for each in remarks(newcomer(copy=copy, judged=judged(Health.MOVED, "x"), better=best))] == [
        Rule.DUPLICATE
    ]
    assert [each.rule for each in remarks(newcomer(copy=copy, judged=judged(Health.DEAD)))] == [
        Rule.DEAD,
        Rule.DUPLICATE,
    ]


@pytest.mark.parametrize(("rule", "new"), [("https", NEW + "#part"), ("arxiv-page", NEW)])
def test_remarks_keep_a_fragment_where_the_page_is_the_same(rule: str, new: str) -> None:
    """A place in a file is none in the page about it."""
    linked = link(URL + "#part")
    best = Better(rule=rule, url=NEW, evidence="it is the same; it answers 200")
    [said] = remarks(Newcomer(link=linked, place=PLACE, judged=judged(Health.ALIVE), better=best))
    assert (said.rule, said.severity, said.new_url) == (Rule.BETTER_ADDRESS, Severity.WARNING, new)
    assert said.message == "a better address is known: it is the same; it answers 200"


def test_remarks_leave_the_address_of_what_is_to_come_alone() -> None:
    """How `example.com` fares is no matter; of what is suspicious otherwise it is."""
    wrong = (Suspicion.PLACEHOLDER, "is to come")
    assert [each.rule for each in remarks(newcomer(judged=judged(Health.BROKEN), suspicion=wrong))] == [
        Rule.PLACEHOLDER
    ]
    other = (Suspicion.MISMATCH, "names another place")
    assert [each.rule for each in remarks(newcomer(judged=judged(Health.BROKEN), suspicion=other))] == [
        Rule.BROKEN,
        Rule.MISMATCH,
    ]


@given(
    health=st.none() | st.sampled_from(Health),
    fix=st.sampled_from([None, "archived-copy", "https"]),
    stood=st.booleans(),
    suspicion=st.none() | st.tuples(st.sampled_from(Suspicion), st.text(max_size=5)),
    best=st.none() | st.just(Better(rule="https", url=NEW)),
)
def test_remarks_are_few(health: Health | None, fix: str | None, *, stood: bool, suspicion: Any, best: Any) -> None:
    """Whatever is known: at most two, no error of what stood there, and no rule twice."""
    seen = judged(health, fix) if health else None
    said = remarks(newcomer(judged=seen, stood=stood, suspicion=suspicion, better=best))
    assert len(said) <= 2
    assert len({each.rule for each in said}) == len(said)
    assert not stood or all(each.severity is not Severity.ERROR for each in said)
