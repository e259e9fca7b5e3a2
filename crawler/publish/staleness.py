"""`staleness.md`: what is old or was left, who says so, and which links could not be verified. Pure."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from email.utils import parsedate_to_datetime

from crawler import untrusted
from crawler.model import Freshness, Health, Judged, Observation, Report, State
from crawler.publish.pieces import (
    by_place,
    counted,
    day,
    fitting,
    heading,
    in_health,
    in_order,
    middle,
    page,
    place,
    way_up,
)

SECTION_CHARS = 24_000
_SHOWN = 12
"""A longer table of what is no trouble yet is folded up."""

_SECTIONS: Mapping[State, tuple[str, str]] = {
    State.ARCHIVED: (
        "Archived",
        "Closed by those who made them, or taken back. They may be just what is wanted; a reader should know.",
    ),
    State.SUPERSEDED: ("Superseded", "A newer one stands in their place: a term, a version, an edition."),
    State.STALE: ("Stale", "Nothing new for long where something new is to be expected, or a part is gone."),
    State.UNVERIFIED: ("Unverified", "Nobody has seen these well of late; [what is gone](dead-links.md) is not here."),
    State.AGEING: ("Ageing", "Nothing is wrong yet: more than half of the time has passed, or a small part is gone."),
}
"""Gravest first, with what the section says of itself."""

_FOLDED = frozenset({State.UNVERIFIED, State.AGEING})
"""What is no trouble of the resource, or none yet: long tables of it would hide what is."""

_NOT_STALE = (
    "A page that was not changed for years is not stale for it: a proof does not age, nor does a good lecture. A date"
    " of last change puts nothing above, and an article does not go stale because its blog stopped. What goes stale is"
    " a repository, a blog or a channel in which nothing happens any more, a paper that was withdrawn, retracted or"
    " replaced, a playlist with holes, a term or a version that has a newer one, a demo that does not run."
)


def staleness(report: Report, *, out: str = "reports") -> str:
    """The page of what is old: the counts, a table for each state, and what is not stale although it looks so."""
    up = way_up(out)
    rows = [row for row in by_place(report.judged) if row.freshness]
    lines = heading("Staleness", report)
    lines += [_verdict(report, rows), ""]
    for state in _SECTIONS:
        lines += _section(state, [row for row in rows if row.freshness and row.freshness.state is state], up)
    lines += ["## What is not stale", "", _NOT_STALE, ""]
    lines += _evergreens([row for row in rows if row.freshness and row.freshness.evergreen], up)
    lines += _dates(report, up)
    return page(lines)


def modified_on(row: Judged) -> date | None:
    """When the page was last modified, as the newest good answer that has a date says (a 304 often has none).

    A date in the future is a server's clock or a lie; one from before the web is a server that knows no date.
    """
    good = (seen for seen in reversed(row.history.observations) if seen.good and seen.last_modified)
    return next((stated for seen in good if (stated := _believable(seen))), None)


def last_good(row: Judged) -> Observation | None:
    """The newest observation with nothing against it."""
    return next((seen for seen in reversed(row.history.observations) if seen.good), None)


def _believable(seen: Observation) -> date | None:
    try:
        stated = parsedate_to_datetime(seen.last_modified or "")
        at = stated.replace(tzinfo=UTC) if stated.tzinfo is None else stated.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at.date() if at <= seen.at and at.year > 1990 else None


def _verdict(report: Report, rows: Sequence[Judged]) -> str:
    """One sentence of counts, the gravest first; and what cannot be said."""
    found = [row.freshness.state for row in rows if row.freshness]
    marked = sum(bool(row.freshness and row.freshness.evergreen) for row in rows)
    counts = [f"{found.count(state):,} {state}" for state in _SECTIONS if state in found]
    first = f"**{', '.join(counts)}.**" if counts else "**Nothing is known to be stale.**"
    asked = sum(row.verdict.health is not Health.SKIPPED for row in report.judged)
    fresh = found.count(State.FRESH) - marked
    more = f", {marked:,} marked evergreen" if marked else ""
    return (
        f"{first} Of {counted(asked, 'address', 'addresses')}, {fresh:,} {'is' if fresh == 1 else 'are'} known to be"
        f" fresh{more}; the others have nothing by which they could age, or are [gone](dead-links.md)."
    )


def _section(state: State, rows: list[Judged], up: str | None) -> list[str]:
    if not rows:
        return []
    title, says = _SECTIONS[state]
    rows.sort(key=lambda row: _since(row) or date.max)
    table = [
        "| Since | Link | Kind | Why | Who says so |",
        "| --- | --- | --- | --- | --- |",
        *fitting((_row(row, row.freshness, up) for row in rows if row.freshness), len(rows), SECTION_CHARS),
    ]
    if state in _FOLDED and len(rows) > _SHOWN:
        table = _folded(f"Show {counted(len(rows), 'link')}", table)
    return [f"## {title} ({len(rows):,})", "", says, "", *table, ""]


def _since(row: Judged) -> date | None:
    return row.freshness.since if row.freshness else None


def _row(row: Judged, found: Freshness, up: str | None) -> str:
    kind = row.metadata.kind if row.metadata else None
    destination = untrusted.link_destination(untrusted.redacted(found.newer)) if found.newer else None
    newer = f" [Newer]({destination})" if destination else ""
    # A date has hyphens, at which a narrow column would break it.
    since = found.since.isoformat().replace("-", "\u2011") if found.since else "—"
    return (
        f"| {since} | {_named(row, up)} | {kind or '—'} | {untrusted.cell(found.reason, 240)}{newer}"
        f" | {untrusted.cell(found.source)} |"
    )


def _folded(summary: str, lines: Sequence[str]) -> list[str]:
    return [f"<details><summary>{summary}</summary>", "", *lines, "", "</details>"]


def _evergreens(rows: Sequence[Judged], up: str | None) -> list[str]:
    """What a person has marked, so that a mark that should go is found."""
    if not rows:
        return []
    items = (f"- {_named(row, up)}: {untrusted.markdown(_why(row), 200)}" for row in rows)
    return [*_folded(f"{counted(len(rows), 'link')} marked evergreen", fitting(items, len(rows), SECTION_CHARS)), ""]


def _why(row: Judged) -> str:
    return f"{row.freshness.reason} ({row.freshness.source})" if row.freshness else ""


def _dates(report: Report, up: str | None) -> list[str]:
    """The pages that say when they were last modified, oldest first: to look through, not to worry about."""
    rows = in_health(report, *(health for health in Health if health is not Health.SKIPPED))
    dated = sorted(((stated, row) for row in rows if (stated := modified_on(row))), key=lambda pair: pair[0])
    if not dated:
        return []
    says = f"{counted(len(dated), 'address', 'addresses')} of {len(rows):,} say when they were last modified"
    head = ["| Last modified | Last seen well | Link |", "| --- | --- | --- |"]
    table = (f"| {stated} | {_well(row)} | {_named(row, up)} |" for stated, row in dated)
    return [*_folded(says, [*head, *fitting(table, len(dated), SECTION_CHARS)]), ""]


def _well(row: Judged) -> str:
    good = last_good(row)
    return day(good.at) if good else "never"


def _named(row: Judged, up: str | None) -> str:
    """The page by its own title, else by the list's text, else by its address; and where it stands first."""
    url = row.history.target.url
    title = row.metadata.title if row.metadata else None
    links = in_order(row.history.links)
    text = next((link.text for link in links if link.text.strip()), "")
    name = untrusted.cell(title or text or middle(untrusted.redacted(url), 60), 60)
    destination = untrusted.link_destination(url)
    where = [place(link, up, in_table=True) for link in links[:1]]
    return " ".join([f"[{name}]({destination})" if destination else name, *where])
