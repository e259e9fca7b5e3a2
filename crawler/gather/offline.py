"""Is it the links, or is it this machine's own network? Pure."""

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


class Connectivity:
    """Counts who answered. While nobody has, nothing may be recorded against a link."""

    def __init__(self) -> None:
        self.answered = False
        """Whether any host at all gave an answer in this run."""
        self._silent: set[str] = set()
        self._plain = True

    def heard(self, reply: Reply) -> None:
        """Take note of one reply."""
        if reply.status is not None or reply.host_answered or reply.request.redirects or reply.error in _SOMEBODY:
            self.answered = True
        elif reply.error not in _NOT_THE_NETWORK:
            self._silent.add(urls.host_of(reply.request.url))
            self._plain = self._plain and reply.error in _ONE_WOULD_DO

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
