"""JSON of GitHub's interface -> the forge's nouns. Pure: what is no such thing is a ForgeError, never a KeyError."""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crawler import untrusted
from crawler.errors import ForgeError
from crawler.publish.forge import Account, ChangedFile, Comment, Commit, Entry, Issue, PullRequest, Repository, Review

Json = Any
_SHA = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_NEXT = re.compile(r'<([^<>]{1,4000})>\s*;[^,<>]*\brel="?next(?![\w-])')
_HOME = re.compile(r"/repos/([^/?#]{1,100}/[^/?#]{1,100})\Z")
_GHOST = Account(id=0, name="ghost")
"""Whose account was deleted: GitHub gives null."""


def repository(json: Json) -> Repository:
    """Of `GET /repos/{owner}/{repo}`."""
    url = _text(json, "html_url")
    return Repository(
        name=_text(json, "full_name"),
        default_branch=_text(json, "default_branch"),
        url=url,
        # Markdown is shown without the numbers of its lines, unless it is asked for plainly.
        lines_url=f"{url}/blob/{{commit}}/{{path}}?plain=1#L{{line}}" if url else "",
    )


def account(json: Json) -> Account:
    """Of a `simple-user`, or null.

    >>> account({"id": 41898282, "login": "github-actions[bot]"}), account(None).name
    (Account(id=41898282, name='github-actions[bot]'), 'ghost')
    """
    return _GHOST if json is None else Account(id=_whole(json, "id"), name=_text(json, "login"))


def commit(json: Json) -> Commit:
    """Of a git commit."""
    parents = tuple(_sha(parent, "sha") for parent in _items(_get(json, "parents", list)))
    message = _text(json, "message")
    return Commit(sha=_sha(json, "sha"), tree=_sha(_get(json, "tree", dict), "sha"), parents=parents, message=message)


def tree(json: Json) -> dict[str, Entry]:
    """Every file of a git tree that was asked for with all that is below it."""
    if _get(json, "truncated", bool):
        raise ForgeError("the repository has more files than the forge shows at once: it cannot be worked on")
    blobs = (item for item in _items(_get(json, "tree", list)) if _text(item, "type") == "blob")
    return {_text(item, "path"): Entry(mode=_text(item, "mode"), sha=_sha(item, "sha")) for item in blobs}


def blob(json: Json) -> bytes:
    r"""Of a git blob.

    >>> blob({"encoding": "base64", "content": "aGV5\n"})
    b'hey'
    """
    try:
        return base64.b64decode(_text(json, "content"), validate=False)
    except (binascii.Error, ValueError):
        raise _strange("content") from None


def sha(json: Json) -> str:
    """Of whatever has one."""
    return _sha(json, "sha")


def ref(json: Json) -> str:
    """The commit that a git reference is at."""
    return _sha(_get(json, "object", dict), "sha")


def pull_request(json: Json) -> PullRequest:
    """Of a pull request, alone or in a list."""
    head, base = _get(json, "head", dict), _get(json, "base", dict)
    home, theirs = _get(base, "repo", dict), head.get("repo")
    merged_as = json.get("merge_commit_sha") if json.get("merged_at") else None
    return PullRequest(
        number=_whole(json, "number"),
        title=_text(json, "title"),
        body=_text_or_none(json, "body") or "",
        is_open=_text(json, "state") == "open",
        merged=bool(json.get("merged_at")),
        author=account(json.get("user")),
        branch=_text(head, "ref"),
        head=_sha(head, "sha"),
        base=_text(base, "ref"),
        from_fork=not isinstance(theirs, dict) or theirs.get("id") != home.get("id"),
        url=_text(json, "html_url"),
        closed_at=_moment(json.get("closed_at")),
        merged_as=merged_as if isinstance(merged_as, str) and _SHA.fullmatch(merged_as) else None,
    )


def issue(json: Json) -> Issue:
    """Of an issue."""
    closer = json.get("closed_by") if isinstance(json, dict) else None
    return Issue(
        number=_whole(json, "number"),
        title=_text(json, "title"),
        body=_text_or_none(json, "body") or "",
        is_open=_text(json, "state") == "open",
        author=account(json.get("user")),
        url=_text(json, "html_url"),
        closed_by=account(closer) if closer is not None else None,
    )


def home(json: Json) -> str | None:
    """The repository that an issue is in, in lower case; None where that is not said.

    >>> home({"repository_url": "https://api.github.com/repos/Owner/Name"})
    'owner/name'
    >>> home({"repository_url": 7}), home({})
    (None, None)
    """
    found = _HOME.search(_text_or_none(json, "repository_url") or "")
    return found[1].lower() if found else None


def is_issue(json: Json) -> bool:
    """Whether it is no pull request: lists of issues hold both."""
    return isinstance(json, dict) and "pull_request" not in json


def changed_file(json: Json) -> ChangedFile:
    """Of a file of a pull request."""
    return ChangedFile(path=_text(json, "filename"), patch=_text_or_none(json, "patch"))


def comment(json: Json) -> Comment:
    """Of a comment on a line."""
    answers = json.get("in_reply_to_id") if isinstance(json, dict) else None
    return Comment(
        id=_whole(json, "id"),
        path=_text(json, "path"),
        body=_text(json, "body"),
        author=account(json.get("user")),
        answers=answers if isinstance(answers, int) else None,
    )


def review(json: Json) -> Review:
    """Of a review."""
    return Review(
        id=_whole(json, "id"),
        body=_text_or_none(json, "body") or "",
        author=account(json.get("user") if isinstance(json, dict) else None),
        commit=_text_or_none(json, "commit_id"),
    )


def items(json: Json) -> list[Json]:
    """Of a list."""
    if not isinstance(json, list):
        raise _strange("its list")
    return json


def complaint(json: Json) -> str:
    """What GitHub says is wrong, on one line; its words are a stranger's.

    >>> complaint({"message": "Validation Failed", "errors": [{"field": "head", "code": "invalid"}, "No commits"]})
    'Validation Failed: head invalid; No commits'
    >>> complaint([]), complaint({"message": 7})
    ('', '')
    """
    if not isinstance(json, dict):
        return ""
    message = json["message"] if isinstance(json.get("message"), str) else ""
    errors = json.get("errors")
    told = "; ".join(filter(None, map(_one_error, errors[:10] if isinstance(errors, list) else [errors])))
    return untrusted.terminal(" ".join(": ".join(filter(None, (message, told))).split()), 500)


def _one_error(json: Json) -> str:
    if isinstance(json, str):
        return json
    if not isinstance(json, dict):
        return ""
    if isinstance(json.get("message"), str):
        return str(json["message"])
    return " ".join(str(json[key]) for key in ("field", "code") if isinstance(json.get(key), str))


def next_page(link: str | None) -> str | None:
    """The address of the next page in a Link field (RFC 8288).

    >>> next_page('<https://a.test/x?page=1>; rel="prev", <https://a.test/x?page=3>; rel="next"')
    'https://a.test/x?page=3'
    >>> next_page(None), next_page('<https://a.test/x?page=1>; rel="last"')
    (None, None)
    """
    found = _NEXT.search(link or "")
    return found[1] if found else None


def _strange(what: str) -> ForgeError:
    return ForgeError(f"the forge's answer cannot be understood ({what} is not as it should be): try again later")


def _get(json: Json, key: str, kind: type) -> Json:
    value = json.get(key) if isinstance(json, Mapping) else None
    if not isinstance(value, kind):
        raise _strange(key)
    return value


def _items(json: list[Json]) -> list[Json]:
    return [item for item in json if isinstance(item, dict)]


def _text(json: Json, key: str) -> str:
    return _whole_text(_get(json, key, str))


def _text_or_none(json: Json, key: str) -> str | None:
    value = json.get(key) if isinstance(json, Mapping) else None
    return _whole_text(value) if isinstance(value, str) else None


def _whole_text(text: str) -> str:
    """Without half characters, which JSON can spell and UTF-8 cannot: nothing could write them on."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole(json: Json, key: str) -> int:
    value = _get(json, key, int)
    if isinstance(value, bool):
        raise _strange(key)
    return int(value)


def _sha(json: Json, key: str) -> str:
    value = _text(json, key)
    if not _SHA.fullmatch(value):
        raise _strange(key)
    return value


def _moment(value: Json) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        raise _strange("a time") from None
    if at is not None and at.tzinfo is None:
        raise _strange("a time")
    return at
