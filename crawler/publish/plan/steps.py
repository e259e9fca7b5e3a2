"""What to do with the pull request and the dashboard. Pure.

Whoever is told of something by mail is told once a run: to open, to push to, and to close the pull request, and to open
the dashboard are such steps, and a run takes at most one of them. The pull request goes first.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from crawler.publish.boxes import Mark, marks
from crawler.publish.forge import Account, PullRequest
from crawler.publish.plan.branch import Holder
from crawler.publish.plan.memory import Memory


class Step(StrEnum):
    """What is done."""

    LEAVE = "leave"
    OPEN = "open"
    PUSH = "push"
    """Put the branch on a new commit, and write the body."""
    EDIT = "edit"
    """Write the body, where it differs."""
    CLOSE = "close"
    TIDY = "tidy"
    """Remove the branch of a pull request that we closed."""


NOTIFYING = frozenset({Step.OPEN, Step.PUSH, Step.CLOSE})


class Why(StrEnum):
    """What a person may want to know about a step."""

    OFF = "off"
    LOST = "lost"
    """What was remembered is not there: nothing new is proposed."""
    SOMEBODYS_PULL_REQUEST = "somebodys-pull-request"
    SOMEBODYS_COMMIT = "somebodys-commit"
    SOMEBODYS_BRANCH = "somebodys-branch"
    """A branch of our name, without a pull request of ours, that holds a person's commits."""
    PAUSED = "paused"
    NOTHING_LEFT = "nothing-left"
    FULL = "full"
    """This run has told people of something already: the rest waits for the next."""
    CLOSED = "closed"
    """A person closed it: it stays so."""
    UNSEEN = "unseen"
    """Whether it is there cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A step, and why it is no other."""

    step: Step
    why: Why | None = None
    until: date | None = None
    """The day on which a pause is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """How the pull request stands."""

    now: datetime
    pull: PullRequest | None
    """The newest from our branch that is open."""
    ended: PullRequest | None
    """The newest from our branch that is not."""
    holder: Holder
    fixes: int
    """Rows that are to be carried out."""
    stale: bool
    """Whether the branch holds other changes than these, or may not merge any more."""
    memory: Memory
    lost: bool
    """Whether nothing is remembered, or was not when these findings came."""
    us: Account | None
    enabled: bool = True
    pause_days: float = 7.0
    spent: bool = False
    """Whether people were told of something in this run already."""
    told: bool = False
    """Whether they were told of these very findings by an earlier run."""


def ours(pull: PullRequest, us: Account | None, memory: Memory) -> bool:
    """Whether a pull request is one of ours: the one that we remember, or by its mark and who opened it.

    We may write as somebody else than before, and a person may empty a body: what we remember is ours all the same. But
    from a branch that is there anybody may open one, with whatever mark in it, who may only read.
    """
    opened = us is not None and us.id == pull.author.id
    return pull.number == memory.pull.number or (opened and Mark.PULL_REQUEST in marks(pull.body))


def closed_by_us(pull: PullRequest, memory: Memory) -> bool:
    """Whether its end is our own doing, and nobody's refusal."""
    return not pull.is_open and not pull.merged and (Mark.CLOSED in marks(pull.body) or pull.number in memory.closed)


def plan(scene: Scene) -> Plan:
    """What to do with the pull request."""
    if scene.lost:
        return Plan(step=Step.LEAVE, why=Why.LOST)
    wanted = _of_open(scene, scene.pull) if scene.pull else _of_none(scene)
    if (wanted.step in NOTIFYING and scene.spent) or (wanted.step is Step.OPEN and scene.told):
        return Plan(step=Step.LEAVE, why=Why.FULL)
    return wanted


def _of_open(scene: Scene, pull: PullRequest) -> Plan:
    if not ours(pull, scene.us, scene.memory):
        return Plan(step=Step.LEAVE, why=Why.SOMEBODYS_PULL_REQUEST)
    if scene.holder is not Holder.US:
        return Plan(step=Step.EDIT, why=Why.SOMEBODYS_COMMIT)
    if not scene.enabled:
        return Plan(step=Step.CLOSE, why=Why.OFF)
    if scene.fixes:
        return Plan(step=Step.PUSH if scene.stale else Step.EDIT)
    # One that we closed and a person opened again stays open.
    reopened = pull.number in scene.memory.closed
    return Plan(step=Step.LEAVE if reopened else Step.CLOSE, why=Why.NOTHING_LEFT)


def _of_none(scene: Scene) -> Plan:
    if not scene.enabled or (not scene.fixes and scene.holder is not Holder.SOMEBODY):
        left_over = scene.holder is Holder.US and scene.ended and closed_by_us(scene.ended, scene.memory)
        why = Why.NOTHING_LEFT if scene.enabled else Why.OFF
        return Plan(step=Step.TIDY if left_over else Step.LEAVE, why=why)
    if scene.holder is Holder.SOMEBODY:
        return Plan(step=Step.LEAVE, why=Why.SOMEBODYS_BRANCH)
    until = pause(scene.ended, scene.memory, scene.pause_days)
    if until is not None and scene.now < until:
        return Plan(step=Step.LEAVE, why=Why.PAUSED, until=until.date())
    return Plan(step=Step.OPEN)


def pause(ended: PullRequest | None, memory: Memory, days: float) -> datetime | None:
    """Until when there is to be no new pull request, after a person ended one."""
    if ended is None or ended.closed_at is None or closed_by_us(ended, memory):
        return None
    return ended.closed_at + timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """How the dashboard stands."""

    is_open: bool | None
    """None where there is none."""
    needed: bool
    """Whether there is something that a person could do."""
    may_look: bool
    """Whether it would have been found, were there one."""
    lost: bool
    enabled: bool = True
    spent: bool = False
    """Whether people were told of something in this run already, or of these very findings."""


def plan_dashboard(board: Board) -> Plan:
    """What to do with the dashboard. What a person closed stays closed until a person opens it."""
    if board.lost or not board.enabled:
        return Plan(step=Step.LEAVE, why=Why.LOST if board.lost else Why.OFF)
    if board.is_open is not None:
        return Plan(step=Step.EDIT) if board.is_open else Plan(step=Step.LEAVE, why=Why.CLOSED)
    if not board.needed:
        return Plan(step=Step.LEAVE, why=Why.NOTHING_LEFT)
    if not board.may_look:
        return Plan(step=Step.LEAVE, why=Why.UNSEEN)
    return Plan(step=Step.LEAVE, why=Why.FULL) if board.spent else Plan(step=Step.OPEN)
