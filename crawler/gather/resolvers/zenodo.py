"""The API of Zenodo: records, one at a time. Pure.

developers.zenodo.org: 60 requests a minute for guests. A record that was withdrawn leaves a tombstone (410).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler import urls
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, json_of, names_of, text_of
from crawler.gather.licences import language_of, licence_of
from crawler.gather.replies import batches, day_of, known, plain, secure
from crawler.model import Kind, Metadata
from crawler.settings import Keys

_API = "https://zenodo.org/api/records"
_KINDS = {
    "dataset": Kind.DATASET,
    "lesson": Kind.COURSE,
    "publication": Kind.PAPER,
    "software": Kind.PACKAGE,
    "video": Kind.VIDEO,
}
_RESTRICTED = {"closed": "private", "restricted": "gated"}


class Zenodo:
    """Knows what to ask the API of Zenodo."""

    name = "zenodo"
    title = "Zenodo's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Records."""
        del keys
        return _place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each."""
        del keys
        for _, (number,), some in batches(targets, _place_of, 1):
            yield call(self.name, some, f"{_API}/{number}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """The record, or that there is none any more."""
        reading, said = Reading(reply, run, self.name), json_of(reply)
        for target in reply.request.targets:
            if reply.status == 200 and isinstance(dig(said, "metadata"), dict):
                yield Finding(
                    target=target,
                    observation=reading.exists(target, moved_to=secure(target)),
                    metadata=_metadata(reading, target, said),
                )
            elif reply.status in (404, 410):
                absent = reading.absent(target, "has no such record", status=reply.status)
                yield Finding(target=target, observation=absent)


def _place_of(target: str) -> tuple[str, str] | None:
    """The number of a record.

    >>> _place_of("https://zenodo.org/records/28518"), _place_of("https://zenodo.org/record/28518"), _place_of("https://zenodo.org/")
    (('record', '28518'), ('record', '28518'), None)
    """
    if urls.host_of(target) not in ("zenodo.org", "www.zenodo.org"):
        return None
    parts = list(urls.path_segments(target))
    whole = len(parts) == 2 and parts[0] in ("record", "records") and re.fullmatch(r"[0-9]{1,12}", parts[1])
    return ("record", parts[1]) if whole else None


def _metadata(reading: Reading, target: str, said: Mapping[str, Any]) -> Metadata:
    record = dig(said, "metadata")
    creators, sort, access = dig(record, "creators"), dig(record, "resource_type", "type"), dig(record, "access_right")
    doi = dig(record, "doi") or dig(said, "doi")
    return reading.metadata(
        target,
        title=plain(dig(record, "title"), 300),
        abstract=plain(dig(record, "description"), ABSTRACT_CHARS),
        authors=names_of([_given_first(dig(each, "name")) for each in creators]) if isinstance(creators, list) else (),
        published=day_of(dig(record, "publication_date")),
        modified=day_of(dig(said, "modified") or dig(said, "updated")),
        kind=_KINDS.get(sort, Kind.ITEM) if isinstance(sort, str) else Kind.ITEM,
        site="Zenodo",
        language=language_of(dig(record, "language")),
        identifiers={"doi": doi} if isinstance(doi, str) and re.fullmatch(r"10\.\d{4,9}/[!-~]{1,200}", doi) else {},
        licence=licence_of(dig(record, "license", "id")),
        state=known(
            restricted=_RESTRICTED.get(access) if isinstance(access, str) else None,
            version=text_of(dig(record, "version"), 60),
        ),
    )


def _given_first(name: Any) -> str | None:
    """A name as it is spoken.

    >>> _given_first("Lovelace, Ada"), _given_first("The Analytical Engine Society"), _given_first(None)
    ('Ada Lovelace', 'The Analytical Engine Society', None)
    """
    family, comma, given = name.partition(",") if isinstance(name, str) else ("", "", "")
    return f"{given.strip()} {family}" if comma and given.strip() and "," not in given else family or None
