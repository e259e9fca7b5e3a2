"""What the forge has of ours: the branch, its pull requests, the dashboard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crawler.errors import ForbiddenError, RejectedError
from crawler.pipeline.judging import Judge
from crawler.pipeline.publishing.base import Base, Contents
from crawler.publish.boxes import Mark, Verb, marks, read
from crawler.publish.forge import Account, Commit, Forge, Issue, PullRequest, Repository
from crawler.publish.plan.branch import Holder, holder, touched
from crawler.publish.plan.listening import Ending
from crawler.publish.plan.memory import Memory
from crawler.publish.plan.steps import closed_by_us, ours
from crawler.publish.pull_request import BRANCH

_MOST_ENDED = 50
"""Where nothing is remembered, so many of the newest pull requests are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How things stand on the forge."""

    repository: Repository
    us: Account | None
    pulls: Sequence[PullRequest]
    """From our branch, newest first."""
    mine: Sequence[PullRequest]
    """Those of them that we opened."""
    head: Commit | None
    """Of our branch."""
    dashboard: Issue | None
    gone: bool = False
    """Whether the dashboard that we remember is not there any more."""
    hidden: str = ""
    """Why the forge does not let us look for a dashboard: a repository without issues, a token without the right."""

    @property
    def opened(self) -> PullRequest | None:
        """The pull request that is open: ours, whatever others have opened from our branch besides."""
        return next((pull for pull in (*self.mine, *self.pulls) if pull.is_open), None)

    @property
    def ended(self) -> PullRequest | None:
        """The newest of ours that is not."""
        return next((pull for pull in self.mine if not pull.is_open), None)

    @property
    def is_merged(self) -> bool:
        """Whether the commit at the branch's end is on the base already: nothing can be proposed with it again."""
        return self.head is not None and any(pull.merged and pull.head == self.head.sha for pull in self.pulls)

    @property
    def dashboard_is_open(self) -> bool | None:
        """None where there is none; one that was removed is as good as closed."""
        if self.gone:
            return False
        return self.dashboard.is_open if self.dashboard else None

    @property
    def base(self) -> str:
        """The branch that is to be mended."""
        return next((pull.base for pull in self.mine if pull.is_open), self.repository.default_branch)


def look(forge: Forge, memory: Memory) -> Look:
    """Ask for all of it."""
    pulls = forge.pull_requests(BRANCH)
    us = forge.me() or memory.us or _author(pulls)
    head = forge.branch(BRANCH)
    seen = Look(
        repository=forge.repository(),
        us=us,
        pulls=pulls,
        mine=[pull for pull in pulls if ours(pull, us, memory) or (us and us.id == pull.author.id)],
        head=None if head is None else forge.commit(head),
        dashboard=None,
    )
    try:
        dashboard, gone = _dashboard(forge, memory, us)
    except ForbiddenError as error:
        return replace(seen, hidden=str(error))  # the pull request does not wait for it
    return replace(seen, dashboard=dashboard, gone=gone)


def _author(pulls: Iterable[PullRequest]) -> Account | None:
    """Who we are, by what we wrote. A token that may not ask who it is belongs to a program, and so do its writings.

    Anybody who may read can open a pull request from a branch that is there, and put our mark into it.
    """
    marked = (pull.author for pull in pulls if Mark.PULL_REQUEST in marks(pull.body))
    return next((author for author in marked if author.is_program), None)


def _dashboard(forge: Forge, memory: Memory, us: Account | None) -> tuple[Issue | None, bool]:
    """By its number, where it is known; else by its mark among what we wrote. Never by its title."""
    if memory.dashboard.number is not None:
        try:
            issue = forge.issue(memory.dashboard.number)
        except RejectedError:
            return None, True
        # The number was read from a branch that people may edit: what is somebody else's is never written over.
        is_ours = (us is not None and us.id == issue.author.id) or Mark.DASHBOARD in marks(issue.body)
        return (issue, False) if is_ours else (None, True)
    found = [issue for issue in forge.issues(us) if Mark.DASHBOARD in marks(issue.body)] if us else []
    return min(found, key=lambda issue: (not issue.is_open, issue.number), default=None), False


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """Finds out what became of pull requests."""

    forge: Forge
    contents: Contents
    judge: Judge
    memory: Memory
    spellings: Mapping[str, frozenset[str]]
    """The old URLs of each row, by its name."""
    lists: Sequence[str]
    """Paths of the lists, for where our own commit is not known any more."""

    def of(self, pulls: Sequence[PullRequest]) -> list[Ending]:
        """What became of these; of too many, of the last ones."""
        return [self._of(pull) for pull in pulls[-_MOST_ENDED:]]

    def _of(self, pull: PullRequest) -> Ending:
        if pull.merged:
            return Ending(pull=pull, dropped=self._dropped(pull))
        return Ending(pull=pull, closer=None if closed_by_us(pull, self.memory) else self._closer(pull))

    def _closer(self, pull: PullRequest) -> Account | None:
        """Who closed it; None where the forge tells that only to who may read issues, and then it was a person."""
        try:
            return self.forge.issue(pull.number).closed_by
        except ForbiddenError:
            return None

    def _dropped(self, pull: PullRequest) -> frozenset[str]:
        """Rows whose old address stands on the base as often as before: a person took them out, then merged.

        Where it is not known what stood there before, a row counts as taken out if its old address is there at all.
        """
        rows = [box.id for box in read(pull.body) if box.verb is Verb.FIX and box.ticked and box.id in self.spellings]
        if pull.merged_as is None or not rows:
            return frozenset()
        before = self._before(pull)
        after = self._base(pull.merged_as, before.lists if before else self.lists)
        counts = {row: (before.counted(self.spellings[row]) if before else 1) for row in rows}
        return frozenset(row for row in rows if after.counted(self.spellings[row]) >= counts[row] > 0)

    def _before(self, pull: PullRequest) -> Base | None:
        """The lists that our commit changed, as they stood before it."""
        heads = self.memory.heads
        sha = pull.head if pull.head in heads or not heads else heads[-1]
        try:
            ours = self.contents.commit(sha)
            if holder(ours, heads) is not Holder.US:
                return None
            parent = self.contents.commit(ours.parents[0])
            changed = touched(self.contents.tree(parent.tree), self.contents.tree(ours.tree))
        except RejectedError:  # the forge has thrown it away
            return None
        return Base(self.contents, parent, changed, self.judge)

    def _base(self, sha: str, paths: Iterable[str]) -> Base:
        return Base(self.contents, self.contents.commit(sha), paths, self.judge)
