"""Whether an answer is worth another try, and when."""

from dataclasses import replace

import pytest

from crawler.gather.finding import call
from crawler.gather.retry import retry_in_s, wants_second_look
from crawler.model import ErrorKind
from tests.gathering import answer, ask, silence

ASK = ask("https://a.test/")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_retry_in_s_tries_passing_faults_three_times_in_all(status: int) -> None:
    """One second, then two, then no more."""
    tries = [retry_in_s(answer(replace(ASK, attempt=n), status), 3, None) for n in (1, 2, 3)]
    assert tries == [1.0, 2.0, None]


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 403, 404, 410, 451, 999])
def test_retry_in_s_leaves_plain_answers_alone(status: int) -> None:
    """An answer that says what it means is not asked for again."""
    assert retry_in_s(answer(ASK, status), 3, None) is None


def test_retry_in_s_keeps_one_try_for_the_second_look() -> None:
    """A refused connection is tried twice now and once at the end: three in all."""
    refused = [retry_in_s(silence(replace(ASK, attempt=n), ErrorKind.REFUSED), 3, None) for n in (1, 2)]
    assert refused == [1.0, None]
    assert retry_in_s(silence(replace(ASK, look=2, attempt=3), ErrorKind.REFUSED), 3, None) is None
    assert retry_in_s(silence(ASK, ErrorKind.REFUSED), 1, None) is None


def test_retry_in_s_waits_at_least_as_long_as_the_host_asks() -> None:
    """The host's own word is longer than ours, or ours counts."""
    assert retry_in_s(answer(ASK, 429), 3, 45.0) == 45.0
    assert retry_in_s(answer(ASK, 429), 3, 0.0) == 1.0


@pytest.mark.parametrize("error", [ErrorKind.TIMEOUT, ErrorKind.NO_SUCH_HOST, ErrorKind.TLS, ErrorKind.ROBOTS])
def test_retry_in_s_does_not_hurry_what_takes_time_or_is_certain(error: ErrorKind) -> None:
    """Time-outs wait for the end of the run; a certificate does not change in a second."""
    assert retry_in_s(silence(ASK, error), 3, None) is None


def test_wants_second_look_at_all_that_could_be_called_broken() -> None:
    """One look never calls a link broken, and a good answer needs no second one."""
    assert all(wants_second_look(status, None) for status in (404, 410))
    assert wants_second_look(None, ErrorKind.NO_SUCH_HOST)
    assert wants_second_look(302, ErrorKind.REDIRECT_LOOP)
    assert not any(wants_second_look(status, None) for status in (200, 301, 403, 429, 500))
    assert not wants_second_look(None, ErrorKind.ROBOTS)


def test_retry_in_s_waits_for_no_interface_that_asks_for_long() -> None:
    """A page can be asked in the meantime; a page's own host is waited for."""
    asked = call("github", ["https://a.test/"], "https://api.test/")
    assert retry_in_s(answer(asked, 429), 3, 20.0) == 20.0
    assert retry_in_s(answer(asked, 429), 3, 31.0) is None
    assert retry_in_s(answer(ASK, 429), 3, 31.0) == 31.0
