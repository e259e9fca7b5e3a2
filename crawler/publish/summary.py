"""The few lines that end a command in a terminal. Pure."""

from collections import Counter

from crawler import untrusted
from crawler.model import Judged, Report
from crawler.publish.pieces import GONE, WORST_FIRST, counted, in_health, in_order, middle
from crawler.publish.report import list_names, safe_and_for_review

FINDINGS_SHOWN = 6
"""Two lines each: more would push the counts off a terminal of 24 lines; the report has them all."""


def summary(report: Report, *, out: str = "reports") -> str:
    """How the lists are, what is gone, where the reports are and what to do next; ends without a newline."""
    lines = [untrusted.terminal(report.note)] if report.note else []
    lines.append(_counts(report))
    lines += _findings(report)
    if not report.run.complete:
        lines.append("Not everything was asked: run the same command again to go on.")
    folder = untrusted.terminal(out.rstrip("/"))
    lines.append(f"Report: {folder}/README.md")
    return "\n".join([*lines, *_next(report, folder)])


def _counts(report: Report) -> str:
    counts = Counter(row.verdict.health for row in report.judged)
    links = sum(len(row.history.links) for row in report.judged)
    healths = ", ".join(f"{counts[health]:,} {health}" for health in WORST_FIRST if counts[health])
    total = f"{counted(links, 'link')}, {counted(len(report.judged), 'address', 'addresses')}"
    return f"{total}: {healths}" if healths else f"{total}."


def _findings(report: Report) -> list[str]:
    rows = in_health(report, *GONE)
    rows.sort(key=lambda row: WORST_FIRST.index(row.verdict.health))
    lines = [line for row in rows[:FINDINGS_SHOWN] for line in _finding(row)]
    more = len(rows) - FINDINGS_SHOWN
    return [*lines, f"  … and {more:,} more in dead-links.md"] if more > 0 else lines


def _finding(row: Judged) -> list[str]:
    first = next((f"{link.path}:{link.line}" for link in in_order(row.history.links)), "")
    url = untrusted.terminal(middle(untrusted.redacted(row.history.target.url), 80))
    reason = untrusted.terminal(row.verdict.reason, 160)
    return [f"  {row.verdict.health:<8}  {untrusted.terminal(first, 60)}  {url}", f"            {reason}"]


def _next(report: Report, folder: str) -> list[str]:
    safe, review = safe_and_for_review(report)
    lists, flags = untrusted.terminal(list_names(report)), untrusted.terminal(f"_{report.flags}")[1:]
    lines = [f"Next: git apply {folder}/suggestions.patch  ({counted(safe, 'safe fix', 'safe fixes')})"] if safe else []
    if review:
        lines.append(f"Next: listkeeper fix{flags} --review {lists}  ({counted(review, 'fix', 'fixes')} to look at)")
    return lines
