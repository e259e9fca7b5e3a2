"""The lists as they stand on disk: their bytes, what they hold, and the repository around them. EDGE: files."""

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from crawler.errors import SourceError
from crawler.gather import markdown
from crawler.gather.ignores import expired, expired_ignores
from crawler.gather.source import is_text
from crawler.gather.targets import targets
from crawler.judge.suspects import suspects
from crawler.model import Document, Link, Problem, Target

MOST_BYTES = 64 * 1024 * 1024
"""Time and memory grow with a list and no faster; the largest list that people keep has two megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The Markdown files of one run, by their path from the root."""

    root: Path
    """The repository that they are part of: links to files never lead out of it."""
    contents: dict[str, bytes]
    documents: tuple[Document, ...]

    @property
    def paths(self) -> list[str]:
        """The files, by their path from the root."""
        return list(self.contents)

    @property
    def targets(self) -> dict[Target, tuple[Link, ...]]:
        """What the links point at."""
        return targets(self.documents)

    @property
    def digests(self) -> dict[str, str]:
        """sha256 of each file."""
        return {path: hashlib.sha256(data).hexdigest() for path, data in self.contents.items()}

    def problems(
        self, today: date, suspicious: Collection[str], homes: Mapping[str, str] | None = None
    ) -> tuple[Problem, ...]:
        """What a person should look at: in the text itself, ignores that have run out, and suspicious links.

        `suspicious` are the kinds that are wanted; `homes` says of targets where they really live.
        """
        heeded = [_without_ignored(document, today) for document in self.documents]
        found = [
            problem
            for document in self.documents
            for problem in (*document.problems, *expired_ignores(document, today))
        ]
        return (*found, *suspects(heeded, homes=homes, kinds=suspicious))


def _without_ignored(document: Document, today: date) -> Document:
    """The document without the links that a comment says to leave alone, as long as it holds."""
    links = tuple(link for link in document.links if link.ignore is None or expired(link.ignore, today))
    return replace(document, links=links)


def read_lists(paths: Sequence[Path], root: Path | None = None) -> Lists:
    """Read and parse the files. Where they are not all below `root`, the root is looked for above them."""
    files = [path.resolve() for path in paths]
    top = (root or Path()).resolve()
    top = top if root and root != Path() and all(file.is_relative_to(top) for file in files) else _root_of(files)
    for given, file in zip(paths, files, strict=True):
        if ".git" in file.relative_to(top).parts:  # by a link: what git keeps there may be a secret
            raise SourceError(f"{given} is no part of the repository's files: it leads into .git")
    contents = {file.relative_to(top).as_posix(): _read(file) for file in files}
    documents = tuple(markdown.parse(data, label) for label, data in contents.items())
    return Lists(root=top, contents=contents, documents=documents)


def _root_of(files: Sequence[Path]) -> Path:
    """The nearest folder above all files that holds `.git`, else the nearest folder above all files."""
    common = Path(os.path.commonpath([file.parent for file in files])) if files else Path.cwd()
    above = (folder for folder in (common, *common.parents) if (folder / ".git").exists())
    return next(above, Path.cwd() if common.is_relative_to(Path.cwd()) else common)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}): check that it is there, and readable") from error
    if len(data) > MOST_BYTES:
        raise SourceError(f"{file} is larger than {MOST_BYTES // 1024**2} MiB: split it, or leave it out")
    if not is_text(data):
        raise SourceError(f"{file} is no text in UTF-8: save it as UTF-8, or leave it out")
    return data
