"""What lines there are, and what stands in them. Pure.

A line names only what differs from the default of its field. What it names besides, or in another form, makes it a
line that is not ours.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from crawler.model import Choice, ErrorKind, Kind, LinkKind, Scheme, Witness
from crawler.store.cells import clean, moment, stamp
from crawler.store.ledger.lines import Record, text

_REQUIRED: Final = object()
_INT64 = 2**63
_HEX = re.compile(r"[0-9a-f]{64}")

Key = tuple[Any, ...]
"""By what two lines are known to tell of the same; in this order they stand in their file."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a line."""

    fits: Callable[[Any], bool]
    default: Any = _REQUIRED
    """What a line means that does not name the field."""
    shape: "Shape | None" = None
    """Of the objects in it, where it holds some."""

    def short(self, value: Any) -> Any:
        """The value without what goes without saying."""
        if self.shape is None or value is None:
            return value
        return self.shape.short(value) if isinstance(value, dict) else [self.shape.short(each) for each in value]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One kind of line."""

    fields: Mapping[str, Field]
    key: tuple[str, ...] = ()
    """The fields by which it is known."""
    by_all: bool = False
    """Whether it is known by all that it says: of two that differ anywhere, both are kept."""

    def fits(self, record: Record) -> bool:
        """Whether the record is one of these, and in a form that we write.

        >>> OFFER.fits({"id": "a" * 64, "rule": "r", "old": "a", "new": "b", "at": "2026-11-28T00:00:00.000000Z"})
        True
        >>> OFFER.fits({"id": "a" * 64}), RUN.fits({"started_at": 1}), SOURCE.fits({"path": "a", "more": 1})
        (False, False, False)
        """
        if not record.keys() <= self.fields.keys():
            return False
        return all(
            field.fits(record[name]) if name in record else field.default is not _REQUIRED
            for name, field in self.fields.items()
        )

    def short(self, record: Record) -> Record:
        """The record without what goes without saying."""
        said = ((name, self.fields[name], value) for name, value in record.items())
        return {name: field.short(value) for name, field, value in said if value != field.default}

    def whole(self, record: Record) -> Record:
        """The record with every field."""
        return {name: record.get(name, field.default) for name, field in self.fields.items()}

    def key_of(self, record: Record) -> Key:
        """By what a short record is known."""
        key = tuple(record.get(name, self.fields[name].default) for name in self.key)
        return (*key, text(record)) if self.by_all else key


def _text(value: Any) -> bool:
    return isinstance(value, str) and clean(value) == value


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _whole(value: Any) -> bool:
    return type(value) is int and -_INT64 <= value < _INT64


def _seconds(value: Any) -> bool:
    return isinstance(value, float)


def _id(value: Any) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def _moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and stamp(moment(value)) == value
    except ValueError:
        return False


def _start(value: Any) -> bool:
    """A moment by which a run is known: there must be one after it."""
    return _moment(value) and value < "9999"


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _mapping(value: Any) -> bool:
    return isinstance(value, dict) and _texts([*value, *value.values()])


def _one_of(words: type[StrEnum]) -> Callable[[Any], bool]:
    known = frozenset(word.value for word in words)
    return lambda value: isinstance(value, str) and value in known


def _or_none(fits: Callable[[Any], bool]) -> Field:
    return Field(lambda value: value is None or fits(value), None)


def _list_of(shape: Shape, default: Any = _REQUIRED) -> Field:
    def fits(value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(each, dict) and shape.fits(each) for each in value)

    return Field(fits, default, shape)


def _one(shape: Shape) -> Field:
    return Field(lambda value: value is None or (isinstance(value, dict) and shape.fits(value)), None, shape)


def _shape(*key: str, by_all: bool = False, **fields: Field) -> Shape:
    return Shape(MappingProxyType(fields), key, by_all)


_HOP = _shape(status=Field(_whole), url=Field(_text))
_IGNORE = _shape(line=Field(_whole), until=_or_none(_day), reason=Field(_text, ""))
_EVERGREEN = _shape(line=Field(_whole), reason=Field(_text, ""))
PLACE = _shape(
    path=Field(_text),
    line=Field(_whole),
    column=Field(_whole),
    start=Field(_whole),
    end=Field(_whole),
    url=Field(_text),
    text=Field(_text, ""),
    title=Field(_text, ""),
    section=Field(_texts, []),
    kind=Field(_one_of(LinkKind), LinkKind.INLINE.value),
    ignore=_one(_IGNORE),
    evergreen=_one(_EVERGREEN),
    added_at=_or_none(_moment),
)
"""A link of a list, as it was last read."""

SOURCE = _shape("path", path=Field(_text), sha256=Field(_text, ""), read_at=Field(_moment))
LINK = _shape(
    "url",
    url=Field(_text),
    scheme=Field(_one_of(Scheme), Scheme.WEB.value),
    first_seen_at=Field(_moment),
    places=_list_of(PLACE, []),
)
RUN = _shape(
    "started_at",
    started_at=Field(_start),
    finished_at=_or_none(_moment),
    complete=Field(_flag, False),
    notes=Field(_texts, []),
    listkeeper=Field(_text, ""),
    sqlite=Field(_text, ""),
)
OBSERVATION = _shape(
    "target",
    "what",
    "run",
    "look",
    what=Field(lambda value: value == "observation"),
    target=Field(_text),
    run=Field(_start),
    look=Field(_whole, 1),
    at=Field(_moment),
    via=Field(_text, "web"),
    status=_or_none(_whole),
    error=_or_none(_one_of(ErrorKind)),
    detail=Field(_text, ""),
    final_url=_or_none(_text),
    redirects=_list_of(_HOP, []),
    headers=Field(_mapping, {}),
    content_type=_or_none(_text),
    etag=_or_none(_text),
    last_modified=_or_none(_text),
    body_bytes=Field(_whole, 0),
    elapsed_s=Field(_seconds, 0.0),
    attempts=Field(_whole, 1),
    marks=Field(_texts, []),
    fingerprint=_or_none(_text),
    host_answered=Field(_flag, True),
)
METADATA = _shape(
    "target",
    "what",
    "at",
    "via",
    by_all=True,
    what=Field(lambda value: value == "metadata"),
    target=Field(_text),
    at=Field(_moment),
    via=Field(_text, "web"),
    title=_or_none(_text),
    abstract=_or_none(_text),
    authors=Field(_texts, []),
    published=_or_none(_text),
    modified=_or_none(_text),
    kind=_or_none(_one_of(Kind)),
    site=_or_none(_text),
    language=_or_none(_text),
    canonical=_or_none(_text),
    identifiers=Field(_mapping, {}),
    licence=_or_none(_text),
    image=_or_none(_text),
    feed=_or_none(_text),
    state=Field(_mapping, {}),
    sources=Field(_mapping, {}),
)
TESTIMONY = _shape(
    "target",
    "what",
    "run",
    "witness",
    "asked",
    what=Field(lambda value: value == "testimony"),
    target=Field(_text),
    run=Field(_start),
    witness=Field(_one_of(Witness)),
    asked=Field(_text),
    at=Field(_moment),
    status=_or_none(_whole),
    error=_or_none(_one_of(ErrorKind)),
    final_url=_or_none(_text),
    title=_or_none(_text),
    fingerprint=_or_none(_text),
    body_bytes=Field(_whole, 0),
    marks=Field(_texts, []),
    rule=Field(_text, ""),
    near=_or_none(_moment),
    taken_at=_or_none(_moment),
)
DECISION = _shape(
    "fix",
    "at",
    by_all=True,
    fix=Field(_id),
    choice=Field(_one_of(Choice)),
    reason=Field(_text, ""),
    at=Field(_moment),
    by=Field(_text, ""),
)
OFFER = _shape("id", id=Field(_id), rule=Field(_text), old=Field(_text), new=Field(_text), at=Field(_moment))
