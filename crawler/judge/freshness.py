"""History -> how fresh a resource is, with the day, who says so, and one sentence of reason. Pure.

Each rule looks for one thing that somebody says, and the gravest of what they find holds. What nobody says anything of
has no freshness at all: a page does not age by being left as it is. `docs/freshness.md` has the table.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.judge import editions, feeds
from crawler.judge.days import day_of, days_text
from crawler.model import ARCHIVE, PAGE, VOICES, Freshness, Health, History, Kind, Metadata, State, Verdict

_GONE = frozenset({Health.BROKEN, Health.DEAD, Health.HIJACKED, Health.SKIPPED})
"""What is not there has no age."""
_DOUBTFUL = frozenset({Health.FAILING, Health.BLOCKED, Health.UNKNOWN})
_MOST_MISSING = 0.1
"""A playlist that lacks more than this share of its items is stale; with less it is ageing."""
_DOI = re.compile(r"10\.\d{4,9}/[\x21-\x7e]{1,200}", re.ASCII)
_PARTS = frozenset({Kind.FILE, Kind.ISSUE, Kind.PAGE, Kind.DOCUMENT})
"""What may stand in a repository."""
_STOPPED = frozenset({"PAUSED", "STOPPED", "DELETING"})
_FAILED = frozenset({"RUNTIME_ERROR", "BUILD_ERROR", "CONFIG_ERROR", "NO_APP_FILE"})
"""Stages of a space in huggingface_hub's SpaceStage. One that is SLEEPING wakes when it is opened."""
_GRAVITY: Mapping[State, int] = {state: number for number, state in enumerate(State)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """After how long what is old."""

    repository_days: float = 730.0
    feed_days: float = 365.0
    unverified_days: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rules look at."""

    history: History
    verdict: Verdict
    today: date
    terms: Terms
    said: Sequence[Metadata]
    """The newest word of each who tells of it, an interface before the page; archives say nothing of today."""

    @property
    def kind(self) -> Kind | None:
        """What kind of thing it is, by the first who knows."""
        return next((each.kind for each in self.said if each.kind), None)

    def state(self, key: str) -> tuple[str, str]:
        """What is said of one thing, and who says it; both empty where nobody does, or where it is denied."""
        for each in self.said:
            value = each.state.get(key, "").strip()
            if value:
                denied = value.casefold() in ("false", "none", "null", "no")
                return ("", "") if denied else (value, self.called(each))
        return "", ""

    def called(self, said: Metadata) -> str:
        """What people call the one who says something."""
        return "the page" if said.via == PAGE else VOICES.get(said.via, said.via)


Rule = Callable[[Known], Freshness | None]


def freshness(
    history: History, verdict: Verdict, today: date, terms: Terms, evergreen: Freshness | None = None
) -> Freshness | None:
    """How fresh the resource is; None where nothing is known by which it could age, and for what is gone.

    `evergreen` is a person's word, which goes before all else.

    >>> from crawler.model import Scheme, Target
    >>> history = History(target=Target(url="https://a.example/proof", scheme=Scheme.WEB))
    >>> verdict = Verdict(target="https://a.example/proof", health=Health.ALIVE, reason="It answered 200.")
    >>> freshness(history, verdict, date(2026, 11, 28), Terms())
    """
    if verdict.health in _GONE:
        return None
    if evergreen is not None:
        return evergreen
    newest = {each.via: each for each in history.metadata if each.via != ARCHIVE}
    said = sorted(newest.values(), key=lambda each: each.via == PAGE)
    known = Known(history=history, verdict=verdict, today=today, terms=terms, said=said)
    return gravest(found for rule in RULES if (found := rule(known)))


def gravest(found: Iterable[Freshness]) -> Freshness | None:
    """The one of the gravest state; of several the first.

    >>> gravest(Freshness(state=state, reason="", source="") for state in (State.FRESH, State.STALE)).state
    <State.STALE: 'stale'>
    """
    return max(found, key=lambda each: _GRAVITY[each.state], default=None)


def marked(reason: str, source: str) -> Freshness:
    """What a person's word that a resource does not age comes to.

    >>> marked("a proof", "a comment in the list").reason
    'Marked evergreen: a proof.'
    """
    words = f"Marked evergreen: {reason.rstrip('.')}." if reason else "Marked evergreen."
    return Freshness(state=State.FRESH, reason=words, source=source, evergreen=True)


def _closed(known: Known) -> Freshness | None:
    """A repository, or whatever else its host lets be archived or disabled; a file or an issue goes with its own."""
    part = known.kind in _PARTS
    for key, words in (("disabled", "host has disabled it"), ("archived", "owner has archived it: it is read-only")):
        value, source = known.state(key)
        if value:
            return _closing(f"{'It is of a repository whose' if part else 'Its'} {words}", value, source, known)
    return None


def _taken_back(known: Known) -> Freshness | None:
    """A paper that its authors, or those who published it, have taken back."""
    for key, words in (("retracted", "It was retracted"), ("withdrawn", "It was withdrawn")):
        value, source = known.state(key)
        if value:
            return _closing(words, value, source, known)
    return None


def _closing(words: str, value: str, source: str, known: Known) -> Freshness:
    on = day_of(value, known.today)
    said = f"{words}, on {on}." if on else f"{words}."
    return Freshness(state=State.ARCHIVED, since=on, source=source, reason=said)


def _pushed(known: Known) -> Freshness | None:
    """A repository without a push or a release for long."""
    signs = [
        (on, source, words)
        for key, words in (("pushed", "push"), ("released", "release"))
        for value, source in [known.state(key)]
        if (on := day_of(value, known.today))
    ]
    if known.kind is not Kind.REPOSITORY or not signs:
        return None
    on, source, words = max(signs)
    return aged(on, known.today, known.terms.repository_days, f"Its last {words} was", source)


def aged(on: date, today: date, days: float, words: str, source: str) -> Freshness:
    """Fresh, ageing from half of the days on, or stale after all of them.

    >>> from datetime import timedelta
    >>> today = date(2026, 11, 28)
    >>> [aged(today - timedelta(days=days), today, 365, "It spoke", "").state.value for days in (182, 183, 365, 366)]
    ['fresh', 'ageing', 'ageing', 'stale']
    """
    age = (today - on).days
    state = State.STALE if age > days else State.AGEING if age > days / 2 else State.FRESH
    return Freshness(state=state, since=on, source=source, reason=f"{words} {days_text(age)} ago, on {on}.")


def _newer_version(known: Known) -> Freshness | None:
    """A version of a paper or a record that has a newer one."""
    (version, source), (newest, _) = known.state("version"), known.state("newest_version")
    order = editions.order(version), editions.order(newest)
    if not (order[0] and order[1] and order[0] < order[1]):
        return None
    words = f"The link is to version {editions.bare(version)}; the newest is version {editions.bare(newest)}."
    return Freshness(state=State.SUPERSEDED, source=source, reason=words)


def _published(known: Known) -> Freshness | None:
    """A preprint of which there is a version of record by now; whoever has no access to that is glad of this one."""
    doi, source = known.state("published_as")
    if not _DOI.fullmatch(doi) or doi.casefold() in known.history.target.url.casefold():
        return None
    reason = f"It was published since, as doi:{doi}."
    return Freshness(state=State.AGEING, source=source, reason=reason, newer=f"https://doi.org/{doi}")


def _incomplete(known: Known) -> Freshness | None:
    """A playlist of which a part is gone."""
    (missing_text, source), (items_text, _) = known.state("items_missing"), known.state("items")
    missing, items = _number(missing_text), _number(items_text)
    if not missing:
        return None
    state = State.STALE if missing > items * _MOST_MISSING else State.AGEING
    of_all = f" of its {items:,}" if items >= missing else ""
    verb = "is" if missing == 1 else "are"
    return Freshness(state=state, source=source, reason=f"{missing:,}{of_all} items {verb} not there any more.")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _posted(known: Known) -> Freshness | None:
    """A channel without a new post for long, as its host says. A playlist may be finished."""
    value, source = known.state("newest_post")
    on = day_of(value, known.today)
    if known.kind is not Kind.CHANNEL or on is None:
        return None
    return aged(on, known.today, known.terms.feed_days, "Its newest post is from", source)


def _fed(known: Known) -> Freshness | None:
    """A blog, a channel or a site without a new entry in its feed for long."""
    newest = feeds.newest(known.history, known.today) if feeds.lives_by_feed(known.history) else None
    if newest is None:
        return None
    found = aged(newest, known.today, known.terms.feed_days, "The newest entry of its feed is from", "the page's feed")
    if found.state is State.STALE and not feeds.is_blog(known.history):
        reason = f"{found.reason.removesuffix('.')}; the site may be more than what its feed tells of."
        return Freshness(state=State.AGEING, since=found.since, source=found.source, reason=reason)
    return found


def _stopped(known: Known) -> Freshness | None:
    """A space that was paused, or that fails."""
    stage, source = known.state("stage")
    if stage.upper() in _STOPPED:
        return Freshness(state=State.ARCHIVED, source=source, reason=f"It does not run: {stage.upper()}.")
    if stage.upper() in _FAILED:
        return Freshness(state=State.STALE, source=source, reason=f"It does not run: {stage.upper()}.")
    return None


def _edition(known: Known) -> Freshness | None:
    """A term of a course, or a version of a documentation, that has a newer one."""
    return editions.superseded(known.history, known.kind)


def _unverified(known: Known) -> Freshness | None:
    """What was not seen well for long; or not once, where that is all that is known of it."""
    seen = [look for look in known.history.observations if look.good]
    if not seen:
        first = known.history.observations[0].at.date() if known.history.observations else None
        doubtful = known.verdict.health in _DOUBTFUL
        reason = "It was never seen well: " + _lower(known.verdict.reason)
        return (
            Freshness(state=State.UNVERIFIED, since=first, source="our own checks", reason=reason) if doubtful else None
        )
    last = seen[-1].at.date()
    age = (known.today - last).days
    if age <= known.terms.unverified_days:
        return None
    why = _lower(known.verdict.reason) if known.verdict.health in _DOUBTFUL else "it was not asked since."
    reason = f"It was last seen well {days_text(age)} ago: {why}"
    return Freshness(state=State.UNVERIFIED, since=last, source="our own checks", reason=reason)


def _lower(sentence: str) -> str:
    """A sentence after a colon, with its full stop.

    >>> _lower("It answered 403."), _lower("A"), _lower("TLS failed")
    ('it answered 403.', 'A.', 'TLS failed.')
    """
    sentence = f"{sentence.removesuffix('.')}."
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence


RULES: tuple[Rule, ...] = (
    _taken_back,
    _closed,
    _stopped,
    _edition,
    _newer_version,
    _published,
    _incomplete,
    _pushed,
    _posted,
    _fed,
    _unverified,
)
"""In the order in which they are asked: of two that find the same state, the first one speaks."""
