"""`publish --review`: the file of another job in, a review and the job's page out. EDGE: files, the forge."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from crawler import untrusted
from crawler.errors import UsageError
from crawler.model import Findings
from crawler.pipeline import reviewing
from crawler.pipeline.clock import PATIENCE
from crawler.pipeline.files import append
from crawler.pipeline.reviewing import Posted, Task
from crawler.publish.added_summary import added_summary
from crawler.publish.forge import Forge
from crawler.publish.forge.github import open_forge
from crawler.publish.pieces import sentence
from crawler.publish.strict import read_findings
from crawler.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one call is given, beside the settings."""

    number: int
    findings: Path
    head: str | None = None
    repository: str | None = None
    """`owner/name`."""
    summary: Path | None = None
    """File that the summary is added to."""


def opened(errand: Errand, settings: Settings) -> AbstractContextManager[Forge]:
    """The repository on its forge; UsageError where it is not known which, or with what to ask it."""
    return open_forge(settings, errand.repository or "", PATIENCE)


def post(errand: Errand, forge: Forge, settings: Settings) -> Posted:
    """Review the pull request, and add what was done to the job's page."""
    findings = read(errand.findings)
    head = errand.head or findings.commit
    task = Task(number=errand.number, findings=findings, most=settings.review_comments, head=head)
    posted = reviewing.review(forge, task)
    if errand.summary is not None:
        append(errand.summary, f"{_told(posted)}\n\n{added_summary(findings)}")
    return posted


def read(file: Path) -> Findings:
    """What another job found, held to what it may be."""
    try:
        return read_findings(file.read_bytes())
    except OSError as error:
        why = f"cannot be read ({error.strerror}): run `listkeeper check --diff` first, or pass --findings"
        raise UsageError(f"{file} {why}") from None


def _told(posted: Posted) -> str:
    """What was done, as a line of the job's page."""
    page = untrusted.link_destination(posted.url)
    return sentence(posted.text) + (f" [Open it]({page})." if page else "")
