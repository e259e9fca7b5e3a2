"""Findings -> one pull request, one dashboard, and what is remembered of both. EDGE: files, and the forge."""

import re
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import UsageError
from crawler.settings import Settings

_REPOSITORY = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}", re.ASCII)


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


def check(task: Publication, settings: Settings) -> None:
    """UsageError where the forge could not even be asked."""
    if not _REPOSITORY.fullmatch(task.repository or ""):
        raise UsageError("it is not known which repository is meant: pass --repository OWNER/NAME")
    if not settings.keys.github_token:
        raise UsageError("there is no token for the forge: set GITHUB_TOKEN")
    if not task.findings.is_file():
        raise UsageError(f"there is no {task.findings}: run `listkeeper check` first, or pass --findings")
