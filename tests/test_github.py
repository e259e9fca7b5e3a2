"""GitHub's GraphQL: what its answers say of links, in the shapes in which it gives them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.finding import Finding
from crawler.gather.githubql import plan
from crawler.gather.resolvers import resolvers_for
from crawler.gather.resolvers.github import GitHub
from crawler.model import Kind, Redirect
from crawler.settings import Keys
from tests.gathering import START
from tests.github_schema import COMMIT, LINKS

KEYS = Keys(github_token="t0ken")
REPOSITORY = "https://github.com/octo/hello"
THERE = {"oid": COMMIT}
SAID: Mapping[str, Any] = {
    "nameWithOwner": "octo/hello",
    "description": "Says hello.",
    "createdAt": "2017-09-15T21:43:08Z",
    "pushedAt": "2026-11-03T20:11:46Z",
    "isArchived": False,
    "archivedAt": None,
    "isDisabled": False,
    "isFork": False,
    "isPrivate": False,
    "hasIssuesEnabled": True,
    "hasDiscussionsEnabled": False,
    "defaultBranchRef": {"name": "main"},
    "licenseInfo": {"spdxId": "MIT"},
    "latestRelease": {"publishedAt": "2025-01-02T03:04:05Z"},
    "repositoryTopics": {"nodes": [{"topic": {"name": "nlp"}}, {"topic": {"name": "hello"}}]},
}
"""A repository, as GraphQL tells of it."""
ISSUE = {
    "title": "It says goodbye",
    "bodyText": "In place of hello.",
    "createdAt": "2020-01-01T00:00:00Z",
    "updatedAt": "2021-01-01T00:00:00Z",
    "author": {"login": "mona"},
}


def reply(targets: list[str], said: object, status: int = 200) -> Reply:
    """What GitHub answered when it was asked about links."""
    [request] = GitHub().requests(targets, KEYS)
    return Reply(request=request, at=START, status=status, body=json.dumps(said).encode())


def found(targets: list[str], data: object, *errors: object) -> dict[str, Finding]:
    """What is made of an answer."""
    said: dict[str, object] = {"data": data, "errors": list(errors)} if errors else {"data": data}
    return {each.target: each for each in GitHub().read(reply(targets, said), 7)}


def heard(url: str, *parts: object, **facts: object) -> Finding:
    """What is made of an answer about one link: the parts of the repository that were asked for, in their order."""
    places = {f"p{place}": part for place, part in enumerate(parts)}
    return found([url], {"r0": {**SAID, **places, **facts}})[url]


def told(finding: Finding) -> tuple[int | None, str]:
    """Status and words of what was found."""
    look = finding.observation
    return (look.status, look.detail) if look else (None, "")


def missing(*path: str) -> dict[str, object]:
    """GitHub's error for what is not there."""
    return {"type": "NOT_FOUND", "path": path, "message": "Could not resolve to it."}


def test_requests_ask_for_a_hundred_repositories_with_the_token() -> None:
    """By POST, to the endpoint of the server that the token is for; the token stands in a header that nobody prints."""
    first, second = GitHub().requests([f"https://github.com/a/r{number}" for number in range(101)], KEYS)
    call = first.call
    assert call is not None
    assert (first.url, first.purpose, call.method) == ("https://api.github.com/graphql", Purpose.API, "POST")
    assert ("Authorization", "bearer t0ken") in call.headers
    assert "t0ken" not in repr(first)
    assert json.loads(call.body)["variables"]["v1"] == "r0"
    assert len(second.targets) == 1
    own = Keys(github_token="t0ken", github_api_url="https://git.a.example/api/v3")
    [there] = GitHub().requests(["https://git.a.example/a/b"], own)
    assert there.url == "https://git.a.example/api/graphql"


def test_takes_needs_a_token() -> None:
    """Without one the other interface is asked, and with one that interface is not."""
    assert [each.name for each in resolvers_for(REPOSITORY, KEYS)] == ["github"]
    assert [each.name for each in resolvers_for(REPOSITORY, Keys())] == ["github-rest"]
    assert not GitHub().takes("https://github.com/features", KEYS)


def test_read_tells_what_a_repository_is() -> None:
    """Its name and description, its people and days, and the state that its host says it is in."""
    finding = heard(f"{REPOSITORY}/")
    assert told(finding) == (200, "")
    said = finding.metadata
    assert said is not None
    assert (said.title, said.abstract, said.authors) == ("octo/hello", "Says hello.", ("octo",))
    assert (said.published, said.modified, said.kind) == ("2017-09-15", "2026-11-03", Kind.REPOSITORY)
    assert (said.site, said.licence, said.identifiers, said.via) == (
        "GitHub",
        "MIT",
        {"github": "octo/hello"},
        "github",
    )
    assert said.state == {
        "pushed": "2026-11-03",
        "released": "2025-01-02",
        "default_branch": "main",
        "topics": "nlp, hello",
    }


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"isArchived": True, "archivedAt": "2022-02-03T00:00:00Z"}, ("archived", "2022-02-03")),
        ({"isArchived": True}, ("archived", "true")),
        ({"isFork": True}, ("fork", "true")),
        ({"isDisabled": True}, ("disabled", "true")),
    ],
)
def test_read_tells_the_state_of_a_repository(facts: Mapping[str, Any], state: tuple[str, str]) -> None:
    """With its day, where that is known."""
    said = heard(REPOSITORY, **facts).metadata
    assert said is not None
    assert state in said.state.items()


def test_read_leaves_out_what_is_not_known() -> None:
    """A repository that is empty has no branch, and a licence that GitHub cannot name is none."""
    nothing = dict.fromkeys(set(SAID) - {"nameWithOwner"})
    said = heard(REPOSITORY, **nothing).metadata
    assert said is not None
    assert (said.title, said.abstract, said.authors, said.state) == ("octo/hello", None, ("octo",), {})
    licence = heard(REPOSITORY, licenseInfo={"spdxId": "NOASSERTION"}).metadata
    assert licence is not None
    assert (licence.licence, licence.authors) == (None, ("octo",))


def test_read_tells_of_a_new_name_with_path_and_query_kept() -> None:
    """A repository that is asked for by its old name answers by its new one; letters' case is no new name."""
    url = f"{REPOSITORY}/releases?page=2"
    look = heard(url, nameWithOwner="octo/howdy").observation
    assert look is not None
    assert look.redirects == (Redirect(status=301, url="https://github.com/octo/howdy/releases?page=2"),)
    same = heard(url, nameWithOwner="Octo/Hello").observation
    assert same is not None
    assert same.redirects == ()


@pytest.mark.parametrize("name", ["octo/../x", "octo", "", None, 7, "octo/hel lo", "/x"])
def test_read_makes_nothing_of_a_repository_without_a_usable_name(name: object) -> None:
    """A name that could not stand in an address is no answer."""
    assert found([REPOSITORY], {"r0": {**SAID, "nameWithOwner": name}}) == {}


def test_read_says_of_a_repository_that_it_is_not_there_where_github_does() -> None:
    """For each link into it; the other repositories of the request are none the worse."""
    there, wiki = "https://github.com/octo/other", f"{REPOSITORY}/wiki"
    said = found([REPOSITORY, there, wiki], {"r0": None, "r1": SAID}, missing("r0"))
    gone = (404, "GitHub knows no such public repository")
    assert {url: told(each) for url, each in said.items()} == {REPOSITORY: gone, wiki: gone, there: (200, "")}


@pytest.mark.parametrize(
    "error",
    [
        None,
        {"type": "RATE_LIMITED", "message": "API rate limit exceeded"},
        {"type": "FORBIDDEN", "path": ["r0"], "message": "Resource protected by organization SAML enforcement."},
        {"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["r0"]},
        {"message": "Something went wrong while executing your query."},
    ],
)
def test_read_says_nothing_where_github_gave_no_answer(error: object) -> None:
    """A null for any other reason than that it is not there is no word against a link."""
    other = "https://github.com/octo/other"
    errors = [error] if error else []
    assert list(found([REPOSITORY, other], {"r0": None, "r1": SAID}, *errors)) == [other]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 502, 504])
def test_read_says_nothing_when_the_request_failed(status: int) -> None:
    """A token that is not taken, a limit, a timeout: even where the body looks like an answer."""
    assert list(GitHub().read(reply([REPOSITORY], {"data": {"r0": SAID}}, status), 7)) == []
    assert list(GitHub().read(reply([REPOSITORY], {"message": "Bad credentials"}), 7)) == []


def test_read_keeps_private_repositories_to_itself() -> None:
    """The token may see it, and readers of the list may not: nothing of it gets into a report."""
    finding = heard(f"{REPOSITORY}/blob/main/a.md", THERE, THERE, THERE, isPrivate=True)
    assert told(finding) == (404, "the repository is private")
    assert finding.metadata is None


def test_read_leaves_a_disabled_repository_to_its_page() -> None:
    """Its page says why it is disabled, and how it answers."""
    finding = heard(REPOSITORY, isDisabled=True)
    assert finding.observation is None


@pytest.mark.parametrize(
    ("path", "parts", "told_of"),
    [
        ("blob/main/a/b.md", (THERE, THERE, THERE), (200, "")),
        ("blob/dev/a.md", (THERE, THERE, None), (200, "")),
        ("blob/main/a.md", (None, THERE, None), (404, "the repository is there, the file is not")),
        ("blob/main/a.md", (None, None, None), (404, "the repository is there, the file is not")),
        ("blob/HEAD/a.md", (None, THERE), (404, "the repository is there, the file is not")),
        ("blob/dev/a.md", (None, THERE, None), (404, "the repository is there, the file is not")),
        (f"blob/{COMMIT}/a.md", (None, None, None), (404, "the repository is there, the file is not")),
        ("blob/dev/a/b.md", (None, None, None), (None, "")),
        (
            "blob/master/a.md",
            (None, None, THERE),
            (404, "it is not on master; the default branch is main, where it is"),
        ),
        (
            "blob/master/a.md",
            (None, THERE, THERE),
            (404, "it is not on master; the default branch is main, where it is"),
        ),
        ("tree/dev", (THERE,), (200, "")),
        ("tree/dev", (None,), (None, "")),
        ("tree/main", (None,), (404, "the repository is there, the file is not")),
        ("tree/dev/a", (None, None, None, THERE), (200, "")),
        ("tree/dev/a", (None, None, None, None), (None, "")),
    ],
)
def test_read_tells_whether_a_file_is_there(
    path: str, parts: tuple[object, ...], told_of: tuple[int | None, str]
) -> None:
    """Gone is certain where its branch is there; a branch that is not may have a slash in its name, and stays open."""
    finding = heard(f"{REPOSITORY}/{path}", *parts)
    assert told(finding) == told_of
    assert finding.metadata is not None
    assert (finding.metadata.kind, finding.metadata.state["default_branch"]) == (Kind.FILE, "main")


def test_read_says_nothing_of_a_file_for_which_there_was_no_time() -> None:
    """The repository came, and the file did not."""
    url = f"{REPOSITORY}/blob/main/a.md"
    said = {**SAID, "p0": None, "p1": THERE, "p2": None}
    assert found([url], {"r0": said}, {"type": "TIMEOUT", "path": ["r0", "p0"]}) == {}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("blob/main/notes/one.ipynb", "one.ipynb"),
        ("blob/main/README.md", "octo/hello"),
        ("blob/main/notes/readme", "notes"),
        ("tree/main/notes/", "notes"),
        ("tree/main", "octo/hello"),
    ],
)
def test_read_calls_a_file_by_its_name(path: str, title: str) -> None:
    """A README is called by what it stands for; what the repository says of itself says what it is about."""
    said = heard(f"{REPOSITORY}/{path}", THERE, THERE, THERE, THERE).metadata
    assert said is not None
    assert (said.title, said.abstract, said.published) == (title, "Says hello.", None)


@pytest.mark.parametrize("path", ["issues/3", "pull/3/files", "discussions/3"])
def test_read_tells_what_an_issue_says(path: str) -> None:
    """Its own title and text, and whether its repository is still kept."""
    finding = heard(f"{REPOSITORY}/{path}", ISSUE, isArchived=True)
    said = finding.metadata
    assert told(finding) == (200, "")
    assert said is not None
    assert (said.title, said.abstract, said.authors) == ("It says goodbye", "In place of hello.", ("mona",))
    assert (said.published, said.modified, said.kind) == ("2020-01-01", "2021-01-01", Kind.ISSUE)
    assert said.state == {"archived": "true"}


def test_read_tells_what_a_commit_says() -> None:
    """Its first line, and the rest of its message."""
    commit = {
        "messageHeadline": "Say hello",
        "messageBody": "Louder.",
        "committedDate": "2020-01-01T00:00:00Z",
        "author": {"name": "Mona Lisa"},
    }
    said = heard(f"{REPOSITORY}/commit/{COMMIT}", commit).metadata
    assert said is not None
    assert (said.title, said.abstract, said.authors) == ("Say hello", "Louder.", ("Mona Lisa",))
    assert (said.published, said.kind, said.state) == ("2020-01-01", Kind.PAGE, {})


@pytest.mark.parametrize(
    ("path", "word"),
    [("issues/3", "issue"), ("pull/3", "issue"), ("discussions/3", "discussion"), (f"commit/{COMMIT}", "commit")],
)
def test_read_tells_that_an_issue_is_gone(path: str, word: str) -> None:
    """By its own error, within a repository that is there; any other error says nothing."""
    url, data = f"{REPOSITORY}/{path}", {"r0": {**SAID, "p0": None}}
    gone = found([url], data, missing("r0", "p0"))[url]
    assert told(gone) == (404, f"the repository is there, the {word} is not")
    assert found([url], data, {"type": "FORBIDDEN", "path": ["r0", "p0"]}) == {}


RELEASE = {
    "name": "One",
    "description": "The first.",
    "createdAt": "2020-01-01T00:00:00Z",
    "publishedAt": "2020-01-02T00:00:00Z",
    "author": {"login": "mona", "name": None},
}


@pytest.mark.parametrize(
    ("release", "tag", "told_of", "title"),
    [
        (RELEASE, {"name": "v1"}, (200, ""), "One · octo/hello"),
        (None, {"name": "v1"}, (200, ""), "v1 · octo/hello"),
        ({**RELEASE, "name": None, "publishedAt": None}, None, (200, ""), "v1 · octo/hello"),
        (None, None, (404, "the repository is there, the release is not"), None),
    ],
)
def test_read_tells_whether_a_release_is_there(
    release: object, tag: object, told_of: tuple[int, str], title: str | None
) -> None:
    """A tag without a release has a page too."""
    finding = heard(f"{REPOSITORY}/releases/tag/v1", release, tag)
    assert told(finding) == told_of
    assert (finding.metadata.title if finding.metadata else None) == title


def test_read_says_nothing_of_a_release_for_which_there_was_no_time() -> None:
    """Neither that it is there nor that it is not."""
    url = f"{REPOSITORY}/releases/tag/v1"
    error = {"type": "FORBIDDEN", "path": ["r0", "p1"]}
    assert found([url], {"r0": {**SAID, "p0": None, "p1": None}}, error) == {}


def test_read_tells_of_the_lists_that_a_repository_has() -> None:
    """Except for those that its owner has turned off: then the page says what is there."""
    finding = heard(f"{REPOSITORY}/issues")
    assert told(finding) == (200, "")
    assert finding.metadata is not None
    assert (finding.metadata.title, finding.metadata.kind) == ("Issues · octo/hello", Kind.PAGE)
    assert heard(f"{REPOSITORY}/discussions").observation is None
    assert heard(f"{REPOSITORY}/issues", hasIssuesEnabled=False).observation is None


def test_read_leaves_to_the_page_what_it_alone_knows() -> None:
    """A page of a wiki: the repository is there, and that says nothing of the page."""
    assert heard(f"{REPOSITORY}/wiki/Home") == Finding(target=f"{REPOSITORY}/wiki/Home")


def test_read_tells_whose_account_it_is() -> None:
    """A person's or an organisation's, by the name that they give."""
    url = "https://github.com/Octo"
    person = {"login": "octo", "name": "Octo Cat", "bio": "A cat.", "createdAt": "2011-01-25T00:00:00Z"}
    finding = found([url], {"r0": person})[url]
    said = finding.metadata
    assert told(finding) == (200, "")
    assert said is not None
    assert (said.title, said.abstract, said.published) == ("Octo Cat", "A cat.", "2011-01-25")
    assert (said.kind, said.identifiers) == (Kind.PROFILE, {"github": "octo"})
    company = found([url], {"r0": {"login": "octo", "name": None, "description": "Cats."}})[url].metadata
    assert company is not None
    assert (company.title, company.abstract) == ("octo", "Cats.")


def test_read_tells_that_there_is_no_such_account() -> None:
    """A null without an error; another account than the one that was asked for is no answer."""
    url = "https://github.com/octo"
    assert told(found([url], {"r0": None})[url]) == (404, "GitHub knows no such account")
    assert found([url], {"r0": None}, {"type": "RATE_LIMITED"}) == {}
    assert found([url], {"r0": {"login": "other"}}) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("octo/hello"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*SAID, *ISSUE, "r0", "r1", "r2", "p0", "p1", "data", "errors", "path"]), inner
        )
    ),
    max_leaves=12,
)


@given(JSON, st.dictionaries(st.sampled_from([*SAID]), JSON), st.lists(JSON, max_size=2))
def test_read_is_total(junk: Any, facts: dict[str, Any], parts: list[Any]) -> None:
    """Whatever comes, nothing breaks, and nothing is said of what was not asked."""
    places = {f"p{place}": part for place, part in enumerate(parts)}
    repositories = {one.alias: {**SAID, **facts, **places} for one in plan(LINKS).values()}
    for said in (junk, {"data": junk}, {"data": repositories, "errors": junk}):
        assert {each.target for each in GitHub().read(reply(LINKS, said), 7)} <= set(LINKS)


@given(st.binary(max_size=64), st.booleans())
def test_read_is_total_for_bytes(body: bytes, truncated: bool) -> None:
    """A reply that is no JSON, or cut short, says nothing."""
    [request] = GitHub().requests(LINKS, KEYS)
    answer = Reply(request=request, at=START, status=200, body=body, truncated=truncated)
    assert list(GitHub().read(answer, 7)) == []
    strange = Request(url="https://a.example/", targets=("https://a.example/",))
    assert list(GitHub().read(Reply(request=strange, at=START, status=200, body=b'{"data":{}}'), 7)) == []
