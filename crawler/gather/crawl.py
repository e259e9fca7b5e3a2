"""The loop: the frontier says who is next, the asker asks, and each look that is done comes out. EDGE: asyncio."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine

from crawler.gather.exchange import Reply, Request
from crawler.gather.fetcher import Clock
from crawler.gather.frontier import Frontier

Ask = Callable[[Request], Coroutine[None, None, Reply]]
_DRAIN_S = 3.0
"""Seconds that answers under way get when a person stops the crawl."""


class Bell:
    """Wakes the loop: an answer has come, or a person wants it to stop."""

    def __init__(self) -> None:
        self.stopped = False
        self._repeat = False
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Something has happened."""
        self._event.set()

    def stop(self) -> None:
        """Ask nothing more; what is under way may still end."""
        self.stopped = True
        self._event.set()

    def go_on(self) -> None:
        """Take the stop back."""
        self.stopped = False

    def repeat(self) -> None:
        """The network was away: what is under way is to be asked anew."""
        self._repeat = True

    def repeats(self) -> bool:
        """Whether that was said since the last call."""
        said, self._repeat = self._repeat, False
        return said

    async def heard(self, timeout_s: float | None) -> None:
        """Wait until it rings, or until the time is up."""
        if timeout_s is not None and timeout_s <= 0:
            await asyncio.sleep(0)
        else:
            timer = None if timeout_s is None else asyncio.get_running_loop().call_later(timeout_s, self._event.set)
            await self._event.wait()
            if timer:
                timer.cancel()
        self._event.clear()


async def crawl(frontier: Frontier, ask: Ask, clock: Clock, bell: Bell) -> AsyncGenerator[Reply]:
    """Yield each look's reply as it is done, until all are or the bell says stop; close it with `aclosing`."""
    flight = _Flight(ask, bell)
    try:
        while not frontier.finished and not bell.stopped:
            if bell.repeats():
                flight.repeat()
            now = clock.monotonic()
            while request := frontier.take(now):
                flight.launch(request)
            await bell.heard(frontier.wait_s(clock.monotonic()))
            flight.give_back(frontier, clock)
            for reply in frontier.settled():
                yield reply
        await flight.drain(_DRAIN_S if bell.stopped else 0.0)
        flight.give_back(frontier, clock)
        for reply in frontier.settled():
            yield reply
    finally:
        await flight.cancel()


class _Flight:
    """The requests under way. `asyncio.wait` would touch each of them at every answer; a queue touches one."""

    def __init__(self, ask: Ask, bell: Bell) -> None:
        self._ask = ask
        self._bell = bell
        self._running: dict[asyncio.Task[Reply], Request] = {}
        self._given_up: set[asyncio.Task[Reply]] = set()
        self._done: deque[asyncio.Task[Reply]] = deque()

    def launch(self, request: Request) -> None:
        """Begin to ask."""
        task = asyncio.get_running_loop().create_task(self._ask(request))
        self._running[task] = request
        task.add_done_callback(self._landed)

    def give_back(self, frontier: Frontier, clock: Clock) -> None:
        """Hand all that is done to the frontier; a fault of ours is raised here."""
        while self._done:
            task = self._done.popleft()
            if not task.cancelled():
                frontier.give_back(task.result(), clock.monotonic())

    def repeat(self) -> None:
        """Ask anew what has no answer yet: what was asked of a network that was away may never get one."""
        running, self._running = self._running, {}
        landed, self._done = self._done, deque()
        for task, request in running.items():
            task.cancel()
            self._given_up.add(task)
            self.launch(request)
        for task in landed:
            if task.cancelled() or task.exception() or task.result().status is not None:
                self._done.append(task)
            else:
                self.launch(task.result().request)

    async def drain(self, timeout_s: float) -> None:
        """Let what is under way end, for a while."""
        if self._running and timeout_s:
            await asyncio.wait(self._running, timeout=timeout_s)

    async def cancel(self) -> None:
        """Leave nothing behind."""
        left = (*self._running, *self._given_up)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _landed(self, task: asyncio.Task[Reply]) -> None:
        self._given_up.discard(task)
        if self._running.pop(task, None) is not None:
            self._done.append(task)
            self._bell.ring()
