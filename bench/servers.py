"""Many small hosts on loopback, in a process of their own: 127.1.0.1, 127.1.0.2, ... on one port.

    with Loopback(hosts=100, latency_s=0.2) as hosts:
        ... ask hosts.urls(10_000) ...
    hosts.requests          how many there were

Literal addresses are hosts of their own to every client, so that no name has to be resolved and a tool without
`--connect-to` can be measured too. Every address of 127.0.0.0/8 is this machine's own on Linux, and only there.
"""

import argparse
import asyncio
import json
import subprocess
import sys
from types import TracebackType
from typing import Self

from bench.loop import new_event_loop

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page {path} of {host}</title>
<meta name="description" content="What stands on page {path} of {host}, in one sentence.">
<meta property="og:title" content="Page {path} of {host}"><link rel="canonical" href="http://{host}{path}">
</head><body><h1>Page {path}</h1>{text}</body></html>
"""
_TEXT = "".join(f"<p>Paragraph {number} says nothing that the others do not say better.</p>\n" for number in range(24))
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_ADDRESSES = 250
"""Hosts in one /24."""


def address(number: int) -> str:
    """The address of a host.

    >>> address(0), address(249), address(250)
    ('127.1.0.1', '127.1.0.250', '127.1.1.1')
    """
    return f"127.1.{number // _ADDRESSES}.{number % _ADDRESSES + 1}"


def answer(host: str, path: str) -> bytes:
    """The page of a path, about two kibibytes; a robots.txt is never there."""
    if path == "/robots.txt":
        return _NOT_FOUND
    body = _PAGE.format(path=path, host=host, text=_TEXT).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        f'ETag: "{path[1:]}"\r\nContent-Length: {len(body)}\r\n\r\n'
    )
    return head.encode() + body


class Loopback:
    """The hosts, for as long as the block lasts."""

    def __init__(self, *, hosts: int, latency_s: float = 0.0) -> None:
        self.hosts = hosts
        self._latency_s = latency_s
        self.requests = 0
        """How many there were; known when the block has ended."""
        self.asking_s = 0.0
        """From the first one to the last one; known when the block has ended."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "bench.servers", str(self.hosts), str(self._latency_s)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self._said())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process as process:
            if process.stdin:
                process.stdin.close()
            seen = json.loads(self._said())
            self.requests, self.asking_s = int(seen["requests"]), float(seen["asking_s"])

    def urls(self, count: int) -> list[str]:
        """So many addresses, spread evenly over the hosts."""
        return [f"http://{address(number % self.hosts)}:{self.port}/p{number}" for number in range(count)]

    def _said(self) -> str:
        if self._process.stdout is None:
            raise RuntimeError("the server has no output")
        return self._process.stdout.readline()


class _Host(asyncio.Protocol):
    """One connection; no parser but a search for the empty line, so that the client is what is measured."""

    requests = 0
    began_s = 0.0
    last_s = 0.0

    def __init__(self, latency_s: float) -> None:
        self._latency_s = latency_s
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._name = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        heads = (self._buffer + data).split(b"\r\n\r\n")
        self._buffer = heads.pop()
        for head in heads:
            method, target, _ = head.split(b" ", 2)
            reply = answer(self._name, target.decode("latin-1"))
            _Host.requests += 1
            _Host.last_s = asyncio.get_running_loop().time()
            _Host.began_s = _Host.began_s or _Host.last_s
            self._soon(reply.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if method == b"HEAD" else reply)

    def _soon(self, reply: bytes) -> None:
        if self._latency_s:
            asyncio.get_running_loop().call_later(self._latency_s, self._send, reply)
        else:
            self._send(reply)

    def _send(self, reply: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(reply)  # type: ignore[attr-defined]  # uvloop's is a Transport by duck


async def _serve(hosts: int, latency_s: float) -> None:
    loop, port = asyncio.get_running_loop(), 0
    for number in range(hosts):
        server = await loop.create_server(lambda: _Host(latency_s), address(number), port, backlog=4096)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(json.dumps({"requests": _Host.requests, "asking_s": _Host.last_s - _Host.began_s}), flush=True)


def main() -> None:
    """Serve until the standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hosts", type=int)
    parser.add_argument("latency_s", type=float)
    options = parser.parse_args()
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(_serve(options.hosts, options.latency_s))


if __name__ == "__main__":
    main()
