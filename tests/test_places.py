"""Where a URL stands, in characters and in bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markdown import parse
from crawler.gather.places import Places
from crawler.model import Link, Place, Problem
from tests.test_markdown import documents


def place_of(text: str) -> Place:
    """Where the only URL of a list stands."""
    data = text.encode("utf-8", "surrogateescape")
    [link] = parse(data, "a.md").links
    return Places(data, "a.md").of(link)


@pytest.mark.parametrize(
    ("text", "line", "columns", "byte_columns"),
    [
        ("<https://a.example/>", 1, (2, 20), (2, 20)),
        ("x\r\n\t- [a](https://a.example/é)\r\n", 2, (8, 27), (8, 28)),
        ("日本 [🚀](<https://a.example/b c>)", 1, (9, 30), (16, 37)),
        ("\ufeff[a](https://a.example/)", 1, (5, 23), (8, 26)),
        ("[a][r]\n\n> [r]:\thttps://a.example/ 'T'\n", 3, (8, 26), (8, 26)),
        ("\udcff[a](https://a.example/)", 1, (6, 24), (6, 24)),
        ("---\nhomepage: https://a.example/\n---\n", 2, (11, 29), (11, 29)),
        ('<a href="https://a.example/&#10;\nb">x</a>', 1, (10, 33), (10, 33)),
        ('<a href="https://a.example/\r\nb">x</a>', 1, (10, 28), (10, 28)),
    ],
    ids=["plain", "CRLF and a tab", "wide", "mark", "reference", "no UTF-8", "front matter", "two lines", "two CRLF"],
)
def test_places_of_counts_characters_and_bytes(
    text: str, line: int, columns: tuple[int, int], byte_columns: tuple[int, int]
) -> None:
    """A reference stands in its definition, what goes on over lines on its first, and a mark is a byte, not a sign."""
    found = place_of(text)
    assert (found.path, found.line) == ("a.md", line)
    assert (found.column, found.end_column) == columns
    assert (found.byte_column, found.end_byte_column) == byte_columns


def test_places_at_goes_to_the_end_of_the_line() -> None:
    """A problem has a beginning only; one behind the end of the file has no length."""
    data = "é <!-- x -->\r\nb".encode()
    problems = [Problem(path="a.md", line=line, column=column, message="") for line, column in ((1, 3), (2, 9), (7, 4))]
    found = [Places(data, "a.md").at(problem) for problem in problems]
    assert [(each.line, each.column, each.end_column) for each in found] == [(1, 3, 13), (2, 2, 2), (2, 2, 2)]
    assert [(each.byte_column, each.end_byte_column) for each in found] == [(4, 14), (2, 2), (2, 2)]


def cut(data: bytes, place: Place) -> bytes:
    """What stands at a place, for somebody who counts bytes."""
    return data.split(b"\n")[place.line - 1][place.byte_column - 1 : place.end_byte_column - 1]


def cut_characters(data: bytes, place: Place) -> bytes:
    """The same for somebody who counts characters."""
    line = data.decode("utf-8-sig", "surrogateescape").split("\n")[place.line - 1]
    return line[place.column - 1 : place.end_column - 1].encode("utf-8", "surrogateescape")


@given(documents() | st.binary())
def test_places_of_cuts_the_very_bytes_of_the_url(data: bytes) -> None:
    """Whatever a list holds: both ways of counting lead to the bytes of the URL, as far as its first line goes."""
    places = Places(data, "a.md")
    for link in parse(data, "a.md").links:
        found = places.of(link)
        written = data[link.start : link.end].split(b"\n")[0].removesuffix(b"\r")
        if b"\n" not in data[link.start : link.end]:
            written = data[link.start : link.end]
        assert cut(data, found) == cut_characters(data, found) == written


@given(st.binary(), st.integers(1, 9), st.integers(1, 9), st.integers(0, 99), st.integers(0, 99))
def test_places_take_any_numbers(data: bytes, line: int, column: int, start: int, size: int) -> None:
    """A link or a problem of another file has a place all the same."""
    places = Places(data, "a.md")
    [link] = parse(b"<https://a.example/>", "a.md").links
    other = Link(**{name: getattr(link, name) for name in Link.__slots__} | {"start": start, "end": start + size})
    for found in (places.at(Problem(path="a.md", line=line, column=column, message="")), places.of(other)):
        assert 1 <= found.column <= found.end_column
        assert 1 <= found.byte_column <= found.end_byte_column
        assert found.line >= 1
