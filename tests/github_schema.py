"""Cuts GitHub's published GraphQL schema down to what is asked of it, so that a test can hold every query to it.

    python -m tests.github_schema node_modules/@octokit/graphql-schema

prints the schema of that package with the fields and types that our queries use, arguments whole; kept in
tests/data/github.graphql. An argument that GitHub makes compulsory, or a field that it drops, shows in a new one.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    get_named_type,
    parse,
    visit,
)

from crawler.gather.githubql import plan, query

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LINKS = [
    f"https://github.com/{path}"
    for path in (
        "a",
        "a/b",
        "a/b/tree/dev/c",
        "a/b/blob/master/c.md",
        "a/b/tree/main",
        "a/b/wiki",
        "a/b/releases",
        "c/d/issues/1",
        "c/d/pull/2",
        "c/d/discussions/3",
        "c/d/releases/tag/v1",
        f"c/d/commit/{COMMIT}",
    )
]
"""One link of each kind."""
_BUILT_IN = {"String", "Int", "Float", "Boolean", "ID"}


class _Used(Visitor):
    """Notes which fields of which types a query asks for."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.fields: defaultdict[str, set[str]] = defaultdict(set)
        self._info = info

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """A field, on the type on which it is asked for."""
        parent = self._info.get_parent_type()
        if parent and not node.name.value.startswith("__"):
            self.fields[parent.name].add(node.name.value)


def trimmed(schema: GraphQLSchema, text: str) -> str:
    """The part of a schema that a query uses."""
    info = TypeInfo(schema)
    used = _Used(info)
    visit(parse(text), TypeInfoVisitor(info, used))
    for name, fields in list(used.fields.items()):
        kind = schema.type_map[name]
        for concrete in schema.get_possible_types(kind) if isinstance(kind, GraphQLInterfaceType) else ():
            if concrete.name in used.fields:
                used.fields[concrete.name] |= fields
    blocks, others = [], set[str]()
    for name, fields in sorted(used.fields.items()):
        blocks.append(_block(schema.type_map[name], fields, set(used.fields), others))
    kinds = [schema.type_map[name] for name in sorted(others - set(used.fields) - _BUILT_IN)]
    return "\n".join([*blocks, *(_other(kind, set(used.fields)) for kind in kinds)])


def _block(kind: GraphQLNamedType, names: set[str], kept: set[str], others: set[str]) -> str:
    assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
    lines = []
    for name in sorted(names):
        field = kind.fields[name]
        others.add(get_named_type(field.type).name)
        others |= {get_named_type(each.type).name for each in field.args.values()}
        args = ", ".join(f"{key}: {each.type}" for key, each in field.args.items())
        lines.append(f"  {name}{f'({args})' if args else ''}: {field.type}")
    word = "type" if isinstance(kind, GraphQLObjectType) else "interface"
    above = [each.name for each in kind.interfaces if each.name in kept]
    implements = f" implements {' & '.join(above)}" if above else ""
    return "\n".join([f"{word} {kind.name}{implements} {{", *lines, "}"])


def _other(kind: GraphQLNamedType, kept: set[str]) -> str:
    if isinstance(kind, GraphQLUnionType):
        return f"union {kind.name} = {' | '.join(each.name for each in kind.types if each.name in kept)}"
    assert isinstance(kind, GraphQLScalarType)
    return f"scalar {kind.name}"


def main(package: Path) -> None:
    """Print the trimmed schema of an npm package."""
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    schema = build_schema((package / "schema.graphql").read_text("utf-8"), assume_valid=True)
    print(f"# From @octokit/graphql-schema {version} (MIT licence, copyright GitHub 2025).")  # noqa: T201
    print("# Made by tests/github_schema.py.\n")  # noqa: T201
    print(trimmed(schema, str(query(plan(LINKS))["query"])))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
