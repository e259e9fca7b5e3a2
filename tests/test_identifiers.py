"""Identifiers of works."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.identifiers import among, doi, from_url, isbn, pmid


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("https://dx.doi.org/10.1000/abc.", "10.1000/abc"),
        ("doi: 10.1000/abc;", "10.1000/abc"),
        ("info:doi/10.1000/a%3Cb%3E", "10.1000/a<b>"),
        ("(10.1000/abc)", None),
        ("10.1000/a(b)", "10.1000/a(b)"),
        ("10.1000/a).)", "10.1000/a"),
        ("10.1000/abc/", None),
        ("10.1000/", None),
        ("none", None),
        ("10.\u0661\u0662\u0663\u0664/x", None),
    ],
)
def test_doi_takes_what_is_one(text: str, name: str | None) -> None:
    """By its form, without what stands around it."""
    assert doi(text) == name


@given(digits=st.text(alphabet="0123456789", min_size=12, max_size=12), other=st.integers(1, 9))
def test_isbn_is_proven_by_its_last_digit(digits: str, other: int) -> None:
    """Of the ten last digits one is right."""
    body = "978" + digits[3:]
    right = [isbn(f"{body}{last}") for last in range(10)]
    assert [found is not None for found in right].count(True) == 1
    assert isbn(f"{body}{other}{other}") is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://arxiv.org/abs/1706.03762v2", {"arxiv": "1706.03762"}),
        ("https://pubmed.ncbi.nlm.nih.gov/31978945/", {"pmid": "31978945"}),
        ("https://www.ncbi.nlm.nih.gov/pubmed/31978945", {"pmid": "31978945"}),
        ("https://example.org/", {}),
    ],
)
def test_from_url_reads_what_an_address_names(url: str, found: dict[str, str]) -> None:
    """Each by the forms of its own host."""
    assert from_url(url) == found


@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_identifiers_take_any_text(texts: list[str]) -> None:
    """What is found is plain ASCII, whatever was given."""
    for text in texts:
        for found in (doi(text), isbn(text), pmid(text), *from_url(text).values()):
            assert found is None or found.isascii()
    assert set(among(texts)) <= {"doi", "arxiv", "isbn", "pmid"}


def test_among_takes_no_number_for_more_than_it_says() -> None:
    """A number without a name proves nothing; with one it must still be right."""
    assert among(["PMID: 12", "PMID: x", "9780262035613", "isbn 1"]) == {"pmid": "12"}
