"""What GitHub's JSON comes to: nouns, or a sentence."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import ForgeError
from crawler.publish.forge import (
    Account,
    ChangedFile,
    Comment,
    Commit,
    Issue,
    PullRequest,
    Repository,
    Review,
    replies,
    waits,
)

SHA = "0123456789abcdef0123456789abcdef01234567"
USER = {"id": 7, "login": "somebody"}
PULL = {
    "number": 3,
    "title": "Mend",
    "body": None,
    "state": "closed",
    "user": USER,
    "head": {"ref": "x", "sha": SHA, "repo": {"id": 1}},
    "base": {"ref": "main", "repo": {"id": 1}},
    "html_url": "https://x.test/",
    "closed_at": "2026-11-28T04:23:00Z",
    "merged_at": None,
    "merge_commit_sha": SHA,
}
READERS: dict[Callable[[object], object], type] = {
    replies.repository: Repository,
    replies.account: Account,
    replies.commit: Commit,
    replies.tree: dict,
    replies.blob: bytes,
    replies.sha: str,
    replies.ref: str,
    replies.pull_request: PullRequest,
    replies.issue: Issue,
    replies.changed_file: ChangedFile,
    replies.comment: Comment,
    replies.review: Review,
    replies.items: list,
}
_KEYS = sorted({*PULL, *USER, "tree", "truncated", "parents", "message", "sha", "object", "content", "path", "mode"})
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(SHA)
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6)
)


@given(json=_JSON)
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_readers_answer_for_any_json(read: Callable[[object], object], json: object) -> None:
    """A value, or a ForgeError: never another exception."""
    with suppress(ForgeError):
        assert isinstance(read(json), READERS[read])


@given(_JSON)
def test_complaint_is_one_short_line(json: object) -> None:
    """Whatever a forge says is wrong fits into a message."""
    said = replies.complaint({"message": json, "errors": json})
    assert len(said) <= 600
    assert "\n" not in said


@given(broken=st.sampled_from(sorted(set(PULL) - {"body", "user", "merged_at", "closed_at", "merge_commit_sha"})))
def test_pull_request_needs_what_everything_hangs_on(broken: str) -> None:
    """A pull request without its number or its head is none."""
    assert replies.pull_request(PULL).number == 3
    with pytest.raises(ForgeError):
        replies.pull_request({key: value for key, value in PULL.items() if key != broken})


def test_pull_request_tells_forks_and_merges() -> None:
    """A fork that was deleted is null; the commit that holds a merge counts once it is merged."""
    assert not replies.pull_request(PULL).from_fork
    assert replies.pull_request({**PULL, "head": {**PULL["head"], "repo": None}}).from_fork  # type: ignore[dict-item]
    assert replies.pull_request({**PULL, "head": {**PULL["head"], "repo": {"id": 2}}}).from_fork  # type: ignore[dict-item]
    assert replies.pull_request(PULL).merged_as is None
    merged = replies.pull_request({**PULL, "merged_at": "2026-11-28T04:23:00Z"})
    assert (merged.merged, merged.merged_as) == (True, SHA)
    assert replies.pull_request({**PULL, "merged_at": "2026-11-28T04:23:00Z", "merge_commit_sha": 7}).merged_as is None


@pytest.mark.parametrize("at", ["yesterday", "2026-11-28T04:23:00"])
def test_pull_request_refuses_times_that_are_none(at: str) -> None:
    """A time has its zone."""
    with pytest.raises(ForgeError):
        replies.pull_request({**PULL, "closed_at": at})


def test_tree_is_an_error_when_files_are_missing_from_it() -> None:
    """Half a repository is not worked on."""
    with pytest.raises(ForgeError, match="more files"):
        replies.tree({"truncated": True, "tree": []})


def test_changed_file_is_an_error_when_its_name_is_none() -> None:
    """A file has a name; it need not have a patch."""
    assert replies.changed_file({"filename": "a.md"}).patch is None
    with pytest.raises(ForgeError):
        replies.changed_file({"filename": None})


def test_sha_is_an_error_when_it_names_no_object() -> None:
    """What goes into the path of the next request is a name of git's, and nothing else."""
    with pytest.raises(ForgeError):
        replies.sha({"sha": "../../../user"})


def test_blob_is_an_error_when_it_is_no_base64() -> None:
    """A character too many is damage."""
    with pytest.raises(ForgeError):
        replies.blob({"content": "a"})


def test_account_is_an_error_when_its_number_is_none() -> None:
    """JSON's true is no number."""
    with pytest.raises(ForgeError):
        replies.account({"id": True, "login": "x"})


def test_issue_tells_who_closed_it() -> None:
    """Where it is open, nobody has."""
    issue = {"number": 1, "title": "x", "body": "y", "state": "closed", "user": None, "html_url": "", "closed_by": USER}
    assert replies.issue(issue).closed_by == replies.account(USER)
    assert replies.issue({**issue, "closed_by": None}).closed_by is None
    assert replies.is_issue(issue)
    assert not replies.is_issue({**issue, "pull_request": {}})


def test_comment_tells_what_it_answers() -> None:
    """A comment of its own answers none."""
    comment = {"id": 1, "path": "a.md", "body": "x", "user": USER}
    assert replies.comment(comment).answers is None
    assert replies.comment({**comment, "in_reply_to_id": 9}).answers == 9


@given(
    status=st.integers(100, 599),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"]), st.text() | st.just("0")
    ),
    message=st.text(),
)
def test_waits_answer_for_any_headers(status: int, headers: dict[str, str], message: str) -> None:
    """A wait is a number of seconds that is not below nothing."""
    assert waits.limit_s(headers, 0.0, 1) >= 0.0
    assert not waits.is_limit(status, headers, message) or status in (403, 429)


_RELATION = st.sampled_from(["first", "prev", "last", "nextish", "next"])
_URL = st.text("abc:/?&=,;%20", min_size=1).map(lambda text: f"https://a.test/{text}")


@given(st.lists(st.tuples(_URL, _RELATION), max_size=4), st.sampled_from(['"', ""]))
def test_next_page_is_the_one_that_is_called_so(links: list[tuple[str, str]], quote: str) -> None:
    """Whatever stands in the addresses: the first link whose relation is exactly `next`."""
    field = ", ".join(f"<{url}>; rel={quote}{relation}{quote}" for url, relation in links)
    assert replies.next_page(field) == next((url for url, relation in links if relation == "next"), None)


@given(st.text())
def test_next_page_answers_for_any_field(field: str) -> None:
    """A field that is none leads nowhere."""
    found = replies.next_page(field)
    assert found is None or found in field


def test_texts_are_whole_characters() -> None:
    """JSON can spell half a character; a body that holds one can still be written to a file."""
    assert replies.pull_request({**PULL, "body": "a\ud800b\ud83d\ude00"}).body == "a\ufffdb😀"
    assert replies.pull_request({**PULL, "title": "\ud800"}).title.encode() == "\ufffd".encode()
