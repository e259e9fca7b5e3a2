"""The whole story over real files, sockets and SQLite, in this process."""

import html
import ipaddress
import json
import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from crawler import pipeline
from crawler.errors import OfflineError, SettingsError, SourceError, StoreError, StoreLockedError, UsageError
from crawler.gather.fetcher import Clock
from crawler.gather.markdown import parse
from crawler.model import Choice, ErrorKind, Findings, Trust
from crawler.pipeline import mending
from crawler.pipeline.files import write_whole
from crawler.pipeline.hearing import outcome
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import read_lists
from crawler.publish.strict import read_findings
from crawler.settings import ConnectTo, Settings
from crawler.store import Store
from crawler.urls import canonical
from tests import answers
from tests.gathering import START
from tests.histories import both, capture, day, history, link, look
from tests.site import Site, closed_port

EAGER = Settings(
    allow_network=(ipaddress.ip_network("127.0.0.0/8"),),
    host_rate=0.0,
    host_concurrency=20,
    host_concurrency_start=20,
    archive_time_s=0.0,
    quiet=True,
)


def clock(days: float = 0.0) -> Clock:
    """A clock whose calendar stands still, so many days after the start."""
    return Clock(monotonic=monotonic, utc=lambda: START + timedelta(days=days))


class Desk:
    """A maintainer's folder: one list, one database, one folder of reports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.list = folder / "README.md"
        self.settings = replace(EAGER, db=folder / "crawl.db", out=folder / "reports", root=folder)

    def write(self, text: str) -> None:
        """Put this into the list."""
        self.list.write_text(text, encoding="utf-8")

    def check(self, days: float = 0.0, **changes: object) -> pipeline.Outcome:
        """`listkeeper check`, so many days after the start."""
        return pipeline.check([self.list], replace(self.settings, **changes), clock(days))  # type: ignore[arg-type]

    def crawl(self, days: float = 0.0, **changes: object) -> pipeline.Outcome:
        """`listkeeper crawl`, so many days after the start."""
        return pipeline.crawl([self.list], replace(self.settings, **changes), clock(days))  # type: ignore[arg-type]

    def rows(self) -> dict[str, dict[str, object]]:
        """What links.jsonl says, by address."""
        lines = (self.folder / "reports" / "links.jsonl").read_text("utf-8").splitlines()
        return {row["url"]: row for row in map(json.loads, lines)}

    def health(self) -> dict[str, object]:
        """The health of each address."""
        return {url: row["health"] for url, row in self.rows().items()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty folder to work in."""
    return Desk(tmp_path)


@pytest.fixture
def web(site: Site) -> Site:
    """A site with a page, a move, a wall, a gap, and no robots.txt."""
    site.page("/robots.txt", status=404)
    site.page("/here", "<title>Here &amp; now</title><meta name=description content='A page.'>")
    site.redirect("/old/here", to="/new/here", status=301)
    site.page("/new/here", "<title>A guide to moving house</title>")
    site.page("/wall", "<title>Just a moment...</title>", status=403, headers=[("cf-mitigated", "challenge")])
    return site


def test_check_tells_each_health_and_writes_every_file(desk: Desk, web: Site) -> None:
    """One run over a small list: verdicts, titles, reports, a patch, and the exit status for findings."""
    desk.write(
        f"# List\n\n- [Here]({web.url('/here')})\n- [A guide to moving house]({web.url('/old/here')}#top)\n"
        f"- [Wall]({web.url('/wall')})\n- [Gone]({web.url('/gone')})\n- [Mail](mailto:a@b.test)\n"
    )
    outcome = desk.check()
    assert outcome.exit_code == 1
    assert desk.health() == {
        web.url("/here"): "alive",
        web.url("/old/here"): "moved",
        web.url("/wall"): "blocked",
        web.url("/gone"): "broken",
        "mailto:a@b.test": "skipped",
    }
    row = desk.rows()[web.url("/here")]
    assert (row["title"], row["abstract"], row["lines"]) == ("Here & now", "A page.", ["README.md:3"])
    assert row["checked_at"] == "2026-11-23T12:00:00Z"
    written = {file.name for file in (desk.folder / "reports").iterdir()}
    assert written == {
        *("README.md", "dead-links.md", "staleness.md", "links.jsonl", "suggestions.patch", "findings.json")
    }
    assert web.url("/gone") in outcome.text


def test_check_reports_suspicious_links_and_ends_with_0(desk: Desk, web: Site) -> None:
    """They are for a person to look at: in the report, with their places, and no reason to fail a build."""
    here = web.url("/here")
    desk.write(f"- [Here]({here})\n- [Paper](#)\n- [Here]({here})\n\n<!-- listkeeper: ignore -->\n- [Video](TODO)\n")
    assert desk.check().exit_code == 0
    assert problems(desk) == [
        f'- `README.md:1:3` suspicious link: "Here" is linked again on line 3: keep one of them ({here}).',
        '- `README.md:2:3` suspicious link: "Paper" points nowhere: put in the address that is meant.',
    ]
    desk.check(suspicious=frozenset())
    assert problems(desk) == []


def test_check_reports_two_addresses_of_one_page(desk: Desk, web: Site) -> None:
    """What only the crawl can know: a page that names another as its own address, and a move for good."""
    web.page("/copy", f'<title>Here &amp; now</title><link rel="canonical" href="{web.url("/here")}">')
    desk.write(f"- [Here]({web.url('/here')})\n- [Copy]({web.url('/copy')})\n- [Old]({web.url('/old/here')})\n")
    desk.check(suspicious=frozenset({"duplicate"}))
    same = f"the same page as {web.url('/copy')} on line 2: keep one of them ({web.url('/here')})."
    assert problems(desk) == [f'- `README.md:1:3` suspicious link: "Here" is {same}']
    desk.write(f"- [New]({web.url('/new/here')})\n- [Old]({web.url('/old/here')})\n")
    desk.check(days=30)
    same = f"the same page as {web.url('/old/here')} on line 2: keep one of them ({web.url('/new/here')})."
    assert problems(desk) == [f'- `README.md:1:3` suspicious link: "New" is {same}']


def problems(desk: Desk) -> list[str]:
    """What the report says is wrong with the list itself, as it reads when it is rendered."""
    page = (desk.folder / "reports" / "README.md").read_text("utf-8")
    section = page.partition("## Problems in the lists\n\n")[2].partition("\n\n")[0]
    return [html.unescape(re.sub(r"\\(.)", r"\1", line)).replace("\u200b", "") for line in section.splitlines()]


def test_links_tells_of_suspicious_links_and_ignores_that_are_over(desk: Desk) -> None:
    """All that can be said before anybody is asked, each with the list that it is of, by place."""
    desk.write("- [Paper](#)\n- [Video](#) <!-- listkeeper: ignore until 2026-11-25 -->\n")
    other = desk.folder / "other.md"
    other.write_text("- [One](https://a.org)\n- [Two](https://a.org)\n- \ufffd\n", "utf-8")

    def told(days: float, **changes: object) -> dict[str, list[int]]:
        settings = replace(desk.settings, **changes)  # type: ignore[arg-type]  # the fields are the caller's business
        found = pipeline.links([desk.list, other], settings, clock(days))
        assert [len(document.links) for document in found] == [2, 2]
        return {document.path: [problem.line for problem in document.problems] for document in found}

    assert told(0) == {"README.md": [1], "other.md": [1]}
    assert told(5) == {"README.md": [1, 2, 2], "other.md": [1]}
    assert told(0, suspicious=frozenset()) == {"README.md": [], "other.md": []}


def test_check_ends_with_0_when_nothing_is_found(desk: Desk, web: Site) -> None:
    """A wall and a move are no findings; what counts as one is a setting."""
    desk.write(f"[Here]({web.url('/here')}) [Wall]({web.url('/wall')})\n")
    assert desk.check().exit_code == 0
    assert desk.check(days=30, fail_on=frozenset({"blocked"})).exit_code == 1


def test_check_writes_the_same_bytes_for_the_same_facts(desk: Desk, web: Site) -> None:
    """A second report over the same facts is the same to the byte, whatever the time is."""
    desk.write(f"[Here]({web.url('/here')}) [Old]({web.url('/old/here')})\n")
    desk.check()
    folder = desk.folder / "reports"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    pipeline.report(desk.settings, clock(days=5))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_crawl_asks_only_what_is_due(desk: Desk, web: Site) -> None:
    """A day later nothing that was alive is asked; a fortnight later it is, with its validators; --all asks at once."""
    noon = "Mon, 23 Nov 2026 12:00:00 GMT"
    web.answer("/tagged", answers.validated("<title>Tagged</title>", etag='"1"', modified=noon))
    desk.write(f"[Tagged]({web.url('/tagged')})\n")
    desk.check()
    asked = len(web.seen)
    desk.check(days=1)
    assert len(web.seen) == asked
    desk.check(days=15)
    again = web.seen[-1]
    assert (again.path, again.header("if-none-match")) == ("/tagged", '"1"')
    assert desk.rows()[web.url("/tagged")]["status"] == 304
    assert desk.rows()[web.url("/tagged")]["title"] == "Tagged"
    desk.check(days=9, ask_all=True)
    assert web.paths.count("/tagged") == 3
    assert web.seen[-1].header("if-none-match") == '"1"'


def test_crawl_asks_robots_txt_once_a_day(desk: Desk, web: Site) -> None:
    """robots.txt is kept in the database for a day, and obeyed from there."""
    web.page("/robots.txt", "User-agent: *\nDisallow: /here", kind="text/plain")
    desk.write(f"[Here]({web.url('/here')}) [Wall]({web.url('/wall')})\n")
    desk.check()
    desk.check(days=0.5, ask_all=True)
    assert web.paths == ["/robots.txt", "/wall", "/wall"]
    desk.check(days=2, ask_all=True)
    assert web.paths.count("/robots.txt") == 2
    assert desk.health()[web.url("/here")] == "blocked"
    desk.check(days=3, ask_all=True, robots=False)
    assert desk.health()[web.url("/here")] == "alive"


def test_crawl_records_nothing_when_no_host_answers(desk: Desk) -> None:
    """Two hosts and not one answer: that is this machine's network; no link is blamed, and the run can go on."""
    desk.write("[A](http://a.test/) [B](http://b.test/) [Local](absent.md)\n")
    with closed_port() as port:
        down = ConnectTo(host="", port=0, to_host="127.0.0.1", to_port=port)
        with pytest.raises(OfflineError, match="make demo"):
            desk.check(connect_to=(down,), attempts=1)
    with Store.open(desk.settings.db, readonly=True) as store:
        assert all(history.observations == () for history in store.histories())
        assert [run.finished_at for run in store.runs()] == [None]


def test_crawl_asks_a_healthy_link_when_only_dead_ones_were_due(desk: Desk, web: Site) -> None:
    """A day later only what failed is due: that nobody answers then is no reason to blame this machine's network."""
    with closed_port() as one, closed_port() as two:
        dead = [f"http://127.0.0.1:{port}/" for port in (one, two)]
        desk.write(f"[Here]({web.url('/here')}) [One]({dead[0]}) [Two]({dead[1]})\n")
        desk.check(attempts=2)
        assert desk.check(days=1.1, attempts=2).exit_code == 1
    assert desk.health() == {web.url("/here"): "alive", dead[0]: "broken", dead[1]: "broken"}
    assert web.paths.count("/here") == 2


def test_crawl_stops_at_once_when_the_database_is_in_use(desk: Desk, web: Site) -> None:
    """The second of two crawls says so and asks nothing."""
    desk.write(f"[Here]({web.url('/here')})\n")
    with Store.open(desk.settings.db), pytest.raises(StoreLockedError, match="in use"):
        desk.check()
    assert web.seen == []


def test_crawl_goes_on_with_an_unfinished_run(desk: Desk, web: Site) -> None:
    """What an interrupted run has heard is not asked again; the second look that it owes is taken."""
    desk.write(f"[Here]({web.url('/here')}) [Gone]({web.url('/gone')})\n")
    lists = read_lists([desk.list], desk.folder)
    with Store.open(desk.settings.db) as store:
        run = store.begin_run(START)
        store.record_sources(lists.documents, lists.targets, digests=lists.digests, now=START)
        store.record(look(run.id, target=web.url("/here"), status=200))
        store.record(look(run.id, target=web.url("/gone"), status=404))
    desk.check()
    assert web.paths[:2] == ["/robots.txt", "/gone"]
    assert (web.paths.count("/here"), web.paths.count("/gone")) == (0, 1)
    assert desk.health() == {web.url("/here"): "alive", web.url("/gone"): "broken"}


def test_crawl_starts_anew_when_fresh(desk: Desk, web: Site) -> None:
    """--fresh leaves an unfinished run behind, and asks again what it had asked."""
    desk.write(f"[Here]({web.url('/here')})\n")
    lists = read_lists([desk.list], desk.folder)
    with Store.open(desk.settings.db) as store:
        run = store.begin_run(START)
        store.record_sources(lists.documents, lists.targets, digests=lists.digests, now=START)
        store.record(look(run.id, target=web.url("/here"), status=200))
    desk.check(fresh=True)
    assert web.paths == ["/robots.txt", "/here"]
    with Store.open(desk.settings.db, readonly=True) as store:
        assert [(each.id, each.complete) for each in store.runs()] == [(1, False), (2, True)]


def test_check_keeps_why_a_link_was_not_dialled(desk: Desk, web: Site) -> None:
    """First URLs and redirects alike, robots.txt respected: forbidden, recorded, unknown, and the run goes on."""
    direct = {
        "http://10.0.0.1/": ErrorKind.FORBIDDEN_ADDRESS,
        "http://2852039166/": ErrorKind.FORBIDDEN_ADDRESS,
        "http://[::1]/": ErrorKind.FORBIDDEN_ADDRESS,
        "http://127.0.0.1:22/": ErrorKind.FORBIDDEN_PORT,
        "http://a.test:25/": ErrorKind.FORBIDDEN_PORT,
    }
    nowhere = ("http://[fe80::1%25eth0]/", "file:///etc/passwd", "gopher://a.test/", "data:,a", "javascript:a()")
    leading = direct | dict.fromkeys(nowhere, ErrorKind.BAD_REDIRECT)
    for number, place in enumerate(leading):
        web.redirect(f"/{number}", to=place, status=302)
    expected = {canonical(place) or place: error for place, error in direct.items()}
    expected |= {web.url(f"/{number}"): error for number, error in enumerate(leading.values())}
    expected[nowhere[0]] = ErrorKind.INVALID_URL
    web.page("/here", "<title>Here</title>")
    desk.write("".join(f"<{url}>\n" for url in [*expected, web.url("/here")]))
    desk.check()
    with Store.open(desk.settings.db, readonly=True) as store:
        seen = {history.target.url: history.observations[-1] for history in store.histories()}
        (run,) = store.runs()
    assert {url: seen[url].error for url in expected} == expected
    assert seen[web.url("/here")].good
    assert seen[web.url("/3")].redirects[-1].url == "http://127.0.0.1:22/"
    health = desk.health()
    assert {health[url] for url, error in expected.items() if error in direct.values()} == {"unknown"}
    assert run.notes == ("--allow-network 127.0.0.0/8",)
    page = (desk.folder / "reports" / "README.md").read_text("utf-8")
    assert "Asked with `--allow-network 127.0.0.0/8`." in page


def test_crawl_notes_what_every_part_of_a_run_was_asked_with(desk: Desk, web: Site) -> None:
    """A run that goes on under other settings has the notes of both."""
    desk.write(f"[Here]({web.url('/here')})\n")
    lists = read_lists([desk.list], desk.folder)
    with Store.open(desk.settings.db) as store:
        run = store.begin_run(START)
        store.record_sources(lists.documents, lists.targets, digests=lists.digests, now=START)
        store.note(run.id, ["--allow-port 81"])
    desk.check(robots=False)
    with Store.open(desk.settings.db, readonly=True) as store:
        (run,) = store.runs()
    assert run.notes == ("--allow-port 81", "--allow-network 127.0.0.0/8", "--robots ignore")


def test_check_looks_up_local_links_in_the_repository(desk: Desk) -> None:
    """Files and headings of the repository are checked, and nothing outside it."""
    (desk.folder / "docs").mkdir()
    (desk.folder / "docs" / "a.md").write_text("# A Heading\n", encoding="utf-8")
    desk.write("# Top\n\n[a](docs/a.md#a-heading) [b](docs/a.md#absent) [c](absent.md) [d](../out.md) [e](#top)\n")
    assert desk.check().exit_code == 1
    assert desk.health() == {
        "docs/a.md#a-heading": "alive",
        "docs/a.md#absent": "broken",
        "absent.md": "broken",
        "../out.md": "unknown",
        "README.md#top": "alive",
    }


def test_check_leaves_alone_what_a_person_ignores(desk: Desk, web: Site) -> None:
    """Ignored and excluded links are not asked; an ignore that has run out is, and is reported."""
    desk.write(
        f"[Gone]({web.url('/gone')}) <!-- listkeeper: ignore until 2026-12-31 known -->\n\n[Wall]({web.url('/wall')})\n"
    )
    assert desk.check(exclude=("/wall$",)).exit_code == 0
    assert web.seen == []
    assert set(desk.health().values()) == {"skipped"}
    assert desk.check(days=60, exclude=("/wall$",)).exit_code == 1
    assert "2026-12-31" in (desk.folder / "reports" / "README.md").read_text("utf-8")


def test_check_says_what_to_do_when_a_setting_is_nonsense(desk: Desk) -> None:
    """A pattern that is none is the person's to mend."""
    desk.write("[A](http://a.test/)\n")
    with pytest.raises(SettingsError, match="regular expression"):
        desk.check(exclude=("(",))


def test_check_calls_an_address_broken_when_nobody_can_open_it(desk: Desk, web: Site) -> None:
    """What no browser takes for an address needs no network."""
    desk.write(f"[Bad](http://exa%20mple.test/) [Here]({web.url('/here')})\n")
    desk.check()
    assert desk.health()["http://exa%20mple.test/"] == "broken"


def git(folder: Path, *words: str, data: bytes = b"") -> str:
    """What git says."""
    return subprocess.run(["git", *words], cwd=folder, input=data, capture_output=True, check=True).stdout.decode()


def test_fix_prints_a_patch_that_git_takes_and_writes_it_once(desk: Desk, web: Site) -> None:
    """The diff is git's own; written, it changes the URL's bytes alone; and then there is nothing left to mend."""
    text = f"\ufeff# Liste\r\n\r\n- [A guide to moving house]({web.url('/old/here')}#top) \U0001f600 — x\r\nlast"
    desk.list.write_bytes(text.encode())
    git(desk.folder, "init", "-q")
    desk.check()
    patch = pipeline.fix([desk.list], desk.settings, review=False, write=False)
    assert patch == (desk.folder / "reports" / "suggestions.patch").read_bytes()
    git(desk.folder, "apply", "--check", "-", data=patch)
    assert desk.list.read_bytes() == text.encode()
    pipeline.fix([desk.list], desk.settings, review=False, write=True)
    assert desk.list.read_bytes() == text.replace("/old/here", "/new/here").encode()
    desk.check(days=1)
    assert pipeline.fix([desk.list], desk.settings, review=True, write=False) == b""


def test_fix_proposes_nothing_that_a_person_has_declined(desk: Desk, web: Site) -> None:
    """A refusal is remembered by what was proposed, wherever the line moves, until somebody takes it back."""
    desk.write(f"[A guide to moving house]({web.url('/old/here')})\n")
    desk.check()
    with Store.open(desk.settings.db) as store:
        (fix,) = next(judged.fixes for judged in Judge(desk.settings, START.date()).all(store.histories()))
        store.decide(fix.id, Choice.DECLINED, "not yet", START)
    desk.write(f"# Moved down\n\n[A guide to moving house]({web.url('/old/here')})\n")
    assert pipeline.fix([desk.list], desk.settings, review=True, write=False) == b""
    desk.check(days=8)
    assert (desk.folder / "reports" / "suggestions.patch").read_bytes() == b""
    handed = [(offer.id, offer.declined) for offer in handed_over(desk).offers]
    assert handed == [(fix.id, True)], "who publishes may hear it taken back"
    with Store.open(desk.settings.db) as store:
        store.decide(fix.id, Choice.RECONSIDERED, "", START + timedelta(days=9), by="somebody")
    assert b"/new/here" in pipeline.fix([desk.list], desk.settings, review=True, write=False)


def handed_over(desk: Desk) -> Findings:
    """What findings.json says."""
    return read_findings((desk.folder / "reports" / "findings.json").read_bytes())


def test_check_hands_over_what_it_found_with_its_commit_and_places(desk: Desk, web: Site) -> None:
    """An offer is ticked from the second week on; its place has the bytes that are to be changed."""
    moved, gone = f"{web.url('/old/here')}#top", web.url("/gone")
    text = f"# Liste\r\n\r\n- é [A guide to moving house](<{moved}>)\r\n- [Gone]({gone})\r\n"
    desk.list.write_bytes(text.encode())
    desk.check()
    first = handed_over(desk)
    assert (first.commit, first.run, first.runs, first.lists) == (None, 1, 1, ("README.md",))
    assert [offer.trust for offer in first.offers] == [Trust.CHOICE]
    git(desk.folder, "init", "-q")
    git(desk.folder, "add", "README.md")
    git(desk.folder, "-c", "user.name=a", "-c", "user.email=a@b.test", "commit", "-q", "-m", "A list")
    desk.check(days=8, ask_all=True)
    second = handed_over(desk)
    assert second.commit == git(desk.folder, "rev-parse", "HEAD").strip()
    [offer], [concern] = second.offers, second.concerns
    assert (offer.trust, offer.old, offer.new) == (Trust.PROVEN, moved, f"{web.url('/new/here')}#top")
    [place] = offer.places
    line = text.encode().split(b"\n")[place.line - 1]
    assert line[place.byte_column - 1 : place.end_byte_column - 1].decode() == offer.old
    assert (concern.url, concern.health.value, concern.failures) == (gone, "broken", 2)
    written = desk.folder / "reports" / "findings.json"
    before = written.read_bytes()
    pipeline.report(desk.settings, clock(9))
    assert written.read_bytes() == before


def test_check_prints_what_it_found_in_a_format(desk: Desk, web: Site) -> None:
    """In the format of another pipeline, beside the sentences; the reports and the exit status are the same."""
    desk.write(f"[A guide to moving house]({web.url('/old/here')}#top)\n[Gone]({web.url('/gone')})\n")
    outcome = pipeline.check([desk.list], desk.settings, clock(), shape="rdjsonl")
    assert outcome.exit_code == 1
    moved, gone = (json.loads(line) for line in (outcome.output or "").splitlines())
    assert moved["suggestions"][0]["text"] == f"{web.url('/new/here')}#top"
    assert (gone["severity"], gone["location"]["range"]["start"]) == ("ERROR", {"line": 2, "column": 8})
    assert pipeline.check([desk.list], desk.settings, clock()).output is None
    cases = (pipeline.check([desk.list], desk.settings, clock(), shape="junit").output or "").count("<testcase ")
    assert cases == 2


def test_judge_proposes_no_copy_of_an_archive_when_told_not_to() -> None:
    """With `archive = never` it is neither offered nor proposed nor shown."""
    looks = [each for run in (1, 2, 3) for each in both(run, status=404)]
    gone = history(*looks, links=(link(added_at=day(-1)),), testimonies=(capture(-2, rule="nearest"),))
    judges = [Judge(Settings(archive=archive), START.date()) for archive in (True, False)]
    assert [[fix.rule for fix in judge.judge(gone).fixes] for judge in judges] == [["archived-copy"], []]


def test_fix_takes_in_what_needs_eyes_only_on_demand(desk: Desk, web: Site) -> None:
    """Without proof that the page is the same, a move is proposed for review alone."""
    desk.write(f"[x]({web.url('/old/here')})\n")
    web.redirect("/old/here", to="/elsewhere", status=301)
    web.page("/elsewhere", "<title>Another thing</title>")
    desk.check()
    assert pipeline.fix([desk.list], desk.settings, review=False, write=False) == b""
    assert b"/elsewhere" in pipeline.fix([desk.list], desk.settings, review=True, write=False)


def test_read_lists_finds_the_root_of_the_repository(tmp_path: Path) -> None:
    """Paths are told from the folder that holds `.git`; without one, from the folder above all lists."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/x.md", "a/b/y.md"):
        (tmp_path / name).write_text("[x](http://a.test/)\n", encoding="utf-8")
    files = [tmp_path / "a" / "x.md", tmp_path / "a" / "b" / "y.md"]
    assert list(read_lists(files).contents) == ["x.md", "b/y.md"]
    git(tmp_path, "init", "-q")
    assert list(read_lists(files).contents) == ["a/x.md", "a/b/y.md"]
    assert list(read_lists(files, tmp_path / "a").contents) == ["x.md", "b/y.md"]
    assert list(read_lists(files, tmp_path / "a" / "b").contents) == ["a/x.md", "a/b/y.md"]


def test_read_lists_follows_no_link_to_what_git_keeps(tmp_path: Path) -> None:
    """A pull request may turn a list into a link: tokens of a checkout stand in .git/config."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("url = https://me:secret@x.test/\n")
    (tmp_path / "README.md").symlink_to(".git/config")
    with pytest.raises(SourceError, match=r"README\.md is no part of the repository's files: it leads into \.git$"):
        read_lists([tmp_path / "README.md"], tmp_path)


def test_read_lists_says_what_to_do_when_a_file_is_gone(tmp_path: Path) -> None:
    """A list that cannot be read stops the run before anything is asked."""
    with pytest.raises(SourceError, match="check that it is there"):
        read_lists([tmp_path / "absent.md"])


def test_links_reads_every_list(desk: Desk) -> None:
    """`links` needs no database and no network."""
    desk.write("[x](http://a.test/) <http://b.test/>\n")
    (document,) = pipeline.links([desk.list], desk.settings)
    assert [link.url for link in document.links] == ["http://a.test/", "http://b.test/"]


def test_report_says_what_to_do_when_nothing_was_crawled(desk: Desk) -> None:
    """A report needs a crawl, and so does a fix; neither leaves a database behind."""
    desk.write("[A](http://a.test/)\n")
    with pytest.raises(StoreError, match="listkeeper crawl"):
        pipeline.report(desk.settings, clock())
    with pytest.raises(StoreError, match="listkeeper crawl"):
        pipeline.fix([desk.list], desk.settings, review=False, write=False)
    assert not desk.settings.db.exists()
    with Store.open(desk.settings.db):
        pass
    with pytest.raises(StoreError, match="listkeeper crawl"):
        pipeline.report(desk.settings, clock())
    with pytest.raises(StoreError, match=r"knows no README\.md"):
        pipeline.fix([desk.list], desk.settings, review=False, write=False)


def test_crawl_says_how_many_were_asked(desk: Desk, web: Site) -> None:
    """`crawl` alone ends with one line."""
    desk.write(f"[Here]({web.url('/here')})\n")
    outcome = pipeline.crawl([desk.list], desk.settings, clock())
    assert outcome == pipeline.Outcome(text=f"1 links asked; see {desk.settings.db}", exit_code=0)


def test_write_refuses_to_overwrite_a_list_that_has_changed(desk: Desk, web: Site) -> None:
    """What somebody wrote meanwhile is never lost."""
    desk.write(f"[A guide to moving house]({web.url('/old/here')})\n")
    lists = read_lists([desk.list], desk.folder)
    desk.write("somebody else was here\n")
    with pytest.raises(SourceError, match="has changed"):
        mending.write(lists, {"README.md": b"mine"})
    assert desk.list.read_text("utf-8") == "somebody else was here\n"


def test_mended_bytes_leaves_out_what_cannot_be_written() -> None:
    """A URL that no bytes stand for is left out; the others are written."""
    data = b"[a](http://a.test/) [b](http://b.test/) [c](http://c.test/)\n"
    document = parse(data, "x.md")
    new = ["http://a.test/new", "http://b.test/\ud800", "http://c.test/new"]
    changes = list(zip(document.links, new, strict=True))
    assert mending.mended_bytes(data, document, changes) == data.replace(b"a.test/", b"a.test/new").replace(
        b"c.test/", b"c.test/new"
    )
    assert mending.mended_bytes(data, document, changes[1:2]) == data
    assert mending.mended_bytes(data, document, []) == data


def test_check_overwrites_nothing_that_is_not_its_own(desk: Desk, web: Site) -> None:
    """Reports never take the place of a list, or of a README that somebody wrote."""
    desk.write(f"[Here]({web.url('/here')})\n")
    with pytest.raises(UsageError, match="--out"):
        desk.check(out=desk.folder)
    other = desk.folder / "site"
    other.mkdir()
    (other / "README.md").write_text("# My site\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no report of ours"):
        desk.check(days=9, out=other)
    assert (other / "README.md").read_text("utf-8") == "# My site\n"
    assert desk.check(days=9).exit_code == 0
    assert desk.check(days=18).exit_code == 0


def test_write_whole_follows_no_planted_link(tmp_path: Path) -> None:
    """A link that somebody left beside the file leads nowhere, and a failure leaves the old file and nothing else."""
    victim, file = tmp_path / "victim", tmp_path / "list.md"
    victim.write_bytes(b"precious")
    file.write_bytes(b"old")
    (tmp_path / ".list.md.new").symlink_to(victim)
    write_whole(file, b"new", mode=0o600)
    assert (victim.read_bytes(), file.read_bytes(), file.stat().st_mode & 0o777) == (b"precious", b"new", 0o600)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"x")
    assert sorted(each.name for each in tmp_path.iterdir()) == [".list.md.new", "folder", "list.md", "victim"]


def test_outcome_names_the_state_of_each_look() -> None:
    """The display counts each look under the word that its verdict would have."""
    looks = {
        "alive": look(1, status=200),
        "broken": look(1, status=404),
        "blocked": look(1, status=403),
        "failing": look(1, status=500),
        "unknown": look(1, error=ErrorKind.FORBIDDEN_ADDRESS),
    }
    assert {outcome(look): word for word, look in looks.items()} == {word: word for word in looks}


def test_check_keeps_to_the_budget_and_goes_on_in_the_next_run(desk: Desk, web: Site) -> None:
    """What the budget leaves is due: the next run begins with it, and says so."""
    for number in range(6):
        web.page(f"/page/{number}", "<title>Page</title>")
    desk.write(" ".join(f"[Page]({web.url(f'/page/{number}')})" for number in range(6)) + "\n")
    first = desk.crawl(budget=5)
    assert "more are due and wait for the next run: the budget is spent" in first.text
    asked = [path for path in web.paths if path.startswith("/page/")]
    assert 2 <= len(asked) <= 5
    second = desk.crawl(days=0.1, budget=20)
    assert "budget is spent" not in second.text
    assert sorted(path for path in web.paths if path.startswith("/page/")) == [f"/page/{n}" for n in range(6)]
