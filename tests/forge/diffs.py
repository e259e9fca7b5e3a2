"""The hunks between two files, written by git itself, and the lines that they show."""

import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

_DIFF = (
    "git",
    "-c",
    "diff.algorithm=myers",
    "diff",
    "--no-index",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "-U3",
)


@lru_cache(maxsize=4096)
def patch(old: bytes, new: bytes) -> str | None:
    """The hunks that make `new` of `old`; None where git sees binary files."""
    with TemporaryDirectory(prefix="diff-") as folder:
        (Path(folder) / "old").write_bytes(old)
        (Path(folder) / "new").write_bytes(new)
        done = subprocess.run([*_DIFF, "--", "old", "new"], cwd=folder, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    text = done.stdout.decode("utf-8", "replace")
    if "\nBinary files " in text:
        return None
    start = text.find("\n@@ ")
    return text[start + 1 :].removesuffix("\n") if start >= 0 else ""


def counts(text: str | None) -> tuple[int, int]:
    """How many lines a patch adds, and how many it takes away."""
    lines = [line for line in (text or "").split("\n") if not line.startswith("@@")]
    return sum(line.startswith("+") for line in lines), sum(line.startswith("-") for line in lines)


def shown(text: str) -> dict[tuple[str, int], int]:
    """The lines that a comment may stand on, (`LEFT` or `RIGHT`, line), each with its place below the first head."""
    found: dict[tuple[str, int], int] = {}
    left = right = 0
    for position, line in enumerate(text.split("\n")):
        if line.startswith("@@"):
            left, right = (int(part.split(",")[0][1:]) for part in line.split(" ")[1:3])
            continue
        if line.startswith((" ", "-")):
            found["LEFT", left] = position
            left += 1
        if line.startswith((" ", "+")):
            found["RIGHT", right] = position
            right += 1
    return found
