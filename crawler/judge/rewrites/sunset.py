"""Places of the web that moved or shut: where to, since when, and what a redirect from there is worth. Pure.

A row says nothing of how a link fares: that is for what it answers. It says what a landing elsewhere means, and up to
which day an archive's copy can be a copy of the page.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from types import MappingProxyType

from crawler.judge.rewrites.place import Sunset
from crawler.judge.rewrites.places import SUNSETS
from crawler.urls import host_of, parse


def sunset_of(url: str) -> Sunset | None:
    """The row for the place that an address lies in, the most particular one; None for all the rest of the web.

    >>> sunset_of("https://www.deepmind.com/blog/a-generalist-agent").now
    'deepmind.google/blog/'
    >>> sunset_of("http://paperswithcode.com").last_capture
    datetime.date(2025, 7, 24)
    >>> sunset_of("https://a.example/")
    """
    parsed = parse(url)
    host = host_of(url).removeprefix("www.")
    if parsed is None or host not in _BY_HOST:
        return None
    place = f"{host}{parsed.pathname}"
    return next((row for row in _BY_HOST[host] if place.startswith(row.place)), None)


def latest_capture(url: str) -> datetime | None:
    """The last moment from which an archive's copy can be one of the page; None where no such day is known.

    >>> latest_capture("https://towardsdatascience.com/information-entropy-c037a90de58f").isoformat()
    '2025-02-01T23:59:59+00:00'
    >>> latest_capture("https://a.example/")
    """
    row = sunset_of(url)
    return datetime.combine(row.last_capture, time(23, 59, 59), UTC) if row and row.last_capture else None


def goes_nowhere(url: str, end: str) -> bool:
    """Whether a redirect leads from a place that moved or shut to a page that is not what was linked.

    >>> goes_nowhere("https://paperswithcode.com/method/vgg", "https://huggingface.co/papers/trending")
    True
    >>> goes_nowhere("https://a.example/method/vgg", "https://huggingface.co/papers/trending")
    False
    """
    row = sunset_of(url)
    return row is not None and row.generic(url, end)


def _by_host(rows: Iterable[Sunset]) -> Mapping[str, tuple[Sunset, ...]]:
    """Rows by host, the longest place first."""
    held: dict[str, list[Sunset]] = {}
    for row in sorted(rows, key=lambda row: -len(row.place)):
        held.setdefault(row.place.partition("/")[0], []).append(row)
    return MappingProxyType({host: tuple(group) for host, group in held.items()})


_BY_HOST = _by_host(SUNSETS)
