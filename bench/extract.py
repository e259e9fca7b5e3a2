"""How fast links are read out of a list, beside `lychee --dump`; the list is made up, in the shape of a large one.

Run it with `python -m bench.extract`; `measure()` gives its rows to the table of all benchmarks.
"""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.child import beside_python
from crawler.gather.markdown import parse

ROUNDS = 7
LIST_BYTES = 400_000
_WORDS = [
    *("fast", "small", "simple", "library", "for", "tool", "server", "client", "with", "and", "the", "parser", "of"),
    *(
        "data",
        "files",
        "written",
        "in",
        "pure",
        "framework",
        "to",
        "build",
        "test",
        "stream",
        "queue",
        "cache",
        "graph",
    ),
]

Row = tuple[str, str, str, str]
"""What was measured, ours, the peer's, and how ours compares: above 1 is faster."""


def large_list(seed: int = 1, size_bytes: int = LIST_BYTES) -> bytes:
    """A list of `size_bytes` with sections, some 8.5 links a KiB, badges, a table of contents and a little HTML."""
    draw = random.Random(seed)
    lines = ["# Awesome things", "", '<p align="center"><img src="logo.png" alt="logo"></p>', ""]
    size, section = 0, 0
    while size < size_bytes:
        section += 1
        block = _section(draw, section)
        lines += block
        size += sum(len(line) + 1 for line in block)
    return "\n".join(lines).encode()[:size_bytes]


def _section(draw: random.Random, number: int) -> list[str]:
    title = " ".join(draw.choices(_WORDS, k=2)).title()
    items = [_item(draw) for _ in range(draw.randint(5, 60))]
    return [
        f"## {title} {number}",
        "",
        f"_{' '.join(draw.choices(_WORDS, k=6))}._",
        "",
        *items,
        "",
        "**[⬆ back](#top)**",
        "",
    ]


def _item(draw: random.Random) -> str:
    owner, name = "-".join(draw.choices(_WORDS, k=2)), "_".join(draw.choices(_WORDS, k=2))
    about = " ".join(draw.choices(_WORDS, k=draw.randint(3, 12)))
    return f"- [{name}](https://github.com/{owner}/{name}{draw.randint(1, 999)}) - {about.capitalize()}."


def documents() -> list[tuple[str, bytes]]:
    """The inputs, each with its name: an ordinary list, and the same links written in other ways."""
    plain = large_list()
    links = parse(plain, "list.md").links
    references = "".join(f"- [{link.text} {n}]\n" for n, link in enumerate(links)) + "\n"
    references += "".join(f"[{link.text} {n}]: {link.url}\n" for n, link in enumerate(links))
    html = "".join(f'<p><a href="{link.url}">{link.text}</a></p>\n\n' for link in links)
    bare = "".join(f"- {link.text}: {link.url}, {link.text}\n" for link in links)
    return [
        ("a list of 400 KB", plain),
        ("the same, as references", references.encode()),
        ("the same, as raw HTML", html.encode()),
        ("the same, as bare URLs", bare.encode()),
    ]


def measure() -> list[Row]:
    """One row for each input."""
    return [_row(name, data) for name, data in documents()]


def _row(name: str, data: bytes) -> Row:
    ours = len(data) / _best_s(lambda: parse(data, "list.md")) / 1e6
    peer = _lychee_mb_s(data)
    theirs, ratio = (f"{peer:.1f} MB/s", f"{ours / peer:.2f}") if peer else ("-", "-")
    return f"extract: {name} ({len(parse(data, 'list.md').links)} links)", f"{ours:.1f} MB/s", theirs, ratio


def _lychee_mb_s(data: bytes) -> float | None:
    """MB a second of `lychee --dump`, its start (measured on an empty file) taken off; None where there is none."""
    lychee = shutil.which(beside_python("lychee"))
    if lychee is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder, "list.md"), Path(folder, "empty.md")
        full.write_bytes(data)
        empty.write_bytes(b"")
        start_s = _best_s(lambda: _dump(lychee, empty))
        return len(data) / max(_best_s(lambda: _dump(lychee, full)) - start_s, 1e-4) / 1e6


def _dump(lychee: str, file: Path) -> None:
    subprocess.run([lychee, "--dump", "--offline", str(file)], check=True, stdout=subprocess.DEVNULL)


def _best_s(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    """Print the rows."""
    for row in measure():
        print("  ".join(f"{cell:>12}" if index else f"{cell:50}" for index, cell in enumerate(row)))


if __name__ == "__main__":
    main()
