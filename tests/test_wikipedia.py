"""The API of MediaWiki, in the shapes that it is recorded to give."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.wikipedia import Wikipedia
from crawler.model import Kind
from tests.desks import NO_KEYS, asked, heard, one, says, shaken, status_of

API = Wikipedia()
LSTM = "https://en.wikipedia.org/wiki/LSTM"
PAGE: dict[str, Any] = {
    "pageid": 10711453,
    "ns": 0,
    "title": "Long short-term memory",
    "extract": "Long short-term memory (LSTM) is a type of\nrecurrent neural network.",
    "thumbnail": {"source": "https://upload.wikimedia.org/a.png"},
    "revisions": [{"timestamp": "2024-05-01T00:00:00Z"}],
    "pageprops": {},
}


def query(*pages: dict[str, Any], **steps: dict[str, str]) -> dict[str, Any]:
    """A reply: the steps that titles took, and the pages that they led to."""
    taken = {name: [{"from": a, "to": b} for a, b in pairs.items()] for name, pairs in steps.items()}
    return {"batchcomplete": True, "query": {**taken, "pages": list(pages)}}


def test_requests_asks_for_twenty_titles_of_a_wiki_at_once() -> None:
    """So many introductions come with one reply; one page under two addresses is asked for once."""
    many = [f"https://en.wikipedia.org/wiki/P{number}" for number in range(21)]
    requests = asked(API, *many, "https://en.m.wikipedia.org/wiki/P0", "https://de.wikipedia.org/wiki/Z%C3%BCrich")
    assert [len(request.targets) for request in requests] == [21, 1, 1]
    assert requests[2].url.startswith("https://de.wikipedia.org/w/api.php?action=query&format=json&formatversion=2&")
    assert requests[2].url.endswith("&titles=Z%C3%BCrich")
    assert requests[0].url.count("%7CP") == 19


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://en.wikipedia.org/wiki/Attention_(machine_learning)#History", True),
        ("https://simple.wikipedia.org/wiki/A", True),
        ("https://zh-min-nan.wikipedia.org/wiki/A", True),
        ("https://commons.wikimedia.org/wiki/File:A.png", True),
        ("https://en.wiktionary.org/wiki/a?useskin=x", True),
        ("https://en.wikipedia.org/w/index.php?title=A", True),
        ("https://en.wikipedia.org/w/index.php?title=A&action=history", False),
        ("https://en.wikipedia.org/wiki/A?oldid=1", False),
        ("https://en.wikipedia.org/wiki/", False),
        ("https://en.wikipedia.org/wiki/Special:Search", False),
        ("https://en.wikipedia.org/wiki/A%7CB", False),
        ("https://en.wikipedia.org/wiki/" + "A" * 256, False),
        ("https://en.wikipedia.org/", False),
        ("https://www.wikipedia.org/wiki/A", False),
        ("https://en.wikipedia.org.evil.example/wiki/A", False),
    ],
)
def test_takes_pages_by_their_titles(url: str, taken: bool) -> None:
    """Of every language and sister; old versions and what no page may be called are left to the page."""
    assert API.takes(url, NO_KEYS) == taken


def test_read_goes_after_titles_to_their_pages() -> None:
    """Normalized, converted, redirected: each target gets the page that its own title became."""
    plain, gone = "https://en.wikipedia.org/wiki/Long_short-term_memory", "https://en.wikipedia.org/wiki/Nobody%27s"
    lower = "https://en.wikipedia.org/wiki/lSTM"
    (request,) = asked(API, LSTM, plain, lower, gone)
    missing = {"ns": 0, "title": "Nobody's", "missing": True}
    said = query(PAGE, missing, normalized={"lSTM": "LSTM"}, redirects={"LSTM": "Long short-term memory"})
    found = heard(API, says(request, said))
    assert {target: status_of(each) for target, each in found.items()} == {LSTM: 200, plain: 200, lower: 200, gone: 404}
    looks = [found[target].observation for target in (LSTM, plain)]
    assert [look and (look.detail, look.redirects) for look in looks] == [
        ("goes on to the page Long short-term memory", ()),
        ("", ()),
    ]


def test_read_tells_of_a_page() -> None:
    """Its introduction, in one line, and the day of its last change."""
    found = one(API, LSTM, query(PAGE, redirects={"LSTM": "Long short-term memory"}))
    assert found
    told = found.metadata
    assert told
    assert told.abstract == "Long short-term memory (LSTM) is a type of recurrent neural network."
    assert (told.title, told.modified, told.kind, told.site) == (PAGE["title"], "2024-05-01", Kind.ENTRY, "Wikipedia")
    assert (told.language, told.canonical) == ("en", "https://en.wikipedia.org/wiki/Long_short-term_memory")


def test_read_keeps_a_file_that_lies_in_the_common_store() -> None:
    """It is missing in this wiki, and known; the older form of the reply lists pages by number."""
    url = "https://en.wikipedia.org/wiki/File:Stones_members.jpg"
    page = {"ns": 6, "title": "File:Stones members.jpg", "missing": "", "known": "", "imagerepository": "shared"}
    assert status_of(one(API, url, {"query": {"pages": {"-1": page}}})) == 200
    del page["known"]
    assert status_of(one(API, url, {"query": {"pages": {"-1": page}}})) == 404


def test_read_says_so_when_a_title_means_several_things() -> None:
    """Such a page is there, and is a list."""
    page = {"title": "LSTM", "pageprops": {"disambiguation": ""}}
    found = one(API, LSTM, query(page))
    assert found
    assert found.observation
    assert (found.observation.status, found.observation.detail) == (200, "says that its title may mean several things")


def test_read_knows_a_wiki_without_a_language() -> None:
    """Then it has none, and is called by its host."""
    found = one(API, "https://meta.wikimedia.org/wiki/A", query({"title": "A"}))
    assert found
    assert found.metadata
    assert (found.metadata.language, found.metadata.site) == (None, "meta.wikimedia.org")


@pytest.mark.parametrize(
    ("said", "status", "result"),
    [
        (query({"title": "LSTM", "invalid": True}), 200, "open"),
        (query({"title": "LSTM", "special": True}), 200, "open"),
        (query(), 200, None),
        ({"error": {"code": "maxlag"}}, 200, None),
        (query(PAGE), 429, None),
        (b"<html>", 200, None),
    ],
)
def test_read_has_little_to_say_when_the_reply_is_of_no_use(said: object, status: int, result: str | None) -> None:
    """What is no page of the wiki is left open; an error, or a page that is not told of, says nothing."""
    assert status_of(one(API, LSTM, said, status)) == result


@given(shaken(query(PAGE | {"title": "LSTM"}, normalized={"a": "b"}, redirects={"LSTM": "LSTM"})))
def test_read_is_total(said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    one(API, LSTM, said)


def test_read_passes_over_what_it_would_not_have_asked() -> None:
    """A target of another host is not told of."""
    (request,) = asked(API, LSTM)
    stray = type(request)(url=request.url, targets=("https://a.example/",))
    assert heard(API, says(stray, query(PAGE))) == {}
