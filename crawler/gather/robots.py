"""robots.txt -> may we ask, and how often (RFC 9309, read by protego). Pure.

What an answer means is RFC 9309, 2.3.1: a 2xx is read; any other 4xx leaves everything open; a 5xx or no answer closes
everything. A 429 is a host that is overloaded and not one without a robots.txt, so it closes too (as Google reads it).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from protego import Protego

from crawler.gather.exchange import Reply

BODY_BYTES = 500 * 1024
"""RFC 9309, 2.5: at least 500 KiB are read."""
REDIRECTS = 5
"""RFC 9309, 2.3.1.2: at least five hops are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """What an origin answered for /robots.txt: kept in the database for a day."""

    origin: str
    fetched_at: datetime
    status: int
    body: str = ""


class Rules:
    """What one robots.txt says to one user agent."""

    def __init__(self, robots: RobotsFile, agent: str) -> None:
        self._agent = agent
        self._open = 400 <= robots.status < 500 and robots.status != 429
        self._closed = not self._open and not 200 <= robots.status < 300
        self._protego = None if self._open or self._closed else _parsed(robots.body)
        self.status = robots.status

    @property
    def unreachable(self) -> bool:
        """Whether everything is closed because the robots.txt could not be had."""
        return self._closed

    def allows(self, url: str) -> bool:
        """Whether the user agent may ask for `url`."""
        if self._protego is None:
            return self._open
        return bool(self._protego.can_fetch(url, self._agent))

    @property
    def delay_s(self) -> float:
        """Seconds between two requests that the site asks for (Crawl-delay, Request-rate); 0 where it asks nothing."""
        if self._protego is None:
            return 0.0
        delay = self._protego.crawl_delay(self._agent) or 0.0
        rate = self._protego.request_rate(self._agent)
        return max(float(delay), rate.seconds / rate.requests if rate and rate.requests else 0.0)


def product_token(user_agent: str) -> str:
    """What a robots.txt calls us: the name before the version (RFC 9309, 2.2.1).

    >>> product_token("listkeeper/0.1.0 (+https://example.org/)"), product_token("my crawler")
    ('listkeeper', 'my')
    """
    return user_agent.split("/", 1)[0].split(" ", 1)[0] or user_agent


def robots_url(origin: str) -> str:
    """Where an origin keeps its robots.txt.

    >>> robots_url("https://example.org")
    'https://example.org/robots.txt'
    """
    return f"{origin}/robots.txt"


def file_of(origin: str, reply: Reply) -> RobotsFile:
    """What an origin's answer leaves to be kept.

    RFC 9309, 2.3.1.2: one that redirects too often is taken as if there were none.
    """
    status = reply.status or 0
    return RobotsFile(
        origin=origin,
        fetched_at=reply.at,
        status=404 if 300 <= status < 400 else status,
        body=decode(reply.body) if 200 <= status < 300 else "",
    )


def decode(body: bytes) -> str:
    r"""The text of a robots.txt: UTF-8 by RFC 9309, 2.2; a byte that is none spoils its own line only.

    >>> decode(b"\xef\xbb\xbfUser-agent: *")
    'User-agent: *'
    """
    return body[:BODY_BYTES].decode("utf-8-sig", "replace").replace("\0", "")


def _parsed(body: str) -> Protego:
    return Protego.parse(body)


Cache = Callable[[str], RobotsFile | None]
"""Origin -> what is kept of its robots.txt, or None when it must be asked."""
