"""A runner of our own for workflows: reads a workflow and `action.yml`, and runs their steps as GitHub's does.

Other people's actions are stood in for: a checkout copies, an artifact is a folder, Python is there. Of ours each
`run:` is run in bash, with the variables and files that a runner gives it; all that is printed is kept for the port of
the runner's parser to read.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.expressions import evaluated, filled_in

ROOT = Path(__file__).parent.parent
ACTION = "listkeeper/listkeeper"
_SHELL = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")


def document(file: Path) -> dict[str, Any]:
    """A YAML file as YAML 1.2 has it, so that `on` is a word."""
    read: dict[str, Any] = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    return read


@dataclass(slots=True, kw_only=True)
class Job:
    """How a job of a workflow went."""

    name: str
    folder: Path
    status: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of each step of ours, by its command."""
    handed_on: dict[str, str] = field(default_factory=dict)
    """What other jobs are told."""
    forbidden: str = ""
    """What was written to GITHUB_ENV, GITHUB_PATH and GITHUB_STATE: nothing, if all is well."""
    skipped: bool = False


class Runner:
    """Runs workflows of one repository, in folders below `folder`."""

    def __init__(self, folder: Path, *, repository: Path, environment: Path, api_url: str) -> None:
        self.folder = folder
        self.repository = repository
        self.variables: dict[str, str] = {}
        """More variables of every step: the hour it is to be, for instance."""
        self.token_for: Callable[[Mapping[str, str]], str] = lambda permissions: "a-token-of-no-worth"
        """The token of a job, by its permissions."""
        self._environment = environment
        self._api_url = api_url
        self._count = 0

    def workflow(
        self, file: Path, event: Mapping[str, Any], *, name: str, inputs: Mapping[str, str] | None = None
    ) -> dict[str, Job]:
        """Run a workflow on an event; its jobs in the order of the file, which is that of their needs."""
        self._count += 1
        folder = self.folder / f"run-{self._count}"
        jobs: dict[str, Job] = {}
        for key, plan in document(file)["jobs"].items():
            contexts = self.contexts(event, name, inputs or {})
            needs = [plan["needs"]] if "needs" in plan else []
            contexts["needs"] = {need: {"outputs": jobs[need].handed_on} for need in needs}
            fine = all(jobs[need].status == 0 and not jobs[need].skipped for need in needs)
            if not fine or not evaluated(plan.get("if", "'always'"), contexts):
                jobs[key] = Job(name=key, folder=folder / key, skipped=True)
            else:
                jobs[key] = self.job(Job(name=key, folder=folder / key), plan, contexts, folder / "artifacts")
        return jobs

    @staticmethod
    def contexts(event: Mapping[str, Any], name: str, inputs: Mapping[str, str]) -> dict[str, Any]:
        """What expressions speak of."""
        full_name = event["repository"]["full_name"]
        github = {"event": event, "event_name": name, "repository": full_name, "workflow": "listkeeper"}
        return {"github": github, "inputs": dict(inputs)}

    def job(self, job: Job, plan: Mapping[str, Any], contexts: dict[str, Any], artifacts: Path) -> Job:
        """Run one job into its folder."""
        for name in ("workspace", "temp", "home"):
            (job.folder / name).mkdir(parents=True)
        contexts["runner"] = {"temp": str(job.folder / "temp")}
        contexts["github"]["token"] = self.token_for(plan["permissions"])
        for step in plan["steps"]:
            given = {key: filled_in(str(value), contexts) for key, value in step.get("with", {}).items()}
            self._step(job, step["uses"], given, contexts, artifacts)
            if job.status:
                break
            if "id" in step:
                contexts.setdefault("steps", {})[step["id"]] = {"outputs": job.outputs[given["command"]]}
        job.handed_on = {name: filled_in(text, contexts) for name, text in plan.get("outputs", {}).items()}
        return job

    def _step(self, job: Job, uses: str, given: Mapping[str, str], contexts: dict[str, Any], artifacts: Path) -> None:
        action = uses.partition("@")[0]
        if action in (ACTION, "./"):
            self._composite(job, given, contexts)
        elif action == "actions/checkout":
            shutil.copytree(self.repository, job.folder / "workspace", dirs_exist_ok=True, symlinks=True)
            if ref := given.get("ref"):
                subprocess.run(["git", "checkout", "-q", ref], cwd=job.folder / "workspace", check=True)
        elif action == "actions/upload-artifact":
            # Names that begin with a dot are left out, unless one asks for them.
            shutil.copytree(given["path"], artifacts / given["name"], ignore=shutil.ignore_patterns(".*"))
        elif action == "actions/download-artifact":
            shutil.copytree(artifacts / given["name"], given["path"], dirs_exist_ok=True)
        else:
            raise ValueError(f"no action that the tests know: {uses}")

    def _composite(self, job: Job, given: Mapping[str, str], contexts: dict[str, Any]) -> None:
        """Our own action, with these inputs."""
        action = document(ROOT / "action.yml")
        unknown = given.keys() - action["inputs"].keys()
        if unknown:
            raise ValueError(f"no inputs of the action: {unknown}")
        defaults = {key: filled_in(str(row.get("default", "")), contexts) for key, row in action["inputs"].items()}
        steps: dict[str, Any] = {}
        inside = contexts | {"inputs": defaults | dict(given), "steps": steps}
        for step in action["runs"]["steps"]:
            if "run" not in step:
                continue  # Python is there
            if step["name"].startswith("Install"):
                (job.folder / "temp" / "listkeeper-environment").symlink_to(self._environment)
                continue
            steps[step["id"]] = {"outputs": self.run_step(job, step, inside)}
        job.outputs[given["command"]] = {key: filled_in(row["value"], inside) for key, row in action["outputs"].items()}

    def run_step(self, job: Job, step: Mapping[str, Any], contexts: Mapping[str, Any]) -> dict[str, str]:
        """One `run:` step in bash; its outputs."""
        files = {name: job.folder / name.lower() for name in ("OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY")}
        for file in files.values():
            file.write_bytes(b"")
        given = {key: filled_in(str(value), contexts) for key, value in step.get("env", {}).items()}
        script = job.folder / "script.sh"
        script.write_text(filled_in(step["run"], contexts), "utf-8")
        done = subprocess.run(
            [*_SHELL, str(script)],
            cwd=job.folder / "workspace",
            env=self._variables(job, contexts)
            | {f"GITHUB_{name}": str(file) for name, file in files.items()}
            | self.variables
            | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        job.status = done.returncode
        job.log += done.stdout.decode("utf-8", "surrogateescape")
        job.summary += files["STEP_SUMMARY"].read_text("utf-8")
        job.forbidden += "".join(files[name].read_text("utf-8") for name in ("ENV", "PATH", "STATE"))
        return outputs(files["OUTPUT"].read_text("utf-8"))

    def _variables(self, job: Job, contexts: Mapping[str, Any]) -> dict[str, str]:
        """What a runner sets, and nothing of this machine's but where programs are."""
        event = job.folder / "event.json"
        event.write_text(json.dumps(contexts["github"]["event"]), "utf-8")
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(job.folder / "home"),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_API_URL": self._api_url,
            "GITHUB_EVENT_NAME": contexts["github"]["event_name"],
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REPOSITORY": contexts["github"]["repository"],
            "GITHUB_WORKSPACE": str(job.folder / "workspace"),
            "RUNNER_TEMP": str(job.folder / "temp"),
        }


def outputs(text: str) -> dict[str, str]:
    r"""What a step wrote to GITHUB_OUTPUT: lines with =, or here-documents (the runner's FileCommandManager).

    >>> outputs("fixes=3\nbody<<X\na\nb\nX\n")
    {'fixes': '3', 'body': 'a\nb'}
    """
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, mark, end = line.partition("<<")
        if mark and "=" not in name:
            body = []
            while (each := next(lines)) != end:
                body.append(each)
            found[name] = "\n".join(body)
        elif line:
            name, mark, value = line.partition("=")
            assert mark, f"GITHUB_OUTPUT holds a line that the runner refuses: {line}"
            found[name] = value
    return found


def environment(folder: Path) -> Path:
    """What the installing step would leave behind, in a moment: Python, what is installed beside it, and the command.

    The command reads LISTKEEPER_TEST_DAYS: so many days later than it is. It hands over without pausing.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    paths = [str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))]
    (packages / "tests.pth").write_text("".join(f"{path}\n" for path in paths), "utf-8")
    command = folder / "bin" / "listkeeper"
    command.write_text(f"#!{folder}/bin/python\n{_LATER}", "utf-8")
    command.chmod(0o755)
    return folder


_LATER = """\
import os
import sys
import time
from datetime import datetime, timedelta

if "publish" in sys.argv:
    time.sleep = lambda _: None  # a forge wants a second between writes; the tests' own does not

from crawler.__main__ import main
from crawler.pipeline import clock


class Later(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=float(os.environ.get("LISTKEEPER_TEST_DAYS", "0")))


clock.datetime = Later
main()
"""
