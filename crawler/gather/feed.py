"""A feed (RSS, Atom, RDF or JSON Feed) -> its newest entry: when it was written, and what it is called.

Pure and total, but not bounded in time: the reader falls back to regular expressions where the XML is broken, and a
stranger may break it as he likes. So a feed is read where reading can be stopped (`crawler.gather.parsing`).
"""

import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser  # type: ignore[import-untyped]  # it comes without types

from crawler.gather.page import Page
from crawler.gather.titles import TITLE_CHARS, clean

ENTRIES_MOST = 1000
_EARLIEST = datetime(1991, 1, 1, tzinfo=UTC)
_DATES = ("published_parsed", "updated_parsed", "created_parsed")
_JSON = re.compile(rb"\s*\{")
_TAG = re.compile(r"<[^<>]{0,200}>")

_Entry = tuple[datetime, str]


def read(body: bytes, now: datetime) -> Page:
    r"""The newest entry as a page: its title, and the day on which it was published or last changed; empty without one.

    An entry that is dated in the future, as announcements are, is no sign of life: it does not count.

    >>> noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    >>> item = b"<item><title>A</title><pubDate>Wed, 01 Jan 2025 10:00:00 GMT</pubDate></item>"
    >>> found = read(b"<rss version='2.0'><channel>" + item, noon)
    >>> found.title, found.published
    ('A', '2025-01-01')
    >>> read(b'{"items": [{"title": "B", "date_published": "2026-02-07T14:04:00-05:00"}]}', noon).published
    '2026-02-07'
    >>> read(b"<html>no feed", noon).published
    """
    found = _json(body) if _JSON.match(body.removeprefix(b"\xef\xbb\xbf")) else _xml(body)
    past = [entry for entry in found if _EARLIEST <= entry[0] <= now + timedelta(days=1)]
    newest = max(past, key=lambda entry: entry[0], default=None)
    if newest is None:
        return Page()
    title = clean(_TAG.sub("", newest[1][: 4 * TITLE_CHARS]), TITLE_CHARS) or None
    return Page(title=title, published=min(newest[0], now).date().isoformat(), sources={"published": "feed"})


def _xml(body: bytes) -> Iterator[_Entry]:
    # As a stream: bytes would be taken for the name of a file, and a text for an address to fetch.
    try:
        entries = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries
    except Exception:  # noqa: BLE001 - whatever a stranger's bytes make of the reader, they are no feed then
        return
    for entry in entries[:ENTRIES_MOST]:
        held = dict(entry)  # its own mapping answers for other names, too
        dates = [at for name in _DATES if (at := _moment(held.get(name)))]
        if dates:
            yield max(dates), _text(held.get("title"))


def _moment(parts: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _json(body: bytes) -> Iterator[_Entry]:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): `items`, each with its dates in RFC 3339."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in (items if isinstance(items, list) else [])[:ENTRIES_MOST]:
        given = (item.get("date_published"), item.get("date_modified")) if isinstance(item, dict) else ()
        if dates := list(_stated(given)):
            yield max(dates), _text(item.get("title"))


def _stated(values: Iterable[Any]) -> Iterator[datetime]:
    for value in values:
        try:
            at = datetime.fromisoformat(value)
            yield (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            continue


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
