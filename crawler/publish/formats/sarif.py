"""SARIF 2.1.0 (OASIS), with what code scanning on GitHub wants of it. Pure.

Columns are characters (`columnKind`), from 1, and ends are just past the last one (3.30). A message may hold links and
placeholders by SARIF's own rules (3.11): a stranger's brackets and braces are kept from being any.
"""

import re
from urllib.parse import quote

from crawler import PROJECT_URL, __version__
from crawler.model import Diagnostic, Place, Rule, Severity
from crawler.publish.formats.checked import Checked, dumped, fingerprints, gravest_first, path, sentence
from crawler.publish.formats.rules import MEANINGS, url_of
from crawler.publish.pieces import counted

RESULTS = 5_000
"""So many GitHub shows of one file (docs.github.com, SARIF support for code scanning)."""
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
CATEGORY = "listkeeper/"
"""`automationDetails.id`: what is up to the last slash sets our results apart from those of other tools."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_RULES = tuple(Rule)
_PLACEHOLDER = re.compile(r"\{(?=\d+\})")


def write(checked: Checked) -> str:
    """One run; where there are more results than are shown, the gravest."""
    kept = gravest_first(checked.diagnostics)[:RESULTS]
    left = len(checked.diagnostics) - len(kept)
    run = {
        "tool": {"driver": _driver()},
        "automationDetails": {"id": CATEGORY},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": checked.complete, **_notice(left)}],
        "results": [_result(said, digest, number) for said, digest, number in fingerprints(kept)],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _notice(left: int) -> dict[str, object]:
    if not left:
        return {}
    text = f"and {counted(left, 'more result')}, which the reports have"
    return {"toolExecutionNotifications": [{"level": "note", "message": {"text": text}}]}


def _driver() -> dict[str, object]:
    return {
        "name": "Listkeeper",
        "semanticVersion": __version__,
        "informationUri": PROJECT_URL,
        "rules": [_rule(rule) for rule in _RULES],
    }


def _rule(rule: Rule) -> dict[str, object]:
    meaning = MEANINGS[rule]
    return {
        "id": rule.value,
        "name": "".join(word.capitalize() for word in rule.value.split("-")),
        "shortDescription": {"text": f"{meaning.short}."},
        "fullDescription": {"text": meaning.full},
        "help": {"text": meaning.help},
        "helpUri": url_of(rule),
        "defaultConfiguration": {"level": _LEVELS[meaning.severity]},
    }


def _result(said: Diagnostic, digest: str, number: int) -> dict[str, object]:
    artifact, region = {"uri": quote(path(said.place))}, _region(said.place)
    return {
        "ruleId": said.rule.value,
        "ruleIndex": _RULES.index(said.rule),
        "level": _LEVELS[said.severity],
        "message": {"text": _inert(sentence(said))},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": f"{digest}:{number}"},
        **_fixes(said, artifact, region),
    }


def _fixes(said: Diagnostic, artifact: dict[str, str], region: dict[str, int]) -> dict[str, object]:
    if said.text is None:
        return {}
    change = {
        "artifactLocation": artifact,
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": said.text}}],
    }
    return {"fixes": [{"description": {"text": "Write the new address."}, "artifactChanges": [change]}]}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.end_column,
    }


def _inert(text: str) -> str:
    """Text that holds neither links nor placeholders of SARIF's.

    >>> _inert("see [here](1) and {0}")
    'see [here] (1) and { 0}'
    """
    return _PLACEHOLDER.sub("{ ", text.replace("](", "] ("))
