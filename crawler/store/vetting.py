"""Whether a file is a database of ours, whole and not from the future: asked before a write. EDGE: database."""

from pathlib import Path

from sqlite_utils import Database

from crawler.errors import StoreError
from crawler.store.connection import connect, connect_reader
from crawler.store.schema import APPLICATION_ID, MIGRATIONS, version_of

# sqlite.org/fileformat.html, 1.3: offsets in the first hundred bytes, numbers big-endian.
_MAGIC = b"SQLite format 3\0"
_APPLICATION_ID = slice(68, 72)


def vet(path: Path) -> int:
    """The version of the database at `path`, 0 where there is none yet; StoreError where it must be left alone."""
    if not path.exists() or not path.stat().st_size:
        return 0
    with path.open("rb") as file:
        _vet_header(path, file.read(100))
    # A log that a killed crawl left behind would be written into the file by the last of its connections to close;
    # one that may only read leaves it where it is.
    log = path.with_name(f"{path.name}-wal")
    db = connect(path, mode="ro") if log.exists() and log.stat().st_size else connect_reader(path)
    try:
        return _vet_content(path, db)
    finally:
        db.close()


def _vet_header(path: Path, header: bytes) -> None:
    """Read without SQLite, whose mere opening may leave files beside a database that is not ours."""
    if not header.startswith(_MAGIC):
        raise StoreError(f"{path} is no SQLite database: pass another --db, or move it away to begin anew")
    if int.from_bytes(header[_APPLICATION_ID], "big") != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program: pass another --db")


def _vet_content(path: Path, db: Database) -> int:
    version = version_of(db)
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path} was written by a newer listkeeper (version {version} of the tables, this one knows up to "
            f"{len(MIGRATIONS)}): update listkeeper, or pass another --db"
        )
    told = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if told != "ok":
        raise StoreError(f"{path} is damaged ({told}): restore a copy, or move it away to begin anew")
    return version
