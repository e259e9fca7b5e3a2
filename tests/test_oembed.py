"""oEmbed, in the shapes that its providers are recorded to give."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.providers import PROVIDERS
from crawler.gather.resolvers.oembed import OEmbed, XOEmbed
from crawler.model import Kind
from tests.desks import NO_KEYS, asked, fits, heard, one, says, shaken, status_of

API, X = OEmbed(), XOEmbed()
VIMEO = "https://vimeo.com/76979871"
POST = "https://twitter.com/a/status/436461658601713664"
VIDEO: dict[str, Any] = {
    "type": "video",
    "version": "1.0",
    "title": "The New Vimeo Player",
    "author_name": "Vimeo Staff",
    "description": "It may look the same.\n\nIt is not.",
    "upload_date": "2013-10-15 14:08:29",
    "thumbnail_url": "https://i.vimeocdn.com/video/452001751.jpg",
}
SAID: dict[str, Any] = {
    "url": POST,
    "author_name": "Somebody",
    "html": '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Nets are <a href="https://t.co/x">deep</a></p>'
    '&mdash; Somebody (@a) <a href="https://twitter.com/a/status/4">February 20, 2014</a></blockquote>\n'
    '<script async src="https://platform.twitter.com/widgets.js"></script>\n',
    "type": "rich",
    "provider_name": "Twitter",
    "version": "1.0",
}


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        (VIMEO, "https://vimeo.com/api/oembed.json?format=json&url=https%3A%2F%2Fvimeo.com%2F76979871"),
        ("https://vimeo.com/76979871/0a1b2c", "https://vimeo.com/api/"),
        ("https://vimeo.com/channels/staffpicks/1", "https://vimeo.com/api/"),
        ("https://vimeo.com/about", None),
        ("https://vimeo.com/", None),
        ("http://www.ted.com/talks/a?language=en", "https://www.ted.com/services/v1/oembed.json?"),
        ("https://speakerdeck.com/a/talk", "https://speakerdeck.com/oembed.json?"),
        ("https://www.slideshare.net/a/talk", "https://www.slideshare.net/api/oembed/2?"),
        ("https://www.reddit.com/r/a/comments/b/c/", "https://www.reddit.com/oembed?"),
        ("https://www.reddit.com/r/MachineLearning/", None),
        ("https://codepen.io/a/pen/b", "https://codepen.io/api/oembed?"),
        ("https://codepen.io/", None),
        (POST, None),
        ("https://a.example/76979871", None),
        ("https://evilvimeo.com/76979871", None),
    ],
)
def test_takes_what_a_provider_answers_for(url: str, asks: str | None) -> None:
    """Single things, by the forms of address in the table."""
    assert API.takes(url, NO_KEYS) == bool(asks)
    if asks:
        (request,) = asked(API, url)
        assert request.url.startswith(asks)


def test_takes_posts_on_x_apart() -> None:
    """Under both of its names; profiles are no posts."""
    (request,) = asked(X, POST)
    assert request.url.startswith("https://publish.twitter.com/oembed?format=json&url=https%3A%2F%2Ftwitter.com%2Fa%2F")
    assert X.takes("https://x.com/a/status/1", NO_KEYS)
    assert not any(X.takes(url, NO_KEYS) for url in ("https://x.com/a", "https://twitter.com/", VIMEO))


def test_every_provider_is_asked_over_https_and_without_a_key() -> None:
    """The table holds no placeholder, and no scheme that takes in a whole site."""
    for provider in PROVIDERS:
        assert provider.endpoint.startswith("https://")
        assert not set("{}?") & set(provider.endpoint)
        assert provider.schemes
        assert all("/" in scheme for scheme in provider.schemes)


def test_read_tells_of_a_video() -> None:
    """Some providers say more than they must."""
    found = one(API, VIMEO, VIDEO)
    assert found
    told = found.metadata
    assert told
    assert (status_of(found), told.title, told.abstract) == (200, VIDEO["title"], "It may look the same. It is not.")
    assert (told.authors, told.published, told.kind, told.site) == (("Vimeo Staff",), "2013-10-15", Kind.VIDEO, "Vimeo")


def test_read_tells_of_a_post() -> None:
    """Its text is its title, and its day stands at the end of the HTML."""
    found = one(X, POST, SAID)
    assert found
    told = found.metadata
    assert told
    assert (told.title, told.abstract, told.authors) == ("Nets are deep", "Nets are deep", ("Somebody",))
    assert (told.published, told.kind, told.site) == ("2014-02-20", Kind.POST, "Twitter")


@pytest.mark.parametrize("html", [None, "", "<p>unclosed", "</p><p>", "no day", "February 31, 2014"])
def test_read_takes_a_post_without_a_text(html: object) -> None:
    """It is there all the same."""
    found = one(X, POST, SAID | {"html": html})
    assert found
    assert found.metadata
    assert (status_of(found), found.metadata.title, found.metadata.published) == (200, None, None)


@pytest.mark.parametrize(
    ("said", "status", "result"),
    [
        (b"", 404, 404),
        (b"", 410, 410),
        ({"error": "private"}, 403, "open"),
        (b"", 401, "open"),
        (b"", 400, "open"),
        (VIDEO, 429, None),
        ({"error": "?"}, 200, None),
        ([], 200, None),
        (b"<html>", 200, None),
    ],
)
def test_read_tells_by_its_status(said: object, status: int, result: object) -> None:
    """What may not be shown elsewhere may be there; what is no oEmbed says nothing."""
    assert status_of(one(API, VIMEO, said, status)) == result


@given(st.sampled_from([(API, VIMEO), (X, POST)]), shaken(VIDEO | {"html": SAID["html"]}))
def test_read_is_total(pair: tuple[OEmbed, str], said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    assert fits([one(*pair, said)])


def test_read_passes_over_what_it_would_not_have_asked() -> None:
    """A target of another host is not told of."""
    (request,) = asked(API, VIMEO)
    stray = type(request)(url=request.url, targets=("https://a.example/",))
    assert heard(API, says(stray, VIDEO)) == {}
    assert list(API.requests(["https://a.example/"], NO_KEYS)) == []
