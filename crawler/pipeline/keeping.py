"""What is remembered between runs: on a branch of the forge, and in a folder. EDGE: files, and the forge.

The branch has a root of its own and nothing in common with the lists. Files on it that are not ours are left alone; so
are those in a folder.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crawler.errors import ConflictError, StoreError
from crawler.pipeline.files import write_whole
from crawler.publish.forge import Branches, Commit, Entry
from crawler.publish.plan.branch import blob_sha
from crawler.store import ledger
from crawler.store.ledger import Ledger

BRANCH: Final = "listkeeper-state"
MESSAGE: Final = "Remember what was seen and decided\n"
"""Of every commit there: nobody else's words stand in it."""

_MONTHS = "observations"
_TRIES = 4
_MODES = ("100644", "100755")
_FILE_BYTES = 256 * 1024 * 1024
"""More than any forge keeps as one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a branch remembers."""

    head: Commit | None = None
    """None where there is no such branch."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Whole, whatever stands on the branch: every line of it that can be read."""
    damage: str | None = None
    """Why it is not the whole memory, in one sentence: nothing new may be proposed on its account."""


def read_branch(forge: Branches, branch: str = BRANCH, *, known: Ledger | None = None) -> Kept:
    """What the branch remembers. A file that is `known` to have the same content is not fetched."""
    head, files = fetch(forge, branch, known=known)
    if head is None:
        return Kept(damage=f"there is no branch {branch} yet")
    refuse_newer(files, f"the branch {branch}")
    damage = ledger.check(files)
    if damage is None:
        return Kept(head=head, files=files)
    return Kept(head=head, files=ledger.salvage(files), damage=f"the branch {branch} is damaged: {damage}")


def fetch(
    forge: Branches, branch: str = BRANCH, *, known: Ledger | None = None
) -> tuple[Commit | None, dict[str, bytes]]:
    """The commit at the end of a branch, and the files of ours in it, just as they are."""
    sha = forge.branch(branch)
    if sha is None:
        return None, {}
    head = forge.commit(sha)
    held = {blob_sha(data): data for data in (known or {}).values()}
    entries = _ours(forge.tree(head.tree))
    return head, {path: held[e.sha] if e.sha in held else forge.blob(e.sha) for path, e in entries.items()}


def _ours(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The files that are ours by name, and no links to others."""
    return {path: entry for path, entry in entries.items() if ledger.is_ours(path) and entry.mode in _MODES}


def refuse_newer(files: Ledger, place: str) -> None:
    """StoreError where a newer listkeeper wrote the files: what it knows and we do not would be lost."""
    number = ledger.format_of(files)
    if number is not None and number > ledger.FORMAT:
        raise StoreError(
            f"{place} was written by a newer listkeeper (form {number} of the state, this one knows form "
            f"{ledger.FORMAT}): update listkeeper"
        )


def write_branch(forge: Branches, files: Ledger, *, seen: Kept | None = None, branch: str = BRANCH) -> str | None:
    """Add what these files know to the branch, and make it where there is none; None where it knew it all.

    `seen` is what was read of the branch and is already part of `files`: while it is still at its end, `files` takes
    its place. Whatever else is found there is merged in, and so is what somebody pushes meanwhile.
    """
    for _ in range(_TRIES):
        head = forge.branch(branch)
        if seen is None or head != (seen.head.sha if seen.head else None):
            seen = read_branch(forge, branch, known=files)
            files = ledger.merge(seen.files, files)
        commit = _commit(forge, seen.head, files)
        if commit is None:
            return None
        try:
            _point(forge, branch, seen.head, commit)
        except ConflictError:
            continue
        return commit
    raise ConflictError(f"the branch {branch} was written to by others {_TRIES} times over: run it again")


def _commit(forge: Branches, head: Commit | None, files: Ledger) -> str | None:
    """A commit with these files, of which only those are sent that the one before it has not."""
    before = forge.tree(head.tree) if head else {}
    changed: dict[str, Entry | None] = {}
    for path, data in sorted(files.items()):
        if path not in before or before[path].sha != blob_sha(data) or before[path].mode not in _MODES:
            changed[path] = Entry(mode=_MODES[0], sha=forge.write_blob(data))
    changed |= {path: None for path in before if ledger.is_ours(path) and path not in files}
    if not changed:
        return None
    tree = forge.write_tree(head.tree if head else None, changed)
    return forge.write_commit(tree, [head.sha] if head else [], MESSAGE)


def _point(forge: Branches, branch: str, head: Commit | None, commit: str) -> None:
    if head is None:
        forge.create_branch(branch, commit)
    else:
        forge.move_branch(branch, commit)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of ours in a folder; no link is followed out of it."""
    try:
        if not folder.is_dir():
            raise StoreError(f"there is no folder {folder}: write one with `listkeeper state export`, or pass another")
        paths = [*folder.iterdir(), *_below(folder / _MONTHS)]
        ours = {path.relative_to(folder).as_posix(): path for path in paths}
        found = {name: _read(path) for name, path in sorted(ours.items()) if ledger.is_ours(name)}
    except OSError as error:
        raise StoreError(f"{folder} cannot be read ({error.strerror}): check the path and who owns it") from error
    return {name: data for name, data in found.items() if data is not None}


def _below(folder: Path) -> list[Path]:
    return [] if folder.is_symlink() or not folder.is_dir() else [*folder.iterdir()]


def _read(path: Path) -> bytes | None:
    """The content of a plain file; None of anything else, and of what is far too long."""
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode) or about.st_size > _FILE_BYTES:
        return None
    # What was put in its place since is no more followed, nor waited for.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        return file.read(_FILE_BYTES)


def write_folder(folder: Path, files: Ledger) -> None:
    """Put the files there, each whole or not at all, the seal last; files of ours that are none of these go."""
    months = folder / _MONTHS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if months.is_symlink():
            raise StoreError(f"{months} is a link to another place: take it away, or pass another folder")
        if any(path.startswith(f"{_MONTHS}/") for path in files):
            months.mkdir(exist_ok=True)
        for path in sorted(files, key=lambda path: (path == ledger.STATE, path)):
            write_whole(folder / path, files[path])
        for old in (*folder.iterdir(), *_below(months)):
            name = old.relative_to(folder).as_posix()
            if ledger.is_ours(name) and name not in files and not old.is_dir():
                old.unlink()
    except OSError as error:
        raise StoreError(f"cannot write to {folder} ({error.strerror}): pass another folder") from error
