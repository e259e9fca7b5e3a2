"""How a URL is written: bytes to URL and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.written import decode_url, encode_url
from crawler.model import LinkKind

_DESTINATIONS = (LinkKind.INLINE, LinkKind.FULL, LinkKind.IMAGE, LinkKind.UNUSED_DEFINITION)
_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(_TEXT | st.text(alphabet="&;#xampltco0123=\\|<>()\"' `$", min_size=1), st.sampled_from(_DESTINATIONS))
def test_encode_url_writes_destinations_that_read_back(url: str, kind: LinkKind) -> None:
    """Any text at all can be a destination, and reads back as itself."""
    raw = encode_url(url, kind)
    assert raw is not None
    assert decode_url(raw, kind) == url
    assert not set(b" <>`$|\n\t") & set(raw)


@given(
    _TEXT | st.text(alphabet="&;#xampltco0123=\\|<>()\"' `$", min_size=1), st.sampled_from([b"<a href='", b"<a href="])
)
def test_encode_url_writes_attributes_that_read_back(url: str, before: bytes) -> None:
    """Any text at all can be an attribute, in quotes or without, and reads back as itself."""
    raw = encode_url(url, LinkKind.HTML_LINK, before)
    assert raw is not None
    assert decode_url(raw, LinkKind.HTML_LINK) == url
    assert not set(b" <>`'\"") & set(raw)
    assert b"=" not in raw or before.endswith(b"'")


@given(_TEXT)
def test_encode_url_writes_autolinks_that_read_back(text: str) -> None:
    """Whatever follows a scheme can stand in `<…>`."""
    url = f"https://a.example/{text}"
    raw = encode_url(url, LinkKind.AUTOLINK)
    assert raw is not None
    assert decode_url(raw, LinkKind.AUTOLINK) == url


@pytest.mark.parametrize(
    ("url", "kind", "before", "after"),
    [
        ("", LinkKind.INLINE, b"", b""),
        ("a\0", LinkKind.INLINE, b"", b""),
        ("a\ud800", LinkKind.HTML_LINK, b"", b""),
        ("a.md", LinkKind.AUTOLINK, b"", b""),
        ("a.md", LinkKind.BARE, b"", b""),
        ("https://a.example/b.", LinkKind.BARE, b"\\", b""),
        ("https://a.example/b.", LinkKind.BARE, b"", b"$x"),
        ("https://a.example/b.", LinkKind.BARE, b"[c](\n", b""),
        ("https://a.example/'b", LinkKind.FRONT_MATTER, b"'", b"'"),
        ("a.md", LinkKind.FRONT_MATTER, b"", b""),
        ("https://a.example/b.", LinkKind.FRONT_MATTER, b"", b""),
    ],
)
def test_encode_url_says_no_where_a_url_cannot_be(url: str, kind: LinkKind, before: bytes, after: bytes) -> None:
    """What could not be read back is not written."""
    assert encode_url(url, kind, before, after) is None


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        ("https://a.example/b_(c)?d=1&e=2#f", LinkKind.INLINE, b"https://a.example/b_(c)?d=1&e=2#f"),
        ("/" + "(" * 33 + ")" * 33, LinkKind.INLINE, b"/" + b"&#40;" * 33 + b"&#41;" * 33),
        ("https://a.example/b", LinkKind.BARE, b"https://a.example/b"),
        ("https://a.example/*b*", LinkKind.BARE, b"<https://a.example/*b*>"),
        ("mailto:a@b.example", LinkKind.AUTOLINK, b"mailto:a@b.example"),
        ("https://a.example/?b=1&c", LinkKind.FRONT_MATTER, b"https://a.example/?b=1&c"),
        ("?a=1&b=2&lt;&copy", LinkKind.HTML_IMAGE, b"?a=1&b=2&amp;lt;&amp;copy"),
    ],
)
def test_encode_url_changes_no_more_than_it_must(url: str, kind: LinkKind, expected: bytes) -> None:
    """An ordinary URL is written as it is."""
    assert encode_url(url, kind) == expected


@pytest.mark.parametrize(
    ("raw", "kind", "expected"),
    [
        (b"a&#x1F680;&#65;&#55296;&#1114112;", LinkKind.INLINE, "a🚀A\ufffd\ufffd"),
        (b"a&ampb&amp", LinkKind.INLINE, "a&ampb&amp"),
        (b"a&ampb&amp&#65&#128;\\|\\b", LinkKind.HTML_LINK, "a&ampb&A€|\\b"),
        (b"&#" + b"9" * 5000 + b";&#" + b"0" * 5000 + b"65;&#x110000", LinkKind.HTML_IMAGE, "\ufffdA\ufffd"),
        (b"a\\|b\\c", LinkKind.AUTOLINK, "a|b\\c"),
        (b"plain", LinkKind.BARE, "plain"),
        (b"a&amp;\\b", LinkKind.FRONT_MATTER, "a&amp;\\b"),
        (b"caf\xe9", LinkKind.INLINE, "caf\ufffd"),
    ],
)
def test_decode_url_follows_the_place(raw: bytes, kind: LinkKind, expected: str) -> None:
    """Entities and escapes mean what they mean at their place, and no more."""
    assert decode_url(raw, kind) == expected
