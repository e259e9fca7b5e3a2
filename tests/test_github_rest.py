"""GitHub's REST interface: what its answers say of links, in the shapes in which it gives them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather import chain
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding
from crawler.gather.resolvers.github_rest import REQUESTS_MOST, GitHubRest
from crawler.model import Kind, Redirect
from crawler.settings import Keys
from tests.gathering import START
from tests.github_schema import LINKS

REPOSITORY = "https://github.com/octo/hello"
SAID: Mapping[str, Any] = {
    "id": 103703892,
    "full_name": "octo/hello",
    "private": False,
    "owner": {"login": "octo", "type": "Organization"},
    "description": "Says hello.",
    "fork": False,
    "created_at": "2017-09-15T21:43:08Z",
    "updated_at": "2017-09-19T15:57:54Z",
    "pushed_at": "2026-11-03T20:11:46Z",
    "has_issues": True,
    "has_discussions": False,
    "archived": True,
    "disabled": False,
    "license": {"key": "mit", "spdx_id": "MIT"},
    "topics": ["nlp"],
    "default_branch": "main",
}
"""A repository, as REST tells of it."""
NOT_FOUND = {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}


def asked(*targets: str) -> Request:
    """What is asked about links of one repository."""
    [request] = GitHubRest().requests(targets, Keys())
    return request


def read(request: Request, said: object, status: int = 200) -> dict[str, Finding]:
    """What is made of an answer."""
    reply = Reply(request=request, at=START, status=status, body=json.dumps(said).encode())
    return {each.target: each for each in GitHubRest().read(reply, 7)}


def told(finding: Finding) -> tuple[int | None, str]:
    """Status and words of what was found."""
    look = finding.observation
    return (look.status, look.detail) if look else (None, "")


def test_takes_is_for_those_without_a_token() -> None:
    """With one, GraphQL says more in fewer requests."""
    assert GitHubRest().takes(REPOSITORY, Keys())
    assert not GitHubRest().takes(REPOSITORY, Keys(github_token="t0ken"))
    assert not GitHubRest().takes("https://github.com/features", Keys())


def test_requests_ask_once_for_all_links_into_a_repository() -> None:
    """In its own version of the interface, without a credential."""
    request = asked(REPOSITORY, "https://github.com/Octo/Hello/issues")
    assert request.url == "https://api.github.com/repos/octo/hello"
    assert request.targets == (REPOSITORY, "https://github.com/Octo/Hello/issues")
    assert request.call is not None
    assert dict(request.call.headers).keys() == {"Accept", "X-GitHub-Api-Version"}
    assert asked("https://github.com/Octo").url == "https://api.github.com/users/octo"
    own = Keys(github_api_url="https://git.a.example/api/v3")
    [there] = GitHubRest().requests(["https://git.a.example/a/b"], own)
    assert there.url == "https://git.a.example/api/v3/repos/a/b"


def test_requests_stay_within_an_hours_allowance() -> None:
    """What most links are settled by goes first, and the rest is left to pages."""
    many = [f"https://github.com/a/r{number}" for number in range(REQUESTS_MOST + 20)]
    files = [f"https://github.com/a/files/blob/main/{number}" for number in range(9)]
    requests = list(GitHubRest().requests([*files, "https://a.example/", *many, f"{many[-1]}/issues"], Keys()))
    assert len(requests) == REQUESTS_MOST
    assert requests[0].targets == (many[-1], f"{many[-1]}/issues")
    assert not {target for request in requests for target in request.targets} & set(files)


def test_read_tells_what_a_repository_is() -> None:
    """As much as GraphQL, but for its releases and its owner's name."""
    finding = read(asked(REPOSITORY), SAID)[REPOSITORY]
    said = finding.metadata
    assert told(finding) == (200, "")
    assert said is not None
    assert (said.title, said.abstract, said.authors) == ("octo/hello", "Says hello.", ("octo",))
    assert (said.published, said.modified, said.kind) == ("2017-09-15", "2026-11-03", Kind.REPOSITORY)
    assert (said.licence, said.via) == ("MIT", "github-rest")
    assert said.state == {"archived": "true", "pushed": "2026-11-03", "default_branch": "main", "topics": "nlp"}


def test_read_follows_a_repository_to_its_new_name() -> None:
    """The interface sends us on to its number, and that answers with its name."""
    request = asked(REPOSITORY, f"{REPOSITORY}/issues?q=x")
    there = "https://api.github.com/repositories/103703892"
    moved = Reply(request=request, at=START, status=301, headers=(("location", there),))
    onward = chain.follow(moved, 10)
    assert isinstance(onward, Request)
    assert onward.url == there
    said = read(onward, {**SAID, "full_name": "octo/howdy"})
    homes = {url: each.observation.redirects for url, each in said.items() if each.observation}
    assert homes == {
        REPOSITORY: (Redirect(status=301, url="https://github.com/octo/howdy"),),
        f"{REPOSITORY}/issues?q=x": (Redirect(status=301, url="https://github.com/octo/howdy/issues?q=x"),),
    }


def test_read_leaves_open_what_a_repository_does_not_decide() -> None:
    """That it is there says nothing of its files and issues; of a file, what it belongs to is known."""
    file, issue, off = (f"{REPOSITORY}/{path}" for path in ("blob/main/a.md", "issues/3", "discussions"))
    said = read(asked(REPOSITORY, file, issue, off), SAID)
    assert {url: each.observation is None for url, each in said.items()} == {
        REPOSITORY: False,
        file: True,
        issue: True,
        off: True,
    }
    assert said[issue].metadata is None
    about = said[file].metadata
    assert about is not None
    assert (about.title, about.kind, about.state["default_branch"]) == ("a.md", Kind.FILE, "main")


@pytest.mark.parametrize("path", ["", "/blob/main/a.md", "/issues/3", "/wiki"])
def test_read_tells_that_a_repository_is_gone(path: str) -> None:
    """And so is all that was in it."""
    url = f"{REPOSITORY}{path}"
    assert told(read(asked(url), NOT_FOUND, 404)[url]) == (404, "GitHub knows no such public repository")
    assert told(read(asked(url), {**SAID, "private": True})[url]) == (404, "the repository is private")


@pytest.mark.parametrize(
    ("said", "words"),
    [({"block": {"reason": "dmca"}}, "blocked: dmca"), ({"message": "no"}, "blocked: for legal reasons")],
)
def test_read_tells_that_a_repository_is_blocked(said: object, words: str) -> None:
    """451, with the reason."""
    assert told(read(asked(REPOSITORY), said, 451)[REPOSITORY]) == (451, words)


def test_read_tells_whose_account_it_is() -> None:
    """A person's or an organisation's, or nobody's."""
    url = "https://github.com/octo"
    said = {"login": "octo", "name": "Octo Cat", "bio": None, "created_at": "2011-01-25T00:00:00Z"}
    finding = read(asked(url), said)[url]
    assert told(finding) == (200, "")
    assert finding.metadata is not None
    assert (finding.metadata.title, finding.metadata.kind) == ("Octo Cat", Kind.PROFILE)
    assert told(read(asked(url), NOT_FOUND, 404)[url]) == (404, "GitHub knows no such account")
    assert read(asked(url), SAID) == {}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, {"message": "API rate limit exceeded for 192.0.2.1."}),
        (429, {"message": "You have exceeded a secondary rate limit."}),
        (401, {"message": "Bad credentials"}),
        (500, {}),
        (200, {"message": "hello"}),
        (200, []),
        (404, "a proxy's own page"),
        (301, {"message": "Moved Permanently"}),
    ],
)
def test_read_says_nothing_where_github_gave_no_answer(status: int, said: object) -> None:
    """A limit, a fault, or a stranger in between: nothing is held against a link."""
    assert read(asked(REPOSITORY), said, status) == {}


@given(
    st.dictionaries(st.sampled_from([*SAID]), st.none() | st.integers() | st.text() | st.lists(st.text(), max_size=2)),
    st.sampled_from([200, 404, 451, 500]),
    st.binary(max_size=16),
)
def test_read_is_total(facts: dict[str, Any], status: int, junk: bytes) -> None:
    """Whatever comes, nothing breaks, and nothing is said of what was not asked."""
    for request in GitHubRest().requests([*LINKS, "https://a.example/"], Keys()):
        assert set(read(replace(request, targets=(*LINKS, "https://a.example/")), {**SAID, **facts}, status)) <= set(
            LINKS
        )
        assert list(GitHubRest().read(Reply(request=request, at=START, status=200, body=junk), 7)) == []
