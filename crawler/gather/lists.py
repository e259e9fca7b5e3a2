"""Which Markdown files are meant by the paths of a command line. Reads the disk."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from crawler.errors import SourceError

_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")
_NOT_OURS = frozenset({"node_modules"})


def markdown_files(paths: Sequence[Path], *, skip: Path | None = None) -> tuple[Path, ...]:
    """The files, each once, in the order that they were named; of a folder, all Markdown files below it by name.

    Hidden folders and `node_modules` are other people's; `skip` is where the reports go, which quote every dead link.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(_below(path, skip) if stat.S_ISDIR(_kind(path) or 0) else [path])
    return tuple(map(_readable, found))


def is_markdown(name: str) -> bool:
    """Whether a file is called like a Markdown file.

    >>> is_markdown("docs/README.MD"), is_markdown("notes.txt")
    (True, False)
    """
    return name.lower().endswith(_ENDINGS)


def _below(folder: Path, skip: Path | None) -> Sequence[Path]:
    files = sorted(_walk(folder, skip and skip.resolve()))
    if not files:
        raise SourceError(f"there is no Markdown file below {folder}: name a file, or another folder")
    return files


def _walk(folder: Path, skip: Path | None) -> Iterator[Path]:
    for name, folders, files in os.walk(folder):
        here = Path(name)
        folders[:] = [sub for sub in folders if not _is_left_out(here / sub, skip)]
        yield from (here / file for file in files if is_markdown(file))


def _is_left_out(folder: Path, skip: Path | None) -> bool:
    return folder.name.startswith(".") or folder.name in _NOT_OURS or folder.resolve() == skip


def _readable(path: Path) -> Path:
    kind = _kind(path)
    if kind is None:
        raise SourceError(f"there is no file {path}: check the path")
    if not stat.S_ISREG(kind) or not os.access(path, os.R_OK):
        raise SourceError(f"{path} cannot be read: check what it is, and who may read it")
    return path


def _kind(path: Path) -> int | None:
    """What stands at the path, as stat(2) has it; 0 where it may not be known, None where nothing is."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:  # a folder that is closed, a name that no disk takes, a link to itself
        return 0
