"""Which charset a page is in, and its text."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.charset import declared, decode, encoding
from crawler.gather.labels import CODECS, NAMES, encoding_of

GREEK = "Τα τελευταία νέα από την Ελλάδα και τον κόσμο, οικονομία και επιστήμη."  # noqa: RUF001 - Greek
HEADER_CASES = [
    ("text/html; charset=koi8-r", "koi8-r"),
    ('text/html; charset="KOI8-R"', "koi8-r"),
    ("text/html; charset='koi8-r'", "koi8-r"),
    ("text/html;charset = koi8-r ; x=y", "koi8-r"),
    ("text/html; charset=iso-8859-1", "windows-1252"),
    ("text/html; charset=nonsense", None),
    ("text/html; charset=", None),
    ("text/html", None),
    (None, None),
]
META_CASES = [
    (b"<meta charset=koi8-r>", "koi8-r"),
    (b"<META CharSet='KOI8-R'>", "koi8-r"),
    (b'<meta/charset="koi8-r"/>', "koi8-r"),
    (b"<meta\ncharset\n=\nkoi8-r\n>", "koi8-r"),
    (b"<meta charset = ' koi8-r '>", "koi8-r"),
    (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gbk"),
    (b"<meta content='text/html; charset=\"big5\"' http-equiv=content-type>", "big5"),
    (b"<meta content=\"text/html; charset='big5'\" http-equiv=content-type>", "big5"),
    (b"<meta http-equiv=content-type content='charset charset=big5'>", "big5"),
    (b"<meta http-equiv=content-type content=text/html>", None),
    (b"<meta http-equiv=content-type>", None),
    (b"<meta content='text/html; charset=big5'>", None),
    (b"<meta http-equiv=refresh content='text/html; charset=big5'>", None),
    (b"<meta charset=koi8-r charset=big5>", "koi8-r"),
    (b"<meta charset=nonsense><meta charset=big5>", "big5"),
    (b"<meta charset=utf-16>", "utf-8"),
    (b"<meta charset=utf-16be>", "utf-8"),
    (b"<meta charset=x-user-defined>", "windows-1252"),
    (b"<meta charset=iso-8859-1>", "windows-1252"),
    (b"<meta charset>", None),
    (b"<meta charset=>", None),
    (b"<meta>", None),
    (b"<metacharset=koi8-r>", None),
    (b"<meta charset=koi8-r", None),
    (b"<meta charset='koi8-r", None),
    (b"<!-- <meta charset=koi8-r> --><meta charset=big5>", "big5"),
    (b"<!--><meta charset=big5>", "big5"),
    (b"<!-- <meta charset=koi8-r>", None),
    (b"<!doctype html><meta charset=big5>", "big5"),
    (b"<!doctype html", None),
    (b"<?xml version='1.0' encoding='koi8-r'?><meta charset=big5>", "big5"),
    (b"</ <meta charset=koi8-r><meta charset=big5>", "big5"),
    (b"<a title='<meta charset=koi8-r>'><meta charset=big5>", "big5"),
    (b"</p title='<meta charset=koi8-r>'><meta charset=big5>", "big5"),
    (b"<a b=c/d=e ====f><meta charset=big5>", "big5"),
    (b"< meta charset=koi8-r>", None),
    (b"x" * 5000 + b"<meta charset=koi8-r>", "koi8-r"),
    (b"x" * 20_000 + b"<meta charset=koi8-r>", None),
    (b"", None),
]
DECODE_CASES = [
    ("byte order mark wins", b"\xef\xbb\xbfNo\xc3\xabl", "text/html; charset=koi8-r", "Noël", "utf-8"),
    ("UTF-16, big", b"\xfe\xff\0A\0\xe9", None, "Aé", "utf-16be"),
    ("UTF-16, little", b"\xff\xfeA\0\xe9\0", "text/html; charset=utf-8", "Aé", "utf-16le"),
    ("only one mark goes", b"\xef\xbb\xbf\xef\xbb\xbfA", None, "\ufeffA", "utf-8"),
    ("UTF-16 by the header", b"A\0\xe9\0", "text/html; charset=utf-16", "Aé", "utf-16le"),
    ("UTF-16 of ASCII by the header", b"A\0B\0", "text/html; charset=utf-16", "AB", "utf-16le"),
    ("a zero byte is not yet UTF-16", b"A\0B", "text/html; charset=latin1", "A\0B", "utf-8"),
    ("valid UTF-8 beats the header", "Noël".encode(), "text/html; charset=iso-8859-1", "Noël", "utf-8"),
    ("header beats meta", b"<meta charset=koi8-r>\xe9", "text/html; charset=latin1", None, "windows-1252"),
    (
        "ISO-2022-JP is ASCII bytes",
        "日本".encode("iso2022_jp"),
        "text/html; charset=iso-2022-jp",
        "日本",
        "iso-2022-jp",
    ),
    ("an escape alone is nothing", b"a\x1bb", None, "a\x1bb", "utf-8"),
    ("euro sign of windows-1252", b"\x80 5", "text/html; charset=ISO-8859-1", "€ 5", "windows-1252"),
    ("gb2312 is more than its name", "镕".encode("gbk"), "text/html; charset=gb2312", "镕", "gbk"),
    ("Shift_JIS is Microsoft's", "①".encode("cp932"), "text/html; charset=shift_jis", "①", "shift_jis"),
    ("user-defined", b"A\x80\xff", "text/html; charset=x-user-defined", "A\uf780\uf7ff", "x-user-defined"),
    ("replacement", b"abc\xff", "text/html; charset=hz-gb-2312", "\ufffd", "replacement"),
    ("cut in the midst of a character", "naïve é".encode()[:-1], None, "naïve ", "utf-8"),
    ("cut in the midst, declared", "日本".encode("cp932")[:-1], "text/html; charset=sjis", "日", "shift_jis"),
    ("one bad byte in UTF-8", "é é é ".encode() + b"\xff", "text/html; charset=utf-8", "é é é \ufffd", "utf-8"),
    (
        "says UTF-8 and is not",
        b"No\xebl d\xe9j\xe0 vu \xe0 l'\xe9t\xe9",
        "text/html;charset=utf-8",
        None,
        "windows-1252",
    ),
    ("a guess", GREEK.encode("cp1253"), None, GREEK, "windows-1253"),
    ("a guess at what fits nothing", Random(7).randbytes(999) + b"\xff", None, None, "windows-1252"),
    ("nothing", b"", None, "", "utf-8"),
]


@pytest.mark.parametrize(("content_type", "name"), HEADER_CASES)
def test_declared_reads_the_header(content_type: str | None, name: str | None) -> None:
    """The charset parameter counts in all the ways in which servers write it."""
    assert declared(b"", content_type) == name


@pytest.mark.parametrize(("body", "name"), META_CASES)
def test_declared_scans_the_page_as_the_standard_says(body: bytes, name: str | None) -> None:
    """A `<meta>` counts where a browser's prescan finds it, and nowhere else."""
    assert declared(body) == name


@pytest.mark.parametrize(
    ("body", "content_type", "text", "name"),
    [case[1:] for case in DECODE_CASES],
    ids=[case[0] for case in DECODE_CASES],
)
def test_decode_finds_charset_and_text(body: bytes, content_type: str | None, text: str | None, name: str) -> None:
    """The right charset is found, and the text is read in it."""
    found, found_name = decode(body, content_type)
    assert found_name == name
    assert text is None or found == text


@given(body=st.binary(max_size=300), content_type=st.none() | st.text(max_size=60))
def test_decode_takes_any_bytes(body: bytes, content_type: str | None) -> None:
    """Any bytes under any header have a text, and it can be stored."""
    text, name = decode(body, content_type)
    text.encode("utf-8")
    assert name in NAMES.values()


@given(
    parts=st.lists(
        st.sampled_from(
            [b"<meta ", b"charset", b"=", b"'", b'"', b">", b"/", b" ", b"koi8-r", b"content", b"http-equiv", b"<!--",
             b"-->", b"content-type", b"<", b"!", b"\xe9", b"<p ", b"</p"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_declared_takes_any_markup(parts: list[bytes]) -> None:
    """However a page is broken, the scan ends with an encoding or with none."""
    assert declared(b"".join(parts)) in {None, "koi8-r"}


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_decode_reads_utf8_whatever_is_said(text: str) -> None:
    """What is valid UTF-8 comes back as it was written."""
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "text/html; charset=iso-8859-1")[0] == text


@pytest.mark.parametrize("name", sorted(set(NAMES.values())))
@given(body=st.binary(max_size=60))
def test_decode_has_a_decoder_for_every_name(name: str, body: bytes) -> None:
    """Each encoding of the standard can be read, hostile bytes too."""
    text, used = decode(b"\xff" + body, f"text/html; charset={name}")
    assert isinstance(text, str)
    assert used


def test_encoding_is_none_when_only_a_guess_is_left() -> None:
    """Bytes that are no UTF-8 and say nothing are for the guesser."""
    assert encoding(b"No\xebl") is None


def test_encoding_of_takes_no_label_of_python_alone() -> None:
    """Codecs that no browser knows are refused, and the decoders of the others exist."""
    assert [encoding_of(label) for label in ("utf-7", "rot13", "idna", "hex", "cp037", "")] == [None] * 6
    assert set(CODECS) <= set(NAMES.values())
    assert len(NAMES) > 200
