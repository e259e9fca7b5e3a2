"""What is written to the forge, each time after a last look at what is written over."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.errors import ConflictError
from crawler.pipeline.publishing.base import Base
from crawler.publish.boxes import carried, read
from crawler.publish.forge import Commit, Entry, Forge, Issue, PullRequest
from crawler.publish.plan.hearing import changed, same, version
from crawler.publish.pull_request import BRANCH, TITLE, message


class ChangedError(Exception):
    """Somebody did something since we looked: everything is looked at anew."""


@dataclass(slots=True)
class Budget:
    """How often people may be told of something by mail: once a run."""

    spent: bool = False

    def spend(self) -> None:
        """Use it up."""
        assert not self.spent, "a run tells people once"  # noqa: S101
        self.spent = True


def build(forge: Forge, base: Base, mended: Mapping[str, bytes], fixes: int) -> str:
    """One commit on the base with these files; no branch knows of it yet."""
    files = {
        path: Entry(mode=base.entries[path].mode, sha=forge.write_blob(data)) for path, data in sorted(mended.items())
    }
    tree = forge.write_tree(base.commit.tree, files)
    return forge.write_commit(tree, [base.commit.sha], message(tree, fixes))


def put_branch(forge: Forge, before: Commit | None, sha: str) -> None:
    """The branch at another commit, unless it is not where it was."""
    check_head(forge, before)
    try:
        if before is None:
            forge.create_branch(BRANCH, sha)
        else:
            forge.move_branch(BRANCH, sha, force=True)
    except ConflictError:  # made, or removed, since the look just now
        raise ChangedError from None


def check_head(forge: Forge, before: Commit | None) -> None:
    """ChangedError where the branch is not where it was: force is never used on what nobody has looked at."""
    if forge.branch(BRANCH) != (before.sha if before else None):
        raise ChangedError


def remove_branch(forge: Forge, before: Commit | None) -> None:
    """Without the branch, if it is where it was."""
    check_head(forge, before)
    forge.delete_branch(BRANCH)


def open_pull_request(forge: Forge, body: str, base: str) -> PullRequest:
    """A new one; ChangedError where there is one."""
    try:
        return forge.open_pull_request(title=TITLE, body=body, branch=BRANCH, base=base)
    except ConflictError:
        raise ChangedError from None


def check_pull_request(forge: Forge, seen: PullRequest) -> None:
    """ChangedError where a person has done anything to it since."""
    now = forge.pull_request(seen.number)
    if now.is_open is not seen.is_open or now.head != seen.head or not same(now.body, seen.body):
        raise ChangedError


def edit_pull_request(forge: Forge, seen: PullRequest, body: str) -> bool:
    """Its body, with whatever was ticked at the last moment; whether it was written."""
    now = forge.pull_request(seen.number)
    new = merged(now.body, seen.body, body) if now.is_open else None
    if new is None or same(now.body, new):
        return False
    forge.edit_pull_request(seen.number, body=new)
    return True


def edit_issue(forge: Forge, seen: Issue, body: str) -> bool:
    """The same for an issue."""
    now = forge.issue(seen.number)
    new = merged(now.body, seen.body, body) if now.is_open else None
    if new is None or same(now.body, new):
        return False
    forge.edit_issue(seen.number, body=new)
    return True


def merged(now: str, heard: str, new: str) -> str | None:
    """The new body with the ticks that were made since we heard; None where one of them would have no box in it.

    The next run hears them: it knows the new body as we meant it.

    >>> old = "- [x] <!-- listkeeper:fix=0123456789abcdef --> a"
    >>> merged(old.replace("x", " ", 1), old, old + " new")
    '- [ ] <!-- listkeeper:fix=0123456789abcdef --> a new'
    >>> merged(old.replace("x", " ", 1), old, "")
    """
    late = changed(now, [version(heard)])
    there = {(box.verb, box.id) for box in read(new)}
    return carried(new, late) if all((box.verb, box.id) in there for box in late) else None
