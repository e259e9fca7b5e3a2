"""The lines that end a command."""

from crawler.model import Report
from crawler.publish.summary import summary
from tests import reports
from tests.builders import report


def test_summary_ends_a_command() -> None:
    """Counts, what is gone, where the report is and what to do next, each on a line of its own."""
    lines = summary(reports.sample(), out="build/demo/").split("\n")
    assert lines[0].startswith("71 links, 70 addresses: 1 hijacked, 1 dead, 2 broken, 2 failing")
    assert [line.split()[0] for line in lines[1:9:2]] == ["hijacked", "dead", "broken", "broken"]
    assert lines[3:5] == [
        "  dead      README.md:95  https://startup.example/blog/attention",
        "            The host startup.example no longer exists: 4 checks in 21 days.",
    ]
    assert lines[9:] == [
        "Report: build/demo/README.md",
        "Next: git apply build/demo/suggestions.patch  (1 safe fix)",
        "Next: listkeeper fix --review README.md  (1 fix to look at)",
    ]


def test_summary_is_short_when_much_is_gone() -> None:
    """Six findings are shown and the rest are counted."""
    lines = summary(reports.many(500)).splitlines()
    assert "  … and 494 more in dead-links.md" in lines
    assert len(lines) == 15


def test_summary_prints_nothing_that_a_terminal_obeys() -> None:
    """Every line is made of characters that can be seen."""
    assert all(line.isprintable() for line in summary(reports.hostile()).replace("\ufe0f", "").split("\n"))


def test_summary_says_what_is_special() -> None:
    """The note comes first, an unfinished run is said to be one, and a list without links has a line too."""
    empty: Report = report([], note="Made against a replica.", complete=False)
    assert summary(empty).split("\n") == [
        "Made against a replica.",
        "0 links, 0 addresses.",
        "Not everything was asked: run the same command again to go on.",
        "Report: reports/README.md",
    ]
