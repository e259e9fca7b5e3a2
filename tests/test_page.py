"""What pages say of themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.abstracts import ABSTRACT_CHARS
from crawler.gather.markup import Markup, lexbor, soup
from crawler.gather.page import MOST_HARMLESS_BYTES, Page, harmless, read
from crawler.gather.titles import TITLE_CHARS, clean, title_of
from tests.hostile import HOSTILE

URL = "https://www.example.org/a/page"
WORDS = st.lists(
    st.text(alphabet=st.characters(exclude_categories=["C", "Z"], exclude_characters="<&"), min_size=1, max_size=8),
    min_size=1,
    max_size=8,
)
TITLES = [
    ("heading with the site behind it", Markup(title="Deep Nets - A Blog", h1s=("Deep nets",)), "Deep Nets", "h1"),
    ("heading that is the title", Markup(title="A - B", h1s=("A - B",)), "A - B", "title"),
    ("heading spelt otherwise", Markup(title="A: B!", h1s=("A - B",), metas={"og:title": "C"}), "A: B!", "title"),
    ("heading with a mark", Markup(title="What is it? | X", h1s=("What is it?",)), "What is it?", "h1"),
    (
        "heading with odd spaces",
        Markup(title="Climate: the end | X", h1s=("Climate : the end",)),
        "Climate : the end",
        "h1",
    ),
    ("heading inside a word", Markup(title="Partying", h1s=("Art", "Sea")), "Partying", "title"),
    ("heading of other length when folded", Markup(title="İx - Straße", h1s=("STRASSE",)), "STRASSE", "h1"),
    ("longest heading", Markup(title="A Page | Blog", h1s=("Blog", "A page")), "A Page", "h1"),
    ("heading that is the site", Markup(title="A page | Example", h1s=("Example",)), "A page", "title"),
    ("og:title", Markup(title="A - B", metas={"og:title": "A"}), "A", "og:title"),
    ("og:title with the site", Markup(metas={"og:title": "A | Big Site", "og:site_name": "Big Site"}), "A", "og:title"),
    ("twitter:title", Markup(title="x", metas={"twitter:title": "A"}), "A", "twitter:title"),
    ("site in front", Markup(title="Example - A page", h1s=("B", "C")), "A page", "title"),
    ("only heading", Markup(title="Example", h1s=("Welcome!",)), "Welcome!", "h1"),
    (
        "only heading against og:title",
        Markup(metas={"og:title": "Short"}, h1s=("A longer name",)),
        "A longer name",
        "h1",
    ),
    ("lesser heading", Markup(title="A page : Blog", h1s=("Blog",), lesser=("More", "A page")), "A page", "heading"),
    ("title that is the site", Markup(title="Example", h1s=("A", "B")), "A", "h1"),
    ("nothing but the site", Markup(title="Example", h1s=("Example",)), "Example", "title"),
    ("plain title", Markup(title="A page | Example"), "A page | Example", "title"),
    ("plain title with a description", Markup(title="A | B", metas={"description": "C"}), "A | B", "title"),
    ("scholarly", Markup(title="x", metas={"og:title": "y", "citation_title": "A Paper"}), "A Paper", "citation_title"),
    ("only a heading", Markup(h1s=("", "A heading")), "A heading", "h1"),
    ("marks alone are no title", Markup(title=" - ", h1s=("A",)), "A", "h1"),
]


@pytest.mark.parametrize(("markup", "title", "source"), [case[1:] for case in TITLES], ids=[case[0] for case in TITLES])
def test_title_of_chooses_the_title_and_drops_the_site(markup: Markup, title: str, source: str) -> None:
    """The page's own title is found among its titles, headings and site names."""
    assert title_of(markup, URL) == (title, source)


@pytest.mark.parametrize(
    "markup", [Markup(), Markup(title=" - "), Markup(title="\u200b", h1s=("|",)), Markup(title="-", h1s=("-",))]
)
def test_title_of_is_none_when_there_is_no_title(markup: Markup) -> None:
    """White space and punctuation name nothing."""
    assert title_of(markup, URL) is None


@given(words=WORDS, about=WORDS, heading=st.booleans())
def test_read_keeps_plain_titles_and_descriptions_as_they_are(
    words: list[str], about: list[str], heading: bool
) -> None:
    """A page with a `<title>`, perhaps the same `<h1>`, and a description gives exactly these texts."""
    title, abstract = " ".join(words), " ".join(about).replace('"', "")
    text = f'<title>{title}</title><meta name=description content="{abstract}">' + heading * f"<h1>{title}</h1>"
    page = read(text.encode(), "text/html; charset=utf-8", URL)
    if any(char.isalnum() for char in title):
        assert page.title == title
    assert page.abstract == (" ".join(abstract.split()) or None)


def test_read_finds_all_that_a_page_says() -> None:
    """Every field comes with where it came from."""
    page = read(
        b"<!doctype html><html lang=en_GB><head><title>Of Things | The Site</title><base href=/base/>"
        b"<meta property=og:title content='Of Things'><meta property=og:site_name content='The Site'>"
        b"<meta name=description content='Short.'><meta property=og:description content='  Longer\n text. '>"
        b"<link rel='shortlink canonical' href=things><meta http-equiv=refresh content='0;url=other'>"
        b"<body><h1>Of Things</h1>" + b"<p>Text of some words.</p>" * 4,
        None,
        URL,
    )
    assert (page.title, page.abstract, page.site, page.h1) == ("Of Things", "Longer text.", "The Site", "Of Things")
    assert (page.canonical, page.language) == ("https://www.example.org/base/things", "en-GB")
    assert page.refresh is not None
    assert page.refresh.url == "https://www.example.org/base/other"
    assert page.sources == {
        "title": "h1",
        "abstract": "og:description",
        "canonical": "link",
        "language": "lang",
        "site": "og:site_name",
    }
    assert page.text_fingerprint is not None


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        (b"<meta property=og:url content=https://example.org/b>", "canonical", "https://example.org/b"),
        (b"<link rel=canonical href='javascript:1'>", "canonical", None),
        (b"<link rel=canonical href=' '>", "canonical", None),
        (b"<link href=/css><link rel=canonical><link rel=canonical href=/b>", "canonical", "https://www.example.org/b"),
        (b"<link rel=canonical href=/" + b"x" * 3000 + b">", "canonical", None),
        (b"<base href='data:x'><link rel=canonical href=b>", "canonical", "https://www.example.org/a/b"),
        (b"<base><base href=/c/><link rel=canonical href=b>", "canonical", "https://www.example.org/c/b"),
        (b"<meta property=og:locale content=pt_BR>", "language", "pt-BR"),
        (b"<html lang='not a tag!'>", "language", None),
        (b"<meta http-equiv=content-language content=fr>", "language", "fr"),
        (b"<meta name=application-name content=App>", "site", "App"),
        (b"<meta property=og:site_name content='all the news that is fit to print'>", "site", None),
        (b"<meta name=description content=' '><meta name=description content=second>", "abstract", "second"),
        (b"<meta name=og:description content=named>", "abstract", "named"),
        (b"<meta itemprop=description content=item>", "abstract", "item"),
        (b"<meta name=citation_abstract content=paper><meta name=og:description content=x>", "abstract", "paper"),
        (b"<title>A&amp;B &lt;i&gt; &#x1F600;\0\x07</title>", "title", "A&B <i> \U0001f600\ufffd"),
        (b"<title>No\xebl</title>", "title", "Noël"),
        (b"<svg><title>drawing</title></svg><title>page</title>", "title", "page"),
        (b"<p>body<title>late</title>", "title", "late"),
        (b"", "title", None),
        (b"<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript>", "refresh", None),
        (b"<template><h1>no</h1></template>", "h1", None),
        (b"<h1>A<br>B<script>c</script></h1>", "h1", "A B"),
        (b"<script>only()</script>", "text_fingerprint", None),
        (b"<frameset><frame src=a>", "text_fingerprint", None),
        (b"plain words", "encoding", "utf-8"),
        (b"<?xml version='1.0'?><script/><title>XML</title>", "title", "XML"),
    ],
)
def test_read_finds_each_field_where_it_may_stand(body: bytes, field: str, value: str | None) -> None:
    """Each field is read from all the places that mean it, and from no other."""
    assert getattr(read(body, None, URL), field) == value


def test_read_cuts_long_texts() -> None:
    """No title and no description grows without bound."""
    page = read(b"<title>" + b"t" * 9999 + b"</title><meta name=description content=" + b"d" * 9999 + b">", None, URL)
    assert page.title == "t" * TITLE_CHARS
    assert page.abstract == "d" * ABSTRACT_CHARS


@pytest.mark.parametrize("void", ["<script src=a.js />", "<style />", "<iframe src=b />", "<textarea />"])
def test_read_reads_a_broken_page_with_the_other_parser(void: str) -> None:
    """An element closed as in XML hides the rest of the page from a browser, but not from us."""
    body = (
        f'{void}<html lang=en><title>A page</title><meta name=description content="Of it."><h1 class="a b">A page</h1>'
    )
    page = read(body.encode(), "text/html", URL)
    assert (page.title, page.abstract, page.h1, page.language) == ("A page", "Of it.", "A page", "en")


@pytest.mark.parametrize("spoilt", ["<![<b>", "<![<meta x>", "<![if IE]>", "<![CDATA[x]]>", "<![", "<![--x>"])
def test_read_reads_a_broken_page_with_half_a_declaration_in_it(spoilt: str) -> None:
    """The other parser gives up on no page, and loses nothing behind such a piece."""
    page = read(f"<script src=a.js />{spoilt}<title>A page</title><p>Text".encode(), None, "https://a.example/")
    assert page.title == ("A page" if ">" in spoilt else None)


def test_soup_finds_what_lexbor_finds_on_a_sound_page() -> None:
    """Both parsers agree where nothing is broken, but for the white space of the text."""
    text = (
        "<!doctype html><html lang=en><head><title>T</title><meta name=a content=b><link rel='canonical x' href=/c>"
        "<base href=/d><meta http-equiv=Refresh content=5></head>"
        "<body><h1>H</h1><p>text</p><script>s</script></body></html>"
    )
    one, other = lexbor(text), soup(text)
    assert (one.title, one.h1s, one.metas, one.canonical) == (other.title, other.h1s, other.metas, other.canonical)
    assert (one.base, one.language, one.refresh, one.text.split()) == (
        other.base, other.language, other.refresh, other.text.split()
    )  # fmt: skip
    assert soup("no markup").text == "no markup"


@given(body=st.binary(max_size=200), content_type=st.none() | st.text(max_size=30), url=st.text(max_size=30))
def test_read_takes_any_bytes(body: bytes, content_type: str | None, url: str) -> None:
    """Any bytes are a page, of whatever address."""
    assert isinstance(read(body, content_type, url), Page)


@given(
    parts=st.lists(
        st.sampled_from(
            ["<title>", "</title>", "<h1>", "</h1", "<meta ", "name=", "property=og:title ", "content=", "'", '"', ">",
             "<link rel=canonical href=", "<base href=", "<svg>", "<script", "/>", "<!--", "<p", "a", " - ", "&#0;",
             "http-equiv=refresh ", "0;url=x", "<?xml ", "<![", "<table>", "<b>", "</b>", "<template>", "<html lang=en"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_read_takes_any_markup(parts: list[str]) -> None:
    """However broken, a page is read, and what is found can be stored."""
    page = read("".join(parts).encode(), None, URL)
    for text in (page.title, page.abstract, page.canonical, page.h1):
        assert text is None or text.encode("utf-8")
    assert isinstance(soup("".join(parts)), Markup)


@given(text=st.text(max_size=400), most_chars=st.integers(1, 50))
def test_clean_leaves_one_printable_line(text: str, most_chars: int) -> None:
    """No control, no line break and no turn of direction is left, and nothing is longer than allowed."""
    cleaned = clean(text, most_chars)
    assert len(cleaned) <= most_chars
    assert cleaned == " ".join(cleaned.split())
    assert not any(ord(char) < 32 or char in "\x7f\x85\u202e\u2066\ufeff" for char in cleaned)
    assert clean(cleaned, most_chars) == cleaned


@pytest.mark.parametrize("name", HOSTILE)
def test_harmless_refuses_hostile_pages_of_any_size_that_hurts(name: str) -> None:
    """A page that is large, or that is much markup, is not read in the crawling process."""
    assert not harmless(HOSTILE[name](64 * 1024).encode())
    assert not harmless(HOSTILE[name](MOST_HARMLESS_BYTES + 1).encode())


@pytest.mark.parametrize("name", HOSTILE)
def test_read_is_done_with_the_worst_harmless_page(name: str) -> None:
    """The largest page of each hostile shape that passes as harmless is read like any other."""
    body = HOSTILE[name](MOST_HARMLESS_BYTES).encode()
    while not harmless(body):
        body = body[: len(body) * 15 // 16]
    assert len(body) > 400
    assert isinstance(read(body, None, URL), Page)


def test_harmless_lets_ordinary_pages_pass() -> None:
    """A page of 5 KB with 300 tags is read at once."""
    assert harmless(b"<title>A page</title>" + b"<p>Some words of text.</p>" * 150)
