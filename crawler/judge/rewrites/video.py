"""YouTube: one video under one address. A name below /user/ is not rewritten: only an API knows whose it is. Pure."""

import re
from collections.abc import Sequence

from crawler.judge.rewrites.rule import Proof, Rule
from crawler.model import Health, Safety

_SHORT = re.compile(r"https?://youtu\.be/([\w-]{11})/?(?:\?(.*))?")
_KEPT = ("list", "t")


def watch(url: str, _: Sequence[str]) -> list[str]:
    """The page of the video that a short link names, at the same second and in the same playlist.

    >>> watch("https://youtu.be/8rrHTtUzyZA?si=x&t=42", ())
    ['https://www.youtube.com/watch?v=8rrHTtUzyZA&t=42']
    >>> watch("https://youtu.be/playlist", ())
    []
    """
    found = _SHORT.fullmatch(url)
    if found is None:
        return []
    kept = (pair for pair in (found[2] or "").split("&") if pair.partition("=")[0] in _KEPT)
    return ["&".join([f"https://www.youtube.com/watch?v={found[1]}", *kept])]


RULES = (
    Rule(
        name="youtube-watch",
        because="a short link names the same video",
        source="YouTube's own redirect",
        safety=Safety.SAFE,
        proof=Proof.EXACT,
        rewrite=watch,
        hosts=frozenset({"youtu.be"}),
        # A short link that works is as good as a long one, and one whose video is gone is gone in both forms.
        when=frozenset({Health.MOVED}),
    ),
)
