"""Pull requests from forks, looked at from the outside: nothing is checked out, and nothing of theirs is run.

A job that a fork starts may write nothing, and one that may write must not be started by a fork. So a scheduled job of
the repository itself reads what open pull requests add, by the forge's interface alone. EDGE: the forge, files.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.errors import FindingsError, ForgeError, RejectedError, SourceError, UsageError
from crawler.gather import markdown
from crawler.gather.base import Base
from crawler.gather.fetcher import Clock
from crawler.gather.lists import is_markdown
from crawler.gather.source import is_text
from crawler.hunks import added_lines
from crawler.pipeline import adding, reviewing
from crawler.pipeline.files import read_at_most, write_whole
from crawler.pipeline.lists import MOST_BYTES, Lists
from crawler.publish.findings import BYTES, findings_json
from crawler.publish.forge import ChangedFile, Entry, Forge, PullRequest
from crawler.publish.pieces import counted
from crawler.publish.strict import read_findings
from crawler.settings import Settings
from crawler.store import Store

MOST = 5
"""So many pull requests are looked at in one run."""
_MOST_LISTS = 100
"""So many lists are read for one of them: those that it changes, and others that may have its links already."""
_MOST_ASKED = 30
"""Of so many, the newest, it is asked what they change: a stranger who opens hundreds uses up nobody's requests."""
_MOST_LINKS = 300
"""Whoever adds more has it looked at by the maintainer: a stranger sends nobody's crawler to a thousand pages."""
_MOST_TEXT = MOST_BYTES
"""So much text is read of one tree: a fork may hold a hundred lists as long as one may be."""
_MOST_FILES = 100
"""So many pull requests are remembered as looked at."""
_FILE = re.compile(r"([1-9][0-9]{0,9})\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep came to."""

    looked: tuple[int, ...] = ()
    """Numbers of the pull requests that were looked at."""
    notes: tuple[str, ...] = ()
    """What a person should know: pull requests that could not be read."""

    @property
    def text(self) -> str:
        """One line for a terminal."""
        if not self.looked:
            return "No pull request of a fork adds links that were not looked at."
        numbers = ", ".join(map(str, self.looked))
        return f"{counted(len(self.looked), 'pull request')} of forks looked at: {numbers}."


def sweep(forge: Forge, lists: Sequence[str], out: Path, settings: Settings, clock: Clock) -> Swept:
    """Look at what forks' pull requests add to these lists (paths from the top), and write findings for each."""
    looked, notes = list[int](), list[str]()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write to {out} ({error.strerror}): pass another --out") from None
    with TemporaryDirectory(prefix="listkeeper-") as folder, Store.open(Path(folder, "sweep.db")) as store:
        sweeper = _Sweeper(forge, lists, store, settings, clock)
        waiting = [pull for pull in forge.open_pull_requests() if _is_new(pull, out)]
        for pull in waiting[:_MOST_ASKED]:
            if len(looked) >= MOST:
                break
            try:
                found = None if _is_reviewed(forge, pull) else sweeper.look(pull, Path(folder))
            except (ForgeError, SourceError) as error:
                notes.append(f"pull request {pull.number} could not be read: {error}")
                continue
            if found is not None:
                write_whole(out / f"{pull.number}.json", findings_json(found.findings).encode())
                looked.append(pull.number)
    return Swept(looked=tuple(looked), notes=tuple(notes))


def swept(folder: Path) -> dict[int, Path]:
    """The findings that sweeps left, by the number of their pull request; the newest, if they are many."""
    try:
        files = {int(found[1]): path for path in folder.iterdir() if (found := _FILE.fullmatch(path.name))}
    except OSError as error:
        raise UsageError(f"{folder} cannot be read ({error.strerror}): run `listkeeper sweep` first") from None
    return dict(sorted(files.items())[-_MOST_FILES:])


def _is_new(pull: PullRequest, out: Path) -> bool:
    """Whether it is a fork's, and no earlier sweep has looked at its head."""
    return pull.from_fork and _looked_at(out / f"{pull.number}.json") != pull.head


def _looked_at(file: Path) -> str | None:
    """The commit that an earlier sweep looked at, if its findings are still there."""
    try:
        return read_findings(read_at_most(file, BYTES)).commit
    except (OSError, FindingsError):
        return None


def _is_reviewed(forge: Forge, pull: PullRequest) -> bool:
    try:
        return reviewing.reviewed(forge, pull)
    except RejectedError:  # gone since it was listed
        return True


class _Sweeper:
    """Looks at one pull request after another; what two of them have in common is read once."""

    def __init__(self, forge: Forge, lists: Sequence[str], store: Store, settings: Settings, clock: Clock) -> None:
        self._forge = forge
        self._lists = [path.removeprefix("./").rstrip("/") for path in lists]
        self._store = store
        self._settings = settings
        self._clock = clock
        self._blobs: dict[str, bytes] = {}

    def look(self, pull: PullRequest, root: Path) -> adding.Looked | None:
        """What it adds; None where it touches none of the lists. `root` is a folder without any list in it."""
        touched = [each for each in self._forge.changed_files(pull.number) if self._is_list(each.path) and each.patch]
        if not touched:
            return None
        now = self._contents(self._forge.commit(pull.head).tree, touched)
        base = self._forge.branch(pull.base)
        then = self._contents(self._forge.commit(base).tree, touched) if base else {}
        documents = tuple(markdown.parse(data, path) for path, data in now.items())
        added = {each.path: added_lines((each.patch or "").encode("utf-8", "surrogatepass")) for each in touched}
        compared = Base(commit=base or pull.head, head=pull.head, added=added, before=then, at_hand=False)
        lists = Lists(root=root, contents=now, documents=documents)
        if sum(1 for _ in adding.added_links(lists, added)) > _MOST_LINKS:
            raise SourceError(f"it adds more than {_MOST_LINKS} links")
        return adding.look(self._store, lists, compared, self._settings, self._clock)

    def _is_list(self, path: str) -> bool:
        """Whether it is one of the lists, or a Markdown file below one of the folders."""
        inside = any(folder in ("", ".") or path.startswith(f"{folder}/") for folder in self._lists)
        return path in self._lists or (inside and is_markdown(path))

    def _contents(self, tree: str, touched: Sequence[ChangedFile]) -> dict[str, bytes]:
        """The lists in a tree, those that are changed first."""
        entries = self._forge.tree(tree)
        first = [each.path for each in touched]
        paths = dict.fromkeys([*first, *(path for path in entries if self._is_list(path))])
        files = [path for path in paths if path in entries and entries[path].mode.startswith("100")][:_MOST_LISTS]
        return dict(self._texts(files, entries))

    def _texts(self, paths: Sequence[str], entries: Mapping[str, Entry]) -> Iterator[tuple[str, bytes]]:
        left = _MOST_TEXT
        for path in paths:
            sha = entries[path].sha
            if sha not in self._blobs:
                self._blobs[sha] = self._forge.blob(sha)
            data = self._blobs[sha]
            left -= len(data)
            if left < 0:
                del self._blobs[sha]
                return
            if is_text(data):
                yield path, data
