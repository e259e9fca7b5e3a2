"""What two Markdown parsers make of a page: its nodes and its text. They read more than GitHub does, never less."""

import json
from typing import Any

import pyromark
from markdown_it import MarkdownIt

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    | pyromark.Options.ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_SUPERSCRIPT
    | pyromark.Options.ENABLE_SUBSCRIPT
    | pyromark.Options.ENABLE_WIKILINKS
)
_GENEROUS = MarkdownIt("gfm-like")
"""Tables, strikethrough, raw HTML, and more bare addresses than GitHub links (`readme.md` and `//host` among them)."""

Page = tuple[list[str], str]
"""The nodes, in order, and all text."""


def read_by_markdown_it(page: str) -> Page:
    """What markdown-it-py finds."""
    nodes: list[str] = []
    words: list[str] = []
    for block in _GENEROUS.parse(page):
        for token in [block, *(block.children or [])]:
            if token.type in ("text", "text_special"):
                words.append(token.content)
            elif token.type == "code_inline":
                nodes.append("code_inline")
                words.append(token.content)
            else:
                content = "" if token.children else token.content
                nodes.append(f"{token.type} {token.tag} {sorted(token.attrs.items())} {content}")
    return nodes, "".join(words)


def read_by_pyromark(page: str) -> Page:
    """What pulldown-cmark finds with every extension on."""
    nodes: list[str] = []
    words: list[str] = []
    for event in pyromark.events(page, options=_OPTIONS):
        words.append(_field(event, "Text") or _field(event, "Code"))
        if not _field(event, "Text"):
            nodes.append("code" if _field(event, "Code") else json.dumps(event, sort_keys=True))
    return nodes, "".join(words)


def _field(event: Any, name: str) -> str:
    return str(event.get(name, "")) if isinstance(event, dict) else ""
