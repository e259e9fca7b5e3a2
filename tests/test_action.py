"""The action: its inputs reach the command line as they are, and what is printed meanwhile is obeyed by nobody."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests import composite, events
from tests.composite import Job, Runner, document

ROOT = Path(__file__).parent.parent
ACTION = document(ROOT / "action.yml")
COMMIT = "a" * 40
FINDINGS = ("--findings", "TEMP/listkeeper/reports/findings.json")
_RECORDER = """\
import json, os, sys
from pathlib import Path

folder = Path(os.environ["RUNNER_TEMP"])
with (folder / "calls.jsonl").open("a") as file:
    file.write(json.dumps({"words": sys.argv[1:], "environ": dict(os.environ)}) + "\\n")
print("said by", *sys.argv[1:2], flush=True)
print("##[add-mask]e", file=sys.stderr, flush=True)
sys.exit(json.loads(os.environ.get("STATUSES", "{}")).get(sys.argv[1], 0))
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment whose `listkeeper` only keeps what it was called with."""
    folder = composite.environment(tmp_path_factory.mktemp("environment"))
    (folder / "bin" / "listkeeper").write_text(f"#!{folder}/bin/python\n{_RECORDER}", "utf-8")
    return folder


class Recording:
    """Runs the step of the action on its own, and reads what `listkeeper` was called with."""

    def __init__(self, folder: Path, environment: Path) -> None:
        self.repository = folder / "repository"
        self.repository.mkdir()
        self._folder = folder / "jobs"
        self._count = 0
        self.runner = Runner(folder, repository=self.repository, environment=environment, api_url="http://127.0.0.1:1")

    def run(self, event: Mapping[str, Any] | None = None, **inputs: str) -> Job:
        """One step, with inputs by their names in Python."""
        self._count += 1
        step = {"uses": composite.ACTION, "with": {key.replace("_", "-"): value for key, value in inputs.items()}}
        checkout: dict[str, Any] = {"uses": "actions/checkout", "with": {}}
        if (self._folder / "artifacts").exists():
            here = {"name": "listkeeper", "path": "${{ runner.temp }}/listkeeper"}
            checkout = {"uses": "actions/download-artifact", "with": here}
        contexts = self.runner.contexts(event or events.schedule(), "schedule", {})
        job = Job(name="job", folder=self._folder / str(self._count))
        plan = {"permissions": {}, "steps": [checkout, step]}
        return self.runner.job(job, plan, contexts, self._folder / "artifacts")

    def artifact(self, name: str, text: str = "") -> None:
        """Let the next steps find a file that another job left."""
        file = self._folder / "artifacts" / "listkeeper" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(text.encode("utf-8", "surrogateescape"))

    @staticmethod
    def calls(job: Job) -> list[list[str]]:
        """The words of each call, the runner's folder as TEMP."""
        return [[word.replace(str(job.folder / "temp"), "TEMP") for word in row["words"]] for row in rows(job)]


def rows(job: Job) -> list[dict[str, Any]]:
    """What was kept of each call."""
    file = job.folder / "temp" / "calls.jsonl"
    return list(map(json.loads, file.read_text("utf-8").splitlines())) if file.exists() else []


@pytest.fixture
def recording(tmp_path: Path, environment: Path) -> Recording:
    """The action, with a `listkeeper` that keeps what it was called with."""
    return Recording(tmp_path, environment)


def test_crawl_remembers_asks_and_writes_both_down(recording: Recording) -> None:
    """Five commands in this order; a name with a space is one word, and one that looks like an option is none."""
    (recording.repository / "my settings.toml").touch()
    job = recording.run(command="crawl", files="READ ME.md\n\n  docs  \n--all\n$(touch x)", config="my settings.toml")
    config = ["--config", "my settings.toml"]
    db = ["--db", "TEMP/listkeeper.db"]
    state = "TEMP/listkeeper/state"
    lists = ["READ ME.md", "docs", "--all", "$(touch x)"]
    assert (job.status, recording.calls(job)) == (
        0,
        [
            ["state", "pull", state],
            [*config, "state", "import", "--lenient", *db, state],
            [*config, "check", "--quiet", *db, "--out", "TEMP/listkeeper/reports", "--", *lists],
            [*config, "state", "export", *db, state],
            ["summary", *FINDINGS, "--outputs", str(job.folder / "output")],
        ],
    )
    assert [file.name for file in (job.folder / "workspace").iterdir()] == ["my settings.toml"]


def test_crawl_asks_about_all_links_when_told(recording: Recording) -> None:
    """The input is a truth, and becomes a flag."""
    asked = recording.calls(recording.run(command="crawl", all_links="true"))[2]
    assert asked[-3:] == ["--all", "--", "README.md"]


@pytest.mark.parametrize("summary", ["false", "true"])
def test_crawl_writes_a_page_where_nobody_else_does(recording: Recording, summary: str) -> None:
    """By default the job that publishes writes it, so that a run has one."""
    told = recording.calls(recording.run(command="crawl", summary=summary))[-1]
    assert ("--summary" in told) == (summary == "true")


@pytest.mark.parametrize(("status", "end", "calls"), [(0, 0, 5), (1, 0, 5), (3, 0, 5), (2, 2, 3)])
def test_crawl_hands_on_what_it_has_unless_it_was_misused(
    recording: Recording, status: int, end: int, calls: int
) -> None:
    """Findings are the point of it, and a crawl that was cut short says so in what it hands on; a mistake is told."""
    recording.runner.variables = {"STATUSES": json.dumps({"check": status})}
    job = recording.run(command="crawl")
    assert (job.status, len(recording.calls(job))) == (end, calls)


def test_publish_hands_over_the_folder(recording: Recording) -> None:
    """What the other job found and remembered, and the files for people and for later steps."""
    job = recording.run(command="publish")
    (words,) = recording.calls(job)
    assert words[:5] == [
        *("publish", "--findings", "TEMP/listkeeper/reports/findings.json"),
        *("--state", "TEMP/listkeeper/state"),
    ]
    assert words[5::2] == ["--summary", "--outputs"]


def test_publish_says_which_run_it_is(recording: Recording) -> None:
    """The dashboard can lead to the page of the run, where the runner names it."""
    named = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "12"}
    recording.runner.variables = named
    (words,) = recording.calls(recording.run(command="publish"))
    assert words[5:7] == ["--run-url", "https://github.example/o/r/actions/runs/12"]


def test_review_is_of_the_head_that_was_checked(recording: Recording) -> None:
    """Number and commit come from the event."""
    job = recording.run(events.pull_request(number=7, base=COMMIT, head="b" * 40), command="review")
    (words,) = recording.calls(job)
    assert words[3:7] == ["--review", "7", "--head", "b" * 40]


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"command": "eval"}, "command must be one of crawl, publish, check, review"),
        ({"command": "crawl", "all_links": "yes"}, "all-links must be true or false"),
        ({"command": "review", "pull_request": "7;x", "head": COMMIT}, "pull-request must be a number"),
        ({"command": "check", "base": "--output=x"}, "base must be a whole commit id, of 40 digits"),
        ({"command": "check"}, "check needs the commit that the links were added to"),
        ({"command": "review"}, "review needs a pull request"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_action_says_which_input_is_wrong(recording: Recording, inputs: dict[str, str], message: str) -> None:
    """Nothing is started, and the step fails with a sentence."""
    job = recording.run(None, **inputs)
    assert (job.status, recording.calls(job)) == (2, [])
    assert job.log.startswith(f"listkeeper: {message}")


def test_nothing_that_a_command_prints_is_obeyed(recording: Recording) -> None:
    """Between the two lines of the fence the runner obeys its one word, which is another one each time."""
    job = recording.run(command="crawl")
    fences = re.findall(
        r"^::stop-commands::(\w{32})\n(?:said by .*|##\[add-mask\]e)\n.*\n::(\w{32})::$", job.log, re.MULTILINE
    )
    assert [start == end for start, end in fences] == [True] * 5
    assert len({start for start, _ in fences}) == 5


def test_a_command_cannot_reach_the_steps_behind_it(recording: Recording) -> None:
    """The files by which a step sets variables and paths are not even known to it."""
    job = recording.run(command="publish")
    known = {name for row in rows(job) for name in row["environ"] if name.startswith("GITHUB_")}
    assert known & {"GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"} == set()
    assert "GITHUB_TOKEN" in known


def test_check_obeys_the_settings_of_the_base(recording: Recording) -> None:
    """A pull request cannot open networks, or have the token sent to a host of its own."""
    base, head = _versions(recording.repository, {"listkeeper.toml": "fixes = 1\n", "pyproject.toml": None})
    job = recording.run(events.pull_request(number=7, base=base, head=head), command="check")
    workspace = job.folder / "workspace"
    assert (workspace / "listkeeper.toml").read_text("utf-8") == "fixes = 1\n"
    assert not (workspace / "pyproject.toml").exists()
    words, told = recording.calls(job)
    assert words[:6] == ["check", "--quiet", "--diff", base, "--format", "github"]
    assert words[-2:] == ["--", "README.md"]
    assert told[:3] == ["summary", *FINDINGS]


def test_check_follows_no_link_to_settings(recording: Recording, tmp_path: Path) -> None:
    """What a pull request links to from where settings stand is not written to, and not obeyed."""
    base, head = _versions(recording.repository, {"listkeeper.toml": "fixes = 1\n"})
    (tmp_path / "other.toml").write_text("fixes = 2\n", "utf-8")
    (recording.repository / "listkeeper.toml").unlink()
    (recording.repository / "listkeeper.toml").symlink_to(tmp_path / "other.toml")
    job = recording.run(events.pull_request(number=7, base=base, head=head), command="check")
    assert (job.folder / "workspace" / "listkeeper.toml").read_text("utf-8") == "fixes = 1\n"
    assert (tmp_path / "other.toml").read_text("utf-8") == "fixes = 2\n"


def test_settings_of_delivery_are_handed_on(recording: Recording) -> None:
    """The job that publishes has no file of the repository, and heeds what stands there all the same."""
    (recording.repository / "listkeeper.toml").write_text('dashboard = "off"\nfixes = 1\npause-days = 1.5\n', "utf-8")
    job = recording.run(command="crawl")
    settings = (job.folder / "temp" / "listkeeper" / "settings.json").read_text("utf-8")
    recording.artifact("settings.json", settings)
    (words,) = recording.calls(recording.run(command="publish"))
    assert words[words.index("--pull-request") :] == [
        *("--pull-request", "on", "--dashboard", "off", "--fixes", "1", "--pause-days", "1.5"),
        *("--review-comments", "10"),
    ]


@pytest.mark.parametrize(
    "settings",
    [
        '{"fixes": "20 --config evil.toml", "dashboard": ["off"], "connect-to": "api.github.com:443:evil.test:443"}',
        '{"fixes": "--help", "pause-days": "1e9"}',
        "[" * 100_000,
        "[]",
        "\udcff",
    ],
    ids=["words", "options", "deep", "list", "bytes"],
)
def test_settings_that_somebody_made_up_are_not_heeded(recording: Recording, settings: str) -> None:
    """The job that hands them on talks to strangers: nothing of it comes to be an option that does harm."""
    recording.artifact("settings.json", settings)
    (words,) = recording.calls(recording.run(command="publish"))
    assert words[5::2] == ["--summary", "--outputs"]


def test_sweep_hands_its_findings_to_review(recording: Recording) -> None:
    """The number of pull requests is told, and whoever reviews takes what the sweep left."""
    job = recording.run(command="sweep", files="a b.md")
    assert recording.calls(job) == [["sweep", "--quiet", "--out", "TEMP/listkeeper/sweep", "--", "a b.md"]]
    assert job.outputs["sweep"]["pull-requests"] == "0"
    recording.artifact("sweep/7.json")
    job = recording.run(command="review")
    (words,) = recording.calls(job)
    assert words[:4] == ["publish", "--sweep", "TEMP/listkeeper/sweep", "--summary"]


def test_review_of_a_pull_request_takes_up_no_sweep(recording: Recording) -> None:
    """What a contributor's job hands over says nothing about anybody else's pull request."""
    recording.artifact("sweep/7.json")
    job = recording.run(events.pull_request(number=8, base=COMMIT, head="b" * 40), command="review")
    (words,) = recording.calls(job)
    assert "--sweep" not in words
    assert words[words.index("--review") + 1] == "8"


@pytest.mark.parametrize(("strict", "status"), [("false", 0), ("true", 1)])
def test_check_stops_nobody_unless_told(recording: Recording, strict: str, status: int) -> None:
    """Findings fail the job only where a maintainer asked for it."""
    recording.runner.variables = {"STATUSES": json.dumps({"check": 1})}
    base, head = _versions(recording.repository, {})
    job = recording.run(events.pull_request(number=7, base=base, head=head), command="check", strict=strict)
    assert (job.status, len(recording.calls(job))) == (status, 2)


def test_what_check_says_to_the_runner_stands_outside_of_the_fence(recording: Recording) -> None:
    """Annotations are obeyed, and stderr is not."""
    base, head = _versions(recording.repository, {})
    job = recording.run(events.pull_request(number=7, base=base, head=head), command="check")
    assert re.match(r"::stop-commands::(\w+)\n##\[add-mask\]e\n::\1::\nsaid by check\n::stop-commands::", job.log)


def test_no_input_is_pasted_into_a_script() -> None:
    """What runs is always the same text; inputs are variables."""
    assert [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_every_input_and_output_of_the_action_says_what_it_is() -> None:
    """And each output comes from the one step that runs."""
    assert all(row["description"] for row in (*ACTION["inputs"].values(), *ACTION["outputs"].values()))
    assert {name: f"${{{{ steps.run.outputs.{name} }}}}" for name in ACTION["outputs"]} == {
        name: row["value"] for name, row in ACTION["outputs"].items()
    }


def _versions(repository: Path, files: Mapping[str, str | None]) -> tuple[str, str]:
    """Two commits: the first holds these files, the second what a stranger put in their place."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "-q"], cwd=repository, check=True)
    commits = []
    for texts in ({**files}, dict.fromkeys(files, 'headers = ["evil.test: X: ${GITHUB_TOKEN}"]')):
        for name, text in texts.items():
            if text is not None:
                (repository / name).write_text(text, "utf-8")
        subprocess.run([*git, "add", "-A"], cwd=repository, check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], cwd=repository, check=True)
        head = subprocess.run([*git, "rev-parse", "HEAD"], cwd=repository, check=True, capture_output=True, text=True)
        commits.append(head.stdout.strip())
    return commits[0], commits[1]
