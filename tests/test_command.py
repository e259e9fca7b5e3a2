"""The command as a process of its own: interrupted, killed, started twice, without a network, in a pipe."""

import json
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests import answers
from tests.command import Command
from tests.site import Site, closed_port


@pytest.fixture
def command(tmp_path: Path, site: Site) -> Command:
    """Sixty pages of one site."""
    return Command(tmp_path, site, 60)


def test_check_stops_and_goes_on_when_interrupted(command: Command, site: Site) -> None:
    """Ctrl-C once: what is under way is kept, the rest is left, the command says how to go on, and then does."""
    open_the_gate = site.held("/7", answers.page("<title>Late</title>"))
    command_line = ("check", "list.md", "--host-concurrency", "1")
    with command.start(*command_line) as process:
        assert site.wait_for("/7")
        process.send_signal(signal.SIGINT)
        open_the_gate()
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "the same command goes on" in out
    asked = Counter(site.paths)
    assert 0 < sum(asked.values()) < 61
    assert command.run(*command_line)[0] == 0
    assert Counter(site.paths) == {"/robots.txt": 1} | {f"/{number}": 1 for number in range(60)}
    assert set(command.health().values()) == {"alive"}


def test_crawl_ends_up_the_same_when_it_is_killed_again_and_again(tmp_path: Path, site: Site) -> None:
    """Kill -9 in the midst of a crawl, three times: the same database in the end, and no page asked too often."""
    (tmp_path / "calm").mkdir()
    calm = Command(tmp_path / "calm", site, 120)
    assert calm.run("check", "list.md")[0] == 0
    (tmp_path / "killed").mkdir()
    killed = Command(tmp_path / "killed", site, 120)
    before = len(site.paths)
    for number in (20, 60, 100):
        open_the_gate = site.held(f"/{number}", answers.page("<title>Here</title>"))
        with killed.start("check", "list.md") as process:
            assert site.wait_for(f"/{number}", times=2)
            process.kill()
            process.communicate()
        open_the_gate()
        site.page(f"/{number}", "<title>Here</title>")
    assert killed.run("check", "list.md")[0] == 0
    assert killed.facts() == calm.facts()
    assert killed.health() == calm.health()
    assert max(Counter(site.paths[before:]).values()) <= 4


def test_crawl_says_so_and_stops_when_another_one_is_at_work(command: Command, site: Site) -> None:
    """Two crawls on one database: the second one says so, asks nothing, and ends with 3."""
    open_the_gate = site.held("/0", answers.page("<title>Late</title>"))
    with command.start("crawl", "list.md", "--host-concurrency", "1") as first:
        assert site.wait_for("/0")
        asked = len(site.paths)
        status, _, err = command.run("crawl", "list.md")
        assert len(site.paths) == asked
        open_the_gate()
        first.communicate(timeout=60)
    assert (status, first.returncode) == (3, 0)
    assert "is in use: wait for the other crawl" in err


def test_check_says_in_one_sentence_that_the_network_is_down(command: Command) -> None:
    """No host answers: one plain sentence, nothing recorded, exit status 3."""
    (command.folder / "list.md").write_text("[A](http://a.test/) [B](http://b.test/)\n", encoding="utf-8")
    with closed_port() as port:
        status, out, err = command.run("check", "list.md", "--connect-to", f"::127.0.0.1:{port}", "--attempts", "1")
    assert (status, out) == (3, "")
    assert "2 without an answer" in err
    assert "broken" not in err
    assert "nothing was recorded against any link" in err
    assert command.facts() == set()


def test_check_draws_nothing_in_a_pipe(command: Command) -> None:
    """Where there is no terminal there are plain lines, without a single escape; --quiet leaves them out."""
    status, out, err = command.run("check", "list.md")
    assert (status, "\x1b" in out + err) == (0, False)
    assert "60 of 60" in err
    assert "60 addresses: 60 alive" in out
    assert command.run("check", "list.md", "--all", "--quiet")[2] == ""


def test_links_prints_one_object_a_link(command: Command) -> None:
    """`links --format jsonl` has just the keys that were promised, and spans that decode to the URL."""
    status, out, err = command.run("links", "list.md", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    data = (command.folder / "list.md").read_bytes()
    assert (status, err) == (0, "")
    assert [list(row) for row in rows[:1]] == [
        ["path", "line", "column", "start", "end", "url", "text", "title", "section", "kind"]
    ]
    assert [data[row["start"] : row["end"]].decode() for row in rows] == command.urls == [row["url"] for row in rows]
