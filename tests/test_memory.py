"""What is remembered of a link: strikes and silences, what clears them, and what must hold for every history."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.judge.health import verdict
from crawler.judge.memory import remember
from crawler.model import ErrorKind, Health, History, Metadata, Observation, Testimony, Verdict, Witness
from tests.histories import NOON, URL, both, capture, day, histories, history, link, look

BADNESS = [
    {Health.ALIVE, Health.MOVED},
    {Health.SKIPPED, Health.UNKNOWN},
    {Health.BLOCKED},
    {Health.FAILING},
    {Health.BROKEN},
    {Health.HIJACKED},
    {Health.DEAD},
]

FINAL: list[dict[str, Any]] = [
    {"status": 500},
    {"status": 503},
    {"status": None},
    {"error": ErrorKind.TIMEOUT},
    {"error": ErrorKind.CONNECT_TIMEOUT},
    {"error": ErrorKind.DNS_FAILED},
    {"error": ErrorKind.REFUSED},
    {"error": ErrorKind.REFUSED, "host_answered": False},
    {"error": ErrorKind.HOST_DOWN, "detail": "timeout", "host_answered": False},
    {"error": ErrorKind.HOST_DOWN, "detail": "refused", "host_answered": False},
]
"""Silences that, if they never end, are the end."""

NEVER_FINAL: list[dict[str, Any]] = [
    {"status": 400},
    {"status": 405},
    {"error": ErrorKind.TLS},
    {"error": ErrorKind.PROTOCOL},
    {"error": ErrorKind.UNREACHABLE},
    {"error": ErrorKind.TOO_MANY_REDIRECTS},
    {"error": ErrorKind.RESET},
    {"error": ErrorKind.RESET, "host_answered": False},
    {"error": ErrorKind.HOST_DOWN, "detail": "reset", "host_answered": False},
    {"error": ErrorKind.HOST_DOWN, "detail": "throttled", "host_answered": True},
    {"status": 302, "error": ErrorKind.REDIRECT_LOOP},
    {"status": 403},
    {"error": ErrorKind.ROBOTS_UNREACHABLE},
    {"error": ErrorKind.FORBIDDEN_ADDRESS},
]


def badness(found: Verdict) -> int:
    """How bad a verdict is."""
    return next(rank for rank, healths in enumerate(BADNESS) if found.health in healths)


def weekly(first: int, last: int, **facts: Any) -> list[Observation]:
    """Two looks a run that agree, a run a week."""
    return [each for run in range(first, last + 1) for each in both(run, **facts)]


def health(*looks: Observation, witnesses: tuple[Testimony, ...] = ()) -> Health:
    """The verdict after these looks."""
    return verdict(history(*looks, testimonies=witnesses)).health


@pytest.mark.parametrize("facts", FINAL)
def test_remember_calls_silence_dead_after_five_checks_and_thirty_days(facts: dict[str, Any]) -> None:
    """Neither the days alone are enough, nor the checks alone; it is dead since it fell silent."""
    assert health(*weekly(1, 5, **facts)) in (Health.FAILING, Health.BROKEN), "five checks, 28 days"
    found = verdict(history(*weekly(1, 6, **facts)))
    assert (found.health, found.since) == (Health.DEAD, day(0))
    assert found.reason.endswith(
        "in checks on 6 days from 2026-11-02 to 2026-12-07, and 30 days and more of silence"
    ), found.reason
    seldom = [each for run in (1, 4, 7, 10) for each in both(run, **facts)]
    assert health(*seldom) in (Health.FAILING, Health.BROKEN), "63 days, four checks"


@pytest.mark.parametrize("facts", NEVER_FINAL)
def test_remember_never_calls_dead_what_crawlers_alone_may_see(facts: dict[str, Any]) -> None:
    """A wall, a bad certificate, a host that hangs up: a year of it proves nothing."""
    assert health(*weekly(1, 52, **facts)) is not Health.DEAD


def test_remember_counts_days_and_not_checks() -> None:
    """Ten crawls on the first day and one on the fifteenth are two checks."""
    hourly = [each for run in range(1, 11) for each in both(run, status=404, at=day(0) + timedelta(hours=run / 2))]
    assert health(*hourly, *both(11, status=404, at=day(15))) is Health.BROKEN
    assert health(*hourly, *both(11, status=404, at=day(15)), *both(12, status=404, at=day(16))) is Health.DEAD


def test_remember_counts_no_strike_for_a_wall_or_a_failure() -> None:
    """What comes in between neither counts nor heals; a good answer heals."""
    walls = [*both(2, status=403), *both(3, status=500), look(4, status=404)]
    struck = [*both(1, status=404), *walls, *both(5, status=404)]
    assert health(*struck) is Health.BROKEN
    assert health(*struck, *both(6, status=404)) is Health.DEAD
    assert health(*struck, look(6, status=200), *both(7, status=404), *both(8, status=404)) is Health.BROKEN


def test_remember_ends_a_silence_when_a_wall_answers() -> None:
    """A host that turns crawlers away is there: the thirty days begin anew."""
    silent = {"error": ErrorKind.TIMEOUT}
    assert health(*weekly(1, 5, **silent), look(6, status=403), *weekly(7, 11, **silent)) is Health.FAILING
    assert health(*weekly(1, 5, **silent), look(6, error=ErrorKind.TLS), *weekly(7, 7, **silent)) is Health.DEAD


def test_remember_forgets_strikes_when_an_archive_was_let_in() -> None:
    """A good capture clears what came before it and nothing that came after."""
    gone = weekly(1, 4, status=404)
    assert health(*gone) is Health.DEAD
    assert health(*gone, witnesses=(capture(22),)) is Health.BROKEN
    assert health(*gone, witnesses=(capture(8),)) is Health.BROKEN, "day 14 to day 21 are no fortnight"
    assert health(*gone, *both(5, status=404), witnesses=(capture(8),)) is Health.DEAD
    assert health(*gone, witnesses=(capture(-1),)) is Health.DEAD, "of the time when it was well"


@pytest.mark.parametrize(
    "facts",
    [
        {"status": 404},
        {"status": 301},
        {"marks": ("gone:title",)},
        {"marks": ("excluded",)},
        {"taken_at": None},
        {"error": ErrorKind.TIMEOUT},
        {"witness": Witness.PROBE},
    ],
)
def test_remember_hears_no_witness_that_saw_no_page(facts: dict[str, Any]) -> None:
    """A capture of an error, of a redirect or of a wall speaks for nothing, and a probe never does."""
    silent = replace(capture(22), **facts)
    assert health(*weekly(1, 4, status=404), witnesses=(silent,)) is Health.DEAD


def test_verdict_tells_of_the_witness() -> None:
    """The sentence says who speaks for a link that we were not shown, for ninety days."""
    found = verdict(history(look(1, status=403), testimonies=(capture(-3), capture(-40))))
    assert found.health is Health.BLOCKED
    assert found.reason.endswith("; the Wayback Machine has a good copy of 2026-10-30, which speaks for it")
    assert "Wayback" not in verdict(history(look(1, status=403), testimonies=(capture(-91),))).reason
    broken = verdict(history(*both(1, status=404), testimonies=(capture(-3),)))
    assert (broken.health, "2026-10-30" in broken.reason) == (Health.BROKEN, True)


def test_remember_is_the_same_for_clocks_that_jump() -> None:
    """Runs are numbered: a clock that was a day behind in one of them changes no order."""
    looks = [*both(1, status=404), *both(2, status=404, at=day(6)), *both(3, status=200, at=day(5))]
    assert health(*looks) is Health.ALIVE


@given(histories(), st.randoms(use_true_random=False))
def test_verdict_is_the_same_for_any_order_of_the_facts(given_history: History, rng: random.Random) -> None:
    """The judge reads dates and numbers, never the order in which facts are handed in."""
    looks, heard = list(given_history.observations), list(given_history.testimonies)
    rng.shuffle(looks)
    rng.shuffle(heard)
    assert verdict(replace(given_history, observations=tuple(looks), testimonies=tuple(heard))) == verdict(
        given_history
    )


@given(given_history=histories(), place=st.integers(0, 10), own_run=st.booleans())
def test_verdict_is_never_worse_for_a_good_answer(given_history: History, place: int, *, own_run: bool) -> None:
    """Wherever in time a good answer is added, in a run of its own or as one look more, no link suffers by it."""
    looks = tuple(replace(each, run=10 * each.run) for each in given_history.observations)
    spaced = replace(given_history, observations=looks)
    neighbour = looks[min(place, len(looks)) - 1] if looks and place else None
    at, run = (neighbour.at, neighbour.run) if neighbour else (NOON, 0)
    good = look(run + own_run, 9, at=at, status=200)
    more = replace(spaced, observations=(good, *looks))
    assert badness(verdict(more)) <= badness(verdict(spaced))


@given(histories(), st.integers(-30, 90))
def test_verdict_is_never_worse_for_a_witness(given_history: History, taken: int) -> None:
    """A good capture of any day can only speak for a link."""
    more = replace(given_history, testimonies=(*given_history.testimonies, capture(taken)))
    assert badness(verdict(more)) <= badness(verdict(given_history))


@given(histories(), st.integers(0, 6), st.sampled_from([401, 403, 429, 451, 999]))
def test_verdict_is_never_worse_for_a_wall_in_between(given_history: History, place: int, status: int) -> None:
    """A wall is no strike: wherever it is added before the last check, no link suffers by it."""
    looks = tuple(replace(each, run=10 * each.run) for each in given_history.observations)
    spaced = replace(given_history, observations=looks)
    runs = sorted({each.run for each in looks})[:-1]
    if not runs:
        return
    before = next(each for each in looks if each.run == runs[place % len(runs)])
    wall = look(before.run + 1, at=before.at, status=status)
    assert badness(verdict(replace(spaced, observations=(*looks, wall)))) <= badness(verdict(spaced))


@settings(max_examples=200)
@given(histories())
def test_verdict_is_dead_only_when_patience_has_run_out(given_history: History) -> None:
    """No link is dead that was not bad on three days over a fortnight, whatever else is known of it."""
    found = verdict(given_history)
    if found.health is Health.DEAD:
        state = remember(given_history)
        assert state is not None
        assert found.since is not None
        bad = {each.at.date() for each in given_history.observations if each.at >= found.since and not each.good}
        assert len(bad) >= 3
        assert max(bad) - found.since.date() >= timedelta(days=14)
        assert state.check.looks[-1].status not in (200, 304)


def test_remember_calls_dead_only_what_is_silent_today() -> None:
    """A month of time-outs, and then a certificate that has run out: somebody is there again."""
    silent = weekly(1, 6, error=ErrorKind.TIMEOUT)
    assert health(*silent) is Health.DEAD
    assert health(*silent, look(7, error=ErrorKind.TLS)) is Health.FAILING


def test_check_is_not_confirmed_when_the_page_was_seen_in_the_same_run() -> None:
    """Two looks that found it gone beside one that found it: no host is that decided."""
    looks = (look(1, 1, status=200), look(1, 2, status=404), look(1, 3, status=404))
    assert health(*looks) is Health.FAILING
    assert health(*looks[1:]) is Health.BROKEN


def test_verdict_hears_no_copy_that_nobody_looked_at() -> None:
    """The list of copies knows a status and no more: the page may say that it is not there."""
    found = verdict(history(*weekly(1, 3, status=404), testimonies=(capture(8, rule="index"),)))
    assert found.health is Health.DEAD
    assert (
        "speaks for it" not in verdict(history(*both(1, status=404), testimonies=(capture(-1, rule="index"),))).reason
    )


@pytest.mark.parametrize(("end", "heard"), [("", False), ("login", False), ("404", False), ("papers/attention", True)])
def test_verdict_hears_no_copy_of_the_place_that_a_redirect_led_to(end: str, heard: bool) -> None:
    """The archive was led astray like anybody else: its copy of the front page says nothing of the paper."""
    copy = capture(8, final_url=f"https://web.archive.org/web/20261110120000/https://a.example/{end}")
    found = verdict(history(*weekly(1, 3, status=404), testimonies=(copy,)))
    assert found.health is (Health.BROKEN if heard else Health.DEAD)


def test_verdict_tells_what_a_page_is_now_by_its_last_run_and_not_by_a_wrong_clock() -> None:
    """A run whose clock was weeks ahead saw a notice; the runs after it saw the page, by a clock that is right."""
    days, titles = (0, 40, 2, 41, 43), {0: "Attention", 40: "Closed for the holidays", 2: "Attention"}
    looks = [look(run, status=200, at=day(number)) for run, number in enumerate(days, 1)]
    said = tuple(Metadata(target=URL, at=day(number), title=title) for number, title in titles.items())
    found = verdict(history(*looks, metadata=said, links=(link(text="Paper"),)))
    assert (found.health, found.reason) == (Health.ALIVE, 'answers 200, title "Attention"')
    shuffled = history(*reversed(looks), metadata=said[::-1], links=(link(text="Paper"),))
    assert verdict(shuffled) == found
