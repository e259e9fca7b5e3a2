"""Bare URLs: what begins one, and where it ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.bare import Run, fits, spans


def found(text: str, *, first: bool = True) -> list[str]:
    """The bare URLs of a text that is one run."""
    data = text.encode()
    run = Run(start=0, end=len(data), limit=len(data), first=first)
    return [data[start:end].decode() for start, end in spans(data, [run])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a/&b;&c; ", ["http://a/"]),
        ("http://a/&;", ["http://a/&"]),
        ("http://a/;", ["http://a/"]),
        ("http://a))", ["http://a"]),
        ("http://a/(b))) ", ["http://a/(b)"]),
        ("http://.a http://-a http://", []),
        ("www.", []),
        ("http://a_b http://a。b", ["http://a。b"]),
        ("http://a\\<b> http://a\\b", ["http://a", "http://a\\b"]),
        ("http://a]b http://[a]", ["http://a"]),
        ("-me@a.b a@b.c-d_e", ["me@a.b", "a@b.c-d_e"]),
        ("xmpp:a@b.c/d/e xmpp:a@b.c/. mailto:a@b.c/d", ["xmpp:a@b.c/d", "xmpp:a@b.c", "mailto:a@b.c"]),
        ("http://b@c.d e@f.g@h.i", ["http://b@c.d", "e@f.g"]),
    ],
)
def test_spans_end_where_github_ends_them(text: str, expected: list[str]) -> None:
    """Punctuation, closing brackets and entities at the end belong to the sentence."""
    assert found(text) == expected


def test_spans_end_before_the_next_thing_and_the_end_of_the_cell() -> None:
    """A link, a code span or the end of a cell ends a URL, whatever the bytes are."""
    data = b"http://a.example/b[c](d)"
    runs = [Run(start=0, end=18, limit=len(data), first=True)]
    assert list(spans(data, runs, [18])) == [(0, 18)]
    assert list(spans(data, [Run(start=0, end=10, limit=12, first=True)])) == [(0, 12)]
    assert list(spans(data, runs, [3, 40])) == [(0, len(data))]


def test_spans_go_on_past_their_run() -> None:
    """Emphasis marks within a URL split the parser's text, not the URL; what is in it begins no other."""
    data = b"http://a/*b*http://c www.d.e"
    runs = [
        Run(start=0, end=9, limit=28, first=True),
        Run(start=10, end=11, limit=28, first=True),
        Run(start=12, end=28, limit=28, first=True),
    ]
    assert [data[start:end] for start, end in spans(data, runs)] == [b"http://a/*b*http://c", b"www.d.e"]


def test_spans_know_the_beginning_of_a_line() -> None:
    """`www.` needs white space or a mark before it, or the beginning of a line, which a quote's `>` may precede."""
    data = b">www.a.b"
    assert list(spans(data, [Run(start=1, end=8, limit=8, first=True)])) == [(1, 8)]
    assert list(spans(data, [Run(start=1, end=8, limit=8, first=False)])) == []


@given(st.text(alphabet="htps:/w.ab_-@()[]&;!*~<\\ é。", max_size=60))
def test_spans_are_in_order_and_apart(text: str) -> None:
    """Spans never overlap, hold no white space and end in no punctuation of the sentence."""
    data = text.encode()
    last = 0
    for start, end in spans(data, [Run(start=0, end=len(data), limit=len(data), first=True)]):
        assert last <= start < end <= len(data)
        assert not set(b" <") & set(data[start:end])
        assert data[end - 1 : end] not in b"?!.,:*~;'\""
        last = end


@given(st.text(alphabet="abc/()._-?&=;", max_size=20))
def test_fits_agrees_with_what_is_found(path: str) -> None:
    """A URL fits where it is found whole."""
    url = f"https://a.example/{path}"
    assert fits(b"(", url.encode(), b" x") == (found(f"{url} x") == [url])
