"""robots.txt: may we ask, and how often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.exchange import Reply
from crawler.gather.robots import BODY_BYTES, RobotsFile, Rules, decode, file_of, product_token, robots_url
from tests.gathering import START, answer, ask

ORIGIN = "https://a.test"


def rules(body: str, status: int = 200) -> Rules:
    """What one robots.txt says to us."""
    return Rules(RobotsFile(origin=ORIGIN, fetched_at=START, status=status, body=body), "listkeeper")


@pytest.mark.parametrize(
    ("status", "allowed", "unreachable"),
    [
        (200, True, False),
        (404, True, False),
        (401, True, False),
        (429, False, True),
        (500, False, True),
        (503, False, True),
    ],
)
def test_rules_follow_the_status(status: int, allowed: bool, unreachable: bool) -> None:
    """RFC 9309, 2.3.1: 4xx leaves the site open, 5xx closes it; 429 means too busy to say."""
    read = rules("", status)
    assert (read.allows(f"{ORIGIN}/x"), read.unreachable, read.delay_s) == (allowed, unreachable, 0.0)


def test_rules_let_the_most_specific_group_and_the_longest_match_win() -> None:
    """RFC 9309, 2.2: our own group replaces the one for all, and the longer path decides."""
    read = rules("User-agent: *\nDisallow: /\n\nUser-agent: ListKeeper\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$")
    paths = ("/", "/a", "/a/b", "/x.pdf", "/x.pdf?q")
    assert [read.allows(ORIGIN + path) for path in paths] == [True, False, True, False, True]


@pytest.mark.parametrize(
    ("line", "delay_s"),
    [("Crawl-delay: 2.5", 2.5), ("Request-rate: 1/10s", 10.0), ("Crawl-delay: soon", 0.0), ("Disallow: /x", 0.0)],
)
def test_rules_read_how_often_a_site_may_be_asked(line: str, delay_s: float) -> None:
    """Crawl-delay and Request-rate, as seconds between two requests."""
    assert rules(f"User-agent: *\n{line}").delay_s == delay_s


def test_file_of_keeps_the_text_of_a_good_answer_only() -> None:
    """An error page is no robots.txt, and a chain that is too long counts as none."""
    reply = answer(ask(robots_url(ORIGIN)))
    good = Reply(request=reply.request, at=START, status=200, body=b"User-agent: *")
    assert file_of(ORIGIN, good) == RobotsFile(origin=ORIGIN, fetched_at=START, status=200, body="User-agent: *")
    assert file_of(ORIGIN, answer(reply.request, 301)).status == 404
    gone = Reply(request=reply.request, at=START, status=410, body=b"gone")
    assert (file_of(ORIGIN, gone).status, file_of(ORIGIN, gone).body) == (410, "")


def test_decode_reads_no_more_than_it_must() -> None:
    """Half a mebibyte is enough for every honest robots.txt; NUL has no place in text."""
    assert decode(b"\0a" * BODY_BYTES) == "a" * (BODY_BYTES // 2)


def test_product_token_is_never_empty_for_an_agent_that_is_not() -> None:
    """Whatever a person calls their crawler, robots.txt can name it."""
    assert [product_token(agent) for agent in ("/", " x", "a/1")] == ["/", " x", "a"]


@given(st.binary(max_size=300), st.integers(100, 599))
def test_rules_have_an_answer_for_every_file(body: bytes, status: int) -> None:
    """Any bytes are a robots.txt."""
    read = rules(decode(body), status)
    assert isinstance(read.allows(f"{ORIGIN}/a?b"), bool)
    assert read.delay_s >= 0
