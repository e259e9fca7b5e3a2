"""JSON: all that is known of each resource, for programs. Pure."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from crawler import untrusted
from crawler.publish.entries import Entry


def write(entries: Sequence[Entry]) -> str:
    """An array of objects, one a line; what is not known is null, or empty where there may be many."""
    rows = ",\n".join(dumped(as_object(entry)) for entry in entries)
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def as_object(entry: Entry) -> dict[str, object]:
    """What an entry holds, under the names that a reader of JSON gets to see."""
    return {
        "url": entry.url,
        "title": entry.title,
        "abstract": entry.abstract or None,
        "authors": list(entry.authors),
        "published": entry.published or None,
        "modified": entry.modified or None,
        "kind": entry.kind.value if entry.kind else None,
        "site": entry.site or None,
        "language": entry.language or None,
        "licence": entry.licence or None,
        "feed": entry.feed or None,
        "identifiers": dict(entry.identifiers),
        "state": dict(entry.state),
        "health": entry.health.value,
        "since": _time(entry.since),
        "reason": entry.reason,
        "checked_at": _time(entry.checked_at),
        "added_at": _time(entry.added_at),
        "places": [
            {
                "path": untrusted.plain(link.path, 1000),
                "line": link.line,
                "text": untrusted.one_line(link.text),
                "section": [untrusted.one_line(heading) for heading in link.section],
            }
            for link in entry.links
        ],
    }


def dumped(value: object) -> str:
    """JSON on one line, in which a log of a build finds no command."""
    return untrusted.no_command(json.dumps(value, ensure_ascii=False))


def _time(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
