"""What the work tree adds to its base: the lines, and what stood in the lists before. EDGE git.

The repository may be anybody's, so git never reads a file of the work tree: filters that the repository names would be
run on it (gitattributes(5)). Git gives the tree of the base and what its files held, which is plumbing; the bytes of
today are those that the caller has read; and both are compared in a folder of our own, where nobody's attributes hold.
Line ends alone are no change: what is checked out may have others than what is kept.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from os import fsdecode, fsencode
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory

from crawler.errors import UsageError
from crawler.gather import git
from crawler.gather.git import Git, GitError
from crawler.gather.lists import is_markdown
from crawler.gather.trees import Tree, renamed, tree
from crawler.hunks import added_lines

DEADLINE_S = 60.0

_DIFFERENT = 1
"""What `git diff --no-index` and `git merge-base` end with where there is a difference, or no such commit."""
_DIFF = (
    f"--git-dir={os.devnull}",
    *("-c", f"core.attributesFile={os.devnull}", "-c", "core.autocrlf=false", "-c", "core.safecrlf=false"),
    *("diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color", "--text", "--unified=0"),
    *("--diff-algorithm=default", "--ignore-cr-at-eol", "--", "old", "new"),
)
_SHALLOW = (
    "this clone of the repository is shallow and does not reach back to where the branch began, so the lines are"
    " compared with {base} as it is now: in CI check out with `fetch-depth: 0`, or run `git fetch --unshallow`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """How the lists stood before, and what is new in them."""

    commit: str
    """The commit that they are compared with."""
    head: str
    """The commit that is checked out."""
    added: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """By path, the lines that are new or changed."""
    before: Mapping[str, bytes] = field(default_factory=dict)
    """What the lists held then, by the name that each has now where it still is there."""
    notes: tuple[str, ...] = ()
    """What a person should know about the comparison."""
    at_hand: bool = True
    """Whether the other files of the repository can be looked at too."""


def compare(root: Path, base: str, contents: Mapping[str, bytes], deadline_s: float = DEADLINE_S) -> Base:
    """What these lists, by their paths from `root`, add to a commit; UsageError where that cannot be told."""
    program = git.installed()
    if program is None:
        raise UsageError("git is not installed, so nobody knows what is new: install it")
    with Git(program, root, deadline_s) as asked:
        try:
            return _Comparison(asked, root, base).run(contents)
        except (GitError, OSError) as error:  # the second where there is no room for a temporary file
            advice = "; run it in a clone of the lists" if "not a git repository" in str(error) else ""
            raise UsageError(f"what is new since {base} cannot be told: {error}{advice}") from error


class _Comparison:
    """One comparison."""

    def __init__(self, asked: Git, root: Path, base: str) -> None:
        self._git = asked
        self._root = root
        self._base = base

    def run(self, contents: Mapping[str, bytes]) -> Base:
        """Compare the lists."""
        prefix = self._git.ask("rev-parse", "--show-prefix").removesuffix(b"\n")
        head = self._commit("HEAD", "there is no commit yet: commit the lists first")
        commit, notes = self._merge_base(self._commit(self._base, _unknown(self._base)), head)
        then = tree(self._git.ask("ls-tree", "-r", "-z", "--full-tree", commit))
        inside = {path: name for path in contents if not then.module_of(name := prefix + fsencode(path))}
        notes += tuple(_of_module(path) for path in contents if path not in inside)
        before = self._before(then, inside, contents, prefix)
        added = {path: self._added(before.get(path, b""), contents[path]) for path in inside}
        return Base(commit=commit, head=head, added=added, before=before, notes=notes)

    def _commit(self, name: str, problem: str) -> str:
        """The commit of that name; UsageError where there is none."""
        try:
            words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            return self._git.ask(*words).decode().strip()
        except GitError as error:
            self._git.hurry()
            raise UsageError(problem) from error

    def _merge_base(self, base: str, head: str) -> tuple[str, tuple[str, ...]]:
        """Where the branch began; the base itself where this clone does not reach back to it, with a note."""
        found = self._git.ask("merge-base", base, head, statuses=(0, _DIFFERENT)).split()
        if found:
            return found[0].decode(), ()
        shallow = self._git.ask("rev-parse", "--is-shallow-repository") == b"true\n"
        return base, (_SHALLOW.format(base=self._base),) if shallow else ()

    def _before(
        self, then: Tree, inside: Mapping[str, bytes], contents: Mapping[str, bytes], prefix: bytes
    ) -> dict[str, bytes]:
        """What the lists held, and what other lists held that are gone: their links may have moved to these."""
        known = {path: then.files[name] for path, name in inside.items() if name in then.files}
        gone = {
            path: blob
            for name, blob in then.files.items()
            if is_markdown(fsdecode(name)) and name.startswith(prefix)
            if (path := fsdecode(name.removeprefix(prefix))) not in known and not os.path.lexists(self._root / path)
        }
        held = dict(self._read({**known, **gone}))
        appeared = {path: contents[path] for path in inside if path not in known}
        now = {old: new for new, old in renamed(appeared, {path: held[path] for path in gone}).items()}
        return {now.get(path, path): data for path, data in held.items()}

    def _read(self, blobs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        with closing(self._git.blobs(list(blobs.values()))) as found:
            for path, data in zip(blobs, found, strict=False):
                if data is None:
                    raise GitError(f"{path} as it was is missing from this clone, or very large")
                yield path, data

    def _added(self, old: bytes, new: bytes) -> frozenset[int]:
        """The lines of `new` that are not in `old`."""
        if old == new:
            return frozenset()
        with TemporaryDirectory(prefix="listkeeper-") as folder:
            Path(folder, "old").write_bytes(old)
            Path(folder, "new").write_bytes(new)
            return added_lines(self._git.ask("-C", folder, *_DIFF, statuses=(0, _DIFFERENT)))


def _unknown(base: str) -> str:
    remote, slash, branch = base.partition("/")
    wanted = f"{remote} {quote(f'{branch}:refs/remotes/{base}')}" if slash else f"origin {quote(base)}"
    how = f"run `git fetch --depth=100 {wanted}`, or in CI check out with `fetch-depth: 0`"
    return f"git knows no commit {base} here: {how}"


def _of_module(path: str) -> str:
    return f"{path} is part of another repository (a submodule), and was left out: run the command there"
