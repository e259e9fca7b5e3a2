"""What surrounds the asking: the loop, signals, the tick, the limits of the process."""

import asyncio
import os
import resource
import signal
import threading

import pytest

from crawler.pipeline import looping
from crawler.settings import Settings


async def test_ticking_calls_again_and_again() -> None:
    """The tick comes while the block runs, and stops with it."""
    enough, times = asyncio.Event(), list[int]()

    def tick() -> None:
        times.append(1)
        if len(times) == 3:
            enough.set()

    async with looping.ticking(tick, 0.001):
        await enough.wait()
    after = len(times)
    await asyncio.sleep(0)
    assert len(times) == after


async def test_ticking_does_not_hide_a_fault() -> None:
    """What the tick raises is told at once, and raised when the block ends: a full disk must not pass in silence."""
    failed = asyncio.Event()

    def tick() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        async with looping.ticking(tick, 0.001, failed.set):
            await failed.wait()


def test_interrupts_stops_once_then_cancels_and_gives_the_signal_back() -> None:
    """The first signal asks to stop, Ctrl-C after that ends the block; then Python's own handler is in place again."""
    stopped = list[str]()

    async def main() -> None:
        told = asyncio.Event()

        def stop() -> None:
            stopped.append("once")
            told.set()

        with looping.interrupts(stop):
            os.kill(os.getpid(), signal.SIGTERM)
            await told.wait()
            try:
                os.kill(os.getpid(), signal.SIGINT)
                await asyncio.Event().wait()
            finally:
                assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
                stopped.append("cancelled")

    with pytest.raises(KeyboardInterrupt):
        looping.run(main())
    assert stopped == ["once", "cancelled"]


def test_interrupts_is_nothing_in_another_thread() -> None:
    """Only the main thread hears signals; elsewhere a crawl runs all the same."""
    ran = list[bool]()

    async def main() -> None:
        with looping.interrupts(lambda: None):
            ran.append(True)

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    thread.join()
    assert ran == [True]


def test_within_limits_raises_the_soft_limit_or_asks_for_less() -> None:
    """A process that may open few files asks less at once; one that may open more is allowed to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
        assert looping.within_limits(Settings(concurrency=128)).concurrency == 128
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 192
        assert looping.within_limits(Settings(concurrency=5)).concurrency == 5
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
