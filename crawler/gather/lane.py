"""One asked host: who waits for it, and how fast it may be asked. Pure: time is an argument.

The pace follows TCP's old rule, additive increase and multiplicative decrease: it grows while answers are good and
halves when the host says that it is too much (429, 503). It never exceeds what the settings and the host's robots.txt
allow.
"""

from collections import deque
from dataclasses import replace

from crawler.gather.exchange import Reply, Request
from crawler.gather.paces import DOMAINS, LANES, PACES, Pace
from crawler.model import ErrorKind
from crawler.settings import Settings
from crawler.urls import host_of

_THROTTLED = frozenset({429, 503})
SILENT = frozenset(
    {
        ErrorKind.HOST_DOWN,
        ErrorKind.TLS,
        ErrorKind.NO_SUCH_HOST,
        ErrorKind.DNS_FAILED,
        ErrorKind.REFUSED,
        ErrorKind.RESET,
        ErrorKind.UNREACHABLE,
        ErrorKind.CONNECT_TIMEOUT,
        ErrorKind.TIMEOUT,
    }
)
"""What keeps a host from giving any answer, to whatever is asked."""
_FAILURES = SILENT - {ErrorKind.HOST_DOWN, ErrorKind.TLS}
_PATIENCE = 2
"""A host that refused or timed out so often in a row is not waited for again, by whatever URL."""
_THROTTLES_MOST = 5
_THROTTLED_S = 60.0
"""So many 429s or 503s in a row, and as long since the last good answer: the host is not asked again in this run."""
_LATE_S = 0.02
"""A loop that wakes a little late may make up for it; nothing else is made up for, and a Crawl-delay never."""
_PAUSES_MOST_S = 600.0
"""So long in all a host may have us wait in one run; after that it is left alone until the next one."""
_SLOWEST_PER_S = 0.25
_GROWTH = 1.3
"""A halved rate is back after three good answers: one page's 503 is not to slow down a host with thousands."""
THROTTLED = "throttled"
"""What HOST_DOWN says of a host that answers nothing but 429 and 503."""


def lane_of(url: str) -> str:
    """The lane in which an address waits: its host, or a part of the host that has a limit of its own.

    >>> lane_of("https://web.archive.org/cdx/search/cdx?url=a.example"), lane_of("https://web.archive.org/web/2020/a")
    ('web.archive.org/cdx', 'web.archive.org')
    """
    return next((lane for start, lane in LANES.items() if url.startswith(start)), None) or host_of(url)


def name_of(request: Request) -> str:
    """The lane in which a request waits. An interface has one of its own: that it is limited is no fault of the pages.

    >>> from crawler.gather.finding import call
    >>> name_of(Request(url="https://a.test/", targets=())), name_of(call("a", [], "https://a.test/api"))
    ('a.test', 'a.test (interface)')
    """
    name = lane_of(request.url)
    return f"{name} (interface)" if request.call else name


def pace_of(host: str, settings: Settings) -> Pace:
    """The pace for a host: its own settings before the tables and the general ones; it starts no faster than the most.

    >>> pace_of("de.wikipedia.org", Settings()).concurrency_most, pace_of("evilwikipedia.org", Settings()).concurrency
    (1, 2.0)
    """
    own = settings.hosts.get(host)
    known = PACES.get(host) or DOMAINS.get(".".join(host.rsplit(".", 2)[-2:]))
    if known and own is None:
        return known
    most = own.concurrency if own and own.concurrency is not None else settings.host_concurrency
    rate = own.rate if own and own.rate is not None else settings.host_rate
    start = settings.host_rate_start
    return Pace(
        concurrency=float(min(settings.host_concurrency_start, most)),
        concurrency_most=most,
        rate=min(start, rate) if start and rate else rate,
        rate_most=rate,
    )


class Lane:
    """The queue of one host."""

    __slots__ = (
        "_concurrency",
        "_delay_s",
        "_failures",
        "_good_at",
        "_next_at",
        "_pace",
        "_paused_s",
        "_rate",
        "_throttles",
        "_tried_again",
        "answered",
        "down",
        "host",
        "in_flight",
        "queue",
        "scheduled",
    )

    def __init__(self, host: str, pace: Pace) -> None:
        self.host = host
        self.queue: deque[Request] = deque()
        self.in_flight = 0
        self.answered = False
        """Whether the host gave any answer at all in this run."""
        self.down: str | None = None
        """Why the host is not asked any more in this run, or None."""
        self.scheduled = False
        """Whether the frontier has this lane in its heap."""
        self._pace = pace
        self._concurrency = pace.concurrency
        self._rate = pace.rate
        self._delay_s = 0.0
        self._paused_s = 0.0
        self._next_at = 0.0
        self._failures = 0
        self._throttles = 0
        self._good_at: float | None = None
        self._tried_again = False

    @property
    def ready_at(self) -> float | None:
        """When the next request may go out; None while there is none, or no place for it."""
        most = 1 if self._failures or self._delay_s else int(self._concurrency)
        return self._next_at if self.queue and self.in_flight < most else None

    def take(self, now: float) -> Request:
        """The next request; the one after it has to wait its interval."""
        self.in_flight += 1
        late_s = 0.0 if self._delay_s else _LATE_S
        self._next_at = max(self._next_at, now - late_s) + self._interval_s
        request = self.queue.popleft()
        return replace(request, crawl_delay=True) if self._delay_s else request

    def heard(self, reply: Reply, pause_s: float | None, now: float) -> None:
        """Learn from one answer how fast to go on."""
        self.in_flight -= 1
        if reply.requests > 1:
            # What was asked out of turn is made up for.
            self._next_at = max(self._next_at, now) + (reply.requests - 1) * self._interval_s
        if reply.status is not None:
            self.answered = True
            self._failures = 0
            self._adapt(reply.status, now)
        elif reply.error in _FAILURES:
            self._slow_down()
            self._failed(reply.error)
        if pause_s:
            self._pause(pause_s, now)

    def try_again(self) -> None:
        """For the second looks: a host that is down is asked once more in a run, by one URL."""
        if self.down not in (None, THROTTLED) and not self._tried_again:
            self.down, self._failures, self._tried_again = None, _PATIENCE - 1, True

    def forgive(self) -> None:
        """Forget the silence of the host: it was no fault of its own. What it said itself still holds."""
        if self.down != THROTTLED:
            self.down, self._failures, self._tried_again = None, 0, False

    def delay(self, seconds: float) -> None:
        """Keep at least so many seconds between two requests, one at a time (robots.txt, Crawl-delay)."""
        self._delay_s = max(self._delay_s, seconds)

    @property
    def _interval_s(self) -> float:
        return max(1.0 / self._rate if self._rate else 0.0, self._delay_s)

    def _pause(self, seconds: float, now: float) -> None:
        """The host asks to be left alone for a while."""
        self._paused_s += max(0.0, now + seconds - max(self._next_at, now))
        self._next_at = max(self._next_at, now + seconds)
        if self._paused_s > _PAUSES_MOST_S:
            self.down = THROTTLED

    def _failed(self, error: ErrorKind) -> None:
        """No answer; after two in a row the host is left alone.

        A host that hangs up on one page while it answers others is not down: it turns crawlers away from that page.
        """
        if error is ErrorKind.RESET and self.answered:
            return
        self._failures += 1
        if self._failures >= _PATIENCE:
            self.down = error.value

    def _adapt(self, status: int, now: float) -> None:
        if status not in _THROTTLED:
            self._throttles, self._good_at = 0, now
            self._speed_up()
            return
        self._slow_down()
        self._throttles += 1
        patient = self._good_at is not None and now - self._good_at < _THROTTLED_S
        if self._throttles >= _THROTTLES_MOST and not patient:
            self.down = THROTTLED

    def _speed_up(self) -> None:
        self._concurrency = min(self._concurrency + 1, self._pace.concurrency_most)
        self._rate = min(self._rate * _GROWTH, self._pace.rate_most)

    def _slow_down(self) -> None:
        self._concurrency = max(1.0, self._concurrency / 2)
        if self._rate:
            self._rate = max(_SLOWEST_PER_S, self._rate / 2)
