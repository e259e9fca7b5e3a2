"""Connections to the database file: how they are opened, and how a transaction and an error go. EDGE: database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.errors import StoreError

_BUSY_TIMEOUT_S = 10.0
"""Readers such as Datasette may hold a lock for a moment; a second writer is turned away by `WriterLock` before."""

# SQLite's advice for files that a stranger may have written (sqlite.org/security.html, 1.2).
_WARY = ("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0")
_WRITER = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON")

_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full: make room and run it again; what was stored before is kept",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written: check it and run it again; what was stored is kept",
    sqlite3.SQLITE_CORRUPT: "it is damaged: restore a copy, or move it away to begin anew",
    sqlite3.SQLITE_NOTADB: "it is no SQLite database: pass another --db, or move it away to begin anew",
    sqlite3.SQLITE_BUSY: "another program keeps it locked: close that program and run it again",
    sqlite3.SQLITE_READONLY: "it may not be written to: check who owns it, or pass another --db",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check the folder and who owns it, or pass another --db",
}


def connect(path: Path, *, mode: str) -> Database:
    """A connection that begins no transaction by itself; `mode` is `rwc`, `rw` or `ro` (sqlite.org/uri.html)."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_TIMEOUT_S)
    try:
        # Plugins of sqlite-utils that happen to be installed have no say in what is stored here.
        db = Database(raw, recursive_triggers=False, execute_plugins=False)
        for pragma in _WARY:
            db.execute(pragma)
    except BaseException:
        raw.close()
        raise
    return db


def connect_reader(path: Path) -> Database:
    """A connection that cannot write.

    Opened with `mode=ro` it would leave `-wal` and `-shm` files behind, which only a connection with the right to
    write clears away when it closes; `query_only` keeps it from using that right for anything else.
    """
    db = connect(path, mode="rw")
    db.execute("PRAGMA query_only = ON")
    return db


def prepare_writer(db: Database) -> None:
    """Settings of the one connection that writes: a crash loses nothing, a power cut at most the last moments."""
    for pragma in _WRITER:
        db.execute(pragma)


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """One write transaction.

    sqlite-utils' `atomic()` begins a deferred one, and a deferred one that reads before it writes fails at once with
    "database is locked", whatever the timeout.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


@contextmanager
def snapshot(path: Path) -> Iterator[Database]:
    """A read transaction on a connection of its own: what is written meanwhile is not seen."""
    db = connect_reader(path)
    try:
        db.execute("BEGIN")
        yield db
    finally:
        db.close()


@contextmanager
def legible(path: Path) -> Iterator[None]:
    """As `explained`, for what is read: a row that no version of ours wrote is a fault of the file too."""
    with explained(path):
        try:
            yield
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreError(
                f"{path} holds a row that cannot be understood ({error}): restore a copy, or move it away to begin anew"
            ) from error


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite and the file system say into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise StoreError(f"{path} cannot be used: {_ADVICE.get(code, str(error))}") from error
    except UnicodeDecodeError as error:
        raise StoreError(f"{path} is damaged: restore a copy, or move it away to begin anew") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be used: {error.strerror}; check the path, or pass another --db") from error
