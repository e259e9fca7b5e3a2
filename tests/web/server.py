"""The replica as a server: every host of the world behind one plain and one TLS port."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from tests.answers import packed
from tests.authority import Authority
from tests.serving import Serving
from tests.site import closed_port, mute_port
from tests.web.answer import Answer, Door
from tests.web.hosts import interfaces
from tests.web.world import HOSTS, answers_for
from tests.wire import Seen, head_bytes, read_request

_CHUNK_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that the replica saw, and what it answered."""

    host: str
    path: str
    status: int
    agent: str
    seen: Seen


class Web:
    """Answers for all hosts of the world; what it saw stands in `requests` and `peak`.

    With a `fault` that is what every interface for programs answers.
    """

    def __init__(
        self,
        *,
        doors: Mapping[str, Door] | None = None,
        patience: float = 1.0,
        fault: Answer | None = None,
    ) -> None:
        self._fault = fault
        self._doors = {name: host.door for name, host in HOSTS.items()} | dict(doors or {})
        self._patience = patience
        self._lock = Lock()
        self._requests: list[Asked] = []
        self._open: Counter[str] = Counter()
        self._peak: Counter[str] = Counter()
        self._times: Counter[tuple[str, str, str]] = Counter()
        self._connections = 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._authority = self._stack.enter_context(Authority())
        serving = self._stack.enter_context(Serving())
        self.plain_port = serving.listen(self._plain)
        self.tls_port = serving.listen(self._tls, tls=self._context())
        self._ports = {
            Door.CLOSED: self._stack.enter_context(closed_port()),
            Door.MUTE: self._stack.enter_context(mute_port()),
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def cacert(self) -> Path:
        """The PEM file of the authority that signs for every host."""
        return self._authority.path

    @property
    def connect_to(self) -> tuple[str, ...]:
        """Where to connect instead, as curl's --connect-to takes it; the first that fits counts."""
        shut = [
            f"{name}:{port}:127.0.0.1:{self._ports[door]}"
            for name, door in self._doors.items()
            if door is not Door.OPEN
            for port in (80, 443)
        ]
        return (*shut, f":80:127.0.0.1:{self.plain_port}", f":443:127.0.0.1:{self.tls_port}")

    @property
    def requests(self) -> list[Asked]:
        """Every request so far, in the order of the answers."""
        with self._lock:
            return list(self._requests)

    @property
    def peak(self) -> dict[str, int]:
        """Host -> most requests that were open at one moment."""
        with self._lock:
            return dict(self._peak)

    @property
    def strangers(self) -> set[str]:
        """Hosts that were asked for and that the replica does not know."""
        return {asked.host for asked in self.requests} - set(HOSTS)

    def _context(self) -> ssl.SSLContext:
        """One context for all hosts: each client gets the certificate of the host that it names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def named(connection: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            host = HOSTS.get(name or "")
            kind = {"certificate": host.certificate} if host else {}
            connection.context = self._authority.context(name or "nobody.example", **kind)

        context.sni_callback = named
        return context

    async def _plain(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._serve(reader, writer, "http")

    async def _tls(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._serve(reader, writer, "https")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str) -> None:
        self._connections += 1
        connection, again = self._connections, True
        while again:
            seen = await read_request(reader, connection=connection, scheme=scheme)
            self._open[seen.host] += 1
            try:
                with self._lock:
                    self._peak[seen.host] = max(self._peak[seen.host], self._open[seen.host])
                again = await self._answer(seen, writer)
            finally:
                self._open[seen.host] -= 1

    async def _answer(self, seen: Seen, writer: asyncio.StreamWriter) -> bool:
        answers = answers_for(seen.scheme, seen.host, seen.path)
        if self._fault and interfaces.answer(seen.host, seen.path) is not None:
            answers = (self._fault,)
        key = (seen.scheme, seen.host, seen.path)
        answer = _unchanged(answers[min(self._times[key], len(answers) - 1)], seen)
        self._times[key] += 1
        known = HOSTS.get(seen.host)
        await asyncio.sleep(((known.latency_s if known else 0.0) + answer.delay_s) * self._patience)
        with self._lock:
            agent = seen.header("user-agent") or ""
            self._requests.append(Asked(host=seen.host, path=seen.path, status=answer.status, agent=agent, seen=seen))
        writer.write(wire_bytes(answer, accepted=seen.header("accept-encoding") or "", bare=seen.method == "HEAD"))
        await writer.drain()
        return (seen.header("connection") or "").lower() != "close"


def _unchanged(answer: Answer, seen: Seen) -> Answer:
    """304 for a client that has the page already (RFC 9110, 13.1: the ETag outranks the date)."""
    etag, modified = answer.header("etag"), answer.header("last-modified")
    shown, since = seen.header("if-none-match"), seen.header("if-modified-since")
    if answer.status != 200 or (etag if shown else modified) is None or not (shown or since):
        return answer
    same = _weak(shown) == _weak(etag or "") if shown else since == modified
    kept = tuple(field for field in answer.headers if field[0].lower() in ("etag", "last-modified", "server"))
    return Answer(status=304, headers=kept) if same else answer


def _weak(etag: str) -> str:
    """An ETag for weak comparison (RFC 9110, 8.8.3.2)."""
    return etag.strip().removeprefix("W/")


@cache
def wire_bytes(answer: Answer, *, accepted: str = "", bare: bool = False) -> bytes:
    r"""An answer as it goes over the wire to a client that accepts these content codings.

    >>> wire_bytes(Answer(body=b"hello"), accepted="gzip")
    b'HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nContent-Length: 5\r\n\r\nhello'
    """
    fields = [("Date", "Mon, 23 Nov 2026 12:00:00 GMT"), *answer.headers]
    body = answer.body
    offers = {offer.partition(";")[0].strip() for offer in accepted.split(",")}
    coding = next((coding for coding in answer.codings if coding in offers and body), None)
    if coding:
        body = packed(body, coding)
        fields += [("Content-Encoding", coding), ("Vary", "Accept-Encoding")]
    if answer.chunked:
        fields.append(("Transfer-Encoding", "chunked"))
        body = _chunks(body)
    elif answer.status != 304:
        fields.append(("Content-Length", str(len(body))))
    return head_bytes(answer.status, fields) + (b"" if bare else body)


def _chunks(body: bytes) -> bytes:
    pieces = [body[start : start + _CHUNK_BYTES] for start in range(0, len(body), _CHUNK_BYTES)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""])
