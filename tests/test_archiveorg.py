"""The metadata of items of archive.org, in the shape that its documentation gives."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.archiveorg import ArchiveOrg
from crawler.model import Kind
from tests.desks import NO_KEYS, asked, fits, heard, one, says, shaken, status_of

API = ArchiveOrg()
ITEM = "https://archive.org/details/mit-ocw-18.06"
SAID: dict[str, Any] = {
    "item_last_updated": 1700000000,
    "metadata": {
        "title": "Linear Algebra",
        "creator": ["Gilbert Strang", "MIT"],
        "date": "2005",
        "description": ["<div>Thirty-four lectures.</div>", "In English."],
        "mediatype": "movies",
        "language": "eng",
        "licenseurl": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "access-restricted-item": "true",
    },
}


def test_requests_asks_for_one_item_at_a_time() -> None:
    """A page of a book is asked for by its book."""
    (request,) = asked(API, ITEM, f"{ITEM}/page/n5")
    assert request.url == "https://archive.org/metadata/mit-ocw-18.06"
    for url in ("https://archive.org/details/@me", "https://archive.org/", "https://web.archive.org/details/abc"):
        assert not API.takes(url, NO_KEYS)


def test_read_tells_of_an_item() -> None:
    """Fields may be given once or many times."""
    found = one(API, ITEM, SAID)
    assert found
    told = found.metadata
    assert told
    assert (status_of(found), told.title, told.abstract) == (200, "Linear Algebra", "Thirty-four lectures. In English.")
    assert (told.authors, told.published, told.modified) == (("Gilbert Strang", "MIT"), "2005", "2023-11-14")
    assert (told.kind, told.state) == (Kind.VIDEO, {"restricted": "gated"})
    once = one(API, ITEM, {"metadata": {"title": ["A", "B"], "creator": "C", "description": "D", "mediatype": "texts"}})
    assert once
    assert once.metadata
    assert (once.metadata.title, once.metadata.authors, once.metadata.abstract) == ("A", ("C",), "D")
    assert once.metadata.kind is Kind.ITEM


@pytest.mark.parametrize(
    ("said", "status", "result"),
    [({}, 200, 404), ({"is_dark": True}, 200, 403), ({"error": "?"}, 200, None), ([], 200, None), ({}, 503, None)],
)
def test_read_tells_what_is_not_there(said: object, status: int, result: int | None) -> None:
    """An empty record is none; what was taken down is shown to nobody; an error says nothing."""
    assert status_of(one(API, ITEM, said, status)) == result


def test_read_leaves_an_item_open_whose_record_is_too_long() -> None:
    """Its files come first, and there may be a hundred thousand of them: that is no fault of the interface."""
    (request,) = asked(API, ITEM)
    assert status_of(heard(API, replace(says(request, SAID), truncated=True))[ITEM]) == "open"


@given(shaken(SAID))
def test_read_is_total(said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    assert fits([one(API, ITEM, said)])
