"""The page of a run: the verdict first, then what was done, then all of it in tables."""

from dataclasses import replace

from crawler.publish.job_summary import SUMMARY_BYTES, Told, job_summary
from tests import bodies
from tests.gfm import Shown


def test_job_summary_begins_with_the_verdict_and_what_was_done() -> None:
    """Who opens the page knows at once how the links are, and where to go."""
    lines = job_summary(bodies.findings(), bodies.told()).splitlines()
    assert lines[:6] == [
        "## Of 128 addresses: 4 gone, 1 failing, 9 moved, 6 blocked and 108 alive.",
        "",
        "- Opened a pull request with 9 fixes. [Open it](<https://forge.example/o/r/pull/12>).",
        "- The dashboard will be opened by the next run: at most one thing a run sends mail.",
        "",
        "Run 4, 2026-11-23 10:00 to 10:04 UTC.",
    ]


def test_job_summary_has_a_row_for_everything() -> None:
    """Fixes that are proven, fixes to choose from, and links to look at, each with its place and reason."""
    page = job_summary(bodies.findings(), Told())
    assert [line for line in page.splitlines() if line.startswith("### ")] == [
        "### Fixes that are proven (9)",
        "### Fixes to choose from (3)",
        "### Links to look at (6)",
    ]
    assert sum(tag == "tr" for tag, _ in Shown(page).elements) == 3 + 18
    assert (
        "| `README.md:31` and 2 more | `https://lilianweng.github.io/lil-log…18/06/24/attention-attention.html`<br>"
        "`https://lilianweng.github.io/posts/2018-06-24-attention/` |"
    ) in page
    assert "| hijacked | 2026-10-14 | `README.md:80` | `https://course.example.net/` |" in page


def test_job_summary_says_little_when_all_is_well() -> None:
    """No table without a row, and no time at which a run that goes on has ended."""
    found = replace(bodies.findings(), counts={"alive": 3}, offers=(), concerns=(), finished_at=None)
    assert job_summary(found, Told()) == (
        "## Nothing is broken: 3 addresses checked.\n\n\nRun 4, 2026-11-23 10:00 UTC.\n"
    )


def test_job_summary_says_that_a_run_was_not_finished() -> None:
    """An incomplete run is told before its numbers are believed, and a note with it."""
    page = job_summary(replace(bodies.findings(), complete=False, note="A replica was asked"), Told())
    assert "> **This run was not finished**: the next one goes on where it stopped.\n\n> A replica was asked.\n" in page


def test_job_summary_shows_a_finding_without_a_place() -> None:
    """A cell is never empty."""
    lost = replace(bodies.proven()[0], places=())
    assert "\n| — | `http" in job_summary(replace(bodies.findings(), offers=(lost,)), Told())


def test_job_summary_cuts_the_long_table_alone() -> None:
    """Thousands of links to look at leave the fixes whole, and are counted."""
    found = bodies.findings()
    concern = replace(found.concerns[0], reason="It answered 404 " * 20)
    many = tuple(replace(concern, url=f"https://a.example/{number}") for number in range(5_000))
    page = job_summary(replace(found, concerns=many), bodies.told())
    assert SUMMARY_BYTES * 0.99 < len(page.encode()) <= SUMMARY_BYTES
    assert page.count("<br>") == 12
    shown = page.count("| hijacked |")
    assert page.endswith(f"\n\nand {5_000 - shown:,} more.\n")


def test_job_summary_keeps_room_for_the_tables() -> None:
    """However much is told of what was done, the findings are shown."""
    page = job_summary(bodies.findings(), Told(done=[("word " * 80, "https://a.example/")] * 9_999))
    assert page.count("\n- ") == 100
    assert "### Links to look at (6)" in page


def test_job_summary_is_cut_to_the_byte() -> None:
    """However long the rows are, the page is as full as it may be, and no fuller."""
    found = bodies.findings()
    for chars in range(215, 221):
        long = replace(found.concerns[0], url="https://a.example/x", reason="é" * chars)
        page = job_summary(replace(found, concerns=(long,) * 3_000, offers=()), Told())
        assert SUMMARY_BYTES - 1_000 < len(page.encode()) <= SUMMARY_BYTES
