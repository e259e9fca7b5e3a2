"""The API of the Hugging Face Hub, in the shapes that it is recorded to give."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.resolvers.huggingface import HuggingFace
from crawler.gather.resolvers.huggingface_card import HuggingFaceCard
from crawler.model import Kind
from tests.desks import KEYS, NO_KEYS, asked, fits, heard, home_of, one, says, shaken, status_of

API, CARD = HuggingFace(), HuggingFaceCard()
MODEL = "https://huggingface.co/google/vit-base"
SPACE = "https://huggingface.co/spaces/a/demo"
PAPER = "https://huggingface.co/papers/1706.03762"
RECORD: dict[str, Any] = {
    "id": "google/vit-base",
    "author": "google",
    "createdAt": "2022-03-02T23:29:05.000Z",
    "lastModified": "2023-09-05T15:27:12.000Z",
    "private": False,
    "gated": False,
    "disabled": False,
    "description": "A set of pictures.",
    "tags": ["arxiv:2010.11929", "doi:10.57967/hf/0042"],
    "cardData": {"license": "apache-2.0", "language": ["en"]},
    "runtime": {"stage": "RUNNING"},
}


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        (MODEL, "/api/models/google/vit-base?expand=author&"),
        (f"{MODEL}/tree/main", "/api/models/google/vit-base?"),
        ("https://huggingface.co/datasets/a/b", "/api/datasets/a/b?"),
        (SPACE, "/api/spaces/a/demo?"),
        ("https://hf.co/a/b", "/api/models/a/b?"),
        (PAPER, "/api/papers/1706.03762"),
        ("https://huggingface.co/papers/trending", None),
        ("https://huggingface.co/gpt2", None),
        ("https://huggingface.co/datasets/squad", "/api/datasets/squad?"),
        ("https://huggingface.co/blog/annotated-diffusion", None),
        ("https://huggingface.co/docs/transformers", None),
        (f"{MODEL}/blob/main/README.md", None),
        ("https://huggingface.co/a/..%2Fb", None),
        ("https://huggingface.co/", None),
        ("https://a.example/a/b", None),
    ],
)
def test_takes_repositories_and_papers(url: str, asks: str | None) -> None:
    """Not what is below them, and not the Hub's own pages."""
    assert API.takes(url, NO_KEYS) == bool(asks)
    urls = [request.url for request in API.requests([url], NO_KEYS)]
    assert (asks in urls[0]) if asks else not urls


def test_requests_keeps_the_token_in_a_header() -> None:
    """It stands in no URL; without one there is no header."""
    (request,), (bare,) = asked(API, MODEL, keys=KEYS), asked(API, MODEL)
    assert request.call
    assert bare.call
    assert (request.call.headers, bare.call.headers) == ((("Authorization", "Bearer hf-canary"),), ())
    assert "hf-canary" not in request.url


def test_read_tells_of_a_model() -> None:
    """Its own DOI and licence; the paper among its tags is another work."""
    found = one(API, MODEL, RECORD)
    assert found
    told = found.metadata
    assert told
    assert (status_of(found), told.title, told.authors, told.kind) == (200, "google/vit-base", ("google",), Kind.MODEL)
    assert (told.published, told.modified, told.licence) == ("2022-03-02", "2023-09-05", "Apache-2.0")
    assert (told.identifiers, told.language, told.state) == ({"doi": "10.57967/hf/0042"}, "en", {"stage": "RUNNING"})
    assert found.observation
    assert found.observation.redirects == ()


@pytest.mark.parametrize(
    ("record", "state"),
    [
        ({"gated": "manual"}, {"restricted": "gated"}),
        ({"disabled": True}, {"disabled": "true"}),
        ({"runtime": {"stage": "PAUSED"}}, {"stage": "PAUSED"}),
        ({"runtime": {"stage": "<b>"}}, {}),
    ],
)
def test_read_tells_in_what_state_a_repository_is(record: dict[str, Any], state: dict[str, str]) -> None:
    """It is there all the same."""
    found = one(API, MODEL, {"id": "google/vit-base", **record})
    assert found
    assert found.metadata
    assert (status_of(found), found.metadata.state) == (200, state)


def test_read_tells_nothing_of_what_only_our_token_sees() -> None:
    """A private repository is private: neither its title nor its text goes into a report."""
    found = one(API, MODEL, {"id": "google/secret-plans", "private": True, "cardData": {"title": "Secret plans"}})
    assert found
    assert (status_of(found), found.metadata, home_of(found)) == (403, None, None)


@pytest.mark.parametrize(("stage", "words"), [("PAUSED", "says that its demo is paused"), ("SLEEPING", "")])
def test_read_says_of_a_space_that_it_rests(stage: str, words: str) -> None:
    """One that sleeps wakes up for a visitor."""
    card = {"title": "A demo", "short_description": "Draws cats.", "language": ["en", "de"]}
    found = one(API, SPACE, {"id": "a/demo", "runtime": {"stage": stage}, "cardData": card})
    assert found
    assert found.observation
    assert found.metadata
    assert (found.observation.status, found.observation.detail) == (200, words)
    assert (found.metadata.title, found.metadata.abstract, found.metadata.language) == ("A demo", "Draws cats.", None)


@pytest.mark.parametrize(
    ("target", "name", "home"),
    [
        ("https://huggingface.co/a/old", "b/new", "https://huggingface.co/b/new"),
        (SPACE, "a/new", "https://huggingface.co/spaces/a/new"),
        (MODEL, "Google/ViT-base", None),
        (MODEL, "a/b/../c", None),
        (MODEL, "javascript:alert(1)", None),
    ],
)
def test_read_tells_where_a_repository_has_moved(target: str, name: str, home: str | None) -> None:
    """The API goes after a new name; what is no name leads nowhere."""
    found = one(API, target, {"id": name})
    assert found
    assert found.observation
    assert [hop.url for hop in found.observation.redirects] == ([home] if home else [])


@pytest.mark.parametrize(
    ("target", "status", "headers", "result"),
    [
        (MODEL, 404, {"x-error-code": "RepoNotFound"}, 404),
        (MODEL, 401, {"x-error-code": "RepoNotFound"}, 404),
        (MODEL, 403, {"x-error-code": "GatedRepo"}, 200),
        (MODEL, 401, {}, 403),
        (MODEL, 401, {"x-error-message": "Invalid credentials in Authorization header"}, None),
        (MODEL, 403, {"x-error-message": "Access to this resource is disabled."}, 403),
        (MODEL, 403, {}, None),
        (MODEL, 404, {}, "open"),
        (MODEL, 429, {}, None),
        (PAPER, 404, {}, "open"),
        (PAPER, 401, {}, None),
        (PAPER, 503, {}, None),
    ],
)
def test_read_goes_by_the_code_of_a_refusal(target: str, status: int, headers: dict[str, str], result: object) -> None:
    """401 alone is absent or private; a token that is not taken, and an index that lacks a paper, say nothing."""
    assert status_of(one(API, target, {"error": "no"}, status, headers=headers)) == result


def test_read_tells_of_a_paper() -> None:
    """The summary is that of the paper."""
    said = {"id": "1706.03762", "title": "Attention", "summary": "We\npropose.", "authors": [{"name": "A. V."}, {}]}
    found = one(API, PAPER, said | {"publishedAt": "2017-06-12T17:57:34.000Z"})
    assert found
    told = found.metadata
    assert told
    assert (told.title, told.abstract, told.authors) == ("Attention", "We propose.", ("A. V.",))
    assert (told.published, told.kind, told.identifiers) == ("2017-06-12", Kind.PAPER, {"arxiv": "1706.03762"})


@given(st.sampled_from([MODEL, SPACE, PAPER]), shaken(RECORD | {"authors": [{"name": "A"}]}))
def test_read_is_total(target: str, said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    assert fits([one(API, target, said)])


def test_read_passes_over_what_it_would_not_have_asked() -> None:
    """A target of another host is not told of."""
    (request,) = asked(API, MODEL)
    stray = type(request)(url=request.url, targets=("https://a.example/",))
    assert heard(API, says(stray, RECORD)) == {}


def test_card_asks_for_the_readme() -> None:
    """Of repositories, without the token: what anybody may read."""
    requests = asked(CARD, MODEL, SPACE, keys=KEYS)
    assert [request.url for request in requests] == [f"{MODEL}/raw/main/README.md", f"{SPACE}/raw/main/README.md"]
    assert requests[0].call
    assert requests[0].call.headers == ()
    assert not CARD.takes(PAPER, NO_KEYS)
    assert not CARD.takes("https://a.example/", NO_KEYS)
    assert all(request.call and not request.call.headers for request in asked(CARD, MODEL))


def test_card_tells_what_a_readme_says() -> None:
    """It is an abstract alone: whether the repository is there is asked elsewhere."""
    found = one(
        CARD, MODEL, "---\nlicense: mit\n---\n# ViT\n\nA transformer that reads pictures, patch by patch: é.".encode()
    )
    assert found
    assert found.metadata
    assert status_of(found) == "open"
    assert found.metadata.abstract == "A transformer that reads pictures, patch by patch: é."


@pytest.mark.parametrize(
    ("said", "status", "result"),
    [(b"", 200, "open"), (b"Entry not found", 404, "open"), (b"", 401, "open"), (b"", 429, None), (b"", 500, None)],
)
def test_card_leaves_a_repository_open(said: bytes, status: int, result: str | None) -> None:
    """One without a README, or with an empty one, has nothing more to say."""
    found = one(CARD, MODEL, said, status)
    assert status_of(found) == result
    assert found is None or found.metadata is None
