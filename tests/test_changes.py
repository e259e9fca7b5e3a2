"""History as it stood before a run."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.changes import before
from crawler.judge.health import verdict
from crawler.model import Health, History, Metadata
from tests.histories import URL, both, capture, day, histories, history, look


def test_before_leaves_out_the_run_and_what_it_brought() -> None:
    """Observations of the run and of later ones go, and the metadata that came with them."""
    said = tuple(Metadata(target=URL, at=day(7 * n), title=str(n)) for n in range(3))
    found = history(look(1, status=200), *both(2, status=404), look(3, status=200), metadata=said)
    earlier = before(found, 2)
    assert earlier.observations == (look(1, status=200),)
    assert earlier.metadata == said[:1]
    assert verdict(earlier).health is Health.ALIVE
    assert verdict(before(found, 3)).health is Health.BROKEN


def test_before_leaves_out_what_witnesses_said_in_the_run() -> None:
    """A copy that was found in this run spoke for nothing before it: what was dead then was dead."""
    gone = [each for run in range(1, 5) for each in both(run, status=404)]
    found = history(*gone, testimonies=(capture(16, asked=22, run=5),))
    assert verdict(found).health is Health.BROKEN
    assert verdict(before(found, 5)).health is Health.DEAD


def test_before_changes_nothing_when_the_run_did_not_ask() -> None:
    """A target that was not due stands as it stood."""
    found = history(look(1, status=200), metadata=(Metadata(target=URL, at=day(0), title="x"),))
    assert before(found, 2) == found


@given(histories(), st.integers(0, 6))
def test_before_is_a_beginning_of_the_history(found: History, run: int) -> None:
    """What stood before is what is there now, cut off."""
    earlier = before(found, run)
    assert found.observations[: len(earlier.observations)] == earlier.observations
    assert found.metadata[: len(earlier.metadata)] == earlier.metadata
    assert before(earlier, run) == earlier
