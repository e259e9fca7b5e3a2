"""What a command costs: seconds, CPU and memory, as the kernel counted them for that one process."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import perf_counter

_MOST_S = 240.0
"""A command that takes longer is ended, and what it was doing is no result."""
_RSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one command took."""

    wall_s: float
    cpu_s: float
    """User and system, of the process and of the children that it waited for."""
    peak_bytes: int
    """Largest resident set of the process, or of a child that it waited for."""
    asking_s: float = 0.0
    """From the first request to the last one, as the server saw them; 0 where there is no server."""


class BenchError(Exception):
    """A command did not do its work, so there is nothing to report."""


def cost_of(command: Sequence[str], *, good: frozenset[int] = frozenset({0})) -> Cost:
    """Run a command to its end, its output kept for the case that it fails."""
    began = perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    ) as process:
        timer = Timer(_MOST_S, process.kill)
        timer.start()
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        words = said.decode(errors="replace")[-2000:]
        raise BenchError(f"{' '.join(command)} ended with {process.returncode}:\n{words}")
    return Cost(
        wall_s=perf_counter() - began,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_bytes=usage.ru_maxrss * _RSS_UNIT_BYTES,
    )


def beside_python(name: str) -> str:
    """A command that is installed where this Python is, or else the one on the PATH."""
    path = Path(sys.executable).with_name(name)
    return str(path) if path.exists() else name
