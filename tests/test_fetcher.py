"""One hop on the wire, against real servers that behave and that do not."""

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from crawler import urls
from crawler.errors import SettingsError
from crawler.gather.dns import Resolver
from crawler.gather.exchange import Part, Purpose, Reply, Request, Validators
from crawler.gather.fetcher import Fetcher
from crawler.model import ErrorKind, Redirect
from crawler.settings import ConnectTo, ScopedHeader, Settings
from tests import answers
from tests.authority import Certificate
from tests.dns import NameServer
from tests.gathering import START, STILL, ask
from tests.site import Site, closed_port, full_port, mute_port

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
SETTINGS = Settings(allow_network=LOOPBACK)
HASTY = replace(SETTINGS, connect_timeout_s=0.2, first_byte_timeout_s=0.2, total_timeout_s=0.4)


async def fetch(request: Request, settings: Settings = SETTINGS) -> Reply:
    """One hop, by a fetcher of its own."""
    async with Fetcher(settings, STILL) as fetcher:
        return await fetcher.fetch(request)


async def get(url: str, settings: Settings = SETTINGS, **more: object) -> Reply:
    """One hop to an address."""
    return await fetch(ask(url, **more), settings)


async def test_fetch_returns_status_headers_and_body(site: Site) -> None:
    """An answer comes back as a value: names in lower case, the body unpacked."""
    site.page("/", "<title>Here</title>", headers=[("ETag", '"1"'), ("X-Greeting", "für Ada")])
    reply = await get(site.url())
    assert (reply.status, reply.body, reply.error, reply.truncated) == (200, b"<title>Here</title>", None, False)
    assert (reply.header("etag"), reply.header("x-greeting"), reply.header("absent")) == ('"1"', "für Ada", None)
    assert reply.at == START


async def test_fetch_names_itself_honestly(site: Site) -> None:
    """The user agent says who asks and where to complain; what is accepted is what can be unpacked."""
    site.page("/")
    await get(site.url())
    (seen,) = site.seen
    assert seen.method == "GET"
    assert str(seen.header("user-agent")).startswith("listkeeper/")
    assert "(+https://" in str(seen.header("user-agent"))
    assert seen.header("accept-encoding") == "gzip, deflate"
    assert seen.header("cookie") is None


async def test_fetch_asks_for_html_first_and_takes_anything(site: Site) -> None:
    """Some hosts have nothing but HTML (crates.io answers 404 to others), and none has a reason to answer 406."""
    site.page("/")
    await get(site.url())
    accepted = [part.strip() for part in str(site.seen[0].header("accept")).split(",")]
    assert accepted[0] == "text/html"
    assert accepted[-1].startswith("*/*;q=")


@pytest.mark.parametrize("path", ["/%41%7e~|a", "/a b?x=%zz&y=ä", "/a%2Fb/", "/?q=a+b%20c", "/;p=1@x:y"])
async def test_fetch_puts_the_very_bytes_of_the_address_on_the_wire(site: Site, path: str) -> None:
    """No library requotes the address: the target on the wire is the canonical URL's."""
    site.page("/")
    url = urls.canonical(site.url(path)) or ""
    await get(url)
    assert site.seen[0].target.decode() == url.removeprefix(site.url(""))


async def test_fetch_follows_no_redirect_itself(site: Site) -> None:
    """A redirect is an answer like any other; following it is the chain's business."""
    site.redirect("/old", to="/new", status=308)
    reply = await get(site.url("/old"))
    assert (reply.status, reply.header("location"), site.paths) == (308, "/new", ["/old"])


async def test_fetch_unpacks_what_is_packed(site: Site) -> None:
    """Gzip and deflate, one upon the other too; the text comes out."""
    text = "<title>Packed</title>" * 50
    for coding in ("gzip", "deflate", "gzip, gzip"):
        packed = text.encode()
        for layer in coding.split(", "):
            packed = answers.packed(packed, layer)
        site.page("/", packed, headers=[("Content-Encoding", coding)])
        assert (await get(site.url())).body.decode() == text


@pytest.mark.parametrize("codings", ["gzip", "deflate", "gzip, gzip"])
async def test_fetch_stops_a_bomb(site: Site, codings: str) -> None:
    """Sixty-four mebibytes of nothing are never unpacked: the limit for a page holds."""
    site.bomb("/", codings)
    reply = await get(site.url(), replace(SETTINGS, html_bytes=100_000))
    assert reply.status == 200
    assert reply.truncated
    assert len(reply.body) <= 100_000


async def test_fetch_says_why_a_body_cannot_be_unpacked(site: Site) -> None:
    """A coding that was never asked for is a page without a body, and not a dead link."""
    site.page("/", "whatever it is", headers=[("Content-Encoding", "br")])
    reply = await get(site.url())
    assert (reply.status, reply.body, reply.error) == (200, b"", None)
    assert "br is not understood" in reply.detail


async def test_fetch_reads_no_more_of_a_page_than_the_limit(site: Site) -> None:
    """A page without an end is read as far as it is worth, and the connection let go."""
    site.endless("/")
    reply = await get(site.url(), replace(SETTINGS, html_bytes=10_000))
    assert (reply.status, len(reply.body), reply.truncated) == (200, 10_000, True)


async def test_fetch_reads_nothing_of_other_types(site: Site) -> None:
    """A picture answers with its status; its bytes are not wanted."""
    site.page("/a.png", b"\x89PNG" + b"\0" * 100_000, kind="image/png")
    reply = await get(site.url("/a.png"))
    assert (reply.status, reply.body, reply.truncated) == (200, b"", True)


async def test_fetch_reads_robots_txt_whatever_type_it_has(site: Site) -> None:
    """A robots.txt is wanted even when the host calls it a download."""
    site.page("/robots.txt", "User-agent: *", kind="application/octet-stream")
    request = Request(url=site.url("/robots.txt"), targets=(site.url(""),), purpose=Purpose.ROBOTS)
    assert (await fetch(request)).body == b"User-agent: *"


async def test_fetch_keeps_the_status_when_a_body_breaks_off(site: Site) -> None:
    """A connection that ends in the middle of a page has answered all the same."""
    site.raw("/", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<title>Half</title>")
    reply = await get(site.url())
    assert (reply.status, reply.error, reply.truncated, reply.body) == (200, None, True, b"<title>Half</title>")


async def test_fetch_keeps_the_status_when_a_body_drips(site: Site) -> None:
    """The deadline ends a body that never ends; the status was an answer."""
    site.drip("/")
    reply = await get(site.url(), HASTY)
    assert (reply.status, reply.error, reply.truncated) == (200, None, True)


async def test_fetch_times_out_when_a_host_is_silent(site: Site) -> None:
    """No first byte within its time is a time-out."""
    site.silent("/")
    assert (await get(site.url(), HASTY)).error is ErrorKind.TIMEOUT


async def test_fetch_counts_earlier_hops_against_the_time_for_one_url(site: Site) -> None:
    """A chain that has used up its time gets none for the next hop."""
    site.page("/")
    reply = await get(site.url(), spent_s=60.0)
    assert (reply.error, reply.elapsed_s) == (ErrorKind.TIMEOUT, 60.0)


async def test_fetch_times_out_when_no_connection_is_made() -> None:
    """A host that drops packets costs the time to connect, and no more."""
    with full_port() as port:
        assert (await get(f"http://127.0.0.1:{port}/", HASTY)).error is ErrorKind.CONNECT_TIMEOUT
    with mute_port() as port:
        assert (await get(f"https://127.0.0.1:{port}/", HASTY)).error is ErrorKind.CONNECT_TIMEOUT


async def test_fetch_says_refused_when_nobody_listens() -> None:
    """A closed port refuses."""
    with closed_port() as port:
        assert (await get(f"http://127.0.0.1:{port}/")).error is ErrorKind.REFUSED


@pytest.mark.parametrize("how", [Site.reset, Site.close])
async def test_fetch_says_reset_when_the_host_hangs_up(site: Site, how: Callable[[Site, str], None]) -> None:
    """A connection that ends before any answer is a reset, however it ends."""
    how(site, "/")
    assert (await get(site.url())).error is ErrorKind.RESET


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 2xx Maybe\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 5000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
async def test_fetch_survives_what_is_no_http(site: Site, data: bytes) -> None:
    """Noise on the line is a protocol error, or a short page; the run goes on."""
    site.raw("/", data)
    reply = await get(site.url(), HASTY)
    assert reply.error in {ErrorKind.PROTOCOL, ErrorKind.RESET} or (reply.status == 200 and reply.truncated)


async def test_fetch_ends_a_flood_of_early_hints(site: Site) -> None:
    """Endless 1xx answers end with the time for one URL."""
    site.answer("/", answers.many_1xx())
    assert (await get(site.url(), HASTY)).error is not None


async def test_fetch_trusts_the_certificates_it_is_given() -> None:
    """--cacert makes a private authority good."""
    with Site(tls=Certificate.GOOD) as site:
        site.page("/", "<title>Private</title>")
        reply = await get(site.url(), replace(SETTINGS, cacert=site.certificate_authority))
    assert reply.body == b"<title>Private</title>"


async def test_fetcher_says_what_to_do_when_the_certificates_cannot_be_read(tmp_path: Path) -> None:
    """A wrong --cacert is the person's to mend."""
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("ca.pem", "absent.pem"):
        with pytest.raises(SettingsError, match="PEM"):
            await get("https://a.test/", replace(SETTINGS, cacert=tmp_path / name))


async def test_fetch_dials_no_address_that_is_not_public(site: Site) -> None:
    """Without --allow-network nothing reaches loopback, by whatever name; the site sees no connection."""
    closed = Settings()
    for host in ("127.0.0.1", "[::ffff:127.0.0.1]"):
        reply = await get(f"http://{host}:{site.port}/", closed)
        assert reply.error is ErrorKind.FORBIDDEN_ADDRESS
    rule = ConnectTo(host="a.test", port=80, to_host="127.0.0.1", to_port=site.port)
    assert (await get("http://a.test/", replace(closed, connect_to=(rule,)))).error is ErrorKind.FORBIDDEN_ADDRESS
    assert site.seen == []


async def test_fetch_goes_where_connect_to_says(site: Site) -> None:
    """The connection goes elsewhere; the Host header and the name in TLS stay."""
    site.page("/x", "<title>Replica</title>")
    rule = ConnectTo(host="a.test", port=80, to_host="127.0.0.1", to_port=site.port)
    reply = await get("http://a.test/x", replace(SETTINGS, connect_to=(rule,)))
    assert (reply.status, site.seen[0].header("host")) == (200, "a.test")
    with Site(tls=Certificate.GOOD, names=("b.test",)) as secure:
        secure.page("/")
        rule = ConnectTo(host="", port=443, to_host="127.0.0.1", to_port=secure.port)
        trusting = replace(SETTINGS, connect_to=(rule,), cacert=secure.certificate_authority)
        assert (await get("https://b.test/", trusting)).status == 200
        assert (await get("https://c.test/", trusting)).error is ErrorKind.TLS


async def test_fetch_goes_where_connect_to_says_for_an_address_too(site: Site) -> None:
    """A literal address meets no resolver, and is sent elsewhere all the same."""
    site.page("/x", "<title>Replica</title>")
    rule = ConnectTo(host="192.0.2.7", port=80, to_host="127.0.0.1", to_port=site.port)
    reply = await get("http://192.0.2.7/x", replace(SETTINGS, connect_to=(rule,)))
    assert (reply.status, site.seen[0].header("host")) == (200, "192.0.2.7")
    other = ConnectTo(host="192.0.2.8", port=80, to_host="127.0.0.1", to_port=site.port)
    assert (
        await get("http://192.0.2.7/x", replace(SETTINGS, connect_to=(other,)))
    ).error is ErrorKind.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("how", [Site.reset, Site.close])
async def test_fetch_asks_once_and_no_library_asks_again(site: Site, how: Callable[[Site, str], None]) -> None:
    """One fetch is one request on the wire: what is tried again is counted, by us."""
    site.page("/first")
    how(site, "/")
    async with Fetcher(SETTINGS, STILL) as fetcher:
        await fetcher.fetch(ask(site.url("/first")))
        await fetcher.fetch(ask(site.url()))
    assert site.paths == ["/first", "/"]


async def test_fetch_escapes_the_bytes_of_a_location_as_they_are(site: Site) -> None:
    """Browsers and curl ask for the very bytes that a server wrote; so do we."""
    site.raw("/", b"HTTP/1.1 301 Moved\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n")
    assert (await get(site.url())).header("location") == "/caf%E9"


async def test_fetch_sends_no_validator_that_is_no_header(site: Site) -> None:
    """An ETag beyond ASCII is not sent back, and does no harm to the link."""
    site.page("/", "x")
    reply = await get(
        site.url(), validators=Validators(url=site.url(), etag='"café"', last_modified="lundi, 23 février")
    )
    assert (reply.status, site.seen[0].header("if-none-match")) == (200, None)


async def test_fetch_refuses_a_header_section_beyond_the_cap(site: Site) -> None:
    """The cap is for all fields together."""
    fields = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 4000) for number in range(30))
    site.raw("/", b"HTTP/1.1 200 OK\r\n" + fields + b"Content-Length: 0\r\n\r\n")
    reply = await get(site.url())
    assert (reply.error, reply.detail) == (ErrorKind.PROTOCOL, "more than 65536 bytes of headers")


async def test_fetch_asks_for_hosts_that_httpx_refuses(site: Site) -> None:
    """IDNA of 2008 has no emoji; browsers open such hosts, and so does the crawler."""
    site.page("/", "<title>Cloud</title>")
    rule = ConnectTo(host="xn--l3h.test", port=80, to_host="127.0.0.1", to_port=site.port)
    assert (await get("http://xn--l3h.test/", replace(SETTINGS, connect_to=(rule,)))).status == 200


async def test_fetch_hands_no_private_address_to_a_proxy(site: Site) -> None:
    """Names are the proxy's to look up; an address that is not public is plain to see."""
    proxied = Settings(proxies={"http": site.url()})
    assert (await get("http://10.0.0.1/", proxied)).error is ErrorKind.FORBIDDEN_ADDRESS
    assert site.seen == []


async def test_fetch_sends_a_scoped_header_to_exactly_its_host(site: Site) -> None:
    """A secret goes to the host that a person named: not to a sibling, and over no downgraded redirect."""
    site.anything(answers.page("x"))
    rules = tuple(
        ConnectTo(host=host, port=80, to_host="127.0.0.1", to_port=site.port)
        for host in ("a.test", "x.a.test", "a.test.evil")
    )
    scoped = replace(
        SETTINGS, connect_to=rules, headers=(ScopedHeader(host="a.test", name="Authorization", value="Bearer CANARY"),)
    )
    await get("http://a.test/mine", scoped)
    await get("http://x.a.test/", scoped)
    await get("http://a.test.evil/", scoped)
    await get("http://a.test/behind", scoped, redirects=(Redirect(status=302, url="http://a.test/behind"),))
    told = {seen.host + seen.path: seen.header("authorization") for seen in site.seen}
    assert told == {
        "a.test/mine": "Bearer CANARY",
        "x.a.test/": None,
        "a.test.evil/": None,
        "a.test/behind": None,
    }


async def test_fetch_asks_for_a_part_and_for_nothing_else(site: Site) -> None:
    """A part is asked for as bytes that are not packed, and of the version that is known; validators stay at home."""
    site.answer("/a.pdf", answers.parted(bytes(range(256)), headers=[("ETag", '"1"')]))
    url = site.url("/a.pdf")
    reply = await get(url, part=Part(start=10, end=20, etag='"1"'), validators=Validators(url=url, etag='"1"'))
    (seen,) = site.seen
    assert (reply.status, reply.body, reply.truncated) == (206, bytes(range(10, 20)), False)
    assert (seen.header("range"), seen.header("if-range"), seen.header("if-none-match")) == ("bytes=10-19", '"1"', None)
    assert seen.header("accept-encoding") == "identity"


@pytest.mark.parametrize(
    ("status", "end", "expected"), [(206, 1000, 990), (200, 1000, 1000), (200, 600_000, 0), (503, 1000, 0)]
)
async def test_fetch_reads_of_a_part_no_more_than_was_asked_for(
    site: Site, status: int, end: int, expected: int
) -> None:
    """Who sends too much, or all of a large file from its beginning, is not listened to for long."""
    site.page("/a.pdf", bytes(700_000), status=status, kind="application/pdf")
    assert len((await get(site.url("/a.pdf"), part=Part(start=10, end=end))).body) == expected


@pytest.mark.parametrize(("size", "expected"), [(200_000, 200_000), (300_000, 65_536)])
async def test_fetch_reads_a_small_document_whole(site: Site, size: int, expected: int) -> None:
    """Where its length is known, a PDF that would need most of its parts anyway comes at once."""
    site.page("/a.pdf", b"%PDF-1.4" + bytes(size - 8), kind="application/pdf")
    reply = await get(site.url("/a.pdf"))
    assert (len(reply.body), reply.truncated) == (expected, size > expected)


async def test_fetch_asks_conditionally_with_validators(site: Site) -> None:
    """What the page said of itself last time goes back to that address, and a 304 is an answer."""
    site.answer("/", answers.validated("<title>Same</title>", etag='"v1"', modified="Mon, 23 Nov 2026 12:00:00 GMT"))
    known = Validators(url=site.url(), etag='"v1"', last_modified="Mon, 23 Nov 2026 12:00:00 GMT")
    reply = await get(site.url(), validators=known)
    assert (reply.status, reply.body, reply.error) == (304, b"", None)
    elsewhere = await get(site.url("/?other"), validators=known)
    assert elsewhere.status == 200
    assert site.seen[1].header("if-none-match") is None


async def test_fetch_keeps_one_connection_for_many_requests(site: Site) -> None:
    """Pages that are read to their end leave the connection for the next one."""
    site.anything(answers.page("<p>x</p>"))
    async with Fetcher(SETTINGS, STILL) as fetcher:
        for number in range(3):
            await fetcher.fetch(ask(site.url(f"/{number}")))
    assert {seen.connection for seen in site.seen} == {1}


async def test_fetch_finds_hosts_without_threads(site: Site) -> None:
    """Names are looked up by the resolver of its own: found, not there, failing, or with an address inside."""
    site.page("/")
    names = {"here.test": ["127.0.0.1"], "both.test": ["10.0.0.1", "127.0.0.1"], "inside.test": ["10.0.0.1"]}
    with NameServer(names, failing={"broken.test"}) as dns:
        make = partial(Resolver, servers=[dns.address])
        async with Fetcher(SETTINGS, STILL, resolver=make) as fetcher:

            async def error(host: str) -> ErrorKind | None:
                return (await fetcher.fetch(ask(f"http://{host}:{site.port}/"))).error

            found = [
                await error(host) for host in ("here.test", "absent.test", "broken.test", "both.test", "inside.test")
            ]
    forbidden = ErrorKind.FORBIDDEN_ADDRESS
    assert found == [None, ErrorKind.NO_SUCH_HOST, ErrorKind.DNS_FAILED, forbidden, forbidden]


async def test_fetch_goes_through_a_proxy_when_one_is_set(site: Site) -> None:
    """The usual variables name a proxy; NO_PROXY takes hosts out; the guard is the proxy's then."""
    site.anything(answers.page("by proxy"))
    proxied = Settings(proxies={"http": site.url(), "no": "direct.test,.inner.test"})
    reply = await get("http://a.test/x", proxied)
    assert (reply.status, reply.body, site.seen[0].path) == (200, b"by proxy", "http://a.test/x")
    rules = tuple(
        ConnectTo(host=host, port=80, to_host="127.0.0.1", to_port=site.port)
        for host in ("direct.test", "x.inner.test")
    )
    for rule in rules:
        direct = replace(proxied, connect_to=rules, allow_network=LOOPBACK)
        assert (await get(f"http://{rule.host}/y", direct)).status == 200
    assert site.paths[1:] == ["/y", "/y"]


@pytest.mark.parametrize("url", ["http://a.test:0/", "http://xn--a.test/", "http://1.2.3.4.5/", "http://[::1%25eth0]/"])
async def test_fetch_makes_a_value_of_an_address_that_no_library_likes(url: str) -> None:
    """Whatever an address does to the libraries below, it is recorded and the run goes on."""
    assert (await get(url, HASTY)).error is not None
