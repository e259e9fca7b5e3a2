"""The day a link was added: the first commit that brought its URL into the file. EDGE git.

One walk over the whole history of all lists gives the names of their versions, and one stream their contents, oldest
first; each line that a version brings is searched once (`mentions`). So it is the first commit that ever held the URL
that counts, also where the line was indented, moved or sorted later (`git blame` would tell that), where the link was
taken out and put back, where it came on a branch, and where the file had another name then (as git sees renames).

The day is the committer's, in UTC: when the commit came to be what it is. Parents come before children, and otherwise
the older commit comes first. A shallow clone has one version that seems to bring everything: what it holds has no day.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from os import fsdecode, fsencode
from pathlib import Path

from crawler.gather import git
from crawler.gather.git import Git, GitError
from crawler.gather.mentions import first_mentions
from crawler.gather.revisions import FORMAT, Version, renames, versions

DEADLINE_S = 60.0
"""For all lists together; what is known by then is used."""

_RENAMES = 8
"""How often a list may have been renamed one after the other."""
_NAMES_AT_ONCE = 200
"""A command line has an end."""
_COMMITS = ("rev-list", "--ignore-missing", "--date-order", "--reverse")
"""Where there is no commit yet, there is none to tell of."""
_CHANGES = (
    *("diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-abbrev", FORMAT),
    *("--no-ext-diff", "--no-textconv"),
)
_RENAMED = ("-M", "-l1000", "--diff-filter=R")
"""With the bound that git has by itself, whatever the repository would like: the work grows with its square."""
_SHALLOW = (
    "this clone of the repository is shallow, so git does not know when its older links were added:"
    " run `git fetch --unshallow`, or in CI check out with `fetch-depth: 0`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """When links were added."""

    dates: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    """By path, then by URL; a URL whose day is not known is not there."""
    shallow: bool = False
    """Whether the clone knows a part of its history only."""
    problem: str = ""
    """Why days may be missing, and what to do, for a person; empty where git has told all that there is."""


def added(root: Path, urls: Mapping[str, Collection[str]], now: datetime, deadline_s: float = DEADLINE_S) -> Added:
    """When each of these URLs came into its file; `urls` has them by the file's path from `root`.

    Where there is no repository, or the file is not in it, nothing is known and nothing is wrong.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return Added()
    program = git.installed()
    if program is None:
        return Added(problem="git is not installed, so nobody knows when links were added: install it")
    with Git(program, root, deadline_s) as asked:
        search = _Search(asked, root, now)
        problem = ""
        try:
            search.run(urls)
        except (GitError, OSError) as error:  # the second where there is no room for a temporary file
            problem = f"it is not known when some links were added: {error}"
    problem = problem or (_SHALLOW if search.cut_off else "")
    return Added(dates=search.dates, shallow=bool(search.boundary), problem=problem)


class _Search:
    """One search; what it has found so far outlives whatever ends it."""

    def __init__(self, asked: Git, root: Path, now: datetime) -> None:
        self._git = asked
        self._root = root
        self._now = now
        self._gap = False
        self.boundary = frozenset[str]()
        """The commits of a shallow clone whose parents are not there."""
        self.cut_off = False
        """Whether one of the URLs was there before the history begins."""
        self.dates: dict[str, dict[str, datetime]] = {}

    def run(self, urls: Mapping[str, Collection[str]]) -> None:
        """Fill in `dates`."""
        prefix = self._git.ask("rev-parse", "--show-prefix").removesuffix(b"\n")
        self.boundary = self._shallow()
        self._read(self._versions({prefix + fsencode(path): path for path in urls}), urls)
        if self._gap:
            raise GitError("an old version of a list is missing from this clone, damaged, or very large")

    def _shallow(self) -> frozenset[str]:
        if self._git.ask("rev-parse", "--is-shallow-repository") != b"true\n":
            return frozenset()
        file = self._git.ask("rev-parse", "--git-path", "shallow").removesuffix(b"\n")
        return frozenset((self._root / fsdecode(file)).read_text("ascii", "replace").split())

    def _versions(self, names: Mapping[bytes, str]) -> dict[str, list[Version]]:
        """The versions of each file, oldest first, under all names that it has had."""
        found: dict[str, list[Version]] = {path: [] for path in names.values()}
        todo: dict[str, Mapping[bytes, str]] = {"HEAD": names}
        renamed = set[str]()
        for _ in range(_RENAMES):
            appeared: dict[str, dict[bytes, str]] = {}
            for start, owners in todo.items():
                for version in self._walk(start, list(owners)):
                    path = owners[version.name]
                    found[path].append(version)
                    if version.appeared:
                        appeared.setdefault(version.commit, {})[version.name] = path
            todo = self._earlier(appeared)
            renamed |= {path for owners in todo.values() for path in owners.values()}
        return found | self._in_order({path: found[path] for path in renamed})

    def _walk(self, start: str, names: Sequence[bytes]) -> Iterator[Version]:
        """The versions of these files up to a commit; parents before children, and otherwise by date."""
        for at in range(0, len(names), _NAMES_AT_ONCE):
            some = names[at : at + _NAMES_AT_ONCE]
            where = ["--", *(f":(top,literal){fsdecode(name)}" for name in some)]
            commits = self._git.ask(*_COMMITS, "--full-history", start, *where)
            changes = self._git.ask(*_CHANGES, "-m", "--no-renames", *where, stdin=commits) if commits else b""
            yield from (version for version in versions(changes, self._now) if version.name in some)

    def _earlier(self, appeared: Mapping[str, Mapping[bytes, str]]) -> dict[str, Mapping[bytes, str]]:
        """What the files that appeared in these commits were called before, and up to which commit."""
        found: dict[str, dict[bytes, str]] = {}
        stdin = "".join(f"{commit}\n" for commit in appeared).encode()
        changes = self._git.ask(*_CHANGES, *_RENAMED, stdin=stdin) if appeared else b""
        for commit, old, new in renames(changes):
            if path := appeared[commit].get(new):
                found.setdefault(f"{commit}^", {})[old] = path
        return dict(found)

    def _in_order(self, found: Mapping[str, list[Version]]) -> dict[str, list[Version]]:
        """The versions as one history, where several names have one each."""
        if not found:
            return {}
        order = {name.decode(): place for place, name in enumerate(self._git.ask(*_COMMITS, "HEAD").split())}
        return {
            path: sorted(several, key=lambda version: order.get(version.commit, len(order)))
            for path, several in found.items()
        }

    def _read(self, found: Mapping[str, list[Version]], urls: Mapping[str, Collection[str]]) -> None:
        """Search the versions, each content once: where it first was."""
        once = {path: list(_once(several).values()) for path, several in found.items()}
        names = [version.blob for several in once.values() for version in several]
        with closing(self._git.blobs(names)) as blobs:
            for path, several in once.items():
                pairs = zip(several, blobs, strict=False)
                self._date(path, first_mentions(self._up_to_gap(pairs), urls[path], self._git.is_late))
                self._git.hurry()
                deque(pairs, maxlen=0)  # the stream goes on with the next file

    def _date(self, path: str, found: Iterable[tuple[str, Version]]) -> None:
        dates = self.dates.setdefault(path, {})
        for url, version in found:
            if version.commit in self.boundary:
                self.cut_off = True
            elif version.committed_at:
                dates[url] = version.committed_at

    def _up_to_gap(self, pairs: Iterable[tuple[Version, bytes | None]]) -> Iterator[tuple[Version, bytes]]:
        """What comes to light after a version that cannot be read may have come with it: so nothing does."""
        for version, data in pairs:
            if data is None:
                self._gap = True
                return
            yield version, data


def _once(several: Iterable[Version]) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for version in several:
        found.setdefault(version.blob, version)
    return found
