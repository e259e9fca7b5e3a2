"""The real client, in front of the fake or of any server, with a clock that a test turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from crawler.publish.forge.github import GitHub, open_forge
from crawler.publish.forge.wire import Timing
from crawler.settings import Keys, Settings
from tests.forge.fake import BOT_TOKEN

EPOCH_S = 1_800_000_000.0
"""The hour at which every such clock begins."""


@dataclass
class Patience:
    """A clock that moves by waiting alone, and how long was waited."""

    waits: list[float] = field(default_factory=list)

    @property
    def total_s(self) -> float:
        """Seconds that were waited in all."""
        return sum(self.waits)

    @property
    def timing(self) -> Timing:
        """For a client."""
        return Timing(monotonic=lambda: self.total_s, epoch=lambda: EPOCH_S + self.total_s, sleep=self.waits.append)


@contextmanager
def client(
    url: str,
    patience: Patience,
    *,
    name: str = "maintainer/awesome",
    token: str = BOT_TOKEN,
    cacert: Path | None = None,
    transport: httpx.BaseTransport | None = None,
) -> Iterator[GitHub]:
    """The client of a server at `url`."""
    settings = Settings(keys=Keys(github_token=token, github_api_url=url), cacert=cacert)
    with open_forge(settings, name, patience.timing, transport) as forge:
        yield forge
