"""The process in which large pages and PDFs are read: it may use so much time and memory, and is killed then. EDGE."""

import json
import math
import os
import resource
import struct
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO

from crawler.gather import page
from crawler.gather.page import Page
from crawler.gather.refresh import Refresh
from crawler.gather.sparse import Held, Span, held_of
from crawler.model import Kind

MOST_MEMORY_BYTES = 1024 * 1024 * 1024
"""Address space; a page of 512 KiB needs 100 MiB at most when it is honest."""

_QUESTION = struct.Struct(">II")
_ANSWER = struct.Struct(">I")
ANSWER_HEAD_BYTES = _ANSWER.size
FEED = "feed"
"""In the place of a content type, which has a slash: what is sent is a feed."""
_OF_A_PAGE = 2
"""So much is said of a page beside the time that it may take: its type and its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What could be read of a PDF."""

    page: Page | None = None
    """None where nothing could be read."""
    needs: Span | None = None
    """The bytes that would tell more."""


def question(body: bytes, content_type: str | None, url: str, cpu_s: float) -> bytes:
    """What is sent to the process: how long the rest is, what is known of the page, the page."""
    return _question([cpu_s, content_type, url], body)


def pdf_question(held: Held, today: date, cpu_s: float) -> bytes:
    """The same for what is held of a PDF."""
    places = [[start, len(data)] for start, data in held.parts]
    return _question([cpu_s, places, held.total, today.isoformat()], b"".join(data for _, data in held.parts))


def _question(about: list[Any], body: bytes) -> bytes:
    head = json.dumps(about).encode()
    return _QUESTION.pack(len(head), len(body)) + head + body


def answer_bytes(head: bytes) -> int:
    """How long the answer is that begins so."""
    (length,) = _ANSWER.unpack(head)
    return int(length)


def pack(found: Page | Excerpt) -> bytes:
    """A page as it is sent back, or what could be read of a PDF."""
    text = json.dumps(asdict(found)).encode()
    return _ANSWER.pack(len(text)) + text


def unpack(text: bytes) -> Page:
    """A page as it was before it was sent, without the head.

    >>> found = page.read(b"<title>A</title><meta http-equiv=refresh content='0;url=/b'>", None, "https://a.example/")
    >>> unpack(pack(found)[ANSWER_HEAD_BYTES:]) == found
    True
    """
    return _page(json.loads(text))


def unpack_pdf(text: bytes) -> Excerpt:
    """The same for a PDF.

    >>> found = Excerpt(page=Page(title="A"), needs=Span(1, 2))
    >>> unpack_pdf(pack(found)[ANSWER_HEAD_BYTES:]) == found
    True
    """
    held = json.loads(text)
    return Excerpt(
        page=_page(held["page"]) if held["page"] else None, needs=Span(**held["needs"]) if held["needs"] else None
    )


def _page(held: dict[str, Any]) -> Page:
    held["marks"] = tuple(held["marks"])
    held["authors"] = tuple(held["authors"])
    held["kind"] = Kind(held["kind"]) if held["kind"] else None
    held["refresh"] = Refresh(**held["refresh"]) if held["refresh"] else None
    return Page(**held)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer each question until there are no more."""
    while len(head := questions.read(_QUESTION.size)) == _QUESTION.size:
        about_bytes, body_bytes = _QUESTION.unpack(head)
        cpu_s, *about = json.loads(questions.read(about_bytes))
        body = questions.read(body_bytes)
        lower(resource.RLIMIT_CPU, math.ceil(_used_s() + cpu_s))
        answers.write(pack(_read_pdf(body, *about) if len(about) > _OF_A_PAGE else _read(body, *about)))
        answers.flush()


def _read_pdf(body: bytes, places: list[list[int]], total: int, today: str) -> Excerpt:
    from crawler.gather import pdf  # noqa: PLC0415  # a run without PDFs goes without their reader

    data = BytesIO(body)
    held = held_of([(start, data.read(length)) for start, length in places], total)
    found, needs = pdf.read(held, date.fromisoformat(today))
    return Excerpt(page=found, needs=needs)


def _read(body: bytes, content_type: str | None, place: str) -> Page:
    """A page; or a feed, which stands in no place but is read at a time."""
    if content_type != FEED:
        return page.read(body, content_type, place)
    from crawler.gather import feed  # noqa: PLC0415  # as above

    return feed.read(body, datetime.fromisoformat(place))


def lower(limit: int, value: int) -> None:
    """Set what the system holds this process to; a system that knows no such limit (macOS, for memory) goes without."""
    with suppress(ValueError, OSError):
        resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))


def _used_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Serve the pipe that this process was started with; its other end closing is the end."""
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_AS, MOST_MEMORY_BYTES)
    with os.fdopen(0, "rb") as questions, os.fdopen(1, "wb") as answers:
        serve(questions, answers)
