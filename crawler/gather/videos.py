"""What an address of YouTube leads to. Pure."""

import re
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qs

from crawler import urls
from crawler.model import Kind

_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"})
_EMBEDDING = frozenset({"www.youtube-nocookie.com", "youtube-nocookie.com"})
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_LIST_ID = re.compile(r"[A-Za-z0-9_-]{13,64}")
_PERSONAL = ("RD", "UL", "WL", "LL", "LM", "TL")
"""Lists that YouTube mixes for each visitor, or that only their owner sees."""
_CHANNEL_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")
_NAME = re.compile(r"[\w.\u00b7-]{1,100}")
_OF_A_VIDEO = frozenset({"embed", "live", "shorts", "v"})


class Sort(StrEnum):
    """What an address leads to, and how it names it."""

    VIDEO = "video"
    PLAYLIST = "playlist"
    CHANNEL = "channel"
    HANDLE = "handle"
    """A channel by its name behind an `@`."""
    USER = "user"
    """A channel by the name that its owner once signed in with."""

    @property
    def kind(self) -> Kind:
        """What kind of thing it is."""
        return {Sort.VIDEO: Kind.VIDEO, Sort.PLAYLIST: Kind.PLAYLIST}.get(self, Kind.CHANNEL)


@lru_cache(maxsize=4096)
def place_of(url: str) -> tuple[Sort, str] | None:
    """What an address leads to, and its id; None where it is no such thing, or not YouTube's.

    >>> place_of("https://youtu.be/aircAruvnKk?t=3"), place_of("https://www.youtube.com/playlist?list=PL0123456789abcd")
    ((<Sort.VIDEO: 'video'>, 'aircAruvnKk'), (<Sort.PLAYLIST: 'playlist'>, 'PL0123456789abcd'))
    >>> place_of("https://www.youtube.com/@3blue1brown/videos"), place_of("https://www.youtube.com/feed/trending")
    ((<Sort.HANDLE: 'handle'>, '3blue1brown'), None)
    """
    host, parts = urls.host_of(url), list(urls.path_segments(url))
    first, second = (*parts, "", "")[:2]
    if host == "youtu.be":
        return _video(first)
    if host in _EMBEDDING and first != "embed":
        return None
    if host not in _HOSTS | _EMBEDDING:
        return None
    asked = _query(url)
    if first in ("watch", "playlist") or (first, second) == ("embed", "videoseries"):
        return _video(asked.get("v", "")) or _playlist(asked.get("list", ""))
    if first in _OF_A_VIDEO:
        return _video(second)
    return _channel(first, second)


def address(sort: Sort, name: str) -> str:
    """The address that YouTube itself gives as that of a thing.

    >>> address(Sort.VIDEO, "aircAruvnKk"), address(Sort.HANDLE, "3blue1brown")
    ('https://www.youtube.com/watch?v=aircAruvnKk', 'https://www.youtube.com/@3blue1brown')
    """
    return (
        "https://www.youtube.com/"
        + {
            Sort.VIDEO: f"watch?v={name}",
            Sort.PLAYLIST: f"playlist?list={name}",
            Sort.CHANNEL: f"channel/{name}",
            Sort.HANDLE: f"@{name}",
            Sort.USER: f"user/{name}",
        }[sort]
    )


def home(url: str) -> str | None:
    """Where YouTube redirects an address for good: to https, and from the bare name of the host to `www.`.

    >>> home("http://youtube.com/playlist?list=x"), home("https://youtu.be/aircAruvnKk")
    ('https://www.youtube.com/playlist?list=x', None)
    """
    start, found, rest = url.partition("://youtube.com/")
    if found:
        return f"https://www.youtube.com/{rest}"
    return f"https{url[4:]}" if start.startswith("http://") else None


def _query(url: str) -> dict[str, str]:
    parsed = urls.parse(url)
    fields = parse_qs(str(parsed.search)[1:] if parsed else "")
    return {name: values[0] for name, values in fields.items()}


def _video(name: str) -> tuple[Sort, str] | None:
    return (Sort.VIDEO, name) if _VIDEO_ID.fullmatch(name) else None


def _playlist(name: str) -> tuple[Sort, str] | None:
    return (Sort.PLAYLIST, name) if _LIST_ID.fullmatch(name) and not name.startswith(_PERSONAL) else None


def _channel(first: str, second: str) -> tuple[Sort, str] | None:
    if first.startswith("@") and _NAME.fullmatch(first[1:]):
        return Sort.HANDLE, first[1:]
    if first == "channel" and _CHANNEL_ID.fullmatch(second):
        return Sort.CHANNEL, second
    return (Sort.USER, second) if first == "user" and _NAME.fullmatch(second) else None
