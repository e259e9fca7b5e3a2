"""Link reference definitions: what they define, where the URL stands, and those that define a label again. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyromark

from crawler.gather import spans
from crawler.gather.dialect import OPTIONS, Event, Events, events
from crawler.gather.source import Source
from crawler.gather.written import decode_url
from crawler.model import LinkKind

_CANDIDATE = re.compile(rb"(?:[ \t]|>|[-+*][ \t]|\d{1,9}[.)][ \t])*+(\[(?!\^)(?:[^\[\]\\\n]|\\.)++\]:)[ \t]*+(?=\S)")
_CONTAINERS = frozenset({"List", "Item", "BlockQuote", "FootnoteDefinition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One `[label]: destination "title"`."""

    at: int
    """Offset of its first bracket."""
    start: int
    end: int
    url: str
    label: str
    title: str


def key(label: str) -> str:
    r"""What two labels have in common that mean the same definition (CommonMark 6.6).

    >>> key("Foo \n bar") == key("FOO BAR"), key("ẞ") == key("SS")
    (True, True)
    """
    return " ".join(label.split()).casefold()


def read(source: Source) -> dict[str, Definition]:
    r"""The definitions that count, by key, in document order.

    >>> from crawler.gather.source import read as source
    >>> [(found.label, found.start, found.end) for found in read(source(b"[a]: <b>\n[A]: c\n")).values()]
    [('a', 6, 7)]
    """
    if b"]:" not in source.data:
        return {}
    defined = pyromark.reference_definitions(source.text, options=OPTIONS)
    return {
        key(label): _definition(source, label, found["dest"], found["title"] or "", found["span"]["start"])
        for label, found in defined.items()
    }


def repeated(source: Source, counted: Iterable[Definition]) -> Iterator[Definition]:
    r"""The definitions that do not count, because an earlier one has the same label.

    >>> from crawler.gather.source import read as source
    >>> text = source(b"[a]: b\n\n[a]: c\n\ntext\n[a]: d\n")
    >>> [found.url for found in repeated(text, read(text).values())]
    ['c']
    """
    known = {found.at for found in counted}
    candidates = [match for match in _candidates(source.data, source.body) if match.start(1) not in known]
    if not candidates:
        return
    for match in _uncovered(candidates, events(source)):
        start, end = spans.definition(source.data, match.start(1), len(source.data), "")
        label = match[1][1:-2].decode(errors="replace")
        url = decode_url(source.data[start:end], LinkKind.UNUSED_DEFINITION)
        yield Definition(at=match.start(1), start=start, end=end, url=url, label=label, title="")


def _definition(source: Source, label: str, url: str, title: str, begin: int) -> Definition:
    at = source.at(begin)
    start, end = spans.definition(source.data, at, len(source.data), url)
    return Definition(at=at, start=start, end=end, url=url, label=label, title=title)


def _candidates(data: bytes, at: int) -> Iterator[re.Match[bytes]]:
    """One match for each line that looks like a definition; lines without `]:` are not looked at."""
    while (colon := data.find(b"]:", at)) >= 0:
        match = _CANDIDATE.match(data, data.rfind(b"\n", at, colon) + 1 or at)
        if match:
            yield match
        at = data.find(b"\n", colon) + 1 or len(data)


def _uncovered(candidates: list[re.Match[bytes]], found: Events) -> Iterator[re.Match[bytes]]:
    """Those candidates that lie in no text, code, table: the parser took them out as definitions."""
    reach, waiting = -1, iter(found)
    event: Event | None = next(waiting, None)
    for match in candidates:
        while event and event[1] <= match.start(1):
            reach = max(reach, event[2]) if not _is_container(event[0]) else reach
            event = next(waiting, None)
        if reach <= match.start(1):
            yield match


def _is_container(event: object) -> bool:
    if not isinstance(event, dict):
        return False
    tag = event.get("Start", event.get("End"))
    return (next(iter(tag)) if isinstance(tag, dict) else tag) in _CONTAINERS
