"""The anchors of a Markdown file as GitHub makes them: slugs of headings, names and ids of raw HTML, lines. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from crawler.gather import frontmatter, rawhtml
from crawler.gather.dialect import events
from crawler.gather.source import BOM, Source, read

_LINES = re.compile(r"L([0-9]{1,9})(?:C[0-9]+)?(?:-L?([0-9]{1,9})(?:C[0-9]+)?)?\Z", re.IGNORECASE)
_PREFIX = "user-content-"
_ALWAYS = frozenset({"", "top", "readme"})
"""The top of a page (HTML, 7.4.6.4), and the box in which GitHub shows a README."""


def anchors(data: bytes) -> frozenset[str]:
    r"""What a fragment may name in this Markdown file.

    >>> sorted(anchors(b"# Hello, *World*!\n\n## Hello world\n\n<a name='Here'></a>"))
    ['Here', 'hello-world', 'hello-world-1']
    """
    body = frontmatter.end(data, len(BOM) if data.startswith(BOM) else 0)
    headings, html = _read(read(data, body))
    places = list(rawhtml.places(data, html))
    titles = [
        text for _, text in sorted((*headings, *((place.at, place.heading) for place in places if place.heading)))
    ]
    # What is left of a heading beside an image or an emoji may begin or end with a space, which GitHub keeps as `-`.
    slugs = (*_slugs(titles), *_slugs(title.strip() for title in titles))
    return frozenset(slugs).union(*(place.names for place in places))


def slug(heading: str) -> str:
    """The anchor that GitHub makes of a heading's text.

    >>> slug("🚀 C++ & Größe_1: “Let's go”"), slug("A  B")
    ('-c--größe_1-lets-go', 'a--b')
    """
    # GitHub lowers letter by letter, so that no Σ becomes a final ς.
    lowered = "".join(character.lower() for character in heading)
    return "".join("-" if character == " " else character for character in lowered if _stays(character))


def has_anchor(data: bytes, fragment: str, *, markdown: bool) -> bool:
    r"""Whether `fragment`, decoded, names something in this file; in a file that is no Markdown only lines are known.

    >>> text = b"# One\n\n## Two"
    >>> [has_anchor(text, name, markdown=True) for name in ("two", "Two", "three", "L3", "L2-L9")]
    [True, True, False, True, False]
    >>> has_anchor(text, "user-content-one", markdown=True), has_anchor(text, "L1-L3", markdown=False)
    (True, True)
    """
    name = fragment.removeprefix(_PREFIX)
    lines = _LINES.match(name)
    if name.lower() in _ALWAYS:
        return True
    # GitHub's page looks for the fragment in lower case too.
    if markdown and not anchors(data).isdisjoint({name, name.lower()}):
        return True
    if lines:
        return 1 <= int(lines[1]) <= int(lines[2] or lines[1]) <= _line_count(data)
    return not markdown or ":~:" in name


def _read(source: Source) -> tuple[list[tuple[int, str]], list[rawhtml.Piece]]:
    """Headings with their text, and the HTML of the file."""
    headings: list[tuple[int, str]] = []
    html: list[rawhtml.Piece] = []
    parts: list[str] | None = None
    block, images = 0, 0
    for event, start, end in events(source):
        match event:
            case {"Start": {"Heading": _}}:
                parts = []
            case {"End": {"Heading": _}}:
                headings.append((start, "".join(parts or ())))
                parts = None
            case {"Start": {"Image": _}} | {"End": "Image"}:
                images += 1 if "Start" in event else -1
            case {"Start": "HtmlBlock"}:
                block = start
            case {"Html": _} | {"InlineHtml": _}:
                html.append(rawhtml.Piece(start, end, block if "Html" in event else start))
            case {"Text": text} | {"Code": text} | {"InlineMath": text} | {"DisplayMath": text}:
                if parts is not None and not images:
                    parts.append(text)
    return headings, html


def _slugs(titles: Iterable[str]) -> Iterator[str]:
    """Slugs made unique as GitHub does: the second `a` is `a-1`, unless a heading is called so."""
    seen: dict[str, int] = {}
    for title in titles:
        base = unique = slug(title)
        while unique in seen:
            seen[base] += 1
            unique = f"{base}-{seen[base]}"
        seen[unique] = 0
        yield unique


def _stays(character: str) -> bool:
    # Letters, marks, digits and connectors (Unicode's "word" characters), hyphens and spaces.
    category = unicodedata.category(character)
    return character in "- " or category[0] in "LM" or category in ("Nl", "Pc") or character.isdecimal()


def _line_count(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
