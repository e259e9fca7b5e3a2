"""What a README says in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.prose import prose

LONG = "This paragraph is long enough to be one that says something"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (f"{LONG}.\n\n{LONG},\ntoo.", f"{LONG}. {LONG}, too."),
        (f"{LONG}  \nand on", f"{LONG} and on"),
        ("# A heading that is long enough to be a sentence, and is none\n\nshort", None),
        (f"- {LONG}\n\n- {LONG}\n", None),
        (f"> {LONG}\n", None),
        (f"```\n{LONG}\n```\n", None),
        (f"| {LONG} |\n|---|\n| {LONG} |\n", None),
        (f"<!-- {LONG} -->\n\n<div>\n{LONG}\n</div>\n", None),
        (f"[![{LONG}](a.svg)](b)", None),
        (f"{LONG}: [More Information Needed]", None),
        (f"---\ntags: [{LONG}]\n---\n", None),
        (f"<b>{LONG}</b> 5 < 6", f"{LONG} 5 < 6"),
        ("", None),
    ],
)
def test_prose_keeps_paragraphs_alone(markdown: str, text: str | None) -> None:
    """Front matter, headings, lists, quotes, code, tables, HTML and badges are left out."""
    assert prose(markdown, 500) == text


def test_prose_reads_no_further_than_it_must() -> None:
    """It is cut to a length, however much there is."""
    assert len(prose(f"{LONG}\n\n" * 5000, 100) or "") == 99


@given(st.text() | st.text("#-*_`[]()<>!|\n \\a1:", max_size=400), st.integers(1, 60))
def test_prose_takes_any_text(markdown: str, most: int) -> None:
    """And never gives more than was asked for."""
    assert len(prose(markdown, most) or "") <= most
