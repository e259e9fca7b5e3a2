"""Which addresses could stand in place of a target's own, and which of them are worth asking. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.judge.moves import end_of, landing, lands_on
from crawler.judge.rewrites import code, common, medium, ocw, papers, sites, video
from crawler.judge.rewrites.common import TRACKING, without_tracking
from crawler.judge.rewrites.rule import NOT_ALIVE, Rule
from crawler.judge.rewrites.sunset import goes_nowhere, sunset_of
from crawler.model import Health, History, Observation, Safety, Verdict, merged
from crawler.urls import alias_key, canonical, origin_of, parse

MOST_CANDIDATES = 5
"""So many addresses are asked for one target, at most."""

_FAMILIES = (papers, sites, medium, ocw, code, video, common)
RULES: tuple[Rule, ...] = (TRACKING, *(rule for family in _FAMILIES for rule in family.RULES))
"""Best first: what is known of one site before what may hold of any."""

_LEADS_FOR_GOOD = frozenset({200, 301, 308})
"""Statuses of a first hop that sends its reader on for good: a meta refresh is kept as 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that is worth asking, since it could stand in place of a target's own."""

    rule: str
    url: str
    safety: Safety
    """The most that a fix may claim if the answer is good."""
    evidence: str
    """Why it could."""


def candidates(history: History, verdict: Verdict) -> tuple[Candidate, ...]:
    """The addresses that are worth asking for a target, best first; those that its own redirect reached are known.

    >>> from crawler.model import Scheme, Target
    >>> url = "http://papers.labml.ai/paper/1706.03762"
    >>> gone = Verdict(target=url, health=Health.BROKEN, reason="no such host twice")
    >>> [(each.rule, each.url) for each in candidates(History(target=Target(url=url, scheme=Scheme.WEB)), gone)]
    [('labml-arxiv', 'https://arxiv.org/abs/1706.03762')]
    """
    asked = (
        (rule, url)
        for rule, url in rewritings(history, verdict)
        if not was_reached(history, url) and not _is_silent(history.last, url)
    )
    found = [
        Candidate(rule=rule.name, url=url, safety=rule.safety, evidence=f"{rule.because} ({rule.source})")
        for rule, url in asked
    ]
    return tuple(found[:MOST_CANDIDATES])


def _is_silent(look: Observation | None, url: str) -> bool:
    """Whether an address is at the very place that has just given no answer: another path there gives none either."""
    return look is not None and look.status is None and origin_of(url) == origin_of(look.target)


def rewritings(history: History, verdict: Verdict) -> Iterator[tuple[Rule, str]]:
    """Each rule that holds for a target as it stands, with what it makes of the address; each address once."""
    url, stands, seen = history.target.url, standing(history, verdict), {verdict.target}
    if stands not in NOT_ALIVE:
        return  # most links: no rule need be tried
    for rule, new in _all(url, history):
        if stands in rule.when and new not in seen and _is_fit(url, new) and not _is_idle(rule, url, new, verdict):
            seen.add(new)
            yield rule, new


def standing(history: History, verdict: Verdict) -> Health:
    """The health as rules see it: who is sent elsewhere for good has moved, and who is sent to a page for all is gone.

    Who is sent to the same page under https, www. or with a slash is there.

    >>> from crawler.model import Scheme, Target
    >>> url = "https://a.example/"
    >>> alive = Verdict(target=url, health=Health.ALIVE, reason="answers 200")
    >>> standing(History(target=Target(url=url, scheme=Scheme.WEB)), alive)
    <Health.ALIVE: 'alive'>
    """
    look = history.last
    if verdict.health not in (Health.ALIVE, Health.MOVED) or look is None:
        return verdict.health
    if lands_on(look) or goes_nowhere(look.target, end_of(look)):
        return Health.BROKEN
    if alias_key(look.target) == alias_key(end_of(look)):
        return Health.ALIVE
    if look.redirects and look.redirects[0].status in _LEADS_FOR_GOOD:
        return Health.MOVED
    return verdict.health


def was_reached(history: History, url: str) -> bool:
    """Whether the target's own redirects end at an address, and well: then nobody else need be asked."""
    look = history.last
    return look is not None and look.good and look.target != url and end_of(look) == url


def _all(url: str, history: History) -> Iterator[tuple[Rule, str]]:
    """What all rules make of an address; those that know a site are not misled by tracking parameters."""
    plain, led_to, known = without_tracking(url), _led_to(history.last), merged(history.metadata)
    state = known.state if known else {}
    parsed = parse(plain)
    host = str(parsed.hostname) if parsed else ""
    for rule in RULES:
        if not rule.hosts or host in rule.hosts:
            told = rule.by_state(plain, state) if rule.by_state else None
            for new in rule.rewrite(url if rule is TRACKING else plain, led_to) if told is None else told:
                yield rule, new


def _led_to(look: Observation | None) -> tuple[str, ...]:
    return (*(hop.url for hop in look.redirects), end_of(look)) if look else ()


def _is_fit(old: str, new: str) -> bool:
    """Whether an address may be written: canonical, and no page that takes in all comers."""
    return canonical(new) == new and landing(without_tracking(old), new) is None


def _is_idle(rule: Rule, old: str, new: str, verdict: Verdict) -> bool:
    """Whether a rule has nothing to add: to the target's own redirect, or where the place itself moved or shut."""
    if rule.safety is Safety.REVIEW and verdict.moved_to is not None:
        return alias_key(new) == alias_key(verdict.moved_to)
    row = sunset_of(old)
    return rule in common.RULES and row is not None and row.home is not None
