"""Writes `tests/data/github-openapi.json`: what GitHub says of the operations that we ask, and nothing else.

`make refresh-openapi` runs it, once the package that `tests/node/` pins is there. Prose is left out; what is kept says
which package and which version it was taken from, under which licence.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.nodejs import MODULES

PACKAGE = MODULES / "@octokit" / "openapi"
SUBSET = Path(__file__).parent.parent / "data" / "github-openapi.json"

OPERATIONS = (
    "actions/enable-workflow",
    "git/create-blob",
    "git/create-commit",
    "git/create-ref",
    "git/create-tree",
    "git/delete-ref",
    "git/get-blob",
    "git/get-commit",
    "git/get-ref",
    "git/get-tree",
    "git/list-matching-refs",
    "git/update-ref",
    "issues/create",
    "issues/get",
    "issues/list-for-repo",
    "issues/update",
    "pulls/create",
    "pulls/create-review",
    "pulls/get",
    "pulls/list",
    "pulls/list-files",
    "pulls/list-review-comments",
    "pulls/list-reviews",
    "pulls/update",
    "repos/get",
    "repos/get-content",
    "users/get-authenticated",
)

_METHODS = frozenset({"get", "post", "patch", "put", "delete"})
_PROSE = frozenset(
    {"description", "summary", "externalDocs", "tags", "title", "x-octokit", "x-github-breaking-changes"}
)
_NOTIFYING = "triggersNotification"


def subset(whole: Mapping[str, Any], operations: frozenset[str], licence: str) -> dict[str, Any]:
    """The description of these operations, with all that it refers to; an error where one of them is not described."""
    paths = {path: kept for path, item in whole["paths"].items() if (kept := _of_path(item, operations))}
    found = {operation["operationId"] for item in paths.values() for operation in item.values()}
    if missing := operations - found:
        raise SystemExit(f"not described any more: {', '.join(sorted(missing))}")
    return {
        "openapi": whole["openapi"],
        "info": {
            "title": "What Listkeeper asks of GitHub",
            "version": whole["info"]["version"],
            "license": {"name": "MIT"},
            "x-source": {"package": "@octokit/openapi", "version": whole["info"]["version"], "licence": licence},
        },
        "servers": whole["servers"],
        "paths": paths,
        "components": _components(whole, paths),
    }


def _of_path(item: Mapping[str, Any], operations: frozenset[str]) -> dict[str, Any]:
    return {
        method: _of_operation(operation)
        for method, operation in item.items()
        if method in _METHODS and operation["operationId"] in operations
    }


def _of_operation(operation: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = _without_prose({key: value for key, value in operation.items() if key != "x-github"})
    github = operation.get("x-github", {})
    return {**kept, "x-github": {_NOTIFYING: True}} if github.get(_NOTIFYING) else kept


def _components(whole: Mapping[str, Any], paths: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is referred to, and what that refers to, and so on."""
    kept: dict[str, dict[str, Any]] = {}
    waiting = list(_references(paths))
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        if name not in kept.setdefault(kind, {}):
            part = whole["components"][kind][name]
            kept[kind][name] = {"value": part["value"]} if kind == "examples" else _without_prose(part)
            waiting.extend(_references(kept[kind][name]))
    return kept


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _without_prose(part: Any, *, names: bool = False) -> Any:
    """A part of a description without what only people read; `names` where the keys are names, and none is prose."""
    if isinstance(part, list):
        return [_without_prose(value) for value in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: _examples(value)
        if key in ("example", "examples") and not names
        else _without_prose(value, names=_holds_names(key))
        for key, value in part.items()
        if names or key not in _PROSE
    }
    # An answer has to be described, says OpenAPI: in one word, here.
    return {"description": "", **kept} if not names and _is_answer(part) else kept


def _examples(part: Any) -> Any:
    """Examples as they are; some of GitHub's have a reference to another example in the place of their value."""
    if not isinstance(part, dict):
        return part
    return {
        name: example["value"] if isinstance(example, dict) and _refers(example.get("value")) else example
        for name, example in part.items()
    }


def _refers(value: Any) -> bool:
    return isinstance(value, dict) and "/examples/" in str(value.get("$ref", ""))


def _holds_names(key: str) -> bool:
    return key in ("properties", "patternProperties", "responses")


def _is_answer(part: Mapping[str, Any]) -> bool:
    return "description" in part and ("content" in part or "headers" in part or set(part) == {"description"})


def main() -> None:
    """Read the package, and write the subset."""
    whole = json.loads((PACKAGE / "generated" / "api.github.com.json").read_text(encoding="utf-8"))
    licence = (PACKAGE / "LICENSE").read_text(encoding="utf-8")
    kept = subset(whole, frozenset(OPERATIONS), " ".join(licence.split()))
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    SUBSET.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(kept['paths'])} paths, {len(text.encode())} bytes: {SUBSET.name}\n")


if __name__ == "__main__":
    main()
