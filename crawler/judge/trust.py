"""How far a fix may go without a person: ticked, listed without its tick, or never proposed. Pure.

What is ticked must have been seen to be so for a while: a site that moves house answers oddly for a day, and a bot that
proposes what is taken back a week later is switched off. Only a git host's own word on a repository needs no second
look, since it keeps redirecting for as long as it says so.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from crawler.judge.checks import speaking
from crawler.judge.moves import end_of, leads_on, moved_to
from crawler.judge.rewritten import is_proven
from crawler.judge.snapshots import ARCHIVED
from crawler.judge.wording import RULE as LINK_TEXT
from crawler.model import Fix, Health, History, Observation, Safety, Trust, Verdict
from crawler.urls import canonical

RUNS = 2
"""So many runs must have seen it ..."""
APART = timedelta(days=6, hours=12)
"""... so far apart: a week for what runs once a week, however late the hour of one of the runs was."""
TIDYING = frozenset({"scheme-alias", "host-alias", "https", "www", "closing-slash", "tracking-parameters"})
"""Rules by which the same page is only spelled better: such offers stand behind all others."""

_GIT_HOSTS = frozenset({"github", "github-rest", "gitlab"})
"""`via` of interfaces that know their repositories by a number, whatever they are called."""
_UNCERTAIN = frozenset({Health.FAILING, Health.BLOCKED})
"""Nothing is known against the old address: it may be well, and only not for us, or not today."""
_UNHEARD = frozenset({Health.UNKNOWN, Health.SKIPPED})


def trust(history: History, verdict: Verdict, fix: Fix) -> Trust | None:
    """How far a fix may go; None where it must never be proposed, and may only be shown.

    Never proposed: what rests on a wall or on silence alone, what nobody asked about, and other texts for a link.
    """
    if fix.rule == LINK_TEXT or verdict.health in _UNHEARD or not fix.new:
        return None
    if fix.rule == ARCHIVED:
        return Trust.CHOICE
    if verdict.health in _UNCERTAIN:
        return Trust.CHOICE if is_proven(history, verdict, fix.rule, fix.new) else None
    if fix.safety is Safety.SAFE and _is_settled(history, verdict, fix):
        return Trust.PROVEN
    return Trust.CHOICE


def _is_settled(history: History, verdict: Verdict, fix: Fix) -> bool:
    """Whether the target's own permanent redirect leads to the new address, and has for long enough."""
    seen = list(_agreeing(speaking(history), canonical(fix.new)))
    days = [look.at for look in seen]
    if verdict.health is not Health.MOVED or not seen:
        return False
    told = seen[0].via in _GIT_HOSTS and fix.rule not in TIDYING
    return told or (len(seen) >= RUNS and max(days) - min(days) >= APART)


def _agreeing(looks: Sequence[Observation], new: str | None) -> Iterator[Observation]:
    """The looks that saw the move, newest first, back to the last good answer that was another one.

    A wall or a fault in between says nothing about where the page lives. The newest of all must have seen it.
    """
    for turn, look in enumerate(reversed(looks)):
        if _saw(look, new):
            yield look
        elif look.good or turn == 0:
            return


def _saw(look: Observation, new: str | None) -> bool:
    """Whether permanent redirects alone led to the new address, and well."""
    if not look.good or leads_on(look.redirects) or new is None:
        return False
    home = moved_to(look.redirects)
    return home is not None and canonical(home) == canonical(end_of(look)) == new
