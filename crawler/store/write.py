"""What goes into the tables. EDGE: database. Each function runs inside a transaction that its caller began."""

# ruff: noqa: S608  (only constants of this package are put into a statement; values are always parameters)

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from crawler import __version__
from crawler.errors import StoreError
from crawler.model import Decision, Document, Link, Metadata, Observation, Offered, Run, Target, Testimony, Verdict
from crawler.store.cells import clean, stamp
from crawler.store.rows import (
    LINK_COLUMNS,
    METADATA_COLUMNS,
    OBSERVATION_COLUMNS,
    RUN_COLUMNS,
    TESTIMONY_COLUMNS,
    VERDICT_COLUMNS,
    Row,
    link_row,
    metadata_row,
    notes_of,
    notes_text,
    observation_row,
    run_of,
    testimony_row,
    verdict_row,
)
from crawler.urls import host_of

TARGET_ID = "(SELECT id FROM targets WHERE url = ?)"


def marks_of(columns: str) -> str:
    """As many question marks as there are columns."""
    return ", ".join("?" * (columns.count(",") + 1))


_ADD_TARGET = (
    "INSERT INTO targets (url, scheme, host, first_seen_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (url) DO UPDATE SET scheme = excluded.scheme WHERE scheme <> excluded.scheme"
)
_ADD_LINK = (
    f"INSERT INTO links (source_id, target_id, {LINK_COLUMNS}) VALUES (?, {TARGET_ID}, {marks_of(LINK_COLUMNS)})"
)
# A crawl that goes on after kill -9 may look again at what was answered in the last second: the first answer stays.
ADD_OBSERVATION = (
    f"INSERT INTO observations (target_id, {OBSERVATION_COLUMNS}) VALUES ({TARGET_ID}, {marks_of(OBSERVATION_COLUMNS)})"
    " ON CONFLICT (target_id, run_id, look) DO NOTHING"
)
# Only what differs from the row before it by the same: `at` is when it was first heard so.
_SAYING = tuple(METADATA_COLUMNS.split(", "))[1:]
_ADD_METADATA = (
    f"WITH new (target_id, {METADATA_COLUMNS}) AS (VALUES ({TARGET_ID}, {marks_of(METADATA_COLUMNS)}))"
    f" INSERT INTO metadata (target_id, {METADATA_COLUMNS}) SELECT * FROM new WHERE NOT EXISTS ("
    "SELECT 1 FROM metadata AS old WHERE old.id ="
    " (SELECT id FROM metadata WHERE target_id = new.target_id AND via = new.via ORDER BY at DESC, id DESC LIMIT 1)"
    f" AND {' AND '.join(f'old.{name} IS new.{name}' for name in _SAYING)})"
)
ADD_TESTIMONY = (
    f"INSERT INTO testimonies (target_id, {TESTIMONY_COLUMNS}) VALUES ({TARGET_ID}, {marks_of(TESTIMONY_COLUMNS)})"
    " ON CONFLICT (target_id, run_id, witness, asked) DO NOTHING"
)
_ADD_VERDICT = (
    f"INSERT OR REPLACE INTO verdicts (target_id, {VERDICT_COLUMNS}, judged_at)"
    f" VALUES ({TARGET_ID}, {marks_of(VERDICT_COLUMNS)}, ?)"
)


def begin_run(db: Database, now: datetime, *, fresh: bool) -> Run:
    """The run that was left unfinished, or a new one; `fresh` closes what was left as incomplete."""
    if fresh:
        db.execute("UPDATE runs SET finished_at = ? WHERE finished_at IS NULL", (stamp(now),))
    row = db.execute(f"SELECT {RUN_COLUMNS} FROM runs WHERE finished_at IS NULL ORDER BY id DESC LIMIT 1").fetchone()
    if row:
        return run_of(row)
    cursor = db.execute(
        "INSERT INTO runs (started_at, listkeeper, sqlite) VALUES (?, ?, ?)",
        (stamp(now), __version__, sqlite3.sqlite_version),
    )
    return Run(id=int(cursor.lastrowid or 0), started_at=now)


def finish_run(db: Database, run_id: int, now: datetime, *, complete: bool) -> None:
    """Close a run for good."""
    db.execute("UPDATE runs SET finished_at = ?, complete = ? WHERE id = ?", (stamp(now), int(complete), run_id))


def note(db: Database, run_id: int, notes: Iterable[str]) -> None:
    """Add to what is noted of a run whatever is not noted yet."""
    known = notes_of(db.execute("SELECT notes FROM runs WHERE id = ?", (run_id,)).fetchone()[0])
    both = dict.fromkeys((*known, *notes))
    db.execute("UPDATE runs SET notes = ? WHERE id = ?", (notes_text(both), run_id))


def add_sources(
    db: Database,
    documents: Sequence[Document],
    targets: Mapping[Target, Sequence[Link]],
    digests: Mapping[str, str],
    now: datetime,
) -> None:
    """The links of these files as they are now, in place of what was known; and the targets that they point at."""
    added = ((clean(t.url), t.scheme, clean(host_of(t.url)), stamp(now)) for t in targets)
    db.conn.executemany(_ADD_TARGET, added)
    owner = {link: target.url for target, links in targets.items() for link in links}
    for document in documents:
        source_id = _replace_source(db, document.path, digests.get(document.path, ""), now)
        rows = ((source_id, _clean_owner(owner, link), *link_row(link)) for link in document.links)
        db.conn.executemany(_ADD_LINK, rows)


def _clean_owner(owner: Mapping[Link, str], link: Link) -> str | None:
    url = owner.get(link)
    return None if url is None else clean(url)


def _replace_source(db: Database, path: str, digest: str, now: datetime) -> int:
    """Id of the file's row, with no link left."""
    row = db.execute(
        "INSERT INTO sources (path, sha256, read_at) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE"
        " SET sha256 = excluded.sha256, read_at = excluded.read_at RETURNING id",
        (clean(path), digest, stamp(now)),
    ).fetchone()
    db.execute("DELETE FROM links WHERE source_id = ?", (row[0],))
    return int(row[0])


def add_facts(
    db: Database,
    observations: Iterable[Observation],
    metadata: Iterable[Metadata],
    testimonies: Iterable[Testimony] = (),
) -> None:
    """Append what was heard; what is there already is left as it is."""
    observed: list[Row] = [(clean(o.target), *observation_row(o)) for o in observations]
    said: list[Row] = [(clean(m.target), *metadata_row(m)) for m in metadata]
    testified: list[Row] = [(clean(t.target), *testimony_row(t)) for t in testimonies]
    try:
        db.conn.executemany(ADD_OBSERVATION, observed)
        db.conn.executemany(_ADD_METADATA, said)
        db.conn.executemany(ADD_TESTIMONY, testified)
    except sqlite3.IntegrityError as error:
        raise StoreError(
            "an answer belongs to no known target or run: record the sources and begin a run first"
        ) from error


def add_verdicts(db: Database, verdicts: Iterable[Verdict], now: datetime) -> None:
    """Rewrite the verdicts of these targets, and drop those of targets that no list points at any more."""
    judged_at = stamp(now)
    rows = ((clean(v.target), *verdict_row(v), judged_at) for v in verdicts)
    db.conn.executemany(_ADD_VERDICT, rows)
    db.execute("DELETE FROM verdicts WHERE target_id NOT IN (SELECT target_id FROM links WHERE target_id IS NOT NULL)")


def add_robots(db: Database, origin: str, status: int | None, body: str, now: datetime) -> None:
    """Keep an origin's robots.txt in place of the copy before."""
    db.execute(
        "INSERT OR REPLACE INTO robots (origin, fetched_at, status, body) VALUES (?, ?, ?, ?)",
        (clean(origin), stamp(now), status, clean(body)),
    )


def add_decision(db: Database, word: Decision) -> None:
    """Append a person's word."""
    db.execute(
        "INSERT INTO decisions (fix_id, choice, reason, at, by) VALUES (?, ?, ?, ?, ?)",
        (word.fix, word.choice, clean(word.reason), stamp(word.at), clean(word.by)),
    )


def add_offers(db: Database, made: Iterable[Offered]) -> None:
    """Append what was offered; what was offered before keeps its day."""
    rows = ((o.id, clean(o.rule), clean(o.old), clean(o.new), stamp(o.at)) for o in made)
    db.conn.executemany(
        "INSERT INTO offers (id, rule, old, new, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows
    )


def set_publication(db: Database, memory: str) -> None:
    """Keep what the publisher remembers, a JSON object, in place of what it did."""
    db.execute("INSERT OR REPLACE INTO publication (id, memory) VALUES (1, ?)", (memory,))
