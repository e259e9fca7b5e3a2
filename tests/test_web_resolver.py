"""What a reply for a page says of its target."""

from dataclasses import replace

from crawler.gather.exchange import Validators
from crawler.gather.page import Page
from crawler.gather.resolvers import WEB, resolver_for
from crawler.gather.resolvers.web import Web
from crawler.model import ErrorKind, Redirect, Scheme, Target
from tests.gathering import START, answer, ask, silence

URL = "https://a.test/page"
TARGET = Target(url=URL, scheme=Scheme.WEB)


def test_requests_asks_once_for_each_target_with_what_is_known_of_it() -> None:
    """One request a target, conditional where validators are kept."""
    known = Validators(url=URL, etag='"1"')
    other = Target(url="https://b.test/", scheme=Scheme.WEB)
    first, second = Web().requests([TARGET, other], {URL: known})
    assert (first.url, first.targets, first.validators) == (URL, (URL,), known)
    assert (second.url, second.validators) == ("https://b.test/", None)


def test_read_keeps_the_facts_of_an_answer() -> None:
    """Status, chain, validators and the few headers that matter are kept; others are not."""
    request = replace(ask(URL), url="https://a.test/new", redirects=(Redirect(status=301, url="https://a.test/new"),))
    headers = {"server": "x" * 900, "etag": '"1"', "content_type": "text/html", "x_powered_by": "PHP"}
    reply = replace(
        answer(request, 200, 0.0, **headers), page=Page(title="T", text_fingerprint="0" * 16), body=b"12345"
    )
    ((observation, metadata),) = Web().read(reply, 7)
    assert (observation.target, observation.run, observation.at) == (URL, 7, START)
    assert (observation.status, observation.final_url, observation.body_bytes) == (200, "https://a.test/new", 5)
    assert (observation.etag, observation.content_type) == ('"1"', "text/html")
    assert observation.headers == {"server": "x" * 500}
    assert observation.fingerprint == "0" * 16
    assert metadata is not None
    assert (metadata.target, metadata.title) == (URL, "T")


def test_read_takes_no_metadata_from_a_wall() -> None:
    """What a wall says of itself is not what the page is."""
    wall = replace(answer(ask(URL), 200, 0.0), page=Page(title="Just a moment...", marks=("wall:cloudflare",)))
    ((observation, metadata),) = Web().read(wall, 1)
    assert (observation.marks, observation.good, metadata) == (("wall:cloudflare",), False, None)
    challenged = answer(ask(URL), 403, 0.0, cf_mitigated="challenge")
    ((observation, _),) = Web().read(challenged, 1)
    assert observation.marks == ("wall:cloudflare",)


def test_read_knows_a_wall_by_its_address() -> None:
    """A chain that ends at a challenge has not reached the page, whatever the challenge says."""
    there = replace(ask(URL), url="https://openreview.net/challenge?redirect=%2Fforum%3Fid%3Dx")
    ((observation, _),) = Web().read(answer(there), 1)
    assert observation.marks == ("wall:openreview",)


def test_read_keeps_why_there_was_no_answer() -> None:
    """Silence is a fact: its reason is kept, and nothing is made up beside it."""
    reply = replace(silence(ask(URL), ErrorKind.TLS), detail="certificate has expired")
    ((observation, metadata),) = Web().read(reply, 1)
    assert (observation.status, observation.final_url, observation.marks) == (None, None, ())
    assert (observation.error, observation.detail, metadata) == (ErrorKind.TLS, "certificate has expired", None)


def test_read_leaves_the_metadata_as_it_was_when_nothing_changed() -> None:
    """A 304 has no page, and what is kept of it still holds."""
    ((observation, metadata),) = Web().read(answer(ask(URL), 304), 1)
    assert (observation.good, metadata) == (True, None)


def test_resolver_for_falls_back_to_the_page_itself() -> None:
    """A host that nobody knows is asked for its page."""
    assert resolver_for(TARGET) is WEB
