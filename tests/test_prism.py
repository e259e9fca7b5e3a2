"""The client beside a server that another made of GitHub's own description: nothing that we send is refused."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from crawler.errors import ForgeError
from crawler.gather.fetcher import Clock
from crawler.pipeline.publishing import Publication, publish
from crawler.publish.findings import findings_json
from crawler.publish.forge import Account, Entry, Forge, LineComment
from crawler.publish.forge.github import GitHub, open_forge
from crawler.publish.forge.wire import Timing
from crawler.settings import Keys, Settings
from tests.forge.prism import Prism, prism
from tests.openapi.subset import OPERATIONS
from tests.publishing import Scene

_SHA = "7638417db6d59f3c431d3e1f261cc637155684cd"
_FILE = Entry(mode="100644", sha=_SHA)
_UNASKED = {"actions/enable-workflow", "git/list-matching-refs", "repos/get-content"}
"""What is described, and the client has no method for."""

Method = Callable[[Forge], object]
_READING: Sequence[Method] = (
    lambda forge: forge.repository(),
    lambda forge: forge.me(),
    lambda forge: forge.branch("listkeeper/fixes"),
    lambda forge: forge.commit(_SHA),
    lambda forge: forge.tree(_SHA),
    lambda forge: forge.blob(_SHA),
    lambda forge: forge.pull_requests("listkeeper/fixes"),
    lambda forge: forge.open_pull_requests(),
    lambda forge: forge.pull_request(1),
    lambda forge: forge.issues(Account(id=1, name="github-actions[bot]")),
    lambda forge: forge.issue(1),
    lambda forge: forge.changed_files(1),
    lambda forge: forge.reviews(1),
    lambda forge: forge.review_comments(1),
)
_WRITING: Sequence[Method] = (
    lambda forge: forge.write_blob(b"\0\xff"),
    lambda forge: forge.write_tree(_SHA, {"README.md": _FILE, "docs/gone.md": None}),
    lambda forge: forge.write_tree(None, {"README.md": _FILE}),
    lambda forge: forge.write_commit(_SHA, [_SHA], "A message"),
    lambda forge: forge.write_commit(_SHA, [], "A message"),
    lambda forge: forge.create_branch("listkeeper/fixes", _SHA),
    lambda forge: forge.move_branch("listkeeper/fixes", _SHA, force=True),
    lambda forge: forge.delete_branch("listkeeper/fixes"),
    lambda forge: forge.open_pull_request(title="T", body="B", branch="listkeeper/fixes", base="main"),
    lambda forge: forge.edit_pull_request(1, body="B"),
    lambda forge: forge.edit_pull_request(1, body="B", is_open=False),
    lambda forge: forge.open_issue(title="T", body="B"),
    lambda forge: forge.edit_issue(1, body="B", is_open=True),
    lambda forge: forge.review(1, commit=_SHA, body="B", comments=[LineComment(path="README.md", line=1, body="C")]),
    lambda forge: forge.review(1, commit=_SHA, body="B", comments=[]),
)


@pytest.fixture(scope="module")
def door() -> Iterator[Prism]:
    """One server for all of this file: it remembers nothing."""
    with prism() as door:
        yield door


@pytest.fixture
def forge(door: Prism) -> Iterator[GitHub]:
    """The client, in no hurry to wait."""
    door.problems.clear()
    door.operations.clear()
    settings = Settings(keys=Keys(github_token="t", github_api_url=door.url))
    timing = Timing(monotonic=lambda: 0.0, epoch=lambda: 0.0, sleep=lambda _: None)
    with open_forge(settings, "octocat/Hello-World", timing) as forge:
        yield forge


@pytest.mark.parametrize("number", range(len(_READING) + len(_WRITING)))
def test_a_method_sends_and_reads_what_is_described(door: Prism, forge: GitHub, number: int) -> None:
    """What it sends is refused by nobody, and GitHub's own example of an answer is understood."""
    [*_READING, *_WRITING][number](forge)
    assert door.problems == []
    assert door.operations != []


def test_every_operation_that_is_described_is_asked(door: Prism, forge: GitHub) -> None:
    """The description holds nothing that no method of the client needs, apart from what is named here."""
    for method in (*_READING, *_WRITING):
        method(forge)
    assert set(OPERATIONS) - set(door.operations) == _UNASKED


def test_publish_survives_a_forge_that_answers_with_examples(door: Prism, forge: GitHub, tmp_path: Path) -> None:
    """Nothing fits together there: it ends well, or with one sentence on what is wrong, and asks nothing amiss."""
    scene = Scene()
    file = tmp_path / "findings.json"
    file.write_text(findings_json(scene.findings), encoding="utf-8")
    task = Publication(findings=file, repository="octocat/Hello-World", summary=tmp_path / "summary.md")
    with suppress(ForgeError):
        publish(task, forge, scene.settings, Clock(utc=lambda: scene.now, monotonic=lambda: 0.0))
    assert door.problems == []
    assert "git/get-ref" in door.operations
