"""A server that another made of GitHub's description: prism, which refuses what is not as described.

It answers with the examples of the description, and remembers nothing. A small door of ours stands before it, for two
things in which it differs from GitHub: it takes `heads/a/b` in a path only with its slashes as `%2F`, and its lists
lead on to a page on another host. What it has against a request is kept in `problems`, and so is what we have: it does
not look into the bodies of issues, whose schema is beyond it.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import quote, unquote

import httpx

from tests.forge.doors import served
from tests.forge.rights import headers_problems
from tests.forge.talk import Asked, Reply
from tests.nodejs import MODULES, required
from tests.openapi.description import operation_of
from tests.openapi.subset import SUBSET

_LISTENING = "Prism is listening on "
_KEPT = frozenset({"content-type", "location"})


@dataclass
class Prism:
    """What came to the door."""

    url: str = ""
    problems: list[str] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    """What was asked, in order."""


@contextmanager
def prism() -> Iterator[Prism]:
    """Prism, and the door before it, while the block runs; skipped without Node.js."""
    with _mocking() as behind, httpx.Client(base_url=behind, timeout=30.0) as client:
        door = Prism()
        with served(lambda asked: _answer(door, client, asked)) as door.url:
            yield door


@contextmanager
def _mocking() -> Iterator[str]:
    """Prism's own address."""
    script = MODULES / "@stoplight" / "prism-cli" / "dist" / "index.js"
    command = [required(), str(script), "mock", "--host", "127.0.0.1", "--port", "0", str(SUBSET)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            said = next((line for line in process.stdout if _LISTENING in line), None)
            assert said is not None, "prism ended before it listened"
            Thread(target=process.stdout.read, daemon=True).start()  # else its log would fill the pipe, and stop it
            yield said.partition(_LISTENING)[2].strip()
        finally:
            process.kill()


def _answer(door: Prism, client: httpx.Client, asked: Asked) -> Reply:
    operation = operation_of(asked.method, asked.path)
    if operation is None:
        door.problems.append(f"nothing is described for {asked.method} {asked.path}")
        return Reply(status=404, value={"message": "Not Found"})
    door.operations.append(operation.id)
    door.problems.extend(operation.problems_of_request(asked.path, asked.query, asked.body))
    door.problems.extend(headers_problems(asked))
    found = operation.route.fullmatch(asked.path)
    parts = {name: quote(unquote(text), safe="") for name, text in (found.groupdict() if found else {}).items()}
    headers = {name: asked.headers[name] for name in ("accept", "content-type", "prefer") if name in asked.headers}
    url = httpx.URL(operation.template.format(**parts), query=asked.query.encode() or None)
    answer = client.request(asked.method, url, content=asked.body, headers=headers)
    door.problems.extend(_problems(answer))
    kept = {name: value for name, value in answer.headers.items() if name in _KEPT}
    return Reply(status=answer.status_code, raw=answer.content, headers=kept)


def _problems(answer: httpx.Response) -> list[str]:
    """What prism has against the request; that its own examples are not as described is no fault of ours."""
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        return [f"prism: {answer.text[:300]}"]
    found = json.loads(answer.headers.get("sl-violations", "[]"))
    return [f"prism: {one['message']}" for one in found if one["location"][:1] == ["request"]]
