"""Days as strangers write them, and how long ago they were. Pure."""

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ].*)?)?)?", re.ASCII | re.DOTALL)
_EARLIEST = 1991
"""The first page of the web is of that year: an earlier day is a clock that was never set."""


def day_of(text: str, today: date) -> date | None:
    """The last day that a date may mean, as precise as it is; None where it is none, or is still to come.

    >>> today = date(2026, 11, 28)
    >>> [str(day_of(text, today)) for text in ("2017", "2017-02", "2017-02-03", "2017-02-03T10:00:00Z", "2026")]
    ['2017-12-31', '2017-02-28', '2017-02-03', '2017-02-03', '2026-11-28']
    >>> [day_of(text, today) for text in ("true", "2017-13", "2017-02-30", "2027", "0001-01-01", "1970-01-01")]
    [None, None, None, None, None, None]
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    if year < _EARLIEST or month > 12:
        return None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = first if day else first.replace(month=month or 12, day=monthrange(year, month or 12)[1])
    return min(last, today) if first <= today else None


def days_text(days: int) -> str:
    """How many days, in words.

    >>> [days_text(days) for days in (0, 1, 59, 60, 729, 730, 1200)]
    ['0 days', '1 day', '59 days', '2 months', '24 months', '2 years', '3 years']
    """
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{round(days / 30.44)} months" if days < 730 else f"{days // 365} years"
