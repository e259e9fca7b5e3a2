"""How old the pages are, and what could not be verified."""

import re
from datetime import date

import pytest

from crawler.model import Health
from crawler.publish.staleness import modified_on, staleness
from tests import reports
from tests.builders import URL, days_ago, judged, link, observation, report
from tests.gfm import read_by_markdown_it


def test_staleness_is_oldest_first() -> None:
    """The page that was modified the longest ago comes first."""
    page = staleness(reports.sample())
    dates = re.findall(r"^\| (20\d\d-\d\d-\d\d) \|", page[: page.index("## Unverified")], re.MULTILINE)
    assert len(dates) == 20
    assert dates == sorted(dates)


def test_staleness_names_what_could_not_be_verified() -> None:
    """What failed or was blocked is listed with since when, the longest first; what is gone is not."""
    page = staleness(reports.sample())
    listed = page[page.index("## Unverified") :]
    assert re.findall(r"^\| (20\d\d-\d\d-\d\d) \| (\S+) \|", listed, re.MULTILINE) == [
        ("2026-10-24", "never"),
        ("2026-11-20", "2026-11-14"),
        ("2026-11-23", "never"),
    ]
    assert "startup.example" not in listed


def test_staleness_keeps_its_columns_when_a_path_has_a_pipe() -> None:
    """A `|` in a file's name splits no row, and a target without a link or a name still has a row."""
    rows = [
        judged(URL, Health.FAILING, links=[link(URL, path="a|b.md", text="a|b")]),
        judged("docs/x.md", Health.UNKNOWN, links=[], observations=[]),
    ]
    nodes, _ = read_by_markdown_it(staleness(report(rows)))
    assert sum(node.startswith("td_open") for node in nodes) == 8


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Wed, 01 Jan 2025 00:00:00 GMT", date(2025, 1, 1)),
        ("Wed, 01 Jan 2025 23:30:00 -0500", date(2025, 1, 2)),
        ("Wed, 01 Jan 2025 00:00:00 -0000", date(2025, 1, 1)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Fri, 01 Jan 2027 00:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
        ("yesterday", None),
        ("\x1b[31m", None),
        ("", None),
    ],
)
def test_modified_on_believes_only_a_date_that_can_be(stated: str, expected: date | None) -> None:
    """A date in the future, from before the web, or that is none, is no date."""
    assert modified_on(judged(URL, observations=[observation(URL, last_modified=stated)])) == expected


def test_modified_on_takes_the_newest_good_answer_that_has_a_date() -> None:
    """Neither a 304 without a date nor an error page with one hides what the page said when it was well."""
    seen = [
        observation(URL, at=days_ago(20), last_modified="Wed, 01 Jan 2020 00:00:00 GMT"),
        observation(URL, at=days_ago(10), last_modified="Wed, 01 Jan 2025 00:00:00 GMT"),
        observation(URL, at=days_ago(5), status=304),
        observation(URL, status=404, last_modified="Sun, 01 Nov 2026 00:00:00 GMT"),
    ]
    assert modified_on(judged(URL, observations=seen)) == date(2025, 1, 1)
