"""The store when things go wrong: killed, shared, full, damaged, foreign, from the future."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler.errors import StoreError, StoreLockedError
from crawler.model import Document, Metadata
from crawler.store import Store
from crawler.store.schema import APPLICATION_ID, MIGRATIONS
from tests.histories import NOON, URL, both, history, link, look
from tests.store_child import ROWS

ROOT = Path(__file__).parent.parent


def child(db: Path, task: str) -> "subprocess.Popen[bytes]":
    """A process that has the database open for writing."""
    command = [sys.executable, "-m", "tests.store_child", str(db), task]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def kill(process: "subprocess.Popen[bytes]") -> list[str]:
    """The lines that it still said before it died."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return said.decode().splitlines()


def line_of(process: "subprocess.Popen[bytes]") -> str:
    """The next line that it says."""
    assert process.stdout
    return process.stdout.readline().decode().strip()


def filled(db: Path) -> None:
    """A database with a few facts in it, closed."""
    with Store.open(db) as store:
        target, links = history().target, (link(),)
        store.record_sources([Document(path="README.md", links=links)], {target: links}, digests={}, now=NOON)
        run = store.begin_run(NOON)
        for observation in both(run.id, status=404):
            store.record(observation, Metadata(target=URL, at=NOON, title="Title"))


def test_store_loses_nothing_that_was_flushed_when_killed(tmp_path: Path) -> None:
    """After each of eight kills the file is whole, has no batch in part, and has every batch that was told."""
    db, draw = tmp_path / "crawl.db", random.Random(20261123)
    found_log = 0
    for _ in range(8):
        process = child(db, "write")
        told = [line_of(process) for _ in range(draw.randint(1, 25))] + kill(process)
        found_log += db.with_name("crawl.db-wal").exists()
        run, batch = map(int, told[-1].split(":"))
        with closing(sqlite3.connect(db)) as raw, raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
            counts = dict(raw.execute("SELECT look, count(*) FROM observations GROUP BY look"))
            assert raw.execute("SELECT count(*) FROM metadata").fetchone() == (sum(counts.values()),)
        raw.close()
        assert run == 1, "an interrupted run is gone on with"
        assert set(counts.values()) == {ROWS}
        assert list(counts) == list(range(1, len(counts) + 1))
        assert len(counts) >= batch
    assert found_log == 8, "each kill came in the midst of work"


def test_store_lets_the_next_writer_in_when_the_holder_is_killed(tmp_path: Path) -> None:
    """The lock dies with its holder, even where a child of the holder lives on."""
    db = tmp_path / "crawl.db"
    process = child(db, "hold")
    assert line_of(process) == "held"
    with pytest.raises(StoreLockedError, match="is in use: wait for the other crawl to end"):
        Store.open(db)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Store.open(db) as store:
        assert store.runs() == []
    process.communicate()


def test_open_is_refused_when_this_process_writes_already(tmp_path: Path) -> None:
    """The second writer is told so at once, and the first one works on."""
    db = tmp_path / "crawl.db"
    with Store.open(db) as store:
        with pytest.raises(StoreLockedError) as caught:
            Store.open(db)
        assert caught.value.exit_code == 3
        assert store.begin_run(NOON).id == 1
    with Store.open(db) as store:
        assert len(store.runs()) == 1


def test_open_takes_the_lock_anew_when_its_file_was_removed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock on a file that no longer stands at the path would shut nobody out, so it is not taken for one."""
    db, lock = tmp_path / "crawl.db", tmp_path / "crawl.db-lock"
    opened: list[int] = []
    real = os.open

    def open_then_lose(path: str | Path, flags: int, mode: int = 0o777) -> int:
        fd = real(path, flags, mode)
        opened.append(fd)
        if len(opened) == 1:  # the holder before us lets go between our opening and our locking
            lock.unlink()
        return fd

    monkeypatch.setattr("crawler.store.lock.os.open", open_then_lose)
    with Store.open(db):
        assert len(opened) == 2
        assert lock.stat().st_ino == os.fstat(opened[1]).st_ino


def test_flush_keeps_what_was_stored_when_the_disk_is_full(tmp_path: Path) -> None:
    """The error says what to do; earlier answers stay, later ones wait, and are stored once there is room."""
    db = tmp_path / "crawl.db"
    filled(db)
    with Store.open(db) as store:
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        store.record(look(1, 3, status=200), Metadata(target=URL, at=NOON, title="x" * 100_000))
        with pytest.raises(StoreError, match=r"crawl\.db cannot be used: the disk is full: make room and run it again"):
            store.flush()
        assert store._db.execute("SELECT count(*) FROM observations").fetchone() == (2,)
        store._db.execute("PRAGMA max_page_count = 1000000")
        store.flush()
        assert [told.observations[-1].status for told in store.histories()] == [200]


def test_close_frees_the_lock_when_the_last_answers_cannot_be_stored(tmp_path: Path) -> None:
    """Whatever happens at the end, the next crawl is not shut out."""
    db = tmp_path / "crawl.db"
    store = Store.open(db)
    store.record(look(1))
    with pytest.raises(StoreError, match="record the sources and begin a run first"):
        store.close()
    with Store.open(db) as again:
        assert again.runs() == []


def _foreign(db: Path) -> None:
    with closing(sqlite3.connect(db)) as raw, raw:
        raw.execute("CREATE TABLE bookmarks (url)")
    raw.close()


def _newer(db: Path) -> None:
    filled(db)
    with closing(sqlite3.connect(db)) as raw, raw:
        raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    raw.close()


def _damaged(db: Path) -> None:
    filled(db)
    content = bytearray(db.read_bytes())
    content[4096 * 3 : 4096 * 3 + 64] = b"\xa5" * 64
    db.write_bytes(content)


def _cut_short(db: Path) -> None:
    filled(db)
    db.write_bytes(db.read_bytes()[:5000])


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda db: db.write_text("# Not a database\n"), "is no SQLite database: pass another --db"),
        (_foreign, "is a database of another program: pass another --db"),
        (_newer, "was written by a newer listkeeper .* update listkeeper, or pass another --db"),
        (_damaged, "damaged|cannot be used"),
        (_cut_short, "damaged|cannot be used"),
    ],
)
def test_open_leaves_a_file_alone_that_it_cannot_use(
    tmp_path: Path, make: Callable[[Path], object], message: str, *, readonly: bool
) -> None:
    """The error says what to do; not a byte of the file changes, and nothing is left beside it."""
    db = tmp_path / "crawl.db"
    make(db)
    before = db.read_bytes()
    with pytest.raises(StoreError, match=message):
        Store.open(db, readonly=readonly)
    assert db.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["crawl.db"]


def test_open_leaves_a_newer_file_alone_when_its_writer_was_killed(tmp_path: Path) -> None:
    """The version that counts may stand in the log beside the file; reading it there moves nothing into the file."""
    db, kept = tmp_path / "crawl.db", tmp_path / "kept"
    filled(db)
    raw = sqlite3.connect(db)
    raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    kept.mkdir()
    for path in tmp_path.glob("crawl.db*"):
        (kept / path.name).write_bytes(path.read_bytes())
    raw.close()
    before = (kept / "crawl.db").read_bytes()
    with pytest.raises(StoreError, match="newer listkeeper"):
        Store.open(kept / "crawl.db")
    assert (kept / "crawl.db").read_bytes() == before
    assert (kept / "crawl.db-wal").stat().st_size


def test_open_says_so_when_there_is_nothing_to_read(tmp_path: Path) -> None:
    """A report without a crawl is a mistake of the person, and makes no file."""
    with pytest.raises(StoreError, match="holds no crawl that can be read: run `listkeeper crawl` first"):
        Store.open(tmp_path / "crawl.db", readonly=True)
    assert list(tmp_path.iterdir()) == []


def test_open_says_so_when_the_path_is_a_folder(tmp_path: Path) -> None:
    """What the file system says comes with advice."""
    with pytest.raises(StoreError, match="check the path, or pass another --db"):
        Store.open(tmp_path)


def test_histories_say_so_when_a_row_is_not_ours(tmp_path: Path) -> None:
    """A value that no version of ours wrote is a fault of the file, not a crash."""
    db = tmp_path / "crawl.db"
    filled(db)
    with closing(sqlite3.connect(db)) as raw, raw:
        raw.execute("DROP TRIGGER observations_are_never_changed")
        raw.execute("UPDATE observations SET error = 'gremlins' WHERE look = 2")
    raw.close()
    with Store.open(db, readonly=True) as store, pytest.raises(StoreError, match="cannot be understood"):
        list(store.histories())


def test_open_recovers_when_the_making_was_cut_off(tmp_path: Path) -> None:
    """A file that was begun and never got its first byte is as good as none."""
    db = tmp_path / "crawl.db"
    db.touch()
    with Store.open(db) as store:
        assert store._db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
