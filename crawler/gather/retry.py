"""Whether an answer is worth another try, and when (tenacity's strategies). Pure: nobody waits here.

Two kinds of another try. A *retry* follows soon: network errors, 408, 425, 429 and 5xx, at most three tries in all. A
*second look* comes at the end of the run, when a passing fault has had time to pass: time-outs, and whatever would
call a link broken, since one look must never do that.
"""

import tenacity

from crawler.gather.exchange import Reply
from crawler.model import ErrorKind

_STATUSES = frozenset({408, 425, 429})
_SOON = frozenset({ErrorKind.REFUSED, ErrorKind.RESET, ErrorKind.UNREACHABLE, ErrorKind.PROTOCOL, ErrorKind.DNS_FAILED})
_LATER = frozenset(
    {
        ErrorKind.NO_SUCH_HOST,
        ErrorKind.DNS_FAILED,
        ErrorKind.REFUSED,
        ErrorKind.RESET,
        ErrorKind.UNREACHABLE,
        ErrorKind.PROTOCOL,
        ErrorKind.CONNECT_TIMEOUT,
        ErrorKind.TIMEOUT,
        ErrorKind.REDIRECT_LOOP,
        ErrorKind.HOST_DOWN,
    }
)
_GONE = frozenset({404, 410})

LONGEST_CALL_S = 30.0
"""An interface that wants to be left alone for longer is not waited for: the page can be asked."""

_wait = tenacity.wait_exponential(multiplier=1, min=1, max=30)


def worth_another_try(reply: Reply) -> bool:
    """Whether the same question may soon get a better answer.

    >>> from datetime import UTC, datetime
    >>> from crawler.gather.exchange import Request
    >>> ask = Request(url="https://a.test/", targets=("https://a.test/",))
    >>> [worth_another_try(Reply(request=ask, at=datetime(2026, 1, 1, tzinfo=UTC), status=s)) for s in (429, 503, 404)]
    [True, True, False]
    """
    if reply.error is not None:
        return reply.error in _SOON
    return reply.status is not None and (reply.status in _STATUSES or 500 <= reply.status < 600)


_worth = tenacity.retry_if_result(worth_another_try)


def retry_in_s(reply: Reply, attempts_most: int, pause_s: float | None) -> float | None:
    """Seconds until the same hop is asked again, or None when it is not.

    Tries are counted over both looks: what a second look will ask again gets one try less now, so that there are never
    more than `attempts_most` in all.
    """
    if not worth_another_try(reply):  # nearly all of them: tenacity's state costs more than the answer
        return None
    if reply.request.call and (pause_s or 0.0) > LONGEST_CALL_S:
        return None
    state = tenacity.RetryCallState(tenacity.Retrying(), None, (), {})
    state.attempt_number = reply.request.attempt
    state.set_result(reply)
    kept = int(reply.error in _LATER and reply.request.look == 1)
    if not _worth(state) or tenacity.stop_after_attempt(attempts_most - kept)(state):
        return None
    return max(pause_s or 0.0, _wait(state))


def wants_second_look(status: int | None, error: ErrorKind | None) -> bool:
    """Whether one answer like this is not enough to go by.

    >>> wants_second_look(404, None), wants_second_look(None, ErrorKind.TIMEOUT), wants_second_look(500, None)
    (True, True, False)
    """
    return error in _LATER if error is not None else status in _GONE
