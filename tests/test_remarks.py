"""Diagnostics as lines for a person."""

from hypothesis import given

from crawler.model import Diagnostic, Place, Rule, Severity
from crawler.publish.remarks import as_text, tally
from tests.histories import any_text

PLACE = Place(path="a b.md", line=1, column=5, end_column=9, byte_column=5, end_byte_column=9)


def said(severity: Severity = Severity.ERROR, **facts: str) -> Diagnostic:
    """One remark."""
    given = {"url": "https://a.example/", "message": "it is gone", **facts}
    return Diagnostic(rule=Rule.BROKEN, severity=severity, place=PLACE, **given)


def test_as_text_has_a_line_for_each() -> None:
    """Place, gravity, address, words, rule; an address is left out where none is meant, a secret always."""
    lines = as_text([said(), said(url=""), said(url="https://me:pass@a.example/?token=abc")]).splitlines()
    assert lines == [
        "a b.md:1:5: error: https://a.example/: it is gone (broken)",
        "a b.md:1:5: error: it is gone (broken)",
        "a b.md:1:5: error: https://a.example/?token=REDACTED: it is gone (broken)",
    ]


@given(url=any_text, message=any_text, new_url=any_text)
def test_as_text_stays_on_its_line(url: str, message: str, new_url: str) -> None:
    """Whatever strangers wrote, no terminal and no runner acts on it."""
    line = as_text([said(url=url, message=message, new_url=new_url)])
    assert line.isprintable()
    assert line.startswith("a b.md:1:5: error: ")
    assert "##[" not in line


def test_tally_counts() -> None:
    """By gravity, the worst first."""
    several = [said(Severity.NOTE), said(), said(Severity.WARNING), said()]
    assert tally(several, 3) == "3 new links: 2 errors, 1 warning, 1 note."
    assert tally([], 3) == "3 new links: nothing is wrong with them."
    assert tally(several[:1], 0) == "0 new links: 1 note."
