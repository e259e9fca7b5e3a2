"""Git's objects in memory, under the names that git gives them."""

import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "040000"
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Item:
    """What a tree holds under one name."""

    mode: str
    sha: str

    @property
    def kind(self) -> str:
        """`tree`, `blob`, or `commit` for a submodule."""
        return {FOLDER: "tree", _SUBMODULE: "commit"}.get(self.mode, "blob")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who made a commit, and when."""

    name: str
    email: str
    at: datetime

    @property
    def line(self) -> str:
        """As a commit holds it."""
        return f"{self.name} <{self.email}> {int(self.at.timestamp())} +0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitObject:
    """A commit, read."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Signature
    committer: Signature
    message: str


@dataclass
class Objects:
    """Blobs, trees and commits by name."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, dict[str, Item]] = field(default_factory=dict)
    commits: dict[str, CommitObject] = field(default_factory=dict)
    raw: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Every object as git keeps it: its kind and its bytes."""

    def read_from(self, folder: Path) -> None:
        """Take in every object of a real repository."""
        every = ["git", "cat-file", "--batch", "--batch-all-objects", "--unordered"]
        out = subprocess.run(every, cwd=folder, capture_output=True, check=True).stdout
        start = 0
        while start < len(out):
            end = out.index(b"\n", start)
            _, kind, size = out[start:end].decode().split()
            start = end + 1 + int(size) + 1
            self.add(kind, out[end + 1 : start - 1])

    def write_to(self, folder: Path) -> None:
        """Give a real repository every object; git names each of them itself."""
        for sha, (kind, data) in self.raw.items():
            command = ["git", "hash-object", "-w", "-t", kind, "--stdin", "--literally"]
            done = subprocess.run(command, cwd=folder, input=data, capture_output=True, check=True)
            assert done.stdout.decode().strip() == sha

    def add(self, kind: str, data: bytes) -> str:
        """Keep an object; its name."""
        sha = hashlib.sha1(b"%s %d\0%s" % (kind.encode(), len(data), data), usedforsecurity=False).hexdigest()
        if sha not in self.raw:
            self.raw[sha] = (kind, data)
            if kind == "blob":
                self.blobs[sha] = data
            elif kind == "tree":
                self.trees[sha] = dict(_read_tree(data))
            elif kind == "commit":
                self.commits[sha] = _read_commit(sha, data)
        return sha

    def add_blob(self, data: bytes) -> str:
        """Keep what a file holds."""
        return self.add("blob", data)

    def add_files(self, files: Mapping[str, Item]) -> str:
        """Keep the tree that holds these files, by path, and the trees below it."""
        below: dict[str, dict[str, Item]] = {}
        here: dict[str, Item] = {}
        for path, item in files.items():
            first, slash, rest = path.partition("/")
            if slash:
                below.setdefault(first, {})[rest] = item
            else:
                here[first] = item
        here.update({name: Item(FOLDER, self.add_files(inner)) for name, inner in below.items()})
        return self.add("tree", _tree_bytes(here))

    def add_commit(
        self, *, tree: str, parents: Sequence[str], message: str, author: Signature, committer: Signature | None = None
    ) -> str:
        """Keep a commit."""
        lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents), f"author {author.line}"]
        head = "\n".join([*lines, f"committer {(committer or author).line}"])
        return self.add("commit", f"{head}\n\n{message}".encode())

    def walk(self, tree: str, above: str = "") -> Iterator[tuple[str, Item]]:
        """Everything below a tree, folders before what is in them, in git's order."""
        for name, item in self.trees[tree].items():
            yield above + name, item
            if item.kind == "tree":
                yield from self.walk(item.sha, f"{above}{name}/")

    def files(self, tree: str) -> dict[str, Item]:
        """Every file below a tree, by path."""
        return {path: item for path, item in self.walk(tree) if item.kind != "tree"}

    def ancestors(self, sha: str) -> set[str]:
        """A commit and all that it stands on."""
        found: set[str] = set()
        waiting = [sha]
        while waiting:
            one = waiting.pop()
            if one not in found and one in self.commits:
                found.add(one)
                waiting.extend(self.commits[one].parents)
        return found

    def contains(self, tip: str, sha: str) -> bool:
        """Whether a commit is among what another stands on."""
        return tip == sha or sha in self.ancestors(tip)

    def merge_base(self, one: str, other: str) -> str | None:
        """The newest commit that both stand on; None for histories that have nothing in common."""
        shared = self.ancestors(one) & self.ancestors(other)
        inner = {parent for sha in shared for parent in self.commits[sha].parents}
        return min(shared - inner, default=None)


def _tree_bytes(items: Mapping[str, Item]) -> bytes:
    # Git sorts a folder as if its name ended in a slash.
    ordered = sorted(items.items(), key=lambda pair: _encoded(pair[0]) + b"/" * (pair[1].mode == FOLDER))
    return b"".join(
        b"%s %s\0%s" % (item.mode.lstrip("0").encode(), _encoded(name), bytes.fromhex(item.sha))
        for name, item in ordered
    )


def _read_tree(data: bytes) -> Iterator[tuple[str, Item]]:
    while data:
        head, _, rest = data.partition(b"\0")
        mode, _, name = head.partition(b" ")
        yield name.decode("utf-8", "surrogateescape"), Item(mode.decode().zfill(6), rest[:20].hex())
        data = rest[20:]


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


_SIGNATURE = re.compile(r"(.*?) ?<(.*?)> (-?\d+) ([+-]\d{4})")


def _read_commit(sha: str, data: bytes) -> CommitObject:
    head, _, message = data.decode("utf-8", "replace").partition("\n\n")
    said: dict[str, list[str]] = {}
    for line in head.split("\n"):
        key, _, value = line.partition(" ")
        said.setdefault(key, []).append(value)
    return CommitObject(
        sha=sha,
        tree=said["tree"][0],
        parents=tuple(said.get("parent", ())),
        author=_signature(said["author"][0]),
        committer=_signature(said["committer"][0]),
        message=message,
    )


def _signature(text: str) -> Signature:
    found = _SIGNATURE.fullmatch(text)
    if found is None:
        return Signature(name="", email="", at=datetime.fromtimestamp(0, UTC))
    return Signature(name=found[1], email=found[2], at=datetime.fromtimestamp(int(found[3]), UTC))
