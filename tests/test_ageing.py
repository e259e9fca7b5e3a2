"""What is old, from the list to the report, over real sockets."""

from pathlib import Path
from typing import Any

import pytest

from tests.repositories import isolate
from tests.site import Site
from tests.test_pipeline import Desk

WORDS = "kernel trick and attention are two names for one thing, as this page sets out to show in some detail. " * 9


@pytest.fixture
def desk(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder to work in, and a site with two terms of one course."""
    isolate(monkeypatch, tmp_path)
    site.page("/robots.txt", status=404)
    for year in (2018, 2019):
        site.page(f"/cs61a/fa{year % 100}/", f"<title>CS 61A, Fall {year}</title><p>{WORDS}")
    return Desk(tmp_path)


def states(desk: Desk) -> dict[str, Any]:
    """Address -> its state of freshness, where it has one."""
    found: dict[str, Any] = {url: row["freshness"] for url, row in desk.rows().items()}
    return {url: freshness["state"] for url, freshness in found.items() if freshness}


def test_check_compares_the_terms_that_a_list_has(desk: Desk, site: Site) -> None:
    """The older of two terms is superseded, and the report says by which."""
    older, newer = site.url("/cs61a/fa18/"), site.url("/cs61a/fa19/")
    desk.write(f"- [CS 61A]({older})\n- [CS 61A again]({newer})\n")
    desk.check()
    assert states(desk) == {older: "superseded"}
    page = (desk.folder / "reports" / "staleness.md").read_text("utf-8")
    assert f"It is of Fall 2018, and the list has one of Fall 2019. [Newer](<{newer}>) | the list itself |" in page


@pytest.mark.parametrize(
    ("mark", "settings", "source"),
    [
        (" <!-- listkeeper: evergreen as good as ever -->", {}, "a comment in the list"),
        ("", {"evergreen": ("/fa18/",)}, "the setting evergreen, by /fa18/"),
    ],
)
def test_check_heeds_what_is_marked_evergreen(
    desk: Desk, site: Site, mark: str, settings: dict[str, Any], source: str
) -> None:
    """A person's word, in the list or in the settings, goes before what the list itself shows."""
    older, newer = site.url("/cs61a/fa18/"), site.url("/cs61a/fa19/")
    desk.write(f"- [CS 61A]({older}){mark}\n- [CS 61A again]({newer})\n")
    desk.check(**settings)
    assert states(desk) == {older: "fresh"}
    freshness: Any = desk.rows()[older]["freshness"]
    assert freshness["source"] == source
    assert "1 link marked evergreen" in (desk.folder / "reports" / "staleness.md").read_text("utf-8")


def test_check_forgets_a_mark_that_was_taken_away(desk: Desk, site: Site) -> None:
    """The list as it is now is what counts."""
    older, newer = site.url("/cs61a/fa18/"), site.url("/cs61a/fa19/")
    text = f"- [CS 61A]({older}) <!-- listkeeper: evergreen -->\n- [CS 61A again]({newer})\n"
    desk.write(text)
    desk.check()
    desk.write(text.replace(" <!-- listkeeper: evergreen -->", ""))
    desk.check(days=1)
    assert states(desk) == {older: "superseded"}


def test_check_calls_unverified_what_nobody_has_seen_well_for_long(desk: Desk, site: Site) -> None:
    """A wall that went up is one after the days of the setting, and the day is that of the last good look."""
    url = site.url("/paper")
    site.page("/paper", f"<title>A paper</title><p>{WORDS}")
    desk.write(f"[A paper]({url})\n")
    desk.check()
    site.page("/paper", "<title>Just a moment...</title>", status=403, headers=[("cf-mitigated", "challenge")])
    desk.check(days=20, ask_all=True)
    assert states(desk) == {}
    desk.check(days=31, ask_all=True)
    assert states(desk) == {url: "unverified"}
    freshness: Any = desk.rows()[url]["freshness"]
    assert freshness["date"] == "2026-11-23"
    assert freshness["reason"].startswith("It was last seen well 31 days ago: ")
