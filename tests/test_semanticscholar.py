"""Semantic Scholar's answers, in the shapes that it is recorded to give."""

import json
from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.semanticscholar import SemanticScholar
from crawler.settings import Keys
from tests.registers import NO_KEYS, asked, heard, junk, told

SCHOLAR = SemanticScholar()
ATTENTION = "https://arxiv.org/abs/1706.03762v5"
DOI = "https://doi.org/10.2139/SSRN.288970"
ACL = "https://aclanthology.org/N19-1423/"
TRUST: dict[str, Any] = {
    "paperId": "c31c87c5",
    "externalIds": {"MAG": "2096684396", "DOI": "10.2139/ssrn.288970", "CorpusId": 470667},
    "title": "How Much Should We Trust Differences-in-Differences Estimates?",
    "abstract": "Most papers rely on many years of data.",
    "venue": "",
    "year": 2001,
    "publicationDate": "2001-10-01",
    "authors": [{"authorId": "81141608", "name": "Marianne Bertrand"}, {"authorId": "2259683", "name": "E. Duflo"}],
}
VASWANI: dict[str, Any] = {
    "externalIds": {"ArXiv": "1706.03762", "DOI": "10.48550/arXiv.1706.03762"},
    "title": "Attention is All you Need",
    "venue": "Neural Information Processing Systems",
    "year": 2017,
    "publicationDate": None,
    "authors": None,
}


def test_requests_names_each_paper_in_its_own_way() -> None:
    """One POST for all; the key, where there is one, goes into a header and nowhere else."""
    request = asked(SCHOLAR, ATTENTION, DOI, ACL, keys=Keys(s2_api_key="canary"))
    assert request.call
    assert json.loads(request.call.body) == {"ids": ["ARXIV:1706.03762", "DOI:10.2139/ssrn.288970", "ACL:N19-1423"]}
    assert (request.call.method, dict(request.call.headers)["x-api-key"]) == ("POST", "canary")
    assert "canary" not in request.url
    anonymous = asked(SCHOLAR, ATTENTION).call
    assert anonymous
    assert "x-api-key" not in dict(anonymous.headers)


def test_takes_only_names_that_it_understands() -> None:
    """An OpenReview id is none of them."""
    assert not SCHOLAR.takes("https://openreview.net/forum?id=p-BhZSz59o4", NO_KEYS)


def test_read_knows_papers_by_their_identifiers() -> None:
    """The answer may be in another order, and shorter; what is not in it is merely not known."""
    found = heard(SCHOLAR, [ATTENTION, DOI, ACL], [None, TRUST, VASWANI])
    assert [found[target].observation for target in (ATTENTION, DOI, ACL)] == [None] * 3
    titles = [said.title if (said := found[target].metadata) else None for target in (ATTENTION, DOI, ACL)]
    assert titles == [VASWANI["title"], TRUST["title"], None]


def test_read_tells_all_that_it_says() -> None:
    """The day before the year, and arXiv's own DOI is no other place."""
    trust, vaswani = told(SCHOLAR, DOI, [TRUST]), told(SCHOLAR, ATTENTION, [VASWANI])
    assert (trust.abstract, trust.published, trust.site) == (
        "Most papers rely on many years of data.",
        "2001-10-01",
        None,
    )
    assert (trust.authors, trust.identifiers) == (("Marianne Bertrand", "E. Duflo"), {"doi": "10.2139/ssrn.288970"})
    assert (vaswani.published, vaswani.identifiers) == ("2017", {"arxiv": "1706.03762"})
    assert vaswani.site == "Neural Information Processing Systems"


def test_read_knows_nothing_when_none_of_the_names_is_known() -> None:
    """That is an answer: it is not asked again in halves."""
    found = heard(SCHOLAR, [ATTENTION, DOI], {"error": "No valid paper ids given"}, status=400)
    assert [finding.metadata for finding in found.values()] == [None, None]


@pytest.mark.parametrize(
    ("status", "answer"),
    [(429, {"message": "Too Many Requests"}), (400, {"error": "?"}), (200, {}), (404, {}), (200, b"")],
)
def test_read_says_nothing_of_what_is_no_list(status: int, answer: object) -> None:
    """The next one is asked."""
    assert heard(SCHOLAR, [DOI], answer, status) == {}


NAMES = "externalIds ArXiv DOI ACL title abstract authors name year publicationDate venue"


@given(junk(NAMES))
def test_read_is_total(value: Any) -> None:
    """Whatever came."""
    known = {"externalIds": {"ArXiv": "1706.03762", "DOI": ["?"]}}
    for answer in (value, [value], [value | known if isinstance(value, dict) else known]):
        heard(SCHOLAR, [ATTENTION, DOI], answer)
