"""Asks git about a repository that may be anybody's. EDGE process.

A repository's own configuration can name programs to run: a monitor of the file system, hooks, a pager, a diff, a text
converter, a verifier of signatures, a transport. So only plumbing is called, which reads objects and nothing else; what
could still start something is turned off, and nothing may be fetched. Whether this user may read this repository at all
is left to git (`safe.directory`), which is why the user's own configuration stays in force.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from time import monotonic
from types import TracebackType
from typing import IO, Self, cast

from crawler import untrusted

ANSWER_BYTES = 64 * 1024 * 1024
"""A history of about 300,000 versions."""
BLOB_BYTES = 8 * 1024 * 1024
"""A larger version of a list is not read: GitHub shows none beyond half a megabyte."""

_HEAD_BYTES = 200
_SHOWN = 400
_SHOWN_BYTES = 4096
_SAFE = (
    *("--no-pager", "--no-optional-locks"),
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit", "-c", "submodule.recurse=false"),
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # A partial clone would fetch what it lacks; older gits know the second only.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_KEPT = "GIT_CONFIG_"
"""Where a person's own configuration is; all else in the environment that git obeys may be about another repository."""
_SECRET = re.compile(r"TOKEN|SECRET|PASSW|CREDENTIAL|(?:^|_)(?:API)?KEY(?:_|$)", re.IGNORECASE)
"""Names of what git has no use for: it asks nobody."""


class GitError(Exception):
    """Git does not answer; the message says why, in words for a person."""


def installed() -> str | None:
    """Where git is; None where there is none."""
    return shutil.which("git")


class Git:
    """Git in one folder, for at most `deadline_s` seconds in all; then whatever runs is killed."""

    def __init__(self, program: str, folder: Path, deadline_s: float) -> None:
        self._command = (program, "-C", str(folder), *_SAFE)
        inherited = {name: text for name, text in os.environ.items() if not _is_withheld(name)}
        own = {name: text for name, text in os.environ.items() if name.startswith(_KEPT)}
        self._environment = inherited | own | _ENVIRONMENT
        self._deadline_s = deadline_s
        self._ends_at_s = monotonic() + deadline_s
        self._running: subprocess.Popen[bytes] | None = None
        self._timer = Timer(deadline_s, self._kill)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def is_late(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._ends_at_s

    def hurry(self) -> None:
        """GitError if the time is up."""
        if self.is_late():
            raise GitError(f"its history was not read to the end within {self._deadline_s:g} seconds")

    def ask(self, *arguments: str, stdin: bytes = b"", statuses: Collection[int] = (0,)) -> bytes:
        """All that a command answers; GitError where it ends with another status, or answers without end."""
        with self._started(arguments, stdin, statuses) as out:
            answer = out.read(ANSWER_BYTES + 1)
            if len(answer) > ANSWER_BYTES:
                raise GitError("its history is too long to be read")
        return answer

    def blobs(self, names: Sequence[str]) -> Generator[bytes | None, None, None]:
        """The contents of that name, in that order; None for one that is not there or is too large."""
        with self._started(("cat-file", "--batch"), "".join(f"{name}\n" for name in names).encode()) as out:
            for _ in names:
                yield _blob(out)

    @contextmanager
    def _started(self, arguments: Sequence[str], stdin: bytes, statuses: Collection[int] = (0,)) -> Iterator[IO[bytes]]:
        with ExitStack() as stack:
            given, said = (stack.enter_context(TemporaryFile()) for _ in range(2))
            given.write(stdin)
            given.seek(0)
            self.hurry()
            process = stack.enter_context(self._process(arguments, given, said))
            self._running = process
            stack.callback(process.kill)
            if self.is_late():  # the timer may have rung just before there was something to kill
                process.kill()
            try:
                yield cast("IO[bytes]", process.stdout)
            except EOFError:
                raise self._failure(said) from None
            if process.wait() not in statuses:
                raise self._failure(said)

    def _process(self, arguments: Sequence[str], stdin: IO[bytes], stderr: IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - no shell, and every argument is ours or stands behind `--`
                [*self._command, *arguments], stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=self._environment
            )
        except (OSError, ValueError) as error:  # may not be run; or a name with a NUL
            raise GitError(f"git cannot be run ({error})") from error

    def _kill(self) -> None:
        if self._running:
            self._running.kill()

    def _failure(self, said: IO[bytes]) -> GitError:
        """What to raise when a command failed: it was killed for being late, or said why."""
        self.hurry()
        said.seek(0)
        words = untrusted.one_line(said.read(_SHOWN_BYTES).decode("utf-8", "replace"), _SHOWN)
        return GitError(f"git says: {words}" if words else "git ends without a word")


def _is_withheld(name: str) -> bool:
    """Whether git is not to see a variable.

    >>> [_is_withheld(name) for name in ("GIT_DIR", "GITHUB_TOKEN", "S2_API_KEY", "HOME", "KEYBOARD")]
    [True, True, True, False, False]
    """
    return name.startswith("GIT_") or _SECRET.search(name) is not None


def _blob(out: IO[bytes]) -> bytes | None:
    """The next of what `cat-file --batch` gives; EOFError where there is no more."""
    head = out.readline(_HEAD_BYTES)
    if not head.endswith(b"\n"):
        raise EOFError
    kind, size = head.split()[-2:]
    if not size.isdigit():  # `… missing`
        return None
    if int(size) > BLOB_BYTES or kind != b"blob":
        _skip(out, int(size) + 1)
        return None
    data = out.read(int(size) + 1)
    if len(data) <= int(size):
        raise EOFError
    return data[:-1]


def _skip(out: IO[bytes], count: int) -> None:
    while count > 0:
        read = len(out.read(min(count, BLOB_BYTES)))
        if not read:
            raise EOFError
        count -= read
