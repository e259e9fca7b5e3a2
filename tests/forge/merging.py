"""What a pull request changes, and what becomes of the base when somebody merges it."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.forge.diffs import patch
from tests.forge.objects import Item, Objects, Signature
from tests.forge.talk import RefusedError
from tests.forge.things import Account, Pull

Change = tuple[Item | None, Item | None]
"""A file before and after."""
WEB = ("GitHub", "noreply@github.com")
"""Who commits what is done with a button."""
_PATCH_CHARS = 1_000_000
"""GitHub shows no longer patch of one file."""


@dataclass
class Merging:
    """The changes of pull requests, over git's objects."""

    objects: Objects

    def changes(self, base: str, head: str) -> dict[str, Change]:
        """What a head changes since it left its base, by path."""
        start = self.objects.merge_base(base, head)
        before = self.objects.files(self.objects.commits[start].tree) if start else {}
        after = self.objects.files(self.objects.commits[head].tree)
        paths = sorted(before.keys() | after.keys())
        return {path: (before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)}

    def patch(self, change: Change) -> str | None:
        """The hunks between two states of a file; None where it is binary, or too long to be shown."""
        old, new = (self.objects.blobs.get(item.sha, b"") if item else b"" for item in change)
        text = patch(old, new)
        return None if text is None or len(text) > _PATCH_CHARS else text

    def merged(self, base: str, head: str, drop: frozenset[str] = frozenset()) -> dict[str, Item]:
        """The files of a base with the changes of a head in them; RefusedError where they are in conflict."""
        files = dict(self.objects.files(self.objects.commits[base].tree))
        for path, (before, after) in self.changes(base, head).items():
            if path in drop:
                continue
            here = files.pop(path, None)
            mixed = after if here == before else self._mixed(before, here, after)
            if mixed is not None:
                files[path] = mixed
        return files

    def _mixed(self, before: Item | None, here: Item | None, after: Item | None) -> Item | None:
        """A file that both sides changed, as git merges it."""
        if here == after:
            return here
        if before is None or here is None or after is None:
            raise _conflict()
        with TemporaryDirectory(prefix="merge-") as folder:
            for name, item in (("here", here), ("before", before), ("after", after)):
                (Path(folder) / name).write_bytes(self.objects.blobs[item.sha])
            command = ["git", "merge-file", "--stdout", "here", "before", "after"]
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode != 0:
            raise _conflict()
        return Item(here.mode, self.objects.add_blob(done.stdout))

    def commit(self, pull: Pull, how: str, base: str, files: Mapping[str, Item], who: Signature) -> str:
        """The commit that a button makes: a merge of two, or one on top of the base."""
        head = self.objects.commits[pull.head]
        message = {
            "merge": f"Merge pull request #{pull.number} from {pull.branch}\n\n{pull.title}",
            "squash": f"{pull.title} (#{pull.number})",
            "rebase": head.message,
        }[how]
        return self.objects.add_commit(
            tree=self.objects.add_files(files),
            parents=[base, pull.head] if how == "merge" else [base],
            message=message,
            author=head.author if how == "rebase" else who,
            committer=web(who.at),
        )


def web(at: datetime) -> Signature:
    """GitHub itself, as committer."""
    return Signature(name=WEB[0], email=WEB[1], at=at)


def signature(by: Account, at: datetime) -> Signature:
    """Somebody, as commits hold them."""
    return Signature(name=by.login, email=by.email, at=at)


def _conflict() -> RefusedError:
    return RefusedError(405, "Pull Request is not mergeable")
