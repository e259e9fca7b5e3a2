"""What is asked of the fake, and what it answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    """As it was sent, percent signs included, without its query."""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case."""
    body: bytes = b""
    base_url: str = "https://api.github.com"

    @cached_property
    def asked(self) -> dict[str, str]:
        """The query, read."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @cached_property
    def given(self) -> dict[str, Any]:
        """The body, read; for a request that was found to be as described."""
        value: dict[str, Any] = json.loads(self.body) if self.body else {}
        return value

    def parts(self, found: Mapping[str, str]) -> dict[str, str]:
        """The parameters of a path, unquoted."""
        return {name: unquote(text) for name, text in found.items()}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer: JSON, or bytes that are none."""

    status: int
    value: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    """Sent in place of the JSON."""

    @cached_property
    def body(self) -> bytes:
        """What goes over the wire."""
        if self.raw is not None:
            return self.raw
        return b"" if self.value is None else json.dumps(self.value, ensure_ascii=False).encode("utf-8", "replace")


class RefusedError(Exception):
    """GitHub says no."""

    def __init__(self, status: int, message: str, *errors: Any) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message
        self.errors: Sequence[Any] = errors

    def reply(self) -> Reply:
        """As it is sent."""
        value: dict[str, Any] = {"message": self.message}
        if self.errors:
            value["errors"] = list(self.errors)
        value |= {"documentation_url": "https://docs.github.com/rest", "status": str(self.status)}
        return Reply(status=self.status, value=value)


class MovedError(Exception):
    """What is asked for has another name now."""

    def __init__(self, url: str, asked: Asked) -> None:
        super().__init__(url)
        self._url = f"{url}?{asked.query}" if asked.query else url
        self._status = 301 if asked.method == "GET" else 307

    def reply(self) -> Reply:
        """As it is sent."""
        value = {"message": "Moved Permanently", "url": self._url, "documentation_url": "https://docs.github.com/rest"}
        return Reply(status=self._status, value=value, headers={"location": self._url})


class KilledError(BaseException):
    """The process dies here: nothing of it runs any more, so nobody who catches exceptions catches this one."""


class CutError(Exception):
    """The connection breaks, and no answer comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, as the log keeps it."""

    method: str
    path: str
    operation: str
    status: int | None
    """None where no answer was sent."""
    notifying: bool
    """Whether somebody got mail for it."""
    done: bool
    """Whether it was done, also where the answer said otherwise, or was lost."""
    account: str | None
    sent_bytes: int
    got_bytes: int

    @property
    def writes(self) -> bool:
        """Whether it asks for a change."""
        return self.method not in ("GET", "HEAD")

    @property
    def carried_out(self) -> bool:
        """Whether something was changed, or made."""
        return self.writes and self.done


def not_found() -> RefusedError:
    """What is not there, or not to be seen."""
    return RefusedError(404, "Not Found")


def invalid(resource: str, field_name: str, code: str = "invalid", **more: str) -> RefusedError:
    """What GitHub cannot do with a value."""
    return RefusedError(422, "Validation Failed", {"resource": resource, "code": code, "field": field_name, **more})


def custom(resource: str, message: str, **more: str) -> RefusedError:
    """What GitHub has a sentence for."""
    return RefusedError(422, "Validation Failed", {"resource": resource, "code": "custom", "message": message, **more})
