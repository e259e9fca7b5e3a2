"""When a target is to be asked again, and who goes first where not all can be asked. Pure."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from crawler.model import ErrorKind, Health, History, Verdict

JITTER = 0.15
"""At most this share of the time is taken off, never added: what runs once a day must find what is due once a day."""
FIRST_JITTER = 0.85
"""As much for what is settled and new: a list that was read on one day falls due over a fortnight, not in two days."""

AT_ONCE = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)

_ALWAYS = float("inf")
_Steps = tuple[tuple[float, float], ...]
"""(days, factor): while the state is not older than so many days, wait so many times the unit of the state."""

_PROVEN = ((90.0, 1.0), (_ALWAYS, 2.0))
"""What has been so for a quarter of a year will most likely be so tomorrow."""

SCHEDULE: Mapping[Health, _Steps] = {
    Health.ALIVE: _PROVEN,
    # Once more after a week: a second look a week apart is what lets the new address be proposed (judge/trust.py).
    Health.MOVED: ((5.0, 0.5), *_PROVEN),
    Health.BLOCKED: _PROVEN,
    # Weekly at first: who is told to replace a link wants to know soon that it is back.
    Health.HIJACKED: ((45.0, 0.5), (_ALWAYS, 1.0)),
    Health.DEAD: ((45.0, 0.5), (_ALWAYS, 2.0)),
    Health.SKIPPED: ((_ALWAYS, 1.0),),
    # The day after, since most faults pass; then so that three checks and the fortnight are full together.
    Health.BROKEN: ((0.5, 1.0), (_ALWAYS, 5.0)),
    # Daily while it is news, and often enough that five checks and thirty days are full together; then weekly.
    Health.FAILING: ((3.0, 1.0), (30.0, 3.0), (_ALWAYS, 7.0)),
    Health.UNKNOWN: ((_ALWAYS, 1.0),),
}
"""By state: the units are `alive_days` for what is settled and `failing_days` for the rest."""

_SETTLED = frozenset(
    {Health.ALIVE, Health.MOVED, Health.BLOCKED, Health.SKIPPED, Health.DEAD, Health.HIJACKED},
)

_NEW_DAYS = 0.5
_PASSING = frozenset({ErrorKind.ROBOTS_UNREACHABLE, ErrorKind.HOST_DOWN})
"""Nothing was asked, because of something that most likely passes."""

_SUSPECT = (Health.UNKNOWN, Health.BROKEN, Health.FAILING, Health.HIJACKED, Health.DEAD, Health.BLOCKED)
"""Whose next answer may change most, first."""


def due_at(history: History, verdict: Verdict, *, alive_days: float, failing_days: float) -> datetime:
    """When the target is to be asked again; at once if it never was.

    >>> from crawler.model import Scheme, Target
    >>> never = History(target=Target(url="https://a.example/", scheme=Scheme.WEB))
    >>> unknown = Verdict(target="https://a.example/", health=Health.UNKNOWN, reason="not asked yet")
    >>> due_at(never, unknown, alive_days=7, failing_days=1) == AT_ONCE
    True
    """
    if history.last is None:
        return AT_ONCE
    settled = verdict.health in _SETTLED and history.last.error not in _PASSING
    unit = alive_days if settled else failing_days
    age = (history.last.at - (verdict.since or history.last.at)) / timedelta(days=1)
    factor = next(factor for most, factor in SCHEDULE[verdict.health] if age <= most)
    jitter = FIRST_JITTER if settled and age <= _NEW_DAYS else JITTER
    try:
        return history.last.at + timedelta(days=unit * factor * (1 - jitter * _share(history.target.url)))
    except OverflowError:
        return _NEVER


def is_due(history: History, verdict: Verdict, now: datetime, *, alive_days: float, failing_days: float) -> bool:
    """Whether the target is to be asked now."""
    ahead = history.last is not None and history.last.at > now  # some clock was wrong: that must not last for years
    return ahead or due_at(history, verdict, alive_days=alive_days, failing_days=failing_days) <= now


def urgency(history: History, verdict: Verdict) -> tuple[int, datetime]:
    """Where a due target stands in the queue, the smallest first: the most suspect, then who was asked longest ago.

    >>> from crawler.model import Scheme, Target
    >>> never = History(target=Target(url="https://a.example/", scheme=Scheme.WEB))
    >>> urgency(never, Verdict(target="https://a.example/", health=Health.UNKNOWN, reason="")) == (0, AT_ONCE)
    True
    """
    rank = _SUSPECT.index(verdict.health) if verdict.health in _SUSPECT else len(_SUSPECT)
    return (rank, history.last.at if history.last else AT_ONCE)


def _share(url: str) -> float:
    """From 0 to 1, the same for the same URL: so that the links of a list do not all fall due in the same hour."""
    digest = hashlib.sha256(url.encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
