"""What happens around a crawl: kills, signals, a full disk, a network that goes away, broken DNS, clocks that jump."""

import ipaddress
import os
import random
import resource
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread, Timer
from time import monotonic
from typing import Any

import pytest

from crawler import pipeline
from crawler.gather import dns, fetcher
from crawler.gather.fetcher import Clock
from crawler.model import ErrorKind, Observation
from crawler.pipeline import outage
from crawler.pipeline.judging import Judge
from crawler.settings import ConnectTo, Settings
from crawler.store import Store
from tests import answers
from tests.command import Command
from tests.dns import NameServer
from tests.gathering import START
from tests.hostile import HOSTILE
from tests.site import Site, closed_port

STUCK_S = 60.0
AWAY = "waiting for this machine's network"
CALM = ("--host-rate", "10", "--host-rate-start", "10")
"""As fast as a crawl is by default: so many answers a second a host."""


def told(process: "subprocess.Popen[str]", words: str) -> str:
    """The next line of stderr that has these words in it; a process that does not say them fails, and does not hang."""
    assert process.stderr
    timer = Timer(STUCK_S, process.kill)
    timer.start()
    try:
        return next(line for line in process.stderr if words in line)
    finally:
        timer.cancel()


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a process that is to end by itself."""
    out, err = process.communicate(timeout=STUCK_S)
    return process.returncode, out, err


def stored(command: Command) -> set[str]:
    """The addresses that the database holds an answer of."""
    return {url for url, *_ in command.facts()}


def pages_seen(site: Site, since: int = 0) -> Counter[str]:
    """How often each page was asked for, robots.txt left out."""
    return Counter(seen.path for seen in site.seen[since:] if seen.path != "/robots.txt")


# -- kill -9 ---------------------------------------------------------------------------------------------------------


def test_crawl_loses_nothing_when_it_is_killed_at_any_moment(tmp_path: Path, site: Site) -> None:
    """Twelve kills at random moments: the file is whole, and has all that was answered more than a second before.

    What it has is not asked again. The next crawl ends the run, as if nothing had happened.
    """
    command = Command(tmp_path, site, 1000, hosts=6)
    draw, known, late = random.Random(20261127), set[str](), 0
    for _ in range(12):
        before = len(site.seen)
        with command.start("crawl", "list.md", *CALM) as process:
            assert site.wait_for_requests(before + draw.randint(1, 130))
            process.kill()
            killed_at = monotonic()
            process.communicate()
        asked = [seen for seen in site.seen[before:] if seen.path != "/robots.txt"]
        in_time = {f"http://{seen.host}{seen.path}" for seen in asked if seen.at_s < killed_at - 1.0}
        now = stored(command)
        late += len(in_time)
        assert in_time <= now, "answered more than a second before, and lost"
        assert known.isdisjoint(f"http://{seen.host}{seen.path}" for seen in asked), "asked again, though it is kept"
        known = now
    assert late > 100, "some of the kills came after more than a second"
    before = len(site.seen)
    status, out, _ = command.run("check", "list.md")
    assert (status, pages_seen(site, before).total()) == (0, 1000 - len(known)), out
    assert command.facts() == {(url, 1, 1, 200) for url in command.urls}
    assert set(command.health().values()) == {"alive"}
    assert [path.name for path in command.db.parent.glob("crawl.db*")] == ["crawl.db"]


def test_crawl_goes_on_when_a_reader_of_pages_is_killed(tmp_path: Path, site: Site) -> None:
    """The page that it was at stays without a title, or is read by another; its link is alive all the same."""
    command = Command(tmp_path, site, 4)
    site.page("/0", HOSTILE["nested div"](400_000))
    with command.start("check", "list.md") as process:
        (child,) = _children(process)
        os.kill(child, signal.SIGKILL)
        assert ended(process)[0] == 0
    assert set(command.health().values()) == {"alive"}


def _children(process: "subprocess.Popen[str]") -> list[int]:
    """The children of a process, as soon as it has one."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = monotonic() + STUCK_S
    while monotonic() < until and process.poll() is None:
        if children := listed.read_text("ascii").split():
            return [int(child) for child in children]
    raise AssertionError("it never had a child")


# -- signals ---------------------------------------------------------------------------------------------------------


def test_check_ends_in_good_order_when_it_is_interrupted(tmp_path: Path, site: Site) -> None:
    """Whenever the signal comes: what was answered is kept, 3 is the status, no child or temporary file stays."""
    command = Command(tmp_path, site, 300, hosts=6)
    draw = random.Random(10)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGINT):
        before = len(site.seen)
        with command.start("check", "list.md", *CALM) as process:
            assert site.wait_for_requests(before + draw.randint(2, 60))
            process.send_signal(number)
            status, out, err = ended(process)
        assert (status, "the same command goes on" in out, "Traceback" in err) == (3, True, False)
        assert {f"http://{seen.host}{seen.path}" for seen in site.seen if seen.path != "/robots.txt"} == stored(command)
        assert not [path for path in command.db.parent.iterdir() if path.name.startswith((".", "crawl.db-"))]
    assert command.run("check", "list.md")[0] == 0
    assert pages_seen(site) == {f"/{number}": 1 for number in range(300)}


def test_check_ends_at_once_when_it_is_interrupted_twice(tmp_path: Path, site: Site) -> None:
    """The second Ctrl-C waits for nobody; what was answered before is kept all the same."""
    command = Command(tmp_path, site, 30)
    site.silent("/9")
    with command.start("check", "list.md", "--host-concurrency", "1") as process:
        assert site.wait_for("/9")
        process.send_signal(signal.SIGINT)
        told(process, "Ctrl-C again ends at once")
        process.send_signal(signal.SIGINT)
        status, _, err = ended(process)
    assert (status, err.splitlines()[-1], "Traceback" in err) == (130, "listkeeper: stopped", False)
    assert stored(command) == set(command.urls) - {site.url("/9")}


# -- two at once -----------------------------------------------------------------------------------------------------


def test_crawl_is_turned_away_when_the_holder_of_the_lock_is_stopped(tmp_path: Path, site: Site) -> None:
    """A crawl that hangs still holds its lock: the second one says so and touches nothing, and the first goes on."""
    command = Command(tmp_path, site, 60)
    open_the_gate = site.held("/30", answers.page("<title>Late</title>"))
    with command.start("crawl", "list.md", "--host-concurrency", "1") as first:
        assert site.wait_for("/30")
        first.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, first.pid, os.WSTOPPED | os.WNOWAIT)
        before = {path.name: path.read_bytes() for path in command.db.parent.iterdir()}
        status, out, err = command.run("crawl", "list.md")
        assert (status, out, err.count("\n")) == (3, "", 1)
        assert "is in use: wait for the other crawl to end" in err
        assert {path.name: path.read_bytes() for path in command.db.parent.iterdir()} == before
        first.send_signal(signal.SIGCONT)
        open_the_gate()
        assert ended(first)[0] == 0
    assert stored(command) == set(command.urls)
    assert len(site.paths) == 61


# -- the disk --------------------------------------------------------------------------------------------------------


def test_crawl_keeps_what_it_has_when_the_disk_fills_up(tmp_path: Path, site: Site) -> None:
    """No file may grow any more: one line says what to do, what was stored stays, and the next crawl ends the run."""
    command = Command(tmp_path, site, 800, hosts=8)
    with command.start("crawl", "list.md", *CALM, "--quiet") as process:
        assert site.wait_for_requests(120)
        before, asked = stored(command), len(pages_seen(site))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, 4096))
        status, out, err = ended(process)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "crawl.db cannot be used: the disk" in err
    assert "what was stored" in err
    assert before
    kept = stored(command)
    assert before <= kept < set(command.urls)
    assert len(pages_seen(site)) - asked < 120, "it does not go on asking what it cannot keep"
    assert command.run("check", "list.md")[0] == 0
    assert command.facts() == {(url, 1, 1, 200) for url in command.urls}


def test_crawl_keeps_to_few_files_when_it_may_open_few(tmp_path: Path, site: Site) -> None:
    """With 64 files it is slow, and no link suffers for it."""
    command = Command(tmp_path, site, 120, hosts=40)
    assert command.run("check", "list.md", limit=(resource.RLIMIT_NOFILE, 64))[0] == 0
    assert command.facts() == {(url, 1, 1, 200) for url in command.urls}


# -- the network -----------------------------------------------------------------------------------------------------


def test_crawl_waits_when_the_network_goes_away(tmp_path: Path, site: Site) -> None:
    """Every host refuses from one moment on: nothing is recorded for it, and what was lost is asked again."""
    command = Command(tmp_path, site, 300, hosts=60)
    with command.start("check", "list.md", *CALM) as process:
        assert site.wait_for_requests(100)
        site.go_away()
        told(process, AWAY)
        site.come_back()
        status, _, err = ended(process)
    assert (status, "The network is back" in err) == (0, True)
    assert {status for *_, status in command.facts()} == {200}
    assert set(command.health().values()) == {"alive"}
    assert "300 of 300" in err
    assert max(pages_seen(site).values()) <= 2


def test_crawl_asks_anew_what_hangs_when_the_network_comes_back(tmp_path: Path, site: Site) -> None:
    """What was under way when the cable was pulled is never answered: it is neither waited for nor held against it."""
    command = Command(tmp_path, site, 150, hosts=30)
    with command.start("check", "list.md", *CALM, "--first-byte-timeout", "2") as process:
        assert site.wait_for_requests(60)
        site.fall_silent()
        told(process, AWAY)
        site.come_back()
        assert ended(process)[0] == 0
    assert {status for *_, status in command.facts()} == {200}
    assert set(command.health().values()) == {"alive"}


def test_crawl_waits_when_the_network_goes_away_under_a_small_list(tmp_path: Path, site: Site) -> None:
    """Three hosts are no row of twelve: then it is the end of the run that asks whether it was the network."""
    command = Command(tmp_path, site, 60, hosts=3)
    for path in ("/20", "/21", "/22"):
        site.silent(path)
    with command.start("check", "list.md", "--host-concurrency", "1") as process:
        assert all(site.wait_for(path) for path in ("/20", "/21", "/22"))
        site.go_away()
        told(process, AWAY)
        for path in ("/20", "/21", "/22"):
            site.page(path, "<title>Here</title>")
        site.come_back()
        assert ended(process)[0] == 0
    assert {status for *_, status in command.facts()} == {200}
    assert set(command.health().values()) == {"alive"}


def test_crawl_can_be_stopped_while_it_waits_for_the_network(tmp_path: Path, site: Site) -> None:
    """Ctrl-C ends the wait; what was silent is still to be asked, and is asked by the next crawl."""
    command = Command(tmp_path, site, 60, hosts=30)
    with command.start("check", "list.md", *CALM, "--attempts", "2") as process:
        assert site.wait_for_requests(40)
        site.go_away()
        told(process, AWAY)
        process.send_signal(signal.SIGINT)
        status, out, _ = ended(process)
    assert (status, "the same command goes on" in out) == (3, True)
    assert {status for *_, status in command.facts()} == {200}
    site.come_back()
    assert command.run("check", "list.md")[0] == 0
    assert command.facts() == {(url, 1, 1, 200) for url in command.urls}


# -- in this process: what a command cannot be told ----------------------------------------------------------------


class Desk:
    """A list of links to hosts of one site, each known by its name, and a database."""

    def __init__(self, folder: Path, site: Site, hosts: Sequence[str], *, each: int = 1) -> None:
        site.anything(answers.page("<title>Here</title>"))
        site.page("/robots.txt", status=404)
        self.list = folder / "list.md"
        self.urls = [f"http://{host}/{number}" for number in range(each) for host in hosts]
        self.list.write_text("".join(f"- [{url}]({url})\n" for url in self.urls), encoding="utf-8")
        self.settings = Settings(
            allow_network=(ipaddress.ip_network("127.0.0.0/8"),),
            connect_to=(ConnectTo(host="", port=80, to_host="127.0.0.1", to_port=site.port),),
            host_rate=0.0,
            db=folder / "crawl.db",
            out=folder / "reports",
            root=folder,
            archive_time_s=0.0,
            quiet=True,
        )

    def check(self, utc: Callable[[], datetime] = lambda: START, **changes: Any) -> pipeline.Outcome:
        """`listkeeper check`, with this calendar."""
        settings = replace(self.settings, **changes)
        return pipeline.check([self.list], settings, Clock(monotonic=monotonic, utc=utc))

    def health(self) -> dict[str, str]:
        """The health of each host's links, by the host."""
        with Store.open(self.settings.db, readonly=True) as store:
            return {
                history.target.url.split("/")[2]: Judge(self.settings, START.date()).verdict(history).health
                for history in store.histories()
            }

    def looks(self) -> list[Observation]:
        """Everything that was observed."""
        with Store.open(self.settings.db, readonly=True) as store:
            return [look for history in store.histories() for look in history.observations]


def hosts(count: int) -> list[str]:
    """Names of so many hosts."""
    return [f"h{number}.test" for number in range(count)]


@contextmanager
def name_server(
    monkeypatch: pytest.MonkeyPatch, names: Mapping[str, Sequence[str]], **more: Any
) -> Iterator[NameServer]:
    """Every name is looked up at a name server of the test's own."""
    with NameServer(names, **more) as server:
        monkeypatch.setattr(fetcher, "Resolver", partial(dns.Resolver, servers=[server.address]))
        yield server


def _after(site: Site, requests: int, then: Callable[[], object]) -> None:
    """Do something once so many requests were seen."""
    assert site.wait_for_requests(requests)
    then()


def only_ports(site: Site) -> tuple[ConnectTo, ...]:
    """Names are looked up, and the port is the site's."""
    return (ConnectTo(host="", port=80, to_host="", to_port=site.port),)


def test_check_ends_incomplete_when_the_network_stays_away(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One plain sentence and 3; nothing is recorded against what was silent; the next crawl ends the run."""
    monkeypatch.setattr(outage, "PATIENCE_S", 0.1)
    desk = Desk(tmp_path, site, hosts(40), each=5)
    site.silent("/3")
    leaves = Thread(target=_after, args=(site, 150, site.go_away))
    leaves.start()
    ended = desk.check(attempts=1)
    leaves.join()
    assert (ended.exit_code, ended.text.count("network went away"), " left" in ended.text) == (3, 1, True)
    assert "nothing was recorded against these" in ended.text
    # What was under way may be cut while another answer is still on its way: a reset says nothing against a link.
    assert {(look.status, look.error) for look in desk.looks()} <= {(200, None), (None, ErrorKind.RESET)}
    site.page("/3", "<title>Here</title>")
    site.come_back()
    assert desk.check().exit_code == 0
    with Store.open(desk.settings.db, readonly=True) as store:
        assert [run.complete for run in store.runs()] == [True]
        assert all(history.observations for history in store.histories())
        assert sum(history.last is not None and history.last.good for history in store.histories()) >= 195


def test_check_finds_dead_links_that_stand_in_a_row(tmp_path: Path, site: Site) -> None:
    """Forty hosts where nobody listens, and three that answer: that is no network that went away."""
    desk = Desk(tmp_path, site, [*hosts(3), *(f"gone{number}.test" for number in range(40))])
    with closed_port() as port:
        gone = [
            ConnectTo(host=f"gone{number}.test", port=80, to_host="127.0.0.1", to_port=port) for number in range(40)
        ]
        assert desk.check(connect_to=(*gone, *desk.settings.connect_to), attempts=2).exit_code == 1
    assert Counter(desk.health().values()) == {"alive": 3, "broken": 40}
    assert Counter((look.look, look.error) for look in desk.looks()) == {
        (1, None): 3,
        (1, ErrorKind.REFUSED): 40,
        (2, ErrorKind.REFUSED): 40,
    }
    asked = sum(seen.path == "/robots.txt" and (seen.header("host") or "").startswith("h") for seen in site.seen)
    assert 3 < asked <= 3 + 2 * (80 // 12 + 1), "the hosts that are well were asked whether the network is there"


def test_check_calls_nothing_broken_when_dns_fails_for_a_third(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer and SERVFAIL are failures; a name server that says no such host is taken at its word, twice."""
    monkeypatch.setattr(dns, "_TIMEOUT_S", 0.5)
    names = hosts(30)
    mute, failing, wrong = names[0:30:9], names[3:30:9], names[6:30:9]
    desk = Desk(tmp_path, site, names)
    there = {name: ["127.0.0.1"] for name in names if name not in wrong}
    with name_server(monkeypatch, there, mute=mute, failing=failing):
        assert desk.check(connect_to=only_ports(site), attempts=2).exit_code == 1
    told = desk.health()
    assert {name for name, health in told.items() if health == "failing"} == {*mute, *failing}
    assert {name for name, health in told.items() if health == "broken"} == {*wrong}
    assert {name for name, health in told.items() if health == "alive"} == {*names[1::3], *names[2::3]}
    assert {look.error for look in desk.looks()} == {None, ErrorKind.DNS_FAILED, ErrorKind.NO_SUCH_HOST}


def test_check_is_not_fooled_when_names_are_told_no_longer(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken resolver denies every name from one moment on, while old connections still stand: nothing is broken.

    After a dozen in a row the crawl asks no more, and the next one does the rest.
    """
    monkeypatch.setattr(outage, "PATIENCE_S", 0.1)
    names = hosts(200)
    desk = Desk(tmp_path, site, names)
    with name_server(monkeypatch, {name: ["127.0.0.1"] for name in names}) as server:
        breaks = Thread(target=_after, args=(site, 20, server.names.clear))
        breaks.start()
        assert desk.check(connect_to=only_ports(site), concurrency=4, attempts=2).exit_code == 3
        breaks.join()
        assert len(set(server.seen)) < 2 * 100, "it asks on and on"
        assert set(desk.health().values()) <= {"alive", "failing", "unknown"}
        server.names.update({name: ["127.0.0.1"] for name in names})
        assert desk.check(connect_to=only_ports(site)).exit_code == 0
    assert set(desk.health().values()) == {"alive"}


@pytest.mark.parametrize("days", [1, -1])
def test_check_is_not_fooled_by_a_clock_that_jumps_between_runs(tmp_path: Path, site: Site, days: int) -> None:
    """A run under a clock that is a day off: nothing is dead for it, and the next run puts everything right."""
    desk = Desk(tmp_path, site, hosts(3))
    site.page("/0", status=404)
    week = timedelta(days=7)
    times = [START, START + week + timedelta(days=days), START + week + timedelta(hours=1)]
    for number, time in enumerate(times, 1):
        desk.check(partial(time.astimezone, UTC), ask_all=days < 0)
        assert len(desk.looks()) == 3 * 2 * number, "all are due, and looked at twice"
        assert set(desk.health().values()) == {"broken"}, "three checks, and no fortnight"
    site.page("/0", "<title>Here</title>")
    assert desk.check(lambda: START + 2 * week).exit_code == 0, "all are due again, whatever the clock said"
    with Store.open(desk.settings.db, readonly=True) as store:
        for history in store.histories():
            since = Judge(desk.settings, START.date()).verdict(history).since
            assert since == START + 2 * week


@pytest.mark.parametrize("days", [1, -1])
def test_check_is_not_fooled_by_a_clock_that_jumps_in_a_run(tmp_path: Path, site: Site, days: int) -> None:
    """What takes a moment takes a moment, whatever day it is then; a pause that a host asks for is no day long."""
    desk = Desk(tmp_path, site, hosts(5), each=4)
    pause = [("Retry-After", f"{START + timedelta(seconds=2):%a, %d %b %Y %H:%M:%S GMT}")]
    site.sequence("/2", answers.page(status=503, headers=pause), answers.page("<title>Here</title>"))

    def jumping() -> datetime:
        return START + timedelta(days=days if len(site.paths) > 14 else 0)

    began = monotonic()
    assert desk.check(jumping, retry_after_cap_s=1.0, concurrency=2).exit_code == 0
    assert monotonic() - began < 30
    assert set(desk.health().values()) == {"alive"}
    assert len({look.at for look in desk.looks()}) == 2, "the clock did jump"
    assert max(look.elapsed_s for look in desk.looks()) < 10
    asked = len(site.paths)
    assert desk.check(lambda: START + timedelta(days=60)).exit_code == 0
    assert len(site.paths) >= asked + 20, "all are due again, whatever the clock said"


def test_check_leaves_no_file_open(tmp_path: Path) -> None:
    """Sockets, pipes and the database are closed when a crawl has ended, a page reader's too.

    The first crawl opens what is opened once, such as the event loop's own; each has a site of its own, that is closed.
    """
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        before = set(Path("/proc/self/fd").iterdir())
        with Site() as site:
            desk = Desk(tmp_path / name, site, hosts(50))
            site.page("/0", "<title>Here</title>" + "<p>long" * 20_000)  # which is read in a process of its own
            desk.check()
    left = set(Path("/proc/self/fd").iterdir()) - before
    assert {file.readlink() for file in left if file.is_symlink()} == set()
