"""One request at a time to a forge's interface, at the pace that it asks for. EDGE: network.

Reads may be made again, and so may writes that come to the same when they are made twice (objects of git are named by
what they hold; an edit says how a thing is to be). What would make a second pull request, issue or review is never
repeated after an answer was lost: the next run looks whether it is there before it makes one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self

import httpx
import tenacity

from crawler import untrusted
from crawler.errors import ForgeError
from crawler.publish.forge import waits
from crawler.publish.forge.replies import complaint, next_page
from crawler.urls import parse

ANSWER_BYTES = 128 * 1024 * 1024
"""A blob of 64 MiB, the longest list that is read, in base64."""
ANSWER_S = 300.0
"""An answer that comes a byte at a time is not waited for any longer."""
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout)
_REDIRECTS = (301, 307, 308)
_PAGES = 30
"""Of a hundred each: nobody has three thousand open pull requests that we would look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Clocks, and how to wait."""

    monotonic: Callable[[], float]
    epoch: Callable[[], float]
    """Seconds since 1970, for limits that name a point in time."""
    sleep: Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    json: Any

    @property
    def complaint(self) -> str:
        """What the forge says is wrong, fit to be shown."""
        return complaint(self.json)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is asked, and whether a second time comes to the same."""

    method: str
    path: str
    repeatable: bool
    query: Mapping[str, str | int] | None = None
    body: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        """In a message."""
        return f"{self.method} {self.path}"


class _AgainError(Exception):
    """No answer that stands: another try may bring one."""

    def __init__(self, error: ForgeError, wait_s: Callable[[int], float]) -> None:
        super().__init__(str(error))
        self.error = error
        """What it comes to where there is no other try."""
        self.wait_s = wait_s
        """Seconds until the next try, by how many there were."""


class Wire:
    """Asks one interface, serially; a context manager."""

    def __init__(self, client: httpx.Client, timing: Timing) -> None:
        self._client = client
        self._timing = timing
        self._waited_s = 0.0
        self._free_at_s = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> Answer:
        """Read something."""
        return self._asked(_Question(method="GET", path=path, query=query, repeatable=True))

    def pages(self, path: str, query: Mapping[str, str | int] | None = None) -> list[Answer]:
        """Read a list to its end, a hundred items a page; its first page may be a refusal."""
        answers = [self.get(path, {**(query or {}), "per_page": 100})]
        while (url := next_page(answers[-1].headers.get("link"))) and len(answers) < _PAGES:
            answers.append(self.get(self._within(url)))
        return answers

    def write(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, repeatable: bool, notifies: bool = False
    ) -> Answer:
        """Change something; `repeatable` where a second time comes to the same, `notifies` where mail is sent."""
        self._sleep(self._free_at_s - self._timing.monotonic())
        try:
            return self._asked(_Question(method=method, path=path, body=body, repeatable=repeatable))
        finally:
            gap_s = waits.NOTIFYING_GAP_S if notifies else waits.WRITE_GAP_S
            self._free_at_s = self._timing.monotonic() + gap_s

    def _asked(self, question: _Question) -> Answer:
        """The first answer that stands, or the last try's error."""
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_AgainError),
            stop=tenacity.stop_after_attempt(waits.ATTEMPTS),
            wait=_wait_s,
            sleep=self._wait,
            reraise=True,
        )
        try:
            return retrying(self._tried, question)
        except _AgainError as again:
            raise again.error from again.__cause__

    def _tried(self, question: _Question) -> Answer:
        """One try; _AgainError where there may be a better answer to another, and it does no harm."""
        try:
            answer = self._followed(question)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            silence = ForgeError(f"the forge gave no answer to {question} ({_named(error)}): try again later")
            if question.repeatable or isinstance(error, _NOTHING_SENT):
                raise _AgainError(silence, waits.error_s) from error
            raise silence from error
        if waits.is_limit(answer.status, answer.headers, answer.complaint):
            words = f"the forge wants to be asked less often ({answer.complaint}): run it again in an hour"
            raise _AgainError(ForgeError(words), partial(waits.limit_s, answer.headers, self._timing.epoch()))
        if answer.status >= 500:
            failure = ForgeError(f"the forge answers {answer.status} to {question}: try again later")
            raise _AgainError(failure, waits.error_s) if question.repeatable else failure
        return answer

    def _followed(self, question: _Question) -> Answer:
        """A repository that was renamed is asked for under its new name, of the same host and no other."""
        answer = self._sent(question)
        if question.method == "GET" and answer.status in _REDIRECTS:
            url = self._within(answer.headers.get("location", ""))
            return self._sent(_Question(method="GET", path=url, repeatable=True))
        return answer

    def _sent(self, question: _Question) -> Answer:
        content = None if question.body is None else json.dumps(question.body).encode()
        fields = {"Content-Type": "application/json"} if content is not None else {}
        query = None if question.query is None else dict(question.query)
        with self._client.stream(
            question.method, question.path, params=query, content=content, headers=fields
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(status=response.status_code, headers=headers, json=_json(self._body(response, question)))

    def _body(self, response: httpx.Response, question: _Question) -> bytes:
        data, until_s = bytearray(), self._timing.monotonic() + ANSWER_S
        for chunk in response.iter_raw():
            data += chunk
            if len(data) > ANSWER_BYTES:
                raise ForgeError(f"the forge's answer to {question} is too long")
            if self._timing.monotonic() > until_s:
                raise ForgeError(f"the forge's answer to {question} does not end: try again later")
        return bytes(data)

    def _within(self, url: str) -> str:
        """The address, if it is one of the forge's own: the token goes nowhere else."""
        base = str(self._client.base_url)
        parsed, ours = parse(url, base), parse(base)
        if parsed is None or ours is None or parsed.origin != ours.origin:
            raise ForgeError("the forge leads to another host: the token is not taken there")
        return str(parsed.href)

    def _wait(self, wait_s: float) -> None:
        """Wait for the forge's sake; an error where that would be longer than a run takes."""
        if self._waited_s + wait_s > waits.MOST_S:
            raise ForgeError("the forge asks for a longer wait than a run takes: run it again in an hour")
        self._waited_s += wait_s
        self._sleep(wait_s)

    def _sleep(self, wait_s: float) -> None:
        if wait_s > 0:
            self._timing.sleep(wait_s)


def _wait_s(state: tenacity.RetryCallState) -> float:
    again = state.outcome.exception() if state.outcome else None
    return again.wait_s(state.attempt_number) if isinstance(again, _AgainError) else 0.0


def _named(error: Exception) -> str:
    """The kind of a network's error, and what the system says of it, in one short line."""
    if isinstance(error, httpx.LocalProtocolError):  # it would repeat what we sent, the token maybe
        return type(error).__name__
    return ": ".join(filter(None, (type(error).__name__, untrusted.terminal(str(error), 200))))


def _json(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except (ValueError, RecursionError):
        return None
