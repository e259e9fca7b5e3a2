"""What the benchmarks stand on: a server that answers, a cost that the kernel counted, and a table."""

import base64
import gzip
import json
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bench import history, metadata, soak
from bench.__main__ import main, page
from bench.child import BenchError, cost_of
from bench.servers import Loopback, address
from crawler.gather.history import added
from crawler.gather.markdown import parse

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.0/8 is this machine's own on Linux only")


def test_loopback_answers_for_each_of_its_hosts() -> None:
    """Each address is a host with pages of its own, and the server knows how often it was asked."""
    with Loopback(hosts=2) as loopback:
        pages = [httpx.get(url).text for url in loopback.urls(3)]
    assert [f"<title>Page /p{n} of {address(n % 2)}</title>" in page for n, page in enumerate(pages)] == [True] * 3
    assert 1500 < len(pages[0]) < 3000
    assert loopback.requests == 3


def test_cost_of_counts_what_one_command_took() -> None:
    """Memory that a child filled is counted, in bytes, and so is its CPU."""
    cost = cost_of([sys.executable, "-c", "x = b'x' * 64_000_000; sum(range(10**6))"])
    # Linux counts for a child what its parent held when it was started, too.
    ours_bytes = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert 64_000_000 < cost.peak_bytes < 512_000_000 + ours_bytes
    assert cost.cpu_s > 0
    assert cost.wall_s > 0


def test_cost_of_says_what_a_failed_command_said() -> None:
    """A command that did not do its work is no measurement."""
    with pytest.raises(BenchError, match="ended with 3:\nout of paper"):
        cost_of([sys.executable, "-c", "import sys; print('out of paper'); sys.exit(3)"])


def test_page_is_a_markdown_table() -> None:
    """Columns are as wide as their widest cell, whatever it holds."""
    lines = page([("a", "1", "200", "0.01")], machine="2 cores", day=None).splitlines()
    assert lines[-1] == "| a    |    1 |  200 |        0.01 |"
    assert len({len(line) for line in lines if line.startswith("|")}) == 1


def test_main_names_the_benchmarks_when_one_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen measures nothing."""
    assert main(["crwal"]) == 2
    assert "transport, crawl, memory" in capsys.readouterr().err


def test_make_gives_a_history_of_branches_and_merges(tmp_path: Path) -> None:
    """The repository that is measured has the commits, the merges and the links that it is said to have."""
    history.make(tmp_path, commits=20, links=30)
    count = subprocess.run(["git", "rev-list", "--count", "HEAD"], cwd=tmp_path, capture_output=True, check=True)
    urls = [link.url for link in parse((tmp_path / "README.md").read_bytes(), "README.md").links]
    assert (int(count.stdout), len(set(urls))) == (30, 30)
    found = added(tmp_path, {"README.md": urls}, datetime(2030, 1, 1, tzinfo=UTC)).dates["README.md"]
    assert (len(found), len(set(found.values()))) == (30, 20)


def test_soak_tells_what_came_of_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    """A small list under two crawls at once: nothing lost, doubled or wrong, so that 0 is the status."""
    assert soak.main(["pairs", "--links", "160"]) == 0
    heads, _, cells = (line.split("|") for line in capsys.readouterr().out.splitlines() if line.startswith("|"))
    row = {head.strip(): cell.strip() for head, cell in zip(heads, cells, strict=True) if head.strip()}
    assert (row["fault"], row["links"], row["requests"]) == ("two crawls at once", "40", "40")
    assert (row["lost"], row["doubled"], row["integrity"], row["wrong"]) == ("0", "0", "ok", "0")


def test_soak_names_the_faults_when_one_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen soaks nothing."""
    with pytest.raises(SystemExit):
        soak.main(["kils"])
    assert "there is no kils: choose of kills, interrupts" in capsys.readouterr().err


def test_metadata_counts_what_is_exact(tmp_path: Path) -> None:
    """Each field is compared where people wrote it down, for all pages and for the half that theirs is in."""
    body = b"<title>A page</title><meta name=author content='Ada, Bob'><meta name=date content=2020-01-02>"
    expected = {"title": "A  Page!", "authors": ["Bob", "Ada"], "date": "2020-01-03"}
    row = {"url": "https://a.example/", "html": base64.b64encode(body).decode(), "expected": expected}
    pages = tmp_path / "pages.jsonl.gz"
    pages.write_bytes(gzip.compress(json.dumps(row).encode()))
    lines = metadata.table(list(metadata.rows(pages)), {"ours": metadata.ours})
    assert lines[2].split()[:5] == ["ours", "100.0", "0.0", "100.0", "0.0"]
    assert [line.split()[0] for line in lines[1::2]] == ["all", "even", "odd"]
    assert lines[1].split()[-4:] == lines[3].split()[-4:] == ["1", "0", "1", "1"]
    assert metadata.ours_alone(body, "https://a.example/")["title"] == "A page"
