"""httpx's transport interface over an aiohttp session.

httpx's own stack costs about four times the CPU of aiohttp's (`bench/transport.py`), and aiohttp's connector lets the
address be checked at connect time. Redirects, decompression, cookies and the environment are all turned off here: hops,
caps and proxies are the crawler's own business. The address goes out byte for byte as it is handed in.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from yarl import URL

from crawler.gather.dns import connect_to, is_literal
from crawler.gather.egress import Guard
from crawler.settings import Settings
from crawler.urls import bypassed

_SKIPPED = frozenset({"Accept", "Accept-Encoding", "User-Agent", "Content-Type"})
_DNS_TTL_S = 300
_KEEPALIVE_S = 4.0
"""Shorter than the 5 s after which many servers hang up: a connection that is used again is one that still stands."""


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Sends httpx requests over aiohttp.

    A request's `timeout` extension is obeyed in its `connect` and `read` parts, in seconds; its `href` extension holds
    the whole address as text, which goes on the wire as it is; its `data` extension the bytes of a body, if any.
    """

    def __init__(
        self, settings: Settings, *, context: ssl.SSLContext, resolver: AbstractResolver, guard: Guard
    ) -> None:
        def session(factory: Any, names: AbstractResolver | None) -> aiohttp.ClientSession:
            connector = aiohttp.TCPConnector(
                limit=0,
                ssl=context,
                resolver=names,
                ttl_dns_cache=_DNS_TTL_S,
                dns_cache_max_size=10_000,
                keepalive_timeout=_KEEPALIVE_S,
                socket_factory=factory,
            )
            made = aiohttp.ClientSession(
                connector=connector,
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                max_line_size=settings.header_bytes,
                max_field_size=settings.header_bytes,
                skip_auto_headers=_SKIPPED,
                trust_env=False,
            )
            # It would ask again by itself when a connection breaks, unseen and uncounted; there is no public switch.
            made._retry_connection = False  # noqa: SLF001
            return made

        self._resolver = resolver
        self._guard = guard
        self._rules = settings.connect_to
        self._direct = session(guard.socket, resolver)
        # A proxy is the person's own choice, often on a private address: what lies behind it is the proxy's to guard.
        self._proxied = session(None, None) if settings.proxies else None
        self._proxies = dict(settings.proxies)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return as soon as the header section is there; httpx's errors, none of aiohttp's.

        A port that is refused is so before any look-up, and whatever --connect-to or a proxy would make of it.
        """
        url = URL(request.extensions.get("href") or str(request.url), encoded=True)
        self._guard.check_port(url.port or 0)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]
        proxy = self._proxy_for(url)
        session = self._proxied if proxy and self._proxied else self._direct
        aside = None if proxy else self._aside(url)
        if proxy and is_literal(url.raw_host or ""):
            self._guard.check(url.raw_host or "")  # names are the proxy's to look up; an address is plain to see
        if aside:
            headers.append(("Host", url.host_port_subcomponent or ""))
        with _httpx_errors(request):
            response = await session.request(
                request.method,
                aside or url,
                headers=headers,
                data=request.extensions.get("data"),
                allow_redirects=False,
                proxy=proxy,
                server_hostname=url.raw_host if aside and url.scheme == "https" else None,
                timeout=_timeout(request.extensions.get("timeout") or {}),
            )
        return httpx.Response(
            status_code=response.status, headers=list(response.raw_headers), stream=_Body(response, request)
        )

    async def aclose(self) -> None:
        """Close every connection."""
        for session in filter(None, (self._direct, self._proxied)):
            await session.close()
        await self._resolver.close()

    def _aside(self, url: URL) -> URL | None:
        """Where --connect-to sends a literal address, which no resolver ever sees; None where it does not."""
        host, port = url.raw_host or "", url.port or 0
        if not self._rules or not is_literal(host):
            return None
        to = connect_to(self._rules, host, port)
        return None if to == (host, port) else url.with_host(to[0]).with_port(to[1])

    def _proxy_for(self, url: URL) -> str | None:
        if not self._proxies or bypassed(url.raw_host or "", self._proxies.get("no", "")):
            return None
        return self._proxies.get(url.scheme) or self._proxies.get("all")


class _Body(httpx.AsyncByteStream):
    """The raw bytes of a body; closing it early closes the connection."""

    def __init__(self, response: aiohttp.ClientResponse, request: httpx.Request) -> None:
        self._response = response
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _httpx_errors(self._request):
            async for chunk in self._response.content.iter_any():
                yield chunk

    async def aclose(self) -> None:
        self._response.close()


def body_of(response: httpx.Response) -> httpx.AsyncByteStream:
    """The raw bytes of an answer; `httpx.Response.stream` is typed for both of httpx's worlds."""
    return cast("httpx.AsyncByteStream", response.stream)


def _timeout(parts: Mapping[str, float | None]) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=parts.get("connect"), sock_read=parts.get("read"))


_ERRORS: tuple[tuple[type[BaseException], type[httpx.TransportError]], ...] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.ServerTimeoutError, httpx.ReadTimeout),
    (asyncio.TimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientProxyConnectionError, httpx.ProxyError),
    (aiohttp.ClientHttpProxyError, httpx.ProxyError),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.ServerDisconnectedError, httpx.ReadError),
    (aiohttp.ClientOSError, httpx.ReadError),
    (aiohttp.ClientPayloadError, httpx.RemoteProtocolError),
    (aiohttp.InvalidURL, httpx.UnsupportedProtocol),
    (aiohttp.ClientError, httpx.RemoteProtocolError),
    (ValueError, httpx.RemoteProtocolError),
    (OSError, httpx.ReadError),
)
"""aiohttp's errors and httpx's, the most specific first."""


@contextmanager
def _httpx_errors(request: httpx.Request) -> Iterator[None]:
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        mapped = next(ours for theirs, ours in _ERRORS if isinstance(error, theirs))
        raise mapped(str(error) or type(error).__name__, request=request) from error
