"""The links of files as text for people and as JSON lines for programs. Pure."""

import json
from collections.abc import Iterable

from crawler.model import Document, Link
from crawler.untrusted import no_command, terminal

_WHOLE = 10_000
"""A URL is there to be copied: it is cut only where nobody could want it."""


def as_text(documents: Iterable[Document]) -> str:
    r"""One line a link.

    >>> from crawler.model import LinkKind
    >>> link = Link(path="a.md", line=3, column=5, start=9, end=10, url="b", text="B", title="", section=(),
    ...             kind=LinkKind.INLINE)
    >>> as_text([Document(path="a.md", links=(link,))])
    'a.md:3:5  inline  b  B\n'
    >>> as_text([Document(path="a.md", links=())])
    ''
    """
    return "".join(f"{_line(link)}\n" for file in documents for link in file.links)


def as_jsonl(documents: Iterable[Document]) -> str:
    r"""One JSON object a link, in ASCII: no byte of it can break a line, a terminal, an encoding or a build's log.

    >>> from crawler.model import LinkKind
    >>> link = Link(path="a.md", line=3, column=5, start=9, end=10, url="b", text="\x9b31m\u2028", title="",
    ...             section=("One",), kind=LinkKind.INLINE)
    >>> as_jsonl([Document(path="a.md", links=(link,))]).partition('"b", ')[2]
    '"text": "\\u009b31m\\u2028", "title": "", "section": ["One"], "kind": "inline"}\n'
    """
    lines = (json.dumps(_record(link)) for file in documents for link in file.links)
    return "".join(f"{no_command(line)}\n" for line in lines)


def _line(link: Link) -> str:
    parts = (f"{link.path}:{link.line}:{link.column}", link.kind.value, link.url, link.text)
    return "  ".join(terminal(part, _WHOLE) for part in parts if part)


def _record(link: Link) -> dict[str, object]:
    return {
        "path": link.path,
        "line": link.line,
        "column": link.column,
        "start": link.start,
        "end": link.end,
        "url": link.url,
        "text": link.text,
        "title": link.title,
        "section": list(link.section),
        "kind": link.kind.value,
    }
