"""Where a reply leads next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather import chain
from crawler.gather.exchange import Cookie, Reply, Request
from crawler.gather.page import Page
from crawler.gather.refresh import Refresh
from crawler.model import ErrorKind, Redirect
from tests.gathering import answer, ask, silence


def hop(request: Request, status: int, location: str, *cookies: str) -> Reply:
    """A redirect."""
    reply = answer(request, status)
    return replace(reply, headers=(("location", location), *(("set-cookie", cookie) for cookie in cookies)))


def followed(reply: Reply, most: int = 10) -> Request:
    """The next hop, which there must be."""
    following = chain.follow(reply, most)
    assert isinstance(following, Request)
    return following


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_follow_goes_where_location_says(status: int) -> None:
    """Every kind of redirect is followed and recorded; a relative address is read against the one asked."""
    following = followed(hop(ask("https://a.test/x/y?q"), status, "../z#part"))
    assert following.url == "https://a.test/z"
    assert following.redirects == (Redirect(status=status, url="https://a.test/z"),)
    assert following.targets == ("https://a.test/x/y?q",)


@pytest.mark.parametrize(
    "where", ["mailto:a@b.test", "javascript:alert(1)", "http://[", "file:///etc/passwd", "ftp://a.test/"]
)
def test_follow_refuses_what_is_no_web_address(where: str) -> None:
    """A redirect to another scheme, or to nonsense, ends the chain."""
    assert chain.follow(hop(ask("https://a.test/"), 302, where), 10) is ErrorKind.BAD_REDIRECT


def test_follow_ends_when_there_is_nothing_to_follow() -> None:
    """An answer, a redirect without Location, and silence all end a chain."""
    request = ask("https://a.test/")
    assert chain.follow(answer(request), 10) is None
    assert chain.follow(answer(request, 302), 10) is None
    assert chain.follow(silence(request, ErrorKind.RESET), 10) is None


def test_follow_takes_a_meta_refresh() -> None:
    """A page that sends its reader on is a hop with status 200; one that reloads itself is the end."""
    sent_on, reloads = (Refresh(url=f"https://a.test/{path}", delay_s=0.0) for path in ("new", "old"))
    reply = replace(answer(ask("https://a.test/old")), page=Page(refresh=sent_on))
    assert followed(reply).redirects == (Redirect(status=200, url="https://a.test/new"),)
    assert chain.follow(replace(reply, page=Page(refresh=reloads)), 10) is None
    assert chain.follow(replace(reply, page=Page()), 10) is None


def test_follow_says_loop_when_an_address_comes_back_and_nothing_changed() -> None:
    """A circle without a new cookie never ends, so it is called one at once."""
    there = followed(hop(ask("https://a.test/1"), 302, "/2"))
    assert chain.follow(hop(there, 302, "/1"), 10) is ErrorKind.REDIRECT_LOOP


def test_follow_goes_round_once_more_when_a_cookie_was_set() -> None:
    """A consent page sets a cookie and sends back: that is no circle."""
    there = followed(hop(ask("https://a.test/1"), 302, "/consent"))
    back = followed(hop(there, 302, "/1", "ok=1; Path=/"))
    assert (back.url, chain.cookie_header(back)) == ("https://a.test/1", "ok=1")


def test_follow_stops_after_the_most_hops() -> None:
    """A chain of new addresses is too long; one with ever new cookies is no certain circle: a browser may get out."""
    request = ask("https://a.test/0")
    for number in range(1, 4):
        request = followed(hop(request, 302, f"/{number}"), 3)
    assert chain.follow(hop(request, 302, "/4"), 3) is ErrorKind.TOO_MANY_REDIRECTS
    request = ask("https://a.test/0")
    for number in range(1, 4):
        request = followed(hop(request, 302, "/0", f"c={number}"), 3)
    assert chain.follow(hop(request, 302, "/0", "c=4"), 3) is ErrorKind.TOO_MANY_REDIRECTS
    request = ask("https://a.test/0")


def test_follow_ends_where_pages_show_each_other_in_turn() -> None:
    """Two pages that refresh to each other are read by people: that is no circle of redirects."""
    first = replace(answer(ask("https://a.test/1")), page=Page(refresh=Refresh(url="https://a.test/2", delay_s=8.0)))
    second = replace(answer(followed(first)), page=Page(refresh=Refresh(url="https://a.test/1", delay_s=8.0)))
    assert chain.follow(second, 10) is None


@pytest.mark.parametrize("where", ["", "  "])
def test_follow_ends_when_location_is_empty(where: str) -> None:
    """An empty Location leads nowhere; browsers show the page."""
    assert chain.follow(hop(ask("https://a.test/"), 302, where), 10) is None


def test_follow_refuses_an_address_that_is_far_too_long() -> None:
    """Tens of kilobytes of address are an attack on whoever reads the report."""
    assert chain.follow(hop(ask("https://a.test/"), 302, "/" + "a." * 5000), 10) is ErrorKind.BAD_REDIRECT


def test_follow_counts_the_time_that_was_spent() -> None:
    """The clock of a URL runs over all its hops."""
    reply = replace(hop(ask("https://a.test/"), 302, "/b"), elapsed_s=3.5)
    assert followed(reply).spent_s == 3.5


def test_cookie_header_keeps_cookies_to_their_origin_and_path() -> None:
    """A cookie goes back to the origin that set it, below its path: over no other scheme, to no other port or name."""
    first = hop(
        ask("https://a.test/x/y"), 302, "/x/z", "here=1", "root=2; Path=/", "tls=3; Secure; path=/", "far=4; Path=/q"
    )
    following = followed(first)
    assert chain.cookie_header(following) == "here=1; root=2; tls=3"
    for elsewhere in ("http://a.test/x/z", "https://sub.a.test/x/z", "https://a.test:8443/x/z", "https://test/x/z"):
        assert chain.cookie_header(replace(following, url=elsewhere)) is None
    plain = followed(hop(ask("http://a.test/"), 302, "/b", "tls=1; Secure; Path=/", "plain=2; Path=/"))
    assert chain.cookie_header(plain) == "plain=2"
    assert chain.cookie_header(replace(plain, url="https://a.test/b")) is None
    assert chain.cookie_header(replace(following, url="https://a.test/xy")) == "root=2; tls=3"
    assert chain.cookie_header(replace(following, url="https://a.test/x")) == "here=1; root=2; tls=3"
    assert chain.cookie_header(ask("https://a.test/")) is None


@pytest.mark.parametrize("field", ["novalue", "=x", "a=\x00b", "a=b\r\nX: y", "ä=1", f"a={'x' * 5000}"])
def test_follow_takes_no_cookie_that_could_break_a_header(field: str) -> None:
    """What is no plain short ASCII pair is no cookie."""
    assert followed(hop(ask("https://a.test/"), 302, "/b", field)).cookies == ()


def test_follow_drops_a_cookie_that_is_taken_back() -> None:
    """Max-Age=0 deletes what an earlier hop had set."""
    first = followed(hop(ask("https://a.test/"), 302, "/b", "a=1; Path=/", "b=2; Path=/"))
    second = followed(hop(first, 302, "/c", "a=; Path=/; Max-Age=0"))
    assert chain.cookie_header(second) == "b=2"
    assert chain.cookie_header(replace(second, url="https://a.test:8443/c")) is None


def test_follow_lets_a_later_cookie_replace_an_earlier_one() -> None:
    """Same host, path and name: the last one counts; and there are never more than a few."""
    following = followed(hop(ask("https://a.test/"), 302, "/b", "a=1; Path=/", "a=2; Path=/"))
    assert following.cookies == (Cookie(origin="https://a.test", path="/", name="a", value="2"),)
    many = followed(hop(ask("https://a.test/"), 302, "/b", *(f"c{n}=1" for n in range(100))))
    assert len(many.cookies) == 64


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from([200, 301, 302, 304, 399]))
def test_follow_has_an_answer_for_every_location_and_cookie(where: str, cookie: str, status: int) -> None:
    """Whatever a header holds, the chain ends or goes on to a canonical web address."""
    following = chain.follow(hop(ask("https://a.test/"), status, where, cookie), 10)
    assert following is None or isinstance(following, ErrorKind) or following.url.startswith(("http://", "https://"))
