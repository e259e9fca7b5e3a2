"""Fetch, and read what came: a page or a feed at once, a PDF in as many parts as it takes. EDGE: asyncio.

A reader of PDFs begins at their end, and then needs what stands anywhere. Whoever answers for parts of a file is asked
for those that are missing, one after another and in the turn of the first request; that answer stays what was observed,
whatever becomes of the others.
"""

import re
from dataclasses import replace

from crawler.gather.crawl import Ask
from crawler.gather.exchange import Part, Purpose, Reply, Request
from crawler.gather.fetcher import Fetcher
from crawler.gather.parsing import Parser
from crawler.gather.resolvers import wayback
from crawler.gather.sniff import PDF_MOST_BYTES, sniff
from crawler.gather.sparse import Held, Span, held_of
from crawler.gather.testimony import is_feed

PARTS_MOST = 5
"""Two are enough for most files; what is scattered over more is left."""
_PARTED = frozenset({Purpose.PAGE, Purpose.WITNESS, Purpose.READ})
"""What is read in parts. Archives have limits of their own, and their beginning of a file must do."""
_CONTENT_RANGE = re.compile(r"bytes (?P<first>\d{1,15})-(?P<last>\d{1,15})/(?P<total>\d{1,15}|\*)")
_PLAIN = frozenset({"", "identity"})


def asker(fetcher: Fetcher, parser: Parser) -> Ask:
    """Fetch, and read the page where it is one: its metadata, and where it sends its reader."""

    async def ask(request: Request) -> Reply:
        reply = await fetcher.fetch(request)
        if request.call or not reply.body:
            return reply
        if is_feed(request):
            good = reply.status == 200
            return replace(reply, page=await parser.read_feed(reply.body, reply.at)) if good else reply
        content_type = reply.header("content-type")
        kind = sniff(content_type, reply.body)
        if kind == "html":
            return replace(reply, page=await parser.read(reply.body, content_type, _place(request)))
        if kind == "pdf" and reply.status == 200:
            return await _with_document(reply, fetcher, parser)
        return reply

    return ask


def _place(request: Request) -> str:
    """The address that a page is at home at: for a copy that of its original, as its relative addresses are."""
    return wayback.original(request.url) if request.purpose is Purpose.ARCHIVE else request.url


async def _with_document(reply: Reply, fetcher: Fetcher, parser: Parser) -> Reply:
    """The reply with what its PDF says of itself."""
    held, last, page = _begun(reply), reply, None
    while found := await parser.read_pdf(held, reply.at.date()):
        page = found.page or page
        if found.needs is None or not _may_ask(reply, held, found.needs):
            break
        last = await fetcher.fetch(_asked_for(found.needs, reply, last))
        reply = replace(reply, requests=reply.requests + 1)
        more = part_of(last, held)
        if more is None:
            # Next time it may come: what was known of the file is not to give way to less.
            page = page if page and page.title else None
            break
        held = held_of((*held.parts, more), held.total)
    return replace(reply, page=page)


def _begun(reply: Reply) -> Held:
    """What is held after the first answer; a file whose length nobody says ends there."""
    length = reply.header("content-length") or ""
    known = reply.truncated and length.isdecimal() and _is_plain(reply)
    return held_of([(0, reply.body)], max(len(reply.body), int(length[:15])) if known else len(reply.body))


def _may_ask(reply: Reply, held: Held, missing: Span) -> bool:
    """Whether a part may be asked for: it is not too much, and the host knows parts and wants no pause between them."""
    request = reply.request
    fits = held.size + len(missing) <= PDF_MOST_BYTES and reply.requests <= PARTS_MOST
    knows = (reply.header("accept-ranges") or "").strip().lower() != "none"
    return fits and knows and request.purpose in _PARTED and not request.crawl_delay


def _asked_for(missing: Span, first: Reply, last: Reply) -> Request:
    """The request for a part, within the time of the whole URL."""
    etag = (first.header("etag") or "").strip()
    strong = etag if etag.startswith('"') and etag.isascii() and etag.isprintable() else None
    part = Part(start=missing.start, end=missing.end, etag=strong)
    return replace(first.request, part=part, validators=None, spent_s=last.elapsed_s)


def part_of(reply: Reply, held: Held) -> tuple[int, bytes] | None:
    """Where the part begins that came, and its bytes; None where it is none of the same file.

    RFC 9110, 15.3.7: what came is what Content-Range says, whatever was asked. A 200 is the file from its beginning.
    """
    if not reply.body or not _is_plain(reply):
        return None
    if reply.status == 200:
        return (0, reply.body) if reply.body.startswith(held.first) else None
    said = _CONTENT_RANGE.fullmatch((reply.header("content-range") or "").strip())
    if reply.status != 206 or said is None or said["total"] not in ("*", str(held.total)):
        return None
    first, last = int(said["first"]), int(said["last"])
    return (first, reply.body[: last + 1 - first]) if first <= last < held.total else None


def _is_plain(reply: Reply) -> bool:
    """Whether the bytes are those of the file: offsets in what was packed say nothing."""
    return (reply.header("content-encoding") or "").strip().lower() in _PLAIN
