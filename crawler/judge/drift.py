"""Pages that have turned into other pages under the same address: bought, overwritten, handed on. Pure.

A hijack is the gravest thing to say of a page that answers, so three must agree: its title is another page's, its text
is not what it was, and nobody who knew it before (the list, an archive, our own first look) would know it now. And
it must have been so on two days: a page under maintenance is another page for an hour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from crawler.judge.kinship import Kinship, is_door, is_named, is_sold, kinship, says_nothing, words_of
from crawler.judge.moves import end_of, lands_on
from crawler.judge.signs import shortened
from crawler.model import PAGE, History, Metadata, Observation, Witness
from crawler.simhash import distance
from crawler.urls import host_of, is_root

SAME_TEXT = 16
"""Texts whose fingerprints differ in so many of 64 bits at most are one text: so near are 0.09 % of pairs of different
pages, and half of a page to the whole in half of 248 pages."""
OTHER_TEXT = 20
"""Texts that differ in more are two: 98.5 % of pairs of different pages do."""
LEAST_DAYS = 2
LEAST_SPAN = timedelta(days=7)
"""So long a page must have been another one; not so where it says what expired domains are bought for."""
_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What a page was, and what it is now."""

    before: str
    """Its title then; a stranger's text."""
    now: str
    """Its title now; a stranger's text."""
    known_by: str
    """Who knew it under the old title: words for a sentence."""
    since: datetime
    """When it was first seen as it is now."""
    days: int
    """On how many days it has been seen so."""

    @property
    def words(self) -> str:
        """Half a sentence of evidence."""
        before, now = (shortened(title, _TITLE_CHARS) for title in (self.before, self.now))
        return (
            f'is another page: "{now}" on {self.days} days since {self.since.date().isoformat()}, '
            f'where it was "{before}" ({self.known_by})'
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What somebody knew the page as."""

    title: str
    known_by: str
    fingerprint: str | None
    language: str | None = None
    archived: bool = False
    """Whether it is an archive that knew it, and not we."""


def drift(history: History) -> Drift | None:
    """What a page has turned into, if it is another page by now.

    >>> from crawler.model import Scheme, Target
    >>> drift(History(target=Target(url="https://a.example/", scheme=Scheme.WEB)))
    """
    last = history.last
    now = history.said[-1] if history.said else None
    if len(history.said) < 2 and not history.testimonies:
        return None  # most links: nobody ever knew another title
    if last is None or now is None or not now.title or not last.good or lands_on(last) or is_door(now.title):
        return None
    if last.via != PAGE:
        return None  # an interface knows what it hosts
    turned = [each for each in _knowers(history) if _has_turned(history, each, now) and _is_backed(history, each, now)]
    if not turned or _is_still_known(history, now):
        return None
    before = turned[0]
    since = _since(history, before)
    days = len({look.at.date() for look in history.observations if look.good and look.at >= since})
    if days < LEAST_DAYS or (last.at - since < LEAST_SPAN and not is_sold(now.title)):
        return None
    return Drift(before=before.title, now=now.title, known_by=before.known_by, since=since, days=days)


def is_suspect(history: History, look: Observation) -> bool:
    """Whether a look at a page that was known may have found another: a second look is wanted.

    >>> from crawler.model import Scheme, Target
    >>> at = datetime(2026, 11, 2)
    >>> look = Observation(target="", run=1, look=1, at=at, via="web", status=200, fingerprint="0" * 16)
    >>> is_suspect(History(target=Target(url="", scheme=Scheme.WEB), observations=(look,)), look)
    False
    """
    first = _first_text(history)
    return bool(first and look.fingerprint and far(first, look.fingerprint, OTHER_TEXT))


def has_changed(history: History, look: Observation) -> bool:
    """Whether a page was something else when we first saw it: title and text, both."""
    known, now = _first_said(history), title_at(history, look)
    first = known.title if known else None
    other = bool(first and now) and kinship(first or "", now or "") in (Kinship.OTHER, Kinship.NAMELESS)
    return other and is_suspect(history, look)


def title_at(history: History, look: Observation) -> str | None:
    """The title of the page that a look saw: rows are kept when it changes."""
    return next((said.title for said in reversed(history.said) if said.at <= look.at), None)


def far(one: str, other: str, most: int) -> bool:
    """Whether two fingerprints differ in more bits than `most`; what is none is far from nothing.

    >>> far("00000000000000ff", "0000000000000000", 7), far("00000000000000ff", "?", 7)
    (True, False)
    """
    try:
        return distance(one, other) > most
    except ValueError:
        return False


def _first_said(history: History) -> Metadata | None:
    """What the page first said of itself: a front page or a page to sign in on, where the look ended, is another."""
    elsewhere = {look.at for look in history.observations if look.redirects and lands_on(look)}
    return next((said for said in history.said if said.at not in elsewhere), None)


def _first_text(history: History) -> str | None:
    """The fingerprint of the page's own text when it was first seen."""
    own = (look for look in history.observations if look.good and look.fingerprint and not lands_on(look))
    return next((look.fingerprint for look in own), None)


def _knowers(history: History) -> Iterator[_Known]:
    """Those who saw the page before it was what it is: ourselves, then archives near the day it was listed."""
    first = _first_said(history)
    if first and first.title:
        day, text = first.at.date().isoformat(), _first_text(history)
        yield _Known(title=first.title, known_by=f"seen on {day}", fingerprint=text, language=first.language)
    for said in history.testimonies:
        if (
            said.witness is Witness.CAPTURE
            and said.title
            and said.taken_at
            and _was_read(said.status)
            and not said.marks
        ):
            day = said.taken_at.date().isoformat()
            yield _Known(title=said.title, known_by=f"archived on {day}", fingerprint=said.fingerprint, archived=True)


def _is_backed(history: History, known: _Known, now: Metadata) -> bool:
    """Whether who knew the page can be believed.

    An archive may hold a notice or a wall of that day: the list must agree with it, or the page be one that domains are
    bought for.
    """
    texts = (link.text for link in history.links if not says_nothing(link.text))
    return not known.archived or is_sold(now.title or "") or any(is_named(text, known.title) for text in texts)


def is_strange(history: History) -> bool:
    """Whether an archive's copy near the day of adding could tell more: the text is another, or no link names the page.

    >>> from crawler.model import Scheme, Target
    >>> is_strange(History(target=Target(url="https://a.example/", scheme=Scheme.WEB)))
    False
    """
    last, now = history.last, history.said[-1] if history.said else None
    if last is None or not last.good or now is None or not now.title:
        return False
    texts = [link.text for link in history.links if not says_nothing(link.text)]
    unnamed = bool(texts) and all(kinship(text, now.title) is Kinship.OTHER for text in texts)
    return unnamed or is_suspect(history, last)


def _was_read(status: int | None) -> bool:
    return status is not None and 200 <= status < 300


def _has_turned(history: History, known: _Known, now: Metadata) -> bool:
    """Whether title and text are no longer what they were."""
    told = kinship(known.title, now.title or "", languages=(known.language, now.language))
    text = next((look.fingerprint for look in reversed(history.observations) if look.good and look.fingerprint), None)
    both = known.fingerprint and text
    if told is Kinship.OTHER:
        return not both or far(known.fingerprint or "", text or "", SAME_TEXT)
    # A title that says nothing proves nothing: then the text alone must be enough.
    return told is Kinship.NAMELESS and bool(both) and far(known.fingerprint or "", text or "", OTHER_TEXT)


def _is_still_known(history: History, now: Metadata) -> bool:
    """Whether anybody who knew it before would know it by the title it has now."""
    title = now.title or ""
    texts = [link.text for link in history.links if not says_nothing(link.text)]
    if any(is_named(text, title) or kinship(text, title) is Kinship.SAME for text in texts):
        return True
    captures = (said.title for said in history.testimonies if said.witness is Witness.CAPTURE and said.title)
    if any(kinship(title_then, title) is Kinship.SAME for title_then in captures):
        return True
    return _has_grown(history.said) or _may_be_renamed(history, title)


def _has_grown(metadata: Sequence[Metadata]) -> bool:
    """Whether the titles lead from the first to the last by steps that are each a change of the same title."""
    titles = [said.title for said in metadata if said.title]
    steps = [kinship(one, other) is Kinship.SAME for one, other in pairwise(titles)]
    return bool(steps) and all(steps)


def _may_be_renamed(history: History, title: str) -> bool:
    """A front page that still goes by its domain's name may be the same site in other words."""
    if is_sold(title) or history.last is None or not is_root(history.target.url):
        return False
    host = host_of(end_of(history.last)).removeprefix("www.").replace("-", "")
    return any(word in host for word in words_of(title) if len(word) > 3)


def _since(history: History, before: _Known) -> datetime:
    """When the page was first seen as something else than it was, without a break until now."""
    since = history.said[-1].at
    for said in reversed(history.said):
        if not said.title or kinship(before.title, said.title) is Kinship.SAME:
            break
        since = said.at
    return since
