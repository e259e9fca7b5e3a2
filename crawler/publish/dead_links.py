"""`dead-links.md`: what a maintainer has to look at, worst first. Pure."""

from collections.abc import Iterator
from datetime import datetime

from crawler import untrusted
from crawler.model import Fix, Health, Judged, Report, Safety
from crawler.publish.pieces import (
    GONE,
    address,
    counted,
    fitting,
    heading,
    in_health,
    label,
    page,
    places,
    sentence,
    since,
    way_up,
)

SECTION_CHARS = 60_000
"""Room for each section: five of them stay under the 400 KB up to which GitHub renders a page without complaint."""

_MEANINGS = {
    Health.HIJACKED: "These answer, but are parked, sold or replaced: begin here, since readers are led astray.",
    Health.DEAD: "Gone on three days over 14 at least, or silent on five over 30, and nothing speaks for them.",
    Health.BROKEN: "They say that they are gone, or nothing answers there at all: asked twice in one run.",
    Health.FAILING: "No usable answer this time. They may come back: wait for another run before you give one up.",
    Health.MOVED: "They work, and have a new address for good.",
    Health.BLOCKED: "The host turns crawlers away. Nothing is known against these links; a browser may well open them.",
}
_FULL = (Health.HIJACKED, Health.DEAD, Health.BROKEN, Health.FAILING)
_FOLDED = (Health.MOVED, Health.BLOCKED)


def dead_links(report: Report, *, out: str = "reports") -> str:
    """The page of findings: where each stands, since when, what speaks against it, and what could replace it.

    `out` is the folder of the reports as seen from the repository's root; links into the lists begin there.
    """
    up = way_up(out)
    lines = heading("Dead links", report)
    lines += [_contents(report), ""]
    for health in (*_FULL, *_FOLDED):
        lines += _section(report, health, up)
    if in_health(report, *_FULL):
        lines += _advice()
    return page(lines)


def _contents(report: Report) -> str:
    counts = ((health, len(in_health(report, health))) for health in (*_FULL, *_FOLDED))
    found = [f"[{count:,} {health}](#{health})" for health, count in counts if count]
    return ", ".join(found) + "." if found else "Nothing to report: every link that was asked answers where it stands."


def _section(report: Report, health: Health, up: str | None) -> list[str]:
    rows = in_health(report, health)
    if not rows:
        return []
    blocks = ("\\\n  ".join(_finding(row, report.run.started_at, up)) for row in rows)
    findings = [*fitting(blocks, len(rows), SECTION_CHARS), ""]
    if health in _FOLDED:
        summary = f"<details><summary>Show {counted(len(rows), 'link')}</summary>"
        findings = [summary, "", *findings, "</details>", ""]
    return [f"## {health.capitalize()}", "", _MEANINGS[health], "", *findings]


def _finding(row: Judged, now: datetime, up: str | None) -> Iterator[str]:
    verdict = row.verdict
    yield f"- {places(row.history.links, up)} {label(row)}"
    yield address(row.history.target.url)
    yield f"{verdict.health.capitalize()} {since(verdict.since, now)}: {sentence(verdict.reason)}".removesuffix(": ")
    yield from _suggestions(row)


def _suggestions(row: Judged) -> Iterator[str]:
    fixes = sorted(row.fixes, key=lambda fix: (fix.safety, fix.old, fix.new, fix.rule))
    for fix in fixes:
        yield _suggestion(fix, row.verdict.reason)
    if fixes:
        return
    if row.verdict.moved_to:
        yield f"Now at {address(row.verdict.moved_to)}; there is no fix for it."
    elif row.verdict.health in GONE and row.history.target.url.startswith(("http:", "https:")):
        yield from _archive(row.history.target.url)


def _archive(url: str) -> Iterator[str]:
    copies = untrusted.link_destination(f"https://web.archive.org/web/*/{untrusted.redacted(url)}")
    yield f"No replacement is known; [look for an archived copy]({copies})." if copies else "No replacement is known."


def _suggestion(fix: Fix, reason: str) -> str:
    how = {
        Safety.SAFE: "Safe: it is in [suggestions.patch](suggestions.patch).",
        Safety.REVIEW: "It needs your eyes: `listkeeper fix --review`.",
    }[fix.safety]
    evidence = "" if fix.evidence == reason else sentence(fix.evidence)
    return " ".join(part for part in (f"→ {address(fix.new)}", evidence, how) if part)


def _advice() -> list[str]:
    return [
        "---",
        "",
        "To have a link left alone, write a comment on its line or on the line before it:",
        "",
        "```markdown",
        "<!-- listkeeper: ignore until 2027-01-31 the reason -->",
        "```",
    ]
