"""The workflows: those to be copied, those of this repository, and those that documents show."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import nodejs, workflows
from tests.composite import ACTION, document
from tests.workflows import EXAMPLES, OWN, ROOT, complaints, documented, own

NAMES = [file.name for file in sorted(EXAMPLES.glob("*.yml"))]
FILES = [*sorted(OWN.glob("*.yml")), *sorted(EXAMPLES.glob("*.yml"))]
_PERMISSIONS = {
    "listkeeper.yml": {
        "crawl": {"contents": "read"},
        "publish": {"contents": "write", "pull-requests": "write", "issues": "write"},
    },
    "listkeeper-pull-request.yml": {
        "check": {"contents": "read"},
        "review": {"contents": "read", "pull-requests": "write"},
    },
    "listkeeper-forks.yml": {
        "sweep": {"contents": "read", "pull-requests": "read"},
        "review": {"contents": "read", "pull-requests": "write"},
    },
    "listkeeper-manual.yml": {
        "crawl": {"contents": "read"},
        "publish": {"contents": "write", "pull-requests": "write", "issues": "write"},
    },
}
_PLANTED = {
    "zizmor": """\
name: planted
on: {issues: {types: [edited]}}
permissions: {}
concurrency: {group: planted, cancel-in-progress: true}
jobs:
  planted:
    name: Planted
    runs-on: ubuntu-latest
    steps:
      - name: Obey the title
        run: echo ${{ github.event.issue.title }}
""",
    "check-jsonschema": """\
name: planted
on: [push]
permissions: {}
jobs:
  planted:
    name: Planted
    runs-on: ubuntu-latest
    timeout-minute: 5
    steps:
      - name: Do
        run: "true"
""",
    "actionlint": """\
name: planted
on: [push]
permissions: {}
concurrency: {group: planted, cancel-in-progress: true}
jobs:
  planted:
    name: Planted
    runs-on: ubuntu-latest
    needs: [nobody]
    steps:
      - name: Do
        run: "true"
        if: steps.none.outputs.x
""",
}


@pytest.mark.parametrize("name", NAMES)
def test_this_repository_uses_what_it_recommends(name: str) -> None:
    """Its own workflow is the one to be copied, but for the action beside it and the list; written anew from here."""
    assert (OWN / name).read_text("utf-8") == own((EXAMPLES / name).read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_job_may_do_what_it_needs_and_no_more(name: str) -> None:
    """The one that talks to strangers' hosts may write nothing; nothing is granted to a whole workflow."""
    for file in (OWN / name, EXAMPLES / name):
        workflow = document(file)
        assert workflow["permissions"] == {}
        assert {key: job["permissions"] for key, job in workflow["jobs"].items()} == _PERMISSIONS[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_job_that_may_write_checks_nothing_out(name: str) -> None:
    """And no secret is named but the job's own token, which the action takes by itself."""
    for job in document(EXAMPLES / name)["jobs"].values():
        writes = "write" in job["permissions"].values()
        used = [step["uses"].partition("@")[0] for step in job["steps"]]
        assert writes == ("actions/checkout" not in used)
    assert "secrets." not in (EXAMPLES / name).read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_job_has_an_end_and_every_action_a_commit(file: Path) -> None:
    """No tag that somebody can move, no job that runs for six hours, no trigger that lends rights to strangers."""
    workflow = document(file)
    assert {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow["on"]) == set()
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        used = [step["uses"] for step in job["steps"] if "uses" in step]
        assert [name for name in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}|\./", name)] == []
        assert all(step["with"]["persist-credentials"] is False for step in job["steps"] if "checkout" in str(step))


def test_an_example_is_pinned_to_a_version_of_the_action_that_understands_it() -> None:
    """The commit is one of ours, and knows every input that the example gives."""
    for name in NAMES:
        for commit, inputs in _pins(EXAMPLES / name):
            blob = ["git", "cat-file", "blob", f"{commit}:action.yml"]
            found = subprocess.run(blob, cwd=ROOT, capture_output=True, text=True, check=False)
            if found.returncode:
                pytest.skip("the history is not there: this is a shallow clone")
            known = set(re.findall(r"^  ([\w-]+):$", found.stdout.partition("outputs:")[0], re.MULTILINE))
            assert inputs <= known


def _pins(file: Path) -> list[tuple[str, set[str]]]:
    steps = [step for job in document(file)["jobs"].values() for step in job["steps"]]
    pins = [(step["uses"].partition("@"), set(step["with"])) for step in steps]
    found = [(commit, inputs) for (action, _, commit), inputs in pins if action == ACTION]
    assert len(found) == len(document(file)["jobs"])
    return found


def test_all_pins_of_this_repository_are_one() -> None:
    """Whoever copies from a document gets what the examples have; the hook is in that commit, too."""
    files = [*sorted(EXAMPLES.glob("*.yml")), ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    texts = [file.read_text("utf-8") for file in files]
    pins = {pin for text in texts for pin in re.findall(r"(?:listkeeper@|rev: )([0-9a-f]{40})", text)}
    (pin,) = pins
    assert not _has(pin, "action.yml") or _has(pin, ".pre-commit-hooks.yaml")


def _has(commit: str, path: str) -> bool:
    """Whether a commit is there, with that file in it: a shallow clone has none but its own."""
    asked = ["git", "cat-file", "-e", f"{commit}:{path}"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_every_workflow_of_a_document_is_read(tmp_path: Path) -> None:
    """The search finds what a reader sees."""
    shown = [document(file) for file in documented(tmp_path)]
    assert shown
    assert all("jobs" in workflow for workflow in shown)


@pytest.mark.parametrize("reader", list(_PLANTED))
def test_each_reader_finds_what_is_planted(reader: str, tmp_path: Path) -> None:
    """None of the three is run in vain."""
    if reader == "actionlint":
        nodejs.required()
    file = tmp_path / ".github" / "workflows" / "planted.yml"
    file.parent.mkdir(parents=True)
    file.write_text(_PLANTED[reader], "utf-8")
    assert reader in [complaint.partition(" ")[0] for complaint in complaints([file])]


def test_a_bad_action_is_found(tmp_path: Path) -> None:
    """The schema of actions is asked about ours, not that of workflows."""
    text = (ROOT / "action.yml").read_text("utf-8").replace("using: composite", "using: javascript")
    (tmp_path / "action.yml").write_text(text, "utf-8")
    assert any(complaint.startswith("check-jsonschema") for complaint in complaints([], [tmp_path / "action.yml"]))


def test_main_says_who_read_and_what_is_wrong(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """All is well in this repository, and one complaint makes the check fail."""
    monkeypatch.setattr(workflows, "complaints", lambda *_: iter(["zizmor ends with 14: planted"]))
    assert workflows.main() == 1
    assert "zizmor ends with 14: planted" in capsys.readouterr().out
