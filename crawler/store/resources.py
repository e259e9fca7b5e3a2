"""What each target is, in one row for people, and the index for its words. EDGE: database.

Both are derived: they are written anew with the verdicts, and whoever searches a database that was crawled since, or
that may not be written to, gets an index in memory. SQLite's FTS5 does the work, set up by sqlite-utils, so that
Datasette finds it too.
"""

# ruff: noqa: S608  (only constants of this package are put into a statement; values are always parameters)

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from sqlite_utils import Database

from crawler import untrusted
from crawler.errors import StoreError, UsageError
from crawler.model import History, Hit, Hits, known
from crawler.store.cells import clean, moment_or_none, stamp_or_none
from crawler.store.read import histories
from crawler.store.rows import Row
from crawler.urls import host_of

TABLES = """
CREATE TABLE resources (
  -- Derived, and written anew with the verdicts: what each target is, as far as anybody says. authors is a JSON array.
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,
  published TEXT,
  kind TEXT,
  site TEXT,
  health TEXT NOT NULL,
  since TEXT,
  reason TEXT NOT NULL,
  url TEXT NOT NULL,
  host TEXT NOT NULL,
  language TEXT,
  text TEXT NOT NULL,
  heading TEXT NOT NULL,
  abstract TEXT NOT NULL,
  path TEXT NOT NULL,
  line INTEGER NOT NULL,
  added_at TEXT
) STRICT;
CREATE TABLE resources_stamp (
  -- Derived: what `resources` was made of.
  stamp TEXT NOT NULL
) STRICT;
"""
_COLUMNS = (
    "id, title, authors, published, kind, site, health, since, reason, url, host, language, text, heading, abstract, "
    "path, line, added_at"
)
_TEXT_CHARS = 10_000
_SEARCHED = ("title", "text", "heading", "abstract")
_WEIGHTS = (100.0, 5.0, 1.0, 0.1)
"""What a word is worth in each of them: the name of a thing says more than what is said about it.

bm25 saturates, and takes off for long rows: nearer weights would put a short text before the title of a paper."""
_TOKENS = "unicode61 remove_diacritics 2"
_ADD = f"INSERT INTO resources ({_COLUMNS}) VALUES ({', '.join('?' * (_COLUMNS.count(',') + 1))})"
_STAMP = (
    "SELECT (SELECT count(*) FROM sources) || ' ' || (SELECT ifnull(max(read_at), '') FROM sources) || ' '"
    " || (SELECT ifnull(max(id), 0) FROM metadata)"
)
_VERDICTS = (
    "SELECT targets.url, targets.id, verdicts.health, verdicts.since, verdicts.reason FROM targets"
    " LEFT JOIN verdicts ON verdicts.target_id = targets.id"
)
_MARKED = f"'{Hit.BEGIN}', '{Hit.END}'"
_SEARCH = (
    f"SELECT highlight(resources_fts, 0, {_MARKED}), resources.url, resources.text, resources.authors,"
    " resources.published, resources.kind, resources.health, resources.path, resources.line, resources.heading,"
    f" snippet(resources_fts, 3, {_MARKED}, '…', 32)"
    " FROM resources_fts JOIN resources ON resources.id = resources_fts.rowid"
    " WHERE resources_fts MATCH ? ORDER BY resources_fts.rank, resources.id LIMIT ?"
)
_WORDS = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')


def rebuild(db: Database) -> None:
    """Write the rows and their index anew, inside a transaction that the caller began."""
    _fill(db, db)


def search(db: Database, words: Sequence[str], limit: int) -> Hits:
    """The best rows for these words; in a database that may only be read."""
    query = query_of(words)
    if not has_fts5(db):
        raise StoreError("this SQLite has no FTS5, which `search` needs: use a Python whose sqlite3 has it")
    if _is_current(db):
        return _found(db, query, limit)
    with sqlite3.connect(":memory:", isolation_level=None) as raw:
        memory = Database(raw, execute_plugins=False)
        memory.executescript(TABLES)
        _fill(memory, db)
        found = _found(memory, query, limit)
    raw.close()
    return found


def query_of(words: Iterable[str]) -> str:
    """What FTS5 is asked: each word in quotes, so that nothing in it is an operator; `*` at its end stands for any end.

    >>> query_of(["C++", "AND", "transf*"]), query_of(["deep learning"]), query_of(['"neural net*" "a b"* x'])
    ('"C++" "AND" "transf"*', '"deep learning"', '"neural net*" "a b"* "x"')
    """
    found = [each for word in words for each in _phrases(clean(word))]
    if not found:
        raise UsageError("there is nothing to look for: give a word of a title, a text, a heading or an abstract")
    return " ".join(found)


def has_fts5(db: Database) -> bool:
    """Whether this SQLite can index words."""
    return bool(db.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone())


def _phrases(word: str) -> Iterator[str]:
    """One argument is one phrase, unless it has quotes of its own."""
    parts = _WORDS.findall(word) if '"' in word else [("", "", word)]
    for phrase, end, plain in parts:
        star = end or ("*" if plain.endswith("*") else "")
        text = phrase or plain.rstrip("*")
        if any(char.isalnum() for char in text):
            yield f'"{text}"{star}'


def _is_current(db: Database) -> bool:
    made_of = db.execute("SELECT stamp FROM resources_stamp").fetchone()
    return made_of == db.execute(_STAMP).fetchone() and db["resources_fts"].exists()


def _fill(db: Database, source: Database) -> None:
    db.execute("DELETE FROM resources")
    db.execute("DELETE FROM resources_stamp")
    db.execute("INSERT INTO resources_stamp VALUES (?)", source.execute(_STAMP).fetchone())
    verdicts = {row[0]: row[1:] for row in source.execute(_VERDICTS)}
    db.conn.executemany(
        _ADD, (_row(history, *verdicts[history.target.url]) for history in histories(source, None, looks=False))
    )
    if has_fts5(db):
        _index(db)


def _index(db: Database) -> None:
    if db["resources_fts"].exists():
        db.execute("INSERT INTO resources_fts (resources_fts) VALUES ('rebuild')")
        return
    db.table("resources").enable_fts(_SEARCHED, tokenize=_TOKENS)
    weights = ", ".join(map(str, _WEIGHTS))
    db.execute("INSERT INTO resources_fts (resources_fts, rank) VALUES ('rank', ?)", (f"bm25({weights})",))


def _row(history: History, target_id: int, health: str | None, since: str | None, reason: str | None) -> Row:
    said = known(history.metadata, health, moment_or_none(since))
    links = history.links
    texts = dict.fromkeys(filter(None, (_line(link.text) for link in links)))
    headings = dict.fromkeys(_line(heading) for link in links for heading in link.section)
    title = _line(said.title) if said and said.title else next(iter(texts), "")
    return (
        target_id,
        title or _line(history.target.url),
        json.dumps([_line(name) for name in said.authors] if said else [], ensure_ascii=False),
        _line(said.published) if said and said.published else None,
        said.kind if said else None,
        _line(said.site) if said and said.site else None,
        health or "unknown",
        since,
        reason or "not judged yet",
        history.target.url,
        host_of(history.target.url),
        _line(said.language) if said and said.language else None,
        ", ".join(texts),
        ", ".join(headings),
        _line(said.abstract) if said and said.abstract else "",
        links[0].path,
        links[0].line,
        stamp_or_none(min((link.added_at for link in links if link.added_at), default=None)),
    )


def _line(text: str) -> str:
    return untrusted.one_line(text, _TEXT_CHARS)


def _found(db: Database, query: str, limit: int) -> Hits:
    count = db.execute("SELECT count(*) FROM resources_fts WHERE resources_fts MATCH ?", (query,)).fetchone()[0]
    rows = db.execute(_SEARCH, (query, limit)).fetchall()
    return Hits(total=int(count), hits=tuple(map(_hit, rows)))


def _hit(row: Row) -> Hit:
    return Hit(
        title=row[0],
        url=row[1],
        text=row[2],
        authors=tuple(json.loads(row[3])),
        published=row[4],
        kind=row[5],
        health=row[6],
        path=row[7],
        line=row[8],
        heading=row[9],
        abstract=row[10],
    )
