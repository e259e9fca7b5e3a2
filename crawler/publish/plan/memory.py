"""What the publisher remembers between two runs, as JSON that it alone reads. Pure.

It lies on the state branch, where people may edit it: whatever cannot be read is as if nothing were remembered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.publish.boxes import Box, Verb
from crawler.publish.forge import Account
from crawler.publish.plan.hearing import Version

FORMAT = 1
_VERSIONS = 2
"""The one that is there, and the one that is about to be."""
_NUMBERS = 50
"""So many pull requests are remembered one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A body of ours on the forge."""

    number: int | None = None
    """None before it is known to be there."""
    versions: tuple[Version, ...] = ()
    """As we wrote it; the newest last."""

    def meant(self, new: Version) -> "Written":
        """With a version that is about to be written, beside the one that is there."""
        others = [each for each in self.versions if each.digest != new.digest or each.boxes != new.boxes]
        return replace(self, versions=(*others, new)[-_VERSIONS:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What was written, and what was heard already."""

    us: Account | None = None
    """Who we write as."""
    heads: tuple[str, ...] = ()
    """Commits of ours at which the branch may stand, the newest last."""
    pull: Written = Written()
    dashboard: Written = Written()
    heard_to: int = 0
    """The newest pull request whose end is heard."""
    watched: int | None = None
    """The pull request that was open when we looked last: its end is heard, also for the second time."""
    refused: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Pull requests that a person closed -> ids of the fixes that were declined by it."""
    closed: tuple[int, ...] = ()
    """Pull requests that we closed."""
    told: str = ""
    """When the crawl began of whose findings people were told last by mail."""
    blank: str = ""
    """When the crawl began whose findings came while nothing was remembered: nothing new is proposed of them."""

    def with_head(self, sha: str) -> "Memory":
        """With a commit that the branch is about to stand at."""
        others = [each for each in self.heads if each != sha]
        return replace(self, heads=(*others, sha)[-_VERSIONS:])

    def with_pull(self, written: Written) -> "Memory":
        """With another word on the pull request."""
        return replace(self, pull=written)

    def with_dashboard(self, written: Written) -> "Memory":
        """With another word on the dashboard."""
        return replace(self, dashboard=written)

    def ended(self, number: int) -> "Memory":
        """With nothing left to hear of a pull request."""
        return replace(self, pull=Written(), heard_to=max(self.heard_to, number), watched=None)

    def with_closed(self, number: int) -> "Memory":
        """With a pull request that we closed."""
        return replace(self, closed=tuple(sorted({*self.closed, number}))[-_NUMBERS:])

    def with_refused(self, number: int, ids: tuple[str, ...]) -> "Memory":
        """With what the closing of a pull request declined; nothing takes the number away."""
        refused = {key: kept for key, kept in self.refused.items() if key != number}
        refused |= {number: ids} if ids else {}
        return replace(self, refused=dict(sorted(refused.items())[-_NUMBERS:]))


def to_json(memory: Memory) -> dict[str, Any]:
    """The memory as JSON.

    >>> held = Memory(us=Account(id=1, name="bot"), heads=("ab",))
    >>> from_json(to_json(held)) == held
    True
    """
    return {
        "format": FORMAT,
        "us": memory.us and {"id": memory.us.id, "name": memory.us.name},
        "heads": list(memory.heads),
        "pull": _written(memory.pull),
        "dashboard": _written(memory.dashboard),
        "heard_to": memory.heard_to,
        "watched": memory.watched,
        "refused": {str(number): list(ids) for number, ids in memory.refused.items()},
        "closed": list(memory.closed),
        "told": memory.told,
        "blank": memory.blank,
    }


def from_json(data: object) -> Memory | None:
    """What is remembered; None where it cannot be read, and then nothing is.

    >>> from_json({"format": 2}), from_json([]), from_json({"format": 1, "heads": 3})
    (None, None, None)
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return None
    try:
        return Memory(
            us=_account(data["us"]),
            heads=_texts(data["heads"]),
            pull=_read_written(data["pull"]),
            dashboard=_read_written(data["dashboard"]),
            heard_to=_number(data["heard_to"]) or 0,
            watched=_number(data["watched"]),
            refused={int(number): _texts(ids) for number, ids in data["refused"].items()},
            closed=tuple(_number(each) or 0 for each in data["closed"]),
            told=_text(data["told"]),
            blank=_text(data["blank"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _account(data: Any) -> Account | None:
    return None if data is None else Account(id=_number(data["id"]) or 0, name=_text(data["name"]))


def _written(written: Written) -> dict[str, Any]:
    return {"number": written.number, "versions": [_version(each) for each in written.versions]}


def _version(version: Version) -> dict[str, Any]:
    ticks = {True: "x", False: " "}
    return {"digest": version.digest, "boxes": [[box.verb, box.id, ticks[box.ticked]] for box in version.boxes]}


def _read_written(data: Any) -> Written:
    return Written(number=_number(data["number"]), versions=tuple(map(_read_version, data["versions"])))


def _read_version(data: Any) -> Version:
    boxes = tuple(Box(verb=Verb(verb), id=_text(id_), ticked=tick == "x") for verb, id_, tick in data["boxes"])
    return Version(digest=_text(data["digest"]), boxes=boxes)


def _texts(data: Any) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise TypeError
    return tuple(map(_text, data))


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise TypeError
    return data


def _number(data: Any) -> int | None:
    if data is not None and type(data) is not int:
        raise TypeError
    return data
