"""What the replica knows: hosts, their pages, and what each page answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crawler.model import Health
from tests.authority import Certificate

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer, before it is compressed or found to be unchanged."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    codings: tuple[str, ...] = ()
    """The content codings that the host can do, the one it likes best first."""
    chunked: bool = False
    delay_s: float = 0.0
    title: str | None = None
    """What a person would call the page."""

    def header(self, name: str) -> str | None:
        """The first header field of that name, in whatever case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def plus(self, *headers: tuple[str, str], delay_s: float = 0.0) -> "Answer":
        """The same with more header fields, or later."""
        return replace(self, headers=(*self.headers, *headers), delay_s=self.delay_s + delay_s)


def not_found(body: str = "<title>404 Not Found</title><h1>Not Found</h1>", *, server: str = "nginx") -> Answer:
    """The page is not there."""
    return Answer(status=404, headers=(("Content-Type", HTML), ("Server", server)), body=body.encode())


NOT_FOUND = not_found()


class Door(StrEnum):
    """What becomes of a connection to a host."""

    OPEN = "open"
    CLOSED = "closed"
    """Refused."""
    MUTE = "mute"
    """Made, and nothing is ever said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address."""

    url: str
    answers: tuple[Answer, ...] = ()
    """One for each time that it is asked, the last one for ever; none where the host answers for all its pages."""
    health: Health | None = None
    """What the basic rules say of it after one run; None for a page that only redirects lead to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host: what is known of it in words, and what it answers."""

    name: str
    says: str
    """What the host is known to do; `invented` marks what nothing is known of."""
    pages: Sequence[Page] = ()
    otherwise: Answer = NOT_FOUND
    """For every other address."""
    robots: str | None = None
    """Text of robots.txt; None means 404."""
    latency_s: float = 0.02
    door: Door = Door.OPEN
    certificate: Certificate = Certificate.GOOD


def alive(url: str, *answers: Answer) -> Page:
    """A page of the list that is well."""
    return Page(url=url, answers=answers, health=Health.ALIVE)


def moved(url: str, *answers: Answer) -> Page:
    """A page of the list that has moved for good."""
    return Page(url=url, answers=answers, health=Health.MOVED)


def broken(url: str, *answers: Answer) -> Page:
    """A page of the list that is gone."""
    return Page(url=url, answers=answers, health=Health.BROKEN)


def blocked(url: str, *answers: Answer) -> Page:
    """A page of the list that crawlers may not see."""
    return Page(url=url, answers=answers, health=Health.BLOCKED)


def failing(url: str, *answers: Answer) -> Page:
    """A page of the list that gives no usable answer."""
    return Page(url=url, answers=answers, health=Health.FAILING)


def further(url: str, *answers: Answer) -> Page:
    """A page that is not in the list: redirects of others lead there."""
    return Page(url=url, answers=answers)


def redirect(to: str, status: int = 301, *headers: tuple[str, str]) -> Answer:
    """A redirect."""
    return Answer(status=status, headers=(("Location", to), ("Content-Type", HTML), *headers))
