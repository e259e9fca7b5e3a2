"""One cell of a table: text, number, moment and JSON made fit to store, and read back. Pure.

SQLite takes neither a lone surrogate nor an integer beyond 64 bits, and cuts a text off at a NUL where it measures or
compares it.
"""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from crawler.model import Redirect

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_INT64 = 2**63 - 1


def clean(text: str) -> str:
    r"""The text with NULs and lone surrogates replaced by U+FFFD.

    >>> clean("caf\u00e9")
    'café'
    >>> clean("a\x00b\ud800c")
    'a\ufffdb\ufffdc'
    """
    if "\0" in text:
        text = text.replace("\0", _REPLACEMENT)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def clean_or_none(text: str | None) -> str | None:
    """The text made fit, where there is one."""
    return None if text is None else clean(text)


def whole(number: int) -> int:
    """The number, or the end of the 64-bit range that it lies beyond.

    >>> whole(7), whole(2**80) == 2**63 - 1, whole(-(2**80)) == -(2**63)
    (7, True, True)
    """
    return max(-_INT64 - 1, min(_INT64, number))


def seconds(number: float) -> float:
    """The number, or 0.0 where it is none: STRICT tables take NaN for NULL, and JSON knows no infinity."""
    return number if math.isfinite(number) else 0.0


def stamp(at: datetime) -> str:
    """ISO 8601 in UTC, always 27 characters, so that the order of the texts is the order of the times.

    >>> stamp(datetime(2026, 11, 23, 10, 30, tzinfo=UTC))
    '2026-11-23T10:30:00.000000Z'
    >>> stamp(datetime(1, 1, 1))
    '0001-01-01T00:00:00.000000Z'
    """
    try:
        naive = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    except OverflowError:  # a zone may shift the first and the last day beyond what a datetime holds
        naive = at.replace(tzinfo=None)
    return f"{naive.isoformat(timespec='microseconds')}Z"


def stamp_or_none(at: datetime | None) -> str | None:
    """The moment as text, where there is one."""
    return None if at is None else stamp(at)


def moment(text: str) -> datetime:
    """What `stamp` wrote.

    >>> moment("2026-11-23T10:30:00.000000Z")
    datetime.datetime(2026, 11, 23, 10, 30, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moment_or_none(text: str | None) -> datetime | None:
    """The moment of a text, where there is one."""
    return None if text is None else moment(text)


def as_json(value: object) -> str:
    """As JSON, in one way only: a row that says the same as another is the same."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def texts(values: Iterable[str]) -> str:
    """Texts as a JSON array."""
    cleaned = [clean(value) for value in values]
    return as_json(cleaned) if cleaned else "[]"


def mapping(values: Mapping[str, str]) -> str:
    """Names and texts as a JSON object."""
    return as_json({clean(name): clean(value) for name, value in values.items()}) if values else "{}"


def hops(redirects: Iterable[Redirect]) -> str:
    """Redirects as a JSON array of objects."""
    found = [{"status": hop.status, "url": clean(hop.url)} for hop in redirects]
    return as_json(found) if found else "[]"
