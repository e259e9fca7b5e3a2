"""Two ledgers in one: by key, in whatever order and however often, without a loss. Pure.

Facts are only ever added, so what both sides know is kept once and what one side knows is kept too. Where the sides
differ on one key, each field has an order of its own to choose by, which knows nothing of sides.
"""

from collections.abc import Collection
from typing import Any, Final

from crawler.store.ledger.files import (
    LINKS,
    PUBLICATION,
    REPORT,
    SOURCES,
    Ledger,
    Lines,
    facts,
    holds_lines,
    in_order,
    keyed,
    reported_at,
    sealed,
    written,
)
from crawler.store.ledger.lines import Record, record, text
from crawler.store.ledger.shapes import LINK, RUN

_LISTS: Final = (SOURCES, LINKS)


def merge(ours: Ledger, theirs: Ledger) -> dict[str, bytes]:
    """All that either knows; of what has but one value (the report, the publisher's memory) the newer."""
    paths = sorted(path for path in ours.keys() | theirs.keys() if holds_lines(path) and path not in _LISTS)
    found = {path: _united(path, ours.get(path, b""), theirs.get(path, b"")) for path in paths}
    found |= _lists(ours, theirs)
    found |= {PUBLICATION: max((_memory(side) for side in (ours, theirs)), key=_written_at)}
    found |= {REPORT: max((side.get(REPORT, b"") for side in (ours, theirs)), key=_reported_at)}
    return sealed(found)


def _united(path: str, ours: bytes, theirs: bytes) -> bytes:
    if ours == theirs:  # the files of past months, as a rule
        return ours
    lines = keyed(facts(path, ours))
    for shape, short in facts(path, theirs):
        key = shape.key_of(short)
        known = lines.get(key, short)
        lines[key] = known if known == short else _joined_run(known, short) if shape is RUN else _first(known, short)
    return written(lines)


def _first(one: Record, other: Record) -> Record:
    """Of two that tell of the same in another way the earlier: a store keeps the first answer too."""
    return min(one, other, key=lambda short: (short["at"], text(short)))


def _joined_run(one: Record, other: Record) -> Record:
    """One crawl, as two machines that went on with it tell of it."""
    sides = RUN.whole(one), RUN.whole(other)
    found = {name: max((side[name] for side in sides), key=_none_last) for name in RUN.fields if name != "notes"}
    return RUN.short(found | {"notes": _union(*(side["notes"] for side in sides))})


def _none_last(value: Any) -> tuple[bool, Any]:
    return value is not None, value


def _union(one: list[str], other: list[str]) -> list[str]:
    """As they are, where they agree: the order of notes is part of what they tell."""
    return one if one == other else sorted({*one, *other})


def _lists(ours: Ledger, theirs: Ledger) -> dict[str, bytes]:
    """Links and lists: a list is as whoever read it last has seen it."""
    if all(ours.get(path, b"") == theirs.get(path, b"") for path in _LISTS):
        return {path: ours.get(path, b"") for path in _LISTS}
    sides = [(_lines(side, SOURCES), _lines(side, LINKS)) for side in (ours, theirs)]
    sources: Lines = {}
    for read, _ in sides:
        for key, short in read.items():
            sources[key] = max(sources.get(key, short), short, key=_read_at)
    links: Lines = {}
    for read, known in sides:
        old = {path for (path,), newest in sources.items() if read.get((path,)) != newest}
        for key, short in known.items():
            seen = _seen(short, old)
            links[key] = _joined_link(links[key], seen) if key in links else seen
    return {SOURCES: written(sources), LINKS: written(links)}


def _lines(side: Ledger, path: str) -> Lines:
    return keyed(facts(path, side.get(path, b"")))


def _read_at(short: Record) -> tuple[str, str]:
    return short["read_at"], text(short)


def _seen(short: Record, old: Collection[str]) -> Record:
    """The link without its places in lists that somebody has read since."""
    return LINK.short(short | {"places": [place for place in short.get("places", ()) if place["path"] not in old]})


def _joined_link(one: Record, other: Record) -> Record:
    places = in_order([*one.get("places", ()), *other.get("places", ())])
    schemes = (LINK.whole(side)["scheme"] for side in (one, other))
    first = min(one["first_seen_at"], other["first_seen_at"])
    return LINK.short({"url": one["url"], "scheme": max(schemes), "first_seen_at": first, "places": places})


def _memory(side: Ledger) -> bytes:
    found = record(side.get(PUBLICATION, b""))
    return b"" if found is None else f"{text(found)}\n".encode()


def _written_at(memory: bytes) -> tuple[bool, str, bytes]:
    at = (record(memory) or {}).get("written_at")
    return memory != b"", at if isinstance(at, str) else "", memory


def _reported_at(page: bytes) -> tuple[str, bytes]:
    return reported_at(page), page
