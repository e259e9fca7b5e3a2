"""What is remembered of a link over many checks: strikes, and what clears them. Pure.

Two roads lead to `dead`, and both are long (the rule of Wikipedia's InternetArchiveBot is the model: three failed
checks, days apart, and a second opinion before the last step):

- it said that it is gone (404, 410, no such host ...) on three days over at least fourteen;
- it gave no usable answer at all on five days over at least thirty.

One good answer clears everything, and so does an archive's good capture, dated when it was taken: somebody else was
let in. A wall is no strike and clears none, but a host that turns us away is there: the silence is over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crawler.judge.checks import Check, checks
from crawler.judge.moves import Landing, landing
from crawler.judge.signs import Sign, may_be_final
from crawler.model import Health, History, Testimony, Witness

DEAD_CHECKS = 3
DEAD_AFTER = timedelta(days=14)
SILENT_CHECKS = 5
SILENT_AFTER = timedelta(days=30)

GOOD = frozenset({Health.ALIVE, Health.MOVED})
_STRIKES = frozenset({Sign.GONE, Sign.MISSING})
"""What says that it is gone. Silence and circles do not: they may be a fault of the network, or a wall."""
LISTED = "index"
"""Rule of the copies that are known from a list alone."""
_COPY = re.compile(r"https://web\.archive\.org/web/\d{14}/(.+)", re.DOTALL)
_SAYS_NOTHING = (None, Landing.LISTING)
"""Where a copy may end and still be of the page: one that stands above it may have taken it in."""
_BAD = frozenset({Health.BROKEN, Health.FAILING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Checks of one kind since something last cleared them."""

    since: datetime | None = None
    """When the first of them was."""
    days: frozenset[date] = frozenset()
    """The days on which they were: ten checks in one afternoon are one."""

    def plus(self, at: datetime) -> "Tally":
        """One more."""
        return Tally(since=self.since or at, days=self.days | {at.date()})

    def holds(self, now: datetime, *, checks: int, after: timedelta) -> bool:
        """Whether there are so many, over so long a time.

        >>> noon = datetime(2026, 11, 2, 12)
        >>> tally = Tally().plus(noon).plus(noon + timedelta(days=20))
        >>> tally.holds(noon + timedelta(days=20), checks=2, after=timedelta(days=14))
        True
        >>> tally.holds(noon + timedelta(days=20), checks=3, after=timedelta(days=14))
        False
        """
        return self.since is not None and len(self.days) >= checks and now - self.since >= after


_NONE = Tally()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How things stand after some checks."""

    check: Check
    """The last one."""
    health: Health
    since: datetime
    strikes: Tally = _NONE
    """Checks in which it said that it is gone."""
    silences: Tally = _NONE
    """Checks without a usable answer, of whatever kind may be final."""
    good_at: datetime | None = None
    """When it last answered well."""


def remember(history: History) -> State | None:
    """How things stand after all that was observed, of a history that is in order; None if nothing was."""
    speaking = sorted(spoken(history.testimonies), key=_taken)
    state: State | None = None
    for check in checks(history):
        while state and speaking and _taken(speaking[0]) < check.began:
            state = _cleared(state, speaking.pop(0))
        state = _after(state, check)
    for testimony in speaking if state else ():
        state = _cleared(state, testimony) if state else None
    return state and _settled(state)


def spoken(testimonies: Iterable[Testimony]) -> list[Testimony]:
    """The captures that speak for a link: a page that answered 200 and is neither an error nor a wall.

    What a list of copies names does not speak: nobody looked at it, and it may be a page that says "not found".
    """
    captures = (each for each in testimonies if each.witness is Witness.CAPTURE and each.rule != LISTED)
    return [each for each in captures if each.taken_at and speaks(each)]


def speaks(testimony: Testimony) -> bool:
    """Whether what answered is a page, as far as it can be told from outside; and the page that was asked for.

    An archive follows the redirects of the day: its copy may be of the front page that they led to.
    """
    if testimony.status != 200 or testimony.error is not None or testimony.marks:
        return False
    copied = _COPY.fullmatch(testimony.final_url or "") if testimony.witness is Witness.CAPTURE else None
    return copied is None or landing(testimony.target, copied[1]) in _SAYS_NOTHING


def _taken(testimony: Testimony) -> datetime:
    return testimony.taken_at or testimony.at


def _cleared(state: State, testimony: Testimony) -> State:
    """An archive was let in: what spoke against the link before that day is forgotten."""
    taken = _taken(testimony)
    return replace(state, strikes=_later(state.strikes, taken), silences=_later(state.silences, taken))


def _later(tally: Tally, taken: datetime) -> Tally:
    return _NONE if tally.since is not None and tally.since <= taken else tally


def _after(before: State | None, check: Check) -> State:
    """How things stand after one more check."""
    same = before is not None and (before.health, before.check.moved_to) == (check.health, check.moved_to)
    state = State(check=check, health=check.health, since=before.since if before and same else check.began)
    if check.health in GOOD:
        return replace(state, good_at=check.look.at)
    strikes, silences, good_at = (before.strikes, before.silences, before.good_at) if before else (_NONE, _NONE, None)
    if check.health is Health.BLOCKED:
        silences = _NONE
    elif check.health in _BAD:
        strikes = strikes.plus(check.began) if _is_strike(check) else strikes
        silences = silences.plus(check.began) if may_be_final(check.look) else silences
    return replace(state, strikes=strikes, silences=silences, good_at=good_at)


def _is_strike(check: Check) -> bool:
    return check.health is Health.BROKEN and check.sign in _STRIKES


def _settled(state: State) -> State:
    """Dead, where patience has run out: since the day it went, which readers ask for, and not since we were sure."""
    now = state.check.look.at
    struck = state.strikes.holds(now, checks=DEAD_CHECKS, after=DEAD_AFTER)
    silent = state.silences.holds(now, checks=SILENT_CHECKS, after=SILENT_AFTER)
    if struck and _is_strike(state.check):
        return replace(state, health=Health.DEAD, since=state.strikes.since or state.since)
    if silent and state.health in _BAD and may_be_final(state.check.look):
        return replace(state, health=Health.DEAD, since=state.silences.since or state.since)
    return state
