"""Where pages really live: their own canonical address, or the one that they have moved to for good. Pure."""

from collections import Counter
from collections.abc import Mapping

from crawler.judge.moves import landing, new_home
from crawler.judge.suspects.addresses import key_of
from crawler.model import History
from crawler.urls import canonical

_TAKERS = 3
"""A page that more addresses claim than this is no page of theirs, but one that takes in all comers."""


def home(history: History) -> str | None:
    """The address under which a target that answers is known to itself, if that is another; else None.

    >>> from crawler.model import Scheme, Target
    >>> home(History(target=Target(url="https://a.example/", scheme=Scheme.WEB)))
    """
    look, url = history.last, history.target.url
    if look is None or not look.good:
        return None
    named = history.said[-1].canonical if history.said else None
    own = canonical(named) if named else None
    if own and own != url and landing(url, own) is None:
        return own
    return new_home(look)


def home_keys(homes: Mapping[str, str]) -> dict[str, str]:
    """Target -> home, as keys of pages; without the homes that take in all comers.

    >>> home_keys({"https://a.example/old": "https://www.a.example/new/", "https://b.example": "https://b.example/"})
    {'a.example/old': 'a.example/new'}
    >>> home_keys({f"https://a.example/{number}": "https://a.example/app" for number in range(4)})
    {}
    """
    pairs = {key_of(target): key_of(own) for target, own in homes.items()}
    moved = {target: own for target, own in pairs.items() if target != own}
    takers = Counter(moved.values())
    return {target: own for target, own in moved.items() if takers[own] <= _TAKERS}
