"""Addresses that a list has more than once: under one name, or under names that do not agree. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawler.judge.suspects.seen import Seen
from crawler.judge.suspects.words import brief, is_navigation, meaning, squeezed
from crawler.model import Suspicion

_LINES = 8
"""Lines that a message names; whoever has more of them searches for the address anyhow."""
_URL_CHARS = 100
_STEM = 4
"""Letters at the beginning by which two forms of a word are one: `optimize`, `optimization`."""
_ABBREVIATION = 6
_PEOPLE = frozenset({"github.com", "gitlab.com", "twitter.com", "x.com"})
"""Whoever looks after two things is named twice."""
_RULES = re.compile(r"(?:contributing|code[-_]of[-_]conduct|copying|licen[cs]e|readme)(?:\.\w+)?", re.IGNORECASE)


def repeats(links: Iterable[Seen], homes: Mapping[str, str]) -> Iterator[tuple[Suspicion, Seen, str]]:
    """One finding for each address that two entries of a list share; `homes` knows where a page really lives.

    Both are keys (`page_key`) without a fragment.
    """
    groups: dict[str, dict[int, Seen]] = {}
    for seen in links:
        if counts(seen):
            groups.setdefault(home_of(seen.key, homes), {}).setdefault(seen.link.line, seen)
    for group in groups.values():
        first, *others = _once_for_each_definition(group.values())
        if others:
            kind, words = _told(first, others)
            yield kind, first, words


def counts(seen: Seen) -> bool:
    """Whether it would be one too many, did its address stand again."""
    return seen.entry and bool(seen.key) and not _is_way(seen)


def _is_way(seen: Seen) -> bool:
    """Whether it may well be reached from several places: `back to top`, a person, the rules of a list."""
    if "#" in seen.key and is_navigation(seen.link.text):
        return True
    parts = seen.segments
    if len(parts) == 1 and seen.host in _PEOPLE:
        return True
    return bool(parts and _RULES.fullmatch(parts[-1]))


def home_of(key: str, homes: Mapping[str, str]) -> str:
    """The key of the page that really stands there, fragment kept."""
    page, mark, fragment = key.partition("#")
    return f"{homes.get(page, page)}{mark}{fragment}"


def _once_for_each_definition(group: Iterable[Seen]) -> list[Seen]:
    """Whoever gives an address a name, and uses the name twice, knows that it is there twice."""
    places = {seen.link.start: seen for seen in reversed(list(group))}
    return sorted(places.values(), key=lambda seen: (seen.link.line, seen.link.column))


def _told(first: Seen, others: Sequence[Seen]) -> tuple[Suspicion, str]:
    text, url = f'"{brief(first.link.text)}"', brief(first.link.url, _URL_CHARS)
    if other := next((seen for seen in others if disagree(first.link.text, seen.link.text)), None):
        name = f'"{brief(other.link.text)}" (line {other.link.line})'
        return Suspicion.NAMES, f"{text} and {name} have one address, {url}: is it the right one for both?"
    if other := next((seen for seen in others if seen.key != first.key), None):
        where = f"{brief(other.link.url, _URL_CHARS)} on line {other.link.line}"
        return Suspicion.DUPLICATE, f"{text} is the same page as {where}: keep one of them ({url})"
    names = {seen.link.text for seen in others} - {first.link.text}
    alias = f' as "{brief(min(names))}"' if len(names) == 1 else ""
    return Suspicion.DUPLICATE, f"{text} is linked again on {_lines(others)}{alias}: keep one of them ({url})"


def _lines(links: Sequence[Seen]) -> str:
    """The lines on which links stand, in words."""
    numbers = [str(seen.link.line) for seen in links[:_LINES]]
    if len(links) > _LINES:
        return f"lines {', '.join(numbers)} and {len(links) - _LINES:,} more"
    *most, last = numbers
    return f"lines {', '.join(most)} and {last}" if most else f"line {last}"


def disagree(one: str, other: str) -> bool:
    """Whether two texts name different things: they share no word, and neither is short for the other.

    >>> disagree("BERT paper", "GPT paper"), disagree("BERT paper", "blog"), disagree("Optimizing C", "C optimization")
    (True, False, False)
    >>> disagree("VQA", "visualqa.org"), disagree("深度学习", "Deep Learning")
    (False, False)
    """
    here, there = meaning(one), meaning(other)
    if not here or not there or here & there or not (one.isascii() and other.isascii()):
        return False
    if {word[:_STEM] for word in here if len(word) >= _STEM} & {word[:_STEM] for word in there if len(word) >= _STEM}:
        return False
    return not _is_short_for(one, other) and not _is_short_for(other, one)


def _is_short_for(short: str, long: str) -> bool:
    """Whether one text is in the other, or is made of its letters as abbreviations are."""
    letters, within = squeezed(short), squeezed(long)
    if letters in within:
        return True
    rest = iter(within)
    return len(letters) <= _ABBREVIATION and all(letter in rest for letter in letters)
