"""What stands between the inputs of the action and the command line: which commands, with which words, in which order.

Run by `action.yml` with the environment's own Python. Nothing here knows a link; it starts `listkeeper`, and says how
the step ends. Around all that is printed stands a fence of `stop-commands`: the second defence, after
`crawler.untrusted.terminal`, against a stranger's text that a runner would obey. The job that may write checks nothing
out, so the settings that it needs are handed to it: five, each of a form that does no harm, whoever wrote it.
"""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler import configuration

FINE, FINDINGS, MISUSE, INCOMPLETE = 0, 1, 2, 3
_TRUTH = re.compile(r"true|false")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SWEPT = "sweep"
_SETTINGS_FILE = "settings.json"
_SETTINGS = ("listkeeper.toml", "pyproject.toml")
_NOT_FOR_CHILDREN = ("GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
"""Files by which a step speaks to those after it: the two that are meant to be written to are named as options."""


_HANDED_ON = {
    "pull-request": re.compile(r"on|off"),
    "dashboard": re.compile(r"on|off"),
    "fixes": re.compile(r"[0-9]{1,4}"),
    "pause-days": re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?"),
    "review-comments": re.compile(r"[0-9]{1,4}"),
}
"""Settings of delivery, and what each may look like."""


class InputError(Exception):
    """An input of the action is not what it must be; the message says what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the step was given."""

    command: str
    files: tuple[str, ...]
    folder: Path
    """What goes from job to job: `reports/`, with `findings.json` among them, and `state/`."""
    db: Path
    config: str = ""
    all_links: bool = False
    summary_of_crawl: bool = False
    strict: bool = False
    pull_request: str = ""
    base: str = ""
    head: str = ""
    summary: str = ""
    outputs: str = ""
    run_url: str = ""
    """The page of the run, where the runner says enough to name it."""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Inputs":
        """From the variables that `action.yml` sets, and those that every runner has."""
        own = {name: environ.get(f"LISTKEEPER_{name.upper()}", "").strip() for name in _NAMES}
        temporary = Path(environ["RUNNER_TEMP"])
        return cls(
            command=own["command"],
            files=tuple(filter(None, map(str.strip, own["files"].splitlines()))),
            folder=temporary / "listkeeper",
            db=temporary / "listkeeper.db",
            config=own["config"],
            all_links=_held("all-links", own["all_links"], _TRUTH, "true or false") == "true",
            summary_of_crawl=_held("summary", own["summary"], _TRUTH, "true or false") == "true",
            strict=_held("strict", own["strict"], _TRUTH, "true or false") == "true",
            pull_request=_held("pull-request", own["pull_request"], _NUMBER, "a number"),
            base=_held("base", own["base"], _COMMIT, "a whole commit id, of 40 digits"),
            head=_held("head", own["head"], _COMMIT, "a whole commit id, of 40 digits"),
            summary=environ.get("GITHUB_STEP_SUMMARY", ""),
            outputs=environ.get("GITHUB_OUTPUT", ""),
            run_url=_run_url(environ),
        )


_NAMES = ("command", "files", "config", "all_links", "summary", "strict", "pull_request", "base", "head")


def _run_url(environ: Mapping[str, str]) -> str:
    server, repository, run = (environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID"))
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""


def _held(name: str, text: str, form: re.Pattern[str], what: str) -> str:
    if text and not form.fullmatch(text):
        raise InputError(f"{name} must be {what}")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One run of the command line."""

    words: tuple[str, ...]
    fine: tuple[int, ...] = (FINE,)
    """Exit statuses after which the next one follows."""
    last: bool = False
    """Whether findings are the last word: the step fails on them, once all is told."""
    speaks: bool = False
    """Whether it prints commands that the runner is meant to obey: annotations."""


def crawl(inputs: Inputs) -> Iterator[Call]:
    """Remember, ask the web about what is due, and put both into the folder.

    An incomplete crawl (3) is handed on as well: it says so itself, and what it heard is not to be asked again.
    """
    state, reports = str(inputs.folder / "state"), str(inputs.folder / "reports")
    db = ("--db", str(inputs.db))
    yield Call(words=("state", "pull", state))
    yield Call(words=(*_config(inputs), "state", "import", "--lenient", *db, state))
    every = ("--all",) if inputs.all_links else ()
    words = ("check", "--quiet", *db, "--out", reports, *every, "--", *inputs.files)
    yield Call(words=(*_config(inputs), *words), fine=(FINE, FINDINGS, INCOMPLETE))
    yield Call(words=(*_config(inputs), "state", "export", *db, state))
    yield _summary(inputs, page=inputs.summary_of_crawl)


def publish(inputs: Inputs) -> Iterator[Call]:
    """Hand over what the folder holds."""
    state = ("--state", str(inputs.folder / "state"))
    page = ("--run-url", inputs.run_url) if inputs.run_url else ()
    yield Call(words=("publish", *_findings(inputs), *state, *page, *_told(inputs), *handed_on(inputs)))


def check(inputs: Inputs) -> Iterator[Call]:
    """Look at the links that a pull request adds."""
    if not inputs.base:
        raise InputError("check needs the commit that the links were added to: run it on pull_request, or give base")
    db = ("--db", str(inputs.db), "--out", str(inputs.folder / "reports"))
    words = ("check", "--quiet", "--diff", inputs.base, "--format", "github", *db, "--", *inputs.files)
    yield Call(words=(*_config(inputs), *words), fine=(FINE, FINDINGS, INCOMPLETE), speaks=True, last=inputs.strict)
    yield _summary(inputs, page=True)


def sweep(inputs: Inputs) -> Iterator[Call]:
    """Look at the links that pull requests from forks add."""
    yield Call(words=(*_config(inputs), "sweep", "--quiet", "--out", str(inputs.folder / _SWEPT), "--", *inputs.files))


def review(inputs: Inputs) -> Iterator[Call]:
    """Comment on the lines of the pull request of the event, or of those that a sweep looked at."""
    summary = ("--summary", inputs.summary) if inputs.summary else ()
    if not inputs.pull_request and (inputs.folder / _SWEPT).is_dir():  # no event of one pull request reaches another
        yield Call(words=("publish", "--sweep", str(inputs.folder / _SWEPT), *summary, *handed_on(inputs)))
        return
    if not (inputs.pull_request and inputs.head):
        raise InputError("review needs a pull request: run it on pull_request, or give pull-request and head")
    target = ("--review", inputs.pull_request, "--head", inputs.head)
    yield Call(words=("publish", *_findings(inputs), *target, *summary, *handed_on(inputs)))


COMMANDS = {"crawl": crawl, "publish": publish, "check": check, "review": review, "sweep": sweep}


def planned(inputs: Inputs) -> Iterator[Call]:
    """What the input `command` asks for."""
    if inputs.command not in COMMANDS:
        raise InputError(f"command must be one of {', '.join(COMMANDS)}")
    return COMMANDS[inputs.command](inputs)


def hand_on(inputs: Inputs) -> None:
    """Leave the settings of delivery, as they stand in the repository, to the job that checks nothing out."""
    settings = configuration.load({}, config=Path(inputs.config) if inputs.config else None)
    shown = {name: _written(getattr(settings, name.replace("-", "_"))) for name in _HANDED_ON}
    (inputs.folder / _SETTINGS_FILE).write_text(json.dumps(shown, indent=1), "utf-8")


def handed_on(inputs: Inputs) -> Iterator[str]:
    """The options that the other job's settings come to. It talks to strangers, so each is held to its form."""
    try:
        read = json.loads((inputs.folder / _SETTINGS_FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return
    for name, form in _HANDED_ON.items():
        value = read.get(name) if isinstance(read, dict) else None
        if isinstance(value, str) and form.fullmatch(value):
            yield from (f"--{name}", value)


def _written(value: float | bool) -> str:
    """A setting as its option takes it."""
    return ("on" if value else "off") if isinstance(value, bool) else f"{value:g}"


def tell_of_sweep(inputs: Inputs) -> None:
    """How many pull requests were looked at, for the job that reviews them: it is not needed for none."""
    with Path(inputs.outputs).open("a", encoding="utf-8") as file:
        file.write(f"pull-requests={len(list((inputs.folder / _SWEPT).glob('*.json')))}\n")


def _findings(inputs: Inputs) -> tuple[str, ...]:
    return ("--findings", str(inputs.folder / "reports" / "findings.json"))


def _summary(inputs: Inputs, *, page: bool) -> Call:
    """Tell later steps of the findings, and people, unless another job does."""
    return Call(words=("summary", *_findings(inputs), *_told(inputs, page=page)))


def _config(inputs: Inputs) -> tuple[str, ...]:
    return ("--config", inputs.config) if inputs.config else ()


def _told(inputs: Inputs, *, page: bool = True) -> tuple[str, ...]:
    """Where to write what people and later steps read."""
    summary = ("--summary", inputs.summary) if page and inputs.summary else ()
    return (*summary, *(("--outputs", inputs.outputs) if inputs.outputs else ()))


def settle(inputs: Inputs) -> None:
    """Put the settings of the base in the place of those that a pull request brings along.

    Settings may open networks and send secrets to hosts (`allow-network`, `headers`): a maintainer's to change.
    """
    for name in dict.fromkeys((inputs.config or _SETTINGS[0], *_SETTINGS)):
        file = Path(os.path.abspath(name))  # noqa: PTH100 - a link that the pull request brings along is not followed
        if not file.is_relative_to(Path.cwd()):
            continue  # no file of the repository
        blob = f"{inputs.base}:./{file.relative_to(Path.cwd()).as_posix()}"
        git = ["git", "--no-pager", "-c", "core.fsmonitor=false", "cat-file", "blob", blob]
        found = subprocess.run(git, env=_without("GITHUB_TOKEN"), capture_output=True, check=False)
        file.unlink(missing_ok=True)
        if found.returncode == 0:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(found.stdout)


def run(call: Call) -> int:
    """Start `listkeeper`; its exit status. What it says in commands comes after the fence."""
    command = [str(Path(sys.executable).with_name("listkeeper")), *call.words]
    with _fence():
        done = subprocess.run(
            command, env=_without(*_NOT_FOR_CHILDREN), stdout=subprocess.PIPE if call.speaks else None, check=False
        )
    if call.speaks:
        sys.stdout.flush()
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    return done.returncode


def _without(*names: str) -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if name not in names}


@contextmanager
def _fence() -> Iterator[None]:
    """Between the two lines the runner obeys nothing; nobody outside can know the word that ends it."""
    word = secrets.token_hex(16)
    print(f"::stop-commands::{word}", flush=True)
    try:
        yield
    finally:
        print(f"::{word}::", flush=True)


def main(environ: Mapping[str, str]) -> int:
    """Do what the input `command` says; the exit status of the step."""
    try:
        inputs = Inputs.read(environ)
        calls = list(planned(inputs))
    except InputError as error:
        print(f"listkeeper: {error}", file=sys.stderr)
        return MISUSE
    if inputs.command == "check":
        settle(inputs)
    inputs.folder.mkdir(parents=True, exist_ok=True)
    status = carry_out(calls)
    if status in (FINE, FINDINGS) and inputs.command not in ("publish", "review"):
        hand_on(inputs)
    if inputs.command == "sweep" and inputs.outputs:
        tell_of_sweep(inputs)
    return status


def carry_out(calls: Iterable[Call]) -> int:
    """One after the other, until one goes wrong; the exit status of the step."""
    end = FINE
    for call in calls:
        status = run(call)
        if status not in call.fine:
            return status
        end = FINDINGS if call.last and status == FINDINGS else end
    return end


if __name__ == "__main__":
    sys.exit(main(os.environ))
