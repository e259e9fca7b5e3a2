"""Whatever people and a publisher do to the fake, in whatever order: it stays a repository that GitHub could be in."""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.forge import FakeGitHub, RefusedError
from tests.forge.asking import Asking

_BRANCHES = st.sampled_from(["a", "c/d"])
_TIPS = st.sampled_from(["a", "c/d", "main"])
_PATHS = st.sampled_from(["README.md", "docs/a.md"])
_CONTENTS = st.sampled_from([b"", b"one\n", b"one\ntwo\n", b"three\n", b"\0"])
_NUMBERS = st.integers(1, 3)
_WAYS = st.sampled_from(["merge", "squash", "rebase"])


class Forge(RuleBasedStateMachine):
    """Steps that may be refused, and must not be half done."""

    def __init__(self) -> None:
        super().__init__()
        self.fake = FakeGitHub(files={"README.md": b"one\ntwo\n"})
        self.ask = Asking(self.fake)
        self.person = self.fake.person()
        self.person.push("a", {"README.md": b"two\n"})
        self.person.open_pull("a", body="- [ ] one")

    def _attempt(self, step: Callable[[], object]) -> None:
        """A step of a person's; one that GitHub's pages do not offer changes nothing."""
        threads, refs = repr(self.fake.repository.threads), dict(self.fake.repository.refs)
        try:
            step()
        except RefusedError:
            assert (repr(self.fake.repository.threads), self.fake.repository.refs) == (threads, refs)

    def _asked(self, method: str, path: str, body: object) -> None:
        """A request; one that is refused changes nothing."""
        threads, refs = repr(self.fake.repository.threads), dict(self.fake.repository.refs)
        if self.ask(method, path, body).status_code >= 400:
            assert (repr(self.fake.repository.threads), self.fake.repository.refs) == (threads, refs)

    @rule(branch=_BRANCHES, path=_PATHS, data=_CONTENTS)
    def push(self, branch: str, path: str, data: bytes) -> None:
        """Somebody adds a commit."""
        self._attempt(lambda: self.person.push(branch, {path: data}))

    @rule(path=_PATHS, data=_CONTENTS)
    def push_to_main(self, path: str, data: bytes) -> None:
        """The base moves."""
        self._attempt(lambda: self.person.push("main", {path: data}))

    @rule(branch=_BRANCHES, other=_TIPS, force=st.booleans())
    def move(self, branch: str, other: str, *, force: bool) -> None:
        """A branch is put where another one is."""
        sha = self.fake.repository.tip(other) or self.fake.repository.refs["refs/heads/main"]
        self._asked("PATCH", f"/git/refs/heads/{branch}", {"sha": sha, "force": force})

    @rule(branch=_BRANCHES)
    def delete(self, branch: str) -> None:
        """A branch goes."""
        self._asked("DELETE", f"/git/refs/heads/{branch}", None)

    @rule(branch=_BRANCHES)
    def open_pull(self, branch: str) -> None:
        """A pull request."""
        self._asked("POST", "/pulls", {"title": "T", "body": "- [ ] one", "head": branch, "base": "main"})

    @rule(path=_PATHS, data=_CONTENTS)
    def open_pull_from_fork(self, path: str, data: bytes) -> None:
        """A stranger's pull request."""
        self._attempt(lambda: self.fake.person("stranger").open_pull_from_fork({path: data}))

    @rule(number=_NUMBERS, state=st.sampled_from(["open", "closed"]))
    def set_state(self, number: int, state: str) -> None:
        """Closed, or open again."""
        self._asked("PATCH", f"/issues/{number}", {"state": state, "body": "B"})

    @rule(number=_NUMBERS, way=_WAYS)
    def merge(self, number: int, way: str) -> None:
        """Merged, if it is open."""
        thread = self.fake.repository.threads.get(number)
        if thread is not None and thread.is_open:
            self._attempt(lambda: self.person.merge(number, way))

    @rule(number=_NUMBERS, line=st.integers(1, 3), path=_PATHS)
    def review(self, number: int, line: int, path: str) -> None:
        """A comment on a line."""
        comments = [{"path": path, "line": line, "body": "C"}]
        self._asked("POST", f"/pulls/{number}/reviews", {"event": "COMMENT", "comments": comments})

    @invariant()
    def everything_can_be_shown(self) -> None:
        """Each answer is as described, or `Asking` fails."""
        for pull in self.ask.get("/pulls", state="all"):
            for part in ("", "/files", "/reviews", "/comments"):
                self.ask.get(f"/pulls/{pull['number']}{part}")

    @invariant()
    def an_open_pull_request_can_be_merged_from_somewhere(self) -> None:
        """Its branch is there, at its head, with something that the base has not; and it is the only one."""
        repository = self.fake.repository
        opened = [pull for pull in repository.pulls() if pull.is_open]
        ends = [(pull.fork, pull.branch, pull.base) for pull in opened]
        assert len(ends) == len(set(ends))
        for pull in opened:
            assert pull.fork is not None or repository.tip(pull.branch) == pull.head
            assert not repository.objects.contains(repository.refs["refs/heads/main"], pull.head)
            assert (pull.closed_at, pull.closed_by, pull.merged_at) == (None, None, None)

    @invariant()
    def a_closed_one_says_by_whom(self) -> None:
        """And when; merged ones are closed."""
        for thread in self.fake.repository.threads.values():
            assert thread.is_open == (thread.closed_by is None) == (thread.closed_at is None)


TestForge = Forge.TestCase
TestForge.settings = settings(max_examples=25, stateful_step_count=25)
