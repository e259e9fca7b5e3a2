"""What people said, what was offered to them, and what the publisher remembers. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from crawler.model import Choice, Decision, Offered
from crawler.store.cells import clean, moment, stamp
from crawler.store.ledger.files import (
    DECISIONS,
    OFFERS,
    PUBLICATION,
    REPORT,
    Ledger,
    as_of,
    facts,
    keyed,
    sealed,
    tidy,
    with_file,
    written,
)
from crawler.store.ledger.lines import Record, record, text
from crawler.store.ledger.shapes import DECISION, OFFER


def newest(said: Iterable[Decision]) -> dict[str, Decision]:
    """The word that holds on each fix, by its id: the newest; of two in one moment a refusal.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 11, 28, tzinfo=UTC)
    >>> no, yes = (Decision(fix="f", choice=c, reason="", at=at) for c in (Choice.DECLINED, Choice.RECONSIDERED))
    >>> newest([no, yes]) == newest([yes, no]) == {"f": no}
    True
    """
    return {word.fix: word for word in sorted(said, key=_weight)}


def _weight(word: Decision) -> tuple[Any, ...]:
    return word.at, word.choice is Choice.DECLINED, word.choice, word.by, word.reason


def decisions(files: Ledger) -> dict[str, Decision]:
    """The word that holds on each fix, by its id."""
    return newest(decision_of(short) for _, short in facts(DECISIONS, files.get(DECISIONS, b"")))


def decision_of(short: Record) -> Decision:
    """The value of a line."""
    found = DECISION.whole(short)
    return Decision(**found | {"choice": Choice(found["choice"]), "at": moment(found["at"])})


def decision_record(word: Decision) -> Record:
    """The line of a value; ValueError where its id is none."""
    found = {"fix": word.fix, "choice": word.choice.value, "at": stamp(word.at)}
    found |= {"reason": clean(word.reason), "by": clean(word.by)}
    if not DECISION.fits(found):
        raise ValueError(f"{word.fix!r} is the id of no fix")
    return tidy(DECISION, found)


def with_decisions(files: Ledger, said: Iterable[Decision]) -> dict[str, bytes]:
    """The ledger with these words besides: none is ever taken out."""
    lines = keyed(facts(DECISIONS, files.get(DECISIONS, b"")))
    lines = keyed((DECISION, decision_record(word)) for word in said) | lines
    return with_file(files, DECISIONS, written(lines))


def offers(files: Ledger) -> dict[str, Offered]:
    """What was ever offered, by its id."""
    found = (offered_of(short) for _, short in facts(OFFERS, files.get(OFFERS, b"")))
    return {offered.id: offered for offered in found}


def offered_of(short: Record) -> Offered:
    """The value of a line."""
    return Offered(**short | {"at": moment(short["at"])})


def offered_record(offered: Offered) -> Record:
    """The line of a value; ValueError where its id is none."""
    found = {"id": offered.id, "at": stamp(offered.at)}
    found |= {"rule": clean(offered.rule), "old": clean(offered.old), "new": clean(offered.new)}
    if not OFFER.fits(found):
        raise ValueError(f"{offered.id!r} is the id of no fix")
    return found


def with_offers(files: Ledger, made: Iterable[Offered]) -> dict[str, bytes]:
    """The ledger with these offers besides; what was offered before keeps its day."""
    known = facts(OFFERS, files.get(OFFERS, b""))
    new = ((OFFER, offered_record(offered)) for offered in made)
    return with_file(files, OFFERS, written(keyed([*known, *new])))


def publication(files: Ledger) -> dict[str, Any] | None:
    """What the publisher remembers; None where it remembers nothing, or nothing that can be read."""
    return record(files.get(PUBLICATION, b""))


def with_publication(files: Ledger, memory: Mapping[str, Any]) -> dict[str, bytes]:
    """The ledger with another memory of the publisher."""
    return with_file(files, PUBLICATION, f"{text(dict(memory))}\n".encode())


def with_report(files: Ledger, page: str, at: datetime) -> dict[str, bytes]:
    """The ledger with another front page, and the moment of which it tells."""
    return with_file(files, REPORT, f"{as_of(at)}\n{clean(page)}".encode())


def gathered(files: Ledger) -> dict[str, bytes]:
    """What a crawl may tell: all but the words, the offers and the publisher's memory.

    A job that talks to strangers' hosts hands over its facts; what people decided is read where they decided it.
    """
    return sealed({path: data for path, data in files.items() if path not in (DECISIONS, OFFERS, PUBLICATION)})
