"""Git repositories of a test's own: commits with the dates, parents and names that the test says."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

START = datetime(2019, 11, 3, 19, 37, 57, tzinfo=UTC)
"""The day of the first commit."""


def day(number: float) -> datetime:
    """So many days after the first commit."""
    return START + timedelta(days=number)


def isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Git as it comes, with nobody's settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def links(*urls: str, indent: str = "", end: str = "\n") -> bytes:
    """A list of these URLs."""
    return "".join(f"{indent}- [One]({url}) - A link.{end}" for url in urls).encode()


class Repository:
    """A repository whose commits hold just the files that they are given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, data: bytes = b"", **environment: str) -> str:
        """What git says; an error if it fails."""
        return os.fsdecode(self.raw(*arguments, data=data, **environment)).strip()

    def raw(self, *arguments: str, data: bytes = b"", **environment: str) -> bytes:
        """What git says, byte for byte."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, input=data, capture_output=True, check=False,
            env={**os.environ, **environment},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    def commit(
        self, files: Mapping[str, bytes], at: datetime | str, parents: Sequence[str] | None = None, mode: str = "100644"
    ) -> str:
        """A commit with these files and no others, on top of HEAD or of the parents that are named; HEAD is there."""
        if parents is None:
            parents = self.git("rev-list", "--ignore-missing", "--max-count=1", "HEAD").split()
        tree = self._tree(files, mode)
        date = at if isinstance(at, str) else f"{int(at.timestamp())} +0530"
        above = "".join(f"parent {parent}\n" for parent in parents)
        who = f"A <a@a.example> {date}"
        text = f"tree {tree}\n{above}author {who}\ncommitter {who}\n\nA change\n"
        name = self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", data=text.encode())
        self.git("update-ref", "HEAD", name)
        return name

    def _tree(self, files: Mapping[str, bytes], mode: str) -> str:
        # Through an index of its own, so that no name is touched by a file system.
        index = str(self.folder / ".git" / "index-of-the-test")
        Path(index).unlink(missing_ok=True)
        lines = [
            f"{mode} {self.git('hash-object', '-w', '--stdin', data=data)}\t".encode() + os.fsencode(name)
            for name, data in files.items()
        ]
        self.git("update-index", "-z", "--index-info", data=b"\0".join([*lines, b""]), GIT_INDEX_FILE=index)
        return self.git("write-tree", GIT_INDEX_FILE=index)

    def clone(self, folder: Path, *options: str) -> "Repository":
        """A clone over git's own protocol, without a working tree."""
        self.git("clone", "--quiet", "--no-checkout", *options, f"file://{self.folder}", str(folder))
        return Repository(folder)


class WorkTree(Repository):
    """A repository with its files on disk."""

    def checkout(self, name: str) -> None:
        """Put that commit's files on disk."""
        self.git("checkout", "--quiet", "--force", name)

    def write(self, files: dict[str, bytes]) -> None:
        """Put these on disk, and nothing into git."""
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def add(self, files: dict[str, bytes], message: str = "change") -> str:
        """Commit what is on disk after these are written to it."""
        self.write(files)
        self.git("add", "--all")
        self.git("-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "--quiet", "-m", message)
        return self.git("rev-parse", "HEAD")
