"""Repositories in states that are rare: empty, archived, renamed, protected; and what people do seldom."""

import pytest

from tests.forge import BOT_TOKEN, PERSONAL_TOKEN, FakeGitHub, RefusedError
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


def test_an_empty_repository_has_no_git() -> None:
    """409 for whatever is asked of git; issues can be opened."""
    ask = Asking(FakeGitHub())
    assert [ask("GET", path).status_code for path in ("/git/ref/heads/main", "/git/trees/main", "/issues")] == [
        409, 409, 200
    ]  # fmt: skip


def test_an_archived_repository_can_only_be_read(fake: FakeGitHub, ask: Asking) -> None:
    """403, with GitHub's sentence."""
    fake.archived = True
    answer = ask("POST", "/issues", {"title": "x"})
    assert (answer.status_code, answer.json()["message"]) == (403, "Repository was archived so is read-only.")
    assert ask("GET", "/issues").status_code == 200


def test_a_former_name_leads_to_the_repository(fake: FakeGitHub, ask: Asking) -> None:
    """By its number, which stays: reading with 301, writing with 307."""
    fake.former_names.add("maintainer/old")
    answer = ask("GET", "/../old/issues", state="all")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{fake.url}/repositories/1/issues?state=all")
    assert ask("POST", "/../old/issues", {"title": "x"}).status_code == 307
    assert ask("GET", "/../../../repositories/1/issues").json() == []
    assert ask("GET", "/../../../repositories/1").json()["full_name"] == "maintainer/awesome"


def test_a_protected_branch_is_not_written_to(fake: FakeGitHub, ask: Asking) -> None:
    """Not made, not moved, not removed through the interface."""
    fake.repository.protected |= {"main", "listkeeper-state"}
    sha = fake.repository.refs["refs/heads/main"]
    asked = [
        ask("POST", "/git/refs", {"ref": "refs/heads/listkeeper-state", "sha": sha}),
        ask("PATCH", "/git/refs/heads/main", {"sha": sha, "force": True}),
        ask("DELETE", "/git/refs/heads/main"),
    ]
    assert [answer.json()["message"][:27] for answer in asked] == ["Repository rule violations "] * 3


def test_a_pull_request_needs_a_history_in_common(fake: FakeGitHub, ask: Asking) -> None:
    """A branch that began anew can be merged into nothing."""
    tree = ask.get("/git/trees/main")["sha"]
    orphan = ask.make("/git/commits", message="m", tree=tree, parents=[])["sha"]
    ask.make("/git/refs", ref="refs/heads/orphan", sha=orphan)
    answer = ask("POST", "/pulls", {"title": "T", "head": "orphan", "base": "main"})
    assert "has no history in common with main" in answer.text


def test_merge_deletes_the_branch_where_that_is_set(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """A setting of many repositories."""
    fake.repository.deletes_branches = True
    fake.person().merge(number, "squash")
    assert ask("GET", "/git/ref/heads/listkeeper/fixes").status_code == 404
    assert ask.get(f"/pulls/{number}")["merged"] is True


def test_merge_mixes_what_both_sides_changed(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Other lines of the same file; the same line is a conflict, and nothing is merged."""
    other = _LIST.replace(b"https://20.example/", b"https://twenty.example/")
    fake.person().push("main", {"README.md": other})
    fake.person().merge(number, "rebase")
    assert fake.files()["README.md"] == other.replace(b"https://3.example/", b"https://three.example/")
    ask.branch("b", {"README.md": b"# Anew\n"})
    clash = ask.pull("b")
    fake.person().push("main", {"README.md": b"# Other\n"})
    with pytest.raises(RefusedError):
        fake.person().merge(clash)
    assert ask.get(f"/pulls/{clash}")["state"] == "open"


def test_merge_commit_sha_says_nothing_before_the_merge(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """GitHub tries whether it could be merged, and names that commit, which is on no branch."""
    tried = ask.get(f"/pulls/{number}")["merge_commit_sha"]
    assert (len(tried), tried in fake.objects.commits) == (40, False)
    merged = fake.person().merge(number)
    assert ask.get(f"/pulls/{number}")["merge_commit_sha"] == merged


def test_update_branch_merges_the_base_into_it(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """A commit of somebody's on our branch, with two parents; what the pull request changes is the same."""
    before = ask.get(f"/pulls/{number}/files")
    main = fake.person().push("main", {"docs/more.md": b"x"})
    sha = fake.person().update_branch(number)
    commit = ask.get(f"/git/commits/{sha}")
    assert (commit["author"]["name"], commit["committer"]["name"]) == ("maintainer", "GitHub")
    assert commit["parents"][1]["sha"] == main
    assert [row["patch"] for row in ask.get(f"/pulls/{number}/files")] == [row["patch"] for row in before]


def test_a_deleted_issue_is_gone(fake: FakeGitHub, ask: Asking) -> None:
    """410 for itself, nothing in lists, and its number is never given again."""
    number = ask.make("/issues", title="x")["number"]
    fake.person().delete_issue(number)
    assert ask("GET", f"/issues/{number}").status_code == 410
    assert ask("PATCH", f"/issues/{number}", {"body": "x"}).status_code == 410
    assert ask.get("/issues", state="all") == []
    assert ask.make("/issues", title="y")["number"] == number + 1


def test_a_pull_request_from_a_fork_that_is_gone_comes_from_nowhere(fake: FakeGitHub, ask: Asking) -> None:
    """Its branch has a name, and no repository."""
    stranger = fake.person("stranger")
    number = stranger.open_pull_from_fork({"README.md": b"x"})
    stranger.delete_fork()
    head = ask.get(f"/pulls/{number}")["head"]
    assert (head["repo"], head["label"]) == (None, "stranger:patch-1")
    assert ask.get("/pulls")[0]["head"]["repo"] is None


def test_comment_is_mail_and_changes_no_body(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Somebody says something below a pull request."""
    before = ask.get(f"/issues/{number}")
    fake.person("helper").comment(number, "Thank you")
    after = ask.get(f"/issues/{number}")
    assert (before["comments"], after["comments"], after["body"]) == (0, 1, before["body"])
    assert after["updated_at"] > before["updated_at"]
    assert fake.repository.notices[-1] == f"comment on #{number}"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": " ", "head": "b", "base": "main"}, "missing_field"),
        ({"title": "x" * 257, "head": "b", "base": "main"}, "title is too long (maximum is 256 characters)"),
        ({"title": "x", "head": "stranger:b", "base": "main"}, "'field': 'head'"),
    ],
)
def test_create_pull_refuses_what_has_no_name(ask: Asking, given: dict[str, str], said: str) -> None:
    """No title, one that is too long, a branch of somebody else's."""
    ask.branch("b", {"README.md": _MENDED})
    answer = ask("POST", "/pulls", given)
    assert answer.status_code == 422
    assert said in str(answer.json()["errors"])


def test_an_issue_is_no_pull_request(fake: FakeGitHub, ask: Asking) -> None:
    """Its number leads to no pull request."""
    number = fake.person().open_issue("Title")
    fake.person().edit_title(number, "Another")
    assert ask.get(f"/issues/{number}")["title"] == "Another"
    assert ask("GET", f"/pulls/{number}").status_code == 404


def test_rate_limits_are_those_of_the_token(fake: FakeGitHub) -> None:
    """A thousand an hour for GITHUB_TOKEN, five thousand for a person, sixty for nobody."""
    tokens = (BOT_TOKEN, PERSONAL_TOKEN, None)
    limits = [Asking(fake, token)("GET", "/issues").headers["x-ratelimit-limit"] for token in tokens]
    assert limits == ["1000", "5000", "60"]
