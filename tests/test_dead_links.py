"""What a maintainer has to look at, worst first."""

import re
from datetime import timedelta

import pytest

from crawler.model import Health, Safety
from crawler.publish.dead_links import dead_links
from tests import reports
from tests.builders import NOW, URL, fix, judged, link, report


def test_dead_links_is_worst_first() -> None:
    """Sections come in the order of urgency, and findings in the order of the lists."""
    page = dead_links(reports.sample())
    headings = re.findall(r"^## (\w+)", page, re.MULTILINE)
    assert headings == ["Hijacked", "Dead", "Broken", "Failing", "Moved", "Blocked"]
    broken = page[page.index("## Broken") : page.index("## Failing")]
    assert re.findall(r"README\.md:(\d+)`", broken) == ["2", "90", "140"]


def test_dead_links_tells_all_of_a_finding() -> None:
    """Where, what it is called, the address, since when, the evidence, and what could replace it."""
    page = dead_links(reports.sample())
    assert (
        "- [`README.md:95`](../README.md?plain=1#L95) **blog** in Transformers\\\n"
        "  [`https://startup.example/blog/attention`](<https://startup.example/blog/attention>)\\\n"
        "  Dead since 2026-11-02 (21 days): The host startup\\.example no longer exists: 4 checks in 21 days.\\\n"
        "  No replacement is known; [look for an archived copy]"
        "(<https://web.archive.org/web/&#42;/https://startup.example/blog/attention>).\n"
    ) in page
    assert "→ [`https://library.example/guide`](<https://library.example/guide>) A permanent redirect (301)." in page
    assert "It needs your eyes: `listkeeper fix --review`." in page


def test_dead_links_suggests_only_what_there_is() -> None:
    """A move without a fix shows where it went; a fix with the verdict's own words does not say them twice."""
    without = judged(URL, Health.MOVED, moved_to="https://b.example/", links=[link(URL, text="")])
    assert "  Now at [`https://b.example/`](<https://b.example/>); there is no fix for it." in dead_links(
        report([without])
    )
    same = judged(
        URL, Health.MOVED, reason="It moved.", fixes=[fix(URL, "https://b.example/", Safety.SAFE, "It moved.")]
    )
    assert dead_links(report([same])).count("It moved.") == 1


def test_dead_links_has_no_archive_link_when_the_address_is_too_long() -> None:
    """What cannot be clicked on is not offered."""
    page = dead_links(report([judged(f"{URL}{'x' * 1990}", Health.BROKEN)]))
    assert "No replacement is known." in page


def test_dead_links_says_so_when_there_is_nothing() -> None:
    """A page without findings is not an empty page."""
    assert "Nothing to report" in dead_links(reports.healthy())


@pytest.mark.parametrize(
    ("out", "place"),
    [
        ("reports", "[`README.md:1`](../README.md?plain=1#L1)"),
        ("build/demo", "[`README.md:1`](../../README.md?plain=1#L1)"),
        (".", "[`README.md:1`](README.md?plain=1#L1)"),
        ("../elsewhere", "- `README.md:1` "),
    ],
)
def test_dead_links_leads_to_the_line(out: str, place: str) -> None:
    """From wherever the reports are, a click leads to the line in the list."""
    assert place in dead_links(report([judged(URL, Health.BROKEN)]), out=out)


def test_dead_links_names_a_few_of_many_places() -> None:
    """A link that stands in a hundred lines names the first four."""
    row = judged(URL, Health.BROKEN, links=[link(URL, line=line) for line in range(1, 101)])
    page = dead_links(report([row]))
    assert page.count("?plain=1#L") == 4
    assert " and 96 more **link**" in page


def test_dead_links_stands_when_a_target_has_no_link() -> None:
    """A target without a link in the lists is shown all the same."""
    assert "https://a.example/" in dead_links(report([judged(URL, Health.BROKEN, links=[])]))


def test_dead_links_counts_days_to_the_start_of_the_run() -> None:
    """A report that is made a day later from the same facts would be the same: ages count to the run's start."""
    row = judged(URL, Health.BROKEN, since=NOW - timedelta(days=3))
    assert "Broken since 2026-11-20 (3 days)" in dead_links(report([row]))
