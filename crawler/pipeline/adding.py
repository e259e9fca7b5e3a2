"""What somebody adds to the lists: only that is asked about, and only of that is anything said. EDGE: files, git."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crawler.errors import UsageError
from crawler.gather import markdown
from crawler.gather.base import Base
from crawler.gather.fetcher import Clock
from crawler.gather.places import Places
from crawler.gather.source import Positions
from crawler.gather.targets import target_of
from crawler.judge.added import Newcomer, remarks
from crawler.judge.better import Better, better
from crawler.judge.suspects import Copy, copies, home, suspicions
from crawler.model import Diagnostic, Document, Findings, Judged, Link, Rule, Run, Scheme, Severity, Suspicion
from crawler.pipeline import gathering, mending
from crawler.pipeline.files import write_whole
from crawler.pipeline.gathering import Ending
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.publish.findings import FILE, findings_json
from crawler.publish.formats import Checked, Occurrence
from crawler.settings import Settings
from crawler.store import Store

_Spot = tuple[str, int]
"""The path of a list, and where the URL of a link begins in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a look at what was added."""

    findings: Findings
    ending: Ending
    occurrences: tuple[Occurrence, ...]
    """The URLs that are new or changed."""

    @property
    def links(self) -> int:
        """How many links are new or changed."""
        return len(self.occurrences)

    def checked(self, fail_on: frozenset[str]) -> Checked:
        """All that a format is made of."""
        return Checked(
            diagnostics=self.findings.diagnostics,
            occurrences=self.occurrences,
            fail_on=fail_on,
            complete=self.findings.complete,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of the links, for all that is said of them."""

    judged: Mapping[str, Judged] = field(default_factory=dict)
    better: Mapping[str, Better] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)


def look(store: Store, lists: Lists, base: Base, settings: Settings, clock: Clock) -> Looked:
    """Ask about the links that are new since the base, and say what is to be said of them."""
    before = {path: markdown.parse(data, path) for path, data in base.before.items()}
    stood = {_target(link) for document in before.values() for link in document.links}
    judge = Judge(settings, clock.utc().date(), store.decisions())
    new = [link for link in added_links(lists, base.added) if not judge.ignores(link)]
    targets = {target_of(link.url, link.path) for link in new}
    wanted = {target.url for target in targets if base.at_hand or target.scheme is not Scheme.LOCAL} - stood
    ending = gathering.gather(store, lists, settings, clock, wanted)
    known = _known(store, lists, judge, wanted)
    said = _Sayings(lists, before, known, settings.suspicious)
    diagnostics = [*said.of_links(new, stood), *said.of_text(base.added)]
    findings = _findings(store.runs(), lists, base, sorted(diagnostics, key=_order))
    return Looked(findings=findings, ending=ending, occurrences=said.occurrences(new))


def added_links(lists: Lists, added: Mapping[str, Collection[int]]) -> Iterator[Link]:
    """The links whose URL is written on a line that was added."""
    for document in lists.documents:
        if lines := added.get(document.path):
            where = Positions(lists.contents[document.path])
            yield from (link for link in document.links if where.line(link.start) in lines)


def _target(link: Link) -> str:
    return target_of(link.url, link.path).url


def _known(store: Store, lists: Lists, judge: Judge, wanted: Collection[str]) -> _Known:
    judged, found, homes = dict[str, Judged](), dict[str, Better](), dict[str, str]()
    for history in store.histories(lists.paths):
        url = history.target.url
        if own := home(history):
            homes[url] = own
        if url in wanted:
            judged[url] = judge.judge(history)
            if best := better(history, judged[url].verdict):
                found[url] = best
    return _Known(judged=judged, better=found, homes=homes)


class _Sayings:
    """Says what is to be said of lists, as they stand and as they stood."""

    def __init__(
        self, lists: Lists, before: Mapping[str, Document], known: _Known, suspicious: Collection[str]
    ) -> None:
        self._lists = lists
        self._before = before
        self._known = known
        self._suspicious = suspicious
        self._documents = {document.path: document for document in lists.documents}
        self._places = {path: Places(data, path) for path, data in lists.contents.items()}

    def of_links(self, new: Sequence[Link], stood: Collection[str]) -> Iterator[Diagnostic]:
        """What is to be said of the links that were added."""
        suspicious, copied = self._suspicions(), self._copies(new)
        for link in new:
            url = _target(link)
            said = remarks(
                Newcomer(
                    link=link,
                    place=self._places[link.path].of(link),
                    stood=url in stood,
                    judged=self._known.judged.get(url),
                    better=self._known.better.get(url),
                    suspicion=suspicious.get(_spot(link)),
                    copy=copied.get(_spot(link)),
                )
            )
            yield from (replace(each, text=self._written(link, each.new_url)) for each in said)

    def occurrences(self, new: Sequence[Link]) -> tuple[Occurrence, ...]:
        """Where the links that were added stand."""
        return tuple(Occurrence(place=self._places[link.path].of(link), url=link.url) for link in new)

    def _written(self, link: Link, new_url: str | None) -> str | None:
        """How the new address is written in the place of the old one; None where it cannot be."""
        if new_url is None:
            return None
        return mending.as_written(self._lists.contents[link.path], self._documents[link.path], link, new_url)

    def of_text(self, added: Mapping[str, Collection[int]]) -> Iterator[Diagnostic]:
        """What the parser has against the lines that were added."""
        for document in self._lists.documents:
            for problem in document.problems:
                if problem.line in added.get(document.path, ()):
                    place = self._places[document.path].at(problem)
                    yield Diagnostic(
                        rule=Rule.SYNTAX, severity=Severity.WARNING, place=place, url="", message=problem.message
                    )

    def _suspicions(self) -> dict[_Spot, tuple[Suspicion, str]]:
        """What is wrong with links as they are written, copies apart."""
        return {
            _spot(link): (kind, words)
            for document in self._lists.documents
            for kind, link, words in suspicions(document)
            if kind in self._suspicious and kind is not Suspicion.DUPLICATE
        }

    def _copies(self, new: Sequence[Link]) -> dict[_Spot, Copy]:
        if Suspicion.DUPLICATE not in self._suspicious:
            return {}
        spots = {_spot(link) for link in new}
        found = copies(self._lists.documents, spots, before=self._before, homes=self._known.homes)
        return {_spot(each.link): each for each in found}


def write(findings: Findings, folder: Path) -> None:
    """Write the findings for another job."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / FILE, findings_json(findings).encode())
    except OSError as error:
        raise UsageError(f"cannot write to {folder} ({error.strerror}): pass another --out") from error


def _spot(link: Link) -> _Spot:
    return link.path, link.start


def _order(said: Diagnostic) -> tuple[str, int, int]:
    return said.place.path, said.place.line, said.place.column


def _findings(runs: Sequence[Run], lists: Lists, base: Base, diagnostics: Sequence[Diagnostic]) -> Findings:
    run = runs[-1]
    return Findings(
        run=run.id,
        started_at=run.started_at,
        finished_at=run.finished_at,
        complete=run.complete,
        runs=len(runs),
        lists=tuple(lists.paths),
        commit=base.head,
        diagnostics=tuple(diagnostics),
    )
