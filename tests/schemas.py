"""Other people's schemas, and whether a text is what they describe: no key that they do not name, either."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, Draft7Validator, FormatChecker
from lxml import etree  # type: ignore[import-untyped]

_FOLDER = Path(__file__).parent / "data" / "schemas"
_XS = "{http://www.w3.org/2001/XMLSchema}"


@cache
def schema(name: str) -> dict[str, Any]:
    """One of the schemas of `tests/data/schemas`."""
    found: dict[str, Any] = json.loads((_FOLDER / name).read_text("utf-8"))
    return found


def faults(value: object, name: str) -> list[str]:
    """What a schema has against a value, and keys that it does not name."""
    draft = Draft4Validator if "draft-04" in schema(name)["$schema"] else Draft7Validator
    wrong = [
        f"{error.json_path}: {error.message}"
        for error in draft(schema(name), format_checker=FormatChecker()).iter_errors(value)
    ]
    return [*wrong, *_unnamed(value, schema(name), schema(name), "$")]


def _unnamed(value: object, part: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[str]:
    while "$ref" in part:
        part = _found(root, part["$ref"])
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in part.get("properties", {}) and not isinstance(part.get("additionalProperties"), dict):
                yield f"{path}.{key} is not named"
            else:
                inner = part.get("properties", {}).get(key, part.get("additionalProperties"))
                yield from _unnamed(item, inner, root, f"{path}.{key}")
    if isinstance(value, list):
        for turn, item in enumerate(value):
            yield from _unnamed(item, part.get("items", {}), root, f"{path}[{turn}]")


def _found(root: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


@cache
def _junit() -> etree.XMLSchema:
    """Jenkins's schema, with the two attributes of a test case that pytest, GitLab and CircleCI know besides."""
    tree = etree.parse(_FOLDER / "junit-10.xsd")
    case = tree.find(f"{_XS}element[@name='testcase']/{_XS}complexType")
    for name in ("file", "line"):
        etree.SubElement(case, f"{_XS}attribute", name=name, type="xs:string")
    return etree.XMLSchema(etree.ElementTree(etree.fromstring(etree.tostring(tree))))


def junit_faults(text: str) -> list[str]:
    """What the schema of JUnit's XML has against a text."""
    validator = _junit()
    validator.validate(etree.fromstring(text.encode()))
    return [str(error) for error in validator.error_log]
