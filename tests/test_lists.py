"""Which Markdown files are meant."""

from pathlib import Path

import pytest

from crawler.errors import SourceError
from crawler.gather.lists import markdown_files


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Lists, and files that only look like lists."""
    names = (
        "b.md",
        "a.MD",
        "deep/er/c.markdown",
        "notes.txt",
        ".hidden/x.md",
        "node_modules/p/README.md",
        "out/dead-links.md",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# A list\n", "utf-8")
    return tmp_path


def names(files: tuple[Path, ...], tree: Path) -> list[str]:
    """The files as they lie below the tree."""
    return [file.relative_to(tree).as_posix() for file in files]


def test_markdown_files_finds_the_lists_of_a_folder(tree: Path) -> None:
    """All Markdown files below it, by name, but for hidden folders, foreign packages and our own reports."""
    assert names(markdown_files([tree], skip=tree / "deep/../out"), tree) == ["a.MD", "b.md", "deep/er/c.markdown"]
    assert "out/dead-links.md" in names(markdown_files([tree]), tree)


def test_markdown_files_takes_a_named_file_as_it_is(tree: Path) -> None:
    """What is named is meant, whatever its ending; twice named is once meant, and the order is the person's."""
    files = markdown_files([tree / "notes.txt", tree / "b.md", tree], skip=tree / "out")
    assert names(files, tree) == ["notes.txt", "b.md", "a.MD", "deep/er/c.markdown"]


def test_markdown_files_walks_a_folder_that_is_named_although_it_would_be_left_out(tree: Path) -> None:
    """A hidden folder is left out of another one, and not where it is asked for."""
    assert names(markdown_files([tree / ".hidden"]), tree) == [".hidden/x.md"]


def test_markdown_files_complains_of_what_is_missing(tree: Path) -> None:
    """A path that is not there, a folder without lists and a file that is none are errors in plain words."""
    with pytest.raises(SourceError, match=r"there is no file .*missing\.md: check the path"):
        markdown_files([tree / "missing.md"])
    (tree / "empty").mkdir()
    with pytest.raises(SourceError, match=r"no Markdown file below .*empty"):
        markdown_files([tree / "empty"])
    with pytest.raises(SourceError, match="/dev/null cannot be read"):
        markdown_files([Path("/dev/null")])
