"""Everything that is a fact, as the files of a ledger. EDGE: database."""

# ruff: noqa: S608  (only constants of this package are put into a statement; values are always parameters)

from collections import defaultdict
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter

from sqlite_utils import Database

from crawler.store.ledger import PUBLICATION, STATE, export
from crawler.store.ledger.files import Fact, keyed, written
from crawler.store.ledger.lines import Record, record, text
from crawler.store.ledger.shapes import DECISION, METADATA, OBSERVATION, OFFER, RUN, SOURCE, TESTIMONY, Shape
from crawler.store.records import fact_of, link_fact, place_of, run_keys, value_of
from crawler.store.rows import LINK_COLUMNS, METADATA_COLUMNS, OBSERVATION_COLUMNS, TESTIMONY_COLUMNS

_RUN_COLUMNS = "id, finished_at, complete, notes, listkeeper, sqlite"
_PLACES = (
    f"SELECT links.target_id, sources.path, {LINK_COLUMNS} FROM links JOIN sources ON sources.id = links.source_id"
    " WHERE links.target_id IS NOT NULL"
)
_HEARD: tuple[tuple[Shape, str, str], ...] = (
    (OBSERVATION, "observations", OBSERVATION_COLUMNS),
    (METADATA, "metadata", METADATA_COLUMNS),
    (TESTIMONY, "testimonies", TESTIMONY_COLUMNS),
)
_PLAIN: tuple[tuple[Shape, str, str], ...] = (
    (SOURCE, "sources", "path, sha256, read_at"),
    (DECISION, "decisions", "fix_id AS fix, choice, reason, at, by"),
    (OFFER, "offers", "id, rule, old, new, at"),
)


def export_files(db: Database) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file, but for the seal and the front page; a month at a time."""
    yield from small_files(db).items()
    runs = keys_of(db)
    heard = (_heard(db, *each, runs) for each in _HEARD)
    for month, facts in groupby(merge(*heard, key=itemgetter(0)), key=itemgetter(0)):
        yield f"observations/{month}.jsonl", written(keyed(fact for _, fact in facts))


def _heard(db: Database, shape: Shape, table: str, columns: str, runs: Mapping[int, str]) -> Iterator[tuple[str, Fact]]:
    """Month and line of each row, by month."""
    sql = f"SELECT url, {columns} FROM {table} JOIN targets ON targets.id = target_id ORDER BY substr(at, 1, 7)"
    for url, *row in db.execute(sql):
        fact = fact_of(shape, url, tuple(row), runs)
        yield fact[1]["at"][:7], fact


def small_files(db: Database) -> dict[str, bytes]:
    """All but what was heard: of lists, addresses and runs, and what people said."""
    found = export(chain(*(_plain(db, *each) for each in _PLAIN), _runs(db), _links(db)))
    del found[STATE]
    memory = publication(db)
    return found if memory is None else found | {PUBLICATION: f"{text(memory)}\n".encode()}


def _plain(db: Database, shape: Shape, table: str, columns: str) -> Iterator[Fact]:
    """Rows that are lines as they stand."""
    cursor = db.execute(f"SELECT {columns} FROM {table}")
    names = [column[0] for column in cursor.description]
    return ((shape, dict(zip(names, row, strict=True))) for row in cursor)


def keys_of(db: Database) -> dict[int, str]:
    """The moments by which runs are known, by their numbers."""
    return run_keys(db.execute("SELECT id, started_at FROM runs ORDER BY id"))


def _runs(db: Database) -> Iterator[Fact]:
    keys = keys_of(db)
    for number, *row in db.execute(f"SELECT {_RUN_COLUMNS} FROM runs ORDER BY id"):
        cells = zip(_RUN_COLUMNS.split(", ")[1:], row, strict=True)
        yield RUN, {"started_at": keys[number]} | {name: value_of(name, cell) for name, cell in cells}


def _links(db: Database) -> Iterator[Fact]:
    places: defaultdict[int, list[Record]] = defaultdict(list)
    for target, path, *row in db.execute(_PLACES):
        places[target].append(place_of(path, tuple(row)))
    for target, url, scheme, at in db.execute("SELECT id, url, scheme, first_seen_at FROM targets"):
        yield link_fact(url, scheme, at, places[target])


def publication(db: Database) -> Record | None:
    """What the publisher remembers."""
    row = db.execute("SELECT memory FROM publication").fetchone()
    return record(row[0].encode()) if row else None
