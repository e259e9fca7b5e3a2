"""Words are looked for in what the links are, and the best come first."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from sqlite_utils import Database

from crawler import pipeline
from crawler.errors import StoreError, UsageError
from crawler.model import Document, Health, Hit, Hits, Kind, Link, Metadata, Observation, Scheme, Target, Verdict
from crawler.publish.hits import as_json, as_text
from crawler.settings import Settings
from crawler.store import Store, resources
from crawler.store.connection import immediate
from tests import shelf
from tests.histories import NOON, day, link, look
from tests.naughty import EVERYTHING
from tests.running import listkeeper

_FEW = Settings()


def keep(store: Store, *told: tuple[Link, dict[str, Any]]) -> None:
    """A list with these links, and what interfaces say of them, judged."""
    targets = {Target(url=one.url, scheme=Scheme.WEB): (one,) for one, _ in told}
    document = Document(path="README.md", links=tuple(one for one, _ in told))
    store.record_sources([document], targets, digests={"README.md": "00"}, now=NOON)
    for one, said in told:
        say(store, one.url, **said)
    judge(store, [one.url for one, _ in told])


def say(store: Store, url: str, at: datetime = NOON, **said: Any) -> None:
    """Let an interface say this of a target, without a new verdict."""
    store.record(_look(store, url), Metadata(target=url, at=at, via="api", **said))
    store.flush()


def _look(store: Store, url: str) -> Observation:
    run = store.begin_run(NOON, fresh=True)
    return look(run.id, target=url, status=200)


def judge(store: Store, urls: list[str]) -> None:
    """Save verdicts, as a report does."""
    store.save_verdicts([Verdict(target=url, health=Health.ALIVE, reason="It answered 200") for url in urls], NOON)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database in which the word `kernel` stands in four places."""
    path = tmp_path / "crawl.db"
    with Store.open(path) as store:
        keep(
            store,
            (link("https://a.example/abstract", line=1), {"title": "One", "abstract": "Of a kernel, and more."}),
            (link("https://a.example/heading", line=2, section=("Top", "Kernel")), {"title": "Two"}),
            (link("https://a.example/text", line=3, text="the kernel"), {"title": "Three"}),
            (
                link("https://a.example/title", line=4, text="link"),
                {
                    "title": "Kernel métho\u0300ds in C++",
                    "kind": Kind.PAPER,
                    "published": "2007-05-01",
                    "authors": ("A. B.",),
                    "abstract": "Deep neural networks are others.",
                },
            ),
        )
    return path


def search(db: Path, *words: str, limit: int = 20) -> Hits:
    """What `listkeeper search` finds."""
    return pipeline.search(words, replace(_FEW, db=db), limit=limit)


def ends(found: Hits) -> list[str]:
    """The last part of each address that was found, best first."""
    return [hit.url.rpartition("/")[2] for hit in found.hits]


def test_search_ranks_titles_before_texts_before_headings_before_abstracts(db: Path) -> None:
    """What a thing is called says more than what is said about it."""
    found = search(db, "kernel")
    assert ends(found) == ["title", "text", "heading", "abstract"]
    assert (found.total, ends(search(db, "kernel", limit=1))) == (4, ["title"])


@pytest.mark.parametrize(
    "words",
    [
        ["methods"],
        ["METHODS", "kernel"],
        ["C++"],
        ["métho*"],
        ["neural networks"],
        ['"neural net"*'],
        ['kernel "deep neural" c++'],
        ['"kernel'],
    ],
)
def test_search_finds_words_phrases_and_beginnings(db: Path, words: list[str]) -> None:
    """Without accents and in any case; all words must be there, in any of the texts."""
    assert "title" in ends(search(db, *words))


@pytest.mark.parametrize("words", [["NOT"], ["networks neural"], ["kernel", "nothing"], ["NEAR(kernel)"], ["title:x"]])
def test_search_takes_every_word_for_a_word(db: Path, words: list[str]) -> None:
    """What FTS5 would obey is looked for like anything else, and is not there."""
    assert search(db, *words) == Hits(total=0, hits=())


@given(words=shelf.texts)
def test_query_of_is_never_a_mistake(words: str) -> None:
    """Whatever is typed, FTS5 understands it, or a person is told to give a word."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE VIRTUAL TABLE t USING fts5 (a)")
        try:
            query = resources.query_of([words, f'"{words}" x{words}*'])
        except UsageError:
            return
        memory.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall()


def test_search_says_when_there_is_nothing_to_look_for(db: Path) -> None:
    """Signs alone are no words."""
    with pytest.raises(UsageError, match="give a word"):
        search(db, '"', "*", "++")


def test_search_shows_what_is_known(db: Path) -> None:
    """A hit holds enough to choose by, with the words marked."""
    [hit] = search(db, "methods").hits
    assert (hit.kind, hit.published, hit.authors, hit.health) == ("paper", "2007-05-01", ("A. B.",), "alive")
    assert (hit.path, hit.line, hit.title) == (
        "README.md",
        4,
        "Kernel \x02mét\u200bhòds\x03 in C++".replace("\u200b", ""),
    )


def test_search_knows_what_was_heard_since_the_last_report(db: Path) -> None:
    """A database that only was crawled is searched as it is now, though nobody may write to it."""
    with Store.open(db) as store:
        say(store, "https://a.example/heading", day(1), title="Brandnew")
    assert ends(search(db, "brandnew")) == ["heading"]
    with Store.open(db) as store:
        judge(store, ["https://a.example/heading"])
    with closing(sqlite3.connect(db)) as raw:
        matching = raw.execute("SELECT title FROM resources_fts WHERE resources_fts MATCH 'brandnew'").fetchall()
    assert (matching, ends(search(db, "brandnew"))) == ([("Brandnew",)], ["heading"])


def test_search_works_where_nothing_was_judged_yet(tmp_path: Path) -> None:
    """A crawl without a report can be searched too."""
    with Store.open(tmp_path / "crawl.db") as store:
        one = link("https://a.example/", text="a word")
        document = Document(path="README.md", links=(one,))
        store.record_sources([document], {Target(url=one.url, scheme=Scheme.WEB): (one,)}, digests={}, now=NOON)
    [hit] = search(tmp_path / "crawl.db", "word").hits
    assert (hit.title, hit.health, hit.kind) == ("a \x02word\x03", "unknown", None)


def test_search_says_when_sqlite_cannot(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without FTS5 there is no search, and all else works."""
    monkeypatch.setattr(resources, "has_fts5", lambda _db: False)
    with pytest.raises(StoreError, match="no FTS5"):
        search(db, "kernel")
    with Store.open(db.with_name("other.db")) as store:
        keep(store, (link("https://a.example/"), {"title": "One"}))
        assert store._db.execute("SELECT title, host FROM resources").fetchall() == [("One", "a.example")]
        assert not store._db["resources_fts"].exists()


def test_rebuild_is_a_part_of_its_transaction(tmp_path: Path) -> None:
    """What fails later leaves rows and index as they were before."""
    with Store.open(tmp_path / "crawl.db") as store:
        know = link("https://a.example/", text="a word")
        keep(store, (know, {"title": "One"}))
        say(store, know.url, title="Two")
        with pytest.raises(ZeroDivisionError):
            _rebuild_and_fail(store)
        assert store._db.execute("SELECT title FROM resources").fetchall() == [("One",)]
        assert ends(store.search(["two"], 9)) == [""]


def _rebuild_and_fail(store: Store) -> None:
    with immediate(store._db):
        resources.rebuild(store._db)
        raise ZeroDivisionError


def test_rebuild_holds_no_control_of_a_stranger(tmp_path: Path) -> None:
    """Marks stand where they were put, whatever a title holds."""
    with Store.open(tmp_path / "crawl.db") as store:
        keep(store, (link("https://a.example/", text="\x02b\x03"), {"title": "a\x02word\x03", "abstract": "\x03word"}))
        [hit] = store.search(["word"], 9).hits
    assert (hit.title, hit.text, hit.abstract) == ("a \x02word\x03", "b", "\x02word\x03")


HIT = Hit(
    title="A \x02word\x03 or two",
    url="https://a.example/",
    text="A",
    published="2007-05-01",
    kind="paper",
    health="alive",
    path="README.md",
    line=4,
    heading="Top",
    abstract="One \x02word\x03…",
)


def test_as_text_is_for_a_person() -> None:
    """Best first, with emphasis on what was looked for, and how many there are."""
    assert as_text(Hits(total=30, hits=(HIT,)), "*{}*".format).splitlines() == [
        "A *word* or two (paper, 2007, alive)",
        "  https://a.example/",
        "  README.md:4 in Top",
        "  One *word*…",
        "",
        "30 links found, the best 1 shown.",
    ]
    assert as_text(Hits(total=1, hits=(replace(HIT, heading="", abstract=""),))).splitlines()[2:] == [
        "  README.md:4",
        "",
        "1 link found.",
    ]
    assert as_text(Hits(total=0, hits=())) == "No link has these words."


def test_as_json_is_for_a_program() -> None:
    """Nothing is marked in it."""
    shown = json.loads(as_json(Hits(total=30, hits=(HIT,))))
    assert (shown["total"], shown["hits"][0]["title"], shown["hits"][0]["place"]) == (
        30,
        "A word or two",
        "README.md:4",
    )


@pytest.mark.parametrize("text", EVERYTHING)
def test_hits_print_nothing_that_a_terminal_obeys(text: str) -> None:
    """Whoever wrote the page or the list."""
    found = Hits(total=1, hits=(replace(HIT, title=text, text=text, heading=text, abstract=text, path=text, url=text),))
    for shown in (as_text(found), as_json(found)):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", shown)


def test_search_command_prints_text_or_json(db: Path) -> None:
    """Plain where a program reads, and one line where it cannot be done."""
    done = listkeeper(db.parent, "search", "--db", "crawl.db", "--limit", "1", "kernel")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Kernel méthòds in C++ (paper, 2007, alive)\n  https://a.example/title\n")
    done = listkeeper(db.parent, "search", "--db", "crawl.db", "--json", "C++")
    assert json.loads(done.out)["total"] == 1
    done = listkeeper(db.parent, "search", "--db", "crawl.db", "++")
    assert (done.status, done.out) == (2, "")


def test_datasette_finds_the_index(db: Path) -> None:
    """sqlite-utils, and so Datasette, knows which index belongs to the table."""
    with closing(sqlite3.connect(db)) as raw:
        assert Database(raw)["resources"].detect_fts() == "resources_fts"  # type: ignore[union-attr]  # a table
