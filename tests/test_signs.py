"""What one answer speaks for: every status that RFC 9110 knows and some that it does not, each with its reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge import signs
from crawler.judge.signs import Sign, may_be_final, told
from crawler.model import ErrorKind, Observation
from tests.histories import look, observations

STATUSES: list[tuple[int, Sign, str]] = [
    (200, Sign.GOOD, "RFC 9110, 15.3.1"),
    (201, Sign.GOOD, "15.3.2: odd for a GET, but it is a success"),
    (202, Sign.GOOD, "15.3.3: its content says how things stand; without any it is a mark of the reader's"),
    (203, Sign.GOOD, "15.3.4: the page, changed by a proxy on the way"),
    (204, Sign.GOOD, "15.3.5: done, and there is nothing to show; nothing speaks against it"),
    (205, Sign.GOOD, "15.3.6: as 204, for a form that was sent"),
    (206, Sign.GOOD, "15.3.7: a part of the page, though the whole was asked for; the page is there"),
    (226, Sign.GOOD, "RFC 3229, 10.4.1: nobody asked for that, but a class is to be understood (RFC 9110, 15)"),
    (299, Sign.GOOD, "15: an unknown status counts as the x00 of its class"),
    (100, Sign.TROUBLE, "15.2: an interim answer, and no other"),
    (300, Sign.TROUBLE, "15.4.1: a choice; also what Apache offers for a misspelt address, so no proof of the page"),
    (301, Sign.TROUBLE, "15.4.2: a redirect that could not be followed"),
    (304, Sign.GOOD, "15.4.5: what was read before still holds; without validators the reader calls it an error"),
    (305, Sign.TROUBLE, "15.4.6: deprecated, and dangerous to follow"),
    (400, Sign.TROUBLE, "15.5.1: it does not understand us"),
    (401, Sign.WALL, "15.5.2"),
    (402, Sign.WALL, "15.5.3: reserved, and used by pay walls"),
    (403, Sign.WALL, "15.5.4: it understood, and will not; why is not said"),
    (404, Sign.GONE, "15.5.5"),
    (405, Sign.TROUBLE, "15.5.6: the resource is there, but has no GET"),
    (406, Sign.WALL, "15.5.7: everything was acceptable, so that is no reason"),
    (407, Sign.WALL, "15.5.8"),
    (408, Sign.TROUBLE, "15.5.9"),
    (409, Sign.TROUBLE, "15.5.10"),
    (410, Sign.GONE, "15.5.11"),
    (412, Sign.WALL, "15.5.13: no condition was made that could fail, or not one that a GET fails by"),
    (418, Sign.WALL, "RFC 2324, and IEEE's word for crawlers"),
    (421, Sign.TROUBLE, "15.5.20"),
    (425, Sign.TROUBLE, "RFC 8470, 5.2"),
    (429, Sign.WALL, "RFC 6585, 4; tried more than once, as slowly as it asks"),
    (451, Sign.WALL, "RFC 7725: for some places it may be there"),
    (500, Sign.TROUBLE, "15.6"),
    (503, Sign.TROUBLE, "15.6.4"),
    (520, Sign.TROUBLE, "Cloudflare's word for an origin that it does not understand"),
    (999, Sign.WALL, "LinkedIn's word for crawlers"),
]
"""Status, what it speaks for, and why: sections are of RFC 9110 where no other is named."""


@pytest.mark.parametrize(("status", "sign", "why"), STATUSES)
def test_told_knows_each_status(status: int, sign: Sign, why: str) -> None:
    """A status by itself has one meaning, whose reason is written beside it, and words that name it."""
    found, words = told(look(1, status=status))
    assert found is sign, why
    assert str(status) in words


SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({"status": 403}, "403, with no sign of who turned it away"),
    ({"status": 403, "headers": {"server": "nginx"}}, "403, with no sign of who turned it away"),
    (
        {"status": 403, "headers": {"server": "AkamaiGHost"}},
        "403, from behind Akamai, with no sign of who turned it away",
    ),
    (
        {"status": 406, "headers": {"server": "Vercel"}},
        "406, although any format would do: from behind Vercel, with no sign of who turned it away",
    ),
    ({"status": 404, "headers": {"server": "cloudflare"}}, "404"),
    ({"status": 401}, "401, without a word on how to sign in"),
    ({"status": 401, "headers": {"www-authenticate": "Basic"}}, "401: it asks for a password"),
    ({"status": 429}, "429: too many requests, however slowly it is asked"),
    ({"status": 429, "headers": {"retry-after": "9"}}, "429: too many requests, and it asks to come back later"),
    ({"status": 503}, "503"),
    ({"status": 503, "headers": {"retry-after": "9"}}, "503: it asks to come back later"),
    ({"status": 500, "headers": {"retry-after": "9"}}, "500"),
    ({"status": 403, "marks": ("wall:akamai",)}, "403 with a wall for crawlers (akamai)"),
    ({"status": 200, "marks": ("empty:youtube", "wall:x")}, "200 with a wall for crawlers (x)"),
    ({"marks": ("challenge",)}, "it answers with a wall for crawlers"),
    (
        {"status": 200, "marks": ("wall:login",)},
        "200 with a page to sign in on in place of the one that was asked for",
    ),
    (
        {"status": 200, "marks": ("wall:consent",)},
        "200 with a page that asks for consent in place of the one that was asked for",
    ),
    ({"status": 403, "marks": ("wall:rate-limit",)}, "403 with a limit that is used up"),
    (
        {"error": ErrorKind.RESET, "marks": ("wall:medium",)},
        "no answer, as this host gives crawlers none (medium)",
    ),
    ({"error": ErrorKind.RESET}, "the host hangs up on crawlers, while it answers others"),
    ({"error": ErrorKind.RESET, "host_answered": False}, "nothing listens there (hangs up at once)"),
    (
        {"error": ErrorKind.HOST_DOWN, "detail": "throttled"},
        "its host answers nothing but 429 and 503, and was left alone",
    ),
]


@pytest.mark.parametrize(("facts", "words"), SENTENCES)
def test_told_says_what_is_known_and_no_more(facts: dict[str, Any], words: str) -> None:
    """The words for one look: who it was, if anything tells that; what it asks for; whose network it is behind."""
    assert told(look(1, **facts))[1] == words


@pytest.mark.parametrize("error", [ErrorKind.TLS, ErrorKind.TIMEOUT, ErrorKind.CONNECT_TIMEOUT, ErrorKind.REFUSED])
def test_told_calls_no_other_silence_a_wall(error: ErrorKind) -> None:
    """Some crawlers are refused by a TLS alert or by silence, but so is everybody by a fault."""
    assert told(look(1, error=error))[0] is Sign.TROUBLE


@given(observations(), st.sampled_from(["wall:cloudflare", "wall:login", "wall:a-new-one"]))
def test_told_takes_a_wall_for_a_wall_whatever_else_is_there(seen: Observation, mark: str) -> None:
    """No status and no error turns a wall into something else, so a wall is never a strike."""
    walled = look(1, status=seen.status, error=seen.error, detail=seen.detail, headers=seen.headers, marks=(mark,))
    assert told(walled)[0] is Sign.WALL


def test_may_be_final_waits_for_a_host_that_says_it_will_be_back() -> None:
    """A 503 that never ends is the end, but not with Retry-After; nor is any wall, or what is there for others."""
    later = {"retry-after": "120"}
    assert may_be_final(look(1, status=503))
    assert not may_be_final(look(1, status=503, headers=later))
    assert may_be_final(look(1, status=500, headers=later))
    unfinished = [status for status, sign, _ in STATUSES if sign is Sign.WALL or status in (300, 405)]
    assert not any(may_be_final(look(1, status=status)) for status in unfinished)


def test_every_status_of_the_table_has_its_reason() -> None:
    """A status that is added to the table must be given a reason here."""
    assert set(signs._STATUSES) <= {status for status, _, _ in STATUSES}


@pytest.mark.parametrize(
    ("detail", "sign"), [("robots.txt answers 503", Sign.TROUBLE), ("robots.txt answers 429", Sign.WALL)]
)
def test_told_reads_a_robots_txt_that_fails_as_the_host_failing(detail: str, sign: Sign) -> None:
    """A host that answers nothing but 5xx turns nobody away; one that is asked too often does."""
    assert told(look(1, error=ErrorKind.ROBOTS_UNREACHABLE, detail=detail))[0] is sign
