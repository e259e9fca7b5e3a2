"""Runs of the publisher through the real client, against a GitHub that holds every request to its own description."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from crawler.errors import ForbiddenError, ForgeError, UsageError
from crawler.gather.fetcher import Clock
from crawler.pipeline.publishing import Publication, publish
from crawler.pipeline.publishing.acting import Operation
from crawler.publish.boxes import Mark, marks
from crawler.publish.findings import findings_json
from crawler.publish.forge.github import GitHub
from crawler.publish.plan.steps import Step, Why
from crawler.publish.pull_request import BRANCH
from crawler.store import ledger
from crawler.store.cells import stamp
from crawler.store.ledger.shapes import RUN
from tests.forge.clients import Patience, client
from tests.forge.fake import BOT_TOKEN
from tests.publishing import Scene, listed
from tests.test_publishing_kills import closed, end, merged, second, settled, third, unticked

_MOST_WRITES = 40


def told(status: int, **json_of: object) -> httpx.Response:
    """An answer that has not been read yet."""
    return httpx.Response(status, stream=httpx.ByteStream(json.dumps(json_of).encode()))


class Losing(httpx.BaseTransport):
    """Loses the answer to one write: what was asked is done, and nobody is told."""

    def __init__(self, inner: httpx.BaseTransport, at: int) -> None:
        self._inner = inner
        self._left = at

    @property
    def lost(self) -> bool:
        """Whether that write came."""
        return self._left < 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """A dropped connection and a gateway's error in turn."""
        response = self._inner.handle_request(request)
        if request.method == "GET":
            return response
        self._left -= 1
        if self._left != -1:
            return response
        if len(request.content) % 2:
            return told(502, message="Server Error")
        raise httpx.ReadError("connection reset", request=request)


@contextmanager
def asked(scene: Scene, *, token: str = BOT_TOKEN, through: httpx.BaseTransport | None = None) -> Iterator[GitHub]:
    """The real client of a scene's repository."""
    with client(
        scene.fake.url, Patience(), token=token, transport=through or scene.fake.transport()
    ) as forge:  # fmt: skip
        yield forge


def run(scene: Scene, days: float = 7, **how: str) -> None:
    """One run of the publisher."""
    with asked(scene, **how) as forge:  # type: ignore[arg-type]
        scene.run(forge, days=days)


def test_publish_does_through_the_client_what_it_does_nearby() -> None:
    """The first run remembers, the second proposes, the third opens the dashboard; a run again writes nothing."""
    scene = Scene()
    for _ in range(3):
        run(scene)
    nearby = Scene()
    for _ in range(3):
        nearby.run(days=7)
    ends = end(scene), end(nearby)
    for each in ends:
        each["threads"] = [(number, title, is_open) for number, title, _, is_open, _ in each["threads"]]
    assert ends[0] == ends[1]  # but for the addresses of pages
    assert [call.operation for call in scene.fake.notifying] == ["pulls/create", "issues/create"]
    before = len(scene.fake.writes)
    run(scene, days=0)
    assert scene.fake.writes[before:] == []
    assert scene.fake.problems == []


@pytest.mark.parametrize("make", [second, third, unticked, closed, merged], ids=lambda make: make.__name__)
def test_publish_says_nothing_twice_when_an_answer_is_lost(make: Callable[[], Scene]) -> None:
    """Whichever write was done without our knowing it: two weeks later all is as if nothing had gone wrong."""
    whole = make()
    run(whole)
    at_once = end(whole)
    for days in (0, 7, 7):
        run(whole, days)
    for at in range(_MOST_WRITES):
        scene = make()
        losing = Losing(scene.fake.transport(), at)
        try:
            with asked(scene, through=losing) as forge:
                scene.run(forge, days=7)
        except ForgeError:
            for days in (0, 7, 7):
                before = len(scene.fake.notifying)
                run(scene, days)
                assert len(scene.fake.notifying) <= before + 1
            assert end(scene) == end(whole), f"the answer to write {at} was lost"
        else:  # it was asked again, since twice is once
            assert end(scene) == at_once, f"the answer to write {at} was lost"
        assert scene.fake.problems == []
        if not losing.lost:
            break
    assert 0 < at < _MOST_WRITES - 1


@pytest.mark.parametrize("dashboard", ["no issues", "no right"])
def test_publish_mends_links_where_nobody_may_look_for_a_dashboard(dashboard: str) -> None:
    """A repository without issues, or a token without the right to them, has its pull request all the same."""
    scene = Scene()
    scene.fake.give_token("weak", contents="write", pull_requests="write")
    scene.fake.threads.has_issues = dashboard != "no issues"
    token = BOT_TOKEN if dashboard == "no issues" else "weak"
    for _ in range(3):
        run(scene, token=token)
    scene.untick(2)
    with asked(scene, token=token) as forge:
        result = scene.run(forge, days=7)
    assert result.done.operation is Operation.UPDATED
    assert (scene.mended(), scene.ticked()) == ([1, 3], [1, 3])
    assert result.done.board is not None
    assert result.done.board.why is Why.UNSEEN
    assert any("issues" in words for words in result.done.refused)


def test_publish_does_not_speak_of_issues_when_no_dashboard_is_wanted() -> None:
    """Who turned the dashboard off is not told which right it would need."""
    scene = Scene(dashboard=False)
    scene.fake.threads.has_issues = False
    for _ in range(2):
        run(scene)
    with asked(scene) as forge:
        assert scene.run(forge, days=7).done.refused == []


def test_publish_takes_a_close_for_a_refusal_where_it_may_not_ask_who_it_was() -> None:
    """Not to be told who closed it is no reason to propose it again."""
    scene = Scene().begin()
    scene.maintainer.close(scene.pull.number)
    scene.fake.faults.fail_next(
        "GET", f"/issues/{scene.pull.number}", status=410, message="Issues are disabled for this repo", times=-1
    )  # fmt: skip
    for _ in range(3):
        run(scene, days=10)
    assert len(scene.fake.repository.pulls()) == 1


@pytest.mark.parametrize(("status", "said"), [(410, "This issue was deleted"), (404, "Not Found")])
def test_publish_opens_no_second_dashboard_when_the_first_was_deleted(status: int, said: str) -> None:
    """Who deletes it wants it even less than who closes it."""
    scene = settled()
    number = scene.dashboard.number
    scene.fake.faults.fail_next("GET", f"/issues/{number}", status=status, message=said, times=-1)
    with asked(scene) as forge:
        result = scene.run(forge, days=7)
    assert result.done.board is not None
    assert (result.done.board.step, result.done.board.why) == (Step.LEAVE, Why.CLOSED)
    assert [call.operation for call in scene.fake.writes if call.notifying] == []


def test_publish_writes_no_dashboard_that_went_to_another_repository() -> None:
    """GitHub leads from a transferred issue to the new one without a word: it is nobody's to write on."""
    scene = settled()
    number = scene.dashboard.number
    elsewhere = {
        "number": number,
        "title": "x",
        "body": scene.dashboard.body,
        "state": "open",
        "user": {"id": 1, "login": "x"},
        "html_url": "https://github.test/other/place/issues/9",
        "repository_url": "https://api.github.com/repos/other/place",
    }

    class Moved(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path == f"/repositories/9/issues/{number}":
                return told(200, **elsewhere)
            if request.url.path.endswith(f"/issues/{number}"):
                answer = told(301, message="Moved Permanently")
                answer.headers["location"] = f"/repositories/9/issues/{number}"
                return answer
            return scene.fake.transport().handle_request(request)

    with asked(scene, through=Moved()) as forge:
        result = scene.run(forge, days=7)
    assert result.done.board is not None
    assert result.done.board.why is Why.CLOSED


def test_publish_waits_for_limits_and_then_goes_on() -> None:
    """GitHub turns each write away once: all of it is done once nevertheless, after the waits that GitHub asks for."""
    scene, patience = second(), Patience()
    for operation in ("/git/refs", "/pulls", "/git/refs/*"):
        scene.fake.faults.limit_secondary("POST" if "*" not in operation else "PATCH", operation, retry_after=7)
    with client(scene.fake.url, patience, transport=scene.fake.transport()) as forge:
        scene.run(forge, days=7)
    pauses = [wait for wait in patience.waits if wait > 3]
    assert pauses == [7.0] * 3
    assert [call.operation for call in scene.fake.writes].count("pulls/create") == 1
    assert Mark.PULL_REQUEST in marks(scene.pull.body or "")


def test_publish_says_which_setting_is_missing_and_leaves_no_branch_to_be_doubted() -> None:
    """Actions may not open pull requests: the branch waits, and once it may, the very same run goes on."""
    scene = Scene()
    scene.fake.threads.actions_may_open_pulls = False
    run(scene)
    with asked(scene) as forge:
        result = scene.run(forge, days=7)
    assert any("Settings > Actions > General" in words for words in result.done.refused)
    assert scene.fake.repository.pulls() == []
    scene.fake.threads.actions_may_open_pulls = True
    run(scene)
    assert scene.text == listed(1, 2, 3).decode().replace("http://old", "https://new")
    assert scene.ticked() == [1, 2, 3]


def test_publish_writes_the_page_of_the_job_when_the_forge_fails(tmp_path: Path) -> None:
    """What was found, and why nobody was told on the forge: both stand on the page, and the job fails."""
    scene = Scene()
    task = Publication(findings=tmp_path / "findings.json", summary=tmp_path / "summary.md")
    task.findings.write_text(findings_json(scene.findings), "utf-8")
    scene.fake.faults.fail_next("GET", "/git/ref/*", status=401, message="Bad credentials ##[stop-commands]x")
    with asked(scene) as forge, pytest.raises(ForbiddenError):
        publish(task, forge, scene.settings, Clock(monotonic=lambda: 0.0, utc=lambda: scene.now))
    page = (tmp_path / "summary.md").read_text("utf-8")
    assert page.startswith("## ")
    assert "does not know the token" in page
    assert "##[" not in page


def of_runs(*runs: datetime) -> dict[str, bytes]:
    """What a crawl exports that knows of these runs."""
    return ledger.export((RUN, {"started_at": stamp(at), "complete": True}) for at in runs)


def test_publish_refuses_findings_that_are_older_than_what_was_published() -> None:
    """Last week's job, started again from its page, would take this week's fixes back; this week's may run again."""
    scene = Scene()
    old, facts = scene.findings, of_runs(scene.now)
    with asked(scene) as forge:
        scene.run(forge, facts=facts)
        scene.wait(7)
        scene.run(forge, facts=of_runs(scene.now))
        scene.run(forge, facts=of_runs(scene.now))
        before = len(scene.fake.writes)
        with pytest.raises(UsageError, match=r"of 2026-01-06 04:23, and a run of 2026-01-13 04:23 was published"):
            scene.run(forge, findings=old, facts=facts)
    assert len(scene.fake.writes) == before


def test_publish_is_not_stopped_by_a_run_that_is_yet_to_come() -> None:
    """Whoever brings a run of the year 2030 into the state stops nothing with it."""
    scene = Scene()
    with asked(scene) as forge:
        scene.run(forge, facts=of_runs(scene.now, scene.now.replace(year=2030)))
        scene.run(forge, days=7)
    assert scene.ticked() == [1, 2, 3]


def test_publish_looks_again_when_the_branch_goes_at_the_last_moment() -> None:
    """A person removes it between our last look and the push, which closes the pull request: that is a refusal."""
    scene = Scene().begin()
    scene.untick(2)
    scene.fake.faults.before(
        "PATCH", "/git/refs/heads/listkeeper/fixes", lambda: scene.maintainer.delete_branch(BRANCH)
    )
    with asked(scene) as forge:
        result = scene.run(forge, days=7)
    assert (result.known.look.opened, result.done.operation) == (None, Operation.NONE)
    run(scene, days=30)
    assert len(scene.fake.repository.pulls()) == 1


def test_publish_tells_once_that_the_repository_is_archived() -> None:
    """Neither the pull request nor the dashboard can be written, for one reason."""
    scene = Scene()
    run(scene)
    scene.fake.archived = True
    with asked(scene) as forge:
        result = scene.run(forge, days=7)
    assert [words.partition(" (")[0] for words in result.done.refused] == ["the repository is archived"]


def test_publish_keeps_the_dashboard_where_a_rule_forbids_the_branch() -> None:
    """A rule for all branches, as some organisations have: the fixes wait on the dashboard, which says what to do."""
    scene = Scene()
    scene.fake.repository.protected.add(BRANCH)
    run(scene)
    with asked(scene) as forge:
        result = scene.run(forge, days=7)
    assert any(words.startswith("a rule of the repository forbids to make a branch") for words in result.done.refused)
    assert "rule of the repository forbids" in (scene.dashboard.body or "")
    assert scene.fake.repository.pulls() == []
    scene.fake.repository.protected.clear()
    run(scene)
    assert scene.ticked() == [1, 2, 3]


def test_publish_proposes_again_what_was_merged_and_came_back() -> None:
    """The branch of a merged pull request stays where it was: no pull request can be opened from that commit."""
    scene = Scene().begin()
    scene.maintainer.merge(scene.pull.number)
    run(scene)
    scene.maintainer.push("main", {"README.md": listed(1, 2, 3)})
    for _ in range(3):
        run(scene)
    assert [pull.is_open for pull in scene.fake.repository.pulls()] == [False, True]
    assert scene.mended() == [1, 2, 3]


def test_publish_knows_its_own_whichever_way_the_repository_is_spelt() -> None:
    """Names have no case on GitHub; a list of pull requests by their branch is asked for with the true one."""
    scene = Scene()
    for _ in range(3):
        with client(
            scene.fake.url, Patience(), name="Maintainer/AWESOME", transport=scene.fake.transport()
        ) as forge:  # fmt: skip
            scene.run(forge, days=7)
    assert len(scene.fake.repository.pulls()) == 1


def test_publish_says_which_right_the_dashboard_needs() -> None:
    """A token that may look for a dashboard and not open one: the fixes are proposed, and the right is named."""
    scene = Scene()
    scene.fake.give_token("weak", contents="write", pull_requests="write", issues="read")
    for _ in range(2):
        run(scene, token="weak")
    with asked(scene, token="weak") as forge:
        result = scene.run(forge, days=7)
    assert [words.rpartition(": give the job the ")[2] for words in result.done.refused] == ["permission issues: write"]
    assert scene.ticked() == [1, 2, 3]
