"""What is known -> what the two bodies show. Pure, but for where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.model import Choice, Decision, Findings, Health, Offered
from crawler.publish import dashboard, pull_request
from crawler.publish.boxes import Mark, Verb, marks, read
from crawler.publish.forge import PullRequest
from crawler.publish.plan.offering import Rows
from crawler.publish.plan.steps import Plan, Why
from crawler.publish.pull_request import Closed
from crawler.publish.rows import Declined

_URGENT = frozenset({Health.DEAD, Health.HIJACKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that the bodies are made of."""

    findings: Findings
    rows: Rows
    decisions: Mapping[str, Decision]
    offered: Mapping[str, Offered]
    boxes: bool
    """Whether a box in a body can be ticked on this forge."""
    run_url: str = ""
    """Where this run can be looked at, if anywhere."""
    lines_url: str = ""
    """Where a line of a list can be looked at, with `{path}` and `{line}` in it."""

    @property
    def needed(self) -> bool:
        """Whether there is something that a person could do."""
        return bool(self.rows.all) or any(each.health in _URGENT for each in self.findings.concerns)

    def pull_request(self, plan: Plan, number: int | None) -> str:
        """The body of the pull request."""
        return pull_request.pull_request(
            pull_request.View(
                rows=self.rows.shown,
                waiting=len(self.rows.waiting),
                declined=[each for each in self._declined() if number is not None and _is_of(each.decision, number)],
                left_alone=_is_left_alone(plan),
                boxes=self.boxes,
            )
        )

    def closed(self, plan: Plan) -> str:
        """The body of the pull request that we close."""
        why = Closed.SWITCHED_OFF if plan.why is Why.OFF else Closed.NOTHING_LEFT
        return pull_request.pull_request(pull_request.View(rows=(), closed=why, boxes=self.boxes))

    def dashboard(self, plan: Plan, opened: PullRequest | None, advice: Sequence[str]) -> str:
        """The body of the dashboard."""
        return dashboard.dashboard(
            dashboard.View(
                findings=self.findings,
                waiting=self.rows.waiting,
                offered=[row.offer for row in self.rows.shown],
                pull_request_url=opened.url if opened else "",
                not_before=plan.until,
                declined=self._declined(),
                advice=advice,
                left_alone=_is_left_alone(plan),
                run_url=self.run_url,
                lines_url=self.lines_url,
                boxes=self.boxes,
            )
        )

    def _declined(self) -> Sequence[Declined]:
        """Latest first."""
        found = (
            Declined(offered=self.offered[fix], decision=decision)
            for fix, decision in self.decisions.items()
            if decision.choice is Choice.DECLINED and fix in self.offered
        )
        return sorted(found, key=lambda each: (each.decision.at, each.offered.id), reverse=True)


def _is_of(decision: Decision, number: int) -> bool:
    return decision.reason.endswith(f"pull request {number}")


def _is_left_alone(plan: Plan) -> bool:
    return plan.why in (Why.SOMEBODYS_COMMIT, Why.SOMEBODYS_BRANCH)


def standing(pull: PullRequest | None) -> list[str]:
    """Names of the rows that a pull request's body has, in their order."""
    ours = pull is not None and Mark.PULL_REQUEST in marks(pull.body)
    return [box.id for box in read(pull.body) if box.verb is Verb.FIX] if pull and ours else []
