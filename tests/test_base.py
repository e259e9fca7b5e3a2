"""What a branch adds, in real repositories of every shape that a pull request comes in."""

from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.gather import base, git
from crawler.gather.base import Base, compare
from tests.repositories import WorkTree, isolate, links

OLD = links("https://a.example/", "https://b.example/")
NEW = links("https://a.example/", "https://new.example/", "https://b.example/")


class Tree(WorkTree):
    """A repository whose files are compared."""

    def compare(self, name: str, *paths: str, root: str = "") -> Base:
        """What the files on disk add."""
        folder = self.folder / root
        return compare(folder, name, {path: (folder / path).read_bytes() for path in paths})


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """A list on main, and a branch of it that is checked out."""
    isolate(monkeypatch, tmp_path)
    made = Tree(tmp_path / "repository")
    made.add({"list.md": OLD})
    made.git("checkout", "--quiet", "-b", "branch")
    return made


def test_compare_tells_the_lines_that_a_branch_adds(repository: Tree) -> None:
    """One line is new, committed or not; what stood there before is known, and which commits were compared."""
    main = repository.git("rev-parse", "main")
    repository.write({"list.md": NEW})
    found = repository.compare("main", "list.md")
    assert (found.added, found.before, found.notes) == ({"list.md": frozenset({2})}, {"list.md": OLD}, ())
    assert (found.commit, found.head) == (main, main)
    head = repository.add({})
    found = repository.compare("main", "list.md")
    assert found.added == {"list.md": frozenset({2})}
    assert (found.commit, found.head) == (main, head)


def test_compare_knows_where_the_branch_began(repository: Tree) -> None:
    """What main gained since is not the branch's; nor is it once main is merged, or the branch put on top of it."""
    repository.add({"list.md": NEW})
    repository.git("checkout", "--quiet", "main")
    repository.add({"list.md": links("https://main.example/") + OLD})
    repository.git("checkout", "--quiet", "branch")
    assert repository.compare("main", "list.md").added == {"list.md": frozenset({2})}
    who = ("-c", "user.name=A", "-c", "user.email=a@a.example")
    repository.git(*who, "rebase", "--quiet", "main")
    assert repository.compare("main", "list.md").added == {"list.md": frozenset({3})}


def test_compare_takes_the_merge_that_a_forge_makes(repository: Tree) -> None:
    """A runner checks out the branch merged into main: only the branch's lines are new there."""
    repository.add({"list.md": NEW})
    repository.git("checkout", "--quiet", "main")
    repository.add({"list.md": links("https://main.example/") + OLD})
    who = ("-c", "user.name=A", "-c", "user.email=a@a.example")
    repository.git("checkout", "--quiet", "--detach")
    repository.git(*who, "merge", "--quiet", "--no-edit", "branch")
    assert repository.compare("main", "list.md").added == {"list.md": frozenset({3})}


@pytest.mark.parametrize("staged", [True, False])
def test_compare_follows_a_list_that_was_renamed(repository: Tree, *, staged: bool) -> None:
    """A list under a new name adds what it adds, whether or not git was told."""
    (repository.folder / "list.md").unlink()
    repository.write({"docs/renamed.md": NEW})
    if staged:
        repository.add({})
    found = repository.compare("main", "docs/renamed.md")
    assert found.added == {"docs/renamed.md": frozenset({2})}
    assert found.before == {"docs/renamed.md": OLD}


def test_compare_takes_a_new_list_for_new(repository: Tree) -> None:
    """All of its lines are added, and an old list that is still there is not its past."""
    repository.write({"new.md": NEW})
    found = repository.compare("main", "list.md", "new.md")
    assert found.added == {"list.md": frozenset(), "new.md": frozenset({1, 2, 3})}
    assert found.before == {"list.md": OLD}


def test_compare_knows_what_stood_in_a_list_that_was_split(repository: Tree) -> None:
    """What a list held that is gone now may have gone into others."""
    long = links(*(f"https://{number}.example/" for number in range(9)))
    repository.add({"list.md": long})
    repository.git("branch", "--force", "main")
    (repository.folder / "list.md").unlink()
    lines = long.splitlines(keepends=True)
    repository.write({"a.md": b"".join(lines[:3]), "b.md": b"".join(lines[3:6]), "c.md": b"".join(lines[6:])})
    found = repository.compare("main", "a.md", "b.md", "c.md")
    assert found.before == {"list.md": long}


def test_compare_takes_no_line_end_for_a_change(repository: Tree) -> None:
    """A checkout may have other line ends than what is kept, and a last line none."""
    repository.write({"list.md": NEW.replace(b"\n", b"\r\n").removesuffix(b"\r\n")})
    found = repository.compare("main", "list.md")
    assert found.added["list.md"] in ({2}, {2, 3})  # a missing newline is a change to git
    repository.add({"list.md": OLD.replace(b"\n", b"\r\n")})
    assert repository.compare("main", "list.md").added == {"list.md": frozenset()}


@pytest.mark.parametrize("name", ["a list.md", 'quo"ted.md', "tab\t.md", "überblick 日本.md", "-dash.md", ":(top)x.md"])
def test_compare_takes_any_name(repository: Tree, name: str) -> None:
    """No name of a file is read as anything else."""
    repository.add({name: OLD})
    repository.git("branch", "--force", "main")
    repository.write({name: NEW})
    assert repository.compare("main", name).added == {name: frozenset({2})}


def test_compare_works_below_the_top(repository: Tree) -> None:
    """Where the lists are looked up from a folder of the repository, names are from there."""
    repository.add({"docs/list.md": OLD})
    repository.git("branch", "--force", "main")
    repository.write({"docs/list.md": NEW})
    found = repository.compare("main", "list.md", root="docs")
    assert found.added == {"list.md": frozenset({2})}
    assert found.before == {"list.md": OLD}


def test_compare_leaves_submodules_to_themselves(repository: Tree, tmp_path: Path) -> None:
    """A list of another repository is left out, with a note; asked there, it is compared."""
    other = Tree(tmp_path / "other")
    other.add({"list.md": OLD})
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.folder), "sub")
    repository.add({})
    repository.write({"sub/list.md": NEW})
    repository.git("branch", "--force", "main")
    found = repository.compare("main", "sub/list.md", "list.md")
    assert found.added == {"list.md": frozenset()}
    assert found.notes == (
        "sub/list.md is part of another repository (a submodule), and was left out: run the command there",
    )
    assert repository.compare("HEAD", "list.md", root="sub").added == {"list.md": frozenset({2})}


def test_compare_takes_a_link_that_became_a_file_for_new(repository: Tree) -> None:
    """What a symbolic link held is no list; nor does a list vanish that is a link now."""
    (repository.folder / "other.md").symlink_to("list.md")
    repository.add({})
    repository.git("branch", "--force", "main")
    (repository.folder / "other.md").unlink()
    repository.write({"other.md": NEW})
    found = repository.compare("main", "other.md")
    assert found.added == {"other.md": frozenset({1, 2, 3})}
    assert found.before == {}


def test_compare_takes_a_file_that_was_no_text(repository: Tree) -> None:
    """Bytes of any kind in the old file hide nothing of the new one."""
    repository.add({"list.md": b"\0\xff\n" + OLD})
    repository.git("branch", "--force", "main")
    repository.write({"list.md": NEW})
    assert repository.compare("main", "list.md").added == {"list.md": frozenset({2})}


def test_compare_runs_nothing_that_the_repository_names(repository: Tree, tmp_path: Path) -> None:
    """Filters, converters, external diffs, monitors and hooks of the repository stay where they are."""
    trap = tmp_path / "trap"
    script = tmp_path / "run"
    script.write_text(f"#!/bin/sh\ntouch {trap}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    for key in ("filter.x.clean", "filter.x.smudge", "diff.x.textconv", "diff.x.command", "diff.external",
                "core.fsmonitor", "core.pager"):  # fmt: skip
        repository.git("config", key, str(script))
    repository.write({".gitattributes": b"* filter=x diff=x\n", "list.md": NEW})
    assert repository.compare("main", "list.md").added == {"list.md": frozenset({2})}
    assert not trap.exists()


def test_compare_says_what_to_fetch_when_the_base_is_not_there(repository: Tree) -> None:
    """Whoever has not the base is told how to get it; nothing that stands there is taken for an option."""
    with pytest.raises(UsageError) as raised:
        repository.compare("origin/release", "list.md")
    assert str(raised.value) == (
        "git knows no commit origin/release here: run `git fetch --depth=100 origin"
        " release:refs/remotes/origin/release`, or in CI check out with `fetch-depth: 0`"
    )
    for name in ("--help", "", "no such", "list.md", "main:list.md"):
        with pytest.raises(UsageError, match=r"^git knows no commit"):
            repository.compare(name, "list.md")


def test_compare_in_a_shallow_clone_takes_the_base_as_it_is(repository: Tree, tmp_path: Path) -> None:
    """Where the clone does not reach back to where the branch began, there is only the base to compare with."""
    repository.add({"list.md": NEW})
    repository.git("checkout", "--quiet", "main")
    repository.add({"list.md": links("https://main.example/") + OLD})
    clone = Tree(tmp_path / "clone")
    clone.git("fetch", "--quiet", "--depth=1", f"file://{repository.folder}", "main:base", "branch:branch")
    clone.checkout("branch")
    found = clone.compare("base", "list.md")
    assert found.added == {"list.md": frozenset({2})}
    assert found.notes == (base._SHALLOW.format(base="base"),)
    clone.git("fetch", "--quiet", "--unshallow", f"file://{repository.folder}", "main:base", "branch:other")
    assert clone.compare("base", "list.md").notes == ()


def test_compare_with_a_stranger_takes_the_base_as_it_is(repository: Tree) -> None:
    """Two histories with nothing in common can be compared all the same."""
    repository.git("checkout", "--quiet", "--orphan", "alone")
    repository.add({"list.md": NEW})
    found = repository.compare("main", "list.md")
    assert found.added == {"list.md": frozenset({2})}
    assert found.notes == ()


def test_compare_needs_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was ever committed, or no repository is, there is nothing to compare with."""
    isolate(monkeypatch, tmp_path)
    empty = Tree(tmp_path / "empty")
    empty.write({"list.md": NEW})
    with pytest.raises(UsageError, match=r"^there is no commit yet: commit the lists first$"):
        empty.compare("main", "list.md")
    (tmp_path / "none").mkdir()
    with pytest.raises(UsageError, match=r"^what is new since main cannot be told: .*not a git repository.*in a clone"):
        compare(tmp_path / "none", "main", {})
    monkeypatch.setattr(git, "installed", lambda: None)
    with pytest.raises(UsageError, match=r"^git is not installed"):
        compare(tmp_path, "main", {})


def test_compare_needs_what_the_lists_held(repository: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that is not there is no empty one: else every line would be new."""
    monkeypatch.setattr(git, "BLOB_BYTES", 5)
    with pytest.raises(UsageError, match=r"list\.md as it was is missing from this clone, or very large$"):
        repository.compare("main", "list.md")


def test_compare_ends_when_the_time_is_up(repository: Tree) -> None:
    """A repository that takes for ever is left."""
    with pytest.raises(UsageError, match=r"within 0 seconds$"):
        compare(repository.folder, "main", {"list.md": NEW}, deadline_s=0.0)
