"""The store and the state as text: what goes out comes back, and two stores become one."""

import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from sqlite_utils import Database

from crawler.errors import StoreError
from crawler.judge.health import verdict
from crawler.model import Choice, Decision, Document, History, Metadata, Offered, Verdict
from crawler.store import Store, ledger
from crawler.store.cells import stamp
from crawler.store.ledger.shapes import METADATA
from crawler.store.schema import MIGRATIONS, migrate
from tests.histories import NOON, day, histories, look
from tests.remembering import Facts, exported, facts, rebuilt
from tests.replicated import addresses, history_of
from tests.test_ledger import hostile
from tests.test_store import TARGET, know

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Facts are large: to make a failing example small would take minutes."""


def told(*all_facts: Facts) -> tuple[dict[str, bytes], list[object]]:
    """What a store exports and hands out, once it was told these."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "crawl.db") as store:
        for each in all_facts:
            each.into(store)
        return exported(store), list(store.histories())


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(facts)
def test_import_gives_back_what_was_exported(known: Facts) -> None:
    """A store that is rebuilt exports the same bytes, and hands out the same histories."""
    files, before = told(known)
    assert ledger.check(files) is None
    again, handed_out = rebuilt(files)
    assert again == files
    assert handed_out == before


@settings(max_examples=25, deadline=None, phases=QUICK)
@given(facts, facts)
def test_import_unites_what_two_stores_know(one: Facts, two: Facts) -> None:
    """It makes no difference which is told first, how often, or whether the files were merged before."""
    half_a_day = timedelta(hours=12)  # so that the runs of one stand between those of the other
    ours, theirs = told(one)[0], told(replace(two, runs=[at + half_a_day for at in two.runs]))[0]
    both, after = rebuilt(ours, theirs)
    assert rebuilt(theirs, ours, theirs, ours) == (both, after)
    assert both == ledger.merge(ours, theirs)
    assert rebuilt(both) == (both, after)


def verdicts(found: Iterable[History]) -> dict[str, Verdict]:
    """What the judge says of each."""
    return {each.target.url: verdict(each) for each in found}


def kept(found: Iterable[History]) -> tuple[dict[str, bytes], list[History]]:
    """What a store exports and hands out, once it was told these facts in the order of time."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "crawl.db") as store:
        known = list(found)
        targets = {each.target: each.links for each in known}
        every = [link for links in targets.values() for link in links]
        documents = [
            Document(path=path, links=tuple(link for link in every if link.path == path))
            for path in sorted({link.path for link in every})
        ]
        store.record_sources(documents, targets, digests={}, now=NOON)
        for number in range(max((each.run for history in known for each in history.observations), default=1)):
            store.begin_run(day(7 * number), fresh=True)
        for history in known:
            for seen in history.observations:
                store.record(seen)
            for said in history.metadata:
                store.learn(said)
            for heard in history.testimonies:
                store.testify(heard)
        return exported(store), list(store.histories())


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(histories())
def test_the_judge_says_the_same_of_a_store_that_was_rebuilt(known: History) -> None:
    """Whatever a link went through, no verdict hangs on the database in which it is kept."""
    files, before = kept([known])
    again, after = rebuilt(files)
    assert again == files
    assert verdicts(after) == verdicts(before)


@pytest.mark.parametrize("gone", [False, True])
def test_the_replica_is_judged_the_same_when_its_store_was_rebuilt(gone: bool) -> None:
    """Every address of the list, as the replica web answers for it, and as if it were gone."""
    files, before = kept(history_of(url, gone=gone) for url in addresses())
    again, after = rebuilt(files)
    assert again == files
    assert (after, verdicts(after)) == (before, verdicts(before))
    assert len(after) > 100


FIFTH = """
INSERT INTO sources VALUES (1, 'README.md', '00', '2026-11-01T00:00:00.000000Z');
INSERT INTO targets VALUES (1, 'https://a.example/', 'web', 'a.example', '2026-11-01T00:00:00.000000Z');
INSERT INTO links (source_id, target_id, line, "column", byte_start, byte_end, url, text, title, section, kind)
VALUES (1, 1, 1, 1, 1, 9, 'https://a.example/', 'A', '', '[]', 'inline');
INSERT INTO runs (id, started_at, finished_at, complete, listkeeper, sqlite)
VALUES (1, '2026-11-01T00:00:00.000000Z', '2026-11-01T01:00:00.000000Z', 1, '0.1.0', '3.40');
INSERT INTO metadata (target_id, at, title, identifiers, state, sources)
VALUES (1, '2026-11-01T00:00:00.000000Z', 'T', '{"doi":"1","arxiv":"2"}', '{}', '{"title":"h1","abstract":"p"}');
INSERT INTO decisions VALUES (1, 'FIX', 'declined', 'no', '2026-11-01T00:00:00.000000Z');
INSERT INTO decisions VALUES (2, 'FIX', 'accepted', 'yes', '2026-11-02T00:00:00.000000Z');
""".replace("FIX", "a" * 64)


def test_open_takes_over_a_database_of_version_5(tmp_path: Path) -> None:
    """Decisions stay, nobody's by name; what a page says again is known again, though its names were in no order."""
    with closing(sqlite3.connect(tmp_path / "crawl.db", isolation_level=None)) as raw:
        db = Database(raw)
        migrate(db, MIGRATIONS[:5])
        db.executescript(FIFTH)
    with Store.open(tmp_path / "crawl.db") as store:
        fix = "a" * 64
        accepted = Decision(fix=fix, choice=Choice.ACCEPTED, reason="yes", at=datetime(2026, 11, 2, tzinfo=UTC))
        assert store.decisions() == {fix: accepted}
        store.learn(
            Metadata(
                target="https://a.example/",
                at=datetime(2026, 11, 8, tzinfo=UTC),
                title="T",
                identifiers={"doi": "1", "arxiv": "2"},
                sources={"title": "h1", "abstract": "p"},
            )
        )
        assert [len(history.metadata) for history in store.histories()] == [1]
        store.decide(fix, Choice.RECONSIDERED, "", day(9), by="me")
        files = exported(store)
    assert ledger.check(files) is None
    assert files["decisions.jsonl"].count(b"\n") == 3
    assert rebuilt(files)[0] == files


@pytest.mark.parametrize("change", ["UPDATE decisions SET choice = 'accepted'", "DELETE FROM decisions"])
def test_decisions_are_never_changed(tmp_path: Path, change: str) -> None:
    """What a person said is a fact: no statement takes it back."""
    with Store.open(tmp_path / "crawl.db") as store:
        store.decide("a" * 64, Choice.DECLINED, "", NOON)
        with pytest.raises(sqlite3.IntegrityError, match="facts"):
            store._db.execute(change)


def test_import_numbers_runs_anew_where_one_came_before(tmp_path: Path) -> None:
    """Facts go with their runs, and the guards of facts, behind whose backs it is done, stand as before."""
    with Store.open(tmp_path / "old.db") as store:
        know(store, TARGET)
        store.begin_run(day(0))
        store.record(look(1, status=404))
        files = exported(store)
    with Store.open(tmp_path / "new.db") as store:
        know(store, TARGET)
        store.begin_run(day(7))
        store.record(look(1, status=200, at=day(7)))
        guards = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
        before = store._db.execute(guards).fetchall()
        store.import_files(files)
        assert store._db.execute(guards).fetchall() == before
        assert [(run.id, run.started_at) for run in store.runs()] == [(1, day(0)), (2, day(7))]
        [history] = store.histories()
        assert [(each.run, each.status) for each in history.observations] == [(1, 404), (2, 200)]
        with pytest.raises(sqlite3.IntegrityError, match="facts"):
            store._db.execute("UPDATE observations SET status = 200")


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(hostile)
def test_import_takes_whatever_was_saved_of_any_files(files: dict[str, bytes]) -> None:
    """What a store was told of a ledger that could hardly be read is whole when it tells it."""
    assert ledger.check(rebuilt(ledger.salvage(files))[0]) is None


def test_import_keeps_what_the_publisher_remembers() -> None:
    """Whatever it is comes out as it went in, and the newer one holds; without one the old one stays."""
    old = ledger.with_publication({}, {"written_at": "2026-11-01", "x": [1.5, None, {"\u2028": "##["}]})
    new = ledger.with_publication({}, {"written_at": "2026-11-02"})
    assert rebuilt(old) == (old, [])
    assert rebuilt(new, old, ledger.salvage({})) == (new, [])


def test_import_is_all_or_nothing(tmp_path: Path) -> None:
    """A ledger that is not whole leaves the database as it was."""
    strange = ledger.export([(METADATA, {"what": "metadata", "target": "nobody knows", "at": stamp(NOON)})])
    word = Decision(fix="a" * 64, choice=Choice.DECLINED, reason="", at=NOON)
    with Store.open(tmp_path / "crawl.db") as store:
        know(store, TARGET)
        before = exported(store)
        with pytest.raises(StoreError, match="cannot be used"):
            store.import_files(ledger.with_decisions(strange, [word]))
        assert exported(store) == before


def test_export_refuses_a_row_that_no_line_can_say(tmp_path: Path) -> None:
    """What a newer version may have written is an error, and no half of a state."""
    with Store.open(tmp_path / "crawl.db") as store:
        know(store, TARGET)
        store.begin_run(day(0))
        store.record(look(1, error="unheard-of"))
        with pytest.raises(StoreError, match="holds a row that cannot be understood"):
            exported(store)


def test_offers_are_known_by_their_first_day(tmp_path: Path) -> None:
    """Offering again changes nothing."""
    offered = Offered(id="b" * 64, rule="r", old="a", new="b", at=day(0))
    with Store.open(tmp_path / "crawl.db") as store:
        store.offer([offered])
        store.offer([replace(offered, at=day(1))])
        assert store.offers() == {offered.id: offered}
