"""`reports/README.md`, the page that a maintainer reads in a minute, and all pages of a report together. Pure."""

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping

from crawler import untrusted
from crawler.model import Health, Report, Safety, State
from crawler.publish.changes import Change, changes, removed
from crawler.publish.dead_links import dead_links
from crawler.publish.jsonl import links_jsonl
from crawler.publish.pieces import (
    GONE,
    WORST_FIRST,
    address,
    counted,
    fitting,
    heading,
    in_health,
    label,
    page,
    places,
    sentence,
    way_up,
)
from crawler.publish.staleness import staleness

_OLD = frozenset({State.STALE, State.SUPERSEDED, State.ARCHIVED})
_HEADING = "Link report"
TITLE = f"# {_HEADING}\n"
"""How the page begins: by this a file is known to be ours."""
CHANGES_SHOWN = 5
"""Links named for each kind of change; a minute is not enough for more, and the other pages have them all."""
PROBLEMS_CHARS = 10_000
PROBLEMS_SHOWN = 10
"""More of them are folded: the page is one for a minute."""

_COLOURS = {
    Health.ALIVE: "#2da44e",
    Health.MOVED: "#54aeff",
    Health.BLOCKED: "#afb8c1",
    Health.FAILING: "#fb8f44",
    Health.BROKEN: "#cf222e",
    Health.DEAD: "#6e011a",
    Health.HIJACKED: "#8250df",
    Health.UNKNOWN: "#d8dee4",
    Health.SKIPPED: "#eaeef2",
}
"""From good to bad around the chart, in the colours that GitHub gives such things."""
# Percentages of small slices lie on top of one another, and the legend has the numbers. The theme is left to GitHub,
# which takes a dark one for those who read in the dark.
_LOOKS = "'pieSectionTextSize': '0px', 'pieStrokeWidth': '1px', 'pieOuterStrokeWidth': '0px', 'pieOpacity': '1'"
_MEANINGS = {
    Health.HIJACKED: "answers, but is parked, sold or replaced",
    Health.DEAD: "gone on three days over 14, or silent on five over 30",
    Health.BROKEN: "says that it is gone, or nothing answers there at all: asked twice",
    Health.FAILING: "no usable answer, may come back",
    Health.MOVED: "works, at another address for good",
    Health.BLOCKED: "its host turns crawlers away, nothing is known against it",
    Health.UNKNOWN: "not asked: not yet, or not public, or outside the repository",
    Health.SKIPPED: "left out: ignored, or no web address",
    Health.ALIVE: "answers, and is what it was",
}


def pages(report: Report, *, out: str = "reports") -> dict[str, str]:
    """All pages by file name. `out` is the folder that they go to, as seen from the repository's root."""
    return {
        "README.md": readme(report, out=out),
        "dead-links.md": dead_links(report, out=out),
        "staleness.md": staleness(report, out=out),
        "links.jsonl": links_jsonl(report),
    }


def readme(report: Report, *, out: str = "reports") -> str:
    """The page to begin with: a verdict, a chart, what changed, what to do, and what is wrong in the lists."""
    return page(
        [
            *heading(_HEADING, report),
            f"**{verdict_line(report)}**",
            "",
            *_incomplete(report),
            *_notes(report),
            *_chart(report),
            *_changes(report, way_up(out)),
            *_to_do(report, out),
            *_problems(report),
            *_words(report),
            *_footer(report),
        ]
    )


def standing_alone(report: Report) -> str:
    """The same page for where none of the others are: it links to no file, and tells of nothing to run there."""
    links = sum(len(row.history.links) for row in report.judged)
    where = f"{counted(links, 'link')} in {counted(len(report.documents), 'list')}."
    return page(
        [
            *heading(_HEADING, report),
            f"**{verdict_line(report)}**",
            "",
            *_incomplete(report),
            *_notes(report),
            *_chart(report),
            *_changes(report, None),
            *_words(report),
            "---",
            "",
            f"{where} The files beside this page hold all that is remembered, one fact a line.",
        ]
    )


def verdict_line(report: Report) -> str:
    """How the lists are, in one sentence: what is gone first."""
    return verdict(Counter(row.verdict.health for row in report.judged))


def verdict(found: Mapping[Health, int]) -> str:
    """The same, from how many addresses are in each state.

    >>> verdict({Health.ALIVE: 3, Health.DEAD: 1, Health.SKIPPED: 7})
    'Of 4 addresses: 1 gone and 3 alive.'
    """
    counts = Counter(found)
    total = counts.total() - counts[Health.SKIPPED]
    if total == counts[Health.ALIVE]:
        return f"Nothing is broken: {counted(total, 'address', 'addresses')} checked."
    gone = sum(counts[health] for health in GONE)
    other = [Health.FAILING, Health.MOVED, Health.BLOCKED, Health.UNKNOWN]
    parts = [f"{gone:,} gone" if gone else "none gone"]
    parts += [f"{counts[health]:,} {health}" for health in other if counts[health]]
    return f"Of {counted(total, 'address', 'addresses')}: {', '.join(parts)} and {counts[Health.ALIVE]:,} alive."


def safe_and_for_review(report: Report) -> tuple[int, int]:
    """How many fixes are safe, and how many need a person's eyes."""
    kinds = Counter(fix.safety for row in report.judged for fix in row.fixes)
    return kinds[Safety.SAFE], kinds[Safety.REVIEW]


def list_names(report: Report) -> str:
    """The lists as the arguments of a command: few by name, many as `FILE…`."""
    names = sorted({document.path for document in report.documents})
    plain = all(name.isascii() and name.replace("/", "").replace(".", "").replace("-", "").isalnum() for name in names)
    return " ".join(names) if 0 < len(names) <= 3 and plain else "FILE…"


def _incomplete(report: Report) -> list[str]:
    if report.run.complete:
        return []
    unknown = len(in_health(report, Health.UNKNOWN))
    return [f"> **This run was not finished**: {unknown:,} not asked. `listkeeper crawl` goes on where it stopped.", ""]


def _notes(report: Report) -> list[str]:
    return [line for note in report.run.remarks for line in (f"> {sentence(note)}", "")]


def _chart(report: Report) -> list[str]:
    counts = Counter(row.verdict.health for row in report.judged)
    shown = [health for health in _COLOURS if counts[health]]
    if not shown:
        return []
    colours = ", ".join(f"'pie{number}': '{_COLOURS[health]}'" for number, health in enumerate(shown, 1))
    return [
        "```mermaid",
        f"%%{{init: {{'themeVariables': {{{_LOOKS}, {colours}}}}}}}%%",
        "pie showData",
        *(f'    "{health.value}" : {counts[health]}' for health in shown),
        "```",
        "",
    ]


def _words(report: Report) -> list[str]:
    counts = Counter(row.verdict.health for row in report.judged)
    rows = [f"| {health} | {counts[health]:,} | {_MEANINGS[health]} |" for health in WORST_FIRST if counts[health]]
    if not rows:
        return []
    table = ["| Health | Addresses | It means |", "| --- | ---: | --- |", *rows]
    return ["<details><summary>What the words mean</summary>", "", *table, "", "</details>", ""]


def _changes(report: Report, up: str | None) -> list[str]:
    lines = ["## What changed", ""]
    if not report.before:
        return [*lines, "This is the first run, so there is nothing to compare with.", ""]
    found = changes(report)
    for change in found:
        lines += _change(change, up)
    if gone := removed(report):
        lines.append(f"- {counted(gone, 'address', 'addresses')} no longer in the lists")
    return [*lines, ""] if found or gone else [*lines, "Nothing since the last run.", ""]


def _change(change: Change, up: str | None) -> Iterator[str]:
    yield f"- **{len(change.rows):,} {change.title}**"
    for row in change.rows[:CHANGES_SHOWN]:
        yield f"  - {places(row.history.links, up)} {label(row)}: {address(row.history.target.url)}"
    if len(change.rows) > CHANGES_SHOWN:
        yield f"  - … and {len(change.rows) - CHANGES_SHOWN:,} more"


def _to_do(report: Report, out: str) -> list[str]:
    # Markdown counts the steps itself: each may be `1.`, and what is indented belongs to the step above.
    lines = [step if step.startswith(" ") else f"1. {step}" for step in _steps(report, out)]
    return ["## What to do", "", *(lines or ["Nothing."]), ""]


def _steps(report: Report, out: str) -> Iterator[str]:
    safe, review = safe_and_for_review(report)
    files = list_names(report)
    gone, failing = len(in_health(report, *GONE)), len(in_health(report, Health.FAILING))
    if safe:
        patch = shlex.quote(untrusted.one_line(f"{out.rstrip('/')}/suggestions.patch"))
        command = untrusted.code_span(f"listkeeper fix{report.flags} --write {files}")
        yield f"Apply {counted(safe, 'safe fix', 'safe fixes')}, or run {command}:"
        yield f"   ```sh\n   git apply {patch}\n   ```"
    if review:
        more = counted(review, "fix", "fixes")
        command = untrusted.code_span(f"listkeeper fix{report.flags} --review {files}")
        yield f"Look at {more} that should be seen by a person first: {command}"
    if gone:
        yield f"Replace what is gone, or have it ignored: {counted(gone, 'link')} in [dead-links.md](dead-links.md)"
    if old := sum(bool(row.freshness and row.freshness.state in _OLD) for row in report.judged):
        yield f"Look through what is old: {counted(old, 'link')} in [staleness.md](staleness.md)"
    if failing:
        yield f"Wait for the next run: {counted(failing, 'link')} failed in a way that often passes"


def _problems(report: Report) -> list[str]:
    problems = sorted({(each.path, each.line, each.column, each.message) for each in report.problems})
    if not problems:
        return []
    lines = (
        f"- {untrusted.code_span(f'{path}:{line}:{column}')} {sentence(message)}"
        for path, line, column, message in problems
    )
    rest = f"seen with `listkeeper links {list_names(report)}`"
    shown = [*fitting(lines, len(problems), PROBLEMS_CHARS, rest=rest), ""]
    if len(problems) > PROBLEMS_SHOWN:
        summary = f"<details><summary>Show {counted(len(problems), 'problem')}</summary>"
        shown = [summary, "", *shown, "</details>", ""]
    return ["## Problems in the lists", "", *shown]


def _footer(report: Report) -> list[str]:
    links = sum(len(row.history.links) for row in report.judged)
    where = f"{counted(links, 'link')} in {counted(len(report.documents), 'list')}"
    files = "[dead-links.md](dead-links.md), [staleness.md](staleness.md), [links.jsonl](links.jsonl)"
    return ["---", "", f"{where}. All findings: {files} and, for SQL, `crawl.db`."]
