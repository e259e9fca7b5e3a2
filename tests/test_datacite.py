"""DataCite's answers, in the shapes that it is recorded to give."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.datacite import DataCite
from crawler.model import Kind
from tests.desks import fits
from tests.registers import NO_KEYS, asked, heard, junk, state_of, status_of, told, word_of

DATACITE = DataCite()
ATTENTION = "https://arxiv.org/abs/1706.03762"
ZENODO = "https://doi.org/10.5281/zenodo.28518"


def record(doi: str, /, **attributes: Any) -> dict[str, Any]:
    """One record of a list."""
    return {"id": doi.lower(), "type": "dois", "attributes": {"state": "findable", **attributes, "doi": doi.lower()}}


SOFTWARE = record(
    "10.5281/zenodo.28518",
    creators=[
        {"name": "Vanderplas, Jake", "nameType": "Personal", "givenName": "Jake", "familyName": "Vanderplas"},
        {"name": "Willmer, Alex", "affiliation": []},
        {"name": "Institute, The", "nameType": "Organizational"},
    ],
    titles=[{"title": "Supersmoother: Minor <i>Bug</i> Fix"}],
    publisher="Zenodo",
    container={},
    publicationYear=2015,
    dates=[{"date": "2015-08-19", "dateType": "Issued"}, {"date": "2016", "dateType": "Updated"}],
    language="en",
    types={"resourceTypeGeneral": "Software"},
    rightsList=[
        {"rights": "Open Access", "rightsUri": "info:eu-repo/semantics/openAccess"},
        {"rights": "MIT", "rightsUri": "https://opensource.org/licenses/MIT"},
    ],
    descriptions=[
        {"description": "More of it", "descriptionType": "Other"},
        {"description": "<p>Fix issues</p><p>with installation</p>", "descriptionType": "Abstract"},
    ],
)
PAPER = record(
    "10.48550/ARXIV.1706.03762",
    creators=[{"name": "Vaswani, Ashish", "givenName": "Ashish", "familyName": "Vaswani"}],
    titles=[{"title": "Attention Is All You Need"}],
    publisher={"name": "arXiv"},
    publicationYear=2017,
    dates=[
        {"date": "2017-06-12T17:57:34Z", "dateType": "Submitted"},
        {"date": "2023-08-02T00:41:18Z", "dateType": "Updated"},
        {"date": "2017-06", "dateType": "Available"},
    ],
    types={"resourceTypeGeneral": "Preprint"},
    version="7",
    rightsList=[{"rightsIdentifier": "cc-by-4.0", "rightsUri": "https://creativecommons.org/licenses/by/4.0"}],
    relatedIdentifiers=[
        {"relationType": "Cites", "relatedIdentifier": "10.1000/other"},
        {"relationType": "IsVersionOf", "relatedIdentifier": "https://example.com/"},
        {"relationType": "IsVersionOf", "relatedIdentifier": "10.1000/printed"},
    ],
)


def test_requests_asks_by_doi_and_for_arxivs_papers_by_theirs() -> None:
    """In lower case, once each, and for as many as are asked about."""
    request = asked(DATACITE, ATTENTION, "https://arxiv.org/pdf/1706.03762v5", ZENODO)
    ids = "10.48550%2Farxiv.1706.03762,10.5281%2Fzenodo.28518"
    assert request.url == f"https://api.datacite.org/dois?ids={ids}&page[size]=2"


def test_takes_no_doi_with_a_comma() -> None:
    """It would be taken for two."""
    assert not DATACITE.takes("https://doi.org/10.1000/a,b", NO_KEYS)
    assert not DATACITE.takes("https://example.com/", NO_KEYS)


def test_read_tells_all_that_datacite_says() -> None:
    """Names are turned, markup is gone, and "open access" is no licence."""
    metadata = told(DATACITE, ZENODO, {"data": [SOFTWARE]})
    assert (metadata.title, metadata.abstract) == ("Supersmoother: Minor Bug Fix", "Fix issues with installation")
    assert metadata.authors == ("Jake Vanderplas", "Alex Willmer", "Institute, The")
    assert (metadata.published, metadata.modified, metadata.language) == ("2015-08-19", "2016", "en")
    assert (metadata.kind, metadata.site) == (Kind.ITEM, "Zenodo")
    assert metadata.licence == "https://opensource.org/licenses/MIT"
    assert metadata.identifiers == {"doi": "10.5281/zenodo.28518"}


def test_read_knows_arxivs_paper() -> None:
    """With the day of its first version, its newest one, and where it was printed."""
    metadata = told(DATACITE, f"{ATTENTION}v5", {"data": [PAPER]})
    assert (metadata.published, metadata.modified) == ("2017-06-12", "2023-08-02")
    assert (metadata.kind, metadata.site, metadata.licence) == (Kind.PAPER, "arXiv", "cc-by-4.0")
    assert metadata.identifiers == {"arxiv": "1706.03762"}
    assert metadata.state == {"version": "5", "newest_version": "7", "published_as": "10.1000/printed"}


def test_read_settles_what_is_registered_and_leaves_the_rest_open() -> None:
    """Presence proves that it is there; absence, a mirror or a version that is too new prove nothing."""
    mirror, eighth, other = "https://ar5iv.org/abs/1706.03762", f"{ATTENTION}v8", "https://arxiv.org/abs/1511.06434"
    springer = "https://link.springer.com/article/10.1007/a"
    targets = [ATTENTION, ZENODO, mirror, eighth, other, springer]
    found = heard(DATACITE, targets, {"data": [PAPER, SOFTWARE, record("10.1007/A")]})
    assert [status_of(found[target]) for target in targets] == [200, 200, None, None, None, None]
    assert word_of(found[ZENODO]) == "says that its DOI is registered"
    assert state_of(found[eighth])["newest_version"] == "7"
    assert found[other].metadata is None


def test_read_does_not_believe_a_record_that_is_not_to_be_found() -> None:
    """A DOI that is only registered leads nowhere."""
    hidden = record("10.5281/zenodo.28518")
    hidden["attributes"]["state"] = "registered"
    assert status_of(heard(DATACITE, [ZENODO], {"data": [hidden]})[ZENODO]) is None


def test_read_falls_back_on_the_year() -> None:
    """Where no day is given, and no version that is a number."""
    bare = record("10.48550/arxiv.1706.03762", publicationYear=2017, version="final")
    metadata = told(DATACITE, ATTENTION, {"data": [bare]})
    assert (metadata.published, metadata.state) == ("2017", {})


@pytest.mark.parametrize(
    ("status", "answer"), [(429, {}), (500, b""), (404, {"errors": []}), (200, b"<html>"), (200, {})]
)
def test_read_says_nothing_of_what_is_no_list(status: int, answer: object) -> None:
    """The next one is asked."""
    assert heard(DATACITE, [ZENODO], answer, status) == {}


NAMES = (
    "creators titles title dates date dateType types rightsList rightsUri descriptions "
    "relatedIdentifiers relationType relatedIdentifier publisher container version language "
    "givenName familyName name description descriptionType publicationYear state doi"
)


@given(junk(NAMES))
def test_read_is_total(value: Any) -> None:
    """Whatever came."""
    attributes = value if isinstance(value, dict) else {}
    answers = (value, {"data": value}, {"data": [value]}, {"data": [record("10.48550/arxiv.1706.03762", **attributes)]})
    for answer in answers:
        assert fits(heard(DATACITE, [ATTENTION, ZENODO], answer).values())
