"""The store: what goes in comes out, over real files."""

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.model import (
    Choice,
    Document,
    Health,
    History,
    Link,
    Metadata,
    Observation,
    Scheme,
    Target,
    Testimony,
    Verdict,
    Witness,
)
from crawler.store import Store
from crawler.store.cells import clean
from crawler.store.schema import MIGRATIONS, migrate, version_of
from tests.histories import NOON, URL, any_text, day, link, links, look, metadata, observations, what_witnesses_say

TARGET = Target(url=URL, scheme=Scheme.WEB)
OTHER = Target(url="https://b.example/", scheme=Scheme.WEB)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "new" / "crawl.db") as opened:
        yield opened


def know(store: Store, *targets: Target, path: str = "README.md") -> None:
    """Let the list have one link to each target."""
    found = {target: (link(target.url, path=path, line=n),) for n, target in enumerate(targets, 1)}
    document = Document(path=path, links=tuple(link for of in found.values() for link in of))
    store.record_sources([document], found, digests={path: "00"}, now=NOON)


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """What a query answers."""
    return store._db.execute(sql).fetchall()


def stored(
    found: list[Link], observed: list[Observation], said: list[Metadata], heard: Sequence[Testimony] = ()
) -> History:
    """What the store hands out after these facts went in."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "crawl.db") as store:
        documents = [
            Document(path=path, links=tuple(link for link in found if link.path == path))
            for path in dict.fromkeys(link.path for link in found)
        ]
        store.record_sources(documents, {TARGET: tuple(found)}, digests={}, now=NOON)
        for number in range(5):
            store.begin_run(day(number), fresh=True)
        for number, observation in enumerate(observed):
            store.record(observation, said[number] if number < len(said) else None)
        for testimony in heard:
            store.testify(testimony)
        [history] = store.histories()
        return history


def told(said: list[Metadata]) -> list[Metadata]:
    """Those that say something else than the one before."""
    times_set_aside = [replace(m, at=NOON) for m in said]
    return [m for n, m in enumerate(said) if n == 0 or times_set_aside[n] != times_set_aside[n - 1]]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(links(), min_size=1, max_size=4, unique=True),
    st.lists(observations(), min_size=3, max_size=6, unique_by=lambda o: (o.run, o.look)),
    st.lists(metadata(), max_size=3, unique_by=lambda m: m.at).map(lambda said: sorted(said, key=lambda m: m.at)),
    st.lists(what_witnesses_say(), max_size=3, unique_by=lambda t: (t.run, t.witness, t.asked)),
)
def test_histories_give_back_what_went_in(
    found: list[Link], observed: list[Observation], said: list[Metadata], heard: list[Testimony]
) -> None:
    """Links, observations, metadata and testimonies come back equal, in the order that the judge expects."""
    history = stored(found, observed, said, heard)
    assert list(history.testimonies) == sorted(heard, key=lambda t: (t.run, t.at, t.witness, t.asked))
    assert sorted(history.links, key=repr) == sorted(found, key=repr)
    assert [(x.path, x.line, x.column) for x in history.links] == sorted((x.path, x.line, x.column) for x in found)
    assert list(history.observations) == sorted(observed, key=lambda o: (o.run, o.look))
    assert list(history.metadata) == told(said)


@settings(max_examples=15, deadline=None)
@given(links(any_text), observations(any_text), metadata(any_text), what_witnesses_say(any_text))
def test_histories_give_back_hostile_text_made_fit(
    found: Link, observed: Observation, said: Metadata, heard: Testimony
) -> None:
    """Where a text holds a NUL or half a character, those alone are replaced."""
    history = stored([found], [observed], [said], [heard])
    assert history.testimonies[0].rule == clean(heard.rule)
    assert history.links[0].text == clean(found.text)
    assert history.observations[0].detail == clean(observed.detail)
    assert history.metadata[0].title == (None if said.title is None else clean(said.title))


def test_record_takes_numbers_and_times_beyond_every_range(store: Store) -> None:
    """What SQLite cannot hold is stored as the nearest value that it can."""
    know(store, TARGET)
    store.begin_run(NOON)
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
    store.record(look(1, 1, body_bytes=2**80, elapsed_s=float("nan"), at=datetime.min.replace(tzinfo=east)))
    store.record(look(1, 2, status=10**30, elapsed_s=float("inf"), at=datetime.max.replace(tzinfo=west)))
    [history] = store.histories()
    first, second = history.observations
    assert (first.body_bytes, first.elapsed_s, first.at) == (2**63 - 1, 0.0, datetime.min.replace(tzinfo=UTC))
    assert (second.status, second.elapsed_s, second.at) == (2**63 - 1, 0.0, datetime.max.replace(tzinfo=UTC))


def test_open_makes_a_strict_database_in_wal_mode(store: Store) -> None:
    """The settings that keep the facts whole are on."""
    pragmas = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1}
    assert {name: rows(store, f"PRAGMA {name}")[0][0] for name in pragmas} == pragmas
    assert all(table.strict for table in store._db.tables)
    facts = {"sources", "links", "targets", "runs", "observations", "metadata", "testimonies", "decisions", "offers"}
    assert set(store._db.table_names()) == facts | {"publication", "robots", "verdicts", "resources", "resources_stamp"}
    assert set(store._db.view_names()) == {"link_health", "host_summary"}


def test_close_leaves_one_file_with_everything_in_it(tmp_path: Path) -> None:
    """No log and no lock stays behind, so that the file can be handed on as it is."""
    with Store.open(tmp_path / "crawl.db") as store:
        know(store, TARGET)
        store.begin_run(NOON)
        store.record(look(1, status=200))
        assert len(list(tmp_path.iterdir())) > 1
    assert [path.name for path in tmp_path.iterdir()] == ["crawl.db"]
    with Store.open(tmp_path / "crawl.db", readonly=True) as again:
        assert [h.observations for h in again.histories()] == [(look(1, status=200),)]
    assert [path.name for path in tmp_path.iterdir()] == ["crawl.db"]


def test_close_does_not_wait_for_a_reader(tmp_path: Path) -> None:
    """A reader in the midst of a snapshot keeps it, and the facts are safe in the log."""
    db = tmp_path / "crawl.db"
    store = Store.open(db)
    know(store, TARGET)
    with closing(sqlite3.connect(db, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM runs").fetchone() == (0,)
        store.begin_run(NOON)
        store.close()
        assert reader.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    with Store.open(db) as again:
        assert len(again.runs()) == 1


def test_open_reads_while_another_writes(tmp_path: Path) -> None:
    """A reader sees what was flushed, takes no lock, and cannot write."""
    db = tmp_path / "crawl.db"
    with Store.open(db) as store:
        know(store, TARGET)
        store.begin_run(NOON)
        store.record(look(1, status=200))
        store.flush()
        with Store.open(db, readonly=True) as reader:
            assert [h.last for h in reader.histories()] == [look(1, status=200)]
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader._db.execute("DELETE FROM runs")
        store.record(look(1, 2, status=200))
    with Store.open(db, readonly=True) as reader:
        assert [len(h.observations) for h in reader.histories()] == [2]


def test_note_is_kept_once_whatever_goes_on(store: Store) -> None:
    """A run that is gone on with keeps its notes, and says each of them once."""
    run = store.begin_run(NOON)
    store.note(run.id, ["10.0.0.0/8 was allowed", "a proxy for https"])
    store.note(run.id, ["a proxy for https", "a café"])
    assert store.begin_run(NOON).notes == ("10.0.0.0/8 was allowed", "a proxy for https", "a café")
    assert [run.notes for run in store.runs()] == [("10.0.0.0/8 was allowed", "a proxy for https", "a café")]


@pytest.mark.parametrize("change", ["UPDATE testimonies SET status = 200", "DELETE FROM testimonies"])
def test_testimonies_are_never_changed(store: Store, change: str) -> None:
    """What a witness said is a fact: no statement takes it back."""
    know(store, TARGET)
    store.begin_run(NOON)
    store.testify(Testimony(target=URL, run=1, witness=Witness.PROBE, asked=f"{URL}-x", at=NOON, status=404))
    store.flush()
    with pytest.raises(sqlite3.IntegrityError, match="facts"):
        rows(store, change)


def test_begin_run_goes_on_with_the_unfinished_one(store: Store) -> None:
    """An interrupted run keeps its number and its start; `fresh` closes it as incomplete."""
    first = store.begin_run(day(0))
    assert store.begin_run(day(1)) == first
    second = store.begin_run(day(2), fresh=True)
    store.finish_run(second.id, day(3), complete=True)
    third = store.begin_run(day(4))
    assert store.runs() == [
        replace(first, finished_at=day(2)),
        replace(second, finished_at=day(3), complete=True),
        third,
    ]


def test_record_sources_replaces_the_links_of_a_file(store: Store) -> None:
    """Links are those of the file as it is now; targets stay, and are handed out while something links to them."""
    know(store, TARGET, OTHER)
    know(store, TARGET, path="docs/more.md")
    assert [h.target for h in store.histories()] == [TARGET, OTHER]
    know(store, TARGET)
    assert [h.target for h in store.histories()] == [TARGET]
    assert rows(store, "SELECT url, host, scheme FROM targets ORDER BY url") == [
        (URL, "a.example", "web"),
        ("https://b.example/", "b.example", "web"),
    ]
    assert rows(store, "SELECT path, sha256 FROM sources ORDER BY path") == [
        ("README.md", "00"),
        ("docs/more.md", "00"),
    ]


def test_record_sources_keeps_links_that_point_at_no_target(store: Store) -> None:
    """A link that leads nowhere is still one of the list's."""
    lost = link("http://[", line=9)
    store.record_sources([Document(path="README.md", links=(lost,))], {}, digests={}, now=NOON)
    assert rows(store, "SELECT line, url, target_id FROM links") == [(9, "http://[", None)]
    assert list(store.histories()) == []


def test_histories_are_of_the_files_that_were_asked_for(store: Store) -> None:
    """Targets and links of other files are left out."""
    know(store, TARGET, path="one.md")
    know(store, TARGET, OTHER, path="two.md")
    assert [(h.target, len(h.links)) for h in store.histories(["one.md"])] == [(TARGET, 1)]
    assert [(h.target, len(h.links)) for h in store.histories(["two.md"])] == [(TARGET, 1), (OTHER, 1)]
    assert [(h.target, len(h.links)) for h in store.histories()] == [(TARGET, 2), (OTHER, 1)]
    assert list(store.histories([])) == []


def test_histories_come_by_url_however_many_there_are(store: Store) -> None:
    """More targets than fit one batch come in order, each with its own facts."""
    targets = [Target(url=f"https://a.example/{number:04}", scheme=Scheme.WEB) for number in range(600)]
    know(store, *reversed(targets))
    store.begin_run(NOON)
    for number, target in enumerate(targets):
        store.record(look(1, target=target.url, status=number))
    found = list(store.histories())
    assert [h.target for h in found] == targets
    assert [[o.status for o in h.observations] for h in found] == [[number] for number in range(600)]


def test_histories_show_the_moment_at_which_they_were_asked_for(store: Store) -> None:
    """What is recorded while they are read belongs to the next reading."""
    know(store, TARGET, OTHER)
    store.begin_run(NOON)
    with closing(store.histories()) as found:
        assert next(found).observations == ()
        store.record(look(1, target=OTHER.url))
        store.flush()
        assert next(found).observations == ()
    assert [len(h.observations) for h in store.histories()] == [0, 1]


def test_record_keeps_the_first_answer_when_a_look_is_taken_twice(store: Store) -> None:
    """Going on after a kill doubles nothing."""
    know(store, TARGET)
    run = store.begin_run(NOON)
    store.record(look(1, status=200))
    store.record(look(1, status=500))
    store.flush()
    store.record(look(1, status=404))
    assert list(store.observed(run.id)) == [look(1, status=200)]


def test_record_keeps_metadata_only_when_it_changes(store: Store) -> None:
    """One row each time that a page says something else, dated when it was first seen."""
    know(store, TARGET)
    store.begin_run(NOON)
    for number, title in enumerate(["One", "One", "Two", None, "One"]):
        store.record(look(1, number), Metadata(target=URL, at=day(number), title=title))
        store.flush()
    [history] = store.histories()
    assert [(m.at, m.title) for m in history.metadata] == [
        (day(0), "One"),
        (day(2), "Two"),
        (day(3), None),
        (day(4), "One"),
    ]


def test_record_stores_a_full_queue_by_itself(store: Store) -> None:
    """Two hundred answers make a transaction, whoever calls `flush` or does not."""
    know(store, TARGET)
    store.begin_run(NOON)
    for number in range(250):
        store.record(look(1, number))
    assert rows(store, "SELECT count(*) FROM observations") == [(200,)]


def test_flush_due_stores_the_queue_every_half_second(store: Store) -> None:
    """An answer waits in memory for half a second at most, if the store is asked often enough."""
    know(store, TARGET)
    store.begin_run(NOON)
    count = "SELECT count(*) FROM observations"
    store.flush_due(100.0)
    store.record(look(1, 1))
    store.flush_due(100.4)
    assert rows(store, count) == [(0,)]
    store.flush_due(100.5)
    assert rows(store, count) == [(1,)]


def test_robots_gives_a_copy_back_until_it_is_old(store: Store) -> None:
    """A copy lives as long as it may, is replaced by the next, and one from the future is not trusted."""
    origin = "https://a.example"
    assert store.robots(origin, NOON, 60.0) is None
    store.save_robots(origin, None, "", NOON)
    store.save_robots(origin, 200, "User-agent: *\nDisallow: /\0", NOON)
    copy = store.robots(origin, NOON + timedelta(seconds=60), 60.0)
    assert copy
    assert (copy.status, copy.body, copy.fetched_at) == (
        200,
        "User-agent: *\nDisallow: /\N{REPLACEMENT CHARACTER}",
        NOON,
    )
    assert store.robots(origin, NOON + timedelta(seconds=61), 60.0) is None
    assert store.robots(origin, NOON - timedelta(seconds=1), 60.0) is None


def test_decisions_are_the_newest_words(store: Store) -> None:
    """A person may think again; both words are kept, and the last one holds."""
    store.decide("f1", Choice.DECLINED, "the old page is better", day(0))
    store.decide("f2", Choice.DECLINED, "", day(0))
    store.decide("f1", Choice.ACCEPTED, "it is not", day(1))
    assert {fix: word.choice for fix, word in store.decisions().items()} == {
        "f1": Choice.ACCEPTED,
        "f2": Choice.DECLINED,
    }
    assert rows(store, "SELECT count(*) FROM decisions") == [(3,)]


def verdict_on(target: Target, health: Health) -> Verdict:
    """A verdict."""
    return Verdict(target=target.url, health=health, reason="because", since=day(0), checked_at=day(1), moved_to=None)


def verdicts(store: Store) -> dict[str, str]:
    """The health that is kept for each target."""
    return dict(
        store._db.execute("SELECT url, health FROM verdicts JOIN targets ON targets.id = target_id ORDER BY url")
    )


def test_save_verdicts_rewrites_those_of_the_targets(store: Store) -> None:
    """What was judged anew is replaced, what was not stays, what nothing links to is dropped."""
    know(store, TARGET, path="one.md")
    know(store, OTHER, path="two.md")
    store.save_verdicts([verdict_on(TARGET, Health.ALIVE), verdict_on(OTHER, Health.ALIVE)], NOON)
    store.save_verdicts([verdict_on(TARGET, Health.BROKEN)], NOON)
    assert verdicts(store) == {URL: "broken", OTHER.url: "alive"}
    know(store, path="two.md")
    store.save_verdicts([], NOON)
    assert list(verdicts(store)) == [URL]


def test_save_verdicts_takes_them_as_they_are_judged(store: Store) -> None:
    """Histories may be read while their verdicts are written."""
    know(store, TARGET, OTHER)
    store.save_verdicts((verdict_on(h.target, Health.ALIVE) for h in store.histories()), NOON)
    assert len(verdicts(store)) == 2


def test_link_health_shows_each_link_with_what_is_known(store: Store) -> None:
    """The view that a person opens first: worst first, times to the second, not judged yet said so."""
    know(store, TARGET, OTHER)
    store.begin_run(NOON)
    store.record(look(1, 1, status=500))
    store.record(look(1, 2, status=404), Metadata(target=URL, at=NOON, title="A title"))
    store.save_verdicts([verdict_on(TARGET, Health.BROKEN)], NOON)
    sql = "SELECT path, line, url, health, since, reason, title, status, checked_at FROM link_health"
    assert rows(store, sql) == [
        ("README.md", 1, URL, "broken", "2026-11-02", "because", "A title", 404, "2026-11-02T12:01:00Z"),
        ("README.md", 2, OTHER.url, "unknown", None, "not judged yet", None, None, None),
    ]


def test_host_summary_counts_the_targets_of_each_host(store: Store) -> None:
    """Hosts with most trouble come first."""
    second = Target(url="https://a.example/second", scheme=Scheme.WEB)
    know(store, TARGET, second, OTHER)
    judged = [verdict_on(TARGET, Health.BROKEN), verdict_on(second, Health.ALIVE), verdict_on(OTHER, Health.BLOCKED)]
    store.save_verdicts(judged, NOON)
    assert rows(store, "SELECT host, targets, answering, gone, failing, blocked FROM host_summary") == [
        ("a.example", 2, 1, 1, 0, 0),
        ("b.example", 1, 0, 0, 0, 1),
    ]


def schema(db: Database) -> list[tuple[str, str]]:
    """Every table, index and view, as it was made."""
    found: list[tuple[str, str]] = db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    return found


def test_migrate_goes_one_version_at_a_time() -> None:
    """Coming from any older version gives the tables of today; what stood in them stays."""

    def add_column(db: Database) -> None:
        db.execute("ALTER TABLE targets ADD COLUMN note TEXT")

    def add_table(db: Database) -> None:
        db.executescript("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT; INSERT INTO notes VALUES (7);")

    later = (*MIGRATIONS, add_column, add_table)
    fresh = in_memory()
    migrate(fresh, later)
    for older in range(len(later)):
        db = in_memory()
        migrate(db, later[:older])
        migrate(db, later)
        assert version_of(db) == len(later)
        assert schema(db) == schema(fresh)
        assert db.execute("SELECT id FROM notes").fetchall() == [(7,)]
        db.close()
    fresh.close()


def test_migrate_leaves_the_version_before_when_one_fails() -> None:
    """A migration is there as a whole or not at all, its first statements included."""

    def fails(db: Database) -> None:
        db.executescript("CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);")

    with closing(in_memory()) as db:
        migrate(db)
        before = schema(db)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            migrate(db, (*MIGRATIONS, fails))
        assert (version_of(db), schema(db)) == (len(MIGRATIONS), before)


def in_memory() -> Database:
    """An empty database that begins no transaction by itself."""
    return Database(sqlite3.connect(":memory:", isolation_level=None))


def test_datasette_serves_the_file_as_it_is(tmp_path: Path) -> None:
    """What a person would open first is there under its name."""
    with Store.open(tmp_path / "crawl.db") as store:
        know(store, TARGET)
        store.save_verdicts([verdict_on(TARGET, Health.BROKEN)], NOON)
    page = "/crawl/link_health.json?_shape=array"
    command = [sys.executable, "-m", "datasette", str(tmp_path / "crawl.db"), "--get", page]
    answer = subprocess.run(command, check=True, capture_output=True)
    assert [(row["url"], row["health"]) for row in json.loads(answer.stdout)] == [(URL, "broken")]
