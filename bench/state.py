"""What a year of weekly crawls weighs as text: `python -m bench.state [targets] [runs]`, in a folder of its own.

Each look is as an ordinary server answers: an ETag for two in three, which changes now and then; a page whose text
stays, or changes by a few bits; a redirect for one in eight; and one link in twenty that is gone or silent.
"""

import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from crawler.model import Document, ErrorKind, Link, LinkKind, Metadata, Observation, Redirect, Scheme, Target
from crawler.pipeline.keeping import read_folder, write_folder
from crawler.pipeline.remembering import export
from crawler.settings import Settings
from crawler.store import Store, ledger

START = datetime(2026, 1, 5, 4, 23, tzinfo=UTC)
_TYPE = "text/html; charset=utf-8"


def targets(count: int) -> list[Target]:
    """Addresses as lists have them: many on a few hosts, most on one of their own."""
    hosts = (f"site-{number}.example" for number in range(count))
    return [
        Target(url=f"https://{'github.example' if number % 3 == 0 else host}/a/project-{number}", scheme=Scheme.WEB)
        for number, host in enumerate(hosts)
    ]


def looks(target: Target, number: int, run: int, at: datetime) -> Iterator[Observation]:
    """What one run is told of a target."""
    draw = random.Random(f"{number} {run // (1 + number % 9)}")
    at += timedelta(microseconds=random.Random(f"{number} {run}").randrange(10**9))
    common: dict[str, Any] = {"target": target.url, "run": run, "via": "web"}
    common["elapsed_s"] = round(random.Random(f"{run} {number}").uniform(0.05, 2), 6)
    if number % 20 == 0:
        for look in (1, 2):
            yield Observation(**common, look=look, at=at, status=404, final_url=target.url)
    elif number % 20 == 1:
        for look in (1, 2):
            gone: dict[str, Any] = {
                "error": ErrorKind.CONNECT_TIMEOUT,
                "detail": "connect",
                "host_answered": False,
                "attempts": 2,
            }
            yield Observation(**common, **gone, look=look, at=at)
    else:
        moved = number % 8 == 0
        yield Observation(
            **common,
            look=1,
            at=at,
            status=200,
            final_url=f"{target.url}/new" if moved else target.url,
            redirects=(Redirect(status=301, url=f"{target.url}/new"),) if moved else (),
            content_type=_TYPE,
            etag=f'W/"{draw.getrandbits(64):x}"' if number % 3 else None,
            body_bytes=draw.randrange(10**3, 10**5),
            fingerprint=f"{draw.getrandbits(64):016x}",
        )


def commit(folder: Path, files: ledger.Ledger, run: int) -> None:
    """Put the state on a branch, as a run does."""
    write_folder(folder, files)
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "--quiet", "--message", f"Run {run}")


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def packed_mib(folder: Path) -> float:
    """What the whole history of the branch weighs as git keeps and sends it."""
    git(folder, "gc", "--quiet")
    said = dict(line.split(": ") for line in git(folder, "count-objects", "-v").splitlines())
    return int(said["size-pack"]) / 1024


def peak_mib() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int, runs: int) -> None:
    """Crawl, export and commit so many times, then read it all again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        branch = folder / "state"
        branch.mkdir()
        git(branch, "init", "--quiet")
        known = targets(count)
        settings = Settings(db=folder / "crawl.db")
        links = {target: (_link(target, number),) for number, target in enumerate(known)}
        with Store.open(settings.db) as store:
            document = Document(path="README.md", links=tuple(link for each in links.values() for link in each))
            for run in range(1, runs + 1):
                at = START + timedelta(weeks=run - 1)
                store.record_sources([document], links, digests={"README.md": f"{run:064}"}, now=at)
                begun = store.begin_run(at)
                for number, target in enumerate(known):
                    said = Metadata(
                        target=target.url, at=at, title=f"Project {number}, a thing of note", abstract="x" * 160
                    )
                    for look in looks(target, number, run, at):
                        store.record(look, said if look.status == 200 else None)
                store.finish_run(begun.id, at + timedelta(minutes=20), complete=True)
                commit(branch, ledger.sealed(dict(store.export_files())), run)
            before = process_time()
            facts = ledger.sealed(dict(store.export_files()))
            print(f"facts {process_time() - before:.1f} s of CPU")
            before = process_time()
            files = export(store, settings)
            print(f"export, front page included, {process_time() - before:.1f} s; peak {peak_mib():.0f} MiB")
        print(f"{count:,} targets, {runs} runs: {sum(map(len, files.values())) / 2**20:.1f} MiB in {len(files)} files")
        commits = git(branch, "rev-list", "--count", "HEAD").strip()
        print(f"database {settings.db.stat().st_size / 2**20:.1f} MiB")
        print(f"git: {packed_mib(branch):.1f} MiB for a history of {commits} commits")
        before = process_time()
        print(f"check: {ledger.check(files) or 'whole'}, {process_time() - before:.1f} s")
        before = process_time()
        with Store.open(folder / "again.db") as store:
            store.import_files(files)
        print(f"import {process_time() - before:.1f} s; peak {peak_mib():.0f} MiB")
        before = process_time()
        both = ledger.merge(facts, read_folder(branch))
        print(f"merge with itself {process_time() - before:.1f} s, equal: {both == facts}")
        older = {path: data.partition(b"\n")[2] for path, data in facts.items()}
        before = process_time()
        print(f"merge with one that lacks a line a file: equal {ledger.merge(older, facts) == facts},", end=" ")
        print(f"{process_time() - before:.1f} s; peak {peak_mib():.0f} MiB")


def _link(target: Target, number: int) -> Link:
    at = 100 * number
    return Link(
        path="README.md", line=number + 1, column=3, start=at, end=at + len(target.url), url=target.url,
        text=f"Project {number}", title="", section=("List", f"Part {number // 50}"), kind=LinkKind.INLINE,
    )  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ("5000", "52")))
