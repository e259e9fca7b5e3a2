"""Files that appear whole or not at all. EDGE: files."""

import os
from pathlib import Path
from tempfile import mkstemp

from crawler.errors import UsageError


def read_at_most(path: Path, most_bytes: int) -> bytes:
    """What a file holds, or one byte more than is wanted of it: whoever reads on sees that it is too large."""
    with path.open("rb") as file:
        return file.read(most_bytes + 1)


def write_whole(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Put `data` in the place of the file, in one step; whatever goes wrong, the old file stays.

    The new file is made under a name that nobody could have planted a link at.
    """
    handle, made = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), 0o644 if mode is None else mode)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def append(file: Path, text: str) -> None:
    """Add to what others wrote, as a step of a build adds to the files that its runner reads."""
    try:
        with file.open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        raise UsageError(f"{file} cannot be written ({error.strerror}): pass another file") from None
