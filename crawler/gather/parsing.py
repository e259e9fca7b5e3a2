"""Reads pages where they can be stopped: small ones here, PDFs and others in a process of their own. EDGE process.

A page of 512 KiB can keep a parser busy for minutes. So whatever is not `harmless` is read by a child that the system
kills when it has used its seconds of CPU, and that is killed from here when it takes too long by the clock; another
takes its place. The loop never waits for a parser.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from types import TracebackType
from typing import Self, TypeVar

from crawler.gather import page, parsing_child
from crawler.gather.parsing_child import Excerpt
from crawler.gather.sparse import Held

T = TypeVar("T")

WORKERS = 2
WALL_FACTOR = 6
"""A deadline by the clock, too, for a child that does not even use its CPU; generous, for the machine may be busy."""
GOODBYE_S = 2.0

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from crawler.gather.parsing_child import main; main()"
)
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""What Python itself may need. Tokens are in the environment too, and a child reads what strangers wrote."""
_LOST = (TimeoutError, OSError, EOFError, RuntimeError, ValueError, TypeError, KeyError)
"""What is raised here when the child dies, hangs or says nonsense; uvloop's RuntimeError tells of a closed pipe."""


class Parser:
    """Reads pages; children are started when the first page needs one, and ended by `aclose`."""

    def __init__(self, cpu_s: float, workers: int = WORKERS) -> None:
        self._cpu_s = cpu_s
        self._free = asyncio.Semaphore(workers)
        self._idle: list[Process] = []
        self._ended: set[Process] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def read(self, body: bytes, content_type: str | None, url: str) -> page.Page | None:
        """What the page says of itself; None when it could not be read in its bounds, whoever is to blame."""
        if page.harmless(body):
            with suppress(Exception):  # one page that a library trips over must not end the run
                return page.read(body, content_type, url)
            return None
        asked = parsing_child.question(body, content_type, url, self._cpu_s)
        return await self._apart(asked, parsing_child.unpack)

    async def read_pdf(self, held: Held, today: date) -> Excerpt | None:
        """What a PDF says of itself, as far as it is held; none is so small that it could not do harm."""
        return await self._apart(parsing_child.pdf_question(held, today, self._cpu_s), parsing_child.unpack_pdf)

    async def read_feed(self, body: bytes, now: datetime) -> page.Page | None:
        """The newest entry of a feed; none is so small that its reader could not be kept busy."""
        asked = parsing_child.question(body, parsing_child.FEED, now.isoformat(), self._cpu_s)
        return await self._apart(asked, parsing_child.unpack)

    async def aclose(self) -> None:
        """End all children, and wait until they are gone."""
        for child in self._idle:
            _close(child)
        for child in (*self._idle, *self._ended):
            await _gone(child)
        self._idle.clear()
        self._ended.clear()

    async def _apart(self, asked: bytes, unpack: Callable[[bytes], T]) -> T | None:
        """What a child answers; None where it dies over the question, or takes too long."""
        async with self._free:
            child = await self._child()
            if child is None:
                return None
            try:
                async with asyncio.timeout(WALL_FACTOR * self._cpu_s):
                    found = unpack(await _ask(child, asked))
            except _LOST:
                self._end(child)
                return None
            except BaseException:
                # Cancelled in the midst of an answer: what the pipe holds now belongs to nobody.
                self._end(child)
                raise
            self._idle.append(child)
            return found

    async def _child(self) -> Process | None:
        while self._idle:
            child = self._idle.pop()
            if child.returncode is None:
                return child
            self._ended.add(child)
        try:
            return await _start()
        except OSError:
            return None

    def _end(self, child: Process) -> None:
        with suppress(ProcessLookupError):
            child.kill()
        _close(child)
        self._ended.add(child)


async def _start() -> Process:
    """A child in a session of its own: Ctrl-C is for the crawl, which ends its children itself."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _START, json.dumps(sys.path),
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
    )  # fmt: skip


async def _ask(child: Process, asked: bytes) -> bytes:
    """Send a question and await its answer; a child that dies over it ends the stream."""
    if child.stdin is None or child.stdout is None:
        raise ConnectionError
    child.stdin.write(asked)
    await child.stdin.drain()
    head = await child.stdout.readexactly(parsing_child.ANSWER_HEAD_BYTES)
    return await child.stdout.readexactly(parsing_child.answer_bytes(head))


def _close(child: Process) -> None:
    """Close the pipe that the child listens to, which ends it."""
    if child.stdin is not None:
        child.stdin.close()


async def _gone(child: Process) -> None:
    """Wait until a child is gone; one that does not go is killed."""
    try:
        async with asyncio.timeout(GOODBYE_S):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()
