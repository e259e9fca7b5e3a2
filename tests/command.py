"""The command as a process of its own, in a folder of its own."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from tests import answers
from tests.site import Site

CONFIG = """\
allow-network = ["127.0.0.0/8"]
host-rate = 0
host-concurrency = 8
host-concurrency-start = 8
archive-time = 0
"""


class Command:
    """`listkeeper` in a folder with one list of so many pages of a site, which answers under so many names."""

    def __init__(self, folder: Path, site: Site, pages: int, *, hosts: int = 0) -> None:
        self.folder = folder
        self.db = folder / "reports" / "crawl.db"
        site.anything(answers.page("<title>Here</title>"))
        site.page("/robots.txt", status=404)
        names = [f"http://h{number}.test" for number in range(hosts)] or [site.url("")]
        self.write([f"{names[number % len(names)]}/{number}" for number in range(pages)])
        rules = f'connect-to = ["::127.0.0.1:{site.port}"]\n' if hosts else ""
        (folder / "listkeeper.toml").write_text(CONFIG + rules, encoding="utf-8")

    def write(self, urls: Sequence[str]) -> None:
        """Put these into the list."""
        self.urls = list(urls)
        (self.folder / "list.md").write_text("".join(f"- [{url}]({url})\n" for url in urls), encoding="utf-8")

    def start(self, *words: str, limit: tuple[int, int] | None = None) -> subprocess.Popen[str]:
        """Begin; the folder's settings hold, and a limit of the system (`RLIMIT_...`, value) if one is given."""
        command = [sys.executable, *(["-m", "crawler"] if limit is None else ["-c", _limited(*limit)]), *words]
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *words: str, limit: tuple[int, int] | None = None) -> tuple[int, str, str]:
        """Run to the end: exit status, stdout, stderr."""
        with self.start(*words, limit=limit) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the machine's but where Python is."""
        return {
            "PYTHONPATH": ":".join([str(Path(__file__).parent.parent), *filter(None, sys.path)]),
            "HOME": str(self.folder),
        }

    def health(self) -> dict[str, str]:
        """What the report says of each address."""
        lines = (self.folder / "reports" / "links.jsonl").read_text("utf-8").splitlines()
        return {row["url"]: row["health"] for row in map(json.loads, lines)}

    def facts(self) -> set[tuple[str, int, int, int | None]]:
        """What the database holds: target, run, look, status. It is whole, or this fails.

        A copy is read, so that what a killed process left behind is as it was for whoever comes next.
        """
        with TemporaryDirectory(prefix="copy-") as folder:
            for file in self.db.parent.glob(f"{self.db.name}*"):
                copy(file, folder)
            with closing(sqlite3.connect(Path(folder, self.db.name))) as db:
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert db.execute("PRAGMA foreign_key_check").fetchall() == []
                joined = "observations JOIN targets ON targets.id = observations.target_id"
                return set(db.execute(f"SELECT url, run_id, look, status FROM {joined}"))  # noqa: S608 - our own words


def _limited(limit: int, value: int) -> str:
    """A program that runs the command within a limit, which it cannot raise."""
    held = f"import resource; resource.setrlimit({limit}, ({value}, {value}))"
    return f"{held}; import runpy; runpy.run_module('crawler', run_name='__main__', alter_sys=True)"
