"""What is remembered, on the branch of a forge that is asked over real sockets."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import cli
from crawler.pipeline.keeping import BRANCH, MESSAGE, read_branch, read_folder, write_branch
from crawler.publish.forge.github import GitHub
from crawler.store import ledger
from tests.forge.clients import Patience, client
from tests.forge.fake import BOT_TOKEN, FakeGitHub
from tests.test_keeping import known, words


@pytest.fixture
def fake() -> FakeGitHub:
    """A repository with one list."""
    return FakeGitHub(files={"README.md": b"# List\n"})


def test_write_branch_makes_the_branch_and_tells_nobody(fake: FakeGitHub) -> None:
    """A root of its own, in as few requests as there are files and three besides; and nothing that sends mail."""
    with fake.serving() as url, client(url, Patience()) as forge:
        commit = write_branch(forge, words("a"))
        assert commit is not None
        assert [call.method for call in fake.writes] == ["POST"] * 5  # two blobs, tree, commit, branch
        assert fake.notifying == []
        assert (forge.commit(commit).parents, forge.commit(commit).message) == ((), MESSAGE)
        assert fake.files(BRANCH) == words("a")
        assert read_branch(forge).files == words("a")
        written = len(fake.writes)
        assert write_branch(forge, words("a")) is None
        assert len(fake.writes) == written


def test_write_branch_takes_in_what_another_pushed_meanwhile(fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The forge turns down whoever comes second, on a new branch and on one that is there; no word is lost."""
    with fake.serving() as url, client(url, Patience()) as ours, client(url, Patience()) as theirs:
        for first, second in ("ab", "cd"):
            kept = read_branch(ours)
            mine = ledger.merge(kept.files, words(first))
            with monkeypatch.context() as undo:
                _let_in(undo, ours, theirs, words(second))
                assert write_branch(ours, mine, seen=kept)
        assert known(read_branch(ours).files) == "abcd"
        assert fake.files("main") == {"README.md": b"# List\n"}


def _let_in(undo: pytest.MonkeyPatch, ours: GitHub, theirs: GitHub, files: dict[str, bytes]) -> None:
    """Before our next commit is on its branch, the others' is."""
    plain = ours.write_commit
    waiting = [files]

    def write_commit(tree: str, parents: list[str], message: str) -> str:
        sha = plain(tree, parents, message)
        if waiting:
            write_branch(theirs, waiting.pop())
        return sha

    undo.setattr(ours, "write_commit", write_commit)


def test_state_pull_reads_the_branch(fake: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command asks with the token of the environment; without a branch it says so, and ends with 0."""
    folder = str(tmp_path / "state")
    with fake.serving() as url:
        for name, value in {"TOKEN": BOT_TOKEN, "API_URL": url, "REPOSITORY": fake.name}.items():
            monkeypatch.setenv(f"GITHUB_{name}", value)
        missing = CliRunner().invoke(cli, ["state", "pull", folder])
        assert (missing.exit_code, missing.stdout) == (0, "nothing to read\n")
        assert "there is no branch listkeeper-state yet: nothing is remembered" in missing.stderr
        with client(url, Patience()) as forge:
            write_branch(forge, words("ab"))
        done = CliRunner().invoke(cli, ["state", "pull", folder])
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == f"2 facts in 2 files of listkeeper-state written to {folder}\n"
    assert read_folder(tmp_path / "state") == words("ab")
