"""Facts -> verdicts -> the pages in reports/. EDGE: files."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from shlex import quote

from crawler.errors import StoreError, UsageError
from crawler.gather.fetcher import Clock
from crawler.gather.heads import head_of
from crawler.judge.changes import before
from crawler.judge.editions import among
from crawler.judge.freshness import gravest
from crawler.judge.suspects import home
from crawler.model import Freshness, Judged, Report, Run, Verdict
from crawler.pipeline import mending
from crawler.pipeline.diagnosing import checked
from crawler.pipeline.files import write_whole
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists, read_lists
from crawler.pipeline.offering import Spots, findings
from crawler.publish.findings import FILE, findings_json
from crawler.publish.formats import FORMATS, TEXT
from crawler.publish.report import TITLE, pages
from crawler.publish.summary import summary
from crawler.settings import Settings
from crawler.store import Store

PATCH = "suggestions.patch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, in short."""

    text: str
    findings: int
    """Targets whose health is one of those that a build is to fail on."""
    output: str | None = None
    """What was found, in the format that was asked for."""


def lists_of(store: Store, settings: Settings) -> Lists:
    """The lists that the database knows, as they stand on disk now; those that are gone are left out.

    A database that somebody else wrote may name any file: none outside the root is read.
    """
    files = [settings.root / path for path in store.sources()]
    return read_lists([file for file in files if _is_inside(file, settings.root)], settings.root)


def _is_inside(file: Path, root: Path) -> bool:
    try:
        return file.resolve().is_relative_to(root.resolve()) and file.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that no disk takes, one with a NUL, a link to itself
        return False


def write(store: Store, lists: Lists, settings: Settings, clock: Clock, shape: str = TEXT) -> Written:
    """Judge everything, keep the verdicts, and write the reports; `shape` is the format of `output`."""
    runs = store.runs()
    if not runs:
        raise StoreError(f"{settings.db} holds no crawl yet: run `listkeeper crawl FILE` first")
    judge = Judge(settings, day_of(runs[-1]), store.decisions())
    report = _report(store, lists, settings, judge)
    store.save_verdicts((judged.verdict for judged in report.judged), clock.utc())
    patch = mending.diff(lists, mending.apply(lists, report.judged, judge, review=False))
    out = os.path.relpath(settings.out.resolve(), lists.root)
    commit = head_of(lists.root, lists.contents)
    found = findings(report, Spots(lists, judge), settings, runs=len(runs), commit=commit)
    files = {**pages(report, out=out), FILE: findings_json(found)}
    _write_all(lists, settings.out, {name: text.encode() for name, text in files.items()} | {PATCH: patch})
    bad = sum(judged.verdict.health in settings.fail_on for judged in report.judged)
    output = None if shape == TEXT else FORMATS[shape](checked(report, lists, judge, settings))
    return Written(text=summary(report, out=str(settings.out)), findings=bad, output=output)


def _report(store: Store, lists: Lists, settings: Settings, judge: Judge) -> Report:
    judged, earlier, homes = list[Judged](), dict[str, Verdict](), dict[str, str]()
    *others, run = store.runs()
    for history in store.histories(lists.paths):
        judged.append(judge.judge(history))
        if own := home(history):
            homes[history.target.url] = own
        if others:
            earlier[history.target.url] = judge.verdict(before(history, run.id))
    return Report(
        run=run,
        judged=compared(judged),
        before=earlier,
        problems=lists.problems(day_of(run), settings.suspicious, homes),
        documents=lists.documents,
        note=settings.note,
        flags=_flags(settings),
    )


def compared(judged: Sequence[Judged]) -> list[Judged]:
    """Each with what the others of its lists say of its freshness: a newer term of the same course, if there is one."""
    newer = among(judged)
    return [_with(row, newer.get(row.history.target.url)) for row in judged]


def _with(row: Judged, found: Freshness | None) -> Judged:
    if found is None or (row.freshness and row.freshness.evergreen):
        return row
    return replace(row, freshness=gravest(each for each in (found, row.freshness) if each))


def _flags(settings: Settings) -> str:
    """What `fix` must be told to find the same database, in a form that a shell takes."""
    return "" if settings.db == Settings().db else f" --db {quote(str(settings.db))}"


def day_of(run: Run) -> date:
    """The day that a report speaks of: its run's, whatever day it is now."""
    return (run.finished_at or run.started_at).date()


def _write_all(lists: Lists, folder: Path, files: Mapping[str, bytes]) -> None:
    """Each file appears whole or not at all, and none in the place of something that is not ours."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            _refuse_to_overwrite(lists, folder / name)
        for name, data in files.items():
            write_whole(folder / name, data)
    except OSError as error:
        raise StoreError(f"cannot write the reports to {folder} ({error.strerror}): pass another --out") from error


def _refuse_to_overwrite(lists: Lists, file: Path) -> None:
    ours = not file.exists() or file.name != "README.md" or file.read_bytes().startswith(TITLE.encode())
    if not ours or file.resolve() in {lists.root / path for path in lists.paths}:
        raise UsageError(f"{file} is no report of ours, and would be overwritten: pass another --out")
