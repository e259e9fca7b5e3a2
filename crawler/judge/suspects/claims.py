"""Texts that name another place than the one that they lead to: `[https://a.example](https://b.example)`. Pure."""

import re
from collections.abc import Iterator, Sequence

from crawler.judge.suspects.addresses import repository_of
from crawler.judge.suspects.hosts import other_host
from crawler.judge.suspects.identifiers import other_identifier
from crawler.judge.suspects.seen import Seen
from crawler.judge.suspects.words import bare, brief

_REPOSITORY = re.compile(r"[a-z0-9][a-z0-9-]{0,38}/[\w.-]+", re.ASCII | re.IGNORECASE)
"""Owners are named without dots."""
_HABIT = 3
"""So many links whose text is owner and name of their repository make it the way in which a list writes them."""


def contradictions(links: Sequence[Seen]) -> Iterator[tuple[Seen, str]]:
    """Each link of a list whose text names another place than its address, with what is wrong."""
    habit = sum(map(_names_its_repository, links)) >= _HABIT
    for seen in links:
        if seen.host and not seen.badge and (said := _contradiction(seen, habit=habit)):
            told, leads = said
            yield seen, f"the text says {brief(told)}, the address leads to {brief(leads)}: mend one of them"


def _names_its_repository(seen: Seen) -> bool:
    return bool(seen.repository) and seen.link.text.strip().casefold() == seen.repository.casefold()


def _contradiction(seen: Seen, *, habit: bool) -> tuple[str, str] | None:
    text = bare(seen.link.text)
    if not any(mark in text for mark in ".:/"):
        return None  # most texts: they name no place
    return other_identifier(seen, text) or other_host(seen, text) or _other_repository(seen, text, habit=habit)


def _other_repository(seen: Seen, text: str, *, habit: bool) -> tuple[str, str] | None:
    """Another repository on GitHub: `[psf/requests](https://github.com/psf/black)`.

    `CI/CD` is no repository: half of the name must be right, unless the list calls its repositories that way.
    """
    if " " in text:
        return None
    told = text.removesuffix(".git") if _REPOSITORY.fullmatch(text) else repository_of(text)
    if not told or not seen.repository or len(seen.segments) != 2 or told.casefold() == seen.repository.casefold():
        return None
    owner, name = told.casefold().split("/")
    its_owner, its_name = seen.repository.casefold().split("/")
    if owner == its_name:
        return None  # `yos` is a folder of `gut` where `gut/yos` leads to `somebody/gut`
    credible = habit or owner == its_owner or name == its_name or "github.com" in text
    return (told, seen.repository) if credible else None
