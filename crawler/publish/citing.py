"""What the formats of bibliographies share: the key of an entry, and what sort of publication it is. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from crawler.model import Kind
from crawler.publish.entries import Entry
from crawler.publish.names import parted

_PART_CHARS = 20
_HASH_CHARS = 6
_SMALL_WORDS = """
a an and as at by der die das for from how in is le la of on or the to un une what why with
"""
_PROCEEDINGS = re.compile(r"\b(?:proceedings|conference|workshop|symposium|proc)\b", re.IGNORECASE)
_PREPRINTS = re.compile(r"\b(?:arxiv|biorxiv|medrxiv|ssrn|hal|zenodo|openreview)\b", re.IGNORECASE)


class Sort(StrEnum):
    """What a bibliography makes of a resource."""

    JOURNAL = "journal"
    """A paper in a periodical that is known by name."""
    PROCEEDINGS = "proceedings"
    PREPRINT = "preprint"
    """A paper of which nobody says where it appeared."""
    BOOK = "book"
    SOFTWARE = "software"
    DATASET = "dataset"
    VIDEO = "video"
    ENTRY = "entry"
    POST = "post"
    PAGE = "page"


_SORTS = {
    Kind.BOOK: Sort.BOOK,
    Kind.DATASET: Sort.DATASET,
    Kind.ENTRY: Sort.ENTRY,
    Kind.ARTICLE: Sort.POST,
    **dict.fromkeys((Kind.REPOSITORY, Kind.PACKAGE, Kind.MODEL, Kind.SPACE, Kind.FILE), Sort.SOFTWARE),
    **dict.fromkeys((Kind.VIDEO, Kind.PLAYLIST, Kind.CHANNEL), Sort.VIDEO),
}


def sort_of(entry: Entry) -> Sort:
    """What sort of publication it is, by its kind and by where it appeared."""
    if entry.kind is not Kind.PAPER:
        return _SORTS.get(entry.kind, Sort.PAGE) if entry.kind else Sort.PAGE
    if _PROCEEDINGS.search(entry.site):
        return Sort.PROCEEDINGS
    published = entry.site and "doi" in entry.identifiers and not _PREPRINTS.search(entry.site)
    return Sort.JOURNAL if published else Sort.PREPRINT


def keyed(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Each entry with its key, such as `vaswani2017attention-c5c8de`: ASCII, and no other entry has it.

    The end is made of the address, so that a key stays what it is when another link comes or goes.
    """
    seen, taken = set[str](), set[str]()
    for entry in entries:
        if entry.url in seen:  # without their secrets, two addresses may be one
            continue
        seen.add(entry.url)
        key = _key(entry, taken)
        taken.add(key)
        yield key, entry


def _key(entry: Entry, taken: Collection[str]) -> str:
    digest = hashlib.sha256(entry.url.encode()).hexdigest()
    spoken = _spoken(entry)
    short = f"{spoken}-{digest[:_HASH_CHARS]}"
    return f"{spoken}-{digest}" if short in taken else short


def _spoken(entry: Entry) -> str:
    author = _slug(parted(entry.authors[0]).family) if entry.authors else ""
    words = (_slug(word) for word in re.split(r"[\s/_:-]+", entry.title))
    word = next((word for word in words if len(word) > 1 and word not in _SMALL_WORDS.split()), "")
    label = entry.host.split(".")[0]
    return f"{author or _slug(label) or 'link'}{entry.published[:4]}{word}"


def _slug(text: str) -> str:
    """Letters and digits of ASCII, in lower case.

    >>> _slug("Łukasz Müller-O'Neil"), _slug("深度")
    ('ukaszmulleroneil', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(char for char in plain if char.isalnum())[:_PART_CHARS]
