"""A year of daily runs over a list of links whose fates are known: the real planner of checks, frontier and judge.

Nothing here is asked for over a network and no clock is read: the web is a function of the day, drawn from a seed.
Rates follow what studies of link rot report: about 5 % of links die in a year (pewresearch.org, "When Online Content
Disappears", 2024: a quarter in ten years), and far more of them have a bad day.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.frontier import Frontier
from crawler.gather.resolvers import WEB
from crawler.gather.robots import Cache, RobotsFile
from crawler.judge.health import verdict
from crawler.judge.recheck import due_at, urgency
from crawler.model import ErrorKind, Health, History, Observation, Scheme, Target, Verdict
from crawler.settings import Settings
from crawler.urls import host_of, origin_of
from tests.gathering import Simulation

START = datetime(2026, 1, 1, 3, tzinfo=UTC)
DAY = timedelta(days=1)

_Answer = int | ErrorKind
_DEATHS: Sequence[tuple[_Answer, int]] = (
    (404, 55),
    (410, 5),
    (500, 5),
    (ErrorKind.NO_SUCH_HOST, 20),
    (ErrorKind.REFUSED, 5),
    (ErrorKind.CONNECT_TIMEOUT, 10),
)
"""How links die, in hundredths; the last three are whole hosts."""
_OUTAGES: Sequence[_Answer] = (503, 500, ErrorKind.CONNECT_TIMEOUT, ErrorKind.REFUSED, ErrorKind.DNS_FAILED, 404, 403)
"""What a host answers on its bad days; 404 is a release that went wrong."""
_TOLD_WITHIN = 65
"""Days: four weeks until what has been well for long is asked again, and a month of silence."""
_NOISE = 0.004
"""Requests that fail for no reason at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of one link."""

    url: str
    dies_on: int | None = None
    """Day on which it goes for good."""
    death: _Answer = 404
    wall: bool = False
    """Crawlers are always turned away."""
    moves_on: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All fates, and the bad days of the hosts."""

    fates: Mapping[str, Fate]
    outages: Mapping[str, Sequence[tuple[int, int, _Answer]]]
    """Host -> first day, last day, and what is answered on them."""

    def answer(self, url: str, day: int, rng: random.Random) -> _Answer:
        """What the web says of an address on a day."""
        fate = self.fates.get(url)
        if fate and fate.dies_on is not None and day >= fate.dies_on:
            return fate.death
        for first, last, answered in self.outages.get(host_of(url), ()):
            if first <= day <= last:
                return answered
        if rng.random() < _NOISE:
            return rng.choice((ErrorKind.TIMEOUT, 502, ErrorKind.RESET))
        if fate and fate.wall:
            return 403
        return 301 if fate and fate.moves_on is not None and day >= fate.moves_on else 200


@dataclass(slots=True)
class Account:
    """What a year came to."""

    requests: list[int] = field(default_factory=list)
    """Of each day."""
    broken_after: list[int] = field(default_factory=list)
    """Days from a real death until the link was first reported as broken or dead."""
    dead_after: list[int] = field(default_factory=list)
    """Days from a real death until the link was called dead."""
    false_dead: list[str] = field(default_factory=list)
    """Links that were called dead while they were not."""
    false_broken: int = 0
    """Days times links that were called broken while they were not."""
    missed: list[str] = field(default_factory=list)
    """Links that died long enough before the end, and were never called dead."""

    def first_days(self, days: int) -> float:
        """Requests a day, on average over the first days."""
        return sum(self.requests[:days]) / days

    def last_days(self, days: int) -> float:
        """Requests a day, on average over the last days."""
        return sum(self.requests[-days:]) / days


def world(links: int, seed: int, *, days: int = 365) -> World:
    """Draw the fates: 45 % of the links on one host, as in public lists, the others on a few links a host."""
    rng = random.Random(seed)
    fates, outages = dict[str, Fate](), dict[str, list[tuple[int, int, _Answer]]]()
    for number in range(links):
        host = "code.example" if rng.random() < 0.45 else f"h{rng.randrange(links // 3)}.example"
        dies = rng.randrange(days) if rng.random() < 0.05 * days / 365 else None
        death = rng.choices([kind for kind, _ in _DEATHS], [share for _, share in _DEATHS])[0]
        whole_host = dies is not None and isinstance(death, ErrorKind)
        url = f"https://{f'gone{number}.example' if whole_host else host}/{number}"
        moves = rng.randrange(days) if rng.random() < 0.02 else None
        fates[url] = Fate(url=url, dies_on=dies, death=death, wall=rng.random() < 0.03, moves_on=moves)
    for host in sorted({host for url in fates if (host := host_of(url)).startswith("h")}):
        outages[host] = [_outage(rng, days) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    return World(fates=fates, outages=outages)


def _outage(rng: random.Random, days: int) -> tuple[int, int, _Answer]:
    """Mostly hours or a day or two; one in fifty lasts for weeks."""
    first = rng.randrange(days)
    length = rng.choice((0, 0, 0, 1, 1, 2, 3, 5)) if rng.random() < 0.98 else rng.randrange(7, 27)
    answered = rng.choice(_OUTAGES)
    # A release that went wrong is put right within days; nobody leaves a whole site at 404 for weeks.
    return (first, first + (min(length, 3) if answered == 404 else length), answered)


class Year:
    """Runs once a day, with the settings of a daily schedule."""

    def __init__(self, made: World, settings: Settings, seed: int = 1) -> None:
        self._world = made
        self._settings = replace(settings, host_rate=0.0, host_rate_start=0.0, concurrency=1024)
        self._rng = random.Random(seed)
        self._robots: dict[str, RobotsFile] = {}
        self._histories = {url: History(target=Target(url=url, scheme=Scheme.WEB)) for url in made.fates}
        self._verdicts: dict[str, Verdict] = {url: verdict(held) for url, held in self._histories.items()}
        self._reported: set[str] = set()
        self._buried: set[str] = set()
        self.account = Account()

    @property
    def histories(self) -> Sequence[History]:
        """All that was heard of each link."""
        return list(self._histories.values())

    def run(self, days: int) -> Account:
        """So many daily runs."""
        for day in range(days):
            self._run_day(day)
            self._count(day)
        for url, fate in self._world.fates.items():
            if (
                fate.dies_on is not None
                and fate.dies_on < days - _TOLD_WITHIN
                and self._verdicts[url].health is not Health.DEAD
            ):
                self.account.missed.append(url)
        return self.account

    def _run_day(self, day: int) -> None:
        now = START + day * DAY
        web = Simulation(
            lambda request, _: self._reply(request, day), self._settings, Frontier(self._settings, self._known(now))
        )
        due = sorted(self._due(now), key=lambda url: urgency(self._histories[url], self._verdicts[url]))
        for reply in web.run(due):
            for observation, _ in WEB.read(reply, day):
                self._keep(replace(observation, at=now + timedelta(minutes=5 * observation.look)))
        for file in web.frontier.learned():
            self._robots[file.origin] = replace(file, fetched_at=now)
        self.account.requests.append(len(web.sent))

    def _due(self, now: datetime) -> Iterator[str]:
        settings = self._settings
        for url, held in self._histories.items():
            days = {"alive_days": settings.alive_days, "failing_days": settings.failing_days}
            # The schedule starts an hour early or late now and then: what is due today is asked today.
            if due_at(held, self._verdicts[url], **days) <= now + timedelta(hours=2):
                yield url

    def _known(self, now: datetime) -> Cache:
        def known(origin: str) -> RobotsFile | None:
            kept = self._robots.get(origin)
            fresh = kept is not None and (now - kept.fetched_at).total_seconds() < self._settings.robots_ttl_s
            return kept if fresh else None

        return known

    def _reply(self, request: Request, day: int) -> Reply:
        at = START + day * DAY
        answered = self._world.answer(request.url, day, self._rng)
        if request.purpose is Purpose.ROBOTS and answered == 200:
            answered = 404  # most hosts have no robots.txt that speaks of us
        if isinstance(answered, ErrorKind):
            return Reply(request=request, at=at, error=answered, host_answered=False)
        to = (("location", f"{origin_of(request.url)}/new{request.url.rpartition('/')[2]}"),) if answered == 301 else ()
        return Reply(request=request, at=at, status=answered, headers=to)

    def _keep(self, observation: Observation) -> None:
        held = self._histories[observation.target]
        looks = (*held.observations, observation)
        self._histories[observation.target] = replace(held, observations=looks)
        self._verdicts[observation.target] = verdict(self._histories[observation.target])

    def _count(self, day: int) -> None:
        for url, said in self._verdicts.items():
            dies_on = self._world.fates[url].dies_on
            gone = dies_on is not None and day >= dies_on
            if gone and dies_on is not None:
                self._count_gone(said, day - dies_on, url)
            elif said.health is Health.DEAD and url not in self.account.false_dead:
                self.account.false_dead.append(url)
            elif said.health is Health.BROKEN:
                self.account.false_broken += 1

    def _count_gone(self, said: Verdict, age: int, url: str) -> None:
        if said.health in (Health.BROKEN, Health.DEAD) and url not in self._reported:
            self._reported.add(url)
            self.account.broken_after.append(age)
        if said.health is Health.DEAD and url not in self._buried:
            self._buried.add(url)
            self.account.dead_after.append(age)


def lines(account: Account, links: int) -> list[str]:
    """The account for a person."""
    deaths = f"{len(account.broken_after)} as broken after {_spread(account.broken_after)} days"
    buried = f"{len(account.dead_after)} as dead after {_spread(account.dead_after)} days"
    busiest = f"busiest day after the first {max(account.requests[1:])}"
    daily = f"first month {account.first_days(30):.0f}, last quarter {account.last_days(90):.0f}"
    return [
        f"{links:,} links, {len(account.requests)} daily runs, {sum(account.requests):,} requests",
        f"requests a day: {daily}, {busiest}",
        f"real deaths reported: {deaths}, {buried}; never told: {len(account.missed)}",
        f"false deaths: {len(account.false_dead)}; days on which a living link was broken: {account.false_broken}",
    ]


def _spread(days: Sequence[int]) -> str:
    """Median and the longest."""
    ordered = sorted(days)
    return f"{ordered[len(ordered) // 2]} (median; at most {ordered[-1]})" if ordered else "-"
