"""History -> what happened to a link, in order, as a person would tell it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from crawler.judge.checks import Check, checks, in_order
from crawler.judge.health import verdict
from crawler.judge.signs import Sign, shortened
from crawler.model import Event, History, Metadata, Testimony, Witness

_TITLE_CHARS = 80


def story(history: History) -> tuple[Event, ...]:
    """What happened, oldest first; checks that found the same are told once."""
    history = in_order(history)
    events = [*_added(history), *_checked(history), *_testified(history.testimonies)]
    return tuple(_folded(sorted(events, key=lambda event: event.at)))


def _added(history: History) -> Iterator[Event]:
    for link in history.links:
        if link.added_at:
            yield Event(at=link.added_at, until=link.added_at, words=f"added to {link.path}")


def _checked(history: History) -> Iterator[Event]:
    so_far, titles = replace(history, observations=(), testimonies=()), list(history.said)
    for check in checks(history):
        known = (each for each in history.testimonies if each.at <= check.look.at)
        so_far = replace(so_far, observations=(*so_far.observations, *check.looks), testimonies=tuple(known))
        words = _words(check) + _title(titles, check.look.at)
        yield Event(at=check.began, until=check.look.at, words=words, health=verdict(so_far).health)


def _words(check: Check) -> str:
    """What the looks of one run said, each once."""
    said = list(dict.fromkeys(words for _, words in check.told))
    again = " twice" if len(said) == 1 and len(check.looks) > 1 and check.sign is not Sign.GOOD else ""
    moved = f", moved to {check.moved_to}" if check.moved_to else ""
    return ", then ".join(said) + again + moved


def _title(titles: list[Metadata], at: datetime) -> str:
    """What the page was first seen to be called in this check, if that is new."""
    said = None
    while titles and titles[0].at <= at:
        said = titles.pop(0)
    return f', title "{shortened(said.title, _TITLE_CHARS)}"' if said and said.title else ""


def _testified(testimonies: Iterable[Testimony]) -> Iterator[Event]:
    for each in testimonies:
        if each.rule != "index":  # a list of copies is a way to one that is looked at
            yield Event(at=each.at, until=each.at, words=_testimony(each))


def _testimony(said: Testimony) -> str:
    title = f', title "{shortened(said.title, _TITLE_CHARS)}"' if said.title else ""
    answer = f"answers {said.status}" if said.status is not None else f"gives no answer ({said.error})"
    match said.witness:
        case Witness.PROBE:
            return f"an invented address beside it {answer}{title}"
        case Witness.CANDIDATE:
            return f"{said.asked} {answer}{title}"
        case Witness.FEED:
            newest = f", newest entry of {said.taken_at.date()}" if said.taken_at else ""
            return f"its feed {said.asked} {answer}{newest}{title}"
        case Witness.SIBLING:
            return f"{said.asked}, another edition if there is one, {answer}{title}"
        case _:
            return _copy(said, title)


def _copy(said: Testimony, title: str) -> str:
    if "excluded" in said.marks:
        return "the Wayback Machine may not show this site"
    if said.taken_at is None:
        return "the Wayback Machine has no copy"
    marks = f", with marks of {', '.join(said.marks)}" if said.marks else ""
    status = "" if said.status == 200 else f" of a {said.status}"
    return f"the Wayback Machine has a copy{status} from {said.taken_at.date()}{title}{marks}"


def _folded(events: Iterable[Event]) -> Iterator[Event]:
    """Events that follow one another and say the same, as one."""
    last: Event | None = None
    for event in events:
        if last and (last.words, last.health) == (event.words, event.health):
            last = replace(last, until=event.until, times=last.times + event.times)
        else:
            if last:
                yield last
            last = event
    if last:
        yield last
