"""What GitHub's description says of one request, or of one answer: nothing, or what is wrong with it.

Its schemas seldom forbid a key that they do not know, so that a name spelt wrong would pass: unknown keys of a query or
of a body are told too.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

import jsonschema_rs

from tests.openapi.subset import SUBSET

_JSON = "application/json"
_UNSAID = re.compile(
    r"pulls/list-review-comments 200: /\d+/(?:line|position): null is not .*"
    r"|pulls/(?:list|get|update) 20[01]: (?:/\d+)?/head/repo: null is not .*"
)
"""What GitHub answers although it describes otherwise: a comment whose line changed since has no line any more, and a
pull request from a fork that was deleted comes from no repository."""
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What may be asked with one method of one path."""

    id: str
    method: str
    template: str
    route: re.Pattern[str]
    notifying: bool
    """Whether people are notified, as GitHub says."""
    _said: Mapping[str, Any]
    _components: Mapping[str, Any]

    def problems_of_request(self, path: str, query: str, body: bytes) -> Iterator[str]:
        """What is wrong with a request, in words; nothing where it is as described."""
        yield from self._problems_of_path(path)
        yield from self._problems_of_query(query)
        yield from self._problems_of_body(body)

    def answers(self, status: int) -> bool:
        """Whether an answer with this status is described."""
        return str(status) in self._said["responses"]

    def describes(self, status: int) -> bool:
        """Whether an answer with this status, and what is in it, is described."""
        return self.answers(status) and self._answer_schema(status) is not None

    def problems_of_answer(self, status: int, value: Any) -> Iterator[str]:
        """What is wrong with the JSON of an answer (None: it has none)."""
        if not self.answers(status):
            yield f"{self.id} never answers {status}"
            return
        schema = self._answer_schema(status)
        if schema is None and value is not None:
            yield f"{self.id} answers {status} with nothing"
        elif schema is not None:
            errors = _errors(self._answer_validator(status), value, f"{self.id} {status}")
            yield from (error for error in errors if not _UNSAID.fullmatch(error))

    def template_of_answer(self, status: int) -> Mapping[str, Any]:
        """The schema of an answer, resolved at its top."""
        return self.resolved(self._answer_schema(status) or {})

    def resolved(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        """A part of the description, or what it refers to."""
        while "$ref" in part:
            _, _, kind, name = part["$ref"].split("/")
            part = self._components[kind][name]
        return part

    def _problems_of_path(self, path: str) -> Iterator[str]:
        found = self.route.fullmatch(path)
        for name, text in (found.groupdict() if found else {}).items():
            yield from self._problems_of_parameter("path", name, unquote(text))

    def _problems_of_query(self, query: str) -> Iterator[str]:
        pairs = parse_qsl(query, keep_blank_values=True)
        names = [name for name, _ in pairs]
        yield from (f"{self.id}: {name} is asked twice" for name in sorted({n for n in names if names.count(n) > 1}))
        for name, text in pairs:
            yield from self._problems_of_parameter("query", name, text)
        yield from (f"{self.id}: {name} is not asked" for name in sorted(self._required_query - set(names)))

    def _problems_of_parameter(self, where: str, name: str, text: str) -> Iterator[str]:
        schema = self._parameters.get((where, name))
        if schema is None:
            yield f"{self.id}: its {where} knows no {name!r}"
            return
        validator = self._parameter_validators[where, name]
        if not any(validator.is_valid(value) for value in _readings(text)):
            yield f"{self.id}: {where} {name}={text!r} is not as described"

    def _problems_of_body(self, body: bytes) -> Iterator[str]:
        schema = self._body_schema
        if schema is None or not body:
            if body:
                yield f"{self.id} takes no body"
            elif schema is not None and self.resolved(self._said["requestBody"]).get("required"):
                yield f"{self.id} needs a body"
            return
        try:
            value = json.loads(body)
        except ValueError:
            yield f"{self.id}: the body is no JSON"
            return
        yield from _errors(self._body_validator, value, self.id)
        yield from (f"{self.id}: the body knows no {where}" for where in _unknown(self, [schema], value, ""))

    @cached_property
    def _parameters(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        resolved = [self.resolved(part) for part in self._said.get("parameters", [])]
        return {(part["in"], part["name"]): part for part in resolved}

    @cached_property
    def _required_query(self) -> set[str]:
        return {name for (where, name), part in self._parameters.items() if where == "query" and part.get("required")}

    @cached_property
    def _parameter_validators(self) -> dict[tuple[str, str], jsonschema_rs.Validator]:
        return {key: self._validator(part["schema"]) for key, part in self._parameters.items()}

    @cached_property
    def _body_schema(self) -> Mapping[str, Any] | None:
        body = self.resolved(self._said.get("requestBody", {}))
        schema: Mapping[str, Any] | None = body.get("content", {}).get(_JSON, {}).get("schema")
        return schema

    @cached_property
    def _body_validator(self) -> jsonschema_rs.Validator:
        return self._validator(self._body_schema or {})

    def _answer_schema(self, status: int) -> Mapping[str, Any] | None:
        answer = self.resolved(self._said["responses"][str(status)])
        content = answer.get("content", {})
        schema: Mapping[str, Any] | None = content.get(_JSON, next(iter(content.values()), {})).get("schema")
        return schema

    @cached_property
    def _answer_validators(self) -> dict[int, jsonschema_rs.Validator]:
        return {}

    def _answer_validator(self, status: int) -> jsonschema_rs.Validator:
        if status not in self._answer_validators:
            self._answer_validators[status] = self._validator(self._answer_schema(status) or {})
        return self._answer_validators[status]

    def _validator(self, schema: Mapping[str, Any]) -> jsonschema_rs.Validator:
        whole = {"$schema": _DIALECT, **_modern(schema), "components": {"schemas": _modern_schemas()}}
        return jsonschema_rs.validator_for(whole, validate_formats=False)


@cache
def _whole() -> Mapping[str, Any]:
    whole: Mapping[str, Any] = json.loads(SUBSET.read_text(encoding="utf-8"))
    return whole


@cache
def _modern_schemas() -> dict[str, Any]:
    return {name: _modern(schema) for name, schema in _whole()["components"]["schemas"].items()}


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation that is described."""
    whole = _whole()
    return tuple(
        Operation(
            id=said["operationId"],
            method=method.upper(),
            template=template,
            route=_route(template, said, whole["components"]),
            notifying=said.get("x-github", {}).get("triggersNotification", False),
            _said=said,
            _components=whole["components"],
        )
        for template, item in whole["paths"].items()
        for method, said in item.items()
    )


@cache
def source() -> str:
    """The package, and its version, that the description was taken from."""
    said = _whole()["info"]["x-source"]
    return f"{said['package']} {said['version']}"


def operation_of(method: str, path: str) -> Operation | None:
    """The operation that a request is for; paths are as they are sent, percent signs included."""
    return next((one for one in operations() if one.method == method and one.route.fullmatch(path)), None)


def _route(template: str, said: Mapping[str, Any], components: Mapping[str, Any]) -> re.Pattern[str]:
    """The paths of a template; a parameter holds slashes only where GitHub says that it may."""
    wide = set()
    for part in said.get("parameters", []):
        parameter = components["parameters"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        if parameter.get("x-multi-segment"):
            wide.add(parameter["name"])
    pieces = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(
            re.escape(piece) if index % 2 == 0 else f"(?P<{piece}>{'.+' if piece in wide else '[^/]+'})"
            for index, piece in enumerate(pieces)
        )
    )


def _readings(text: str) -> Iterator[Any]:
    """What the text of a parameter may stand for."""
    yield text
    if re.fullmatch(r"-?\d{1,18}", text):
        yield int(text)
    if text in ("true", "false"):
        yield text == "true"


def _modern(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 as JSON Schema: there, null is a type."""
    if isinstance(schema, list):
        return [_modern(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    kept = {
        key: {name: _modern(part) for name, part in value.items()} if key == "properties" else _modern(value)
        for key, value in schema.items()
        if key not in ("nullable", "example", "examples", "default", "enum")
    }
    if "enum" in schema:
        kept["enum"] = schema["enum"]
    return {"anyOf": [{"type": "null"}, kept]} if schema.get("nullable") is True else kept


def _errors(validator: jsonschema_rs.Validator, value: Any, what: str) -> Iterator[str]:
    if not validator.is_valid(value):
        for error in validator.iter_errors(value):
            yield f"{what}: /{'/'.join(map(str, error.instance_path))}: {error.message[:200]}"


def _unknown(operation: Operation, schemas: Sequence[Mapping[str, Any]], value: Any, where: str) -> Iterator[str]:
    """The keys that no branch of these schemas names."""
    branches = [branch for schema in schemas for branch in _branches(operation, schema)]
    if isinstance(value, list):
        items = [branch["items"] for branch in branches if "items" in branch]
        for index, part in enumerate(value):
            yield from _unknown(operation, items, part, f"{where}/{index}")
    elif isinstance(value, dict):
        if not any("properties" in branch for branch in branches) or any(
            branch.get("additionalProperties") for branch in branches
        ):
            return
        for key, part in value.items():
            known = [branch["properties"][key] for branch in branches if key in branch.get("properties", {})]
            if not known:
                yield f"{where}/{key}"
            else:
                yield from _unknown(operation, known, part, f"{where}/{key}")


def _branches(operation: Operation, schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    schema = operation.resolved(schema)
    yield schema
    for kind in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(kind, []):
            yield from _branches(operation, part)
