"""What is asked once the pages have been: archives, over real sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.model import Testimony, Witness
from crawler.store import Store
from tests.archive import Archive
from tests.site import Site
from tests.test_pipeline import Desk


@pytest.fixture
def archive() -> Iterator[Archive]:
    """An archive that holds nothing yet."""
    with Archive() as serving:
        yield serving


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    """A folder to work in, and a site with a page, a wall and nothing else."""
    site.page("/robots.txt", status=404)
    site.page("/wall", "<title>No</title>", status=403)
    return Desk(tmp_path)


def heard(desk: Desk) -> dict[str, list[Testimony]]:
    """What witnesses said, by target."""
    with Store.open(desk.settings.db, readonly=True) as store:
        return {history.target.url: list(history.testimonies) for history in store.histories()}


def test_check_asks_the_archive_for_a_witness_and_for_a_copy(desk: Desk, site: Site, archive: Archive) -> None:
    """A wall gets a witness; what is gone gets one too, and a copy near the day that we know of."""
    wall, gone = site.url("/wall"), site.url("/gone")
    archive.keep(wall, "2026-11-01", body="<title>Behind the wall</title>")
    archive.keep(gone, "2019-05-01", body="<title>What it was</title>")
    desk.write(f"[Wall]({wall}) [Gone]({gone})\n")
    desk.check(**archive.settings)
    rows = desk.rows()
    assert rows[wall]["health"] == "blocked"
    assert "the Wayback Machine has a good copy of 2026-11-01, which speaks for it" in str(rows[wall]["reason"])
    assert rows[gone]["health"] == "broken"
    [said] = [each for each in heard(desk)[gone] if each.title == "What it was"]
    assert said.final_url == f"https://web.archive.org/web/20190501120000/{gone}"
    assert {each.witness for each in heard(desk)[wall]} == {Witness.CAPTURE}
    assert not any("robots" in path for path in archive.asked), "the interface for programs is asked as such"


def test_check_keeps_the_answers_of_the_archive_for_a_month(desk: Desk, site: Site, archive: Archive) -> None:
    """The next runs ask it nothing; after thirty days it is asked again."""
    desk.write(f"[Gone]({site.url('/gone')})\n")
    desk.check(**archive.settings)
    asked = len(archive.asked)
    assert asked > 0
    desk.check(days=5, **archive.settings)
    desk.check(days=29, **archive.settings)
    assert len(archive.asked) == asked
    desk.check(days=31, **archive.settings)
    assert len(archive.asked) > asked


def test_check_asks_again_when_the_archive_gave_no_answer(desk: Desk, site: Site, archive: Archive) -> None:
    """Its troubles are kept from the link: nothing is recorded, and the next run asks."""
    archive.down = True
    desk.write(f"[Wall]({site.url('/wall')})\n")
    desk.check(attempts=1, **archive.settings)
    assert heard(desk)[site.url("/wall")] == []
    archive.down = False
    archive.keep(site.url("/wall"), "2026-11-20")
    desk.check(days=1, ask_all=True, **archive.settings)
    assert [each.status for each in heard(desk)[site.url("/wall")]] == [200]


def test_check_asks_no_archive_when_it_may_not(desk: Desk, site: Site, archive: Archive) -> None:
    """0 seconds are none."""
    desk.write(f"[Gone]({site.url('/gone')})\n")
    desk.check(**{**archive.settings, "archive_time_s": 0.0})
    assert archive.asked == []


def test_check_asks_the_index_once_for_a_host_with_many_links(desk: Desk, site: Site, archive: Archive) -> None:
    """Copies from after the day send us to the list of copies, which is asked for all of them in one question."""
    urls = [site.url(f"/posts/{name}") for name in ("one", "two", "three", "four")]
    for url in urls:
        archive.keep(url, "2026-11-25", body="<title>Too late</title>")
    archive.keep(urls[0], "2020-01-01", body="<title>In time</title>")
    desk.write(" ".join(f"[Gone]({url})" for url in urls) + "\n")
    desk.check(**archive.settings)
    assert len([path for path in archive.asked if path.startswith("/cdx/")]) == 1
    taken = {each.title: each for each in heard(desk)[urls[0]] if each.rule == "nearest"}
    assert taken["In time"].taken_at is not None
    assert taken["In time"].taken_at.year == 2020


def test_check_says_nothing_of_a_copy_when_the_site_is_excluded(desk: Desk, site: Site, archive: Archive) -> None:
    """The archive may not show it: that is known for a month, and is no "no copy"."""
    archive.excluded.add(site.url("/gone"))
    desk.write(f"[Gone]({site.url('/gone')})\n")
    desk.check(**archive.settings)
    assert [each.marks for each in heard(desk)[site.url("/gone")]] == [("excluded",)]
    asked = len(archive.asked)
    desk.check(days=3, **archive.settings)
    assert len(archive.asked) == asked


def test_check_calls_nothing_dead_that_an_archive_was_let_in_to(desk: Desk, site: Site, archive: Archive) -> None:
    """Weeks of 404 to us, and a good copy meanwhile: somebody is served."""
    desk.write(f"[Gone]({site.url('/gone')})\n")
    for days in (0, 8, 16):
        desk.check(days=days, **archive.settings)
    assert desk.health() == {site.url("/gone"): "dead"}
    archive.keep(site.url("/gone"), "2026-12-20")
    desk.check(days=38, **archive.settings)
    assert desk.health() == {site.url("/gone"): "broken"}
    assert "2026-12-20, which speaks for it" in str(desk.rows()[site.url("/gone")]["reason"])
