"""Walls over real sockets: one of each family answers, and what the report says of it is told from the evidence."""

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from crawler import pipeline
from crawler.gather.fetcher import Clock
from crawler.settings import ConnectTo, Settings
from tests import answers
from tests.answers import Answer, Headers, Talk, page
from tests.authority import Certificate
from tests.gathering import START
from tests.site import Site

NO_PAGE = page("<title>Not Found</title>", status=404)


def refusal(status: int, *headers: tuple[str, str], body: str = "<title>Forbidden</title><h1>Forbidden</h1>") -> Answer:
    """A refusal with header fields, and a page that says no more than that."""
    return page(body, status=status, headers=headers)


def shows(title: str, body: str = "", *, status: int = 200, headers: Headers = ()) -> Answer:
    """A page with a title."""
    return page(f"<title>{title}</title>{body}", status=status, headers=headers)


ALMOST = "with a wall for crawlers"
UNSIGNED = "with no sign of who turned it away"
FAMILIES: list[tuple[str, Answer, str, str]] = [
    ("challenged.test", refusal(403, ("CF-Mitigated", "challenge")), "blocked", f"403 {ALMOST} (cloudflare)"),
    (
        "stripped.test",
        shows("Just a moment...", "<script>window._cf_chl_opt={}</script>", status=503),
        "blocked",
        f"503 {ALMOST} (cloudflare)",
    ),
    (
        "titled.test",
        shows("Just a moment...", "<p>Wait.", status=403),
        "blocked",
        f"403 {ALMOST} (cloudflare)",
    ),
    (
        "scored.test",
        refusal(403, ("Server", "cloudflare"), ("Set-Cookie", "__cf_bm=a.b; path=/; HttpOnly")),
        "blocked",
        f"403 {ALMOST} (cloudflare)",
    ),
    ("waf.test", page(status=202, headers=[("x-amzn-waf-action", "challenge")]), "blocked", f"202 {ALMOST} (aws)"),
    ("captcha.test", refusal(405, ("x-amzn-waf-action", "captcha")), "blocked", f"405 {ALMOST} (aws)"),
    ("vercel.test", refusal(429, ("X-Vercel-Mitigated", "challenge")), "blocked", f"429 {ALMOST} (vercel)"),
    (
        "sucuri.test",
        shows("You are being redirected...", "<script>sucuri_cloudproxy_js=''</script>"),
        "blocked",
        f"200 {ALMOST} (sucuri)",
    ),
    ("loops.test", refusal(307, ("Server", "Sucuri/Cloudproxy")), "blocked", f"307 {ALMOST} (sucuri)"),
    ("akamai.test", refusal(403, ("Server", "AkamaiGHost")), "blocked", f"403 {ALMOST} (akamai)"),
    (
        "imperva.test",
        page("<html><script src='/_Incapsula_Resource?SWJIYLWA=1'></script><body></body>"),
        "blocked",
        f"200 {ALMOST} (imperva)",
    ),
    (
        "datadome.test",
        refusal(403, body="<script>var dd={'host':'geo.captcha-delivery.com'}</script>"),
        "blocked",
        f"403 {ALMOST} (datadome)",
    ),
    (
        "human.test",
        shows("Access to this page has been denied", "<div id=px-captcha>", status=403),
        "blocked",
        f"403 {ALMOST} (human)",
    ),
    ("kasada.test", refusal(429, ("x-kpsdk-ct", "0aB")), "blocked", f"429 {ALMOST} (kasada)"),
    ("f5.test", shows("Request Rejected", "The requested URL was rejected."), "blocked", f"200 {ALMOST} (f5)"),
    ("guarded.test", refusal(403, ("Server", "ddos-guard")), "blocked", f"403 {ALMOST} (ddos-guard)"),
    (
        "anubis.test",
        shows("Making sure you&#39;re not a bot!", "<link href='/.within.website/x/xess/xess.min.css'>"),
        "blocked",
        f"200 {ALMOST} (anubis)",
    ),
    (
        "fastly.test",
        shows("Client Challenge", "<script src='/_fs-ch-1T1w/script.js'></script><p>JavaScript is disabled"),
        "blocked",
        f"200 {ALMOST} (fastly)",
    ),
    ("empty.test", page(status=202), "blocked", f"202 {ALMOST} (challenge)"),
    ("accepted.test", page("<p>Your report is being made.", status=202), "alive", "answers 202"),
    ("report.test", page("%PDF-1.7", status=202, kind="application/pdf"), "alive", "answers 202"),
    ("limited.test", refusal(403, ("X-RateLimit-Remaining", "0")), "blocked", "403 with a limit that is used up"),
    ("api2.openreview.net", page('{"name":"x"}', status=403, kind="application/json"), "blocked", "403 with a wall"),
    ("www.linkedin.com", refusal(999), "blocked", f"999 {ALMOST} (linkedin)"),
    ("ieeexplore.ieee.org", refusal(418), "blocked", f"418 {ALMOST} (publisher)"),
    ("www.sciencedirect.com", refusal(403), "blocked", f"403 {ALMOST} (publisher)"),
    ("www.cochranelibrary.com", refusal(412), "blocked", f"412 {ALMOST} (publisher)"),
    ("infoscience.epfl.ch", page("<p>Wait.", status=202), "blocked", f"202 {ALMOST} (publisher)"),
    ("medium.com", refusal(403), "blocked", f"403 {ALMOST} (medium)"),
    ("blog.medium.com", answers.reset(), "blocked", "no answer, as this host gives crawlers none (medium)"),
    ("scholar.google.com", shows("Google Scholar", '<div id="gs_captcha_ccl">'), "blocked", f"200 {ALMOST} (google)"),
    ("x.com", shows("x.com", "<a href='https://x.com/x/migrate?tok=1'>"), "blocked", f"200 {ALMOST} (x)"),
    ("archive.is", refusal(429), "blocked", f"429 {ALMOST} (archive-today)"),
    ("amazon.test", shows("Robot Check", "<form action='/errors/validateCaptcha'>"), "blocked", "200 with a wall"),
    ("gone.test", refusal(404, ("CF-Mitigated", "challenge")), "blocked", f"404 {ALMOST} (cloudflare)"),
    ("nobody.test", refusal(403), "blocked", f"403, {UNSIGNED}"),
    ("behind.test", refusal(403, ("Server", "cloudflare")), "blocked", f"403, from behind Cloudflare, {UNSIGNED}"),
    ("door.test", refusal(401, ("WWW-Authenticate", 'Basic realm="a"')), "blocked", "401: it asks for a password"),
    ("mute.test", refusal(401), "blocked", "401, without a word on how to sign in"),
    ("picky.test", refusal(406), "blocked", f"406, although any format would do: {UNSIGNED}"),
    ("busy.test", refusal(503, ("Retry-After", "1")), "failing", "503: it asks to come back later"),
    ("many.test", refusal(300), "failing", "300: it offers several pages in place of one"),
    ("post.test", refusal(405, ("Allow", "POST")), "failing", "405: something is there, though not for a GET"),
    ("patient.test", refusal(429, ("Retry-After", "1")), "blocked", "429: too many requests, and it asks to come back"),
    ("eager.test", refusal(429), "blocked", "429: too many requests, however slowly it is asked"),
    ("unchanged.test", answers.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), "failing", "an answer that cannot be read"),
]
"""Host, what it answers, and the verdict."""


def check(folder: Path, links: list[str], settings: Settings) -> Mapping[str, tuple[str, str]]:
    """Health and reason of each link, after one crawl of a list."""
    (folder / "README.md").write_text("".join(f"- [A page]({link})\n" for link in links), "utf-8")
    clock = Clock(monotonic=monotonic, utc=lambda: START)
    pipeline.check([folder / "README.md"], settings, clock)
    rows = map(json.loads, (folder / "reports" / "links.jsonl").read_text("utf-8").splitlines())
    return {row["url"]: (row["health"], row["reason"]) for row in rows}


def settings_for(folder: Path, *, to: Site, secure: Site | None = None) -> Settings:
    """Settings by which every host is the site; each page is asked once, and nobody waits."""
    return Settings(
        allow_network=(ipaddress.ip_network("127.0.0.0/8"),),
        connect_to=(
            ConnectTo(host="", port=80, to_host="127.0.0.1", to_port=to.port),
            ConnectTo(host="", port=443, to_host="127.0.0.1", to_port=secure.port if secure else 1),
        ),
        cacert=secure.certificate_authority if secure else None,
        attempts=1,
        host_rate=0.0,
        quiet=True,
        root=folder,
        db=folder / "crawl.db",
        out=folder / "reports",
    )


def by_host(known: Mapping[str, Answer]) -> Answer:
    """Each host answers in its own way."""

    async def answer(talk: Talk) -> bool:
        return await known.get(talk.seen.host, NO_PAGE)(talk)

    return answer


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[str, str]]:
    """What is said of a page of each host, after one crawl of them all."""
    folder = tmp_path_factory.mktemp("walls")
    with Site() as site:
        site.answer("/robots.txt", NO_PAGE)
        site.anything(by_host({host: answer for host, answer, _, _ in FAMILIES}))
        return check(folder, [f"http://{host}/p" for host, *_ in FAMILIES], settings_for(folder, to=site))


@pytest.mark.parametrize(("host", "health", "reason"), [(host, health, words) for host, _, health, words in FAMILIES])
def test_check_tells_each_wall_from_what_it_answers(
    verdicts: Mapping[str, tuple[str, str]], host: str, health: str, reason: str
) -> None:
    """Status, header fields, body and host make the verdict, and the sentence says which wall it was."""
    found = verdicts[f"http://{host}/p"]
    assert found[0] == health
    assert found[1].startswith(reason)


LED: list[tuple[str, str, str]] = [
    ("https://validate.perfdrive.com/x?ssa=1", "blocked", f"200 {ALMOST} (radware)"),
    ("https://openreview.net/challenge?redirect=%2Fp", "blocked", f"200 {ALMOST} (openreview)"),
    ("https://consent.youtube.com/ml?continue=%2Fp", "blocked", "200 with a page that asks for consent in place"),
    ("https://www.zeit.de/zustimmung?url=%2Fp", "blocked", "200 with a page that asks for consent in place"),
    ("https://accounts.google.com/ServiceLogin?continue=x", "blocked", "200 with a page to sign in on in place"),
    ("/accounts/login/?next=/p", "blocked", "200 with a page to sign in on in place"),
    ("/users/sign_in", "blocked", "200 with a page to sign in on in place"),
    ("/commands/login", "blocked", "sends us to a sign-in page"),
    ("/elsewhere", "alive", 'answers 200, title "Elsewhere"'),
]
"""Where a page leads its reader, and the verdict."""


def test_check_tells_walls_from_where_redirects_end(tmp_path: Path) -> None:
    """Pages to sign in on and to consent on are none that the list meant, whatever status they have."""
    names = ("*.perfdrive.com", "openreview.net", "consent.youtube.com", "www.zeit.de", "accounts.google.com")
    with Site() as site, Site(tls=Certificate.GOOD, names=names) as secure:
        for place in (site, secure):
            place.answer("/robots.txt", NO_PAGE)
        secure.anything(shows("A door"))
        for number, (to, *_) in enumerate(LED):
            site.redirect(f"/p{number}", to=to, status=302)
        site.page("/accounts/login/", "<title>Sign in</title>")
        site.page("/users/sign_in", "<title>Sign in</title><form><input type=password name=p></form>")
        site.page("/commands/login", "<title>The command login</title><p>It signs you in.")
        site.page("/elsewhere", "<title>Elsewhere</title>")
        links = [f"http://a.test/p{number}" for number in range(len(LED))]
        found = check(tmp_path, links, settings_for(tmp_path, to=site, secure=secure))
    told = [found[link] for link in links]
    assert [health for health, _ in told] == [health for _, health, _ in LED]
    for (_, reason), (_, _, words) in zip(told, LED, strict=True):
        assert reason.startswith(words)


def test_check_tells_a_reset_for_robots_from_a_host_that_is_not_there(tmp_path: Path) -> None:
    """A host that hangs up on a page but answers for its robots.txt turns crawlers away; else nothing listens there.

    One that no TLS can be spoken with is neither: some clients are refused so, and nothing tells that from a fault.
    """
    with Site() as site:
        site.answer("/robots.txt", by_host({"dead.test": answers.reset()}))
        site.anything(answers.reset())
        links = ["http://shut.test/p", "http://dead.test/p", "https://shut.test/p"]
        found = check(tmp_path, links, settings_for(tmp_path, to=site))
    assert found[links[0]][0] == "blocked"
    assert found[links[0]][1].startswith("the host hangs up on crawlers, while it answers others")
    assert found[links[1]][0] == "failing"
    assert found[links[1]][1].startswith("nothing listens there (hangs up at once)")
    assert found[links[2]][0] == "failing"


def test_check_tells_a_reset_for_robots_when_another_page_answers(tmp_path: Path) -> None:
    """No robots.txt is needed for that: any answer to anybody in the run will do."""
    with Site() as site:
        site.page("/open", "<title>Open</title>")
        site.anything(answers.reset())
        links = ["http://half.test/open", "http://half.test/shut"]
        in_turn = replace(settings_for(tmp_path, to=site), robots=False, host_concurrency=1, host_concurrency_start=1)
        found = check(tmp_path, links, in_turn)
    assert [found[link][0] for link in links] == ["alive", "blocked"]


def test_check_never_counts_a_wall_as_a_strike(tmp_path: Path) -> None:
    """Whatever wall stands there in five checks over a month, the link is blocked and neither broken nor dead."""
    with Site() as site:
        site.answer("/robots.txt", NO_PAGE)
        site.anything(by_host({"gone.test": refusal(404, ("CF-Mitigated", "challenge"))}))
        (tmp_path / "README.md").write_text("[A](http://gone.test/p)\n", "utf-8")
        for week in range(5):
            clock = Clock(monotonic=monotonic, utc=partial(START.replace, month=12, day=1 + 7 * week))
            pipeline.check([tmp_path / "README.md"], settings_for(tmp_path, to=site), clock)
    (row,) = map(json.loads, (tmp_path / "reports" / "links.jsonl").read_text("utf-8").splitlines())
    assert row["health"] == "blocked"
