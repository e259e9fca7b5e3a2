"""`listkeeper lint`: what is wrong with lists as they are written, without a single request."""

import json
from pathlib import Path

import pytest

from tests.running import listkeeper

LIST = """\
# List

- [One](https://one.site/a) - the first.
- [One, again](http://www.one.site/a/) - the same page.
- [Paper](TODO) - is to come.
- [Moved](http://papers.labml.ai/paper/1706.03762#s1) - by its number.
- [Here](docs/here.md) and [there](docs/there.md), [top](#list), [bottom](#bottom).
- [Left alone](TODO) <!-- listkeeper: ignore it is an example -->
- [Twice](docs/there.md) - is asked once.
- [https://a.site](https://b.site) - says another place.
<!-- listkeeper: keep-it -->
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with one list."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "here.md").write_text("Here.", encoding="utf-8")
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    return tmp_path


def test_lint_says_each_thing_on_a_line_of_its_own(folder: Path) -> None:
    """Place, gravity, address, what is wrong, and what to write where that is certain; and 1 is the status."""
    done = listkeeper(folder, "lint", "list.md")
    assert done.status == 1
    assert done.err == ""
    where = [line.split(": ")[0] + " " + line.rpartition("(")[2].rstrip(")") for line in done.out.splitlines()]
    assert where == [
        "list.md:3:9 duplicate",
        "list.md:5:11 placeholder",
        "list.md:6:11 moved",
        "list.md:7:36 broken",
        "list.md:7:75 broken",
        "list.md:9:11 broken",
        "list.md:10:20 mismatch",
        "list.md:11:1 syntax",
    ]
    assert "; write https://arxiv.org/abs/1706.03762#s1 (moved)" in done.out
    assert "list.md:7:36: error: docs/there.md: this link is broken: " in done.out


def test_lint_says_nothing_of_a_good_list(folder: Path) -> None:
    """No line, and 0."""
    (folder / "list.md").write_text("- [One](https://one.site/a)\n- [Here](docs/here.md)\n", encoding="utf-8")
    done = listkeeper(folder, "lint", "list.md")
    assert (done.status, done.out, done.err) == (0, "", "")


def test_lint_heeds_settings(folder: Path) -> None:
    """What is not wanted is not said, and what is excluded is left alone."""
    (folder / "list.md").write_text(LIST.replace("<!-- listkeeper: keep-it -->\n", ""), encoding="utf-8")
    exclude = ("--exclude", "labml", "--exclude", "there|bottom|TODO")
    done = listkeeper(folder, "lint", "--suspicious", "mismatch", *exclude, "list.md")
    assert [line.split(":")[1] for line in done.out.splitlines()] == ["10"]


def test_lint_needs_files_that_are_there(folder: Path) -> None:
    """A wrong name is a usage error, as in every command."""
    done = listkeeper(folder, "lint", "missing.md")
    assert done.status == 2
    assert done.err.startswith("listkeeper: there is no file missing.md")


def test_lint_prints_a_format_and_nothing_else(folder: Path) -> None:
    """For other pipelines, with the same status; of a good list nothing is left to say."""
    done = listkeeper(folder, "lint", "--format", "gitlab", "list.md")
    assert (done.status, done.err) == (1, "")
    assert [each["location"]["lines"]["begin"] for each in json.loads(done.out)] == [3, 5, 6, 7, 7, 9, 10, 11]
    rdf = listkeeper(folder, "lint", "--format", "rdjsonl", "list.md").out.splitlines()
    [suggestion] = [each["suggestions"][0] for each in map(json.loads, rdf) if "suggestions" in each]
    assert suggestion["text"] == "https://arxiv.org/abs/1706.03762#s1"
    assert suggestion["range"]["start"] == {"line": 6, "column": 11}
    (folder / "list.md").write_text("- [One](https://one.site/a)\n", encoding="utf-8")
    done = listkeeper(folder, "lint", "--format", "github", "list.md")
    assert (done.status, done.out, done.err) == (0, "", "")
