"""OpenAlex's answers, in the shapes that its documentation gives."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.openalex import OpenAlex
from crawler.model import Kind
from crawler.settings import Keys
from tests.registers import NO_KEYS, asked, heard, junk, state_of, told

ALEX = OpenAlex()
KEYS = Keys(openalex_api_key="canary")
ATTENTION = "https://arxiv.org/abs/1706.03762"
DOI = "https://doi.org/10.7717/PeerJ.4375"
WORK: dict[str, Any] = {
    "doi": "https://doi.org/10.7717/peerj.4375",
    "title": "The state of <i>OA</i>",
    "publication_date": "2018-02-13",
    "publication_year": 2018,
    "type": "article",
    "language": "en",
    "is_retracted": False,
    "authorships": [{"author": {"display_name": "Heather Piwowar"}}, {"author": {"display_name": "Jason Priem"}}],
    "primary_location": {"source": {"display_name": "PeerJ"}, "license": "cc-by"},
    "abstract_inverted_index": {"Despite": [0], "growing": [1], "interest": [2, 5], "in": [3], "Open": [4]},
}


def test_takes_nothing_without_a_key() -> None:
    """And with one what has a DOI."""
    assert not ALEX.takes(DOI, NO_KEYS)
    assert [ALEX.takes(url, KEYS) for url in (DOI, "https://doi.org/10.1000/a|b", "https://a.example/")] == [
        True,
        False,
        False,
    ]


def test_requests_asks_for_many_at_once() -> None:
    """ArXiv's papers by their DOIs; the key is in the query, and stands in no field that is kept."""
    request = asked(ALEX, ATTENTION, DOI, keys=KEYS)
    dois = "10.48550%2Farxiv.1706.03762|10.7717%2Fpeerj.4375"
    assert request.url.startswith(f"https://api.openalex.org/works?filter=doi:{dois}&per-page=2&select=")
    assert request.url.endswith("&api_key=canary")
    for finding in heard(ALEX, [ATTENTION, DOI], {"results": [WORK]}, keys=KEYS).values():
        assert "canary" not in repr(finding)


def test_read_tells_all_that_it_says() -> None:
    """The abstract is put together from its words."""
    metadata = told(ALEX, DOI, {"results": [WORK]}, keys=KEYS)
    assert (metadata.title, metadata.abstract) == ("The state of OA", "Despite growing interest in Open interest")
    assert metadata.authors == ("Heather Piwowar", "Jason Priem")
    assert (metadata.published, metadata.kind, metadata.site) == ("2018-02-13", Kind.PAPER, "PeerJ")
    assert (metadata.licence, metadata.language) == ("cc-by", "en")
    assert (metadata.identifiers, metadata.state) == ({"doi": "10.7717/peerj.4375"}, {})


def test_read_knows_what_was_retracted_and_proves_nothing() -> None:
    """A catalogue does not say where an address leads."""
    found = heard(ALEX, [DOI, ATTENTION], {"results": [WORK | {"is_retracted": True}]}, keys=KEYS)
    assert state_of(found[DOI]) == {"retracted": "true"}
    assert [finding.observation for finding in found.values()] == [None, None]
    assert found[ATTENTION].metadata is None


def test_read_gives_arxivs_paper_its_number() -> None:
    """And no DOI but the one that says the same."""
    work = WORK | {"doi": "https://doi.org/10.48550/arXiv.1706.03762", "authorships": None}
    metadata = told(ALEX, ATTENTION, {"results": [work]}, keys=KEYS)
    assert (metadata.identifiers, metadata.authors) == ({"arxiv": "1706.03762"}, ())


@pytest.mark.parametrize(("status", "answer"), [(429, {}), (403, {"error": "Invalid API key"}), (200, {}), (200, b"?")])
def test_read_says_nothing_of_what_is_no_list(status: int, answer: object) -> None:
    """The next one is asked."""
    assert heard(ALEX, [DOI], answer, status, keys=KEYS) == {}


NAMES = (
    "doi title publication_date publication_year type language is_retracted authorships author "
    "display_name primary_location source license abstract_inverted_index"
)


@given(junk(NAMES))
def test_read_is_total(value: Any) -> None:
    """Whatever came."""
    known = {"doi": "https://doi.org/10.7717/peerj.4375"}
    for answer in (
        value,
        {"results": value},
        {"results": [value | known if isinstance(value, dict) else known, value]},
    ):
        heard(ALEX, [DOI], answer, keys=KEYS)
