"""The fake's reviews: on which lines they may comment, and what becomes of the comments."""

import pytest

from tests.forge import FakeGitHub
from tests.forge.asking import Asking

_LIST = "".join(f"- [{n}](https://{n}.example/)\n" for n in range(30)).encode()
_MENDED = _LIST.replace(b"https://3.example/", b"https://three.example/")


@pytest.fixture
def fake() -> FakeGitHub:
    """A repository with one list."""
    return FakeGitHub(files={"README.md": _LIST, "docs/more.md": b"More\n"})


@pytest.fixture
def ask(fake: FakeGitHub) -> Asking:
    """GITHUB_TOKEN."""
    return Asking(fake)


@pytest.fixture
def number(ask: Asking) -> int:
    """A pull request of ours."""
    ask.branch("listkeeper/fixes", {"README.md": _MENDED})
    return ask.pull("listkeeper/fixes")


def test_create_review_comments_on_lines_of_the_diff(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """On changed lines and on those around them; the comment is found again, and answers to it too."""
    comments = [{"path": "README.md", "line": line, "side": "RIGHT", "body": f"On {line}"} for line in (4, 7)]
    head = ask.get(f"/pulls/{number}")["head"]["sha"]
    ask.make(f"/pulls/{number}/reviews", commit_id=head, event="COMMENT", body="Two", comments=comments)
    found = ask.get(f"/pulls/{number}/comments")
    fake.person().answer(number, found[0]["id"], "No")
    assert [(one["line"], one["body"]) for one in found] == [(4, "On 4"), (7, "On 7")]
    assert found[0]["diff_hunk"].endswith("+- [3](https://three.example/)")
    assert ask.get(f"/pulls/{number}/comments")[2]["in_reply_to_id"] == found[0]["id"]
    assert [review["state"] for review in ask.get(f"/pulls/{number}/reviews")] == ["COMMENTED", "COMMENTED"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"line": 25},
        {"line": 999},
        {"line": 4, "path": "docs/more.md"},
        {"line": 4, "body": " "},
        {"line": 4, "start_line": 4},
        {},
    ],
)
def test_create_review_is_refused_whole_when_one_line_is_not_shown(
    ask: Asking, number: int, wrong: dict[str, object]
) -> None:
    """One bad comment, and the good one is not made either."""
    good = {"path": "README.md", "line": 4, "body": "Good"}
    comments = [good, {"path": "README.md", "body": "Bad", **wrong}]
    answer = ask("POST", f"/pulls/{number}/reviews", {"event": "COMMENT", "body": "B", "comments": comments})
    assert answer.status_code == 422
    assert (ask.get(f"/pulls/{number}/comments"), ask.get(f"/pulls/{number}/reviews")) == ([], [])


def test_line_comments_are_outdated_when_the_branch_moves(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """They have no line any more, as GitHub shows them."""
    comments = [{"path": "README.md", "line": 4, "body": "Here"}]
    ask.make(f"/pulls/{number}/reviews", event="COMMENT", comments=comments)
    fake.person().push("listkeeper/fixes", {"README.md": b"x"})
    comment = ask.get(f"/pulls/{number}/comments")[0]
    assert (comment["line"], comment["original_line"], comment["position"]) == (None, 4, None)


def test_create_review_is_refused_for_a_commit_that_is_not_part_of_it(
    fake: FakeGitHub, ask: Asking, number: int
) -> None:
    """Neither the base's, nor one that a push by force has taken away; an earlier one of the same branch is."""
    earlier, base = (fake.repository.refs[f"refs/heads/{name}"] for name in ("listkeeper/fixes", "main"))
    fake.person().push("listkeeper/fixes", {"docs/more.md": b"x"})
    given = {"event": "COMMENT", "comments": [{"path": "README.md", "line": 4, "body": "Here"}]}
    statuses = [
        ask("POST", f"/pulls/{number}/reviews", {**given, "commit_id": sha}).status_code for sha in (base, earlier)
    ]
    fake.person().force_push("listkeeper/fixes", ask.commit({"README.md": b"x"}, base))
    lost = ask("POST", f"/pulls/{number}/reviews", {**given, "commit_id": earlier})
    assert (statuses, lost.status_code) == ([422, 200], 422)
    assert lost.json()["errors"] == ["The commitOID is not part of the pull request"]


def test_apply_suggestion_puts_its_lines_in_place(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Those of the fence, and no others change; a fence of another length is one too."""
    body = "Better:\n\n````suggestion\n- [4](https://four.example/)\n- [5](https://five.example/)\n````\n"
    comments = [{"path": "README.md", "start_line": 5, "line": 6, "body": body}]
    ask.make(f"/pulls/{number}/reviews", event="COMMENT", comments=comments)
    fake.person().apply_suggestion(number, ask.get(f"/pulls/{number}/comments")[0]["id"])
    wanted = _MENDED.replace(b"https://4.", b"https://four.").replace(b"https://5.", b"https://five.")
    assert fake.files("listkeeper/fixes")["README.md"] == wanted


def test_line_comments_stay_while_their_file_stays(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """A push that changes another file leaves them on their lines, and names the newest commit for them."""
    ask.make(f"/pulls/{number}/reviews", event="COMMENT", comments=[{"path": "README.md", "line": 4, "body": "Here"}])
    newest = fake.person().push("listkeeper/fixes", {"docs/more.md": b"x"})
    comment = ask.get(f"/pulls/{number}/comments")[0]
    assert (comment["line"], comment["commit_id"]) == (4, newest)


def test_create_review_takes_a_place_in_the_diff_too(ask: Asking, number: int) -> None:
    """Lines below the first head of the file's hunks: the old way to name a line."""
    comments = [{"path": "README.md", "position": 5, "body": "Here"}]
    ask.make(f"/pulls/{number}/reviews", event="COMMENT", comments=comments)
    assert [(one["line"], one["position"]) for one in ask.get(f"/pulls/{number}/comments")] == [(4, 5)]


def test_create_review_needs_something_to_say(ask: Asking, number: int) -> None:
    """Neither text nor comments is no review."""
    assert ask("POST", f"/pulls/{number}/reviews", {"event": "COMMENT"}).status_code == 422
