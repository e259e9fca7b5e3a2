"""`findings.json`: what one run came to, for the job that hands it over. Pure.

The schema beside this module says what the file may hold, and how much of it: so it bounds what is written here, and
what `crawler.publish.strict` takes. What does not fit is left out: evidence first, then the last rows.
"""

import json
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from crawler import untrusted
from crawler.model import Concern, Diagnostic, Findings, Offer, Place, Sighting
from crawler.publish.jsonl import LINE_ENDS
from crawler.urls import canonical

FILE = "findings.json"
FORMAT = 1
"""Of the file: another one is not read."""
BYTES = 32 * 1024 * 1024
"""A larger file is not read, so none is written; 5,000 findings with their evidence take a seventh of it."""

_CONTROLS = range(0x20)
_SEGMENTS_OF_NONE = frozenset({"", ".", ".."})


@cache
def schema() -> Mapping[str, Any]:
    """What the file may hold, as JSON Schema (draft 2020-12)."""
    text = files("crawler.publish").joinpath("findings.schema.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def findings_json(findings: Findings) -> str:
    """The file: one key a line, and one item of a list a line, by name; the same findings give the same bytes."""
    return _text(fitted(findings))


def fitted(findings: Findings) -> Findings:
    """As much of the findings as the file may hold, which is what is read back from it."""
    found = _within_bounds(findings)
    for less in (_without_hops, _without_sightings, _with_one_place):
        if _size(found) <= BYTES:
            return found
        found = less(found)
    while _size(found) > BYTES:
        found = _halved(found)
    return found


def _size(findings: Findings) -> int:
    return len(_text(findings).encode())


def _text(findings: Findings) -> str:
    held = {"format": FORMAT, **_encoded(findings)}
    lines = (f"{_dumped(key)}: {_value(held[key])}" for key in sorted(held))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _dumped(value)
    return "[\n" + ",\n".join(map(_dumped, value)) + "\n]"


def _dumped(value: object) -> str:
    return untrusted.no_command(json.dumps(value, ensure_ascii=False, sort_keys=True).translate(LINE_ENDS))


def _encoded(value: Any) -> Any:
    """The value as JSON has it: a time in UTC, a day, an object for what has fields."""
    if is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _encoded(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


# What would be another thing if it were cut (an address to write, a path) is left out whole; the rest is shortened.


def _within_bounds(findings: Findings) -> Findings:
    lists = tuple(path for path in findings.lists if _is_path(path))[: _most("lists")]
    known = frozenset(lists)
    offers = {offer.id: offer for offer in reversed(findings.offers) if _is_writable(offer)}
    some = tuple(reversed(offers.values()))[: _most("offers")]
    return replace(
        findings,
        lists=lists,
        offers=tuple(_offer(offer, known) for offer in some),
        concerns=tuple(_concern(concern, known) for concern in findings.concerns[: _most("concerns")]),
        diagnostics=_diagnostics(findings.diagnostics, known),
        note=_cut(findings.note, "text"),
    )


def _is_writable(offer: Offer) -> bool:
    whole = all(old and _is_whole(old, "old") and _is_address(new) for old, new in offer.replacements)
    return whole and 0 < len(offer.replacements) <= _most("offer", "replacements")


def _offer(offer: Offer, lists: Container[str]) -> Offer:
    return replace(
        offer,
        target=_shown(offer.target, "url"),
        evidence=_shown(offer.evidence, "text"),
        sightings=tuple(map(_sighting, offer.sightings[-_most("offer", "sightings") :])),
        title_before=_cut_or_none(offer.title_before, "title"),
        title_after=_cut_or_none(offer.title_after, "title"),
        places=_places(offer.places, lists),
    )


def _sighting(seen: Sighting) -> Sighting:
    hops = seen.hops[: _most("sighting", "hops")]
    return replace(
        seen,
        error=_cut_or_none(seen.error, "error"),
        hops=tuple(replace(hop, url=_shown(hop.url, "url")) for hop in hops),
        final_url=None if seen.final_url is None else _shown(seen.final_url, "url"),
    )


def _concern(concern: Concern, lists: Container[str]) -> Concern:
    return replace(
        concern,
        url=_shown(concern.url, "url"),
        reason=_shown(concern.reason, "text"),
        places=_places(concern.places, lists),
    )


def _diagnostics(found: Sequence[Diagnostic], lists: Container[str]) -> tuple[Diagnostic, ...]:
    return tuple(_diagnostic(each) for each in found if each.place.path in lists)[: _most("diagnostics")]


def _diagnostic(found: Diagnostic) -> Diagnostic:
    new = found.new_url if found.new_url and _is_address(found.new_url) else None
    text = found.text if new and found.text and _is_whole(found.text, "written") else None
    url, message = _cut(found.url, "url"), _shown(found.message, "text")
    return replace(found, url=url, message=message, new_url=new, text=text)


def _places(places: Sequence[Place], lists: Container[str]) -> tuple[Place, ...]:
    return tuple(place for place in places if place.path in lists)[: _most("offer", "places")]


def _is_path(path: str) -> bool:
    """Whether it names a file below the root, in a form that every system has."""
    segments = set(path.split("/"))
    return _is_whole(path, "path") and not segments & _SEGMENTS_OF_NONE and not _has_controls(path)


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and canonical(url) is not None and _is_whole(url, "new")


def _is_whole(text: str, kind: str) -> bool:
    return _cut(text, kind) == text and not _has_controls(text)


def _has_controls(text: str) -> bool:
    return any(ord(char) in _CONTROLS or char == "\x7f" for char in text)


def _shown(text: str, kind: str) -> str:
    """What is only shown has no secrets: a redirect may have made some of its own."""
    return _cut(untrusted.redacted(text), kind)


def _cut_or_none(text: str | None, kind: str) -> str | None:
    return None if text is None else _cut(text, kind)


def _cut(text: str, kind: str) -> str:
    return untrusted.plain(text, schema()["$defs"][kind]["maxLength"])


def _most(*names: str) -> int:
    """How many items a list may have, by its name, or by the kind of thing that has it and its name."""
    *kind, name = names
    within = schema()["$defs"][kind[0]] if kind else schema()
    most: int = within["properties"][name]["maxItems"]
    return most


def _without_hops(findings: Findings) -> Findings:
    return _with_sightings(findings, lambda seen: tuple(replace(each, hops=()) for each in seen))


def _without_sightings(findings: Findings) -> Findings:
    return _with_sightings(findings, lambda _: ())


def _with_sightings(findings: Findings, change: Callable[[tuple[Sighting, ...]], tuple[Sighting, ...]]) -> Findings:
    offers = tuple(replace(offer, sightings=change(offer.sightings)) for offer in findings.offers)
    return replace(findings, offers=offers)


def _with_one_place(findings: Findings) -> Findings:
    return replace(
        findings,
        offers=tuple(replace(offer, places=offer.places[:1]) for offer in findings.offers),
        concerns=tuple(replace(concern, places=concern.places[:1]) for concern in findings.concerns),
    )


def _halved(findings: Findings) -> Findings:
    """Without the last half of whatever there is."""
    return replace(
        findings,
        offers=findings.offers[: len(findings.offers) // 2],
        concerns=findings.concerns[: len(findings.concerns) // 2],
        diagnostics=findings.diagnostics[: len(findings.diagnostics) // 2],
    )
