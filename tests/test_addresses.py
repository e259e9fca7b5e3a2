"""The addresses that pages give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.addresses import canonical_of, feed_of, image_of, licence_of, registrable, same_site, spdx
from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup
from crawler.gather.spots import Spot

URL = "https://www.example.org/a/page"


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://a.b.example.co.uk/", "example.co.uk"),
        ("https://co.uk/", "co.uk"),
        ("https://ada.github.io/x", "ada.github.io"),
        ("https://ada.blogspot.de/", "ada.blogspot.de"),
        ("https://github.io/", "github.io"),
        ("http://192.0.2.1:8080/", "192.0.2.1"),
        ("http://[2001:db8::1]/", "[2001:db8::1]"),
        ("http://localhost/", "localhost"),
        ("no address", ""),
    ],
)
def test_registrable_is_what_somebody_registered(url: str, domain: str) -> None:
    """Two labels, or three where everybody may have a name below two."""
    assert registrable(url) == domain


@pytest.mark.parametrize(
    ("markup", "url", "found"),
    [
        (Markup(canonical="/b"), URL, ("https://www.example.org/b", "link")),
        (Markup(canonical="https://m.example.org/b"), URL, ("https://m.example.org/b", "link")),
        (
            Markup(canonical="https://elsewhere.example/b", metas={"og:url": "/c"}),
            URL,
            ("https://www.example.org/c", "og:url"),
        ),
        (Markup(canonical="/"), URL, ("", "")),
        (Markup(canonical="/"), "https://www.example.org/?p=1", ("", "")),
        (Markup(canonical="https://example.org/"), "https://www.example.org/", ("https://example.org/", "link")),
        (Markup(canonical="http://["), URL, ("", "")),
        (Markup(), URL, ("", "")),
    ],
)
def test_canonical_of_stays_on_the_site(markup: Markup, url: str, found: tuple[str, str]) -> None:
    """Another site, or the front page of this one, is no name for a page."""
    assert canonical_of(markup, url) == found


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        ({"type": "application/atom+xml", "href": "f.xml"}, "https://www.example.org/a/f.xml"),
        ({"type": "Application/RSS+XML; charset=utf-8", "href": "/f"}, "https://www.example.org/f"),
        ({"type": "application/rss+xml", "href": "/f", "title": "Kommentare"}, ""),
        ({"type": "application/rss+xml", "href": "/comments/feed"}, ""),
        ({"type": "application/rss+xml", "href": "javascript:1"}, ""),
        ({"type": "application/rss+xml", "href": None}, ""),
        ({"hreflang": "de", "href": "/de"}, ""),
    ],
)
def test_feed_of_finds_the_feed_of_the_site(link: dict[str, str | None], feed: str) -> None:
    """A feed is told by its type; that of the comments is none."""
    assert feed_of(Markup(links=({"rel": "alternate"} | link,)), URL)[0] == feed


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("http://creativecommons.org/licenses/by/2.0/de/deed.en", "CC-BY-2.0-DE"),
        ("https://creativecommons.org/licenses/by/4.0/deed", "CC-BY-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", ""),
        ("https://creativecommons.org/licenses/evil/4.0/", ""),
        ("https://creativecommons.org/licenses/by/new/", ""),
        ("https://creativecommons.org/", ""),
        ("https://opensource.org/licenses/MIT", ""),
    ],
)
def test_spdx_names_what_an_address_says_plainly(address: str, name: str) -> None:
    """Creative Commons alone has an address for each licence."""
    assert spdx(address) == name


@pytest.mark.parametrize(
    ("markup", "work", "found"),
    [
        (Markup(links=({"rel": "license", "href": "/l"},)), Work(), ("https://www.example.org/l", "rel=license")),
        (
            Markup(spots=(Spot(tag="a", names="license", href="/l", rel="license"),)),
            Work(),
            ("https://www.example.org/l", "rel=license"),
        ),
        (
            Markup(links=({"rel": "alternate", "href": "/f"},)),
            Work(licence="/w"),
            ("https://www.example.org/w", "json-ld"),
        ),
        (Markup(metas={"dc.rights": "https://l.example/"}), Work(), ("https://l.example/", "dc.rights")),
        (
            Markup(spots=(Spot(tag="a", names="", href="https://creativecommons.org/licenses/by/4.0/"),)),
            Work(),
            ("CC-BY-4.0", "link"),
        ),
        (Markup(), Work(), ("", "")),
    ],
)
def test_licence_of_goes_by_the_best_source(markup: Markup, work: Work, found: tuple[str, str]) -> None:
    """What is said outright comes before a link at the foot of the page."""
    assert licence_of(markup, work, URL) == found


def test_image_of_is_absolute() -> None:
    """An image is an address on the web, whoever names it."""
    assert image_of(Markup(metas={"og:image": "/i.png"}), Work(), URL) == ("https://www.example.org/i.png", "og:image")
    assert image_of(Markup(metas={"og:image": "data:x"}), Work(image="/j.png"), URL)[1] == "json-ld"


@given(one=st.text(max_size=40), other=st.text(max_size=40))
def test_same_site_takes_any_text(one: str, other: str) -> None:
    """What is no address is on no site, and being on one goes both ways."""
    assert same_site(one, other) == same_site(other, one)
    assert isinstance(registrable(f"https://{one}/"), str)
    assert isinstance(spdx(f"https://creativecommons.org/{one}"), str)
