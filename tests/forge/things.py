"""What the fake keeps: accounts and what they may do, issues, pull requests, reviews."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ALL_RIGHTS: Mapping[str, str] = {
    "contents": "write",
    "pull_requests": "write",
    "issues": "write",
    "metadata": "read",
    "actions": "write",
    "workflows": "write",
}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, or something, that acts."""

    login: str
    id: int
    kind: str = "User"

    @property
    def email(self) -> str:
        """As GitHub writes it into commits."""
        return f"{self.id}+{self.login}@users.noreply.github.com"


ACTIONS = Account("github-actions[bot]", 41_898_282, "Bot")
"""Whom GITHUB_TOKEN acts as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What stands in the header Authorization, and what it opens."""

    account: Account
    rights: Mapping[str, str] = field(default_factory=lambda: ALL_RIGHTS)
    """`read` or `write`, by what."""
    of_installation: bool = False
    """Whether it is an app's, such as GITHUB_TOKEN: such a token may not ask who it is."""

    def may(self, right: str, what: str) -> bool:
        """Whether it may read or write something."""
        held = self.rights.get(what)
        return held == "write" or (held == "read" and right == "read")


@dataclass(kw_only=True)
class Comment:
    """A comment below an issue or a pull request."""

    id: int
    body: str
    author: Account
    at: datetime


@dataclass(kw_only=True)
class Thread:
    """An issue, or what a pull request has of one."""

    number: int
    title: str
    body: str | None
    author: Account
    created_at: datetime
    updated_at: datetime
    is_open: bool = True
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: Account | None = None
    comments: list[Comment] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class LineComment:
    """A comment on a line of a pull request's diff."""

    id: int
    review: int
    path: str
    body: str
    author: Account
    commit: str
    at: datetime
    hunk: str
    line: int | None = None
    side: str = "RIGHT"
    start_line: int | None = None
    start_side: str | None = None
    position: int | None = None
    answers: int | None = None


@dataclass(kw_only=True)
class Review:
    """A review of a pull request."""

    id: int
    body: str
    state: str
    author: Account
    commit: str
    at: datetime


@dataclass(kw_only=True)
class Pull(Thread):
    """A pull request."""

    branch: str
    """Of the repository that `fork` names, or of this one."""
    head: str
    """The commit at its end; as it was when it was closed, once it is."""
    base: str
    base_sha: str
    fork: Account | None = None
    draft: bool = False
    merged_at: datetime | None = None
    merged_by: Account | None = None
    merged_as: str | None = None
    reviews: list[Review] = field(default_factory=list)
    line_comments: list[LineComment] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A file that differs between two trees."""

    path: str
    status: str
    sha: str
    old: Any
    new: Any
