"""What is different from the run before. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.model import Health, Judged, Report
from crawler.publish.pieces import GONE, by_place

_WORKS = frozenset({Health.ALIVE, Health.MOVED})
_AWAY = frozenset({Health.FAILING, Health.BLOCKED}) | GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A kind of change, with the targets that it happened to, in the order of the lists."""

    title: str
    rows: tuple[Judged, ...]


def changes(report: Report) -> tuple[Change, ...]:
    """The kinds of change that there were, what needs a maintainer first; empty when all is as before."""
    found: dict[str, list[Judged]] = {title: [] for title in _TITLES}
    for row in report.judged:
        for title in _kinds(row, report):
            found[title].append(row)
    return tuple(Change(title=title, rows=tuple(by_place(rows))) for title, rows in found.items() if rows)


def removed(report: Report) -> int:
    """How many addresses the lists had before and have no more."""
    return len(set(report.before) - {row.verdict.target for row in report.judged})


_TITLES = ("newly broken", "worse than before", "newly failing", "newly blocked", "newly moved", "recovered", "new")


def _kinds(row: Judged, report: Report) -> Iterator[str]:
    now = row.verdict.health
    earlier = report.before.get(row.verdict.target)
    before = earlier.health if earlier else None
    if before is None:
        yield "new"
    if now == before:
        return
    if now in GONE:
        yield "worse than before" if before in GONE else "newly broken"
    elif now is Health.FAILING:
        yield "newly failing"
    elif now is Health.BLOCKED:
        yield "newly blocked"
    elif now in _WORKS and before in _AWAY:
        yield "recovered"
    elif now is Health.MOVED:
        yield "newly moved"
