"""Reviewdog Diagnostic Format, one object a line: for reviewdog, and for what else reads it. Pure.

Columns are bytes of UTF-8, from 1, and ends are just past the last one (reviewdog, proto/rdf/reviewdog.proto). What is
said is posted as Markdown, so it is escaped as such.
"""

from crawler import PROJECT_URL, untrusted
from crawler.model import Diagnostic, Place, Severity
from crawler.publish.formats.checked import Checked, dumped, path
from crawler.publish.formats.rules import url_of

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}
_SOURCE = {"name": "listkeeper", "url": PROJECT_URL}
_MESSAGE_CHARS = 500


def write(checked: Checked) -> str:
    """One line a diagnostic."""
    return "".join(f"{dumped(_object(said))}\n" for said in checked.diagnostics)


def _object(said: Diagnostic) -> dict[str, object]:
    span = _range(said.place)
    suggestions = [{"range": span, "text": said.text}] if said.text is not None else []
    return {
        "message": untrusted.markdown(said.message, _MESSAGE_CHARS) or said.rule.value,
        "location": {"path": path(said.place), "range": span},
        "severity": _SEVERITIES[said.severity],
        "source": _SOURCE,
        "code": {"value": said.rule.value, "url": url_of(said.rule)},
        **({"suggestions": suggestions} if suggestions else {}),
    }


def _range(place: Place) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": place.line, "column": place.byte_column},
        "end": {"line": place.line, "column": place.end_byte_column},
    }
