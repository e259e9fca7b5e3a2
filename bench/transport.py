"""What one request costs with each way of sending it, on the same loopback server and the same event loop.

Each client runs in a process of its own: CPU is counted by the kernel, and none pays for another's imports.
"""

import argparse
import asyncio
import importlib
import ipaddress
import json
import resource
import ssl
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count as numbers
from time import perf_counter
from typing import Any

import httpx

from bench.loop import new_event_loop
from bench.servers import Loopback

_COUNT = 4_000
_HOSTS = 50
_AT_ONCE = 64
_OURS = "crawler"


def _httpcore() -> httpx.AsyncBaseTransport:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncHTTPTransport(trust_env=False, limits=limits)


def _httpx_aiohttp() -> Any:
    return importlib.import_module("httpx_aiohttp").AiohttpTransport()


def _pyreqwest() -> Any:
    builder = importlib.import_module("pyreqwest.client").ClientBuilder()
    return importlib.import_module("pyreqwest.compatibility.httpx").HttpxTransport(builder.build())


def _crawler() -> Any:
    egress, dns, transport = (
        importlib.import_module(f"crawler.gather.{name}") for name in ("egress", "dns", "transport")
    )
    guard = egress.Guard([ipaddress.ip_network("127.0.0.0/8")])
    settings = importlib.import_module("crawler.settings").Settings()
    resolver = dns.Resolver(guard, ())
    return transport.AiohttpTransport(settings, context=ssl.create_default_context(), resolver=resolver, guard=guard)


CLIENTS: dict[str, tuple[str, str, Callable[[], Any]]] = {
    _OURS: ("the crawler's transport over aiohttp", "crawler.gather.transport", _crawler),
    "httpcore": ("httpx over httpcore, its own", "httpcore", _httpcore),
    "httpx-aiohttp": ("httpx-aiohttp", "httpx_aiohttp", _httpx_aiohttp),
    "pyreqwest": ("pyreqwest", "pyreqwest", _pyreqwest),
}
"""Name -> what it is, the module that it needs, and how to make it."""


def measure() -> list[tuple[str, str, str, str]]:
    """Rows of what was measured: what, ours, the peer's, ratio."""
    found = {name: _measured(name) for name, (_, module, _) in CLIENTS.items() if find_spec(module)}
    ours = found.pop(_OURS)
    rows = []
    for name, theirs in found.items():
        peer = CLIENTS[name][0]
        for what, unit in (("requests a second", "rate"), ("CPU ms a request", "cpu_ms")):
            mine, other = ours[unit], theirs[unit]
            shown = (f"{mine:.2f}", f"{other:.2f}") if unit == "cpu_ms" else (f"{mine:,.0f}", f"{other:,.0f}")
            rows.append((f"transport alone: {what}", shown[0], f"{shown[1]} ({peer})", f"{mine / other:.2f}"))
    return rows


def _measured(name: str) -> dict[str, float]:
    """Rate and CPU of one client, in a process of its own."""
    with Loopback(hosts=_HOSTS) as loopback:
        command = [sys.executable, "-m", "bench.transport", name, str(loopback.port)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, float] = json.loads(said)
    return result


async def _ask(transport: httpx.AsyncBaseTransport, urls: list[str]) -> None:
    """Ask for every URL, so many at once, and read each body as it comes over the wire."""
    turn = numbers()

    async def worker() -> None:
        while (number := next(turn)) < len(urls):
            url = urls[number]
            request = httpx.Request("GET", url, extensions={"href": url, "timeout": {"connect": 10.0, "read": 20.0}})
            response = await transport.handle_async_request(request)
            size = 0
            async for chunk in response.stream:  # type: ignore[union-attr]  # all of these are asynchronous
                size += len(chunk)
            await response.aclose()
            if response.status_code != 200 or size < 1000:
                raise RuntimeError(f"{url} answered {response.status_code} with {size} bytes")

    async with transport:
        await asyncio.gather(*(worker() for _ in range(_AT_ONCE)))


async def _timed(name: str, port: int) -> dict[str, float]:
    loopback = Loopback(hosts=_HOSTS)
    loopback.port = port
    transport = CLIENTS[name][2]()
    urls = loopback.urls(_COUNT)
    began, before = perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    await _ask(transport, urls)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"rate": _COUNT / (perf_counter() - began), "cpu_ms": 1000 * cpu_s / _COUNT}


def main() -> None:
    """One client against a server that runs already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("client", choices=sorted(CLIENTS))
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        print(json.dumps(runner.run(_timed(options.client, options.port))))


if __name__ == "__main__":
    main()
