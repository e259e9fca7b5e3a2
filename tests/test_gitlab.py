"""The API of gitlab.com, in the shape that its documentation gives."""

from typing import Any

import pytest
from hypothesis import given

from crawler.gather.resolvers.gitlab import GitLab
from crawler.model import Kind
from tests.desks import NO_KEYS, asked, fits, one, shaken, status_of

API = GitLab()
PROJECT = "https://gitlab.com/group/part/tool"
RECORD: dict[str, Any] = {
    "path_with_namespace": "group/part/tool",
    "name_with_namespace": "Group / Part / Tool",
    "namespace": {"name": "Part"},
    "description": "Does one thing.",
    "created_at": "2019-01-05T10:00:00.000Z",
    "last_activity_at": "2024-02-03T10:00:00.000Z",
    "archived": True,
    "default_branch": "main",
    "license": {"key": "mit"},
    "avatar_url": None,
}


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        (PROJECT, True),
        ("https://gitlab.com/group/tool/", True),
        ("https://gitlab.com/group/tool/-/tree/main", False),
        ("https://gitlab.com/group", False),
        ("https://gitlab.com/explore/projects", False),
        ("https://gitlab.com/group/a%20b", False),
        ("https://gitlab.example/group/tool", False),
    ],
)
def test_takes_projects(url: str, taken: bool) -> None:
    """What lies below a project may be gone while the project is not."""
    assert API.takes(url, NO_KEYS) == taken


def test_requests_asks_by_the_whole_path() -> None:
    """Slashes within it are escaped."""
    (request,) = asked(API, PROJECT, f"{PROJECT}.git")
    assert request.url == "https://gitlab.com/api/v4/projects/group%2Fpart%2Ftool?license=true"
    assert len(request.targets) == 2


def test_read_tells_of_a_project() -> None:
    """Its names, days and state."""
    found = one(API, PROJECT, RECORD)
    assert found
    told = found.metadata
    assert told
    assert (status_of(found), told.title, told.abstract) == (200, "Group / Part / Tool", "Does one thing.")
    assert (told.authors, told.published, told.licence, told.kind) == (("Part",), "2019-01-05", "MIT", Kind.REPOSITORY)
    assert told.state == {"archived": "true", "pushed": "2024-02-03", "default_branch": "main"}


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("new/tool", "https://gitlab.com/new/tool"),
        ("Group/Part/Tool", None),
        ("a b", None),
    ],
)
def test_read_tells_where_a_project_has_moved(path: str, home: str | None) -> None:
    """The API goes after a new path; what is no path leads nowhere."""
    found = one(API, PROJECT, RECORD | {"path_with_namespace": path})
    assert found
    assert found.observation
    assert [hop.url for hop in found.observation.redirects] == ([home] if home else [])


@pytest.mark.parametrize(
    ("said", "status", "result"),
    [({"message": "404 Project Not Found"}, 404, 404), ({}, 200, None), (b"<html>", 200, None), ({}, 429, None)],
)
def test_read_tells_what_is_not_there(said: object, status: int, result: int | None) -> None:
    """Absent and private are one; what is no record says nothing."""
    assert status_of(one(API, PROJECT, said, status)) == result


@given(shaken(RECORD))
def test_read_is_total(said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    assert fits([one(API, PROJECT, said)])
