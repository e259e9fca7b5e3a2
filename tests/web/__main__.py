"""`python -m tests.web`: the whole job on `sources/README.md` against the replica web; this is `make demo`.

    python -m tests.web                       check the list, and compare each verdict with what it should be
    python -m tests.web -- COMMAND...         run COMMAND; `{config}` in it is the settings file, `{folder}` its folder
    python -m tests.web --interfaces 429      the same, while every interface answers so: 500, 429 or nonsense
    python -m tests.web --serve               stay until Ctrl-C, and say how to reach the replica

The settings file leads every connection to the replica, so that no host on the network is asked.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import click

from crawler.model import Health
from crawler.settings import Keys
from crawler.urls import canonical
from tests.web import EXPECTED, Web
from tests.web.hosts.interfaces import FAULTS
from tests.web.world import BY_INTERFACE

_NOTE = (
    "Made against the replica web of tests/web/, a server on this machine: no host was asked, and nothing here is true"
    " of the real web."
)
_LIST = "sources/README.md"
_FINISHED = (0, 1)
"""Exit statuses of a command that did its work: nothing found, something found."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve while the command runs; return its exit status, or for the demo whether every verdict is right."""
    options = _options(arguments)
    folder: Path = options.folder
    config = folder / "listkeeper.toml"
    folder.mkdir(parents=True, exist_ok=True)
    with Web(fault=FAULTS.get(options.interfaces)) as web:
        config.write_text(settings_text(web), encoding="utf-8")
        click.echo(f"This is a replica: {len(EXPECTED)} addresses on 127.0.0.1. No host on the network will be asked.")
        if options.serve:
            return _stay(web, config)
        command = _command(options.command, folder, config)
        status = subprocess.run(command, check=False, env=_environment()).returncode
        click.echo(_account(web))
    if options.command or status not in _FINISHED:
        return status
    return _compare(folder / "links.jsonl", EXPECTED if options.interfaces else {**EXPECTED, **BY_INTERFACE})


def _command(words: Sequence[str], folder: Path, config: Path) -> list[str]:
    """What is to be run; the demo if nothing was said, on a database that begins anew."""
    if words:
        return [word.replace("{config}", str(config)).replace("{folder}", str(folder)) for word in words]
    database = folder / "crawl.db"
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    settings = ["--config", str(config)]
    return [sys.executable, "-m", "crawler", *settings, "check", _LIST, "--db", str(database), "--out", str(folder)]


def _environment() -> dict[str, str]:
    """The environment, but for what would lead requests to a proxy and so onto the network, and for keys."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {name: value for name, value in kept.items() if name.lower() not in {key.name for key in fields(Keys)}}


def settings_text(web: Web) -> str:
    """A listkeeper.toml that leads every connection to the replica."""
    lines = [f'    "{mapping}",' for mapping in web.connect_to]
    return "\n".join(
        [
            "# Written by `python -m tests.web`; the ports are those of one run.",
            f"note = {json.dumps(_NOTE)}",
            f"cacert = {json.dumps(str(web.cacert))}",
            'allow-network = ["127.0.0.0/8"]',
            "connect-to = [",
            *lines,
            "]",
            "",
        ]
    )


def differences(lines: Sequence[str], expected: Mapping[str, Health] = EXPECTED) -> Iterator[str]:
    """Where the verdicts of a links.jsonl differ from what the replica's world should be judged to be."""
    rows = [json.loads(line) for line in lines]
    found = {canonical(row["url"]): row for row in rows}
    for url, health in expected.items():
        row = found.get(url)
        if row is None:
            yield f"{url}: should be {health}, and is not there"
        elif row["health"] != health:
            yield f"{url}: should be {health}, is {row['health']}: {row.get('reason', '')!r}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m tests.web", description=__doc__, formatter_class=form)
    parser.add_argument("--folder", type=Path, default=Path("build/demo"), help="for the settings file and the reports")
    parser.add_argument("--interfaces", choices=FAULTS, help="what every interface for programs answers")
    parser.add_argument("--serve", action="store_true", help="stay until Ctrl-C")
    parser.add_argument("command", nargs="*", metavar="-- COMMAND", help="what to run in place of the demo")
    return parser.parse_args(arguments)


def _stay(web: Web, config: Path) -> int:
    mappings = " ".join(f"--connect-to {mapping}" for mapping in web.connect_to)
    with suppress(KeyboardInterrupt):
        click.echo(f"listkeeper --config {config} ...\ncurl --cacert {web.cacert} {mappings} ...\nCtrl-C ends it.")
        threading.Event().wait()
    return 0


def _account(web: Web) -> str:
    """What the replica saw, in one line."""
    asked = web.requests
    hosts = Counter(request.host for request in asked)
    strangers = f"; unknown hosts: {', '.join(sorted(web.strangers))}" if web.strangers else ""
    return (
        f"The replica saw {len(asked)} requests to {len(hosts)} hosts,"
        f" at most {max(web.peak.values(), default=0)} at once to one{strangers}."
    )


def _compare(path: Path, expected: Mapping[str, Health]) -> int:
    wrong = list(differences(path.read_text(encoding="utf-8").splitlines(), expected))
    for line in wrong:
        click.echo(line, err=True)
    click.echo(f"{len(EXPECTED) - len(wrong)} of {len(EXPECTED)} verdicts are as they should be.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
