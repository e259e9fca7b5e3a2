"""One table of hostile strings, through everything that is written: read back, and shown to a real browser."""

import html
import io
import json
import os
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from rich.console import Console

from crawler.cli import cli, visible
from crawler.model import Document, Event, Report
from crawler.publish.history import history
from crawler.publish.links import as_jsonl, as_text
from crawler.publish.patch import unified_diff
from crawler.publish.progress import Progress
from crawler.publish.report import pages
from crawler.publish.summary import summary
from crawler.store import Store
from crawler.untrusted import plain
from tests import browser, reports
from tests.builders import NOW
from tests.gfm import nodes, said
from tests.naughty import EVERYTHING
from tests.running import TO_OURSELVES, listkeeper
from tests.site import Site

PAGES = ("README.md", "dead-links.md", "staleness.md")
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
"""What a build runner obeys in a log: the second anywhere in a line."""
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200e\u200f\U000e0000-\U000e007f]")
"""What a terminal acts on, or what turns or hides text; the end of a line alone is ours."""
_OURS = re.compile(
    r"(?:https://web\.archive\.org/web/\*/)?https://evil\.example/(?:new/)?\d\?|\.\./[^:]*\?plain=1#L\d+\Z"
    r"|#[a-z]+\Z|(?:dead-links|staleness)\.md\Z|links\.jsonl\Z|suggestions\.patch\Z"
)
_ELEMENTS = {
    *("h1", "h2", "p", "strong", "blockquote", "ul", "ol", "li", "a", "code", "pre", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_have_the_same_nodes_whatever_is_written(name: str) -> None:
    """A page about the most hostile texts has the nodes of one about a harmless word, and none more."""
    expected = {text: nodes(pages(reports.spoken_by(text))[name]) for text in ("word", "")}
    for text in EVERYTHING:
        page = pages(reports.spoken_by(text))[name]
        for found, ours in zip(nodes(page), expected[said(text)], strict=True):
            assert not found - ours, ascii(text)
            # An address with half a character is none, and a path with a `|` is no code in a table.
            assert not {kind for kind in ours - found if not re.search("(?i)link|code|Text|^$", kind)}, ascii(text)
        assert not CONTROLS.search(page), ascii(text)
        assert not COMMAND.search(page), ascii(text)


@pytest.mark.parametrize("name", PAGES)
def test_pages_link_only_where_the_list_does(name: str) -> None:
    """Each link of a page leads into the reports, into the lists, or to the address that the list itself has."""
    for text in EVERYTHING:
        links = MarkdownIt("gfm-like").parse(pages(reports.spoken_by(text))[name])
        to = [str(child.attrs["href"]) for token in links for child in token.children or [] if "href" in child.attrs]
        assert [address for address in to if not _OURS.match(address)] == [], ascii(text)


def test_lines_for_programs_are_one_object_each() -> None:
    """JSON lines hold every text as it is, on one line, with nothing in it that a build runner obeys."""
    for text in EVERYTHING:
        written = pages(reports.spoken_by(text))["links.jsonl"]
        titles = [json.loads(line)["title"] for line in written.splitlines()]
        assert titles == [plain(text, 999) or None] * 9, ascii(text)
        assert not COMMAND.search(written), ascii(text)
        links = as_jsonl([Document(path=text, links=reports.spoken_by(text).judged[0].history.links)])
        assert [json.loads(line)["text"] for line in links.splitlines()] == [json.loads(json.dumps(text))], ascii(text)
        assert links.isascii(), ascii(text)
        assert not COMMAND.search(links), ascii(text)


def test_lines_for_people_are_inert() -> None:
    """Summary, progress, history, list of links and diff: nothing that a terminal or a build runner would act on."""
    for text in EVERYTHING:
        report = reports.spoken_by(text)
        lines = [
            *summary(report, out=text).split("\n"),
            *as_text(report.documents).split("\n"),
            *_progress(text, terminal=False).split("\n"),
            *(line for row in report.judged for line in history(row, [_event(text)], None).split("\n")),
            visible(f" {text}").lstrip(" \t"),
        ]
        for line in lines:
            assert not CONTROLS.search(line), ascii((text, line))
            assert not COMMAND.search(line), ascii((text, line))
        drawn = _progress(text, terminal=True)
        assert not CONTROLS.search(re.sub(r"\x1b\[[0-9?]*[A-Zhl]|\r", "", drawn)), ascii(text)


def _event(text: str) -> Event:
    return Event(at=NOW, until=NOW, words=text)


def _progress(host: str, *, terminal: bool) -> str:
    console = Console(
        file=io.StringIO(), force_terminal=terminal, width=100, color_system=None, _environ={"TERM": "xterm"}
    )
    with Progress(total=9, console=console, clock=lambda: 1.0) as progress:
        progress.answered(host, "alive", 3.0)
        progress.waiting({host: 3})
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_errors_are_one_inert_line() -> None:
    """Whatever a file or a folder is called, the message about it is one line that can be read."""
    for text in EVERYTHING:
        if not text or re.search("[\0\ud800-\udc7f\udd00-\udfff]", text):  # no command line has such a word
            continue
        for words in (["links", "--", text], ["--config", text, "links", "x"]):
            if Path(text).exists():
                continue
            result = CliRunner().invoke(cli, words)
            lines = [line for line in result.stderr.split("\n") if line]
            assert (result.exit_code, result.stdout) == (2, ""), ascii(text)
            # Of a flag that makes no sense, click says how the command is used first.
            assert len(lines) == (1 if lines[0].startswith("listkeeper: ") else 3), ascii((text, lines))
            for line in lines:
                assert not CONTROLS.search(line), ascii((text, line))
                assert not COMMAND.search(line), ascii((text, line))


def test_patch_changes_only_what_is_meant() -> None:
    """Whatever stands in a list, and whatever it is called, each line that begins with a sign is ours or the list's."""
    for text in EVERYTHING:
        raw = text.encode(errors="replace")
        patch = unified_diff(text.encode(errors="replace").decode(), raw + b"\nold\n", raw + b"\nnew\n")
        body = patch.partition(b"\n@@ ")[2].partition(b"\n")[2]
        assert len(patch.partition(b"\n@@ ")[0].split(b"\n")) == 3, ascii(text)
        assert [line for line in body.split(b"\n") if line[:1] not in (b" ", b"")] == [b"-old", b"+new"], ascii(text)


def test_a_browser_shows_the_pages_and_does_nothing_else(tmp_path: Path) -> None:
    """In a real browser no script runs, no element but ours stands, and nobody is asked for anything."""
    body = "".join(_html(name, reports.spoken_by(text)) for text in EVERYTHING for name in PAGES)
    loaded = browser.load(body + "".join(_html(name, reports.hostile()) for name in PAGES), tmp_path)
    assert not loaded.ran
    assert {tag for tag, _ in loaded.elements} == _ELEMENTS
    attributes = {(tag, name) for tag, held in loaded.elements for name in held}
    assert attributes <= {("a", "href"), ("ol", "start"), ("code", "class"), ("th", "style"), ("td", "style")}
    assert {held.get("style") for tag, held in loaded.elements if tag in ("th", "td")} <= {None, "text-align:right"}
    assert [begin for begin in loaded.asked if b"evil" in begin] == []
    assert len(loaded.elements) > 100 * len(EVERYTHING)


def test_a_browser_would_have_told(tmp_path: Path) -> None:
    """What the test above looks for is seen where it is: a script, an element, a request in the clear and over TLS."""
    loaded = browser.load("<img src=http://evil.example/a onerror=alert(1)><b style=x>", tmp_path)
    assert loaded.ran
    assert ("b", {"style": "x"}) in loaded.elements
    assert any(begin.startswith(b"GET /a ") and b"evil.example" in begin for begin in loaded.asked)
    assert any(b"evil.example" in begin for begin in browser.load("<img src=https://evil.example/>", tmp_path).asked)


def _html(name: str, report: Report) -> str:
    return str(MarkdownIt("gfm-like").render(pages(report)[name]))


def test_check_writes_nothing_alive_about_a_hostile_web(site: Site, tmp_path: Path) -> None:
    """The whole job: pages, headers, lists and file names full of it; every output is inert, the patch applies."""
    (tmp_path / ".git").mkdir()
    for number, text in enumerate(EVERYTHING):
        _answer(site, number, text)
        url = site.url(f"/{number}")
        path = re.sub(r"[\0/]", "_", text).encode("utf-8", "replace")[:200] or b"_"
        list_of_it = f"# {text}\n\n- [{_escaped(text)}]({url} '{_escaped(text)}')\n\n{text}\n".replace("\0", "")
        (tmp_path / os.fsdecode(path + b".md")).write_text(list_of_it, "utf-8", errors="replace", newline="")
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.md")}
    done = listkeeper(tmp_path, "check", ".", "--note", "##[x] <b> @you [a](b)", "--exclude", "evil", *TO_OURSELVES)
    assert (done.status, "Traceback" in done.err) == (1, False), done.err[-2000:]
    for line in (done.out + done.err).split("\n"):
        assert not CONTROLS.search(line), ascii(line)
        assert not COMMAND.search(line), ascii(line)
    for name in PAGES:
        page = (tmp_path / "reports" / name).read_bytes().decode()
        assert not CONTROLS.search(page), name
        assert not COMMAND.search(page), name
        shown = browser.Loaded(dom=f"<body>{MarkdownIt('gfm-like').render(page)}", asked=())
        assert {tag for tag, _ in shown.elements} <= _ELEMENTS
    assert not COMMAND.search((tmp_path / "reports" / "links.jsonl").read_text("utf-8"))
    _check_database(tmp_path / "reports" / "crawl.db")
    patch = tmp_path / "reports" / "suggestions.patch"
    assert patch.stat().st_size
    for command in (["init", "-q"], ["apply", "--whitespace=nowarn", str(patch)]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    for written, data in before.items():
        assert (tmp_path / written).read_bytes().replace(b"/new/", b"/") == data, ascii(written)
    assert not (tmp_path / "pwned").exists()


def _answer(site: Site, number: int, text: str) -> None:
    """A page that says it everywhere, a page that is gone and says so, or one that has moved for good."""
    safe = html.escape(text).encode("utf-8", "replace")
    field = re.sub(r"[\x00\r\n]", " ", text).encode("utf-8", "replace").decode("latin-1")
    body = b"<title>%b</title><meta name=description content='%b'><h1>%b</h1>" % (safe, safe, safe)
    headers = [("ETag", f'"{field}"'), ("Last-Modified", field), ("Server", field), ("Set-Cookie", f"a={field}")]
    if number % 3 == 1:
        site.page(f"/{number}", body, status=404, headers=headers)
    elif number % 3 == 2:
        site.redirect(f"/{number}", to=f"/new/{number}", headers=headers)
        site.page(f"/new/{number}", body)
    else:
        site.page(f"/{number}", body, headers=headers)


def _escaped(text: str) -> str:
    """A text as it would be written in a list by somebody who means it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def _check_database(db: Path) -> None:
    """It is whole, has the tables that it should have, and knows each title as it was."""
    tables = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    with Store.open(db.with_name("fresh.db")) as fresh:
        fresh.save_verdicts([], NOW)  # the index of words is made with the first verdicts
        expected = fresh._db.execute(tables).fetchall()
    with closing(sqlite3.connect(db)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute(tables).fetchall() == expected
        titles = {row[0] for row in raw.execute("SELECT title FROM metadata")}
    assert {"'; DROP TABLE links; --", "=1+1"} <= titles
