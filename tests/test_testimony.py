"""What is asked of others than the target, and what their answers say for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.gather import testimony
from crawler.gather.page import Page
from crawler.model import ErrorKind, Witness
from tests.gathering import answer, ask, silence

TARGET = "https://a.test/papers/attention"
SIBLING = "https://a.test/papers/zxqvkj"


def test_read_hands_what_a_probe_says_to_each_target() -> None:
    """One invented sibling is asked for all targets beside it; its facts are theirs."""
    request = testimony.probe((TARGET, "https://a.test/papers/b"), SIBLING)
    page = Page(title="Not here", text_fingerprint="0f" * 8)
    said = list(testimony.read(replace(answer(request, 200), page=page, body=b"12345"), 3))
    assert [one.target for one in said] == [TARGET, "https://a.test/papers/b"]
    assert {(one.witness, one.asked, one.status, one.title) for one in said} == {
        (Witness.PROBE, SIBLING, 200, "Not here")
    }
    assert {(one.final_url, one.fingerprint, one.body_bytes, one.marks) for one in said} == {(SIBLING, "0f" * 8, 5, ())}


def test_read_marks_a_candidate_that_led_to_a_wall() -> None:
    """Where it was led from the address that was asked, not from the target's, a page to sign in on is a wall."""
    request = testimony.candidate((TARGET,), "https://b.test/attention", "moved-house")
    (said,) = testimony.read(answer(replace(request, url="https://b.test/login?next=/attention")), 1)
    assert (said.rule, said.asked, said.marks) == ("moved-house", "https://b.test/attention", ("wall:login",))
    listed = testimony.candidate((TARGET,), "https://b.test/login?next=/attention", "moved-house")
    (said,) = testimony.read(answer(listed), 1)
    assert said.marks == ()


def test_read_keeps_why_a_witness_did_not_answer() -> None:
    """Silence is a fact too, and nothing is made up beside it."""
    (said,) = testimony.read(silence(testimony.probe((TARGET,), SIBLING), ErrorKind.TIMEOUT), 1)
    assert (said.error, said.status, said.final_url, said.title) == (ErrorKind.TIMEOUT, None, None, None)


def test_read_takes_the_day_of_a_feeds_newest_entry() -> None:
    """What the reader of feeds found; a page that gives a day of its own is no feed."""
    request = testimony.feed((TARGET,), "https://a.test/feed")
    found = Page(title="The newest post", published="2026-11-01")
    (said,) = testimony.read(replace(answer(request), page=found), 1)
    assert (said.witness, said.rule, said.title) == (Witness.FEED, "feed", "The newest post")
    assert said.taken_at == datetime(2026, 11, 1, tzinfo=UTC)
    (empty,) = testimony.read(replace(answer(request), page=Page()), 1)
    (silent,) = testimony.read(answer(request, 404), 1)
    (page,) = testimony.read(replace(answer(testimony.edition((TARGET,), SIBLING, "term")), page=found), 1)
    assert (empty.taken_at, silent.taken_at, page.taken_at) == (None, None, None)
    assert (page.witness, page.rule, page.asked) == (Witness.SIBLING, "term", SIBLING)


def test_testimony_is_none_of_the_target_itself() -> None:
    """What a target says of itself is an observation."""
    with pytest.raises(TypeError, match="was asked for itself"):
        testimony.testimony(answer(ask(TARGET)), 1, TARGET)
