"""Request -> Reply: one hop on the wire, streamed, with every limit held. EDGE: the network.

What comes back is a value, whatever happened: an answer, or the reason why there is none. The clock of a URL runs over
all its hops (`Request.spent_s`), because time-outs of single reads let a body drip for hours.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import TracebackType
from typing import Self

import httpx

from crawler import urls
from crawler.certificates import tls_context
from crawler.gather import chain, robots
from crawler.gather.dns import Resolver
from crawler.gather.egress import Guard
from crawler.gather.exchange import Part, Purpose, Reply, Request
from crawler.gather.failures import EXPECTED, classify
from crawler.gather.sniff import PDF_MOST_BYTES, SMALL_PDF, SNIFF_BYTES, budget, sniff
from crawler.gather.testimony import is_feed
from crawler.gather.transport import AiohttpTransport, body_of
from crawler.gather.unpack import ACCEPT_ENCODING, Unpacker
from crawler.model import ErrorKind
from crawler.settings import MIB, ScopedHeader, Settings

_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"
API_BYTES = 4 * MIB
"""Of an answer of an interface: a hundred papers with their abstracts are half a MiB."""
_OPEN = frozenset({"Accept", "Content-Type"})
"""Fields of a call that are no secret."""
_DIGITS = 18
_NO_BODY = httpx.ByteStream(b"")
"""Given as a stream, it spares httpx the headers of a body that there is none of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Where a fetcher reads the time."""

    monotonic: Callable[[], float]
    utc: Callable[[], datetime]


class Fetcher:
    """Asks; decides nothing. Use it as an async context manager."""

    def __init__(self, settings: Settings, clock: Clock, resolver: Callable[[Guard], Resolver] | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = resolver
        fields = {"User-Agent": settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
        self._headers = httpx.Headers(fields)
        self._to_programs = httpx.Headers({**fields, "Accept": "*/*"})
        self._for_parts = httpx.Headers({**fields, "Accept-Encoding": "identity"})
        self._timeout = {"connect": settings.connect_timeout_s, "read": settings.first_byte_timeout_s}
        self._transport: AiohttpTransport

    async def __aenter__(self) -> Self:
        settings = self._settings
        guard = Guard(settings.allow_network, settings.allow_port)
        self._transport = AiohttpTransport(
            settings,
            context=tls_context(settings),
            resolver=self._resolver(guard) if self._resolver else Resolver(guard, settings.connect_to),
            guard=guard,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def fetch(self, request: Request) -> Reply:
        """Ask for one hop. Never raises for what a host or the network does."""
        began = self._clock.monotonic()
        answer = _Answer()
        try:
            async with asyncio.timeout(max(0.0, self._settings.total_timeout_s - request.spent_s)):
                await self._exchange(request, answer)
        except EXPECTED as error:
            answer.failed(*_reason(error))
        elapsed_s = request.spent_s + self._clock.monotonic() - began
        return answer.reply(request, self._clock.utc(), elapsed_s)

    async def _exchange(self, request: Request, answer: "_Answer") -> None:
        response = await self._transport.handle_async_request(self._httpx_request(request))
        try:
            answer.headers = _fields(response.headers.raw, self._settings.header_bytes)
            answer.status = response.status_code
            if response.status_code not in chain.REDIRECTS:
                await self._read(request, response, answer)
        finally:
            await body_of(response).aclose()

    async def _read(self, request: Request, response: httpx.Response, answer: "_Answer") -> None:
        """Read as much of the body as its kind is worth, unpacked; what came before a break is kept."""
        settings = self._settings
        encodings = response.headers.get_list("content-encoding")
        unpacker = Unpacker(encodings, limit_bytes=_most(settings), ratio=settings.unpack_ratio)
        reading = _Reading(unpacker, lambda start: self._limit(request, response, start), settings.wire_bytes)
        try:
            async for chunk in body_of(response):
                if reading.takes(chunk):
                    break
            reading.end()
        finally:
            answer.body, answer.truncated = reading.result()
        if unpacker.failed and not answer.body:
            answer.detail = f"the body cannot be unpacked: {unpacker.problem}"

    def _limit(self, request: Request, response: httpx.Response, start: bytes) -> int:
        if request.purpose is Purpose.ROBOTS:
            return robots.BODY_BYTES
        if request.purpose in (Purpose.ARCHIVE, Purpose.API) or is_feed(request):
            return API_BYTES if request.call else self._settings.html_bytes
        if request.part:
            return _part_bytes(request.part, response.status_code)
        kind = sniff(response.headers.get("content-type"), start)
        length = response.headers.get("content-length", "")
        coded = "content-encoding" in response.headers
        return budget(kind, self._settings, int(length[:_DIGITS]) if length.isdecimal() and not coded else None)

    def _httpx_request(self, request: Request) -> httpx.Request:
        own = _own_headers(request, self._settings.headers)
        call = request.call
        extensions = {"href": request.url, "timeout": self._timeout}
        return httpx.Request(
            call.method if call else "GET",
            _origin(urls.origin_of(request.url)),
            headers=[*self._usual_headers(request).raw, *own] if own else self._usual_headers(request),
            stream=_NO_BODY,
            extensions={**extensions, "data": call.body} if call and call.body else extensions,
        )

    def _usual_headers(self, request: Request) -> httpx.Headers:
        if request.part:  # offsets are those of the bytes as they are
            return self._for_parts
        return self._to_programs if request.call else self._headers


@dataclass(slots=True)
class _Answer:
    """What is known so far; a fault halfway through a body does not take back the status."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    truncated: bool = False
    error: ErrorKind | None = None
    detail: str = ""

    def failed(self, error: ErrorKind, detail: str) -> None:
        """A page that breaks off has answered all the same: then the body is short, and that is all."""
        self.detail = detail
        if self.status is None:
            self.error = error
        else:
            self.truncated = True

    def reply(self, request: Request, at: datetime, elapsed_s: float) -> Reply:
        """The value to hand on."""
        return Reply(
            request=request,
            at=at,
            elapsed_s=elapsed_s,
            status=self.status,
            headers=self.headers,
            body=self.body,
            truncated=self.truncated,
            error=self.error,
            detail=self.detail,
        )


class _Reading:
    """A body on its way in: unpacked piece by piece, until there is enough of it or it costs too much."""

    def __init__(self, unpacker: Unpacker, limit_of: Callable[[bytes], int], wire_bytes_most: int) -> None:
        self._unpacker = unpacker
        self._limit_of = limit_of
        self._wire_bytes_left = wire_bytes_most
        self._limit: int | None = None
        self._body = bytearray()
        self._stopped = False

    def takes(self, chunk: bytes) -> bool:
        """Take the next bytes from the wire; True when no more are wanted."""
        self._wire_bytes_left -= len(chunk)
        self._body += self._unpacker.feed(chunk)
        if self._limit is None and len(self._body) >= SNIFF_BYTES:
            self._limit = self._limit_of(bytes(self._body[:SNIFF_BYTES]))
        enough = self._limit is not None and len(self._body) > self._limit
        self._stopped = enough or self._unpacker.full or self._unpacker.failed or self._wire_bytes_left < 0
        return self._stopped

    def end(self) -> None:
        """The body is at its end: what the unpacker held back comes out."""
        self._body += self._unpacker.finish()

    def result(self) -> tuple[bytes, bool]:
        """The body as far as it is wanted, and whether there was more."""
        limit = self._limit_of(bytes(self._body[:SNIFF_BYTES])) if self._limit is None else self._limit
        return bytes(self._body[:limit]), self._stopped or len(self._body) > limit


def _own_headers(request: Request, scoped: Sequence[ScopedHeader]) -> list[tuple[bytes, bytes]]:
    """What this hop alone gets: its cookies, its validators, and the headers that a person scoped to its host.

    A scoped header may be a secret: it goes to exactly that host, and behind a redirect only over https.
    """
    fields = []
    if cookies := chain.cookie_header(request):
        fields.append(("Cookie", cookies))
    if request.call:  # its chain stays with its origin
        clear = not request.url.startswith("https:")
        fields += ((name, value) for name, value in request.call.headers if not clear or name in _OPEN)
    known, part = request.validators, request.part
    if part:
        fields.append(("Range", f"bytes={part.start}-{part.end - 1}"))
        fields += [("If-Range", part.etag)] if part.etag else []
    elif known and known.url == request.url:
        given = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
        fields += [(name, value) for name, value in given if value and value.isascii() and value.isprintable()]
    safe = not request.redirects or request.url.startswith("https:")
    host = urls.host_of(request.url) if scoped else ""
    fields += [(header.name, header.value) for header in scoped if safe and header.host == host]
    return [(name.encode(), value.encode()) for name, value in fields]


def _part_bytes(part: Part, status: int) -> int:
    """How much is read of the answer to a question for a part; who knows no parts sends all, from its beginning."""
    if status == 206:
        return part.end - part.start
    return part.end if status == 200 and part.end <= PDF_MOST_BYTES else 0


def _reason(error: BaseException) -> tuple[ErrorKind, str]:
    if type(error) is TimeoutError:
        return ErrorKind.TIMEOUT, "no complete answer within the time for one URL"
    return classify(error)


def _fields(raw: Sequence[tuple[bytes, bytes]], most_bytes: int) -> tuple[tuple[str, str], ...]:
    """Header fields as text, names in lower case; more of them than the cap allows are no HTTP that we speak."""
    if sum(len(name) + len(value) for name, value in raw) > most_bytes:
        raise httpx.RemoteProtocolError(f"more than {most_bytes} bytes of headers")
    return tuple((name.decode("latin-1").lower(), _decoded(name, value)) for name, value in raw)


def _decoded(name: bytes, value: bytes) -> str:
    """The text of a field. Bytes beyond ASCII in an address are escaped as they are, as browsers and curl do."""
    if name.lower() == b"location":
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _most(settings: Settings) -> int:
    return max(API_BYTES, settings.html_bytes, SMALL_PDF * settings.pdf_bytes, robots.BODY_BYTES)


@lru_cache(maxsize=4096)
def _origin(origin: str) -> httpx.URL:
    """The address that httpx is shown; what goes on the wire is `href`, for httpx refuses hosts that browsers open."""
    try:
        return httpx.URL(origin + "/")
    except (httpx.InvalidURL, UnicodeError):
        return httpx.URL(f"{origin.partition(':')[0]}://refused-by-idna.invalid/")
