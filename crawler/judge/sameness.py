"""Whether a page that has moved is still the page that was linked. Pure."""

import re
from datetime import datetime

from crawler.judge.signs import shortened
from crawler.model import History, Metadata
from crawler.urls import alias_key, path_segments

_AGREEMENT = 0.6
"""Jaccard index of the words of two titles from which on they name the same page."""
_MEANINGFUL_WORDS = 2
"""A title of one word is as often the site's as the page's."""
_SLUG_CHARS = 4
_TITLE_CHARS = 80

_WORD = re.compile(r"[\w-]+")
_EMPTY_WORDS = frozenset(
    _WORD.findall(
        """a an and are at by for from in is it of on or the this to with
        article blog click code demo docs documentation download github here home homepage index link more online page
        paper pdf read site source video web website welcome"""
    )
)
"""Words that any page may be called by."""
_COMMON_SLUGS = frozenset(
    _WORD.findall(
        """about archive blog code contact default docs documentation download downloads en-us help home index latest
        list main master news overview page pages paper papers projects publications readme research software stable
        view wiki"""
    )
)
_PARTS = re.compile(r" [-|\u2013\u2014\u00b7\u2022:]+ | ?[|\u00bb\u00ab] ?|: ")
"""What stands between the name of a page and that of its site: hyphens, dashes, dots, bars, a colon."""


def same_page(history: History, new: str, since: datetime) -> str | None:
    """Words for the proof that the page at `new` is the one that was linked, or None; `since` is when it moved."""
    now = _as_it_is(history, since)
    if now is None:
        return None
    return _by_title(history, now, since) or _by_text(history, now) or _by_canonical(history.target.url, new, now)


def _as_it_is(history: History, since: datetime) -> Metadata | None:
    """What the page at the new address says of itself, if it was read there.

    Metadata is kept when it changes. A row from before the move is also what stands there now if a page was read
    since, and only then.
    """
    if not history.said:
        return None
    newest = history.said[-1]
    was_read = any(look.fingerprint and look.at >= since for look in history.observations)
    return newest if newest.at >= since or was_read else None


def _by_title(history: History, now: Metadata, since: datetime) -> str | None:
    before = next((said for said in reversed(history.said) if said.at < since), None)
    if before is None or not before.title or not now.title:
        return None
    if not titles_agree(before.title, now.title, site=now.site):
        return None
    return f'the title is still "{shortened(now.title, _TITLE_CHARS)}"'


def _by_text(history: History, now: Metadata) -> str | None:
    if not now.title:
        return None
    texts = (link.text for link in history.links if link.ignore is None)
    text = next((text for text in texts if titles_agree(text, now.title, site=now.site)), None)
    if text is None:
        return None
    return f'the title there, "{shortened(now.title, _TITLE_CHARS)}", agrees with the link text'


def _by_canonical(old: str, new: str, now: Metadata) -> str | None:
    if not now.canonical:
        return None
    if alias_key(now.canonical) == alias_key(old):
        return "the page there still names the old address as its own"
    slug = _slug(new)
    if alias_key(now.canonical) == alias_key(new) and slug and slug == _slug(old):
        return f'the page there names the new address as its own, and "{shortened(slug)}" is kept'
    return None


def _slug(url: str) -> str | None:
    """The last segment of the path, if it is long and particular enough to name a page."""
    last = "".join(list(path_segments(url))[-1:]).casefold()
    particular = last.partition(".")[0] not in _COMMON_SLUGS
    return last if len(last) >= _SLUG_CHARS and particular else None


def titles_agree(one: str, other: str, *, site: str | None = None) -> bool:
    """Whether two titles name the same page, the name of the site set aside.

    >>> titles_agree("Deep Learning, the book", "The Deep Learning Book | MIT Press", site="MIT Press")
    True
    >>> titles_agree("Neural nets - Department of Computing", "Courses - Department of Computing")
    False
    >>> titles_agree("Home", "Home")
    False
    """
    here, there = _parts(one, site), _parts(other, site)
    shared = frozenset(here) & frozenset(there)
    own, others = _without(here, shared), _without(there, shared)
    # A part that both have is the site's name, if each has a name of its own beside it.
    if own and others:
        here, there = own, others
    return _agree(_words(here), _words(there))


def _without(parts: list[str], shared: frozenset[str]) -> list[str]:
    return [part for part in parts if part not in shared]


def _parts(title: str, site: str | None) -> list[str]:
    name = " ".join((site or "").casefold().split())
    parts = _PARTS.split(" ".join(title.casefold().split()))
    return [part for part in parts if part and part != name]


def _words(parts: list[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(parts))) - _EMPTY_WORDS


def _agree(here: frozenset[str], there: frozenset[str]) -> bool:
    if _says_not_found(here) or _says_not_found(there):
        return False
    enough = min(len(here), len(there)) >= _MEANINGFUL_WORDS
    return enough and len(here & there) / len(here | there) >= _AGREEMENT


def _says_not_found(words: frozenset[str]) -> bool:
    """Error pages carry the name of their site too."""
    return "404" in words or {"not", "found"} <= words
