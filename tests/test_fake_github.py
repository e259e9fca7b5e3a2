"""The fake's issues and pull requests: what GitHub allows, what it refuses, and what it tells people."""

import pytest

from tests.forge import ACTIONS, BOT_TOKEN, PERSONAL_TOKEN, FakeGitHub
from tests.forge.asking import Asking
from tests.forge.talk import RefusedError

_LIST = "".join(f"- [{n}](https://{n}.example/)\n" for n in range(30)).encode()
_BOX = (
    "<!-- listkeeper:pull-request -->\n- [x] <!-- listkeeper:fix=0123456789abcdef --> one\n- [ ] <!-- other --> two\n"
)
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
    return ask.pull("listkeeper/fixes", _BOX)


def test_create_pull_is_refused_while_there_is_one(ask: Asking, number: int) -> None:
    """One branch, one open pull request."""
    again = ask("POST", "/pulls", {"title": "T", "head": "listkeeper/fixes", "base": "main"})
    message = "A pull request already exists for maintainer:listkeeper/fixes."
    assert (again.status_code, again.json()["errors"][0]["message"]) == (422, message)


@pytest.mark.parametrize(
    ("head", "base", "said"),
    [("main", "main", "No commits between main and main"), ("none", "main", "head"), ("main", "none", "base")],
)
def test_create_pull_is_refused_where_there_is_nothing_to_merge(ask: Asking, head: str, base: str, said: str) -> None:
    """Nothing new, no branch, no base."""
    answer = ask("POST", "/pulls", {"title": "T", "head": head, "base": base})
    assert answer.status_code == 422
    assert said in str(answer.json()["errors"])


def test_list_pulls_finds_those_of_a_branch(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """By owner and branch, in any state, newest first; a fork's branch of the same name is another."""
    fake.person().close(number)
    second = ask.pull("listkeeper/fixes")
    fake.person("stranger").open_pull_from_fork({"README.md": b"x"}, branch="listkeeper/fixes")
    ours = ask.get("/pulls", state="all", head="maintainer:listkeeper/fixes")
    assert [pull["number"] for pull in ours] == [second, number]
    assert [pull["number"] for pull in ask.get("/pulls")] == [3, second]
    forked = ask.get("/pulls", head="stranger:listkeeper/fixes")[0]
    assert (forked["head"]["repo"]["full_name"], forked["head"]["repo"]["fork"]) == ("stranger/awesome", True)
    assert forked["base"]["repo"]["full_name"] == fake.name


def test_get_issue_knows_who_closed_a_pull_request(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Pull requests are issues, and only there stands who closed them."""
    fake.person("helper").close(number)
    issue = ask.get(f"/issues/{number}")
    assert (issue["closed_by"]["login"], issue["state"]) == ("helper", "closed")
    assert "pull_request" in issue
    assert "closed_by" not in ask.get(f"/pulls/{number}")


def test_list_issues_finds_those_of_a_creator(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Pull requests among them; other people's are not."""
    fake.person().open_issue("Theirs")
    ask.make("/issues", title="Ours", body="Text")
    found = ask.get("/issues", creator=ACTIONS.login, state="all")
    assert [(one["title"], "pull_request" in one) for one in found] == [("Ours", False), ("A change", True)]
    assert {one["user"]["id"] for one in found} == {41898282}


def test_tick_and_untick_change_one_box(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """One letter of the body, and nothing else."""
    fake.person().tick(number, "other")
    assert ask.get(f"/pulls/{number}")["body"] == _BOX.replace("[ ]", "[x]")
    fake.person().untick(number, "0123456789abcdef")
    assert ask.get(f"/pulls/{number}")["body"] == _BOX.replace("[x]", "[-]").replace("[ ]", "[x]").replace("[-]", "[ ]")


def test_edit_body_leaves_what_a_browser_leaves(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Lines of a form end with CR LF; a tick afterwards leaves them so."""
    fake.person().edit_body(number, _BOX)
    fake.person().tick(number, "other")
    assert ask.get(f"/pulls/{number}")["body"] == _BOX.replace("[ ]", "[x]").replace("\n", "\r\n")


@pytest.mark.parametrize(("path", "method"), [("/issues", "POST"), ("/pulls/1", "PATCH"), ("/issues/1", "PATCH")])
def test_bodies_have_a_limit(ask: Asking, number: int, path: str, method: str) -> None:
    """65,536 characters are taken, one more is not, and then nothing of the request is done."""
    given = {"title": "T", "body": "é" * 65_536}
    assert ask(method, path, given).status_code < 300
    answer = ask(method, path, {**given, "body": "é" * 65_537, **({"state": "closed"} if method == "PATCH" else {})})
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (
        422, "body is too long (maximum is 65536 characters)"
    )  # fmt: skip
    assert ask.get("/issues/1")["state"] == "open"


def test_merge_takes_the_change_to_the_base(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Merged, closed, and by whom; the merge commit stands on both."""
    sha = fake.person().merge(number)
    pull = ask.get(f"/pulls/{number}")
    assert (pull["merged"], pull["state"], pull["merge_commit_sha"]) == (True, "closed", sha)
    assert fake.files()["README.md"] == _MENDED
    assert len(fake.objects.commits[sha].parents) == 2
    assert ask.get(f"/issues/{number}")["closed_by"]["login"] == "maintainer"


def test_squash_leaves_files_out_when_told_to(fake: FakeGitHub, ask: Asking) -> None:
    """Somebody takes one change and drops the other before merging; one parent is left."""
    ask.branch("b", {"README.md": _MENDED, "docs/more.md": b"Less\n"})
    sha = fake.person().merge(ask.pull("b"), "squash", drop=frozenset({"docs/more.md"}))
    assert fake.files() == {"README.md": _MENDED, "docs/more.md": b"More\n"}
    assert len(fake.objects.commits[sha].parents) == 1


def test_a_pull_request_is_merged_when_its_commits_reach_the_base(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Whoever merges by hand and pushes has merged it."""
    fake.person().force_push("main", ask.get(f"/pulls/{number}")["head"]["sha"])
    assert ask.get(f"/pulls/{number}")["merged"] is True


def test_a_pull_request_is_closed_when_its_branch_is_deleted_or_emptied(
    fake: FakeGitHub, ask: Asking, number: int
) -> None:
    """By whoever did it, and unmerged."""
    ask("PATCH", "/git/refs/heads/listkeeper/fixes", {"sha": fake.repository.refs["refs/heads/main"], "force": True})
    assert (ask.get(f"/pulls/{number}")["merged"], ask.get(f"/issues/{number}")["closed_by"]["id"]) == (
        False,
        ACTIONS.id,
    )
    ask.branch("b", {"README.md": b"x"})
    other = ask.pull("b")
    fake.person().delete_branch("b")
    assert ask.get(f"/issues/{other}")["closed_by"]["login"] == "maintainer"


def test_reopen_is_possible_while_the_branch_stands_where_it_was(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Also with commits on top of it, and when the deleted branch is restored at the same commit."""
    person = fake.person()
    head = ask.get(f"/pulls/{number}")["head"]["sha"]
    person.close(number)
    person.delete_branch("listkeeper/fixes")
    with pytest.raises(RefusedError):
        person.reopen(number)
    person.restore_branch("listkeeper/fixes", head)
    more = person.push("listkeeper/fixes", {"new.md": b"x"})
    assert ask.get(f"/pulls/{number}")["head"]["sha"] == head
    person.reopen(number)
    assert ask.get(f"/pulls/{number}")["head"]["sha"] == more


def test_reopen_is_refused_when_the_branch_was_forced_elsewhere(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Neither a person nor a token can; the branch back at its commit makes it possible again."""
    person, head = fake.person(), ask.get(f"/pulls/{number}")["head"]["sha"]
    person.close(number)
    sha = ask.commit({"README.md": b"x"}, fake.repository.refs["refs/heads/main"])
    person.force_push("listkeeper/fixes", sha)
    with pytest.raises(RefusedError):
        person.reopen(number)
    answer = ask("PATCH", f"/pulls/{number}", {"state": "open"})
    assert "was force-pushed or recreated." in answer.json()["errors"][0]["message"]
    person.force_push("listkeeper/fixes", head)
    person.reopen(number)
    assert ask.get(f"/pulls/{number}")["state"] == "open"


def test_reopen_is_refused_of_what_is_merged_or_has_a_successor(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """A merged one stays closed, and a branch has one open pull request at a time."""
    fake.person().close(number)
    second = ask.pull("listkeeper/fixes")
    assert ask("PATCH", f"/pulls/{number}", {"state": "open"}).status_code == 422
    fake.person().merge(second)
    assert ask("PATCH", f"/pulls/{second}", {"state": "open"}).status_code == 422


def test_pages_are_linked(fake: FakeGitHub, ask: Asking) -> None:
    """Thirty a page unless more are asked for, a hundred at most; every thing once."""
    for index in range(205):
        fake.person().open_issue(f"Issue {index}")
    first = ask("GET", "/issues", per_page="100", state="all")
    assert first.links["next"]["url"].endswith("/issues?per_page=100&state=all&page=2")
    assert first.links["last"]["url"].endswith("page=3")
    third = ask("GET", "/issues", per_page="100", page="3")
    assert (len(third.json()), "prev" in third.links, "next" in third.links) == (5, True, False)
    assert len(ask.get("/issues")) == 30
    assert len(ask.get("/issues", per_page="1000")) == 100
    numbers = [one["number"] for page in "123" for one in ask.get("/issues", per_page="100", page=page)]
    assert numbers == list(range(205, 0, -1))


def test_who_asks_is_told_to_a_person_alone(fake: FakeGitHub) -> None:
    """GITHUB_TOKEN may not ask who it is."""
    answers = [
        Asking(fake, token)("GET", "/../../../user") for token in (BOT_TOKEN, PERSONAL_TOKEN, "ghp_wrong", None)
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403, 200, 401, 401]
    assert answers[0].json()["message"] == "Resource not accessible by integration"
    assert answers[1].json()["login"] == "helper"


def test_tokens_may_do_what_they_are_given(fake: FakeGitHub, number: int) -> None:
    """Each right opens its own things, and a pull request's body is an issue's to who has either right."""
    fake.give_token("ghs_little", contents="read", pull_requests="write")
    ask = Asking(fake, "ghs_little")
    sha = fake.repository.refs["refs/heads/main"]
    assert ask("GET", "/git/ref/heads/main").status_code == 200
    assert ask("POST", "/git/refs", {"ref": "refs/heads/x", "sha": sha}).status_code == 403
    assert ask("PATCH", f"/issues/{number}", {"body": "x"}).status_code == 200
    assert ask("POST", "/issues", {"title": "x"}).status_code == 403
    assert Asking(fake, None)("POST", "/issues", {"title": "x"}).status_code == 401


def test_actions_may_open_no_pull_request_when_the_switch_is_off(fake: FakeGitHub, ask: Asking) -> None:
    """The repository's setting binds GITHUB_TOKEN, and nobody else."""
    ask.branch("b", {"README.md": b"x"})
    fake.threads.actions_may_open_pulls = False
    given = {"title": "T", "head": "b", "base": "main"}
    answer = ask("POST", "/pulls", given)
    said = "GitHub Actions is not permitted to create or approve pull requests."
    assert (answer.status_code, answer.json()["message"]) == (403, said)
    assert Asking(fake, PERSONAL_TOKEN)("POST", "/pulls", given).status_code == 201


def test_issues_are_gone_where_they_are_switched_off(fake: FakeGitHub, ask: Asking) -> None:
    """410, not 404."""
    fake.threads.has_issues = False
    assert [ask("GET", "/issues").status_code, ask("POST", "/issues", {"title": "x"}).status_code] == [410, 410]


def test_log_knows_what_people_are_told_of(fake: FakeGitHub, ask: Asking, number: int) -> None:
    """Opening, pushing to an open pull request's branch, closing; no body, no blob, and no branch without one."""
    del fake.log[:]
    ask.branch("other", {"README.md": b"y"})
    sha = ask.commit({"README.md": b"x"}, fake.repository.refs["refs/heads/listkeeper/fixes"])
    ask("PATCH", f"/pulls/{number}", {"body": "New", "title": "New"})
    assert fake.notifying == []
    assert len(fake.writes) == 8
    ask("PATCH", "/git/refs/heads/listkeeper/fixes", {"sha": sha})
    ask("PATCH", "/git/refs/heads/listkeeper/fixes", {"sha": sha})
    ask("POST", "/pulls", {"title": "T", "head": "listkeeper/fixes", "base": "main"})
    ask("PATCH", f"/pulls/{number}", {"state": "closed"})
    ask("PATCH", f"/pulls/{number}", {"state": "closed"})
    ask("POST", "/issues", {"title": "T"})
    ask("DELETE", "/git/refs/heads/other")
    told = [(call.operation, call.account) for call in fake.notifying]
    assert told == [(name, ACTIONS.login) for name in ("git/update-ref", "pulls/update", "issues/create")]


def test_enable_workflow_is_noted(fake: FakeGitHub, ask: Asking) -> None:
    """Workflows that nothing happened to for 60 days are switched off, and can be switched on."""
    assert ask("PUT", "/actions/workflows/listkeeper.yml/enable").status_code == 204
    assert fake.enabled_workflows == ["listkeeper.yml"]
