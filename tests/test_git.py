"""How git is asked: within bounds, and to the end or not at all."""

import os
import signal
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path

import pytest

from crawler.gather import git
from crawler.gather.git import Git, GitError
from tests.repositories import Repository, isolate

HASH = "0" * 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, and nobody's configuration."""
    isolate(monkeypatch, tmp_path)
    return Repository(tmp_path / "repository").folder


def program() -> str:
    """Where git is."""
    found = git.installed()
    assert found
    return found


def test_ask_gives_the_whole_answer(folder: Path) -> None:
    """What is asked on the way in is answered in order, however much it is."""
    names = "".join(f"{HASH}\n" for _ in range(20_000)).encode()
    with Git(program(), folder, 60.0) as asked:
        assert asked.ask("cat-file", "--batch-check", stdin=names).splitlines() == [f"{HASH} missing".encode()] * 20_000
        with pytest.raises(GitError, match=r"^git says: .*no-such-command"):
            asked.ask("no-such-command")


def test_git_is_told_no_secret(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a repository could make git start, there is no token to be had from it."""
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_canary")
    monkeypatch.setenv("YOUTUBE_API_KEY", "canary")
    spy = tmp_path / "spy"
    spy.write_text("#!/bin/sh\nenv\n")
    spy.chmod(0o755)
    with Git(str(spy), folder, 60.0) as asked:
        said = asked.ask("version")
    assert b"GIT_ALLOW_PROTOCOL=none" in said
    assert b"canary" not in said


def test_blobs_are_given_as_they_are_asked_for(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each content whole, in order, twice if asked twice; None for what is missing, too large, or no file's content."""
    monkeypatch.setattr(git, "BLOB_BYTES", 5)
    repository = Repository(folder)
    small, large, empty = (
        repository.git("hash-object", "-w", "--stdin", data=data) for data in (b"a\n\0b", b"x" * 23, b"")
    )
    tree = repository.git("mktree")
    with Git(program(), folder, 60.0) as asked:
        found = list(asked.blobs([small, HASH, large, small, tree, empty]))
        assert found == [b"a\n\0b", None, None, b"a\n\0b", None, b""]
        assert list(asked.blobs([])) == []


def test_blobs_can_be_left_before_the_end(folder: Path) -> None:
    """What was not asked for to the end is ended, whatever it does."""
    with Git(program(), folder, 60.0) as asked:
        blobs = asked.blobs([HASH] * 100_000)
        assert next(blobs) is None
        blobs.close()
        running = asked._running
    assert running is not None
    assert running.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "said",
    [b"", b"0123 blo", b"0123 blob 5\nabc", b"0123 blob 5\nabcde", b"0123 blob 99999999\nabc", b"0123 tree 9\nabc"],
)
def test_blob_is_whole_or_none(said: bytes) -> None:
    """A stream that ends too early gives no half of a file."""
    with pytest.raises(EOFError):
        git._blob(BytesIO(said))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_ask_kills_what_was_started_just_when_the_time_was_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm may go off before there is anything to kill; git, which hangs for good here, is ended all the same."""
    config = folder / ".git" / "config"
    config.unlink()
    os.mkfifo(config)
    now_s = chain([0.0, 0.0], repeat(9.0))
    monkeypatch.setattr(git, "monotonic", lambda: next(now_s))
    asked = Git(program(), folder, 5.0)
    asked._kill()
    with pytest.raises(GitError, match=r"^its history was not read to the end within 5 seconds$"):
        asked.ask("rev-parse", "--show-prefix")
