"""The workflows that people copy, run from their first line to their last, against a forge and a web of the tests' own.

The web is hostile: its titles, header fields and addresses are written for the runner that reads our log.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import composite, events, runner
from tests.composite import Job, Runner
from tests.forge import FakeGitHub
from tests.repositories import WorkTree
from tests.site import Site
from tests.workflows import EXAMPLES

pytestmark = pytest.mark.usefixtures("_no_settings_of_git")

COMMANDS = ("##[stop-commands]t", "::error::x", "\r::set-output name=dead::7", "##[add-mask]e", "\U000e0041\U000e0042")
"""What a stranger would have the runner do; and tag characters, which hide words from people."""
TITLE = f"Here {' '.join(COMMANDS)}"
MOVED = "Attention is all you need, explained with many pictures and few formulas ::error::x ##[add-mask]e"
SETTINGS = """\
allow-network = ["127.0.0.0/8"]
archive-time = 0
host-rate = 0
host-concurrency = 8
host-concurrency-start = 8
"""
LIST = """\
# A list ##[stop-commands]t

- [Attention is all you need, explained with many pictures and few formulas](SITE/old/attention) - Moved. ::error::x
- [::error::x ##[add-mask]e](SITE/fine?::error::x)
- [Gone](SITE/gone?##[set-output name=dead]7) - It is not there.
- [Walled](SITE/walled/::error::x)
- [Elsewhere](SITE/away)
"""
SUMMARY_BYTES = 1024 * 1024
"""A larger summary is not shown at all (the runner's CreateStepSummaryCommand)."""


@pytest.fixture
def _no_settings_of_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the installing step leaves behind."""
    return composite.environment(tmp_path_factory.mktemp("environment"))


@dataclass(slots=True, kw_only=True)
class World:
    """A list on a forge, the web that it links to, and a runner for its workflows."""

    repository: WorkTree
    fake: FakeGitHub
    runner: Runner
    site: Site

    def week(self, number: float) -> dict[str, Job]:
        """The weekly workflow, so many weeks after the first."""
        self._set_clocks(days=7 * number)
        return self.runner.workflow(EXAMPLES / "listkeeper.yml", events.schedule(), name="schedule")

    def by_hand(self, number: float, **inputs: str) -> dict[str, Job]:
        """The workflow that somebody starts, with these inputs."""
        self._set_clocks(days=7 * number)
        file = EXAMPLES / "listkeeper-manual.yml"
        return self.runner.workflow(file, events.by_hand(), name="workflow_dispatch", inputs=inputs)

    def pull_request(self, *, number: int, base: str, head: str, source: str = events.REPOSITORY) -> dict[str, Job]:
        """The workflow for pull requests."""
        self._set_clocks(days=0)
        event = events.pull_request(number=number, base=base, head=head, source=source)
        return self.runner.workflow(EXAMPLES / "listkeeper-pull-request.yml", event, name="pull_request")

    def forks(self) -> dict[str, Job]:
        """The daily workflow for pull requests from forks."""
        self._set_clocks(days=0)
        return self.runner.workflow(EXAMPLES / "listkeeper-forks.yml", events.schedule(), name="schedule")

    def _set_clocks(self, *, days: float) -> None:
        self.runner.variables["LISTKEEPER_TEST_DAYS"] = str(days)
        now = datetime.now(UTC) + timedelta(days=days)  # noqa: TID251 - the command's own clock goes on
        self.fake.repository.now = now.replace(microsecond=0)


@pytest.fixture
def world(tmp_path: Path, environment: Path) -> Iterator[World]:
    """A world in which one link has moved, one is gone, and everybody is hostile."""
    with ExitStack() as stack:
        site = stack.enter_context(Site())
        _be_hostile(site)
        repository = WorkTree(tmp_path / "repository")
        text = LIST.replace("SITE", site.url(""))
        repository.add({"README.md": text.encode(), "listkeeper.toml": SETTINGS.encode()})
        fake = FakeGitHub.from_repository(repository, name=events.REPOSITORY)
        api_url = stack.enter_context(fake.serving())
        runs = Runner(tmp_path / "runs", repository=repository.folder, environment=environment, api_url=api_url)
        runs.token_for = lambda permissions: _token(fake, permissions)
        yield World(repository=repository, fake=fake, runner=runs, site=site)


def _token(fake: FakeGitHub, permissions: Mapping[str, str]) -> str:
    """A token that may do what the job asks for, and no more."""
    rights = {name.replace("-", "_"): right for name, right in permissions.items()}
    token = f"ghs_{'_'.join(f'{name}-{right}' for name, right in sorted(rights.items()))}"
    fake.give_token(token, installation=True, **rights)
    return token


def _be_hostile(site: Site) -> None:
    page = f"<title>{TITLE}</title><p>{TITLE}</p>"
    fields = [("Server", "x ##[stop-commands]t"), ("X-Note", "::error::x"), ("ETag", '"##[add-mask]e"')]
    site.page("/robots.txt", status=404)
    site.page("/fine", page, headers=fields)
    site.page("/papers/attention", f"<title>{MOVED}</title><p>A page.</p>", headers=fields)
    site.redirect("/old/attention", to=site.url("/papers/attention"))
    site.redirect("/away", to=site.url("/::error::x?##[stop-commands]t"), status=302, headers=fields)
    site.page("/::error::x", page)
    gone = (
        f"HTTP/1.1 404 ##[error]x ::error::x\r\nContent-Type: text/html\r\nContent-Length: {len(page.encode())}\r\n\r\n"
    )
    site.raw("/gone", (gone + page).encode(), close=False)
    site.page("/walled/::error::x", page, status=403, headers=fields)


def obeyed(job: Job) -> list[runner.Command]:
    """What the runner would do because of the log of a job; our own fences are passed over, not trusted."""
    fence = re.compile(r"::stop-commands::[0-9a-f]{32}")
    kept = "\n".join(line for line in job.log.split("\n") if not fence.fullmatch(line))
    return list(runner.commands(kept))


def check_harmless(job: Job) -> None:
    """Nothing of a stranger's came to be a command, a variable, an output or a word that nobody sees."""
    assert job.status == 0, job.log
    assert job.forbidden == ""
    assert len(job.summary.encode()) < SUMMARY_BYTES
    assert not re.search("[\U000e0000-\U000e007f]", job.log + job.summary)
    ours = re.compile(r"\d*|created|updated|closed|none|/.*/temp/listkeeper/reports/README\.md")
    for values in job.outputs.values():
        assert all(ours.fullmatch(value) for value in values.values()), values


def test_weeks_of_a_list(world: World) -> None:
    """It remembers first, proposes in the second week, opens its dashboard in the third, and then is silent.

    Whoever starts it by hand goes on from what the weekly run remembers.
    """
    first = world.week(0)
    assert [obeyed(job) for job in first.values()] == [[], []]
    assert [job.outputs.keys() for job in first.values()] == [{"crawl"}, {"publish"}]
    for job in first.values():
        check_harmless(job)
    assert world.fake.notifying == []
    assert {"state.json", "links.jsonl", "runs.jsonl"} <= world.fake.files("listkeeper-state").keys()

    second = world.week(1)
    for job in second.values():
        check_harmless(job)
        assert obeyed(job) == []
    (pull,) = world.fake.repository.pulls()
    assert second["publish"].outputs["publish"]["pull-request-operation"] == "created"
    assert second["publish"].outputs["publish"]["pull-request-number"] == str(pull.number)
    before = world.fake.files("main")["README.md"].decode()
    after = world.fake.files("listkeeper/fixes")["README.md"].decode()
    assert after == before.replace("/old/attention)", "/papers/attention)")
    assert len(world.fake.notifying) == 1

    third = world.week(2)
    check_harmless(third["publish"])
    assert third["publish"].outputs["publish"]["pull-request-operation"] == "none"
    assert [call.operation for call in world.fake.notifying] == ["pulls/create", "issues/create"]

    fourth = world.by_hand(3, deliver="publish", ask="due links", files="README.md")
    check_harmless(fourth["publish"])
    assert fourth["crawl"].summary == ""
    assert "Fixes that are proven (1)" in fourth["publish"].summary
    assert len(world.fake.notifying) == 2


def test_a_refusal_is_taken_back_by_opening_the_pull_request_again(world: World) -> None:
    """What was closed, and heard to be, is in the same pull request again once somebody opened it."""
    for week in (0, 1):
        world.week(week)
    (pull,) = world.fake.repository.pulls()
    world.fake.person().close(pull.number)
    assert "0 fixes in the pull request, 0 waiting" in world.week(2)["publish"].log
    world.fake.person().reopen(pull.number)
    assert "1 fix in the pull request, 0 waiting" in world.week(3)["publish"].log
    assert pull.is_open


def test_a_pull_request_is_checked_and_reviewed(world: World) -> None:
    """What it adds is told as annotations on its lines and, from a branch of the repository, as a review."""
    number, base, head = _contribute(world)
    jobs = world.pull_request(number=number, base=base, head=head)
    for job in jobs.values():
        check_harmless(job)
    assert obeyed(jobs["review"]) == []
    told = obeyed(jobs["check"])
    assert {command.name for command in told} <= {"error", "warning", "notice"}
    assert {command.properties["file"] for command in told} == {"README.md"}
    lines = (world.repository.folder / "README.md").read_text("utf-8").splitlines()
    added = {index for index, line in enumerate(lines, 1) if "NEW" in line}
    assert {int(command.properties["line"]) for command in told} <= added
    assert any("404" in command.data for command in told)
    pull = world.fake.repository.pull(number)
    assert [review.author.login for review in pull.reviews] == ["github-actions[bot]"]
    assert any("```suggestion" in comment.body for comment in pull.line_comments)
    assert len(world.fake.notifying) == 1


def test_a_pull_request_from_a_fork_is_checked_and_not_written_to(world: World) -> None:
    """The job that could write does not run, the other one may not, and settings that come along send no token."""
    header = f'headers = ["127.0.0.1:{world.site.port}: X-Stolen: ${{GITHUB_TOKEN}}"]\n'
    number, base, head = _contribute(world, {"listkeeper.toml": (SETTINGS + header).encode()})
    jobs = world.pull_request(number=number, base=base, head=head, source="stranger/list")
    check_harmless(jobs["check"])
    assert jobs["review"].skipped
    assert world.fake.writes == []
    assert obeyed(jobs["check"]) != []
    assert [seen.path for seen in world.site.seen if seen.header("x-stolen")] == []


def test_forks_are_reviewed_by_the_clock(world: World) -> None:
    """What a fork adds is looked at without checking it out, reviewed by another job, and not a second time."""
    number = world.fake.person("stranger").open_pull_from_fork({"README.md": _longer(world)})
    jobs = world.forks()
    for job in jobs.values():
        check_harmless(job)
        assert obeyed(job) == []
    assert jobs["sweep"].handed_on == {"pull-requests": "1"}
    pull = world.fake.repository.pull(number)
    assert [review.author.login for review in pull.reviews] == ["github-actions[bot]"]
    assert any("```suggestion" in comment.body for comment in pull.line_comments)
    again = world.forks()
    assert again["review"].skipped
    assert len(pull.reviews) == 1


def _contribute(world: World, more: Mapping[str, bytes] | None = None) -> tuple[int, str, str]:
    """A branch that adds links, and the pull request from it: its number, and both commits."""
    base = world.repository.git("rev-parse", "HEAD")
    world.repository.git("checkout", "-q", "-b", "patch-1")
    world.repository.add({"README.md": _longer(world), **(more or {})})
    head = world.repository.git("rev-parse", "HEAD")
    world.fake.objects.read_from(world.repository.folder)
    world.fake.repository.refs["refs/heads/patch-1"] = head
    return world.fake.person().open_pull("patch-1"), base, head


def test_a_report_by_hand_writes_nothing(world: World) -> None:
    """Who only wants to know is told on the page of the run, about all links if they like."""
    jobs = world.by_hand(0, deliver="only report", ask="all links", files="README.md")
    check_harmless(jobs["crawl"])
    assert jobs["publish"].skipped
    assert world.fake.writes == []
    assert jobs["crawl"].summary.startswith("## Of 5 addresses: 1 gone")
    assert obeyed(jobs["crawl"]) == []


def _longer(world: World) -> bytes:
    """The list with what somebody adds to it."""
    url = world.site.url
    added = (
        f"- [NEW ##[stop-commands]t]({url('/gone')}?::error::x) - Gone.\n"
        f"- [NEW Attention is all you need, explained with many pictures and few formulas]({url('/old/attention')}?a)\n"
        f"- [NEW fine ::error::x]({url('/fine')}?new)\n"
    )
    return (world.repository.folder / "README.md").read_bytes() + added.encode()
