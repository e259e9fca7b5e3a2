"""Who knows what to ask about a target, and how to read the reply. A resolver never asks.

The protocol stands here and its implementers import nothing of it. The registry is keyed by host; `web` takes every
host that nobody else knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from crawler import urls
from crawler.gather.exchange import Reply, Request, Validators
from crawler.gather.resolvers import web
from crawler.model import Metadata, Observation, Target


class Resolver(Protocol):
    """Knows what to ask about targets, and how to read the reply."""

    name: str
    """What `Observation.via` says of it."""
    hosts: frozenset[str]
    """The hosts whose targets it takes."""

    def requests(self, targets: Sequence[Target], known: Mapping[str, Validators]) -> Iterator[Request]:
        """The first hops to ask, each for one or more of the targets; `known` are the validators kept of them."""
        ...

    def read(self, reply: Reply, run: int) -> Iterator[tuple[Observation, Metadata | None]]:
        """What a finished reply says of each target that it was asked for."""
        ...


WEB: Resolver = web.Web()
_BY_HOST: dict[str, Resolver] = {}


def resolver_for(target: Target) -> Resolver:
    """The resolver that knows a target's host, else the one that asks for the page itself."""
    return _BY_HOST.get(urls.host_of(target.url), WEB)
