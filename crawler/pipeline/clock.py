"""Where time comes from. EDGE: the clock."""

import time
from datetime import UTC, datetime

from crawler.gather.fetcher import Clock
from crawler.publish.forge.wire import Timing


def _utc() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - this is the edge that reads the clock


SYSTEM = Clock(monotonic=time.monotonic, utc=_utc)
"""The machine's own clocks."""
PATIENCE = Timing(monotonic=time.monotonic, epoch=time.time, sleep=time.sleep)
"""The same for a forge, which may ask us to wait."""
