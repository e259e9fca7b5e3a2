"""GitHub's description: what it says of good and bad requests, and that the part we keep is what we ask."""

import json
from typing import Any

import pytest

from tests.openapi.description import operation_of, operations, source
from tests.openapi.subset import OPERATIONS, SUBSET, subset

_REPOSITORY = "/repos/o/r"
_TREE = {"path": "a", "mode": "100644", "type": "blob", "sha": None}
_ANSWER = {"description": "Words", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/thing"}}}}


def problems(method: str, path: str, query: str = "", body: Any = None) -> list[str]:
    """What is wrong with a request."""
    operation = operation_of(method, _REPOSITORY + path)
    assert operation is not None
    return list(
        operation.problems_of_request(_REPOSITORY + path, query, b"" if body is None else json.dumps(body).encode())
    )


def test_operations_are_those_that_we_ask() -> None:
    """Each is there, and none besides, so that a call that nobody thought of fails a test."""
    assert sorted(operation.id for operation in operations()) == sorted(OPERATIONS)


def test_operations_know_what_people_are_told_of() -> None:
    """Opening something and reviewing send mail; writing over a body does not, says GitHub."""
    assert {one.id for one in operations() if one.notifying} == {"issues/create", "pulls/create", "pulls/create-review"}


def test_source_names_the_package_and_its_version() -> None:
    """Whoever reads the file knows where it is from, and under which licence."""
    assert source().startswith("@octokit/openapi ")
    assert "Permission is hereby granted" in json.loads(SUBSET.read_text())["info"]["x-source"]["licence"]


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("GET", "/pulls", "state=all&head=o%3Aa%2Fb&per_page=100&page=2", None),
        ("GET", "/git/ref/heads/a/b", "", None),
        ("GET", "/git/ref/heads%2Fa%2Fb", "", None),
        ("GET", "/git/trees/abc", "recursive=1", None),
        ("POST", "/git/trees", "", {"base_tree": "x", "tree": [_TREE]}),
        ("PATCH", "/git/refs/heads/a", "", {"sha": "x", "force": True}),
        ("PATCH", "/issues/1", "", {"body": "x", "state": "closed", "state_reason": "completed"}),
        ("POST", "/pulls/1/reviews", "", {"event": "COMMENT", "comments": [{"path": "a", "line": 1, "body": "x"}]}),
        ("DELETE", "/git/refs/heads/a/b", "", None),
    ],
)  # fmt: skip
def test_problems_are_none_of_a_good_request(method: str, path: str, query: str, body: Any) -> None:
    """What GitHub describes passes."""
    assert problems(method, path, query, body) == []


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "said"),
    [
        ("GET", "/pulls", "state=every", None, "state='every'"),
        ("GET", "/pulls", "heads=o:b", None, "knows no 'heads'"),
        ("GET", "/pulls", "page=one", None, "page='one'"),
        ("GET", "/pulls", "page=1&page=2", None, "page is asked twice"),
        ("GET", "/pulls/abc", "", None, "pull_number='abc'"),
        ("GET", "/pulls", "", {"state": "all"}, "takes no body"),
        ("POST", "/issues", "", {"body": "x"}, '"title" is a required property'),
        ("POST", "/issues", "", None, "needs a body"),
        ("POST", "/git/trees", "", {"tree": [{**_TREE, "mode": "100640"}]}, "/tree/0/mode"),
        ("POST", "/git/trees", "", {"base": "x", "tree": [_TREE]}, "knows no /base"),
        ("POST", "/pulls/1/reviews", "", {"comit_id": "x"}, "knows no /comit_id"),
        ("POST", "/pulls/1/reviews", "", {"comments": [{"path": "a", "body": "x", "lines": 1}]}, "/comments/0/lines"),
    ],
)  # fmt: skip
def test_problems_say_what_is_wrong(method: str, path: str, query: str, body: Any, said: str) -> None:
    """Wrong types, and names that GitHub would silently ignore."""
    assert said in "; ".join(problems(method, path, query, body))


def test_problems_are_told_of_a_body_that_is_no_json() -> None:
    """A body that nobody can read is not as described."""
    operation = operation_of("POST", "/repos/o/r/issues")
    assert operation is not None
    assert list(operation.problems_of_request("/repos/o/r/issues", "", b"{")) == ["issues/create: the body is no JSON"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/pull/1"), ("PUT", "/pulls/1"), ("GET", "/git/ref/"), ("GET", "/pulls/1/")]
)
def test_operation_of_is_none_for_what_is_not_described(method: str, path: str) -> None:
    """Neither another method nor a path that only looks alike."""
    assert operation_of(method, _REPOSITORY + path) is None


def test_problems_of_answer_hold_the_fake_to_the_shape() -> None:
    """A field that is missing, of another type, or an answer that is never given."""
    operation = operation_of("POST", "/repos/o/r/git/blobs")
    assert operation is not None
    assert list(operation.problems_of_answer(201, {"sha": "x", "url": "https://x.example"})) == []
    assert "required property" in "".join(operation.problems_of_answer(201, {"sha": "x"}))
    assert "/sha" in "".join(operation.problems_of_answer(201, {"sha": 1, "url": ""}))
    assert list(operation.problems_of_answer(302, None)) == ["git/create-blob never answers 302"]


def test_subset_keeps_what_is_referred_to_and_drops_prose() -> None:
    """A property that is called `description` is none."""
    thing = {"description": "Words", "properties": {"description": {"type": "string", "title": "Words"}}}
    whole = {
        "openapi": "3.0.3",
        "info": {"version": "1"},
        "servers": [],
        "paths": {
            "/a": {"get": {"operationId": "a", "summary": "Words", "responses": {"200": _ANSWER}, "x-github": {}}},
            "/b": {"get": {"operationId": "b", "responses": {}}},
        },
        "components": {"schemas": {"thing": thing, "other": {}}},
    }
    kept = subset(whole, frozenset({"a"}), "MIT")
    answer = {**_ANSWER, "description": ""}
    assert kept["paths"] == {"/a": {"get": {"operationId": "a", "responses": {"200": answer}}}}
    assert kept["components"] == {"schemas": {"thing": {"properties": {"description": {"type": "string"}}}}}


def test_subset_mends_examples_that_hold_a_reference_in_place_of_a_value() -> None:
    """GitHub's example of an issue does; a server that follows the description would answer with the reference."""
    wrong = {"summary": "Words", "value": {"$ref": "#/components/examples/a"}}
    answer = {"description": "", "content": {"application/json": {"examples": {"default": wrong}}}}
    whole = {
        "openapi": "3.0.3",
        "info": {"version": "1"},
        "servers": [],
        "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": answer}}}},
        "components": {"examples": {"a": {"summary": "Words", "value": {"description": "kept"}}}},
    }
    kept = subset(whole, frozenset({"a"}), "MIT")
    told = kept["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
    assert told == {"default": {"$ref": "#/components/examples/a"}}
    assert kept["components"]["examples"] == {"a": {"value": {"description": "kept"}}}


def test_subset_fails_when_an_operation_is_gone() -> None:
    """A new description that lacks what we ask is told at once."""
    whole = {"openapi": "3.0.3", "info": {"version": "1"}, "servers": [], "paths": {}, "components": {}}
    with pytest.raises(SystemExit, match="not described any more: a"):
        subset(whole, frozenset({"a"}), "MIT")
