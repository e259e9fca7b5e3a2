"""CSV as RFC 4180 has it, for a spreadsheet: no cell of it is a formula. Pure."""

import csv
import io
from collections.abc import Sequence

from crawler import untrusted
from crawler.publish.entries import Entry
from crawler.publish.pieces import day

COLUMNS = (
    *("url", "title", "authors", "published", "kind", "site", "health", "since", "reason", "abstract"),
    *("doi", "arxiv", "isbn", "language", "licence", "modified", "feed", "added", "checked", "section", "places"),
)
_CELL_CHARS = 10_000
"""A spreadsheet's cell holds 32,767."""


def write(entries: Sequence[Entry]) -> str:
    """One row a resource, below the names of the columns."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([untrusted.csv_cell(cell, _CELL_CHARS) for cell in _row(entry)] for entry in entries)
    return text.getvalue()


def _row(entry: Entry) -> Sequence[str]:
    known = entry.identifiers
    return (
        entry.url,
        entry.title,
        "; ".join(entry.authors),
        entry.published,
        entry.kind or "",
        entry.site,
        entry.health,
        day(entry.since) if entry.since else "",
        entry.reason,
        entry.abstract,
        known.get("doi", ""),
        known.get("arxiv", ""),
        known.get("isbn", ""),
        entry.language,
        entry.licence,
        entry.modified,
        entry.feed,
        day(entry.added_at) if entry.added_at else "",
        day(entry.checked_at) if entry.checked_at else "",
        " > ".join(entry.section),
        "; ".join(f"{link.path}:{link.line}" for link in entry.links),
    )
