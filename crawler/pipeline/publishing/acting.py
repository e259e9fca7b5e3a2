"""Carries out what was decided, write by write, in the order that the package's docstring gives reasons for."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from crawler.errors import ForbiddenError
from crawler.pipeline.publishing import writing
from crawler.pipeline.publishing.knowing import Errand, Known, told
from crawler.pipeline.publishing.writing import Budget
from crawler.publish import dashboard
from crawler.publish.forge import Issue, PullRequest
from crawler.publish.plan.hearing import same, version
from crawler.publish.plan.memory import Written
from crawler.publish.plan.offering import Rows
from crawler.publish.plan.steps import Board, Plan, Step, Why, plan_dashboard


class Operation(StrEnum):
    """What became of the pull request, in the words of the outputs."""

    CREATED = "created"
    UPDATED = "updated"
    CLOSED = "closed"
    NONE = "none"


@dataclass(slots=True)
class Done:
    """What a run did."""

    operation: Operation = Operation.NONE
    pull: PullRequest | None = None
    """The one that is open, or that was closed just now."""
    issue: Issue | None = None
    opened_issue: bool = False
    board: Plan | None = None
    refused: list[str] = field(default_factory=list)
    """What the forge does not let us do."""


class Acting:
    """One round of writing."""

    def __init__(self, errand: Errand, known: Known, budget: Budget) -> None:
        self._forge = errand.forge
        self._errand = errand
        self._known = known
        self._budget = budget
        self._memory = known.memory
        self._shown = known.shown
        hidden = known.look.hidden if errand.settings.dashboard else ""
        self.done = Done(pull=known.opened, issue=known.look.dashboard, refused=[hidden] if hidden else [])

    def act(self) -> Done:
        """Everything that is to be done."""
        if self._known.plan.step not in (Step.OPEN, Step.CLOSE):
            self._mean_dashboard(Step.EDIT)  # so that one commit to the state tells of both bodies
        try:
            self._pull_request()
        except ForbiddenError as error:
            self._refused(error)
            self._shown = replace(self._shown, rows=self._shown.rows if self.done.pull else _waiting(self._shown.rows))
        try:
            self._dashboard()
        except ForbiddenError as error:
            self._refused(error)
        return self.done

    def _refused(self, error: ForbiddenError) -> None:
        if str(error) not in self.done.refused:
            self.done.refused.append(str(error))

    def _save(self) -> None:
        self._known.kept.save(self._memory)

    def _tell(self) -> None:
        """People get mail of what was done just now: that is enough for these findings."""
        self._budget.spend()
        self._memory = replace(self._memory, told=told(self._errand))

    def _pull_request(self) -> None:
        match self._known.plan.step:
            case Step.OPEN:
                self._open()
            case Step.PUSH | Step.EDIT if self._known.opened:
                self._write(self._known.opened, push=self._known.plan.step is Step.PUSH)
            case Step.CLOSE if self._known.opened:
                self._close(self._known.opened)
            case Step.TIDY:
                self._save()
                writing.remove_branch(self._forge, self._known.look.head)
            case _:
                self._save()

    def _open(self) -> None:
        body = self._shown.pull_request(self._known.plan, None)
        sha = self._build() if self._known.stale else None
        self._memory = self._memory.with_pull(Written().meant(version(body)))
        self._save()
        if sha:
            writing.put_branch(self._forge, self._known.look.head, sha)
        else:
            writing.check_head(self._forge, self._known.look.head)
        pull = writing.open_pull_request(self._forge, body, self._known.look.base)
        self._tell()
        self._memory = replace(
            self._memory.with_pull(replace(self._memory.pull, number=pull.number)),
            watched=pull.number,
            us=self._known.look.us or pull.author,
        )
        self.done.pull, self.done.operation = pull, Operation.CREATED
        self._save()

    def _write(self, pull: PullRequest, *, push: bool) -> None:
        body = self._shown.pull_request(self._known.plan, pull.number)
        sha = None
        if push:
            writing.check_pull_request(self._forge, pull)
            sha = self._build()
        if not same(pull.body, body):
            self._memory = self._memory.with_pull(self._memory.pull.meant(version(body)))
        self._save()
        if sha:
            writing.put_branch(self._forge, self._known.look.head, sha)
            self._tell()
            self.done.operation = Operation.UPDATED
        if not same(pull.body, body) and writing.edit_pull_request(self._forge, pull, body):
            self.done.operation = Operation.UPDATED

    def _close(self, pull: PullRequest) -> None:
        self._save()
        writing.check_pull_request(self._forge, pull)
        self._forge.edit_pull_request(pull.number, body=self._shown.closed(self._known.plan), is_open=False)
        self._tell()
        self._memory = self._memory.ended(pull.number).with_closed(pull.number)
        self.done.operation = Operation.CLOSED
        self._save()
        writing.remove_branch(self._forge, self._known.look.head)

    def _build(self) -> str:
        """The commit that the branch is to be put on; the memory knows it before the branch does."""
        base, rows = self._known.base, self._shown.rows
        assert base is not None, "nothing is built where nothing is to be proposed"  # noqa: S101
        mended = base.mended(row.offer for row in rows.ticked)
        sha = writing.build(self._forge, base, mended, len(rows.ticked))
        self._memory = self._memory.with_head(sha)
        return sha

    def _board(self) -> Plan:
        seen, memory = self._known.look, self._memory
        begun = bool(memory.dashboard.versions)
        return plan_dashboard(
            Board(
                is_open=seen.dashboard_is_open,
                needed=self._shown.needed,
                may_look=not seen.hidden and (seen.us is not None or not begun),
                lost=self._known.plan.why is Why.LOST,
                enabled=self._errand.settings.dashboard,
                spent=self._budget.spent or memory.told == told(self._errand),
            )
        )

    def _board_body(self) -> str:
        closed = self.done.operation is Operation.CLOSED
        return self._shown.dashboard(self._known.plan, None if closed else self.done.pull, self.done.refused)

    def _mean_dashboard(self, *steps: Step) -> None:
        """Remember what the body is about to be, where one of these steps is about to make it another one."""
        issue = self._known.look.dashboard
        if self._board().step not in steps or (issue and same(issue.body, self._board_body())):
            return
        self._memory = self._memory.with_dashboard(self._memory.dashboard.meant(version(self._board_body())))

    def _dashboard(self) -> None:
        self.done.board = plan = self._board()
        issue = self._known.look.dashboard
        self._mean_dashboard(Step.EDIT, Step.OPEN)
        self._save()
        if plan.step is Step.EDIT and issue and not same(issue.body, self._board_body()):
            writing.edit_issue(self._forge, issue, self._board_body())
        if plan.step is Step.OPEN:
            self._open_dashboard()

    def _open_dashboard(self) -> None:
        issue = self._forge.open_issue(title=dashboard.TITLE, body=self._board_body())
        self._tell()
        self._memory = self._memory.with_dashboard(replace(self._memory.dashboard, number=issue.number))
        self._memory = replace(self._memory, us=self._known.look.us or issue.author)
        self.done.issue, self.done.opened_issue = issue, True
        self._save()


def _waiting(rows: Rows) -> Rows:
    return Rows(waiting=rows.all)
