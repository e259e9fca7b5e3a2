"""Is the network still there? Hosts that were well in this very run are asked again. EDGE: network, asyncio."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from crawler import urls
from crawler.gather import robots
from crawler.gather.exchange import Purpose, Request
from crawler.gather.fetcher import Clock, Fetcher
from crawler.gather.offline import somebody
from crawler.settings import Settings

PATIENCE_S = 120.0
"""So long a crawl waits for a network that has gone: a router starts anew in less."""
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 8.0


class Watch:
    """Asks for the robots.txt of hosts that were well: small, always allowed, and any answer will do."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._over = asyncio.Event()

    def stop(self) -> None:
        """Wait no longer."""
        self._over.set()

    async def reaches(self, addresses: Sequence[str]) -> bool:
        """Whether one of these hosts answers.

        The names are looked up anew and the connections are new: what the crawl remembers of a host would hide that
        nobody tells names from numbers any more.
        """
        async with Fetcher(self._settings, self._clock) as fetcher:
            for origin in map(urls.origin_of, addresses):
                ask = Request(url=robots.robots_url(origin), targets=(origin,), purpose=Purpose.ROBOTS)
                if somebody(await fetcher.fetch(ask)):
                    return True
        return False

    async def returns(self, addresses: Callable[[], Sequence[str]]) -> bool:
        """Wait until one of these hosts answers again; False when that takes too long, or nobody wants to wait."""
        wait_s = _FIRST_WAIT_S
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while not await self._stopped_within(wait_s):
                    if await self.reaches(addresses()):
                        return True
                    wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
        return False

    async def _stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()
