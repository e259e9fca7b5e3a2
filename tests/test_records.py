"""Dates, names and texts of records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather import records
from crawler.model import Kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("<title>SUMMARY </title><p>One.</p>", "One."),
        ("<jats:sec><jats:title>Aims</jats:title><jats:p>To see.</jats:p></jats:sec>", "Aims To see."),
        ("CO<sub>2</sub> &amp; H<jats:italic>x</jats:italic>", "CO2 & Hx"),
        ("for a<b and $x<1$", "for a<b and $x<1$"),
        ("<p></p>", None),
        (["no text"], None),
    ],
)
def test_abstract_is_plain(text: object, expected: str | None) -> None:
    """Paragraphs stay apart, letters stay together, and a comparison is no tag."""
    assert records.abstract(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2017-06-12T17:57:34Z", "2017-06-12"), (2017, "2017"), ("2017-06-40", None), ("0999", None), ("20170612", None)],
)
def test_day_is_as_precise_as_what_it_reads(value: object, expected: str | None) -> None:
    """No part of a date is invented, and no other form is guessed."""
    assert records.day(value) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("RETRACTED: Hydroxychloroquine", {"retracted": "true"}),
        ("Retracted article: On rats", {"retracted": "true"}),
        ("WITHDRAWN: On rats", {"withdrawn": "true"}),
        ("Withdrawn from sale: on rats", {}),
        (None, {}),
    ],
)
def test_fate_is_what_stands_before_a_title(title: str | None, expected: dict[str, str]) -> None:
    """A title may speak of retractions without being retracted."""
    assert records.fate(title) == expected


def test_kind_is_a_paper_unless_it_is_known_to_be_something_else() -> None:
    """Registers have two dozen names for papers."""
    assert [records.kind(name) for name in ("Software", "monograph", "Preprint", "", 3)] == [
        Kind.ITEM,
        Kind.BOOK,
        Kind.PAPER,
        None,
        None,
    ]


@given(st.text() | st.integers() | st.none())
def test_every_reader_is_total(value: object) -> None:
    """Whatever a record holds, it is read or it is not."""
    for reader in (records.title, records.abstract, records.day, records.given_first, records.language, records.kind):
        assert isinstance(reader(value), str | None)
    assert all(isinstance(said, str) for said in records.fate(str(value)).values())
