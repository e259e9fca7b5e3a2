"""The process in which large pages are read: it may use so much time and memory, and is killed at the bound. EDGE."""

import json
import math
import os
import resource
import struct
from contextlib import suppress
from dataclasses import asdict
from typing import Any, BinaryIO

from crawler.gather import page
from crawler.gather.refresh import Refresh
from crawler.model import Kind

MOST_MEMORY_BYTES = 1024 * 1024 * 1024
"""Address space; a page of 512 KiB needs 100 MiB at most when it is honest."""

_QUESTION = struct.Struct(">II")
_ANSWER = struct.Struct(">I")
ANSWER_HEAD_BYTES = _ANSWER.size


def question(body: bytes, content_type: str | None, url: str, cpu_s: float) -> bytes:
    """What is sent to the process: how long the rest is, what is known of the page, the page."""
    about = json.dumps([content_type, url, cpu_s]).encode()
    return _QUESTION.pack(len(about), len(body)) + about + body


def answer_bytes(head: bytes) -> int:
    """How long the answer is that begins so."""
    (length,) = _ANSWER.unpack(head)
    return int(length)


def pack(found: page.Page) -> bytes:
    """A page as it is sent back."""
    text = json.dumps(asdict(found)).encode()
    return _ANSWER.pack(len(text)) + text


def unpack(text: bytes) -> page.Page:
    """A page as it was before it was sent, without the head.

    >>> found = page.read(b"<title>A</title><meta http-equiv=refresh content='0;url=/b'>", None, "https://a.example/")
    >>> unpack(pack(found)[ANSWER_HEAD_BYTES:]) == found
    True
    """
    held: dict[str, Any] = json.loads(text)
    held["marks"] = tuple(held["marks"])
    held["authors"] = tuple(held["authors"])
    held["kind"] = Kind(held["kind"]) if held["kind"] else None
    held["refresh"] = Refresh(**held["refresh"]) if held["refresh"] else None
    return page.Page(**held)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer each question until there are no more."""
    while len(head := questions.read(_QUESTION.size)) == _QUESTION.size:
        about_bytes, body_bytes = _QUESTION.unpack(head)
        content_type, url, cpu_s = json.loads(questions.read(about_bytes))
        body = questions.read(body_bytes)
        lower(resource.RLIMIT_CPU, math.ceil(_used_s() + cpu_s))
        answers.write(pack(page.read(body, content_type, url)))
        answers.flush()


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
