"""What is handed to a maintainer, whole: as a renderer and a browser see it, whoever wrote what it tells of."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.publish.boxes import Box, Mark, Verb, heard, mark, marks, read
from crawler.publish.dashboard import dashboard
from crawler.publish.job_summary import SUMMARY_BYTES, Told, job_summary
from crawler.publish.pull_request import ROWS_MOST, View, pull_request
from crawler.publish.room import BODY_CHARS
from crawler.publish.rows import Row
from crawler.untrusted import quiet_destination
from tests import bodies, browser
from tests.gfm import Shown, nodes, rendered, said
from tests.naughty import EVERYTHING
from tests.test_inert import COMMAND, CONTROLS
from tests.test_untrusted import LIVE

NAMES = tuple(bodies.spoken_by("word"))
_ELEMENTS = {
    *("h2", "h3", "p", "strong", "blockquote", "ul", "li", "input", "a", "code", "br", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {("a", "href"), ("input", "type"), ("input", "checked"), ("input", "disabled")}
_OURS = re.compile(
    r"https://evil\.example/(?:new/)?\d\?|https://evil\.example/blob/|https://forge\.example/o/r/"
    r"|https://redirect\.github\.com/|https?://[\w.-]+\.example/"
)
_LONG = (
    "x" * 1000,
    "`` ` ``` @a ##[x] <!-- " * 50,
    "\U0001f469\u200d\U0001f52c" * 300,
    "</details>\n- [x] " * 60,
    "|\\" * 300,
    "&<>" * 300,
)


def _expected(name: str) -> list[Box]:
    """The boxes of the bodies that a stranger speaks through."""
    if "without" in name or name == "summary":
        return []
    fixes = [Box(verb=Verb.FIX, id=bodies.identity(number)[:16], ticked=number == 0) for number in range(3)]
    no = [Box(verb=Verb.DECLINE, id=each.id, ticked=False) for each in fixes]
    choices = [fixes[1], no[1], fixes[2], no[2]]
    boxes = [*choices, fixes[0]] if name == "dashboard" else [fixes[0], *choices]
    return [*boxes, Box(verb=Verb.RECONSIDER, id=bodies.identity(7)[:16], ticked=False)]


def _is_ours(link: str, text: str) -> bool:
    """Whether we lead there: by an address of the list, or by a text that is an address of the web itself."""
    return bool(_OURS.match(link)) or unquote(link) == unquote(unescape(quiet_destination(text) or "")[1:-1])


@pytest.mark.parametrize("name", NAMES)
def test_bodies_have_the_same_nodes_whatever_is_written(name: str) -> None:
    """A body about the most hostile texts has the nodes of one about a harmless word, and none more."""
    expected = {text: nodes(bodies.spoken_by(text)[name]) for text in ("word", "")}
    for text in EVERYTHING:
        body = bodies.spoken_by(text)[name]
        for found, ours in zip(nodes(body), expected[said(text)], strict=True):
            more = {kind for kind in found - ours if not re.search("(?i)link|code|Text|^$", kind)}
            # A text that is an address is one to click on: more than what stands for `word`.
            assert not more, ascii((text, more))
            assert not {kind for kind in ours - found if not re.search("(?i)link|code|Text|^$", kind)}, ascii(text)
        assert not CONTROLS.search(body), ascii(text)
        assert not COMMAND.search(body), ascii(text)


@pytest.mark.parametrize("name", NAMES)
def test_bodies_render_as_our_template(name: str) -> None:
    """GitHub's renderer draws our elements and no others, our comments, our boxes, and links where we lead."""
    for text in EVERYTHING:
        body = bodies.spoken_by(text)[name]
        shown = Shown(body)
        assert not shown.unbalanced, ascii(text)
        assert {tag for tag, _ in shown.elements} <= _ELEMENTS, ascii(text)
        assert {(tag, each) for tag, held in shown.elements for each in held} <= _ATTRIBUTES, ascii(text)
        assert [link for link in shown.links if not _is_ours(link, text)] == [], ascii(text)
        assert shown.ticks == [box.ticked for box in _expected(name)], ascii(text)
        boxes = [f"<!-- listkeeper:{box.verb}={box.id} -->" for box in _expected(name)]
        assert shown.comments == [*_marked(name), *boxes], ascii(text)
        assert not LIVE.search("\n".join(shown.texts)), ascii((text, shown.texts))


def _marked(name: str) -> list[str]:
    kind = Mark.DASHBOARD if "dashboard" in name else Mark.PULL_REQUEST
    return [] if name == "summary" else [mark(each) for each in (kind, *([Mark.CLOSED] if name == "closed" else []))]


@pytest.mark.parametrize("name", NAMES)
def test_bodies_are_read_back_as_they_were_written(name: str) -> None:
    """No text ticks, clears, adds or hides a box, nor says what a body is; whatever ends the lines."""
    for text in EVERYTHING:
        body = bodies.spoken_by(text)[name]
        for saved in (body, body.replace("\n", "\r\n"), f"Thanks!\r\n\r\n{body}\n- [x] <!-- listkeeper: done -->\n"):
            assert list(read(saved)) == _expected(name), ascii(text)
            assert heard(saved, _expected(name)) == (), ascii(text)
            assert [mark(each) for each in Mark if each in marks(saved)] == _marked(name), ascii(text)


@given(text=st.sampled_from(EVERYTHING), ticked=st.sets(st.integers(0, 5)), end=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=60)
def test_heard_is_what_was_clicked_in_a_hostile_body(text: str, ticked: set[int], end: str) -> None:
    """Whichever boxes of a body are clicked, those are heard and nothing else."""
    written = _expected("dashboard")
    lines = bodies.spoken_by(text)["dashboard"].split("\n")
    of_boxes = [number for number, line in enumerate(lines) if read(line)]
    for each in ticked:
        line = lines[of_boxes[each]]
        now, then = ("[ ]", "[x]") if "- [ ] <!--" in line else ("[x]", "[ ]")
        lines[of_boxes[each]] = line.replace(now, then, 1)
    assert {
        written.index(Box(verb=each.verb, id=each.id, ticked=not each.ticked))
        for each in heard(end.join(lines), written)
    } == ticked


def test_a_box_before_a_comment_is_a_box() -> None:
    """In a loose list and a tight one, nested or not, GitHub's renderer draws a box where our marker follows it."""
    rows = bodies.pull_request_view().rows
    for view in (View(rows=rows), View(rows=rows[:1])):
        body = pull_request(view)
        assert Shown(body).ticks == [box.ticked for box in read(body)]
    assert Shown("- [x] <!-- a --> b\n- [ ] <!-- c --> d\n").ticks == [True, False]


@pytest.mark.parametrize("text", _LONG, ids=range(len(_LONG)))
def test_bodies_of_thousands_stay_whole_within_their_bounds(text: str) -> None:
    """With 5,000 of everything, and addresses of thousands of characters, a body is cut between rows alone."""
    view, board = bodies.far_too_many(5_000, text)
    for body in (pull_request(view), dashboard(board)):
        assert BODY_CHARS * 0.8 < len(body) <= BODY_CHARS
        _check_whole(body)
    page = job_summary(board.findings, Told())
    assert SUMMARY_BYTES * 0.8 < len(page.encode()) <= SUMMARY_BYTES
    _check_whole(page)


def _check_whole(body: str) -> None:
    shown = Shown(body)
    assert not shown.unbalanced
    assert {tag for tag, _ in shown.elements} <= _ELEMENTS
    assert shown.ticks == [box.ticked for box in read(body)]
    assert " more" in body
    assert not any(text.strip().startswith(("| ", "- [")) for text in shown.texts)


@pytest.mark.parametrize("text", _LONG, ids=range(len(_LONG)))
def test_pull_request_shows_every_row_that_may_be_in_its_branch(text: str) -> None:
    """What merging brings can be refused one by one, however long its addresses are."""
    view, _ = bodies.far_too_many(ROWS_MOST, text)
    body = pull_request(View(rows=[Row(offer=row.offer, ticked=True) for row in view.rows], declined=view.declined))
    assert len(body) <= BODY_CHARS
    assert len([box for box in read(body) if box.verb is Verb.FIX]) == ROWS_MOST


def test_a_browser_shows_the_bodies_and_does_nothing_else(tmp_path: Path) -> None:
    """In a real browser stand as many boxes as we wrote; no script runs, and nobody is asked for anything."""
    spoken = [bodies.spoken_by(text) for text in EVERYTHING]
    page = "".join(rendered(body) for each in spoken for body in each.values())
    loaded = browser.load(page, tmp_path)
    assert not loaded.ran
    assert {tag for tag, _ in loaded.elements} == _ELEMENTS
    assert [begin for begin in loaded.asked if b"evil" in begin] == []
    boxes = [held for tag, held in loaded.elements if tag == "input"]
    assert len(boxes) == len(EVERYTHING) * sum(len(_expected(name)) for name in NAMES)
    assert {held["type"] for held in boxes} == {"checkbox"}
    links = {held["href"] or "" for tag, held in loaded.elements if tag == "a"}
    assert [link for link in links if not any(_is_ours(link, text) for text in EVERYTHING)] == []
