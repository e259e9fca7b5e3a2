"""Report -> findings: what is handed to a maintainer, with the very places in the lists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler import untrusted
from crawler.gather.places import Places
from crawler.judge.exhibits import captured_at, sightings, tally, title_after, title_before
from crawler.judge.recheck import due_at
from crawler.judge.trust import TIDYING, trust
from crawler.model import Concern, Document, Findings, Fix, Health, Judged, Link, Offer, Place, Problem, Report, Trust
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.publish.jsonl import written
from crawler.publish.pieces import WORST_FIRST
from crawler.settings import Settings

_TRUSTED = tuple(Trust)
_FINE = frozenset({Health.ALIVE, Health.MOVED, Health.SKIPPED})


def findings(report: Report, spots: "Spots", settings: Settings, *, runs: int, commit: str | None = None) -> Findings:
    """What a run came to. The lists are those of now, so that each place is one that can be changed."""
    counts = Counter(row.verdict.health.value for row in report.judged)
    return Findings(
        run=report.run.id,
        started_at=report.run.started_at,
        finished_at=report.run.finished_at,
        complete=report.run.complete,
        runs=runs,
        counts=dict(sorted(counts.items())),
        lists=spots.lists,
        commit=commit,
        offers=_offers(report.judged, spots),
        concerns=_concerns(report.judged, spots, settings),
        note=report.note,
    )


class Spots:
    """Where the links of the lists stand; those that a comment says to leave alone are not there."""

    def __init__(self, lists: Lists, judge: Judge) -> None:
        self.lists = tuple(lists.paths)
        self._places = {path: Places(data, path) for path, data in lists.contents.items()}
        heeded = (link for document in lists.documents for link in document.links if not judge.ignores(link))
        self._turns = {link: turn for turn, link in enumerate(heeded)}
        self._by_url: dict[str, list[Link]] = {}
        for link in self._turns:
            self._by_url.setdefault(link.url, []).append(link)
        self._by_target = {target.url: links for target, links in lists.targets.items()}

    def heeded(self, document: Document) -> Document:
        """A list without the links that a comment says to leave alone."""
        return replace(document, links=tuple(link for link in document.links if link in self._turns))

    def spelled(self, urls: Iterable[str]) -> list[Link]:
        """The links that spell one of these addresses, in the order of the lists."""
        return sorted((link for url in urls for link in self._by_url.get(url, ())), key=self._turns.__getitem__)

    def pointing(self, target: str) -> list[Link]:
        """The links that point at a target, in the order of the lists."""
        return [link for link in self._by_target.get(target, ()) if link in self._turns]

    def turn(self, links: Sequence[Link]) -> int:
        """The turn of the first link; behind all others where there is none."""
        return self._turns[links[0]] if links else len(self._turns)

    def places(self, links: Iterable[Link]) -> tuple[Place, ...]:
        """Where their URLs are written, each place once: many links may share one definition."""
        return tuple(dict.fromkeys(map(self.place, links)))

    def place(self, link: Link) -> Place:
        """Where the URL of a link is written."""
        return self._places[link.path].of(link)

    def at(self, problem: Problem) -> Place:
        """Where a problem is."""
        return self._places[problem.path].at(problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """A target with its fixes, which are one fix in several spellings."""

    row: Judged
    fixes: tuple[Fix, ...]
    trust: Trust
    links: Sequence[Link]


def _offers(judged: Iterable[Judged], spots: Spots) -> tuple[Offer, ...]:
    """What may be proposed of what stands in the lists: the most trusted first, and mere tidying last of its class.

    What was declined is among it: whoever publishes hears people after this was written, and one may have changed
    their mind since.
    """
    found = {each.fixes[0].id: each for row in judged for each in _offered(row, spots)}
    ordered = sorted(
        found.values(),
        key=lambda each: (_TRUSTED.index(each.trust), each.fixes[0].rule in TIDYING, spots.turn(each.links)),
    )
    return tuple(_offer(each, spots) for each in ordered)


def _offered(row: Judged, spots: Spots) -> Iterator[_Offered]:
    by_id: dict[str, list[Fix]] = {}
    for fix in (*row.fixes, *row.declined):
        by_id.setdefault(fix.id, []).append(fix)
    for fixes in by_id.values():
        far = trust(row.history, row.verdict, fixes[0])
        links = spots.spelled(fix.old for fix in fixes)
        if far is not None and links:
            first = {url: turn for turn, url in enumerate(dict.fromkeys(link.url for link in links))}
            kept = sorted((fix for fix in fixes if fix.old in first), key=lambda fix: first[fix.old])
            yield _Offered(row=row, fixes=tuple(kept), trust=far, links=links)


def _offer(found: _Offered, spots: Spots) -> Offer:
    fix, history, verdict = found.fixes[0], found.row.history, found.row.verdict
    return Offer(
        id=fix.id,
        rule=fix.rule,
        trust=found.trust,
        target=untrusted.redacted(verdict.target),
        replacements=tuple((each.old, each.new) for each in found.fixes),
        evidence=fix.evidence,
        sightings=sightings(history),
        title_before=title_before(history, verdict),
        title_after=title_after(history, fix),
        captured_at=captured_at(history, fix),
        declined=fix in found.row.declined,
        places=spots.places(found.links),
    )


def _concerns(judged: Iterable[Judged], spots: Spots, settings: Settings) -> tuple[Concern, ...]:
    """What is not well, and what was asked and is not known to be: worst first, then in the order of the lists."""
    rows = [row for row in judged if row.verdict.health not in _FINE and row.verdict.checked_at is not None]
    linked = [(row, links) for row in rows if (links := spots.pointing(row.verdict.target))]
    linked.sort(key=lambda each: (WORST_FIRST.index(each[0].verdict.health), spots.turn(each[1])))
    return tuple(_concern(row, links, spots, settings) for row, links in linked)


def _concern(row: Judged, links: Sequence[Link], spots: Spots, settings: Settings) -> Concern:
    checks, failures = tally(row.history, row.verdict)
    return Concern(
        url=untrusted.redacted(written(row)),
        health=row.verdict.health,
        reason=row.verdict.reason,
        since=row.verdict.since,
        checks=checks,
        failures=failures,
        due_at=_due_at(row, settings),
        places=spots.places(links),
    )


def _due_at(row: Judged, settings: Settings) -> datetime | None:
    return due_at(row.history, row.verdict, alive_days=settings.alive_days, failing_days=settings.failing_days)
