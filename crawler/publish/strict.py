"""`findings.json` read back by somebody who trusts nobody: it came from the job that talks to strangers. Pure.

Any bytes become findings that hold what the schema allows, or one error that says where in the file the fault is. What
a schema cannot say is checked after it: each id is the one of its fix, and each place is in a list that was read.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from crawler.errors import FindingsError
from crawler.model import Concern, Findings, Fix, Offer, Place, Safety
from crawler.publish.findings import BYTES, FILE, schema
from crawler.untrusted import terminal
from crawler.urls import canonical

_LEVELS = 16
"""Lists and objects one in another: ours are six deep."""
_DIGITS = 16
_NAME_CHARS = 40
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_FORMATS = FormatChecker(formats=())

_WORDS = {
    "additionalProperties": "has a key that does not belong there",
    "const": "is another version",
    "enum": "is none of the words that it may be",
    "format": "is no time in UTC, or no day",
    "maxItems": "has too many items",
    "maxLength": "is too long",
    "maximum": "is too large",
    "minItems": "has too few items",
    "minLength": "is empty",
    "minimum": "is too small",
    "required": "lacks a key",
    "type": "is of another type",
}


def read_findings(data: bytes) -> Findings:
    """The findings of a file; FindingsError where it is not one that we could have written."""
    if len(data) > BYTES:
        _refuse("", f"is larger than {BYTES // 1024**2} MiB")
    try:
        held = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError as error:
        _refuse("", f"is no UTF-8 at byte {error.start}")
    except RecursionError:
        _refuse("", "is nested too deeply")
    except json.JSONDecodeError as error:
        _refuse("", f"is no JSON at line {error.lineno}, column {error.colno}")
    _check_texts(held)
    _check_schema(held)
    del held["format"]
    found: Findings = _built(Findings, held)
    _check_offers(found)
    _check_places(found)
    return found


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        _refuse("", "has an object with one key twice")
    return held


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= _DIGITS else _no_number(digits)


def _no_number(digits: str) -> NoReturn:
    _refuse("", f"holds {terminal(digits, _NAME_CHARS)}, and its numbers are whole, and small")


def _check_texts(held: object, *steps: str | int) -> None:
    """No text that cannot be written again, and nothing that is nested without end."""
    if len(steps) > _LEVELS:
        _refuse(_path(steps), "is nested too deeply")
    if isinstance(held, str) and _NO_TEXT.search(held):
        _refuse(_path(steps), "holds a character that is none")
    if isinstance(held, list):
        for place, item in enumerate(held):
            _check_texts(item, *steps, place)
    if isinstance(held, dict):
        _check_texts("".join(held), *steps)
        for name, item in held.items():
            _check_texts(item, *steps, terminal(name, _NAME_CHARS))


@_FORMATS.checks("date-time", ValueError)
def _is_time(text: object) -> bool:
    return not isinstance(text, str) or (text.endswith("Z") and datetime.fromisoformat(text).tzinfo is not None)


@_FORMATS.checks("date", ValueError)
def _is_day(text: object) -> bool:
    return not isinstance(text, str) or date.fromisoformat(text).isoformat() == text


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_spelled_out(schema()), format_checker=_FORMATS)


def _spelled_out(part: Any) -> Any:
    """The schema with each definition in the place of its reference: to look one up takes longer than to check it."""
    if isinstance(part, dict):
        named = part.get("$ref", "").removeprefix("#/$defs/")
        return _spelled_out(schema()["$defs"][named]) if named else {key: _spelled_out(part[key]) for key in part}
    return [_spelled_out(item) for item in part] if isinstance(part, list) else part


def _check_schema(held: object) -> None:
    error = next(_validator().iter_errors(held), None)
    if error is not None:
        found = _deepest(error)
        _refuse(_path(found.absolute_path), _WORDS.get(str(found.validator), "is not what it should be"))


def _deepest(error: ValidationError) -> ValidationError:
    """The error in the branch that was meant, where one of two is that there is nothing."""
    while error.context:
        error = error.context[0]
    return error


def _path(steps: Sequence[str | int]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _built(kind: Any, held: Any) -> Any:
    """What `crawler.publish.findings` made this JSON of; the schema has seen to it that it fits."""
    if is_dataclass(kind):
        return _one_of(kind, held)
    origin, inner = get_origin(kind), get_args(kind)
    if NoneType in inner:
        return None if held is None else _built(inner[0], held)
    if origin is tuple:
        kinds = inner[:1] * len(held) if inner[-1] is ... else inner
        return tuple(map(_built, kinds, held))
    if kind in (datetime, date):
        return kind.fromisoformat(held)
    return kind(held) if isinstance(kind, type) and issubclass(kind, Enum) else held


def _one_of(kind: Any, held: Mapping[str, Any]) -> Any:
    kinds = _kinds(kind)
    return kind(**{field.name: _built(kinds[field.name], held[field.name]) for field in fields(kind)})


@cache
def _kinds(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _check_offers(found: Findings) -> None:
    seen = set[str]()
    for turn, offer in enumerate(found.offers):
        if offer.id in seen or any(_id(offer, old, new) != offer.id for old, new in offer.replacements):
            _refuse(f"$.offers[{turn}].id", "is not that of its fix, or is there twice")
        if any(canonical(new) is None for _, new in offer.replacements):
            _refuse(f"$.offers[{turn}].replacements", "puts in what is no address of the web")
        seen.add(offer.id)


def _id(offer: Offer, old: str, new: str) -> str:
    return Fix(rule=offer.rule, old=old, new=new, safety=Safety.REVIEW, evidence="", target="").id


def _check_places(found: Findings) -> None:
    lists = set(found.lists)
    for path, place in _places(found):
        if place.path not in lists:
            _refuse(f"{path}.path", "is in no list that was read")
        if place.end_column < place.column or place.end_byte_column < place.byte_column:
            _refuse(path, "ends before it begins")


def _places(found: Findings) -> Iterator[tuple[str, Place]]:
    every: Mapping[str, Sequence[Offer | Concern]] = {"offers": found.offers, "concerns": found.concerns}
    for name, rows in every.items():
        for turn, row in enumerate(rows):
            yield from ((f"$.{name}[{turn}].places[{place}]", each) for place, each in enumerate(row.places))
    yield from ((f"$.diagnostics[{turn}].place", each.place) for turn, each in enumerate(found.diagnostics))


def _refuse(path: str, words: str) -> NoReturn:
    place = f"{FILE}: {path}" if path else FILE
    raise FindingsError(f"{place} {words}: it is no file of this version of Listkeeper; run `listkeeper check` again")
