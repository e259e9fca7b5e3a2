"""`publish --review`: the file of another job in, a review and the job's page out. EDGE: files, the forge."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from crawler import untrusted
from crawler.errors import UsageError
from crawler.model import Findings
from crawler.pipeline import reviewing
from crawler.pipeline.clock import PATIENCE
from crawler.pipeline.files import append, read_at_most
from crawler.pipeline.reviewing import Posted, Task
from crawler.pipeline.sweeping import MOST, swept
from crawler.publish.added_summary import added_summary
from crawler.publish.findings import BYTES
from crawler.publish.forge import Forge
from crawler.publish.forge.github import open_forge
from crawler.publish.pieces import sentence
from crawler.publish.strict import read_findings
from crawler.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one call is given, beside the settings."""

    findings: Path = Path("reports/findings.json")
    number: int | None = None
    """The pull request that the findings are about."""
    head: str | None = None
    repository: str | None = None
    """`owner/name`."""
    summary: Path | None = None
    """File that the summary is added to."""
    sweep: Path | None = None
    """Folder with the findings of a sweep: then each of its pull requests is reviewed, and they are forks'."""


def opened(errand: Errand, settings: Settings) -> AbstractContextManager[Forge]:
    """The repository on its forge; UsageError where it is not known which, or with what to ask it."""
    return open_forge(settings, errand.repository or "", PATIENCE)


def post(errand: Errand, forge: Forge, settings: Settings) -> list[Posted]:
    """Review the pull requests, a few at once, and add what was done to the job's page."""
    posted = list[Posted]()
    for task in _tasks(errand, settings):
        if sum(each.comments > 0 for each in posted) < MOST:
            posted.append(_post(errand, forge, task))
    return posted


def _tasks(errand: Errand, settings: Settings) -> Iterator[Task]:
    most = settings.review_comments
    for number, file in (swept(errand.sweep) if errand.sweep else {}).items():
        findings = read(file)
        yield Task(number=number, findings=findings, most=most, head=findings.commit, forks=True)
    if errand.number is not None:
        findings = read(errand.findings)
        yield Task(number=errand.number, findings=findings, most=most, head=errand.head or findings.commit)


def _post(errand: Errand, forge: Forge, task: Task) -> Posted:
    posted = reviewing.review(forge, task)
    if errand.summary is not None:
        append(errand.summary, f"{_told(posted)}\n\n{added_summary(task.findings)}")
    return posted


def read(file: Path) -> Findings:
    """What another job found, held to what it may be."""
    try:
        return read_findings(read_at_most(file, BYTES))
    except OSError as error:
        why = f"cannot be read ({error.strerror}): run `listkeeper check --diff` first, or pass --findings"
        raise UsageError(f"{file} {why}") from None


def _told(posted: Posted) -> str:
    """What was done, as a line of the job's page."""
    page = untrusted.link_destination(posted.url)
    return sentence(posted.text) + (f" [Open it]({page})." if page else "")
