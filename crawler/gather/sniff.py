"""What kind of thing a body is, and how much of it is worth reading. Pure."""

from typing import Literal

from crawler.settings import KIB, Settings

Kind = Literal["html", "pdf", "other"]

SNIFF_BYTES = 1024
"""A PDF may have so much in front of its header (ISO 32000-1, annex H.3.4.1)."""
PDF_MOST_BYTES = 512 * KIB
"""What is read of one PDF, in all its parts."""
SMALL_PDF = 4
"""A PDF of at most so many times the usual beginning is read whole: its parts would be asked for anyway."""

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_PDF_TYPES = frozenset({"application/pdf", "application/x-pdf"})
_NO_TYPES = frozenset({"", "unknown/unknown", "application/unknown", "*/*"})
"""Values that say nothing (https://mimesniff.spec.whatwg.org/#unknown-mime-type); so does no `/` at all."""
_OPAQUE_TYPES = frozenset({"application/octet-stream", "binary/octet-stream", "application/force-download"})
"""What servers say of a PDF that they do not know; a page served so is saved by browsers, not shown."""
_PDF_MAGIC = b"%PDF-"
_HTML_MAGICS = (
    *(b"<!doctype html", b"<html", b"<head", b"<script", b"<iframe", b"<h1", b"<div", b"<font", b"<table", b"<a"),
    *(b"<style", b"<title", b"<b", b"<body", b"<br", b"<p", b"<!--"),
)
"""What makes a page of a body without a type (https://mimesniff.spec.whatwg.org/#rules-for-identifying-an-unknown-mime-type)."""
_ENDS_TAG = frozenset(b" >\t\n\f\r")
_BOM = b"\xef\xbb\xbf"


def essence(content_type: str | None) -> str:
    """The media type alone, in lower case.

    >>> essence(' Text/HTML; charset="utf-8"'), essence(None)
    ('text/html', '')
    """
    return (content_type or "").partition(";")[0].strip().lower()


def sniff(content_type: str | None, body_start: bytes) -> Kind:
    """What a body is, by what its server says, and where that says nothing by how it begins.

    >>> sniff("text/html", b""), sniff("application/octet-stream", b"%PDF-1.7"), sniff("image/png", b"<html>")
    ('html', 'pdf', 'other')
    >>> sniff(None, b"  <!DOCTYPE html>"), sniff("text/html", b"%PDF-1.4"), sniff("text/plain", b"<html>")
    ('html', 'pdf', 'other')
    """
    said = essence(content_type)
    if said in _HTML_TYPES:
        return "pdf" if body_start.startswith(_PDF_MAGIC) else "html"
    if said in _PDF_TYPES:
        return "html" if _begins_as_html(body_start) else "pdf"
    if said in _NO_TYPES or said in _OPAQUE_TYPES or "/" not in said:
        if _PDF_MAGIC in body_start[:SNIFF_BYTES]:
            return "pdf"
        return "html" if said not in _OPAQUE_TYPES and _begins_as_html(body_start) else "other"
    return "other"


def budget(kind: Kind, settings: Settings, length: int | None = None) -> int:
    """How many bytes of such a body are read; `length` is that of all of it, where that is known.

    >>> budget("html", Settings()), budget("pdf", Settings()), budget("other", Settings())
    (524288, 65536, 0)
    >>> budget("pdf", Settings(), 200_000), budget("pdf", Settings(), 5_000_000)
    (200000, 65536)
    """
    if kind == "pdf" and length is not None and length <= SMALL_PDF * settings.pdf_bytes:
        return max(length, settings.pdf_bytes)
    return {"html": settings.html_bytes, "pdf": settings.pdf_bytes, "other": 0}[kind]


def _begins_as_html(body_start: bytes) -> bool:
    text = body_start.removeprefix(_BOM).lstrip(b"\t\n\f\r ")[:32].lower()
    found = [magic for magic in _HTML_MAGICS if text.startswith(magic)]
    return any(magic == b"<!--" or (len(text) > len(magic) and text[len(magic)] in _ENDS_TAG) for magic in found)
