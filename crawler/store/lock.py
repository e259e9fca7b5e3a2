"""One writer for a database: an advisory lock on a file beside it. EDGE: files.

The kernel lets go of it when its holder dies, kill -9 included, so a lock is never stale.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from crawler.errors import StoreLockedError

_held: set[int] = set()


def _let_go_in_child() -> None:
    """A forked child shares the lock: were it to outlive a killed parent, the next crawl would be shut out."""
    for fd in _held:
        with suppress(OSError):
            os.close(fd)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


class WriterLock:
    """The right to write to one database, from its making until `release`."""

    def __init__(self, db: Path) -> None:
        self._path = db.with_name(f"{db.name}-lock")
        self._fd = self._acquire(db)
        _held.add(self._fd)

    def _acquire(self, db: Path) -> int:
        """A descriptor that holds the lock on the file that stands at the path, or StoreLockedError at once."""
        while True:
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(fd)
                raise StoreLockedError(db) from error
            if self._stands(fd):
                return fd
            # Its last holder removed the file between our opening and our locking: nobody else would meet this one.
            os.close(fd)

    def _stands(self, fd: int) -> bool:
        """Whether the file that is open is the one at the path."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(fd), self._path.stat())
        return False

    def release(self) -> None:
        """Let the next writer in; the file goes while the lock is still held, so that nothing is left behind."""
        self._path.unlink(missing_ok=True)
        _held.discard(self._fd)
        os.close(self._fd)
