"""What GitHub says of a repository, whichever of its interfaces says it, and what that means for links. Pure, total."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, text_of
from crawler.gather.githost import SECTIONS, Address, Part, is_full_name, moved_to
from crawler.model import Kind, Metadata

SITE = "GitHub"
NO_REPOSITORY = "GitHub knows no such public repository"
NO_ACCOUNT = "GitHub knows no such account"
NO_FILE = "the repository is there, the file is not"
_PRIVATE = "the repository is private"
_README = re.compile(r"readme(?:\.\w+)?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?", re.DOTALL)
_TOPICS_MOST = 20
_TOPIC_CHARS = 50
_BRANCH_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """What is known of a repository. All of it is a stranger's text."""

    full_name: str
    description: str | None = None
    owner: str | None = None
    """As people call them."""
    created: str | None = None
    pushed: str | None = None
    released: str | None = None
    archived: str | None = None
    """The day, where it is known; else `true`."""
    disabled: bool = False
    fork: bool = False
    private: bool = False
    default_branch: str | None = None
    licence: str | None = None
    topics: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    """Sections that its owner has turned off."""


def repository(full_name: Any, **facts: Any) -> Repository | None:
    """What is known of a repository, its values as they came; None where it has no usable name."""
    name = text_of(full_name)
    return Repository(full_name=name, **facts) if name and is_full_name(name) else None


def day_of(value: Any) -> str | None:
    """The day of a moment.

    >>> day_of("2017-09-15T21:43:08Z"), day_of("yesterday"), day_of(None)
    ('2017-09-15', None, None)
    """
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else None


def topics_of(values: Any) -> tuple[str, ...]:
    """The first topics of a list.

    >>> topics_of(["nlp", None, "deep-learning"]), topics_of("nlp")
    (('nlp', 'deep-learning'), ())
    """
    if not isinstance(values, list):
        return ()
    return tuple(name for value in values[:_TOPICS_MOST] if (name := text_of(value, _TOPIC_CHARS)))


def branch_of(value: Any) -> str | None:
    """The name of a branch."""
    return text_of(value, _BRANCH_CHARS)


def licence_of(value: Any) -> str | None:
    """The SPDX name of a licence; None where GitHub found one that has none.

    >>> licence_of("MIT"), licence_of("NOASSERTION"), licence_of(None)
    ('MIT', None, None)
    """
    name = text_of(value)
    return None if name == "NOASSERTION" else name


def finding(reading: Reading, target: str, address: Address, known: Repository) -> Finding:
    """What a repository that is there means for a link into it, as far as it alone decides.

    A private one is there for nobody who reads the list. A disabled one has a page that says why, and a file, an issue
    and the like may be gone although their repository is not: they stay open.
    """
    if known.private:
        return Finding(target=target, observation=reading.absent(target, _PRIVATE))
    said = metadata(reading, target, address, known)
    if known.disabled or not _is_settled(address, known):
        return Finding(target=target, metadata=said)
    return Finding(
        target=target,
        observation=reading.exists(target, moved_to=moved_to(target, address, known.full_name)),
        metadata=said,
    )


def _is_settled(address: Address, known: Repository) -> bool:
    if address.part is Part.SECTION:
        return address.section not in known.off
    return address.part is Part.REPOSITORY


def metadata(reading: Reading, target: str, address: Address, known: Repository) -> Metadata | None:
    """What is known of a link by what is known of its repository; None where that says nothing of it."""
    match address.part:
        case Part.REPOSITORY:
            title, kind = known.full_name, Kind.REPOSITORY
        case Part.FILE:
            title, kind = _file_title(address, known), Kind.FILE
        case Part.SECTION:
            title, kind = f"{SECTIONS[address.section]} · {known.full_name}", Kind.PAGE
        case _:
            return None
    is_whole = address.part is Part.REPOSITORY
    about = text_of(known.description, ABSTRACT_CHARS)
    sources = {"title": "full name" if is_whole else "address"}
    return reading.metadata(
        target,
        title=title,
        abstract=about,
        authors=(known.owner,) if known.owner else (),
        published=known.created if is_whole else None,
        modified=known.pushed if is_whole else None,
        kind=kind,
        site=SITE,
        identifiers={"github": known.full_name},
        licence=known.licence,
        state=dict(state(known)),
        sources=sources | ({"abstract": "description of the repository"} if about else {}),
    )


def _file_title(address: Address, known: Repository) -> str:
    """The name of a file or a folder; a README is called by what it stands for."""
    words = [word for word in address.path.split("/") if word]
    if words and _README.fullmatch(words[-1]):
        words.pop()
    return words[-1] if words else known.full_name


def account(reading: Reading, target: str, address: Address, said: Mapping[str, Any]) -> Finding | None:
    """What an account that is there means for a link to it: `login`, `name`, `about` and `created` as they came.

    None where it is not the one that was asked for.
    """
    known = text_of(said.get("login"))
    if known is None or known.casefold() != address.owner.casefold():
        return None
    about = reading.metadata(
        target,
        title=text_of(said.get("name")) or known,
        abstract=text_of(said.get("about"), ABSTRACT_CHARS),
        published=day_of(said.get("created")),
        kind=Kind.PROFILE,
        site=SITE,
        identifiers={"github": known},
    )
    return Finding(
        target=target,
        observation=reading.exists(target, moved_to=moved_to(target, address, known)),
        metadata=about,
    )


def state(known: Repository) -> Iterator[tuple[str, str]]:
    """In what state a repository is, in the words of `Metadata.state`."""
    facts: Mapping[str, str | None] = {
        "archived": known.archived,
        "disabled": "true" if known.disabled else None,
        "fork": "true" if known.fork else None,
        "pushed": known.pushed,
        "released": known.released,
        "default_branch": known.default_branch,
        "topics": ", ".join(known.topics),
    }
    for name, value in facts.items():
        if value:
            yield name, value
