"""Verdict in, proposals out: which URL could stand in place of which, and whether a person should look first. Pure."""

from crawler.judge.proposals import Proposal
from crawler.judge.redirected import redirected
from crawler.judge.rewritten import rewritten
from crawler.judge.snapshots import archived
from crawler.model import Fix, History, Safety, Verdict
from crawler.urls import is_root, parse, with_fragment

_WAYS = (rewritten, redirected, archived)
"""What may propose a new address for a target, best first; what an archive holds of it stands last."""


def fixes(history: History, verdict: Verdict) -> tuple[Fix, ...]:
    """The best proposal for a target, once for each way in which the links spell its address."""
    best = _best(history, verdict)
    if best is None:
        return ()
    pairs = ((old, spelled(old, best.new)) for old in _spellings(history))
    return tuple(
        Fix(rule=best.rule, old=old, new=new, safety=best.safety, evidence=best.evidence, target=verdict.target)
        for old, new in pairs
        if new != old
    )


def _best(history: History, verdict: Verdict) -> Proposal | None:
    """What is safe before what needs eyes, and a rule for the site before what may hold of any."""
    found = (way(history, verdict) for way in _WAYS)
    return min(filter(None, found), key=lambda proposal: proposal.safety is not Safety.SAFE, default=None)


def _spellings(history: History) -> tuple[str, ...]:
    """The URLs as the links have them, but for those that are to be left alone or hold a password."""
    urls = dict.fromkeys(link.url for link in history.links if link.ignore is None)
    return tuple(url for url in urls if (parsed := parse(url)) and not parsed.username and not parsed.password)


def spelled(old: str, new: str) -> str:
    """The new address with the old one's fragment; a front page without a slash stays without."""
    bare = old.partition("#")[0]
    if is_root(new) and new.endswith("/") and bare.count("/") == len("//"):
        new = new.removesuffix("/")
    return with_fragment(new, old)
