"""The commands that carry what is known from one run to the next."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import cli
from crawler.errors import StoreError, UsageError
from crawler.pipeline import export_state, import_state, pull_state
from crawler.pipeline.keeping import Kept, read_folder, write_branch, write_folder
from crawler.pipeline.remembering import export, pull
from crawler.settings import Settings
from crawler.store import Store
from tests.branches import GitBranches
from tests.histories import day, look
from tests.repositories import isolate
from tests.test_store import OTHER, TARGET, know


def crawled(folder: Path) -> Settings:
    """Settings whose database knows of two runs."""
    chosen = replace(Settings(), db=folder / "crawl.db", root=folder)
    with Store.open(chosen.db) as store:
        know(store, TARGET, OTHER)
        for number, status in ((1, 200), (2, 404)):
            run = store.begin_run(day(7 * (number - 1)))
            for each in (1, 2):
                store.record(look(number, each, status=status))
            store.finish_run(run.id, day(7 * (number - 1) + 1), complete=True)
    return chosen


def elsewhere(chosen: Settings, name: str = "other.db") -> Settings:
    """The same with another database, that is not there yet."""
    return replace(chosen, db=chosen.db.with_name(name))


def test_export_state_writes_what_import_state_reads(tmp_path: Path) -> None:
    """Another database that is told all of it writes the same bytes, the front page included."""
    chosen = crawled(tmp_path)
    told = export_state(tmp_path / "state", chosen)
    assert told.text == f"9 facts in 6 files written to {tmp_path / 'state'}"
    for _ in range(2):
        taken = import_state(tmp_path / "state", elsewhere(chosen), lenient=False)
        assert taken.text == f"9 facts in 6 files taken over from {tmp_path / 'state'}"
    export_state(tmp_path / "again", elsewhere(chosen))
    assert read_folder(tmp_path / "again") == read_folder(tmp_path / "state")


def test_export_state_writes_a_front_page_that_stands_alone(tmp_path: Path) -> None:
    """It tells how the links are and what changed, and leads to no file that is not there."""
    export_state(tmp_path / "state", crawled(tmp_path))
    page = (tmp_path / "state" / "report.md").read_text("utf-8")
    assert page.startswith("<!-- listkeeper: as of 2026-11-10T12:00:00.000000Z -->\n# Link report\n\nRun 2, ")
    assert "**Of 2 addresses: 1 gone, 1 unknown and 0 alive.**" in page
    assert "`README.md:1`" in page
    assert [word for word in ("](", ".patch", "git apply") if word in page.replace("](<https://", "")] == []


def test_export_state_needs_a_database(tmp_path: Path) -> None:
    """Where nothing was crawled there is nothing to write."""
    with pytest.raises(StoreError, match="run `listkeeper crawl` first"):
        export_state(tmp_path / "state", replace(Settings(), db=tmp_path / "no.db"))
    assert not (tmp_path / "state").exists()


def test_export_gives_no_front_page_when_no_run_is_known(tmp_path: Path) -> None:
    """A list that was only read has links and no report."""
    with Store.open(tmp_path / "crawl.db") as store:
        know(store, TARGET)
        assert sorted(export(store, Settings())) == ["links.jsonl", "sources.jsonl", "state.json"]


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("runs.jsonl", None, "runs.jsonl is missing"),
        ("links.jsonl", b"{}\n", "links.jsonl is not as it was written"),
        ("state.json", b"[" * 10_000, "it has no state.json that can be read"),
    ],
)
def test_import_state_changes_nothing_when_it_is_damaged(
    tmp_path: Path, name: str, data: bytes | None, fault: str
) -> None:
    """What is not whole is an error that says what to do; no database comes of it."""
    chosen = crawled(tmp_path)
    export_state(tmp_path / "state", chosen)
    if data is None:
        (tmp_path / "state" / name).unlink()
    else:
        (tmp_path / "state" / name).write_bytes(data)
    with pytest.raises(StoreError) as told:
        import_state(tmp_path / "state", elsewhere(chosen), lenient=False)
    assert f"({fault}): pass --lenient to take what can be read" in str(told.value)
    assert told.value.exit_code == 2
    assert not elsewhere(chosen).db.exists()


def test_import_state_takes_what_can_be_read_when_it_may(tmp_path: Path) -> None:
    """A sentence says how much is lost; what speaks of it is kept."""
    chosen = crawled(tmp_path)
    export_state(tmp_path / "state", chosen)
    (tmp_path / "state" / "runs.jsonl").unlink()
    taken = import_state(tmp_path / "state", elsewhere(chosen), lenient=True)
    assert taken.notes == (f"{tmp_path / 'state'} is damaged (runs.jsonl is missing): 2 of 9 facts cannot be read",)
    with Store.open(elsewhere(chosen).db, readonly=True) as store:
        assert [len(history.observations) for history in store.histories()] == [4, 0]
        assert [run.finished_at is not None for run in store.runs()] == [True, True]


def test_import_state_says_so_when_no_fact_is_lost(tmp_path: Path) -> None:
    """Where the seal alone is damaged, every fact is there."""
    chosen = crawled(tmp_path)
    export_state(tmp_path / "state", chosen)
    (tmp_path / "state" / "state.json").unlink()
    [note] = import_state(tmp_path / "state", elsewhere(chosen), lenient=True).notes
    assert note.endswith("(it has no state.json that can be read): every fact could be read")


def test_import_state_begins_with_nothing_when_there_is_none(tmp_path: Path) -> None:
    """A folder that is missing or empty is an error; where damage may be, a note, and no database comes of it."""
    chosen = replace(Settings(), db=tmp_path / "crawl.db")
    (tmp_path / "empty").mkdir()
    for name in ("missing", "empty"):
        with pytest.raises(StoreError, match="listkeeper state export"):
            import_state(tmp_path / name, chosen, lenient=False)
        taken = import_state(tmp_path / name, chosen, lenient=True)
        assert taken.notes == (f"{tmp_path / name} holds no state: nothing is remembered",)
    assert not chosen.db.exists()


def test_import_state_takes_nothing_of_a_newer_form(tmp_path: Path) -> None:
    """Leniency is for damage: what a newer listkeeper wrote is not damaged."""
    write_folder(tmp_path / "state", {"state.json": b'{"format":2,"files":{}}'})
    with pytest.raises(StoreError, match="update listkeeper"):
        import_state(tmp_path / "state", replace(Settings(), db=tmp_path / "crawl.db"), lenient=True)


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    """One line on stdout; what is lost on stderr; 2 where a person must do something first."""
    chosen, folder = crawled(tmp_path), str(tmp_path / "state")
    run = CliRunner().invoke
    done = run(cli, ["state", "export", "--db", str(chosen.db), folder])
    assert (done.exit_code, done.output) == (0, f"9 facts in 6 files written to {folder}\n")
    done = run(cli, ["state", "import", "--db", str(tmp_path / "b.db"), folder])
    assert (done.exit_code, done.output) == (0, f"9 facts in 6 files taken over from {folder}\n")
    (tmp_path / "state" / "state.json").unlink()
    done = run(cli, ["state", "import", "--db", str(tmp_path / "c.db"), folder])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "pass --lenient" in done.stderr
    done = run(cli, ["state", "import", "--lenient", "--db", str(tmp_path / "c.db"), folder])
    assert done.exit_code == 0
    assert done.stderr.endswith("every fact could be read\n")


def test_pull_writes_what_is_on_the_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder becomes what the branch is, damage included; what it has already is not fetched."""
    isolate(monkeypatch, tmp_path)
    forge, folder = GitBranches(tmp_path / "forge"), tmp_path / "state"
    told = pull(folder, forge)
    assert told.notes == (f"there is no branch listkeeper-state yet: nothing is remembered, and {folder} is empty",)
    assert list(folder.iterdir()) == []
    with Store.open(crawled(tmp_path).db, readonly=True) as store:
        files = export(store, Settings())
    write_branch(forge, {**files, "links.jsonl": b"damaged"}, seen=Kept())
    assert pull(folder, forge).text == f"7 facts in 6 files of listkeeper-state written to {folder}"
    assert read_folder(folder) == {**files, "links.jsonl": b"damaged"}
    write_branch(forge, files)
    forge.asked.clear()
    pull(folder, forge)
    assert read_folder(folder) == files
    assert [what for what, _ in forge.asked] == ["blob"]


def test_pull_state_needs_a_repository_and_a_token(tmp_path: Path) -> None:
    """What is missing is said before anybody is asked."""
    with pytest.raises(UsageError, match="pass --repository OWNER/NAME"):
        pull_state(tmp_path, Settings(), "")
    with pytest.raises(UsageError, match="GITHUB_TOKEN"):
        pull_state(tmp_path, Settings(), "owner/name")
