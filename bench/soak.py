"""`python -m bench.soak [FAULT...]`: everything that may happen to a crawl, for minutes instead of seconds.

Each fault is done to the real command against servers of its own on loopback; afterwards the servers' log is compared
with the database, and the verdicts with what the servers really said. The tests hold the same in small
(tests/test_faults.py). Without names everything runs, in about twelve minutes; the table goes to bench/SOAK.md.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from bench.child import BenchError
from bench.servers import Loopback
from crawler import pipeline
from crawler.configuration import load
from crawler.gather.fetcher import Clock
from tests.command import Command
from tests.dns import NameServer
from tests.site import Site

_CALM = ("--host-rate", "10", "--host-rate-start", "10", "--quiet")
_EAGER = ("--host-rate", "0", "--quiet")
_MIB = 1024 * 1024
_DAY_0 = datetime(2026, 11, 23, 12, tzinfo=UTC)
_NAME_SERVER = """
import functools, runpy
from crawler.gather import dns, fetcher
fetcher.Resolver = functools.partial(dns.Resolver, servers=[{server!r}])
runpy.run_module("crawler", run_name="__main__", alter_sys=True)
"""
_FULL = """
mount -t tmpfs -o size=$1 none "$2" && cd "$3" || exit 90
cp -a reports/crawl.db* "$2"/ 2>/dev/null
"$4" -m crawler crawl list.md --host-rate 10 --host-rate-start 10 --quiet --db "$2"/crawl.db
status=$?; rm -f reports/crawl.db*; cp -a "$2"/crawl.db* reports/; exit $status
"""
_COUNTED = """
import json, os, sys
from dataclasses import replace
from pathlib import Path
from crawler import pipeline
from crawler.configuration import load
files = lambda: len(os.listdir("/proc/self/fd"))
folder = Path(sys.argv[2])
settings = load({"db": folder / "crawl.db", "root": folder, "quiet": True}, config=folder / "listkeeper.toml")
(folder / "none.md").write_text("[nobody](mailto:nobody@example.org)")
pipeline.crawl([folder / "none.md"], replace(settings, db=folder / "none.db"))  # what is opened once is open now
before = files()
outcome = pipeline.crawl([Path(sys.argv[1])], settings)
print(json.dumps([before, files(), outcome.exit_code, outcome.text]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was done, how often, and what came of it."""

    fault: str
    times: int
    links: int
    requests: int
    """That the servers saw for pages, over all the crawls that it took."""
    lost: int
    """Answers that were given more than a second before a fault and are not kept; and links without any at the end."""
    doubled: int
    """Requests for what the run had kept already."""
    integrity: str
    wrong: int
    """Verdicts that the servers gave no reason for."""
    note: str = ""


class Bench:
    """A site, a list of its pages under many names, and what has become of them."""

    def __init__(self, folder: Path, site: Site, links: int, hosts: int) -> None:
        self.site = site
        self.command = Command(folder, site, links, hosts=hosts)
        self.links = links
        self.lost = 0
        self.doubled = 0
        self._known: set[str] = set()
        self._seen = 0

    def look(self, fault_at: float | None = None) -> None:
        """Compare the log since the last call with the database."""
        asked = [seen for seen in self.site.seen[self._seen :] if seen.path != "/robots.txt"]
        self._seen = len(self.site.seen)
        kept = {url for url, *_ in self.command.facts()}
        urls = [f"http://{seen.host}{seen.path}" for seen in asked]
        self.doubled += sum(url in self._known for url in urls)
        before = {url for url, seen in zip(urls, asked, strict=True) if fault_at is None or seen.at_s < fault_at - 1}
        self.lost += len(before - kept)
        self._known = kept

    def row(self, fault: str, times: int, *, wrong: int | None = None, note: str = "") -> Row:
        """Go on until the run is done, and sum up."""
        status, _, err = self.command.run("check", "list.md", *_EAGER)
        if status not in (0, 1):
            raise BenchError(f"{fault}: the run could not be ended ({status}): {err}")
        self.look()
        facts = self.command.facts()  # which fails where the database is not whole
        looked = {url for url, *_ in facts}
        amiss = sum(health != "alive" for health in self.command.health().values()) if wrong is None else wrong
        requests = sum(seen.path != "/robots.txt" for seen in self.site.seen)
        return Row(
            fault=fault,
            times=times,
            links=self.links,
            requests=requests,
            lost=self.lost + len(set(self.command.urls) - looked),
            doubled=self.doubled,
            integrity="ok",
            wrong=amiss,
            note=note,
        )


@contextmanager
def _bench(links: int, hosts: int) -> Iterator[Bench]:
    with TemporaryDirectory(prefix="soak-") as folder, Site() as site:
        yield Bench(Path(folder), site, links, hosts)


def kills(options: argparse.Namespace) -> Row:
    """Kill -9 at random moments over one crawl."""
    draw = random.Random(options.seed)
    with _bench(options.links, hosts=12) as bench:
        for _ in range(options.kills):
            before = len(bench.site.seen)
            with bench.command.start("crawl", "list.md", *_CALM) as process:
                bench.site.wait_for_requests(before + draw.randint(1, 130))
                process.kill()
                at = monotonic()
                process.communicate()
            bench.look(at)
        return bench.row("kill -9 at a random moment", options.kills)


def interrupts(options: argparse.Namespace) -> Row:
    """SIGINT at random moments over one crawl."""
    draw = random.Random(options.seed)
    with _bench(options.links // 4, hosts=12) as bench:
        statuses = Counter[int]()
        for _ in range(10):
            before = len(bench.site.seen)
            with bench.command.start("crawl", "list.md", *_CALM) as process:
                bench.site.wait_for_requests(before + draw.randint(1, 130))
                process.send_signal(signal.SIGINT)
                process.communicate()
            statuses[process.returncode] += 1
            bench.look()
        return bench.row("SIGINT", 10, note=f"exit {_told(statuses)}")


def pairs(options: argparse.Namespace) -> Row:
    """A second crawl of the same database while the first one is at work."""
    with _bench(options.links // 4, hosts=12) as bench:
        statuses = Counter[int]()
        with bench.command.start("crawl", "list.md", *_CALM) as first:
            bench.site.wait_for_requests(20)
            for _ in range(5):
                statuses[bench.command.run("crawl", "list.md", *_CALM)[0]] += 1
            first.communicate()
        bench.look()
        return bench.row("two crawls at once", 5, note=f"the second: exit {_told(statuses)}")


def away(options: argparse.Namespace) -> Row:
    """The network is gone for a while in the midst of a crawl."""
    with _bench(options.links // 4, hosts=60) as bench:
        with bench.command.start("crawl", "list.md", *_CALM) as process:
            bench.site.wait_for_requests(options.links // 12)
            bench.site.go_away()
            sleep(options.away_s)
            bench.site.come_back()
            process.communicate()
        bench.look()
        return bench.row(f"network away for {options.away_s:g} s", 1, note=f"exit {process.returncode}")


def names(_: argparse.Namespace) -> Row:
    """DNS fails for a third of the hosts: no answer, SERVFAIL, and no such host."""
    hosts = [f"h{number}.test" for number in range(90)]
    mute, failing, wrong = hosts[0::9], hosts[3::9], hosts[6::9]
    there = {name: ["127.0.0.1"] for name in hosts if name not in wrong}
    with _bench(900, hosts=90) as bench, NameServer(there, mute=mute, failing=failing) as server:
        program = _NAME_SERVER.format(server=server.address)
        rule = ("--connect-to", f":80::{bench.site.port}")
        command = [sys.executable, "-c", program, "check", "list.md", *_EAGER, *rule]
        config = bench.command.folder / "listkeeper.toml"
        config.write_text("\n".join(config.read_text("utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
        done = subprocess.run(
            command, cwd=bench.command.folder, env=bench.command.environment, capture_output=True, check=False
        )
        told = Counter((_expected(url, mute, failing, wrong), health) for url, health in bench.command.health().items())
        bench.look()
        facts = bench.command.facts()
        return Row(
            fault="DNS fails for a third of the hosts",
            times=1,
            links=900,
            requests=sum(seen.path != "/robots.txt" for seen in bench.site.seen),
            lost=bench.lost + 900 - len({url for url, *_ in facts}),
            doubled=bench.doubled,
            integrity="ok",
            wrong=sum(count for (wanted, got), count in told.items() if wanted != got),
            note=f"exit {done.returncode}: {_told(Counter(got for _, got in told.elements()))}",
        )


def _expected(url: str, mute: Sequence[str], failing: Sequence[str], wrong: Sequence[str]) -> str:
    host = url.split("/")[2]
    return "broken" if host in wrong else "failing" if host in (*mute, *failing) else "alive"


def full(options: argparse.Namespace) -> Row:
    """The disk fills up, where a small file system may be mounted; then there is a little more room, and again."""
    sizes = [f"{kib}k" for kib in range(1500, 5500, 500)]
    with _bench(options.links // 4, hosts=12) as bench:
        statuses, folder = Counter[int](), bench.command.folder
        (folder / "reports").mkdir(exist_ok=True)
        for size in sizes:
            with TemporaryDirectory(prefix="full-") as small:
                inside = ["unshare", "-Urm", "sh", "-c", _FULL, "sh", size, small, str(folder), sys.executable]
                done = subprocess.run(
                    inside, env=bench.command.environment, capture_output=True, text=True, check=False
                )
            if done.returncode == 90 or not bench.command.db.exists():
                raise BenchError(f"no file system can be mounted here: {done.stderr}")
            statuses[done.returncode] += 1
            bench.look(monotonic())
        return bench.row("disk full", len(sizes), note=f"exit {_told(statuses)}")


def clocks(options: argparse.Namespace) -> Row:
    """The calendar jumps by a day, this way and that, ten times a second."""
    draw, began = random.Random(options.seed), monotonic()
    jumps = [timedelta(days=draw.choice((-1, 0, 1))) for _ in range(10_000)]

    def utc() -> datetime:
        passed = monotonic() - began
        return _DAY_0 + timedelta(seconds=passed) + jumps[int(passed * 10) % len(jumps)]

    with _bench(options.links // 4, hosts=12) as bench:
        folder = bench.command.folder
        given = {"db": bench.command.db, "out": folder / "reports", "root": folder, "quiet": True}
        settings = load(given, config=folder / "listkeeper.toml")
        doubled = 0
        for _ in range(3):
            before = len(bench.site.seen)
            pipeline.check([folder / "list.md"], settings, Clock(monotonic=monotonic, utc=utc))
            asked = [(seen.host, seen.path) for seen in bench.site.seen[before:]]
            doubled += len(asked) - len(set(asked))
        times = int((monotonic() - began) * 10)
        bench.look()
        return replace(bench.row("clock jumps by a day", times, note="three runs"), doubled=doubled)


def soak(options: argparse.Namespace) -> Row:
    """A long list to its end: memory and descriptors."""
    count = options.soak_links
    with TemporaryDirectory(prefix="soak-") as name, Loopback(hosts=200) as loopback:
        folder = Path(name)
        lines = [f"- [Link {number}]({url})\n" for number, url in enumerate(loopback.urls(count))]
        (folder / "list.md").write_text("# Links\n\n" + "".join(lines), encoding="utf-8")
        (folder / "listkeeper.toml").write_text(
            'allow-network = ["127.0.0.0/8"]\nhost-rate = 0\nrobots = "ignore"\n', encoding="utf-8"
        )
        command = [sys.executable, "-c", _COUNTED, str(folder / "list.md"), name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as process:
            samples = list(_memory(process, folder / "crawl.db"))
            said = process.stdout.read() if process.stdout else ""
        before, after, status, _ = json.loads(said)
        with closing(sqlite3.connect(folder / "crawl.db")) as db:
            integrity = db.execute("PRAGMA integrity_check").fetchone()[0]
            good = db.execute("SELECT count(DISTINCT target_id) FROM observations WHERE status = 200").fetchone()[0]
            amiss = db.execute("SELECT count(*) FROM observations WHERE status IS NOT 200").fetchone()[0]
    early, late, peak = _flat(samples)
    rate = count / loopback.asking_s
    memory = f"{early:.0f} MiB at a quarter, {late:.0f} at the end, {peak:.0f} at most"
    return Row(
        fault="none, to the end",
        times=1,
        links=count,
        requests=loopback.requests,
        lost=count - good,
        doubled=loopback.requests - count,
        integrity=integrity,
        wrong=amiss,
        note=f"exit {status}; {memory}; {before} files open before, {after} after; {rate:,.0f} a second",
    )


def _memory(process: "subprocess.Popen[str]", db: Path) -> Iterator[float]:
    """Resident set in MiB, twice a second while the crawl asks."""
    page = os.sysconf("SC_PAGE_SIZE")
    statm = list[str]()
    while process.poll() is None:
        sleep(0.5)
        with suppress(OSError):  # it has just ended
            statm = Path(f"/proc/{process.pid}/statm").read_text("ascii").split()
        if db.with_name("crawl.db-wal").exists() and len(statm) > 1 and int(statm[1]):
            yield int(statm[1]) * page / _MIB


def _flat(samples: Sequence[float]) -> tuple[float, float, float]:
    """Memory after a quarter of the time, over the last tenth, and at most.

    >>> _flat([1.0, 5.0, 5.0, 5.0, 6.0, 5.0, 5.0, 5.0])
    (5.0, 5.0, 6.0)
    """
    last = samples[-max(1, len(samples) // 10) :]
    return samples[len(samples) // 4], sum(last) / len(last), max(samples)


def _told(counts: Counter[int] | Counter[str]) -> str:
    """How often each came: `3 (10 times)`."""
    return ", ".join(f"{what} ({count} times)" for what, count in sorted(counts.items(), key=str))


FAULTS: dict[str, Callable[[argparse.Namespace], Row]] = {
    "kills": kills,
    "interrupts": interrupts,
    "pairs": pairs,
    "full": full,
    "away": away,
    "names": names,
    "clocks": clocks,
    "soak": soak,
}


def page(rows: Sequence[Row]) -> str:
    """The table, as Markdown that a terminal shows just as well."""
    table = [[field.name for field in fields(Row)], *([str(getattr(row, f.name)) for f in fields(Row)] for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    lines = [f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in table]
    ruler = "|".join(["", *("-" * (width + 2) for width in widths), ""])
    intro = (
        "Measured by `make soak`, on a machine where other programs ran: the counts matter, not the rate. Lost, doubled"
        " and wrong are to be 0; `bench/soak.py` says what they count."
    )
    return "\n".join(["# Soak", "", intro, "", lines[0], ruler, *lines[1:], ""])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was named, or everything; 1 where anything was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"of {', '.join(FAULTS)}; all if none is given")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--links", type=int, default=8_000, help="in the list that is crawled while it is killed")
    parser.add_argument("--soak-links", type=int, default=100_000)
    parser.add_argument("--away-s", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--out", type=Path, help="file for the table")
    options = parser.parse_args(arguments)
    if unknown := set(options.faults) - FAULTS.keys():
        parser.error(f"there is no {min(unknown)}: choose of {', '.join(FAULTS)}")
    rows = []
    for name in options.faults or FAULTS:
        print(f"doing: {name}", file=sys.stderr, flush=True)
        rows.append(FAULTS[name](options))
        print(rows[-1], file=sys.stderr, flush=True)
    text = page(rows)
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return int(any(row.lost or row.doubled or row.wrong or row.integrity != "ok" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
