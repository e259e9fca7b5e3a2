"""Does what the installing step of the action does, in a new environment: `python -m tests.installing`.

Beside the tests, because it asks the package registry, which no test does; `.ci/run` calls it. The tests of the action
stand an environment of their own in for what comes of this.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.composite import ROOT, Job, Runner, document


def main() -> int:
    """Install, and have the command tell its version: the status of whichever fails."""
    with TemporaryDirectory(prefix="installing-") as name:
        folder = Path(name)
        job = Job(name="install", folder=folder)
        for each in ("workspace", "temp", "home", "bin"):
            (folder / each).mkdir()
        # As after setup-python: `python` is there, and is the one that was asked for.
        (folder / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
        (folder / "bin" / "python").chmod(0o755)
        # What a repository that is checked out might bring along, to be taken for a module.
        for module in ("pip", "venv", "crawler"):
            (folder / "workspace" / f"{module}.py").write_text(
                "raise SystemExit('a file of the checkout was run')", "utf-8"
            )
        runner = Runner(folder, repository=folder, environment=folder, api_url="")
        runner.variables = dict(os.environ) | {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
        (step,) = (step for step in document(ROOT / "action.yml")["runs"]["steps"] if "Install" in step["name"])
        runner.variables |= {"RUNNER_TEMP": str(folder / "temp"), "GITHUB_ACTION_PATH": str(ROOT)}
        runner.run_step(job, step, {"github": {"event": {}, "event_name": "", "repository": ""}})
        print(job.log, end="")  # noqa: T201
        if job.status:
            return job.status
        command = folder / "temp" / "listkeeper-environment" / "bin" / "listkeeper"
        return subprocess.run([command, "--version"], cwd=folder / "workspace", check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
