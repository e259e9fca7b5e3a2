"""What is certain of an address although nobody asks: that its place moved, and where to. Pure."""

from crawler.judge.rewrites import RULES, Proof, sunset_of
from crawler.model import Safety
from crawler.urls import canonical

_CERTAIN = tuple(rule for rule in RULES if rule.proof is Proof.EXACT and rule.safety is Safety.SAFE)


def known_move(url: str) -> tuple[str, str] | None:
    """The new address of a page whose place is known to have moved, by a map that is exact, and why; else None.

    >>> known_move("http://papers.labml.ai/paper/1706.03762")[0]
    'https://arxiv.org/abs/1706.03762'
    >>> known_move("https://youtu.be/8rrHTtUzyZA"), known_move("https://a.example/")
    (None, None)
    """
    plain = canonical(url)
    if plain is None or sunset_of(plain) is None:
        return None
    named = ((new, f"{rule.because} ({rule.source})") for rule in _CERTAIN for new in rule.rewrite(plain, ()))
    return next(((new, why) for new, why in named if new != plain), None)
