"""Builders for the tests of the gathering half, a chain of hops, and a web without a network for the frontier."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.gather import chain, page
from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.fetcher import Clock, Fetcher
from crawler.gather.frontier import Frontier
from crawler.model import ErrorKind
from crawler.settings import Settings

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STILL = Clock(monotonic=lambda: 0.0, utc=lambda: START)
"""A clock that stands still."""


def ask(url: str, **more: Any) -> Request:
    """A first request for a target."""
    return Request(url=url, targets=(url,), **more)


def answer(request: Request, status: int = 200, at_s: float = 0.0, **headers: str) -> Reply:
    """An answer with a status; header names are given with underscores."""
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(request=request, at=START + timedelta(seconds=at_s), status=status, headers=fields)


def silence(request: Request, error: ErrorKind, at_s: float = 0.0) -> Reply:
    """No answer, for a reason."""
    return Reply(request=request, at=START + timedelta(seconds=at_s), error=error, host_answered=False)


async def walk(fetcher: Fetcher, request: Request, most: int = 10) -> tuple[list[Reply], ErrorKind | None]:
    """Each hop of a chain, pages read and refreshes followed, and why the chain ended before its end, if it did."""
    replies = []
    following: Request | ErrorKind | None = request
    while isinstance(following, Request):
        reply = await fetcher.fetch(following)
        read = page.read(reply.body, reply.header("content-type"), following.url) if reply.body else None
        replies.append(replace(reply, page=read))
        following = chain.follow(replies[-1], most)
    return replies, following or replies[-1].error


Web = Callable[[Request, int], Reply | tuple[Reply, float]]
"""A request and how often its address was asked before -> what comes back, and after how many seconds."""


class Simulation:
    """Runs a frontier against a web that is a function, in time that is a number."""

    def __init__(self, web: Web, settings: Settings | None = None, frontier: Frontier | None = None) -> None:
        self.frontier = frontier or Frontier(settings or Settings())
        self.now = 0.0
        self.sent: list[tuple[float, Request]] = []
        self.results: list[Reply] = []
        self.open_most: dict[str, int] = {}
        self._web = web
        self._order = 0
        self._asked: dict[str, int] = {}
        self._open: dict[str, int] = {}
        self._flying: list[tuple[float, int, Reply]] = []

    def run(self, urls: Iterable[str], *, until_s: float = 1e6) -> list[Reply]:
        """Ask for all, and return what is settled, in order."""
        for url in urls:
            self.frontier.add(ask(url), START, self.now)
        while not self.frontier.finished:
            assert self.now < until_s, "the crawl does not end"
            self._launch()
            self._pass_time()
            self.results += self.frontier.settled()
        return self.results

    def pages(self) -> list[str]:
        """The addresses that were asked, robots.txt left out."""
        return [request.url for _, request in self.sent if request.purpose is Purpose.PAGE]

    def _launch(self) -> None:
        while request := self.frontier.take(self.now):
            self.sent.append((self.now, request))
            before = self._asked.get(request.url, 0)
            self._asked[request.url] = before + 1
            reply = self._web(request, before)
            reply, after_s = reply if isinstance(reply, tuple) else (reply, 0.1)
            host = request.url.split("/")[2]
            self._open[host] = self._open.get(host, 0) + 1
            self.open_most[host] = max(self.open_most.get(host, 0), self._open[host])
            self._order += 1
            heapq.heappush(self._flying, (self.now + after_s, self._order, reply))

    def _pass_time(self) -> None:
        wait_s = self.frontier.wait_s(self.now)
        times = ([self._flying[0][0]] if self._flying else []) + ([self.now + wait_s] if wait_s is not None else [])
        assert times or self.frontier.finished, "nothing will ever happen"
        self.now = max(self.now, min(times, default=self.now))
        while self._flying and self._flying[0][0] <= self.now:
            _, _, reply = heapq.heappop(self._flying)
            self._open[reply.request.url.split("/")[2]] -= 1
            self.frontier.give_back(reply, self.now)
