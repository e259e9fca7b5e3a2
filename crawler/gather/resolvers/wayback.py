"""The Wayback Machine: a copy near a day, and the list of copies. Pure.

Two ways to ask, with limits of their own (`crawler.gather.lane`):

- by redirect: `/web/<time>id_/<address>` leads to the copy that is nearest in time, and gives it as it was taken. What
  was archived carries `Memento-Datetime` (RFC 7089), its status included; without it the status is the archive's own
  word, and 404 means that it has no copy.
- the index of copies (github.com/internetarchive/wayback, wayback-cdx-server/README.md), 24 questions a minute at
  most: one for an address, or one for all addresses below a common beginning.

An archive that may not show a site says so (403, AdministrativeAccessControlException): that is no "no copy".
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import takewhile
from urllib.parse import quote

from crawler import urls
from crawler.gather.exchange import Inquiry, Purpose, Reply, Request
from crawler.gather.marked import marks_of
from crawler.gather.testimony import testimony
from crawler.model import Testimony, Witness

NEAREST = "nearest"
"""Rule of what was asked by redirect."""
INDEX = "index"
"""Rule of what the index of copies says."""
ROWS_MOST = 3000
"""Rows of the index that one answer may hold; about 100 bytes each."""
_ROWS_OF_ONE = 40

_COPY = re.compile(r"https?://web\.archive\.org/web/(\d{14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_STAMP = "%Y%m%d%H%M%S"
_EXCLUDED = ("AdministrativeAccessControlException", "Blocked Site")
_HOST = "web.archive.org"
_CDX = "https://web.archive.org/cdx/search/cdx"


def nearest(target: str, near: datetime) -> Request:
    """Ask for the copy of a target that is nearest to a day."""
    asked = f"https://web.archive.org/web/{near.strftime(_STAMP)}id_/{target}"
    return _request((target,), asked, NEAREST, {target: near})


def index(nears: Mapping[str, datetime], latest: datetime | None = None) -> Request:
    """Ask for the list of good copies of a target, or of all targets that begin alike; none later than `latest`.

    `nears` holds the day that is wanted of each target.
    """
    targets = tuple(nears)
    fields = "output=json&fl=timestamp,original,statuscode&filter=statuscode:200"
    until = f"&to={latest.strftime(_STAMP)}" if latest else ""
    if len(targets) == 1:
        stamp = nears[targets[0]].strftime(_STAMP)
        query = f"url={quote(targets[0], safe='')}&{fields}&closest={stamp}&sort=closest&limit={_ROWS_OF_ONE}"
    else:
        query = f"url={quote(common_beginning(targets), safe='')}&matchType=prefix&{fields}&limit={ROWS_MOST}"
    return _request(targets, f"{_CDX}?{query}{until}", INDEX, nears)


def common_beginning(targets: Sequence[str]) -> str:
    """The address that all of these begin with, cut at a slash; scheme and www. left out, as the index does.

    >>> common_beginning(["https://www.a.example/b/c1", "http://a.example/b/c2"])
    'a.example/b/'
    """
    ordered = sorted(map(_bare, targets))
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(ordered[0], ordered[-1], strict=False))
    return "".join(first for first, _ in pairs).rpartition("/")[0] + "/"


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def _request(targets: tuple[str, ...], asked: str, rule: str, nears: Mapping[str, datetime]) -> Request:
    inquiry = Inquiry(witness=Witness.CAPTURE, asked=asked, rule=rule, near=dict(nears))
    return Request(url=urls.canonical(asked) or asked, targets=targets, purpose=Purpose.ARCHIVE, inquiry=inquiry)


def read(reply: Reply, run: int) -> Iterator[Testimony]:
    """What the archive says of each target; nothing where it gave no usable answer, so that it is asked again."""
    inquiry = reply.request.inquiry
    if inquiry is None or reply.status is None:
        return
    if reply.status == 403 and _is_excluded(reply):
        for target in reply.request.targets:
            yield testimony(reply, run, target, status=403, marks=("excluded",))
    elif inquiry.rule == INDEX:
        yield from _read_index(reply, run, inquiry)
    else:
        yield from _read_copy(reply, run)


def _is_excluded(reply: Reply) -> bool:
    said = (reply.header("x-archive-wayback-runtime-error") or "") + reply.body[:2048].decode("latin-1")
    return reply.header("memento-datetime") is None and any(word in said for word in _EXCLUDED)


def _read_copy(reply: Reply, run: int) -> Iterator[Testimony]:
    (target,) = reply.request.targets
    taken_at = _memento_at(reply)
    if taken_at is None:
        if reply.status == 404 and _is_archive(reply):
            yield testimony(reply, run, target, status=404)
        return
    page, place = reply.page, original(reply.request.url)
    yield testimony(
        reply,
        run,
        target,
        status=reply.status,
        final_url=address(taken_at, place),
        title=page.title if page else None,
        fingerprint=page.text_fingerprint if page else None,
        body_bytes=len(reply.body),
        marks=marks_of(reply, place, target),
        taken_at=taken_at,
    )


def _is_archive(reply: Reply) -> bool:
    """Whether it is the archive that answered: a copy of a redirect may lead out of it."""
    return urls.host_of(reply.request.url) == _HOST


def _memento_at(reply: Reply) -> datetime | None:
    """When the copy was taken, by the header that makes it one: outside of the archive anybody may send it."""
    said = reply.header("memento-datetime")
    if said is None or not _is_archive(reply):
        return None
    try:
        return parsedate_to_datetime(said).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        found = _COPY.fullmatch(reply.request.url)
        return _stamped(found[1]) if found else None


def address(taken_at: datetime, original: str) -> str:
    """The address of a copy as people link it: fourteen digits, no flags, no `:80`.

    >>> address(datetime(2019, 11, 4, 1, 2, 3, tzinfo=UTC), "http://a.example:80/b?c")
    'https://web.archive.org/web/20191104010203/http://a.example/b?c'
    """
    plain = re.sub(r"^(http://[^/]*):80(?=/|$)", r"\1", original)
    return f"https://web.archive.org/web/{taken_at.strftime(_STAMP)}/{plain}"


def original(url: str) -> str:
    """The address of which this is a copy; what is no address of a copy as it is.

    >>> original("https://web.archive.org/web/20191104010203id_/https://a.example/b?c")
    'https://a.example/b?c'
    """
    found = _COPY.fullmatch(url)
    return found[2] if found else url


def _stamped(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _read_index(reply: Reply, run: int, inquiry: Inquiry) -> Iterator[Testimony]:
    """For each target the good copies on both sides of its day; that there is none, where the list is whole."""
    if reply.status != 200 or (rows := _rows(reply.body)) is None:
        return
    by_key: dict[str, list[tuple[datetime, str]]] = {}
    for taken_at, original in rows:
        by_key.setdefault(urls.alias_key(urls.canonical(original) or original), []).append((taken_at, original))
    whole = not reply.truncated and (len(reply.request.targets) == 1 or len(rows) < ROWS_MOST)
    for target in reply.request.targets:
        found = list(_around(by_key.get(urls.alias_key(target), ()), inquiry.near[target]))
        for taken_at, original in found:
            place = address(taken_at, original)
            yield testimony(
                reply, run, target, asked=f"{inquiry.asked}#{place}", status=200, final_url=place, taken_at=taken_at
            )
        if not found and whole:
            yield testimony(reply, run, target, status=404)


def _rows(body: bytes) -> list[tuple[datetime, str]] | None:
    """When each good copy was taken, and of what address; None where the answer cannot be read."""
    try:
        table = json.loads(body or b"[]")
        rows = [(_stamped(str(row[0])), str(row[1]), str(row[2])) for row in table[1:]]
    except (ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None
    return [(taken_at, original) for taken_at, original, status in rows if taken_at and status == "200"]


_SIDES = 2
"""So many copies on each side of the day: the nearest may turn out to be an error page that answered 200."""


def _around(copies: Iterable[tuple[datetime, str]], near: datetime) -> Iterator[tuple[datetime, str]]:
    ordered = sorted(set(copies))
    before = [copy for copy in ordered if copy[0] <= near]
    yield from before[-_SIDES:]
    yield from ordered[len(before) : len(before) + _SIDES]
