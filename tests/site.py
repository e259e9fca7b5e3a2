"""One web site on 127.0.0.1 that answers as it was told to: well, badly, or not at all.

with Site() as site:
    site.page("/", "<title>Here</title>")
    site.redirect("/old", to="/")
    site.answer("/flaky", answers.sequence(answers.page(status=503), answers.page("back")))
    ... ask site.url("/old") ...
    assert [seen.path for seen in site.seen] == ["/old", "/"]
"""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from threading import Condition
from types import TracebackType
from typing import Self

from tests import answers
from tests.answers import Answer, Headers, Talk
from tests.authority import Authority, Certificate
from tests.serving import Serving
from tests.wire import Seen, read_request

_NOT_FOUND = answers.page("<title>Not Found</title>", status=404)


class Site:
    """Answers by path; what was told last holds. Whatever was not told is a 404, `/robots.txt` included."""

    def __init__(self, *, tls: Certificate | None = None, names: tuple[str, ...] = ("localhost", "127.0.0.1")) -> None:
        self._certificate = tls
        self._authority: Authority | None = None
        self._names = names
        self._answers: dict[str, Answer] = {}
        self._otherwise = _NOT_FOUND
        self._silent = False
        self._seen: list[Seen] = []
        self._more = Condition()
        self._connections = count(1)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._serving = self._stack.enter_context(Serving())
        self._context = None
        if self._certificate:
            self._authority = self._stack.enter_context(Authority())
            self._context = self._authority.context(*self._names, certificate=self._certificate)
        self.port = self._serving.listen(self._serve, tls=self._context)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def scheme(self) -> str:
        """`http` or `https`."""
        return "https" if self._certificate else "http"

    @property
    def certificate_authority(self) -> Path:
        """The PEM file that makes this site's certificate trusted (if it is a good one)."""
        if self._authority is None:
            raise RuntimeError("this site speaks no TLS: pass tls=Certificate.GOOD")
        return self._authority.path

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def seen(self) -> list[Seen]:
        """Every request so far, in order."""
        with self._more:
            return list(self._seen)

    @property
    def paths(self) -> list[str]:
        """The request targets so far, in order."""
        return [seen.path for seen in self.seen]

    def wait_for(self, path: str, *, times: int = 1, timeout_s: float = 60.0) -> bool:
        """Wait until a path was asked for so many times; False if that never happened (call it off the test's loop)."""
        with self._more:
            return self._more.wait_for(lambda: sum(seen.path == path for seen in self._seen) >= times, timeout_s)

    def wait_for_requests(self, count: int, *, timeout_s: float = 60.0) -> bool:
        """Wait until there were so many requests in all; False if that never happened (call it off the test's loop)."""
        with self._more:
            return self._more.wait_for(lambda: len(self._seen) >= count, timeout_s)

    def go_away(self) -> None:
        """Refuse every connection and tear down those that stand, as if the network were gone."""
        self._serving.cut()

    def fall_silent(self) -> None:
        """Refuse every connection and say nothing on those that stand, as if a cable were pulled."""
        self._silent = True
        self._serving.shut()

    def come_back(self) -> None:
        """Answer again, on the same port."""
        self._silent = False
        self._serving.listen(self._serve, tls=self._context, port=self.port)

    def answer(self, path: str, answer: Answer) -> None:
        """Answer a path (with its query; or without, for every query) in this way."""
        self._answers[path] = answer

    def anything(self, answer: Answer) -> None:
        """Answer in this way whatever nothing else was said about."""
        self._otherwise = answer

    def page(
        self, path: str, body: str | bytes = "", *, status: int = 200, headers: Headers = (), kind: str = answers.HTML
    ) -> None:
        """Answer with a page."""
        self.answer(path, answers.page(body, status=status, headers=headers, kind=kind))

    def redirect(self, path: str, *, to: str, status: int = 301, headers: Headers = ()) -> None:
        """Answer with a redirect."""
        self.answer(path, answers.redirect(to, status=status, headers=headers))

    def raw(self, path: str, data: bytes, *, close: bool = True) -> None:
        """Answer with exactly these bytes."""
        self.answer(path, answers.raw(data, close=close))

    def silent(self, path: str) -> None:
        """Never answer."""
        self.answer(path, answers.silent())

    def endless(self, path: str) -> None:
        """Answer with a body that never ends."""
        self.answer(path, answers.endless())

    def drip(self, path: str, chunk: bytes = b"x", *, interval_s: float = 0.01) -> None:
        """Answer a few bytes at a time, for ever."""
        self.answer(path, answers.drip(chunk, interval_s=interval_s))

    def reset(self, path: str) -> None:
        """Tear the connection down."""
        self.answer(path, answers.reset())

    def close(self, path: str) -> None:
        """End the connection without an answer."""
        self.answer(path, answers.close())

    def sequence(self, path: str, *several: Answer) -> None:
        """One answer after another; the last one stays."""
        self.answer(path, answers.sequence(*several))

    def bomb(self, path: str, codings: str, *, size: int = 64 * answers.MIB) -> None:
        """Answer with a small body that unpacks to a huge one."""
        self.answer(path, answers.bomb(codings, size=size))

    def held(self, path: str, answer: Answer) -> Callable[[], None]:
        """Answer a path only once the function that comes back was called."""
        gate = asyncio.Event()
        self.answer(path, answers.held(gate, answer))
        return lambda: self._serving.soon(gate.set)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection, again = next(self._connections), True
        while again:
            seen = await read_request(reader, connection=connection, scheme=self.scheme)
            with self._more:
                self._seen.append(seen)
                self._more.notify_all()
            answer = answers.silent() if self._silent else self._answer_for(seen.path)
            again = await answer(Talk(seen=seen, writer=writer))

    def _answer_for(self, path: str) -> Answer:
        for known in (path, path.partition("?")[0]):
            if known in self._answers:
                return self._answers[known]
        return self._otherwise


@contextmanager
def closed_port() -> Iterator[int]:
    """A port that refuses: it is bound, so that nobody else takes it, and nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


@contextmanager
def full_port() -> Iterator[int]:
    """A port where a connection is never made: its queue is full and nobody accepts (Linux drops the SYN)."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]


@contextmanager
def mute_port() -> Iterator[int]:
    """A port where connections are made and nothing is ever said: a TLS handshake there never ends."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen(64)
        yield sock.getsockname()[1]
