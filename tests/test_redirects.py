"""Chains that lead where no crawler may go, each hop over a network that records what is dialled."""

import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from crawler import urls
from crawler.gather.dns import Resolver
from crawler.gather.fetcher import Fetcher
from crawler.model import ErrorKind
from crawler.settings import Settings
from tests import answers
from tests.dns import NameServer
from tests.forms import FORMS, NAMES, Form
from tests.gathering import STILL, ask, walk
from tests.recorder import recorded
from tests.site import Site

OUTSIDE = "93.184.216.34"
START_URL = f"http://{OUTSIDE}/"
LEADING_ON = [form for form in FORMS if urls.host_of(urls.canonical(form.text, START_URL) or "") != OUTSIDE]
"""As a relative reference, `http:127.0.0.1` is a file beside the page (WHATWG URL, 4.4: special relative)."""


@asynccontextmanager
async def chained(site: Site) -> AsyncIterator[tuple[Fetcher, list[tuple[str, int]]]]:
    """A fetcher that may go to public addresses alone; all that it dials ends at the site."""
    with NameServer(NAMES) as dns, recorded(site.port) as dials:
        async with Fetcher(Settings(), STILL, resolver=partial(Resolver, servers=[dns.address])) as fetcher:
            yield fetcher, dials


def test_there_are_forms_that_lead_on() -> None:
    """All but two of the table lead away from where they are read."""
    assert [form.text for form in FORMS if form not in LEADING_ON] == ["http:127.0.0.1/", "http:/127.0.0.1/"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect_to_a_forbidden_address_is_never_dialled(status: int, site: Site) -> None:
    """Every form in Location, byte for byte: one dial to where the chain begins, and the reason on record."""
    for number, form in enumerate(LEADING_ON):
        head = f"HTTP/1.1 {status} Elsewhere\r\nContent-Length: 0\r\nLocation: ".encode()
        site.raw(f"/{number}", head + form.text.encode() + b"\r\n\r\n", close=False)
    async with chained(site) as (fetcher, dials):
        ends = [await walk(fetcher, ask(f"{START_URL}{number}")) for number in range(len(LEADING_ON))]
    assert {form.text: end for form, (_, end) in zip(LEADING_ON, ends, strict=True)} == {
        form.text: expected(form) for form in LEADING_ON
    }
    assert set(dials) == {(OUTSIDE, 80)}
    assert site.paths == [f"/{number}" for number in range(len(LEADING_ON))]


def expected(form: Form) -> ErrorKind:
    """What ends a chain of redirects: the guard, or an address that is none of the web's."""
    forbidden = (ErrorKind.FORBIDDEN_ADDRESS, ErrorKind.FORBIDDEN_PORT)
    return form.error if form.error in forbidden else ErrorKind.BAD_REDIRECT


async def test_refresh_to_a_forbidden_address_is_never_dialled(site: Site) -> None:
    """Every form in a meta refresh: a hop like any other where it leads to the web, and else a page that stays."""
    for number, form in enumerate(LEADING_ON):
        content = html.escape(f"0; url='{form.text}'")
        site.page(f"/{number}", f'<meta charset=utf-8><title>a</title><meta http-equiv=refresh content="{content}">')
    async with chained(site) as (fetcher, dials):
        ends = [await walk(fetcher, ask(f"{START_URL}{number}")) for number in range(len(LEADING_ON))]
    found = {form.text: (len(replies), end) for form, (replies, end) in zip(LEADING_ON, ends, strict=True)}
    web = (ErrorKind.FORBIDDEN_ADDRESS, ErrorKind.FORBIDDEN_PORT)
    assert found == {form.text: (2, form.error) if form.error in web else (1, None) for form in LEADING_ON}
    assert set(dials) == {(OUTSIDE, 80)}


async def test_redirect_is_judged_at_every_hop(site: Site) -> None:
    """Public, public, public, and then inside: each hop is dialled but the last, and all of them are on record."""
    site.redirect("/1", to="http://[2606:2800:220:1::1]:8080/2", status=302)
    site.redirect("/2", to="http://1.1.1.1/3", status=307)
    site.redirect("/3", to="http://0x7f.1/4", status=308)
    async with chained(site) as (fetcher, dials):
        replies, end = await walk(fetcher, ask(f"{START_URL}1"))
    assert end is ErrorKind.FORBIDDEN_ADDRESS
    assert dials == [(OUTSIDE, 80), ("2606:2800:220:1::1", 8080), ("1.1.1.1", 80)]
    assert [hop.url for hop in replies[-1].request.redirects] == [
        "http://[2606:2800:220:1::1]:8080/2",
        "http://1.1.1.1/3",
        "http://127.0.0.1/4",
    ]
    assert site.paths == ["/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("status", "name", "value"),
    [
        (200, "Refresh", "0;url=http://1.1.1.1/"),
        (200, "Content-Location", "http://1.1.1.1/"),
        (200, "Location", "http://1.1.1.1/"),
        (200, "Link", '<http://1.1.1.1/>; rel="canonical"'),
        (201, "Location", "http://1.1.1.1/"),
        (300, "Location", "http://1.1.1.1/"),
        (305, "Location", "http://1.1.1.1/"),
        (306, "Location", "http://1.1.1.1/"),
        (401, "Location", "http://1.1.1.1/"),
        (503, "Refresh", "0;url=http://1.1.1.1/"),
    ],
)
async def test_no_other_field_leads_on(status: int, name: str, value: str, site: Site) -> None:
    """Redirects are five statuses and one element; a Refresh field, a Content-Location, a 305 name no next hop."""
    site.page("/", "<title>Here</title>", status=status, headers=[(name, value)])
    async with chained(site) as (fetcher, dials):
        replies, end = await walk(fetcher, ask(START_URL))
    assert ([reply.status for reply in replies], end) == ([status], None)
    assert dials == [(OUTSIDE, 80)]


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "ftp://1.1.1.1/", "data:text/html,a", "javascript:alert(1)", "gopher://1.1.1.1/_a"]
)
async def test_redirect_to_another_scheme_is_on_record(where: str, site: Site) -> None:
    """Nothing is opened, and what is kept says that the redirect leads nowhere."""
    site.redirect("/", to=where, status=302)
    site.anything(answers.page("canary"))
    async with chained(site) as (fetcher, dials):
        replies, end = await walk(fetcher, ask(START_URL))
    assert end is ErrorKind.BAD_REDIRECT
    assert (len(replies), dials) == (1, [(OUTSIDE, 80)])
