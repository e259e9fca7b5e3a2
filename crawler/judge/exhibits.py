"""What is shown beside a fix, so that a person can agree with a glance: looks, titles, the day of a copy. Pure."""

from datetime import date

from crawler.judge.checks import speaking
from crawler.judge.heard import title_at
from crawler.judge.moves import end_of
from crawler.judge.snapshots import ARCHIVED
from crawler.model import Fix, History, Sighting, Testimony, Verdict
from crawler.urls import canonical

SIGHTINGS = 10
"""The last so many."""


def sightings(history: History) -> tuple[Sighting, ...]:
    """The last look of each of the last runs, oldest first."""
    return tuple(
        Sighting(at=look.at, status=look.status, error=look.error, hops=look.redirects, final_url=look.final_url)
        for look in speaking(history)[-SIGHTINGS:]
    )


def tally(history: History, verdict: Verdict) -> tuple[int, int]:
    """In how many runs a target was asked, and in how many of them since the present state began."""
    looks = speaking(history)
    return len(looks), sum(verdict.since is not None and look.at >= verdict.since for look in looks)


def title_before(history: History, verdict: Verdict) -> str | None:
    """What the page last called itself before the present state began; without a state, what it is called."""
    said = (each for each in reversed(history.said) if verdict.since is None or each.at < verdict.since)
    return next((each.title for each in said if each.title), None)


def title_after(history: History, fix: Fix) -> str | None:
    """What the page at the new address is called, if it was read there."""
    there = _witness(history, fix)
    if there is not None:
        return there.title
    last = history.last
    return title_at(history, end_of(last)) if last and canonical(end_of(last)) == canonical(fix.new) else None


def captured_at(history: History, fix: Fix) -> date | None:
    """The day on which an archive took the copy that a fix puts in."""
    there = _witness(history, fix) if fix.rule == ARCHIVED else None
    return there.taken_at.date() if there and there.taken_at else None


def _witness(history: History, fix: Fix) -> Testimony | None:
    """The newest testimony on the new address."""
    new = canonical(fix.new)
    found = (each for each in reversed(history.testimonies) if new is not None and canonical(_place(each)) == new)
    return next(found, None)


def _place(testimony: Testimony) -> str:
    return testimony.final_url or testimony.asked
