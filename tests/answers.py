"""What a site may answer, decently or not. Each answer is a coroutine that writes to one connection.

None of them sleeps in order to be slow: what never ends does so until the client goes or the site closes, so a test
sets a tiny timeout on its client and never waits for the server.
"""

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from tests.wire import Seen, head_bytes

MIB = 1024 * 1024
HTML = "text/html; charset=utf-8"
Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One request and the connection on which to answer it."""

    seen: Seen
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Write and wait until the client has taken most of it."""
        self.writer.write(data)
        await self.writer.drain()


Answer = Callable[[Talk], Awaitable[bool]]
"""Answers one request; True when the connection may serve another."""


def page(body: str | bytes = "", *, status: int = 200, headers: Headers = (), kind: str = HTML) -> Answer:
    """A whole answer with its length; a HEAD gets the same without the body."""
    data = body.encode() if isinstance(body, str) else body
    fields = [("Content-Type", kind), ("Content-Length", str(len(data))), *headers]

    async def answer(talk: Talk) -> bool:
        await talk.send(head_bytes(status, fields) + (b"" if talk.seen.method == "HEAD" else data))
        return True

    return answer


def redirect(to: str, *, status: int = 301, headers: Headers = ()) -> Answer:
    """A redirect to an address, absolute or not, written into the header as it is."""
    return page(status=status, headers=[("Location", to), *headers])


def validated(body: str, *, etag: str, modified: str) -> Answer:
    """A page with validators: 304 for a client that shows either of them again."""
    headers = [("ETag", etag), ("Last-Modified", modified)]
    full, unchanged = page(body, headers=headers), raw(head_bytes(304, headers), close=False)

    async def answer(talk: Talk) -> bool:
        shown = talk.seen.header("if-none-match")
        known = shown == etag if shown is not None else talk.seen.header("if-modified-since") == modified
        return await (unchanged if known else full)(talk)

    return answer


def raw(data: bytes, *, close: bool = True) -> Answer:
    """Exactly these bytes and not one more; then the connection ends, or goes on."""

    async def answer(talk: Talk) -> bool:
        await talk.send(data)
        return not close

    return answer


def chunked(pieces: Iterable[bytes], *, headers: Headers = (), end: bytes = b"0\r\n\r\n") -> Answer:
    """A body in chunks, each piece one of them; `end` may be anything but the proper one."""
    body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    fields = [("Content-Type", HTML), ("Transfer-Encoding", "chunked"), *headers]
    return raw(head_bytes(200, fields) + body + end)


def wrong_length(body: bytes, *, says: str) -> Answer:
    """A body whose Content-Length says something else."""
    return raw(head_bytes(200, [("Content-Type", HTML), ("Content-Length", says)]) + body)


def silent() -> Answer:
    """Never answers, and keeps the connection."""

    async def answer(talk: Talk) -> bool:
        await asyncio.Event().wait()
        return False

    return answer


def held(gate: asyncio.Event, then: Answer) -> Answer:
    """Answers when the gate opens, and not before."""

    async def answer(talk: Talk) -> bool:
        await gate.wait()
        return await then(talk)

    return answer


def endless(chunk: bytes = b"x" * 16384, *, headers: Headers = ()) -> Answer:
    """A body that never ends, as fast as the client takes it."""

    async def answer(talk: Talk) -> bool:
        await talk.send(head_bytes(200, [("Content-Type", HTML), *headers]))
        while not talk.writer.is_closing():
            await talk.send(chunk)
            await asyncio.sleep(0)
        return False

    return answer


def drip(
    chunk: bytes = b"x",
    *,
    interval_s: float = 0.01,
    before: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
) -> Answer:
    """Now and then a few bytes, for ever; with an unfinished head as `before` it is the head that drips."""

    async def answer(talk: Talk) -> bool:
        await talk.send(before)
        while not talk.writer.is_closing():
            await talk.send(chunk)
            await asyncio.sleep(interval_s)
        return False

    return answer


def reset() -> Answer:
    """The connection is torn down with a RST."""

    async def answer(talk: Talk) -> bool:
        sock: socket.socket = talk.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        talk.writer.transport.abort()
        return False

    return answer


def close() -> Answer:
    """The connection ends politely, without a byte of answer."""
    return raw(b"")


def sequence(*answers: Answer) -> Answer:
    """The first answer for the first request, and so on; the last one for all that follow."""
    asked = count()

    async def answer(talk: Talk) -> bool:
        return await answers[min(next(asked), len(answers) - 1)](talk)

    return answer


def many_1xx(times: int | None = None, *, then: Answer | None = None) -> Answer:
    """So many informational answers (None: for ever) before the real one."""

    async def answer(talk: Talk) -> bool:
        for _ in range(times) if times is not None else count():
            if talk.writer.is_closing():
                return False
            await talk.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
            await asyncio.sleep(0)
        return await (then or page("<title>At last</title>"))(talk)

    return answer


def big_head(size: int, *, fields: int = 1) -> Answer:
    """A good page under about `size` bytes of header, in so many fields."""
    each = max(size // fields - len("X-Padding-000000: \r\n"), 1)
    return page("<title>Topheavy</title>", headers=[(f"X-Padding-{n:06}", "x" * each) for n in range(fields)])


def bomb(codings: str, *, size: int = 64 * MIB) -> Answer:
    """A small body that unpacks to `size` zeros; codings as in Content-Encoding, e.g. `deflate` or `gzip, gzip`."""
    return page(_packed(codings, size), headers=[("Content-Encoding", codings)])


@cache
def _packed(codings: str, size: int) -> bytes:
    data = bytes(size)
    for coding in codings.split(","):
        data = packed(data, coding.strip())
    return data


def packed(data: bytes, coding: str) -> bytes:
    """The data in one content coding, `gzip` or `deflate`.

    >>> gzip.decompress(packed(b"abc", "gzip"))
    b'abc'
    """
    return zlib.compress(data, 9) if coding == "deflate" else gzip.compress(data, mtime=0)


def parted(data: bytes, *, headers: Headers = (), kind: str = "application/pdf") -> Answer:
    """A file with its length, and any part of it that is asked for alone (RFC 9110, 14)."""
    fields = [("Content-Type", kind), ("Accept-Ranges", "bytes"), *headers]
    whole = page(data, headers=fields[1:], kind=kind)

    async def answer(talk: Talk) -> bool:
        wanted = (talk.seen.header("range") or "").removeprefix("bytes=")
        if not wanted:
            return await whole(talk)
        first, last = (int(part) for part in wanted.split("-"))
        part = data[first : last + 1]
        said = f"bytes {first}-{first + len(part) - 1}/{len(data)}"
        head = head_bytes(206, [*fields, ("Content-Range", said), ("Content-Length", str(len(part)))])
        await talk.send(head + part)
        return True

    return answer
