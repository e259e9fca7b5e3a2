"""The two commands that are measured, each told to be as fast as it can on loopback."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.child import BenchError, Cost, beside_python, cost_of
from bench.servers import Loopback

_SETTINGS = """\
host-rate = 0
host-rate-start = 0
host-concurrency = 64
host-concurrency-start = 64
allow-network = ["127.0.0.0/8"]
robots = "ignore"
archive-time = 0
"""


def listkeeper(links: Path, folder: Path) -> list[str]:
    """A whole crawl: every page is read, and what it says goes into the database."""
    settings = folder / "listkeeper.toml"
    settings.write_text(_SETTINGS, encoding="utf-8")
    where = ["--db", str(folder / "crawl.db")]
    return [sys.executable, "-m", "crawler", "--config", str(settings), "crawl", str(links), *where, "--quiet"]


def lychee(links: Path, folder: Path) -> list[str]:
    """The same list; lychee asks and reads no page."""
    report = ["--format", "json", "--output", str(folder / "lychee.json")]
    limits = ["--host-concurrency", "64", "--host-request-interval", "0ms", "--max-concurrency", "128"]
    return [beside_python("lychee"), "--no-progress", *limits, *report, str(links)]


def crawl(count: int, *, hosts: int, latency_s: float = 0.0) -> tuple[Cost, Cost]:
    """What each of the two takes for so many links on so many hosts: ours, then lychee's."""
    return _measured(listkeeper, count, hosts, latency_s), _measured(lychee, count, hosts, latency_s)


def _measured(tool: Callable[[Path, Path], Sequence[str]], count: int, hosts: int, latency_s: float) -> Cost:
    with TemporaryDirectory(prefix="bench-") as name, Loopback(hosts=hosts, latency_s=latency_s) as loopback:
        links = Path(name) / "list.md"
        lines = [f"- [Link {number}]({url})\n" for number, url in enumerate(loopback.urls(count))]
        links.write_text("# Links\n\n" + "".join(lines), encoding="utf-8")
        command = tool(links, links.parent)
        cost = cost_of(command)
    if loopback.requests < count:
        raise BenchError(f"{' '.join(command)} made {loopback.requests} requests for {count} links")
    return replace(cost, asking_s=loopback.asking_s)
