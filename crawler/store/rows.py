"""Values to rows and back. Pure: cells are made fit to store in `crawler.store.cells`."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from crawler.model import (
    Choice,
    Decision,
    ErrorKind,
    Evergreen,
    Ignore,
    Kind,
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
from crawler.store.cells import (
    clean,
    clean_or_none,
    hops,
    mapping,
    moment,
    moment_or_none,
    seconds,
    stamp,
    stamp_or_none,
    texts,
    whole,
)
from crawler.urls import veiled

Row = tuple[Any, ...]
"""Cells in the order of the columns that the statement names."""

OBSERVATION_COLUMNS = (
    "run_id, look, at, via, status, error, detail, final_url, redirects, headers, content_type, etag, last_modified, "
    "body_bytes, elapsed_s, attempts, marks, fingerprint, host_answered"
)
METADATA_COLUMNS = (
    "at, via, title, abstract, authors, published, modified, kind, site, language, canonical, identifiers, licence, "
    "image, feed, state, sources"
)
LINK_COLUMNS = (
    'line, "column", byte_start, byte_end, url, text, title, section, kind, ignored_by_line, ignored_until, '
    "ignored_because, evergreen_by_line, evergreen_because, added_at"
)
TESTIMONY_COLUMNS = (
    "run_id, witness, asked, at, status, error, final_url, title, fingerprint, body_bytes, marks, rule, near, taken_at"
)
RUN_COLUMNS = "id, started_at, finished_at, complete, notes"
VERDICT_COLUMNS = "health, since, reason, checked_at, moved_to"


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
        clean_or_none(observation.final_url),
        hops(observation.redirects),
        mapping(observation.headers),
        clean_or_none(observation.content_type),
        clean_or_none(observation.etag),
        clean_or_none(observation.last_modified),
        whole(observation.body_bytes),
        seconds(observation.elapsed_s),
        whole(observation.attempts),
        texts(observation.marks),
        clean_or_none(observation.fingerprint),
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
        clean(metadata.via),
        clean_or_none(metadata.title),
        clean_or_none(metadata.abstract),
        texts(metadata.authors),
        clean_or_none(metadata.published),
        clean_or_none(metadata.modified),
        metadata.kind,
        clean_or_none(metadata.site),
        clean_or_none(metadata.language),
        clean_or_none(metadata.canonical),
        mapping(metadata.identifiers),
        clean_or_none(metadata.licence),
        clean_or_none(metadata.image),
        clean_or_none(metadata.feed),
        mapping(metadata.state),
        mapping(metadata.sources),
    )


def metadata_of(target: str, row: Row) -> Metadata:
    """The value of a row of METADATA_COLUMNS."""
    return Metadata(
        target=target,
        at=moment(row[0]),
        via=row[1],
        title=row[2],
        abstract=row[3],
        authors=() if row[4] == "[]" else tuple(json.loads(row[4])),
        published=row[5],
        modified=row[6],
        kind=None if row[7] is None else Kind(row[7]),
        site=row[8],
        language=row[9],
        canonical=row[10],
        identifiers={} if row[11] == "{}" else json.loads(row[11]),
        licence=row[12],
        image=row[13],
        feed=row[14],
        state={} if row[15] == "{}" else json.loads(row[15]),
        sources=json.loads(row[16]),
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
        clean_or_none(testimony.final_url),
        clean_or_none(testimony.title),
        clean_or_none(testimony.fingerprint),
        whole(testimony.body_bytes),
        texts(testimony.marks),
        clean(testimony.rule),
        stamp_or_none(testimony.near),
        stamp_or_none(testimony.taken_at),
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
        near=moment_or_none(row[12]),
        taken_at=moment_or_none(row[13]),
    )


def link_row(link: Link) -> Row:
    """Cells of LINK_COLUMNS; a password in the URL stays in the list, where its author put it."""
    ignore, evergreen, url = link.ignore, link.evergreen, veiled(link.url)
    return (
        whole(link.line),
        whole(link.column),
        whole(link.start),
        whole(link.end),
        clean(url),
        clean(link.text.replace(link.url, url) if url != link.url else link.text),
        clean(link.title),
        texts(link.section),
        link.kind,
        whole(ignore.line) if ignore else None,
        ignore.until.isoformat() if ignore and ignore.until else None,
        clean(ignore.reason) if ignore else None,
        whole(evergreen.line) if evergreen else None,
        clean(evergreen.reason) if evergreen else None,
        stamp_or_none(link.added_at),
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
        evergreen=None if row[12] is None else Evergreen(line=row[12], reason=row[13]),
        added_at=moment_or_none(row[14]),
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
        finished_at=moment_or_none(row[2]),
        complete=bool(row[3]),
        notes=notes_of(row[4]),
    )


def notes_text(notes: Iterable[str]) -> str:
    """Notes as they are stored."""
    return texts(notes)


def notes_of(text: str) -> tuple[str, ...]:
    """Notes as they were before they were stored."""
    return tuple(json.loads(text))


def verdict_row(verdict: Verdict) -> Row:
    """Cells of VERDICT_COLUMNS."""
    return (
        verdict.health,
        stamp_or_none(verdict.since),
        clean(verdict.reason),
        stamp_or_none(verdict.checked_at),
        clean_or_none(verdict.moved_to),
    )


def decision_of(row: Row) -> Decision:
    """The value of a row of fix_id, choice, reason, at, by."""
    return Decision(fix=row[0], choice=Choice(row[1]), reason=row[2], at=moment(row[3]), by=row[4])
