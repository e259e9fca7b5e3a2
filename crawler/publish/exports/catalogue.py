"""A catalogue in Markdown: the list again, in its own order and below its own headings, and what each link is. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from crawler import untrusted
from crawler.publish.entries import Entry
from crawler.publish.pieces import page
from crawler.publish.sentences import first_sentence

_SENTENCE_CHARS = 240
_AUTHORS_SHOWN = 3
_DEEPEST = 6
_Place = tuple[str, tuple[str, ...]]
"""A list, and the headings above a link of it."""


def write(entries: Sequence[Entry]) -> str:
    """Title, authors, year and one sentence of each, where it stands first; each list under its own name if many."""
    return page(_lines(entries))


def _lines(entries: Sequence[Entry]) -> Iterator[str]:
    many = len({entry.links[0].path for entry in entries}) > 1
    before: tuple[str, ...] = ()
    for place, group in groupby(entries, key=_place):
        path = (place[0], *place[1]) if many else place[1]
        yield from _headings(path, before)
        before = path
        yield from map(_line, group)
        yield ""


def _place(entry: Entry) -> _Place:
    return entry.links[0].path, entry.section


def _headings(path: tuple[str, ...], before: tuple[str, ...]) -> Iterator[str]:
    """Those that the last link did not stand under."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(path, before, strict=False)))
    for depth in range(min(shared, len(path)), len(path)):
        yield f"{'#' * min(depth + 1, _DEEPEST)} {untrusted.markdown(path[depth])}"
        yield ""


def _line(entry: Entry) -> str:
    title = untrusted.markdown(entry.title)
    destination = untrusted.link_destination(entry.url)
    named = f"[{title}]({destination})" if destination else title
    made = ", ".join(filter(None, (_authors(entry), entry.published[:4])))
    return "".join((f"- {named}", f" — {made}" if made else "", *_said(entry, made)))


def _said(entry: Entry, made: str) -> Iterator[str]:
    sentence = first_sentence(entry.abstract, _SENTENCE_CHARS)
    if sentence and sentence.rstrip(".").casefold() != entry.title.rstrip(".").casefold():
        yield f"{'' if made.endswith('.') else '.' if made else ' —'} {untrusted.markdown(sentence, _SENTENCE_CHARS)}"
    elif made and not made.endswith("."):
        yield "."


def _authors(entry: Entry) -> str:
    shown = ", ".join(untrusted.markdown(name, 60) for name in entry.authors[:_AUTHORS_SHOWN])
    return f"{shown} et al." if len(entry.authors) > _AUTHORS_SHOWN else shown
