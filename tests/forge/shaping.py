"""Answers that have all that GitHub's description requires of them.

What an answer must have, and the fake knows nothing of, is made up from the description: an address, a false, a zero.
"""

import copy
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from tests.forge.things import Account
from tests.openapi.description import Operation, operations

_SOME_DAY = "2026-01-05T00:00:00Z"


def shaped(operation: str, status: int, said: Mapping[str, Any], *, of_item: bool = False) -> dict[str, Any]:
    """An answer with all that the description requires of it, and what is said of it."""
    whole: dict[str, Any] = copy.deepcopy(_skeleton(operation, status, of_item))
    lay_over(whole, said)
    return whole


@cache
def _skeleton(operation: str, status: int, of_item: bool) -> dict[str, Any]:
    one = next(one for one in operations() if one.id == operation)
    schema = one.template_of_answer(status)
    made: dict[str, Any] = _made(one, schema["items"] if of_item else schema)
    return made


def _made(operation: Operation, schema: Mapping[str, Any]) -> Any:
    """The plainest value that a schema allows."""
    schema = operation.resolved(schema)
    if schema.get("nullable"):
        return None
    if "enum" in schema:
        return schema["enum"][0]
    for kind in ("oneOf", "anyOf"):
        if kind in schema:
            return _made(operation, schema[kind][0])
    parts = schema.get("allOf", [])
    if parts and "properties" not in schema:
        return _made(operation, parts[0])
    properties = schema.get("properties", {})
    if schema.get("type") == "object" or properties:
        return {name: _made(operation, properties[name]) for name in schema.get("required", []) if name in properties}
    return _plain(schema)


def _plain(schema: Mapping[str, Any]) -> Any:
    if schema.get("type") == "string":
        by_format = {"date-time": _SOME_DAY, "uri": "https://github.test/", "email": "octocat@github.test"}
        return by_format.get(schema.get("format", ""), "")
    return {"array": [], "boolean": False, "integer": 0, "number": 0}.get(schema.get("type", ""))


def lay_over(whole: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Put what is said in the place of what was made up, at every depth."""
    for key, value in said.items():
        if isinstance(value, dict) and isinstance(whole.get(key), dict):
            lay_over(whole[key], value)
        else:
            whole[key] = value


def moment(at: datetime | None) -> str | None:
    """A time as GitHub writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def account(who: Account | None) -> dict[str, Any] | None:
    """Somebody, in short."""
    if who is None:
        return None
    return _account_skeleton() | {
        "login": who.login,
        "id": who.id,
        "type": who.kind,
        "html_url": f"https://github.test/{who.login}",
    }


@cache
def _account_skeleton() -> dict[str, Any]:
    one = next(one for one in operations() if one.id == "repos/get")
    made: dict[str, Any] = _made(one, {"$ref": "#/components/schemas/simple-user"})
    return made
