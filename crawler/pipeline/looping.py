"""What surrounds the asking: the event loop, signals, a clock's tick, the limits of this process. EDGE: the system."""

import asyncio
import gc
import resource
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from crawler.gather.crawl import Bell
from crawler.settings import Settings

try:
    from uvloop import new_event_loop
except ImportError:  # where uvloop does not exist, asyncio's own loop does
    from asyncio import new_event_loop  # type: ignore[assignment]  # another class of loop

_T = TypeVar("_T")
_RARELY = (10_000, 20, 20)
"""Replies come and go by the thousand, and hardly one is part of a cycle."""
_SPARE_FILES = 64
"""File descriptors that are not for connections."""


def run(main: Coroutine[Any, Any, _T]) -> _T:
    """Run to the end, on uvloop where it exists; who cancels it is a person, with Ctrl-C."""
    gc.collect()
    gc.freeze()  # what is there now stays: to look through it again and again costs 5 % of a fast crawl
    gc.set_threshold(*_RARELY)
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            return runner.run(main)
    except asyncio.CancelledError as error:
        raise KeyboardInterrupt from error


@contextmanager
def interrupts(stop: Callable[[], None]) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM calls `stop`, a second Ctrl-C cancels the block, a third is Python's own again.

    Python's own may come at any point of the program, and is lost where that happens to be a destructor.
    """
    loop, block = asyncio.get_running_loop(), asyncio.current_task()

    def first() -> None:
        loop.add_signal_handler(signal.SIGINT, second)
        stop()

    def second() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        if block:
            block.cancel()

    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, first)
    except (ValueError, RuntimeError):  # only the main thread hears signals
        yield
        return
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


@asynccontextmanager
async def ticking(
    tick: Callable[[], None], interval_s: float, failed: Callable[[], None] = lambda: None
) -> AsyncIterator[None]:
    """Call `tick` again and again while the block runs; what it raises calls `failed`, and is raised at the end."""

    async def again() -> None:
        try:
            while True:
                await asyncio.sleep(interval_s)
                tick()
        except Exception:  # whatever it is: the block is told at once, and whoever waits for it gets it whole
            failed()
            raise

    task = asyncio.get_running_loop().create_task(again())
    try:
        yield
    finally:
        task.cancel()
        (ended,) = await asyncio.gather(task, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended


class Beside:
    """One piece of work that goes on beside the main one; use it as an async context manager, which leaves nothing."""

    def __init__(self) -> None:
        self.bell = Bell()
        """Rings for the work to stop."""
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Begin it, unless it was begun before."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(work())

    async def end(self) -> None:
        """Wait for it, if it was begun; a fault of its own is raised here."""
        if self._task is not None:
            await self._task


def within_limits(settings: Settings) -> Settings:
    """No more requests at once than this process may open files for; the soft limit is raised where that helps."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = settings.concurrency + _SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    room = settings.concurrency if soft == resource.RLIM_INFINITY else soft - _SPARE_FILES
    return replace(settings, concurrency=max(1, min(settings.concurrency, room)))
