"""What PDFs say of themselves: honest ones, broken ones, and those of which only a part is there."""

import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.gather import pdf
from crawler.gather.page import Page
from crawler.gather.sparse import Held, Span, held_of
from crawler.model import Kind
from tests.documents import INFO, PAPER, document, packet, painted, stream, written

TODAY = date(2026, 11, 28)
DATA = Path(__file__).parent / "data" / "pdf"
TITLE = "Efficient Fitting of Deformable Models to Noisy Surfaces"
ABSTRACT = (
    "We show that a sufficiently flexible model, fitted by descent to noisy surfaces, finds the deformation that a"
    " person would choose, and that fitting it takes a few seconds only; we give numbers for eleven sets of data."
)


def whole(data: bytes) -> Held:
    """A file that is held altogether."""
    return held_of([(0, data)], len(data))


def read(data: bytes) -> Page:
    """What a whole file says."""
    page, needs = pdf.read(whole(data), TODAY)
    assert needs is None
    assert page is not None
    return page


def asked(data: bytes, first: int, most: int = 9) -> tuple[Page | None, list[Span]]:
    """What comes out when every part that is wanted is handed over, and which were."""
    held = held_of([(0, data[:first])], len(data))
    spans: list[Span] = []
    for _ in range(most):
        page, needs = pdf.read(held, TODAY)
        if needs is None:
            return page, spans
        spans.append(needs)
        held = held_of((*held.parts, (needs.start, data[needs.start : needs.end])), len(data))
    return page, spans


def test_read_tells_all_that_a_paper_says() -> None:
    """Properties that the first page bears out, its abstract, and where each of them stands."""
    page = read(document(catalog="/Lang (en-GB)"))
    assert page == Page(
        title=TITLE,
        abstract=ABSTRACT,
        authors=("Ada Lovelace", "Charles Babbage"),
        published="2017-06-12",
        modified="2018-01-01",
        kind=Kind.PAPER,
        language="en-GB",
        sources={
            "title": "pdf:info", "abstract": "pdf:first page", "authors": "pdf:info", "published": "pdf:info",
            "modified": "pdf:info", "language": "pdf:catalog",
        },
        text_fingerprint=page.text_fingerprint,
        encoding="pdf",
    )  # fmt: skip
    assert page.text_fingerprint is not None


def test_read_believes_xmp_before_the_older_properties() -> None:
    """XMP has lists of authors, and the DOI of the publisher."""
    xmp = packet(
        dc_title=[TITLE],
        dc_creator=["Ada Lovelace", "Babbage, Charles &amp; Sons", "admin"],
        dc_language="de",
        prism_doi="10.1000/ABC",
        xmp_CreateDate="2016-05-04T03:02:01Z",
    )
    page = read(document(info={"Title": "Microsoft Word - a.doc", "Author": "jd"}, xmp=xmp))
    assert (page.title, page.authors[0], page.published) == (TITLE, "Ada Lovelace", "2016-05-04")
    assert (page.language, dict(page.identifiers)) == ("de", {"doi": "10.1000/abc"})
    assert {page.sources[name] for name in ("title", "authors", "published", "language", "identifiers")} == {"pdf:xmp"}


def test_read_takes_the_first_page_for_the_title_when_the_properties_have_none() -> None:
    """Junk, and a title of another paper, give way to the largest letters; a file's name is never a title."""
    for title in ("", "paper_v3.dvi", "Quite Another Paper of the Same Authors"):
        page = read(document(info={"Title": title}))
        assert (page.title, page.sources["title"]) == (TITLE, "pdf:first page")


def test_read_says_nothing_of_a_title_when_a_scan_has_none() -> None:
    """A page without text has no title, no abstract and no fingerprint, and is no empty shell either."""
    page = read(document([], info={"Title": "scan0001.pdf", "CreationDate": "D:20170612"}))
    assert page == Page(published="2017-06-12", kind=Kind.DOCUMENT, sources={"published": "pdf:info"}, encoding="pdf")
    assert (page.blank, page.marks) == (False, ())


def test_read_believes_a_title_that_nothing_speaks_against() -> None:
    """A scan may have a good title in its properties."""
    page = read(document([]))
    assert (page.title, page.sources["title"]) == (TITLE, "pdf:info")


@pytest.mark.parametrize(
    ("line", "identifiers", "kind"),
    [
        ("https://doi.org/10.1000/182", {"doi": "10.1000/182"}, Kind.PAPER),
        ("arXiv:1706.03762v5 [cs.CL]", {"arxiv": "1706.03762"}, Kind.PAPER),
        ("Lecture notes of 2017", {}, Kind.DOCUMENT),
    ],
)
def test_read_calls_a_paper_what_bears_a_papers_number(line: str, identifiers: Mapping[str, str], kind: Kind) -> None:
    """Without an abstract and without a number it may be anything."""
    page = read(document([*PAPER[:3], (line, 9.0)]))
    assert (dict(page.identifiers), page.kind) == (identifiers, kind)


def test_read_knows_the_doi_of_the_properties() -> None:
    """Elsevier writes it there."""
    page = read(document(info={"doi": "10.1016/j.a.2017.01.001"}))
    assert (dict(page.identifiers), page.sources["identifiers"]) == ({"doi": "10.1016/j.a.2017.01.001"}, "pdf:info")


def test_read_ignores_what_is_turned_but_for_the_stamp_of_arxiv() -> None:
    """The stamp in the margin is larger than the title; it names the paper and is not its name."""
    stamp = b"BT /F1 20 Tf 0 1 -1 0 32 200 Tm (arXiv:1706.03762v5 [cs.CL] 6 Dec 2017) Tj ET\n"
    page = read(document(info={}, content=stamp + painted(PAPER)))
    assert (page.title, dict(page.identifiers)) == (TITLE, {"arxiv": "1706.03762"})


def test_read_measures_letters_on_the_page() -> None:
    """A size of 1 in a matrix of 18 is 18 points, as most programs for offices write it."""
    scaled = b"q 18 0 0 18 72 700 cm BT /F1 1 Tf 0 0 Td (A Scaled Title) Tj ET Q\n"
    assert read(document(info={}, content=scaled + painted(PAPER[4:], top=600))).title == "A Scaled Title"


def test_read_finds_the_first_page_below_nested_nodes() -> None:
    """What a page does not say itself, it has from the nodes above it."""
    tree = {
        2: b"<< /Type /Pages /Kids [null 9 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >> >>",
        9: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>",
    }
    assert read(document(info={}, others=tree)).title == TITLE


def test_read_needs_only_the_ends_when_the_first_page_stands_in_front() -> None:
    """TeX writes the first page first and the table last: one part in five million bytes is enough."""
    data = document(padding=5_000_000)
    page, spans = asked(data, 65_536)
    assert page is not None
    assert (page.title, page.abstract) == (TITLE, ABSTRACT)
    assert spans == [Span(len(data) - 65_536, len(data))]


def test_read_needs_a_part_more_when_the_page_stands_in_the_middle() -> None:
    """The table at the end says where; each part that is wanted is asked for once."""
    padding = {9: stream(bytes(1_000_000))}
    data = document(padding=1_000_000, others=padding, order=(9, 4, 3, 5, 8, 1, 2, 7, 6))
    page, spans = asked(data, 65_536)
    assert page is not None
    assert page.abstract == ABSTRACT
    assert len(spans) == 2


def test_read_goes_without_pictures_and_shapes_of_letters_that_are_not_held() -> None:
    """A page's picture and its fonts may be millions of bytes; its text can be read without them."""
    others = {
        9: stream(bytes(1_000_000), "/Type /XObject /Subtype /Image /Width 1000 /Height 1000"),
        10: b"<< /Type /FontDescriptor /FontName /Helvetica /FontFile2 11 0 R /Flags 4 >>",
        11: stream(bytes(1_000_000)),
        12: b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [13 0 R] >>",
        13: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /FontDescriptor 10 0 R >>",
    }
    resources = "/Resources << /XObject << /I 9 0 R >> /Font << /F1 5 0 R /F2 12 0 R /F3 null >> >>"
    data = document(
        others=others, page=resources, font="/FontDescriptor 10 0 R", content=b"q /I Do Q " + painted(PAPER),
        order=(4, 3, 9, 11, 8, 5, 2, 1, 7, 6, 10, 12, 13),
    )  # fmt: skip
    page, spans = asked(data, 65_536)
    assert page is not None
    assert page.abstract == ABSTRACT
    assert len(spans) == 1
    assert read(data).abstract == ABSTRACT


@pytest.mark.parametrize("kind", ["table", "stream"])
def test_read_needs_only_the_first_part_of_a_linearised_file(kind: str) -> None:
    """Such a file begins with its first page and a table for it; what is behind them tells the rest, if anything."""
    data = (DATA / f"linearised-{kind}.pdf").read_bytes()
    end = int(data.partition(b"/E ")[2].split()[0]) + 16  # an object is read a little beyond its end
    page, needs = pdf.read(held_of([(0, data[:end])], len(data)), TODAY)
    assert page is not None
    assert (page.title, page.abstract) == (TITLE, ABSTRACT)
    # With the table of PDF 1.4 the day stands behind the first part.
    assert (page.published is None) == (needs is not None) == (kind == "table")
    assert read(data).published == "2017-06-12"


def test_read_goes_on_in_the_first_part_of_a_linearised_file() -> None:
    """Where the first part is longer than what is held, its next bytes are wanted and not the end of the file."""
    data = (DATA / "linearised-stream.pdf").read_bytes()
    file = data + bytes(1_000_000)
    assert pdf.read(held_of([(0, file[:1200])], len(file)), TODAY)[1] == Span(1200, 1200 + 65_536)


def test_read_knows_what_can_be_found_without_the_table() -> None:
    """XMP is written so that it can be found in a file that is cut off."""
    data = document(xmp=packet(dc_title=TITLE), order=(7, 8, 4, 3, 5, 2, 1, 6), padding=100_000)
    page, needs = pdf.read(held_of([(0, data[:65_536])], len(data)), TODAY)
    assert page is not None
    assert (page.title, page.abstract, page.sources["title"]) == (TITLE, None, "pdf:xmp")
    assert needs == Span(65_536, len(data))


def test_read_asks_for_the_smallest_part_that_tells_more() -> None:
    """A page of many megabytes must not cost what the properties say."""
    huge = stream(painted(PAPER) + bytes(3_000_000))
    data = document(others={4: huge, 9: stream(bytes(300_000))}, order=(3, 8, 5, 4, 1, 2, 7, 6, 9))
    page, spans = asked(data, 65_536, most=3)
    assert page is not None
    assert (page.published, page.title) == ("2017-06-12", TITLE)
    assert len(spans[0]) + len(spans[1]) < 200_000


def test_read_is_none_when_nothing_is_known() -> None:
    """No beginning, nothing at all, or nothing that is a PDF."""
    assert pdf.read(held_of([(5, b"abc")], 9), TODAY) == (None, None)
    assert pdf.read(whole(b""), TODAY) == (None, None)
    assert pdf.read(whole(b"<title>Not found</title>" * 9), TODAY)[0] is None
    assert pdf.read(whole(b"%PDF-1.7"), TODAY)[0] is None


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


HOSTILE = {
    "a tree of pages that is its own child": {2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"},
    "pages that are no dictionary": {2: b"(pages)"},
    "a page that is a number": {2: b"<< /Type /Pages /Kids [42] /Count 1 >>"},
    "no pages": {2: b"<< /Type /Pages /Kids [] /Count 0 >>"},
    "contents that are themselves": {4: b"4 0 R"},
    "contents that unpack to much": {4: stream(zlib.compress(bytes(80_000_000)), "/Filter /FlateDecode")},
    "contents packed again and again": {4: stream(b"x", f"/Filter [{'/FlateDecode ' * 99}]")},
    "properties that are themselves": {6: b"6 0 R"},
    "properties nested deep": {6: b"<< /Title " + _nested(5000) + b" >>"},
    "properties of other kinds": {6: b"<< /Title 7 /Author [1] /CreationDate << >> /ModDate /Name >>"},
    "properties that are a list": {6: b"[1 2 3]"},
    "fonts that are numbers": {2: b"<< /Type /Pages /Kids [3 0 R] /Resources << /Font << /F1 7 /F2 2 0 R >> >> >>"},
    "resources that are a name": {2: b"<< /Type /Pages /Kids [3 0 R] /Resources /None >>"},
    "fonts and pictures that are lists": {2: b"<< /Kids [3 0 R] /Resources << /Font [] /XObject [] >> >>"},
    "metadata that is a name": {1: b"<< /Type /Catalog /Pages 2 0 R /Metadata /Here /Lang 5 >>"},
    "pictures that are themselves": {2: b"<< /Kids [3 0 R] /Resources << /XObject << /I 2 0 R /J 99 0 R >> >> >>"},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_read_survives_what_is_no_honest_document(kind: str) -> None:
    """What is wrong costs what it would have said, and nothing else is lost."""
    page = pdf.read(whole(document(others=HOSTILE[kind])), TODAY)[0]
    assert page is not None
    assert page.title in (TITLE, None)
    if 6 not in HOSTILE[kind]:
        assert page.published == "2017-06-12"


def test_read_survives_matrices_of_any_numbers() -> None:
    """Letters may be infinitely large, or nowhere."""
    content = b"BT /F1 1e30 Tf 1e300 0 0 1e300 1e300 1e300 Tm (Huge) Tj ET BT /F1 0 Tf 0 0 0 0 0 0 Tm (None) Tj ET "
    assert pdf.read(whole(document(content=content + painted(PAPER))), TODAY)[0] is not None


def test_read_survives_a_table_of_lies() -> None:
    """A table that leads nowhere, to itself, or says that there are a billion objects."""
    for trailer in ("/Prev 9", "/Prev 99999999999", "/Size 999999999", "/XRefStm 12", "/Encrypt 6 0 R", "/Encrypt 7"):
        page, more = pdf.read(whole(document(trailer=trailer)), TODAY)
        assert page is None or page.title in (None, "Efficient Fitting of Deformable Models to Noisy Surfaces")
        assert more is None, "the whole of it was there"
    assert pdf.read(whole(written({1: b"1 0 R"}, [1], "/Root 1 0 R /Info 1 0 R")), TODAY) == (None, None)


SAMPLES = [
    document(xmp=packet(dc_title=TITLE, dc_creator=["Ada Lovelace"]), padding=300),
    *(file.read_bytes() for file in sorted(DATA.glob("*.pdf"))),
]
PATCHES = st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=8)), max_size=6)


@settings(deadline=None)
@given(
    data=st.sampled_from(SAMPLES) | st.binary(max_size=300).map(lambda body: b"%PDF-1.4\n" + body),
    patches=PATCHES,
    cut=st.integers(0, 4000),
    more=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 1000)), max_size=3),
    truncated=st.booleans(),
)
def test_read_takes_any_bytes_and_any_truncation(
    data: bytes, patches: list[tuple[int, bytes]], cut: int, more: list[tuple[int, int]], truncated: bool
) -> None:
    """Whatever is in a file, and whatever part of it is held: a page or none, and a part to ask for that is missing."""
    for place, change in patches:
        data = data[:place] + change + data[place + len(change) :]
    parts = [(0, data[:cut]), *((start, data[start : start + size]) for start, size in more)]
    total = sum(map(len, [data[:cut]])) if truncated else len(data)
    held = held_of([(start, part[: max(0, total - start)]) for start, part in parts], total)
    page, needs = pdf.read(held, TODAY)
    assert page is None or page.kind in (Kind.PAPER, Kind.DOCUMENT)
    assert needs is None or (0 <= needs.start < needs.end <= total and not held.has(needs))


def test_samples_are_what_the_tests_say() -> None:
    """The property test is about files that can be read."""
    assert [read(data).title for data in SAMPLES] == [INFO["Title"]] * len(SAMPLES)
