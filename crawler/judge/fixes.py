"""Verdict in, proposals out: which URL could stand in place of which, and whether a person should look first. Pure."""

from crawler.judge.moves import landing, leads_on, only_slash
from crawler.judge.sameness import same_page
from crawler.model import Fix, Health, History, Observation, Safety, Verdict
from crawler.urls import alias_key, host_of, is_root, parse, with_fragment

_Weighed = tuple[Safety, str]


def fixes(history: History, verdict: Verdict) -> tuple[Fix, ...]:
    """One proposal for each way in which the links spell a target that has moved for good."""
    new, look = verdict.moved_to, history.last
    if verdict.health is not Health.MOVED or new is None or look is None or not _is_better(verdict.target, new):
        return ()
    safety, evidence = _weigh(history, verdict, look, new)
    rule = _rule(verdict.target, new)
    proposals = ((old, _spelled(old, new)) for old in _spellings(history))
    return tuple(
        Fix(rule=rule, old=old, new=proposal, safety=safety, evidence=evidence, target=verdict.target)
        for old, proposal in proposals
        if proposal != old
    )


def _spellings(history: History) -> tuple[str, ...]:
    """The URLs as the links have them, but for those that are to be left alone or hold a password."""
    urls = dict.fromkeys(link.url for link in history.links if link.ignore is None)
    return tuple(url for url in urls if (parsed := parse(url)) and not parsed.username and not parsed.password)


def _is_better(old: str, new: str) -> bool:
    """Whether anybody would want the new address: none that is less safe, and no page that takes in all comers."""
    less_safe = old.startswith("https:") and not new.startswith("https:")
    return not less_safe and landing(old, new) is None and not only_slash(old, new)


def _rule(old: str, new: str) -> str:
    if alias_key(old) != alias_key(new):
        return "permanent-redirect"
    return "scheme-alias" if host_of(old) == host_of(new) else "host-alias"


def _weigh(history: History, verdict: Verdict, look: Observation, new: str) -> _Weighed:
    """How sure we are, and one sentence that says why."""
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


def _spelled(old: str, new: str) -> str:
    """The new address with the old one's fragment; a front page without a slash stays without."""
    bare = old.partition("#")[0]
    if is_root(new) and new.endswith("/") and bare.count("/") == len("//"):
        new = new.removesuffix("/")
    return with_fragment(new, old)
