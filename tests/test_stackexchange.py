"""The API of Stack Exchange, in the shapes that it is recorded to give."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.stackexchange import StackExchange
from crawler.gather.resolvers.stackexchange_question import StackExchangeQuestion
from crawler.model import Kind
from tests.desks import KEYS, NO_KEYS, asked, heard, one, says, shaken, status_of

API = StackExchange()
OF_ANSWERS = StackExchangeQuestion()
QUESTION = "https://stats.stackexchange.com/questions/421935/what-exactly-are-keys"
ANSWER = "https://stats.stackexchange.com/a/424127"
ROW: dict[str, Any] = {
    "owner": {"display_name": "Se&#241;or O"},
    "last_activity_date": 1700000000,
    "creation_date": 1565700000,
    "question_id": 421935,
    "title": "What are &quot;keys&quot; &amp; queries?",
    "body": "<p>How should one <em>understand</em> them?</p>\n<pre><code>q @ k</code></pre>",
    "content_license": "CC BY-SA 4.0",
}


def test_requests_asks_for_a_hundred_of_a_site_at_once() -> None:
    """Questions and answers are lists of their own, and so is each site."""
    many = [f"https://stackoverflow.com/q/{number}" for number in range(1, 102)]
    requests = asked(API, *many, QUESTION, ANSWER, keys=KEYS)
    assert [len(request.targets) for request in requests] == [100, 1, 1, 1]
    assert requests[2].url == (
        "https://api.stackexchange.com/2.3/questions/421935?site=stats&filter=withbody&pagesize=100&key=se-canary"
    )
    assert "/answers/424127?site=stats&" in requests[3].url
    assert all("key=" not in request.url for request in asked(API, QUESTION))


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("https://stackoverflow.com/questions/1/a/2#2", "answers/2?site=stackoverflow&"),
        ("https://stackoverflow.com/questions/1?answertab=votes", "questions/1?site=stackoverflow&"),
        ("https://www.superuser.com/q/1/99", "questions/1?site=superuser&"),
        ("https://mathoverflow.net/questions/5", "questions/5?site=mathoverflow.net&"),
        ("https://math.meta.stackexchange.com/q/5", "questions/5?site=math.meta&"),
        ("https://meta.stackexchange.com/q/5", "questions/5?site=meta&"),
        ("https://ru.stackoverflow.com/q/5", "questions/5?site=ru.stackoverflow&"),
        ("https://stackoverflow.com/users/5", None),
        ("https://stackoverflow.com/", None),
        ("https://chat.stackexchange.com/a/5", None),
        ("https://stackexchange.com/q/5", None),
        ("https://stackoverflow.com/q/12345678901", None),
    ],
)
def test_takes_questions_and_answers_of_all_sites(url: str, asks: str | None) -> None:
    """In each form of their addresses, and nothing else of these hosts."""
    assert API.takes(url, NO_KEYS) == bool(asks)
    urls = [request.url for request in API.requests([url], NO_KEYS)]
    assert (asks in urls[0]) if asks else not urls


def test_read_tells_what_is_there_and_what_is_not() -> None:
    """Text comes without entities, tags and code; an id that is not among the items was deleted."""
    gone = "https://stats.stackexchange.com/q/9"
    (request,) = asked(API, QUESTION, gone)
    found = heard(API, says(request, {"items": [ROW], "has_more": False, "quota_remaining": 291}))
    assert {target: status_of(each) for target, each in found.items()} == {QUESTION: 200, gone: 404}
    told = found[QUESTION].metadata
    assert told
    assert (told.title, told.abstract) == ('What are "keys" & queries?', "How should one understand them?")
    assert (told.authors, told.published, told.modified) == (("Señor O",), "2019-08-13", "2023-11-14")
    assert (told.kind, told.site, told.licence) == (Kind.QUESTION, "stats.stackexchange.com", "CC-BY-SA-4.0")


def test_read_knows_an_answer_by_its_own_number() -> None:
    """It names its question as well, which is another number."""
    assert status_of(one(API, ANSWER, {"items": [{"answer_id": 424127, "question_id": 421935}]})) == 200
    assert status_of(one(API, ANSWER, {"items": [{"answer_id": 1, "question_id": 424127}]})) == 404


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"error_id": 502, "error_name": "throttle_violation"}, 400),
        ({"error_id": 500, "items": []}, 200),
        ({"items": [], "has_more": True}, 200),
        ({"items": "none"}, 200),
        (b"<title>Just a moment...</title>", 200),
    ],
)
def test_read_has_nothing_to_say_when_the_reply_is_of_no_use(said: object, status: int) -> None:
    """Errors, parts of a list and walls say nothing of a question."""
    assert one(API, QUESTION, said, status) is None


@given(shaken({"items": [ROW], "has_more": False}))
def test_read_is_total(said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    one(API, QUESTION, said)


def test_read_passes_over_what_it_would_not_have_asked() -> None:
    """A target of another host is not told of."""
    (request,) = asked(API, QUESTION)
    stray = type(request)(url=request.url, targets=("https://a.example/",))
    assert heard(API, says(stray, {"items": [ROW]})) == {}


def test_question_of_an_answer_gives_it_a_title() -> None:
    """One request an answer, since the reply does not say whose question it is; of the answer nothing is said."""
    requests = asked(OF_ANSWERS, ANSWER, "https://stats.stackexchange.com/a/7", keys=KEYS)
    assert [request.url for request in requests] == [
        "https://api.stackexchange.com/2.3/answers/424127/questions?site=stats&key=se-canary",
        "https://api.stackexchange.com/2.3/answers/7/questions?site=stats&key=se-canary",
    ]
    found = one(OF_ANSWERS, ANSWER, {"items": [ROW]})
    assert found
    assert found.metadata
    assert (found.observation, found.metadata.title, found.metadata.abstract) == (
        None,
        'What are "keys" & queries?',
        None,
    )


def test_question_of_an_answer_is_not_asked_of_a_question() -> None:
    """It has a title of its own."""
    assert not OF_ANSWERS.takes(QUESTION, NO_KEYS)


@pytest.mark.parametrize("items", [[], [ROW, ROW], [{"title": 7}], [None]])
def test_question_of_an_answer_has_no_title_when_it_is_not_certain(items: object) -> None:
    """None, or more than one: the answer is asked about no further by this one."""
    found = one(OF_ANSWERS, ANSWER, {"items": items})
    assert found
    assert (found.observation, found.metadata) == (None, None)


@pytest.mark.parametrize(("said", "status"), [({"error_id": 502, "items": []}, 200), ({"items": 1}, 200), (b"", 500)])
def test_question_of_an_answer_is_left_open_when_the_reply_is_of_no_use(said: object, status: int) -> None:
    """As with the answers themselves."""
    assert one(OF_ANSWERS, ANSWER, said, status) is None


@given(shaken({"items": [ROW], "has_more": False}))
def test_question_of_an_answer_is_total(said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    one(OF_ANSWERS, ANSWER, said)
