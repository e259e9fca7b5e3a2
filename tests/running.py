"""The command in a process of its own, with nothing of this machine's but where Python is."""

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_PR_CAPBSET_DROP, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2

TO_OURSELVES = ("--allow-network", "127.0.0.0/8", "--host-rate", "0", "--host-concurrency", "8")
"""Flags for a crawl of a site on this machine, without the patience that a stranger's site is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it said on stderr, the lines of its progress left out."""
        return [line for line in self.err.splitlines() if " a second" not in line]


def listkeeper(
    folder: Path,
    *words: str | bytes,
    before: Callable[[], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """Run the command in a folder to its end; `before` runs in the new process first."""
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *words],
        cwd=folder,
        env={
            "PYTHONPATH": ":".join([str(ROOT), *filter(None, sys.path)]),
            "HOME": str(folder),
            "COLUMNS": "100",
            **{name: value for name, value in os.environ.items() if name.startswith("COV")},
            **(environment or {}),
        },
        capture_output=True,
        check=False,
        timeout=300,
        preexec_fn=before,
    )
    out, err = (text.decode("utf-8", "surrogateescape") for text in (done.stdout, done.stderr))
    return Done(status=done.returncode, out=out, err=err)


def without_privileges() -> None:
    """In the new process: permissions apply to root as well, whom the kernel would let through (capabilities(7))."""
    if os.getuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            if libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")


def files_of(most_bytes: int) -> Callable[[], None]:
    """In the new process: no file may grow beyond this. Python ignores SIGXFSZ, so a write fails as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
