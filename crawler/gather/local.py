"""Links to files of the repository: is the file there, and its anchor. Nothing outside the root is ever read.

The edge to the file system. GitHub tells upper and lower case apart everywhere, so names are compared with the
directory's own, also on a file system that does not.
"""

import stat
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawler.gather.anchors import has_anchor
from crawler.gather.paths import leaves_root, split
from crawler.model import ErrorKind, Observation, Target

VIA = "local"

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
_FILE_BYTES = 8 * 1024 * 1024
"""A larger file is not read: its anchors are taken on trust, and that is said."""


def observe(target: Target, root: Path, run: int, at: datetime) -> Observation:
    """What the repository below `root` says of a local target."""
    seen = Observation(target=target.url, run=run, look=1, at=at, via=VIA)
    if leaves_root(target.url):
        return replace(
            seen, error=ErrorKind.OUTSIDE_REPOSITORY, detail="the path leads out of the repository: link to its URL"
        )
    path, anchor = split(target.url)
    try:
        return _observe(seen, root, path, anchor)
    except (OSError, ValueError, RuntimeError) as error:
        # A loop of symbolic links (a RuntimeError before Python 3.13), a file that may not be read, a name with a NUL.
        return replace(seen, error=ErrorKind.NO_SUCH_FILE, detail=f"{path} cannot be opened: {_reason(error)}")


def _observe(seen: Observation, root: Path, path: str, anchor: str) -> Observation:
    top = root.resolve()
    file = top
    for name in path.split("/"):
        missing = _missing(file, name)
        if missing:
            return replace(seen, error=ErrorKind.NO_SUCH_FILE, detail=missing)
        file = (file / name).resolve(strict=True)
        if not file.is_relative_to(top):
            return replace(
                seen, error=ErrorKind.OUTSIDE_REPOSITORY, detail=f"{name} is a symbolic link out of the repository"
            )
    return _with_anchor(seen, file, anchor) if anchor else seen


def _missing(folder: Path, name: str) -> str:
    """Why `name` is not in `folder`; empty where it is."""
    if not folder.is_dir():
        return f"{folder.name} is a file, so there is no {name} in it"
    names = {entry.name for entry in folder.iterdir()}
    if name == ".git":
        return ".git is no part of the repository's files"
    if name == "." or name in names:
        return ""
    other = next((other for other in sorted(names) if other.casefold() == name.casefold()), None)
    if other:
        return f"the name is {other}, not {name}: GitHub tells upper and lower case apart"
    return f"there is no {name} in {folder.name}"


def _with_anchor(seen: Observation, file: Path, anchor: str) -> Observation:
    about = file.stat()
    if not stat.S_ISREG(about.st_mode):
        return seen
    if about.st_size > _FILE_BYTES:
        return replace(seen, detail=f"#{anchor} was not looked for: the file is larger than {_FILE_BYTES} bytes")
    with file.open("rb") as opened:
        data = opened.read(_FILE_BYTES + 1)
    if has_anchor(data, anchor, markdown=file.suffix.lower() in _MARKDOWN):
        return seen
    return replace(seen, error=ErrorKind.NO_SUCH_ANCHOR, detail=f"{file.name} has no heading, name or line #{anchor}")


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
