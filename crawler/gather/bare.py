"""Bare URLs and mail addresses in text: GFM's extended autolinks, on the bytes as they are written. Pure.

After GFM 6.9 and, where its prose is silent, what GitHub's own parser does: a host without a dot is one after
`https://` (`http://localhost`), and all up to white space or `<` belongs to the path. One thing is ours: a `]` that
closes nothing ends the URL, so that `[see https://a.example]` has the URL that a reader sees.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crawler.gather.source import decode

CANDIDATE = re.compile(r"://|www\.|@")
"""Where there is none of these in a text, there is no bare URL."""

_CANDIDATE = re.compile(rb"://|www\.|@")
_SCHEMES = (b"https", b"http", b"ftp")
_LETTERS_BEFORE = re.compile(rb"[A-Za-z]*\Z")
# DNS names end at 253 bytes; the bound keeps a line of many `www._` linear.
_HOST = re.compile(rb"[A-Za-z0-9\-_.\x80-\xff]{1,255}")
# An escaped `<` is text; its backslash is no part of the URL.
_MAY_END = re.compile(rb"[\s<\[\]]|\\<")
_TRAILING = b"?!.,:*_~'\""
_ENTITY_AT_END = re.compile(rb"&[A-Za-z0-9]+;\Z")
_LOCAL = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_"
_MAIL_HOST = re.compile(rb"[A-Za-z0-9\-_]+(?:\.[A-Za-z0-9\-_]+)+")
_XMPP_RESOURCE = re.compile(rb"/[A-Za-z0-9@.]*[A-Za-z0-9@]")
_LOOK_BACK_BYTES = 256


class Run(NamedTuple):
    """A stretch of text in which bare URLs may begin."""

    start: int
    end: int
    limit: int
    """Where the block or the cell is over at the latest: a URL may go on past the end of the text, not past this."""
    first: bool
    """Whether the text begins a line of its block, or a cell."""


def spans(data: bytes, runs: Iterable[Run], stops: Sequence[int] = ()) -> Iterator[tuple[int, int]]:
    """Byte spans of the bare URLs that begin in `runs`.

    `stops` are the offsets, in order, at which something begins that is no text: a link, a code span, a tag.

    >>> text = b"(see https://a.example/b_(c)), or me@b.example."
    >>> [text[start:end] for start, end in spans(text, [Run(0, len(text), len(text), first=True)])]
    [b'https://a.example/b_(c)', b'me@b.example']
    """
    last = 0
    for run in runs:
        for match in _CANDIDATE.finditer(data, max(run.start, last), run.end):
            if match.start() < last:
                continue
            index = bisect_left(stops, match.end())
            stop = min(run.limit, stops[index]) if index < len(stops) else run.limit
            found = _span(data, match, max(last, run.start if run.first else 0), stop)
            if found:
                yield found
                last = found[1]


def fits(before: bytes, raw: bytes, after: bytes) -> bool:
    """Whether `raw` between `before` and `after` is read as one bare URL, no more and no less.

    >>> fits(b"(", b"https://a.example/b", b")"), fits(b"", b"https://a.example/b.", b"")
    (True, False)
    """
    text = before[-1:] + raw + after
    start = len(before[-1:])
    run = Run(start, start + len(raw), len(text), first=not start)
    return next(spans(text, [run]), None) == (start, start + len(raw))


def _span(data: bytes, match: re.Match[bytes], floor: int, stop: int) -> tuple[int, int] | None:
    if match[0] == b"@":
        return _mail(data, match, floor, stop)
    start = _url_start(data, match, floor) if match[0] == b"://" else _www_start(data, match.start(), floor)
    if start is None:
        return None
    host_at = match.end() if match[0] == b"://" else start
    host = _HOST.match(data, host_at, stop)
    if host is None or not _is_host(decode(host[0])):
        return None
    end = _trimmed(data, start, _path_end(data, host_at, stop))
    return (start, end) if end > match.end() else None


def _url_start(data: bytes, match: re.Match[bytes], floor: int) -> int | None:
    before = _LETTERS_BEFORE.search(data, max(floor, match.start() - len("https") - 1), match.start())
    scheme = before[0].lower() if before else b""
    return match.start() - len(scheme) if scheme in _SCHEMES else None


def _www_start(data: bytes, start: int, floor: int) -> int | None:
    before = data[max(floor, start - 1) : start]
    return start if not before.strip() or before in b"*_~([" else None


def _is_host(text: str) -> bool:
    host = text if text.isascii() else "".join(_until_punctuation(text))
    return bool(host) and host[0] not in ".-_" and "_" not in "".join(host.split(".")[-2:])


def _until_punctuation(text: str) -> Iterator[str]:
    for character in text:
        if not character.isascii() and unicodedata.category(character)[0] in "PZ":
            return
        yield character


def _path_end(data: bytes, at: int, stop: int) -> int:
    depth = 0
    for match in _MAY_END.finditer(data, at, stop):
        if match[0] == b"[":
            depth += 1
        elif match[0] == b"]" and depth:
            depth -= 1
        else:
            return match.start()
    return stop


def _trimmed(data: bytes, start: int, end: int) -> int:
    extra = data.count(b")", start, end) - data.count(b"(", start, end)
    while True:  # the letters of the scheme or of `www` stop it
        last = data[end - 1 : end]
        if last == b")" and extra > 0:
            extra -= 1
        elif last == b";":
            entity = _ENTITY_AT_END.search(data, max(start, end - 40), end)
            end = entity.start() + 1 if entity else end
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _mail(data: bytes, match: re.Match[bytes], floor: int, stop: int) -> tuple[int, int] | None:
    start = _local_start(data[max(floor, match.start() - _LOOK_BACK_BYTES) : match.start()], match.start())
    host = _MAIL_HOST.match(data, match.end(), stop)
    # GFM 6.9: the last character must be neither `-` nor `_`.
    if start is None or host is None or host[0].endswith((b"-", b"_")):
        return None
    resource = _XMPP_RESOURCE.match(data, host.end(), stop) if data.startswith(b"xmpp:", start) else None
    return start, (resource or host).end()


def _local_start(before: bytes, at: int) -> int | None:
    """Where the part of a mail address that ends at `at` begins, `before` being what stands there."""
    name = before[len(before.rstrip(_LOCAL)) :]
    scheme = next((scheme for scheme in (b"mailto:", b"xmpp:") if before.endswith(scheme + name)), b"")
    bare = name.lstrip(b"-")
    if not bare:
        return None
    return at - len(scheme + name if len(bare) == len(name) else bare)
