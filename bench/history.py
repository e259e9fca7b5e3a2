"""How fast git tells when each link was added, beside asking it link by link, and beside blame.

The repository is made up, in the shape of awesome-go's: 3,200 commits, half of them merged, a list that grows to 400 KB
and 5,000 links. Blame asks another question (who wrote the line last), and is here for its time alone.
"""

import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.child import BenchError
from crawler.gather.history import added
from crawler.gather.markdown import parse

COMMITS = 3200
LINKS = 5000
ASKED = 20
"""Links that git is asked about one by one; the time for all of them is reckoned from that."""

_SECTIONS = 60
_BEGIN_S = 1_400_000_000
_STEP_S = 8 * 3600
_LIST = "README.md"
_END = datetime(2030, 1, 1, tzinfo=UTC)
_ROUNDS = 3


def measure() -> list[tuple[str, str, str, str]]:
    """Rows of what was measured: what, ours, the peer's, ratio."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        make(folder)
        urls = sorted({link.url for link in parse((folder / _LIST).read_bytes(), _LIST).links})
        ours = min(_seconds(lambda: _ours(folder, urls)) for _ in range(_ROUNDS))
        some = random.Random(2).sample(urls, ASKED)
        one_by_one = _seconds(lambda: _search(folder, some)) * len(urls) / ASKED
        blame = min(_seconds(lambda: _git(folder, "blame", "--porcelain", "--", _LIST)) for _ in range(_ROUNDS))
    what = f"days of {len(urls):,} links in {COMMITS:,} commits: seconds"
    return [
        (what, f"{ours:.2f}", f"{one_by_one:,.0f} (git log -S for each)", f"{ours / one_by_one:.4f}"),
        (what, f"{ours:.2f}", f"{blame:.2f} (git blame, another question)", f"{ours / blame:.2f}"),
    ]


def make(folder: Path, commits: int = COMMITS, links: int = LINKS) -> None:
    """A repository with such a history, its list checked out."""
    _git(folder, "init", "--quiet", "--initial-branch=main")
    with subprocess.Popen(
        ["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        if process.stdin:
            process.stdin.writelines(_stream(commits, links))
            process.stdin.close()
        if process.wait():
            raise BenchError("git fast-import failed")
    _git(folder, "repack", "-adq")
    _git(folder, "reset", "--quiet", "--hard")


def _stream(commits: int, links: int) -> Iterator[bytes]:
    """Each commit adds what is due of the links, and one in five says more of an old one; every other one is merged."""
    draw = random.Random(1)
    lines = [f"## Section {number}\n" for number in range(_SECTIONS)]
    for number in range(commits):
        for link in range(links * number // commits, links * (number + 1) // commits):
            lines.insert(draw.randrange(1, len(lines) + 1), _line(draw, link))
        if draw.random() < 0.2:
            at = draw.randrange(len(lines))
            lines[at] = f"{lines[at][:110].rstrip()} Good.\n"
        branch = b"refs/heads/topic" if number % 2 else b"refs/heads/main"
        parent = b"from refs/heads/main\n" if number % 2 else b""
        yield _commit(branch, number, parent, "".join(lines).encode())
        if number % 2:
            yield _commit(b"refs/heads/main", number, b"merge refs/heads/topic\n", "".join(lines).encode())


def _line(draw: random.Random, number: int) -> str:
    return f"- [tool{number}](https://github.com/owner{draw.randrange(3000)}/tool{number}) - A small library for it.\n"


def _commit(branch: bytes, number: int, parents: bytes, data: bytes) -> bytes:
    head = b"commit %b\ncommitter A <a@a.example> %d +0000\ndata 2\nm\n" % (branch, _BEGIN_S + _STEP_S * number)
    return head + parents + b"M 100644 inline %b\ndata %d\n%b\n" % (_LIST.encode(), len(data), data)


def _ours(folder: Path, urls: Sequence[str]) -> None:
    found = added(folder, {_LIST: urls}, _END)
    if found.problem or len(found.dates[_LIST]) < len(urls):
        raise BenchError(f"{len(found.dates[_LIST])} of {len(urls)} days were found: {found.problem}")


def _search(folder: Path, urls: Sequence[str]) -> None:
    for url in urls:
        if not _git(folder, "log", "--reverse", "--format=%cI", f"-S{url}", "--", _LIST):
            raise BenchError(f"git does not find {url}")


def _git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE).stdout


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
