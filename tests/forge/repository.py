"""One repository of the fake: its objects, its refs, and its issues and pull requests, kept consistent as GitHub does.

Whoever acts, through the interface or as a person, comes through here; what somebody would get mail for is noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from tests.forge.merging import Change, Merging, signature
from tests.forge.objects import Objects, Signature
from tests.forge.talk import RefusedError, custom, invalid, not_found
from tests.forge.things import Account, Comment, Pull, Thread

BODY_CHARS = 65_536
_HEADS = "refs/heads/"
_FIRST_DAY = datetime(2026, 1, 5, 4, 23, tzinfo=UTC)


@dataclass
class FakeRepository:
    """What belongs to one repository."""

    owner: Account
    name: str
    default_branch: str = "main"
    objects: Objects = field(default_factory=Objects)
    refs: dict[str, str] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    now: datetime = _FIRST_DAY
    notices: list[str] = field(default_factory=list)
    """What somebody got mail for."""
    ids: Iterator[int] = field(default_factory=lambda: count(1_000_001))
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    deleted: set[int] = field(default_factory=set)
    """Issues that somebody with the right to do so deleted."""
    protected: set[str] = field(default_factory=set)
    """Branches that a rule protects, from everybody who acts through the interface."""
    gone_forks: set[Account] = field(default_factory=set)
    """Whose forks are deleted."""
    deletes_branches: bool = False
    """The setting "Automatically delete head branches"."""

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner.login}/{self.name}"

    @property
    def merging(self) -> Merging:
        """What pull requests change."""
        return Merging(self.objects)

    @property
    def branches(self) -> set[str]:
        """The names of the branches."""
        return {name.removeprefix(_HEADS) for name in self.refs if name.startswith(_HEADS)}

    def later(self) -> datetime:
        """The time of the next thing that happens."""
        self.now += timedelta(seconds=1)
        return self.now

    # Refs

    def tip(self, branch: str) -> str | None:
        """The commit at a branch's end."""
        return self.refs.get(_HEADS + branch)

    def create_ref(self, name: str, sha: str) -> None:
        """A new ref."""
        if not name.startswith("refs/") or name.count("/") < 2 or _malformed(name):
            raise RefusedError(422, "Reference name is invalid")
        if sha not in self.objects.commits:
            raise RefusedError(422, "Object does not exist")
        if name in self.refs:
            raise RefusedError(422, "Reference already exists")
        if any(_in_the_way(name, other) for other in self.refs):
            raise RefusedError(422, "Reference update failed")
        self.later()
        self.refs[name] = sha

    def update_ref(self, name: str, sha: str, *, force: bool, by: Account) -> None:
        """Put a ref on another commit."""
        old = self.refs.get(name)
        if old is None:
            raise RefusedError(422, "Reference does not exist")
        if sha not in self.objects.commits:
            raise RefusedError(422, "Object does not exist")
        if not force and not self.objects.contains(sha, old):
            raise RefusedError(422, "Update is not a fast forward")
        self.later()
        self.refs[name] = sha
        if name.startswith(_HEADS) and sha != old:
            self._moved(name.removeprefix(_HEADS), sha, by)

    def delete_ref(self, name: str, *, by: Account) -> None:
        """Remove a ref; an open pull request from it is closed."""
        if name not in self.refs:
            raise RefusedError(422, "Reference does not exist")
        if name == _HEADS + self.default_branch:
            raise RefusedError(422, "Cannot delete the default branch")
        self.later()
        del self.refs[name]
        for pull in self._open_from(name.removeprefix(_HEADS)):
            self._close(pull, by)

    def _moved(self, branch: str, sha: str, by: Account) -> None:
        for pull in self._open_from(branch):
            pull.head, pull.base_sha = sha, self.refs[_HEADS + pull.base]
            pull.updated_at = self.now
            self.notices.append(f"push to #{pull.number}")
            if self.objects.contains(self.refs[_HEADS + pull.base], sha):
                self._close(pull, by)  # nothing is left to merge
        for pull in self.pulls():
            if pull.is_open and pull.base == branch and self.objects.contains(sha, pull.head):
                self._merged(pull, sha, by)

    def _open_from(self, branch: str) -> list[Pull]:
        return [pull for pull in self.pulls() if pull.is_open and pull.fork is None and pull.branch == branch]

    # Issues and pull requests

    def pulls(self) -> list[Pull]:
        """Every pull request, oldest first."""
        return [thread for thread in self.threads.values() if isinstance(thread, Pull)]

    def pull(self, number: int) -> Pull:
        """One of them."""
        thread = self.thread(number)
        if not isinstance(thread, Pull):
            raise not_found()
        return thread

    def thread(self, number: int) -> Thread:
        """An issue or a pull request."""
        if number in self.deleted:
            raise RefusedError(410, "This issue was deleted")
        if number not in self.threads:
            raise not_found()
        return self.threads[number]

    def open_issue(self, title: str, body: str | None, by: Account) -> Thread:
        """A new issue."""
        check_text("Issue", title, body)
        at = self.later()
        number = next(self.numbers)
        self.threads[number] = Thread(
            number=number, title=title, body=body, author=by, created_at=at, updated_at=at
        )  # fmt: skip
        return self.threads[number]

    def open_pull(
        self, *, title: str, body: str | None, branch: str, base: str, by: Account, fork: Account | None = None,
        head: str | None = None, draft: bool = False,
    ) -> Pull:  # fmt: skip
        """A new pull request; from a fork where one is named, and then `head` says what its branch holds."""
        check_text("PullRequest", title, body)
        head = head or self.tip(branch)
        base_sha = self.tip(base)
        if head is None:
            raise invalid("PullRequest", "head")
        if base_sha is None:
            raise invalid("PullRequest", "base")
        self._check_free(branch, base, fork)
        if self.objects.merge_base(base_sha, head) is None:
            raise custom("PullRequest", f"The {branch} branch has no history in common with {base}")
        if self.objects.contains(base_sha, head):
            raise custom("PullRequest", f"No commits between {base} and {branch}")
        at = self.later()
        pull = Pull(
            number=next(self.numbers), title=title, body=body, author=by, created_at=at, updated_at=at,
            branch=branch, head=head, base=base, base_sha=base_sha, fork=fork, draft=draft,
        )  # fmt: skip
        self.threads[pull.number] = pull
        return pull

    def _check_free(self, branch: str, base: str, fork: Account | None) -> None:
        owner = (fork or self.owner).login
        if any(
            pull.is_open and (pull.branch, pull.base, pull.fork) == (branch, base, fork) for pull in self.pulls()
        ):  # fmt: skip
            raise custom("PullRequest", f"A pull request already exists for {owner}:{branch}.")

    def edit(self, thread: Thread, *, title: str | None = None, body: str | None = None) -> None:
        """Write over a title or a body. Nobody gets mail for it."""
        check_text("PullRequest" if isinstance(thread, Pull) else "Issue", title or thread.title, body)
        if title is not None:
            thread.title = title
        if body is not None:
            thread.body = body
        thread.updated_at = self.later()

    def set_open(self, thread: Thread, wanted: bool, *, by: Account, reason: str | None = None) -> None:
        """Close or reopen."""
        if wanted == thread.is_open:
            return
        self.later()
        if not wanted:
            self._close(thread, by, reason)
            return
        if isinstance(thread, Pull):
            self._check_reopening(thread)
        thread.is_open, thread.closed_at, thread.closed_by = True, None, None
        thread.state_reason = None if isinstance(thread, Pull) else "reopened"
        thread.updated_at = self.now
        self.notices.append(f"reopened #{thread.number}")

    def _check_reopening(self, pull: Pull) -> None:
        """GitHub reopens only what still stands on the commits that were closed."""
        refused = "state cannot be changed."
        if pull.merged_at is not None:
            raise custom("PullRequest", f"{refused} The pull request is merged.", field="state")
        if pull.fork is not None:
            return
        tip = self.tip(pull.branch)
        if tip is None:
            raise custom("PullRequest", f"{refused} The {pull.branch} branch has been deleted.", field="state")
        if not self.objects.contains(tip, pull.head):
            again = f"The {pull.branch} branch was force-pushed or recreated."
            raise custom("PullRequest", f"{refused} {again}", field="state")
        if self.objects.contains(self.refs[_HEADS + pull.base], tip):
            raise custom(
                "PullRequest", f"{refused} There are no new commits on the {pull.branch} branch.", field="state"
            )
        self._check_free(pull.branch, pull.base, pull.fork)
        pull.head = tip

    def _close(self, thread: Thread, by: Account, reason: str | None = None) -> None:
        thread.is_open = False
        thread.closed_at = thread.updated_at = self.now
        thread.closed_by = by
        thread.state_reason = None if isinstance(thread, Pull) else reason or "completed"
        self.notices.append(f"closed #{thread.number}")

    def comment(self, thread: Thread, body: str, by: Account) -> Comment:
        """Say something below an issue or a pull request."""
        check_text("IssueComment", "-", body)
        comment = Comment(id=next(self.ids), body=body, author=by, at=self.later())
        thread.comments.append(comment)
        thread.updated_at = self.now
        self.notices.append(f"comment on #{thread.number}")
        return comment

    # Merging

    def changes(self, pull: Pull, head: str | None = None) -> dict[str, Change]:
        """What a pull request changes since it left its base, by path: the file before and after."""
        base = self.refs[_HEADS + pull.base] if pull.is_open else pull.base_sha
        return self.merging.changes(base, head or pull.head)

    def commits(self, pull: Pull) -> set[str]:
        """The commits that are in a pull request, and not on its base."""
        return self.objects.ancestors(pull.head) - self.objects.ancestors(pull.base_sha)

    def merge(self, pull: Pull, how: str, *, by: Account, drop: frozenset[str] = frozenset()) -> str:
        """Merge by `merge`, `squash` or `rebase`; what is to be dropped is left as it is on the base."""
        base = self.refs[_HEADS + pull.base]
        files = self.merging.merged(base, pull.head, drop)
        self.later()
        pull.base_sha = base
        sha = self.merging.commit(pull, how, base, files, self.signature(by))
        self.refs[_HEADS + pull.base] = sha
        self._merged(pull, sha, by)
        self._moved(pull.base, sha, by)
        if self.deletes_branches and pull.fork is None and pull.branch in self.branches:
            self.delete_ref(_HEADS + pull.branch, by=by)
        return sha

    def _merged(self, pull: Pull, sha: str, by: Account) -> None:
        self._close(pull, by)
        pull.merged_at, pull.merged_by, pull.merged_as = self.now, by, sha

    def signature(self, by: Account) -> Signature:
        """Who acts, now, as commits hold it."""
        return signature(by, self.now)


def check_text(resource: str, title: str, body: str | None) -> None:
    """What GitHub asks of a title and of a body."""
    if not title.strip():
        raise invalid(resource, "title", "missing_field")
    if len(title) > 256:
        raise custom(resource, "title is too long (maximum is 256 characters)", field="title")
    if body is not None and len(body) > BODY_CHARS:
        raise custom(resource, f"body is too long (maximum is {BODY_CHARS} characters)", field="body")


def _malformed(name: str) -> bool:
    return any(part in name for part in ("..", "//", " ", "~", "^", ":", "?", "*", "[", "\\", "@{")) or name.endswith(
        ("/", ".", ".lock")
    )


def _in_the_way(name: str, other: str) -> bool:
    return other.startswith(f"{name}/") or name.startswith(f"{other}/")
