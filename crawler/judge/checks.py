"""What the looks of one run say by themselves: a check, the unit that the memory of a link is made of. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from crawler.judge.lost import weighed
from crawler.judge.moves import new_home
from crawler.judge.signs import Sign, Told
from crawler.model import VOICES, Health, History, Observation

ONE_LOOK = {
    Sign.MISSING: Health.BROKEN,
    Sign.WALL: Health.BLOCKED,
    Sign.TROUBLE: Health.FAILING,
    Sign.UNTOLD: Health.UNKNOWN,
}
"""Signs that need no second look."""
_AGREES = frozenset({Sign.GONE, Sign.CIRCLE, Sign.NOBODY})
"""What a page may show that an interface called gone, and be so."""
_CONFIRMED = {Sign.PARKED: Health.HIJACKED}
"""What a sign means that was seen twice, where it is not `broken`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """All the looks of one run at one target, and what they come to."""

    looks: tuple[Observation, ...]
    """First to last; never empty."""
    told: tuple[Told, ...]
    """What each look speaks for."""
    health: Health
    moved_to: str | None = None

    @property
    def look(self) -> Observation:
        """The last look, which speaks."""
        return self.looks[-1]

    @property
    def sign(self) -> Sign:
        """What the last look speaks for."""
        return self.told[-1][0]

    @property
    def began(self) -> datetime:
        """When the first look was."""
        return self.looks[0].at


def checks(history: History) -> Iterator[Check]:
    """The checks of a history that is in order, by their runs."""
    return (_check(history, tuple(looks)) for _, looks in groupby(history.observations, key=lambda look: look.run))


def speaking(history: History) -> list[Observation]:
    """The look of each run that speaks, the last, by their runs."""
    runs = groupby(in_order(history).observations, key=lambda look: look.run)
    return [list(looks)[-1] for _, looks in runs]


def in_order(history: History) -> History:
    """The history with its facts in the order of time, whatever order they were handed in.

    What a page says of itself stands where the look stands that read it: runs are numbered, and a clock may be wrong.
    """
    looks = tuple(sorted(history.observations, key=_place))
    turns = {look.at: turn for turn, look in enumerate(looks)}
    return replace(
        history,
        observations=looks,
        metadata=tuple(sorted(history.metadata, key=lambda said: (_turn(turns, said.at), said.at))),
        testimonies=tuple(sorted(history.testimonies, key=lambda said: (said.at, said.asked))),
    )


def _turn(turns: Mapping[datetime, int], at: datetime) -> int:
    """The turn of the look that was at that time, else of the last one before it."""
    return turns[at] if at in turns else max((turn for then, turn in turns.items() if then <= at), default=-1)


def _place(look: Observation) -> tuple[int, int, datetime, str]:
    """Runs and looks are numbered; the rest only settles what no database of ours holds."""
    return (look.run, look.look, look.at, repr((look.status, look.error, look.marks, look.redirects)))


def _check(history: History, looks: tuple[Observation, ...]) -> Check:
    said = tuple(weighed(history, look) for look in looks)
    health = _health([sign for sign, _ in said], looks)
    return Check(
        looks=looks, told=said, health=health, moved_to=new_home(looks[-1]) if health is Health.MOVED else None
    )


def _health(signs: list[Sign], looks: Sequence[Observation]) -> Health:
    """The last look speaks, and may need an earlier one to agree.

    Where an interface says that there is no such thing, a page that goes in a circle agrees with it, and so does a host
    at which nobody answers.
    """
    if signs[-1] is Sign.GOOD:
        return Health.MOVED if new_home(looks[-1]) else Health.ALIVE
    if signs[-1] in ONE_LOOK:
        return ONE_LOOK[signs[-1]]
    by_interface = looks[0].via in VOICES and signs[0] is Sign.GONE and signs[-1] in _AGREES
    confirmed = (by_interface or signs.count(signs[-1]) > 1) and Sign.GOOD not in signs
    return _CONFIRMED.get(signs[-1], Health.BROKEN) if confirmed else Health.FAILING
