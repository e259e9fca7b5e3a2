"""What is remembered, on a branch and in a folder: real git, real files."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from crawler.errors import ConflictError, StoreError
from crawler.model import Choice, Decision
from crawler.pipeline.keeping import (
    BRANCH,
    MESSAGE,
    Kept,
    fetch,
    read_branch,
    read_folder,
    write_branch,
    write_folder,
)
from crawler.publish.forge import Entry
from crawler.store import ledger
from tests.branches import GitBranches
from tests.repositories import Repository, isolate

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def said(letter: str, choice: Choice = Choice.DECLINED) -> Decision:
    """A word on the fix whose id is this letter."""
    return Decision(fix=letter * 64, choice=choice, reason="no", at=AT, by="me")


def words(letters: str) -> dict[str, bytes]:
    """A ledger with a refusal for each letter."""
    return ledger.with_decisions({}, map(said, letters))


def known(files: ledger.Ledger) -> str:
    """The letters of the refusals in a ledger."""
    return "".join(sorted(fix[0] for fix in ledger.decisions(files)))


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitBranches:
    """A forge with nothing in it."""
    isolate(monkeypatch, tmp_path)
    return GitBranches(tmp_path / "forge")


def pushes(forge: GitBranches, monkeypatch: pytest.MonkeyPatch, push: Callable[[], object], times: int) -> None:
    """Let somebody else push just before we do, so many times."""
    plain, left = forge.write_commit, [None] * times

    def write_commit(tree: str, parents: list[str], message: str) -> str:
        commit = plain(tree, parents, message)
        if left:
            left.pop()
            with monkeypatch.context() as undo:
                undo.setattr(forge, "write_commit", plain)
                push()
        return commit

    monkeypatch.setattr(forge, "write_commit", write_commit)


def test_read_branch_knows_nothing_when_there_is_none(forge: GitBranches) -> None:
    """A branch that is not there is no memory: nothing new may be proposed on its account."""
    assert read_branch(forge) == Kept(damage="there is no branch listkeeper-state yet")


def test_write_branch_makes_a_branch_with_a_root_of_its_own(forge: GitBranches) -> None:
    """The first commit has no parent, and what is read back is what was written."""
    commit = write_branch(forge, words("ab"))
    kept = read_branch(forge)
    assert kept.head is not None
    assert (kept.head.sha, kept.head.parents, kept.head.message) == (commit, (), MESSAGE)
    assert (kept.files, kept.damage) == (words("ab"), None)


def test_write_branch_writes_nothing_when_nothing_is_new(forge: GitBranches) -> None:
    """What is known already makes no commit, whether it was read before or not."""
    write_branch(forge, words("ab"))
    kept = read_branch(forge)
    forge.asked.clear()
    assert write_branch(forge, words("ab"), seen=kept) is None
    assert write_branch(forge, words("a")) is None
    assert [what for what, _ in forge.asked] == ["blob"] * 2


def test_write_branch_sends_only_the_files_that_changed(forge: GitBranches) -> None:
    """A file that is as it was is neither fetched nor sent; what is not ours stays."""
    files = ledger.with_publication(words("a"), {"written_at": "1"})
    write_branch(forge, files)
    own = forge.repository.git("hash-object", "-w", "--stdin", data=b"mine")
    head = forge.commit(forge.branch(BRANCH) or "")
    tree = forge.write_tree(head.tree, {"README.md": Entry(mode="100644", sha=own)})
    forge.move_branch(BRANCH, forge.write_commit(tree, [head.sha], "A person's"))
    kept = read_branch(forge, known=files)
    assert forge.asked == [("write_blob", sha) for what, sha in forge.asked if what == "write_blob"]
    forge.asked.clear()
    new = ledger.with_decisions(kept.files, [said("b")])
    assert write_branch(forge, new, seen=kept)
    assert [what for what, _ in forge.asked] == ["write_blob"] * 2  # the decisions, and the seal
    assert forge.tree(forge.commit(forge.branch(BRANCH) or "").tree)["README.md"].sha == own
    assert read_branch(forge).files == new


def test_write_branch_keeps_what_somebody_pushes_meanwhile(forge: GitBranches, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that write at once neither loses a word, on a branch that is there and on one that is not."""
    for first, ours, theirs in (("", "a", "b"), ("ab", "abc", "d")):
        kept = read_branch(forge)
        assert known(kept.files) == first
        with monkeypatch.context() as undo:
            pushes(forge, undo, partial(write_branch, forge, words(theirs)), times=1)
            assert write_branch(forge, words(ours), seen=kept)
        assert known(read_branch(forge).files) == "".join(sorted({*first, *ours, *theirs}))
    log = forge.repository.git("log", "--format=%H %P", BRANCH).split("\n")
    assert [len(commits.split()) for commits in log] == [2, 2, 2, 1]


def test_write_branch_gives_up_when_others_never_stop(forge: GitBranches, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times it begins anew, then it says so; no word of the others is lost."""
    letters = iter("0123456789")
    pushes(forge, monkeypatch, lambda: write_branch(forge, words(next(letters))), times=9)
    with pytest.raises(ConflictError, match="4 times over: run it again"):
        write_branch(forge, words("a"))
    assert known(read_branch(forge).files) == "0123"


def test_read_branch_saves_what_can_be_read_when_it_is_damaged(forge: GitBranches) -> None:
    """Each line counts; the branch is whole again once it is written."""
    files = words("ab")
    broken = files | {"decisions.jsonl": files["decisions.jsonl"].replace(b'"by"', b"{", 1), "links.jsonl": b"\0"}
    write_branch(forge, broken, seen=Kept())
    kept = read_branch(forge)
    assert (known(kept.files), kept.damage) == (
        "b",
        "the branch listkeeper-state is damaged: decisions.jsonl is not as it was written",
    )
    assert write_branch(forge, kept.files, seen=kept)
    assert read_branch(forge) == Kept(head=forge.commit(forge.branch(BRANCH) or ""), files=words("b"))


def test_read_branch_follows_no_link(forge: GitBranches) -> None:
    """A symbolic link in the place of a file of ours is none of ours, and is replaced."""
    write_branch(forge, words("a"))
    head = forge.commit(forge.branch(BRANCH) or "")
    link = forge.write_blob(b"../../etc/passwd")
    tree = forge.write_tree(head.tree, {"decisions.jsonl": Entry(mode="120000", sha=link)})
    forge.move_branch(BRANCH, forge.write_commit(tree, [head.sha], "A link"))
    kept = read_branch(forge)
    assert (kept.files, kept.damage) == (
        ledger.salvage({}),
        "the branch listkeeper-state is damaged: decisions.jsonl is missing",
    )
    write_branch(forge, words("b"), seen=kept)
    assert forge.tree(forge.commit(forge.branch(BRANCH) or "").tree)["decisions.jsonl"].mode == "100644"


def test_read_branch_leaves_a_newer_form_alone(forge: GitBranches) -> None:
    """What a newer listkeeper wrote is not written over by an older one."""
    write_branch(forge, {"state.json": b'{"format":2,"files":{}}'}, seen=Kept())
    for act in (lambda: read_branch(forge), lambda: write_branch(forge, words("a"))):
        with pytest.raises(StoreError, match=r"form 2 of the state, this one knows form 1\): update listkeeper"):
            act()


def test_two_clones_push_one_branch_and_lose_nothing(tmp_path: Path, forge: GitBranches) -> None:
    """Whoever is turned away by git fetches, merges by key and pushes: no line is lost, and none stands twice."""
    write_branch(forge, words("a"))
    clones = [forge.repository.clone(tmp_path / name) for name in ("one", "two")]
    for clone, letter in zip(clones, "bc", strict=True):
        clone.git("checkout", "--quiet", "-b", "work", f"origin/{BRANCH}")
        keep(clone, ledger.merge(read_folder(clone.folder), words(letter)))
    clones[0].git("push", "--quiet", "origin", f"work:{BRANCH}")
    with pytest.raises(AssertionError, match="fetch first"):
        clones[1].git("push", "--quiet", "origin", f"work:{BRANCH}")
    ours = read_folder(clones[1].folder)
    clones[1].git("fetch", "--quiet", "origin")
    clones[1].git("reset", "--quiet", "--hard", f"origin/{BRANCH}")
    keep(clones[1], ledger.merge(read_folder(clones[1].folder), ours))
    clones[1].git("push", "--quiet", "origin", f"work:{BRANCH}")
    assert read_branch(forge).files == words("abc")


def keep(clone: Repository, files: ledger.Ledger) -> None:
    """Commit the files."""
    write_folder(clone.folder, files)
    clone.git("add", "--all")
    clone.git("-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "--quiet", "--message", "Remember")


def test_write_folder_gives_back_what_it_was_given(tmp_path: Path) -> None:
    """Files come back as they were; what is not ours stays, and what we know no more goes."""
    folder = tmp_path / "new" / "state"
    (folder / "observations").mkdir(parents=True)
    for name in ("notes.txt", "links.jsonl", "observations/2026-11.jsonl", "observations/mine.jsonl"):
        (folder / name).write_bytes(b"old")
    write_folder(folder, words("a"))
    assert read_folder(folder) == words("a")
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == [
        *("decisions.jsonl", "notes.txt", "observations", "observations/mine.jsonl", "state.json"),
    ]


def test_write_folder_follows_no_link(tmp_path: Path) -> None:
    """What a link leads to is neither written to nor read."""
    folder, away = tmp_path / "state", tmp_path / "away"
    folder.mkdir()
    away.mkdir()
    (away / "file").write_bytes(b"theirs")
    (away / "2026-11.jsonl").write_bytes(b"theirs")
    (folder / "decisions.jsonl").symlink_to(away / "file")
    (folder / "observations").symlink_to(away)
    assert read_folder(folder) == {}
    with pytest.raises(StoreError, match="is a link to another place: take it away"):
        write_folder(folder, words("a"))
    (folder / "observations").unlink()
    write_folder(folder, words("a"))
    assert (away / "file").read_bytes() == b"theirs"
    assert not (folder / "decisions.jsonl").is_symlink()


def test_read_folder_waits_for_no_pipe(tmp_path: Path) -> None:
    """A pipe that nobody writes to, a folder and a file that is far too long are as good as missing."""
    os.mkfifo(tmp_path / "links.jsonl")
    (tmp_path / "runs.jsonl").mkdir()
    with (tmp_path / "sources.jsonl").open("wb") as file:
        file.truncate(2**30)
    assert read_folder(tmp_path) == {}


def test_folders_that_cannot_be_used_are_errors_that_say_what_to_do(tmp_path: Path) -> None:
    """Neither a folder that is missing nor one that is a file ends in a traceback."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="write one with `listkeeper state export`"):
        read_folder(tmp_path / "missing")
    with pytest.raises(StoreError, match="pass another folder"):
        write_folder(tmp_path / "file" / "state", words("a"))


def test_fetch_gives_files_as_they_are(forge: GitBranches) -> None:
    """Damage is left for whoever reads them to find."""
    assert fetch(forge) == (None, {})
    write_branch(forge, {"links.jsonl": b"\0"}, seen=Kept())
    assert fetch(forge)[1] == {"links.jsonl": b"\0"}
