"""What a forge can do for us: a repository's branches, pull requests, issues and reviews.

The protocol, and the nouns that go through it. No forge is named here or by anybody but the module that speaks to it:
what differs between them is in `Capabilities`. A method that changes something says so by its verb: open, edit, write,
create, move, delete, review.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What differs between forges."""

    suggestions: bool
    """Whether a comment on a line can hold a change that one click applies."""
    task_lists: bool
    """Whether a box in a body can be ticked by whoever reads it."""
    body_chars: int
    """So long a body may be."""
    review_comments: int
    """So many comments a review takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who did something."""

    id: int
    name: str

    @property
    def is_program(self) -> bool:
        """Whether it is no person: forges let nobody take a name with brackets, which is how they mark programs."""
        return self.name.endswith("[bot]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """The repository that is spoken of."""

    name: str
    """`owner/name`."""
    default_branch: str
    url: str
    """Its page, for people."""
    lines_url: str = ""
    """Where a line of a file can be looked at, with `{commit}`, `{path}` and `{line}` in it; empty for no such page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit, without what it holds."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of a tree."""

    mode: str
    """`100644`, `100755`, `120000` for a symbolic link."""
    sha: str
    """Of its blob."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A pull request."""

    number: int
    title: str
    body: str
    is_open: bool
    merged: bool
    author: Account
    branch: str
    """The branch that is to be merged."""
    head: str
    """The commit at its end."""
    base: str
    """The branch that it is to be merged into."""
    from_fork: bool
    """Whether the branch is another repository's."""
    url: str
    """Its page, for people."""
    closed_at: datetime | None = None
    merged_as: str | None = None
    """The commit on the base that holds it, once it is merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue; or the part of a pull request that issues have too."""

    number: int
    title: str
    body: str
    is_open: bool
    author: Account
    url: str
    closed_by: Account | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """A file that a pull request changes."""

    path: str
    patch: str | None
    """Its hunks as unified diff; None where the forge shows none (large and binary files, pure renames)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment of a review, as it stands."""

    id: int
    path: str
    body: str
    author: Account
    answers: int | None = None
    """The comment that it answers, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review, as it stands."""

    id: int
    body: str
    author: Account
    commit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineComment:
    """A comment to be made on one line of the new side of a pull request's diff."""

    path: str
    line: int
    body: str


class Branches(Protocol):
    """The commits of one repository, and the branches that lead to them. Methods raise as those of `Forge` do."""

    def branch(self, name: str) -> str | None:
        """The commit at a branch's end; None where there is no such branch."""
        ...

    def commit(self, sha: str) -> Commit:
        """A commit; RejectedError where there is none (any more)."""
        ...

    def tree(self, sha: str) -> Mapping[str, Entry]:
        """Every file below a tree, by path; ForgeError where the forge does not show all of them."""
        ...

    def blob(self, sha: str) -> bytes:
        """What a file holds."""
        ...

    def write_blob(self, data: bytes) -> str:
        """Keep what a file is to hold; its sha."""
        ...

    def write_tree(self, base: str | None, files: Mapping[str, Entry | None]) -> str:
        """The tree `base` (None: an empty one) with these files put in, and those that are None taken out; its sha."""
        ...

    def write_commit(self, tree: str, parents: Sequence[str], message: str) -> str:
        """Keep a commit; no branch knows of it yet. Its sha."""
        ...

    def create_branch(self, name: str, sha: str) -> None:
        """A new branch; ConflictError where there is one of that name."""
        ...

    def move_branch(self, name: str, sha: str, *, force: bool = False) -> None:
        """Put a branch on another commit; without `force` ConflictError where that would lose a commit."""
        ...

    def delete_branch(self, name: str) -> None:
        """Remove a branch; one that is not there is no error."""
        ...


class Forge(Branches, Protocol):
    """One repository on one forge. Methods raise ForgeError, or the kinds of it that they name."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def repository(self) -> Repository:
        """Name, default branch, page."""
        ...

    def me(self) -> Account | None:
        """Who we are, where the forge tells; None for a token that may not ask."""
        ...

    def pull_requests(self, branch: str) -> Sequence[PullRequest]:
        """Open and closed ones from a branch of this very repository, newest first."""
        ...

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """Every one that is open, forks' included, newest first."""
        ...

    def pull_request(self, number: int) -> PullRequest:
        """One of them."""
        ...

    def open_pull_request(self, *, title: str, body: str, branch: str, base: str) -> PullRequest:
        """Open one; ConflictError where there is one from that branch already. People are notified."""
        ...

    def edit_pull_request(self, number: int, *, body: str | None = None, is_open: bool | None = None) -> None:
        """Write over its body, or close or reopen it."""
        ...

    def issues(self, author: Account) -> Sequence[Issue]:
        """Open and closed issues (no pull requests) of that author, newest first."""
        ...

    def issue(self, number: int) -> Issue:
        """An issue, or what a pull request has of one (who closed it); RejectedError where it was taken away."""
        ...

    def open_issue(self, *, title: str, body: str) -> Issue:
        """Open one. People are notified."""
        ...

    def edit_issue(self, number: int, *, body: str | None = None, is_open: bool | None = None) -> None:
        """Write over its body, or close or reopen it. Nobody is notified of a body."""
        ...

    def changed_files(self, number: int) -> Sequence[ChangedFile]:
        """What a pull request changes."""
        ...

    def reviews(self, number: int) -> Sequence[Review]:
        """The reviews of a pull request, oldest first."""
        ...

    def review_comments(self, number: int) -> Sequence[Comment]:
        """The comments on its lines, oldest first."""
        ...

    def review(self, number: int, *, commit: str, body: str, comments: Sequence[LineComment]) -> None:
        """Comment on lines without approving or refusing; RejectedError where a line is not part of the diff."""
        ...
