"""Rewritings that are known to be right: rules as data, and the addresses that they would put in. Pure.

    candidates(history, verdict)   the addresses that are worth asking, before anything is proposed
    rewritings(history, verdict)   the same with their rules, those included that the target itself led to
    sunset_of(url)                 what is known of a place that moved or shut
    goes_nowhere(url, end)         whether a redirect from there leads to a page for all comers
    latest_capture(url)            the last moment from which an archive's copy can be one of the page

A rule knows how the old address must stand, what it takes to be sure of the new one, and the most that it may claim;
`crawler.judge.rewritten` makes proposals of those whose address answered.
"""

from crawler.judge.rewrites.choosing import (
    MOST_CANDIDATES,
    RULES,
    Candidate,
    candidates,
    rewritings,
    standing,
    was_reached,
)
from crawler.judge.rewrites.common import TRACKING, without_tracking
from crawler.judge.rewrites.place import Sunset
from crawler.judge.rewrites.places import SUNSETS
from crawler.judge.rewrites.rule import Proof, Rewrite, Rule
from crawler.judge.rewrites.sunset import goes_nowhere, latest_capture, sunset_of

__all__ = [
    "MOST_CANDIDATES",
    "RULES",
    "SUNSETS",
    "TRACKING",
    "Candidate",
    "Proof",
    "Rewrite",
    "Rule",
    "Sunset",
    "candidates",
    "goes_nowhere",
    "latest_capture",
    "rewritings",
    "standing",
    "sunset_of",
    "was_reached",
    "without_tracking",
]
