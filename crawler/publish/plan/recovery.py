"""Refusals out of bodies alone, where all that was remembered is lost. Pure.

Bodies are read from the oldest to the newest, and the last word stands. What cannot be told from a body is taken for a
refusal: an offer too few costs less than one that was refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.model import Choice
from crawler.model.delivery import Trust
from crawler.publish.boxes import Box, Verb, read
from crawler.publish.plan.words import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of ours as it stands, and what became of it."""

    where: str
    """As in `pull request 5`."""
    text: str
    refused: bool = False
    """Whether a person closed it without merging it."""
    merged: bool = False
    dropped: frozenset[str] = frozenset()
    """Names of the rows that were taken out before it was merged."""
    by: str = ""
    until: datetime | None = None
    """When a person could change it last; None where they still can."""


def recovered(bodies: Iterable[Body], trust: Mapping[str, Trust]) -> list[Word]:
    """What people must have said; `trust` has, for beginnings of ids, how far an offer may go by itself today."""
    words: dict[str, Word | None] = {}
    for body in bodies:
        boxes = read(body.text)
        choices = frozenset(box.id for box in boxes if box.verb is Verb.DECLINE)
        for box in boxes:
            words |= dict(_said(box, body, trust.get(box.id), is_choice=box.id in choices))
    return [word for word in words.values() if word is not None]


def _said(box: Box, body: Body, trust: Trust | None, *, is_choice: bool) -> Iterator[tuple[str, Word | None]]:
    """The word that a box stands for; None where it is open whether anybody said anything.

    A row that we wrote without its tick has a second box, to decline it: so a row without one was ticked at first.
    """
    choice = _choice(box, body, trust, is_choice=is_choice)
    if choice is None and box.verb is Verb.DECLINE:
        return  # beside the box of the fix itself, which has been heard
    reason = f"found in {body.where}"
    word = Word(id=box.id, choice=choice, reason=reason, by=body.by, until=body.until) if choice else None
    yield box.id, word


def _choice(box: Box, body: Body, trust: Trust | None, *, is_choice: bool) -> Choice | None:
    if box.verb is Verb.RECONSIDER:
        return None if box.ticked else Choice.DECLINED
    if box.verb is Verb.DECLINE:
        return Choice.DECLINED if box.ticked else None
    if not box.ticked:
        return None if is_choice else Choice.DECLINED
    if body.refused or box.id in body.dropped:
        return Choice.DECLINED
    return Choice.ACCEPTED if is_choice or body.merged or trust is Trust.CHOICE else None
