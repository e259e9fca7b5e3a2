"""Annotations on GitHub: workflow commands that its runner shows beside the lines of a change. Pure.

Escaping as actions/toolkit has it (packages/core/src/command.ts). A runner shows ten of a kind and step, and cuts a
message at 4,096 characters (actions/runner, ExecutionContext.cs): so nine are written, and how many there are besides.
"""

from collections.abc import Iterator, Sequence

from crawler.model import Diagnostic, Severity
from crawler.publish.formats.checked import Checked, path, sentence
from crawler.publish.formats.rules import MEANINGS

MOST_OF_A_KIND = 9
MESSAGE_CHARS = 4_096

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def write(checked: Checked) -> str:
    """One line an annotation, gravest kind first."""
    lines = [line for severity in Severity for line in _of_kind(severity, checked.diagnostics)]
    return "".join(f"{line}\n" for line in lines)


def _of_kind(severity: Severity, diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    found = [said for said in diagnostics if said.severity is severity]
    yield from map(_annotation, found[:MOST_OF_A_KIND])
    left = len(found) - MOST_OF_A_KIND
    if left > 0:
        yield f"::{_COMMANDS[severity]}::and {left:,} more of this kind: the log and the reports have them all"


def _annotation(said: Diagnostic) -> str:
    place = said.place
    properties = {
        "file": path(place),
        "line": str(place.line),
        "endLine": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.end_column),
        "title": f"{MEANINGS[said.rule].short} ({said.rule})",
    }
    told = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[said.severity]} {told}::{_escaped(sentence(said)[:MESSAGE_CHARS], _DATA)}"


def _escaped(text: str, escapes: Sequence[tuple[str, str]]) -> str:
    """Text that the runner reads back as it is; its older commands are broken, for whoever reads the log after it.

    >>> _escaped("50% ##[stop-commands]x", _DATA), _escaped("a,b:c", _PROPERTY)
    ('50%25 ## [stop-commands]x', 'a%2Cb%3Ac')
    """
    text = text.replace("##[", "## [")
    for character, escape in escapes:
        text = text.replace(character, escape)
    return text
