"""OpenAlex: abstracts and retractions of what has a DOI, fifty in one request, for those who have a key. Pure.

The key goes into the query (developers.openalex.org/guides/authentication): whoever writes down what was asked must
write down the host alone. Abstracts come as an index of their words. It is a catalogue, and proves nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.model import Metadata
from crawler.settings import Keys

MOST = 50
_WORKS = "https://api.openalex.org/works"
_FIELDS = (
    "doi,title,publication_date,publication_year,type,language,is_retracted,authorships,primary_location,"
    "abstract_inverted_index"
)
_WORDS_MOST = 1000
"""More than an abstract is shown of; a stranger's index may say that a word stands at any place."""


class OpenAlex:
    """Asks OpenAlex about DOIs, and about arXiv's papers by theirs."""

    name = "openalex"
    title = "OpenAlex"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Whether there is a key, and the address holds a DOI or the number of a paper on arXiv."""
        return bool(keys.openalex_api_key) and _key_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """DOIs by the fifty."""
        for batch in records.batches(targets, _key_of, MOST):
            dois = "|".join(escaped(key) for key in batch)
            query = f"filter=doi:{dois}&per-page={len(batch)}&select={_FIELDS}"
            key = escaped(keys.openalex_api_key)
            yield call(self.name, records.asked(batch), f"{_WORKS}?{query}&api_key={key}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What it knows of each."""
        works = dig(json_of(reply), "results") if reply.status == 200 else None
        if not isinstance(works, list):
            return
        found = {_doi(work).lower(): work for work in works}
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            work = found.get(_key_of(target) or "-")
            yield Finding(target=target, metadata=_metadata(reading, target, work) if work else None)


def _key_of(target: str) -> str | None:
    """The DOI, in lower case; None for one with a letter that separates values or filters."""
    paper, doi = papers.arxiv(target), papers.doi(target)
    key = paper.doi if paper else doi.key if doi else None
    return key if key and not {"|", ","} & set(key) else None


def _doi(work: Any) -> str:
    return (text_of(dig(work, "doi")) or "").removeprefix("https://doi.org/")


def _metadata(reading: Reading, target: str, work: Any) -> Metadata:
    authors, paper = dig(work, "authorships"), papers.arxiv(target)
    title = records.title(dig(work, "title"))
    return reading.metadata(
        target,
        title=title,
        abstract=text_of(in_order(dig(work, "abstract_inverted_index")), ABSTRACT_CHARS),
        authors=names_of(
            [dig(each, "author", "display_name") for each in authors] if isinstance(authors, list) else []
        ),
        published=records.day(dig(work, "publication_date")) or records.day(dig(work, "publication_year")),
        kind=records.kind(dig(work, "type")),
        site=text_of(dig(work, "primary_location", "source", "display_name")),
        language=records.language(dig(work, "language")),
        identifiers={"arxiv": paper.id} if paper else {"doi": _doi(work)[:200]},
        licence=text_of(dig(work, "primary_location", "license")),
        state=records.fate(title) | ({"retracted": "true"} if dig(work, "is_retracted") is True else {}),
    )


def in_order(index: Any) -> str:
    """A text from the index of its words.

    >>> in_order({"the": [0, 2], "more": [1, 3]}), in_order({"a": [10**9]}), in_order(None)
    ('the more the more', '', '')
    """
    if not isinstance(index, dict):
        return ""
    places = dict[int, str]()
    for word, where in index.items():
        for place in where if isinstance(where, list) else []:
            if isinstance(place, int) and 0 <= place < _WORDS_MOST:
                places[place] = word
    return " ".join(places[place] for place in sorted(places))
