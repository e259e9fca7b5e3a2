"""When a target is asked again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.health import verdict
from crawler.judge.recheck import AT_ONCE, JITTER, due_at, is_due
from crawler.model import Health, Verdict
from tests.histories import NOON, URL, day, history, look

WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.mark.parametrize("health", Health)
def test_due_at_is_weekly_for_what_is_settled_and_daily_for_the_rest(health: Health) -> None:
    """With up to an eighth of the time taken off and none added: a daily crawl finds daily what is due daily."""
    found = due_at(history(look(1)), Verdict(target=URL, health=health, reason=""), alive_days=7, failing_days=1)
    whole = DAY if health in (Health.BROKEN, Health.FAILING, Health.UNKNOWN) else WEEK
    assert whole * (1 - JITTER) <= found - NOON <= whole


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
    """A thousand links that were asked at the same moment fall due evenly over the jitter, always the same way."""
    shares = []
    for number in range(1000):
        url = f"https://a.example/{number}"
        found = history(look(1, target=url, status=200), url=url)
        at = due_at(found, verdict(found), alive_days=7, failing_days=1)
        assert at == due_at(found, verdict(found), alive_days=7, failing_days=1)
        shares.append((NOON + WEEK - at) / (WEEK * JITTER))
    tenths = [sum(n / 10 <= share < (n + 1) / 10 for share in shares) for n in range(10)]
    assert min(tenths) > 60
    assert sum(tenths) == 1000


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_due_at_has_an_answer_for_every_setting(alive_days: float, failing_days: float) -> None:
    """A number of days beyond the calendar means never."""
    found = history(look(1, status=200))
    assert due_at(found, verdict(found), alive_days=alive_days, failing_days=failing_days) >= NOON
