"""What a run of the publisher is given, and what it leaves on the machine that it runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler import pipeline
from crawler.errors import ConflictError, ForbiddenError, ForgeError, UsageError
from crawler.gather import markdown
from crawler.gather.fetcher import Clock
from crawler.model import Place
from crawler.pipeline import keeping
from crawler.pipeline.publishing import Publication, check
from crawler.publish.findings import findings_json
from crawler.publish.plan.memory import Memory, from_json, to_json
from crawler.publish.plan.steps import Why
from crawler.publish.pull_request import BRANCH
from crawler.settings import Keys, Settings
from crawler.store import ledger
from tests.publishing import Scene, old
from tests.test_publishing import choices

SETTINGS = Settings(keys=Keys(github_token="t"))


def task(scene: Scene, folder: Path, **given: Any) -> Publication:
    """What a job is given: the findings as a file."""
    file = folder / "findings.json"
    file.write_text(findings_json(scene.findings), "utf-8")
    return Publication(findings=file, repository="maintainer/awesome", **given)


def run(scene: Scene, publication: Publication, monkeypatch: pytest.MonkeyPatch) -> pipeline.Outcome:
    """The command's own way, with the forge of the scene."""

    @contextmanager
    def near(*_: object) -> Iterator[object]:
        yield scene.forge

    monkeypatch.setattr(pipeline, "open_forge", near)
    return pipeline.publish(publication, SETTINGS, Clock(monotonic=lambda: 0.0, utc=lambda: scene.now))


def test_publish_leaves_a_page_and_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are added to what other steps wrote, and hold numbers and words of ours alone."""
    scene = Scene()
    scene.run()
    scene.wait(7)
    summary, outputs = tmp_path / "summary.md", tmp_path / "outputs"
    summary.write_text("Before\n", "utf-8")
    outcome = run(scene, task(scene, tmp_path, summary=summary, outputs=outputs), monkeypatch)
    assert (outcome.exit_code, outcome.text.partition(".")[0]) == (0, "Pull request 1 was created")
    assert summary.read_text("utf-8").startswith("Before\n")
    assert "Pull request 1 was created" in summary.read_text("utf-8")
    lines = outputs.read_text("utf-8").splitlines()
    values = {lines[at].partition("<<")[0]: lines[at + 1] for at in range(0, len(lines), 3)}
    assert values == {
        "fixes": "3", "dead": "0", "suspected": "0", "pull-request-number": "1", "pull-request-operation": "created",
        "dashboard-number": "", "report-path": str(tmp_path / "README.md"),
    }  # fmt: skip


def test_publish_says_that_a_first_run_is_no_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was ever proposed and no other run is known, nothing is missing; else what was there is."""
    scene, page = Scene(), tmp_path / "summary.md"
    publication = task(scene, tmp_path, summary=page)
    first = replace(scene.findings, runs=1)
    publication.findings.write_text(findings_json(first), "utf-8")
    assert "This is the first run: all is well" in run(scene, publication, monkeypatch).text
    assert "This is the first run: all is well" in page.read_text("utf-8")
    begun = Scene().begin()
    begun.maintainer.delete_branch(keeping.BRANCH)
    begun.wait(7)
    late = task(begun, tmp_path)
    late.findings.write_text(findings_json(replace(begun.findings, runs=1)), "utf-8")
    assert "What earlier runs had seen is not there" in run(begun, late, monkeypatch).text


def test_publish_leaves_what_was_declined_out_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fix that was refused is no fix that waits for anybody."""
    scene, page = Scene().begin(), tmp_path / "summary.md"
    scene.untick(2)
    scene.wait(7)
    run(scene, task(scene, tmp_path, summary=page), monkeypatch)
    told = page.read_text("utf-8")
    assert "Fixes that are proven (2)" in told
    assert (old(1) in told, old(2) in told) == (True, False)


def test_publish_takes_facts_but_no_words_from_the_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the job says that talked to strangers: which runs there were, never what was decided."""
    theirs = Scene().begin()
    theirs.untick(2)
    theirs.run(days=7)
    files = keeping.read_branch(theirs.forge).files
    scene = Scene()
    scene.run()
    keeping.write_folder(tmp_path / "state", files)
    scene.wait(7)
    run(scene, task(scene, tmp_path, state=tmp_path / "state"), monkeypatch)
    assert choices(scene) == {}
    assert scene.ticked() == [1, 2, 3]


def test_publish_takes_nothing_from_a_damaged_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not whole is said to be so before anything is written."""
    scene = Scene()
    scene.run()
    files = keeping.read_branch(scene.forge).files
    keeping.write_folder(tmp_path / "state", files)
    (tmp_path / "state" / ledger.STATE).write_text("{}", "utf-8")
    before = list(scene.forge.writes)
    with pytest.raises(UsageError, match="holds no state to take over"):
        run(scene, task(scene, tmp_path, state=tmp_path / "state"), monkeypatch)
    assert scene.forge.writes == before


def test_check_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository, a token, findings that can be read."""
    whole = task(Scene(), tmp_path)
    with pytest.raises(UsageError, match="which repository"):
        check(replace(whole, repository=None), SETTINGS)
    with pytest.raises(UsageError, match="GITHUB_TOKEN"):
        check(whole, Settings())
    with pytest.raises(UsageError, match="run `listkeeper check` first"):
        run(Scene(), replace(whole, findings=tmp_path / "none.json"), monkeypatch)


@pytest.mark.parametrize("dashboard", [True, False])
def test_publish_says_what_the_forge_does_not_allow(
    dashboard: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the dashboard, where there is one; else the build fails, so that somebody hears of it."""
    scene = Scene()
    scene.run()
    scene.wait(7)

    def forbidden(**_: object) -> None:
        raise ForbiddenError("allow it under Settings > Actions")

    monkeypatch.setattr(scene.forge, "open_pull_request", forbidden)
    if not dashboard:
        monkeypatch.setattr(scene.forge, "open_issue", forbidden)
    outcome = run(scene, task(scene, tmp_path), monkeypatch)
    assert "allow it under Settings" in outcome.text
    assert "0 fixes in the pull request, 3 waiting" in outcome.text
    assert outcome.exit_code == (0 if dashboard else 2)
    assert not dashboard or "> Allow it under Settings" in (scene.dashboard.body or "")
    monkeypatch.undo()
    scene.run(days=7)
    assert scene.ticked() == [1, 2, 3]


def test_publish_gives_up_where_somebody_never_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times it begins anew; then it says so, with what it heard kept."""
    scene = Scene().begin()
    scene.untick(1)
    numbers = iter(range(100))

    def pushing() -> None:
        scene.forge.before["pull_request"] = pushing
        scene.maintainer.edit_body(scene.pull.number, f"{scene.pull.body}\n{next(numbers)}")

    scene.forge.before["pull_request"] = pushing
    with pytest.raises(ConflictError, match="run it once more"):
        scene.run(days=7)
    scene.forge.before.clear()
    scene.run(days=7)
    assert (scene.ticked(), choices(scene)[1].value) == ([2, 3], "declined")


def test_publish_needs_a_branch_to_mend() -> None:
    """A default branch that is not there is nothing to propose to."""
    scene = Scene()
    scene.run()
    scene.fake.repository.default_branch = "trunk"
    with pytest.raises(ForgeError, match="no branch trunk"):
        scene.run(days=7)


def test_publish_reads_only_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link in place of a file, bytes that are no text, and a file that cannot be parsed hold nothing to mend."""
    scene = Scene(1, 2, 3, 4)
    names = ("a.md", "b.md", "c.md")
    places = [Place(path=name, line=1, column=1, end_column=2, byte_column=1, end_byte_column=2) for name in names]
    scene.offers[0] = replace(scene.offers[0], places=tuple(places))
    scene.maintainer.push("main", {"a.md": b"\0binary", "b.md": b"- [x](http://old.example/4)\n"})
    monkeypatch.setattr(markdown, "MOST_LINKS", 3)
    scene.run()
    scene.run(days=7)
    assert scene.ticked() == [4], "the list itself has more links than anybody reads"
    assert b"new.example/4" in scene.fake.files(BRANCH)["b.md"]


def test_publish_goes_by_the_base_where_its_own_commit_is_gone() -> None:
    """The forge has thrown our commit away: what stands on the base was taken out, the rest was merged."""
    scene = Scene().begin()
    scene.maintainer.push(
        BRANCH, {"README.md": scene.text.replace("https://new.example/2", "http://old.example/2").encode()}
    )
    ours = keeping.read_branch(scene.forge)
    memory = from_json(ledger.publication(ours.files))
    assert memory is not None
    scene.maintainer.merge(scene.pull.number)
    del scene.fake.objects.commits[memory.heads[-1]]
    scene.run(days=7)
    assert {number: choice.value for number, choice in choices(scene).items()} == {
        1: "accepted", 2: "declined", 3: "accepted",
    }  # fmt: skip


def test_publish_begins_anew_when_somebody_else_was_faster() -> None:
    """A branch or a pull request that appears between looking and writing is looked at, not fallen over."""
    for method in ("create_branch", "open_pull_request"):
        scene = Scene()
        scene.run()
        act = {
            "create_branch": lambda scene=scene: scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"}),
            "open_pull_request": lambda scene=scene: scene.maintainer.open_pull(BRANCH, body="Mine"),
        }[method]
        scene.forge.before[method] = act
        result = scene.run(days=7)
        assert result.known.plan.why in (Why.SOMEBODYS_BRANCH, Why.SOMEBODYS_PULL_REQUEST)


def test_publish_leaves_a_body_alone_that_is_closed_meanwhile() -> None:
    """A person who closes it between two looks is heard by the next run; nothing is written over."""
    scene = Scene(1, 2)
    scene.begin()
    scene.run(days=7)
    scene.offers[0] = replace(scene.offers[0], evidence="Other words.")
    scene.forge.before["pull_request"] = lambda: scene.maintainer.close(scene.pull.number)
    scene.forge.before["issue"] = lambda: scene.maintainer.close(scene.dashboard.number)
    body = scene.pull.body
    scene.run(days=7)
    assert scene.pull.body == body


@pytest.mark.parametrize("key", sorted(to_json(Memory())))
def test_memory_is_none_where_a_part_of_it_is_of_another_kind(key: str) -> None:
    """A person edits one value: then nothing is remembered, rather than something else."""
    whole = to_json(Memory(us=None, heads=("a",), closed=(1,)))
    assert from_json({**whole, key: {"x": [{}]}}) is None
    assert from_json({**whole, "told": 3}) is None
