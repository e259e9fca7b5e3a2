"""Offers -> the rows of the pull request, and what waits for its turn or for a tick. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.model import Choice, Decision
from crawler.model.delivery import Offer, Trust
from crawler.publish.boxes import ID_CHARS
from crawler.publish.plan.words import half_known
from crawler.publish.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All that may be offered, in two parts."""

    shown: tuple[Row, ...] = ()
    """In the pull request: what is carried out first."""
    waiting: tuple[Row, ...] = ()

    @property
    def ticked(self) -> tuple[Row, ...]:
        """What the commit holds."""
        return tuple(row for row in self.shown if row.ticked)

    @property
    def all(self) -> tuple[Row, ...]:
        """Both parts."""
        return (*self.shown, *self.waiting)


def short(fix: str) -> str:
    """The beginning of an id, by which a body names it."""
    return fix[:ID_CHARS]


def candidates(
    offers: Sequence[Offer],
    decisions: Mapping[str, Decision],
    standing: Collection[str],
) -> Iterator[Row]:
    """What nobody has declined, and whose old address still stands in the lists; each name once.

    `standing` are ids.
    """
    seen = set(half_known(decisions))
    for offer in offers:
        word = decisions.get(offer.id)
        declined = word is not None and word.choice is Choice.DECLINED
        if declined or offer.id not in standing or short(offer.id) in seen:
            continue
        seen.add(short(offer.id))
        accepted = word is not None and word.choice is Choice.ACCEPTED
        yield Row(offer=offer, ticked=accepted or offer.trust is Trust.PROVEN)


def arranged(rows: Sequence[Row], before: Sequence[str], most: int) -> Rows:
    """What is carried out goes first, what stands there already before what is new; at most so many are shown.

    `before` are the rows of the body as it stands, by the names that it has for them. What waits keeps the order in
    which it was found, whether or not it stood there: the next run, which sees it no more, must come to the same.
    """
    place = {name: index for index, name in enumerate(before)}
    late = len(place)
    ordered = sorted(rows, key=lambda row: (not row.ticked, place.get(short(row.offer.id), late)))
    left = {row.offer.id for row in ordered[most:]}
    waiting = sorted((row for row in rows if row.offer.id in left), key=lambda row: not row.ticked)
    return Rows(shown=tuple(ordered[:most]), waiting=tuple(waiting))
