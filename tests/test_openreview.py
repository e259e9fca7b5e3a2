"""OpenReview's answers, in the shapes that its documentation gives."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.openreview import NEWER, OLDER
from crawler.model import Kind
from tests.registers import NO_KEYS, asked, heard, junk, state_of, status_of, told, word_of

FORUM = "https://openreview.net/forum?id=p-BhZSz59o4"
FILE = "https://openreview.net/pdf?id=p-BhZSz59o4"
CONTENT = {
    "title": "BEiT: BERT Pre-Training of Image Transformers",
    "abstract": "We introduce\n a model.",
    "authors": ["Hangbo Bao", "Li Dong"],
    "venue": "ICLR 2022 Oral",
    "venueid": "ICLR.cc/2022/Conference",
    "pdf": "/pdf/0123.pdf",
}
OLD: dict[str, Any] = {"id": "p-BhZSz59o4", "content": CONTENT, "cdate": 1632875424000, "mdate": 1750550400000}
NEW: dict[str, Any] = {
    "id": "p-BhZSz59o4",
    "content": {name: {"value": value} for name, value in CONTENT.items()}
    | {"authors": {"value": [{"fullname": "Hangbo Bao", "username": "~Hangbo_Bao1"}, "Li Dong"]}},
    "pdate": 1643407260000,
    "license": "CC BY 4.0",
}


def test_requests_asks_each_interface_for_one_note() -> None:
    """A forum and its file are the same note."""
    assert asked(NEWER, FORUM, FILE).url == "https://api2.openreview.net/notes?id=p-BhZSz59o4"
    assert asked(OLDER, FORUM).url == "https://api.openreview.net/notes?id=p-BhZSz59o4"
    assert NEWER.name != OLDER.name
    assert not NEWER.takes("https://openreview.net/group?id=ICLR.cc", NO_KEYS)


@pytest.mark.parametrize("note", [OLD, NEW])
def test_read_tells_all_that_either_interface_says(note: dict[str, Any]) -> None:
    """A field is a value in the older one, and holds one in the newer one."""
    metadata = told(NEWER, FORUM, {"notes": [note]})
    assert (metadata.title, metadata.abstract) == (CONTENT["title"], "We introduce a model.")
    assert (metadata.authors, metadata.site) == (("Hangbo Bao", "Li Dong"), "ICLR 2022 Oral")
    assert (metadata.kind, metadata.identifiers) == (Kind.PAPER, {"openreview": "p-BhZSz59o4"})
    assert metadata.published == ("2022-01-28" if note is NEW else "2021-09-29")
    assert (metadata.modified, metadata.licence) == ((None, "CC BY 4.0") if note is NEW else ("2025-06-22", None))


def test_read_settles_what_is_shown() -> None:
    """A file only where the note has one."""
    found = heard(NEWER, [FORUM, FILE], {"notes": [NEW]})
    assert [status_of(found[target]) for target in (FORUM, FILE)] == [200, 200]
    bare = NEW | {"content": {"title": {"value": "A title"}}}
    found = heard(NEWER, [FORUM, FILE], {"notes": [bare]})
    assert [status_of(found[target]) for target in (FORUM, FILE)] == [200, None]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, {"notes": []}),
        (200, {"notes": [NEW | {"id": "another"}]}),
        (404, {"name": "NotFoundError", "message": "The Note p-BhZSz59o4 was not found"}),
        (403, {"name": "ForbiddenError", "message": "You don't have permission to read the note"}),
    ],
)
def test_read_leaves_open_what_is_not_shown(status: int, answer: object) -> None:
    """The other interface may have it, and what is hidden is not gone."""
    found = heard(NEWER, [FORUM], answer, status)[FORUM]
    assert (found.observation, found.metadata) == (None, None)


@pytest.mark.parametrize(
    ("status", "answer"),
    [(403, {"name": "ChallengeRequiredError"}), (307, b""), (429, {}), (200, b"<html>"), (502, {"notes": [NEW]})],
)
def test_read_says_nothing_of_a_wall(status: int, answer: object) -> None:
    """A challenge is no answer."""
    assert heard(NEWER, [FORUM], answer, status) == {}


@pytest.mark.parametrize(
    "more",
    [
        {"content": NEW["content"] | {"venueid": {"value": "ICLR.cc/2024/Conference/Withdrawn_Submission"}}},
        {"invitation": "ICLR.cc/2022/Conference/-/Withdrawn_Submission"},
        {"invitation": "ICLR.cc/2022/Conference/Withdrawn_Submission"},
    ],
)
def test_read_knows_what_was_withdrawn(more: dict[str, Any]) -> None:
    """It is still there to be read."""
    found = heard(NEWER, [FORUM], {"notes": [NEW | more]})[FORUM]
    assert (status_of(found), word_of(found)) == (200, "says that it was withdrawn")
    assert state_of(found) == {"withdrawn": "true"}


def test_read_leaves_a_deleted_note_to_its_page() -> None:
    """It was there, and nobody says that it can be read."""
    found = heard(NEWER, [FORUM], {"notes": [NEW | {"ddate": 1700000000000}]})[FORUM]
    assert (status_of(found), state_of(found)) == (None, {"withdrawn": "true"})


NAMES = (
    "content title abstract authors fullname value venue venueid invitation pdf ddate pdate cdate mdate license TL;DR"
)


@given(junk(NAMES))
def test_read_is_total(value: Any) -> None:
    """Whatever came."""
    note = {"id": "p-BhZSz59o4"} | (value if isinstance(value, dict) else {})
    for answer in (value, {"notes": value}, {"notes": [value]}, {"notes": [note | {"id": "p-BhZSz59o4"}]}):
        heard(NEWER, [FORUM, FILE], answer)
