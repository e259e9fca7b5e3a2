"""The metadata of items of archive.org, one at a time. Pure.

archive.org/developers/metadata.html: `{}` is what it says of an item that never was, `is_dark` of one that was taken
down (jjjake/internetarchive, internetarchive/item.py). It is the item's record, not the copy of a page.
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

_HOSTS = frozenset({"archive.org", "www.archive.org"})
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{1,100}", re.ASCII)
_KINDS = {"data": Kind.DATASET, "movies": Kind.VIDEO}
_AUTHORS_MOST = 20


class ArchiveOrg:
    """Knows what to ask about an item of archive.org."""

    name = "archiveorg"
    title = "archive.org's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Items; a page of a book among them."""
        del keys
        return _place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each."""
        del keys
        for _, (name,), some in batches(targets, _place_of, 1):
            yield call(self.name, some, f"https://archive.org/metadata/{name}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What the record says; an empty one is none, and one with too many files to read says nothing."""
        if reply.status == 200 and reply.truncated:
            yield from (Finding(target=target) for target in reply.request.targets)
        said = json_of(reply) if reply.status == 200 else None
        if not isinstance(said, dict):
            return
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            if dig(said, "is_dark") is True:
                taken = reading.absent(target, "says that it was taken down", status=403)
                yield Finding(target=target, observation=taken)
            elif isinstance(dig(said, "metadata"), dict):
                yield Finding(
                    target=target,
                    observation=reading.exists(target, moved_to=secure(target)),
                    metadata=_metadata(reading, target, said),
                )
            elif not said:
                yield Finding(target=target, observation=reading.absent(target, "has no such item"))


def _place_of(target: str) -> tuple[str, str] | None:
    """The name of an item.

    >>> _place_of("https://archive.org/details/mit-ocw/page/n5"), _place_of("https://archive.org/details/@someone")
    (('item', 'mit-ocw'), None)
    """
    parts = list(urls.path_segments(target)) if urls.host_of(target) in _HOSTS else []
    named = len(parts) > 1 and parts[0] == "details" and _NAME.fullmatch(parts[1])
    return ("item", parts[1]) if named else None


def _metadata(reading: Reading, target: str, said: Mapping[str, Any]) -> Metadata:
    record = dig(said, "metadata")
    sort, made_by, about = dig(record, "mediatype"), dig(record, "creator"), dig(record, "description")
    lent = dig(record, "access-restricted-item") in ("true", True)
    return reading.metadata(
        target,
        title=text_of(_first(dig(record, "title"))),
        abstract=plain(" ".join(filter(_is_text, about)) if isinstance(about, list) else about, ABSTRACT_CHARS),
        authors=names_of(made_by[:_AUTHORS_MOST] if isinstance(made_by, list) else [made_by]),
        published=day_of(_first(dig(record, "date")) or dig(record, "publicdate")),
        modified=day_of(dig(said, "item_last_updated")),
        kind=_KINDS.get(sort, Kind.ITEM) if isinstance(sort, str) else Kind.ITEM,
        site="Internet Archive",
        language=language_of(_first(dig(record, "language"))),
        licence=licence_of(_first(dig(record, "licenseurl"))),
        state=known(restricted="gated" if lent else None),
    )


def _first(value: Any) -> Any:
    """A field that may be given once or many times."""
    return dig(value, 0) if isinstance(value, list) else value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
