"""Which resources live by their feed, and how new its newest entry is. Pure.

An article does not go stale because its blog stopped: a feed speaks for what gathers entries, and for nothing else.
"""

import re
from datetime import date

from crawler.model import History, Kind, Witness, merged
from crawler.urls import host_of, is_root, parse, path_segments

_GATHERS = frozenset({"blog", "blogs", "journal", "news", "newsletter", "posts", "weblog", "writing"})
"""Last words of a path that name a place where entries are gathered."""
_BLOG = re.compile(r"\b(?:we)?blogs?\b|\bnews(?:letter)?\b", re.IGNORECASE)
_CHANNEL = re.compile(r"/channel/(UC[\w-]{22})/?", re.ASCII)


def feed_of(history: History) -> str | None:
    """The address of the feed that tells of what is new there; None where none is known, or where it tells nothing.

    >>> from crawler.model import Scheme, Target
    >>> channel = "https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw"
    >>> feed_of(History(target=Target(url=channel, scheme=Scheme.WEB)))
    'https://www.youtube.com/feeds/videos.xml?channel_id=UCYO_jab_esuFRV4b17AJtAw'
    """
    if not lives_by_feed(history):
        return None
    said = merged(history.metadata)
    return (said.feed if said else None) or _of_youtube(history.target.url)


def _of_youtube(url: str) -> str | None:
    parsed = parse(url) if host_of(url).removeprefix("www.") == "youtube.com" else None
    match = _CHANNEL.fullmatch(str(parsed.pathname)) if parsed else None
    return f"https://www.youtube.com/feeds/videos.xml?channel_id={match[1]}" if match else None


def lives_by_feed(history: History) -> bool:
    """Whether new entries are what the resource is made of: a channel, a blog, the front page of a site.

    >>> from crawler.model import Scheme, Target
    >>> urls = ("https://a.example/", "https://a.example/blog/", "https://a.example/@ada", "https://a.example/blog/post")
    >>> [lives_by_feed(History(target=Target(url=url, scheme=Scheme.WEB))) for url in urls]
    [True, True, True, False]
    """
    url = history.target.url
    return is_root(url) or _is_gathering(url) or _kind(history) is Kind.CHANNEL or _of_youtube(url) is not None


def is_blog(history: History) -> bool:
    """Whether it is a place of entries and of nothing else, by what it is, by its address or by its own name.

    The front page of a library's site may have a feed too, and the library may be well when nobody writes in it.

    >>> from crawler.model import Scheme, Target
    >>> urls = ("https://a.example/", "https://blog.a.example/")
    >>> [is_blog(History(target=Target(url=url, scheme=Scheme.WEB))) for url in urls]
    [False, True]
    """
    url, said = history.target.url, merged(history.metadata)
    names = f"{said.title or ''}\n{said.site or ''}" if said else ""
    called = host_of(url).startswith("blog.") or bool(_BLOG.search(names))
    return called or _is_gathering(url) or _kind(history) is Kind.CHANNEL or _of_youtube(url) is not None


def _is_gathering(url: str) -> bool:
    parts = [part.casefold() for part in path_segments(url)]
    return bool(parts) and (parts[-1] in _GATHERS or (len(parts) == 1 and parts[0].startswith("@")))


def _kind(history: History) -> Kind | None:
    said = merged(history.metadata)
    return said.kind if said else None


def newest(history: History, today: date) -> date | None:
    """The day of the newest entry that the feed showed when it last answered well."""
    for said in reversed(history.testimonies):
        if said.witness is Witness.FEED and said.status == 200 and not said.marks and said.taken_at:
            return min(said.taken_at.date(), today)
    return None
