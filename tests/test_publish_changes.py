"""What is different from the run before."""

import pytest

from crawler.model import Health, Verdict
from crawler.publish.changes import changes, removed
from tests.builders import URL, judged, report


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, Health.ALIVE, ["new"]),
        (None, Health.BROKEN, ["newly broken", "new"]),
        (Health.ALIVE, Health.ALIVE, []),
        (Health.ALIVE, Health.BROKEN, ["newly broken"]),
        (Health.BROKEN, Health.DEAD, ["worse than before"]),
        (Health.ALIVE, Health.FAILING, ["newly failing"]),
        (Health.ALIVE, Health.BLOCKED, ["newly blocked"]),
        (Health.ALIVE, Health.MOVED, ["newly moved"]),
        (Health.DEAD, Health.MOVED, ["recovered"]),
        (Health.FAILING, Health.ALIVE, ["recovered"]),
        (Health.UNKNOWN, Health.ALIVE, []),
        (Health.ALIVE, Health.UNKNOWN, []),
        (Health.MOVED, Health.ALIVE, []),
    ],
)
def test_changes_names_what_happened(before: Health | None, now: Health, expected: list[str]) -> None:
    """Each pair of states is one kind of change, or none."""
    earlier = {} if before is None else {URL: Verdict(target=URL, health=before, reason="")}
    assert [change.title for change in changes(report([judged(URL, now)], before=earlier))] == expected


def test_removed_counts_what_is_in_no_list_any_more() -> None:
    """An address that is gone from the lists is counted, and judged no more."""
    gone = Verdict(target="https://gone.example/", health=Health.ALIVE, reason="")
    assert removed(report([judged(URL)], before={gone.target: gone})) == 1
