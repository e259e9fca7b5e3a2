"""A crawl of many loopback hosts by the real command, beside lychee: without latency, and with 200 ms of it."""

from bench.child import Cost
from bench.tools import crawl

_COUNT, _HOSTS = 10_000, 100
_SLOW_COUNT, _SLOW_HOSTS, _SLOW_S = 2_000, 200, 0.2


def measure() -> list[tuple[str, str, str, str]]:
    """Rows of what was measured: what, ours, the peer's, ratio."""
    fast = crawl(_COUNT, hosts=_HOSTS)
    slow = crawl(_SLOW_COUNT, hosts=_SLOW_HOSTS, latency_s=_SLOW_S)
    return [
        _speed(f"crawl of {_COUNT:,} URLs on {_HOSTS} hosts: URLs a second", _COUNT, *fast),
        _asking("the same while asking, as the server saw it: URLs a second", _COUNT, *fast),
        _cpu("the same: CPU ms a URL", _COUNT, *fast),
        _speed(f"crawl of {_SLOW_COUNT:,} URLs on {_SLOW_HOSTS} hosts, 200 ms away: URLs a second", _SLOW_COUNT, *slow),
    ]


def _speed(what: str, count: int, ours: Cost, theirs: Cost) -> tuple[str, str, str, str]:
    mine, other = count / ours.wall_s, count / theirs.wall_s
    return what, f"{mine:,.0f}", f"{other:,.0f} (lychee, reads no page)", f"{mine / other:.2f}"


def _asking(what: str, count: int, ours: Cost, theirs: Cost) -> tuple[str, str, str, str]:
    """Without the start of the program, the reading of the list, and the end."""
    mine, other = count / ours.asking_s, count / theirs.asking_s
    return what, f"{mine:,.0f}", f"{other:,.0f} (lychee, reads no page)", f"{mine / other:.2f}"


def _cpu(what: str, count: int, ours: Cost, theirs: Cost) -> tuple[str, str, str, str]:
    mine, other = 1000 * ours.cpu_s / count, 1000 * theirs.cpu_s / count
    return what, f"{mine:.2f}", f"{other:.2f} (lychee, reads no page)", f"{mine / other:.2f}"
