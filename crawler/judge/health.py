"""History in, verdict out: how a target fares, since when, and one sentence of evidence. Pure.

Two rules keep a good link from being called dead. Nothing is broken that was looked at once, except what no second
look could change (`crawler.judge.checks`). And `dead` takes patience: days of it, with nothing that speaks for the
link in between (`crawler.judge.memory`). A wall is never a strike.
"""

from datetime import datetime, timedelta

from crawler.judge.checks import ONE_LOOK, Check, in_order
from crawler.judge.drift import drift
from crawler.judge.memory import GOOD, SILENT_AFTER, State, remember, spoken
from crawler.judge.moves import end_of, lands_on, leads_on
from crawler.judge.signs import Sign, shortened, told
from crawler.model import VOICES, Health, History, Observation, Scheme, Verdict, merged

WITNESS_FOR = timedelta(days=90)
"""So old a capture may be to speak for a link that we may not see."""
_TITLE_CHARS = 80


def verdict(history: History, *, skipped: str | None = None) -> Verdict:
    """What is to be said of a target; `skipped` is the reason why a person wants it left alone, if one does.

    >>> from crawler.model import Target
    >>> verdict(History(target=Target(url="mailto:a@b.example", scheme=Scheme.OTHER))).health
    <Health.SKIPPED: 'skipped'>
    >>> verdict(History(target=Target(url="https://a.example/", scheme=Scheme.WEB))).reason
    'not asked yet'
    """
    history = in_order(history)
    url, state = history.target.url, remember(history)
    checked_at = state.check.look.at if state else None
    if skipped is None and history.target.scheme is Scheme.OTHER:
        skipped = f"{url.partition(':')[0]}: is no web address"
    if skipped is not None:
        return Verdict(target=url, health=Health.SKIPPED, reason=skipped, checked_at=checked_at)
    if state is None:
        return Verdict(target=url, health=Health.UNKNOWN, reason="not asked yet")
    turned = drift(history) if state.health in GOOD else None
    if turned is not None:
        return Verdict(
            target=url, health=Health.HIJACKED, reason=turned.words, since=turned.since, checked_at=checked_at
        )
    return Verdict(
        target=url,
        health=state.health,
        reason=_reason(history, state),
        since=state.since,
        checked_at=checked_at,
        moved_to=state.check.moved_to,
    )


def is_plain(history: History) -> bool:
    """Whether nothing but good is known of a target, so that it is alive without a closer look.

    >>> from crawler.model import Target
    >>> is_plain(History(target=Target(url="https://a.example/", scheme=Scheme.WEB)))
    False
    """
    last = history.last
    known_once = len(history.said) < 2 and not history.testimonies
    return last is not None and last.good and not last.redirects and known_once


def _reason(history: History, state: State) -> str:
    """One sentence of evidence, without its full stop."""
    match state.health:
        case Health.ALIVE:
            return _why_alive(history, state.check.look)
        case Health.MOVED:
            return _why_moved(state.check)
        case Health.BROKEN:
            return _why_broken(state.check) + _witness(history, state)
        case Health.HIJACKED:
            return _why_broken(state.check)
        case Health.DEAD:
            return _why_dead(state)
        case _:
            return _why_not(state) + _witness(history, state)


def _why_alive(history: History, look: Observation) -> str:
    words = told(look)[1]
    landed = lands_on(look)
    if landed:
        return f"{words}, but ends on {landed}, {end_of(look)}"
    marked = f", with marks of {', '.join(look.marks)}" if look.marks else ""
    known = merged(history.metadata)
    title = known.title if known else None
    return words + marked + (f', title "{shortened(title, _TITLE_CHARS)}"' if title else "")


def _why_moved(check: Check) -> str:
    look = check.look
    if look.via in VOICES:
        return f"moved for good to {check.moved_to} ({VOICES[look.via]})"
    told_so = f"moved for good ({look.redirects[0].status}) to {check.moved_to}"
    if leads_on(look.redirects):
        return f"{told_so}, which leads on for now to {end_of(look)}"
    return f"{told_so}, which {told(look)[1]}"


def _why_broken(check: Check) -> str:
    if check.sign is Sign.MISSING:
        return f"{check.told[-1][1]}: looked on {_day(check.look.at)}"
    said = {words for sign, words in check.told if sign is check.sign}
    if len(said) == 1 and ", " in min(said):  # words that are half a sentence already
        return f"{min(said)}, {_times(sum(sign is check.sign for sign, _ in check.told))} {_days(check)}"
    return f"{_counted(check)} {_days(check)}"


def _why_dead(state: State) -> str:
    """Of the two roads the one that was taken: its tally began when it is said to be dead since."""
    tally = state.strikes if state.strikes.since == state.since else state.silences
    spoke = "no good answer in between" if tally is state.strikes else f"{SILENT_AFTER.days} days and more of silence"
    first, last = _day(state.since), _day(state.check.look.at)
    return f"{state.check.told[-1][1]} in checks on {len(tally.days)} days from {first} to {last}, and {spoke}"


def _why_not(state: State) -> str:
    """Blocked, failing, unknown."""
    sign, words = state.check.told[-1]
    if sign is Sign.UNTOLD:
        return words
    day = _day(state.check.look.at)
    if sign not in ONE_LOOK:
        return f"{words} on {day}, to be confirmed by a second look"
    known = f", last good on {_day(state.good_at)}" if state.good_at else ""
    return f"{words} on {day}{known}"


def _witness(history: History, state: State) -> str:
    """What an archive says for a link that we could not see, if that is not long ago."""
    newest = max((taken for each in spoken(history.testimonies) if (taken := each.taken_at)), default=None)
    if newest is None or state.check.look.at - newest > WITNESS_FOR:
        return ""
    return f"; the Wayback Machine has a good copy of {_day(newest)}, which speaks for it"


def _counted(check: Check) -> str:
    """The words of the looks that agree with the last: `404 twice`, or `no such host, then 404,`."""
    words = [words for sign, words in check.told if sign is check.sign]
    if len(set(words)) > 1:
        return f"{', then '.join(words)},"
    return f"{words[0]} {_times(len(words))}"


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _days(check: Check) -> str:
    first, last = _day(check.began), _day(check.look.at)
    return f"on {last}" if first == last else f"from {first} to {last}"


def _day(at: datetime) -> str:
    return at.date().isoformat()
