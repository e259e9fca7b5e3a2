"""arXiv's own interface: a hundred papers in one request, as Atom (info.arxiv.org/help/api/user-manual.html). Pure.

A paper that is not there is left out of the feed, without a word; a number in the wrong form spoils the whole list
(400, and an entry called "Error"). It is asked without versions, for the newest one: that tells which there are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, names_of, text_of
from crawler.model import Kind, Metadata
from crawler.settings import Keys

MOST = 100
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_ENTRY_ID = re.compile(r"https?://arxiv\.org/abs/(.+?)(?:v(\d{1,3}))?", re.ASCII)
_NOUN = r"(?:this|the|our)?\s*(?:paper|article|submission|manuscript|work|preprint|note|report|draft|thesis|version)"
_BEGINS_WITHDRAWN = re.compile(
    rf"(?:{_NOUN}\s+(?:(?:has|have|had|is|was)\s+)?(?:been\s+)?(?:now\s+)?)?withdrawn\b", re.IGNORECASE
)
_SAYS_WITHDRAWN = re.compile(rf"\b{_NOUN}\s+(?:has been|have been|is|was)\s+(?:now\s+)?withdrawn\b", re.IGNORECASE)
"""In the authors' comment, where it is seldom all that they say (info.arxiv.org/help/withdraw.html)."""

Entries = Mapping[str, tuple[int, ET.Element]]
"""Number without version -> newest version, and what is said of it."""


class Arxiv:
    """Asks arXiv about its papers."""

    name = "arxiv"
    title = "arXiv's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the address names a paper by its number."""
        return papers.arxiv(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:  # noqa: ARG002 - the protocol's
        """Numbers by the hundred; two addresses of one paper are one question."""
        for batch in records.batches(targets, _id_of, MOST):
            query = f"id_list={','.join(batch)}&max_results={len(batch)}"
            yield call(self.name, records.asked(batch), f"https://export.arxiv.org/api/query?{query}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """A paper in the feed is there, one that is not in it is not; a feed that misses all of many says nothing."""
        entries = _entries(reply)
        if not entries and (entries is None or len({_id_of(target) for target in reply.request.targets}) > 1):
            return
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            yield _finding(reading, target, papers.arxiv(target), entries)


def _id_of(target: str) -> str | None:
    paper = papers.arxiv(target)
    return paper.id if paper else None


def _finding(reading: Reading, target: str, paper: papers.Arxiv | None, entries: Entries) -> Finding:
    if paper is None or paper.id not in entries:
        gone = reading.absent(target, "has no such paper") if paper and paper.settles else None
        return Finding(target=target, observation=gone)
    newest, entry = entries[paper.id]
    if paper.version and paper.version > newest:
        said = f"has no version {paper.version} of it, but {newest}"
        return Finding(target=target, observation=reading.absent(target, said) if paper.settles else None)
    metadata = _metadata(reading, target, paper, newest, entry)
    said = "says that it was withdrawn" if "withdrawn" in metadata.state else ""
    there = reading.exists(target, said=said) if paper.settles else None
    return Finding(target=target, observation=there, metadata=metadata)


def _metadata(reading: Reading, target: str, paper: papers.Arxiv, newest: int, entry: ET.Element) -> Metadata:
    doi = text_of(entry.findtext(f"{_ARXIV}doi"))
    journal = text_of(entry.findtext(f"{_ARXIV}journal_ref"))
    state = {"newest_version": str(newest)}
    state |= {"version": str(paper.version)} if paper.version else {}
    state |= {"withdrawn": "true"} if _is_withdrawn(entry) else {}
    state |= {"published_as": doi} if doi else {}
    return reading.metadata(
        target,
        title=text_of(entry.findtext(f"{_ATOM}title")),
        abstract=text_of(entry.findtext(f"{_ATOM}summary"), ABSTRACT_CHARS),
        authors=names_of([author.findtext(f"{_ATOM}name") for author in entry.findall(f"{_ATOM}author")]),
        published=records.day(entry.findtext(f"{_ATOM}published")),
        modified=records.day(entry.findtext(f"{_ATOM}updated")),
        kind=Kind.PAPER,
        site=journal or "arXiv",
        identifiers={"arxiv": paper.id} | ({"doi": doi} if doi else {}),
        state=state,
    )


def _is_withdrawn(entry: ET.Element) -> bool:
    comment = text_of(entry.findtext(f"{_ARXIV}comment"), ABSTRACT_CHARS) or ""
    summary = text_of(entry.findtext(f"{_ATOM}summary"), ABSTRACT_CHARS) or ""
    begins = any(_BEGINS_WITHDRAWN.match(text) for text in (comment, summary))
    return begins or _SAYS_WITHDRAWN.search(comment) is not None


def _entries(reply: Reply) -> Entries | None:
    """What the feed tells of; None where it is no feed of papers, or not all of it is there."""
    feed = _feed(reply) if reply.status == 200 and not reply.truncated else None
    if feed is None or feed.tag != f"{_ATOM}feed":
        return None
    found = feed.findall(f"{_ATOM}entry")
    entries = dict(filter(None, map(_entry, found)))
    # It is known to say that there are some and to send none; and of what is named "Error" nothing is to be believed.
    total = (feed.findtext(_TOTAL) or "").strip() or str(len(found))
    return entries if total == str(len(found)) == str(len(entries)) else None


def _entry(entry: ET.Element) -> tuple[str, tuple[int, ET.Element]] | None:
    found = _ENTRY_ID.fullmatch((entry.findtext(f"{_ATOM}id") or "").strip())
    number = papers.arxiv_id(found[1]) if found else None
    return (number, (int(found[2] or 1), entry)) if found and number else None


def _feed(reply: Reply) -> ET.Element | None:
    """The XML; None where it is none, or declares entities: Atom needs none, and they can unfold without an end."""
    try:
        text = reply.body.decode("utf-8")
        if "<!DOCTYPE" in text:
            return None
        return ET.fromstring(text)  # noqa: S314 - without a DOCTYPE there is no entity to expand
    except (ET.ParseError, ValueError):
        return None
