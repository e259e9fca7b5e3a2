"""The story in order: read the lists, gather, judge, publish. The only package that sees every stage."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from crawler.errors import StoreError, UsageError
from crawler.gather.base import compare
from crawler.gather.fetcher import Clock
from crawler.model import Document, Hits, Problem
from crawler.pipeline import (
    adding,
    gathering,
    linting,
    mending,
    publishing,
    remembering,
    reporting,
    reviews,
    summarising,
    sweeping,
    telling,
)
from crawler.pipeline.clock import PATIENCE, SYSTEM
from crawler.pipeline.files import write_whole
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists, read_lists
from crawler.pipeline.publishing import Publication
from crawler.pipeline.reviews import Errand
from crawler.publish import remarks
from crawler.publish.entries import ALL, Wanted, entries
from crawler.publish.exports import FORMATS
from crawler.publish.forge.github import open_forge
from crawler.publish.formats import FORMATS as SHAPES
from crawler.publish.formats import TEXT, Checked
from crawler.settings import Settings
from crawler.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended: what it says, and the exit status."""

    text: str
    output: str | None = None
    """What a program reads, where a format was asked for: it alone goes to stdout then."""
    exit_code: int = 0
    notes: tuple[str, ...] = ()
    """What a person should know besides."""


FINDINGS = 1
INCOMPLETE = 3


def links(paths: Sequence[Path], settings: Settings, clock: Clock = SYSTEM) -> Sequence[Document]:
    """Every link of the lists, and all that can be said against the lists before anybody is asked."""
    lists = read_lists(paths, settings.root)
    problems = sorted(lists.problems(clock.utc().date(), settings.suspicious), key=_place)
    by_path = {path: tuple(group) for path, group in groupby(problems, key=lambda problem: problem.path)}
    return [replace(document, problems=by_path.get(document.path, ())) for document in lists.documents]


def _place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.path, problem.line, problem.column, problem.message


def crawl(paths: Sequence[Path], settings: Settings, clock: Clock = SYSTEM) -> Outcome:
    """Ask about every link that is due, and keep what was heard."""
    lists = read_lists(paths, settings.root)
    with Store.open(settings.db) as store:
        ending = gathering.gather(store, lists, settings, clock)
    exit_code = INCOMPLETE if ending.interrupted else 0
    return Outcome(text=ending.text(settings.db), exit_code=exit_code, notes=ending.notes)


def report(settings: Settings, clock: Clock = SYSTEM) -> Outcome:
    """Judge what is kept, and write the reports."""
    with Store.open(settings.db, readonly=True):
        pass  # a report needs a crawl, and makes no database where there is none
    with Store.open(settings.db) as store:
        lists = reporting.lists_of(store, settings)
        written = reporting.write(store, lists, settings, clock)
    return Outcome(text=written.text)


def history(url: str, settings: Settings, clock: Clock = SYSTEM) -> Outcome:
    """What is known of one link, as a person would tell it."""
    with Store.open(settings.db, readonly=True) as store:
        return Outcome(text=telling.tell(store, url, settings, clock))


def show(url: str, settings: Settings, *, as_json: bool = False, clock: Clock = SYSTEM) -> Outcome:
    """All that is known of one link."""
    with Store.open(settings.db, readonly=True) as store:
        return Outcome(text=telling.show(store, url, settings, clock, as_json=as_json))


def search(words: Sequence[str], settings: Settings, *, limit: int) -> Hits:
    """The links whose titles, texts, headings and abstracts fit these words best."""
    with Store.open(settings.db, readonly=True) as store:
        return store.search(words, limit)


def export(
    settings: Settings,
    *,
    shape: str,
    wanted: Wanted = ALL,
    output: Path | None = None,
    clock: Clock = SYSTEM,
) -> bytes:
    """The resources in a format of `FORMATS`; with `output`, written to that file instead."""
    with Store.open(settings.db, readonly=True) as store:
        judge = Judge(settings, clock.utc().date())
        found = entries(judge.all(store.histories()), wanted)
    data = FORMATS[shape](found).encode()
    if output is None:
        return data
    try:
        write_whole(output, data)
    except OSError as error:
        raise UsageError(f"cannot write {output} ({error.strerror}): pass another --output") from error
    return b""


def fix(paths: Sequence[Path], settings: Settings, *, review: bool, write: bool, clock: Clock = SYSTEM) -> bytes:
    """The diff that mends the lists, in the form of git; carried out on demand."""
    lists = read_lists(paths, settings.root)
    with _knowing(lists, settings) as store:
        mended = mending.mend(store, lists, settings, clock, review=review)
    if write:
        mending.write(lists, mended)
    return mending.diff(lists, mended)


def reword(paths: Sequence[Path], settings: Settings, *, write: bool, clock: Clock = SYSTEM) -> bytes:
    """The diff that puts titles in the place of texts that tell nothing; carried out on demand."""
    lists = read_lists(paths, settings.root)
    with _knowing(lists, settings) as store:
        reworded = mending.reword(store, lists, settings, clock)
    if write:
        mending.write(lists, reworded)
    return mending.diff(lists, reworded)


@contextmanager
def _knowing(lists: Lists, settings: Settings) -> Iterator[Store]:
    """The store, if it knows all the lists."""
    with Store.open(settings.db, readonly=True) as store:
        if unknown := set(lists.paths) - set(store.sources()):
            raise StoreError(f"{settings.db} knows no {min(unknown)}: run `listkeeper crawl` first, or pass --db")
        yield store


def check(paths: Sequence[Path], settings: Settings, clock: Clock = SYSTEM, *, shape: str = TEXT) -> Outcome:
    """Crawl, report, and say whether there are findings; `shape` is `text`, or a format of `formats.FORMATS`."""
    lists = read_lists(paths, settings.root)
    with Store.open(settings.db) as store:
        ending = gathering.gather(store, lists, settings, clock)
        written = reporting.write(store, lists, settings, clock, shape)
    told = ending.interrupted or ending.waiting
    text = f"{ending.text(settings.db)}\n{written.text}" if told else written.text
    exit_code = INCOMPLETE if ending.interrupted else FINDINGS if written.findings else 0
    return Outcome(text=text, output=written.output, exit_code=exit_code, notes=ending.notes)


def publish(task: Publication, settings: Settings, clock: Clock = SYSTEM) -> Outcome:
    """Propose what was found on the forge, once what people did there is heard."""
    publishing.check(task, settings)
    with open_forge(settings, task.repository or "", PATIENCE) as forge:
        result = publishing.publish(task, forge, settings, clock)
    return Outcome(text=result.text, exit_code=result.exit_code)


def summarise(findings: Path, *, summary: Path | None, outputs: Path | None) -> Outcome:
    """Write the page of a job and its outputs, from what a check came to."""
    found = summarising.summarise(findings, summary=summary, outputs=outputs)
    return Outcome(text=f"run {found.run:,} is told")


def export_state(folder: Path, settings: Settings) -> Outcome:
    """Write all that is remembered as text."""
    return _taken(remembering.export_to(folder, settings))


def import_state(folder: Path, settings: Settings, *, lenient: bool) -> Outcome:
    """Unite what a folder holds with what is remembered."""
    return _taken(remembering.import_from(folder, settings, lenient=lenient))


def pull_state(folder: Path, settings: Settings, repository: str) -> Outcome:
    """Write what the state branch holds to a folder."""
    with open_forge(settings, repository, PATIENCE) as forge:
        return _taken(remembering.pull(folder, forge))


def _taken(taken: remembering.Taken) -> Outcome:
    return Outcome(text=taken.text, notes=taken.notes)


def review(errand: Errand, settings: Settings) -> Outcome:
    """Say on a pull request what was found among the links that it adds."""
    with reviews.opened(errand, settings) as forge:
        posted = reviews.post(errand, forge, settings)
    return Outcome(text="\n".join(each.text for each in posted) or "No pull request was looked at")


def sweep(lists: Sequence[str], out: Path, settings: Settings, *, repository: str, clock: Clock = SYSTEM) -> Outcome:
    """Look at what forks' pull requests add, for another job to say it."""
    with open_forge(settings, repository, PATIENCE) as forge:
        swept = sweeping.sweep(forge, lists, out, settings, clock)
    return Outcome(text=swept.text, notes=swept.notes)


def check_added(
    paths: Sequence[Path], settings: Settings, base: str, clock: Clock = SYSTEM, *, shape: str = TEXT
) -> Outcome:
    """Ask about the links that are new since a commit, and say whether there are findings among them."""
    lists = read_lists(paths, settings.root)
    compared = compare(lists.root, base, lists.contents)
    with Store.open(settings.db) as store:
        looked = adding.look(store, lists, compared, settings, clock)
    adding.write(looked.findings, settings.out)
    diagnostics = looked.findings.diagnostics
    told = [looked.ending.text(settings.db)] if looked.ending.interrupted or looked.ending.waiting else []
    lines = remarks.as_text(diagnostics) if shape == TEXT else ""
    text = "\n".join(filter(None, (*told, lines, remarks.tally(diagnostics, looked.links))))
    found = any(said.rule.value in settings.fail_on for said in diagnostics)
    return Outcome(
        text=text,
        output=_formatted(shape, looked.checked(settings.fail_on)),
        exit_code=INCOMPLETE if looked.ending.interrupted else FINDINGS if found else 0,
        notes=(*compared.notes, *looked.ending.notes),
    )


def _formatted(shape: str, checked: Checked) -> str | None:
    """What a program reads; None where a person does."""
    return None if shape == TEXT else SHAPES[shape](checked)


def lint(paths: Sequence[Path], settings: Settings, clock: Clock = SYSTEM, *, shape: str = TEXT) -> Outcome:
    """What can be said of the lists although nobody is asked."""
    found = linting.lint(read_lists(paths, settings.root), settings, clock.utc())
    output = _formatted(shape, Checked(diagnostics=found))
    return Outcome(
        text=remarks.as_text(found) if output is None else "", output=output, exit_code=FINDINGS if found else 0
    )
