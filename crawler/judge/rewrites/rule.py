"""What a rewriting is: where it is known from, whom it concerns, and the most that it may claim. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crawler.model import Health, Safety

Rewrite = Callable[[str, Sequence[str]], Iterable[str]]
"""A canonical URL, and the addresses that it led to when it was asked -> the URLs that could stand in its place."""

ByState = Callable[[str, Mapping[str, str]], Iterable[str] | None]
"""A canonical URL, and the state in which its host says that it is -> the same; None where that does not tell."""

GONE = frozenset({Health.BROKEN, Health.DEAD, Health.HIJACKED})
NOT_ALIVE = GONE | {Health.MOVED, Health.FAILING, Health.BLOCKED}

ARXIV_ID = r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?"
"""New and old numbers, with the version where one is written (arXiv/arxiv-docs help/arxiv_identifier.md)."""


class Proof(StrEnum):
    """What it takes to be sure of a rewriting, beside an answer from the new address."""

    EXACT = "exact"
    """Nothing: an exact map, or a number that is kept, names the very page."""
    TITLE = "title"
    """A title that agrees with what is known of the old page."""
    SAME = "same"
    """The title that the old page had, and about its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to rewrite a URL, with the conditions under which it holds."""

    name: str
    """Part of a fix's id, by which refusals are remembered: it never changes."""
    because: str
    """What is known, in words that begin a sentence of evidence."""
    source: str
    """Where it is known from."""
    safety: Safety
    """The most that a fix by this rule may claim."""
    proof: Proof
    rewrite: Rewrite
    by_state: ByState | None = None
    """Goes before `rewrite`, and in place of it where it can tell."""
    hosts: frozenset[str] = frozenset()
    """Whose URLs it is for; empty for every host's."""
    when: frozenset[Health] = NOT_ALIVE
    """How the old address must stand."""
    walled: bool = False
    """The new host turns crawlers away: a person may be asked to look in place of us."""


def by_pattern(pattern: str, *templates: str) -> Rewrite:
    r"""A rewriting of the URLs that match as a whole.

    >>> list(by_pattern(r"https://a\.example/(\w+)", r"https://b.example/\1")("https://a.example/x", ()))
    ['https://b.example/x']
    >>> list(by_pattern(r"https://a\.example/(\w+)", r"https://b.example/\1")("https://a.example/x/y", ()))
    []
    """
    form = re.compile(pattern)

    def rewrite(url: str, _: Sequence[str]) -> list[str]:
        found = form.fullmatch(url)
        return [found.expand(template) for template in templates] if found else []

    return rewrite
