"""Addresses of GitHub: what of which repository they lead to, and where that is now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import urls
from crawler.gather.githost import (
    Address,
    Part,
    address_of,
    graphql_url,
    is_asked_there,
    is_full_name,
    moved_to,
    rest_url,
)
from crawler.settings import Keys

GITHUB = "https://github.com"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
OWN = Keys(github_api_url="https://git.a.example/api/v3")


def found(url: str) -> Address:
    """What an address that leads somewhere leads to."""
    address = address_of(url)
    assert address is not None
    return address


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/a", Part.PROFILE),
        ("/a/", Part.PROFILE),
        ("/a?tab=repositories", Part.PROFILE),
        ("/a/b", Part.REPOSITORY),
        ("/a/b/", Part.REPOSITORY),
        ("/a/b.git", Part.REPOSITORY),
        ("/a/b?tab=readme-ov-file", Part.REPOSITORY),
        ("/a/b/blob/main/c.md", Part.FILE),
        ("/a/b/raw/main/c.md", Part.FILE),
        ("/a/b/blame/main/c.md", Part.FILE),
        ("/a/b/tree/main/", Part.FILE),
        ("/a/b/tree/main/c/", Part.FILE),
        ("/a/b/issues/1", Part.ISSUE),
        ("/a/b/pull/1", Part.ISSUE),
        ("/a/b/pull/1/files", Part.ISSUE),
        ("/a/b/discussions/1", Part.DISCUSSION),
        ("/a/b/releases/tag/v1.0", Part.RELEASE),
        (f"/a/b/commit/{COMMIT}", Part.COMMIT),
        ("/a/b/issues?q=is%3Aopen", Part.SECTION),
        ("/a/b/releases/", Part.SECTION),
        ("/a/b/blob/main", Part.OTHER),
        ("/a/b/tree", Part.OTHER),
        ("/a/b/wiki/Home", Part.OTHER),
        ("/a/b/issues/0", Part.OTHER),
        ("/a/b/issues/12345678901", Part.OTHER),
        ("/a/b/issues/one", Part.OTHER),
        ("/a/b/discussions/one", Part.OTHER),
        ("/a/b/releases/tag/", Part.OTHER),
        ("/a/b/commit/main", Part.OTHER),
        ("/a/b/blob/HEAD~1/c", Part.OTHER),
        ("/a/b/blob/main@%7B1%7D/c", Part.OTHER),
        ("/a/b/blob/-x/c", Part.OTHER),
        ("/a/b/blob/a%20b/c", Part.OTHER),
        ("/a/b/blob/main/%FF", Part.OTHER),
        ("/a/b/blob/main/%0A", Part.OTHER),
        (f"/a/b/blob/main/{'c' * 1001}", Part.OTHER),
    ],
)
def test_address_of_tells_what_an_address_leads_to(path: str, part: Part) -> None:
    """What git or GraphQL could take for anything else than a name is left to the page."""
    assert found(GITHUB + path).part is part


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//a/b",
        "/a//b",
        "/a/b//c",
        "/-a/b",
        "/a/..b/../..",
        "/a/%2e%2E",
        "/a b/c",
        "/a/b%20c",
        "/topics/deep-learning",
        "/features",
        "/Sponsors/a",
        "/orgs/a/repositories",
        "/a/b:c",
        f"/{'a' * 40}/b",
        f"/a/{'b' * 101}",
    ],
)
def test_address_of_takes_nothing_else(path: str) -> None:
    """GitHub's own pages, and what cannot be a name."""
    assert address_of(GITHUB + path) is None


@pytest.mark.parametrize(
    ("url", "ref", "path"),
    [
        (f"{GITHUB}/a/b/blob/main/c/d%20e.md", "main", "c/d e.md"),
        (f"{GITHUB}/a/b/blob/refs/heads/main/c.md", "refs/heads/main", "c.md"),
        (f"{GITHUB}/a/b/tree/v1.0", "v1.0", ""),
        (f"{GITHUB}/a/b/releases/tag/%40a/b%401.0", "@a/b@1.0", ""),
        ("https://raw.githubusercontent.com/a/b/main/c.md", "main", "c.md"),
        ("https://raw.githubusercontent.com/a/b/refs/tags/v1/c.md", "refs/tags/v1", "c.md"),
    ],
)
def test_address_of_splits_the_branch_from_the_path(url: str, ref: str, path: str) -> None:
    """At the first slash, or at the third where git's own name of the branch is written."""
    address = found(url)
    assert (address.owner, address.name, address.ref, address.path) == ("a", "b", ref, path)


def test_address_of_raw_files_knows_no_accounts() -> None:
    """There is nothing at such an address, and of a repository alone its page says so."""
    assert address_of("https://raw.githubusercontent.com/a") is None
    assert found("https://raw.githubusercontent.com/a/b").part is Part.OTHER


@pytest.mark.parametrize(
    ("url", "keys", "taken"),
    [
        ("http://www.github.com/a/b", Keys(), True),
        ("https://raw.githubusercontent.com/a/b/main/c", Keys(), True),
        ("https://github.com:8443/a/b", Keys(), False),
        ("https://gist.github.com/a/b", Keys(), False),
        ("https://git.a.example/a/b", Keys(), False),
        ("https://git.a.example/a/b", OWN, True),
        ("https://github.com/a/b", OWN, False),
        ("https://octo.ghe.com/a/b", Keys(github_api_url="https://api.octo.ghe.com"), True),
        ("https://github.com/a/b", Keys(github_api_url="http://127.0.0.1:8080"), True),
    ],
)
def test_is_asked_there_goes_by_whose_interface_it_is(url: str, keys: Keys, taken: bool) -> None:
    """A server of one's own knows its own repositories; whoever stands in for GitHub knows GitHub's."""
    assert is_asked_there(url, keys) is taken


def test_urls_of_interfaces_are_those_of_the_server() -> None:
    """As GitHub's runners set them, with or without a closing slash."""
    assert (rest_url(OWN), graphql_url(OWN)) == ("https://git.a.example/api/v3", "https://git.a.example/api/graphql")
    assert graphql_url(Keys(github_api_url="")) == "https://api.github.com/graphql"
    assert graphql_url(Keys(github_api_url="https://api.octo.ghe.com/")) == "https://api.octo.ghe.com/graphql"


@pytest.mark.parametrize(
    ("old", "name", "new"),
    [
        (f"{GITHUB}/a/b", "a/b", None),
        (f"{GITHUB}/A/B/blob/main/c", "a/b", None),
        (f"{GITHUB}/a/b/blob/main/c%20d?plain=1", "n/m", f"{GITHUB}/n/m/blob/main/c%20d?plain=1"),
        (f"{GITHUB}/a/b.git", "n/m", f"{GITHUB}/n/m"),
        (f"{GITHUB}/a/b/", "n/m", f"{GITHUB}/n/m/"),
        ("http://www.github.com/a/b", "a/b", f"{GITHUB}/a/b"),
        ("http://github.com/a", "a", f"{GITHUB}/a"),
        ("https://raw.githubusercontent.com/a/b/x/c", "n/m", "https://raw.githubusercontent.com/n/m/x/c"),
        ("http://git.a.example/a/b/wiki", "n/m", "http://git.a.example/n/m/wiki"),
    ],
)
def test_moved_to_keeps_path_and_query(old: str, name: str, new: str | None) -> None:
    """Only the name is another one, and of GitHub it is known that it answers by https and without www."""
    assert moved_to(old, found(old), name) == new


_WORD = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["blob", "tree", "issues", "refs", "..", "%"]
)


@given(st.lists(_WORD, max_size=6), st.sampled_from([GITHUB, "https://raw.githubusercontent.com", "x:"]))
def test_address_of_is_total_and_gives_names_alone(words: list[str], origin: str) -> None:
    """Whatever is written, what comes out as a name is one, and what comes out as an expression has one meaning."""
    url = urls.canonical(f"{origin}/{'/'.join(words)}") or ""
    if (address := address_of(url)) and address.name:
        assert is_full_name(address.full_name)
        assert not set(address.ref) & set(" ~^:?*[\\\n")
        assert (moved_to(url, address, "n/m") or url).startswith("https://")
