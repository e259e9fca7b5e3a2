"""Crossref's answers, in the shapes that it is recorded to give."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.crossref import Crossref
from crawler.model import Kind
from tests.desks import fits
from tests.registers import NO_KEYS, asked, heard, junk, state_of, status_of, told, word_of

CROSSREF = Crossref()
WILEY = "https://onlinelibrary.wiley.com/doi/10.1002/jor.1100150407"
DOI = "https://doi.org/10.1002/JOR.1100150407"
SPRINGER = "https://link.springer.com/article/10.1007/s11263-015-0816-y"
FREE = "https://creativecommons.org/licenses/by/4.0"
WORK: dict[str, Any] = {
    "DOI": "10.1002/jor.1100150407",
    "type": "journal-article",
    "title": ["Growth hormone secretagogue increases <i>muscle</i> strength"],
    "subtitle": ["A study"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Twenty beagles (p &lt; 0.001).</jats:p>",
    "author": [
        {"given": "Richard L.", "family": "Lieber", "sequence": "first"},
        {"family": "Stravopodis"},
        {"name": "The Beagle Group"},
    ],
    "container-title": ["Journal of Orthopaedic Research"],
    "publisher": "Wiley",
    "published": {"date-parts": [[1997, 7]]},
    "license": [
        {"URL": "https://www.elsevier.com/tdm/userlicense/1.0/", "content-version": "tdm"},
        {"URL": "http://onlinelibrary.wiley.com/termsAndConditions#vor", "content-version": "vor"},
    ],
}


def items(*works: object) -> dict[str, object]:
    """The answer to a filter."""
    return {"status": "ok", "message-type": "work-list", "message": {"total-results": len(works), "items": works}}


def test_requests_asks_for_many_at_once() -> None:
    """The filter repeated is any of them; two addresses of one DOI are one question."""
    request = asked(CROSSREF, WILEY, DOI, SPRINGER)
    assert request.url.startswith(
        "https://api.crossref.org/works?filter=doi:10.1002%2Fjor.1100150407,doi:10.1007%2Fs11263-015-0816-y&rows=2&select="
    )


def test_requests_asks_for_a_doi_with_a_comma_by_itself() -> None:
    """In a filter it would be two; its own address takes it, and gives one work."""
    odd = "https://doi.org/10.1000/a,b"
    one, many = CROSSREF.requests([odd, DOI], NO_KEYS)
    assert (one.url, one.targets) == ("https://api.crossref.org/works/10.1000%2Fa%2Cb", (odd,))
    assert many.targets == (DOI,)
    answer = {"message-type": "work", "message": WORK | {"DOI": "10.1000/A,b"}}
    assert status_of(heard(CROSSREF, [odd], answer)[odd]) == 200


def test_requests_asks_for_elseviers_articles_by_elseviers_names() -> None:
    """They stand beside the DOI; two filters would be both of them, so that it is a question of its own."""
    direct = "https://www.sciencedirect.com/science/article/pii/S0197458010001508"
    dois, piis = CROSSREF.requests([direct, DOI], NO_KEYS)
    assert (dois.targets, piis.targets) == ((DOI,), (direct,))
    assert piis.url.startswith("https://api.crossref.org/works?filter=alternative-id:S0197458010001508&rows=1&select=")
    found = heard(CROSSREF, [direct], items(WORK | {"alternative-id": ["S0197458010001508"]}))[direct]
    assert (status_of(found), word_of(found)) == (200, "says that its DOI is registered")
    assert found.metadata
    assert found.metadata.identifiers == {"doi": "10.1002/jor.1100150407"}


@pytest.mark.parametrize("url", ["https://doi.org/10.5281/zenodo.1", "https://arxiv.org/abs/1706.03762"])
def test_takes_only_what_it_may_have(url: str) -> None:
    """DataCite's DOIs are asked for there."""
    assert not CROSSREF.takes(url, NO_KEYS)


def test_read_tells_all_that_crossref_says() -> None:
    """Without JATS, and with names given name first."""
    metadata = told(CROSSREF, DOI, items(WORK))
    assert metadata.title == "Growth hormone secretagogue increases muscle strength: A study"
    assert metadata.abstract == "Twenty beagles (p < 0.001)."
    assert metadata.authors == ("Richard L. Lieber", "Stravopodis", "The Beagle Group")
    assert (metadata.published, metadata.kind) == ("1997-07", Kind.PAPER)
    assert metadata.site == "Journal of Orthopaedic Research"
    assert metadata.identifiers == {"doi": "10.1002/jor.1100150407"}
    assert metadata.licence == "http://onlinelibrary.wiley.com/termsAndConditions#vor"
    assert metadata.state == {}


def test_read_settles_what_stands_behind_a_wall_and_leaves_the_rest_to_its_page() -> None:
    """A registered DOI says all that can be known of a publisher who shows crawlers nothing."""
    unknown = "https://doi.org/10.1000/unknown"
    found = heard(CROSSREF, [WILEY, DOI, SPRINGER, unknown], items(WORK, WORK | {"DOI": "10.1007/S11263-015-0816-Y"}))
    assert [status_of(found[target]) for target in (WILEY, DOI, SPRINGER, unknown)] == [200, 200, None, None]
    assert word_of(found[WILEY]) == "says that its DOI is registered"
    assert found[SPRINGER].metadata
    assert found[unknown].metadata is None


def test_read_leaves_open_what_crossref_does_not_have() -> None:
    """Another register may have it."""
    found = heard(CROSSREF, [DOI], b"Resource not found.", status=404)[DOI]
    assert (found.observation, found.metadata) == (None, None)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"updated-by": [{"type": "retraction", "DOI": "10.1000/notice"}]}, {"retracted": "true"}),
        ({"updated-by": [{"type": "withdrawal", "DOI": "10.1000/notice"}]}, {"withdrawn": "true"}),
        ({"updated-by": [{"type": "erratum", "DOI": "10.1000/notice"}]}, {}),
        ({"update-to": [{"type": "retraction", "DOI": "10.1002/JOR.1100150407"}]}, {"retracted": "true"}),
        ({"update-to": [{"type": "retraction", "DOI": "10.1000/another"}]}, {}),
        ({"title": ["RETRACTED: Growth hormone"]}, {"retracted": "true"}),
        ({"relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/b"}]}}, {"published_as": "10.1000/b"}),
        ({"relation": {"is-preprint-of": [{"id-type": "uri", "id": "https://a.example"}]}}, {}),
    ],
)
def test_read_knows_what_became_of_it(more: dict[str, Any], state: dict[str, str]) -> None:
    """A notice of retraction is itself no retracted paper."""
    assert state_of(heard(CROSSREF, [DOI], items(WORK | more))[DOI]) == state


def test_read_keeps_the_version_of_a_preprint() -> None:
    """And takes the site from where preprints have it."""
    preprint = "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full"
    work = {"DOI": "10.1101/2020.01.01.123456", "type": "posted-content", "posted": {"date-parts": [[2020, 1, 2]]}}
    metadata = told(CROSSREF, preprint, items(work | {"group-title": "Neuroscience"}))
    assert (metadata.published, metadata.site, metadata.state) == ("2020-01-02", "Neuroscience", {"version": "2"})


@pytest.mark.parametrize(
    ("more", "licence"),
    [
        ({"license": [*WORK["license"], {"URL": FREE, "content-version": "am"}]}, FREE),
        ({"license": WORK["license"][:1]}, None),
        ({"license": None}, None),
    ],
)
def test_read_takes_no_licence_for_text_mining(more: dict[str, Any], licence: str | None) -> None:
    """It is a reader's of another kind."""
    assert told(CROSSREF, DOI, items(WORK | more)).licence == licence


@pytest.mark.parametrize("parts", [[[None]], [[2015, None]], [[0]], [[2015, 13]], [], None, [["2015"]]])
def test_read_makes_no_day_of_half_a_date(parts: object) -> None:
    """`[[null]]` is how Crossref says that it does not know."""
    assert told(CROSSREF, DOI, items(WORK | {"published": {"date-parts": parts}})).published is None


@pytest.mark.parametrize(
    ("status", "answer"),
    [(429, {}), (503, b"Resource not found."), (404, b"<html>"), (400, {"status": "failed"}), (200, {"message": {}})],
)
def test_read_says_nothing_of_what_is_no_answer(status: int, answer: object) -> None:
    """The next one is asked."""
    assert heard(CROSSREF, [DOI], answer, status) == {}


NAMES = (
    "DOI type title subtitle abstract author given family name container-title license URL "
    "content-version published issued date-parts updated-by update-to relation language alternative-id "
    "container-title is-preprint-of id publisher group-title"
)


@given(junk(NAMES, "retraction"))
def test_read_is_total(value: Any) -> None:
    """Whatever came."""
    work = value | {"DOI": "10.1002/jor.1100150407"} if isinstance(value, dict) else value
    for answer in (value, {"message": value}, items(value), items(work), {"message": work}):
        assert fits(heard(CROSSREF, [DOI, SPRINGER], answer).values())
