"""A year of daily runs, for the rules that only time can break."""

from dataclasses import replace

import pytest

from crawler.model import ErrorKind
from crawler.settings import Settings
from tests.year import Account, Fate, World, Year, lines, world

LINKS = 300


@pytest.fixture(scope="module")
def account() -> Account:
    """A year over a small list."""
    return Year(world(LINKS, seed=3), Settings()).run(365)


def test_a_year_kills_nothing_that_lives(account: Account) -> None:
    """Outages of weeks, bad releases, walls and noise: no link is called dead for them."""
    assert account.false_dead == []
    assert account.false_broken < LINKS, "less than a day for each link in a year"


def test_a_year_finds_every_death(account: Account) -> None:
    """What is gone is broken within two rounds, and dead when patience has run out."""
    assert account.missed == []
    assert len(account.dead_after) >= 5
    assert max(account.broken_after) <= 64
    assert min(account.dead_after) >= 14


def test_a_year_costs_less_the_longer_it_lasts(account: Account) -> None:
    """After the first run no day is a burst, and what has proven itself is asked about less."""
    assert max(account.requests[1:]) < LINKS / 2
    assert account.last_days(90) < LINKS / 10
    assert account.last_days(90) < account.first_days(30)
    assert "false deaths: 0" in lines(account, LINKS)[-1]


def test_a_budget_is_kept_every_day_and_nothing_is_forgotten() -> None:
    """With a budget that is just enough, the list is gone through all the same."""
    year = Year(world(150, seed=5, days=90), Settings(budget=20))
    account = year.run(90)
    assert max(account.requests) <= 24
    assert min(len({look.run for look in held.observations}) for held in year.histories) >= 2


@pytest.mark.parametrize(("death", "days"), [(404, 21), (ErrorKind.NO_SUCH_HOST, 21), (ErrorKind.CONNECT_TIMEOUT, 40)])
def test_a_death_is_told_in_time(death: int | ErrorKind, days: int) -> None:
    """From the day a link is first found to be gone: a fortnight for what says so, a month for what is silent."""
    url = "https://a.example/1"
    fates = {url: Fate(url=url, dies_on=0, death=death), "https://b.example/": Fate(url="https://b.example/")}
    account = Year(World(fates=fates, outages={}), replace(Settings(), robots=False)).run(days)
    assert account.dead_after != []
    assert account.false_dead == []
