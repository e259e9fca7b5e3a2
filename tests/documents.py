"""PDFs of the tests' own, written byte by byte: so a test knows where in the file each object stands."""

import zlib
from collections.abc import Mapping, Sequence
from random import Random

PAPER = (
    ("Efficient Fitting of Deformable Models", 18.0),
    ("to Noisy Surfaces", 18.0),
    ("Ada Lovelace and Charles Babbage", 11.0),
    ("Abstract", 12.0),
    ("We show that a sufficiently flexible model, fitted by descent to noisy sur-", 10.0),
    ("faces, finds the deformation that a person would choose, and that fitting it", 10.0),
    ("takes a few seconds only; we give numbers for eleven sets of data.", 10.0),
    ("1 Introduction", 12.0),
    ("Fitting has been studied for a long time, and many have said much about it.", 10.0),
)
"""Lines of a first page, with their sizes in points."""
INFO = {
    "Title": "Efficient Fitting of Deformable Models to Noisy Surfaces",
    "Author": "Ada Lovelace; Charles Babbage",
    "CreationDate": "D:20170612221408Z",
    "ModDate": "D:20180101000000Z",
}
_BOM = "\ufeff"
LAST_AS_TEX_DOES = (4, 3, 8, 5, 2, 1, 7, 6)
"""The page first, then all the others, and what leads to it at the end: numbers of objects in their order."""


def document(
    lines: Sequence[tuple[str, float]] = PAPER,
    *,
    info: Mapping[str, str] | None = None,
    xmp: str = "",
    padding: int = 0,
    order: Sequence[int] = LAST_AS_TEX_DOES,
    catalog: str = "",
    page: str = "",
    font: str = "",
    content: bytes = b"",
    others: Mapping[int, bytes] | None = None,
    trailer: str = "",
) -> bytes:
    """A document with one page; `padding` bytes that cannot be packed stand in object 8, others are given whole."""
    given = INFO if info is None else info
    objects = {
        1: _dict(f"/Type /Catalog /Pages 2 0 R {'/Metadata 7 0 R' if xmp else ''} {catalog}"),
        2: _dict("/Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R >> >>"),
        3: _dict(f"/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R {page}"),
        4: stream(content or painted(lines), packed=True),
        5: _dict(f"/Type /Font /Subtype /Type1 /BaseFont /Helvetica {font}"),
        6: _dict(" ".join(f"/{name} {_text(value)}" for name, value in given.items())),
        7: stream(xmp.encode(), "/Type /Metadata /Subtype /XML"),
        8: stream(Random(7).randbytes(padding)),
        **(others or {}),
    }
    places = [*order, *sorted(objects.keys() - set(order))]
    return written(objects, places, f"/Root 1 0 R /Info 6 0 R {trailer}")


def written(objects: Mapping[int, bytes], order: Sequence[int], trailer: str) -> bytes:
    """A file of these objects, in this order, with its table at the end."""
    data, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", {}
    for number in order:
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    most = max(objects) + 1
    rows = [b"0000000000 65535 f \n", *(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, most))]
    table = b"xref\n0 %d\n%b" % (most, b"".join(rows))
    end = b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (most, trailer.encode(), len(data))
    return data + table + end


def stream(data: bytes, more: str = "", *, packed: bool = False) -> bytes:
    """A stream object."""
    body = zlib.compress(data) if packed else data
    kind = "/Filter /FlateDecode " if packed else ""
    return b"<< /Length %d %b%b >>\nstream\n%b\nendstream" % (len(body), kind.encode(), more.encode(), body)


def painted(lines: Sequence[tuple[str, float]], *, top: float = 740.0) -> bytes:
    """What paints these lines below one another."""
    y, parts = top, []
    for text, size in lines:
        parts.append(f"BT /F1 {size} Tf 1 0 0 1 72 {y:.1f} Tm ({_escaped(text)}) Tj ET")
        y -= 1.25 * size
    return "\n".join(parts).encode("latin-1", "replace")


def packet(**items: str | Sequence[str]) -> str:
    """XMP that says these things; `dc_title` stands for `dc:title`, a list for a list."""
    inner = "".join(_item(name.replace("_", ":", 1), value) for name, value in items.items())
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>'
        f'<rdf:Description rdf:about="">{inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _item(name: str, value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><rdf:Seq>{''.join(f'<rdf:li>{each}</rdf:li>' for each in value)}</rdf:Seq></{name}>"


def _dict(inner: str) -> bytes:
    return f"<< {inner} >>".encode("latin-1", "replace")


def _text(value: str) -> str:
    if value.isascii():
        return f"({_escaped(value)})"
    in_utf16 = (_BOM + value).encode("utf-16-be", "surrogatepass").hex()
    return f"<{in_utf16}>"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
