"""Files, folders, disks, databases that are not as they should be: one clear line, the right status, nothing lost."""

import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler import pipeline
from crawler.errors import StoreError
from crawler.pipeline.lists import MOST_BYTES
from crawler.settings import Settings
from crawler.store import Store
from tests import answers
from tests.running import TO_OURSELVES, Done, files_of, listkeeper, without_privileges
from tests.site import Site

COMMANDS = ("links", "crawl", "check", "fix")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with one list, whose one link leads to its own heading."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "list.md").write_text("# A list\n\n[here](#a-list)\n", "utf-8")
    return tmp_path


def one_line(done: Done, status: int) -> str:
    """The one line that a command ended with, and nothing else."""
    assert "Traceback" not in done.err, done.err
    assert (done.status, len(done.lines)) == (status, 1), done.err
    return done.lines[0]


def _missing(_: Path) -> None:
    """Nothing is made."""


def _png(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 100)


def _too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)


def _closed(path: Path) -> None:
    path.write_text("[a](b)")
    path.chmod(0)


def _in_a_closed_folder(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[a](b)")
    path.parent.chmod(0)


BAD_LISTS: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "not there": ("bad.md", _missing, "there is no file bad.md: check the path"),
    "in no folder": ("none/bad.md", _missing, "there is no file none/bad.md: check the path"),
    "below a file": ("list.md/bad.md", _missing, "there is no file list.md/bad.md: check the path"),
    "a name that no disk takes": ("x" * 300 + ".md", _missing, "cannot be read"),
    "a link to nothing": ("bad.md", lambda path: path.symlink_to("none"), "there is no file bad.md: check the path"),
    "a link to itself": ("bad.md", lambda path: path.symlink_to("bad.md"), "bad.md"),
    "a folder without lists": ("bad.md", Path.mkdir, "there is no Markdown file below bad.md"),
    "a pipe": ("bad.md", os.mkfifo, "bad.md cannot be read: check what it is"),
    "unreadable": ("bad.md", _closed, "bad.md cannot be read: check what it is, and who may read it"),
    "in a folder that is closed": ("shut/bad.md", _in_a_closed_folder, "shut/bad.md"),
    "a picture": ("bad.md", _png, "bad.md is no text in UTF-8: save it as UTF-8, or leave it out"),
    "UTF-16": ("bad.md", lambda path: path.write_text("# A\n", "utf-16"), "bad.md is no text in UTF-8"),
    "Latin-1": ("bad.md", lambda path: path.write_bytes(b"\xe9" * 200_000), "bad.md is no text in UTF-8"),
    "too large": ("bad.md", _too_large, "bad.md is larger than 64 MiB: split it, or leave it out"),
}


@pytest.mark.parametrize("case", BAD_LISTS)
def test_a_list_that_cannot_be_read_is_one_clear_line(folder: Path, case: str) -> None:
    """Whatever a path leads to, the command says what is wrong and what to do, ends with 2, and writes nothing."""
    name, make, message = BAD_LISTS[case]
    make(folder / name)
    before = sorted(folder.rglob("*"))
    done = listkeeper(folder, "check", "list.md", name, before=without_privileges)
    assert message in one_line(done, 2)
    assert done.out == ""
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_so_when_there_is_no_list(folder: Path, command: str) -> None:
    """No command makes anything out of nothing."""
    assert "there is no file none.md: check the path" in one_line(listkeeper(folder, command, "none.md"), 2)
    assert not (folder / "reports").exists()


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"# No links at all\n\nWords.\n", b"---\n---\n"])
def test_a_list_without_links_is_fine(folder: Path, data: bytes) -> None:
    """Nothing to ask is nothing to find: each command ends with 0, and the report says so."""
    (folder / "list.md").write_bytes(data)
    assert listkeeper(folder, "links", "list.md") == Done(status=0, out="", err="")
    done = listkeeper(folder, "check", "list.md")
    assert (done.status, done.lines) == (0, [])
    assert "0 links, 0 addresses." in done.out
    assert "Nothing is broken: 0 addresses checked." in (folder / "reports" / "README.md").read_text("utf-8")
    assert listkeeper(folder, "fix", "list.md").status == 0


def test_a_list_with_bytes_that_are_no_utf8_is_read(folder: Path) -> None:
    """A slip is pointed out with its place, and the links are found all the same."""
    (folder / "list.md").write_bytes(b"caf\xe9 [a](b)\r[c](d)")
    done = listkeeper(folder, "links", "list.md")
    assert (done.status, [line.split()[2] for line in done.out.splitlines()]) == (0, ["b", "d"])
    assert done.lines == [
        "listkeeper: list.md:1:4: 1 byte is no UTF-8, the first one here: save the file as UTF-8",
    ]


def _read_only(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out").chmod(0o555)


def _somebodys_page(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "README.md").write_text("Mine")


BAD_OUTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file": (lambda folder: (folder / "out").touch(), "cannot write the reports to out (File exists)"),
    "read-only": (_read_only, "cannot write the reports to out (Permission denied)"),
    "a folder where a page should be": (
        lambda folder: (folder / "out" / "dead-links.md").mkdir(parents=True),
        "cannot write the reports to out (Is a directory)",
    ),
    "somebody's page": (
        _somebodys_page,
        "is no report of ours, and would be overwritten: pass another --out",
    ),
}


@pytest.mark.parametrize("case", BAD_OUTS)
def test_reports_that_cannot_be_written_are_one_clear_line(folder: Path, case: str) -> None:
    """The crawl is kept, nothing that was there is touched, and the next command writes what this one could not."""
    make, message = BAD_OUTS[case]
    make(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = listkeeper(folder, "check", "list.md", "--out", "out", "--db", "crawl.db", before=without_privileges)
    assert message in one_line(done, 2)
    assert {path: path.read_bytes() for path in before} == before
    assert [path.name for path in folder.rglob("*.tmp")] == []
    assert listkeeper(folder, "report", "--out", "other", "--db", "crawl.db").status == 0
    assert json.loads((folder / "other" / "links.jsonl").read_text("utf-8"))["health"] == "alive"


def _crawled(folder: Path) -> bytes:
    """The bytes of a database that has just been crawled into."""
    settings = Settings(db=folder / "crawl.db", root=folder, quiet=True)
    assert pipeline.crawl([folder / "list.md"], settings).exit_code == 0
    return settings.db.read_bytes()


def _newer(folder: Path) -> None:
    _crawled(folder)
    with closing(sqlite3.connect(folder / "crawl.db")) as raw, raw:
        raw.execute("PRAGMA user_version = 99")


def _damaged(folder: Path) -> None:
    data = bytearray(_crawled(folder))
    data[8192:12288] = bytes(4096)
    (folder / "crawl.db").write_bytes(data)


def _not_ours_to_write(folder: Path) -> None:
    _crawled(folder)
    (folder / "crawl.db").chmod(0o444)


BAD_DATABASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (lambda folder: (folder / "crawl.db").mkdir(), "check the path, or pass another --db"),
    "a list": (lambda folder: (folder / "crawl.db").write_text("# A list\n"), "is no SQLite database"),
    "of another program": (
        lambda folder: sqlite3.connect(folder / "crawl.db").execute("CREATE TABLE a (b)").connection.close(),
        "is a database of another program",
    ),
    "from the future": (_newer, "was written by a newer listkeeper (version 99 of the tables"),
    "damaged": (_damaged, "is damaged"),
    "cut short": (lambda folder: (folder / "crawl.db").write_bytes(_crawled(folder)[:5000]), "damaged"),
    "not to be written": (_not_ours_to_write, "it may not be written to: check who owns it, or pass another --db"),
}


@pytest.mark.parametrize("command", ["check", "report"])
@pytest.mark.parametrize("case", BAD_DATABASES)
def test_a_database_that_cannot_be_used_is_one_clear_line(folder: Path, case: str, command: str) -> None:
    """Each command says what is wrong with the file, ends with 2, and changes not a byte of it."""
    make, message = BAD_DATABASES[case]
    make(folder)
    file = folder / "crawl.db"
    before = file.read_bytes() if file.is_file() else b""
    words = [] if command == "report" else ["list.md"]
    done = listkeeper(folder, command, *words, "--db", "crawl.db", before=without_privileges)
    assert message in one_line(done, 2)
    assert (file.read_bytes() if file.is_file() else b"") == before


def test_a_database_in_a_folder_that_is_closed_is_one_clear_line(folder: Path) -> None:
    """Where no file can be made there is no crawl, and nobody is asked."""
    (folder / "shut").mkdir()
    (folder / "shut").chmod(0o555)
    for db in ("shut/crawl.db", "shut/a/crawl.db", "list.md/crawl.db"):
        done = listkeeper(folder, "check", "list.md", "--db", db, before=without_privileges)
        assert "check the path, or pass another --db" in one_line(done, 2)


def test_a_full_disk_is_one_clear_line_and_loses_nothing(folder: Path, site: Site) -> None:
    """The crawl stops and says so; what was stored is whole, and the same command goes on once there is room."""
    site.anything(answers.page(f"<title>{'A title. ' * 30}</title>"))
    urls = [site.url(f"/{number}") for number in range(900)]
    (folder / "list.md").write_text("".join(f"- <{url}>\n" for url in urls), "utf-8")
    words = ("check", "list.md", *TO_OURSELVES)
    line = one_line(listkeeper(folder, *words, before=files_of(900_000)), 2)
    assert "crawl.db cannot be used: the disk" in line
    with closing(sqlite3.connect(folder / "reports" / "crawl.db")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = raw.execute("SELECT count(*) FROM observations").fetchone()[0]
    raw.close()
    assert 0 < kept < 900
    asked = len(site.paths)
    assert listkeeper(folder, *words).status == 0
    assert len(site.paths) - asked <= 901 - kept
    rows = (folder / "reports" / "links.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(row)["health"] for row in rows] == ["alive"] * 900


def test_a_damaged_database_is_an_error_or_as_good_as_whole(folder: Path) -> None:
    """Whichever bytes of the file are turned, there is a StoreError or an answer, and never a crash."""
    (folder / "list.md").write_text("".join(f"[a{n}](#a{n} 't') (b/{n})\n" for n in range(300)), "utf-8")
    whole, broken = _crawled(folder), folder / "broken.db"
    refused = list[str]()
    for seed in range(120):
        draw = random.Random(seed)
        data = bytearray(whole)
        for _ in range((1, 10, 100, 1000)[seed % 4]):
            # Where SQLite keeps what is the file's own, in one of three; else anywhere.
            data[draw.randrange(100 if seed % 3 == 0 else len(data))] ^= 1 << draw.randrange(8)
        broken.write_bytes(data)
        try:
            with Store.open(broken, readonly=bool(seed % 2)) as store:
                told = [*store.histories(), *store.runs(), *store.sources(), *store.decisions()]
                assert len(told) < 2000
        except StoreError as error:
            refused.append(str(error))
        for beside in folder.glob("broken.db*"):
            beside.unlink()
    assert len(refused) > 60
    assert [message for message in refused if "broken.db" not in message] == []


def test_a_database_of_somebody_elses_making_opens_no_file_outside_the_root(folder: Path) -> None:
    """What a database calls a list is read only where it is below the root; another path is as good as gone."""
    (folder / "outside.md").write_text("[secret](https://secret.example/)")
    root = folder / "root"
    root.mkdir()
    (root / "list.md").write_text("[a](#b)")
    (root / "link.md").symlink_to(folder / "outside.md")
    settings = Settings(db=root / "crawl.db", root=root, out=root / "out", quiet=True)
    pipeline.crawl([root / "list.md"], settings)
    names = ["../outside.md", str(folder / "outside.md"), "link.md", "x" * 300, "a\0b", "list.md/x", "/dev/zero"]
    with closing(sqlite3.connect(settings.db)) as raw, raw:
        raw.executemany(
            "INSERT INTO sources (path, sha256, read_at) SELECT ?, sha256, read_at FROM sources LIMIT 1",
            [(name,) for name in names],
        )
    raw.close()
    pipeline.report(settings)
    written = b"".join(path.read_bytes() for path in (root / "out").iterdir())
    assert b"secret" not in written
    assert b"1 link in 1 list" in written
