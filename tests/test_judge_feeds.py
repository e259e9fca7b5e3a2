"""Which resources live by their feed, and which feed that is."""

import pytest

from crawler.judge.feeds import feed_of, is_blog, lives_by_feed
from crawler.model import History, Kind, Metadata
from tests.histories import day, history

FEED = "https://a.example/feed.xml"


def held(url: str, **facts: object) -> History:
    """A page that names its feed."""
    said = Metadata(target=url, at=day(0), feed=FEED, **facts)  # type: ignore[arg-type]
    return history(url=url, metadata=(said,))


@pytest.mark.parametrize(
    ("url", "kind", "lives", "blog"),
    [
        ("https://a.example/", None, True, False),
        ("https://a.example/?p=1", None, False, False),
        ("https://a.example/blog/", None, True, True),
        ("https://a.example/en/Blog", None, True, True),
        ("https://medium.example/@ada", None, True, True),
        ("https://medium.example/@ada/a-post", None, False, False),
        ("https://a.example/blog/a-post", Kind.ARTICLE, False, False),
        ("https://a.example/c/ada", Kind.CHANNEL, True, True),
    ],
)
def test_lives_by_feed_is_for_what_gathers_entries(url: str, kind: Kind | None, lives: bool, blog: bool) -> None:
    """A front page, a blog, a channel; never one entry of it."""
    one = held(url, kind=kind)
    assert (lives_by_feed(one), is_blog(one)) == (lives, blog)
    assert feed_of(one) == (FEED if lives else None)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": "The blog of Ada"}, True),
        ({"title": "Notes", "site": "Ada's weblog"}, True),
        ({"title": "News and more"}, True),
        ({"title": "PyTorch"}, False),
    ],
)
def test_is_blog_goes_by_its_own_name(facts: dict[str, str], expected: bool) -> None:
    """A front page that calls itself a blog is one."""
    assert is_blog(held("https://a.example/", **facts)) is expected


def test_feed_of_knows_where_youtube_keeps_a_channels() -> None:
    """By the channel's id, where the page was not read; a playlist or another host has none."""
    channel = "https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw"
    assert feed_of(history(url=channel)) == (
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCYO_jab_esuFRV4b17AJtAw"
    )
    assert feed_of(history(url=f"{channel}/videos")) is None
    assert feed_of(history(url=channel.replace("youtube", "example"))) is None
    assert feed_of(history(url="https://a.example/")) is None
