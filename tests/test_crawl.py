"""The loop of a crawl, over real sockets."""

import asyncio
import ipaddress
import time
from collections import Counter
from contextlib import aclosing
from datetime import UTC, datetime

import pytest

from crawler.gather.crawl import Bell, crawl
from crawler.gather.exchange import Reply, Request
from crawler.gather.fetcher import Clock, Fetcher
from crawler.gather.frontier import Frontier
from crawler.model import ErrorKind
from crawler.settings import Settings
from tests import answers
from tests.gathering import START, answer, ask, silence
from tests.site import Site, closed_port

CLOCK = Clock(monotonic=time.monotonic, utc=lambda: datetime(2026, 11, 23, tzinfo=UTC))
SETTINGS = Settings(
    allow_network=(ipaddress.ip_network("127.0.0.0/8"),), host_rate=0.0, host_concurrency=50, host_concurrency_start=50
)


def frontier_of(*urls: str) -> Frontier:
    """A frontier that these were added to."""
    frontier = Frontier(SETTINGS)
    for url in urls:
        frontier.add(ask(url), START, CLOCK.monotonic())
    return frontier


async def results(frontier: Frontier, bell: Bell | None = None) -> list[Reply]:
    """All replies of a crawl."""
    async with (
        Fetcher(SETTINGS, CLOCK) as fetcher,
        aclosing(crawl(frontier, fetcher.fetch, CLOCK, bell or Bell())) as found,
    ):
        return [reply async for reply in found]


async def test_crawl_yields_one_reply_for_each_target(site: Site) -> None:
    """Every target comes out once, whatever order the answers take; robots.txt is asked once."""
    site.anything(answers.page("<title>Here</title>"))
    site.page("/robots.txt", status=404)
    urls = [site.url(f"/{number}") for number in range(60)]
    found = await results(frontier_of(*urls))
    assert sorted(reply.request.url for reply in found) == sorted(urls)
    assert site.paths.count("/robots.txt") == 1
    assert len(site.paths) == 61


async def test_crawl_records_every_hop(site: Site) -> None:
    """A chain of redirects over the wire comes out as one reply with its hops."""
    site.redirect("/old", to="/newer", status=301)
    site.redirect("/newer", to="/page", status=302)
    site.page("/page", "<title>Here</title>")
    (reply,) = await results(frontier_of(site.url("/old")))
    assert [hop.status for hop in reply.request.redirects] == [301, 302]
    assert (reply.status, reply.error, reply.request.url) == (200, None, site.url("/page"))


async def test_crawl_looks_twice_at_what_is_gone(site: Site) -> None:
    """A 404 comes out twice, as the first look and the second."""
    found = await results(frontier_of(site.url("/gone")))
    assert [(reply.request.look, reply.status) for reply in found] == [(1, 404), (2, 404)]


async def test_crawl_lets_answers_under_way_in_when_it_is_stopped(site: Site) -> None:
    """A person stops the crawl: what is under way still counts, and nothing more is asked."""
    open_the_gate = site.held("/slow", answers.page("<title>Late</title>"))
    urls = [site.url("/slow"), *(site.url(f"/{number}") for number in range(500))]
    bell, frontier = Bell(), frontier_of(*urls)
    task = asyncio.ensure_future(results(frontier, bell))
    assert await asyncio.to_thread(site.wait_for, "/slow")
    bell.stop()
    open_the_gate()
    found = await task
    assert site.url("/slow") in {reply.request.url for reply in found}
    assert not frontier.finished


async def test_crawl_cancels_what_never_ends_when_its_reader_leaves(site: Site) -> None:
    """A reader that closes the crawl leaves no request behind."""
    site.silent("/never")
    site.page("/robots.txt", status=404)
    site.page("/now", "<p>x</p>")
    frontier = frontier_of(site.url("/now"), site.url("/never"))
    async with Fetcher(SETTINGS, CLOCK) as fetcher:
        async with aclosing(crawl(frontier, fetcher.fetch, CLOCK, Bell())) as found:
            first = await anext(found)
        assert first.request.url == site.url("/now")
    assert len(asyncio.all_tasks()) == 1


async def test_crawl_raises_a_fault_of_ours() -> None:
    """A mistake in the asker is no dead link: it ends the run, loudly."""

    async def broken(request: Request) -> Reply:
        raise AttributeError("a mistake of ours")

    async with aclosing(crawl(frontier_of("http://127.0.0.1:9/"), broken, CLOCK, Bell())) as found:
        with pytest.raises(AttributeError, match="ours"):
            await anext(found)


async def test_crawl_says_host_down_for_the_other_urls_when_a_host_refuses() -> None:
    """Many URLs of a host where nobody listens cost a few connections, and say so."""
    settings = Settings(allow_network=SETTINGS.allow_network, robots=False, attempts=2)
    frontier = Frontier(settings)
    with closed_port() as port:
        for number in range(40):
            frontier.add(ask(f"http://127.0.0.1:{port}/{number}"), START, CLOCK.monotonic())
        async with Fetcher(settings, CLOCK) as fetcher:
            found = [reply async for reply in crawl(frontier, fetcher.fetch, CLOCK, Bell())]
    assert {reply.error for reply in found} == {ErrorKind.REFUSED, ErrorKind.HOST_DOWN}
    assert len(found) == 80
    assert not any(reply.host_answered for reply in found)


async def test_bell_wakes_when_it_rings_and_when_the_time_is_up() -> None:
    """Waiting ends by a ring, by the clock, or at once where there is nothing to wait for."""
    bell = Bell()
    await bell.heard(0)
    await bell.heard(0.001)
    bell.ring()
    await bell.heard(None)
    bell.stop()
    await bell.heard(3600)
    assert bell.stopped


async def test_crawl_asks_anew_what_was_under_way_when_the_network_was_away() -> None:
    """What hangs, or failed and was not taken in yet, is asked again; what was answered is not."""
    asked, bell = Counter[str](), Bell()
    all_asked = asyncio.Event()

    async def ask_once(request: Request) -> Reply:
        asked[request.url] += 1
        if len(asked) == 4:
            all_asked.set()
        if request.url.endswith("/told") or asked[request.url] == 2:
            await all_asked.wait()
            return answer(request)
        if request.url.endswith("/refused"):
            await all_asked.wait()
            return silence(request, ErrorKind.REFUSED)
        if request.url.endswith("/first"):
            return answer(request)
        await asyncio.Event().wait()
        raise AssertionError

    urls = [f"http://{name}.test/{name}" for name in ("first", "told", "refused", "hangs")]
    frontier = Frontier(Settings(robots=False, attempts=1))
    for url in urls:
        frontier.add(ask(url), START, CLOCK.monotonic())
    found = []
    async with aclosing(crawl(frontier, ask_once, CLOCK, bell)) as replies:
        async for reply in replies:
            found.append(reply)
            if len(found) == 1:
                await all_asked.wait()
                for _ in range(5):
                    await asyncio.sleep(0)  # those that were told fly on, and land
                bell.repeat()
    assert sorted(reply.request.url for reply in found) == sorted(urls)
    assert {reply.status for reply in found} == {200}
    assert asked == {urls[0]: 1, urls[1]: 1, urls[2]: 2, urls[3]: 2}
    assert len(asyncio.all_tasks()) == 1
