"""Which of an archive's copies to offer for a link that is gone, and what to ask the archive next. Pure.

The order is that of Wikipedia's InternetArchiveBot (app/src/Core/APII.php): the nearest copy from before the day on
which somebody chose the link, else the nearest after it; never one from after the host's known end, whose copies are
of the redirect that took its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.judge.drift import is_strange
from crawler.judge.memory import LISTED, speaks
from crawler.judge.proposals import Proposal
from crawler.judge.rewrites import latest_capture
from crawler.judge.signs import shortened
from crawler.model import Health, History, Safety, Testimony, Verdict, Witness

KEPT_FOR = timedelta(days=30)
"""So long an archive's answer is good: it is not asked again before."""
VERIFIED_MOST = 3
"""Copies that are looked at for one link, at most: the nearest may be an error page that answered 200."""

ARCHIVED = "archived-copy"
"""Rule of the fixes that put an archive's copy in: part of their id, so it never changes."""

GONE = frozenset({Health.BROKEN, Health.DEAD, Health.HIJACKED})
_UNSEEN = frozenset({Health.BLOCKED, Health.FAILING, Health.BROKEN, Health.DEAD})
"""What somebody else may have seen."""

_SEEN = frozenset({Health.ALIVE, Health.MOVED})
_TITLE_CHARS = 80
_NEAREST = "nearest"


class Form(StrEnum):
    """How to ask the archive."""

    NEAREST = _NEAREST
    """For the copy nearest to a day."""
    INDEX = LISTED
    """For the list of copies around a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to ask an archive about a target: for a copy to offer, a witness, or what the page was called."""

    target: str
    form: Form
    near: datetime
    latest: datetime | None
    urgency: int
    """The smaller the sooner: archives get only so much of a run's time."""


def question(history: History, verdict: Verdict, now: datetime, latest: datetime | None = None) -> Question | None:
    """What is to be asked next about a target, or None when nothing is; `latest` is its host's last good day.

    Each answer may lead to another question, so this is asked again until it is None: the copy nearest to the day; if
    that is none to offer, the list of copies; then the best of the list, which is looked at before it is offered.
    """
    kept = [each for each in history.testimonies if each.witness is Witness.CAPTURE and now - each.at < KEPT_FOR]
    wanted = _for_copy(history, verdict, kept, latest) if verdict.health in GONE else None
    if (
        wanted is None
        and verdict.health in _UNSEEN
        and not _asked_lately(kept, now, _WITNESS_KEPT.get(verdict.health, KEPT_FOR))
    ):
        return Question(
            target=verdict.target, form=Form.NEAREST, near=now, latest=None, urgency=_URGENCY[verdict.health] + 1
        )
    if verdict.health in _SEEN and is_strange(history):
        return _for_title(history, verdict, latest)
    return wanted


def _for_title(history: History, verdict: Verdict, latest: datetime | None) -> Question | None:
    """The copy near the day of adding, once and for all: what the page was called then does not change."""
    near = min((link.added_at for link in history.links if link.added_at), default=None)
    if near is None or any(each.witness is Witness.CAPTURE and each.near == near for each in history.testimonies):
        return None
    return Question(target=verdict.target, form=Form.NEAREST, near=near, latest=latest, urgency=_LAST)


_LAST = 8
_URGENCY = {
    Health.DEAD: 0,
    Health.HIJACKED: 0,
    Health.BROKEN: 2,
    Health.FAILING: 4,
    Health.BLOCKED: 6,
}


_WITNESS_KEPT = {Health.BROKEN: timedelta(days=7), Health.DEAD: timedelta(days=7)}
"""Of what is about to be called dead, or is, an archive is asked more often: a copy of yesterday would clear it."""


def _asked_lately(kept: Iterable[Testimony], now: datetime, within: timedelta) -> bool:
    """Whether the newest copy was asked for, not long ago."""
    return any(each.rule == _NEAREST and each.near and now - each.near < within for each in kept) or any(
        "excluded" in each.marks for each in kept
    )


def _for_copy(history: History, verdict: Verdict, kept: list[Testimony], latest: datetime | None) -> Question | None:
    near, target = day_wanted(history, latest), verdict.target
    if near is None or any("excluded" in each.marks for each in kept):
        return None
    urgency = _URGENCY[verdict.health]
    looked_at = [each for each in kept if each.rule == _NEAREST]
    first = [each for each in looked_at if each.near == near]
    if not first:
        return Question(target=target, form=Form.NEAREST, near=near, latest=latest, urgency=urgency)
    if _nothing_better(first[-1], near, latest):
        return None
    listed = [each for each in kept if each.rule == LISTED and each.near == near]
    if not listed:
        return Question(target=target, form=Form.INDEX, near=near, latest=latest, urgency=urgency)
    best = _best_unseen(listed, looked_at, near, latest)
    if best is None or best.taken_at is None:
        return None
    return Question(target=target, form=Form.NEAREST, near=best.taken_at, latest=latest, urgency=urgency)


def _nothing_better(found: Testimony, near: datetime, latest: datetime | None) -> bool:
    """Whether the first answer settles it: there is no copy at all, or it is a good one from before the day."""
    if found.taken_at is None:
        return True
    return offered(found, latest) and found.taken_at <= near


def offered(testimony: Testimony, latest: datetime | None) -> bool:
    """Whether a copy could be offered: a page that was looked at, from before the host's end."""
    return (
        testimony.rule == _NEAREST
        and speaks(testimony)
        and testimony.taken_at is not None
        and (latest is None or testimony.taken_at <= latest)
    )


def _best_unseen(
    listed: Iterable[Testimony], looked_at: list[Testimony], near: datetime, latest: datetime | None
) -> Testimony | None:
    """The best copy of the list that nobody looked at, unless a better one is known or enough were looked at."""
    seen = {each.taken_at for each in looked_at} | {each.near for each in looked_at}
    good = min((rank(each, near) for each in looked_at if offered(each, latest)), default=None)
    fits = [each for each in listed if each.taken_at and (latest is None or each.taken_at <= latest)]
    left = [each for each in fits if each.taken_at not in seen and (good is None or rank(each, near) < good)]
    tried = sum(each.taken_at in {one.taken_at for one in fits} for each in looked_at)
    return min(left, key=lambda each: rank(each, near)) if left and tried < VERIFIED_MOST else None


def rank(testimony: Testimony, near: datetime) -> tuple[bool, timedelta]:
    """How well a copy fits the day: from before it first, then the nearest."""
    taken = testimony.taken_at or datetime.max.replace(tzinfo=near.tzinfo)
    return (taken > near, abs(taken - near))


def snapshot(history: History, latest: datetime | None = None) -> Testimony | None:
    """The copy to offer for a link that is gone, or None where none is known."""
    near = day_wanted(history, latest)
    found = [each for each in history.testimonies if each.witness is Witness.CAPTURE and offered(each, latest)]
    return min(found, key=lambda each: rank(each, near), default=None) if near else None


def archived(history: History, verdict: Verdict) -> Proposal | None:
    """What an archive holds of a link that is gone: the last resort, and always for a person's eyes."""
    copy = snapshot(history, latest_capture(verdict.target)) if verdict.health in GONE else None
    if copy is None or copy.final_url is None or copy.taken_at is None:
        return None
    added = min((link.added_at for link in history.links if link.added_at), default=None)
    then = f", the link was added on {added.date()}" if added else ""
    title = f', its title is "{shortened(copy.title, _TITLE_CHARS)}"' if copy.title else ""
    evidence = f"a copy that the Wayback Machine took on {copy.taken_at.date()}{then}{title}"
    return Proposal(rule=ARCHIVED, new=copy.final_url, safety=Safety.REVIEW, evidence=evidence)


def day_wanted(history: History, latest: datetime | None = None) -> datetime | None:
    """The day near which a copy shows what was meant: when the link was added, else when we first saw it well."""
    added = [link.added_at for link in history.links if link.added_at]
    seen = [look.at for look in history.observations if look.good] or [look.at for look in history.observations]
    days = added or seen
    if not days:
        return None
    day = min(days).replace(microsecond=0)
    return min(day, latest) if latest else day
