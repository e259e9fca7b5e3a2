"""Values to rows and back. Pure.

Text is made fit to store at this door: SQLite takes neither a lone surrogate nor an integer beyond 64 bits, and cuts
a text off at a NUL where it measures or compares it.
"""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from crawler.model import (
    Choice,
    Decision,
    ErrorKind,
    Ignore,
    Link,
    LinkKind,
    Metadata,
    Observation,
    Redirect,
    Run,
    Scheme,
    Target,
    Testimony,
    Verdict,
    Witness,
)
from crawler.urls import veiled

Row = tuple[Any, ...]
"""Cells in the order of the columns that the statement names."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_INT64 = 2**63 - 1

OBSERVATION_COLUMNS = (
    "run_id, look, at, via, status, error, detail, final_url, redirects, headers, content_type, etag, last_modified, "
    "body_bytes, elapsed_s, attempts, marks, fingerprint, host_answered"
)
METADATA_COLUMNS = "at, title, abstract, canonical, language, site, sources"
LINK_COLUMNS = (
    'line, "column", byte_start, byte_end, url, text, title, section, kind, ignored_by_line, ignored_until, '
    "ignored_because, added_at"
)
TESTIMONY_COLUMNS = (
    "run_id, witness, asked, at, status, error, final_url, title, fingerprint, body_bytes, marks, rule, near, taken_at"
)
RUN_COLUMNS = "id, started_at, finished_at, complete, notes"
VERDICT_COLUMNS = "health, since, reason, checked_at, moved_to"


def clean(text: str) -> str:
    r"""The text with NULs and lone surrogates replaced by U+FFFD.

    >>> clean("caf\u00e9")
    'café'
    >>> clean("a\x00b\ud800c")
    'a\ufffdb\ufffdc'
    """
    if "\0" in text:
        text = text.replace("\0", _REPLACEMENT)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _clean_or_none(text: str | None) -> str | None:
    return None if text is None else clean(text)


def whole(number: int) -> int:
    """The number, or the end of the 64-bit range that it lies beyond.

    >>> whole(7), whole(2**80) == 2**63 - 1, whole(-(2**80)) == -(2**63)
    (7, True, True)
    """
    return max(-_INT64 - 1, min(_INT64, number))


def _seconds(number: float) -> float:
    """The number, or 0.0 where it is none: STRICT tables take NaN for NULL, and JSON knows no infinity."""
    return number if math.isfinite(number) else 0.0


def stamp(at: datetime) -> str:
    """ISO 8601 in UTC, always 27 characters, so that the order of the texts is the order of the times.

    >>> stamp(datetime(2026, 11, 23, 10, 30, tzinfo=UTC))
    '2026-11-23T10:30:00.000000Z'
    >>> stamp(datetime(1, 1, 1))
    '0001-01-01T00:00:00.000000Z'
    """
    try:
        naive = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    except OverflowError:  # a zone may shift the first and the last day beyond what a datetime holds
        naive = at.replace(tzinfo=None)
    return f"{naive.isoformat(timespec='microseconds')}Z"


def _stamp_or_none(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def moment(text: str) -> datetime:
    """What `stamp` wrote.

    >>> moment("2026-11-23T10:30:00.000000Z")
    datetime.datetime(2026, 11, 23, 10, 30, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _texts(values: Iterable[str]) -> str:
    cleaned = [clean(value) for value in values]
    return _json(cleaned) if cleaned else "[]"


def _mapping(values: Mapping[str, str]) -> str:
    return _json({clean(name): clean(value) for name, value in values.items()}) if values else "{}"


def _hops(redirects: Iterable[Redirect]) -> str:
    hops = [{"status": hop.status, "url": clean(hop.url)} for hop in redirects]
    return _json(hops) if hops else "[]"


def observation_row(observation: Observation) -> Row:
    """Cells of OBSERVATION_COLUMNS."""
    return (
        whole(observation.run),
        whole(observation.look),
        stamp(observation.at),
        clean(observation.via),
        None if observation.status is None else whole(observation.status),
        observation.error,
        clean(observation.detail),
        _clean_or_none(observation.final_url),
        _hops(observation.redirects),
        _mapping(observation.headers),
        _clean_or_none(observation.content_type),
        _clean_or_none(observation.etag),
        _clean_or_none(observation.last_modified),
        whole(observation.body_bytes),
        _seconds(observation.elapsed_s),
        whole(observation.attempts),
        _texts(observation.marks),
        _clean_or_none(observation.fingerprint),
        int(observation.host_answered),
    )


def observation_of(target: str, row: Row) -> Observation:
    """The value of a row of OBSERVATION_COLUMNS."""
    return Observation(
        target=target,
        run=row[0],
        look=row[1],
        at=moment(row[2]),
        via=row[3],
        status=row[4],
        error=None if row[5] is None else ErrorKind(row[5]),
        detail=row[6],
        final_url=row[7],
        redirects=() if row[8] == "[]" else tuple(Redirect(**hop) for hop in json.loads(row[8])),
        headers={} if row[9] == "{}" else json.loads(row[9]),
        content_type=row[10],
        etag=row[11],
        last_modified=row[12],
        body_bytes=row[13],
        elapsed_s=row[14],
        attempts=row[15],
        marks=() if row[16] == "[]" else tuple(json.loads(row[16])),
        fingerprint=row[17],
        host_answered=bool(row[18]),
    )


def metadata_row(metadata: Metadata) -> Row:
    """Cells of METADATA_COLUMNS."""
    return (
        stamp(metadata.at),
        _clean_or_none(metadata.title),
        _clean_or_none(metadata.abstract),
        _clean_or_none(metadata.canonical),
        _clean_or_none(metadata.language),
        _clean_or_none(metadata.site),
        _mapping(metadata.sources),
    )


def metadata_of(target: str, row: Row) -> Metadata:
    """The value of a row of METADATA_COLUMNS."""
    return Metadata(
        target=target,
        at=moment(row[0]),
        title=row[1],
        abstract=row[2],
        canonical=row[3],
        language=row[4],
        site=row[5],
        sources=json.loads(row[6]),
    )


def testimony_row(testimony: Testimony) -> Row:
    """Cells of TESTIMONY_COLUMNS."""
    return (
        whole(testimony.run),
        testimony.witness,
        clean(testimony.asked),
        stamp(testimony.at),
        None if testimony.status is None else whole(testimony.status),
        testimony.error,
        _clean_or_none(testimony.final_url),
        _clean_or_none(testimony.title),
        _clean_or_none(testimony.fingerprint),
        whole(testimony.body_bytes),
        _texts(testimony.marks),
        clean(testimony.rule),
        _stamp_or_none(testimony.near),
        _stamp_or_none(testimony.taken_at),
    )


def testimony_of(target: str, row: Row) -> Testimony:
    """The value of a row of TESTIMONY_COLUMNS."""
    return Testimony(
        target=target,
        run=row[0],
        witness=Witness(row[1]),
        asked=row[2],
        at=moment(row[3]),
        status=row[4],
        error=None if row[5] is None else ErrorKind(row[5]),
        final_url=row[6],
        title=row[7],
        fingerprint=row[8],
        body_bytes=row[9],
        marks=tuple(json.loads(row[10])),
        rule=row[11],
        near=_moment_or_none(row[12]),
        taken_at=_moment_or_none(row[13]),
    )


def link_row(link: Link) -> Row:
    """Cells of LINK_COLUMNS; a password in the URL stays in the list, where its author put it."""
    ignore, url = link.ignore, veiled(link.url)
    return (
        whole(link.line),
        whole(link.column),
        whole(link.start),
        whole(link.end),
        clean(url),
        clean(link.text.replace(link.url, url) if url != link.url else link.text),
        clean(link.title),
        _texts(link.section),
        link.kind,
        whole(ignore.line) if ignore else None,
        ignore.until.isoformat() if ignore and ignore.until else None,
        clean(ignore.reason) if ignore else None,
        _stamp_or_none(link.added_at),
    )


def link_of(path: str, row: Row) -> Link:
    """The value of a row of LINK_COLUMNS."""
    return Link(
        path=path,
        line=row[0],
        column=row[1],
        start=row[2],
        end=row[3],
        url=row[4],
        text=row[5],
        title=row[6],
        section=() if row[7] == "[]" else tuple(json.loads(row[7])),
        kind=LinkKind(row[8]),
        ignore=None if row[9] is None else _ignore_of(row[9:12]),
        added_at=_moment_or_none(row[12]),
    )


def _ignore_of(row: Row) -> Ignore:
    line, until, reason = row
    return Ignore(line=line, until=date.fromisoformat(until) if until else None, reason=reason)


def target_of(row: Row) -> Target:
    """The value of a row of url, scheme."""
    return Target(url=row[0], scheme=Scheme(row[1]))


def run_of(row: Row) -> Run:
    """The value of a row of RUN_COLUMNS."""
    return Run(
        id=row[0],
        started_at=moment(row[1]),
        finished_at=_moment_or_none(row[2]),
        complete=bool(row[3]),
        notes=notes_of(row[4]),
    )


def notes_text(notes: Iterable[str]) -> str:
    """Notes as they are stored."""
    return _texts(notes)


def notes_of(text: str) -> tuple[str, ...]:
    """Notes as they were before they were stored."""
    return tuple(json.loads(text))


def verdict_row(verdict: Verdict) -> Row:
    """Cells of VERDICT_COLUMNS."""
    return (
        verdict.health,
        _stamp_or_none(verdict.since),
        clean(verdict.reason),
        _stamp_or_none(verdict.checked_at),
        _clean_or_none(verdict.moved_to),
    )


def decision_of(row: Row) -> Decision:
    """The value of a row of fix_id, choice, reason, at."""
    return Decision(fix=row[0], choice=Choice(row[1]), reason=row[2], at=moment(row[3]))
