"""Markdown in: every link, its exact bytes, and the file again with another URL in their place."""

import gc
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from types import FrameType
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from crawler.errors import SourceError
from crawler.gather import markdown
from crawler.gather.markdown import decode_url, parse, replace
from crawler.model import Document, Ignore, Link, LinkKind
from tests.hostile import LISTS

HERE = Path(__file__).parent
SPEC = json.loads((HERE / "data" / "commonmark" / "spec.json").read_text(encoding="utf-8"))
_NOT_IN_COMMONMARK = (LinkKind.BARE, LinkKind.UNUSED_DEFINITION, LinkKind.FRONT_MATTER)


_PIPES = ["u|v", "https://a.example/b|c", "https://d.example/|"]


def links(text: str | bytes) -> tuple[Link, ...]:
    """The links of a text; that their bytes decode to their URLs is checked each time."""
    data = text.encode() if isinstance(text, str) else text
    found = parse(data, "list.md").links
    assert all(decode_url(data[link.start : link.end], link.kind) == link.url for link in found)
    return found


def urls(text: str | bytes) -> list[str]:
    """The URLs of a text, in order."""
    return [link.url for link in links(text)]


def kinds(text: str) -> list[tuple[str, str]]:
    """Kind and URL of each link of a text."""
    return [(link.kind.value, link.url) for link in links(text)]


@pytest.mark.parametrize("case", SPEC, ids=lambda case: f"{case['example']}-{case['section']}")
def test_parse_finds_what_commonmark_renders(case: dict[str, str]) -> None:
    """The hrefs and image sources of the specification's HTML are found, and nothing else."""
    page = BeautifulSoup(case["html"], "html.parser")
    expected = [str(tag["href"]) for tag in page.find_all("a", href=True)]
    expected += [str(tag["src"]) for tag in page.find_all("img", src=True)]
    found = [link.url for link in links(case["markdown"]) if link.kind not in _NOT_IN_COMMONMARK]
    # The specification's HTML has its URLs percent-encoded, which is the renderer's doing.
    assert Counter(map(unquote, found)) == Counter(map(unquote, expected))


def test_parse_finds_every_link_of_the_watched_list() -> None:
    """The list that the project watches has 129 links to 128 addresses."""
    data = (HERE.parent / "sources" / "README.md").read_bytes()
    document = parse(data, "sources/README.md")
    assert (len(document.links), len({link.url for link in document.links})) == (129, 128)
    assert document.problems == ()
    assert all(link.url == data[link.start : link.end].decode() for link in document.links)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](u)", [("inline", "u")]),
        ("[a][B]\n\n[b]: u", [("full-reference", "u")]),
        ("[b][]\n\n[b]: u", [("collapsed-reference", "u")]),
        ("[b]\n\n[b]: u", [("shortcut-reference", "u")]),
        ("<https://a.example/b>", [("autolink", "https://a.example/b")]),
        ("<me@a.example>", [("autolink", "mailto:me@a.example")]),
        ("https://a.example/b", [("bare", "https://a.example/b")]),
        ("www.a.example", [("bare", "http://www.a.example")]),
        ("me@a.example", [("bare", "mailto:me@a.example")]),
        ("![a](u)", [("image", "u")]),
        ("![a][b]\n\n[b]: u", [("image", "u")]),
        ("<a href=u>b</a>", [("html-link", "u")]),
        ("<p>\n<img src='u'>\n</p>", [("html-image", "u")]),
        ("---\na: https://a.example\n---\n", [("front-matter", "https://a.example")]),
        ("+++\na = 'https://a.example'\n+++\n", [("front-matter", "https://a.example")]),
        ("[b]: u", [("unused-definition", "u")]),
        ("[c][b]\n\n[b]: u\n\n[B]: again", [("full-reference", "u"), ("unused-definition", "again")]),
    ],
)
def test_parse_tells_kinds_apart(text: str, expected: list[tuple[str, str]]) -> None:
    """Each way of writing a link has its kind."""
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b)` ``https://a.example``",
        "    [a](b)\n",
        "```\n[a](b) https://a.example\n```\n",
        "~~~md\n<a href=b>\n~~~\n",
        "<!-- [a](b) https://a.example <a href=c> -->",
        "text <!-- [a](b)\n<img src=c> --> text",
        "$[a](b)$ and $`[c](d)`$",
        "$$\n[\\psi](\\mathbf{L})\n$$",
        "$$[a](b)$$",
        "\\[a](b) [a]\\(b) !\\[c](d)",
        "[a](b c) [d] (e)",
        "- [x] done\n- [ ] to do\n",
        "a note[^1]\n\n[^1]: its text\n",
        "`(String args[])`",
        "<div data-href='u'><a name=b><img alt='src=c'></div>",
        "<script>\nconst page = '<a href=b>';\n</script>",
        "# C# and F#",
    ],
)
def test_parse_finds_nothing_where_nothing_is_a_link(text: str) -> None:
    """Code, comments, math, escapes, task lists and footnotes hold no link."""
    assert urls(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pay $5 [a](u) and $10 [b](v).", ["u", "v"]),
        ("**$5** [a](u), **$10**", ["u"]),
        ("$5/[a](u)/$10 US$3 [b](v) 4$x", ["u", "v"]),
        ("$x$ [a](u) $y$", ["u"]),
        ("$1[a](b)$2[c](d)$3[e](f)$4", ["b", "d", "f"]),
    ],
)
def test_parse_keeps_links_between_prices(text: str, expected: list[str]) -> None:
    """A dollar beside a digit or a letter opens and closes no math."""
    assert urls(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Extended autolinks, after the cases that the GFM specification describes.
        ("see www.a.example.", ["http://www.a.example"]),
        ("www.a.example/help for more", ["http://www.a.example/help"]),
        ("www.a.example. Next", ["http://www.a.example"]),
        ("www.a.example/search?q=Up+(and+down)", ["http://www.a.example/search?q=Up+(and+down)"]),
        ("www.a.example/search?q=Up+(down)))", ["http://www.a.example/search?q=Up+(down)"]),
        ("(www.a.example/search?q=Up+(down))", ["http://www.a.example/search?q=Up+(down)"]),
        ("(www.a.example/search?q=Up+(down)", ["http://www.a.example/search?q=Up+(down)"]),
        ("www.a.example/search?q=(one))+two", ["http://www.a.example/search?q=(one))+two"]),
        ("www.a.example/?q=mark&hl=en", ["http://www.a.example/?q=mark&hl=en"]),
        ("www.a.example/?q=mark&hl;", ["http://www.a.example/?q=mark"]),
        ("www.a.example/he<lp", ["http://www.a.example/he"]),
        ("http://a.example", ["http://a.example"]),
        ("(Visit https://a.example/?q=Up+(down))", ["https://a.example/?q=Up+(down)"]),
        ("ftp://a.example/x HTTPS://B.EXAMPLE", ["ftp://a.example/x", "HTTPS://B.EXAMPLE"]),
        ("https://a.example/_b_ *https://c.example*", ["https://a.example/_b", "https://c.example"]),
        ("https://a_b.example.org http://a.b_c.example http://a.b.c_d", ["https://a_b.example.org"]),
        ("http://localhost:8000/x?y", ["http://localhost:8000/x?y"]),
        ("ahttp://a.example xwww.a.example http:// www. https://", []),
        ("**https://a.example/b**: c, ~~www.d.example~~", ["https://a.example/b", "http://www.d.example"]),
        ("“https://a.example/b?!.,:*_~'\"”", ["https://a.example/b?!.,:*_~'\"”"]),
        ("https://a.example/b?!.,:*_~'\"", ["https://a.example/b"]),
        ("[see https://a.example/[b]]", ["https://a.example/[b]"]),
        ("https://a.example/?b=1&amp;c=2&amp;", ["https://a.example/?b=1&c=2"]),
        ("https://a.example/b\\_c", ["https://a.example/b_c"]),
        ("https\\://a.example www\\.a.example", []),
        ("https://münchen.example/ß http://…example", ["https://münchen.example/ß"]),
        ("https://web.example/https://a.example", ["https://web.example/https://a.example"]),
        ("> www.a.example\n>www.b.example", ["http://www.a.example", "http://www.b.example"]),
        # Mail addresses.
        ("foo@bar.example", ["mailto:foo@bar.example"]),
        ("hi@mail+x.example is none, hi+x@mail.example is one", ["mailto:hi+x@mail.example"]),
        ("a.b-c_d@a.b a.b-c_d@a.b. a.b-c_d@a.b- a.b-c_d@a.b_", ["mailto:a.b-c_d@a.b", "mailto:a.b-c_d@a.b"]),
        ("mailto:a@b.example. xmpp:a@b.example/r.", ["mailto:a@b.example", "xmpp:a@b.example/r"]),
        ("@name, a@b, @b.example", []),
        # Tables, where a pipe ends a cell and an escaped one does not.
        ("|a|b|\n|-|-|\n|www.a.example|https://b.example|", ["http://www.a.example", "https://b.example"]),
        ("|a|\n|-|\n| [x](u\\|v) https://a.example/b\\|c <https://d.example/\\|> |", _PIPES),
        ("| `a|b` [c](d) |\n|-|\n", ["d"]),
        ("| f\\|oo |\n| - |\n| `b \\| [x](y)` |\n| **[b](c)** |\n", ["c"]),
        # Strikethrough, footnotes and task lists hold links like any text.
        ("~~[a](u)~~ ~[b](v)~", ["u", "v"]),
        ("x[^n]\n\n[^n]: see [a](u)\n\n    and https://b.example\n", ["u", "https://b.example"]),
        ("- [x] [a](u)\n- [ ] <https://b.example>\n", ["u", "https://b.example"]),
        ("> [!NOTE]\n> [a](u)\n", ["u"]),
    ],
)
def test_parse_reads_what_gfm_adds(text: str, expected: list[str]) -> None:
    """Extended autolinks, tables, strikethrough, footnotes, task lists and alerts are read as GitHub reads them."""
    assert urls(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a)[https://a.example] [b](https://a.example/c_(d))", ["https://a.example", "https://a.example/c_(d)"]),
        ("[a](</path with spaces>) [b](\\(c\\)) [d](e\\)f)", ["/path with spaces", "(c)", "e)f"]),
        ("[a](https://a.example/b\\(v=c.85\\).aspx)", ["https://a.example/b(v=c.85).aspx"]),
        ("[a]() [b](<>) [c](#d)", ["", "", "#d"]),
        ("[a](u 'title') [b](v \"t\") [c](w (t))", ["u", "v", "w"]),
        ("[a](\n  u\n  'over\n  lines'\n)", ["u"]),
        ("[a](u&#32;v&amp;&copy;&nosuch;&#0;)", ["u v&©&nosuch;�"]),
        ("<https://a.example/?b&amp;c=\\[>", ["https://a.example/?b&c=\\["]),
        ("[a `]` b](u) [![c](v)](w) [*d* **[e]**](x)", ["u", "w", "v", "x"]),
        ("[a]: <u v>\n[b]:\n  w\n  'title'\n\n[a] [b]", ["u v", "w"]),
        ("> [a](\n> u\n> )\n>\n> [b]:\n> /v\n\n[b]", ["u", "/v"]),
        ("- > 1. [a](<u\\>>\n  >    't')\n", ["u>"]),
        ("> [a](\n>     >u)", [">u"]),
        ("[Foo\n  bar]: u\n\n[FOO BAR] [ẞ]\n\n[SS]: v", ["u", "v"]),
        ("[a\\]]: u\n\n[a\\]]", ["u"]),
        ("Text https://a.example\n===\n\n## [b](c)", ["https://a.example", "c"]),
        ("![foo [bar](u)](v) [![a][b]][c]\n\n[b]: w\n[c]: x", ["v", "x", "w"]),
        ("<div>\n\n[a](b)\n\n</div>", ["b"]),
        ("<details><summary>\n\n- [a](b)\n\n</summary></details>", ["b"]),
        ("<div>\n<a href='x'>[a](b)</a>\n</div>", ["x"]),
        ("*[a](b)*<br><a class=c href = 'd' >e</a><img alt=f SRC=g/>", ["b", "d", "g/"]),
        ("<a\n  href='u'\n  title='t'>x</a>", ["u"]),
        ("<a href='?a=1&b=2&amp;c&lt;&copy=3&#x41;&ltx'>", ["?a=1&b=2&c<&copy=3A&ltx"]),
        ("[a]:\n[b]: u\n\n[b]", []),
        ("a\\\n[b](c)  \n[d](e)", ["c", "e"]),
        ("[a](u)[b](v)https://c.example[d](w)", ["u", "v", "https://c.example", "w"]),
    ],
)
def test_parse_finds_the_destination_however_it_is_written(text: str, expected: list[str]) -> None:
    """Brackets, escapes, entities, line breaks and quote marks around and inside a destination are understood."""
    assert urls(text) == expected


@pytest.mark.parametrize("form", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_parse_counts_lines_and_characters(mark: bytes, form: str) -> None:
    """Line and column are those of the usage, in characters, whatever the line ends, marks and emoji."""
    text = "# Tîtle\n\n- 🚀\t[ä](u) [b][r]\n\n[r]: v 'T'\n".replace("\n", form)
    data = mark + text.encode()
    first, second = parse(data, "list.md").links
    assert (first.line, first.column, first.text, first.section) == (3, 5, "ä", ("Tîtle",))
    assert (second.line, second.column, second.title) == (3, 12, "T")
    assert (data[first.start : first.end], data[second.start : second.end]) == (b"u", b"v")


def test_parse_reports_bytes_that_are_no_utf8() -> None:
    """Stray bytes are reported once, with the place of the first, and every span stays exact."""
    data = b"caf\xe9 [a](b\xff) \xf0\x9f\n[c\0](d)"
    document = parse(data, "list.md")
    assert [data[link.start : link.end] for link in document.links] == [b"b\xff", b"d"]
    assert [(link.url, link.text, link.column) for link in document.links] == [("b\ufffd", "a", 6), ("d", "c\ufffd", 1)]
    assert [(problem.line, problem.column, problem.message) for problem in document.problems] == [
        (1, 4, "4 bytes are no UTF-8, the first one here: save the file as UTF-8")
    ]
    assert parse(b"\xff", "list.md").problems[0].message.startswith("1 byte is")


def test_parse_knows_the_headings_above() -> None:
    """A section is the path of headings above; a heading is not above itself, and a lower one ends."""
    text = (
        "[a](u)\n\nTop *one*\n===\n[b](u)\n## Two `x` [c](u)\n[d](u)\n"
        "#### Four\n[e](u)\n## Three\n<a href=u>f</a> www.g.h"
    )
    assert [(link.text, link.section) for link in links(text)] == [
        ("a", ()),
        ("b", ("Top one",)),
        ("c", ("Top one",)),
        ("d", ("Top one", "Two x c")),
        ("e", ("Top one", "Two x c", "Four")),
        ("f", ("Top one", "Three")),
        ("www.g.h", ("Top one", "Three")),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[*a* `b`  \n c &amp; \\*](u)", ["a b c & *"]),
        ("[![logo](i) name](u)", ["logo name", "logo"]),
        ("[<img src=i alt='a pic'> x](u)", ["a pic x", "a pic"]),
        ("<a href=u>b *c* ![d](e)</a> f", ["b c d", "d"]),
        ("[x <a href=u> y](v) z", ["x y", "y"]),
        ("<a href=u>one <a href=v>two", ["one", "two"]),
        ("<p><a href=u>b <b>c</b> <img src=d alt=e></a></p>", ["b c e", "e"]),
        ("![a [b](c) ![d](e) <i>f</i>](u)", ["a b d f"]),
        ("[$x$ $$y$$](u)", ["x y"]),
        ("## <a href=u>a\n\nb", ["a"]),
        ("|<a href=u>b|c|\n|-|-|", ["b"]),
        ("- <a href=u>b\n- c", ["b"]),
    ],
)
def test_parse_gives_the_text_that_a_reader_sees(text: str, expected: list[str]) -> None:
    """Link text is without its marks; an image stands for its alt text."""
    assert [link.text for link in links(text)] == expected


def test_parse_gives_titles_decoded() -> None:
    """The title of a link, of a definition and of a tag is the text that a reader sees."""
    text = "[a](u 'b &amp; c') [d] <a href=e title='f &lt;'>\n\n[d]: v (g)\n[h]: w \"i\"\n"
    assert [link.title for link in links(text)] == ["b & c", "g", "f <", "i"]


def test_parse_shares_a_definition() -> None:
    """Every usage of a definition has its own place and the definition's span."""
    first, second = links("[a] and\n[b][a]\n\n[a]: u")
    assert (first.line, second.line) == (1, 2)
    assert (first.start, first.end) == (second.start, second.end) == (21, 22)


def test_parse_attaches_ignores() -> None:
    """An ignore holds on its line, from the line before, for a definition and between its marks; bad ones are told."""
    text = (
        "[a](u) <!-- listkeeper: ignore until 2027-01-31 moves -->\n\n"
        "<!-- listkeeper: ignore -->\n\n- [b](u)\n- [c](u)\n\n"
        "<!-- listkeeper: ignore-start old -->\n[d](u)\n\n<!-- listkeeper: ignore-end -->\n"
        "[e][f]\n\n<!-- listkeeper: ignore -->\n[f]: u\n"
        "\nx <!-- listkeeper: ignore until soon --> [g](u) `<!-- listkeeper: nonsense -->`\n"
    )
    document = parse(text.encode(), "list.md")
    assert [(link.text, link.ignore.line if link.ignore else None) for link in document.links] == [
        ("a", 1),
        ("b", 3),
        ("c", None),
        ("d", 8),
        ("e", 14),
        ("g", None),
    ]
    assert document.links[0].ignore == Ignore(line=1, until=date(2027, 1, 31), reason="moves")
    assert [problem.line for problem in document.problems] == [17]
    assert [problem.line for problem in markdown.expired_ignores(document, date(2027, 2, 1))] == [1]


def test_parse_tells_of_an_ignore_that_speaks_of_nothing() -> None:
    """A comment far from any link is reported, so that no one believes that it holds."""
    document = parse(b"<!-- listkeeper: ignore -->\n\ntext\n\n[a](b)", "list.md")
    assert [(problem.line, problem.message.split(":")[0]) for problem in document.problems] == [
        (1, "this ignore speaks of no link")
    ]


def test_replace_touches_nothing_else() -> None:
    """Everything around a new URL keeps its bytes: line ends, marks, stray bytes, the missing last newline."""
    data = b"\xef\xbb\xbf[a](<u>  't')\r\n\xff\t| x \r\n<a\thref = u2 >"
    new = replace(data, [(link, "https://n.example/") for link in parse(data, "list.md").links])
    assert new == b"\xef\xbb\xbf[a](<https://n.example/>  't')\r\n\xff\t| x \r\n<a\thref = https://n.example/ >"


def test_replace_keeps_the_bytes_of_a_fragment() -> None:
    """A fragment that stays is not written anew, and a URL that stays is not written at all."""
    data = b"[a](http://a.example/b#c\\_d) [e](f\\_g|h)"
    first, second = parse(data, "list.md").links
    new = replace(data, [(first, "https://a.example/b#c_d"), (second, second.url)])
    assert new == b"[a](https://a.example/b#c\\_d) [e](f\\_g|h)"


def test_replace_changes_a_shared_definition_once() -> None:
    """Links that share a definition may all ask for the same change; two different ones are refused."""
    data = b"[a] [a][]\n\n[a]: u"
    first, second = parse(data, "list.md").links
    assert replace(data, [(first, "v"), (second, "v")]) == b"[a] [a][]\n\n[a]: v"
    with pytest.raises(ValueError, match="would get two URLs"):
        replace(data, [(first, "v"), (second, "w")])


def test_replace_refuses_what_it_cannot_do() -> None:
    """A URL that cannot be written at its place, and a file that changed, are refused with advice."""
    data = b"see https://a.example/b"
    [link] = parse(data, "list.md").links
    with pytest.raises(ValueError, match="by hand"):
        replace(data, [(link, "c.md")])
    with pytest.raises(ValueError, match="parse the file again"):
        replace(b"x" + data, [(link, "https://n.example")])


# Documents of every construct, nested and in every encoding trouble, whose links must survive any change of one.

_WORDS = st.sampled_from(["a", "b c", "é", "🚀", "&amp;", "\\*", "`code`", "$5", "*em*", "ẞ", "x_y", "\ufffd", "1."])
_PLAIN = st.sampled_from(
    ["/p", "https://a.example/x_(y)", "u#f", "?a=1&b=2", "&copy;", "\\(z", "www.q.example/é", "%20"]
)
_OLD = st.one_of(_PLAIN, st.sampled_from(["<s p>", "<>", "<a\\>b>"]))
_TITLE = st.sampled_from(["", ' "t"', " 'é'", " (t)"])


@st.composite
def _inline(draw: st.DrawFn) -> str:
    text, url, title = draw(_WORDS), draw(_OLD), draw(_TITLE)
    return draw(
        st.sampled_from(
            [
                text,
                f"[{text}]({url}{title})",
                f"![{text}]({url}{title})",
                f"[![{text}]({url})]({url}{title})",
                f"[{text}][r]",
                "[r]",
                "[R][]",
                f"![{text}][q]",
                "<https://a.example/?b&amp;c>",
                "<me@a.example>",
                "https://a.example/b_(c)?d=1&e=2.",
                "(www.b.example/x)",
                "mail@c.example",
                f'<a href="{url.strip("<>")}" title=t>{text}</a>',
                f"<img alt='{text}' src=i.png>",
                f"**{text} [{text}]( {url} )**",
                f"~~{text}~~",
                "$[n](m)$ ",
                "<!-- [n](m) -->",
            ]
        )
    )


_LINE = st.lists(_inline(), min_size=1, max_size=4).map(" ".join)
_DEFINITIONS = st.sampled_from(
    ["[r]: /r 'R'\n[q]: <q q>", "[q]:\n  /q\n  'over'\n\n[r]: r\n\n[R]: again", "[r]: r\n[q]: q\n[unused]: u_(n)"]
)


@st.composite
def _block(draw: st.DrawFn) -> str:
    line, other = draw(_LINE), draw(_LINE)
    return draw(
        st.sampled_from(
            [
                line,
                f"{line}\n{other}",
                f"# {line}",
                f"{line}\n---",
                f"> {line}\n> > {other}\n> [x](\n> /y)",
                f"- {line}\n  - [ ] {other}\n\n1. {line}",
                f"| {line} | b |\n|---|:-:|\n| [x](y\\|z) | {other} |".replace("`code`", "c"),
                f"```\n{line}\n```",
                f"    {line}",
                f'<div>\n<a href="/d?a&amp;b">d</a> {other}\n</div>',
                f"x[^1]\n\n[^1]: {line}",
                "\t[tab](t)",
            ]
        )
    )


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A Markdown file."""
    blocks = [*draw(st.lists(_block(), min_size=1, max_size=4)), draw(_DEFINITIONS)]
    front = draw(st.sampled_from(["", "", "---\nurl: https://f.example/x # no\n---\n"]))
    text = front + "\n\n".join(draw(st.permutations(blocks))) + draw(st.sampled_from(["", "\n"]))
    data = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()
    broken = draw(st.booleans())
    data = data.replace("\ufffd".encode(), b"\xff" if broken else "\ufffd".encode()).replace(
        b"1.", b"\0" if broken else b"1."
    )
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + data


_NEW = st.sampled_from(
    [
        "https://n.example/a",
        "https://n.example/x?a=1&b=2#c",
        "https://n.example/a_(b)",
        "https://n.example/(",
        "https://n.example/a)b.",
        "https://n.example/a|b$c`d",
        "https://n.example/é",
        "https://n.example/*a*_b_,",
        "https://n.example/?a&copy;=1&lt=2&lt;&copy",
        "https://n.example/[x](y)~z~",
        "https://n.example/a\\b<c> d'e\"f",
        "local (file).md",
    ]
)


def _shape(document: Document, changed: dict[tuple[int, int], str]) -> list[tuple[str, ...]]:
    """What must stay the same of each link, with its URL after the change."""
    return [
        (
            # A bare URL may come back in brackets, and its own text is its URL.
            LinkKind.AUTOLINK.value if link.kind is LinkKind.BARE else link.kind.value,
            changed.get((link.start, link.end), link.url),
            link.title,
            str(link.line),
            "" if link.kind in (LinkKind.BARE, LinkKind.AUTOLINK) else link.text,
        )
        for link in document.links
    ]


@given(documents(), _NEW, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(b"\\https://a.example", "https://n.example/(", Random(0))
def test_replace_changes_one_link_and_no_other(data: bytes, new: str, random: Random) -> None:
    """Parsed again, the file has the same links with that one changed (and those that share its definition)."""
    before = parse(data, "list.md")
    assert all(decode_url(data[link.start : link.end], link.kind) == link.url for link in before.links)
    assume(before.links)
    chosen = random.choice(before.links)
    try:
        changed = replace(data, [(chosen, new)])
    except ValueError:
        # Such a place holds no local path (`<…>`, bare) or no quote (front matter); the next property counts these.
        assert chosen.kind in (LinkKind.AUTOLINK, LinkKind.BARE, LinkKind.FRONT_MATTER)
        return
    after = parse(changed, "list.md")
    assert _shape(after, {}) == _shape(before, {(chosen.start, chosen.end): new})


@given(documents())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_replace_takes_an_ordinary_url_at_every_place(data: bytes) -> None:
    """All links at once take an ordinary URL, and the file then has that URL in every place."""
    before = parse(data, "list.md")
    changed = replace(data, [(link, "https://n.example/new?x=1&y=(2)#z") for link in before.links])
    after = parse(changed, "list.md")
    assert [link.url for link in after.links] == ["https://n.example/new?x=1&y=(2)#z"] * len(before.links)


@given(
    st.binary(max_size=300) | st.text(alphabet="[]()<>!`*_~$|\\&;:#-+ \n\rawh1./@\"'=", max_size=120).map(str.encode)
)
@settings(max_examples=300, deadline=None)
def test_parse_reads_any_bytes(data: bytes) -> None:
    """No bytes stop the parser, and every span lies in the file and decodes to its URL."""
    document = parse(data, "list.md")
    assert all(0 <= link.start <= link.end <= len(data) for link in document.links)
    assert all(decode_url(data[link.start : link.end], link.kind) == link.url for link in document.links)
    assert [(link.line, link.column) for link in document.links] == sorted((x.line, x.column) for x in document.links)


_HOSTILE = [
    b"[",
    b"![",
    b"[a](",
    b"[a](<b",
    b"[a](b(",
    b"![a ",
    b"<a href=",
    b"<!--",
    b"<a href='",
    b"<div>\n<a href=x>",
    b"&a",
    b"[a](&",
    b"www._",
    b"a@",
    b"http://a/]",
    b"$a[b](c)",
    b"> ",
    b"[a]: u\n\n",
    b"<!-- listkeeper: ignore -->\n",
    b"\xff[a](b)",
]


def _calls(data: bytes) -> int:
    """How many calls, of Python and of C, it takes to parse `data`: work without a clock."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        parse(data, "list.md")
    finally:
        sys.setprofile(before)
    return count


def _cpu_s(data: bytes) -> float:
    """Seconds of processor that it takes to parse `data`, as the kernel counts them: no clock, and no waiting."""
    before = getrusage(RUSAGE_SELF).ru_utime
    parse(data, "list.md")
    return getrusage(RUSAGE_SELF).ru_utime - before


_LARGER = {"words to us on one line": 512 * 1024}
"""Where copying lines again and again would be too quick to be seen in less."""


@pytest.mark.parametrize("name", LISTS)
def test_parse_takes_time_in_proportion_on_hostile_lists(name: str) -> None:
    """Four times the list takes about four times the time; one that looks at all again for each takes sixteen."""
    size = _LARGER.get(name, 64 * 1024)
    small, large = (LISTS[name](size).encode(errors="surrogateescape") for size in (size, 4 * size))
    assert min(_cpu_s(large) for _ in range(2)) < 8 * min(_cpu_s(small) for _ in range(3)) + 0.05


@pytest.mark.parametrize("name", ["quotes in quotes", "lists in lists", "links in links", "elements in elements"])
def test_parse_reads_what_is_nested_ten_thousand_deep(name: str) -> None:
    """However deep, nothing is called within itself: the one link in it is found."""
    data = LISTS[name](120_000).encode()
    assert [link.url for link in parse(data, "list.md").links] == ["b"]


@pytest.mark.parametrize(
    "text", ["[](u)", "![](u)", "<https://a.example> ", "https://a.example ", "<a href=u>\n", "[a]: u\n\n"]
)
def test_parse_says_so_when_there_are_too_many_links(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links without end are memory without end, so there is a bound, and a message that says what to do."""
    monkeypatch.setattr("crawler.gather.markdown.MOST_LINKS", 9)
    monkeypatch.setattr("crawler.gather.found.MOST_LINKS", 9)
    assert len(parse(text.encode() * 9, "list.md").links) == 9
    for count in (10, 12):
        with pytest.raises(SourceError, match=r"^list\.md holds more than 9 links: split it, or leave it out$"):
            parse(text.encode() * count, "list.md")


@pytest.mark.parametrize("piece", _HOSTILE)
def test_parse_does_work_in_proportion_on_hostile_input(piece: bytes) -> None:
    """Four times the input takes about four times the calls, however little of it ever closes."""
    gc.disable()
    try:
        small, large = _calls(piece * 500), _calls(piece * 2000)
    finally:
        gc.enable()
    assert large < 5 * small + 500
