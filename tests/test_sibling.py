"""Addresses that nobody ever had."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.sibling import invented_sibling
from crawler.urls import canonical, host_of

paths = st.lists(st.text("abcXYZ0189-_.%é ", min_size=1, max_size=30), max_size=4).map("/".join)
urls = paths.map(lambda path: canonical(f"https://a.example/{path}?q=1") or "https://a.example/")


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://a.example/papers/attention.html?v=2#top", r"https://a\.example/papers/[a-z]{12}\.html"),
        ("https://a.example/blog/2017-06-12-attention/", r"https://a\.example/blog/\d{4}-\d\d-\d\d-[a-z]{9}/"),
        ("https://a.example/abs/1706", r"https://a\.example/abs/\d{12}"),
        ("https://a.example", r"https://a\.example/[a-z]{12}"),
        ("http://a.example:8080/x", r"http://a\.example:8080/[a-z]{12}"),
        ("https://a.example/v1.2.3", r"https://a\.example/[^/]+"),
    ],
)
def test_invented_sibling_looks_like_the_address_beside_it(url: str, shape: str) -> None:
    """Host, folder, extension and shape are kept; a server that sorts by them treats both alike."""
    assert re.fullmatch(shape, invented_sibling(url, "1"))


def test_invented_sibling_is_another_one_for_each_salt() -> None:
    """A run asks for its own address, the same each time."""
    url = "https://a.example/papers/attention.html"
    assert invented_sibling(url, "1") == invented_sibling(url, "1")
    assert invented_sibling(url, "1") != invented_sibling(url, "2")


@given(url=urls, salt=st.text(max_size=5))
def test_invented_sibling_is_another_address_of_the_same_host(url: str, salt: str) -> None:
    """Whatever the address, the sibling is canonical, on its host, and not it."""
    sibling = invented_sibling(url, salt)
    assert host_of(sibling) == host_of(url)
    assert canonical(sibling) == sibling
    assert sibling != url


@given(text=st.text(max_size=30))
def test_invented_sibling_is_total(text: str) -> None:
    """What is no address stays what it is."""
    assert isinstance(invented_sibling(text, "1"), str)
