"""Elements that name an author, a day or a licence."""

import pytest

from crawler.gather.spots import is_aside, is_plain, is_wide, may_have_spots, spot


@pytest.mark.parametrize(
    ("tag", "held", "aside"),
    [
        ("div", {"class": "comment-body"}, True),
        ("div", {"id": "Comments"}, True),
        ("ul", {"class": "related-posts"}, True),
        ("div", {"class": "sidebar"}, True),
        ("footer", {}, True),
        ("footer", {"class": "entry-meta"}, False),
        ("div", {"class": "post-footer"}, False),
        ("div", {"class": "footer"}, True),
        ("div", {"class": "commentary"}, False),
        ("div", {"class": None}, False),
    ],
)
def test_is_aside_tells_what_is_said_by_others(tag: str, held: dict[str, str | None], aside: bool) -> None:
    """By the names that templates give to it."""
    assert is_aside(tag, held) == aside


def test_spot_keeps_what_matters() -> None:
    """Names in small letters, what it says to machines, and no attribute that is not there."""
    assert spot("a", {"rel": "Author", "href": None, "title": "T"}, "x").value == "T"
    assert spot("a", {"itemprop": "Author", "content": "C", "title": "T"}, " x  y ").text == "x y"
    assert is_plain({"itemprop": "datePublished"})
    assert is_wide({"class": "hentry"})
    assert not is_wide({"class": None})
    assert not may_have_spots("")
