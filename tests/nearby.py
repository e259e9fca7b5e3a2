"""The protocol `Forge` over the fake's repository, without the interface between them: for tests of many steps.

Whoever asks is the bot of the forge's own builds. Each write is counted, so that a test can kill the run before any of
them; each one that somebody gets mail for is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.errors import ConflictError, RejectedError
from crawler.publish.forge import (
    Account,
    Capabilities,
    ChangedFile,
    Comment,
    Commit,
    Entry,
    Issue,
    LineComment,
    PullRequest,
    Repository,
    Review,
)
from tests.forge import ACTIONS, FakeGitHub
from tests.forge import Account as Person
from tests.forge.objects import Item
from tests.forge.talk import RefusedError
from tests.forge.things import Pull, Thread


class KilledError(Exception):
    """The run is over, here and now."""


@dataclass
class Nearby:
    """A forge that answers at once."""

    fake: FakeGitHub
    tells_who: bool = True
    """Whether it says who we are."""
    writes: list[str] = field(default_factory=list)
    """What was written, in order: the method and what it is about."""
    notified: list[str] = field(default_factory=list)
    """Those of them that somebody got mail for."""
    kill_at: int | None = None
    """The write before which the run dies, counted from 0."""
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    """Method -> what somebody does, once, just before it is called."""

    capabilities = Capabilities(suggestions=True, task_lists=True, body_chars=65_536, review_comments=100)

    def _asked(self, method: str) -> None:
        if call := self.before.pop(method, None):
            call()

    def _writes(self, method: str, about: str = "") -> None:
        self._asked(method)
        if self.kill_at == len(self.writes):
            raise KilledError(f"{method} {about}")
        self.writes.append(f"{method} {about}".strip())

    def repository(self) -> Repository:
        """What is asked about."""
        held = self.fake.repository
        url = "https://forge.example/r"
        lines_url = f"{url}/blob/{{commit}}/{{path}}#L{{line}}"
        return Repository(name=held.full_name, default_branch=held.default_branch, url=url, lines_url=lines_url)

    def me(self) -> Account | None:
        """The bot, if it may know."""
        return Account(id=ACTIONS.id, name=ACTIONS.login) if self.tells_who else None

    def branch(self, name: str) -> str | None:
        """The commit at its end."""
        self._asked("branch")
        return self.fake.repository.tip(name)

    def commit(self, sha: str) -> Commit:
        """A commit."""
        held = self.fake.objects.commits.get(sha)
        if held is None:
            raise RejectedError(f"there is no commit {sha}")
        return Commit(sha=sha, tree=held.tree, parents=held.parents, message=held.message)

    def tree(self, sha: str) -> Mapping[str, Entry]:
        """Every file below a tree."""
        return {path: Entry(mode=item.mode, sha=item.sha) for path, item in self.fake.objects.files(sha).items()}

    def blob(self, sha: str) -> bytes:
        """What a file holds."""
        return self.fake.objects.blobs[sha]

    def write_blob(self, data: bytes) -> str:
        """Keep it."""
        self._writes("write_blob")
        return self.fake.objects.add_blob(data)

    def write_tree(self, base: str | None, files: Mapping[str, Entry | None]) -> str:
        """Keep it."""
        self._writes("write_tree")
        held = dict(self.fake.objects.files(base)) if base else {}
        for path, entry in files.items():
            if entry is None:
                held.pop(path, None)
            else:
                held[path] = Item(entry.mode, entry.sha)
        return self.fake.objects.add_files(held)

    def write_commit(self, tree: str, parents: Sequence[str], message: str) -> str:
        """Keep it."""
        self._writes("write_commit", message.partition("\n")[0])
        who = self.fake.repository.signature(ACTIONS)
        return self.fake.objects.add_commit(tree=tree, parents=parents, message=message, author=who)

    def create_branch(self, name: str, sha: str) -> None:
        """A new branch."""
        self._writes("create_branch", name)
        try:
            self.fake.repository.create_ref(f"refs/heads/{name}", sha)
        except RefusedError as error:
            raise ConflictError(str(error)) from None

    def move_branch(self, name: str, sha: str, *, force: bool = False) -> None:
        """The branch elsewhere."""
        self._writes("move_branch", name)
        if any(pull.is_open and pull.branch == name for pull in self.fake.repository.pulls()):
            self.notified.append(f"move_branch {name}")
        try:
            self.fake.repository.update_ref(f"refs/heads/{name}", sha, force=force, by=ACTIONS)
        except RefusedError as error:
            raise ConflictError(str(error)) from None

    def delete_branch(self, name: str) -> None:
        """No branch."""
        self._writes("delete_branch", name)
        if self.fake.repository.tip(name):
            self.fake.repository.delete_ref(f"refs/heads/{name}", by=ACTIONS)

    def pull_requests(self, branch: str) -> Sequence[PullRequest]:
        """Newest first."""
        pulls = self.fake.repository.pulls()
        return [self._pull(pull) for pull in reversed(pulls) if pull.branch == branch and pull.fork is None]

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """Newest first."""
        return [self._pull(pull) for pull in reversed(self.fake.repository.pulls()) if pull.is_open]

    def pull_request(self, number: int) -> PullRequest:
        """One of them."""
        self._asked("pull_request")
        return self._pull(self.fake.repository.pull(number))

    def open_pull_request(self, *, title: str, body: str, branch: str, base: str) -> PullRequest:
        """Open one."""
        self._writes("open_pull_request")
        self.notified.append("open_pull_request")
        try:
            pull = self.fake.repository.open_pull(title=title, body=body, branch=branch, base=base, by=ACTIONS)
        except RefusedError as error:
            raise ConflictError(str(error)) from None
        return self._pull(pull)

    def edit_pull_request(self, number: int, *, body: str | None = None, is_open: bool | None = None) -> None:
        """Write over it."""
        self._writes("edit_pull_request", str(number))
        self._edit(self.fake.repository.pull(number), body, is_open)

    def issues(self, author: Account) -> Sequence[Issue]:
        """Newest first."""
        threads = reversed(self.fake.repository.threads.values())
        mine = (thread for thread in threads if not isinstance(thread, Pull) and thread.author.id == author.id)
        return [_issue(thread) for thread in mine]

    def issue(self, number: int) -> Issue:
        """One of them."""
        self._asked("issue")
        thread = self.fake.repository.threads.get(number)
        if thread is None:
            raise RejectedError(f"there is no issue {number}")
        return _issue(thread)

    def open_issue(self, *, title: str, body: str) -> Issue:
        """Open one."""
        self._writes("open_issue")
        self.notified.append("open_issue")
        return _issue(self.fake.repository.open_issue(title, body, ACTIONS))

    def edit_issue(self, number: int, *, body: str | None = None, is_open: bool | None = None) -> None:
        """Write over it."""
        self._writes("edit_issue", str(number))
        self._edit(self.fake.repository.thread(number), body, is_open)

    def _edit(self, thread: Thread, body: str | None, is_open: bool | None) -> None:
        if body is not None:
            self.fake.repository.edit(thread, body=body)
        if is_open is not None and is_open != thread.is_open:
            self.notified.append("close" if thread.is_open else "reopen")
            self.fake.repository.set_open(thread, is_open, by=ACTIONS)

    def _pull(self, pull: Pull) -> PullRequest:
        return PullRequest(
            number=pull.number, title=pull.title, body=pull.body or "", is_open=pull.is_open,
            merged=pull.merged_at is not None, author=_account(pull.author), branch=pull.branch, head=pull.head,
            base=pull.base, from_fork=pull.fork is not None, url=f"https://forge.example/r/pull/{pull.number}",
            closed_at=pull.closed_at, merged_as=pull.merged_as,
        )  # fmt: skip

    def changed_files(self, number: int) -> Sequence[ChangedFile]:
        """Whoever publishes fixes asks for no review: this one fails its test."""
        raise AssertionError("publishing asks for no reviews")

    def reviews(self, number: int) -> Sequence[Review]:
        """Whoever publishes fixes asks for no review: this one fails its test."""
        raise AssertionError("publishing asks for no reviews")

    def review_comments(self, number: int) -> Sequence[Comment]:
        """Whoever publishes fixes asks for no review: this one fails its test."""
        raise AssertionError("publishing asks for no reviews")

    def review(self, number: int, *, commit: str, body: str, comments: Sequence[LineComment]) -> None:
        """Whoever publishes fixes asks for no review: this one fails its test."""
        raise AssertionError("publishing asks for no reviews")


def _account(person: Person) -> Account:
    return Account(id=person.id, name=person.login)


def _issue(thread: Thread) -> Issue:
    return Issue(
        number=thread.number, title=thread.title, body=thread.body or "", is_open=thread.is_open,
        author=_account(thread.author), url=f"https://forge.example/r/issues/{thread.number}",
        closed_by=_account(thread.closed_by) if thread.closed_by else None,
    )  # fmt: skip
