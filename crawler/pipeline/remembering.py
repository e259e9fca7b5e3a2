"""The state as text, out of the database and into it again. EDGE: files, and the forge."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from crawler.errors import StoreError
from crawler.judge.changes import before
from crawler.model import Document, Judged, Link, Report, Verdict
from crawler.pipeline import keeping
from crawler.pipeline.judging import Judge
from crawler.pipeline.reporting import compared, day_of
from crawler.publish.forge import Branches
from crawler.publish.report import standing_alone
from crawler.settings import Settings
from crawler.store import Store, ledger

_ADVICE: Final = "pass --lenient to take what can be read, or write it anew with `listkeeper state export`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was done, and what a person should know besides."""

    text: str
    notes: tuple[str, ...] = ()


def export(store: Store, settings: Settings) -> dict[str, bytes]:
    """All that the database knows, with the front page of its report."""
    files = ledger.sealed(dict(store.export_files()))
    runs = store.runs()
    if not runs:
        return files
    at = runs[-1].finished_at or runs[-1].started_at
    return ledger.with_report(files, standing_alone(_report(store, settings)), at)


def _report(store: Store, settings: Settings) -> Report:
    """What the database alone tells; the lists are as they were last read."""
    *others, run = store.runs()
    judge = Judge(settings, day_of(run), store.decisions())
    judged, earlier = list[Judged](), dict[str, Verdict]()
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for history in store.histories():
        row = judge.judge(history)
        # Of a year of looks the page shows none: they are let go at once.
        judged.append(replace(row, history=replace(history, observations=(), testimonies=())))
        if others:
            earlier[history.target.url] = judge.verdict(before(history, run.id))
        for link in history.links:
            links[link.path].append(link)
    documents = [Document(path=path, links=tuple(links[path])) for path in store.sources()]
    return Report(run=run, judged=compared(judged), before=earlier, documents=documents, note=settings.note)


def export_to(folder: Path, settings: Settings) -> Taken:
    """Write all that the database knows to a folder."""
    with Store.open(settings.db, readonly=True) as store:
        files = export(store, settings)
    keeping.write_folder(folder, files)
    return Taken(text=f"{_size(files)} written to {folder}")


def import_from(folder: Path, settings: Settings, *, lenient: bool) -> Taken:
    """Unite what a folder holds with what the database knows; damage is an error, or a note where that is wanted."""
    files = keeping.read_folder(folder) if folder.exists() or not lenient else {}
    if not files and lenient:
        return Taken(text="nothing to take over", notes=(f"{folder} holds no state: nothing is remembered",))
    keeping.refuse_newer(files, str(folder))
    damage = ledger.check(files)
    if damage and not lenient:
        raise StoreError(f"{folder} holds no whole state ({damage}): {_ADVICE}")
    whole = ledger.salvage(files) if damage else files
    with Store.open(settings.db) as store:
        store.import_files(whole)
    notes = (f"{folder} is damaged ({damage}): {_lost(files)}",) if damage else ()
    return Taken(text=f"{_size(whole)} taken over from {folder}", notes=notes)


def pull(folder: Path, forge: Branches) -> Taken:
    """Write what the state branch holds to a folder, just as it stands there."""
    known = keeping.read_folder(folder) if folder.is_dir() else {}
    head, files = keeping.fetch(forge, known=known)
    keeping.write_folder(folder, files)
    if head is None:
        note = f"there is no branch {keeping.BRANCH} yet: nothing is remembered, and {folder} is empty"
        return Taken(text="nothing to read", notes=(note,))
    return Taken(text=f"{_size(files)} of {keeping.BRANCH} written to {folder}")


def _size(files: Mapping[str, bytes]) -> str:
    lines = sum(data.count(b"\n") for path, data in files.items() if ledger.holds_lines(path))
    return f"{lines:,} facts in {len(files):,} files"


def _lost(files: ledger.Ledger) -> str:
    """How much of a damaged state is lost, as far as its lines and its seal tell."""
    sealed = ledger.counts(files)
    paths = [path for path in {*files, *sealed} if ledger.holds_lines(path)]
    had = sum(max(files.get(path, b"").count(b"\n"), sealed.get(path, 0)) for path in paths)
    lost = had - sum(1 for path in paths for _ in ledger.facts(path, files.get(path, b"")))
    return f"{lost:,} of {had:,} facts cannot be read" if lost > 0 else "every fact could be read"
