"""Is it the links, or is it this machine's own network? Pure.

Silence proves nothing by itself: it counts once somebody has answered after it. A network that was never there is told
by the end of a run (`down`); one that goes away in the midst of it, by many hosts in a row that are silent (`doubtful`)
or by silence that nobody's answer follows (`unsure`). Then hosts that were well in this very run are asked again: dead
links come in rows too, above all among the second looks.
"""

from crawler import urls
from crawler.gather.exchange import Reply
from crawler.model import ErrorKind

_ENOUGH_HOSTS = 128
"""So many hosts without one answer, and it is no longer worth asking the others."""
_NOT_THE_NETWORK = frozenset(
    {
        ErrorKind.INVALID_URL,
        ErrorKind.FORBIDDEN_ADDRESS,
        ErrorKind.FORBIDDEN_PORT,
        ErrorKind.ROBOTS,
        ErrorKind.ROBOTS_UNREACHABLE,
    }
)
_SOMEBODY = frozenset({ErrorKind.PROTOCOL, ErrorKind.TLS})
"""Failures that need a host at the other end."""
_ONE_WOULD_DO = frozenset({ErrorKind.NO_SUCH_HOST, ErrorKind.REFUSED, ErrorKind.RESET})
"""Failures that somebody out there caused, so that one host alone is evidence."""
_DOUBTFUL_HOSTS = 12
"""So many hosts in a row without an answer, and it is time to ask one that was well."""
_WELL_HOSTS = 32
"""Hosts that are remembered for that; they take turns."""
_CONTROLS = 2
"""Hosts that are asked each time: the first one that answers is enough."""


def somebody(reply: Reply) -> bool:
    """Whether there was anybody at the other end.

    >>> from datetime import UTC, datetime
    >>> from crawler.gather.exchange import Request
    >>> ask, at = Request(url="https://a.test/", targets=("https://a.test/",)), datetime(2026, 11, 23, tzinfo=UTC)
    >>> somebody(Reply(request=ask, at=at, status=500)), somebody(Reply(request=ask, at=at, error=ErrorKind.TLS))
    (True, True)
    >>> somebody(Reply(request=ask, at=at, error=ErrorKind.REFUSED))
    False
    """
    return reply.status is not None or reply.error in _SOMEBODY


class Connectivity:
    """Keeps count of who answered. While nobody has, nothing may be recorded against a link."""

    def __init__(self) -> None:
        self.answered = False
        """Whether any host at all gave an answer in this run."""
        self._answers = 0
        self._silent: set[str] = set()
        self._plain = True
        self._since: set[str] = set()
        """Hosts that were silent since the last answer of any."""
        self._well: dict[str, str] = {}

    def heard(self, reply: Reply) -> None:
        """Take note of one reply."""
        if somebody(reply):
            self._answer(reply.request.url)
        elif reply.error not in _NOT_THE_NETWORK:
            self._silence(reply)

    def count(self, answers: int, last: str) -> None:
        """Take note of how many answers there were so far, those to robots.txt and of redirects included."""
        if answers > self._answers:
            self._answers = answers
            self._answer(last)

    def reached(self) -> None:
        """A host was asked whether the network is there, and answered; or there was none to ask."""
        self._since.clear()

    def controls(self) -> list[str]:
        """Addresses of hosts that were well in this run, others each time, to be asked whether the network is there.

        A single host that was well and is silent now is taken at its word: there is nobody to tell it from the network.
        """
        hosts = [host for host in self._well if host not in self._since]
        hosts = hosts or (list(self._well) if len(self._since) > 1 else [])
        for host in hosts[:_CONTROLS]:
            self._well[host] = self._well.pop(host)
        return [self._well[host] for host in hosts[:_CONTROLS]]

    @property
    def proven(self) -> bool:
        """Whether what was heard so far may be recorded: somebody has answered, and nobody was silent since."""
        return self.answered and not self._since

    @property
    def unsure(self) -> bool:
        """Whether it all ends in silence: the network was there once, and may have gone."""
        return self.answered and bool(self._since)

    @property
    def doubtful(self) -> bool:
        """Whether so many hosts in a row were silent that the network may have gone."""
        return self.answered and len(self._since) >= _DOUBTFUL_HOSTS

    @property
    def hopeless(self) -> bool:
        """Whether so many hosts were silent, and none answered, that the crawl may as well stop."""
        return not self.answered and len(self._silent) >= _ENOUGH_HOSTS

    @property
    def down(self) -> bool:
        """At the end of a run: whether its failures say more about this machine than about the links.

        Two silent hosts are enough. A single host that does not exist, or refuses, is taken at its word; a single one
        that times out is not.
        """
        return not self.answered and (len(self._silent) > 1 or (bool(self._silent) and not self._plain))

    def _answer(self, url: str) -> None:
        self.answered = True
        self._since.clear()
        if len(self._well) < _WELL_HOSTS:
            self._well.setdefault(urls.host_of(url), url)

    def _silence(self, reply: Reply) -> None:
        """No answer, to this request; that its host answered another one in this run counts for the run."""
        host = urls.host_of(reply.request.url)
        self._since.add(host)
        if reply.host_answered or reply.request.redirects:
            self.answered = True
        else:
            self._silent.add(host)
            self._plain = self._plain and reply.error in _ONE_WOULD_DO
