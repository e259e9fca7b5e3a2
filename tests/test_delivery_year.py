"""A year of weekly runs and of a maintainer's answers, for what only time can break."""

from pathlib import Path

import pytest

from tests.delivery_year import Account, Year, lines


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    """A year with a commit of a person on our branch, and the loss of all that is remembered."""
    folder: Path = tmp_path_factory.mktemp("year")
    return Year(folder.resolve(), seed=2).run()


def test_a_year_nags_nobody(account: Account) -> None:
    """At most one mail a run, none without a reason, one dashboard, and nothing written twice."""
    assert account.most_told == 1
    assert account.told_without_reason == 0
    assert account.rewrites_of_nothing == 0
    assert account.counts["open_issue"] == 1
    assert "at most 1 a run" in lines(account)[0]


def test_a_year_keeps_every_refusal(account: Account) -> None:
    """Whatever was refused never stood ticked again, although the state was lost in the midst of the year."""
    assert account.counts["losses of the state"] == 1
    assert account.counts["refusals of one row"] >= 3
    assert account.broken_refusals == []


def test_a_year_mends_nothing_that_is_well(account: Account) -> None:
    """Outages, walls, and a site that sent everybody elsewhere for a week: none of them came into a commit."""
    assert account.false_ticked == set()
    assert len(account.false_shown) <= 4


def test_a_year_mends_what_has_moved(account: Account) -> None:
    """Each proven move is mended, refused, or before the maintainer's eyes."""
    assert account.counts["pull requests merged"] >= 3
    assert account.unmended == []
