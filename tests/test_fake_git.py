"""The fake's git beside git itself: the same names for the same things, the same hunks, the same refusals."""

from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.hunks import new_lines
from tests.forge import FakeGitHub
from tests.forge.asking import Asking
from tests.forge.diffs import patch, shown
from tests.forge.objects import Item, Objects
from tests.repositories import Repository, isolate

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_FILES = {"README.md": b"# List\n\n- [One](https://one.example/)\n", "docs/more.md": b"More\n", "docs.txt": b"\xff\0"}
_NAMES = st.sampled_from(["a", "a.b", "a-b", "a/b", "a/c/d", "b", "b/é", "c"])
_CONTENTS = st.dictionaries(_NAMES, st.binary(max_size=8), max_size=6)
_LINES = st.lists(st.sampled_from(["one", "two", "three", "", "# four", "-- five"]), max_size=30)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A real repository with two commits and a branch."""
    isolate(monkeypatch, tmp_path / "home")
    repository = Repository(tmp_path / "real")
    repository.commit({"README.md": b"# List\n"}, _AT)
    repository.commit(_FILES, _AT)
    repository.git("branch", "side/way", "HEAD~1")
    return repository


@pytest.fixture
def fake(repository: Repository) -> FakeGitHub:
    """The same repository, on the fake."""
    return FakeGitHub.from_repository(repository)


def test_from_repository_shows_what_git_shows(fake: FakeGitHub, repository: Repository) -> None:
    """Refs, commits, trees and blobs have the names and the content that git has for them."""
    ask = Asking(fake)
    tip = ask.get("/git/ref/heads/main")["object"]["sha"]
    commit = ask.get(f"/git/commits/{tip}")
    tree = ask.get(f"/git/trees/{commit['tree']['sha']}", recursive="1")
    listed = repository.git("ls-tree", "-r", "-t", "HEAD").splitlines()
    assert tip == repository.git("rev-parse", "HEAD")
    assert [parent["sha"] for parent in commit["parents"]] == [repository.git("rev-parse", "HEAD~1")]
    assert [f"{row['mode']} {row['type']} {row['sha']}\t{row['path']}" for row in tree["tree"]] == listed
    assert ask.get("/git/ref/heads/side/way")["object"]["sha"] == repository.git("rev-parse", "side/way")
    blob = next(row["sha"] for row in tree["tree"] if row["path"] == "docs.txt")
    assert b64decode(ask.get(f"/git/blobs/{blob}")["content"]) == _FILES["docs.txt"]


def test_get_tree_shows_one_level_unless_all_is_asked_for(fake: FakeGitHub) -> None:
    """Without `recursive` a folder is one row."""
    rows = Asking(fake).get("/git/trees/main")["tree"]
    assert [(row["path"], row["type"]) for row in rows] == [
        ("README.md", "blob"),
        ("docs.txt", "blob"),
        ("docs", "tree"),
    ]


def test_get_tree_says_when_it_is_cut(fake: FakeGitHub) -> None:
    """GitHub shows 100,000 entries, and says that there are more."""
    fake.git.tree_limit = 2
    tree = Asking(fake).get("/git/trees/main", recursive="1")
    assert (len(tree["tree"]), tree["truncated"]) == (2, True)


def test_a_commit_by_the_interface_is_one_that_git_accepts(fake: FakeGitHub, repository: Repository) -> None:
    """Git gives each object the fake's name for it, and finds nothing wrong."""
    ask = Asking(fake)
    sha = ask.branch("listkeeper/fixes", {"README.md": b"# Better\n", "new/é.md": b"New\n", "docs.txt": None})
    fake.objects.write_to(repository.folder)
    repository.git("fsck", "--strict")
    assert repository.git("show", f"{sha}:README.md") == "# Better"
    changed = repository.git("-c", "core.quotepath=off", "diff", "--name-status", "main", sha).splitlines()
    assert changed == ["M\tREADME.md", "D\tdocs.txt", "A\tnew/é.md"]
    who = repository.git("show", "--no-patch", "--format=%an <%ae>", sha)
    assert who == "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"


@given(files=_CONTENTS, changes=st.dictionaries(_NAMES, st.none() | st.binary(max_size=8), min_size=1, max_size=4))
def test_create_tree_is_the_base_with_the_changes(files: dict[str, bytes], changes: dict[str, bytes | None]) -> None:
    """The tree has the name that the tree of those very files has; what is not there cannot be taken out."""
    fake = FakeGitHub(files={"z": b"", **_without_clashes(files)})
    ask = Asking(fake)
    wanted, refused = dict(fake.files()), False
    entries = []
    for path, data in changes.items():
        sha = None if data is None else fake.objects.add_blob(data)
        entries.append({"path": path, "mode": "100644", "type": "blob", "sha": sha})
        below = [name for name in wanted if name.startswith(f"{path}/")]
        refused |= data is None and path not in wanted and not below
        for name in [*below, *(name for name in wanted if data is not None and path.startswith(f"{name}/")), path]:
            wanted.pop(name, None)
        if data is not None:
            wanted[path] = data
    base = ask.get("/git/trees/main")["sha"]
    answer = ask("POST", "/git/trees", {"base_tree": base, "tree": entries})
    assert answer.status_code == (422 if refused else 201), answer.text
    if not refused:
        assert answer.json()["sha"] == _tree(Objects(), wanted)


def _without_clashes(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not any(name.startswith(f"{path}/") for name in files)}


def _tree(objects: Objects, files: dict[str, bytes]) -> str:
    return objects.add_files({path: Item("100644", objects.add_blob(data)) for path, data in files.items()})


@settings(max_examples=12)  # each starts git ten times
@given(files=_CONTENTS)
def test_trees_have_the_names_that_git_gives_them(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Git sorts folders as if they ended in a slash; here real git says what the name is."""
    files = {"z": b"", **_without_clashes(files)}
    with pytest.MonkeyPatch.context() as patching:
        folder = tmp_path_factory.mktemp("real")
        isolate(patching, folder / "home")
        real = Repository(folder / "real")
        real.commit(files, _AT)
        assert real.git("rev-parse", "HEAD^{tree}") == _tree(Objects(), files)


@pytest.mark.parametrize(
    ("asked", "body", "said"),
    [
        ("POST /git/refs", {"ref": "refs/heads/main", "sha": "HEAD"}, "Reference already exists"),
        ("POST /git/refs", {"ref": "refs/heads/new", "sha": "0" * 40}, "Object does not exist"),
        ("POST /git/refs", {"ref": "heads/new", "sha": "HEAD"}, "Reference name is invalid"),
        ("POST /git/refs", {"ref": "refs/heads/a..b", "sha": "HEAD"}, "Reference name is invalid"),
        ("POST /git/refs", {"ref": "refs/heads/main/sub", "sha": "HEAD"}, "Reference update failed"),
        ("PATCH /git/refs/heads/main", {"sha": "HEAD~1"}, "Update is not a fast forward"),
        ("PATCH /git/refs/heads/none", {"sha": "HEAD"}, "Reference does not exist"),
        ("PATCH /git/refs/heads/main", {"sha": "0" * 40}, "Object does not exist"),
        ("DELETE /git/refs/heads/none", None, "Reference does not exist"),
        ("DELETE /git/refs/heads/main", None, "Cannot delete the default branch"),
        ("POST /git/commits", {"message": "m", "tree": "0" * 40, "parents": []}, "Tree SHA does not exist"),
        ("POST /git/trees", {"base_tree": "0" * 40, "tree": []}, "base_tree is not a valid tree oid"),
        ("POST /git/trees", {"tree": []}, "Invalid tree info"),
    ],
)
def test_git_refuses_what_github_refuses(
    fake: FakeGitHub, repository: Repository, asked: str, body: dict[str, str] | None, said: str
) -> None:
    """422, and the sentence that GitHub has for it."""
    if body and str(body.get("sha", "")).startswith("HEAD"):
        body = {**body, "sha": repository.git("rev-parse", body["sha"])}
    method, path = asked.split(" ")
    answer = Asking(fake)(method, path, body)
    assert (answer.status_code, answer.json()["message"]) == (422, said)


@pytest.mark.parametrize(
    "path", ["/git/ref/heads/mai", "/git/commits/0", "/git/trees/0", "/git/blobs/0", "/contents/no"]
)
def test_git_answers_404_for_what_is_not_there(fake: FakeGitHub, path: str) -> None:
    """The beginning of a name is not the name."""
    assert Asking(fake)("GET", path).status_code == 404


def test_update_ref_goes_back_only_by_force(fake: FakeGitHub, repository: Repository) -> None:
    """With `force` a branch may lose commits."""
    ask, older = Asking(fake), repository.git("rev-parse", "HEAD~1")
    assert ask("PATCH", "/git/refs/heads/main", {"sha": older, "force": True}).status_code == 200
    assert ask.get("/git/ref/heads/main")["object"]["sha"] == older


def test_get_content_is_the_file_on_a_branch(fake: FakeGitHub) -> None:
    """The default branch, where none is named."""
    ask = Asking(fake)
    assert b64decode(ask.get("/contents/docs/more.md")["content"]) == b"More\n"
    assert b64decode(ask.get("/contents/README.md", ref="side/way")["content"]) == b"# List\n"


def test_patches_are_what_git_diff_shows(fake: FakeGitHub, repository: Repository) -> None:
    """What a pull request changes is compared with where it left its base, as `git diff main...branch` does."""
    ask, person = Asking(fake), fake.person()
    lines = [f"- [{n}](https://{n}.example/)\n" for n in range(40)]
    person.push("main", {"README.md": "".join(lines).encode(), "gone.md": b"x", "same.md": b"x"})
    lines[3], lines[30] = "- [3](https://three.example/)\n", ""
    person.push("edit", {"README.md": "".join(lines).encode(), "gone.md": None, "new.md": b"no end", "b.bin": b"\0"})
    person.push("main", {"same.md": b"y"})
    shown_files = ask.get(f"/pulls/{person.open_pull('edit')}/files")
    fake.objects.write_to(repository.folder)
    tips = [fake.repository.refs[f"refs/heads/{name}"] for name in ("main", "edit")]
    whole = repository.git("diff", "-U3", "...".join(tips), "--", "README.md")
    by_path = {row["filename"]: row for row in shown_files}
    assert by_path["README.md"]["patch"] == whole[whole.index("@@ ") :]
    assert {path: row["status"] for path, row in by_path.items()} == {
        "README.md": "modified", "b.bin": "added", "gone.md": "removed", "new.md": "added"
    }  # fmt: skip
    assert by_path["new.md"]["patch"] == "@@ -0,0 +1 @@\n+no end\n\\ No newline at end of file"
    assert "patch" not in by_path["b.bin"]
    assert (by_path["README.md"]["additions"], by_path["README.md"]["deletions"]) == (1, 2)


@given(old=_LINES, new=_LINES)
def test_shown_are_the_lines_of_the_hunks(old: list[str], new: list[str]) -> None:
    """Each line that is shown stands where it is said to stand, and no line of a hunk is missed."""
    before, after = ("".join(f"{line}\n" for line in lines).encode() for lines in (old, new))
    text = patch(before, after)
    assert text is not None
    rows = text.split("\n")
    for (side, line), position in shown(text).items():
        assert rows[position][1:] == (old if side == "LEFT" else new)[line - 1]
    assert sorted(line for side, line in shown(text) if side == "RIGHT") == [
        line.number for line in new_lines(text.encode())
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"path": "../a", "content": "x"}, "tree.path contains a malformed path component"),
        ({"path": "a/.git/config", "content": "x"}, "tree.path contains a malformed path component"),
        ({"path": "a"}, "Must supply either tree.sha or tree.content"),
        ({"path": "a", "content": "x", "sha": "HEAD"}, "Must supply either tree.sha or tree.content"),
        ({"path": "a", "sha": "0" * 40}, f"tree.sha {'0' * 40} is not a valid blob"),
        ({"path": "a", "mode": "040000", "sha": "0" * 40}, f"tree.sha {'0' * 40} is not a valid tree"),
        ({"path": "none.md", "sha": None}, "GitRPC::BadObjectState"),
    ],
)
def test_create_tree_refuses_what_no_tree_can_hold(fake: FakeGitHub, entry: dict[str, str], said: str) -> None:
    """And makes nothing of the good entry beside it."""
    good = {"path": "good.md", "mode": "100644", "type": "blob", "content": "Good\n"}
    base = Asking(fake).get("/git/trees/main")["sha"]
    trees = len(fake.objects.trees)
    answer = Asking(fake)("POST", "/git/trees", {"base_tree": base, "tree": [good, entry]})
    assert answer.status_code == 422
    assert answer.json()["message"].startswith(said)
    assert len(fake.objects.trees) == trees


def test_create_tree_takes_whole_folders(fake: FakeGitHub) -> None:
    """In under another name, and out; a commit stands for its tree, and text for its blob."""
    ask = Asking(fake)
    tip = ask.get("/git/ref/heads/main")["object"]["sha"]
    docs = next(row["sha"] for row in ask.get("/git/trees/main")["tree"] if row["path"] == "docs")
    entries = [
        {"path": "copy", "mode": "040000", "type": "tree", "sha": docs},
        {"path": "docs", "mode": "040000", "type": "tree", "sha": None},
        {"path": "run", "mode": "100755", "type": "blob", "content": "#!/bin/sh\n"},
    ]
    made = ask.make("/git/trees", base_tree=tip, tree=entries)["sha"]
    rows = ask.get(f"/git/trees/{made}", recursive="1")["tree"]
    assert [(row["mode"], row["path"]) for row in rows] == [
        ("100644", "README.md"),
        ("040000", "copy"),
        ("100644", "copy/more.md"),
        ("100644", "docs.txt"),
        ("100755", "run"),
    ]
    emptied = [
        {"path": row["path"], "mode": row["mode"], "type": "blob", "sha": None} for row in rows if row["path"] != "copy"
    ]
    assert ask("POST", "/git/trees", {"base_tree": made, "tree": emptied}).json()["message"] == "Invalid tree info"


def test_create_commit_says_who_made_it_when_it_is_told(fake: FakeGitHub, repository: Repository) -> None:
    """Author and committer by themselves; a parent has to be a commit."""
    ask, tree = Asking(fake), Asking(fake).get("/git/trees/main")["sha"]
    author = {"name": "A", "email": "a@a.example", "date": "2026-02-03T04:05:06Z"}
    made = ask.make("/git/commits", message="m", tree=tree, parents=[], author=author)
    assert (made["author"], made["committer"]) == (author, author)
    fake.objects.write_to(repository.folder)
    assert repository.git("show", "--no-patch", "--format=%an %aI", made["sha"]) == "A 2026-02-03T04:05:06+00:00"
    answer = ask("POST", "/git/commits", {"message": "m", "tree": tree, "parents": [tree]})
    assert answer.json()["message"] == "Parent SHA does not exist or is not a commit object"


def test_matching_refs_are_those_that_begin_so(fake: FakeGitHub) -> None:
    """Whole names or not."""
    found = Asking(fake).get("/git/matching-refs/heads/s")
    assert [row["ref"] for row in found] == ["refs/heads/side/way"]
