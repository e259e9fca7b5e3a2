"""GitHub's REST interface, for what a forge does. EDGE: GitHub.

Rights that a token needs: `contents: write` for branches, `pull-requests: write` for pull requests and reviews,
`issues: write` for the dashboard; reading needs `contents: read` alone where the repository is public.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from crawler.certificates import tls_context
from crawler.errors import ConflictError, ForbiddenError, RejectedError, UsageError
from crawler.publish.forge import (
    Account,
    Capabilities,
    ChangedFile,
    Comment,
    Commit,
    Entry,
    Issue,
    LineComment,
    PullRequest,
    Repository,
    Review,
    replies,
)
from crawler.publish.forge.refusals import refusal
from crawler.publish.forge.wire import Answer, Timing, Wire
from crawler.settings import Settings
from crawler.urls import bypassed, parse

API_VERSION = "2022-11-28"
ACCEPT = "application/vnd.github+json, application/json;q=0.9"
_CAPABILITIES = Capabilities(suggestions=True, task_lists=True, body_chars=65_536, review_comments=100)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_SAFE = frozenset({("https:", True), ("https:", False), ("http:", True)})


class GitHub:
    """One repository on GitHub, or on a GitHub Enterprise Server; a context manager. See `Forge`."""

    def __init__(self, name: str, wire: Wire) -> None:
        self._wire = wire
        self._name = name
        self._root = f"/repos/{name}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wire.__exit__(kind, error, trace)

    @property
    def capabilities(self) -> Capabilities:
        """Suggestions, boxes, 65,536 characters."""
        return _CAPABILITIES

    def repository(self) -> Repository:
        """Name, default branch, page."""
        return self._itself

    @cached_property
    def _itself(self) -> Repository:
        answer = self._wire.get(self._root)
        if answer.status == 404:
            raise ForbiddenError(f"there is no repository {self._name}, or the token may not see it: check both")
        return replies.repository(_good(answer, "to read the repository", "metadata: read", 200).json)

    def me(self) -> Account | None:
        """The person whose token it is; None for the token of an app, which may not ask."""
        answer = self._wire.get("/user")
        if answer.status == 403:
            return None
        return replies.account(_good(answer, "to say whose the token is", "", 200).json)

    def branch(self, name: str) -> str | None:
        """The commit at a branch's end; None where there is no such branch, or not a single commit yet."""
        answer = self._wire.get(f"{self._root}/git/ref/heads/{quote(name)}")
        if answer.status in (404, 409):
            self._must_exist(answer)
            return None
        return replies.ref(_good(answer, "to read branches", "contents: read", 200).json)

    def _must_exist(self, answer: Answer) -> None:
        """A repository that the token may not see answers 404 too: then nothing is said to be missing in it."""
        if answer.status == 404:
            self.repository()

    def commit(self, sha: str) -> Commit:
        """A commit."""
        return replies.commit(self._read(f"/git/commits/{quote(sha)}", "to read a commit", "contents: read"))

    def tree(self, sha: str) -> Mapping[str, Entry]:
        """Every file below a tree, by path."""
        whole = {"recursive": "1"}
        return replies.tree(self._read(f"/git/trees/{quote(sha)}", "to read a tree", "contents: read", whole))

    def blob(self, sha: str) -> bytes:
        """What a file holds."""
        return replies.blob(self._read(f"/git/blobs/{quote(sha)}", "to read a file", "contents: read"))

    def write_blob(self, data: bytes) -> str:
        """Keep what a file is to hold; its sha."""
        body = {"content": base64.b64encode(data).decode(), "encoding": "base64"}
        return replies.sha(self._made("/git/blobs", body, "contents: write"))

    def write_tree(self, base: str | None, files: Mapping[str, Entry | None]) -> str:
        """The tree `base` with these files put in, and those that are None taken out; its sha."""
        body: dict[str, Any] = {"tree": [_item(path, entry) for path, entry in sorted(files.items())]}
        if base is not None:
            body["base_tree"] = base
        return replies.sha(self._made("/git/trees", body, "contents: write"))

    def write_commit(self, tree: str, parents: Sequence[str], message: str) -> str:
        """Keep a commit; its sha."""
        body = {"message": message, "tree": tree, "parents": list(parents)}
        return replies.sha(self._made("/git/commits", body, "contents: write"))

    def create_branch(self, name: str, sha: str) -> None:
        """A new branch; ConflictError where there is one of that name."""
        answer = self._write("POST", "/git/refs", {"ref": f"refs/heads/{name}", "sha": sha}, repeatable=False)
        if answer.status == 422 and "already exists" in answer.complaint:
            raise ConflictError(f"somebody else has made the branch {name} meanwhile: run it again")
        _good(answer, "to make a branch", "contents: write", 201)

    def move_branch(self, name: str, sha: str, *, force: bool = False) -> None:
        """Put a branch on another commit; ConflictError where that would lose one, or where it is gone."""
        path = f"/git/refs/heads/{quote(name)}"
        answer = self._write("PATCH", path, {"sha": sha, "force": force}, repeatable=True, notifies=force)
        if answer.status == 422 and ("fast forward" in answer.complaint or "does not exist" in answer.complaint):
            raise ConflictError(f"somebody else has changed the branch {name} meanwhile: run it again")
        _good(answer, "to move a branch", "contents: write", 200)

    def delete_branch(self, name: str) -> None:
        """Remove a branch; one that is not there is no error."""
        answer = self._write("DELETE", f"/git/refs/heads/{quote(name)}", None, repeatable=True)
        if not (answer.status == 422 and "does not exist" in answer.complaint):
            _good(answer, "to remove a branch", "contents: write", 204)

    def pull_requests(self, branch: str) -> Sequence[PullRequest]:
        """Open and closed ones from a branch of this very repository, newest first."""
        owner = self._itself.name.partition("/")[0]  # as the repository spells it, whatever it was asked for as
        query = {"head": f"{owner}:{branch}", "state": "all", "sort": "created", "direction": "desc"}
        found = [replies.pull_request(item) for item in self._list("/pulls", query, "pull-requests: read")]
        return [each for each in found if each.branch == branch and not each.from_fork]

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """Every one that is open, newest first."""
        query = {"state": "open", "sort": "created", "direction": "desc"}
        return [replies.pull_request(item) for item in self._list("/pulls", query, "pull-requests: read")]

    def pull_request(self, number: int) -> PullRequest:
        """One of them."""
        return replies.pull_request(self._read(f"/pulls/{number}", "to read a pull request", "pull-requests: read"))

    def open_pull_request(self, *, title: str, body: str, branch: str, base: str) -> PullRequest:
        """Open one; ConflictError where there is one from that branch already."""
        sent = {"title": title, "body": body, "head": branch, "base": base}
        answer = self._write("POST", "/pulls", sent, repeatable=False, notifies=True)
        if answer.status == 422 and "already exists" in answer.complaint:
            raise ConflictError(f"there is a pull request from {branch} already: run it again")
        return replies.pull_request(_good(answer, "to open a pull request", "pull-requests: write", 201).json)

    def edit_pull_request(self, number: int, *, body: str | None = None, is_open: bool | None = None) -> None:
        """Write over its body, or close or reopen it."""
        sent, notifies = _edit(body, is_open), is_open is not None
        answer = self._write("PATCH", f"/pulls/{number}", sent, repeatable=True, notifies=notifies)
        _good(answer, "to edit a pull request", "pull-requests: write", 200)

    def issues(self, author: Account) -> Sequence[Issue]:
        """Open and closed issues of that author, newest first."""
        query = {"creator": author.name, "state": "all", "sort": "created", "direction": "desc"}
        found = [replies.issue(item) for item in self._list("/issues", query, "issues: read") if replies.is_issue(item)]
        return [each for each in found if each.author.id == author.id]

    def issue(self, number: int) -> Issue:
        """An issue, or what a pull request has of one; RejectedError where it was deleted, or moved elsewhere."""
        json = self._read(f"/issues/{number}", "to read an issue", "issues: read")
        home = replies.home(json)
        if home is not None and home != self._name.lower() and home != self.repository().name.lower():
            raise RejectedError(f"issue {number} is in another repository now")  # GitHub leads there without a word
        return replies.issue(json)

    def open_issue(self, *, title: str, body: str) -> Issue:
        """Open one."""
        sent = {"title": title, "body": body}
        answer = self._write("POST", "/issues", sent, repeatable=False, notifies=True)
        return replies.issue(_good(answer, "to open an issue", "issues: write", 201).json)

    def edit_issue(self, number: int, *, body: str | None = None, is_open: bool | None = None) -> None:
        """Write over its body, or close or reopen it."""
        sent, notifies = _edit(body, is_open), is_open is not None
        answer = self._write("PATCH", f"/issues/{number}", sent, repeatable=True, notifies=notifies)
        _good(answer, "to edit an issue", "issues: write", 200)

    def changed_files(self, number: int) -> Sequence[ChangedFile]:
        """What a pull request changes."""
        return [replies.changed_file(item) for item in self._list(f"/pulls/{number}/files", {}, "pull-requests: read")]

    def reviews(self, number: int) -> Sequence[Review]:
        """The reviews of a pull request, oldest first."""
        return [replies.review(item) for item in self._list(f"/pulls/{number}/reviews", {}, "pull-requests: read")]

    def review_comments(self, number: int) -> Sequence[Comment]:
        """The comments on its lines, oldest first."""
        return [replies.comment(item) for item in self._list(f"/pulls/{number}/comments", {}, "pull-requests: read")]

    def review(self, number: int, *, commit: str, body: str, comments: Sequence[LineComment]) -> None:
        """Comment on lines without approving or refusing; RejectedError where a line is not part of the diff."""
        lines = [{"path": each.path, "line": each.line, "side": "RIGHT", "body": each.body} for each in comments]
        sent = {"commit_id": commit, "body": body, "event": "COMMENT", "comments": lines}
        answer = self._write("POST", f"/pulls/{number}/reviews", sent, repeatable=False, notifies=True)
        _good(answer, "to review a pull request", "pull-requests: write", 200)

    def _read(self, path: str, what: str, right: str, query: Mapping[str, str | int] | None = None) -> Any:
        return _good(self._wire.get(f"{self._root}{path}", query), what, right, 200).json

    def _list(self, path: str, query: Mapping[str, str | int], right: str) -> list[Any]:
        answers = self._wire.pages(f"{self._root}{path}", query)
        return [item for answer in answers for item in replies.items(_good(answer, f"to list {path}", right, 200).json)]

    def _made(self, path: str, body: Mapping[str, Any], right: str) -> Any:
        return _good(self._write("POST", path, body, repeatable=True), f"to write {path}", right, 201).json

    def _write(
        self, method: str, path: str, body: Mapping[str, Any] | None, *, repeatable: bool, notifies: bool = False
    ) -> Answer:
        return self._wire.write(method, f"{self._root}{path}", body, repeatable=repeatable, notifies=notifies)


def open_forge(
    settings: Settings, repository: str, timing: Timing, transport: httpx.BaseTransport | None = None
) -> GitHub:
    """The repository `owner/name`, asked with the key of the environment; UsageError where one of them cannot be."""
    if not _NAME.fullmatch(repository):
        raise UsageError(f"{repository[:140]!r} names no repository: pass --repository OWNER/NAME")
    if not settings.keys.github_token:
        raise UsageError("there is no token to ask the forge with: set GITHUB_TOKEN")
    base = _base(settings.keys.github_api_url)
    client = httpx.Client(
        base_url=base,
        headers={
            "Accept": ACCEPT,
            "Accept-Encoding": "identity",
            "Authorization": f"Bearer {settings.keys.github_token}",
            "User-Agent": settings.user_agent,
            "X-GitHub-Api-Version": API_VERSION,
        },
        timeout=httpx.Timeout(60.0, connect=settings.connect_timeout_s),
        transport=transport,
        verify=tls_context(settings),
        proxy=_proxy(settings, base),
        trust_env=False,
    )
    return GitHub(repository, Wire(client, timing))


def _base(url: str) -> str:
    """A token is never sent in the clear, but to this very machine."""
    parsed = parse(url)
    if parsed is None or (parsed.protocol, parsed.hostname in _LOOPBACK) not in _SAFE:
        raise UsageError("GITHUB_API_URL must begin with https://: the token goes there")
    if parsed.username or parsed.password or parsed.search or parsed.hash:
        raise UsageError("GITHUB_API_URL must be an address alone, without user name, `?` or `#`")
    return str(parsed.href).rstrip("/")


def _proxy(settings: Settings, url: str) -> str | None:
    """The person's own choice for that host, as for every other."""
    parsed = parse(url)
    if parsed is None or not settings.proxies or bypassed(parsed.hostname, settings.proxies.get("no", "")):
        return None
    return settings.proxies.get(parsed.protocol.rstrip(":")) or settings.proxies.get("all")


def _item(path: str, entry: Entry | None) -> dict[str, str | None]:
    if entry is None:
        return {"path": path, "mode": "100644", "type": "blob", "sha": None}
    return {"path": path, "mode": entry.mode, "type": "blob", "sha": entry.sha}


def _edit(body: str | None, is_open: bool | None) -> dict[str, str]:
    edit = {} if body is None else {"body": body}
    return edit if is_open is None else {**edit, "state": "open" if is_open else "closed"}


def _good(answer: Answer, what: str, right: str, status: int) -> Answer:
    if answer.status != status:
        raise refusal(answer.status, answer.complaint, what=what, right=right)
    return answer
