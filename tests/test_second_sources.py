"""A paper whose first source is out of order, over real TLS: who is asked next, and what is known in the end."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.settings import ConnectTo
from tests import answers
from tests.answers import Answer, Talk
from tests.authority import Certificate
from tests.repositories import isolate
from tests.site import Site
from tests.test_datacite import record
from tests.test_pipeline import Desk
from tests.test_semanticscholar import VASWANI

PAPER = "https://arxiv.org/abs/1706.03762"
HOSTS = ("export.arxiv.org", "api.datacite.org", "api.semanticscholar.org", "arxiv.org")
LIMITED = answers.page("Rate exceeded.", status=429)
PAGE = answers.page("<title>[1706.03762] Attention</title><meta name=citation_title content='Attention by its page'>")
KNOWN_TO_DATACITE = answers.page(
    json.dumps(
        {
            "data": [
                record(
                    "10.48550/arXiv.1706.03762",
                    titles=[{"title": "Attention by DataCite"}],
                    descriptions=[{"description": "All of it.", "descriptionType": "Abstract"}],
                )
            ]
        }
    ),
    kind="application/json",
)
KNOWN_TO_SCHOLARS = answers.page(json.dumps([VASWANI]), kind="application/json")


@pytest.fixture
def web() -> Iterator[Site]:
    """One server for all the hosts of a paper."""
    with Site(tls=Certificate.GOOD, names=HOSTS) as site:
        yield site


@pytest.fixture
def desk(tmp_path: Path, web: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A list of one paper."""
    isolate(monkeypatch, tmp_path)
    desk = Desk(tmp_path)
    there = tuple(ConnectTo(host=host, port=443, to_host="127.0.0.1", to_port=web.port) for host in HOSTS)
    desk.settings = replace(desk.settings, connect_to=there, cacert=web.certificate_authority, attempts=1)
    desk.write(f"[paper]({PAPER})\n")
    return desk


def by_host(**answer_of: Answer) -> Answer:
    """An answer for each host, by the first part of its name that is no `www`; of robots.txt there is none."""

    async def answer(talk: Talk) -> bool:
        if talk.seen.path == "/robots.txt":
            return await answers.page("", status=404)(talk)
        return await answer_of[talk.seen.host.split(".")[-2]](talk)

    return answer


def asked(web: Site) -> list[str]:
    """Which hosts were asked, each once, in their order."""
    return list(dict.fromkeys(seen.host for seen in web.seen))


def test_check_asks_datacite_when_arxiv_is_limited(desk: Desk, web: Site) -> None:
    """ArXiv registers a DOI for each paper: DataCite proves it, and no page is asked."""

    async def arxiv(talk: Talk) -> bool:
        return await (LIMITED if talk.seen.host.startswith("export.") else PAGE)(talk)

    web.anything(by_host(arxiv=arxiv, datacite=KNOWN_TO_DATACITE))
    assert desk.check().exit_code == 0
    row = desk.rows()[PAPER]
    assert (row["health"], row["title"], row["abstract"]) == ("alive", "Attention by DataCite", "All of it.")
    assert asked(web) == ["export.arxiv.org", "api.datacite.org"]
    assert "429: its limit is used up" in (desk.folder / "reports" / "README.md").read_text("utf-8")


def test_check_asks_scholars_and_then_the_page_when_datacite_is_down_too(desk: Desk, web: Site) -> None:
    """Semantic Scholar tells what it is, the page that it is there."""

    async def arxiv(talk: Talk) -> bool:
        return await (LIMITED if talk.seen.host.startswith("export.") else PAGE)(talk)

    web.anything(by_host(arxiv=arxiv, datacite=answers.page("", status=500), semanticscholar=KNOWN_TO_SCHOLARS))
    assert desk.check().exit_code == 0
    row = desk.rows()[PAPER]
    assert (row["health"], row["title"], row["kind"]) == ("alive", "Attention is All you Need", "paper")
    assert asked(web) == ["export.arxiv.org", "api.datacite.org", "api.semanticscholar.org", "arxiv.org"]
    readme = (desk.folder / "reports" / "README.md").read_text("utf-8")
    assert "DataCite had no usable answer to 1 of 1 request (500): 1 link was asked about elsewhere." in readme
