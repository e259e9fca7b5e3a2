"""Rows of the tables <-> lines of a ledger. Pure.

Both hold the same facts. A row has a cell for everything and numbers its run; a line names only what does not go
without saying, and knows its run by the moment it began.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from crawler.store.cells import as_json, moment, stamp
from crawler.store.ledger.files import Fact, tidy
from crawler.store.ledger.lines import Record
from crawler.store.ledger.shapes import LINK, METADATA, OBSERVATION, PLACE, TESTIMONY, Shape
from crawler.store.rows import METADATA_COLUMNS, OBSERVATION_COLUMNS, TESTIMONY_COLUMNS, Row

_JSON: Final = frozenset(
    {"redirects", "headers", "marks", "authors", "identifiers", "state", "sources", "section", "notes"}
)
_FLAGS: Final = frozenset({"host_answered", "complete"})
_COLUMNS: Final = {
    OBSERVATION: ("observation", tuple(OBSERVATION_COLUMNS.split(", "))),
    METADATA: ("metadata", tuple(METADATA_COLUMNS.split(", "))),
    TESTIMONY: ("testimony", tuple(TESTIMONY_COLUMNS.split(", "))),
}
_PLACE: Final = ("line", "column", "start", "end", "url", "text", "title", "section", "kind")
"""The first of LINK_COLUMNS, as a place calls them."""


def run_keys(started: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The moments by which runs are known, of their numbers and when they began; in the order of their numbers.

    A clock that was set back, or two runs in one moment, would make two of one name, or turn their order about: the
    later run is then known by the moment after the one before it.

    >>> list(run_keys([(1, "2026-11-28T00:00:00.000000Z"), (2, "2026-11-27T00:00:00.000000Z")]).values())
    ['2026-11-28T00:00:00.000000Z', '2026-11-28T00:00:00.000001Z']
    """
    keys: dict[int, str] = {}
    last = ""
    for number, at in started:
        last = keys[number] = at if at > last else stamp(moment(last) + timedelta(microseconds=1))
    return keys


def fact_of(shape: Shape, target: str, row: Row, runs: Mapping[int, str]) -> Fact:
    """The line of a row of observations, metadata or testimonies."""
    what, columns = _COLUMNS[shape]
    found: Record = {"what": what, "target": target}
    for name, cell in zip(columns, row, strict=True):
        if name == "run_id":
            found["run"] = runs[cell]
        elif cell is not None:
            found[name] = value_of(name, cell)
    return shape, fitting(shape, found)


def fitting(shape: Shape, found: Record) -> Record:
    """The line, short; ValueError where it would be none."""
    if not shape.fits(found):
        raise ValueError(f"no line can say {found}"[:500])
    return tidy(shape, found)


def value_of(name: str, cell: Any) -> Any:
    """What a cell holds, as JSON has it."""
    if name in _JSON:
        return [] if cell == "[]" else {} if cell == "{}" else json.loads(cell)
    return bool(cell) if name in _FLAGS else cell


def cell_of(value: Any) -> Any:
    """What JSON has, as a cell holds it."""
    if isinstance(value, list | dict):
        return as_json(value)
    return int(value) if isinstance(value, bool) else value


def row_of(shape: Shape, short: Record, runs: Mapping[str, int]) -> Row:
    """The target and the cells of a line."""
    whole = shape.whole(short)
    columns = _COLUMNS[shape][1]
    cells = (runs[whole["run"]] if name == "run_id" else cell_of(whole[name]) for name in columns)
    return (whole["target"], *cells)


def place_of(path: str, row: Row) -> Record:
    """A place, of a row of LINK_COLUMNS."""
    found: Record = {"path": path}
    found |= {name: value_of(name, cell) for name, cell in zip(_PLACE, row, strict=False)}
    ignored, until, because, evergreen, since, added_at = row[len(_PLACE) :]
    if ignored is not None:
        found["ignore"] = {"line": ignored, "until": until, "reason": because}
    if evergreen is not None:
        found["evergreen"] = {"line": evergreen, "reason": since}
    return found | {"added_at": added_at}


def link_fact(url: str, scheme: str, first_seen_at: str, places: Sequence[Record]) -> Fact:
    """The line of a target."""
    found = {"url": url, "scheme": scheme, "first_seen_at": first_seen_at, "places": list(places)}
    return LINK, fitting(LINK, found)


def link_rows(short: Record) -> Iterator[tuple[str, Row]]:
    """Path, and the cells of LINK_COLUMNS, for each place of a line."""
    for place in short.get("places", ()):
        whole = PLACE.whole(place)
        ignore, evergreen = whole["ignore"] or {}, whole["evergreen"] or {}
        marks = ignore.get("line"), ignore.get("until"), ignore.get("reason", "" if ignore else None)
        ages = evergreen.get("line"), evergreen.get("reason", "" if evergreen else None)
        yield whole["path"], (*(cell_of(whole[name]) for name in _PLACE), *marks, *ages, whole["added_at"])
