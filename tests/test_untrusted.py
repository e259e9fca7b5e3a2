"""A stranger's text arrives as text, wherever it goes."""

import csv
import html
import io
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler import untrusted
from crawler.urls import parse
from tests.gfm import Shown, read_by_markdown_it, read_by_pyromark
from tests.naughty import EVERYTHING, URLS

PLACES = (
    "{}",
    "{} end",
    "before {} after",
    "before\n{}",
    "- {}",
    "1. {}\n2. more",
    "> {}",
    "# {}",
    "## {} ##",
    "| {} | b |\n| --- | --- |\n| c | {} |",
    "[{}](<https://ours.example/>)",
    "**{}** and *{}*",
    "`code` {} `code`",
    "- [`a:1`](../a#L1) {} {}\n  second {}",
    "<details><summary>{}</summary>\n\n{}\n\n</details>",
)
"""Where our pages put a stranger's text."""

LIVE = re.compile(
    r"(?i)(?:^|[^a-z0-9_`])@[a-z0-9]"  # a mention
    r"|\#[0-9]|\bGH-[0-9]"  # an issue
    r"|\b[0-9a-f]{7,64}\b"  # a commit
    r"|:[a-z0-9_+-]+:"  # an emoji
    r"|(?:https?|ftp)://|(?<![a-z0-9])www\."  # an address
    r"|[\w.+-]+@[\w-]+\.\w"  # a mail address
)
"""What a forge makes live in text that is rendered already."""

ALPHABET = st.one_of(
    st.text(),
    st.text("[](){}<>!#*_`~|\\-+=:;&$^.\"'/ \n\t1aA@"),
    st.lists(st.sampled_from(EVERYTHING)).map(" ".join),
    st.lists(st.sampled_from(EVERYTHING)).map("".join),
)


@pytest.mark.parametrize("place", PLACES)
def test_markdown_is_only_text(place: str) -> None:
    """Two parsers find no node but ours, and the text as it was."""
    for text in EVERYTHING:
        _check_inert(text, place)


@settings(max_examples=300, deadline=None)
@given(text=ALPHABET, place=st.sampled_from(PLACES))
def test_markdown_is_only_text_when_anything_is_written(text: str, place: str) -> None:
    """There is no text at all that becomes a node."""
    _check_inert(text, place)


def _check_inert(text: str, place: str) -> None:
    shown = untrusted._shown(text, untrusted.TITLE_CHARS)
    safe = untrusted.markdown(text) or "word"
    for read in (read_by_markdown_it, read_by_pyromark):
        nodes, words = read(place.replace("{}", safe))
        expected_nodes, expected_words = read(place.replace("{}", "word"))
        # The summary is part of an HTML block, whose source a parser hands on as it is.
        assert [node for node in nodes if "<details>" not in node] == [
            node for node in expected_nodes if "<details>" not in node
        ]
        assert words.replace("\u200b", "") == expected_words.replace("word", shown or "word")
    assert "<" not in safe
    assert ">" not in safe


@settings(deadline=None)
@given(text=ALPHABET)
def test_markdown_is_not_live_after_rendering(text: str) -> None:
    """What a forge looks for in rendered text is not there any more."""
    for one in (text, *EVERYTHING[:: 1 + len(text) % 7]):
        _, words = read_by_markdown_it(untrusted.markdown(one))
        assert not LIVE.search(words), words


@given(text=ALPHABET)
def test_markdown_closes_no_tag(text: str) -> None:
    """Even where Markdown is not read, in a line of HTML, no tag comes out of it."""
    tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.append(tag)

    Reader().feed(f"<summary>{untrusted.markdown(text)}</summary>")
    assert tags == ["summary"]


@given(text=ALPHABET)
def test_cell_is_one_cell(text: str) -> None:
    """A row keeps its number of cells, and none of them is empty."""
    row = f"| a | b |\n| - | - |\n| {untrusted.cell(text)} | {untrusted.cell(text)} |\n"
    for read, cell in ((read_by_markdown_it, "td_open"), (read_by_pyromark, '{"Start": "TableCell"}')):
        nodes, _ = read(row)
        expected, _ = read("| a | b |\n| - | - |\n| c | d |\n")
        assert nodes == expected
        assert any(node.startswith(cell) for node in nodes)
    assert untrusted.cell(text)


@given(text=ALPHABET)
def test_code_span_is_one_span(text: str) -> None:
    """Whatever backticks the text has, one code span holds all of it."""
    shown = untrusted._shown(text, untrusted.TITLE_CHARS)
    for read, code in ((read_by_markdown_it, "code_inline"), (read_by_pyromark, "code")):
        nodes, words = read(f"- a {untrusted.code_span(text)} b")
        assert nodes.count(code) == 1
        assert words.replace("\u200b", "").removeprefix("a ").removesuffix(" b").strip() == shown
    assert not re.search(r"<!--|##\[|@\S(?<!\u200b)|\[[xX]\]", untrusted.code_span(text))


def test_code_span_notifies_nobody_when_a_mail_is_answered() -> None:
    """A quoted mail is plain text: a name in it is broken whatever stands around it, and after the tags are gone."""
    hidden = "\U000e0001\U000e0040\U000e006f @\u2060octo-example"
    assert untrusted.code_span(hidden) == "`@\u200bocto-example`"
    for text in EVERYTHING:
        span = untrusted.code_span(text)
        assert not re.search("[\U000e0000-\U000e007f]", span), ascii(text)
        assert not re.search(r"@[A-Za-z0-9]", span), ascii(text)


def test_code_span_ticks_no_box_before_it() -> None:
    """GitHub's renderer looks for `[x]` anywhere in the line of a box; in code of ours it finds none."""
    for text in (*EVERYTHING, "[x]", "[X]"):
        assert Shown(f"- [ ] <!-- a --> {untrusted.code_span(text)}\n").ticks == [False], ascii(text)
    assert Shown("- [ ] <!-- a --> `[x]`\n").ticks == [True]


@given(text=ALPHABET)
def test_code_cell_is_one_cell(text: str) -> None:
    """Code where a cell can hold it, text where a `|` would split the row; never empty."""
    row = f"| a | b |\n| - | - |\n| {untrusted.code_cell(text)} | {untrusted.code_cell(text)} |\n"
    for read in (read_by_markdown_it, read_by_pyromark):
        nodes, _ = read(row)
        expected, _ = read("| a | b |\n| - | - |\n| c | d |\n")
        assert [node for node in nodes if not node.startswith("code")] == expected
    shown = [tag for tag, _ in Shown(row).elements]
    assert (shown.count("td"), shown.count("tr")) == (2, 2)
    assert untrusted.code_cell(text)


def test_quiet_destination_leads_round_what_would_tell() -> None:
    """The page of an issue shows who links to it: its links go by way of a host that keeps it to itself."""
    for host in ("github.com", "www.github.com", "GitHub.com", "github.com:443"):
        assert untrusted.quiet_destination(f"https://{host}/o/r/pull/1#x") == (
            "<https://redirect.github.com/o/r/pull/1#x>"
        )
    for url in ("https://github.com.evil.example/", "https://gist.github.com/a", "http://[bad", "javascript:alert(1)"):
        assert untrusted.quiet_destination(url) == untrusted.link_destination(url)


@given(url=st.text() | ALPHABET.map("https://github.com/{}".format))
def test_quiet_destination_has_an_answer_for_every_text(url: str) -> None:
    """What is no address is none; nothing leads to a page that would tell."""
    leads = untrusted.quiet_destination(url) or ""
    assert not leads.startswith(("<https://github.com", "<http://github.com"))


def test_markdown_breaks_no_ordinary_word() -> None:
    """What merely resembles a reference stays in one piece, so that a reader can copy it."""
    for words in ("High-level design", "awww.", "a/b/c", "C", "10:30", "abcdef-012345", "rough-1"):
        assert untrusted.markdown(words).replace("\\", "") == words


@pytest.mark.parametrize("url", URLS)
def test_redacted_has_no_secret(url: str) -> None:
    """No way of writing a credential into a URL passes any of the doors."""
    for sink in _SINKS.values():
        assert "S3CR3T" not in sink(url)
    assert "S3CR3T" not in untrusted.redacted(url)
    assert "S3CR3T" not in (untrusted.link_destination(url) or "")


def test_redacted_has_no_secret_when_the_name_has_a_space() -> None:
    """A space in a name is sent as %20, so it is a name all the same."""
    assert untrusted.redacted("https://us er:S3CR3T@example.com/") == "https://example.com/"


def test_markdown_has_no_secret_when_the_key_hides() -> None:
    """A query key is recognised once what is invisible in it is gone."""
    assert untrusted.markdown("https://example.com/?to\u200bken=S3CR3T").endswith("?token=REDACTED")


@pytest.mark.parametrize(
    "url",
    [
        "https://medium.com/@user/a-story",
        "https://example.com/?page=2&author=me&tokenizer=bert&key=short&design=a&passwordless=yes",
        "https://example.com/a|b?c=%41~d",
        "docs/readme.md#tokens",
        "mailto:me@example.com",
        "https://user@[bad",
    ],
)
def test_redacted_leaves_the_rest_alone(url: str) -> None:
    """An address without a secret stays as it is written."""
    assert untrusted.redacted(url) == url.replace("user@[", "[")


@given(
    url=st.builds(
        "https://{}.example/{}?{}#{}".format, st.from_regex(r"\A[a-z]{1,9}\Z"), st.text(), st.text(), st.text()
    )
)
@example(url="https://a.example/`x` $1$ [a](b) {{c}} <d> \\e *f* |g| &copy;")
@example(url="https://a.example/&#10;x")
def test_link_destination_is_the_address(url: str) -> None:
    """A link in a list or a cell leads exactly where the parser of addresses says, and nothing else is linked."""
    destination = untrusted.link_destination(url)
    if destination is None:
        return
    href = parse(untrusted.redacted(url))
    assert href is not None
    for read in (read_by_markdown_it, read_by_pyromark):
        for page in (f"- [x]({destination}) `a`", f"| a |\n| - |\n| [x]({destination}) `a` |"):
            nodes, _ = read(page)
            expected, _ = read(page.replace(destination, "<https://ours.example/>"))
            links = [node for node in nodes if node not in expected]
            assert [node for node in expected if node not in nodes] != links or not links
            assert len(links) == 1
            assert len(nodes) == len(expected)
    assert html.unescape(destination) == f"<{href.href}>"


def test_link_destination_is_none_when_too_long() -> None:
    """An address of megabytes is not linked."""
    assert untrusted.link_destination("https://a.example/" + "x" * 3000) is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///x", "//a.example", "", "http://["])
def test_link_destination_is_none_when_not_of_the_web(url: str) -> None:
    """Only http and https are ever clickable."""
    assert untrusted.link_destination(url) is None


@given(text=ALPHABET)
def test_terminal_prints_only_what_can_be_seen(text: str) -> None:
    """No byte reaches a terminal that it would act on, and no line reads as a command to a build runner."""
    shown = untrusted.terminal(text)
    assert all(char.isprintable() or char in "\u200c\u200d\ufe0f" for char in shown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\U000e0000-\U000e007f]", shown)
    assert "##[" not in shown
    assert not shown.lstrip().startswith("::")
    shown.encode()


@given(text=ALPHABET)
def test_csv_cell_is_no_formula(text: str) -> None:
    """A spreadsheet sees text, and reads back what was written."""
    cell = untrusted.csv_cell(text)
    assert cell[:1] not in tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([cell])
    assert next(csv.reader(io.StringIO(file.getvalue(), newline=""))) == [cell]


@given(text=ALPHABET)
def test_html_is_only_text(text: str) -> None:
    """Between tags and in an attribute, a browser would read text alone."""
    seen: list[object] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            seen.append((tag, attrs))

    safe = untrusted.html(text)
    Reader().feed(f'<b title="{safe}">{safe}</b>')
    assert seen == [("b", [("title", untrusted._shown(text, untrusted.TITLE_CHARS))])]


@given(text=ALPHABET)
def test_mermaid_has_only_plain_characters(text: str) -> None:
    """A label has neither quotes nor a character of the chart's language."""
    assert not re.search(r"[\"#;`<>&%{}\[\]|\\\n$~=*^@]", untrusted.mermaid(text))
    assert len(untrusted.mermaid(text)) <= 40


@given(text=ALPHABET, limit=st.integers(0, 20))
def test_plain_fits_a_database(text: str, limit: int) -> None:
    """What comes out is at most as long as asked for, can be encoded, and holds no NUL."""
    clean = untrusted.plain(text, limit)
    assert len(clean) <= max(limit, 1)
    assert json.loads(json.dumps(clean, ensure_ascii=False).encode()) == clean
    assert "\0" not in clean


@given(text=ALPHABET)
def test_plain_leaves_text_alone_when_it_is_clean(text: str) -> None:
    """A fact is not rewritten: only NUL and lone surrogates go."""
    clean = untrusted.plain(text, len(text))
    if "\0" not in text and not re.search("[\ud800-\udfff]", text):
        assert clean == text


@given(text=ALPHABET)
def test_one_line_has_nothing_left_to_clean(text: str) -> None:
    """One line, no control, nothing invisible; cleaning it again changes nothing."""
    line = untrusted.one_line(text)
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert untrusted.one_line(line) == line
    assert len(line) <= untrusted.TITLE_CHARS


def test_one_line_keeps_four_marks_at_most() -> None:
    """A letter under a tower of marks keeps a few of them, even with joiners in between."""
    assert untrusted.one_line("Z" + "\u0351" * 30) == "Z" + "\u0351" * 4
    assert untrusted.one_line("Z" + "\u0351\u200d" * 30) == "Z" + "\u0351" * 4


_SINKS = {
    "markdown": untrusted.markdown,
    "cell": untrusted.cell,
    "code_span": untrusted.code_span,
    "code_cell": untrusted.code_cell,
    "html": untrusted.html,
    "mermaid": untrusted.mermaid,
    "csv_cell": untrusted.csv_cell,
    "terminal": untrusted.terminal,
}


@pytest.mark.parametrize("sink", list(_SINKS))
def test_every_door_is_quick_when_the_text_is_huge(sink: str) -> None:
    """No door needs more than linear time: a megabyte of what it looks for passes, and comes out short."""
    for run in ("@", "//", ":a", "`", "0", "\u200d\u00e9", "https://", "&token=", "-_.%"):
        assert len(_SINKS[sink](run * 30_000)) < 20_000
