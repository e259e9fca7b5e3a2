"""Whether reading a list takes time in proportion to it, however it is written: 1 in the last column is exactly that.

Each row is one list of four times the size beside four times the time of the smaller one. A reader that looks at
everything again for each new thing would show 4 there. Run it alone with `python -m bench.growth`.
"""

import time
from collections.abc import Iterator

from bench.extract import large_list
from crawler.gather.markdown import parse
from tests.hostile import LISTS

Row = tuple[str, str, str, str]
"""What was measured, the time for the large list, four times the time for the small one, and their ratio."""

TIMES = 4
HOSTILE_BYTES = 256 * 1024
ROUNDS = 3
_NESTED = (
    *("quotes in quotes", "lists in lists", "links in links", "images in images"),
    *("emphasis in emphasis", "elements in elements"),
)
_DEPTH_BYTES = {"quotes in quotes": 2, "lists in lists": 2, "links in links": 5, "images in images": 6}
_DEEP = 10_000


def measure() -> list[Row]:
    """An ordinary list of 50 MB, things nested 10,000 deep and 40,000, and the worst of the hostile lists."""
    what, *cells = max(_hostile(), key=lambda row: float(row[-1]))
    worst = f"growth: the worst of {len(LISTS)} hostile lists ({what.removeprefix('growth: ')})"
    return [*_ordinary(), *_nested(), (worst, cells[0], cells[1], cells[2])]


def _ordinary() -> Iterator[Row]:
    small = large_list(size_bytes=50_000_000 // TIMES)
    yield _row("an ordinary list of 12.5 and 50 MB", small, large_list(size_bytes=50_000_000), rounds=1)


def _nested() -> Iterator[Row]:
    for name in _NESTED:
        unit = _DEPTH_BYTES.get(name, 12)
        small, large = (_made(name, depth * unit) for depth in (_DEEP, TIMES * _DEEP))
        yield _row(f"{name}, 10,000 and 40,000 deep", small, large)


def _hostile() -> Iterator[Row]:
    for name in LISTS:
        small, large = (_made(name, size) for size in (HOSTILE_BYTES, TIMES * HOSTILE_BYTES))
        yield _row(f"{name}, 256 KiB and 1 MiB", small, large, rounds=1)


def _made(name: str, size_bytes: int) -> bytes:
    return LISTS[name](size_bytes).encode(errors="surrogateescape")


def _row(name: str, small: bytes, large: bytes, rounds: int = ROUNDS) -> Row:
    small_s, large_s = _best_s(small, rounds), _best_s(large, rounds)
    expected_s = small_s * len(large) / len(small)
    return f"growth: {name}", _shown(large_s), f"{_shown(expected_s)} (in proportion)", f"{large_s / expected_s:.2f}"


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def _best_s(data: bytes, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        parse(data, "list.md")
        times.append(time.process_time() - begin)
    return max(min(times), 1e-6)


def main() -> None:
    """Print all rows, each hostile list's among them."""
    for row in (*_ordinary(), *_nested(), *_hostile()):
        print("  ".join(f"{cell:>12}" if index else f"{cell:70}" for index, cell in enumerate(row)))


if __name__ == "__main__":
    main()
