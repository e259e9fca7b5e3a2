"""Reading pages in a process that can be stopped: real processes, real hostile pages."""

import asyncio
import resource
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from crawler.gather import page, parsing, parsing_child, pdf
from crawler.gather.parsing import Parser
from crawler.gather.sparse import held_of
from tests.documents import document
from tests.hostile import HOSTILE

URL = "https://a.example/"
LARGE = b"<title>A large page</title><meta http-equiv=refresh content='1;url=/b'>" + b"<p>Some words.</p>" * 5000
ENDLESS = HOSTILE["formatting again and again"](512 * 1024).encode()


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    """A parser with one child that may use a second of CPU."""
    async with Parser(1.0, workers=1) as made:
        yield made


def children(parser: Parser) -> set[int]:
    """The processes that wait for a page."""
    return {child.pid for child in parser._idle}


def alive(pid: int) -> bool:
    """Whether a process of ours is there; a zombie counts, for nobody has waited for it."""
    return Path(f"/proc/{pid}").exists()


def environment(pid: int) -> bytes:
    """What a process was started with."""
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_read_reads_a_small_page_without_a_child(parser: Parser) -> None:
    """No process is started for a page that does no harm."""
    found = await parser.read(b"<title>Small</title>", None, URL)
    assert found is not None
    assert found.title == "Small"
    assert children(parser) == set()


async def test_read_is_none_when_a_library_trips_over_a_small_page(
    parser: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault that nobody knows of costs what the page says, and not the run."""

    def trips(*_: object) -> page.Page:
        raise AssertionError("expected name token")

    monkeypatch.setattr(page, "read", trips)
    assert await parser.read(b"<title>A page</title>", "text/html", "https://a.example/") is None


async def test_read_reads_a_large_page_in_a_child_as_it_would_here(parser: Parser) -> None:
    """The child's answer is the same page, and the child is used again."""
    assert await parser.read(LARGE, "text/html", URL) == page.read(LARGE, "text/html", URL)
    first = children(parser)
    assert await parser.read(LARGE, None, URL) is not None
    assert children(parser) == first
    assert len(first) == 1


async def test_read_feed_reads_a_feed_in_a_child_however_small(parser: Parser) -> None:
    """The newest entry comes back, as of the moment of the answer, and the child reads pages as before."""
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    item = "<item><title>New</title><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item>"
    text = f"<rss version='2.0'><channel>{item}{item.replace('2026', '2027')}</channel></rss>"
    found = await parser.read_feed(text.encode(), noon)
    assert found is not None
    assert (found.title, found.published) == ("New", "2026-11-03")
    first = children(parser)
    assert len(first) == 1
    assert await parser.read(LARGE, "text/html", URL) == page.read(LARGE, "text/html", URL)
    assert children(parser) == first


async def test_read_feed_gives_up_when_a_feed_takes_too_long(parser: Parser) -> None:
    """Elements that open and never close keep the reader of feeds busy for longer than it may be."""
    busy = b"<rss version='2.0'><channel><item>" + b"<a>" * 1_000_000
    assert await parser.read_feed(busy, datetime(2026, 11, 28, tzinfo=UTC)) is None
    assert children(parser) == set()
    assert await parser.read(LARGE, None, URL) is not None


async def test_read_gives_up_when_a_page_takes_too_long(parser: Parser) -> None:
    """A page that eats CPU or memory costs its own metadata only: the child is replaced, and the next page is read."""
    await parser.read(LARGE, None, URL)
    first = children(parser)
    assert await parser.read(ENDLESS, None, URL) is None
    assert children(parser) == set()
    found = await parser.read(LARGE, None, URL)
    assert found is not None
    assert found.title == "A large page"
    assert not children(parser) & first


async def test_read_pdf_reads_a_document_in_a_child(parser: Parser) -> None:
    """However small it is; what is missing is told."""
    data = document(padding=200_000)
    today = date(2026, 11, 28)
    found = await parser.read_pdf(held_of([(0, data)], len(data)), today)
    part = await parser.read_pdf(held_of([(0, data[:1000])], len(data)), today)
    assert found is not None
    assert found.page is not None
    assert (found.page, found.needs) == pdf.read(held_of([(0, data)], len(data)), today)
    assert part is not None
    assert part.needs is not None
    assert len(children(parser)) == 1


async def test_read_pdf_gives_up_when_a_document_takes_too_long() -> None:
    """A document that eats CPU ends its child and no more."""
    busy = document(content=b"BT /F1 9 Tf " + b"(a) Tj 1 0 0 1 9 9 Tm " * 400_000)
    async with Parser(0.2, workers=1) as parser:
        assert await parser.read_pdf(held_of([(0, busy)], len(busy)), date(2026, 11, 28)) is None
        assert children(parser) == set()


async def test_read_keeps_the_loop_free(parser: Parser) -> None:
    """While a child works on a hostile page, everything else goes on."""
    reading = asyncio.ensure_future(parser.read(ENDLESS, None, URL))
    turns = 0
    while not reading.done():
        await asyncio.wait({reading}, timeout=0.01)
        turns += 1
    assert reading.result() is None
    assert turns > 10


async def test_read_ends_the_child_when_it_is_cancelled(parser: Parser) -> None:
    """A child whose answer nobody waits for is not asked again."""
    await parser.read(LARGE, None, URL)
    first = children(parser)
    reading = asyncio.ensure_future(parser.read(ENDLESS, None, URL))
    await asyncio.sleep(0)
    assert children(parser) == set()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    found = await parser.read(LARGE, None, URL)
    assert found is not None
    assert not children(parser) & first


async def test_read_starts_another_child_when_one_died_in_the_meantime(parser: Parser) -> None:
    """A child that something else killed is replaced without a page being lost."""
    await parser.read(LARGE, None, URL)
    (child,) = parser._idle
    child.kill()
    await child.wait()
    assert await parser.read(LARGE, None, URL) is not None


async def test_child_is_told_no_secret(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads what strangers wrote has no token in its environment."""
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_secret")
    monkeypatch.setenv("OTHER", "secret")
    assert await parser.read(LARGE, None, URL) is not None
    (child,) = parser._idle
    assert b"secret" not in environment(child.pid)


async def test_read_is_none_when_no_child_can_be_started(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no room for a process still gets the rest of the answer."""
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    assert await parser.read(LARGE, None, URL) is None


async def test_read_is_none_when_the_child_talks_nonsense(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no answer is no page."""
    monkeypatch.setattr(
        parsing, "_START", "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(b'\\0\\0\\0\\2{}')"
    )
    assert await parser.read(LARGE, None, URL) is None


async def test_read_is_none_when_the_child_neither_works_nor_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that uses no CPU is ended by the clock."""
    monkeypatch.setattr(parsing, "_START", "import time; time.sleep(600)")
    async with Parser(0.01) as parser:
        assert await parser.read(LARGE, None, URL) is None


async def test_aclose_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Idle children go when they are told to, and one that does not is killed."""
    async with Parser(1.0) as parser:
        await asyncio.gather(*(parser.read(LARGE, None, URL) for _ in range(4)))
        pids = children(parser)
        monkeypatch.setattr(parsing, "_START", "import time; time.sleep(600)")
        monkeypatch.setattr(parsing, "GOODBYE_S", 0.01)
        deaf = await parsing._start()
        parser._idle.append(deaf)
    assert len(pids) == 2
    assert deaf.returncode is not None
    assert not any(alive(pid) for pid in pids)


def test_read_works_under_uvloop() -> None:
    """The other loop runs children just as well."""
    uvloop = pytest.importorskip("uvloop")

    async def read() -> page.Page | None:
        async with Parser(1.0) as parser:
            return await parser.read(LARGE, None, URL)

    found = uvloop.run(read())
    assert found is not None
    assert found.title == "A large page"


def test_reader_of_documents_is_imported_by_no_command() -> None:
    """Its 75 ms and 20 MiB are for the process that reads documents."""
    told = "import sys, crawler.cli, crawler.gather.parsing; sys.exit('pypdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def test_serve_answers_every_question() -> None:
    """Each question gets its page, in order, until the pipe is closed."""
    limit = resource.getrlimit(resource.RLIMIT_CPU)
    questions = BytesIO(b"".join(parsing_child.question(body, None, URL, 600.0) for body in (b"<title>A", b"<title>B")))
    answers = BytesIO()
    try:
        parsing_child.serve(questions, answers)
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, limit)
    answers.seek(0)
    for title in ("A", "B"):
        length = parsing_child.answer_bytes(answers.read(parsing_child.ANSWER_HEAD_BYTES))
        assert parsing_child.unpack(answers.read(length)).title == title


def test_serve_reads_documents_and_pages_in_turn() -> None:
    """One process reads both, and the answer says which bytes of a document would tell more."""
    data, limit = document(), resource.getrlimit(resource.RLIMIT_CPU)
    held = held_of([(0, data[:400]), (500, data[500:600])], len(data))
    asked = (
        parsing_child.pdf_question(held, date(2026, 11, 28), 600.0),
        parsing_child.question(b"<title>A", None, URL, 600.0),
        parsing_child.pdf_question(held_of([(0, data)], len(data)), date(2026, 11, 28), 600.0),
    )
    answers = BytesIO()
    try:
        parsing_child.serve(BytesIO(b"".join(asked)), answers)
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, limit)
    answers.seek(0)
    texts = [answers.read(parsing_child.answer_bytes(answers.read(parsing_child.ANSWER_HEAD_BYTES))) for _ in asked]
    first, last = parsing_child.unpack_pdf(texts[0]), parsing_child.unpack_pdf(texts[2])
    assert (first.page, first.needs) == pdf.read(held, date(2026, 11, 28))
    assert parsing_child.unpack(texts[1]).title == "A"
    assert last.page is not None
    assert last.needs is None


def test_lower_goes_without_a_limit_that_the_system_does_not_know() -> None:
    """A limit that cannot be set is no reason to stop."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    parsing_child.lower(10_000, 1)
    assert resource.getrlimit(resource.RLIMIT_CORE) == before
