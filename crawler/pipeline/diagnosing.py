"""Report -> diagnostics: what is to be said of each place in the lists, for other pipelines."""

from collections.abc import Collection, Iterable, Iterator

from crawler.gather.ignores import expired_ignores
from crawler.judge.added import TOLD
from crawler.judge.suspects import home, suspicions
from crawler.judge.trust import trust
from crawler.model import Diagnostic, Fix, Health, Judged, Link, Place, Report, Rule, Severity, Suspicion
from crawler.pipeline import mending
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.pipeline.offering import Spots
from crawler.publish.formats import Checked, Occurrence
from crawler.settings import Settings


def checked(report: Report, lists: Lists, judge: Judge, settings: Settings) -> Checked:
    """All that a format is made of."""
    diagnoser = _Diagnoser(report, lists, judge)
    return Checked(
        diagnostics=diagnoser.diagnostics(settings.suspicious),
        occurrences=diagnoser.occurrences(),
        fail_on=settings.fail_on,
        complete=report.run.complete,
    )


class _Diagnoser:
    """Knows what was found, and where all of it stands."""

    def __init__(self, report: Report, lists: Lists, judge: Judge) -> None:
        self._report = report
        self._lists = lists
        self._judge = judge
        self._homes = {row.history.target.url: own for row in report.judged if (own := home(row.history))}
        self._spots = Spots(lists, judge)
        self._turns = {path: turn for turn, path in enumerate(lists.paths)}
        self._fixes = {fix.old: fix for row in report.judged for fix in row.fixes if _may_be_shown(row, fix)}
        self._texts = mending.suggestions(lists, {old: fix.new for old, fix in self._fixes.items()}, judge)

    def diagnostics(self, suspicious: Collection[str]) -> tuple[Diagnostic, ...]:
        """By place; links that share a definition share what is said of it."""
        doubts = list(self._doubts(suspicious))
        to_come = {link for kind, link, _ in doubts if kind is Suspicion.PLACEHOLDER}
        said = [*self._of_text(), *self._of_targets(to_come), *self._of_doubts(doubts)]
        return tuple(sorted(dict.fromkeys(said), key=self._order))

    def occurrences(self) -> tuple[Occurrence, ...]:
        """Each place with a URL that was looked at, in the order of the lists."""
        found: dict[Place, Occurrence] = {}
        for row in self._report.judged:
            last = row.history.last
            if last is not None and row.verdict.health is not Health.SKIPPED:
                for link in self._spots.pointing(row.verdict.target):
                    place = self._spots.place(link)
                    found[place] = Occurrence(place=place, url=link.url, elapsed_s=last.elapsed_s)
        return tuple(sorted(found.values(), key=lambda each: self._by_place(each.place)))

    def _order(self, said: Diagnostic) -> tuple[int, int, int, str]:
        return (*self._by_place(said.place), said.rule)

    def _by_place(self, place: Place) -> tuple[int, int, int]:
        return self._turns[place.path], place.line, place.column

    def _of_text(self) -> Iterator[Diagnostic]:
        """What the parser has against the lists, and comments that hold no longer."""
        for document in self._lists.documents:
            for problem in (*document.problems, *expired_ignores(document, self._judge.today)):
                place = self._spots.at(problem)
                yield Diagnostic(
                    rule=Rule.SYNTAX, severity=Severity.WARNING, place=place, url="", message=problem.message
                )

    def _doubts(self, wanted: Collection[str]) -> Iterator[tuple[Suspicion, Link, str]]:
        heeded = (self._spots.heeded(document) for document in self._lists.documents)
        return (found for document in heeded for found in suspicions(document, self._homes) if found[0] in wanted)

    def _of_doubts(self, doubts: Iterable[tuple[Suspicion, Link, str]]) -> Iterator[Diagnostic]:
        for kind, link, words in doubts:
            yield self._said(Rule(kind.value), Severity.WARNING, link, words)

    def _of_targets(self, to_come: Collection[Link]) -> Iterator[Diagnostic]:
        """How the targets fare; where a placeholder leads to is no matter."""
        for row in self._report.judged:
            for link in self._spots.pointing(row.verdict.target):
                if link not in to_come:
                    yield from self._of_health(row, link)

    def _of_health(self, row: Judged, link: Link) -> Iterator[Diagnostic]:
        said, fix = row.verdict, self._fixes.get(link.url)
        if said.health in TOLD:
            rule, severity, words = TOLD[said.health]
            besides = f"; {fix.evidence}" if fix else ""
            yield self._said(rule, severity, link, f"{words}: {said.reason}{besides}", fix)
        elif fix is not None and said.health is Health.MOVED:
            yield self._said(Rule.MOVED, Severity.WARNING, link, f"this link has moved: {fix.evidence}", fix)
        elif fix is not None:
            words = f"a better address is known: {fix.evidence}"
            yield self._said(Rule.BETTER_ADDRESS, Severity.NOTE, link, words, fix)

    def _said(self, rule: Rule, severity: Severity, link: Link, words: str, fix: Fix | None = None) -> Diagnostic:
        return Diagnostic(
            rule=rule,
            severity=severity,
            place=self._spots.place(link),
            url=link.url,
            message=words,
            new_url=fix.new if fix else None,
            text=self._texts.get((link.path, link.start)) if fix else None,
        )


def _may_be_shown(row: Judged, fix: Fix) -> bool:
    return trust(row.history, row.verdict, fix) is not None
