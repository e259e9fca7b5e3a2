"""Titles of one page and of two, on pairs that people labelled."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.kinship import Kinship, is_named, is_sold, kinship, says_nothing, words_of

PAIRS = Path(__file__).parent / "data" / "drift.tsv"
TURNED = (Kinship.OTHER, Kinship.NAMELESS)


def pairs() -> list[dict[str, str]]:
    """The labelled pairs: what a page was called, what it is called now, how the list calls it."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def says_other(pair: dict[str, str]) -> bool:
    """What the rules say of a pair, the text of the link heard as well."""
    languages = (pair["language before"] or None, pair["language now"] or None)
    told = kinship(pair["before"], pair["now"], languages=languages)
    named = is_named(pair["link"], pair["now"]) or kinship(pair["link"], pair["now"]) is Kinship.SAME
    return told in TURNED and not (named and not says_nothing(pair["link"]))


def test_kinship_is_right_on_labelled_pairs() -> None:
    """Of 93 pairs one rename without a word in common is taken for another page, and two other pages are missed."""
    found = Counter((pair["verdict"], says_other(pair)) for pair in pairs())
    assert found == {("same", False): 56, ("same", True): 1, ("other", True): 34, ("other", False): 2}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Deep Learning", "Deep Learning, 2nd edition"),
        ("Deep Learning: From Basics to Practice", "Deep Learning: A Visual Approach"),
        ("A course (2019) | A site", "A course (2026)"),
        ("A library 1.4 documentation", "A library v2.0.1 documentation"),
        ("Tensor Board", "TensorBoard"),
        ("BERT", "Bidirectional Encoder Representations from Transformers"),
        ("Les mécanismes d\u2019attention", "Attention mechanisms"),
        ("機械学習の基礎", "機械学習の基礎 第2版"),
        ("Blog | Podcasts in Plex", "Podcasts in Plex"),
    ],
)
def test_kinship_is_the_same_whichever_came_first(before: str, now: str) -> None:
    """An edition, a subtitle, a year, a version or a spelling makes no other page, in either direction."""
    assert kinship(before, now) is Kinship.SAME
    assert kinship(now, before) is Kinship.SAME


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("A recipe for soup | A site", "A site", Kinship.NAMELESS),
        ("A recipe for soup", "Index of /", Kinship.NAMELESS),
        ("A recipe for soup", "Bluebird", Kinship.NAMELESS),
        ("Home", "Plumbers in Leeds", Kinship.UNTOLD),
        ("", "Plumbers in Leeds", Kinship.UNTOLD),
        ("Home | Casino", "Casino", Kinship.UNTOLD),
        ("Casino royale", "Casino games and poker", Kinship.SAME),
        ("Введение", "Introduction to learning", Kinship.UNTOLD),
        ("Soup recipe", "Casino", Kinship.OTHER),
        ("学習", "オンラインカジノ", Kinship.OTHER),
        ("one two three four five", "four nine eight seven six", Kinship.OTHER),
        ("soup cheese bread", "soup wine apples", Kinship.UNTOLD),
    ],
)
def test_kinship_says_what_can_be_said(before: str, now: str, told: Kinship) -> None:
    """What says nothing proves nothing, unless it is what expired domains are bought for."""
    assert kinship(before, now) is told


def test_kinship_says_nothing_across_languages() -> None:
    """Two titles in two languages may be one and its translation."""
    before, now = "Einführung in maschinelles Lernen", "A guide to machine intelligence"
    assert kinship(before, now) is Kinship.OTHER
    assert kinship(before, now, languages=("de-DE", "en")) is Kinship.UNTOLD
    assert kinship(before, now, languages=("de-DE", "de")) is Kinship.OTHER
    assert kinship(before, now, languages=(None, "en")) is Kinship.OTHER


@given(before=st.text(max_size=40), now=st.text(max_size=40))
def test_kinship_is_total(before: str, now: str) -> None:
    """Any two texts are something to one another; a title is never another than itself."""
    assert kinship(before, now) in Kinship
    assert kinship(before, before) not in TURNED
    assert is_sold(now) in (True, False)


@given(title=st.text(max_size=40))
def test_is_named_by_itself(title: str) -> None:
    """A title that says something is named by itself, and no page by a text that says nothing."""
    assert is_named(title, title) is not says_nothing(title)
    assert words_of(title) == words_of(f"  {title} ")
