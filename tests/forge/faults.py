"""What goes wrong between a client and the fake, and what happens there in the meantime."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.forge.talk import Asked, CutError, KilledError, Reply


@dataclass(kw_only=True)
class Where:
    """The requests that are meant: by method, and by path below the repository, with `*` for anything."""

    method: str = "*"
    path: str = "*"
    times: int = 1
    """So often; a negative number never ends."""

    def matches(self, asked: Asked) -> bool:
        """Whether a request is meant."""
        below = re.sub(r"^/repos/[^/]+/[^/]+", "", asked.path)
        return self.times != 0 and fnmatchcase(asked.method, self.method) and fnmatchcase(below, self.path)

    def used(self) -> None:
        """It happened once."""
        self.times -= 1


@dataclass(kw_only=True)
class Failure(Where):
    """An answer in place of the true one, or none."""

    reply: Reply | None = None
    """None: the connection is cut."""
    after: bool = False
    """Whether what was asked is carried out nevertheless."""


@dataclass(kw_only=True)
class Hook(Where):
    """What happens just before a request is answered."""

    call: Callable[[], object]


@dataclass
class Faults:
    """What is to go wrong, in the order in which it was said."""

    failures: list[Failure] = field(default_factory=list)
    hooks: list[Hook] = field(default_factory=list)
    writes_left: int | None = None
    """So many writes until the client dies; None: it lives."""

    def fail_next(
        self, method: str = "*", path: str = "*", *, status: int = 500, headers: Mapping[str, str] | None = None,
        body: bytes | None = None, message: str = "Server Error", times: int = 1, after: bool = False,
    ) -> None:  # fmt: skip
        """Answer so; with `after`, once what was asked is carried out."""
        value = None if body is not None else {"message": message, "documentation_url": "https://docs.github.com/rest"}
        reply = Reply(status=status, value=value, raw=body, headers=headers or {})
        self.failures.append(Failure(method=method, path=path, times=times, after=after, reply=reply))

    def cut_next(self, method: str = "*", path: str = "*", *, times: int = 1, after: bool = False) -> None:
        """Break the connection; with `after`, once what was asked is carried out."""
        self.failures.append(Failure(method=method, path=path, times=times, after=after))

    def limit_secondary(
        self, method: str = "*", path: str = "*", *, status: int = 403, retry_after: int | None = None, times: int = 1
    ) -> None:
        """GitHub's limit on doing too much at once."""
        headers = {} if retry_after is None else {"retry-after": str(retry_after)}
        said = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        self.fail_next(method, path, status=status, headers=headers, message=said, times=times)

    def limit_primary(
        self, method: str = "*", path: str = "*", *, reset: int, status: int = 403, times: int = 1
    ) -> None:
        """GitHub's limit on requests in an hour, which ends at `reset`."""
        headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
        said = "API rate limit exceeded for installation ID 1."
        self.fail_next(method, path, status=status, headers=headers, message=said, times=times)

    def before(self, method: str, path: str, call: Callable[[], object], *, times: int = 1) -> None:
        """Do something just before such a request is answered: a person acts between two requests of ours."""
        self.hooks.append(Hook(method=method, path=path, times=times, call=call))

    def die_after(self, writes: int) -> None:
        """The client dies when so many writes were carried out, and it asks for the next."""
        self.writes_left = writes

    def around(self, asked: Asked, answer: Callable[[], Reply]) -> Reply:
        """Answer a request, with all that happens to it."""
        for hook in [hook for hook in self.hooks if hook.matches(asked)]:
            hook.used()
            hook.call()
        writes = asked.method not in ("GET", "HEAD")
        if writes and self.writes_left is not None:
            if self.writes_left == 0:
                raise KilledError
            self.writes_left -= 1
        failure = next((failure for failure in self.failures if failure.matches(asked)), None)
        if failure is None:
            return answer()
        failure.used()
        if failure.after:
            answer()
        if failure.reply is None:
            raise CutError
        return failure.reply
