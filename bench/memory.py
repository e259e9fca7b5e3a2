"""Peak memory against the number of links: what grows with a list, and what does not."""

from itertools import pairwise

from bench.child import Cost
from bench.tools import crawl

_COUNTS = (1_000, 10_000, 100_000)
_HOSTS = 200
_MIB = 1024 * 1024
_KIB = 1024


def measure() -> list[tuple[str, str, str, str]]:
    """Rows of what was measured: what, ours, the peer's, ratio."""
    costs = {count: crawl(count, hosts=_HOSTS) for count in _COUNTS}
    rows = [_peak(count, *cost) for count, cost in costs.items()]
    return rows + [_growth(fewer, more, costs[fewer], costs[more]) for fewer, more in pairwise(_COUNTS)]


def _peak(count: int, ours: Cost, theirs: Cost) -> tuple[str, str, str, str]:
    mine, other = ours.peak_bytes / _MIB, theirs.peak_bytes / _MIB
    return f"peak memory for {count:,} links: MiB", f"{mine:.0f}", f"{other:.0f} (lychee)", f"{mine / other:.2f}"


def _growth(fewer: int, more: int, small: tuple[Cost, Cost], large: tuple[Cost, Cost]) -> tuple[str, str, str, str]:
    """What each further link costs."""
    mine, other = (
        (big.peak_bytes - little.peak_bytes) / (more - fewer) / _KIB for little, big in zip(small, large, strict=True)
    )
    what = f"memory a link from {fewer:,} to {more:,} links: KiB"
    return what, f"{mine:.2f}", f"{other:.2f} (lychee)", f"{mine / other:.2f}" if other > 0 else "-"
