"""When a target is to be asked again. Pure."""

import hashlib
from datetime import UTC, datetime, timedelta

from crawler.model import Health, History, Verdict

JITTER = 0.15
"""At most this share of the time is taken off, never added: what runs once a day must find what is due once a day."""

AT_ONCE = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)

_SETTLED = frozenset(
    {Health.ALIVE, Health.MOVED, Health.BLOCKED, Health.SKIPPED, Health.DEAD, Health.HIJACKED},
)
"""Asked about weekly; the others may be different tomorrow."""


def due_at(history: History, verdict: Verdict, *, alive_days: float, failing_days: float) -> datetime:
    """When the target is to be asked again; at once if it never was.

    >>> from crawler.model import Scheme, Target
    >>> never = History(target=Target(url="https://a.example/", scheme=Scheme.WEB))
    >>> unknown = Verdict(target="https://a.example/", health=Health.UNKNOWN, reason="not asked yet")
    >>> due_at(never, unknown, alive_days=7, failing_days=1) == AT_ONCE
    True
    """
    if history.last is None:
        return AT_ONCE
    days = alive_days if verdict.health in _SETTLED else failing_days
    try:
        return history.last.at + timedelta(days=days * (1 - JITTER * _share(history.target.url)))
    except OverflowError:
        return _NEVER


def is_due(history: History, verdict: Verdict, now: datetime, *, alive_days: float, failing_days: float) -> bool:
    """Whether the target is to be asked now."""
    ahead = history.last is not None and history.last.at > now  # some clock was wrong: that must not last for years
    return ahead or due_at(history, verdict, alive_days=alive_days, failing_days=failing_days) <= now


def _share(url: str) -> float:
    """From 0 to 1, the same for the same URL: so that the links of a list do not all fall due in the same hour."""
    digest = hashlib.sha256(url.encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
