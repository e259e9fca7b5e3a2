"""The servers of the tests do what they say; otherwise every network test would prove nothing."""

import asyncio
import socket
import ssl
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress

import aiodns
import httpx
import pytest

from tests import answers
from tests.authority import Certificate
from tests.dns import NameServer
from tests.site import Site, closed_port, full_port, mute_port


@pytest.fixture
def site() -> Iterator[Site]:
    """A site over plain HTTP."""
    with Site() as site:
        yield site


def _exchange(site: Site, request: bytes) -> bytes:
    """Everything that the site says to these bytes until it ends the connection."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as sock:
        sock.sendall(request)
        return b"".join(iter(lambda: sock.recv(65536), b""))


def test_page_keeps_the_connection_for_the_next_request(site: Site) -> None:
    """Two requests of one client come over one connection, and both are recorded in order."""
    site.page("/a", "<title>A</title>", headers=[("X-Kind", "first")])
    with httpx.Client() as client:
        first, second = client.get(site.url("/a")), client.get(site.url("/b?c=1"))
    assert (first.text, first.headers["x-kind"], second.status_code) == ("<title>A</title>", "first", 404)
    assert [(seen.path, seen.connection) for seen in site.seen] == [("/a", 1), ("/b?c=1", 1)]


def test_seen_keeps_target_and_headers_as_they_came(site: Site) -> None:
    """The bytes of the target and the case and order of the header fields are not tidied."""
    site.close("/%7ea|b")
    _exchange(site, b"GET /%7ea|b HTTP/1.1\r\nHOST: Example.COM:80\r\nB: 2\r\na: 1\r\n\r\n")
    (seen,) = site.seen
    assert seen.target == b"/%7ea|b"
    assert seen.headers == (("HOST", "Example.COM:80"), ("B", "2"), ("a", "1"))
    assert seen.host == "example.com"


def test_raw_sends_exactly_these_bytes(site: Site) -> None:
    """Not a byte is added to what a test wants to say."""
    site.raw("/odd", b"SSH-2.0-OpenSSH_9.6\r\n")
    assert _exchange(site, b"GET /odd HTTP/1.1\r\n\r\n") == b"SSH-2.0-OpenSSH_9.6\r\n"


def test_sequence_repeats_its_last_answer(site: Site) -> None:
    """First 503, then 200 for ever."""
    site.sequence("/", answers.page(status=503), answers.page("back"))
    assert [httpx.get(site.url()).status_code for _ in range(3)] == [503, 200, 200]


def test_validated_answers_304_to_its_own_validators(site: Site) -> None:
    """A client that shows the ETag or the date again gets no body; an ETag outranks the date (RFC 9110, 13.1.3)."""
    date = "Mon, 02 Nov 2026 08:00:00 GMT"
    site.answer("/", answers.validated("text", etag='"v1"', modified=date))
    shown: list[dict[str, str]] = [
        {},
        {"If-None-Match": '"v1"'},
        {"If-Modified-Since": date},
        {"If-None-Match": '"v0"', "If-Modified-Since": date},
    ]
    assert [httpx.get(site.url(), headers=headers).status_code for headers in shown] == [200, 304, 304, 200]


@pytest.mark.parametrize("answer", [answers.silent(), answers.drip(), answers.endless(), answers.many_1xx()])
def test_site_ends_its_connections_when_it_closes(answer: answers.Answer) -> None:
    """A client in the middle of an answer without end is cut off by the end of the block, and by nothing else."""
    with Site() as site, socket.create_connection(("127.0.0.1", site.port), timeout=5) as sock:
        site.answer("/", answer)
        sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert site.wait_for("/")
        site.__exit__(None, None, None)
        with suppress(ConnectionResetError):
            assert b"" in iter(lambda: sock.recv(1 << 20), None)


def test_reset_tears_the_connection_down(site: Site) -> None:
    """The client gets a RST, not an end of file."""
    site.reset("/")
    with pytest.raises(ConnectionResetError):
        _exchange(site, b"GET / HTTP/1.1\r\n\r\n")


def test_close_says_nothing(site: Site) -> None:
    """The client gets an end of file before the first byte."""
    site.close("/")
    assert _exchange(site, b"GET / HTTP/1.1\r\n\r\n") == b""


def test_held_answers_once_it_is_let_go(site: Site) -> None:
    """The request is seen long before it is answered."""
    go = site.held("/", answers.close())
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert site.wait_for("/")
        sock.setblocking(False)
        with pytest.raises(BlockingIOError):
            sock.recv(1)
        sock.settimeout(5)
        go()
        assert sock.recv(1) == b""


@pytest.mark.parametrize("codings", ["gzip", "deflate", "gzip, gzip"])
def test_bomb_is_small_on_the_wire(site: Site, codings: str) -> None:
    """Eight mebibytes of zeros come as less than a hundredth of that."""
    site.bomb("/", codings, size=8 * answers.MIB)
    with httpx.stream("GET", site.url()) as response:
        wire = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == codings
    assert len(wire) < 8 * answers.MIB // 100
    if codings == "deflate":
        assert zlib.decompress(wire) == bytes(8 * answers.MIB)


def test_big_head_is_as_big_as_asked(site: Site) -> None:
    """The padding fields together make up the size, give or take their names."""
    site.answer("/", answers.big_head(50_000, fields=100))
    response = httpx.get(site.url())
    padding = [value for name, value in response.headers.items() if name.startswith("x-padding")]
    assert len(padding) == 100
    assert sum(map(len, padding)) == pytest.approx(48_000, rel=0.02)


def test_many_1xx_comes_to_its_answer_in_the_end(site: Site) -> None:
    """Three early hints, then the page."""
    site.answer("/", answers.many_1xx(3, then=answers.raw(b"HTTP/1.1 204 No Content\r\n\r\n")))
    said = _exchange(site, b"GET / HTTP/1.1\r\n\r\n")
    assert said.count(b"103 Early Hints") == 3
    assert said.endswith(b"204 No Content\r\n\r\n")


def test_chunked_may_end_wrongly(site: Site) -> None:
    """Chunks are written as told, their end too."""
    site.answer("/", answers.chunked([b"ab", b"c"], end=b"zz\r\n"))
    assert _exchange(site, b"GET / HTTP/1.1\r\n\r\n").endswith(b"\r\n\r\n2\r\nab\r\n1\r\nc\r\nzz\r\n")


def test_wrong_length_lies(site: Site) -> None:
    """The header promises ten bytes and three come."""
    site.answer("/", answers.wrong_length(b"abc", says="10"))
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(site.url())


@pytest.mark.parametrize(
    ("certificate", "complaint"),
    [
        (Certificate.EXPIRED, "certificate has expired"),
        (Certificate.SELF_SIGNED, "self-signed certificate"),
        (Certificate.WRONG_HOST, "doesn't match|not valid for"),
        (Certificate.UNTRUSTED, "unable to get local issuer"),
    ],
)
def test_site_shows_a_bad_certificate_when_asked_to(certificate: Certificate, complaint: str) -> None:
    """Each fault is the one that a client complains of."""
    with Site(tls=certificate) as site:
        context = ssl.create_default_context(cafile=str(site.certificate_authority))
        with pytest.raises(httpx.ConnectError, match=complaint):
            httpx.get(site.url(host="localhost"), verify=context)


def test_site_serves_tls_that_its_authority_vouches_for() -> None:
    """A client that trusts the authority gets the page, by name and by address."""
    with Site(tls=Certificate.GOOD) as site:
        site.page("/", "safe")
        context = ssl.create_default_context(cafile=str(site.certificate_authority))
        hosts = ("localhost", "127.0.0.1")
        assert [httpx.get(site.url(host=host), verify=context).text for host in hosts] == ["safe", "safe"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems answer a full queue otherwise")
def test_ports_refuse_or_keep_silent_as_named() -> None:
    """A closed port refuses, a full one never connects, a mute one connects and says nothing."""
    with closed_port() as closed, full_port() as full, mute_port() as mute:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", closed), timeout=1)
        with pytest.raises(TimeoutError):
            socket.create_connection(("127.0.0.1", full), timeout=0.05)
        with socket.create_connection(("127.0.0.1", mute), timeout=0.05) as sock, pytest.raises(TimeoutError):
            sock.recv(1)


async def test_name_server_answers_as_it_was_told() -> None:
    """Addresses of both families, no such name, a failure and silence each look like themselves to c-ares."""
    names = {"both.example": ["127.0.0.9", "::1"], "old.example": ["127.0.0.8"]}
    with NameServer(names, mute={"mute.example"}, failing={"ill.example"}) as dns:
        resolver = aiodns.DNSResolver(nameservers=[dns.address], timeout=0.05, tries=1)
        try:
            assert await _addresses(resolver, "both.example", "A") == ["127.0.0.9"]
            assert await _addresses(resolver, "BOTH.example", "AAAA") == ["::1"]
            codes = await asyncio.gather(
                *(_error(resolver, f"{name}.example") for name in ("none", "ill", "mute")),
                _error(resolver, "old.example", "AAAA"),
            )
        finally:
            await resolver.close()
    assert codes == [
        aiodns.error.ARES_ENOTFOUND,
        aiodns.error.ARES_ESERVFAIL,
        aiodns.error.ARES_ETIMEOUT,
        aiodns.error.ARES_ENODATA,
    ]
    assert ("both.example", "AAAA") in dns.seen


async def _addresses(resolver: aiodns.DNSResolver, name: str, kind: str) -> list[object]:
    """What stands in the records of the answer."""
    result = await resolver.query_dns(name, kind)
    return [getattr(record.data, "addr", record) for record in result.answer]


async def _error(resolver: aiodns.DNSResolver, name: str, kind: str = "A") -> int:
    """The number of c-ares' complaint."""
    with pytest.raises(aiodns.error.DNSError) as caught:
        await resolver.query_dns(name, kind)
    number: int = caught.value.args[0]
    return number
