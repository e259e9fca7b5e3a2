"""What was heard -> decisions, with who, when and why. Pure.

A refusal goes before all else that is heard with it, and a word that changes nothing is no new decision: so hearing the
same twice, after a run that was cut short, is hearing it once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.model import Choice, Decision
from crawler.publish.boxes import ID_CHARS, Box, Verb

_ID_CHARS = 64

_MEANS = {
    (Verb.FIX, True): Choice.ACCEPTED,
    (Verb.FIX, False): Choice.DECLINED,
    (Verb.DECLINE, True): Choice.DECLINED,
    (Verb.DECLINE, False): Choice.RECONSIDERED,
    (Verb.RECONSIDER, True): Choice.RECONSIDERED,
    (Verb.RECONSIDER, False): Choice.DECLINED,
}
_ORDER = (Choice.ACCEPTED, Choice.RECONSIDERED, Choice.DECLINED)
"""What is heard at the same time counts in this order: the last word stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What somebody said of one fix."""

    id: str
    """As the body names it: the beginning of the fix's id."""
    choice: Choice
    reason: str
    by: str = ""
    until: datetime | None = None
    """When it was said at the latest; None where that may be now."""

    def is_news_to(self, before: Decision | None) -> bool:
        """Whether it may have been said after what is decided: of a refusal that is assumed.

        >>> at = datetime(2026, 11, 28)
        >>> word = Word(id="", choice=Choice.DECLINED, reason="", until=at)
        >>> before = Decision(fix="", choice=Choice.ACCEPTED, reason="", at=at)
        >>> word.is_news_to(None), word.is_news_to(before), replace(word, until=None).is_news_to(before)
        (True, False, True)
        """
        if before is None:
            return True
        return self.choice is Choice.DECLINED and (self.until is None or self.until > before.at)


def of_boxes(boxes: Iterable[Box], where: str) -> Iterator[Word]:
    """What changed boxes mean; `where` they stand, as in `the dashboard`.

    >>> [word] = of_boxes([Box(verb=Verb.FIX, id="0123456789abcdef", ticked=False)], "pull request 5")
    >>> word.choice.value, word.reason
    ('declined', 'unticked in pull request 5')
    """
    for box in boxes:
        done = "ticked" if box.ticked else "unticked"
        yield Word(id=box.id, choice=_MEANS[box.verb, box.ticked], reason=f"{done} in {where}")


def of_closing(boxes: Iterable[Box], number: int, by: str) -> Iterator[Word]:
    """A person closed a pull request without merging it: all that was still ticked is declined."""
    for box in boxes:
        if box.verb is Verb.FIX and box.ticked:
            yield Word(id=box.id, choice=Choice.DECLINED, reason=f"pull request {number} was closed", by=by)


def of_merging(boxes: Iterable[Box], number: int, dropped: Iterable[str]) -> Iterator[Word]:
    """A person merged it: what they took out of it first is declined, the rest is accepted."""
    out = frozenset(dropped)
    for box in boxes:
        if box.verb is not Verb.FIX or not box.ticked:
            continue
        if box.id in out:
            yield Word(id=box.id, choice=Choice.DECLINED, reason=f"taken out of pull request {number}")
        else:
            yield Word(id=box.id, choice=Choice.ACCEPTED, reason=f"merged with pull request {number}")


def of_reopening(ids: Iterable[str], number: int) -> Iterator[Word]:
    """A person opened again what was closed: what its closing declined is open again."""
    for each in ids:
        yield Word(id=each, choice=Choice.RECONSIDERED, reason=f"pull request {number} was reopened")


def decided(
    words: Sequence[Word], ids: Mapping[str, str], held: Mapping[str, Decision], now: datetime
) -> dict[str, Decision]:
    """One decision for each fix about which something new was said, by its id.

    `ids` has the whole id for its beginning; `held` is what is decided already. What is decided now is later than that,
    whatever the clocks of the two machines say.
    """
    found: dict[str, Decision] = {}
    for word in sorted(words, key=lambda word: _ORDER.index(word.choice)):
        fix = whole(word.id, ids)
        found.pop(fix, None)
        if _changes(held.get(fix), word.choice):
            found[fix] = _decision(fix, word, held.get(fix), now)
    return found


def whole(name: str, ids: Mapping[str, str]) -> str:
    """The whole id for the beginning that a body has; one that is not known is filled up with zeros until it is.

    >>> whole("0123456789abcdef", {}) == "0123456789abcdef" + 48 * "0"
    True
    """
    return ids.get(name, name.ljust(_ID_CHARS, "0"))


def half_known(held: Mapping[str, Decision]) -> frozenset[str]:
    """Beginnings of ids that are declined, and of which nothing else is known."""
    return frozenset(fix[:ID_CHARS] for fix, word in held.items() if _is_half(fix) and word.choice is Choice.DECLINED)


def recognised(ids: Mapping[str, str], held: Mapping[str, Decision], now: datetime) -> dict[str, Decision]:
    """What was declined under half an id, under the whole one once that is known, unless somebody spoke of that one."""
    found: dict[str, Decision] = {}
    for name in half_known(held) & ids.keys():
        half, fix = whole(name, {}), ids[name]
        if fix not in held:
            found[fix] = replace(held[half], fix=fix)
        known = Word(id=name, choice=Choice.RECONSIDERED, reason="its whole id is known now")
        found[half] = _decision(half, known, held[half], now)
    return found


def _decision(fix: str, word: Word, before: Decision | None, now: datetime) -> Decision:
    at = now if before is None else max(now, before.at + timedelta(microseconds=1))
    return Decision(fix=fix, choice=word.choice, reason=word.reason, at=at, by=word.by)


def _is_half(fix: str) -> bool:
    return fix == whole(fix[:ID_CHARS], {})


def _changes(before: Decision | None, choice: Choice) -> bool:
    """Whether a word says something new: to take back what nobody said is nothing."""
    if before is None or before.choice is Choice.RECONSIDERED:
        return choice is not Choice.RECONSIDERED
    return before.choice is not choice
