"""One way to mend a link, before it is spelled out for each form in which the lists write the old address."""

from dataclasses import dataclass

from crawler.model import Safety


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A new address for a target, how sure we are, and one sentence that says why."""

    rule: str
    """Part of the fix's id: it never changes."""
    new: str
    safety: Safety
    evidence: str
