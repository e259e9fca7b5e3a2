"""What comes out of the tables. EDGE: database. Each function reads through a connection that its caller opened."""

# ruff: noqa: S608  (only constants of this package are put into a statement; values are always parameters)

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from sqlite_utils import Database

from crawler.model import Decision, History, Observation, Offered, Run
from crawler.store.cells import clean, moment
from crawler.store.ledger import newest
from crawler.store.rows import (
    LINK_COLUMNS,
    METADATA_COLUMNS,
    OBSERVATION_COLUMNS,
    RUN_COLUMNS,
    TESTIMONY_COLUMNS,
    Row,
    decision_of,
    link_of,
    metadata_of,
    observation_of,
    run_of,
    target_of,
    testimony_of,
)

_BATCH = 256
"""Targets whose histories are in memory at once."""

_T = TypeVar("_T")

_IN = "IN (SELECT value FROM json_each(?))"
_TARGETS = (
    "SELECT targets.id, targets.url, targets.scheme FROM targets WHERE EXISTS ("
    "SELECT 1 FROM links WHERE links.target_id = targets.id{where}) ORDER BY targets.url"
)
_OF_PATHS = f" AND links.source_id IN (SELECT id FROM sources WHERE path {_IN})"
_LINKS = (
    f"SELECT links.target_id, sources.path, {LINK_COLUMNS} FROM links JOIN sources ON sources.id = links.source_id"
    f" WHERE links.target_id {_IN}{{where}} ORDER BY sources.path, links.line,"
    ' links."column", links.byte_start, links.byte_end, links.id'
)
_OBSERVATIONS = f"SELECT target_id, {OBSERVATION_COLUMNS} FROM observations WHERE target_id {_IN} ORDER BY run_id, look"
# A rebuilt database has its rows in another order: none of these may depend on it.
_METADATA = f"SELECT target_id, {METADATA_COLUMNS} FROM metadata WHERE target_id {_IN} ORDER BY {METADATA_COLUMNS}"
_TESTIMONIES = (
    f"SELECT target_id, {TESTIMONY_COLUMNS} FROM testimonies WHERE target_id {_IN} ORDER BY run_id, at, witness, asked"
)
_OBSERVED = (
    f"SELECT targets.url, {OBSERVATION_COLUMNS} FROM observations JOIN targets ON targets.id = target_id"
    " WHERE run_id = ? ORDER BY observations.id"
)

_ADDED = (
    "SELECT DISTINCT sources.path, links.url, links.added_at FROM links JOIN sources ON sources.id = links.source_id"
    f" WHERE links.added_at IS NOT NULL AND sources.path {_IN}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """An origin's robots.txt as it was last fetched."""

    status: int | None
    """None when no answer came."""
    body: str
    fetched_at: datetime


def batches(values: Iterable[_T], size: int = _BATCH) -> Iterator[list[_T]]:
    """The values in lists of `size`; the last one may be shorter.

    >>> list(batches("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def histories(db: Database, paths: Sequence[str] | None, *, looks: bool = True) -> Iterator[History]:
    """By target URL, all that is known of each target that a link of these files points at.

    Without `looks`, what it is: links and metadata alone.
    """
    chosen = () if paths is None else (json.dumps([clean(path) for path in paths]),)
    where = "" if paths is None else _OF_PATHS
    for batch in batches(db.execute(_TARGETS.format(where=where), chosen)):
        ids = json.dumps([row[0] for row in batch])
        links = _by_target(db, _LINKS.format(where=where), (ids, *chosen))
        observations = _by_target(db, _OBSERVATIONS, (ids,)) if looks else defaultdict(list)
        metadata = _by_target(db, _METADATA, (ids,))
        testimonies = _by_target(db, _TESTIMONIES, (ids,)) if looks else defaultdict(list)
        for target_id, url, scheme in batch:
            yield History(
                target=target_of((url, scheme)),
                links=tuple(link_of(row[1], row[2:]) for row in links[target_id]),
                observations=tuple(observation_of(url, row[1:]) for row in observations[target_id]),
                metadata=tuple(metadata_of(url, row[1:]) for row in metadata[target_id]),
                testimonies=tuple(testimony_of(url, row[1:]) for row in testimonies[target_id]),
            )


def _by_target(db: Database, sql: str, parameters: Sequence[str]) -> Mapping[int, list[Row]]:
    """The rows by their first cell."""
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    for row in db.execute(sql, parameters):
        rows[row[0]].append(row)
    return rows


def observed(db: Database, run_id: int) -> Iterator[Observation]:
    """What a run has been told so far, in the order in which it was stored."""
    return (observation_of(row[0], row[1:]) for row in db.execute(_OBSERVED, (run_id,)))


def added_dates(db: Database, paths: Sequence[str]) -> Iterator[tuple[str, str, datetime]]:
    """Path, URL and day of each link of these files whose day of adding is known."""
    rows = db.execute(_ADDED, (json.dumps([clean(path) for path in paths]),))
    return ((path, url, moment(at)) for path, url, at in rows)


def runs(db: Database) -> list[Run]:
    """Every run, oldest first."""
    return [run_of(row) for row in db.execute(f"SELECT {RUN_COLUMNS} FROM runs ORDER BY id")]


def sources(db: Database) -> list[str]:
    """The paths of the lists that were read, in order."""
    return [row[0] for row in db.execute("SELECT path FROM sources ORDER BY path")]


def robots(db: Database, origin: str, now: datetime, ttl_s: float) -> RobotsCopy | None:
    """The copy of an origin's robots.txt, if it is not older than `ttl_s` nor from the future."""
    row = db.execute("SELECT status, body, fetched_at FROM robots WHERE origin = ?", (clean(origin),)).fetchone()
    if row is None or not timedelta(0) <= now - moment(row[2]) <= timedelta(seconds=ttl_s):
        return None
    return RobotsCopy(status=row[0], body=row[1], fetched_at=moment(row[2]))


def decisions(db: Database) -> dict[str, Decision]:
    """The word that holds on each fix, by its id."""
    return newest(decision_of(row) for row in db.execute("SELECT fix_id, choice, reason, at, by FROM decisions"))


def offers(db: Database) -> dict[str, Offered]:
    """What was ever offered, by its id."""
    rows = db.execute("SELECT id, rule, old, new, at FROM offers ORDER BY at, id")
    return {row[0]: Offered(id=row[0], rule=row[1], old=row[2], new=row[3], at=moment(row[4])) for row in rows}
