"""Facts in, histories out: the one door to the database. All SQL is in this package. EDGE: database.

The file is append-only facts; `verdicts` and `resources` alone are derived. One process writes (`WriterLock`) through
one connection; whoever reads does so in a snapshot of its own, Datasette included.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from crawler.errors import StoreError
from crawler.model import (
    Choice,
    Decision,
    Document,
    History,
    Hits,
    Link,
    Metadata,
    Observation,
    Offered,
    Run,
    Target,
    Testimony,
    Verdict,
)
from crawler.store import exporting, importing, read, resources, write
from crawler.store.connection import connect, connect_reader, explained, immediate, legible, prepare_writer, snapshot
from crawler.store.ledger import Ledger
from crawler.store.lock import WriterLock
from crawler.store.read import RobotsCopy
from crawler.store.schema import MIGRATIONS, migrate
from crawler.store.vetting import vet

__all__ = ["RobotsCopy", "Store"]

_BATCH_ROWS = 200
_BATCH_S = 0.5
"""A commit costs about as much as thirty rows; at most this long an answer is in memory only."""


class Store:
    """An open database; made by `Store.open`, used by one thread."""

    def __init__(self, path: Path, db: Database, lock: WriterLock | None) -> None:
        self._path = path
        self._db = db
        self._lock = lock
        self._observations: list[Observation] = []
        self._metadata: list[Metadata] = []
        self._testimonies: list[Testimony] = []
        self._clean_at_s = float("-inf")

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Self:
        """Open the database at `path`, or make it; StoreError says why that cannot be, and leaves the file alone."""
        with explained(path):
            return cls._open_reader(path.resolve()) if readonly else cls._open_writer(path.resolve())

    @classmethod
    def _open_reader(cls, path: Path) -> Self:
        if not path.exists() or vet(path) < len(MIGRATIONS):
            raise StoreError(f"{path} holds no crawl that can be read: run `listkeeper crawl` first, or pass --db")
        return cls(path, connect_reader(path), None)

    @classmethod
    def _open_writer(cls, path: Path) -> Self:
        path.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as undo:
            lock = WriterLock(path)
            undo.callback(lock.release)
            vet(path)
            db = connect(path, mode="rwc")
            undo.callback(db.close)
            # Made before WAL is turned on: so the file's own header says whose it is from its first byte on.
            migrate(db)
            prepare_writer(db)
            undo.pop_all()
        return cls(path, db, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Store what is queued, put everything into the one file, let the next writer in."""
        with explained(self._path), ExitStack() as last:
            if self._lock:
                last.callback(self._lock.release)
            last.callback(self._db.close)
            if self._lock:
                self._flush()
                self._tidy()

    def _tidy(self) -> None:
        """A reader that is still at work may keep the log from being emptied: no error, and not worth a wait."""
        self._db.execute("PRAGMA busy_timeout = 500")
        self._db.execute("PRAGMA optimize")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def begin_run(self, now: datetime, *, fresh: bool = False) -> Run:
        """Go on with the run that was left unfinished, or begin one; `fresh` closes what was left as incomplete."""
        with explained(self._path), immediate(self._db):
            return write.begin_run(self._db, now, fresh=fresh)

    def finish_run(self, run_id: int, now: datetime, *, complete: bool) -> None:
        """Close a run for good. One that is to be gone on with later is simply left open."""
        self.flush()
        with explained(self._path), immediate(self._db):
            write.finish_run(self._db, run_id, now, complete=complete)

    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        with legible(self._path):
            return read.runs(self._db)

    def sources(self) -> list[str]:
        """The paths of the lists that were read, from the root of their repository."""
        with explained(self._path):
            return read.sources(self._db)

    def added_dates(self, paths: Sequence[str]) -> dict[tuple[str, str], datetime]:
        """When the links of these files were added, by path and URL, as far as that is known."""
        with legible(self._path):
            return {(path, url): at for path, url, at in read.added_dates(self._db, paths)}

    def record_sources(
        self,
        documents: Sequence[Document],
        targets: Mapping[Target, Sequence[Link]],
        *,
        digests: Mapping[str, str],
        now: datetime,
    ) -> None:
        """Keep the links of these files as they are now, and the targets that they point at.

        `targets` says which links point where; `digests` has the sha256 of each file, by its path.
        """
        with explained(self._path), immediate(self._db):
            write.add_sources(self._db, documents, targets, digests, now)

    def record(self, observation: Observation, metadata: Metadata | None = None) -> None:
        """Queue a fact; it is safe once `flush` has returned. A full queue is stored at once."""
        self._observations.append(observation)
        if metadata:
            self._metadata.append(metadata)
        if len(self._observations) >= _BATCH_ROWS:
            self.flush()

    def learn(self, metadata: Metadata) -> None:
        """Queue what is known of a resource besides, as `record` does."""
        self._metadata.append(metadata)

    def testify(self, testimony: Testimony) -> None:
        """Queue what a witness says, as `record` does."""
        self._testimonies.append(testimony)

    def note(self, run_id: int, notes: Iterable[str]) -> None:
        """Keep what is different about a run."""
        with explained(self._path), immediate(self._db):
            write.note(self._db, run_id, notes)

    def flush_due(self, now_s: float) -> None:
        """Store the queue if it may have waited for half a second; `now_s` is a monotonic clock's. Call it often."""
        queued = self._observations or self._testimonies or self._metadata
        if not queued or now_s - self._clean_at_s >= _BATCH_S:
            self.flush()
            self._clean_at_s = now_s

    def flush(self) -> None:
        """Store all that is queued, in one transaction: what was flushed outlives kill -9."""
        with explained(self._path):
            self._flush()

    def _flush(self) -> None:
        if self._observations or self._testimonies or self._metadata:
            with immediate(self._db):
                write.add_facts(self._db, self._observations, self._metadata, self._testimonies)
            self._observations, self._metadata, self._testimonies = [], [], []

    def observed(self, run_id: int) -> Generator[Observation, None, None]:
        """What a run has been told so far, in the order in which it was stored."""
        self.flush()
        with legible(self._path), snapshot(self._path) as db:
            yield from read.observed(db, run_id)

    def histories(self, paths: Sequence[str] | None = None) -> Generator[History, None, None]:
        """By target URL, all that is known of each target that a link of these files (None: any file) points at.

        Read from one snapshot, a few hundred targets at a time; the store may be written to meanwhile.
        """
        self.flush()
        with legible(self._path), snapshot(self._path) as db:
            yield from read.histories(db, paths)

    def robots(self, origin: str, now: datetime, ttl_s: float) -> RobotsCopy | None:
        """The copy of an origin's robots.txt, if it is not older than `ttl_s`."""
        with legible(self._path):
            return read.robots(self._db, origin, now, ttl_s)

    def save_robots(self, origin: str, status: int | None, body: str, now: datetime) -> None:
        """Keep an origin's robots.txt; no status means that no answer came."""
        with explained(self._path), immediate(self._db):
            write.add_robots(self._db, origin, status, body, now)

    def decide(self, fix_id: str, choice: Choice, reason: str, now: datetime, *, by: str = "") -> None:
        """Keep what a person said to a proposed fix."""
        with explained(self._path), immediate(self._db):
            write.add_decision(self._db, Decision(fix=fix_id, choice=choice, reason=reason, at=now, by=by))

    def decisions(self) -> dict[str, Decision]:
        """The word that holds on each fix, by its id: the newest; of two in one moment a refusal."""
        with legible(self._path):
            return read.decisions(self._db)

    def offer(self, made: Iterable[Offered]) -> None:
        """Keep that fixes were proposed; the first time is the one that counts."""
        with explained(self._path), immediate(self._db):
            write.add_offers(self._db, made)

    def offers(self) -> dict[str, Offered]:
        """What was ever proposed, by its id."""
        with legible(self._path):
            return read.offers(self._db)

    def export_files(self) -> Generator[tuple[str, bytes], None, None]:
        """All facts as the files of a ledger, but for its seal and its front page; from one snapshot."""
        self.flush()
        with legible(self._path), snapshot(self._path) as db:
            yield from exporting.export_files(db)

    def import_files(self, files: Ledger) -> None:
        """Unite the facts of a whole ledger with what is known; all of it or nothing."""
        self.flush()
        with legible(self._path), immediate(self._db):
            importing.import_files(self._db, files)

    def save_verdicts(self, verdicts: Iterable[Verdict], now: datetime) -> None:
        """Rewrite the verdicts of these targets; they may be computed from `histories` while they are stored."""
        self.flush()
        with explained(self._path), immediate(self._db):
            write.add_verdicts(self._db, verdicts, now)
            resources.rebuild(self._db)

    def search(self, words: Sequence[str], limit: int) -> Hits:
        """The links whose titles, texts, headings and abstracts fit these words best."""
        self.flush()
        with legible(self._path), snapshot(self._path) as db:
            return resources.search(db, words, limit)
