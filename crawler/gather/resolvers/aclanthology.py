"""The ACL Anthology: the BibTeX of each paper, which holds its abstract too. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, names_of, text_of
from crawler.model import Kind, Metadata
from crawler.settings import Keys

_BYTES_MOST = 65_536
_ENTRY = re.compile(r"\s*@[a-z]+\s*\{", re.IGNORECASE | re.ASCII)
_FIELD = re.compile(r"[,\s]([a-z]+)\s*=\s*", re.IGNORECASE | re.ASCII)
_BARE = re.compile(r"[\w-]*")
_AND = re.compile(r"\s+and\s+")
_ACCENT = re.compile(r"""\{?\\([`'^"~=.uvHckrbd])\s*(?:\{(\\?[A-Za-z])\}|(\\?[A-Za-z]))\}?""")
_MARKS = dict(
    zip("`'^\"~=.uvHckr", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a", strict=True)
)
_LETTERS = {
    "ss": "ß",
    "aa": "å",
    "AA": "Å",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
} | {"L": "Ł"}
_LETTER = re.compile(r"\{?\\(?:(ss|aa|AA|ae|AE|oe|OE|o|O|l|L|i|j)(?![A-Za-z])\s*|([&%_#$]))\}?")
_STYLE = re.compile(r"\\(?:emph|text(?:bf|it|rm|sc|sf|tt)|url)\s*(?=\{)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class AclAnthology:
    """Asks the ACL Anthology for the BibTeX of a paper."""

    name = "aclanthology"
    title = "the ACL Anthology"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the address is that of a paper, or of its file."""
        return papers.acl(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:  # noqa: ARG002 - the protocol's
        """One for each paper."""
        for batch in records.batches(targets, _key_of, 1):
            yield call(self.name, records.asked(batch), f"https://aclanthology.org/{next(iter(batch))}.bib")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """A paper with an entry is there, one without is not."""
        fields = _fields_of(reply)
        if reply.status != 404 and not fields.get("title"):
            return
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            paper = papers.acl(target)
            settles = paper is not None and paper.settles
            if reply.status == 404:
                gone = reading.absent(target, "has no such paper") if settles else None
                yield Finding(target=target, observation=gone)
            else:
                there = reading.exists(target) if settles else None
                yield Finding(target=target, observation=there, metadata=_metadata(reading, target, fields))


def _key_of(target: str) -> str | None:
    paper = papers.acl(target)
    return paper.id if paper else None


def _fields_of(reply: Reply) -> Mapping[str, str]:
    if reply.status != 200 or reply.truncated:
        return {}
    text = reply.body[:_BYTES_MOST].decode("utf-8", "replace")
    return fields(text) if _ENTRY.match(text) else {}


def _metadata(reading: Reading, target: str, fields: Mapping[str, str]) -> Metadata:
    title = records.title(fields.get("title"))
    names = [records.given_first(" ".join(name.split())) for name in _AND.split(fields.get("author", ""))]
    doi = text_of(fields.get("doi"))
    return reading.metadata(
        target,
        title=title,
        abstract=text_of(fields.get("abstract"), ABSTRACT_CHARS),
        authors=names_of(names),
        published=_published(fields),
        kind=Kind.PAPER,
        site=text_of(fields.get("booktitle")) or text_of(fields.get("journal")) or "ACL Anthology",
        identifiers={"acl": _key_of(target) or ""} | ({"doi": doi} if doi else {}),
        state=records.fate(title),
    )


def _published(fields: Mapping[str, str]) -> str | None:
    month = fields.get("month", "")[:3].lower()
    year = fields.get("year", "")
    return records.day(f"{year}-{_MONTHS.index(month) + 1:02}" if month in _MONTHS else year)


def fields(text: str) -> dict[str, str]:
    r"""The fields of the first entry of a BibTeX file, accents as letters and braces gone.

    >>> fields('@inproceedings{a, title = "{BERT}: A \\"{o}", author={K{\\"o}nig, \\O{}ystein}, month = jul}')["title"]
    'BERT: A ö'
    >>> fields('@misc{a, year = "2019", title = "unfinished')
    {'year': '2019'}
    """
    found = dict[str, str]()
    at = text.find(",")
    while at >= 0 and (field := _FIELD.search(text, at)):
        value, at = _value(text, field.end())
        if value is not None:
            found.setdefault(field[1].lower(), _readable(value))
    return found


def _value(text: str, start: int) -> tuple[str | None, int]:
    """A value in quotes, in braces or bare, and where it ends; None for one that does not end."""
    opening = text[start : start + 1]
    if opening not in ('"', "{") or not opening:
        bare = _BARE.match(text, start)
        return (bare[0], bare.end()) if bare else (None, start)
    depth, at = 0, start + 1
    while at < len(text):
        letter = text[at]
        if depth == 0 and letter == ('"' if opening == '"' else "}"):
            return text[start + 1 : at], at + 1
        depth += (letter == "{") - (letter == "}")
        at += 2 if letter == "\\" else 1
    return None, len(text)


def _readable(value: str) -> str:
    value = _ACCENT.sub(_accented, _STYLE.sub("", value))
    value = _LETTER.sub(lambda found: found[2] or _LETTERS.get(found[1], found[1]), value)
    return value.replace("{", "").replace("}", "")


def _accented(found: re.Match[str]) -> str:
    letter = (found[2] or found[3]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + _MARKS.get(found[1], ""))
