"""Asks the fake one thing, with the headers that GitHub wants."""

from base64 import b64encode
from typing import Any

import httpx

from tests.forge.fake import BOT_TOKEN, FakeGitHub

HEADERS = {
    "Accept": "application/vnd.github+json",
    "User-Agent": "listkeeper-tests",
    "X-GitHub-Api-Version": "2022-11-28",
}


class Asking:
    """Somebody who holds a token. Paths are those below the repository; what is named is the query."""

    def __init__(self, fake: FakeGitHub, token: str | None = BOT_TOKEN) -> None:
        holder = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._below = f"{fake.url}/repos/{fake.name}"
        self._client = httpx.Client(transport=fake.transport(), headers={**HEADERS, **holder})

    def __call__(self, method: str, path: str, body: Any = None, **query: str) -> httpx.Response:
        """The answer."""
        content = {} if body is None else {"json": body}
        return self._client.request(method, self._below + path, params=query or None, **content)

    def get(self, path: str, **query: str) -> Any:
        """What is there; it has to be there."""
        answer = self("GET", path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def make(self, path: str, **body: Any) -> Any:
        """What was made; it has to be made."""
        answer = self("POST", path, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def commit(self, files: dict[str, bytes | None], parent: str, message: str = "A change") -> str:
        """A commit of ours, made as a publisher makes it: blobs, a tree, a commit; its name."""
        entries = [
            {"path": path, "mode": "100644", "type": "blob", "sha": self._blob(data)} for path, data in files.items()
        ]
        base = self.get(f"/git/commits/{parent}")["tree"]["sha"]
        tree = self.make("/git/trees", base_tree=base, tree=entries)["sha"]
        made: str = self.make("/git/commits", message=message, tree=tree, parents=[parent])["sha"]
        return made

    def _blob(self, data: bytes | None) -> str | None:
        if data is None:
            return None
        made: str = self.make("/git/blobs", content=b64encode(data).decode(), encoding="base64")["sha"]
        return made

    def branch(self, name: str, files: dict[str, bytes | None], base: str = "main") -> str:
        """A branch of ours with one commit on top of another branch; the commit."""
        sha = self.commit(files, self.get(f"/git/ref/heads/{base}")["object"]["sha"])
        self.make("/git/refs", ref=f"refs/heads/{name}", sha=sha)
        return sha

    def pull(self, branch: str, body: str = "A body", title: str = "A change") -> int:
        """A pull request of ours; its number."""
        number: int = self.make("/pulls", title=title, body=body, head=branch, base="main")["number"]
        return number
