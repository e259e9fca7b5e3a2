"""OpenReview: the notes of its papers, by the newer of its interfaces and then by the older one. Pure.

Which of the two has a note depends on its venue (docs.openreview.net, "How to check the API version"). Since the
summer of 2026 a challenge stands before both (openreview/openreview-web, lib/api-client.js): 403 and
`ChallengeRequiredError`, which says nothing. Neither does it that a note is not to be had: it may be hidden.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.model import Kind, Metadata
from crawler.settings import Keys

_LATEST_S = 4_102_444_800
"""The year 2100."""
_UNKNOWN = frozenset({"NotFoundError", "ForbiddenError"})


@dataclass(slots=True)
class OpenReview:
    """Asks one of OpenReview's interfaces about one note at a time."""

    name: str
    title: str
    host: str
    adds_page: bool = False

    def takes(self, target: str, keys: Keys) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the address is that of a forum, or of its file."""
        return papers.openreview(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:  # noqa: ARG002 - the protocol's
        """One for each note."""
        for batch in records.batches(targets, _key_of, 1):
            yield call(self.name, records.asked(batch), f"https://{self.host}/notes?id={escaped(next(iter(batch)))}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """A note that is shown is there; one that is not leaves it open."""
        answer = json_of(reply)
        notes = dig(answer, "notes")
        unknown = reply.status in (403, 404) and text_of(dig(answer, "name")) in _UNKNOWN
        if not unknown and (reply.status != 200 or not isinstance(notes, list)):
            return
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            note = dig(notes, 0)
            is_it = isinstance(note, dict) and note.get("id") == _key_of(target)
            yield _finding(reading, target, note) if is_it else Finding(target=target)


def _key_of(target: str) -> str | None:
    note = papers.openreview(target)
    return note.id if note else None


def _finding(reading: Reading, target: str, note: Mapping[str, Any]) -> Finding:
    named = papers.openreview(target)
    metadata = _metadata(reading, target, note)
    has_file = named is not None and (named.form != "pdf" or bool(_said(note, "pdf")))
    there = reading.exists(target, said=_word(metadata)) if has_file and not note.get("ddate") else None
    return Finding(target=target, observation=there, metadata=metadata)


def _word(metadata: Metadata) -> str:
    return "says that it was withdrawn" if "withdrawn" in metadata.state else ""


def _metadata(reading: Reading, target: str, note: Mapping[str, Any]) -> Metadata:
    days = {name: _day(note.get(name)) for name in ("pdate", "odate", "cdate", "mdate", "tmdate")}
    licence = text_of(note.get("license"))
    return reading.metadata(
        target,
        title=text_of(_said(note, "title")),
        abstract=text_of(_said(note, "abstract"), ABSTRACT_CHARS) or text_of(_said(note, "TL;DR")),
        authors=names_of(_authors(_said(note, "authors"))),
        published=days["pdate"] or days["odate"] or days["cdate"],
        modified=days["mdate"] or days["tmdate"],
        kind=Kind.PAPER,
        site=text_of(_said(note, "venue")) or "OpenReview",
        identifiers={"openreview": _key_of(target) or ""},
        licence=licence,
        state={"withdrawn": "true"} if _is_withdrawn(note) else {},
    )


def _said(note: Mapping[str, Any], name: str) -> Any:
    """A field of the note: a value in the older interface, a thing with a value in the newer one."""
    said = dig(note, "content", name)
    return said.get("value") if isinstance(said, dict) else said


def _authors(said: Any) -> list[Any]:
    """Names, or profiles with names."""
    listed = said if isinstance(said, list) else []
    return [dig(each, "fullname") if isinstance(each, dict) else each for each in listed]


def _is_withdrawn(note: Mapping[str, Any]) -> bool:
    """By the venue in which what is withdrawn is put (`.../Withdrawn_Submission`), or because it is deleted."""
    places = (text_of(_said(note, "venueid")), text_of(note.get("invitation")))
    return bool(note.get("ddate")) or any("/Withdrawn" in place for place in places if place)


def _day(value: Any) -> str | None:
    """The day of a number of milliseconds."""
    if not isinstance(value, (int, float)) or not 0 < value < _LATEST_S * 1000:
        return None
    return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()


NEWER = OpenReview("openreview", "OpenReview's API", "api2.openreview.net")
OLDER = OpenReview("openreview-v1", "OpenReview's older API", "api.openreview.net")
