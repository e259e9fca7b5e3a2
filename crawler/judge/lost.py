"""Deaths that answer 200: what a look speaks for once more is known than itself. Pure.

`signs` reads one look alone. Here it is held against the page's history, against the link's own text, and against what
its host answers for an address that cannot exist.
"""

from crawler.judge.drift import far, has_changed, is_suspect, title_at
from crawler.judge.kinship import is_named, says_nothing
from crawler.judge.moves import Landing, end_of, is_front, lands_on, same_site, went_by_front
from crawler.judge.rewrites import goes_nowhere
from crawler.judge.signs import Sign, Told, told
from crawler.model import History, Observation, Testimony, Witness
from crawler.urls import alias_key

ALIKE = 3
"""Texts that differ in so few of 64 bits are one text with another date or another number in it."""
_DOUBTFUL = frozenset({Sign.GONE, Sign.PARKED})


def weighed(history: History, look: Observation) -> Told:
    """What one look speaks for in the light of all that is known, and the words for it.

    >>> from datetime import datetime, UTC
    >>> from crawler.model import Redirect, Scheme, Target
    >>> url, at = "https://a.example/paper", datetime(2026, 11, 23, tzinfo=UTC)
    >>> hop = Redirect(status=302, url="https://a.example/")
    >>> look = Observation(target=url, run=1, look=1, at=at, via="web", status=200, redirects=(hop,))
    >>> weighed(History(target=Target(url=url, scheme=Scheme.WEB), observations=(look,)), look)
    (<Sign.GONE: 3>, 'answers with the front page, https://a.example/')
    """
    taken_alone = told(look)
    if taken_alone[0] is not Sign.GOOD:
        return taken_alone
    return landed(history, look) or _as_for_nothing(history, look) or taken_alone


def landed(history: History, look: Observation) -> Told | None:
    """What it means that a look ended on a page where links of every kind end up; None where that says nothing yet.

    The front page of another site says nothing, for a project may have moved to a domain of its own; nor does a
    listing. Unless it is known of the place that it shut, and that its pages are not there.
    """
    end, where = end_of(look), lands_on(look)
    if where is Landing.SIGN_IN:
        return (Sign.WALL, f"sends us to a sign-in page, {end}")
    if where is Landing.GATE:
        return (Sign.WALL, f"sends us to {where}, {end}")
    if where is Landing.MISSING:
        return (Sign.GONE, f"answers with an error page, {end}")
    own_front = where is Landing.FRONT and (same_site(look.target, end) or went_by_front(look))
    if own_front and not _fits(history, look):
        return (Sign.GONE, f"answers with the front page, {end}")
    if where is not None and goes_nowhere(look.target, end):
        return (Sign.GONE, f"ends on {where}, {end}, as all that was there does now")
    return None


def in_doubt(history: History, look: Observation) -> bool:
    """Whether a look that was answered wants a second one, and a probe of an address that cannot exist.

    >>> from datetime import datetime, UTC
    >>> from crawler.model import Scheme, Target
    >>> at = datetime(2026, 11, 23, tzinfo=UTC)
    >>> look = Observation(target="https://a.example/x", run=1, look=1, at=at, via="web", status=200)
    >>> history = History(target=Target(url="https://a.example/x", scheme=Scheme.WEB))
    >>> from dataclasses import replace
    >>> in_doubt(history, look), in_doubt(history, replace(look, marks=("gone:title",)))
    (False, True)
    """
    if not _is_2xx(look.status):
        return False
    sign, _ = told(look)
    if sign is not Sign.GOOD:
        return sign in _DOUBTFUL
    return lands_on(look) not in (None, Landing.SIGN_IN, Landing.GATE) or is_suspect(history, look)


def same_as_nothing(look: Observation, probe: Testimony) -> str | None:
    """Words for it, if a page is what its host answers for an address that cannot exist; None if it is not, or unknown.

    Where nobody was redirected the texts are held against one another. A page whose text is too short to be its own,
    or that a script fills, has no fingerprint, and so is never like another.
    """
    if probe.witness is not Witness.PROBE or probe.error is not None or probe.marks or not _is_2xx(probe.status):
        return None
    if not _is_2xx(look.status) or look.error is not None or probe.final_url is None:
        return None
    end, nowhere = alias_key(end_of(look)), alias_key(probe.final_url)
    if end == nowhere:
        sent = end != alias_key(look.target) and nowhere != alias_key(probe.asked)
        return f"an invented address beside it ends there too, {probe.final_url}" if sent else None
    stayed = end == alias_key(look.target) and nowhere == alias_key(probe.asked)
    if not stayed or not look.fingerprint or not probe.fingerprint or far(look.fingerprint, probe.fingerprint, ALIKE):
        return None
    return "an invented address beside it gets the same page"


def _as_for_nothing(history: History, look: Observation) -> Told | None:
    """What the probes of the same run say of a look."""
    probes = (said for said in history.testimonies if said.run == look.run)
    words = next((words for probe in probes if (words := same_as_nothing(look, probe))), None)
    if words is None or is_front(look.target) or _fits(history, look):
        return None
    where, end = lands_on(look), end_of(look)
    if alias_key(end) == alias_key(look.target):
        # Nothing but our own memory tells a host that answers alike for everything from one that shows its page by a
        # script: the page must have been another. And a door before a whole site, to sign in at, to consent at, or shut
        # for maintenance, answers so too: it may come back, and is no death however long it lasts.
        return (Sign.TROUBLE, f"answers {look.status}, but {words}") if has_changed(history, look) else None
    # A whole site that moves sends everybody to its new front page.
    if where in (None, Landing.FRONT, Landing.FAULT) and (where is not None or not same_site(look.target, end)):
        return None
    what = f"{where}, {end}" if where else end
    return (Sign.GONE, f"answers with {what}, and {words}")


def _fits(history: History, look: Observation) -> bool:
    """Whether the page is what the list says it is, wherever it is now: one of its links is called like it."""
    title = title_at(history, look) or ""
    texts = (link.text for link in history.links if not says_nothing(link.text))
    return any(is_named(text, title) for text in texts)


def _is_2xx(status: int | None) -> bool:
    return status is not None and 200 <= status < 300
