"""A server that keeps every byte that it was sent: what stands on no tape was told to nobody.

with Tape() as tape:
    tape.answer = lambda head: answered(302, Location="/next")
    ... ask http://127.0.0.1:{tape.port}/ ...
    assert b"secret" not in tape.wire
"""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from tests.serving import Serving


class Tape:
    """Answers each request with the bytes that `answer` makes of its head."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.answer: Callable[[bytes], bytes] = lambda _: answered(200)
        self.wire = b""
        """All that came, over all connections, behind TLS where there is TLS."""
        self.connections = 0
        self._tls = tls
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.port = self._stack.enter_context(Serving()).listen(self._serve, tls=self._tls)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        heard = b""
        while data := await reader.read(65_536):
            self.wire += data
            heard += data
            if heard.endswith(b"\r\n\r\n"):
                await self._reply(heard, reader, writer)
                heard = b""

    async def _reply(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.answer(head))
        await writer.drain()


class Tunnel(Tape):
    """A proxy: CONNECT leads to one port of 127.0.0.1, whatever is asked for; what goes through it is not kept."""

    def __init__(self, to_port: int) -> None:
        super().__init__()
        self._to_port = to_port

    async def _reply(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not head.startswith(b"CONNECT "):
            await super()._reply(head, reader, writer)
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._to_port)
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        try:
            await asyncio.gather(_pipe(reader, back), _pipe(there, writer))
        finally:
            back.close()


async def _pipe(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        to.write(data)
        await to.drain()
    to.close()


def answered(status: int, body: bytes = b"", **fields: str) -> bytes:
    r"""One whole answer; names of fields are given with underscores.

    >>> answered(302, Set_Cookie="a=b").split(b"\r\n")[3]
    b'Set-Cookie: a=b'
    """
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n{lines}\r\n"
    return head.encode() + body
