"""A forge of which only the branches work: a bare repository, written to by git itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from crawler.errors import ConflictError
from crawler.publish.forge import Commit, Entry
from tests.repositories import Repository

_NULL = "0" * 40
_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@a.example"), ("DATE", "1700000000 +0000"))
}


class GitBranches:
    """What `crawler.publish.forge.Branches` says; `asked` counts what was fetched and sent."""

    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder)
        self.asked: list[tuple[str, str]] = []
        self._index = str(folder / ".git" / "index-of-the-forge")

    def branch(self, name: str) -> str | None:
        """The commit at its end."""
        return self.repository.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{name}") or None

    def commit(self, sha: str) -> Commit:
        """A commit."""
        tree, parents, message = self.repository.raw("show", "--no-patch", "--format=%T%n%P%n%B", sha).split(b"\n", 2)
        above = tuple(parents.decode().split())
        return Commit(sha=sha, tree=tree.decode(), parents=above, message=message.decode().removesuffix("\n"))

    def tree(self, sha: str) -> Mapping[str, Entry]:
        """Every file."""
        lines = self.repository.git("ls-tree", "-r", "-z", sha).split("\0")
        rows = [line.split("\t", 1) for line in lines if line]
        return {path: Entry(mode=about.split()[0], sha=about.split()[2]) for about, path in rows}

    def blob(self, sha: str) -> bytes:
        """What a file holds."""
        self.asked.append(("blob", sha))
        return self.repository.raw("cat-file", "blob", sha)

    def write_blob(self, data: bytes) -> str:
        """Keep what a file is to hold."""
        sha = self.repository.git("hash-object", "-w", "--stdin", data=data)
        self.asked.append(("write_blob", sha))
        return sha

    def write_tree(self, base: str | None, files: Mapping[str, Entry | None]) -> str:
        """A tree with other files."""
        self.repository.git("read-tree", *([base] if base else ["--empty"]), GIT_INDEX_FILE=self._index)
        lines = [f"{e.mode} {e.sha}\t{path}" if e else f"0 {_NULL}\t{path}" for path, e in files.items()]
        data = "".join(f"{line}\0" for line in lines).encode()
        self.repository.git("update-index", "-z", "--index-info", data=data, GIT_INDEX_FILE=self._index)
        return self.repository.git("write-tree", GIT_INDEX_FILE=self._index)

    def write_commit(self, tree: str, parents: Sequence[str], message: str) -> str:
        """Keep a commit."""
        above = [word for parent in parents for word in ("-p", parent)]
        return self.repository.git("commit-tree", tree, *above, data=message.encode(), **_WHO)

    def create_branch(self, name: str, sha: str) -> None:
        """A new branch."""
        self._point(name, sha, _NULL)

    def move_branch(self, name: str, sha: str, *, force: bool = False) -> None:
        """Another commit for a branch, by which none is lost."""
        assert not force, "what others remember is never written over"
        old = self.branch(name) or _NULL
        if old not in self.repository.git("rev-list", sha).split():
            raise ConflictError("somebody else was faster")
        self._point(name, sha, old)

    def delete_branch(self, name: str) -> None:
        """Without it."""
        self.repository.git("update-ref", "-d", f"refs/heads/{name}")

    def _point(self, name: str, sha: str, old: str) -> None:
        try:
            self.repository.git("update-ref", f"refs/heads/{name}", sha, old)
        except AssertionError as error:
            raise ConflictError("somebody else was faster") from error
