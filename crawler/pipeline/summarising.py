"""What a run found, where nobody hands it to a forge: a page for people, outputs for the next step. EDGE: files."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from crawler.errors import UsageError
from crawler.model import Findings, Health, Rule
from crawler.pipeline.files import append, read_at_most
from crawler.pipeline.publishing.saying import as_lines
from crawler.publish.added_summary import added_summary
from crawler.publish.findings import BYTES
from crawler.publish.job_summary import Told, job_summary
from crawler.publish.strict import read_findings

_GONE = frozenset({Rule.DEAD, Rule.BROKEN, Rule.HIJACKED})


def summarise(findings: Path, *, summary: Path | None, outputs: Path | None) -> Findings:
    """Add the page and the outputs to these files; what was found."""
    try:
        found = read_findings(read_at_most(findings, BYTES))
    except OSError as error:
        why = f"{findings} cannot be read ({error.strerror})"
        raise UsageError(f"{why}: run `listkeeper check` first, or pass --findings") from None
    found = replace(found, offers=tuple(offer for offer in found.offers if not offer.declined))
    page = job_summary(found, Told()) if _is_whole(found) else added_summary(found)
    for file, text in ((summary, page), (outputs, as_lines(values(found, findings.parent / "README.md")))):
        if file is not None:
            append(file, text)
    return found


def _is_whole(found: Findings) -> bool:
    """Whether it tells of whole lists, and not of what somebody adds: then nothing is counted."""
    return bool(found.counts)


def values(found: Findings, report: Path) -> Mapping[str, str]:
    """What the next step of a job may want to know: numbers, and a path of ours."""
    if _is_whole(found):
        fixes, dead = len(found.offers), found.counts.get(Health.DEAD, 0)
        suspected = found.counts.get(Health.BROKEN, 0) + found.counts.get(Health.FAILING, 0)
    else:
        fixes = sum(each.new_url is not None for each in found.diagnostics)
        dead = sum(each.rule in _GONE for each in found.diagnostics)
        suspected = sum(each.rule is Rule.FAILING for each in found.diagnostics)
    return {
        "fixes": str(fixes),
        "dead": str(dead),
        "suspected": str(suspected),
        "report-path": str(report) if report.is_file() else "",
    }
