"""Which version was the first to hold a URL."""

from collections.abc import Iterator
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markdown import parse
from crawler.gather.mentions import PIECE_BYTES, first_mentions, fresh, mentions

LINES = st.lists(st.sampled_from([b"", b"a", b"b", b"ab", b"b\r", b"\xff", b"- a"]), max_size=12).map(b"\n".join)
PATHS = st.text("ab/_-.~()&;=?#%\\*+,:!'é", max_size=14)
URLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "http://", "ftp://", "www.", ""]),
    st.sampled_from(["a.example", "b-c.example/", "x.a.example/p"]),
    PATHS,
)
FORMS = st.sampled_from(
    [
        "- [text]({}) - about",
        "    * [text](<{}>)",
        '* [text]( {} "title")',
        "[![badge](https://img.example/b.svg)]({})",
        "text [text]({})[text](https://d.example).",
        "[label]: {}",
        "[label]: <{}> 'title'",
        "see <{}>.",
        "see {}, and (more)",
        "(see {})",
        "**{}** and _{}_",
        '<a class="x" href="{}">text</a>',
        "<a href='{}'>text</a>",
        "<p><img src={}></p>",
        "| cell | [text]({}) |",
        "> - ![alt]({})",
    ]
)
DOCUMENTS = st.lists(st.tuples(FORMS, URLS).map(lambda pair: pair[0].replace("{}", pair[1])), max_size=6)


@given(lines=DOCUMENTS, separator=st.sampled_from(["\n", "\n\n", "\r\n\r\n"]))
def test_mentions_finds_every_link_that_the_list_has(lines: list[str], separator: str) -> None:
    """Whatever is a link on one line of a file is found in that line, read just as the file's own parser reads it."""
    data = separator.join(lines).encode()
    found = {url for line in data.split(b"\n") for url in mentions(line)}
    assert {link.url for link in parse(data, "list.md").links} - found == set()


@pytest.mark.parametrize(
    "line",
    [
        "[a](https://a.example/bc)",
        "https://a.example/b/c",
        "https://a.example/b.c",
        "<https://a.example/b?c>",
        "https://a.example/b#c",
        "https://a.example/b%20",
        "[a](https://a.example/b_(c))",
        "xhttps://a.example.b.example/b",
        "https://other.example/https://a.example/b",
    ],
)
def test_mentions_takes_no_beginning_for_the_whole(line: str) -> None:
    """A URL is no mention of the shorter one that it begins with, nor of one that it contains."""
    assert "https://a.example/b" not in set(mentions(line.encode()))


@pytest.mark.parametrize(
    ("line", "url"),
    [
        (b"[a](https://a.example/?b&amp;c)", "https://a.example/?b&c"),
        (b"[a](https://a.example/?b&c)", "https://a.example/?b&c"),
        (b"[a](https://a.example/b\\_c\\))", "https://a.example/b_c)"),
        (b"[a](https&#58;//a.example/&eacute;)", "https://a.example/\u00e9"),
        (b"| [a](https://a.example/b\\|c) |", "https://a.example/b|c"),
        (b"<a href='/x?a=1&copy=2'>", "/x?a=1&copy=2"),
        (b"see www.a.example/b.", "http://www.a.example/b"),
        (b"mail <me@a.example>", "mailto:me@a.example"),
        (b"mail me@a.example!", "mailto:me@a.example"),
        (b"home: 'https://a.example/b'", "https://a.example/b"),
        (b"see www.a.example/b[c]d.", "http://www.a.example/b[c]d"),
        (b'<a href=" /x ">', "/x"),
        (b"home: https://a.example/b`c", "https://a.example/b"),
        (b"<https://a.example/b\\>", "https://a.example/b\\"),
        (b"[a](docs/b.md#c)", "docs/b.md#c"),
        (b"[a](<docs/b (1).md>)", "docs/b (1).md"),
        (b"[a](https://a.example/caf\xe9)", "https://a.example/caf\ufffd"),
        (b"[a](https://a.example/b", "https://a.example/b"),
    ],
)
def test_mentions_reads_a_url_as_it_is_meant(line: bytes, url: str) -> None:
    """Entities, escapes, `www.`, mail addresses, spaces in brackets and bytes of any kind."""
    assert url in set(mentions(line))


@given(old=LINES, new=LINES)
def test_fresh_has_every_new_line(old: bytes, new: bytes) -> None:
    """Nothing that is new is left out, and nothing comes that is no line of the new text."""
    found = list(fresh(old, new))
    assert set(new.split(b"\n")) - set(old.split(b"\n")) <= set(found) <= set(new.split(b"\n"))


@given(old=LINES, line=st.sampled_from([b"new", b"- new"]), data=st.data())
def test_fresh_is_one_line_when_one_was_inserted(old: bytes, line: bytes, data: st.DataObject) -> None:
    """What stands before and behind a change is not looked at again."""
    lines = old.split(b"\n")
    at = data.draw(st.integers(0, len(lines)))
    assert list(fresh(old, b"\n".join([*lines[:at], line, *lines[at:]]))) == [line]


def test_fresh_breaks_up_what_is_long() -> None:
    """A line of a megabyte comes in pieces, broken between words where there are any; nothing of it is lost."""
    words = b" ".join(b"https://a.example/%d" % number for number in range(50_000))
    pieces = list(fresh(b"", words))
    assert b"".join(pieces) == words
    assert max(map(len, pieces)) <= PIECE_BYTES
    assert all(piece.strip().split(b"/")[-1].isdigit() for piece in pieces)
    assert list(map(len, fresh(b"", b"x" * (PIECE_BYTES * 2 + 1)))) == [PIECE_BYTES, PIECE_BYTES, 1]


def test_first_mentions_looks_at_a_version_only_while_something_is_sought() -> None:
    """Once everything is found, no further version is asked for; where nothing is sought, none is."""
    taken = []

    def versions() -> Iterator[tuple[int, bytes]]:
        for number, data in enumerate([b"https://a.example", b"https://b.example", b"https://c.example"], 1):
            taken.append(number)
            yield number, data

    watched = versions()
    assert list(first_mentions(watched, ["https://a.example", "https://b.example"])) == [
        ("https://a.example", 1),
        ("https://b.example", 2),
    ]
    assert taken == [1, 2]
    assert list(first_mentions(watched, [])) == []
    assert taken == [1, 2]


def test_first_mentions_stops_in_the_midst_when_it_is_told_to() -> None:
    """What was found until then stays found."""
    answers = iter([False, True])
    versions = [(1, b"https://a.example\nhttps://b.example")]
    found = list(first_mentions(versions, ["https://a.example", "https://b.example"], lambda: next(answers)))
    assert found == [("https://a.example", 1)]


@pytest.mark.parametrize(
    "piece",
    [
        b"](",
        b"](a",
        b"<a",
        b'="',
        b"='a",
        b"=a",
        b"@",
        b"a@b.c",
        b"://",
        b"www.",
        b"www._",
        b"=a&amp;",
        b"](\\(",
        b"]:",
    ],
)
def test_mentions_is_quick_on_a_piece_made_to_be_slow(piece: bytes) -> None:
    """The longest piece there is takes a moment at worst, so that a deadline asked for between pieces is kept."""
    line = (piece * PIECE_BYTES)[:PIECE_BYTES]
    begin = process_time()
    assert all(isinstance(url, str) for url in mentions(line))
    assert process_time() - begin < 1.5
