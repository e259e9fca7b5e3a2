"""What is known of a place of the web that moved or shut. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from crawler.model import Safety
from crawler.urls import alias_key, path_segments

_NUMBER = re.compile(r"-[0-9a-f]{10,12}\Z")
_EXTENSION = re.compile(r"\.[a-z]{3,4}\Z")
NOWHERE = ""
"""For `home`: nothing there is the page that was linked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sunset:
    """One host, or one part of it, that moved or shut."""

    place: str
    """Host without `www.`, and how the path begins: `paperswithcode.com/paper/`."""
    now: str
    """Where it went, for a person; empty where nothing is left."""
    source: str
    safe: Safety | None = None
    """The most that a rewriting from there may claim; None where there is none to make."""
    since: date | None = None
    """The first day on which it was known to be gone, where one is known."""
    last_capture: date | None = None
    """The last day on which an archive's copy can be one of the page; None where no such day is known."""
    home: str | None = None
    """Pattern of the addresses where its pages may have gone, with {slug} for the name of the page; `NOWHERE` for
    none. None where nothing is known, and a landing is judged as anywhere else."""

    def generic(self, url: str, end: str) -> bool:
        """Whether a redirect from `url`, which lies here, to `end` leads to a page for all comers, not to the page.

        >>> from crawler.judge.rewrites.sunset import sunset_of
        >>> paper, method = "https://paperswithcode.com/paper/mask-r-cnn", "https://paperswithcode.com/method/r-cnn"
        >>> trending, found = "https://huggingface.co/papers/trending", "https://huggingface.co/papers/1703.06870"
        >>> [sunset_of(old).generic(old, end) for old in (paper, method) for end in (trending, found)]
        [True, False, True, True]
        """
        here = alias_key(url)
        if self.home is None or here in (alias_key(end), self.place.rstrip("/")):
            return False  # not sent elsewhere; or the front page of the place, which any other may follow
        return re.fullmatch(self.home.replace("{slug}", re.escape(_slug(url))), end) is None


def _slug(url: str) -> str:
    """The name of a page: the last segment without its extension, and without the number that Medium puts behind it."""
    last = "".join(list(path_segments(url))[-1:])
    return _NUMBER.sub("", _EXTENSION.sub("", last))
