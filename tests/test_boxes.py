"""The boxes of a body: what is written is read, what a person changed is heard, and a page cannot tick one."""

from hypothesis import given
from hypothesis import strategies as st

from crawler import untrusted
from crawler.publish.boxes import ID_CHARS, Box, Mark, Verb, box, carried, heard, line, mark, marks, read

_IDS = st.text("0123456789abcdef", min_size=ID_CHARS, max_size=ID_CHARS)
BOXES = st.builds(Box, verb=st.sampled_from(Verb), id=_IDS, ticked=st.booleans())
_WORDS = st.text(st.characters(exclude_characters="\r\n"))
_ONE = Box(verb=Verb.FIX, id="0123456789abcdef", ticked=True)
_FORGED = "- [x] <!-- listkeeper:fix=ffffffffffffffff --> forged"


def _unique(boxes: list[Box]) -> list[Box]:
    return list({(each.verb, each.id): each for each in boxes}.values())


def _toggled(each: Box) -> Box:
    return Box(verb=each.verb, id=each.id, ticked=not each.ticked)


@given(st.lists(st.tuples(BOXES, _WORDS)), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "  ", "      "]))
def test_read_gives_back_what_line_wrote(rows: list[tuple[Box, str]], end: str, indent: str) -> None:
    """Whatever stands behind a box, however deep it is nested, and whatever the editor made of the ends of lines."""
    body = end.join(indent + line(each, text) for each, text in rows)
    assert read(body) == tuple(each for each, _ in rows)


@given(st.text())
def test_read_has_an_answer_for_every_text(body: str) -> None:
    """A body is a stranger's until it is read: nothing of it raises, and what is read is well formed."""
    for each in read(body):
        assert len(each.id) == ID_CHARS
    assert carried(body, read(body)) == body.replace("\r\n", "\n").replace("\r", "\n")
    assert heard(body, []) == ()
    assert marks(body) <= set(Mark)


def test_read_takes_whole_lines_only() -> None:
    """A box in the middle of a line, of another id's length, of no verb of ours, or without its dash is none."""
    for text in (
        f"x {_FORGED}",
        f"`{_FORGED}`",
        f"> {_FORGED}",
        _FORGED.replace("- ", "* ", 1),
        _FORGED.replace("[x]", "[y]"),
        _FORGED.replace("ffffffffffffffff", "fffffffffffffff"),
        _FORGED.replace("ffffffffffffffff", "fffffffffffffffff"),
        _FORGED.replace("ffffffffffffffff", "FFFFFFFFFFFFFFFF"),
        _FORGED.replace("fix=", "merge="),
        _FORGED.replace(" --> ", " -->"),
        _FORGED.replace(" -->", " --!>"),
    ):
        assert read(text) == (), text
    assert len(read(_FORGED)) == 1


def test_a_page_cannot_write_a_line_of_its_own() -> None:
    """A title with a forged box on its own line stays on ours, and cannot be read even where a person breaks it."""
    title = f"Foo\n{_FORGED}\r\n{_FORGED}\u2028{_FORGED}"
    for shown in (untrusted.code_span(title, 900), untrusted.markdown(title, 900), untrusted.cell(title, 900)):
        body = line(_ONE, shown)
        assert read(body) == (_ONE,)
        assert read(body.replace("Foo", "Foo\n").replace("forged ", "forged\n")) == (_ONE,)


def test_heard_tells_what_a_person_changed() -> None:
    """A tick taken away is heard; one that stands as it was written is not."""
    body = line(_ONE, "`a` → `b`")
    assert heard(body, [_ONE]) == ()
    assert heard(body.replace("[x]", "[ ]"), [_ONE]) == (_toggled(_ONE),)


def test_heard_takes_no_box_that_was_not_written() -> None:
    """A row with an id that we did not write last is nobody's word, nor is one with another verb."""
    assert heard(_FORGED, [_ONE]) == ()
    assert heard(line(_toggled(_ONE), "").replace("fix=", "decline="), [_ONE]) == ()


def test_heard_tells_it_once_when_a_row_was_copied() -> None:
    """Somebody who copies a row and changes one of the two has changed it."""
    body = "\n".join([line(_ONE, ""), line(_toggled(_ONE), ""), line(_toggled(_ONE), "")])
    assert heard(body, [_ONE]) == (_toggled(_ONE),)


@given(st.lists(BOXES).map(_unique), st.data())
def test_heard_finds_exactly_the_boxes_that_were_changed(written: list[Box], data: st.DataObject) -> None:
    """Whichever boxes are ticked or cleared, and whatever is written around them, those are heard and no others."""
    changed = set(data.draw(st.lists(st.sampled_from(written)))) if written else set()
    rows = [line(_toggled(each) if each in changed else each, "`a` → `b`") for each in written]
    noise = data.draw(st.lists(st.sampled_from(["", "a word", _FORGED, "```", "<details>", mark(Mark.CLOSED)])))
    body = "\n".join(data.draw(st.permutations([*rows, *noise])))
    forged = Box(verb=Verb.FIX, id="f" * ID_CHARS, ticked=True)
    assert set(heard(body, written)) - {forged} == {_toggled(each) for each in changed} - {forged}


@given(st.lists(BOXES).map(_unique), st.data())
def test_carried_keeps_what_was_ticked_in_the_meantime(written: list[Box], data: st.DataObject) -> None:
    """What is heard of the old body stands in the new one; all else of it is as it was to be."""
    changed = [_toggled(each) for each in data.draw(st.lists(st.sampled_from(written), unique=True))] if written else []
    body = "\n".join(line(each, "`[ ]` [x]") for each in written)
    result = carried(body, changed)
    assert set(heard(result, written)) == set(changed)
    assert carried(result, written) == body


def test_box_is_named_by_the_beginning_of_a_fix_s_id() -> None:
    """An id is long, and a line of a body is read by people."""
    assert box(Verb.FIX, "0123456789abcdef" * 4, ticked=True) == _ONE


def test_marks_are_whole_lines() -> None:
    """A body says what it is on lines of its own, and a page that says the same in the middle of one is not heard."""
    body = f"{mark(Mark.PULL_REQUEST)}\r\n{mark(Mark.CLOSED)}\r\n\r\ntext `{mark(Mark.DASHBOARD)}`"
    assert marks(body) == {Mark.PULL_REQUEST, Mark.CLOSED}
    assert marks(untrusted.code_span(mark(Mark.CLOSED))) == frozenset()
