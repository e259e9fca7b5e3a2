"""Domains that were sold: by where their links lead, what their pages load, and what they say."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.gather.exchange import Reply, Request
from crawler.gather.markup import Markup
from crawler.gather.page import read
from crawler.gather.parked import MOST_WORDS, marks, marks_of_place
from crawler.gather.phrases import Phrase, any_of
from crawler.gather.resolvers.web import observe
from crawler.gather.sellers import PHRASES, SELLERS, Seller

URL = "https://a.example/papers/attention"
SOLD = [
    ("<title>a.example</title><script src=https://www.sedoparking.com/frmpark/a.example/x.js></script>", "parked:sedo"),
    ('<script type="text/javascript" src="//d1.parkingcrew.net/jsparkcaf.php?x=1"></script>', "parked:parkingcrew"),
    ("<title>a.example</title><iframe width=1 src='http://parking.bodis.com/x'></iframe>", "parked:bodis"),
    ('<div id=root></div><script src="https://img1.wsimg.com/parking-lander/static/js/main.js">', "parked:godaddy"),
    ('<script>window.onload=function(){window.location.href="/lander"}</script>', "parked:godaddy"),
    ("<title>a.example is for sale</title><p>Enter your offer.", "parked:for-sale"),
    ("<title>A.EXAMPLE may be for sale | Some shop</title>", "parked:for-sale"),
    ("<title>www.a.example</title><h1>This domain is for sale!</h1>", "parked:for-sale"),
    ("<title>Buy this domain</title>", "parked:for-sale"),
    ("<title>a.example</title><p>Related links. The domain a.example may be for sale by its owner!", "parked:for-sale"),
    ("<h1>Diese Domain steht zum Verkauf</h1>", "parked:for-sale"),
    ("<p>Future home of something quite cool.", "parked:for-sale"),
]
UNSOLD = [
    "<title>My house is for sale</title><h1>My house is for sale</h1>",
    "<title>Domain parking - Wikipedia</title><h1>Domain parking</h1><p>This domain is parked free, such pages say.",
    f"<title>a.example</title><p>{'How I sold it. ' * 60}</p><script src=https://www.sedoparking.com/x.js></script>",
    f"<title>This domain is for sale</title><p>{'A novel. ' * 120}",
    "<title>Domains</title><p>I use <a href=https://www.sedoparking.com/>this</a>: buy this domain, it says.",
    "<title>b.example is for sale</title><p>News of the trade.",
    "<title>a.example is for salespeople</title>",
    "<title>A page</title><script src=https://notdan.com/dan.com.js></script>",
    "<title>A page</title><script src=https://img1.wsimg.com/blobby/go.js></script>",
    "",
]


@pytest.mark.parametrize(("page", "mark"), SOLD)
def test_read_marks_a_page_of_whoever_sells_the_domain(page: str, mark: str) -> None:
    """What such a page loads names its maker; what it says tells the rest."""
    assert mark in read(page.encode(), "text/html; charset=utf-8", URL).marks


@pytest.mark.parametrize("page", UNSOLD)
def test_read_marks_no_page_that_speaks_of_domains(page: str) -> None:
    """Articles about the trade, other things for sale, and long pages are pages like others."""
    assert [mark for mark in read(page.encode(), "text/html; charset=utf-8", URL).marks if "parked" in mark] == []


def places(seller: Seller) -> list[str]:
    """Addresses to which the visitors of what the seller sells are sent."""
    return [f"https://www.{host}/x?d=a.example" for host in seller.hosts] + [f"https://{at}x" for at in seller.places]


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.who)
def test_sellers_are_known_by_each_of_their_marks(seller: Seller) -> None:
    """Each host, place, source and body of a row makes its mark, but on none of the seller's own addresses."""
    assert places(seller) or seller.sources
    for place in places(seller):
        assert f"parked:{seller.who}" in marks_of_place(URL, place), place
        assert marks_of_place(place, place.replace("x", "y")) == ()
    for source in seller.sources:
        page = f"<title>A</title><script async src='https://x.{source}/a.js'></script>".encode()
        assert f"parked:{seller.who}" in marks(Markup(title="A"), URL, page), source
        assert f"parked:{seller.who}" not in marks(Markup(title="A"), f"https://{source}/", page)
    for body in seller.bodies:
        assert marks(Markup(), URL, b"<script>" + body) == (f"parked:{seller.who}",)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: f"{phrase.language}-{phrase.says[:20]}")
@settings(max_examples=4)
@given(data=st.data())
def test_marks_knows_every_phrase(phrase: Phrase, data: st.DataObject) -> None:
    """Each row is understood as a heading, and in the text of a page that is called by its domain."""
    said = data.draw(st.from_regex(any_of((phrase,)), fullmatch=True))
    assert marks(Markup(title="a.example", h1s=(said,)), URL, b"") == ("parked:for-sale",)
    assert marks(Markup(title="a.example", text=f"Links. {said} now."), URL, b"") == ("parked:for-sale",)
    assert marks(Markup(title="An essay", text=f"Links. {said} now."), URL, b"") == ()


def test_phrases_speak_many_languages() -> None:
    """Domains are sold in at least twelve languages."""
    assert len({phrase.language for phrase in PHRASES}) >= 12


def test_marks_of_place_knows_a_redirect_within_the_seller() -> None:
    """A link to a shop of domains leads to a shop of domains."""
    assert marks_of_place("https://sedo.com/", "https://sedo.com/search/details?domain=x") == ()
    assert marks_of_place("https://www.dan.com/", "https://dan.com/buy-domain/x") == ()
    assert marks_of_place(URL, "https://dan.com/buy-domain/a.example") == ("parked:dan",)
    assert marks_of_place(URL, URL) == ()


def test_observe_marks_the_place_a_chain_ends_on() -> None:
    """The target's own address and the last one are held against one another, once there was an answer."""
    end = "https://www.hugedomains.com/domain_profile.cfm?d=a.example"
    reply = Reply(request=Request(url=end, targets=(URL,)), at=datetime(2026, 11, 23, tzinfo=UTC), status=200)
    assert observe(reply, 1).marks == ("parked:hugedomains",)
    assert observe(Reply(request=reply.request, at=reply.at), 1).marks == ()


@given(title=st.text(max_size=40), text=st.text(max_size=80), body=st.binary(max_size=80), url=st.text(max_size=30))
def test_marks_is_total(title: str, text: str, body: bytes, url: str) -> None:
    """Any page has marks or none, and a page with much text has none."""
    markup = Markup(title=title, h1s=(title,), text=text)
    assert all(mark.startswith("parked:") for mark in (*marks(markup, url, body), *marks_of_place(url, title)))
    assert marks(Markup(title=title, text="word " * (MOST_WORDS + 1)), url, body) == ()
