"""DataCite's register of DOIs: those of arXiv, Zenodo, figshare and many more, many in one request. Pure.

`GET /dois?ids=a,b&page[size]=2` (datacite/lupo, app/controllers/datacite_dois_controller.rb). arXiv registers each
paper, so that a record proves that it is there; that there is none proves nothing, here or there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.model import Kind, Metadata
from crawler.settings import Keys

MOST = 50
_PUBLISHED = ("Available", "Issued", "Submitted", "Created")
_ARXIV_PUBLISHED = ("Submitted", *_PUBLISHED)
"""arXiv's day of the first version."""
_PRINTED = frozenset({"IsVersionOf", "IsPreprintOf", "IsPreviousVersionOf"})
"""How arXiv says where a paper came out."""


class DataCite:
    """Asks DataCite about DOIs, and about arXiv's papers by theirs."""

    name = "datacite"
    title = "DataCite"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the address holds a DOI, or the number of a paper on arXiv."""
        return _key_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:  # noqa: ARG002 - the protocol's
        """DOIs by the fifty."""
        for batch in records.batches(targets, _key_of, MOST):
            ids = ",".join(escaped(key) for key in batch)
            yield call(
                self.name, records.asked(batch), f"https://api.datacite.org/dois?ids={ids}&page[size]={len(batch)}"
            )

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """A record proves that there is such a DOI."""
        data = dig(json_of(reply), "data") if reply.status == 200 else None
        if not isinstance(data, list):
            return
        found = {(text_of(dig(each, "attributes", "doi")) or "").lower(): dig(each, "attributes") for each in data}
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            yield _finding(reading, target, found.get(_key_of(target) or ""))


def _key_of(target: str) -> str | None:
    """The DOI to ask for, in lower case; None for one with a comma, which would be taken for two."""
    paper, doi = papers.arxiv(target), papers.doi(target)
    key = paper.doi if paper else doi.key if doi else None
    return key if key and "," not in key else None


def _finding(reading: Reading, target: str, record: Any) -> Finding:
    if not isinstance(record, dict) or record.get("state", "findable") != "findable":
        return Finding(target=target)
    paper, doi = papers.arxiv(target), papers.doi(target)
    metadata = _metadata(reading, target, record, paper)
    newest = metadata.state.get("newest_version", "")
    # It hears of a new version a day late, or of the one that somebody invented never.
    is_there = paper is None or not paper.version or (newest.isdigit() and paper.version <= int(newest))
    settles = is_there and (paper.settles if paper else doi is not None and doi.settles)
    there = reading.exists(target, said="says that its DOI is registered") if settles else None
    return Finding(target=target, observation=there, metadata=metadata)


def _metadata(reading: Reading, target: str, record: Mapping[str, Any], paper: papers.Arxiv | None) -> Metadata:
    title = records.title(dig(record, "titles", 0, "title"))
    doi = text_of(record.get("doi"))
    return reading.metadata(
        target,
        title=title,
        abstract=records.abstract(_abstract(record.get("descriptions"))),
        authors=names_of([_name(each) for each in _listed(record.get("creators"))]),
        published=_published(record, paper),
        modified=_date(record, ("Updated",)),
        kind=Kind.PAPER if paper else records.kind(dig(record, "types", "resourceTypeGeneral")),
        site=text_of(dig(record, "container", "title")) or _publisher(record.get("publisher")),
        language=records.language(record.get("language")),
        identifiers=({"arxiv": paper.id} if paper else {}) | ({"doi": doi} if doi and not paper else {}),
        licence=_licence(record.get("rightsList")),
        state=records.fate(title) | (_state_on_arxiv(record, paper) if paper else {}),
    )


def _state_on_arxiv(record: Mapping[str, Any], paper: papers.Arxiv) -> dict[str, str]:
    related = _listed(record.get("relatedIdentifiers"))
    printed = [dig(each, "relatedIdentifier") for each in related if text_of(dig(each, "relationType")) in _PRINTED]
    elsewhere = next((name for name in printed if isinstance(name, str) and name.startswith("10.")), None)
    newest = record.get("version")
    state = {"version": str(paper.version)} if paper.version else {}
    state |= {"newest_version": newest} if isinstance(newest, str) and newest.isascii() and newest.isdigit() else {}
    return state | ({"published_as": elsewhere[:200]} if elsewhere else {})


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _abstract(descriptions: Any) -> Any:
    """The abstract before what else there is to say."""
    found = {
        text_of(dig(each, "descriptionType")): dig(each, "description") for each in reversed(_listed(descriptions))
    }
    return found.get("Abstract") or found.get("Other")


def _name(creator: Any) -> str | None:
    given, family = dig(creator, "givenName"), dig(creator, "familyName")
    if isinstance(given, str) and isinstance(family, str):
        return f"{given} {family}"
    name = dig(creator, "name")
    return name if dig(creator, "nameType") == "Organizational" else records.given_first(name)


def _date(record: Mapping[str, Any], kinds: Sequence[str]) -> str | None:
    """The first of these dates that is known."""
    dates = {
        text_of(dig(each, "dateType")): records.day(dig(each, "date"))
        for each in reversed(_listed(record.get("dates")))
    }
    return next((dates[kind] for kind in kinds if dates.get(kind)), None)


def _published(record: Mapping[str, Any], paper: papers.Arxiv | None) -> str | None:
    return _date(record, _ARXIV_PUBLISHED if paper else _PUBLISHED) or records.day(record.get("publicationYear"))


def _publisher(value: Any) -> str | None:
    """It is a name, or a thing with one since schema 4.5."""
    return text_of(dig(value, "name") if isinstance(value, dict) else value)


def _licence(rights: Any) -> str | None:
    """The SPDX name before the address of the licence; "open access" is none."""
    for each in _listed(rights):
        uri = dig(each, "rightsUri")
        name = text_of(dig(each, "rightsIdentifier")) or (
            uri[:200] if isinstance(uri, str) and uri.startswith("http") else None
        )
        if name:
            return name
    return None
