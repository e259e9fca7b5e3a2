"""What a job says on its own page of the links that somebody adds: the verdict, then a table of remarks. Pure."""

from collections.abc import Iterator

from crawler import untrusted
from crawler.model import Diagnostic, Findings, Severity
from crawler.publish.job_summary import SUMMARY_BYTES
from crawler.publish.pieces import counted, middle, page

_URL_CHARS = 90
_MESSAGE_CHARS = 300
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_WHOSE = "What to change is for you and the maintainers to decide: a host may also be down for a day."
_HEAD = ("| Where | What | Address | Why |", "| --- | --- | --- | --- |")


def added_summary(findings: Findings) -> str:
    r"""The page.

    >>> from datetime import UTC, datetime
    >>> run = Findings(run=1, started_at=datetime(2026, 11, 3, tzinfo=UTC), finished_at=None, complete=True, runs=1)
    >>> added_summary(run)
    '## Nothing is wrong with the links that are added.\n'
    """
    lines = [f"## {_verdict(findings)}", *_unfinished(findings)]
    if findings.diagnostics:
        lines += ["", _WHOSE, "", *_HEAD, *_rows(findings, SUMMARY_BYTES - 1000)]
    return page(lines)


def _verdict(findings: Findings) -> str:
    found = [each.severity for each in findings.diagnostics]
    counts = [counted(found.count(severity), name) for severity, name in _NAMES.items() if severity in found]
    if not counts:
        return "Nothing is wrong with the links that are added."
    return f"On the links that are added: {', '.join(counts)}."


def _unfinished(findings: Findings) -> Iterator[str]:
    if not findings.complete:
        yield from ("", "> **Not every link was asked about**: the run was stopped, or had no network.")


def _rows(findings: Findings, room_bytes: int) -> Iterator[str]:
    for number, each in enumerate(findings.diagnostics):
        row = _row(each)
        room_bytes -= len(row.encode()) + 1
        if room_bytes < 0:
            yield from ("", f"and {len(findings.diagnostics) - number:,} more.")
            return
        yield row


def _row(said: Diagnostic) -> str:
    where = untrusted.code_cell(middle(f"{said.place.path}:{said.place.line}", _URL_CHARS))
    url = _url(said.url) + (f"<br>→ {_url(said.new_url)}" if said.new_url else "")
    why = untrusted.cell(said.message, _MESSAGE_CHARS)
    return f"| {where} | {said.rule} ({_NAMES[said.severity]}) | {url} | {why} |"


def _url(url: str) -> str:
    return untrusted.code_cell(middle(untrusted.redacted(url), _URL_CHARS))
