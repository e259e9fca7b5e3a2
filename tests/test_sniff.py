"""What a body is, and how much of it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.sniff import budget, sniff
from crawler.settings import Settings

CASES = [
    ("text/html", b"", "html"),
    ("text/html; charset=utf-8", b"no markup", "html"),
    ("application/xhtml+xml", b"<?xml", "html"),
    ("text/html", b"%PDF-1.5", "pdf"),
    ("application/pdf", b"%PDF-1.5", "pdf"),
    ("application/pdf", b"", "pdf"),
    ("application/pdf", b"<!DOCTYPE html><title>Log in</title>", "html"),
    (None, b"", "other"),
    (None, b"\xef\xbb\xbf \n<!doctype HTML>", "html"),
    (None, b"<html>", "html"),
    (None, b"<!-- a page -->", "html"),
    (None, b"<p", "other"),
    (None, b"<pre>", "other"),
    (None, b"<article>", "other"),
    (None, b"junk before %PDF-1.4", "pdf"),
    ("html", b"<title>", "html"),
    ("application/octet-stream", b"%PDF-1.4", "pdf"),
    ("application/octet-stream", b"<html>", "other"),
    ("text/plain", b"<html>", "other"),
    ("image/png", b"%PDF-1.4", "other"),
]


@pytest.mark.parametrize(("content_type", "body_start", "kind"), CASES)
def test_sniff_believes_the_server_unless_it_says_nothing(
    content_type: str | None, body_start: bytes, kind: str
) -> None:
    """The type that is sent counts; without one the first bytes do."""
    assert sniff(content_type, body_start) == kind


@given(content_type=st.none() | st.text(max_size=40), body_start=st.binary(max_size=60))
def test_sniff_has_an_answer_and_a_budget_for_everything(content_type: str | None, body_start: bytes) -> None:
    """Any type over any bytes is of a kind, and only pages and PDFs are read."""
    kind = sniff(content_type, body_start)
    assert (budget(kind, Settings()) > 0) == (kind != "other")


@given(length=st.none() | st.integers(0, 10**9))
def test_budget_reads_a_small_document_whole_and_no_large_one(length: int | None) -> None:
    """What a PDF says of its length changes how much is read only where that is little."""
    small = length is not None and length <= 256 * 1024
    assert budget("pdf", Settings(), length) == (max(length or 0, 65_536) if small else 65_536)
    assert budget("html", Settings(), length) == Settings().html_bytes
