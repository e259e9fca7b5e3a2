"""What a run of the job says on its own page: the verdict, what was done about it, then everything in tables. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler import untrusted
from crawler.model import Concern, Findings, Health, Offer
from crawler.publish.pieces import counted, day, middle, sentence
from crawler.publish.report import verdict

SUMMARY_BYTES = 900_000
"""Forges take a mebibyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was done about the findings, in sentences of ours, each with the page that it speaks of."""

    done: Sequence[tuple[str, str]] = ()
    """Sentence and address; an empty address for none."""


def job_summary(findings: Findings, told: Told) -> str:
    """The page of a run."""
    top = [f"## {_verdict(findings)}", "", *_done(told)]
    lines, left = list(top), SUMMARY_BYTES - len("\n".join(top).encode()) - 1_000
    for title, head, rows in _tables(findings):
        if rows:
            shown = _fitting(rows, left - len(title) - len(head))
            lines += [f"### {title}", "", head, *shown, ""]
            left = SUMMARY_BYTES - len("\n".join(lines).encode()) - 1_000
    return "\n".join(lines).rstrip() + "\n"


def _verdict(findings: Findings) -> str:
    return verdict({health: findings.counts.get(health, 0) for health in Health})


def _done(told: Told) -> Iterator[str]:
    for text, url in told.done:
        destination = untrusted.link_destination(url)
        yield f"- {sentence(text)}" + (f" [Open it]({destination})." if destination else "")
    if told.done:
        yield ""


def _tables(findings: Findings) -> Iterator[tuple[str, str, list[str]]]:
    yield ("Fixes", "| Where | Old | New | Why |\n| --- | --- | --- | --- |", [_fix(each) for each in findings.offers])
    head = "| Where | Link | Health | Since | Why |\n| --- | --- | --- | --- | --- |"
    yield ("Links to look at", head, [_concern(each) for each in findings.concerns])


def _fix(offer: Offer) -> str:
    place = f"{offer.places[0].path}:{offer.places[0].line}" if offer.places else ""
    urls = (_url(offer.old), _url(offer.new))
    return f"| {untrusted.code_cell(place)} | {urls[0]} | {urls[1]} | {untrusted.cell(offer.evidence, 300)} |"


def _concern(concern: Concern) -> str:
    place = f"{concern.places[0].path}:{concern.places[0].line}" if concern.places else ""
    told = f"{concern.health} | {day(concern.since)} | {untrusted.cell(concern.reason, 300)}"
    return f"| {untrusted.code_cell(place)} | {_url(concern.url)} | {told} |"


def _url(url: str) -> str:
    return untrusted.code_cell(middle(untrusted.redacted(url)))


def _fitting(rows: Sequence[str], room_bytes: int) -> list[str]:
    shown: list[str] = []
    for row in rows:
        room_bytes -= len(row.encode()) + 1
        if room_bytes < 0:
            return [*shown, "", f"and {counted(len(rows) - len(shown), 'more', 'more')}"]
        shown.append(row)
    return shown
