"""History in, verdict out: how a target fares, since when, and one sentence of evidence. Pure.

Two rules keep a good link from being called dead. Nothing is broken that was looked at once, except what no second
look could change. And `dead` takes a fortnight of patience rather than one bad day: broken in three checks over a
fortnight, with no good answer in between. A wall, a timeout or a fault of the host is never a strike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from crawler.judge.moves import end_of, lands_on, leads_on, new_home
from crawler.judge.signs import Sign, shortened, told
from crawler.model import Health, History, Observation, Scheme, Verdict

DEAD_CHECKS = 3
DEAD_AFTER = timedelta(days=14)

_TITLE_CHARS = 80

_ONE_LOOK = {
    Sign.MISSING: Health.BROKEN,
    Sign.WALL: Health.BLOCKED,
    Sign.TROUBLE: Health.FAILING,
    Sign.UNTOLD: Health.UNKNOWN,
}
"""Signs that need no second look."""

_GOOD = (Health.ALIVE, Health.MOVED)


_STRIKES = frozenset({Sign.GONE, Sign.MISSING})
"""What may in the end make a link dead. Silence and circles never do: they may be a fault of the network, or a wall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """How things stand after some checks; one check is all the looks of one run."""

    health: Health
    since: datetime
    looks: tuple[Observation, ...]
    """Those of the last check."""
    moved_to: str | None = None
    strikes: int = 0
    """Checks that found it broken since it was last good."""
    struck_at: datetime | None = None
    """When the first of them was."""
    good_at: datetime | None = None
    """When it was last good."""


def verdict(history: History, *, skipped: str | None = None) -> Verdict:
    """What is to be said of a target; `skipped` is the reason why a person wants it left alone, if one does.

    >>> from crawler.model import Target
    >>> verdict(History(target=Target(url="mailto:a@b.example", scheme=Scheme.OTHER))).health
    <Health.SKIPPED: 'skipped'>
    >>> verdict(History(target=Target(url="https://a.example/", scheme=Scheme.WEB))).reason
    'not asked yet'
    """
    url, last = history.target.url, history.last
    checked_at = last.at if last else None
    if skipped is None and history.target.scheme is Scheme.OTHER:
        skipped = f"{url.partition(':')[0]}: is no web address"
    if skipped is not None:
        return Verdict(target=url, health=Health.SKIPPED, reason=skipped, checked_at=checked_at)
    state = _state(history.observations)
    if state is None:
        return Verdict(target=url, health=Health.UNKNOWN, reason="not asked yet")
    return Verdict(
        target=url,
        health=state.health,
        reason=_reason(history, state),
        since=state.since,
        checked_at=checked_at,
        moved_to=state.moved_to,
    )


def _state(observations: Sequence[Observation]) -> _State | None:
    """How things stand after all checks; each is read once."""
    state = None
    for looks in _checks(observations):
        state = _after(state, looks)
    return state


def _checks(observations: Sequence[Observation]) -> Iterator[tuple[Observation, ...]]:
    return (tuple(looks) for _, looks in groupby(observations, key=lambda look: look.run))


def _after(before: _State | None, looks: tuple[Observation, ...]) -> _State:
    """How things stand after one more check."""
    health, began = _health(looks), looks[0].at
    moved_to = new_home(looks[-1]) if health is Health.MOVED else None
    strikes, struck_at, good_at = _tally(before, health, looks)
    if struck_at and health is Health.BROKEN and strikes >= DEAD_CHECKS and looks[-1].at - struck_at >= DEAD_AFTER:
        # A reader who asks since when it is dead wants the day it went, not the day we were sure.
        health, began = Health.DEAD, struck_at
    if before and (before.health, before.moved_to) == (health, moved_to):
        began = before.since
    return _State(
        health=health,
        since=began,
        looks=looks,
        moved_to=moved_to,
        strikes=strikes,
        struck_at=struck_at,
        good_at=good_at,
    )


def _tally(
    before: _State | None, health: Health, looks: tuple[Observation, ...]
) -> tuple[int, datetime | None, datetime | None]:
    """Strikes, when the first was, and when it was last good, after one more check."""
    strikes, struck_at = (before.strikes, before.struck_at) if before else (0, None)
    if health in _GOOD:
        return 0, None, looks[-1].at
    if health is Health.BROKEN and told(looks[-1])[0] in _STRIKES:
        strikes, struck_at = strikes + 1, struck_at or looks[0].at
    return strikes, struck_at, before.good_at if before else None


def _health(looks: tuple[Observation, ...]) -> Health:
    """What the looks of one run say by themselves; the last one speaks, and may need an earlier one to agree."""
    signs = [told(look)[0] for look in looks]
    if signs[-1] is Sign.GOOD:
        return Health.MOVED if new_home(looks[-1]) else Health.ALIVE
    if signs[-1] in _ONE_LOOK:
        return _ONE_LOOK[signs[-1]]
    confirmed = signs.count(signs[-1]) > 1 and Sign.GOOD not in signs
    return Health.BROKEN if confirmed else Health.FAILING


def _reason(history: History, state: _State) -> str:
    """One sentence of evidence, without its full stop."""
    match state.health:
        case Health.ALIVE:
            return _why_alive(history, state.looks[-1])
        case Health.MOVED:
            return _why_moved(state)
        case Health.BROKEN:
            return _why_broken(state)
        case Health.DEAD:
            return _why_dead(state)
        case _:
            return _why_not(state)


def _why_alive(history: History, look: Observation) -> str:
    words = told(look)[1]
    landed = lands_on(look)
    if landed:
        return f"{words}, but ends on {landed}, {end_of(look)}"
    marked = f", with marks of {', '.join(look.marks)}" if look.marks else ""
    title = history.metadata[-1].title if history.metadata else None
    return words + marked + (f', title "{shortened(title, _TITLE_CHARS)}"' if title else "")


def _why_moved(state: _State) -> str:
    look = state.looks[-1]
    told_so = f"moved for good ({look.redirects[0].status}) to {state.moved_to}"
    if leads_on(look.redirects):
        return f"{told_so}, which leads on for now to {end_of(look)}"
    return f"{told_so}, which {told(look)[1]}"


def _why_broken(state: _State) -> str:
    last = told(state.looks[-1])
    if last[0] is Sign.MISSING:
        return f"{last[1]}: looked on {_day(state.looks[-1].at)}"
    return f"{_counted(state.looks)} {_days(state.looks)}"


def _why_dead(state: _State) -> str:
    first = _day(state.struck_at or state.since)
    return (
        f"{told(state.looks[-1])[1]} in {state.strikes} checks from {first} to {_day(state.looks[-1].at)}, "
        "and no good answer in between"
    )


def _why_not(state: _State) -> str:
    """Blocked, failing, unknown."""
    look = state.looks[-1]
    sign, words = told(look)
    if sign is Sign.UNTOLD:
        return words
    if sign not in _ONE_LOOK:
        return f"{words} on {_day(look.at)}, to be confirmed by a second look"
    known = f", last good on {_day(state.good_at)}" if state.good_at else ""
    return f"{words} on {_day(look.at)}{known}"


def _counted(looks: tuple[Observation, ...]) -> str:
    """The words of the looks that agree with the last: `404 twice`, or `no such host, then 404,`."""
    sign = told(looks[-1])[0]
    words = [told(look)[1] for look in looks if told(look)[0] is sign]
    if len(set(words)) > 1:
        return f"{', then '.join(words)},"
    return f"{words[0]} twice" if len(words) == 2 else f"{words[0]} {len(words)} times"


def _days(looks: tuple[Observation, ...]) -> str:
    first, last = _day(looks[0].at), _day(looks[-1].at)
    return f"on {last}" if first == last else f"from {first} to {last}"


def _day(at: datetime) -> str:
    return at.date().isoformat()
