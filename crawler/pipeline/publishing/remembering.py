"""What is remembered from run to run: the state branch, with what the crawl found put in."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from crawler.errors import UsageError
from crawler.model import Decision, Findings, Offered
from crawler.pipeline import keeping
from crawler.publish.forge import Forge
from crawler.publish.plan.memory import Memory, from_json, to_json
from crawler.store import ledger
from crawler.store.cells import moment, stamp

_WRITTEN_AT = "written_at"


class Remembered:
    """The state, as it is on the forge and as it is to be."""

    def __init__(self, forge: Forge, facts: Mapping[str, bytes], now: datetime) -> None:
        self._forge = forge
        self._now = now
        kept = keeping.read_branch(forge, known=facts)  # past months are in hand, as a rule
        self._seen: keeping.Kept | None = kept
        self._read = kept.files
        self._saved = None if kept.damage else kept.files
        self.memory = from_json(ledger.publication(kept.files))
        self.is_lost = kept.damage is not None or self.memory is None
        # The job that talked to strangers may not decide what was decided.
        self._files = ledger.merge(kept.files, ledger.gathered(facts)) if facts else kept.files

    def check_newest(self, findings: Findings) -> None:
        """UsageError where a later run was published already: an old job that is run again would undo its work."""
        runs = (moment(short["started_at"]) for _, short in ledger.facts(ledger.RUNS, self._read.get(ledger.RUNS, b"")))
        later = max((at for at in runs if findings.started_at < at <= self._now), default=None)
        if later is not None:
            raise UsageError(
                f"these findings are of {findings.started_at:%Y-%m-%d %H:%M}, and a run of {later:%Y-%m-%d %H:%M} was "
                "published already: start the whole workflow in place of an old job of it"
            )

    @property
    def decisions(self) -> dict[str, Decision]:
        """The word that holds on each fix, by its id."""
        return ledger.decisions(self._files)

    @property
    def offered(self) -> dict[str, Offered]:
        """Every fix that was ever offered, by its id."""
        return ledger.offers(self._files)

    def add(self, decisions: Iterable[Decision], offered: Iterable[Offered]) -> None:
        """Take in what was decided, and what is offered; `save` keeps it."""
        self._files = ledger.with_offers(ledger.with_decisions(self._files, decisions), offered)

    def save(self, memory: Memory) -> None:
        """Keep all of it on the forge, unless it is there already."""
        held = ledger.publication(self._files)
        if held is None or memory != from_json(held):
            self._files = ledger.with_publication(self._files, {**to_json(memory), _WRITTEN_AT: self._later(held)})
        if self._files != self._saved:
            # After the first time somebody else may have written there: then both are put together.
            keeping.write_branch(self._forge, self._files, seen=self._seen)
            self._seen, self._saved = None, self._files

    def _later(self, held: Mapping[str, Any] | None) -> str:
        """Now, or just after what is held: of two memories the later one counts."""
        try:
            before = datetime.fromisoformat(str((held or {}).get(_WRITTEN_AT)))
            at = max(self._now, before + timedelta(microseconds=1))
        except (ValueError, TypeError, OverflowError):
            at = self._now
        return stamp(at)
