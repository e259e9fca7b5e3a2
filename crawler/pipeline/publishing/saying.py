"""What a run did, for people and for the next step: the job's page, a line on the terminal, outputs."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.model import Choice, Findings, Health
from crawler.pipeline.publishing.acting import Done, Operation
from crawler.pipeline.publishing.knowing import Known
from crawler.publish.job_summary import Told, job_summary
from crawler.publish.pieces import counted
from crawler.publish.plan.steps import Why
from crawler.publish.pull_request import BRANCH

_WHY = {
    Why.LOST: "What earlier runs had seen is not there, so nothing new is proposed before the next run",
    Why.SOMEBODYS_PULL_REQUEST: f"Somebody's pull request stands on the branch {BRANCH}: it is left alone",
    Why.SOMEBODYS_COMMIT: f"Somebody has committed to the branch {BRANCH}: it is left alone",
    Why.SOMEBODYS_BRANCH: f"The branch {BRANCH} holds somebody's commits: remove or rename it to have fixes proposed",
    Why.FULL: "One thing a run is enough: the rest waits for the next run",
}
_FIRST = "This is the first run: all is well, and it only remembers. What holds until the next run is proposed then"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run came to."""

    known: Known
    done: Done

    def sentences(self) -> Iterator[tuple[str, str]]:
        """What is to be told, each with the page that it speaks of."""
        plan, pull = self.known.plan, self.done.pull
        if plan.why is Why.LOST and self._is_first:
            yield _FIRST, ""
        elif plan.why in _WHY:
            yield _WHY[plan.why], ""
        if plan.until:
            yield f"The next pull request waits until {plan.until.isoformat()}", ""
        if pull and self.done.operation is not Operation.NONE:
            yield f"Pull request {pull.number} was {self.done.operation}", pull.url
        if self.done.issue and self.done.opened_issue:
            yield f"Issue {self.done.issue.number} was opened as the dashboard", self.done.issue.url
        yield from ((words, "") for words in self.done.refused)

    @property
    def text(self) -> str:
        """One line for a terminal."""
        rows = self.known.shown.rows
        told = [words for words, _ in self.sentences()] or ["nothing new to tell anybody"]
        shown = len(rows.shown) if self.done.pull else 0  # the forge may have refused to open it
        in_pull = counted(shown, "fix", "fixes") + " in the pull request"
        return f"{'; '.join(told)}. {in_pull}, {len(rows.all) - shown:,} waiting."

    @property
    def _is_first(self) -> bool:
        """Whether nothing can have been lost: no run is known but this one, and nothing of ours is on the forge."""
        look = self.known.look
        return self.known.shown.findings.runs == 1 and not look.pulls and look.dashboard is None

    @property
    def exit_code(self) -> int:
        """2 where the forge refused something and there is no dashboard to say so: a build that fails says it."""
        return 2 if self.done.refused and self.done.issue is None else 0


def summary(findings: Findings, result: Result) -> str:
    """The job's page. What was declined is not proposed there again."""
    decisions = result.known.shown.decisions
    declined = {fix for fix, decision in decisions.items() if decision.choice is Choice.DECLINED}
    offers = tuple(offer for offer in findings.offers if offer.id not in declined)
    return job_summary(replace(findings, offers=offers), Told(done=tuple(result.sentences())))


def outputs(findings: Findings, result: Result, report: Path) -> Mapping[str, str]:
    """What the next step of a job may want to know: numbers, words and a path of ours."""
    done, counts = result.done, findings.counts
    return {
        "fixes": str(len(result.known.shown.rows.all)),
        "dead": str(counts.get(Health.DEAD, 0)),
        "suspected": str(counts.get(Health.BROKEN, 0) + counts.get(Health.FAILING, 0)),
        "pull-request-number": str(done.pull.number) if done.pull else "",
        "pull-request-operation": str(done.operation),
        "dashboard-number": str(done.issue.number) if done.issue else "",
        "report-path": str(report),
    }


def as_lines(values: Mapping[str, str]) -> str:
    r"""The outputs in the form of a build's file, each between two lines that no value has: a new one for each.

    >>> lines = as_lines({"fixes": "3"}).splitlines()
    >>> lines[0].startswith("fixes<<listkeeper-"), lines[1], lines[0].endswith(lines[2])
    (True, '3', True)
    """
    found = ""
    for name, value in values.items():
        end = f"listkeeper-{secrets.token_hex(16)}"
        found += f"{name}<<{end}\n{value}\n{end}\n"
    return found
