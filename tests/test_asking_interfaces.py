"""Interfaces before pages, over real sockets, TLS and SQLite."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.gather import resolvers
from crawler.gather.fetcher import Fetcher
from crawler.gather.finding import call
from crawler.settings import ConnectTo
from crawler.store import Store
from tests import answers
from tests.answers import Talk
from tests.authority import Certificate
from tests.gathering import STILL, walk
from tests.register import Register
from tests.repositories import isolate
from tests.site import Site
from tests.test_pipeline import EAGER, Desk


@pytest.fixture
def desk(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder to work in, and a site of ten pages."""
    isolate(monkeypatch, tmp_path)
    site.page("/robots.txt", status=404)
    for number in range(10):
        site.page(f"/{number}", f"<title>Page {number}</title>")
    desk = Desk(tmp_path)
    there = ConnectTo(host="api.example", port=0, to_host="127.0.0.1", to_port=0)
    desk.settings = replace(desk.settings, connect_to=(there,))
    desk.write("\n".join(f"- [Number {number}]({site.url(f'/{number}')})" for number in range(10)))
    return desk


def register(site: Site, monkeypatch: pytest.MonkeyPatch, **more: object) -> None:
    """Let an interface on the site be the one that is asked."""
    asked = Register(base=site.url("/api", host="api.example"), **more)  # type: ignore[arg-type]  # the fields are the caller's business
    monkeypatch.setattr(resolvers, "RESOLVERS", (asked,))


def knows(status: int, *, but: int | None = None) -> answers.Answer:
    """Says the same of every target that it is asked about, and nothing of one of them."""

    async def answer(talk: Talk) -> bool:
        targets = json.loads(talk.seen.body)["targets"]
        said = {target: status for target in targets if but is None or not target.endswith(f"/{but}")}
        return await answers.page(json.dumps(said), kind="application/json")(talk)

    return answer


def test_check_asks_an_interface_once_and_no_page(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten links, one request; the words of the report say who knows."""
    register(site, monkeypatch, name="github", by_post=True)
    site.anything(knows(200))
    assert desk.check().exit_code == 0
    assert [seen.method for seen in site.seen] == ["POST"]
    rows = desk.rows()
    assert {row["health"] for row in rows.values()} == {"alive"}
    first = rows[site.url("/0")]
    assert first["reason"] == f'is there (GitHub\'s API), title "Title of {site.url("/0")}"'
    assert first["source"] == {"title": "github", "abstract": "github"}


def test_check_confirms_by_the_page_what_an_interface_says_is_gone(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has the last word: what it shows is alive, what it does not is gone."""
    register(site, monkeypatch, name="github", by_post=True)
    site.page("/3", "<title>Not Found</title>", status=404)
    site.anything(knows(404))
    desk.check(host_rate=0.0)
    health = desk.health()
    assert health.pop(site.url("/3")) == "broken"
    assert set(health.values()) == {"alive"}
    assert "has none (GitHub's API), then 404" in str(desk.rows()[site.url("/3")]["reason"])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (answers.page("Oops", status=500), "(500)"),
        (answers.page("Slow down", status=429), "(429: its limit is used up)"),
        (answers.page("<html>Hello"), "(an answer that cannot be read)"),
        (answers.page('{"targets": [1, 2'), "(an answer that cannot be read)"),
        (answers.close(), "(reset)"),
    ],
)
def test_check_asks_pages_and_says_so_when_an_interface_is_of_no_use(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch, answer: answers.Answer, reason: str
) -> None:
    """Nothing is lost, nothing is called dead, and the report says what happened."""
    register(site, monkeypatch, name="github", title="GitHub's API", by_post=True, batch=2)
    site.anything(answer)
    assert desk.check().exit_code == 0
    assert {row["health"] for row in desk.rows().values()} == {"alive"}
    assert desk.rows()[site.url("/4")]["title"] == "Page 4"
    readme = (desk.folder / "reports" / "README.md").read_text("utf-8")
    assert "> GitHub's API had no usable answer to " in readme
    assert reason in readme
    assert "10 links were asked about elsewhere" in readme
    calls = sum(seen.path.startswith("/api") for seen in site.seen)
    assert calls <= 12, "an interface that is down is left alone"


def test_check_asks_pages_alone_when_interfaces_are_to_be_skipped(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--apis skip."""
    register(site, monkeypatch, name="github")
    desk.check(apis=False)
    assert not any(seen.path.startswith("/api") for seen in site.seen)
    assert len(desk.rows()) == 10


def test_check_reads_the_page_of_what_is_there_for_what_an_interface_does_not_say(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title from the interface, abstract from the page; a wall before the page says nothing against the link."""
    register(site, monkeypatch, name="github", by_post=True, abstract=None, adds_page=True)
    for number in range(9):
        site.page(f"/{number}", f"<title>Page</title><meta name=description content='About {number}.'>")
    site.page("/9", "<title>Just a moment...</title>", status=403, headers=[("cf-mitigated", "challenge")])
    site.anything(knows(200))
    desk.check()
    rows = desk.rows()
    assert {row["health"] for row in rows.values()} == {"alive"}
    assert (rows[site.url("/4")]["title"], rows[site.url("/4")]["abstract"]) == (
        f"Title of {site.url('/4')}",
        "About 4.",
    )
    assert rows[site.url("/9")]["abstract"] is None
    with Store.open(desk.settings.db, readonly=True) as store:
        assert {len(history.observations) for history in store.histories()} == {1}


async def test_fetch_sends_what_a_call_holds(site: Site) -> None:
    """Method, body and type."""
    site.page("/api", "{}")
    asked = call("github", ["https://a.example/"], site.url("/api"), body={"query": "{ caf\u00e9 }"})
    async with Fetcher(EAGER, STILL) as fetcher:
        assert (await fetcher.fetch(asked)).status == 200
    (seen,) = site.seen
    assert (seen.method, json.loads(seen.body), seen.header("content-type")) == (
        "POST",
        {"query": "{ caf\u00e9 }"},
        "application/json",
    )
    assert seen.header("accept") == "*/*"


@pytest.mark.parametrize("secret", ["Authorization", "x-api-key"])
async def test_fetch_sends_no_secret_of_a_call_to_another_origin(secret: str) -> None:
    """Within the origin a chain goes on with it; out of it, it ends."""
    with Site(tls=Certificate.GOOD) as api, Site(tls=Certificate.GOOD) as other:
        api.redirect("/repos/old", to="/repositories/1")
        api.page("/repositories/1", "{}")
        api.redirect("/repos/away", to=other.url("/steal"))
        async with Fetcher(replace(EAGER, cacert=api.certificate_authority), STILL) as fetcher:
            kept = call("github", ["https://a.example/"], api.url("/repos/old"), headers={secret: "s3cret"})
            replies, error = await walk(fetcher, kept)
            assert ([reply.status for reply in replies], error) == ([301, 200], None)
            away = call("github", ["https://a.example/"], api.url("/repos/away"), headers={secret: "s3cret"})
            replies, error = await walk(fetcher, away)
        assert ([reply.status for reply in replies], error) == ([301], "bad-redirect")
        assert [seen.header(secret) for seen in api.seen] == ["s3cret"] * 3
        assert other.seen == []


async def test_fetch_sends_no_secret_of_a_call_in_the_clear(site: Site) -> None:
    """What is no https gets the question and no key."""
    site.page("/api", "{}")
    asked = call("github", ["https://a.example/"], site.url("/api"), headers={"Authorization": "s3cret"})
    async with Fetcher(EAGER, STILL) as fetcher:
        await fetcher.fetch(asked)
    (seen,) = site.seen
    assert seen.header("authorization") is None


def test_call_shows_no_secret() -> None:
    """It may stand in a traceback."""
    asked = call("github", ["https://a.example/"], "https://api.example/", headers={"Authorization": "s3cret"})
    assert "s3cret" not in repr(asked)
