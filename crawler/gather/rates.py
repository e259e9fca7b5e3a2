"""What a host says about how often it may be asked: Retry-After and the families of rate-limit headers. Pure.

Sources: RFC 9110, 10.2.3 (Retry-After); draft-ietf-httpapi-ratelimit-headers (RateLimit); GitHub's documentation of
its REST limits (x-ratelimit-*); huggingface.co's documentation of its hub limits (RateLimit with r and t).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.gather.exchange import Reply

_EPOCH_FROM = 1_000_000_000
"""A reset beyond this many seconds is a point in time, not a span: 2001 as Unix time, 31 years as a span."""
_REMAINING = ("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining")
_RESET = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")
_FIELDS = frozenset({"retry-after", "ratelimit", *_REMAINING, *_RESET})
_THROTTLED = frozenset({403, 429, 503})
_IN_BODY = "https://api.stackexchange.com/"
"""Who says it in the body: `backoff`, or when there are more requests (api.stackexchange.com/docs/throttle)."""
_BACKOFF = re.compile(rb'"backoff"\s*:\s*([0-9]{1,6})\b')
_USED_UP = re.compile(rb"more requests available in ([0-9]{1,6}) seconds")


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, or None where it says nothing that can be understood.

    >>> now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    >>> retry_after_s("120", now), retry_after_s("Mon, 23 Nov 2026 12:00:30 GMT", now), retry_after_s("soon", now)
    (120.0, 30.0, None)
    >>> retry_after_s("Mon, 23 Nov 2026 11:00:00 GMT", now), retry_after_s("Mon, 01 Jan 99999999999 00:00:00 GMT", now)
    (0.0, None)
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text, re.ASCII):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def pause_s(reply: Reply, cap_s: float) -> float | None:
    """Seconds for which the host wants to be left alone, at most `cap_s`; None where it does not say.

    >>> from crawler.gather.exchange import Request
    >>> reply = Reply(request=Request(url="https://a.test/", targets=()), at=datetime(2026, 11, 23, tzinfo=UTC),
    ...               status=200, headers=(("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "7")))
    >>> pause_s(reply, 120.0), pause_s(reply, 5.0)
    (7.0, 5.0)
    """
    if reply.request.url.startswith(_IN_BODY) and (found := _in_body(reply)):
        return min(float(found[1]), cap_s)
    fields = {name: value for name, value in reversed(reply.headers) if name in _FIELDS}
    if not fields:
        return None
    asked = retry_after_s(fields.get("retry-after"), reply.at) if reply.status in _THROTTLED else None
    asked = asked if asked is not None else _exhausted_s(fields, reply.at)
    return None if asked is None else min(asked, cap_s)


def _in_body(reply: Reply) -> re.Match[bytes] | None:
    """A field cannot be forged within a text, whose quotes are escaped; words can, so they count in an error alone."""
    return _BACKOFF.search(reply.body) or (_USED_UP.search(reply.body) if reply.status != 200 else None)


def _exhausted_s(fields: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until the allowance is filled up again, where the headers say that nothing is left of it."""
    structured = _structured(fields.get("ratelimit", ""))
    if structured is not None:
        return structured
    left = next((value for name in _REMAINING if (value := _number(fields.get(name))) is not None), None)
    reset = next((value for name in _RESET if (value := _number(fields.get(name))) is not None), None)
    if left is None or left > 0 or reset is None:
        return None
    return max(0.0, reset - now.timestamp()) if reset >= _EPOCH_FROM else reset


def _structured(value: str) -> float | None:
    """Seconds until the last of the policies with nothing left is filled up again; None while all have something.

    Both forms are met: `"burst";r=0;t=3, "day";r=0;t=60` (draft 8 and later), and `limit=9, remaining=0, reset=50`.
    """
    policies = [value] if "remaining=" in value else value.split(",")
    spans = (_policy(policy) for policy in policies)
    return max((span for span in spans if span is not None), default=None)


def _policy(text: str) -> float | None:
    fields = dict(re.findall(r"(?:^|[;,\s])(r|t|remaining|reset)=([0-9]{1,9})(?![0-9])", text))
    left, reset = fields.get("r", fields.get("remaining")), fields.get("t", fields.get("reset"))
    return float(reset) if left is not None and reset is not None and int(left) == 0 else None


def _number(value: str | None) -> float | None:
    """The number that a header holds, or None."""
    return float(value) if value and re.fullmatch(r"\s*[0-9]{1,12}\s*", value, re.ASCII) else None
