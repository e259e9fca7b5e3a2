"""Crossref's register of DOIs: those of most publishers, twenty in one request. Pure.

The filter `doi:` given many times means any of them (CrossRef/rest-api-doc, "Multiple filters"), and `select` leaves
the references out, which are most of a record. A publisher's wall says nothing of a paper; that its DOI is registered
says that it is there. That it is not says nothing either: there are other registers. Elsevier names its articles
in its own way, and registers that beside the DOI (`alternative-id`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.model import Metadata
from crawler.settings import Keys

MOST = 20
_WORKS = "https://api.crossref.org/works"
_FIELDS = (
    "DOI,title,subtitle,abstract,author,published,issued,posted,type,container-title,publisher,group-title,license,"
    "relation,update-to,updated-by,alternative-id"
)
"""All of them in the list that the interface gives when it is asked for another one; the language is not."""
_FATES = {"retraction": "retracted", "withdrawal": "withdrawn", "removal": "withdrawn"}
"""Type of an update (crossref.org/documentation/crossmark, "Version control, corrections, and retractions")."""


class Crossref:
    """Asks Crossref about DOIs."""

    name = "crossref"
    title = "Crossref"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the address holds a DOI that Crossref may have."""
        return _key_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:  # noqa: ARG002 - the protocol's
        """DOIs by the twenty; one with a comma in it, which would be taken for two filters, by itself."""
        lonely = {target for target in targets if "," in (_key_of(target) or "")}
        for batch in records.batches((each for each in targets if each in lonely), _key_of, 1):
            yield call(self.name, records.asked(batch), f"{_WORKS}/{escaped(next(iter(batch)))}")
        for name, of_kind in (("doi", _doi_of), ("alternative-id", _pii_of)):
            for batch in records.batches((each for each in targets if each not in lonely), of_kind, MOST):
                names = ",".join(f"{name}:{escaped(key)}" for key in batch)
                query = f"filter={names}&rows={len(batch)}&select={_FIELDS}"
                yield call(self.name, records.asked(batch), f"{_WORKS}?{query}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """A record proves that there is such a DOI; that there is none leaves it open."""
        works = _works(reply)
        if works is None:
            return
        found = {name: work for work in works for name in _names_of(work)}
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            yield _finding(reading, target, found.get(_key_of(target) or ""))


def _doi_of(target: str) -> str | None:
    doi = papers.doi(target)
    return doi.key if doi and not doi.of_datacite else None


def _pii_of(target: str) -> str | None:
    named = papers.pii(target)
    return named.id if named and not papers.doi(target) else None


def _key_of(target: str) -> str | None:
    return _doi_of(target) or _pii_of(target)


def _names_of(work: Any) -> Iterator[str]:
    """All by which a record may have been asked for."""
    yield (text_of(dig(work, "DOI")) or "").lower()
    yield from (name for each in _listed(dig(work, "alternative-id")) if (name := text_of(each)))


def _works(reply: Reply) -> list[Any] | None:
    if reply.status == 404 and reply.body.strip() == b"Resource not found.":
        return []
    message = dig(json_of(reply), "message") if reply.status == 200 else None
    if isinstance(message, dict) and "DOI" in message:
        return [message]
    items = dig(message, "items")
    return items if isinstance(items, list) else None


def _finding(reading: Reading, target: str, work: Any) -> Finding:
    named = papers.doi(target) or papers.pii(target)
    if named is None or not isinstance(work, dict):
        return Finding(target=target)
    there = reading.exists(target, said="says that its DOI is registered") if named.settles else None
    return Finding(target=target, observation=there, metadata=_metadata(reading, target, work))


def _metadata(reading: Reading, target: str, work: Mapping[str, Any]) -> Metadata:
    title = _title(work)
    state = _state(work) | records.fate(title)
    doi, name = papers.doi(target), text_of(work.get("DOI"))
    state |= {"version": str(doi.version)} if doi and doi.version else {}
    return reading.metadata(
        target,
        title=title,
        abstract=records.abstract(work.get("abstract")),
        authors=names_of([_name(each) for each in _listed(work.get("author"))]),
        published=next(filter(None, (_day(work.get(name)) for name in ("published", "issued", "posted"))), None),
        kind=records.kind(work.get("type")),
        site=text_of(dig(work, "container-title", 0)) or text_of(work.get("group-title")) or _publisher(work),
        language=records.language(work.get("language")),
        identifiers={"doi": name} if name else {},
        licence=_licence(work.get("license")),
        state=state,
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _title(work: Mapping[str, Any]) -> str | None:
    """With the subtitle, where the title does not hold it."""
    title, more = records.title(dig(work, "title", 0)), records.title(dig(work, "subtitle", 0))
    both = title and more and more.lower() not in title.lower()
    return records.title(f"{title}: {more}") if both else title


def _name(author: Any) -> str | None:
    """A person's, or an organisation's."""
    parts = [text_of(dig(author, part)) for part in ("given", "family", "suffix")]
    return " ".join(filter(None, parts)) or text_of(dig(author, "name"))


def _day(date: Any) -> str | None:
    parts = _listed(dig(date, "date-parts", 0))[:3]
    numbers = [part for part in parts if isinstance(part, int) and 0 < part < 10_000]
    return records.day("-".join(f"{number:02}" for number in numbers)) if len(numbers) == len(parts) else None


def _publisher(work: Mapping[str, Any]) -> str | None:
    return text_of(work.get("publisher"))


def _licence(licences: Any) -> str | None:
    """A Creative Commons licence, or else that of the version of record; one for text mining is not the paper's."""
    found = {text_of(dig(each, "content-version")): text_of(dig(each, "URL")) for each in _listed(licences)}
    free = [url for url in found.values() if url and "creativecommons.org/" in url]
    return next(iter(free), found.get("vor") or found.get("unspecified"))


def _state(work: Mapping[str, Any]) -> dict[str, str]:
    """What became of it: a notice of retraction is another paper's, unless it bears the same DOI."""
    own = (text_of(work.get("DOI")) or "").lower()
    of_itself = [each for each in _listed(work.get("update-to")) if (text_of(dig(each, "DOI")) or "").lower() == own]
    updates = [dig(each, "type") for each in (*_listed(work.get("updated-by")), *of_itself)]
    state = {_FATES[each]: "true" for each in updates if isinstance(each, str) and each in _FATES}
    printed = text_of(dig(work, "relation", "is-preprint-of", 0, "id"))
    return state | ({"published_as": printed} if printed and printed.startswith("10.") else {})
