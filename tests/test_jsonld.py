"""What pages say of themselves in JSON-LD."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.jsonld import MOST_NODES, Work, nodes_of, types, work

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "author",
                    "name",
                    "image",
                    "url",
                    "license",
                    "identifier",
                    "@value",
                    "isbn",
                    "mainEntity",
                    "publisher",
                    "headline",
                    "datePublished",
                    "sameAs",
                    "value",
                    "givenName",
                ]
            ),
            inner | st.sampled_from(["Article", "WebPage", "WebSite", "Book", "x"]),
            max_size=5,
        )
    ),
    max_leaves=12,
)


def said(**fields: Any) -> Work:
    """What an article with these fields comes to."""
    return work([json.dumps({"@type": "Article", **fields})])


def test_work_reads_a_graph_by_reference() -> None:
    """Authors, images and sites are found where the graph has them, and a bad block before it loses nothing."""
    graph = [
        {"@type": "WebSite", "name": "A Site"},
        {"@type": ["WebPage", 3], "datePublished": "2020-01-01", "dateModified": "2020-02-02", "inLanguage": "en"},
        {"@type": "https://schema.org/BlogPosting", "headline": "Of &amp; on", "author": {"@id": "#ada"}}
        | {"image": {"@id": "#image"}, "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada"},
        {"@type": "ImageObject", "@id": "#image", "contentUrl": "https://a.example/i.png"},
    ]
    found = work(["{broken", "<!--\n[1, 2]\n-->", json.dumps({"@graph": graph})])
    assert (found.kind, found.headline, found.authors, found.site) == ("article", "Of & on", ("Ada",), "A Site")
    assert (found.published, found.modified, found.language) == ("2020-01-01", "2020-02-02", "en")
    assert (found.image, found.licence) == (
        "https://a.example/i.png",
        "https://creativecommons.org/licenses/by/4.0/",
    )


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Ada", ("Ada",)),
        (["Ada", {"name": "Bob"}, {"name": "Ada"}], ("Ada", "Bob")),
        ({"givenName": "Ada", "familyName": "Lovelace"}, ("Ada Lovelace",)),
        ({"name": ["Ada", "", "Bob"]}, ("Ada", "Bob")),
        ({"name": None}, ()),
        ({"@id": "#nobody"}, ()),
        (["", 3, None], ()),
        ({"name": "half \ud800 of a pair"}, ("half ? of a pair",)),
    ],
)
def test_work_reads_authors_in_every_form(author: object, authors: tuple[str, ...]) -> None:
    """A text, a thing, a list of both."""
    assert said(author=author).authors == authors


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("/a.png", "/a.png"),
        (["/a.png", "/b.png"], "/a.png"),
        ([], ""),
        ({"url": "/a.png"}, "/a.png"),
        ({"url": {"@id": "/a.png"}}, ""),
        (3, "3"),
        (True, ""),
    ],
)
def test_work_reads_addresses_in_every_form(image: object, address: str) -> None:
    """As texts, objects and lists."""
    assert said(image=image).image == address


def test_work_reads_identifiers() -> None:
    """From whatever may hold one."""
    found = said(identifier=["doi:10.1000/1", {"value": "x"}, {"@id": "y"}, {}], sameAs="z", isbn=9780262035613)
    assert found.identifiers == ("doi:10.1000/1", "x", "y", "z")
    assert found.isbn == "9780262035613"


def test_work_falls_back_on_the_page_and_the_publisher() -> None:
    """Where nothing is a work there is still a page, or at least a site."""
    page = work(['{"@type": "WebPage", "name": "B", "publisher": {"name": "P"}, "abstract": "C"}'])
    assert (page.kind, page.name, page.site, page.description) == ("", "B", "P", "C")
    assert work(['{"@type": "WebSite", "alternateName": "S"}']) == Work(site="S")
    assert work([]) == Work()


def test_nodes_of_is_bounded() -> None:
    """No block makes more things than are looked at, and none is looked into without end."""
    assert len(list(nodes_of([json.dumps([{}] * 3 * MOST_NODES), json.dumps([{}] * MOST_NODES)]))) == MOST_NODES
    deep = '{"@graph":' * 10 + "[]" + "}" * 10
    assert len(list(nodes_of([deep, "[" * 100_000]))) == 5


@given(value=JSON)
def test_work_takes_any_json(value: object) -> None:
    """Whatever the block holds, what comes out are texts that can be stored."""
    found = work([json.dumps(value)])
    assert all(isinstance(author, str) for author in found.authors)
    assert "".join([found.headline, found.image, found.site, *found.authors]).encode("utf-8") is not None
    assert types({"@type": value}) is not None


@given(text=st.text(max_size=80))
def test_work_takes_any_block(text: str) -> None:
    """A block that is no JSON says nothing."""
    assert isinstance(work([text]), Work)
