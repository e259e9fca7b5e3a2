"""What is old, who says so, and what is not."""

import re
from datetime import date

import pytest

from crawler.model import Freshness, Health, State
from crawler.publish.staleness import modified_on, staleness
from tests import reports
from tests.builders import URL, days_ago, judged, link, observation, report
from tests.gfm import read_by_markdown_it


def sections(page: str) -> dict[str, str]:
    """Heading -> what stands below it."""
    parts = re.split(r"^## (.*)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_staleness_says_first_how_much_is_old() -> None:
    """The counts stand at the top, the gravest first, and then what cannot be said."""
    verdict = staleness(reports.aged()).split("\n\n")[2]
    assert verdict == (
        "**1 archived, 1 superseded, 2 stale, 1 unverified, 1 ageing.** Of 77 addresses, 1 is known to be fresh, 1"
        " marked evergreen; the others have nothing by which they could age, or are [gone](dead-links.md)."
    )


def test_staleness_has_a_table_for_each_state_gravest_first() -> None:
    """A row has the day, the link, its place, the reason and who says so; the oldest comes first."""
    found = sections(staleness(reports.aged()))
    assert [heading.partition(" (")[0] for heading in found] == [
        "Archived",
        "Superseded",
        "Stale",
        "Unverified",
        "Ageing",
        "What is not stale",
    ]
    rows = [line for line in found["Stale (2)"].splitlines() if line.startswith("| 20")]
    assert rows[0] == (
        "| 2022\u201110\u201101 | [Library](<https://old.example/library>) [`README.md:201`](../README.md?plain=1#L201)"
        " | — | Its last push was 4 years ago, on 2022-10-01. | GitHub's API |"
    )
    assert "Blog" in rows[1]
    assert "| — | [Tool]" in found["Archived (1)"]
    assert "there is one of 2025. [Newer](<https://cs231n.example/2025/>) |" in found["Superseded (1)"]


def test_staleness_says_that_nothing_is_stale_when_nothing_is() -> None:
    """Then there is no empty table, and the explanation stays."""
    page = staleness(report([judged(URL)]))
    assert "**Nothing is known to be stale.** Of 1 address, 0 are known to be fresh;" in page
    assert list(sections(page)) == ["What is not stale"]


def test_staleness_folds_the_dates_of_last_change_and_takes_none_for_age() -> None:
    """The pages that say when they were last modified stand folded at the end, oldest first, under no state."""
    page = sections(staleness(reports.aged()))["What is not stale"]
    folded = page[page.index("20 addresses of") :]
    dates = re.findall(r"^\| (20\d\d-\d\d-\d\d) \|", folded, re.MULTILINE)
    assert len(dates) == 20
    assert dates == sorted(dates)
    assert "- [A proof](<https://a.example/proof>)" in page
    assert "Marked evergreen: a proof does not age. (a comment in the list)" in page


def test_staleness_folds_a_long_table_of_what_is_only_ageing() -> None:
    """What is no trouble yet takes no room from what is."""
    ageing = Freshness(state=State.AGEING, reason="It ages.", source="itself")
    rows = [judged(f"{URL}{number}", freshness=ageing) for number in range(13)]
    assert "<details><summary>Show 13 links</summary>" in staleness(report(rows))
    assert "<details>" not in staleness(report(rows[1:]))


def test_staleness_stays_small_when_all_is_old() -> None:
    """Thousands of old links are a page that GitHub still shows, which says what it leaves out."""
    rows = [
        judged(f"{URL}{number}", freshness=Freshness(state=list(State)[number % 6], reason="x" * 300, source="y" * 90))
        for number in range(6000)
    ]
    page = staleness(report(rows))
    assert len(page.encode()) < 200_000
    assert page.count("more, see [links.jsonl](links.jsonl)") == 5


def test_staleness_keeps_its_columns_when_a_path_has_a_pipe() -> None:
    """A `|` in a file's name splits no row, and a target without a link or a name still has a row."""
    old = Freshness(state=State.UNVERIFIED, reason="a|b", source="c|d")
    rows = [
        judged(URL, Health.FAILING, links=[link(URL, path="a|b.md", text="a|b")], freshness=old),
        judged("docs/x.md", Health.UNKNOWN, links=[], observations=[], freshness=old),
    ]
    nodes, _ = read_by_markdown_it(staleness(report(rows)))
    assert sum(node.startswith("td_open") for node in nodes) == 10


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
