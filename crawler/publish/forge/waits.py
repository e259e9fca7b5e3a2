"""How long a forge is to be left alone, and which requests may be made twice. Pure.

Sources: GitHub's documentation of the rate limits for its REST interface and of best practices for integrators: writes
one after the other and a second apart, those that send mail further; a secondary limit says `retry-after`, or means a
minute at least, and longer each time; the primary one says when it begins anew.
"""

from collections.abc import Mapping

WRITE_GAP_S = 1.0
NOTIFYING_GAP_S = 3.0
SECONDARY_S = 60.0
SERVER_ERROR_S = 2.0
"""Doubled at each attempt: 2, 4, 8 seconds."""
ATTEMPTS = 4
MOST_S = 600.0
"""A run waits so long in all, and not longer: the job has its own end (15 minutes), and the next run comes."""

_LIMIT_WORDS = ("rate limit", "abuse")


def is_limit(status: int, headers: Mapping[str, str], message: str) -> bool:
    """Whether a refusal is about how often, and not about what.

    >>> is_limit(429, {}, ""), is_limit(403, {"retry-after": "3"}, ""), is_limit(403, {}, "Must have admin rights")
    (True, True, False)
    >>> is_limit(403, {}, "You have exceeded a secondary rate limit.")
    True
    >>> is_limit(403, {"x-ratelimit-remaining": "0"}, ""), is_limit(422, {"retry-after": "3"}, "")
    (True, False)
    """
    if status == 429:
        return True
    told = "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
    return status == 403 and (told or any(word in message.lower() for word in _LIMIT_WORDS))


def limit_s(headers: Mapping[str, str], now_epoch_s: float, attempt: int) -> float:
    """Seconds to wait for a limit; `attempt` counts from 1.

    >>> limit_s({"retry-after": "7"}, 0.0, 1), limit_s({}, 0.0, 1), limit_s({}, 0.0, 3)
    (7.0, 60.0, 240.0)
    >>> limit_s({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030"}, 1000.0, 1)
    31.0
    """
    if (asked := _seconds(headers.get("retry-after"))) is not None:
        return asked
    reset = _seconds(headers.get("x-ratelimit-reset"))
    if headers.get("x-ratelimit-remaining") == "0" and reset is not None:
        return max(0.0, reset - now_epoch_s) + 1.0  # their clock shows whole seconds
    return SECONDARY_S * 2.0 ** (attempt - 1)


def error_s(attempt: int) -> float:
    """Seconds to wait after an error of the server's own.

    >>> [error_s(attempt) for attempt in (1, 2, 3)]
    [2.0, 4.0, 8.0]
    """
    return SERVER_ERROR_S * 2.0 ** (attempt - 1)


def _seconds(text: str | None) -> float | None:
    text = (text or "").strip()
    return float(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else None
