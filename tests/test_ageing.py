"""What is old, from the list to the report, over real sockets."""

from pathlib import Path
from typing import Any

import pytest

from crawler import pipeline
from crawler.model import Metadata
from crawler.store import Store
from tests import answers
from tests.gathering import START
from tests.repositories import isolate
from tests.site import Site
from tests.test_pipeline import Desk, clock

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


def feed(*days: str) -> bytes:
    """A feed with an entry of each of these days."""
    entries = "".join(f"<entry><title>Of {day}</title><updated>{day}T10:00:00Z</updated></entry>" for day in days)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


def name_feed(desk: Desk, url: str, address: str) -> None:
    """Keep what a page says of its feed, as its reader would have."""
    with Store.open(desk.settings.db) as store:
        store.learn(Metadata(target=url, at=START, via="elsewhere", feed=address))
        store.flush()


def test_check_asks_a_blogs_feed_once_a_week(desk: Desk, site: Site) -> None:
    """Each feed once in a run for all that it speaks for, and never for one post; then a silent blog is stale."""
    blog, archive, post = site.url("/blog/"), site.url("/en/blog/"), site.url("/blog/post")
    for path in ("/blog/", "/en/blog/", "/blog/post"):
        site.page(path, f"<title>Words of Ada {path}</title><p>{WORDS}")
    site.answer("/feed", answers.page(feed("2024-05-03", "2023-01-01"), kind="application/atom+xml"))
    desk.write(f"[Blog]({blog}) [The same]({archive}) [Post]({post})\n")
    desk.check()
    for url in (blog, archive, post):
        name_feed(desk, url, site.url("/feed"))
    for days, times in ((1, 1), (7, 1), (8, 2)):
        desk.check(days=days, ask_all=True)
        assert site.paths.count("/feed") == times, days
    assert states(desk) == {blog: "stale", archive: "stale"}
    page = (desk.folder / "reports" / "staleness.md").read_text("utf-8")
    assert "The newest entry of its feed is from 2 years ago, on 2024-05-03. | the page's feed |" in page
    told = pipeline.history(blog, desk.settings, clock(9)).text
    assert f"its feed {site.url('/feed')} answers 200, newest entry of 2024-05-03" in told


def test_check_finds_the_feed_that_a_page_names(desk: Desk, site: Site) -> None:
    """In one run, from the link to the row of the report."""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site.page("/blog/", f"<title>Words of Ada</title>{link}<p>{WORDS}")
    site.answer("/feed", answers.page(feed("2024-05-03"), kind="application/rss+xml"))
    desk.write(f"[Blog]({site.url('/blog/')})\n")
    desk.check()
    assert states(desk) == {site.url("/blog/"): "stale"}


def test_check_asks_no_feed_of_what_is_gone_or_evergreen(desk: Desk, site: Site) -> None:
    """Nothing would come of it."""
    gone, kept = site.url("/gone/blog"), site.url("/kept/blog")
    site.page("/kept/blog", f"<title>A blog</title><p>{WORDS}")
    desk.write(f"[Gone]({gone})\n\n[Kept]({kept}) <!-- listkeeper: evergreen -->\n")
    desk.check()
    for url in (gone, kept):
        name_feed(desk, url, site.url("/feed"))
    desk.check(days=1, ask_all=True)
    assert "/feed" not in site.paths


@pytest.mark.parametrize(
    "answer",
    [
        answers.page(b"<title>No feed here</title>", status=404),
        answers.page(f"<title>A page</title><p>{WORDS}"),
        answers.page(b"\0<rss" * 1000, kind="application/rss+xml"),
    ],
)
def test_check_makes_nothing_of_a_feed_that_is_none(desk: Desk, site: Site, answer: Any) -> None:
    """A page in its place, an error or rubbish says nothing of the blog."""
    site.page("/blog/", f"<title>A blog</title><p>{WORDS}")
    site.answer("/feed", answer)
    desk.write(f"[Blog]({site.url('/blog/')})\n")
    desk.check()
    name_feed(desk, site.url("/blog/"), site.url("/feed"))
    desk.check(days=1, ask_all=True)
    assert site.paths.count("/feed") >= 1
    assert states(desk) == {}


def test_check_finds_a_newer_term_beside_a_course(desk: Desk, site: Site) -> None:
    """The next years are asked, and one that cannot be; after that nothing for a month."""
    url = site.url("/cs61a/fa18/")
    desk.write(f"[CS 61A]({url})\n")
    desk.check()
    asked = [path for path in site.paths if path.startswith("/cs61a/")]
    assert sorted(asked) == [f"/cs61a/fa{year}/" for year in (18, 19, 20, 21, 68)]
    assert states(desk) == {url: "superseded"}
    freshness: Any = desk.rows()[url]["freshness"]
    assert freshness["reason"] == "It is of Fall 2018, and there is one of Fall 2019."
    told = pipeline.history(url, desk.settings, clock(1)).text
    assert f"{site.url('/cs61a/fa19/')}, another edition if there is one, answers 200" in told
    for days, times in ((29, 1), (31, 2)):
        desk.check(days=days, ask_all=True)
        assert site.paths.count("/cs61a/fa19/") == times, days


def test_check_believes_no_server_that_answers_for_any_year(desk: Desk, site: Site) -> None:
    """A page for every address of the course is no newer term of it."""
    site.anything(answers.page(f"<title>CS 61A</title><p>{WORDS} And a word of another page."))
    site.page("/robots.txt", status=404)
    desk.write(f"[CS 61A]({site.url('/cs61a/fa18/')})\n")
    desk.check()
    assert site.paths.count("/cs61a/fa68/") == 1
    assert states(desk) == {}


def test_check_asks_few_editions_of_one_host(desk: Desk, site: Site) -> None:
    """Three courses of four addresses each in one run, and the next three in the run after."""
    for number in range(100, 105):
        site.page(f"/cs{number}/fa18/", f"<title>CS {number}: a course</title><p>{WORDS}")
    desk.write(" ".join(f"[CS {number}]({site.url(f'/cs{number}/fa18/')})" for number in range(100, 105)) + "\n")
    desk.check()
    assert sum(path.endswith("/fa68/") for path in site.paths) == 3
    desk.check(days=1)
    assert sum(path.endswith("/fa68/") for path in site.paths) == 5


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
