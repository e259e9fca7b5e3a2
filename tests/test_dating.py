"""The day that each link was added, from git into the database and the reports."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler import pipeline
from crawler.cli import cli
from crawler.gather.fetcher import Clock
from crawler.pipeline.dating import dated
from crawler.pipeline.lists import Lists, read_lists
from crawler.settings import Settings
from crawler.store import Store
from tests.repositories import Repository, day, isolate

NOW = day(2000)
CLOCK = Clock(monotonic=lambda: 0.0, utc=lambda: NOW)
MAIL, LOCAL, WEB = "mailto:a@a.example", "other.md", "https://a.example/"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A list with a link to nobody, and another file; checked out."""
    repository = Repository(tmp_path / "repository")
    repository.commit({"README.md": _list(MAIL), "other.md": b"# Other\n"}, day(0))
    repository.commit({"README.md": _list(MAIL, LOCAL), "other.md": b"# Other\n"}, day(7))
    repository.git("reset", "--quiet", "--hard")
    return repository


def _list(*urls: str) -> bytes:
    return "".join(f"- [One]({url})\n" for url in urls).encode()


def _settings(folder: Path) -> Settings:
    return Settings(root=folder, db=folder / "reports" / "crawl.db", out=folder / "reports", quiet=True)


def _lists(folder: Path) -> Lists:
    return read_lists([folder / "README.md"], folder)


def _days(lists: Lists) -> Mapping[str, datetime | None]:
    return {link.url: link.added_at for document in lists.documents for link in document.links}


def _record(store: Store, lists: Lists) -> None:
    store.record_sources(lists.documents, lists.targets, digests=lists.digests, now=NOW)


def test_check_keeps_and_shows_the_day(repository: Repository) -> None:
    """The days are in the database and in links.jsonl; a full history is nothing to speak of."""
    settings = _settings(repository.folder)
    outcome = pipeline.check([repository.folder / "README.md"], settings, CLOCK)
    assert outcome.notes == ()
    rows = map(json.loads, (repository.folder / "reports" / "links.jsonl").read_text("utf-8").splitlines())
    assert {row["url"]: row["added_at"] for row in rows} == {
        MAIL: "2019-11-03T19:37:57Z",
        LOCAL: "2019-11-10T19:37:57Z",
    }
    with Store.open(settings.db, readonly=True) as store:
        assert store.added_dates(["README.md"]) == {("README.md", MAIL): day(0), ("README.md", LOCAL): day(7)}
        assert store.added_dates(["other.md"]) == {}


def test_dated_asks_git_about_new_links_alone(repository: Repository, tmp_path: Path) -> None:
    """What is known stays, even when the history was written anew; what is new is looked up."""
    with Store.open(tmp_path / "crawl.db") as store:
        lists, notes = dated(store, _lists(repository.folder), NOW)
        assert (_days(lists), notes) == ({MAIL: day(0), LOCAL: day(7)}, ())
        _record(store, lists)
        repository.commit({"README.md": _list(MAIL, LOCAL, WEB)}, day(30), parents=[])
        repository.git("reset", "--quiet", "--hard")
        lists, _ = dated(store, _lists(repository.folder), NOW)
        assert _days(lists) == {MAIL: day(0), LOCAL: day(7), WEB: day(30)}


def test_dated_starts_no_git_when_every_day_is_known(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daily run over a list that is as it was does not walk its history again: it does without git."""
    with Store.open(tmp_path / "crawl.db") as store:
        _record(store, dated(store, _lists(repository.folder), NOW)[0])
        monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
        lists, notes = dated(store, _lists(repository.folder), NOW)
        assert (_days(lists), notes) == ({MAIL: day(0), LOCAL: day(7)}, ())
        (repository.folder / "README.md").write_bytes(_list(MAIL, WEB))
        lists, notes = dated(store, _lists(repository.folder), NOW)
        assert _days(lists) == {MAIL: day(0), WEB: None}
        assert "git is not installed" in notes[0]


def test_check_says_that_the_clone_is_shallow(repository: Repository, tmp_path: Path) -> None:
    """It is handed out, kept with the run, and stands in the report."""
    clone = repository.clone(tmp_path / "clone", "--depth=1").folder
    Repository(clone).git("reset", "--quiet", "--hard")
    settings = _settings(clone)
    outcome = pipeline.check([clone / "README.md"], settings, CLOCK)
    assert [note.partition(",")[0] for note in outcome.notes] == ["this clone of the repository is shallow"]
    with Store.open(settings.db, readonly=True) as store:
        assert store.added_dates(["README.md"]) == {}
        assert store.runs()[-1].notes == outcome.notes
    assert "> this clone of the repository is shallow, so git does not know" in (settings.out / "README.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("command", ["crawl", "check"])
def test_commands_say_their_notes_on_stderr(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """What a person should know does not get into what a program reads."""
    clone = repository.clone(tmp_path / "clone", "--depth=1").folder
    Repository(clone).git("reset", "--quiet", "--hard")
    monkeypatch.chdir(clone)
    result = CliRunner().invoke(cli, [command, "README.md"], catch_exceptions=False)
    assert result.stderr.count("listkeeper: this clone of the repository is shallow") == 1
    assert "shallow" not in result.stdout
