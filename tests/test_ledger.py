"""The state as text: what any file may hold, and how two states become one."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model import Choice, Decision, ErrorKind, Kind, LinkKind, Offered, Scheme, Witness
from crawler.store import ledger
from crawler.store.ledger.files import seal, stamp_of
from crawler.store.ledger.lines import LINE_BYTES, record, text
from crawler.store.ledger.shapes import (
    DECISION,
    LINK,
    METADATA,
    OBSERVATION,
    OFFER,
    RUN,
    SOURCE,
    TESTIMONY,
)
from tests.histories import storable

NOON = "2026-11-28T12:00:00.000000Z"
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
WORD = Decision(fix="d" * 64, choice=Choice.DECLINED, reason="no", at=AT, by="me")
OFFERED = Offered(id="d" * 64, rule="r", old="a", new="b", at=AT)
ODD = "\u2028 ##[stop-commands]x 🙈\u202e\x7f\x1b"

texts = st.one_of(st.just(ODD), storable)
moments = st.sampled_from([f"2026-{month:02}-01T00:00:0{second}.000000Z" for month in (9, 10, 11) for second in (0, 1)])
urls = st.sampled_from(["https://a.example/", "https://b.example/", "docs/a.md", "mailto:c@d.example"])
paths = st.sampled_from(["README.md", "docs/b.md"])
ids = st.sampled_from(["a" * 64, "b" * 64, "0" * 64])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A record that names some of the fields that need not be named."""
    must = {"target", "run", "at", "what", "witness", "asked", "url", "path", "line", "column", "start", "end"}
    must |= {"first_seen_at", "started_at", "read_at", "fix", "choice", "id", "rule", "old", "new", "kind"} - {"kind"}
    return st.fixed_dictionaries(
        {name: each for name, each in fields.items() if name in must},
        optional={name: each for name, each in fields.items() if name not in must},
    )


def words(kind: Any) -> st.SearchStrategy[str]:
    """The values of an enumeration."""
    return st.sampled_from([word.value for word in kind])


mappings = st.dictionaries(texts, texts, max_size=2)
lists = st.lists(texts, max_size=2)
small = st.integers(-1, 3)
places = some(
    path=paths,
    line=small,
    column=small,
    start=small,
    end=small,
    url=texts,
    text=texts,
    section=lists,
    kind=words(LinkKind),
    ignore=st.one_of(st.none(), some(line=small, until=st.just("2026-12-31"), reason=texts)),
    added_at=moments,
)
links = some(url=urls, scheme=words(Scheme), first_seen_at=moments, places=st.lists(places, max_size=3))
sources = some(path=paths, sha256=texts, read_at=moments)
runs = some(started_at=moments, finished_at=moments, complete=st.booleans(), notes=lists, listkeeper=texts)
hops = st.lists(st.fixed_dictionaries({"status": small, "url": texts}), max_size=2)
observations = some(
    what=st.just("observation"),
    target=urls,
    run=moments,
    look=st.integers(1, 2),
    at=moments,
    status=st.one_of(st.none(), st.just(200), st.integers(-(2**63), 2**63 - 1)),
    error=words(ErrorKind),
    redirects=hops,
    headers=mappings,
    elapsed_s=st.floats(allow_nan=False, allow_infinity=False),
    host_answered=st.booleans(),
    marks=lists,
)
metadata = some(
    what=st.just("metadata"),
    target=urls,
    at=moments,
    via=st.sampled_from(["web", "github"]),
    title=texts,
    authors=lists,
    kind=words(Kind),
    sources=mappings,
)
testimonies = some(
    what=st.just("testimony"),
    target=urls,
    run=moments,
    witness=words(Witness),
    asked=urls,
    at=moments,
    taken_at=moments,
)
decisions = some(fix=ids, choice=words(Choice), reason=texts, at=moments, by=texts)
offers = some(id=ids, rule=texts, old=texts, new=texts, at=moments)
SHAPES = {
    SOURCE: sources,
    LINK: links,
    RUN: runs,
    OBSERVATION: observations,
    METADATA: metadata,
    TESTIMONY: testimonies,
    DECISION: decisions,
    OFFER: offers,
}


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, bytes]:
    """A whole ledger: whatever its lines speak of is in it."""
    known = [(shape, each) for shape, of in SHAPES.items() for each in draw(st.lists(of, max_size=3))]
    page = draw(st.sampled_from(["", "# Links\n", f"# Links {ODD}\n"]))
    found = ledger.salvage(ledger.export(known))
    if page:
        found = ledger.with_report(found, page, draw(st.sampled_from([AT, AT.replace(year=2025)])))
    memory = draw(st.none() | st.dictionaries(st.sampled_from(["written_at", "x"]), texts, max_size=2))
    return found if memory is None else ledger.with_publication(found, memory)


paths_of_any_kind = st.sampled_from(
    [
        *(ledger.SOURCES, ledger.LINKS, ledger.RUNS, ledger.DECISIONS, ledger.OFFERS, ledger.PUBLICATION),
        *(ledger.REPORT, ledger.STATE, "observations/2026-11.jsonl", "observations/2026-13.jsonl"),
        *("../links.jsonl", "observations/../../links.jsonl", "", "\0"),
    ]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def hostile_lines(draw: st.DrawFn) -> bytes:
    """A line of ours with one field that is something else, or anything at all."""
    shape = draw(st.sampled_from(list(SHAPES)))
    found = draw(SHAPES[shape])
    name = draw(st.sampled_from([*shape.fields, "x", "format", "files", "written_at"]))
    mutant = found | {name: draw(anything)} if draw(st.booleans()) else draw(anything)
    return draw(
        st.just(json.dumps(mutant).encode("utf-8", "surrogatepass"))
        | st.just(json.dumps(mutant, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        | st.binary(max_size=20)
        | st.sampled_from([b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5_000, b'{"look":' + b"9" * 5_000 + b"}"])
        | st.sampled_from([b'{"a":1,"a":2}', b"\xff\xfe", "{}".encode("utf-16"), b"NaN", b'{"elapsed_s":1e999}'])
    )


hostile = st.dictionaries(paths_of_any_kind, st.lists(hostile_lines(), max_size=3).map(b"\n".join), max_size=5)


@settings(deadline=None)
@given(hostile, ledgers())
def test_whatever_the_files_hold_is_at_most_damage(files: dict[str, bytes], whole: dict[str, bytes]) -> None:
    """Nothing is raised; what is damaged says so in one sentence, and is whole once it was saved."""
    mixed = {**whole, **files}
    for each in (files, mixed):
        fault = ledger.check(each)
        assert fault is None or (fault.isprintable() and len(fault) < 200)
        saved = ledger.salvage(each)
        assert ledger.check(saved) is None
        assert ledger.salvage(saved) == saved
        assert ledger.check(ledger.merge(saved, whole)) is None
        ledger.merge(each, whole)
        ledger.counts(each)
        ledger.gathered(each)
        with_more = ledger.with_offers(ledger.with_decisions(each, [WORD]), [OFFERED])
        assert ledger.decisions(with_more)[WORD.fix] == WORD
        assert OFFERED.id in ledger.offers(with_more)
        assert ledger.publication(ledger.with_publication(each, {"x": 1})) == {"x": 1}


@given(ledgers(), st.data())
def test_check_finds_every_change(files: dict[str, bytes], data: st.DataObject) -> None:
    """A byte that is another, a file that is gone, one that is there besides: each is damage."""
    path = data.draw(st.sampled_from(sorted(files)))
    kind = data.draw(st.sampled_from(["byte", "gone", "line"]))
    changed = dict(files)
    if kind == "gone":
        del changed[path]
    elif kind == "byte":
        at = data.draw(st.integers(0, len(files[path]) - 1))
        changed[path] = files[path][:at] + bytes([files[path][at] ^ 1]) + files[path][at + 1 :]
    else:
        changed["observations/1999-01.jsonl"] = b"{}\n"
    assert ledger.check(changed) is not None


@settings(deadline=None)
@given(ledgers())
def test_export_gives_whole_ledgers(files: dict[str, bytes]) -> None:
    """What was written is whole, is the same when it is saved, and the same when it is read and written again."""
    assert ledger.check(files) is None
    assert ledger.salvage(files) == files
    rest = {path: data for path, data in files.items() if path in (ledger.REPORT, ledger.PUBLICATION)}
    again = ledger.export(ledger.parse(files)) | rest
    assert {path: data for path, data in files.items() if path != ledger.STATE} == {
        path: data for path, data in again.items() if path != ledger.STATE
    }


@settings(deadline=None)
@given(ledgers(), ledgers(), ledgers())
def test_merge_knows_neither_sides_nor_order(
    one: dict[str, bytes], two: dict[str, bytes], three: dict[str, bytes]
) -> None:
    """By whom, in which order and how often ledgers are merged makes no difference, and the outcome is whole."""
    both = ledger.merge(one, two)
    assert both == ledger.merge(two, one)
    assert ledger.merge(both, three) == ledger.merge(one, ledger.merge(two, three))
    assert ledger.merge(one, one) == one
    assert ledger.merge(both, two) == both
    assert ledger.check(both) is None


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with a seal that fits them, whatever they hold."""
    return files | {ledger.STATE: seal({path: stamp_of(data) for path, data in files.items()})}


RUN_LINE = b'{"started_at":"2026-11-28T12:00:00.000000Z"}\n'


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({}, "it has no state.json that can be read"),
        ({"state.json": b'{"format":1,"files":[]}'}, "it has no state.json that can be read"),
        ({"state.json": b'{"format":true,"files":{}}'}, "it has no state.json that can be read"),
        ({"state.json": b'{"format":0,"files":{}}'}, "it is in form 0, and this listkeeper knows form 1 alone"),
        ({"state.json": b'{"format":1,"files":{"runs.jsonl":{}}}'}, "runs.jsonl is missing"),
        ({"state.json": b'{"format":1,"files":{"../x":{}}}'}, "state.json names a file that is none of its own"),
        ({"state.json": b'{"format":1,"files":{}}', "runs.jsonl": b""}, "runs.jsonl is not as it was written"),
        (sealed({"publication.json": b"[]"}), "publication.json cannot be read"),
        (sealed({"report.md": b"\xff"}), "report.md is no text"),
        (sealed({"runs.jsonl": b"{}\n"}), "line 1 of runs.jsonl is none of ours"),
        (sealed({"runs.jsonl": RUN_LINE * 2}), "line 2 of runs.jsonl tells of what another tells of"),
        (
            sealed(
                {"observations/2026-10.jsonl": b'{"at":"2026-11-28T12:00:00.000000Z","target":"a","what":"metadata"}'}
            ),
            "line 1 of observations/2026-10.jsonl is none of ours",
        ),
        (
            sealed(
                {"observations/2026-11.jsonl": b'{"at":"2026-11-28T12:00:00.000000Z","target":"a","what":"metadata"}'}
            ),
            "line 1 of observations/2026-11.jsonl speaks of what no other file knows",
        ),
    ],
)
def test_check_says_what_is_damaged(files: dict[str, bytes], fault: str) -> None:
    """One sentence, of the first thing that is wrong; a seal alone makes nothing whole."""
    assert ledger.check(files) == fault


def test_salvage_names_anew_what_was_lost() -> None:
    """Facts of an address, a run and a list that no file knows any more are kept, and no crawl goes on with it."""
    look = {"what": "observation", "target": "https://a.example/", "run": NOON, "at": NOON, "status": 404}
    local = {"what": "metadata", "target": "docs/a.md", "at": NOON}
    mail = {"what": "metadata", "target": "mailto:a@a.example", "at": NOON}
    files = ledger.export([(OBSERVATION, look), (METADATA, local), (METADATA, mail)])
    place = {"path": "README.md", "line": 1, "column": 1, "start": 1, "end": 2, "url": "b"}
    files |= ledger.export([(LINK, {"url": "b", "first_seen_at": NOON, "places": [place]})])
    saved = ledger.salvage(files)
    assert ledger.check(saved) is None
    assert [record for shape, record in ledger.parse(saved) if shape is RUN] == [
        {"started_at": NOON, "finished_at": NOON}
    ]
    assert {record["url"]: record.get("scheme") for shape, record in ledger.parse(saved) if shape is LINK} == {
        "https://a.example/": None,
        "docs/a.md": "local",
        "mailto:a@a.example": "other",
        "b": None,
    }
    assert [record["path"] for shape, record in ledger.parse(saved) if shape is SOURCE] == ["README.md"]


def test_salvage_leaves_out_what_cannot_be_read() -> None:
    """Bytes that are no text, a memory that is no object, a line that is none: the rest is whole."""
    files = ledger.with_report(ledger.with_publication(ledger.with_offers({}, [OFFERED]), {"x": 1}), "# Links\n", AT)
    assert ledger.salvage({**files, "offers.jsonl": files["offers.jsonl"] + b"[", "state.json": b""}) == files
    broken = {**files, ledger.REPORT: b"\xff", ledger.PUBLICATION: b"[]", "decisions.jsonl": b"{}\n"}
    assert ledger.salvage(broken) == ledger.with_offers({}, [OFFERED])


def test_salvage_puts_lines_into_their_files() -> None:
    """A fact that stands in the file of another month is moved to its own."""
    files = ledger.export([(METADATA, {"what": "metadata", "target": "a", "at": NOON})])
    moved = {"observations/2026-10.jsonl": files["observations/2026-11.jsonl"]}
    assert ledger.salvage(moved) == ledger.salvage(files)


def test_merge_takes_a_list_as_it_was_last_read() -> None:
    """Links that were taken out of a list stay out, whoever merges; what the other list has stays."""
    old = listed("2026-11-01", {"https://a.example/": ["README.md", "docs/b.md"]})
    new = listed("2026-11-02", {"https://b.example/": ["README.md"]})
    links = {
        r["url"]: [p["path"] for p in r.get("places", ())] for s, r in ledger.parse(ledger.merge(old, new)) if s is LINK
    }
    assert links == {"https://a.example/": ["docs/b.md"], "https://b.example/": ["README.md"]}


def listed(day: str, links: dict[str, list[str]]) -> dict[str, bytes]:
    """A ledger of lists that were read on that day."""
    at = f"{day}T12:00:00.000000Z"
    lists = {path for of in links.values() for path in of}
    place = {"line": 1, "column": 1, "start": 1, "end": 2, "url": "x"}
    return ledger.export(
        [
            *((SOURCE, {"path": path, "read_at": at}) for path in lists),
            *(
                (LINK, {"url": url, "first_seen_at": at, "places": [{**place, "path": path} for path in of]})
                for url, of in links.items()
            ),
        ]
    )


def test_merge_joins_a_run_that_two_went_on_with() -> None:
    """The later end holds, whoever finished it is believed, and no note is lost."""
    one = {"started_at": NOON, "finished_at": NOON, "complete": True, "notes": ["b", "a"]}
    two = {"started_at": NOON, "notes": ["c"], "listkeeper": "1"}
    [(_, both)] = ledger.parse(ledger.merge(ledger.export([(RUN, one)]), ledger.export([(RUN, two)])))
    assert both == {**one, "notes": ["a", "b", "c"], "listkeeper": "1"}


def test_merge_takes_the_newer_memory_of_the_publisher() -> None:
    """One that can be read before one that cannot, and one that says when it was written before one that does not."""
    old, new = (ledger.with_publication({}, {"written_at": at}) for at in ("2026-11-01", "2026-11-02"))
    assert ledger.publication(ledger.merge(old, new)) == {"written_at": "2026-11-02"}
    assert ledger.publication(ledger.merge(old, {"publication.json": b"[" * 9})) == {"written_at": "2026-11-01"}
    assert ledger.publication(ledger.merge(old, {"publication.json": b'{"written_at":9}'})) == {
        "written_at": "2026-11-01"
    }


def test_decisions_are_the_newest_words() -> None:
    """A refusal can be taken back and made again; whoever merges what, none of the words is lost."""
    later = replace(WORD, choice=Choice.RECONSIDERED, at=AT + timedelta(days=1))
    files = ledger.merge(ledger.with_decisions({}, [later]), ledger.with_decisions({}, [WORD]))
    assert ledger.decisions(files) == {WORD.fix: later}
    assert ledger.with_decisions(files, [WORD, later]) == files
    assert files[ledger.DECISIONS].count(b"\n") == 2


def test_with_offers_keeps_the_first_day() -> None:
    """What was offered before was offered then."""
    files = ledger.with_offers({}, [OFFERED])
    assert ledger.with_offers(files, [replace(OFFERED, at=AT + timedelta(days=1))]) == files
    assert ledger.offers(files) == {OFFERED.id: OFFERED}


@pytest.mark.parametrize("fix", ["", "d" * 63, "D" * 64, "x" * 64])
def test_words_are_on_fixes_alone(fix: str) -> None:
    """Whatever is no id of a fix would come to stand in a body that people read."""
    with pytest.raises(ValueError, match="is the id of no fix"):
        ledger.with_decisions({}, [replace(WORD, fix=fix)])
    with pytest.raises(ValueError, match="is the id of no fix"):
        ledger.with_offers({}, [replace(OFFERED, id=fix)])


def test_with_decisions_writes_no_file_when_there_is_nothing_to_write() -> None:
    """A file that would be empty is not there."""
    assert ledger.with_decisions(ledger.with_decisions({}, []), []) == ledger.salvage({})


@pytest.mark.parametrize("until", ["tomorrow", "2026-W48-6", "20261128", 20261128, None])
def test_export_takes_days_in_one_form_alone(until: Any) -> None:
    """A day that could be written in another way would be another line for the same fact."""
    place = {
        "path": "a",
        "line": 1,
        "column": 1,
        "start": 1,
        "end": 2,
        "url": "b",
        "ignore": {"line": 1, "until": until},
    }
    link = (LINK, {"url": "b", "first_seen_at": NOON, "places": [place]})
    if until is None:
        assert ledger.export([link])
    else:
        with pytest.raises(ValueError, match="is no line"):
            ledger.export([link])


def test_with_publication_keeps_damage_visible() -> None:
    """Writing one file does not vouch for the others."""
    files = ledger.with_decisions({}, [WORD]) | {ledger.DECISIONS: b"damaged"}
    assert ledger.check(ledger.with_publication(files, {})) == "decisions.jsonl is not as it was written"


def test_with_report_gives_way_to_a_newer_page() -> None:
    """Of two pages the one that tells of a later moment is kept."""
    old, new = (ledger.with_report({}, "# Links \ud800\n", AT.replace(year=year)) for year in (2025, 2026))
    assert ledger.merge(new, old)[ledger.REPORT] == new[ledger.REPORT]
    assert new[ledger.REPORT].startswith(
        b"<!-- listkeeper: as of 2026-11-28T12:00:00.000000Z -->\n# Links \xef\xbf\xbd\n"
    )


def test_gathered_leaves_out_what_people_decided() -> None:
    """A crawl hands over facts about links alone."""
    files = ledger.with_publication(ledger.with_offers(ledger.with_decisions({}, [WORD]), [OFFERED]), {})
    assert ledger.gathered(files) == ledger.salvage({})


def test_export_refuses_what_is_no_line() -> None:
    """A fact that could not be read again is an error of whoever has it."""
    with pytest.raises(ValueError, match="is no line"):
        ledger.export([(RUN, {"started_at": "yesterday"})])


def test_export_takes_no_run_of_the_last_year_there_is() -> None:
    """The run after it could not be told from it."""
    assert ledger.export([(RUN, {"started_at": "9998-12-31T23:59:59.999999Z"})])
    with pytest.raises(ValueError, match="is no line"):
        ledger.export([(RUN, {"started_at": "9999-01-01T00:00:00.000000Z"})])


def test_record_reads_no_line_that_is_far_too_long() -> None:
    """A megabyte is more than anything of ours."""
    assert record(b'{"a":"' + b"x" * LINE_BYTES + b'"}') is None


@given(st.dictionaries(st.text(), anything.filter(lambda value: "nan" not in repr(value) and "inf" not in repr(value))))
def test_text_is_one_line_that_no_log_obeys(found: dict[str, Any]) -> None:
    """It ends where it ends, and means the same but for halves of characters."""
    line = text(found)
    assert "\n" not in line
    assert "##[" not in line
    assert text(json.loads(line)) == line
