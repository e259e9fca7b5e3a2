"""The hook for pre-commit: what a person's `git commit` runs."""

import shlex
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.running import listkeeper

ROOT = Path(__file__).parent.parent
_KEYS = {"id", "name", "description", "entry", "language", "types", "require_serial"}


def hook() -> dict[str, Any]:
    """The one hook of the file."""
    (read,) = YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert set(read) == _KEYS
    return dict(read)


def test_hook_is_the_command_that_asks_nobody(tmp_path: Path) -> None:
    """It is called with names of files behind it, fails on what it finds, and says where."""
    program, *words = shlex.split(hook()["entry"])
    assert (program, hook()["language"], hook()["types"]) == ("listkeeper", "python", ["markdown"])
    (tmp_path / "READ ME.md").write_text("- [a](https://www.python.org/a)\n", "utf-8")
    (tmp_path / "bad.md").write_text("- [a](TODO)\n", "utf-8")
    fine = listkeeper(tmp_path, *words, "READ ME.md")
    assert (fine.status, fine.out) == (0, "")
    bad = listkeeper(tmp_path, *words, "READ ME.md", "bad.md")
    assert bad.status == 1
    assert "bad.md:1" in bad.out + bad.err


def test_hook_of_the_documents_is_this_one() -> None:
    """The block that a person copies names a hook that there is."""
    text = (ROOT / "docs" / "delivery.md").read_text("utf-8")
    block = text.partition("repos:\n")[2].partition("```")[0]
    assert f"id: {hook()['id']}\n" in block
