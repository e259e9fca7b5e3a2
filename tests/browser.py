"""A real browser, without a window: what it makes of a page, and whom it asks for more.

No name of the world is known to it: whatever it would ask of any host comes to a listener of ours, and is kept.
"""

import os
import shutil
import socketserver
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread

import pytest

NEEDED = "TESTS_NEED_A_BROWSER"
"""Where this is set in the environment, no test is skipped for want of a browser."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--no-proxy-server"),
    *("--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars", "--virtual-time-budget=3000"),
)
_WATCH = (
    "<script>for (const name of ['alert', 'confirm', 'prompt'])"
    " window[name] = () => document.documentElement.setAttribute('data-ran', name)</script>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a browser made of a page."""

    dom: str
    """The document when all was loaded."""
    asked: tuple[bytes, ...]
    """How each connection began that it opened: a request, or the hello of TLS with the host's name."""

    @property
    def ran(self) -> bool:
        """Whether a script that was not ours showed itself."""
        return "data-ran=" in self.dom

    @property
    def elements(self) -> list[tuple[str, dict[str, str | None]]]:
        """Each element below the body, with its attributes."""
        reader = _Elements()
        reader.feed(self.dom.partition("<body")[2].partition(">")[2])
        return reader.found


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def required() -> str:
    """Where the browser is; without one the test is skipped, or fails where one is needed."""
    found = next(filter(None, map(shutil.which, _NAMES)), None) or (_ON_A_MAC if Path(_ON_A_MAC).exists() else None)
    if found is None and os.environ.get(NEEDED):
        pytest.fail(f"no browser is installed, and {NEEDED} is set: install chromium")
    if found is None:
        pytest.skip("no browser is installed: install chromium to see what one makes of the reports")
    return found


def load(body: str, folder: Path, *flags: str) -> Loaded:
    """Open a page that has this body, and wait until it and all that it asks for is loaded."""
    page = folder / "page.html"
    head = f"<!DOCTYPE html><meta charset=utf-8><title>A page</title>{_WATCH}<body>"
    page.write_text(head + body, encoding="utf-8", errors="replace")
    with _listener() as (port, asked):
        own = (f"--user-data-dir={folder / 'profile'}", f"--host-resolver-rules=MAP * 127.0.0.1:{port}")
        done = subprocess.run(
            [required(), *_QUIET, *own, *(flags or ["--dump-dom"]), page.as_uri()],
            capture_output=True,
            timeout=120,
            check=True,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        )
    return Loaded(dom=done.stdout.decode("utf-8", "replace"), asked=tuple(asked))


@contextmanager
def _listener() -> Iterator[tuple[int, list[bytes]]]:
    asked: list[bytes] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(4096))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], asked
        finally:
            server.shutdown()
            thread.join()
