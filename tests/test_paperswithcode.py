"""Rows of the archive of Papers with Code, in the shape that the dataset viewer gives them."""

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given

from crawler.gather.resolvers.paperswithcode import PapersWithCode
from crawler.model import Kind
from tests.registers import NO_KEYS, heard, junk, told

PWC = PapersWithCode()
MASK = "https://paperswithcode.com/paper/mask-r-cnn"
RCNN = "https://www.paperswithcode.com/method/r-cnn"
PAPER: dict[str, Any] = {
    "paper_url": MASK,
    "arxiv_id": "1703.06870",
    "title": "Mask R-CNN",
    "abstract": "We present a framework\n for segmentation.",
    "proceeding": "ICCV 2017 10",
    "authors": ["Kaiming He", "Georgia Gkioxari"],
    "date": "2017-03-20",
}
METHOD: dict[str, Any] = {
    "url": "https://paperswithcode.com/method/r-cnn",
    "name": "R-CNN",
    "full_name": "Regions with CNN features",
    "description": "**R-CNN** is a detector.",
    "introduced_year": 2000,
}


def rows(*found: object) -> dict[str, object]:
    """An answer of the viewer."""
    return {"features": [], "rows": [{"row_idx": 0, "row": row, "truncated_cells": []} for row in found]}


def test_requests_asks_each_table_for_its_addresses() -> None:
    """In the form in which the archive has them."""
    papers, methods = PWC.requests([f"{MASK}/", RCNN, MASK], NO_KEYS)
    assert (papers.targets, methods.targets) == ((f"{MASK}/", MASK), (RCNN,))
    assert "dataset=pwc-archive%2Fpapers-with-abstracts" in papers.url
    assert f"where=\"paper_url\"='{MASK}'&length=5" in unquote(papers.url)
    assert "where=\"url\"='https://paperswithcode.com/method/r-cnn'" in unquote(methods.url)


@pytest.mark.parametrize(
    "url", ["https://paperswithcode.com/paper/a'b", "https://paperswithcode.com/lib/timm/densenet"]
)
def test_takes_only_papers_and_methods(url: str) -> None:
    """And no quote, which would end the condition."""
    assert not PWC.takes(url, NO_KEYS)


def test_read_tells_what_a_paper_was() -> None:
    """With its number on arXiv; where the address leads now is another question."""
    [finding] = heard(PWC, [MASK], rows(PAPER)).values()
    assert finding.observation is None
    metadata = told(PWC, MASK, rows(PAPER))
    assert (metadata.title, metadata.abstract) == ("Mask R-CNN", "We present a framework for segmentation.")
    assert (metadata.authors, metadata.published) == (("Kaiming He", "Georgia Gkioxari"), "2017-03-20")
    assert (metadata.kind, metadata.site) == (Kind.PAPER, "ICCV 2017 10")
    assert metadata.identifiers == {"arxiv": "1703.06870"}


def test_read_tells_what_a_method_was() -> None:
    """It is an entry of a catalogue, and no paper."""
    metadata = told(PWC, RCNN, rows(METHOD))
    assert (metadata.title, metadata.kind) == ("Regions with CNN features", Kind.ENTRY)
    assert (metadata.published, metadata.site, metadata.identifiers) == ("2000", "Papers with Code", {})


def test_read_makes_no_day_of_milliseconds() -> None:
    """The viewer's form of a day depends on its column."""
    assert told(PWC, MASK, rows(PAPER | {"date": 1489968000000})).published is None


def test_read_knows_nothing_of_what_is_not_in_the_archive() -> None:
    """Which is an answer."""
    [finding] = heard(PWC, [MASK], rows()).values()
    assert finding.metadata is None


@pytest.mark.parametrize(("status", "answer"), [(422, {"error": "?"}), (500, {"rows": []}), (200, {}), (200, b"?")])
def test_read_says_nothing_of_what_is_no_answer(status: int, answer: object) -> None:
    """The page is asked."""
    assert heard(PWC, [MASK], answer, status) == {}


NAMES = "arxiv_id title abstract authors date proceeding row rows paper_url"


@given(junk(NAMES))
def test_read_is_total(value: Any) -> None:
    """Whatever came."""
    known = {"paper_url": MASK}
    for answer in (value, {"rows": value}, rows(value), rows(value | known if isinstance(value, dict) else known)):
        heard(PWC, [MASK], answer)
