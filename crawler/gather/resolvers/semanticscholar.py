"""Semantic Scholar: what it knows of papers of many publishers, many in one request. Pure.

`POST /graph/v1/paper/batch` answers with an array, `null` for what it does not know; it may be in another order or
shorter (allenai/s2-folks, API_RELEASE_NOTES.md), so that a paper is known by its identifiers. It is a catalogue:
that a paper is in it does not prove that an address leads to it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, json_of, names_of, text_of
from crawler.model import Kind, Metadata
from crawler.settings import Keys

MOST = 250
"""It takes 500; the answer to half of them stays within what is read of one."""
_FIELDS = "title,abstract,authors,year,publicationDate,venue,externalIds"
_BATCH = f"https://api.semanticscholar.org/graph/v1/paper/batch?fields={_FIELDS}"
_NONE_KNOWN = "No valid paper ids given"
_PREFIXES = {"ArXiv": "ARXIV", "DOI": "DOI", "ACL": "ACL"}


class SemanticScholar:
    """Asks Semantic Scholar about papers by their numbers on arXiv, their DOIs and their names in the ACL Anthology."""

    name = "semanticscholar"
    title = "Semantic Scholar"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the address names a paper in a way that it understands."""
        return _key_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """Names of papers in one request; a key makes it patient."""
        headers = {"x-api-key": keys.s2_api_key} if keys.s2_api_key else {}
        for batch in records.batches(targets, _key_of, MOST):
            yield call(self.name, records.asked(batch), _BATCH, headers=headers, body={"ids": list(batch)})

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What it knows of each; nothing is proven by it, either way."""
        answer = json_of(reply)
        if reply.status == 400 and dig(answer, "error") == _NONE_KNOWN:
            answer = []
        elif reply.status != 200 or not isinstance(answer, list):
            return
        found = {key: paper for paper in answer for key in _keys_of(paper)}
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            paper = found.get((_key_of(target) or "").lower())
            yield Finding(target=target, metadata=_metadata(reading, target, paper) if paper else None)


def _key_of(target: str) -> str | None:
    """As the interface wants it: `ARXIV:1706.03762`, `DOI:10.1/a`, `ACL:P17-1001`."""
    if paper := papers.arxiv(target):
        return f"ARXIV:{paper.id}"
    if doi := papers.doi(target):
        return f"DOI:{doi.key}"
    name = papers.acl(target)
    return f"ACL:{name.id}" if name else None


def _keys_of(paper: Any) -> Iterator[str]:
    for name, prefix in _PREFIXES.items():
        if value := text_of(dig(paper, "externalIds", name)):
            yield f"{prefix}:{value}".lower()


def _metadata(reading: Reading, target: str, paper: Any) -> Metadata:
    authors = dig(paper, "authors")
    number = papers.arxiv_id(text_of(dig(paper, "externalIds", "ArXiv")) or "")
    doi = text_of(dig(paper, "externalIds", "DOI"))
    title = text_of(dig(paper, "title"))
    is_arxivs = doi is not None and doi.lower().startswith(papers.ARXIV_PREFIX)
    return reading.metadata(
        target,
        title=title,
        abstract=text_of(dig(paper, "abstract"), ABSTRACT_CHARS),
        authors=names_of([dig(each, "name") for each in authors] if isinstance(authors, list) else []),
        published=records.day(dig(paper, "publicationDate")) or records.day(dig(paper, "year")),
        kind=Kind.PAPER,
        site=text_of(dig(paper, "venue")),
        identifiers=({"arxiv": number} if number else {}) | ({"doi": doi} if doi and not is_arxivs else {}),
        state=records.fate(title),
    )
