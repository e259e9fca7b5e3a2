"""Findings -> one pull request, one dashboard, and what is remembered of both. EDGE: files, and the forge.

A run may be stopped between any two of its writes, and a person may do anything between any two of its looks. So the
order of the writes is one in which whatever is left half done is finished by the next run, with nothing said twice and
no refusal lost:

1. Blobs, tree and commit of the fixes. Nobody sees them: no branch leads to them.
2. The state: what people decided, what is offered, and what is about to be written. Decisions are safe before a body
   in which they were heard is written over; and the next run knows a body or a commit of ours by what was meant,
   whether or not it came to be there.
3. The branch, then the pull request on it: opened, or its body. A branch without a pull request tells nobody anything
   and is taken up again; a pull request is looked for by its branch before one is opened.
   To close one, body and state of the pull request go in one request, so that it is never closed without the mark that
   says it was us; the branch goes last, since a forge closes a pull request whose branch is gone, without that mark.
4. The state again where step 3 told something new: the number of what was opened. Without it, it is found by its mark.
5. The dashboard, in the same way: what is meant goes into the state first, the number of a new issue last.
6. The job's page and the outputs, on this machine.

Before each write that goes over something, that is read once more. What a person ticked since is carried over into the
new body and heard by the next run; a branch or a pull request that is not as it was makes all begin anew. So that
nobody is told twice, a run opens, pushes, or closes once at most, however often it begins.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import ConflictError, ForgeError, UsageError
from crawler.gather.fetcher import Clock
from crawler.model import Findings
from crawler.pipeline import keeping
from crawler.pipeline.files import append, read_at_most
from crawler.pipeline.publishing.acting import Acting
from crawler.pipeline.publishing.knowing import Errand, know
from crawler.pipeline.publishing.saying import Result, as_lines, outputs, summary
from crawler.pipeline.publishing.writing import Budget, ChangedError
from crawler.publish.findings import BYTES
from crawler.publish.forge import Forge
from crawler.publish.job_summary import Told, job_summary
from crawler.publish.strict import read_findings
from crawler.settings import Settings
from crawler.store import ledger

_REPOSITORY = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}", re.ASCII)
_STATE_BYTES = 512 * 1024 * 1024
"""Five times a year of weekly looks at five thousand links; all of it would be kept on the branch for good."""
_ROUNDS = 3
"""Somebody who edits faster than we look three times is heard by the next run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What one run is given, beside the settings."""

    findings: Path
    state: Path | None = None
    """Folder of the facts that the crawl exported."""
    repository: str | None = None
    """`owner/name`."""
    summary: Path | None = None
    """File that the summary is added to."""
    outputs: Path | None = None
    """File that the outputs are added to."""
    run_url: str = ""
    """Where this run can be looked at, if anywhere."""


def publish(task: Publication, forge: Forge, settings: Settings, clock: Clock) -> Result:
    """Hear what people did, propose what was found, and say what was done."""
    findings = _findings(task.findings)
    errand = Errand(
        forge=forge,
        findings=findings,
        facts=_facts(task.state),
        settings=settings,
        now=clock.utc(),
        run_url=task.run_url,
    )
    try:
        result = carry_out(errand)
    except ForgeError as error:  # what was found is worth a page all the same
        _tell(task, job_summary(findings, Told(done=((str(error), ""),))))
        raise
    _tell(task, summary(findings, result))
    if task.outputs is not None:
        append(task.outputs, as_lines(outputs(findings, result, task.findings.parent / "README.md")))
    return result


def _tell(task: Publication, page: str) -> None:
    if task.summary is not None:
        append(task.summary, page)


def carry_out(errand: Errand) -> Result:
    """As many rounds as it takes until nobody did anything in the midst of one."""
    budget = Budget()
    for _ in range(_ROUNDS):
        known = know(errand, spent=budget.spent)
        try:
            return Result(known=known, done=Acting(errand, known, budget).act())
        except ChangedError:
            continue
    raise ConflictError("the pull request was changed again and again while it was read: run it once more")


def check(task: Publication, settings: Settings) -> None:
    """UsageError where the forge could not even be asked."""
    if not _REPOSITORY.fullmatch(task.repository or ""):
        raise UsageError("it is not known which repository is meant: pass --repository OWNER/NAME")
    if not settings.keys.github_token:
        raise UsageError("there is no token for the forge: set GITHUB_TOKEN")


def _findings(file: Path) -> Findings:
    try:
        return read_findings(read_at_most(file, BYTES))
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read ({error.strerror}): run `listkeeper check` first, or pass --findings"
        ) from None


def _facts(folder: Path | None) -> Mapping[str, bytes]:
    """What the crawl exported, if it is whole: what went through strangers' hands is never guessed at."""
    if folder is None:
        return {}
    files = keeping.read_folder(folder)
    if sum(map(len, files.values())) > _STATE_BYTES:
        raise UsageError(
            f"{folder} holds more than {_STATE_BYTES // 1024**2} MiB of state: nobody's list has that much"
        )
    damage = ledger.check(files)
    if damage:
        raise UsageError(f"{folder} holds no state to take over ({damage}): run `listkeeper state export` again")
    return files
