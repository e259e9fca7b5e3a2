"""PDF -> what the document says of itself, as far as the bytes that are held tell. Pure, and total.

Only the process that reads pages apart (`parsing_child`) imports this, for pypdf takes 75 ms and 20 MiB to import. What
pypdf may unpack, and how deep it may go, it bounds itself; time and memory are bounded by the system.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import hypot
from typing import Any, TypeVar, cast

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from crawler.gather import front, identifiers, properties, walls
from crawler.gather.front import Front, Piece
from crawler.gather.page import Page
from crawler.gather.shells import LEAST_WORDS
from crawler.gather.sparse import Held, HoleError, Span, Sparse, held_of
from crawler.model import Kind
from crawler.settings import KIB
from crawler.simhash import fingerprint

T = TypeVar("T")

_DEPTH_MOST = 32
"""Of the tree of pages; and so many fonts and pictures of a page are looked at, times four."""
_SHAPES = ("/FontFile", "/FontFile2", "/FontFile3")
_INHERITED = ("/Resources", "/MediaBox", "/Rotate")
_PROPERTIES = {"title": "/Title", "authors": "/Author", "published": "/CreationDate", "modified": "/ModDate"}
_DOI_NAMES = ("/doi", "/DOI", "/WPS-ARTICLEDOI")
_XMP_BYTES = 256 * KIB
_ITEMS_MOST = 200
_XMP_PACKET = re.compile(rb"<x:xmpmeta.{0,65536}?</x:xmpmeta>", re.DOTALL)
_ITEM = re.compile(r"<rdf:li\b[^>]{0,200}>([^<]{0,2000})</rdf:li>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.IGNORECASE)
_HEAD_BYTES = 1024
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/O\s{1,4}(?P<page>\d{1,9})\b")
_TABLE = re.compile(
    rb"[\r\n](?P<table>xref\s|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj\s{0,8}<<(?:[^>]|>(?!>)){0,1000}/Type\s{0,4}/XRef\b)"
)
_END = b" " * 16 * KIB + b"\nstartxref\n%d\n%%%%EOF\n"
"""What reads it from behind, block by block, does not come upon what stands before it."""
_ELSEWHERE = re.compile(rb"/Prev(?=\s{0,8}\d)")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every fault that it forgives


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a document holds, as far as it could be read."""

    info: dict[str, str]
    xmp: str = ""
    language: str = ""
    front: Front | None = None


def read(held: Held, today: date) -> tuple[Page | None, Span | None]:
    """What a document says of itself, and which bytes would tell more; `today` is the day on which it was fetched.

    None for the one where nothing could be read, and for the other where more bytes would not help.
    """
    if not held.first:
        return None, None
    needs: list[Span] = []
    said = _said(Sparse(held), needs)
    if said.front is None and not held.whole:
        begun, number = _begun(held)
        of_part: list[Span] = []
        part = _said(Sparse(begun), of_part, number)
        needs = of_part if number and of_part and part.front is None else needs
        said = _Said(
            info=said.info or part.info,
            xmp=said.xmp or part.xmp or _packet(held),
            language=said.language or part.language,
            front=part.front,
        )
    page = _page(said, held.first, today)
    return page, _cheapest(held, needs) if needs and not _is_enough(said, page) else None


def _cheapest(held: Held, needs: list[Span]) -> Span:
    """The smallest piece that tells anything more: a huge page must not cost the properties."""
    return min(map(held.wanted, needs), key=len)


def _is_enough(said: _Said, page: Page | None) -> bool:
    """Whether more bytes would tell little more than they cost."""
    return said.front is not None and page is not None and page.title is not None and page.published is not None


def _begun(held: Held) -> tuple[Held, int | None]:
    """The file as one that ends with its first part, and the number of its first page where that stands in front.

    A linearised file (ISO 32000-1, annex F) begins with a table of all that its first page needs. It is made the table
    of the file by an end that leads to it; its `/Prev`, which leads to the rest, is given a name that nobody knows.
    """
    first = held.first
    number = _LINEARIZED.search(first, 0, _HEAD_BYTES)
    table = _TABLE.search(first, number.end()) if number else None
    if number is None or table is None:
        return held_of([(0, first)], len(first)), None
    place = table.start("table")
    begins = first[:place] + _ELSEWHERE.sub(b"/Past", first[place:], count=1)
    end = _END % place
    parts = ((0, begins), *held.parts[1:], (held.total, end))
    return held_of(parts, held.total + len(end)), int(number["page"])


def _said(file: Sparse, needs: list[Span], number: int | None = None) -> _Said:
    """Everything that can be read; what would take bytes that are not held is left out, and told in `needs`.

    `number` is that of the first page, where it is known without the tree of pages.
    """
    reader = _tried(lambda: _opened(file), needs)
    if reader is None:
        return _Said(info={})
    root = _tried(lambda: reader.root_object, needs) or DictionaryObject()
    page = _tried(lambda: _first_page(reader, reader.get_object(number) if number else root["/Pages"]), needs)
    return _Said(
        front=_tried(lambda: _front(page), needs) if page is not None else None,
        info=_tried(lambda: _info(reader), needs) or {},
        xmp=_tried(lambda: _xmp(root), needs) or "",
        language=_tried(lambda: str(_at(root, "/Lang") or ""), needs) or "",
    )


def _tried(ask: Callable[[], T], needs: list[Span]) -> T | None:
    """What somebody says who may meet any fault, or a hole."""
    try:
        return ask()
    except HoleError as hole:
        needs.append(hole.span)
    except Exception:  # noqa: BLE001  # of a file that wants to do harm anything may be thrown
        return None
    return None


def _opened(file: Sparse) -> PdfReader:
    """The file with its table read: forgiving where that is needed, for then the whole file is looked through."""
    try:
        reader = PdfReader(cast("Any", file), strict=True)
    except Exception:  # noqa: BLE001  # as above
        return PdfReader(cast("Any", file), strict=False)
    reader.strict = False
    return reader


def _at(owner: DictionaryObject, name: str) -> Any:
    """What stands under a name, followed where it stands elsewhere; pypdf's own `get` does not follow."""
    return owner[name] if name in owner else None  # noqa: SIM401  # as the docstring says


def _first_page(reader: PdfReader, node: object) -> PageObject | None:
    """The first page below a node, without a look at any other: pypdf's own list takes every page of the file."""
    inherited = DictionaryObject()
    for _ in range(_DEPTH_MOST):
        if not isinstance(node, DictionaryObject):
            return None
        inherited.update({NameObject(name): node.raw_get(name) for name in _INHERITED if name in node})
        kids = _at(node, "/Kids")
        if not isinstance(kids, ArrayObject):
            page = PageObject(reader)
            page.update(inherited)
            page.update(node)
            return page
        node = next((kid for each in kids if isinstance(kid := each.get_object(), DictionaryObject)), None)
    return None


def _front(page: PageObject) -> Front:
    """The text of the page, with its sizes and places."""
    _lighten(page)
    pieces: list[Piece] = []

    def hear(text: str, cm: Any, tm: Any, _: Any, size: Any) -> None:
        if text.strip() and len(pieces) < front.PIECES_MOST:
            pieces.append(_piece(text, cm, tm, size))

    page.extract_text(visitor_text=hear)
    return Front(pieces=tuple(pieces))


def _piece(text: str, cm: Any, tm: Any, size: Any) -> Piece:
    """A text with its place on the page: that of its own matrix within the page's (ISO 32000-1, 9.4.4)."""
    a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
    c, d = tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3]
    x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    return Piece(text=text, size=abs(float(size)) * hypot(c, d), x=x, y=y, upright=abs(b) <= abs(a))


def _lighten(page: PageObject) -> None:
    """Take out the pictures, and the fonts' shapes, that are not held: the text can be read without them."""
    resources = _at(page, "/Resources")
    if not isinstance(resources, DictionaryObject):
        return
    for owner, name in _heavy(resources):
        try:
            owner[name]
        except (HoleError, Exception):  # noqa: BLE001  # whatever is wrong with it
            del owner[name]


def _heavy(resources: DictionaryObject) -> Iterator[tuple[DictionaryObject, str]]:
    """Where pictures and shapes of fonts stand."""
    pictures = _at(resources, "/XObject")
    if isinstance(pictures, DictionaryObject):
        yield from ((pictures, name) for name in list(pictures))
    fonts = _at(resources, "/Font")
    for font in list(fonts.values())[: 4 * _DEPTH_MOST] if isinstance(fonts, DictionaryObject) else ():
        for each in _with_descendants(font.get_object()):
            described = _at(each, "/FontDescriptor")
            if isinstance(described, DictionaryObject):
                yield from (
                    (described, name) for name in ("/FontFile", "/FontFile2", "/FontFile3") if name in described
                )


def _with_descendants(font: Any) -> Iterator[DictionaryObject]:
    if isinstance(font, DictionaryObject):
        yield font
        below = _at(font, "/DescendantFonts")
        if isinstance(below, ArrayObject):
            yield from (each for kid in below[:1] if isinstance(each := kid.get_object(), DictionaryObject))


def _info(reader: PdfReader) -> dict[str, str]:
    info = _at(reader.trailer, "/Info")
    if not isinstance(info, DictionaryObject):
        return {}
    names = (*_PROPERTIES.values(), *_DOI_NAMES)
    return {name: str(value)[:4096] for name in names if isinstance(value := _at(info, name), str)}


def _xmp(root: DictionaryObject) -> str:
    held = _at(root, "/Metadata")
    return held.get_data()[:_XMP_BYTES].decode("utf-8", "replace") if isinstance(held, StreamObject) else ""


def _packet(held: Held) -> str:
    """XMP as it lies in the file: it is written so that it can be found by who knows no PDF (XMP part 3, 3.1)."""
    found = next((packet for _, data in held.parts if (packet := _XMP_PACKET.search(data))), None)
    return found[0].decode("utf-8", "replace") if found else ""


def _items(xmp: str, name: str) -> list[str]:
    """What XMP holds under a name: a list of texts, or one; the first language of several is the usual one.

    >>> _items("<dc:title><rdf:Alt><rdf:li xml:lang='en'>A &amp;amp; B</rdf:li></rdf:Alt></dc:title>", "dc:title")
    ['A &amp; B']
    >>> _items('<rdf:Description xmp:CreateDate="2017"/>', "xmp:CreateDate"), _items("<dc:title>A", "dc:title")
    (['2017'], [])
    """
    begins, quoted = xmp.find(f"<{name}"), xmp.find(f' {name}="')
    ends = xmp.find(f"</{name}>", begins) if begins >= 0 else -1
    if ends >= 0:
        inner = xmp[begins:ends].partition(">")[2]
        items = _ITEM.findall(inner) or [inner]
    else:
        items = [xmp[quoted:].split('"', 2)[1]] if quoted >= 0 else []
    return [_unescaped(item).strip() for item in items[:_ITEMS_MOST] if item.strip() and "<" not in item]


def _unescaped(text: str) -> str:
    for escaped, letter in _ENTITIES.items():
        text = text.replace(escaped, letter)
    return text


def _page(said: _Said, body: bytes, today: date) -> Page | None:
    """What all of it comes to; None where nothing is known."""
    found = {name: value for name, value in _found(said, today) if value[0]}
    if not found and said.front is None:
        return None
    values: dict[str, Any] = {name: value for name, (value, _) in found.items()}
    is_paper = "abstract" in values or bool(values.get("identifiers"))
    text = said.front.text if said.front else ""
    return Page(
        **values,
        kind=Kind.PAPER if is_paper else Kind.DOCUMENT,
        sources={name: f"pdf:{source}" for name, (_, source) in found.items()},
        text_fingerprint=fingerprint(text) if len(text.split()) >= LEAST_WORDS else None,
        marks=walls.marks(walls.Answer(body=body)),
        encoding="pdf",
    )


def _found(said: _Said, today: date) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Field, its value (which may be empty) and where it came from."""
    page, info, xmp = said.front or Front(), said.info, said.xmp
    text = page.text
    yield "title", _title(said, text)
    yield "abstract", (front.abstract(text), "first page")
    authors = properties.authors(_items(xmp, "dc:creator"))
    yield "authors", (authors, "xmp") if authors else (properties.authors([info.get("/Author", "")]), "info")
    for name, in_xmp in (("published", "xmp:CreateDate"), ("modified", "xmp:ModifyDate")):
        days = ((properties.day(info.get(_PROPERTIES[name], ""), today), "info"),)
        others = ((properties.day(each, today), "xmp") for each in _items(xmp, in_xmp)[:1])
        yield name, next((day for day in (*days, *others) if day[0]), (None, ""))
    yield "identifiers", _identifiers(said, page)
    tags = ((said.language, "catalog"), *((tag, "xmp") for tag in _items(xmp, "dc:language")))
    yield "language", next(((tag, source) for tag, source in tags if _LANGUAGE.fullmatch(tag)), ("", ""))


def _title(said: _Said, text: str) -> tuple[str | None, str]:
    given = ((title, "xmp") for title in _items(said.xmp, "dc:title")[:1])
    for title, source in (*given, (said.info.get("/Title", ""), "info")):
        if found := properties.title(title, text):
            return found, source
    return (front.title(said.front), "first page") if said.front else (None, "")


def _identifiers(said: _Said, page: Front) -> tuple[dict[str, str], str]:
    """Those that the properties name, and those of the first page."""
    in_xmp = (doi for name in ("prism:doi", "pdfx:doi") for doi in _items(said.xmp, name)[:1])
    named = (*in_xmp, *(said.info.get(name, "") for name in _DOI_NAMES))
    doi = next((doi for each in named if (doi := identifiers.doi(each))), None)
    on_page = front.identifiers(page)
    if doi is None:
        return on_page, "first page"
    return {**on_page, "doi": doi}, "xmp" if said.xmp else "info"
