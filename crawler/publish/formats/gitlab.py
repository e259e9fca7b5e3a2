"""GitLab's Code Quality report (docs.gitlab.com/ci/testing/code_quality). Pure.

GitLab tells old findings from new ones by their fingerprints: each has its own, and keeps it when its line moves.
"""

from crawler.model import Diagnostic, Rule, Severity
from crawler.publish.formats.checked import Checked, dumped, fingerprints, path, sentence

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def write(checked: Checked) -> str:
    """An array of objects, one a line."""
    rows = ",\n".join(
        dumped(_object(said, f"{digest}:{number}")) for said, digest, number in fingerprints(checked.diagnostics)
    )
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def _object(said: Diagnostic, fingerprint: str) -> dict[str, object]:
    severity = "critical" if said.rule is Rule.HIJACKED else _SEVERITIES[said.severity]
    return {
        "description": sentence(said),
        "check_name": said.rule.value,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path(said.place), "lines": {"begin": said.place.line}},
    }
