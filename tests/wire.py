"""HTTP/1.1 as the test servers read and write it: just enough, and nothing corrected on the way."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it came over the wire."""

    method: str
    target: bytes
    """The request target, byte for byte."""
    headers: tuple[tuple[str, str], ...]
    """In the order and the case in which they came."""
    body: bytes
    at_s: float
    """Seconds of a monotonic clock."""
    connection: int
    """1 for the first connection to the server, 2 for the second, ..."""
    scheme: str

    @property
    def path(self) -> str:
        """The request target as text."""
        return self.target.decode("latin-1")

    @property
    def host(self) -> str:
        """The host that was asked for, in lower case, without its port."""
        name = self.header("host") or ""
        return name.lower().rsplit(":", 1)[0] if not name.endswith("]") else name.lower()

    def header(self, name: str) -> str | None:
        """The first header field of that name, in whatever case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


async def read_request(reader: asyncio.StreamReader, *, connection: int, scheme: str) -> Seen:
    """The next request of a connection; EOFError when there is none."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head[:-4].split(b"\r\n")
    method, _, rest = first.partition(b" ")
    target, _, _ = rest.rpartition(b" ")
    headers = tuple(_field(line) for line in lines)
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    return Seen(
        method=method.decode("latin-1"),
        target=target,
        headers=headers,
        body=await reader.readexactly(length),
        at_s=monotonic(),
        connection=connection,
        scheme=scheme,
    )


def head_bytes(status: int, headers: Iterable[tuple[str, str]]) -> bytes:
    r"""Status line and header fields, ready to be sent.

    >>> head_bytes(200, [("ETag", '"a"')])
    b'HTTP/1.1 200 OK\r\nETag: "a"\r\n\r\n'
    >>> head_bytes(999, [])
    b'HTTP/1.1 999 Unnamed\r\n\r\n'
    """
    known = status in HTTPStatus.__members__.values()
    phrase = HTTPStatus(status).phrase if known else "Unnamed"
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} {phrase}\r\n{fields}\r\n".encode("latin-1")


def _field(line: bytes) -> tuple[str, str]:
    name, _, value = line.decode("latin-1").partition(":")
    return name, value.strip()
