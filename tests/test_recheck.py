"""When a target is asked again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.health import verdict
from crawler.judge.recheck import AT_ONCE, FIRST_JITTER, JITTER, SCHEDULE, due_at, is_due, urgency
from crawler.model import ErrorKind, Health, Verdict
from tests.histories import NOON, URL, both, day, history, look

WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.mark.parametrize(
    ("health", "age_days", "wait_days"),
    [
        (Health.ALIVE, 1, 7),
        (Health.ALIVE, 90, 7),
        (Health.ALIVE, 91, 14),
        (Health.MOVED, 5, 3.5),
        (Health.MOVED, 30, 7),
        (Health.MOVED, 400, 14),
        (Health.BLOCKED, 400, 14),
        (Health.HIJACKED, 400, 7),
        (Health.DEAD, 20, 3.5),
        (Health.DEAD, 46, 14),
        (Health.HIJACKED, 20, 3.5),
        (Health.SKIPPED, 1, 7),
        (Health.BROKEN, 0, 1),
        (Health.BROKEN, 1, 5),
        (Health.BROKEN, 400, 5),
        (Health.FAILING, 0, 1),
        (Health.FAILING, 3, 1),
        (Health.FAILING, 4, 3),
        (Health.FAILING, 31, 7),
        (Health.UNKNOWN, 0, 1),
        (Health.UNKNOWN, 400, 1),
    ],
)
def test_due_at_waits_for_what_each_state_is_worth(health: Health, age_days: int, wait_days: float) -> None:
    """Up to a seventh of the time is taken off and none is added: a daily crawl finds daily what is due daily."""
    said = Verdict(target=URL, health=health, reason="", since=NOON - timedelta(days=age_days))
    wait = due_at(history(look(1)), said, alive_days=7, failing_days=1) - NOON
    assert timedelta(days=wait_days) * (1 - JITTER) <= wait <= timedelta(days=wait_days)


def test_due_at_is_soon_when_a_robots_txt_could_not_be_read() -> None:
    """All links of a host wait behind its robots.txt: one bad answer to that is not worth a fortnight."""
    found = history(look(1, error=ErrorKind.ROBOTS_UNREACHABLE))
    assert verdict(found).health is Health.FAILING
    assert due_at(found, verdict(found), alive_days=14, failing_days=1) <= NOON + DAY


def test_schedule_has_an_answer_for_every_health_and_age() -> None:
    """A state that is added to the model must be given its times here, for good."""
    assert set(SCHEDULE) == set(Health)
    assert {steps[-1][0] for steps in SCHEDULE.values()} == {float("inf")}


def test_schedule_fills_checks_and_days_of_a_death_together() -> None:
    """A link that is gone for good is dead soon after the fortnight, one that is silent soon after thirty days."""
    for facts, health, most_days in (({"status": 404}, Health.BROKEN, 17), ({"status": 503}, Health.FAILING, 34)):
        looks, number = list(both(1, **facts)), 0
        while verdict(history(*looks)).health is not Health.DEAD:
            found = history(*looks)
            assert verdict(found).health is health
            number = (due_at(found, verdict(found), alive_days=14, failing_days=1) - NOON) // DAY + 1
            assert number <= most_days
            looks += both(looks[-1].run + 1, at=day(number), **facts)


def test_urgency_puts_the_most_suspect_first_and_then_the_oldest() -> None:
    """Never asked, broken, failing; among equals whoever was asked longest ago."""
    never = history()
    broken, failing = history(*both(1, status=404)), history(look(1, status=500))
    old, new = history(look(1, status=200)), history(look(1, status=200, at=day(3)))
    wall = history(look(1, status=403))
    order = [never, broken, failing, wall, old, new]
    shuffled = [new, wall, failing, old, never, broken]
    assert sorted(shuffled, key=lambda held: urgency(held, verdict(held))) == order


def test_due_at_is_at_once_when_it_was_never_asked() -> None:
    """Nothing is known, so nothing is waited for."""
    never = history()
    assert due_at(never, verdict(never), alive_days=7, failing_days=1) == AT_ONCE
    assert is_due(never, verdict(never), day(0), alive_days=7, failing_days=1)


def test_is_due_when_the_time_has_come() -> None:
    """Not a moment before."""
    found = history(look(1, status=200))
    at = due_at(found, verdict(found), alive_days=7, failing_days=1)
    assert is_due(found, verdict(found), at, alive_days=7, failing_days=1)
    assert not is_due(found, verdict(found), at - timedelta(microseconds=1), alive_days=7, failing_days=1)


def test_due_at_spreads_a_list_over_the_time() -> None:
    """A thousand links that were asked at the same moment fall due evenly over most of the time."""
    shares = []
    for number in range(1000):
        url = f"https://a.example/{number}"
        found = history(look(1, target=url, status=200), url=url)
        at = due_at(found, verdict(found), alive_days=7, failing_days=1)
        assert at == due_at(found, verdict(found), alive_days=7, failing_days=1)
        shares.append((NOON + WEEK - at) / (WEEK * FIRST_JITTER))
    tenths = [sum(n / 10 <= share < (n + 1) / 10 for share in shares) for n in range(10)]
    assert min(tenths) > 60
    assert sum(tenths) == 1000


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_due_at_has_an_answer_for_every_setting(alive_days: float, failing_days: float) -> None:
    """A number of days beyond the calendar means never."""
    found = history(look(1, status=200))
    assert due_at(found, verdict(found), alive_days=alive_days, failing_days=failing_days) >= NOON
