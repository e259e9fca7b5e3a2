"""Where a destination stands in its construct."""

import pytest

from crawler.gather.spans import definition, inline


@pytest.mark.parametrize(
    ("text", "quotes", "url", "expected"),
    [
        (b"[a](b)", 0, "b", b"b"),
        (b"[a](b\\)c)", 0, "b)c", b"b\\)c"),
        (b"[a](b(c(d))e)", 0, "b(c(d))e", b"b(c(d))e"),
        (b"[a]( \x0c<b>)", 0, "b", b"b"),
        (b"[a](<b)", 0, "<b", b"<b"),
        (b"[a](\r\n\tb\r\n)", 0, "b", b"b"),
        (b"[a](\n> > b)", 2, "b", b"b"),
        (b"[a](\n>     >b)", 1, ">b", b">b"),
        (b"[a](\n> >b)", 1, "b", b">b"),
        (b"[a](\\", 0, "", b"\\"),
        (b"[a](  )", 0, "", b""),
    ],
)
def test_inline_finds_the_bytes(text: bytes, quotes: int, url: str, expected: bytes) -> None:
    """The span is that of the destination that the parser read, or the likeliest where none means that."""
    start, end = inline(text, 2, len(text), quotes, url)
    assert text[start:end] == expected


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        (b"[a]: b 't'", "b", b"b"),
        (b"[a]:b", "b", b"b"),
        (b"[a]: b(c", "b(c", b"b(c"),
        (b"[a]: <>", "", b""),
        (b"[a]: <b\\>c> (t)", "b>c", b"b\\>c"),
        (b"[a\\]\nb]:\n  c", "c", b"c"),
        (b"> [a]:\n> b", "b", b"b"),
    ],
)
def test_definition_finds_the_bytes(text: bytes, url: str, expected: bytes) -> None:
    """The span is that of the destination, on the label's line or the next."""
    start, end = definition(text, text.index(b"["), len(text), url)
    assert text[start:end] == expected
