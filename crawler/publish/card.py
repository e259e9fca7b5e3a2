"""`listkeeper show`: all that is known of one link, for a person and for a program. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from crawler import untrusted
from crawler.model import Event, Judged
from crawler.publish.entries import Entry, entry_of
from crawler.publish.exports.objects import as_object, dumped
from crawler.publish.history import event_line, places
from crawler.publish.pieces import counted, day

EVENTS_SHOWN = 5
_LABEL_CHARS = 11
_AUTHORS_SHOWN = 10


def as_text(judged: Judged, events: Sequence[Event], due: datetime | None) -> str:
    """What it is, how it fares, where it stands, and the last of its history; ends without a newline.

    `due` is when it will be asked again, None where it will not be.
    """
    entry, verdict = entry_of(judged), judged.verdict
    since = f" since {day(verdict.since)}" if verdict.since else ""
    lines = [_shown(entry.title, 300), _shown(entry.url, 2000), ""]
    lines += [f"{label + ':':<{_LABEL_CHARS}} {value}" for label, value in _facts(entry) if value]
    lines += ["", f"{verdict.health.capitalize()}{since}: {_shown(verdict.reason, 300)}."]
    lines += [f"Could be replaced by {_shown(fix.new, 2000)} ({fix.safety})" for fix in judged.fixes]
    lines += ["", *places(judged)]
    lines += ["", *_last(events)] if events else []
    lines += [f"Asked again from {day(due)} on."] if due else []
    return "\n".join(lines)


def as_json(judged: Judged, events: Sequence[Event], due: datetime | None) -> str:
    """The same and more as one JSON object, without a newline at its end."""
    shown = as_object(entry_of(judged)) | {
        "told_by": [untrusted.one_line(said.via) for said in judged.history.metadata],
        "fixes": [
            {"rule": fix.rule, "new": untrusted.one_line(fix.new, 2000), "safety": fix.safety.value}
            for fix in judged.fixes
        ],
        "history": [_event(event) for event in events],
        "due_at": _time(due) if due else None,
    }
    return dumped(shown)


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "kind", f"{entry.kind or ''}"
    yield "by", _authors(entry)
    yield "published", entry.published
    yield "modified", entry.modified
    yield "site", _shown(entry.site, 100)
    yield "language", _shown(entry.language, 35)
    yield "licence", _shown(entry.licence, 200)
    yield from ((_shown(name, 20), _shown(value, 200)) for name, value in entry.identifiers.items())
    yield from ((_shown(name.replace("_", " "), 20), _shown(value, 200)) for name, value in entry.state.items())
    yield "feed", _shown(entry.feed, 500)
    yield "added", day(entry.added_at) if entry.added_at else ""
    yield "abstract", _shown(entry.abstract, 1000)


def _authors(entry: Entry) -> str:
    shown = _shown("; ".join(entry.authors[:_AUTHORS_SHOWN]), 1000)
    more = len(entry.authors) - _AUTHORS_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown


def _last(events: Sequence[Event]) -> list[str]:
    more = len(events) - EVENTS_SHOWN
    earlier = [f"  {counted(more, 'earlier event')}: see `listkeeper history`"] if more > 0 else []
    return [*earlier, *map(event_line, events[-EVENTS_SHOWN:])]


def _event(event: Event) -> dict[str, object]:
    return {
        "at": _time(event.at),
        "until": _time(event.until),
        "health": event.health.value if event.health else None,
        "words": untrusted.one_line(event.words, 500),
        "times": event.times,
    }


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _shown(text: str, limit: int) -> str:
    return untrusted.terminal(text, limit)
