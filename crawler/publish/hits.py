"""`listkeeper search`: what was found, for a person and for a program. Pure."""

import re
from collections.abc import Callable, Iterator

from crawler import untrusted
from crawler.model import Hit, Hits
from crawler.publish.exports.objects import dumped
from crawler.publish.pieces import counted

_MARKS = re.compile(f"{Hit.BEGIN}([^{Hit.END}]*){Hit.END}")
_CHARS = 400

Emphasis = Callable[[str], str]
"""How a word that was looked for is shown."""


def as_text(found: Hits, emphasis: Emphasis = str) -> str:
    """The hits, best first, and how many there are; ends without a newline."""
    if not found.hits:
        return "No link has these words."
    lines = [line for hit in found.hits for line in (*_lines(hit, emphasis), "")]
    more = f", the best {len(found.hits):,} shown" if found.total > len(found.hits) else ""
    return "\n".join([*lines, f"{counted(found.total, 'link')} found{more}."])


def as_json(found: Hits) -> str:
    """One object: `total`, and the best `hits`; what was found in them is not marked."""
    return dumped({"total": found.total, "hits": [_object(hit) for hit in found.hits]})


def _lines(hit: Hit, emphasis: Emphasis) -> Iterator[str]:
    known = ", ".join(filter(None, (hit.kind, (hit.published or "")[:4], hit.health)))
    yield f"{_shown(hit.title, emphasis)} ({untrusted.terminal(known)})"
    yield f"  {untrusted.terminal(untrusted.redacted(hit.url), 2000)}"
    heading = f" in {untrusted.terminal(hit.heading, 100)}" if hit.heading else ""
    yield f"  {untrusted.terminal(hit.path, 200)}:{hit.line}{heading}"
    if hit.abstract:
        yield f"  {_shown(hit.abstract, emphasis)}"


def _shown(marked: str, emphasis: Emphasis) -> str:
    """The text for a terminal, a marked word with emphasis."""
    pieces = _MARKS.split(marked[:_CHARS])
    return "".join(emphasis(_plain(piece)) if number % 2 else _plain(piece) for number, piece in enumerate(pieces))


def _plain(piece: str) -> str:
    """As `untrusted.terminal`, with the blanks at both ends kept: they part it from its neighbours."""
    before, after = piece[:1].isspace() * " ", piece[1:][-1:].isspace() * " "
    return f"{before}{untrusted.terminal(piece, _CHARS)}{after}"


def _object(hit: Hit) -> dict[str, object]:
    return {
        "url": untrusted.one_line(untrusted.redacted(hit.url), 10_000),
        "title": _unmarked(hit.title),
        "text": untrusted.one_line(hit.text),
        "authors": [untrusted.one_line(name) for name in hit.authors],
        "published": hit.published,
        "kind": hit.kind,
        "health": hit.health,
        "place": untrusted.one_line(f"{hit.path}:{hit.line}"),
        "heading": untrusted.one_line(hit.heading),
        "abstract": _unmarked(hit.abstract),
    }


def _unmarked(marked: str) -> str:
    return untrusted.one_line(marked.replace(Hit.BEGIN, "").replace(Hit.END, ""), 1000)
