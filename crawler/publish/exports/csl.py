"""CSL-JSON: what Zotero, Pandoc and citeproc read. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from crawler.publish.citing import Sort, keyed, sort_of
from crawler.publish.entries import Entry
from crawler.publish.exports.objects import dumped
from crawler.publish.names import parted

_TYPES = {
    Sort.JOURNAL: "article-journal",
    Sort.PROCEEDINGS: "paper-conference",
    Sort.PREPRINT: "article",
    Sort.BOOK: "book",
    Sort.SOFTWARE: "software",
    Sort.DATASET: "dataset",
    Sort.VIDEO: "motion_picture",
    Sort.ENTRY: "entry-encyclopedia",
    Sort.POST: "post-weblog",
    Sort.PAGE: "webpage",
}


def write(entries: Sequence[Entry]) -> str:
    """An array of items, one a line."""
    rows = ",\n".join(dumped(_item(key, entry)) for key, entry in keyed(entries))
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def _item(key: str, entry: Entry) -> dict[str, object]:
    known = entry.identifiers
    item = {
        "id": key,
        "type": _TYPES[sort_of(entry)],
        "title": entry.title,
        "author": [_name(name) for name in entry.authors],
        "issued": {"date-parts": [list(entry.date)]} if entry.date else None,
        "publisher" if sort_of(entry) is Sort.BOOK else "container-title": entry.site,
        "abstract": entry.abstract,
        "DOI": known.get("doi"),
        "ISBN": known.get("isbn"),
        "number": f"arXiv:{known['arxiv']}" if "arxiv" in known else None,
        "URL": entry.url,
        "accessed": _day(entry.checked_at),
        "language": entry.language,
        "keyword": entry.section[-1] if entry.section else None,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: str) -> dict[str, str]:
    parts = parted(name)
    if not parts.given:
        return {"literal": parts.family}
    return {"family": parts.family, "given": parts.given} | ({"suffix": parts.suffix} if parts.suffix else {})


def _day(at: datetime | None) -> dict[str, object] | None:
    if at is None:
        return None
    day = at.astimezone(UTC)
    return {"date-parts": [[day.year, day.month, day.day]]}
