"""The file between the two jobs: what is written can be read, and nothing else."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from crawler.errors import CrawlerError, FindingsError
from crawler.model import (
    Concern,
    Diagnostic,
    Findings,
    Health,
    Offer,
    Place,
    Redirect,
    Rule,
    Severity,
    Sighting,
    Trust,
)
from crawler.publish import findings as writing
from crawler.publish.findings import findings_json, fitted, schema
from crawler.publish.strict import read_findings
from tests import findings as examples
from tests.naughty import EVERYTHING

_KINDS = {
    "offer": Offer,
    "concern": Concern,
    "diagnostic": Diagnostic,
    "place": Place,
    "redirect": Redirect,
    "sighting": Sighting,
}


def changed(change: Callable[[dict[str, Any]], object], of: Findings | None = None) -> bytes:
    """The file of an ordinary run, with something done to it."""
    held = json.loads(findings_json(of or examples.sample()))
    change(held)
    return json.dumps(held).encode()


@given(examples.runs())
def test_read_findings_gives_back_what_was_written(found: Findings) -> None:
    """Whatever a run came to: the file says all of it."""
    assert read_findings(findings_json(found).encode()) == found


@given(examples.hostile_runs)
def test_findings_json_can_be_read_whatever_strangers_wrote(found: Findings) -> None:
    """What cannot be held is shortened or left out, and what is left is read back as it is."""
    told = findings_json(found)
    assert read_findings(told.encode()) == fitted(found) == fitted(fitted(found))
    assert "##[" not in told


def test_findings_json_is_to_be_compared_line_by_line() -> None:
    """Keys are sorted, and each finding has a line of its own."""
    told = findings_json(examples.sample())
    keys = [line.split('"')[1] for line in told.splitlines() if line.startswith('"') and '": ' in line]
    assert keys == sorted(["format", *(field.name for field in fields(Findings))])
    assert sum(line.startswith('{"captured_at"') for line in told.splitlines()) == len(examples.sample().offers)
    assert told == findings_json(
        replace(examples.sample(), counts=dict(reversed(list(examples.sample().counts.items()))))
    )


def test_findings_json_holds_nothing_that_a_runner_obeys() -> None:
    """A page that is called like a command is only called so."""
    rows = [
        examples.offer(f"http://a.example/{turn}", f"https://b.example/{turn}", evidence=text, title_after=text)
        for turn, text in enumerate([*EVERYTHING, "##[stop-commands]x", "\n::error::x"])
    ]
    told = findings_json(examples.findings(rows))
    assert "##[" not in told
    assert not any(line.lstrip().startswith("::") for line in told.splitlines())
    assert len(read_findings(told.encode()).offers) == len(rows)


def test_schema_says_what_the_nouns_say() -> None:
    """Each object has the fields of its noun, all of them and no others; each word is one of the model's."""
    Draft202012Validator.check_schema(schema())
    defined = schema()["$defs"]
    assert set(schema()["properties"]) == {"format", *(field.name for field in fields(Findings))}
    for name, kind in _KINDS.items():
        assert set(defined[name]["properties"]) == {field.name for field in fields(kind)}, name
    assert defined["health"]["enum"] == list(Health)
    assert set(schema()["properties"]["counts"]["properties"]) == set(Health)
    assert defined["diagnostic"]["properties"]["rule"]["enum"] == list(Rule)
    assert defined["diagnostic"]["properties"]["severity"]["enum"] == list(Severity)
    assert defined["offer"]["properties"]["trust"]["enum"] == list(Trust)


def _parts(part: Any, path: str = "$") -> list[tuple[str, Any]]:
    found = [(path, part)] if isinstance(part, dict) else []
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return found + [each for key, value in inner for each in _parts(value, f"{path}/{key}")]


def test_schema_bounds_everything() -> None:
    """No object takes a key that it does not name, and no text, list or number is without end."""
    for path, part in _parts(schema()):
        kind = part.get("type")
        if kind == "object":
            assert part["additionalProperties"] is False, path
        if kind == "array":
            assert "maxItems" in part, path
        if kind == "string":
            assert "maxLength" in part, path
        if kind == "integer":
            assert {"minimum", "maximum"} <= part.keys(), path


@given(st.binary())
def test_read_findings_takes_any_bytes(data: bytes) -> None:
    """They are findings, or there is an error for a person."""
    with pytest.raises(FindingsError):
        read_findings(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(examples.runs(), st.data())
def test_read_findings_takes_any_change(found: Findings, draw: st.DataObject) -> None:
    """Whatever is put in whatever place: it is read as what it says, or refused with the place."""
    held = json.loads(findings_json(found))
    at: Any = held
    while True:
        steps = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not steps:
            return
        step = draw.draw(st.sampled_from(steps))
        if not isinstance(at[step], (dict, list)) or not at[step] or draw.draw(st.booleans()):
            break
        at = at[step]
    at[step] = draw.draw(json_values)
    read = words = None
    try:
        read = read_findings(json.dumps(held).encode())
    except CrawlerError as error:
        words = str(error)
    assert words is None or (words.startswith("findings.json") and len(words) < 500)
    assert read is None or json.loads(findings_json(read)) == held


_BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is no JSON at line 1, column 1"),
    "a comma": (b"{,}", "is no JSON at line 1, column 2"),
    "latin-1": (b'{"a": "\xe9"}', "is no UTF-8 at byte 7"),
    "no object": (b"[]", "findings.json: $ is of another type"),
    "not a number": (b'{"run": NaN}', "holds NaN"),
    "endless": (b'{"run": -Infinity}', "holds -Infinity"),
    "a fraction": (b'{"run": 7.0}', "holds 7.0"),
    "a power": (b'{"run": 1e999999}', "holds 1e999999"),
    "a long number": (b'{"run": ' + b"9" * 10_000 + b"}", "and its numbers are whole, and small"),
    "one key twice": (b'{"run": 1, "run": 2}', "one key twice"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "is nested too deeply"),
    "less deep": (b'{"note":' + b"[" * 100 + b"]" * 100 + b"}", "is nested too deeply"),
    "half a character": (b'{"note": "\\ud800"}', "$.note holds a character that is none"),
    "a NUL": (b'{"\\u0000": 1}', "$ holds a character that is none"),
    "too much": (b" " * (writing.BYTES + 1), "is larger than"),
}


@pytest.mark.parametrize("name", _BAD)
def test_read_findings_refuses_what_is_no_file_of_ours(name: str) -> None:
    """Each is refused with what is wrong."""
    data, words = _BAD[name]
    with pytest.raises(FindingsError) as refusal:
        read_findings(data)
    assert words in str(refusal.value)


def _offer(held: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = held["offers"][0]
    return first


_CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another format": (lambda held: held.update(format=2), "$.format is another version"),
    "a key more": (lambda held: held.update(token="x"), "$ has a key that does not belong there"),
    "a key less": (lambda held: held.pop("runs"), "$ lacks a key"),
    "a word": (lambda held: _offer(held).update(trust="blind"), "$.offers[0].trust is none of the words"),
    "a removal": (lambda held: _offer(held).update(replacements=[]), "$.offers[0].replacements has too few items"),
    "half a pair": (lambda held: _offer(held).update(replacements=[["a"]]), "$.offers[0].replacements[0] has too few"),
    "a script": (
        lambda held: _offer(held).update(replacements=[["a", "javascript:alert(1)"]]),
        "$.offers[0].replacements[0][1] is not what it should be",
    ),
    "no address": (
        lambda held: _offer(held).update(
            id=examples.fix_id("permanent-redirect", "http://a.example/", "https://["),
            replacements=[["http://a.example/", "https://["]],
        ),
        "$.offers[0].replacements puts in what is no address of the web",
    ),
    "another id": (lambda held: _offer(held).update(id="0" * 64), "$.offers[0].id is not that of its fix"),
    "the same twice": (
        lambda held: held["offers"].append(_offer(held)),
        "$.offers[2].id is not that of its fix, or is",
    ),
    "a long title": (lambda held: _offer(held).update(title_after="x" * 201), "$.offers[0].title_after is too long"),
    "no time": (lambda held: held.update(started_at="2026-13-01T00:00:00Z"), "$.started_at is no time in UTC"),
    "a time elsewhere": (lambda held: held.update(started_at="2026-12-01T00:00:00"), "$.started_at is no time in UTC"),
    "a time with more": (lambda held: held.update(started_at="2026-12-01T00:00:00Z\n"), "$.started_at is no time"),
    "no day": (lambda held: held["offers"][1].update(captured_at="20200101"), "$.offers[1].captured_at is no time"),
    "a list above": (lambda held: held["lists"].append("../README.md"), "$.lists[2] is not what it should be"),
    "a list anywhere": (lambda held: held["lists"].append("/etc/passwd"), "$.lists[2] is not what it should be"),
    "a list with a line": (lambda held: held["lists"].append("a\nb"), "$.lists[2] is not what it should be"),
    "a list with an end": (lambda held: held["lists"].append("a\n"), "$.lists[2] is not what it should be"),
    "another file": (
        lambda held: _offer(held)["places"][0].update(path=".github/workflows/ci.yml"),
        "$.offers[0].places[0].path is in no list that was read",
    ),
    "backwards": (lambda held: _offer(held)["places"][0].update(end_column=1), "$.offers[0].places[0] ends before"),
    "backwards in bytes": (
        lambda held: held["diagnostics"][0]["place"].update(end_byte_column=1),
        "$.diagnostics[0].place ends before it begins",
    ),
    "line 0": (lambda held: _offer(held)["places"][0].update(line=0), "$.offers[0].places[0].line is too small"),
    "a huge number": (lambda held: held.update(run=2**53), "$.run is too large"),
    "true": (lambda held: held.update(run=True), "$.run is of another type"),
    "no commit": (lambda held: held.update(commit="main"), "$.commit is not what it should be"),
    "a strange health": (lambda held: held["counts"].update(well=1), "$.counts has a key that does not belong there"),
}


@pytest.mark.parametrize("name", _CHANGES)
def test_read_findings_says_where_the_fault_is(name: str) -> None:
    """Whatever is not as the schema and its fixes have it is refused, with its place in the file."""
    change, words = _CHANGES[name]
    with pytest.raises(FindingsError) as refusal:
        read_findings(changed(change))
    assert words in str(refusal.value)


def test_read_findings_takes_the_file_that_the_tests_change() -> None:
    """So that the tests above do not pass for another reason."""
    assert read_findings(changed(lambda held: held)) == examples.sample()


def test_fitted_leaves_out_what_would_be_another_thing_if_it_were_cut() -> None:
    """Addresses that are written, and paths, are never shortened; places in files of no portable name are left out."""
    long = "https://a.example/" + "x" * 2000
    places = tuple(examples.place(path=path) for path in ("README.md", "a/../b.md", "x" * 1001, "a\nb.md"))
    found = fitted(
        examples.findings(
            [examples.offer("http://a.example/", long), examples.offer(long), examples.offer(places=places)],
            [examples.concern(long, reason="x" * 600, places=places)],
            lists=("README.md", "/etc/passwd", "\ud800.md", ""),
            diagnostics=tuple(examples.diagnostic(place=each, new_url=long, text=long) for each in places),
        )
    )
    assert [offer.places for offer in found.offers] == [places[:1]]
    assert (len(found.concerns[0].url), len(found.concerns[0].reason), found.concerns[0].places) == (
        2000,
        500,
        places[:1],
    )
    assert found.lists == ("README.md",)
    assert [(each.new_url, each.text) for each in found.diagnostics] == [(None, None)]


def test_findings_json_has_no_secret_but_what_the_lists_have() -> None:
    """What redirects and sentences bring is redacted; an address that is to be written stays whole."""
    bad = "https://me:canary@b.example/?access_token=canary"
    seen = replace(examples.sample().offers[0].sightings[0], hops=(Redirect(status=302, url=bad),), final_url=bad)
    rows = [examples.offer(target=bad, evidence=f"302 to {bad}", sightings=(seen,))]
    remark = examples.diagnostic(message=f"moved to {bad}")
    told = findings_json(
        examples.findings(rows, [examples.concern(bad, reason=f"404 at {bad}")], diagnostics=(remark,))
    )
    assert "canary" not in told
    exact = "https://b.example/?access_token=canary"
    assert read_findings(findings_json(examples.findings([examples.offer(exact)])).encode()).offers[0].old == exact


def test_fitted_leaves_out_evidence_before_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hops go first, then looks, then places, and only then the last rows."""
    looks = examples.sample().offers[0].sightings * 4
    places = tuple(examples.place(line) for line in range(1, 10))
    rows = [
        examples.offer(f"http://a.example/{turn}", f"https://b.example/{turn}", sightings=looks, places=places)
        for turn in range(4)
    ]
    whole = examples.findings(rows, [examples.concern(places=places)] * 4)
    seen = []
    for size in range(len(findings_json(whole).encode()), 0, -100):
        monkeypatch.setattr(writing, "BYTES", size)
        found = fitted(whole)
        assert len(findings_json(found).encode()) <= size or not found.offers
        first = found.offers[0] if found.offers else None
        seen.append(
            (
                len(found.offers),
                len(first.places) if first else 0,
                len(first.sightings) if first else 0,
                bool(first and first.sightings and first.sightings[0].hops),
            )
        )
        if not found.offers:
            break
    assert seen == sorted(seen, reverse=True)
    assert {(4, 9, 8, True), (4, 9, 8, False), (4, 9, 0, False), (4, 1, 0, False), (2, 1, 0, False)} <= set(seen)


def test_every_field_of_the_findings_is_of_a_kind_that_can_be_read() -> None:
    """The reader builds nouns, tuples, times and words; a field of another kind needs another reader."""
    for kind in (Findings, *_KINDS.values()):
        assert is_dataclass(kind)
        for field in fields(kind):
            assert get_args(field.type) or isinstance(field.type, type), (kind, field.name)
