"""Who may be asked next, and when. Pure: it has no clock and never sleeps, so its tests never wait.

Requests queue by the host that will be asked; a lane (`crawler.gather.lane`) paces each host. A waiting URL costs no
slot: retries are parked with the time at which they are due, redirects go back into the queue of the host that they
lead to, URLs whose robots.txt is not known yet are held until it is. Second looks come last, host by host.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from crawler import urls
from crawler.gather import chain, rates, retry, robots
from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.lane import SILENT, THROTTLED, Lane, lane_of, name_of, pace_of
from crawler.model import ErrorKind
from crawler.settings import Settings

_SOMEBODY = frozenset({ErrorKind.PROTOCOL, ErrorKind.TLS})
"""Failures that need a host at the other end."""
_COST = 2
"""Requests that a first look takes, about: redirects, robots.txt and second looks included."""
_NO_ROBOTS = frozenset({Purpose.ROBOTS, Purpose.ARCHIVE, Purpose.API})
_FORBIDDEN = frozenset({ErrorKind.FORBIDDEN_ADDRESS, ErrorKind.FORBIDDEN_PORT})
"""What we will not dial for a robots.txt we will not dial for a page."""
_FEW = 20
"""One in so many of the requests that were sent is few."""
CALLS = 2
"""Tries of one request to an interface."""
SECOND_LOOK_AFTER_S = 1.0
"""A second look comes at the end of the run, and at least so many seconds after the first one."""


_SECOND_LOOK_SOON_S = 2.0
"""While others are still asked, a second look comes so many seconds after the first one: slow hosts hold up nobody."""


class Frontier:
    """The queue of a crawl: `add`, then `take` and `give_back` until it is `finished`; `settled` yields the results."""

    def __init__(self, settings: Settings, known_robots: robots.Cache = lambda _: None) -> None:
        self._settings = settings
        self._known_robots = known_robots
        self._token = robots.product_token(settings.user_agent)
        self._lanes: dict[str, Lane] = {}
        self._ready: list[tuple[float, int, Lane]] = []
        self._parked: list[tuple[float, int, Request]] = []
        self._second: deque[tuple[float, Request]] = deque()
        self._rules: dict[str, robots.Rules] = {}
        self._held: dict[str, list[Request]] = {}
        self._settled: deque[Reply] = deque()
        self._learned: deque[robots.RobotsFile] = deque()
        self._order = count()
        self._at = datetime.min.replace(tzinfo=UTC)
        self._in_flight = 0
        self.answers = 0
        """How many answers there were, those to robots.txt and of redirects included."""
        self.answered_last: str | None = None
        """The address that the last of them came from."""
        self._queued = 0
        self._unfed: deque[Request] = deque()
        self.sent = 0
        """How many requests went out."""

    # -- what the crawl calls ---------------------------------------------------------------------------------------

    def add(self, request: Request, at: datetime, now: float) -> None:
        """Queue a look at a target. `at` dates what is settled without asking; `now` is the monotonic time."""
        self._at = at
        if request.look > 1 and not request.prompt:
            self._second.append((now, request))
        elif self._settings.budget and request.purpose is Purpose.PAGE:
            self._unfed.append(request)
        else:
            self._enter(request, now)

    def take(self, now: float) -> Request | None:
        """The request that may go out now, or None; `wait_s` says how long that will last."""
        if self._in_flight >= self._settings.concurrency:
            return None
        self._feed(now)
        self._wake_parked(now)
        lane = self._next_lane(now)
        if lane is None:
            return None
        request = lane.take(now)
        self.sent += 1
        self._queued -= 1
        self._in_flight += 1
        self._schedule(lane)
        return request

    def give_back(self, reply: Reply, now: float) -> None:
        """Hand in what came back; what is done turns up in `settled`."""
        self._at = reply.at
        lane = self._lane(reply.request)
        self._in_flight -= 1
        if reply.status is not None or reply.error in _SOMEBODY:
            self.answers, self.answered_last = self.answers + 1, reply.request.url
        pause_s = rates.pause_s(reply, self._settings.retry_after_cap_s)
        lane.heard(reply, pause_s, now)
        if lane.down is not None or not self._goes_on(reply, pause_s, now):
            self._end(reply, now)
        if lane.down is not None:
            self._empty(lane, now)
        self._schedule(lane)

    def owes_second_look(self, reply: Reply) -> bool:
        """Whether this target will be looked at again in this run: one look may not be enough, and tries are left."""
        if reply.request.purpose is not Purpose.PAGE:
            return False
        wanted = retry.wants_second_look(reply.status, reply.error) and reply.detail != THROTTLED
        return wanted and reply.request.look == 1 and reply.request.attempt < self._settings.attempts

    def forgive(self) -> None:
        """The network was away: that hosts did not answer meanwhile is not held against them."""
        for lane in self._lanes.values():
            lane.forgive()
            self._schedule(lane)

    def abandon(self, resolver: str) -> None:
        """Ask an interface nothing more: what still waits for it is settled as if its host were down."""
        gone = list[Request]()
        for lane in self._lanes.values():
            kept = deque(request for request in lane.queue if not _is_call(request, resolver))
            gone += (request for request in lane.queue if _is_call(request, resolver))
            self._queued -= len(lane.queue) - len(kept)
            lane.queue = kept
        gone += (request for _, _, request in self._parked if _is_call(request, resolver))
        self._parked = [each for each in self._parked if not _is_call(each[2], resolver)]
        heapq.heapify(self._parked)
        gone += (request for _, request in self._second if _is_call(request, resolver))
        self._second = deque(each for each in self._second if not _is_call(each[1], resolver))
        self._settled += (self._silent(request, ErrorKind.HOST_DOWN, THROTTLED) for request in gone)

    def settled(self) -> Iterator[Reply]:
        """What is done since the last call: one reply a look."""
        while self._settled:
            yield self._settled.popleft()

    def learned(self) -> Iterator[robots.RobotsFile]:
        """The robots.txt files that were answered since the last call, to be kept."""
        while self._learned:
            yield self._learned.popleft()

    def wait_s(self, now: float) -> float | None:
        """Seconds until there is something to do; None when only an answer can bring it."""
        if self._settled:
            return 0.0
        if self._in_flight >= self._settings.concurrency:
            return None
        times = [heap[0][0] for heap in (self._ready, self._parked) if heap]
        return max(0.0, min(times) - now) if times else None

    @property
    def finished(self) -> bool:
        """Whether everything that was added is settled."""
        return not (self._pending or self._settled or (self._unfed and self._may_begin))

    @property
    def unasked(self) -> int:
        """How many targets wait for another run, because the budget of this one is spent.

        Witnesses never wait: they are few, and without them what was begun would come to nothing.
        """
        return len(self._unfed)

    @property
    def _pending(self) -> int:
        """Requests that were begun and are not settled."""
        held = sum(map(len, self._held.values()))
        return self._in_flight + self._queued + len(self._parked) + held + len(self._second)

    @property
    def _may_begin(self) -> bool:
        """Whether the budget has room for one more first look, the ones under way costing about two requests each."""
        return self.sent + _COST * self._pending < self._settings.budget

    def _feed(self, now: float) -> None:
        """Within a budget, first looks are begun one by one, in the order in which they were added."""
        while self._unfed and self._may_begin:
            self._enter(self._unfed.popleft(), now)

    @property
    def lingers(self) -> bool:
        """Whether only a few of many requests are still to come: those to slow hosts, most likely."""
        return not self._unfed and 0 < _FEW * self._pending < self.sent

    def waiting(self) -> dict[str, int]:
        """How many requests are queued or under way for each host that has any."""
        return {lane.host: n for lane in self._lanes.values() if (n := len(lane.queue) + lane.in_flight)}

    # -- where a request goes ---------------------------------------------------------------------------------------

    def _enter(self, request: Request, now: float) -> None:
        lane = self._lane(request)
        if lane.down is not None:
            self._end(self._silent(request, ErrorKind.HOST_DOWN, lane.down), now)
        elif not self._settings.robots or request.purpose in _NO_ROBOTS:
            self._queue(lane, request, first=_is_begun(request))
        else:
            self._enter_by_robots(lane, request, now)

    def _enter_by_robots(self, lane: Lane, request: Request, now: float) -> None:
        origin = urls.origin_of(request.url)
        # A second look at a host that has answered nothing in this run asks for its robots.txt, even if that is kept:
        # a host that hangs up on pages alone turns crawlers away, one that hangs up on everything is not there.
        unheard = request.look > 1 and not lane.answered
        rules = None if unheard else self._rules.get(origin) or self._remembered(origin, lane)
        if rules is None:
            self._hold(origin, request, lane)
        elif rules.allows(request.url):
            self._queue(lane, request, first=_is_begun(request))
        elif rules.unreachable:
            self._end(self._silent(request, ErrorKind.ROBOTS_UNREACHABLE, f"robots.txt answers {rules.status}"), now)
        else:
            self._end(self._silent(request, ErrorKind.ROBOTS, "robots.txt says no"), now)

    def _hold(self, origin: str, request: Request, lane: Lane) -> None:
        held = self._held.setdefault(origin, [])
        held.append(request)
        if len(held) == 1:
            ask = Request(url=robots.robots_url(origin), targets=(origin,), purpose=Purpose.ROBOTS, look=request.look)
            self._queue(lane, ask, first=True)

    def _remembered(self, origin: str, lane: Lane) -> robots.Rules | None:
        kept = self._known_robots(origin)
        return self._learn(kept, lane) if kept else None

    def _learn(self, file: robots.RobotsFile, lane: Lane) -> robots.Rules:
        rules = self._rules[file.origin] = robots.Rules(file, self._token)
        lane.delay(min(rules.delay_s, self._settings.retry_after_cap_s))
        return rules

    # -- what an answer means ---------------------------------------------------------------------------------------

    def _goes_on(self, reply: Reply, pause_s: float | None, now: float) -> bool:
        """Whether the hop gets another try, or the chain takes another hop."""
        wait_s = retry.retry_in_s(reply, self._attempts(reply.request), pause_s)
        if wait_s is not None:
            self._park(replace(reply.request, attempt=reply.request.attempt + 1, spent_s=0.0), now + wait_s)
            return True
        following = chain.follow(reply, self._hops_most(reply.request))
        if isinstance(following, Request):
            self._enter(following, now)
        return isinstance(following, Request)

    def _end(self, reply: Reply, now: float) -> None:
        """A look is over: for a robots.txt its URLs go on, for a page the reply is the result."""
        if reply.request.purpose is Purpose.ROBOTS:
            self._end_robots(reply, now)
            return
        error = chain.follow(reply, self._settings.redirects)
        reply = replace(reply, error=error) if isinstance(error, ErrorKind) else reply
        answered = self._lane(reply.request).answered
        self._settled.append(reply if reply.host_answered is answered else replace(reply, host_answered=answered))
        if self.owes_second_look(reply):
            (target,) = reply.request.targets
            again = Request(url=target, targets=(target,), look=2, attempt=reply.request.attempt + 1)
            self._second.append((now, again))

    def _end_robots(self, reply: Reply, now: float) -> None:
        """RFC 9309, 2.3.1. A host that gives no answer is the reason for all of its URLs alike.

        That holds for silence, and for a place where we do not go. Whatever else goes wrong with a robots.txt, a
        redirect to nowhere or bytes that are no HTTP, is its own fault and not the pages': it closes the site, and says
        nothing against them.
        """
        (origin,) = reply.request.targets
        held = self._held.pop(origin, [])
        if reply.status is None:
            alike = reply.error in SILENT | _FORBIDDEN and not reply.request.redirects
            error = reply.error if alike else ErrorKind.ROBOTS_UNREACHABLE
            for request in held:
                self._end(self._silent(request, error, reply.detail), now)
            return
        file = robots.file_of(origin, reply)
        if not self._learn(file, self._named(lane_of(origin), lane_of(origin))).unreachable:
            self._learned.append(file)
        for request in held:
            self._enter(request, now)

    def _empty(self, lane: Lane, now: float) -> None:
        """The host is down: what waits for it is settled without waiting for it again."""
        waiting, lane.queue = lane.queue, deque()
        self._queued -= len(waiting)
        for request in waiting:
            self._end(self._silent(request, ErrorKind.HOST_DOWN, lane.down or ""), now)

    def _attempts(self, request: Request) -> int:
        """An interface is tried twice: the page can be asked, and a dead interface has many callers."""
        return min(CALLS, self._settings.attempts) if request.call else self._settings.attempts

    def _hops_most(self, request: Request) -> int:
        return robots.REDIRECTS if request.purpose is Purpose.ROBOTS else self._settings.redirects

    def _silent(self, request: Request, error: ErrorKind | None, detail: str) -> Reply:
        """A reply that nobody gave, dated by the last one that somebody did."""
        return Reply(request=request, at=self._at, error=error, detail=detail)

    # -- queues -----------------------------------------------------------------------------------------------------

    def _lane(self, request: Request) -> Lane:
        return self._named(name_of(request), lane_of(request.url))

    def _named(self, name: str, host: str) -> Lane:
        lane = self._lanes.get(name)
        if lane is None:
            lane = self._lanes[name] = Lane(name, pace_of(host, self._settings))
        return lane

    def _queue(self, lane: Lane, request: Request, *, first: bool = False) -> None:
        (lane.queue.appendleft if first else lane.queue.append)(request)
        self._queued += 1
        self._schedule(lane)

    def _schedule(self, lane: Lane) -> None:
        """Put the lane into the heap, once, if it has something to send and a place for it."""
        if not lane.scheduled and (ready_at := lane.ready_at) is not None:
            lane.scheduled = True
            heapq.heappush(self._ready, (ready_at, next(self._order), lane))

    def _next_lane(self, now: float) -> Lane | None:
        while self._ready and self._ready[0][0] <= now:
            _, _, lane = heapq.heappop(self._ready)
            lane.scheduled = False
            ready_at = lane.ready_at
            if ready_at is not None and ready_at <= now:
                return lane
            self._schedule(lane)
        return None

    def _park(self, request: Request, until: float) -> None:
        heapq.heappush(self._parked, (until, next(self._order), request))

    def _wake_parked(self, now: float) -> None:
        self._park_second_looks(now)
        while self._parked and self._parked[0][0] <= now:
            _, _, request = heapq.heappop(self._parked)
            self._enter(request, now)

    def _park_second_looks(self, now: float) -> None:
        """Second looks begin at hosts that nothing else waits for: when nothing is queued, or after a while."""
        if not self._second:
            return
        busy = {name_of(request) for _, _, request in self._parked} | {lane_of(origin) for origin in self._held}
        later = deque[tuple[float, Request]]()
        for settled_at, request in self._second:
            lane = self._lane(request)
            early = self._queued and now - settled_at < _SECOND_LOOK_SOON_S
            if early or lane.queue or lane.in_flight or lane.host in busy:
                later.append((settled_at, request))
            else:
                lane.try_again()
                self._park(request, max(now, settled_at + SECOND_LOOK_AFTER_S))
        self._second = later


def _is_call(request: Request, resolver: str) -> bool:
    return request.call is not None and request.call.resolver == resolver


def _is_begun(request: Request) -> bool:
    """What was begun goes before what was not: retries that wait in the end meet at the end, and look like a wall."""
    return request.attempt > 1 or bool(request.redirects)
