"""Every method of the client, over real sockets, against a GitHub that holds it to GitHub's own description."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import ConflictError, ForbiddenError, ForgeError, RejectedError, UsageError
from crawler.publish.forge import Account, Entry, LineComment
from crawler.publish.forge.github import GitHub, open_forge
from crawler.settings import Keys, Settings
from tests import answers
from tests.authority import Certificate
from tests.forge.clients import Patience, client
from tests.forge.fake import BOT_TOKEN, PERSONAL_TOKEN, FakeGitHub
from tests.site import Site

README = b"# List\n\n- [One](http://one.test/)\n- [Two](http://two.test/)\n"
FIXED = README.replace(b"http://one.test/", b"https://one.test/")
BRANCH = "listkeeper/fixes"


@pytest.fixture
def fake() -> FakeGitHub:
    """A repository with one list."""
    return FakeGitHub(files={"README.md": README, "docs/more list.md": b"more\n"})


@pytest.fixture
def patience() -> Patience:
    """A clock that nobody waits for."""
    return Patience()


@pytest.fixture
def forge(fake: FakeGitHub, patience: Patience) -> Iterator[GitHub]:
    """The client, with the token of a workflow."""
    with fake.serving() as url, client(url, patience) as forge:
        yield forge


def test_repository_tells_name_branch_and_page(forge: GitHub) -> None:
    """What it is called, and where its lists and their lines are."""
    found = forge.repository()
    assert (found.name, found.default_branch) == ("maintainer/awesome", "main")
    assert found.url.endswith("/maintainer/awesome")
    assert found.lines_url == f"{found.url}/blob/{{commit}}/{{path}}?plain=1#L{{line}}"


def test_repository_is_an_error_when_there_is_none(fake: FakeGitHub, patience: Patience) -> None:
    """A wrong name is said to be wrong, and where to look."""
    with (
        fake.serving() as url,
        client(url, patience, name="maintainer/other") as forge,
        pytest.raises(ForgeError, match="no repository maintainer/other, or the token may not see it"),
    ):
        forge.repository()


def test_me_is_the_person_of_a_token_and_nobody_for_an_app(fake: FakeGitHub, patience: Patience) -> None:
    """An app's token may not ask who it is."""
    with fake.serving() as url:
        with client(url, patience, token=PERSONAL_TOKEN) as forge:
            assert forge.me() == Account(id=1002, name="helper")
        with client(url, patience) as forge:
            assert forge.me() is None


def test_tree_and_blob_are_what_git_holds(forge: GitHub) -> None:
    """Every file, by its whole path."""
    head = forge.branch("main")
    assert head is not None
    tree = forge.tree(forge.commit(head).tree)
    assert {path: forge.blob(entry.sha) for path, entry in tree.items()} == {
        "README.md": README,
        "docs/more list.md": b"more\n",
    }


def test_branch_is_none_when_there_is_none(forge: GitHub) -> None:
    """That a branch is missing is no error."""
    assert forge.branch("no/such") is None


def test_branch_is_an_error_when_the_repository_is_missing(fake: FakeGitHub, patience: Patience) -> None:
    """What may not be seen is not taken for a branch that is not there."""
    with fake.serving() as url, client(url, patience, name="a/b") as forge, pytest.raises(ForgeError):
        forge.branch("main")


def _commit(forge: GitHub, data: bytes = FIXED, *, base: str | None = None) -> str:
    parent = base or forge.branch("main")
    assert parent is not None
    blob = forge.write_blob(data)
    tree = forge.write_tree(forge.commit(parent).tree, {"README.md": Entry(mode="100644", sha=blob)})
    return forge.write_commit(tree, [parent], "Mend the links\n")


def test_written_commit_holds_the_change_and_nothing_else(forge: GitHub, fake: FakeGitHub) -> None:
    """Other files stay as they are, and a branch shows it once it is put there."""
    forge.create_branch(BRANCH, _commit(forge))
    assert fake.files(BRANCH) == {"README.md": FIXED, "docs/more list.md": b"more\n"}
    assert fake.files() == {"README.md": README, "docs/more list.md": b"more\n"}


def test_write_tree_takes_files_out(forge: GitHub) -> None:
    """A file that is None is gone from the new tree; an empty base begins with nothing."""
    head = forge.branch("main")
    assert head is not None
    base = forge.commit(head).tree
    assert set(forge.tree(forge.write_tree(base, {"README.md": None}))) == {"docs/more list.md"}
    blob = forge.write_blob(b"\x00\xff")
    alone = forge.tree(forge.write_tree(None, {"a/b.bin": Entry(mode="100644", sha=blob)}))
    assert alone == {"a/b.bin": Entry(mode="100644", sha=blob)}
    assert forge.blob(blob) == b"\x00\xff"


def test_create_branch_is_a_conflict_when_there_is_one(forge: GitHub) -> None:
    """Somebody else was faster: nothing is overwritten."""
    forge.create_branch(BRANCH, _commit(forge))
    with pytest.raises(ConflictError, match="run it again"):
        forge.create_branch(BRANCH, _commit(forge, b"other\n"))


def test_move_branch_loses_no_commit_without_force(forge: GitHub) -> None:
    """A push that would drop a commit is a conflict; with force it is meant."""
    first, second = _commit(forge), _commit(forge, b"second\n")
    forge.create_branch(BRANCH, first)
    with pytest.raises(ConflictError):
        forge.move_branch(BRANCH, second)
    assert forge.branch(BRANCH) == first
    forge.move_branch(BRANCH, second, force=True)
    forge.move_branch(BRANCH, _commit(forge, b"third\n", base=second))
    assert forge.branch(BRANCH) not in {first, second}


def test_move_branch_is_a_conflict_when_it_is_gone(forge: GitHub) -> None:
    """A branch that somebody has removed meanwhile is not made again behind their back."""
    with pytest.raises(ConflictError):
        forge.move_branch("gone", _commit(forge), force=True)


def test_delete_branch_twice_is_no_error(forge: GitHub) -> None:
    """What is to be gone may be gone already."""
    forge.create_branch(BRANCH, _commit(forge))
    forge.delete_branch(BRANCH)
    forge.delete_branch(BRANCH)
    assert forge.branch(BRANCH) is None


def test_pull_request_goes_through_its_life(forge: GitHub, fake: FakeGitHub) -> None:
    """Opened, edited, closed, reopened, merged: each is seen as it is."""
    forge.create_branch(BRANCH, _commit(forge))
    opened = forge.open_pull_request(title="Mend the links", body="- [ ] one", branch=BRANCH, base="main")
    assert (opened.is_open, opened.merged, opened.from_fork, opened.head) == (True, False, False, forge.branch(BRANCH))
    forge.edit_pull_request(opened.number, body="- [x] one")
    assert forge.pull_request(opened.number).body == "- [x] one"
    forge.edit_pull_request(opened.number, is_open=False)
    closed = forge.pull_request(opened.number)
    assert (closed.is_open, closed.merged, closed.closed_at is None) == (False, False, False)
    assert forge.issue(opened.number).closed_by == opened.author
    forge.edit_pull_request(opened.number, is_open=True)
    fake.person().merge(opened.number)
    merged = forge.pull_requests(BRANCH)[0]
    assert (merged.number, merged.merged, merged.merged_as) == (opened.number, True, forge.branch("main"))


def test_open_pull_request_is_a_conflict_when_there_is_one(forge: GitHub) -> None:
    """There is never a second one from the same branch."""
    forge.create_branch(BRANCH, _commit(forge))
    forge.open_pull_request(title="a", body="", branch=BRANCH, base="main")
    with pytest.raises(ConflictError):
        forge.open_pull_request(title="a", body="", branch=BRANCH, base="main")


def test_pull_requests_are_those_of_the_branch_alone(forge: GitHub) -> None:
    """A branch whose name begins alike is another one."""
    for branch, data in ((BRANCH, b"1\n"), (f"{BRANCH}-2", b"2\n")):
        forge.create_branch(branch, _commit(forge, data))
        forge.open_pull_request(title=branch, body="", branch=branch, base="main")
    assert [each.branch for each in forge.pull_requests(BRANCH)] == [BRANCH]
    assert {each.branch for each in forge.open_pull_requests()} == {BRANCH, f"{BRANCH}-2"}


def test_lists_are_read_to_their_end(forge: GitHub, fake: FakeGitHub) -> None:
    """More than one page holds what was asked for."""
    issues = [forge.open_issue(title=f"Number {number}", body="").number for number in range(101)]
    found = forge.issues(Account(id=41898282, name="github-actions[bot]"))
    assert [each.number for each in found] == issues[::-1]
    assert sum(call.path.endswith("/issues") and call.method == "GET" for call in fake.log) == 2


def test_issue_is_edited_in_place(forge: GitHub) -> None:
    """Its body is written over; closing it is told with who did it."""
    made = forge.open_issue(title="Links", body="a")
    forge.edit_issue(made.number, body="b")
    forge.edit_issue(made.number, is_open=False)
    found = forge.issue(made.number)
    assert (found.body, found.is_open, found.closed_by) == ("b", False, made.author)


def test_review_comments_on_lines(forge: GitHub) -> None:
    """One request carries all of them, and they can be read back."""
    head = _commit(forge)
    forge.create_branch(BRANCH, head)
    number = forge.open_pull_request(title="a", body="", branch=BRANCH, base="main").number
    assert [
        (file.path, "+- [One](https://one.test/)" in (file.patch or "")) for file in forge.changed_files(number)
    ] == [("README.md", True)]
    forge.review(number, commit=head, body="Looked.", comments=[LineComment(path="README.md", line=3, body="Good.")])
    [review] = forge.reviews(number)
    [comment] = forge.review_comments(number)
    assert (review.body, review.commit, comment.path, comment.body) == ("Looked.", head, "README.md", "Good.")
    assert comment.author == review.author
    with pytest.raises(RejectedError, match="Line could not be resolved"):
        forge.review(number, commit=head, body="", comments=[LineComment(path="README.md", line=99, body="No.")])


def test_everything_works_over_tls(fake: FakeGitHub, patience: Patience, tmp_path: Path) -> None:
    """A certificate of the person's own authority is taken; without it nothing is sent."""
    with Site(tls=Certificate.GOOD) as site:
        site.page("/repos/a/b", '{"full_name": "a/b", "default_branch": "main", "html_url": "https://x.test/"}')
        with client(site.url().rstrip("/"), patience, name="a/b", cacert=site.certificate_authority) as forge:
            assert forge.repository().default_branch == "main"
        assert len(site.seen) == 1
        with client(site.url().rstrip("/"), patience, name="a/b") as forge, pytest.raises(ForgeError):
            forge.repository()
        assert len(site.seen) == 1


@pytest.mark.parametrize(
    ("rights", "act", "words"),
    [
        ({"contents": "read"}, lambda forge: forge.write_blob(b""), "contents: write"),
        ({"contents": "read"}, lambda forge: forge.open_issue(title="a", body=""), "issues: write"),
        ({"issues": "read"}, lambda forge: forge.pull_requests("x"), "pull-requests: read"),
    ],
    ids=["contents", "issues", "pull-requests"],
)  # fmt: skip
def test_forbidden_names_the_permission(
    fake: FakeGitHub, patience: Patience, rights: dict[str, str], act: object, words: str
) -> None:
    """Whoever reads the message knows which line of the workflow is missing."""
    fake.give_token("weak", installation=True, login="helper", **rights)
    with fake.serving() as url, client(url, patience, token="weak") as forge:
        with pytest.raises(ForbiddenError, match=words) as caught:
            act(forge)  # type: ignore[operator]
        assert caught.value.exit_code == 2


def test_open_pull_request_names_the_setting_that_forbids_it(forge: GitHub, fake: FakeGitHub) -> None:
    """The one setting that everybody forgets is named with its whole path."""
    forge.create_branch(BRANCH, _commit(forge))
    fake.threads.actions_may_open_pulls = False
    with pytest.raises(ForbiddenError, match=r"Settings > Actions > General > .*create and approve pull requests"):
        forge.open_pull_request(title="a", body="", branch=BRANCH, base="main")


def test_bad_token_is_said_to_be_bad(fake: FakeGitHub, patience: Patience) -> None:
    """A token that has ended is not a missing right."""
    with (
        fake.serving() as url,
        client(url, patience, token="old") as forge,
        pytest.raises(ForbiddenError, match="ended"),
    ):
        forge.write_blob(b"")


@pytest.mark.parametrize(
    ("status", "message", "words"),
    [
        (403, "Repository was archived so is read-only.", "archived"),
        (410, "Issues are disabled for this repo", "turn them on under Settings > General"),
        (409, "Git Repository is empty.", "empty"),
        (422, "Validation Failed", "does not take"),
        (418, "I'm a teapot", "answers 418"),
    ],
)
def test_refusals_say_what_to_do(forge: GitHub, fake: FakeGitHub, status: int, message: str, words: str) -> None:
    """Each has its own sentence."""
    fake.faults.fail_next("POST", "/issues", status=status, message=message)
    with pytest.raises(ForgeError, match=words):
        forge.open_issue(title="a", body="")


def test_branch_is_none_when_the_repository_has_no_commit(forge: GitHub, fake: FakeGitHub) -> None:
    """A repository that was just made has no branch."""
    fake.faults.fail_next("GET", "/git/ref/*", status=409, message="Git Repository is empty.")
    assert forge.branch("main") is None


@pytest.mark.parametrize("name", ["", "awesome", "a/b/c", "a/..", "../a", "a b/c", "a/b?x", "-a/b", "a/" + "b" * 101])
def test_open_forge_refuses_what_is_no_repository(name: str) -> None:
    """A name from the environment goes into a path: it is one, or an error."""
    settings = Settings(keys=Keys(github_token="x"))
    with pytest.raises(UsageError, match="names no repository"):
        open_forge(settings, name, Patience().timing)


def test_open_forge_needs_a_token() -> None:
    """Without one nothing can be written, so nothing is begun."""
    with pytest.raises(UsageError, match="GITHUB_TOKEN"):
        open_forge(Settings(), "a/b", Patience().timing)


@pytest.mark.parametrize("url", ["http://github.test", "ftp://a.test", "nowhere", "http://127.0.0.1.a.test"])
def test_open_forge_sends_no_token_in_the_clear(url: str) -> None:
    """Only https, and this very machine."""
    with pytest.raises(UsageError, match="https"):
        open_forge(Settings(keys=Keys(github_token="x", github_api_url=url)), "a/b", Patience().timing)


@pytest.mark.parametrize("url", ["https://me:secret@a.test", "https://a.test/?x=1", "https://a.test/#x"])
def test_open_forge_wants_an_address_and_nothing_else(url: str) -> None:
    """A name in the address would be sent in place of the token; and no message repeats it."""
    with pytest.raises(UsageError, match="an address alone") as caught:
        open_forge(Settings(keys=Keys(github_token="x", github_api_url=url)), "a/b", Patience().timing)
    assert "secret" not in str(caught.value)


def test_open_forge_asks_a_server_of_ones_own_below_its_path(patience: Patience) -> None:
    """GitHub Enterprise Server has its interface at /api/v3, and names next pages there."""
    with Site() as site:
        pages = answers.page(
            "[]", headers=[("Link", f'<{site.url("/api/v3/repositories/1/pulls?page=2")}>; rel="next"')]
        )
        site.answer("/api/v3/repos/a/b/pulls", pages)
        site.page("/api/v3/repositories/1/pulls", "[]")
        keys = Keys(github_token="x", github_api_url=site.url("/api/v3"))
        with open_forge(Settings(keys=keys), "a/b", patience.timing) as forge:
            assert forge.open_pull_requests() == []
        assert [path.partition("?")[0] for path in site.paths] == [
            "/api/v3/repos/a/b/pulls", "/api/v3/repositories/1/pulls",
        ]  # fmt: skip


def test_open_forge_goes_through_the_proxy_that_the_environment_names(patience: Patience) -> None:
    """A proxy is asked for the forge as for every other host, unless the host is left out."""
    with Site() as proxy, Site() as site:
        page = '{"full_name": "a/b", "default_branch": "main", "html_url": "https://x.test/"}'
        proxy.anything(answers.page(page))
        keys = Keys(github_token="x", github_api_url=site.url().rstrip("/"))
        settings = Settings(keys=keys, proxies={"http": proxy.url()})
        with open_forge(settings, "a/b", patience.timing) as forge:
            assert forge.repository().name == "a/b"
        site.page("/repos/a/b", page)
        settings = Settings(keys=keys, proxies={"http": proxy.url(), "no": "127.0.0.1"})
        with open_forge(settings, "a/b", patience.timing) as forge:
            forge.repository()
        assert (len(proxy.seen), len(site.seen)) == (1, 1)


def test_token_stands_in_no_repr() -> None:
    """A traceback shows no secret."""
    with open_forge(Settings(keys=Keys(github_token=BOT_TOKEN)), "a/b", Patience().timing) as forge:
        assert BOT_TOKEN not in repr(forge)
