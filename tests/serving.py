"""Servers of a test's own: an event loop in a thread of its own, and what listens there on 127.0.0.1.

A test stays synchronous, or keeps a loop of its own; nothing is left behind when the `with` block ends: every
connection is cut, every socket closed, the thread joined.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Speaks with one client, from its first byte to its last."""

T = TypeVar("T")

_STUCK_S = 30.0
"""A call into the loop that takes longer is a bug of the server, and must not hang the tests."""
_GOODBYE_S = 1.0
"""So long may a client take to hear the end of a TLS connection."""
_STEPS_IN = 3
"""Turns of the loop that a connection takes from the door to `accepted`."""
_LINE_BYTES = 256 * 1024
"""Longest request head that is read."""


class Serving:
    """An event loop in a thread; what listens on it ends when the block does."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="serving", daemon=True)
        self._servers: list[asyncio.Server] = []
        self._talks: set[asyncio.Task[None]] = set()
        self._open = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.run(self._stop())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_STUCK_S)
            self._loop.close()

    def run(self, coroutine: Coroutine[object, object, T]) -> T:
        """The result of a coroutine that runs on this loop; to be called from another thread."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(_STUCK_S)

    def soon(self, call: Callable[[], object]) -> None:
        """Call something on this loop; to be called from another thread."""
        self._loop.call_soon_threadsafe(call)

    def listen(self, serve: Serve, *, tls: ssl.SSLContext | None = None, port: int = 0) -> int:
        """Serve each client that connects to the port that comes back, behind TLS if a context is given."""
        return self.run(self._listen(serve, tls, port))

    def shut(self) -> None:
        """Listen no more; connections that stand go on."""
        self.run(self._shut())

    def cut(self) -> None:
        """Listen no more, and tear down every connection; `listen` begins anew."""
        self.run(self._stop())

    async def _listen(self, serve: Serve, tls: ssl.SSLContext | None, port: int) -> int:
        def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if not self._open:  # it was on its way in when the door was shut
                writer.transport.abort()
                return
            task = self._loop.create_task(_talk(serve, reader, writer, tls))
            self._talks.add(task)
            task.add_done_callback(self._talks.discard)

        self._open = True
        server = await asyncio.start_server(accepted, "127.0.0.1", port, backlog=1024, limit=_LINE_BYTES)
        self._servers.append(server)
        bound: int = server.sockets[0].getsockname()[1]
        return bound

    async def _shut(self) -> None:
        """Let in nobody any more, and then close: a server that is closed loses whoever is just coming in."""
        self._open = False
        for server in self._servers:
            for listening in server.sockets:
                self._loop.remove_reader(listening.fileno())
        for _ in range(_STEPS_IN):
            await asyncio.sleep(0)
        for server in self._servers:
            server.close()

    async def _stop(self) -> None:
        await self._shut()
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        servers, self._servers = self._servers, []
        for server in servers:
            await server.wait_closed()


async def _talk(
    serve: Serve, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tls: ssl.SSLContext | None
) -> None:
    """One connection; that a client goes away, or speaks no HTTP, is the client's affair.

    TLS is started here and not by the server, so that a handshake that never ends is a task that can be cancelled.
    """
    try:
        if tls:
            await writer.start_tls(tls)
        await serve(reader, writer)
    except (OSError, EOFError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()
        try:
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), _GOODBYE_S)
        finally:
            writer.transport.abort()
