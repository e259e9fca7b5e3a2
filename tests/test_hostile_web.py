"""A web that means harm, asked over real sockets: bombs, floods, loops, lies; and a crawl that comes through."""

import asyncio
import base64
import ipaddress
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.child import cost_of
from crawler.gather.exchange import Reply
from crawler.gather.fetcher import Clock, Fetcher
from crawler.gather.page import Page, read
from crawler.settings import Settings
from tests import answers
from tests.answers import Answer, Talk
from tests.gathering import START, ask
from tests.naughty import EVERYTHING
from tests.running import TO_OURSELVES, listkeeper
from tests.site import Site
from tests.wire import head_bytes

MIB = 1024 * 1024
HASTY = Settings(
    allow_network=(ipaddress.ip_network("127.0.0.0/8"),),
    connect_timeout_s=1.0,
    first_byte_timeout_s=1.0,
    total_timeout_s=2.0,
)

BROTLI_BOMB = base64.b64decode("z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69/8D")
"""64 MiB of zeros in 54 bytes."""


def zstd_bomb(blocks: int = 512) -> bytes:
    """Blocks of 128 KiB that repeat one byte, four bytes each (RFC 8878, 3.1.1.2)."""
    heads = (128 * 1024 << 3 | 1 << 1 | (number == blocks - 1) for number in range(blocks))
    return b"\x28\xb5\x2f\xfd\x00\x58" + b"".join(head.to_bytes(3, "little") + b"\0" for head in heads)


def _coded(body: bytes, coding: str) -> Answer:
    return answers.page(body, headers=[("Content-Encoding", coding)])


async def _farm(talk: Talk) -> bool:
    """A redirect to the next of endlessly many."""
    number = int(talk.seen.path.removeprefix("/farm").strip("/") or 0)
    await talk.send(head_bytes(302, [("Location", f"/farm/{number + 1}"), ("Content-Length", "0")]))
    return True


def _raw(head: bytes, body: bytes = b"", status: bytes = b"200 OK") -> Answer:
    length = b"Content-Length: %d\r\n" % len(body)
    return answers.raw(b"HTTP/1.1 %b\r\nContent-Type: text/html\r\n%b%b\r\n%b" % (status, length, head, body))


def _to(location: bytes) -> Answer:
    return _raw(b"Location: " + location + b"\r\n", status=b"302 Found")


TITLE = b"<title>A page</title>"
WEB: dict[str, tuple[Answer, str | None]] = {
    "good": (answers.page(TITLE), "alive"),
    "gzip-bomb": (answers.bomb("gzip"), "alive"),
    "deflate-bomb": (answers.bomb("deflate"), "alive"),
    "stacked-bomb": (answers.bomb("gzip, gzip"), "alive"),
    "five-layers": (_coded(b"x", "gzip, gzip, gzip, gzip, gzip"), "alive"),
    "br-bomb": (_coded(BROTLI_BOMB, "br"), "alive"),
    "zstd-bomb": (_coded(zstd_bomb(), "zstd"), "alive"),
    "br-in-gzip": (_coded(answers.packed(BROTLI_BOMB, "gzip"), "br, gzip"), "alive"),
    "no-coding": (_coded(TITLE, "\x7f\x01, gzip;q=x"), "alive"),
    "endless": (answers.endless(), "alive"),
    "endless-chunks": (
        answers.endless(b"4000\r\n" + b"x" * 16384 + b"\r\n", headers=[("Transfer-Encoding", "chunked")]),
        "alive",
    ),
    "dripping-body": (answers.drip(), "alive"),
    "dripping-head": (answers.drip(b"X-A: b\r\n", before=b"HTTP/1.1 200 OK\r\n"), "failing"),
    "silent": (answers.silent(), "failing"),
    "hints-without-end": (answers.many_1xx(), "failing"),
    "many-hints": (answers.many_1xx(20, then=answers.page(TITLE)), "alive"),
    "fields-without-end": (answers.drip(b"X-A: b\r\n" * 500, interval_s=0.0, before=b"HTTP/1.1 200 OK\r\n"), "failing"),
    "many-fields": (answers.big_head(60_000, fields=3000), "failing"),
    "much-head": (answers.big_head(200_000, fields=100), "failing"),
    "one-long-field": (answers.big_head(200_000), "failing"),
    "no-http": (answers.raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "failing"),
    "nul-in-field": (_raw(b"X-A: a\0b\r\n", TITLE), "failing"),
    "bad-utf8-in-field": (_raw(b'X-A: \xff\xfe\xe9\r\nServer: \xed\xa0\x80\r\nETag: "\xff"\r\n', TITLE), "alive"),
    "folded-field": (_raw(b"X-A: a\r\n b\r\n", TITLE), None),
    "field-without-name": (_raw(b": a\r\n", TITLE), None),
    "too-long": (answers.wrong_length(TITLE, says="999999"), "alive"),
    "too-short": (answers.wrong_length(TITLE, says="3"), "failing"),
    "length-of-minus-one": (answers.wrong_length(TITLE, says="-1"), None),
    "length-of-2-to-the-64": (answers.wrong_length(TITLE, says=str(2**64)), "failing"),
    "two-lengths": (answers.wrong_length(TITLE, says="3\r\nContent-Length: 4"), None),
    "length-and-chunks": (_raw(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n"), None),
    "truncated-chunks": (answers.chunked([TITLE], end=b"ff\r\nhalf"), "alive"),
    "chunk-of-2-to-the-64": (answers.chunked([TITLE], end=b"ffffffffffffffff\r\n"), "alive"),
    "no-chunk": (answers.chunked([TITLE], end=b"zz\r\n"), None),
    "hangs-up": (answers.close(), "blocked"),
    "tears-down": (answers.reset(), "blocked"),
    "loop": (answers.redirect("/loop"), "broken"),
    "loop-of-two": (answers.redirect("/loop-of-two?1"), "broken"),
    "loop-of-fragments": (answers.redirect("/loop-of-fragments#a"), "broken"),
    "farm": (_farm, "failing"),
    "to-nowhere": (_to(b""), "failing"),
    "to-spaces": (_to(b" /good?a b\tc "), "alive"),
    "to-utf8": (_to("/good?ä→".encode()), "alive"),
    "to-latin1": (_to(b"/good?\xe4\xff"), "alive"),
    "to-half-an-address": (_to(b"http://["), "failing"),
    "to-a-port-that-is-none": (_to(b"http://127.0.0.1:99999/"), "failing"),
    "to-no-host": (_to(b"http:///"), "failing"),
    "to-a-label-that-is-none": (_to("http://a\u00adb\uff0e\u2488example/".encode()), "failing"),
    "to-a-long-address": (_to(b"/" + b"x" * 9000), "failing"),
    "to-a-file": (_to(b"file:///etc/passwd"), "failing"),
    "to-a-script": (_to(b"javascript:alert(1)"), "failing"),
    "to-data": (_to(b"data:text/html,<title>x</title>"), "failing"),
    "two-locations": (_to(b"/good\r\nLocation: /silent"), None),
    "meta-to-a-script": (answers.page("<meta http-equiv=refresh content='0;url=javascript:alert(1)'>"), "alive"),
    "meta-to-half-an-address": (answers.page("<meta http-equiv=refresh content='0;url=http://['>"), "alive"),
    "base-and-canonical": (answers.page("<base href='http://['><link rel=canonical href='http://a:99999/'>"), "alive"),
    "wrong-charset": (answers.page(b"<title>\xff\xfe\x00\xd8</title>", kind="text/html; charset=utf-16"), "alive"),
    "charset-that-is-none": (
        answers.page(b"<title>\xe9</title>", kind="text/html; charset=\xff;;=;charset=rot13"),
        "alive",
    ),
    "zeros": (answers.page(bytes(300_000)), "alive"),
    "half-characters": (answers.page(b"<title>\xed\xa0\x80 \xf0\x9f \xc0\x80</title>"), "alive"),
    "long-title": (answers.page(b"<title>" + b"A title. " * 120_000 + b"</title>"), "alive"),
    "fifty-megabytes": (answers.page(b"<p>word</p>" * 4_700_000), "alive"),
    "deep": (answers.page(b"<div>" * 100_000 + TITLE), "alive"),
    "deep-and-formatted": (answers.page(b"<p><font a=1>" * 38_000), "alive"),
    "comments": (answers.page(b"<!--" * 120_000), "alive"),
    "xml-bomb": (
        answers.page(
            b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>"
            + b"".join(b"<!ENTITY b%d '%b'>" % (n, b"&b%d;" % (n - 1) * 9) for n in range(1, 12))
            + b"<!ENTITY f SYSTEM 'file:///etc/passwd'>]><html><title>&b11;&f;</title></html>",
            kind="application/xhtml+xml",
        ),
        "alive",
    ),
    "pdf": (answers.page(b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 40_000, kind="application/pdf"), "alive"),
}
"""What a host may do, and what the link's health is then; None where what matters is that there is an answer."""

GONE = ("hangs-up", "tears-down", "loop", "loop-of-two", "loop-of-fragments")
"""Those of them that answer at once, and never well."""


def _listed(site: Site, folder: Path, names: list[str]) -> list[str]:
    for name in names:
        site.answer(f"/{name}", WEB[name][0])
    site.page("/good", TITLE)
    urls = [site.url(f"/{name}") for name in names]
    (folder / "list.md").write_text("".join(f"- <{url}>\n" for url in urls), "utf-8")
    return urls


def test_check_comes_through_a_hostile_web(site: Site, tmp_path: Path) -> None:
    """Every kind of harm at once: each link gets its verdict, the good one is alive, and nothing is a fault of ours."""
    names = list(WEB)
    site.anything(_farm)
    site.page("/robots.txt", status=404)
    urls = _listed(site, tmp_path, names)
    patience = ("--total-timeout", "6", "--first-byte-timeout", "3", "--attempts", "2")
    done = listkeeper(tmp_path, "check", "list.md", *TO_OURSELVES, *patience, "--host-concurrency", "64")
    assert (done.status, done.lines) in ((0, []), (1, [])), done.err[-3000:]
    rows = [json.loads(line) for line in (tmp_path / "reports" / "links.jsonl").read_text("utf-8").splitlines()]
    told = {row["url"]: row for row in rows}
    health = {name: told[url]["health"] for name, url in zip(names, urls, strict=True)}
    wrong = {name: health[name] for name, (_, expected) in WEB.items() if expected not in (None, health[name])}
    # Amid so much that is silent or slow, a busy machine may find the host itself not well, and then holds nothing
    # against a link: what these are is said by the next test.
    assert {
        name: said for name, said in wrong.items() if (name, said) not in {(each, "failing") for each in GONE}
    } == {}
    assert {name for name, found in health.items() if found in ("broken", "dead")} <= LOOPS, "no fault is called gone"
    assert sum("/farm" in path for path in site.paths) <= 4 * (1 + Settings().redirects)
    assert all(len(row["title"] or "") <= 300 for row in rows)
    assert b"root:" not in (tmp_path / "reports" / "links.jsonl").read_bytes()


def test_check_knows_circles_and_those_who_hang_up(site: Site, tmp_path: Path) -> None:
    """Asked twice in the run, on a host that answers others."""
    site.page("/robots.txt", status=404)
    urls = _listed(site, tmp_path, list(GONE))
    done = listkeeper(tmp_path, "check", "list.md", *TO_OURSELVES, "--attempts", "2")
    assert done.status == 1, done.err[-3000:]
    rows = [json.loads(line) for line in (tmp_path / "reports" / "links.jsonl").read_text("utf-8").splitlines()]
    told = {row["url"]: row["health"] for row in rows}
    assert {name: told[url] for name, url in zip(GONE, urls, strict=True)} == {name: WEB[name][1] for name in GONE}


LOOPS = {"loop", "loop-of-two", "loop-of-fragments"}
"""Nobody, however patient and whatever cookies it keeps, gets a page there."""
BOMBS = ["gzip-bomb", "deflate-bomb", "stacked-bomb", "five-layers", "br-bomb", "zstd-bomb", "br-in-gzip"]


@pytest.mark.parametrize("names", [BOMBS, ["endless", "endless-chunks", "fifty-megabytes", "long-title", "zeros"]])
def test_crawl_holds_no_more_of_a_bomb_than_of_a_page(site: Site, tmp_path: Path, names: list[str]) -> None:
    """Bodies that unpack to 64 MiB, or never end, cost less than 20 MiB more at the peak than as many plain pages."""
    peaks = []
    for number, (answer, of_it) in enumerate([(None, ["good"]), (WEB, names)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        site.page("/robots.txt", status=404)
        for name in of_it:
            site.answer(f"/{name}", answer[name][0] if answer else answers.page(b"<p>A page of words.</p>" * 2000))
        urls = [site.url(f"/{name}?{copy}") for name in of_it for copy in range(60 // len(of_it))]
        (folder / "list.md").write_text("".join(f"- <{url}>\n" for url in urls), "utf-8")
        command = [sys.executable, "-m", "crawler", "crawl", "--quiet", str(folder / "list.md"), *TO_OURSELVES]
        peaks.append(cost_of([*command, "--db", str(folder / "crawl.db"), "--total-timeout", "30"]).peak_bytes)
    assert peaks[1] - peaks[0] < 20 * MIB, [peak // MIB for peak in peaks]


def test_fetch_unpacks_nothing_that_it_did_not_ask_for(site: Site) -> None:
    """Brotli and zstd are refused by name, with the status kept; they are not even asked for."""
    site.answer("/br", WEB["br-bomb"][0])
    site.answer("/zstd", WEB["zstd-bomb"][0])
    replies = _fetched([site.url("/br"), site.url("/zstd")])
    assert [(reply.status, reply.body, reply.error) for reply in replies] == [(200, b"", None)] * 2
    assert [reply.detail for reply in replies] == [
        f"the body cannot be unpacked: content-encoding {name} is not understood" for name in ("br", "zstd")
    ]
    assert {seen.header("accept-encoding") for seen in site.seen} == {"gzip, deflate"}


def _fetched(urls: list[str]) -> list[Reply]:
    async def fetch() -> list[Reply]:
        async with Fetcher(HASTY, Clock(monotonic=lambda: 0.0, utc=lambda: START)) as fetcher:
            return [await fetcher.fetch(ask(url)) for url in urls]

    return asyncio.run(fetch())


_FIELD = st.binary(max_size=60) | st.sampled_from(
    [
        *(b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 0x10", b"Transfer-Encoding: chunked"),
        *(b"Transfer-Encoding: identity, chunked", b"Content-Encoding: gzip", b"Content-Encoding: br, \xff"),
        *(b"Location: http://[", b"Location: //", b"Location: \xff\xfe", b"Set-Cookie: a=b; path=\xff; max-age=-"),
        *(b"Content-Type: text/html; charset=\0", b"Content-Type: ;;;", b"ETag: \xed\xa0\x80", b"Retry-After: 9e99"),
        *(b"Connection: upgrade", b"Upgrade: h2c", b"Trailer: x", b"Refresh: 0;url=http://[", b" folded", b":", b"\t"),
        *(text.encode("utf-8", "surrogatepass") for text in EVERYTHING[::7]),
    ]
)
_ENDS = [b"\r\n", b"\n", b"\r"]
_STATUS = st.sampled_from(
    [b"200", b"204", b"206", b"301", b"304", b"101", b"100", b"600", b"999", b"000", b"-1", b"2\xb2"]
)


def test_fetch_makes_a_value_of_any_bytes(site: Site) -> None:
    """Whatever a host writes where HTTP should be, a reply comes back, with a status or with the reason for none."""

    @settings(max_examples=150, deadline=None)
    @given(status=_STATUS, fields=st.lists(_FIELD, max_size=8), end=st.sampled_from(_ENDS), body=st.binary())
    @example(status=b"200", fields=[b"Content-Encoding: gzip", b"Content-Length: 5"], end=b"\r\n", body=b"\x1f\x8b\x08")
    def check(status: bytes, fields: list[bytes], end: bytes, body: bytes) -> None:
        site.raw("/", end.join([b"HTTP/1.1 " + status + b" X", *fields]) + end + end + body)
        [reply] = _fetched([site.url("/")])
        assert (reply.status is None) == (reply.error is not None)
        assert all(name == name.lower() for name, _ in reply.headers)
        assert len(reply.detail) < 1000

    check()


NASTY = (
    b"\0",
    b"\xff\xfe<\0t\0",
    b"\xef\xbb\xbf\xef\xbb\xbf<title>\xef\xbb\xbf",
    b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    b"<title>\xed\xa0\x80\xed\xb0\x80</title>",
    b"<title>&#0;&#xD800;&#x110000;&#99999999999999999999;&#-1;&unknown;&amp</title>",
    b"<title><title></title></title><![CDATA[</title>]]>",
    b"<meta charset><meta charset=''><meta charset=\xff><meta http-equiv=refresh content>",
    b"<meta http-equiv=refresh content='99999999999999999999999;url=\xff'>",
    b"<link rel=canonical href='http://['><base href='//'><link rel='\0' href='\0'>",
    b"<html lang='\xff\0-\xe2\x80\xae'><meta property=og:locale content='&#0;'>",
    b"<meta property='' content=''><meta name content><meta property='\0og:title' content='\0'>",
    b"<!DOCTYPE html PUBLIC '" + b"x" * 70_000,
    b"<a " + b"x=" * 30_000,
    b"<?xml version='1.0' encoding='UTF-32'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><title>&b;</title>",
    b"<plaintext><title>x</title>",
    b"<svg><title>x</title></svg><math><title>y",
    b"<noscript><title>x</noscript><textarea><title>y",
    b"<h1>" + "\u202e\U000e0041\u0000".encode() * 100 + b"</h1>",
)
"""Bytes that parsers, decoders and people who write them have stumbled over."""


@pytest.mark.parametrize(
    "kind", [None, "text/html; charset=utf-7", "text/html; charset=\0", "application/xml", ";charset"]
)
@pytest.mark.parametrize("url", ["https://a.example/", "http://[", ""])
def test_read_makes_a_page_of_nasty_bytes(kind: str | None, url: str) -> None:
    """Each of them, and each two of them, is a page; what it says can be printed and stored."""
    for body in (*NASTY, *(one + two for one, two in pairwise(NASTY))):
        page = read(body, kind, url)
        assert isinstance(page, Page)
        for text in filter(None, (page.title, page.abstract, page.h1, page.site, page.language, page.canonical)):
            assert text.encode()
            assert not re.search(r"[\x00-\x1f\u202e]", text), ascii(text)
