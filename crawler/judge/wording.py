"""Texts of links that tell nothing, and the titles that could stand in their place: for a person to choose. Pure."""

import re
from collections.abc import Iterator

from crawler.judge.kinship import is_door, is_sold, says_nothing
from crawler.model import ARCHIVE, Fix, Health, History, Link, LinkKind, Metadata, Safety, Scheme, Verdict, merged
from crawler.untrusted import one_line
from crawler.urls import alias_key

RULE = "link-text"
"""Part of the fix's id: it never changes."""
TELLING_NOTHING = frozenset({"link", "paper", "here", "this", "click here", "website", "site", "url", "source"})
_WRITABLE = frozenset(
    {
        *(LinkKind.INLINE, LinkKind.FULL, LinkKind.COLLAPSED, LinkKind.SHORTCUT),
        *(LinkKind.AUTOLINK, LinkKind.BARE),
    }
)
_LEAST_CHARS, _MOST_CHARS = 4, 120
"""A shorter title is an abbreviation, a longer one a sentence: neither is the text of a link."""
_PARTS = re.compile(r"\s[|\-\u2013\u2014\u00b7\u2022»«:]+\s|[|»«]")
"""Where a raw `<title>` goes on with the name of its site, or begins with it: nobody can say which."""


def wordings(history: History, verdict: Verdict) -> tuple[Fix, ...]:
    """The title of the target for each text that tells nothing of it; none where the title is not to be trusted."""
    said = merged(history.metadata)
    title = _title(said) if said and verdict.health is Health.ALIVE else None
    if title is None or history.target.scheme is not Scheme.WEB:
        return ()
    texts = dict.fromkeys(link.text for link in history.links if tells_nothing(link))
    return tuple(
        Fix(
            rule=RULE,
            old=text,
            new=title,
            safety=Safety.REVIEW,
            evidence="the page is called so by itself or by its host",
            target=verdict.target,
        )
        for text in texts
        if text != title
    )


def tells_nothing(link: Link) -> bool:
    """Whether the text of a link is its bare address, or a word that any link might have.

    >>> link = Link(path="a.md", line=1, column=1, start=0, end=1, url="https://a.example/b", text="a.example/b/",
    ...             title="", section=(), kind=LinkKind.INLINE)
    >>> tells_nothing(link)
    True
    """
    return link.kind in _WRITABLE and any(_forms(link))


def _forms(link: Link) -> Iterator[bool]:
    text = " ".join(link.text.split())
    yield text.casefold().rstrip(".:!") in TELLING_NOTHING
    yield alias_key(text) == alias_key(link.url)
    yield alias_key(f"https://{text}") == alias_key(link.url)


def _title(said: Metadata) -> str | None:
    title = one_line(said.title or "", 1000)
    source = said.sources.get("title", "")
    raw = source == "title" and _PARTS.search(title) is not None
    if raw or source.startswith(ARCHIVE) or not _LEAST_CHARS <= len(title) <= _MOST_CHARS:
        return None
    if says_nothing(title) or is_door(title) or is_sold(title) or "://" in title:
        return None
    return title
