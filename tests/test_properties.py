"""Which of a document's properties are worth anything."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.properties import AUTHORS_MOST, agrees, authors, day, title
from crawler.gather.titles import TITLE_CHARS

TODAY = date(2026, 11, 28)

JUNK = """
untitled
Untitled-1
Document1
Microsoft Word - Kalman15.doc
Microsoft Word - AVE2008 Report.doc
Microsoft PowerPoint - lecture 3 [Compatibility Mode]
PowerPoint Presentation
p020-dutot.dvi
main.tex
5
OECS12_abstract_Muller1
PII: S0019-9958(65)90426-2
doi:10.1000/182
arXiv:1706.03762v5 [cs.CL] 6 Dec 2017
Wordmall för rapporter
LaTeX template for a report
C:\\Users\\jd\\thesis.doc
/srv/jd/paper/final version
https://a.example/paper
{title}
Kalman1960
* * *
A \ufffd title
A title \ue001 of private letters
""".strip().splitlines()


@pytest.mark.parametrize("junk", JUNK)
def test_title_refuses_the_names_of_files_programs_and_templates(junk: str) -> None:
    """What a program wrote into the title says nothing, even where the page has the words."""
    assert title(junk, junk) is None
    assert title(junk, "") is None


@pytest.mark.parametrize(
    "good",
    ["Attention Is All You Need", "Paper folding by machines", "C++: a tour",
     "Über Formulare", "深度学习", "Word embeddings - a survey"],
)  # fmt: skip
def test_title_takes_what_the_first_page_has_too(good: str) -> None:
    """Titles that begin like junk, or are in another script, are titles."""
    assert title(f"  {good} ", f"J. of Things 3\n{good.upper()}\nA. Author") == good
    assert title(good, "Quite other things stand here.") is None


def test_title_has_its_words_on_the_page_when_most_of_them_are_there() -> None:
    """Ligatures that a font does not name break a word or two; letters that stand apart break all of them."""
    assert agrees("Efficient Offline Inference of Deep Models", "e cient o ine inference of deep models")
    assert agrees("Deep Learning of Shapes", "D E E P L E A R N I N G O F S H A P E S")
    assert not agrees("An Introduction to Graphs", "An apple a day")


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        (["Ada Lovelace", "Charles Babbage", "Ada Lovelace"], ("Ada Lovelace", "Charles Babbage")),
        (["Lovelace, Ada; Babbage, Charles"], ("Ada Lovelace", "Charles Babbage")),
        (["A. Vaswani, N. Shazeer, N. Parmar"], ("A. Vaswani", "N. Shazeer", "N. Parmar")),
        (["Ludwig van Beethoven & Johann Sebastian Bach"], ("Ludwig van Beethoven", "Johann Sebastian Bach")),
        (["van der Berg, Jan"], ("Jan van der Berg",)),
        (["Admin", "Windows User", "Microsoft Office User", "Adobe Acrobat", "pdfTeX 1.40", "jd@a.example"], ()),
        (["unknown", "root", "A name of far more words than names ever have", "", "Elsevier Ltd."], ()),
        (["A \ufffd B"], ()),
    ],
)
def test_authors_are_people(given_names: list[str], expected: tuple[str, ...]) -> None:
    """Accounts, programs and publishers are nobody; each name stands with the given name first, once."""
    assert authors(given_names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D:20170612221408+02'00'", "2017-06-12"),
        ("D:2017", "2017"),
        ("2017-06", "2017-06"),
        ("20170612", "2017-06-12"),
        ("D:20171312", None),
        ("D:19891231", None),
        ("D:20261129", None),
        ("D:0000", None),
        ("", None),
        ("Mon Jun 12 2017", None),
    ],
)
def test_day_is_as_precise_as_it_is_known_and_possible(text: str, expected: str | None) -> None:
    """Clocks that were never set, and those that run ahead, tell nothing."""
    assert day(text, TODAY) == expected


@given(st.text(), st.text(), st.lists(st.text(), max_size=5))
def test_properties_have_an_answer_for_any_text(one: str, other: str, names: list[str]) -> None:
    """Whatever stands in them, what comes out is in bounds."""
    found = title(one, other)
    assert found is None or 0 < len(found) <= TITLE_CHARS
    assert len(authors([one, *names])) <= AUTHORS_MOST
    when = day(one, TODAY)
    assert when is None or when <= TODAY.isoformat()
