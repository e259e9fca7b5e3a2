"""The API of Zenodo, in the shape that its documentation gives."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.zenodo import Zenodo
from crawler.model import Kind
from tests.desks import NO_KEYS, asked, one, shaken, status_of

API = Zenodo()
RECORD = "https://zenodo.org/records/28518"
SAID: dict[str, Any] = {
    "id": 28518,
    "modified": "2020-01-20T14:00:00+00:00",
    "metadata": {
        "title": "A data set",
        "doi": "10.5281/zenodo.28518",
        "publication_date": "2015-08-07",
        "description": "<p>What was <b>measured</b>.</p>",
        "access_right": "restricted",
        "creators": [{"name": "Lovelace, Ada"}, {"name": "A society"}, {}],
        "license": {"id": "cc-by-4.0"},
        "resource_type": {"type": "dataset"},
        "version": "2",
        "language": "eng",
    },
}


def test_requests_asks_for_one_record_at_a_time() -> None:
    """Its old address and its new one are the same record."""
    (request,) = asked(API, RECORD, "https://zenodo.org/record/28518")
    assert request.url == "https://zenodo.org/api/records/28518"
    assert not API.takes("https://zenodo.org/communities/a", NO_KEYS)
    assert not API.takes("https://a.example/records/28518", NO_KEYS)


def test_read_tells_of_a_record() -> None:
    """Names as they are spoken, text without tags."""
    found = one(API, RECORD, SAID)
    assert found
    told = found.metadata
    assert told
    assert (status_of(found), told.title, told.abstract) == (200, "A data set", "What was measured.")
    assert (told.authors, told.published, told.modified) == (("Ada Lovelace", "A society"), "2015-08-07", "2020-01-20")
    assert (told.kind, told.identifiers) == (Kind.DATASET, {"doi": "10.5281/zenodo.28518"})
    assert (told.licence, told.state) == ("CC-BY-4.0", {"restricted": "gated", "version": "2"})


@pytest.mark.parametrize(
    ("said", "status", "result"),
    [
        ({}, 404, 404),
        ({}, 410, 410),
        ({}, 200, None),
        (SAID, 429, None),
        (b"", 200, None),
        ({"metadata": {}}, 200, 200),
    ],
)
def test_read_tells_what_is_not_there(said: object, status: int, result: int | None) -> None:
    """A tombstone stands for what was withdrawn; what is no record says nothing."""
    assert status_of(one(API, RECORD, said, status)) == result


@given(shaken(SAID))
def test_read_is_total(said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    one(API, RECORD, said)
