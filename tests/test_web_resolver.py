"""What a reply for a page says of its target."""

from dataclasses import replace
from typing import Any

import pytest

from crawler.gather.exchange import Validators
from crawler.gather.page import Page, read
from crawler.gather.resolvers.web import Web, observe
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
    conditional = ask(URL, validators=Validators(url=URL, etag='"1"'))
    ((observation, metadata),) = Web().read(answer(conditional, 304), 1)
    assert (observation.good, metadata) == (True, None)


@pytest.mark.parametrize(
    "validators", [None, Validators(url=URL), Validators(url="https://a.test/old", last_modified="x")]
)
def test_read_takes_no_304_for_an_answer_when_nothing_was_said_of_what_is_known(validators: Validators | None) -> None:
    """RFC 9110, 15.4.5: "unchanged" answers a conditional request, and there was none at this address."""
    ((observation, _),) = Web().read(answer(ask(URL, validators=validators), 304), 1)
    assert (observation.good, observation.status, observation.error) == (False, 304, ErrorKind.PROTOCOL)
    assert observation.detail.startswith("304")


def test_read_knows_a_wall_by_its_page_and_its_status_together() -> None:
    """The title alone might be a poem's; under a 503 it is a challenge."""
    titled = replace(answer(ask(URL), 503), page=Page(title_element="Just a moment...", text_fingerprint="0" * 16))
    assert observe(titled, 1).marks == ("wall:cloudflare",)
    assert observe(replace(titled, status=200), 1).marks == ()


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, ("wall:challenge",)),
        ({"page": Page(blank=True)}, ("wall:challenge",)),
        ({"page": Page()}, ()),
        ({"truncated": True}, ()),
        ({"body": b"%PDF-1.7"}, ()),
    ],
)
def test_read_takes_a_202_for_a_wall_when_there_is_nothing_to_read(
    facts: dict[str, Any], found: tuple[str, ...]
) -> None:
    """No body, or a page without a word; a body that was not read, for it is no page, is not nothing."""
    assert observe(replace(answer(ask(URL), 202), **facts), 1).marks == found


def test_read_knows_why_a_host_was_given_up() -> None:
    """A host that hung up on others is given up; what that means at this host holds for all of its targets."""
    given_up = replace(silence(ask("https://medium.com/p"), ErrorKind.HOST_DOWN), detail="reset")
    assert observe(given_up, 1).marks == ("wall:medium",)
    assert observe(replace(given_up, detail="throttled"), 1).marks == ()


_SAYS = b"<meta name=author content=Ada><meta property=article:modified_time content=2020-01-01>"


@pytest.mark.parametrize(
    ("body", "status", "url"),
    [
        (b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", 200, URL),
        (b"<title>404 - Page not found</title><h1>Page not found</h1>", 200, URL),
        (b"<title>a.test is for sale</title><p>Buy this domain.", 200, URL),
        (b"<title>YouTube</title>", 200, "https://www.youtube.com/watch?v=x"),
        (b"<title>Before you continue to YouTube</title>", 200, "https://consent.youtube.com/m?continue=x"),
        (b"<title>A page</title>", 404, URL),
        (b"<title>A page</title>", 403, URL),
    ],
)
def test_read_takes_no_metadata_from_what_is_not_the_page(body: bytes, status: int, url: str) -> None:
    """Challenges, soft 404s, sold domains, shells, forms to consent on and errors leave what is known as it was."""
    page = read(_SAYS + body, "text/html", url)
    assert page.authors == ("Ada",)
    reply = replace(answer(replace(ask(URL), url=url), status, 0.0), page=page, body=body)
    ((observation, metadata),) = Web().read(reply, 1)
    assert (observation.good, metadata) == (False, None)


def test_read_takes_all_metadata_from_the_page() -> None:
    """Each field is handed on; a day that is still to come is none."""
    body = b"<title>A page</title><meta property=article:published_time content=2999-01-01>"
    future = b"<meta property=article:published_time content=2098-01-01>"
    reply = replace(answer(ask(URL), 200, 0.0), page=read(_SAYS + future + body, "text/html", URL))
    ((_, metadata),) = Web().read(reply, 1)
    assert metadata is not None
    assert (metadata.authors, metadata.published, metadata.modified) == (("Ada",), None, "2020-01-01")
    assert (metadata.sources["authors"], "published" in metadata.sources) == ("author", False)
