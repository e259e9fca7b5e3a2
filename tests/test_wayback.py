"""The archive's answers, in the shapes that it is recorded to give."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather import chain
from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.page import Page
from crawler.gather.resolvers import wayback
from crawler.model import Redirect, Testimony, Witness
from tests.gathering import START

URL = "https://www.fws.example/birds/"
NEAR = datetime(2017, 11, 1, tzinfo=UTC)
TAKEN = datetime(2017, 11, 24, 15, 13, 15, tzinfo=UTC)


def reply(request: Request, status: int = 200, body: bytes = b"", page: Page | None = None, **headers: str) -> Reply:
    """What the archive answered; header names are given with underscores."""
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(request=request, at=START, status=status, headers=fields, body=body, page=page)


def heard(answer: Reply) -> list[Testimony]:
    """What is made of it."""
    return list(wayback.read(answer, 7))


def listed(*rows: tuple[str, str, str]) -> bytes:
    """A reply of the index of copies: its first row is the header."""
    return json.dumps([["timestamp", "original", "statuscode"], *rows]).encode()


def test_nearest_asks_for_the_copy_as_it_was_taken() -> None:
    """Fourteen digits, `id_` so that nothing is rewritten, and the address byte for byte."""
    request = wayback.nearest("https://a.example/p?q=1&r=%2F", NEAR)
    assert request.url == "https://web.archive.org/web/20171101000000id_/https://a.example/p?q=1&r=%2F"
    assert (request.purpose, request.targets) == (Purpose.ARCHIVE, ("https://a.example/p?q=1&r=%2F",))


def test_read_takes_the_copy_that_the_archive_led_to() -> None:
    """The redirect is the archive's own and is followed; the copy says when it was taken, and what it is."""
    request = wayback.nearest(URL, NEAR)
    there = "https://web.archive.org/web/20171124151315id_/https://www.fws.example/birds/"
    onward = chain.follow(reply(request, 302, location=there), 10)
    assert isinstance(onward, Request)
    assert onward.url == there
    page = Page(title="Birds", text_fingerprint="0f" * 8)
    [said] = heard(reply(onward, page=page, memento_datetime="Fri, 24 Nov 2017 15:13:15 GMT"))
    assert said == Testimony(
        target=URL,
        run=7,
        witness=Witness.CAPTURE,
        asked=request.url,
        at=START,
        status=200,
        final_url="https://web.archive.org/web/20171124151315/https://www.fws.example/birds/",
        title="Birds",
        fingerprint="0f" * 8,
        rule="nearest",
        near=NEAR,
        taken_at=TAKEN,
    )


@pytest.mark.parametrize("status", [301, 302, 404, 429, 503])
def test_read_takes_the_status_for_the_copys_own_when_it_carries_a_date(status: int) -> None:
    """An archived redirect is not followed: it is what was archived, as an archived 429 is."""
    request = wayback.nearest(URL, NEAR)
    answer = reply(
        request, status, location="https://elsewhere.example/", memento_datetime="Fri, 24 Nov 2017 15:13:15 GMT"
    )
    assert chain.follow(answer, 10) is None
    [said] = heard(answer)
    assert (said.status, said.taken_at) == (status, TAKEN)


def test_read_says_that_there_is_no_copy() -> None:
    """404 without a date is the archive's own word."""
    [said] = heard(reply(wayback.nearest(URL, NEAR), 404))
    assert (said.status, said.taken_at, said.marks) == (404, None, ())


@pytest.mark.parametrize("status", [429, 500, 503, 504, 200, 302])
def test_read_says_nothing_when_the_archive_gave_no_answer(status: int) -> None:
    """Its own troubles are no word on the page: it is asked again another day."""
    assert heard(reply(wayback.nearest(URL, NEAR), status)) == []
    assert heard(Reply(request=wayback.nearest(URL, NEAR), at=START)) == []
    if status != 200:
        assert heard(reply(wayback.index({URL: NEAR}), status, b"[]")) == []


def test_read_tells_excluded_from_absent() -> None:
    """A site that the archive may not show is one of which nothing is known."""
    error = "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.AdministrativeAccessControlException"
    for request in (wayback.nearest(URL, NEAR), wayback.index({URL: NEAR})):
        [by_header] = heard(reply(request, 403, x_archive_wayback_runtime_error=f"{error}: Blocked Site Error"))
        [by_body] = heard(reply(request, 403, f"{error}: Blocked Site Error\n".encode()))
        assert (by_header.marks, by_body.marks) == (("excluded",), ("excluded",))
        assert heard(reply(request, 403)) == []


def test_read_marks_a_copy_of_a_wall() -> None:
    """What was archived may be where the archive itself was led to: a challenge, or a sign-in page."""
    request = wayback.nearest("https://openreview.net/forum?id=x", NEAR)
    copy = "https://web.archive.org/web/20171124151315id_/https://openreview.net/challenge?redirect=%2Fforum"
    [said] = heard(reply(replace(request, url=copy), memento_datetime="Fri, 24 Nov 2017 15:13:15 GMT"))
    assert said.marks == ("wall:openreview",)
    [good] = heard(reply(request, memento_datetime="Fri, 24 Nov 2017 15:13:15 GMT"))
    assert good.marks == ()


def test_read_falls_back_on_the_address_when_the_date_is_no_date() -> None:
    """The fourteen digits say the same; without them nothing does."""
    request = wayback.nearest(URL, TAKEN)
    assert heard(reply(request, memento_datetime="soon"))[0].taken_at == TAKEN
    odd = Request(
        url="https://web.archive.org/web/20179999999999id_/https://a.example/",
        targets=(URL,),
        purpose=Purpose.ARCHIVE,
        inquiry=request.inquiry,
    )
    assert heard(reply(odd, memento_datetime="soon")) == []
    assert heard(reply(replace(odd, url="https://web.archive.org/x"), memento_datetime="soon")) == []


def test_index_asks_for_one_address_by_closeness() -> None:
    """Only good copies, nearest first, none later than the host's last good day."""
    request = wayback.index({URL: NEAR}, datetime(2024, 7, 24, tzinfo=UTC))
    assert request.url == (
        "https://web.archive.org/cdx/search/cdx?url=https%3A%2F%2Fwww.fws.example%2Fbirds%2F&output=json"
        "&fl=timestamp,original,statuscode&filter=statuscode:200&closest=20171101000000&sort=closest&limit=40"
        "&to=20240724000000"
    )


def test_read_takes_the_nearest_copies_on_both_sides() -> None:
    """Two on each side of the day: the nearest may turn out to be no page."""
    rows = [(f"2017{month:02}01000000", "http://fws.example:80/birds", "200") for month in (1, 3, 5, 11, 12)]
    answer = reply(wayback.index({URL: datetime(2017, 4, 1, tzinfo=UTC)}), body=listed(*rows))
    said = heard(answer)
    assert [each.taken_at.month for each in said if each.taken_at] == [1, 3, 5, 11]
    assert said[0].final_url == "https://web.archive.org/web/20170101000000/http://fws.example/birds"
    assert len({each.asked for each in said}) == 4
    assert {each.rule for each in said} == {"index"}


def test_read_gives_each_target_its_own_copies_when_many_were_asked_for() -> None:
    """One question for a host with many links: each row goes to the address that it is a copy of."""
    one, two, three = (f"https://www.a.example/posts/{name}" for name in ("one", "two", "three"))
    request = wayback.index({one: NEAR, two: NEAR, three: NEAR})
    assert "url=a.example%2Fposts%2F&matchType=prefix" in request.url
    rows = [
        ("20160101000000", "http://a.example/posts/one", "200"),
        ("20180101000000", "https://www.a.example/posts/two/", "200"),
        ("20180101000000", "https://www.a.example/posts/other", "200"),
    ]
    said = {each.target: each for each in heard(reply(request, body=listed(*rows)))}
    assert said[one].taken_at == datetime(2016, 1, 1, tzinfo=UTC)
    assert said[two].taken_at == datetime(2018, 1, 1, tzinfo=UTC)
    assert (said[three].status, said[three].taken_at) == (404, None)


def test_read_calls_no_copy_absent_when_the_list_is_cut() -> None:
    """A list that was too long proves nothing of what is not in it."""
    request = wayback.index({URL: NEAR, f"{URL}b": NEAR})
    rows = [("20160101000000", f"https://www.fws.example/birds/{n}", "200") for n in range(wayback.ROWS_MOST)]
    assert heard(reply(request, body=listed(*rows))) == []
    cut = Reply(request=request, at=START, status=200, body=listed(rows[0]), truncated=True)
    assert heard(cut) == []


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[1, 2]", b'[["timestamp"], ["2017"]]', b"null", b"[" * 100_000])
def test_read_says_nothing_of_an_index_that_cannot_be_read(body: bytes) -> None:
    """A page of an outage, or a shape that is none: nothing is recorded."""
    assert [each for each in heard(reply(wayback.index({URL: NEAR}), body=body)) if each.taken_at] == []


def test_read_says_that_the_index_holds_no_good_copy() -> None:
    """An empty list is an answer, and so is one of nothing but errors."""
    for body in (b"[]", b"", listed(("20170101000000", URL, "404")), listed(("19999999999999", URL, "200"))):
        [said] = heard(reply(wayback.index({URL: NEAR}), body=body))
        assert (said.status, said.taken_at) == (404, None)


def test_read_takes_no_reply_that_was_meant_for_the_page() -> None:
    """Without a question there is no testimony."""
    assert heard(Reply(request=Request(url=URL, targets=(URL,)), at=START, status=200)) == []


@given(st.binary(max_size=200), st.integers(100, 599), st.text(max_size=30))
def test_read_has_an_answer_for_every_reply(body: bytes, status: int, date: str) -> None:
    """Whatever comes back, nothing is raised, and what is said belongs to what was asked."""
    for request in (wayback.nearest(URL, NEAR), wayback.index({URL: NEAR, f"{URL}b": NEAR})):
        for said in heard(reply(request, status, body, memento_datetime=date)):
            assert said.target in request.targets
            assert said.taken_at is None or said.final_url is not None


@given(st.lists(st.integers(0, 4000), max_size=30), st.integers(0, 4000))
def test_read_keeps_the_nearest_before_and_after(days: list[int], wanted: int) -> None:
    """Of any list the nearest copy before the day is kept if there is one, and the nearest after it."""
    first = datetime(2010, 1, 1, tzinfo=UTC)
    rows = [((first + timedelta(days=n)).strftime("%Y%m%d%H%M%S"), URL, "200") for n in days]
    near = first + timedelta(days=wanted)
    taken = [each.taken_at for each in heard(reply(wayback.index({URL: near}), body=listed(*rows))) if each.taken_at]
    before = [n for n in days if n <= wanted]
    after = [n for n in days if n > wanted]
    assert not before or first + timedelta(days=max(before)) in taken
    assert not after or first + timedelta(days=min(after)) in taken


def test_redirects_of_a_page_are_followed_whatever_they_carry() -> None:
    """Only an archive's answers are copies: a page that sends a Memento-Datetime is a page."""
    answer = reply(
        Request(url=URL, targets=(URL,)), 301, location="/b", memento_datetime="Fri, 24 Nov 2017 15:13:15 GMT"
    )
    following = chain.follow(answer, 10)
    assert isinstance(following, Request)
    assert following.redirects == (Redirect(status=301, url="https://www.fws.example/b"),)


@pytest.mark.parametrize("status", [200, 404])
def test_read_believes_nobody_outside_the_archive(status: int) -> None:
    """A redirect was archived and led out: what answers there is no copy, whatever it says, nor "no copy"."""
    onward = chain.follow(reply(wayback.nearest(URL, NEAR), 302, location="https://evil.example/"), 10)
    assert isinstance(onward, Request)
    assert heard(reply(onward, status)) == []
    assert heard(reply(onward, status, memento_datetime="Fri, 24 Nov 2017 15:13:15 GMT")) == []
