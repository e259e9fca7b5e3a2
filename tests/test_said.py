"""All that a page says of itself, read from whole pages."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markup import Markup, lexbor, soup
from crawler.gather.page import Page, read
from crawler.gather.said import said
from crawler.model import Kind

URL = "https://www.example.org/a/page"

ARTICLE = """<!doctype html><html lang=en_gb><head><title>Of Things | The Site</title>
<meta property=og:site_name content="The Site"><meta property=og:type content=article>
<meta property=og:image content=/i.png><meta name=description content="About things.">
<meta property=article:published_time content=2020-01-02T03:04:05+00:00>
<meta property=article:modified_time content=2020-02-03>
<link rel=alternate type=application/rss+xml href=/comments/feed>
<link rel=alternate type=application/rss+xml href=/feed>
</head><body><h1>Of Things</h1><p class=byline>By <a href=/author/ada/>Ada Lovelace</a></p>
<div class=comments><a href=/author/eve/ rel=author>Eve</a><time datetime=2022-02-02></time></div>
<footer><a rel=license href=https://creativecommons.org/licenses/by/4.0/>CC BY</a></footer></body></html>"""

PAPER = """<title>[1] A paper</title><meta name=citation_title content="A Paper">
<meta name=citation_author content="Vaswani, Ashish"><meta name=citation_author content="Shazeer, Noam">
<meta name=citation_date content=2017/06/12><meta name=citation_online_date content=2023/08/02>
<meta name=citation_arxiv_id content=1706.03762><meta name=citation_doi content=10.1000/XYZ>
<meta name=citation_abstract content="We propose."><meta name=dc.identifier content=doi:10.1000/other>
<meta name=dc.identifier content="ISBN 9780262035613">
<meta property=og:description content="Abstract page for arXiv paper">"""


def test_read_finds_all_that_an_article_says() -> None:
    """Comments say nothing of it, and the licence at its foot does."""
    page = read(ARTICLE.encode(), "text/html", URL)
    assert page.authors == ("Ada Lovelace",)
    assert (page.published, page.modified, page.kind, page.site) == (
        "2020-01-02",
        "2020-02-03",
        Kind.ARTICLE,
        "The Site",
    )
    assert (page.language, page.licence) == ("en-GB", "CC-BY-4.0")
    assert (page.image, page.feed) == ("https://www.example.org/i.png", "https://www.example.org/feed")
    assert dict(page.sources) == {
        "title": "h1",
        "abstract": "description",
        "authors": "author link",
        "published": "article:published_time",
        "modified": "article:modified_time",
        "kind": "og:type",
        "site": "og:site_name",
        "language": "lang",
        "licence": "rel=license",
        "image": "og:image",
        "feed": "link",
    }


def test_read_finds_all_that_a_paper_says() -> None:
    """Scholarly tags come first for every field, and names are turned."""
    page = read(PAPER.encode(), "text/html", "https://arxiv.org/abs/1706.03762")
    assert (page.title, page.abstract) == ("A Paper", "We propose.")
    assert page.authors == ("Ashish Vaswani", "Noam Shazeer")
    assert (page.published, page.modified, page.kind) == ("2017-06-12", "2023-08-02", Kind.PAPER)
    assert page.identifiers == {"arxiv": "1706.03762", "doi": "10.1000/xyz", "isbn": "9780262035613"}
    assert page.sources["identifiers"] == "url, citation_doi, dc.identifier"


def test_read_finds_json_ld_beside_a_broken_block() -> None:
    """A bad block loses no other, and what is said there fills what no tag says."""
    data = {
        "@type": "Course",
        "name": "A Course",
        "description": "It teaches.",
        "author": [{"name": "Ada"}],
        "datePublished": "2021-05",
        "inLanguage": "pt_br",
        "identifier": "https://doi.org/10.1000/c",
        "isbn": "0306406152",
        "publisher": {"name": "A House"},
        "license": "https://a.example/licence",
    }
    blocks = ["{", f"<!-- {json.dumps(data)} -->"]
    body = "<title>A Course</title>" + "".join(f"<script type=application/ld+json>{each}</script>" for each in blocks)
    page = read(body.encode(), "text/html", URL)
    assert (page.kind, page.abstract, page.authors) == (Kind.COURSE, "It teaches.", ("Ada",))
    assert (page.published, page.language, page.site) == ("2021-05", "pt-BR", "A House")
    assert page.identifiers == {"doi": "10.1000/c", "isbn": "0306406152"}
    assert page.licence == "https://a.example/licence"


def test_read_takes_the_headline_where_no_heading_speaks() -> None:
    """JSON-LD comes before a card that goes on with the site's name."""
    block = json.dumps({"@type": "Article", "headline": "The headline"})
    page = read(
        f"<script type=application/ld+json>{block}</script><meta property=og:title content='Other'>".encode(), None, URL
    )
    assert (page.title, page.sources["title"]) == ("The headline", "json-ld")
    assert read(b"<title>{{title}}</title><h1>A</h1>", None, URL).title == "A"


def test_read_finds_paragraphs_and_days_in_the_text() -> None:
    """Where no tag says them, prose is the abstract and a line behind the title the day."""
    prose = "Cats are small animals, and they sleep for most of the day and of the night."
    aside = "Dogs are larger animals, and they do not sleep for so much of the day, nor at night."
    body = f"<title>Of cats</title><aside><p>{aside}</aside><h1>Of cats</h1><i>Written on 3 May 2019</i>\n\n<p>{prose}"
    page = read(body.encode(), None, URL)
    assert (page.abstract, page.published) == (prose, "2019-05-03")
    assert (page.sources["abstract"], page.sources["published"]) == ("paragraph", "text")


def test_read_finds_the_day_in_a_script() -> None:
    """What a page gives its own scripts is data, too."""
    page = read(b'<title>A</title><script>x = {"publishedDate": "2016-11-04T20:37:27Z"}</script>', None, URL)
    assert (page.published, page.sources["published"]) == ("2016-11-04", "script")


@pytest.mark.parametrize("parse", [lexbor, soup])
def test_both_parsers_find_what_a_broken_page_says(parse: Any) -> None:
    """The other parser finds the plainest of it: tags, JSON-LD, times, licences, links to authors."""
    block = json.dumps({"@type": "Article", "author": "Ada"})
    text = (
        f"<title>A page</title><script type=application/ld+json>{block}</script><link rel=license href=/l>"
        "<a rel=author href=/ada>Bob</a><time datetime=2020-02-02>x</time><a href=/x>y</a><p>Text.</p>"
        "<meta name=citation_author content=Eve><meta name=citation_author content=Eve>"
    )
    markup = parse(text)
    assert len(markup.blocks) == 1
    assert [spot.tag for spot in markup.spots if spot.tag != "link"] == ["a", "time"]
    assert markup.many == {"citation_author": ("Eve", "Eve")}
    values, _ = said(markup, URL)
    assert (values["authors"], values["published"]) == (("Eve",), "2020-02-02")
    assert values["licence"] == "https://www.example.org/l"


@pytest.mark.parametrize("void", ["<script src=a.js />", "<style />", "<textarea />"])
def test_read_finds_metadata_of_a_broken_page(void: str) -> None:
    """An element closed as in XML hides all that follows from a browser; authors and days are found all the same."""
    page = read(f"{void}{ARTICLE}".encode(), "text/html", URL)
    assert (page.title, page.published, page.licence) == ("Of Things", "2020-01-02", "CC-BY-4.0")


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        (Markup(language="de_at"), "de-AT"),
        (Markup(language="!", metas={"og:locale": "zh_hans_cn"}), "zh-Hans-CN"),
        (Markup(metas={"dc.language": "EN-us-POSIX"}), "en-US-posix"),
        (Markup(metas={"citation_language": "en " * 40}), None),
    ],
)
def test_said_normalizes_the_language(markup: Markup, language: str | None) -> None:
    """Small letters, but for scripts and countries (RFC 5646, 2.1.1)."""
    assert said(markup, URL)[0].get("language") == language


@given(
    contents=st.lists(
        st.text(max_size=40) | st.sampled_from(["2020-01-01", "https://x.example/", "en", "Ada, Bob", "article"]),
        min_size=12,
        max_size=12,
    )
)
def test_said_takes_any_metas(contents: list[str]) -> None:
    """Whatever the tags hold, what is found can be stored, and each field has its source."""
    names = ["citation_author", "citation_date", "citation_doi", "dc.identifier", "og:type", "og:url", "og:image"]
    names += ["article:published_time", "og:updated_time", "description", "author", "og:locale"]
    values, sources = said(Markup(metas=dict(zip(names, contents, strict=True)), title="A"), URL)
    assert values.keys() == sources.keys()
    assert isinstance(Page(**values, sources=sources), Page)
