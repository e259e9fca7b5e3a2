"""Each format is read back by a program that is not ours: what it finds is what was meant, whoever wrote it."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import rispy  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pybtex.database import BibliographyData, parse_string  # type: ignore[import-untyped]
from pybtex.database.input.bibtex import LowLevelParser  # type: ignore[import-untyped]

from crawler import untrusted
from crawler.model import Health, Judged, Kind
from crawler.publish import citing
from crawler.publish.citing import keyed
from crawler.publish.entries import Entry, Wanted, day_of, entries
from crawler.publish.exports import FORMATS
from crawler.publish.exports.spreadsheet import COLUMNS
from crawler.publish.latex import latex, latex_name
from crawler.publish.names import parted
from crawler.publish.sentences import first_sentence
from tests import browser, csl, shelf
from tests.builders import link

HOSTILE = pytest.mark.parametrize("found", [shelf.shelf(), shelf.hostile(), ()], ids=["shelf", "hostile", "empty"])

_CONTROLS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200e\u200f]")
"""What a terminal acts on, or what turns or hides text; the ends of lines alone are ours."""


def write(shape: str, found: Sequence[Entry]) -> str:
    """What that format is of these."""
    return FORMATS[shape](found)


def test_entries_are_the_resources_in_the_order_of_the_lists() -> None:
    """Files and badges are no resources; what stands twice is one, where it stands first."""
    assert [entry.links[0].line for entry in shelf.shelf()] == [10, 11, 12, 13, 14, 30, 32, 33, 34]
    assert [entry.title for entry in shelf.shelf()][-1] == "Gone"


def test_entries_of_a_kind_and_in_a_health_can_be_had_alone() -> None:
    """Both must fit; nothing said is all."""
    papers = entries(shelf.rows(), Wanted(kinds=(Kind.PAPER,)))
    assert [entry.date[:1] for entry in papers] == [(2017,), (2015,), (2014,)]
    assert [entry.url for entry in entries(shelf.rows(), Wanted(healths=(Health.BROKEN,)))] == ["https://gone.example/"]
    assert entries(shelf.rows(), Wanted(kinds=(Kind.PAPER,), healths=(Health.BROKEN,))) == ()


@pytest.mark.parametrize("shape", FORMATS)
@settings(max_examples=60, deadline=None)
@given(rows=shelf.any_rows())
def test_write_has_an_answer_for_everything_and_the_same_one_twice(shape: str, rows: list[Judged]) -> None:
    """No text of a stranger stops a format, gets a control into it, or makes it depend on the order of the database."""
    text = write(shape, entries(rows))
    assert text == write(shape, entries(list(reversed(rows))))
    assert not _CONTROLS.search(text)
    assert text.encode() or not rows


@HOSTILE
def test_csv_is_a_table_without_formulas(found: Sequence[Entry]) -> None:
    """Each row has every column, and no cell begins as a formula does."""
    first, *rows = csv.reader(io.StringIO(write("csv", found), newline=""))
    assert tuple(first) == COLUMNS
    assert len(rows) == len(found)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_csv_tells_what_is_known() -> None:
    """A cell for each thing, several of one kind parted by semicolons."""
    row = next(csv.DictReader(io.StringIO(write("csv", shelf.shelf()), newline="")))
    assert row["authors"] == "Ashish Vaswani; Łukasz Kaiser; José de la Peña Jr."
    assert (row["arxiv"], row["kind"], row["since"]) == ("1706.03762", "paper", "2026-10-24")
    assert (row["section"], row["places"]) == ("Deep Learning > Transformers", "README.md:10")


@HOSTILE
def test_json_holds_every_resource(found: Sequence[Entry]) -> None:
    """It is JSON, and has no line that a build runner obeys."""
    text = write("json", found)
    assert [row["url"] for row in json.loads(text)] == [entry.url for entry in found]
    assert "##[" not in text


def test_json_tells_what_is_known() -> None:
    """Lists are lists, and what is not known is null."""
    row: dict[str, Any] = json.loads(write("json", shelf.shelf()))[1]
    assert (row["authors"], row["published"], row["language"]) == (["Sasha Rush"], "2018-04-03", None)
    assert [place["line"] for place in row["places"]] == [11, 40]


def read_bibtex(text: str) -> BibliographyData:
    """As pybtex reads it, which is strict about keys that are there twice."""
    return parse_string(text, "bibtex")


@HOSTILE
def test_bibtex_is_read_back_entry_by_entry(found: Sequence[Entry]) -> None:
    """As many entries as resources, each with its own key in ASCII, and nothing between them."""
    text = write("bibtex", found)
    assert list(read_bibtex(text).entries) == [key for key, _ in keyed(found)]
    assert len(list(LowLevelParser(text))) == len(found)
    assert re.sub(r"^@\w+\{[\w-]+,\n(  \w+ = .*,\n)*\}\n", "", text, flags=re.MULTILINE).strip() == ""


def test_bibtex_tells_what_is_known() -> None:
    """Types by kind, names in parts, capitals that are meant in braces, and what a bibliography links by."""
    read = {entry.fields["url"]: entry for entry in read_bibtex(write("bibtex", shelf.shelf())).entries.values()}
    paper = read["https://arxiv.org/abs/1706.03762"]
    assert (paper.type, paper.fields["eprint"], paper.fields["archivePrefix"]) == ("misc", "1706.03762", "arXiv")
    assert (paper.fields["year"], paper.fields["month"], paper.fields["urldate"]) == ("2017", "June", "2026-11-23")
    assert r"50{\%} more" in paper.fields["abstract"]
    last = paper.persons["author"][-1]
    assert (last.prelast_names, last.last_names, last.lineage_names) == (["de", "la"], [r"Pe{\~n}a"], ["Jr."])
    nature = read["https://doi.org/10.1038/nature14539"]
    assert (nature.type, nature.fields["journal"]) == ("article", "{Nature}")
    assert nature.fields["doi"] == "10.1038/nature14539"
    book = read["https://press.example/deep_learning?a=1&b=2%20c"]
    assert (book.type, book.fields["publisher"], book.fields["isbn"]) == ("book", "{MIT Press}", "978-0262035613")
    assert [str(person) for person in book.persons["author"]][1:] == ["{OpenAI}", "{Barnes and Noble}"]
    assert r"{Fourier} {\&} {\textbraceleft}friends{\textbraceright}" in book.fields["title"]
    meeting = read["https://papers.example/nips/1"]
    assert (meeting.type, meeting.fields["booktitle"][:12]) == ("inproceedings", "{Proceedings")
    types = {read[entry.url].type for entry in shelf.shelf() if entry.kind in (Kind.ARTICLE, Kind.REPOSITORY)}
    assert types == {"online", "software"}
    assert "urldate" not in write("bibtex", [_unseen()])


def test_keyed_gives_a_key_that_others_do_not_change() -> None:
    """A key says author, year and a word; it is the same when other links come or go, and no two share one."""
    found = shelf.shelf()
    keys = dict(keyed(found))
    assert "vaswani2017attention" in next(iter(keys))
    assert next(keyed([found[3]]))[0] in keys
    assert len(keys) == len(found)
    assert len(list(keyed([found[0], found[0]]))) == 1


def test_keyed_gives_a_longer_key_where_the_short_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the hash, no two entries share a key."""
    monkeypatch.setattr(citing, "_HASH_CHARS", 0)
    one, two = (Entry(url=f"https://a.example/{name}", title="A", health=Health.ALIVE) for name in "ab")
    short, long = (key for key, _ in keyed([one, two]))
    assert (short, len(long)) == ("a-", 2 + 64)


@pytest.mark.parametrize("encoding", ["", r"\usepackage[T1]{fontenc}"], ids=["OT1", "T1"])
@pytest.mark.parametrize("style", ["plain", "abbrv", "alpha", "plainnat"])
def test_bibtex_is_set_by_latex(tmp_path: Path, style: str, encoding: str) -> None:
    """BibTeX and pdfLaTeX take all entries, the hostile ones too, without an error, and set every one of them."""
    # A style with labels has no more than 26 for the same name and year.
    found = (*shelf.shelf(), *(shelf.hostile() if style in ("plain", "abbrv") else ()))
    (tmp_path / "list.bib").write_text(write("bibtex", found), "utf-8")
    natbib = r"\usepackage{natbib}" if style == "plainnat" else ""
    (tmp_path / "list.tex").write_text(
        rf"\documentclass{{article}}\usepackage[utf8]{{inputenc}}{encoding}\usepackage{{url}}{natbib}"
        rf"\begin{{document}}\nocite{{*}}\bibliographystyle{{{style}}}\bibliography{{list}}\end{{document}}",
        "utf-8",
    )
    _run(tmp_path, "pdflatex", "-interaction=nonstopmode", "list")
    told = _run(tmp_path, "bibtex", "list")
    assert "error message" not in told, told
    assert (tmp_path / "list.bbl").read_bytes().count(rb"\bibitem") == len(found)
    told = _run(tmp_path, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "list")
    assert "Output written" in told
    assert not [line for line in told.splitlines() if line.startswith("! ") or "Missing character" in line]


def _run(folder: Path, *command: str) -> str:
    """What LaTeX says; where it is not installed, the test is skipped, or fails if it must not be."""
    if shutil.which(command[0]) is None:
        missing = f"there is no {command[0]}: install texlive-latex-base to see what LaTeX makes of a bibliography"
        (pytest.fail if os.environ.get("TESTS_NEED_LATEX") else pytest.skip)(missing)
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, (done.stdout[-2000:], done.stderr)
    return done.stdout.decode("utf-8", "replace")


@given(text=shelf.texts)
def test_latex_leaves_nothing_that_latex_would_act_on(text: str) -> None:
    """What is no command of ours has no sign of LaTeX's, and braces come in pairs."""
    for shown in (latex(text), latex_name(text)):
        ours = re.sub(r"\{\\(?:ensuremath\{\\\w+\}|[a-zA-Z]+(?:\{\w\})?|[`'^~=.\"]\w|[#$%&_])\}", "", shown)
        assert not set(ours) & set("\\{}$%#&_^~<>|"), shown


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ﬁne ½ x₂ \U0001d4aa", "fine ½ x2 O"),
        ("Ă ą ő đ — “x” …", "Ă a ő d — “x” …"),
        (
            "\u03b1 \u0391 \u03d1 \u03cc \u03a9 \u03bf",
            r"{\ensuremath{\alpha}} A {\ensuremath{\theta}} o {\ensuremath{\Omega}} o",
        ),
        ("Что это? 深度 学习", "?"),
        ("a\u3000b \u0301c 😀", "a b c"),
        ("ϡ «q» €5", "? ''q'' {\\texteuro}5"),
    ],
)
def test_latex_keeps_what_has_a_glyph_and_finds_the_nearest_for_the_rest(written: str, expected: str) -> None:
    """Composed letters stay, signs become commands, other scripts one question mark, pictures nothing."""
    assert latex(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Željko Ivezić", r"{\v{Z}}eljko Ivezi{\'c}"),
        ("Ørsted Æ ß", r"{\O}rsted {\AE} {\ss}"),
        ("λ—ą → Ψ", r"l—a {\ensuremath{\rightarrow}} Ps"),
    ],
)
def test_latex_name_is_ascii_where_latex_has_the_letter(written: str, expected: str) -> None:
    """Accents are commands, so that an initial is a whole letter."""
    assert latex_name(written) == expected


@HOSTILE
def test_csl_json_is_of_the_published_shape(found: Sequence[Entry]) -> None:
    """Types, variables, names and dates are those that CSL 1.0.2 knows, and ids are unique."""
    items = json.loads(write("csl-json", found))
    assert [problem for item in items for problem in csl.problems(item)] == []
    assert len({item["id"] for item in items}) == len(found)


def test_csl_json_tells_what_is_known() -> None:
    """Names in parts where they are a person's, dates in parts, and the address with the day it was seen."""
    items = {item["URL"]: item for item in json.loads(write("csl-json", shelf.shelf()))}
    paper = items["https://arxiv.org/abs/1706.03762"]
    assert paper["author"][-1] == {"family": "de la Peña", "given": "José", "suffix": "Jr."}
    assert (paper["type"], paper["number"]) == ("article", "arXiv:1706.03762")
    assert paper["issued"] == {"date-parts": [[2017, 6, 12]]}
    assert paper["accessed"] == {"date-parts": [[2026, 11, 23]]}
    book = items["https://press.example/deep_learning?a=1&b=2%20c"]
    assert (book["type"], book["publisher"], book["author"][1]) == ("book", "MIT Press", {"literal": "OpenAI"})
    assert "accessed" not in json.loads(write("csl-json", [_unseen()]))[0]


def _unseen() -> Entry:
    return Entry(url="https://a.example/", title="A", health=Health.UNKNOWN)


@HOSTILE
def test_ris_is_read_back(found: Sequence[Entry]) -> None:
    """One record a resource, with the very title and address."""
    read = rispy.loads(write("ris", found))
    assert [(row["title"], ";".join(row["urls"])) for row in read] == [
        (entry.title.strip(), entry.url) for entry in found
    ]


def test_ris_tells_what_is_known() -> None:
    """Family names first, dates as RIS has them, headings as key words."""
    paper = rispy.loads(write("ris", shelf.shelf()))[0]
    assert paper["authors"] == ["Vaswani, Ashish", "Kaiser, Łukasz", "de la Peña, José, Jr."]
    assert (paper["year"], paper["date"], paper["access_date"]) == ("2017", "2017/06/12", "2026/11/23")
    assert (paper["type_of_reference"], paper["keywords"]) == ("UNPB", ["Deep Learning", "Transformers"])
    assert "\r\nY2  -" not in write("ris", [_unseen()])


@HOSTILE
def test_opml_is_read_back(found: Sequence[Entry]) -> None:
    """It is XML, and has one outline with an address for each resource."""
    root = ET.fromstring(write("opml", found))  # noqa: S314 - our own
    outlines = [each.attrib for each in root.iter("outline") if "type" in each.attrib]
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert sorted(each.get("htmlUrl") or each["url"] for each in outlines) == sorted(entry.url for entry in found)
    assert all(each.get("text") is not None for each in root.iter("outline"))


def test_opml_has_a_feed_once_below_the_headings_of_the_list() -> None:
    """A reader subscribes once, whatever the number of links to one site."""
    body = ET.fromstring(write("opml", shelf.shelf())).find("body")  # noqa: S314 - our own
    assert body is not None
    assert [each.get("text") for each in body] == ["Deep Learning", "Books", "Code"]
    feeds = [each for each in body.iter("outline") if each.get("type") == "rss"]
    assert [(each.get("xmlUrl"), each.get("htmlUrl")) for each in feeds] == [
        ("https://blog.example/feed.xml?a=1&b=2", "https://blog.example/posts/annotated")
    ]


def test_markdown_is_the_list_again() -> None:
    """In its own order, below its own headings, with authors, year and one sentence."""
    lines = write("markdown", shelf.shelf()).splitlines()
    assert lines[:4] == ["# Deep Learning", "", "## Transformers", ""]
    assert lines[4:6] == [
        (
            "- [Attention Is All You Need](<https://arxiv.org/abs/1706.03762>) — Ashish Vaswani, Łukasz Kaiser, "
            "José de la Peña Jr., 2017. The dominant models are complex, e\\.g. with 50% more layers."
        ),
        (
            "- [The Annotated Transformer](<https://blog.example/posts/annotated>) — Sasha Rush, 2018. "
            "Attention, line by line."
        ),
    ]
    assert [line for line in lines if line.startswith("#")][2:] == ["# Books", "# Code"]
    assert lines[-1] == "- [Gone](<https://gone.example/>)"


def test_markdown_of_many_lists_has_each_below_its_name() -> None:
    """A heading for each file, its own headings one deeper, and an empty heading as a dash."""
    found = entries(
        shelf.resource(
            f"https://{name}.example/",
            links=[link(f"https://{name}.example/", path=f"{name}.md", section=section)],
            title=name,
            abstract=f"{name}.",
        )
        for name, section in (("b", ["One"]), ("a", ["\u200b"]))
    )
    assert write("markdown", found).splitlines() == [
        *("# a\\.md", "", "## —", "", "- [a](<https://a.example/>)", ""),
        *("# b\\.md", "", "## One", "", "- [b](<https://b.example/>)"),
    ]


def test_markdown_links_no_address_that_is_too_long() -> None:
    """It is shown as text, and authors beyond the third are `et al.`."""
    url = "https://a.example/" + "a" * 3000
    row = shelf.resource(url, title="Long", authors=("A B", "C D", "E F", "G H"))
    assert write("markdown", entries([row])) == "- Long — A B, C D, E F et al.\n"


@HOSTILE
def test_markdown_holds_links_to_the_resources_alone(found: Sequence[Entry]) -> None:
    """A parser finds one link an entry, to its own address, and nothing that is not a list, a heading or a link."""
    tokens = MarkdownIt("gfm-like").parse(write("markdown", found))
    inline = [each for token in tokens for each in token.children or []]
    assert {token.type for token in inline} <= {"text", "text_special", "link_open", "link_close"}
    links = [str(each.attrs["href"]) for each in inline if each.type == "link_open"]
    assert len(links) == sum(untrusted.link_destination(entry.url) is not None for entry in found)
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert {token.tag for token in tokens} <= {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "p", ""}


def test_markdown_is_inert_in_a_browser(tmp_path: Path) -> None:
    """It runs nothing, loads nothing, and shows headings and links alone."""
    page = MarkdownIt("gfm-like").render(write("markdown", (*shelf.shelf(), *shelf.hostile())))
    loaded = browser.load(page, tmp_path)
    assert not loaded.ran
    assert [begin for begin in loaded.asked if b"evil" in begin] == []
    assert {name for name, _ in loaded.elements} <= {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "a", "p"}
    assert len([name for name, _ in loaded.elements if name == "a"]) >= len(shelf.shelf())


@given(text=shelf.texts, limit=st.integers(1, 50))
def test_first_sentence_is_the_beginning_of_the_text(text: str, limit: int) -> None:
    """It fits, and holds nothing that the text has not."""
    found = first_sentence(text, limit)
    assert len(found) <= limit
    assert " ".join(text.split()).startswith(found.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use U.S. data by J. Doe et al. It works. Well.", "We use U.S. data by J. Doe et al. It works."),
        ("Hi. A text that says what it is about. More.", "Hi. A text that says what it is about."),
        ('He said: "It is done, and well." Then he left.', 'He said: "It is done, and well."'),
        ("version 2.0 is out and is better than 1.0", "version 2.0 is out and is better than 1.0"),
        ("Is it so, and why would it be? Yes.", "Is it so, and why would it be?"),
    ],
)
def test_first_sentence_ends_where_a_reader_would(text: str, expected: str) -> None:
    """Not at an abbreviation, an initial or a number, and not before anything is said."""
    assert first_sentence(text, 200) == expected


@given(text=shelf.texts)
def test_parted_loses_nothing(text: str) -> None:
    """The parts of a name, put together, are the name."""
    name = parted(text)
    assert " ".join(filter(None, (name.given, name.family, name.suffix))) == " ".join(text.split())


@given(text=st.none() | shelf.texts)
def test_day_of_is_a_day_or_nothing(text: str | None) -> None:
    """What comes out has one of three forms."""
    assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", day_of(text), re.ASCII)
