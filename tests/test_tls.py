"""TLS: the name that is asked for is the name that is shown and proved, and every bad certificate has its own words."""

import asyncio
import ipaddress
import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from threading import Thread

import pytest

from crawler.gather.dns import Resolver
from crawler.gather.exchange import Reply
from crawler.gather.fetcher import Fetcher
from crawler.model import ErrorKind
from crawler.settings import ConnectTo, Settings
from tests.authority import Authority, Certificate
from tests.dns import NameServer
from tests.gathering import STILL, ask
from tests.recorder import recorded
from tests.serving import Serving
from tests.site import Site
from tests.tape import Tape

SETTINGS = Settings(allow_network=(ipaddress.ip_network("127.0.0.0/8"),))


async def get(url: str, settings: Settings, resolver: Callable[..., Resolver] | None = None) -> Reply:
    """One hop, by a fetcher of its own."""
    async with Fetcher(settings, STILL, resolver=resolver) as fetcher:
        return await fetcher.fetch(ask(url))


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (Certificate.EXPIRED, "certificate verify failed: certificate has expired"),
        (Certificate.SELF_SIGNED, "certificate verify failed: self-signed certificate"),
        (Certificate.UNTRUSTED, "certificate verify failed: unable to get local issuer certificate"),
        (
            Certificate.WRONG_HOST,
            "certificate verify failed: IP address mismatch, certificate is not valid for '127.0.0.1'.",
        ),
    ],
)
async def test_fetch_says_in_plain_words_what_is_wrong_with_a_certificate(certificate: Certificate, words: str) -> None:
    """Each fault by its own name, short enough for a report, and not one byte of a request sent."""
    with Site(tls=certificate) as site:
        reply = await get(site.url(), replace(SETTINGS, cacert=site.certificate_authority))
    said = reply.detail.replace("self signed", "self-signed")  # as OpenSSL 1.1 has it
    assert (reply.error, said) == (ErrorKind.TLS, words)
    assert site.seen == []


async def test_fetch_trusts_the_usual_authorities_alone_when_no_other_is_named() -> None:
    """A private authority is a stranger."""
    with Site(tls=Certificate.GOOD) as site:
        assert (await get(site.url(), SETTINGS)).error is ErrorKind.TLS


@contextmanager
def old_server(newest: ssl.TLSVersion) -> Iterator[tuple[int, Authority]]:
    """A server that knows no TLS newer than this, with a good certificate.

    In a thread of its own and on plain sockets, as asyncio hangs up before it has said why.
    """
    with Authority() as authority, socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=_handshakes, args=(listening, _old(authority.context("127.0.0.1"), newest)))
        thread.start()
        try:
            yield listening.getsockname()[1], authority
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def _handshakes(listening: socket.socket, context: ssl.SSLContext) -> None:
    with suppress(OSError):  # the test is over
        while True:
            plain, _ = listening.accept()
            with plain, suppress(ssl.SSLError, OSError):
                plain.settimeout(10)
                context.wrap_socket(plain, server_side=True).close()


def _old(context: ssl.SSLContext, newest: ssl.TLSVersion) -> ssl.SSLContext:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
async def test_fetch_speaks_no_tls_that_is_broken(newest: ssl.TLSVersion) -> None:
    """TLS 1.0 and 1.1 are no longer safe (RFC 8996): a server that has nothing else is told so, and it is on record."""
    with old_server(newest) as (port, authority):
        reply = await get(f"https://127.0.0.1:{port}/", replace(SETTINGS, cacert=authority.path))
        assert (reply.error, reply.detail) == (ErrorKind.TLS, "tlsv1 alert protocol version")
        assert (
            await asyncio.to_thread(_version_spoken, port, authority)
            == {
                ssl.TLSVersion.TLSv1: "TLSv1",
                ssl.TLSVersion.TLSv1_1: "TLSv1.1",
            }[newest]
        )


def _version_spoken(port: int, authority: Authority) -> str | None:
    """What the old server agrees on with a client that minds nothing: it does work, and its age alone is the fault."""
    context = _old(ssl.create_default_context(cafile=str(authority.path)), ssl.TLSVersion.MAXIMUM_SUPPORTED)
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
    ):
        return secure.version()


async def test_fetch_says_tls_of_a_server_that_speaks_none() -> None:
    """Plain HTTP where TLS is due."""

    async def complain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with Serving() as serving:
        reply = await get(f"https://127.0.0.1:{serving.listen(complain)}/", SETTINGS)
    assert (reply.error, reply.status) == (ErrorKind.TLS, None)
    assert reply.detail in ("record layer failure", "wrong version number")  # by OpenSSL's version


class Names:
    """A server with one certificate, and each name that a client asked it for in TLS (SNI, RFC 6066, 3)."""

    def __init__(self, authority: Authority, *names: str) -> None:
        self.asked: list[str | None] = []
        self._context = authority.context(*names)
        self._context.sni_callback = lambda _, name, __: self.asked.append(name)

    def tape(self) -> Tape:
        """The server."""
        return Tape(tls=self._context)


async def test_fetch_shows_and_proves_the_name_of_the_url() -> None:
    """Looked up or sent elsewhere, the name in TLS and in Host is the URL's; where it went proves nothing."""
    with Authority() as authority:
        names = Names(authority, "a.test", "b.test", "127.0.0.1")
        with names.tape() as tape, NameServer({"a.test": ["93.184.216.34"], "c.test": ["93.184.216.34"]}) as dns:
            settings = Settings(cacert=authority.path)
            with recorded(tape.port) as dials:
                looked_up = partial(Resolver, servers=[dns.address])
                assert (await get("https://a.test/x", settings, looked_up)).status == 200
                assert (await get("https://c.test/x", settings, looked_up)).error is ErrorKind.TLS
            assert dials == [("93.184.216.34", 443)] * 2
            aside = ConnectTo(host="", port=443, to_host="127.0.0.1", to_port=tape.port)
            elsewhere = replace(SETTINGS, cacert=authority.path, connect_to=(aside,))
            assert (await get("https://b.test/y", elsewhere)).status == 200
            assert (await get("https://d.test/y", elsewhere)).error is ErrorKind.TLS
            assert (await get("https://192.0.2.7/y", elsewhere)).error is ErrorKind.TLS
        assert names.asked == ["a.test", "c.test", "b.test", "d.test", None]
        requests = [line for line in tape.wire.split(b"\r\n") if line.startswith((b"GET", b"Host"))]
        assert requests == [b"GET /x HTTP/1.1", b"Host: a.test", b"GET /y HTTP/1.1", b"Host: b.test"]


async def test_fetch_lends_no_connection_to_another_name() -> None:
    """Two addresses that a detour leads to one place have a handshake each: none rides on what the other proved."""
    with Authority() as authority:
        names = Names(authority, "192.0.2.7")
        with names.tape() as tape:
            aside = ConnectTo(host="", port=443, to_host="127.0.0.1", to_port=tape.port)
            settings = replace(SETTINGS, cacert=authority.path, connect_to=(aside,))
            async with Fetcher(settings, STILL) as fetcher:
                found = [(await fetcher.fetch(ask(f"https://192.0.2.{n}/"))).error for n in (7, 8, 7)]
        assert found == [None, ErrorKind.TLS, None]
        assert tape.wire.count(b"GET / ") == 2
        assert b"Host: 192.0.2.8" not in tape.wire
