"""What is asked once the pages have been: archives, over real sockets."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import pipeline
from crawler.model import Document, Scheme, Target, Testimony, Witness
from crawler.pipeline.judging import Judge
from crawler.pipeline.passes import Passes
from crawler.store import Store
from tests import answers
from tests.answers import Talk
from tests.archive import Archive
from tests.gathering import START
from tests.histories import link, look
from tests.repositories import Repository, isolate
from tests.site import Site, closed_port
from tests.test_pipeline import Desk, clock


@pytest.fixture
def archive() -> Iterator[Archive]:
    """An archive that holds nothing yet."""
    with Archive() as serving:
        yield serving


@pytest.fixture
def desk(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder to work in, and a site with a page, a wall and nothing else."""
    isolate(monkeypatch, tmp_path)
    site.page("/robots.txt", status=404)
    site.page("/wall", "<title>No</title>", status=403)
    return Desk(tmp_path)


def heard(desk: Desk, *witnesses: Witness) -> dict[str, list[Testimony]]:
    """What witnesses said, by target; of some of them alone, if any are named."""
    with Store.open(desk.settings.db, readonly=True) as store:
        return {
            history.target.url: [each for each in history.testimonies if not witnesses or each.witness in witnesses]
            for history in store.histories()
        }


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


def test_check_knows_what_a_page_was_from_its_copy(desk: Desk, site: Site, archive: Archive) -> None:
    """Title and abstract of what nobody may see are the copy's, and are marked so; addresses are the page's own."""
    wall = site.url("/wall")
    page = '<title>Behind the wall</title><meta name=description content="All of it."><link rel=canonical href=/wall>'
    archive.keep(wall, "2026-11-01", body=page)
    desk.write(f"[Wall]({wall})\n")
    desk.check(**archive.settings)
    row = desk.rows()[wall]
    assert (row["title"], row["abstract"]) == ("Behind the wall", "All of it.")
    assert row["source"] == {
        "title": "wayback: title, 2026-11-01",
        "abstract": "wayback: description, 2026-11-01",
        "canonical": "wayback: link, 2026-11-01",
    }
    with Store.open(desk.settings.db, readonly=True) as store:
        (history,) = store.histories()
    assert [said.canonical for said in history.metadata] == [wall]


def test_check_learns_nothing_from_a_copy_of_something_else(desk: Desk, site: Site, archive: Archive) -> None:
    """A copy of an error page is no page of the target."""
    archive.keep(site.url("/gone"), "2026-11-01", status=404, body="<title>Not found</title>")
    desk.write(f"[Gone]({site.url('/gone')})\n")
    desk.check(**archive.settings)
    assert desk.rows()[site.url("/gone")]["title"] is None


def test_check_keeps_the_answers_of_the_archive_for_a_month(desk: Desk, site: Site, archive: Archive) -> None:
    """The next runs ask it nothing; after thirty days it is asked again."""
    desk.write(f"[Wall]({site.url('/wall')})\n")
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
    assert [each.marks for each in heard(desk, Witness.CAPTURE)[site.url("/gone")]] == [("excluded",)]
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


WORDS = "kernel trick and attention are two names for one thing, as this page sets out to show in some detail. " * 9


def test_check_looks_twice_and_beside_when_a_page_says_it_is_gone(desk: Desk, site: Site) -> None:
    """A soft 404 is asked for again, and one address that cannot exist on its host, once for all that is in doubt."""
    site.page("/lost", "<title>Page not found</title><h1>Oops! That page can't be found.</h1>")
    site.redirect("/deep/link", to="/", status=302)
    site.page("/", f"<title>A site</title><h1>Welcome</h1><p>{WORDS}")
    site.page("/fine", f"<title>A fine page</title><p>{WORDS}")
    desk.write(f"[A]({site.url('/lost')}) [B]({site.url('/deep/link')}) [C]({site.url('/fine')})\n")
    desk.check()
    assert desk.health() == {site.url("/lost"): "broken", site.url("/deep/link"): "broken", site.url("/fine"): "alive"}
    assert (site.paths.count("/lost"), site.paths.count("/deep/link"), site.paths.count("/fine")) == (2, 2, 1)
    probes = [each for said in heard(desk, Witness.PROBE).values() for each in said]
    assert {each.target for each in probes} == {site.url("/lost"), site.url("/deep/link")}
    [asked] = {each.asked for each in probes}
    assert site.paths.count(asked.removeprefix(site.url(""))) == 1
    assert {each.status for each in probes} == {404}
    assert heard(desk)[site.url("/fine")] == []


def test_check_clears_a_page_that_was_lost_for_a_moment(desk: Desk, site: Site) -> None:
    """The second look found the page: nothing is held against it."""
    lost = answers.page("<title>Page not found</title><h1>Oops! That page can't be found.</h1>")
    site.answer("/page", answers.sequence(lost, answers.page(f"<title>Here</title><p>{WORDS}")))
    desk.write(f"[A]({site.url('/page')})\n")
    desk.check()
    assert desk.health() == {site.url("/page"): "alive"}


def test_check_goes_on_with_the_doubts_of_a_run_that_was_stopped(desk: Desk, site: Site) -> None:
    """What is in doubt is read from the store: a run that ended between the passes ends as any other."""
    site.page("/lost", "<title>Page not found</title><h1>Oops! That page can't be found.</h1>")
    desk.write(f"[A]({site.url('/lost')})\n")
    desk.check()
    with Store.open(desk.settings.db) as store:
        store._db.execute("DROP TRIGGER observations_are_never_removed")
        store._db.execute("DELETE FROM observations WHERE look = 2")
        store._db.execute("UPDATE runs SET finished_at = NULL, complete = 0")
    asked = site.paths.count("/lost")
    desk.check()
    assert site.paths.count("/lost") == asked + 1
    assert desk.health() == {site.url("/lost"): "broken"}


def test_check_calls_no_page_gone_that_a_script_fills(desk: Desk, site: Site) -> None:
    """An application that is one page for every address is alive, whatever an invented address beside it gets."""
    shell = "<title>App</title><div id=root></div><script src=/app.js></script>"
    site.anything(answers.page(shell))
    site.page("/robots.txt", status=404)
    desk.write(f"[App]({site.url('/app/page')})\n")
    for days in (0, 20, 40):
        desk.check(days=days)
    assert desk.health() == {site.url("/app/page"): "alive"}


def test_check_asks_what_a_page_was_called_on_the_day_it_was_added(desk: Desk, site: Site, archive: Archive) -> None:
    """The list knows the page by another name: an archive is asked what it was, and two days later it is hijacked."""
    url = site.url("/page")
    site.page("/page", f"<title>Best online casino bonus slots</title><p>{WORDS}")
    archive.keep(url, "2019-05-01", body=f"<title>Attention and the kernel trick</title><p>{WORDS[::-1]}")
    desk.write(f"[Attention and the kernel trick]({url})\n")
    Repository(desk.folder).commit({"README.md": desk.list.read_bytes()}, datetime(2019, 5, 2, 12, tzinfo=UTC))
    desk.check(**archive.settings)
    assert next(path for path in archive.asked if "/web/" in path).startswith("/web/20190502120000id_/")
    assert desk.health() == {url: "alive"}
    desk.check(days=20, **archive.settings)
    assert desk.health() == {url: "hijacked"}
    reason = str(desk.rows()[url]["reason"])
    assert '"Best online casino bonus slots"' in reason
    assert 'where it was "Attention and the kernel trick" (archived on 2019-05-01)' in reason


def test_check_offers_the_copy_nearest_before_the_day_git_knows(desk: Desk, site: Site, archive: Archive) -> None:
    """From the commit that brought the link to the patch that offers the copy, for a person's eyes."""
    url = site.url("/gone")
    for day, title in (("2017-01-01", "Too old"), ("2019-04-01", "As it was"), ("2019-05-03", "A day too late")):
        archive.keep(url, day, body=f"<title>{title}</title><p>{WORDS}")
    desk.write(f"[A paper]({url}#part)\n")
    Repository(desk.folder).commit({"README.md": desk.list.read_bytes()}, datetime(2019, 5, 2, 12, tzinfo=UTC))
    desk.check(**archive.settings)
    diff = pipeline.fix([desk.list], desk.settings, review=True, write=False, clock=clock())
    assert f"+[A paper](https://web.archive.org/web/20190401120000/{url}#part)".encode() in diff
    assert pipeline.fix([desk.list], desk.settings, review=False, write=False, clock=clock()) == b""
    assert "the link was added on 2019-05-02" in (desk.folder / "reports" / "dead-links.md").read_text("utf-8")


def test_check_asks_what_a_rule_proposes_once_a_month(desk: Desk, site: Site) -> None:
    """The other spelling of what is gone is asked for, its answer kept, and asked for again when it is old."""
    desk.write(f"[Gone]({site.url('/gone')})\n")
    desk.check()
    assert [each.rule for each in heard(desk, Witness.CANDIDATE)[site.url("/gone")]] == ["closing-slash"]
    for days, times in ((10, 1), (29, 1), (31, 2)):
        desk.check(days=days, ask_all=True)
        assert site.paths.count("/gone/") == times, days


def test_check_asks_nothing_more_of_a_place_that_gives_no_answer(desk: Desk) -> None:
    """Where nobody listens, another spelling of the path meets nobody either."""
    with closed_port() as port:
        desk.write(f"[Gone](http://127.0.0.1:{port}/gone) [Here](local.md)\n")
        desk.check(attempts=1)
    assert heard(desk, Witness.CANDIDATE)[f"http://127.0.0.1:{port}/gone"] == []


def test_passes_ask_for_no_copy_from_after_the_end_of_a_place(desk: Desk) -> None:
    """What an archive holds of a place that shut is asked for up to its last day, whatever day git knows."""
    url = "https://paperswithcode.com/method/vgg"
    target = Target(url=url, scheme=Scheme.WEB)
    found = replace(link(url), added_at=datetime(2026, 1, 1, tzinfo=UTC))
    with Store.open(desk.settings.db) as store:
        store.record_sources([Document(path="README.md", links=(found,))], {target: (found,)}, digests={}, now=START)
        run = store.begin_run(START)
        for number in (1, 2):
            store.record(look(run.id, number, target=url, status=404))
        passes = Passes(Judge(desk.settings, START.date()), ["README.md"], START)
        [request] = passes.archives(store)
    assert request.url == f"https://web.archive.org/web/20250724235959id_/{url}"


def test_check_asks_the_archive_while_a_slow_host_is_waited_for(desk: Desk, site: Site, archive: Archive) -> None:
    """The slow page answers only once the archive has been asked: nothing is waited for in turn."""
    archive.keep(site.url("/wall"), "2026-11-01", body="<title>Behind the wall</title>")

    async def slow(talk: Talk) -> bool:
        in_time = await asyncio.to_thread(archive.site.wait_for_requests, 1)
        return await answers.page("<title>Slow</title>", status=200 if in_time else 500)(talk)

    site.answer("/slow", slow)
    for number in range(60):
        site.page(f"/{number}", f"<title>Page {number}</title>")
    addresses = ("/slow", "/wall", *(f"/{number}" for number in range(60)))
    desk.write(" ".join(f"[Link]({site.url(address)})" for address in addresses))
    desk.check(**{**archive.settings, "archive_time_s": 60.0})
    rows = desk.rows()
    assert (rows[site.url("/slow")]["health"], rows[site.url("/wall")]["title"]) == ("alive", "Behind the wall")
