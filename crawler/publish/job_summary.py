"""What a run of the job says on its own page: the verdict, what was done about it, then everything in tables. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from crawler import untrusted
from crawler.model import Concern, Findings, Health, Offer, Place, Trust
from crawler.publish.pieces import day, middle, minute, page, sentence
from crawler.publish.report import verdict
from crawler.publish.room import shared
from crawler.publish.rows import said

SUMMARY_BYTES = 900_000
"""So long a page may be. Forges take a mebibyte for each step of a job."""
_URL_CHARS = 70
_WHY_CHARS = 240
_DONE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was done about the findings, in sentences of ours, each with the page that it speaks of."""

    done: Sequence[tuple[str, str]] = ()
    """Sentence and address; an empty address for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    title: str
    columns: Sequence[str]
    rows: Sequence[Callable[[], str]]
    """What finds no room is not drawn."""


def job_summary(findings: Findings, told: Told) -> str:
    """The page of a run."""
    lines = list(_top(findings, told))
    tables = [table for table in _tables(findings) if table.rows]
    room = SUMMARY_BYTES - _size(lines)
    wanted = [_size(_shown(table, room)) for table in tables]
    for table, share in zip(tables, shared(room, wanted, [1] * len(tables)), strict=True):
        lines += _shown(table, share)
    return page(lines)


def _top(findings: Findings, told: Told) -> Iterator[str]:
    counts = {health: findings.counts.get(health, 0) for health in Health}
    yield from (f"## {verdict(counts)}", "")
    if not findings.complete:
        yield from ("> **This run was not finished**: the next one goes on where it stopped.", "")
    if note := sentence(findings.note):
        yield from (f"> {note}", "")
    yield from (each for text, url in told.done[:_DONE] for each in _done(text, url))
    end = f" to {minute(findings.finished_at)[11:]}" if findings.finished_at else ""
    yield from ("", f"Run {findings.run:,}, {minute(findings.started_at)}{end} UTC.", "")


def _done(text: str, url: str) -> Iterator[str]:
    destination = untrusted.link_destination(url)
    yield f"- {said(text)}" + (f" [Open it]({destination})." if destination else "")


def _tables(findings: Findings) -> Iterator[_Table]:
    fixes = ("Where", "Old and new address", "Why")
    for title, trust in (("Fixes that are proven", Trust.PROVEN), ("Fixes to choose from", Trust.CHOICE)):
        rows = [partial(_fix, each) for each in findings.offers if each.trust is trust]
        yield _Table(title=title, columns=fixes, rows=rows)
    columns = ("Health", "Since", "Where", "Address", "Why")
    yield _Table(
        title="Links to look at", columns=columns, rows=[partial(_concern, each) for each in findings.concerns]
    )


def _shown(table: _Table, room_bytes: int) -> list[str]:
    head = [f"### {table.title} ({len(table.rows):,})", "", _row(table.columns), _row(["---"] * len(table.columns))]
    left = room_bytes - _size([*head, ""])
    shown: list[str] = []
    for row in (each() for each in table.rows):
        left -= _size([row])
        if left < 0:
            return _cut(table, head, shown, left + _size([row]))
        shown.append(row)
    return [*head, *shown, ""]


def _cut(table: _Table, head: list[str], shown: list[str], left: int) -> list[str]:
    """The rows that leave room for a word on the others."""
    more = ["", f"and {len(table.rows):,} more.", ""]
    while shown and left < _size(more):
        left += _size([shown.pop()])
    return [*head, *shown, "", f"and {len(table.rows) - len(shown):,} more.", ""]


def _fix(offer: Offer) -> str:
    return _row(
        (_where(offer.places), f"{_url(offer.old)}<br>{_url(offer.new)}", untrusted.cell(offer.evidence, _WHY_CHARS))
    )


def _concern(concern: Concern) -> str:
    why = untrusted.cell(concern.reason, _WHY_CHARS)
    return _row((concern.health, day(concern.since), _where(concern.places), _url(concern.url), why))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _where(places: Sequence[Place]) -> str:
    if not places:
        return untrusted.code_cell("")
    more = f" and {len(places) - 1:,} more" if len(places) > 1 else ""
    return untrusted.code_cell(middle(f"{places[0].path}:{places[0].line}", _URL_CHARS)) + more


def _url(url: str) -> str:
    return untrusted.code_cell(middle(untrusted.redacted(url), _URL_CHARS))


def _size(lines: Sequence[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)
