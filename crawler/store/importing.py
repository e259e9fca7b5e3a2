"""The files of a ledger, into the tables. EDGE: database. All inside a transaction that the caller began.

Facts are united by key: what is known already stays as it is, and importing twice changes nothing.
"""

# ruff: noqa: S608  (only constants of this package are put into a statement; values are always parameters)

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from crawler.store.exporting import keys_of, small_files
from crawler.store.ledger import DECISIONS, LINKS, OFFERS, PUBLICATION, RUNS, SOURCES, Ledger, facts, merge, publication
from crawler.store.ledger.files import Fact
from crawler.store.ledger.lines import Record, text
from crawler.store.ledger.shapes import LINK, METADATA, OBSERVATION, OFFER, RUN, SOURCE, TESTIMONY, Shape
from crawler.store.ledger.words import decision_of
from crawler.store.records import cell_of, link_rows, row_of
from crawler.store.rows import LINK_COLUMNS, METADATA_COLUMNS, Row
from crawler.store.write import (
    ADD_OBSERVATION,
    ADD_TESTIMONY,
    TARGET_ID,
    add_decision,
    marks_of,
    set_publication,
)
from crawler.urls import host_of

_SMALL = (SOURCES, LINKS, RUNS, DECISIONS, OFFERS, PUBLICATION)
_ADD_METADATA = (
    f"WITH new (target_id, {METADATA_COLUMNS}) AS (VALUES ({TARGET_ID}, {marks_of(METADATA_COLUMNS)}))"
    f" INSERT INTO metadata (target_id, {METADATA_COLUMNS}) SELECT * FROM new WHERE NOT EXISTS ("
    "SELECT 1 FROM metadata AS old WHERE old.target_id = new.target_id"
    f" AND {' AND '.join(f'old.{name} IS new.{name}' for name in METADATA_COLUMNS.split(', '))})"
)
_ADD = {OBSERVATION: ADD_OBSERVATION, METADATA: _ADD_METADATA, TESTIMONY: ADD_TESTIMONY}
_ADD_TARGET = (
    "INSERT INTO targets (url, scheme, host, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE"
    " SET scheme = excluded.scheme, first_seen_at = excluded.first_seen_at"
)
_ADD_SOURCE = (
    "INSERT INTO sources (path, sha256, read_at) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE"
    " SET sha256 = excluded.sha256, read_at = excluded.read_at"
)
_ADD_LINK = (
    f"INSERT INTO links (source_id, target_id, {LINK_COLUMNS})"
    f" VALUES ((SELECT id FROM sources WHERE path = ?), {TARGET_ID}, {marks_of(LINK_COLUMNS)})"
)
_RUN = ("started_at", "finished_at", "complete", "notes", "listkeeper", "sqlite")
_ADD_RUN = (
    f"INSERT INTO runs (id, {', '.join(_RUN)}) VALUES (?, {', '.join('?' * len(_RUN))}) ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _RUN)
)
_OF_RUNS = (("observations", "run_id"), ("testimonies", "run_id"), ("runs", "id"))


def import_files(db: Database, files: Ledger) -> None:
    """Add what a whole ledger knows."""
    ours = small_files(db)
    both = merge(ours, {path: files[path] for path in _SMALL if path in files})
    runs = _runs(db, _records(both, RUNS))
    if any(both.get(path) != ours.get(path) for path in (SOURCES, LINKS)):
        _lists(db, both)
    _words(db, ours, both)
    for path in sorted(path for path in files if path.startswith("observations/")):
        _heard(db, facts(path, files[path]), runs)


def _records(files: Ledger, path: str) -> list[Record]:
    return [short for _, short in facts(path, files.get(path, b""))]


def _runs(db: Database, wanted: Sequence[Record]) -> dict[str, int]:
    """Number the runs in the order in which they began; the numbers, by the moments by which runs are known."""
    old = {key: number for number, key in keys_of(db).items()}
    keys = [short["started_at"] for short in wanted]
    new = _numbers(keys, old)
    if moved := {number: new[key] for key, number in old.items() if number != new[key]}:
        _renumber(db, moved)
    rows = ((new[short["started_at"]], *_cells(short)) for short in wanted)
    db.conn.executemany(_ADD_RUN, rows)
    return new


def _numbers(keys: Sequence[str], old: Mapping[str, int]) -> dict[str, int]:
    """Runs that are newer than all that are known go on counting; where one came before, all are counted anew.

    The judge takes the order of the numbers for the order of the runs.

    >>> _numbers(["a", "b", "c"], {"a": 3}), _numbers(["a", "b", "c"], {"b": 3})
    ({'a': 3, 'b': 4, 'c': 5}, {'a': 1, 'b': 2, 'c': 3})
    """
    if keys[: len(old)] != sorted(old):
        return {key: number for number, key in enumerate(keys, 1)}
    first = max(old.values(), default=0) + 1
    return {**old, **{key: number for number, key in enumerate(keys[len(old) :], first)}}


def _cells(short: Record) -> list[object]:
    whole = RUN.whole(short)
    return [cell_of(whole[name]) for name in _RUN]


def _renumber(db: Database, moved: Mapping[int, int]) -> None:
    """Other numbers for runs, in every table. No fact is changed by it, but the triggers that guard facts cannot know.

    By way of negative numbers, so that no two runs ever have the same one.
    """
    triggers = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%UPDATE%'"
    ).fetchall()
    db.execute("PRAGMA defer_foreign_keys = ON")
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    for table, column in _OF_RUNS:
        pairs = ((-new, old) for old, new in moved.items())
        db.conn.executemany(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", pairs)
        db.execute(f"UPDATE {table} SET {column} = -{column} WHERE {column} < 0")
    for _, sql in triggers:
        db.execute(sql)


def _lists(db: Database, both: Ledger) -> None:
    """Lists and addresses as they are known now."""
    sources, links = _records(both, SOURCES), _records(both, LINKS)
    whole = [SOURCE.whole(short) for short in sources]
    db.conn.executemany(_ADD_SOURCE, ((each["path"], each["sha256"], each["read_at"]) for each in whole))
    known = [LINK.whole(short) for short in links]
    rows = ((each["url"], each["scheme"], host_of(each["url"]), each["first_seen_at"]) for each in known)
    db.conn.executemany(_ADD_TARGET, rows)
    db.execute("DELETE FROM links WHERE target_id IS NOT NULL")
    placed = ((path, short["url"], *row) for short in links for path, row in link_rows(short))
    db.conn.executemany(_ADD_LINK, placed)


def _words(db: Database, ours: Ledger, both: Ledger) -> None:
    """What people said, what was offered, and what the publisher remembers."""
    known = {text(short) for short in _records(ours, DECISIONS)}
    for short in sorted(_records(both, DECISIONS), key=lambda short: str(short["at"])):
        if text(short) not in known:
            add_decision(db, decision_of(short))
    offers = ([short[name] for name in OFFER.fields] for short in _records(both, OFFERS))
    db.conn.executemany("INSERT OR REPLACE INTO offers (id, rule, old, new, at) VALUES (?, ?, ?, ?, ?)", offers)
    memory = publication(both)
    if memory is not None:
        set_publication(db, text(memory))


def _heard(db: Database, found: Iterable[Fact], runs: Mapping[str, int]) -> None:
    """What was heard in a month; what is known already is left as it is."""
    rows: dict[Shape, list[Row]] = {shape: [] for shape in _ADD}
    for shape, short in found:
        rows[shape].append(row_of(shape, short, runs))
    for shape, sql in _ADD.items():
        db.conn.executemany(sql, rows[shape])
