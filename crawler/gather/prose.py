"""What a README says in sentences: its paragraphs, without headings, lists, tables, code, badges and HTML. Pure."""

from collections.abc import Iterator

import pyromark

from crawler.gather.finding import text_of

_READ_CHARS = 65_536
_SENTENCE_CHARS = 40
"""A shorter paragraph is a button, a caption or a byline."""
_OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_GFM | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
)
_ASIDE = frozenset({"BlockQuote", "CodeBlock", "Heading", "HtmlBlock", "Image", "List", "MetadataBlock", "Table"})
"""What is left out, with all that is in it."""
_UNWRITTEN = "[More Information Needed]"
"""What the template of a card has where nobody wrote anything (huggingface/huggingface_hub, templates)."""


def prose(markdown: str, most_chars: int) -> str | None:
    r"""The paragraphs of a text in Markdown on one line, cut to a length; None where it has none.

    >>> prose("---\nlicense: mit\n---\n# Net\n\n![b](c)\n\nA **net** that tells [cats](d) from horses by `fur`.", 99)
    'A net that tells cats from horses by fur.'
    """
    said: list[str] = []
    for paragraph in _paragraphs(markdown[:_READ_CHARS]):
        if len(paragraph.strip()) >= _SENTENCE_CHARS and _UNWRITTEN not in paragraph:
            said.append(paragraph)
        if sum(map(len, said)) > most_chars:
            break
    return text_of("\n".join(said), most_chars)


def _paragraphs(markdown: str) -> Iterator[str]:
    """The text of each paragraph that stands in nothing else."""
    aside, said = 0, list[str]()
    for event in pyromark.events(markdown, options=_OPTIONS):
        if isinstance(event, str):
            said += [" "] if event in ("SoftBreak", "HardBreak") else []
            continue
        ((kind, value),) = event.items()
        name = value if isinstance(value, str) else next(iter(value), "") if isinstance(value, dict) else ""
        if kind in ("Start", "End") and name in _ASIDE:
            aside += 1 if kind == "Start" else -1
        elif kind == "End" and value == "Paragraph" and not aside:
            yield "".join(said)
            said = []
        elif kind in ("Text", "Code") and not aside:
            said.append(str(value))
