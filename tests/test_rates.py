"""What hosts say about how often they may be asked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.rates import pause_s, retry_after_s
from tests.gathering import START, answer, ask

ASK = ask("https://a.test/")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 17 ", 17.0),
        ("1.5", 1.5),
        ("Mon, 23 Nov 2026 12:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 13:01:00 +0100", 60.0),
        ("Monday, 23-Nov-26 12:00:10 GMT", 10.0),
        ("Mon Nov 23 12:00:05 2026", 5.0),
        ("Mon, 23 Nov 2020 12:01:00 GMT", 0.0),
        ("Mon, 23 Nov 99999999999 12:01:00 GMT", None),
        ("1e3", None),
        ("-5", None),
        ("٣", None),
        ("3s", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_s_reads_seconds_and_dates(value: str | None, seconds: float | None) -> None:
    """RFC 9110, 10.2.3: seconds, or a date in any of HTTP's three forms; anything else says nothing."""
    assert retry_after_s(value, START) == seconds


@given(st.text(max_size=40))
def test_retry_after_s_has_an_answer_for_every_text(value: str) -> None:
    """Nothing that a host sends raises, and nothing asks for less than no time."""
    seconds = retry_after_s(value, START)
    assert seconds is None or seconds >= 0


def test_pause_s_heeds_retry_after_where_it_means_something() -> None:
    """On 403, 429 and 503 it asks for patience; on a 200 it is noise."""
    assert [pause_s(answer(ASK, status, retry_after="9"), 120.0) for status in (403, 429, 503, 200)] == [9, 9, 9, None]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(START.timestamp()) + 30)}, 30.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": str(int(START.timestamp()) - 30)}, 0.0),
        ({"ratelimit_remaining": "0", "ratelimit_reset": "12"}, 12.0),
        ({"x_ratelimit_remaining": "3", "x_ratelimit_reset": "12"}, None),
        ({"x_ratelimit_remaining": "0"}, None),
        ({"x_ratelimit_reset": "12"}, None),
        ({"x_ratelimit_remaining": "none", "x_ratelimit_reset": "12"}, None),
        ({"ratelimit": '"api";r=0;t=25'}, 25.0),
        ({"ratelimit": '"pages";r=99;t=25'}, None),
        ({"ratelimit": "limit=10"}, None),
        ({"ratelimit": "limit=100, remaining=0, reset=50"}, 50.0),
        ({"ratelimit": '"burst";r=10;t=3, "day";r=0;t=60, "hour";r=0;t=9'}, 60.0),
        ({"x_ratelimit_remaining": "0", "x_ratelimit_reset": "999"}, 120.0),
    ],
)
def test_pause_s_reads_the_families_of_rate_headers(headers: dict[str, str], seconds: float | None) -> None:
    """GitHub's point in time, the others' span of seconds, the draft's structured field; capped."""
    assert pause_s(answer(ASK, 200, 0.0, **headers), 120.0) == seconds


def test_pause_s_prefers_retry_after_to_a_reset() -> None:
    """Where both are given, Retry-After is the more direct word."""
    reply = answer(ASK, 429, retry_after="2", x_ratelimit_remaining="0", x_ratelimit_reset="60")
    assert pause_s(reply, 120.0) == 2.0
    assert pause_s(answer(ASK, 429, retry_after=(START + timedelta(1)).strftime("%a, %d %b %Y %X GMT")), 120.0) == 120.0


@pytest.mark.parametrize(
    ("status", "body", "seconds"),
    [
        (200, b'{"items": [], "backoff": 10, "quota_remaining": 1}', 10.0),
        (400, b'{"error_message": "too many requests, more requests available in 82216 seconds"}', 120.0),
        (200, b'{"items": [{"body": "more requests available in 82216 seconds"}]}', None),
        (200, rb'{"items": [{"body": "\"backoff\": 10"}]}', None),
        (200, b"", None),
    ],
)
def test_pause_s_reads_the_body_of_stack_exchange(status: int, body: bytes, seconds: float | None) -> None:
    """Its API has no header for it; of another host, or within a question, the same words say nothing."""
    reply = replace(answer(ask("https://api.stackexchange.com/2.3/questions/1"), status), body=body)
    assert pause_s(reply, 120.0) == seconds
    assert pause_s(replace(reply, request=ASK), 120.0) is None
