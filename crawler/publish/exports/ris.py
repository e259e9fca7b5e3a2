"""RIS: what EndNote, Mendeley and Zotero take. Pure.

Two letters, two blanks, a hyphen, a blank and a value a line, CR LF at its end (RIS Format Specifications, 2011).
"""

from collections.abc import Iterator, Sequence

from crawler.publish.citing import Sort, keyed, sort_of
from crawler.publish.entries import Entry
from crawler.publish.names import parted
from crawler.publish.pieces import day

_TYPES = {
    Sort.JOURNAL: "JOUR",
    Sort.PROCEEDINGS: "CPAPER",
    Sort.PREPRINT: "UNPB",
    Sort.BOOK: "BOOK",
    Sort.SOFTWARE: "COMP",
    Sort.DATASET: "DATA",
    Sort.VIDEO: "VIDEO",
    Sort.ENTRY: "ENCYC",
    Sort.POST: "BLOG",
    Sort.PAGE: "ELEC",
}


def write(entries: Sequence[Entry]) -> str:
    """One record a resource."""
    return "\r\n".join("".join(_lines(key, entry)) for key, entry in keyed(entries))


def _lines(key: str, entry: Entry) -> Iterator[str]:
    yield f"TY  - {_TYPES[sort_of(entry)]}\r\n"
    for tag, value in _tags(key, entry):
        if value:
            yield f"{tag}  - {value}\r\n"
    yield "ER  - \r\n"


def _tags(key: str, entry: Entry) -> Iterator[tuple[str, str]]:
    known = entry.identifiers
    yield "ID", key
    yield "TI", entry.title
    yield from (("AU", parted(name).inverted) for name in entry.authors)
    yield "PY", entry.published[:4]
    yield "DA", "/".join(f"{part:02}" for part in entry.date)
    yield ("PB" if sort_of(entry) is Sort.BOOK else "T2"), entry.site
    yield "AB", entry.abstract
    yield "DO", known.get("doi", "")
    yield "SN", known.get("isbn", "")
    yield "AN", f"arXiv:{known['arxiv']}" if "arxiv" in known else ""
    yield "LA", entry.language
    yield from (("KW", heading) for heading in entry.section)
    yield "UR", entry.url
    yield "Y2", day(entry.checked_at).replace("-", "/") if entry.checked_at else ""
