"""What the target's own permanent redirect proposes. Pure."""

from crawler.judge.moves import landing, leads_on, only_slash
from crawler.judge.proposals import Proposal
from crawler.judge.rewrites import goes_nowhere
from crawler.judge.sameness import same_page
from crawler.model import VOICES, Health, History, Observation, Safety, Verdict
from crawler.urls import alias_key, host_of, is_root


def redirected(history: History, verdict: Verdict) -> Proposal | None:
    """The address to which a target has moved for good, if anybody would want it."""
    new, look = verdict.moved_to, history.last
    if verdict.health is not Health.MOVED or new is None or look is None or not _is_better(verdict.target, new):
        return None
    safety, evidence = _weigh(history, verdict, look, new)
    return Proposal(rule=_rule(verdict.target, new), new=new, safety=safety, evidence=evidence)


def _is_better(old: str, new: str) -> bool:
    """Whether anybody would want the new address: none that is less safe, and no page that takes in all comers."""
    less_safe = old.startswith("https:") and not new.startswith("https:")
    for_all = landing(old, new) is not None or goes_nowhere(old, new)
    return not less_safe and not for_all and not only_slash(old, new)


def _rule(old: str, new: str) -> str:
    if alias_key(old) != alias_key(new):
        return "permanent-redirect"
    return "scheme-alias" if host_of(old) == host_of(new) else "host-alias"


def _weigh(history: History, verdict: Verdict, look: Observation, new: str) -> tuple[Safety, str]:
    """How sure we are, and one sentence that says why."""
    if look.via in VOICES:
        return Safety.SAFE, f"{VOICES[look.via]} gives {new} as its address now"
    told = f"{look.redirects[0].status} to {new}" if look.redirects else f"moved to {new}"
    if leads_on(look.redirects):
        return Safety.REVIEW, f"{told}, from where temporary redirects lead on"
    if alias_key(verdict.target) == alias_key(new):
        return Safety.SAFE, f"{told}: only the scheme, www. or a closing slash differs"
    # Expired domains are bought and sent to their seller's front page, under a title made to fit.
    proof = None if is_root(new) or verdict.since is None else same_page(history, new, verdict.since)
    if proof:
        return Safety.SAFE, f"{told}, and {proof}"
    return Safety.REVIEW, f"{told}; whether it is the same page, a person must say"
