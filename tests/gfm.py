"""What two Markdown parsers make of a page: its nodes and its text. They read more than GitHub does, never less."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import cmarkgfm
import pyromark
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

from crawler.untrusted import one_line

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


def nodes(page: str) -> tuple[Counter[str], Counter[str]]:
    """How many nodes of each kind two parsers find."""
    by_pyromark = (re.split(r'["{}: ]+', node.removeprefix("{"))[1:3] for node in read_by_pyromark(page)[0])
    return Counter(node.split()[0] for node in read_by_markdown_it(page)[0]), Counter(map(" ".join, by_pyromark))


def said(text: str) -> str:
    """A harmless text in the place of a hostile one: none where nothing of it can be seen."""
    return "word" if one_line(text) else ""


def rendered(page: str) -> str:
    """The HTML that GitHub's own renderer makes of a page, boxes included; tags of ours are let through."""
    extensions = ["table", "autolink", "strikethrough", "tagfilter", "tasklist"]
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_GITHUB_PRE_LANG
    return str(cmarkgfm.markdown_to_html_with_extensions(page, options=options, extensions=extensions))


class Shown(HTMLParser):
    """What stands in a rendered page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.texts: list[str] = []
        """What is neither code nor a link: there a forge looks for names and references."""
        self.open: list[str] = []
        self.unbalanced = False
        self.feed(rendered(page))
        self.close()
        self.unbalanced = self.unbalanced or bool(self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.elements.append((tag, dict(attrs)))
        if tag not in ("input", "br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As `<input />`, which nothing ends."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """See whether it ends what began last."""
        self.unbalanced = self.unbalanced or not self.open or self.open.pop() != tag

    def handle_comment(self, data: str) -> None:
        """Keep it."""
        self.comments.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        """Keep what a forge would look through."""
        if not {"a", "code", "pre"} & set(self.open):
            self.texts.append(data)

    @property
    def ticks(self) -> list[bool]:
        """The boxes, and whether each is ticked."""
        return ["checked" in held for tag, held in self.elements if tag == "input"]

    @property
    def links(self) -> list[str]:
        """Where it can be clicked to."""
        return [held.get("href") or "" for tag, held in self.elements if tag == "a"]
