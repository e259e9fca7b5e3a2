r"""What stands on the first page of a PDF: its title by its size, its abstract, its identifiers. Pure.

Of 31 papers whose titles people wrote down, the largest letters of the first page were the title of all that had text
there, once a heading of the same size that stands apart was cut off.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.gather import identifiers as known
from crawler.gather.papers import arxiv_id
from crawler.gather.titles import TITLE_CHARS, clean

ABSTRACT_CHARS = 2000
LEAST_ABSTRACT_CHARS = 80
"""What is shorter is no abstract but a heading that happens to be called so."""
TEXT_CHARS = 40_000
"""So much of a page's text is looked at; a page of a journal has 8,000 characters."""
PIECES_MOST = 5_000

_SAME_LINE = 0.3
"""Pieces whose heights differ by so much of their size stand in one line."""
_SAME_SIZE = 0.97
_NEXT_LINE = 2.2
"""Lines of one block are no farther apart than so many times their size."""
_LEAST_SHARE = 0.08
"""A size counts for a line that has so much of its letters in it: small capitals have few, a large initial has one."""
_LARGER_THAN_TEXT = 1.08
_LINES_MOST = 6
_GENERIC = re.compile(
    r"(?:abstract|acknowledge?ments?|appendix|bibliography|chapter|contents|introduction|inhalt|lecture|notes|references"
    r"|table of contents|supplementary material|arxiv:\S+(?:\s.*)?|[\W\d_]*)[\W\d_]*",
    re.IGNORECASE,
)
"""Headings that stand on many first pages, and name none of them."""
_LIGATURES = {
    code: letters
    for first in (0x0B, 0xFB00)
    for code, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"), start=first)
}
"""Of Unicode, and of TeX's own encoding (OT1), which shows where a font does not say what its letters are."""
_CUT_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\s*\n\s*(?=[a-z\u00df-\u00ff])")
_ABSTRACT = re.compile(
    r"^[ \t]*(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary)[ \t]*(?:[.:\u2014\u2013-]+[ \t]*|\n)",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER = re.compile(
    r"^[ \t]*(?:(?:\d{1,2}|[IVX]{1,4})?[.:]?[ \t]*(?:i\s?n\s?t\s?r\s?o\s?d\s?u\s?c\s?t\s?i\s?o\s?n|contents)\b"
    r"|(?:key[ -]?words|index[ ]terms|categories[ ]and[ ]subject|ccs[ ]concepts|general[ ]terms|acm[ ]reference"
    r"|jel[ ]class|msc|1[ .][ \t]*[A-Z][a-z]+[ \t]*$))",
    re.IGNORECASE | re.MULTILINE,
)
_DOI = re.compile(r"(?P<said>\bdoi(?:\.org/|[\s:]{1,3}))?\b(?P<doi>10\.\d{4,9}/[-._;()/:A-Z0-9]{1,200})", re.IGNORECASE)
"""Crossref's own; it fits 74.4 of 74.9 million DOIs (crossref.org/blog/dois-and-matching-regular-expressions)."""
_ARXIV = re.compile(r"\barxiv:\s?(?P<id>\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some text in one font at one place."""

    text: str
    size: float
    """Height of its letters on the page, in points."""
    x: float = 0.0
    y: float = 0.0
    """From the bottom of the page upwards."""
    upright: bool = True
    """Whether it is written from left to right; what is turned stands in the margin, such as arXiv's stamp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first page."""

    pieces: tuple[Piece, ...] = ()
    """In the order in which they are painted, which is the order in which they are read nearly always."""

    @property
    def text(self) -> str:
        """What is written upright, line by line."""
        return "\n".join(line.text for line in _lines(self.pieces))[:TEXT_CHARS]

    @property
    def margin(self) -> str:
        """What is turned."""
        return " ".join("".join(each.text for each in self.pieces if not each.upright).split())[:TEXT_CHARS]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    size: float
    y: float


def title(front: Front) -> str | None:
    """The lines in the largest letters, of several that stand apart the first that could be a name; None without one.

    >>> body = Piece(text="Some text of the paper.", size=10, y=600)
    >>> title(Front(pieces=(Piece(text="Deep", size=17, y=700), Piece(text="Nets", size=17, x=50, y=700), body)))
    'Deep Nets'
    >>> title(Front(pieces=(body,) * 20))
    """
    lines = _lines(front.pieces)
    sizes = sorted({line.size for line in lines}, reverse=True)
    usual = _usual_size(lines)
    for size in sizes:
        if size < usual * _LARGER_THAN_TEXT:
            break
        named = (text for block in _blocks(lines, size) if (text := _name(block)))
        if found := next(named, None):
            return found
    return None


def abstract(text: str) -> str | None:
    r"""What stands between the heading `Abstract` and the next one; None where there is none, or too little.

    >>> abstract("A title\nAbstract\n" + "We show a re-\nsult. " * 8 + "\n1 Introduction\nMore")[:17]
    'We show a result.'
    """
    begins = _ABSTRACT.search(text)
    if begins is None:
        return None
    rest = text[begins.end() : begins.end() + 2 * ABSTRACT_CHARS]
    ends = _AFTER.search(rest)
    found = clean(_CUT_WORD.sub("", rest[: ends.start()] if ends else rest), ABSTRACT_CHARS)
    return found if len(found) >= LEAST_ABSTRACT_CHARS else None


def identifiers(front: Front) -> dict[str, str]:
    """The DOI and the arXiv number of the paper itself: what is said to be one, or is the only one on the page.

    >>> stamp = Piece(text="arXiv:1706.03762v5 [cs.CL] 6 Dec 2017", size=20, upright=False)
    >>> identifiers(Front(pieces=(stamp, Piece(text="https://doi.org/10.1000/ABC.", size=8))))
    {'doi': '10.1000/abc', 'arxiv': '1706.03762'}
    """
    text = front.text
    found = {"doi": _own_doi(text), "arxiv": _own_arxiv(front.margin) or _own_arxiv(text)}
    return {name: value for name, value in found.items() if value}


def _own_doi(text: str) -> str | None:
    found = list(_DOI.finditer(text))
    every = dict.fromkeys(known.doi(each["doi"]) for each in found)
    said = dict.fromkeys(known.doi(each["doi"]) for each in found if each["said"])
    return next((next(iter(some)) for some in (every, said) if len(some) == 1), None)


def _own_arxiv(text: str) -> str | None:
    every = dict.fromkeys(arxiv_id(each["id"]) for each in _ARXIV.finditer(text))
    return next(iter(every)) if len(every) == 1 else None


def readable(text: str) -> str:
    r"""Letters in the place of ligatures, and nothing that is no text.

    >>> readable("e\x0ecient \ufb01t\0")
    'efficient fit'
    """
    # What a control or a private letter stood for is not known.
    return "".join(c for c in text.translate(_LIGATURES) if c.isprintable() or c in "\n\t ")


def _lines(pieces: Sequence[Piece]) -> list[_Line]:
    """Pieces that follow one another at one height are a line."""
    lines: list[_Line] = []
    row: list[Piece] = []
    for each in _parted(pieces):
        if row and abs(each.y - row[0].y) > _SAME_LINE * max(each.size, row[0].size):
            lines.append(_line(row))
            row = []
        row.append(each)
    if row:
        lines.append(_line(row))
    return lines


def _parted(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The upright pieces that have text, each cut where it breaks a line."""
    for each in pieces[:PIECES_MOST]:
        if each.upright:
            for number, text in enumerate(readable(each.text).split("\n")):
                if text.strip():
                    lower = each.y - number * 1.2 * each.size
                    yield Piece(text=text, size=each.size, x=each.x, y=lower)


def _line(row: Sequence[Piece]) -> _Line:
    letters: dict[float, int] = {}
    for each in row:
        size = round(each.size, 1)
        letters[size] = letters.get(size, 0) + sum(c.isalnum() for c in each.text)
    least = _LEAST_SHARE * sum(letters.values())
    size = max((size for size, count in letters.items() if count and count >= least), default=row[0].size)
    return _Line(text=" ".join(_joined(row).split()), size=size, y=row[0].y)


def _joined(row: Sequence[Piece]) -> str:
    """The text of a line: a piece in smaller capitals goes on with the word of the initial before it."""
    text = ""
    for each in row:
        goes_on = text[-1:].isupper() and not text[-2:-1].strip() and each.text[:1].isupper()
        text += each.text if not text or goes_on else f" {each.text}"
    return text


def _usual_size(lines: Sequence[_Line]) -> float:
    """The size of most letters: that of the text."""
    letters: dict[float, int] = {}
    for line in lines:
        letters[line.size] = letters.get(line.size, 0) + len(line.text)
    usual = max(letters, key=lambda size: letters[size], default=0.0)
    # On a page with a title and little else, the title has most of the letters.
    return 0.0 if usual == max(letters, default=0.0) and letters.get(usual, 0) <= TITLE_CHARS else usual


def _blocks(lines: Sequence[_Line], size: float) -> Iterator[list[_Line]]:
    """Runs of lines of one size that follow one another closely."""
    block: list[_Line] = []
    for line in lines:
        fits = _SAME_SIZE * size <= line.size <= size / _SAME_SIZE
        near = not block or 0 <= block[-1].y - line.y <= _NEXT_LINE * size
        if block and not (fits and near):
            yield block
            block = []
        if fits:
            block.append(line)
    if block:
        yield block


def _name(block: Sequence[_Line]) -> str | None:
    """The text of a block, where it could be the name of something."""
    text = clean(_CUT_WORD.sub("", "\n".join(line.text for line in block)), TITLE_CHARS + 1)
    letters = sum(c.isalpha() for c in text)
    fits = len(block) <= _LINES_MOST and len(text) <= TITLE_CHARS and letters >= 3 and 2 * letters >= len(text)
    return text if fits and not _GENERIC.fullmatch(text) else None
