"""Raw HTML: tags as BeautifulSoup sees them, with the exact bytes of their attributes."""

import pytest

from crawler.gather.rawhtml import Piece, attribute, links, places


def found(*blocks: bytes) -> list[tuple[bytes, str, str]]:
    """Value, text and title of each link in these blocks."""
    data = b"".join(blocks)
    pieces, at = [], 0
    for number, block in enumerate(blocks):
        pieces += [Piece(at, at + len(block), number)]
        at += len(block)
    return [(data[link.start : link.end], link.text, link.title) for link in links(data, pieces)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (b'<a href="b" title="c &amp; \xc3\xa9">d &lt; \xe2\x86\x92</a>', [(b"b", "d < →", "c & é")]),
        (b"<A HREF=b\n\nclass=c>d</A>", [(b"b", "d", "")]),
        (b"<a href='b' href='c'>d</a>", [(b"b", "d", "")]),
        (b"<a href>b</a><a>c</a><img alt=d>", []),
        (b"<a href=''>b</a>", [(b"", "b", "")]),
        (b"<a title='a href=x' =y href = ' b '>c</a>", [(b"b", "c", "a href=x")]),
        (b"<!-- <a href=x> --><a href=b>c</a><!-- --!><img src=d><!--><img src=e><!--", None),
        (b"<?php <a href=x> ?><!DOCTYPE <a href=x>><img src=b>", [(b"b", "", "")]),
        (b"<script>'<a href=x>'</script><style><img src=x></style><img src=b>", [(b"b", "", "")]),
        (b"<textarea><a href=x>", []),
        (b"1 < 2 </ x> <img src=b> <img src='c", [(b"b", "", "")]),
        (b"<a href=b>c<a href=d>e", [(b"b", "ce", ""), (b"d", "e", "")]),
        (b"<abbr><image src=x><area href=y><a-b href=z>", []),
        ("<p>é🚀\n<a href='b'>ü</a>".encode(), [(b"b", "ü", "")]),
    ],
)
def test_links_reads_html_as_a_browser_does(html: bytes, expected: list[tuple[bytes, str, str]] | None) -> None:
    """Comments, scripts and what never ends hold no link; the first attribute of a name counts."""
    assert found(html) == (expected or ([] if expected == [] else [(b"b", "c", ""), (b"d", "", ""), (b"e", "", "")]))


def test_links_keeps_blocks_apart() -> None:
    """What one block leaves open does not swallow the next, and a block without a link is not read."""
    blocks = (b"<p>\n", b"<a href='x\n", b"<p><a href=b>c\n", b"<img src=d>\n")
    assert found(*blocks) == [(b"b", "c", ""), (b"d", "", "")]


def test_links_reads_no_text_without_end() -> None:
    """The text of a link is read up to a bound, so that tags that never close stay cheap."""
    text = found(b"<a href=b>" + b"<i>x</i>" * 500)[0][1]
    assert text == "x" * 31


def test_links_are_exact_when_there_is_much_html() -> None:
    """More HTML than is a tree at once is cut between tags: each link has its bytes, its text and no other's."""
    block = b"".join(b"<p title='<a href=x>'>\n<a href=%d>t%d</a><img src=i%d>\n" % (n, n, n) for n in range(6000))
    expected = [pair for n in range(6000) for pair in ((b"%d" % n, f"t{n}", ""), (b"i%d" % n, "", ""))]
    assert len(block) > 16 * 16 * 1024
    assert found(block) == expected
    assert found(block[: len(block) // 2], b"", block) == found(block[: len(block) // 2]) + expected


def test_attribute_is_none_where_the_tag_ends() -> None:
    """An attribute of the next tag is not taken, nor one without a value."""
    html = b"<a name=b><a href=c>"
    assert attribute(html, 0, len(html), b"href") is None
    assert attribute(b"text", 0, 4, b"href") is None
    assert attribute(b"<a href>", 0, 8, b"href") is None


def test_places_names_what_a_fragment_may_name() -> None:
    """Ids of all tags, names of anchors only, and the text of headings."""
    html = "<h2 id=a>Ü <b>1</b> <img alt=no></h2><p name=no><a name=b></a><input name=no><hr id=c>".encode()
    read = list(places(html, [Piece(0, len(html), 0)]))
    assert [(sorted(place.names), place.heading) for place in read] == [(["a"], "Ü 1"), (["b"], ""), (["c"], "")]
    assert list(places(b"<p>no", [Piece(0, 5, 0)])) == []
