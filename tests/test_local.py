"""Links to files, asked of a real directory."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.gather.local import observe
from crawler.model import ErrorKind, Observation, Scheme, Target

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository beside a file that is none of its business."""
    top = tmp_path / "repository"
    (top / "docs").mkdir(parents=True)
    (top / "README.md").write_text("# Title\n\n<a name='here'></a>\n", encoding="utf-8")
    (top / "docs" / "a b.py").write_text("1\n2\n", encoding="utf-8")
    (top / ".git").mkdir()
    (tmp_path / "secret.md").write_text("# Secret\n", encoding="utf-8")
    return top


def look(url: str, root: Path) -> Observation:
    """What is seen of one local target."""
    return observe(Target(url=url, scheme=Scheme.LOCAL), root, run=7, at=AT)


@pytest.mark.parametrize(
    "url", ["README.md", "README.md#title", "README.md#here", "README.md#L3", "docs", ".", "docs#x", "docs/a b.py#L2"]
)
def test_observe_is_good_when_file_and_anchor_are_there(url: str, root: Path) -> None:
    """A file, a folder, a heading, a name and a line that exist are good."""
    seen = look(url, root)
    assert (seen.good, seen.via, seen.target, seen.run, seen.look, seen.at) == (True, "local", url, 7, 1, AT)


@pytest.mark.parametrize(
    ("url", "error", "detail"),
    [
        ("no.md", ErrorKind.NO_SUCH_FILE, "there is no no.md in repository"),
        ("readme.md", ErrorKind.NO_SUCH_FILE, "the name is README.md, not readme.md: GitHub tells upper and lower"),
        ("Docs/a b.py", ErrorKind.NO_SUCH_FILE, "the name is docs, not Docs"),
        ("README.md/x", ErrorKind.NO_SUCH_FILE, "README.md is a file, so there is no x in it"),
        (".git/config", ErrorKind.NO_SUCH_FILE, ".git is no part of the repository's files"),
        ("a\0b", ErrorKind.NO_SUCH_FILE, "there is no a"),
        ("README.md#other", ErrorKind.NO_SUCH_ANCHOR, "README.md has no heading, name or line #other"),
        ("docs/a b.py#L9", ErrorKind.NO_SUCH_ANCHOR, "a b.py has no heading, name or line #L9"),
        ("../secret.md", ErrorKind.OUTSIDE_REPOSITORY, "the path leads out of the repository"),
    ],
)
def test_observe_says_what_is_missing(url: str, error: ErrorKind, detail: str, root: Path) -> None:
    """What is not there is named, with what is there instead where only the case differs."""
    seen = look(url, root)
    assert (seen.good, seen.error) == (False, error)
    assert seen.detail.startswith(detail)


def test_observe_follows_no_link_out_of_the_root(root: Path) -> None:
    """A symbolic link within the root is a file; one that leads out is not followed, whatever it leads to."""
    (root / "inside.md").symlink_to("README.md")
    (root / "outside.md").symlink_to(root.parent / "secret.md")
    (root / "up").symlink_to("..")
    assert look("inside.md#title", root).good
    assert look("outside.md#secret", root).error is ErrorKind.OUTSIDE_REPOSITORY
    assert look("up/secret.md", root).error is ErrorKind.OUTSIDE_REPOSITORY


def test_observe_reads_no_loop_and_no_pipe(root: Path) -> None:
    """A loop of symbolic links is no file, a dead one neither, and a pipe is never opened."""
    (root / "loop.md").symlink_to("loop.md")
    (root / "dead.md").symlink_to("gone.md")
    os.mkfifo(root / "pipe.md")
    assert look("loop.md", root).error is ErrorKind.NO_SUCH_FILE
    assert look("dead.md", root).detail.startswith("dead.md cannot be opened: ")
    assert look("pipe.md#x", root).good


def test_observe_takes_the_anchors_of_a_huge_file_on_trust(root: Path) -> None:
    """A file of more than 8 MiB is not read, and that is said."""
    with (root / "huge.md").open("wb") as file:
        file.truncate(8 * 1024 * 1024 + 1)
    seen = look("huge.md#x", root)
    assert seen.good
    assert seen.detail.startswith("#x was not looked for")
