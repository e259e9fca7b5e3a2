"""What stands on a first page, told by its letters and their size."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.front import ABSTRACT_CHARS, Front, Piece, abstract, identifiers, readable, title
from crawler.gather.titles import TITLE_CHARS

TEXT = [("A line of the text of this paper, as there are many of them on a page.", 10.0)] * 12


def page(lines: Sequence[tuple[str, float]]) -> Front:
    """Lines below one another, as close as they mostly stand."""
    y, pieces = 760.0, []
    for text, size in lines:
        pieces.append(Piece(text=text, size=size, x=72, y=y))
        y -= 1.25 * size
    return Front(pieces=tuple(pieces))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("Deep Residual", 14.3), ("Learning", 14.3), *TEXT], "Deep Residual Learning"),
        ([("A Journal, vol. 3", 8), ("On the Motion of Bo-", 16), ("dies", 16), *TEXT], "On the Motion of Bodies"),
        ([("A Title", 14), *TEXT, ("References", 14), *TEXT], "A Title"),
        ([*TEXT, ("References", 14), *TEXT, ("The Next Paper", 14), *TEXT], "The Next Paper"),
        ([("7", 30), ("Lecture Notes on Graphs", 20), *TEXT], "Lecture Notes on Graphs"),
        ([("arXiv:1706.03762v5 [cs.CL] 6 Dec 2017", 20), ("Attention", 17), *TEXT], "Attention"),
        ([("Contents", 20), ("Abstract", 18), ("1.", 17), *TEXT], None),
        (TEXT, None),
        ([("A slide", 30)], "A slide"),
        ([("A slide", 30), ("in one size", 30)], "A slide in one size"),
        ([(f"A line of a poster, number {n}", 30) for n in range(8)] + TEXT, None),
        ([("x" * (TITLE_CHARS + 1), 20), *TEXT], None),
        ([("=== *** === ab", 20), *TEXT], None),
        ([], None),
    ],
)  # fmt: skip
def test_title_is_the_first_block_of_the_largest_letters_that_names_something(
    lines: Sequence[tuple[str, float]], expected: str | None
) -> None:
    """Numbers, stamps and headings that every paper has are passed over; a page all in one size has no title."""
    assert title(page(lines)) == expected


def test_title_takes_small_capitals_for_what_they_are() -> None:
    """Each word begins in a larger size than it goes on in, and is a word all the same."""
    row = [("L", 17.2), ("INEAR", 13.8), ("N", 17.2), ("ETS", 13.8)]
    pieces = tuple(Piece(text=text, size=size, x=n, y=700) for n, (text, size) in enumerate(row))
    assert title(Front(pieces=(*pieces, *page(TEXT).pieces))) == "LINEAR NETS"


def test_title_is_no_large_initial_of_a_paragraph() -> None:
    """One letter of a line of the text says nothing about the line."""
    initial = Piece(text="T", size=40, y=500)
    line = Piece(text="his paper has a first letter of its own, three lines high", size=10, y=500)
    heading = Piece(text="A Quiet Title", size=18, y=700)
    assert title(Front(pieces=(heading, initial, line, *page(TEXT).pieces))) == "A Quiet Title"


def test_title_cuts_what_stands_apart_in_the_same_size() -> None:
    """A running head in the title's size, far above it, is another block; the first that could be a name counts."""
    pieces = (
        Piece(text="A Title in Two", size=18, y=600),
        Piece(text="Lines of Text", size=18, y=578),
        Piece(text="A Box at the Foot", size=18, y=90),
    )
    assert title(Front(pieces=(*pieces, *page(TEXT).pieces))) == "A Title in Two Lines of Text"


def test_text_leaves_out_what_is_turned() -> None:
    """What stands in the margin is no line of the text, and is found apart."""
    front = Front(
        pieces=(Piece(text="arXiv:1512.03385v1", size=20, upright=False), Piece(text="A\nB\n \n", size=9, y=9))
    )
    assert (front.text, front.margin) == ("A\nB", "arXiv:1512.03385v1")


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("Abstract\n", "\n1 Introduction\nNot this."),
        ("ABSTRACT. ", "\nI. INTRODUCTION\nNot this."),
        ("Abstract\u2014", "\nIndex Terms\u2014not, this"),
        ("A B S T R A C T\n", "\nKeywords: not, this"),
        ("Summary: ", "\nKey words not this"),
        ("A title\nAn author\nAbstract\n", "\nCCS Concepts: not this"),
        ("Abstract:\n", ""),
    ],
)
def test_abstract_is_what_stands_under_its_heading(begins: str, ends: str) -> None:
    """It ends where the paper begins, or its key words do; a word cut at the end of a line is one word."""
    body = (
        "We introduce nothing new, but say at length that an introduc-\ntion of well-known ideas may help the reader."
    )
    whole = "We introduce nothing new, but say at length that an introduction of well-known ideas may help the reader."
    assert abstract(begins + body + ends) == whole


def test_abstract_is_none_without_a_heading_or_a_text() -> None:
    """Text alone is no abstract, and neither is a heading alone."""
    assert abstract("A text that says nothing of an abstract " * 9) is None
    assert abstract("Abstract\nShort.\n1 Introduction\n" + "More. " * 50) is None


def test_abstract_is_cut_at_its_bound() -> None:
    """A page without another heading is no abstract of its own length."""
    found = abstract("Abstract\n" + "words " * 5000)
    assert found is not None
    assert len(found) <= ABSTRACT_CHARS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi:10.1000/182", {"doi": "10.1000/182"}),
        ("https://doi.org/10.1016/S0019-9958(65)90426-2.", {"doi": "10.1016/s0019-9958(65)90426-2"}),
        ("(see 10.1000/182)", {"doi": "10.1000/182"}),
        ("10.1000/1 and 10.1000/2", {}),
        ("10.1000/1 and 10.1000/2, doi: 10.1000/3", {"doi": "10.1000/3"}),
        ("arXiv:hep-th/9901001v2", {"arxiv": "hep-th/9901001"}),
        ("arXiv:1607.06450 and arXiv:1706.03762", {}),
        ("version 10.5/6 of 2017.12345", {}),
    ],
)
def test_identifiers_are_those_that_can_only_be_the_papers_own(text: str, expected: dict[str, str]) -> None:
    """Of several none is taken, unless one alone is called a DOI."""
    assert identifiers(page([(text, 9.0)])) == expected


def test_identifiers_believe_the_stamp_before_the_text() -> None:
    """A paper may cite another one on its first page; what is stamped on it is its own."""
    stamp = Piece(text="arXiv:1706.03762v5  [cs.CL]", size=20, upright=False)
    assert identifiers(Front(pieces=(stamp, *page([("as in arXiv:1607.06450", 9.0)]).pieces))) == {
        "arxiv": "1706.03762"
    }


@given(st.text())
def test_readable_has_no_letter_that_cannot_be_seen(text: str) -> None:
    """Controls are gone, or the ligature that they stood for."""
    assert all(c.isprintable() or c in "\n\t " for c in readable(text))


PIECES = st.builds(
    Piece,
    text=st.text(max_size=40) | st.sampled_from(["Abstract\n", "doi:10.1000/1", "arXiv:1706.03762", "Title", "-\n"]),
    size=st.floats(0, 1000) | st.sampled_from([0.0, 10.0, 18.0]),
    x=st.floats(-1e6, 1e6),
    y=st.floats(-1e6, 1e6) | st.sampled_from([700.0, 690.0]),
    upright=st.booleans(),
)


@given(st.lists(PIECES, max_size=30).map(tuple))
def test_front_has_an_answer_for_any_pieces(pieces: tuple[Piece, ...]) -> None:
    """Whatever is painted, wherever and however large, there is a title in bounds or none."""
    front = Front(pieces=pieces)
    found = title(front)
    assert found is None or (0 < len(found) <= TITLE_CHARS and found.isprintable())
    assert set(identifiers(front)) <= {"doi", "arxiv"}
    summary = abstract(front.text)
    assert summary is None or len(summary) <= ABSTRACT_CHARS
