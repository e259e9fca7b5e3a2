"""Which commit the lists are those of."""

import shutil
from pathlib import Path

import pytest

from crawler.gather.heads import head_of
from tests.repositories import START, Repository, isolate

LISTS = {"README.md": b"# List\n", "docs/café a.md": b"x\r\n"}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with two lists in its only commit."""
    isolate(monkeypatch, tmp_path)
    made = Repository(tmp_path / "repository")
    made.commit(LISTS, START)
    return made


def test_head_of_is_the_commit_whose_lists_these_are(repository: Repository) -> None:
    """All of the lists, or some of them, byte for byte; from a folder below the top as well."""
    head = repository.git("rev-parse", "HEAD")
    assert head_of(repository.folder, LISTS) == head
    assert head_of(repository.folder, {"README.md": LISTS["README.md"]}) == head
    (repository.folder / "docs").mkdir(exist_ok=True)
    assert head_of(repository.folder / "docs", {"café a.md": LISTS["docs/café a.md"]}) == head


def test_head_of_is_nothing_when_a_list_was_changed(repository: Repository) -> None:
    """What was changed, or never committed, is in no commit; neither is nothing at all."""
    assert head_of(repository.folder, {**LISTS, "README.md": b"# List\r\n"}) is None
    assert head_of(repository.folder, {**LISTS, "new.md": b""}) is None
    assert head_of(repository.folder, {}) is None


def test_head_of_knows_repositories_with_longer_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository may name its objects by SHA-256 (git-init(1), --object-format)."""
    isolate(monkeypatch, tmp_path)
    made = Repository(tmp_path / "long")
    shutil.rmtree(made.folder / ".git")
    made.git("init", "--quiet", "--object-format=sha256", "--initial-branch=main")
    head = made.commit(LISTS, START)
    assert (len(head), head_of(made.folder, LISTS)) == (64, head)


def test_head_of_is_nothing_where_there_is_no_repository(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No `.git`, no commit yet, no time, no git: nobody knows, and nothing is wrong."""
    assert head_of(tmp_path, LISTS) is None
    assert head_of(Repository(tmp_path / "empty").folder, LISTS) is None
    assert head_of(repository.folder, LISTS, deadline_s=0) is None
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert head_of(repository.folder, LISTS) is None
