"""`staleness.md`: how old the pages are, as far as they say, and which links could not be verified. Pure."""

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from crawler import untrusted
from crawler.model import Health, Judged, Observation, Report
from crawler.publish.pieces import (
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

SECTION_CHARS = 150_000
_UNVERIFIED = (Health.FAILING, Health.BLOCKED, Health.UNKNOWN)


def staleness(report: Report, *, out: str = "reports") -> str:
    """The page of dates: the oldest pages first, then the links of which this run learned nothing good.

    A date is the `Last-Modified` of the newest good answer. Servers give it for files and seldom for pages that are
    made anew for each visitor, so most links have none.
    """
    up = way_up(out)
    lines = heading("Staleness", report)
    lines += _dates(report, up)
    lines += _unverified(report, up)
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


def _dates(report: Report, up: str | None) -> list[str]:
    rows = in_health(report, *(health for health in Health if health is not Health.SKIPPED))
    dated = sorted(((stated, row) for row in rows if (stated := modified_on(row))), key=lambda pair: pair[0])
    says = f"{counted(len(dated), 'address', 'addresses')} of {len(rows):,} say when they were last modified."
    lines = ["## Last modified", "", says, ""]
    if not dated:
        return lines
    blocks = (f"| {stated} | {_well(row)} | {_named(row, up)} |" for stated, row in dated)
    head = [f"| {_heading('Last modified')} | {_heading('Last seen well')} | Link |", "| --- | --- | --- |"]
    return [*lines, *head, *fitting(blocks, len(dated), SECTION_CHARS), ""]


def _unverified(report: Report, up: str | None) -> list[str]:
    rows = in_health(report, *_UNVERIFIED)
    lines = [f"## Unverified ({len(rows):,})", ""]
    if not rows:
        return [*lines, "Every link that was asked gave an answer that could be judged."]
    rows.sort(key=lambda row: row.verdict.since or datetime.max.replace(tzinfo=UTC))
    return [
        *lines,
        "These gave no answer that shows whether they are what they were; [what is gone](dead-links.md) is not here.",
        "",
        f"| {_heading('Unverified since')} | {_heading('Last seen well')} | Link | Why |",
        "| --- | --- | --- | --- |",
        *fitting((_doubt(row, up) for row in rows), len(rows), SECTION_CHARS),
    ]


def _heading(words: str) -> str:
    """A column's name that does not break, so that the dates below it do not either."""
    return words.replace(" ", "&nbsp;")


def _doubt(row: Judged, up: str | None) -> str:
    verdict = row.verdict
    why = untrusted.cell(verdict.reason, 200)
    return f"| {day(verdict.since)} | {_well(row)} | {_named(row, up)} | {verdict.health}: {why} |"


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
