"""Pages and PDFs, fetched and read: over real sockets, by real processes."""

import ipaddress
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from crawler.gather.crawl import Ask
from crawler.gather.exchange import Purpose, Reply, Validators
from crawler.gather.fetcher import Fetcher
from crawler.gather.parsing import Parser
from crawler.gather.resolvers.web import observe
from crawler.gather.sniff import PDF_MOST_BYTES
from crawler.gather.sparse import Held, held_of
from crawler.model import Kind
from crawler.pipeline.fetching import PARTS_MOST, asker, part_of
from crawler.settings import KIB, Settings
from tests import answers
from tests.answers import Answer
from tests.documents import document, packet, stream
from tests.gathering import STILL, answer, ask
from tests.site import Site
from tests.test_pdf import ABSTRACT, TITLE

SETTINGS = Settings(allow_network=(ipaddress.ip_network("127.0.0.0/8"),))
LARGE = document(padding=1_000_000)
"""With its page in front, and all else at its end."""
_PLACES = (8, 9, 4, 10, 3, 11, 5, 12, 2, 13, 1, 14, 7, 15, 16, 6)
SCATTERED = document(others={n: stream(bytes(200_000)) for n in range(9, 17)}, order=_PLACES)
"""Each object far from the next, and only the properties beside the table."""
PDF = "application/pdf"


@pytest.fixture
async def asking() -> AsyncIterator[Ask]:
    """What the crawl asks with."""
    async with Fetcher(SETTINGS, STILL) as fetcher, Parser(2.0, workers=1) as parser:
        yield asker(fetcher, parser)


def ranges(site: Site) -> list[str | None]:
    """The parts that were asked for, in order; None for the first request."""
    return [seen.header("range") for seen in site.seen]


def title(reply: Reply) -> str | None:
    """What the reply's page is called."""
    return reply.page.title if reply.page else None


async def test_ask_reads_a_page_at_once(site: Site, asking: Ask) -> None:
    """HTML is read whatever its status; what is neither HTML nor PDF is not."""
    site.page("/a", "<title>A page</title>", status=404)
    site.page("/b", "\x89PNG", kind="image/png")
    site.page("/c")
    assert title(await asking(ask(site.url("/a")))) == "A page"
    assert (await asking(ask(site.url("/b")))).page is None
    assert (await asking(ask(site.url("/c")))).page is None


async def test_ask_reads_a_small_document_in_one_request(site: Site, asking: Ask) -> None:
    """What is four times the usual beginning or less comes whole."""
    data = document(padding=200_000)
    site.answer("/a.pdf", answers.parted(data))
    reply = await asking(ask(site.url("/a.pdf")))
    assert reply.page is not None
    assert (reply.page.title, reply.page.abstract, reply.page.kind) == (TITLE, ABSTRACT, Kind.PAPER)
    assert (reply.requests, len(reply.body), reply.truncated) == (1, len(data), False)


async def test_ask_reads_a_large_document_in_few_parts(site: Site, asking: Ask) -> None:
    """The beginning, then the end: what stands between is not fetched, and the answer is that to the first request."""
    site.answer("/a.pdf", answers.parted(LARGE, headers=[("ETag", '"1"')]))
    url = site.url("/a.pdf")
    reply = await asking(ask(url, validators=Validators(url=url, etag='"0"')))
    assert reply.page is not None
    assert (reply.page.title, reply.page.abstract, reply.page.published) == (TITLE, ABSTRACT, "2017-06-12")
    assert ranges(site) == [None, f"bytes={len(LARGE) - 64 * KIB}-{len(LARGE) - 1}"]
    assert [seen.header("if-range") for seen in site.seen] == [None, '"1"']
    assert [seen.header("if-none-match") for seen in site.seen] == ['"0"', None]
    assert [seen.header("accept-encoding") for seen in site.seen] == ["gzip, deflate", "identity"]
    assert (reply.status, reply.body, reply.truncated, reply.requests) == (200, LARGE[: 64 * KIB], True, 2)
    assert observe(reply, 1) == replace(observe(replace(reply, page=None), 1), fingerprint=reply.page.text_fingerprint)


async def test_ask_leaves_what_is_scattered_over_too_many_parts(site: Site, asking: Ask) -> None:
    """A file that needs part after part is not followed for ever; what is known by then counts."""
    site.answer("/a.pdf", answers.parted(SCATTERED))
    reply = await asking(ask(site.url("/a.pdf")))
    parts = [part for part in ranges(site) if part]
    sizes = [int(last) - int(first) + 1 for first, last in (part[6:].split("-") for part in parts)]
    assert len(parts) == PARTS_MOST
    assert 64 * KIB + sum(sizes) <= PDF_MOST_BYTES
    assert reply.requests == PARTS_MOST + 1
    assert reply.page is not None
    assert reply.page.published == "2017-06-12"


NO_PARTS: Mapping[str, Answer] = {
    "the file from its beginning": answers.page(LARGE, kind=PDF),
    "an error": answers.page("No", status=416, kind=PDF),
    "that it is too much": answers.page("No", status=429),
    "nothing": answers.close(),
    "a part of another file": answers.page(b"xxxxx", status=206, headers=[("Content-Range", "bytes 5-9/10")]),
    "many parts": answers.page(b"--x\r\n", status=206, kind="multipart/byteranges; boundary=x"),
    "a part that is packed": answers.bomb("gzip", size=70_000),
}


@pytest.mark.parametrize("kind", NO_PARTS)
async def test_ask_keeps_the_first_answer_when_parts_fail(site: Site, asking: Ask, kind: str) -> None:
    """Whatever a host says to the question for a part, it is asked no other, and what it said first stays."""
    site.sequence("/a.pdf", answers.parted(LARGE), NO_PARTS[kind])
    reply = await asking(ask(site.url("/a.pdf")))
    assert len(site.seen) == reply.requests == 2
    assert (reply.status, reply.error, len(reply.body)) == (200, None, 64 * KIB)
    assert observe(reply, 1).good


async def test_ask_says_nothing_of_a_document_without_a_title_when_a_part_fails(site: Site, asking: Ask) -> None:
    """What an earlier crawl learned is not replaced by the little that half a file tells; a title is no little."""
    nameless = document(info={"Title": "a.dvi"}, padding=1_000_000, others={9: stream(bytes(90_000))})
    begins_with_xmp = document(xmp=packet(dc_title=TITLE), order=(7, 8, 4, 3, 5, 2, 1, 6), padding=1_000_000)
    for path, data in (("/a.pdf", nameless), ("/b.pdf", begins_with_xmp)):
        site.sequence(path, answers.parted(data), answers.page(status=503))
    assert (await asking(ask(site.url("/a.pdf")))).page is None
    assert title(await asking(ask(site.url("/b.pdf")))) == TITLE


async def test_ask_takes_the_beginning_of_a_file_when_a_host_knows_no_parts(site: Site, asking: Ask) -> None:
    """A file of half a megabyte is read as far as its end, if that is what comes."""
    data = document(padding=400_000)
    site.page("/a.pdf", data, kind=PDF)
    assert title(await asking(ask(site.url("/a.pdf")))) == TITLE
    assert len(site.seen) == 2


@pytest.mark.parametrize(
    "more",
    [{"purpose": Purpose.ARCHIVE}, {"crawl_delay": True}],
)
async def test_ask_asks_for_no_part_out_of_turn_where_that_is_unwelcome(
    site: Site, asking: Ask, more: Mapping[str, Any]
) -> None:
    """Archives have limits of their own, and a Crawl-delay holds between any two requests."""
    site.answer("/a.pdf", answers.parted(LARGE))
    reply = await asking(ask(site.url("/a.pdf"), **more))
    assert len(site.seen) == 1
    assert reply.status == 200


@pytest.mark.parametrize("field", [("Accept-Ranges", "none"), ("Content-Encoding", "identity, gzip")])
async def test_ask_asks_for_no_part_when_the_first_answer_speaks_against_it(
    site: Site, asking: Ask, field: tuple[str, str]
) -> None:
    """A host that says that it knows no parts, and a file that is packed, have none."""
    data = answers.packed(LARGE, "gzip") if field[0] == "Content-Encoding" else LARGE
    site.page("/a.pdf", data, kind=PDF, headers=[field])
    await asking(ask(site.url("/a.pdf")))
    assert len(site.seen) == 1


async def test_ask_reads_no_document_that_is_no_answer(site: Site, asking: Ask) -> None:
    """A PDF that says that something is not there is not the document that was linked."""
    site.page("/a.pdf", document(), kind=PDF, status=404)
    assert (await asking(ask(site.url("/a.pdf")))).page is None


async def test_ask_gives_up_on_a_document_that_harms_its_reader(site: Site) -> None:
    """What kills the process costs what the document would have said; the answer stands, and the host is left alone."""
    busy = document(content=b"BT /F1 9 Tf " + b"(a) Tj 1 0 0 1 9 9 Tm " * 400_000, order=(3, 5, 2, 1, 7, 6, 4, 8))
    site.page("/bad.pdf", busy, kind=PDF)
    async with Fetcher(SETTINGS, STILL) as fetcher, Parser(0.2, workers=1) as parser:
        reply = await asker(fetcher, parser)(ask(site.url("/bad.pdf")))
    assert (reply.status, reply.page, len(site.seen)) == (200, None, 1)


async def test_ask_marks_a_scan_as_nothing(site: Site, asking: Ask) -> None:
    """A PDF without a word is no wall and no empty shell, with its page read or not."""
    site.page("/a.pdf", document([], info={"CreationDate": "D:2017"}), kind=PDF)
    reply = await asking(ask(site.url("/a.pdf")))
    assert reply.page is not None
    assert observe(reply, 1).marks == observe(replace(reply, page=None), 1).marks == ()
    assert observe(reply, 1).fingerprint is None


HELD = held_of([(0, b"%PDF-1.7 ab")], 1000)


@pytest.mark.parametrize(
    ("status", "fields", "body", "expected"),
    [
        (206, {"content_range": "bytes 500-509/1000"}, b"0123456789", (500, b"0123456789")),
        (206, {"content_range": "bytes 500-504/*"}, b"0123456789", (500, b"01234")),
        (206, {"content_range": "bytes 500-509/1001"}, b"0123456789", None),
        (206, {"content_range": "bytes 509-500/1000"}, b"0123456789", None),
        (206, {"content_range": "bytes 1000-1009/1000"}, b"0123456789", None),
        (206, {"content_range": "bytes */1000"}, b"0123456789", None),
        (206, {}, b"0123456789", None),
        (206, {"content_range": "bytes 500-509/1000", "content_encoding": "gzip"}, b"0123456789", None),
        (206, {"content_range": "bytes 500-509/1000"}, b"", None),
        (200, {}, b"%PDF-1.7 abc", (0, b"%PDF-1.7 abc")),
        (200, {}, b"%PDF-1.4 xbc", None),
        (416, {"content_range": "bytes 500-509/1000"}, b"0123456789", None),
    ],
)
def test_part_of_takes_only_what_is_of_the_same_file(
    status: int, fields: dict[str, Any], body: bytes, expected: tuple[int, bytes] | None
) -> None:
    """Content-Range says what came; a file of another length, or that begins otherwise, is another one."""
    reply = replace(answer(ask("https://a.example/a.pdf"), status, **fields), body=body)
    held: Held = HELD
    assert part_of(reply, held) == expected
