"""What the rules of `crawler.judge.rewrites` propose, once the new address has answered. Pure.

A rule names an address; an answer from there is what makes a proposal of it. Without one nothing is proposed, and
nothing is safe where the old address may come back.
"""

from collections.abc import Iterator

from crawler.judge.heard import heard
from crawler.judge.moves import end_of
from crawler.judge.proofs import weigh
from crawler.judge.proposals import Proposal
from crawler.judge.rewrites import TRACKING, Rule, rewritings, standing, without_tracking
from crawler.model import Health, History, Safety, Verdict
from crawler.urls import canonical

_UNSURE = {
    Health.FAILING: "; the old address may come back",
    Health.BLOCKED: "; nothing is known against the old address",
}
"""States in which the old address may be well, and words for it."""


def rewritten(history: History, verdict: Verdict) -> Proposal | None:
    """The best proposal that a rule makes for a target, of those whose address answered."""
    found = [*_confirmed(history, verdict), *_tidied(history, verdict)]
    return min(found, key=lambda proposal: proposal.safety is not Safety.SAFE, default=None)


def is_proven(history: History, verdict: Verdict, rule: str, new: str) -> bool:
    """Whether the new address is known to be the page that was linked, be the old one well or not.

    What cannot be known of the old address, while nobody is let in there, an exact map or a title may tell of the new.
    """
    found = (
        weigh(history, verdict, each, said)
        for each, url in rewritings(history, verdict)
        if each.name == rule and each.safety is Safety.SAFE
        if (said := heard(history, each, url)) and canonical(said.url) == canonical(new)
    )
    return any(weighed is not None and weighed[0] is Safety.SAFE for weighed in found)


def _confirmed(history: History, verdict: Verdict) -> Iterator[Proposal]:
    """A proposal for each rewriting that has an answer which speaks for it, best rule first."""
    for rule, url in rewritings(history, verdict):
        said = heard(history, rule, url)
        weighed = weigh(history, verdict, rule, said) if said else None
        if said and weighed:
            safety, words = weighed
            doubt = _UNSURE.get(standing(history, verdict), "")
            if doubt:
                safety, words = Safety.REVIEW, f"{words}{doubt}"
            yield _proposal(rule, said.url, safety, words)


def _tidied(history: History, verdict: Verdict) -> Iterator[Proposal]:
    """A page that is well, and itself gives the address without tracking parameters as its own."""
    url, look = history.target.url, history.last
    plain = without_tracking(url)
    said = history.said[-1] if history.said else None
    if verdict.health is Health.ALIVE and look and end_of(look) == url != plain and said and said.canonical == plain:
        yield _proposal(TRACKING, plain, Safety.SAFE, "the page gives it as its own")


def _proposal(rule: Rule, new: str, safety: Safety, words: str) -> Proposal:
    if rule.safety is Safety.REVIEW:
        safety = Safety.REVIEW
    return Proposal(rule=rule.name, new=new, safety=safety, evidence=f"{rule.because} ({rule.source}): {words}")
