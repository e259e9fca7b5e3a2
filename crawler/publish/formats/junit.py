"""JUnit's XML, as Jenkins, GitLab and others read it: one test case for each link. Pure.

A file is a test suite. What would fail a build is a failure, what may pass by itself (no answer, a wall) is skipped,
and what is only to be looked at passes, with words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree as ET

from crawler import untrusted
from crawler.model import Diagnostic, Place, Rule, Severity
from crawler.publish.formats.checked import Checked, Occurrence, address, gravest_first, message, path, sentence

_MAY_PASS = frozenset({Rule.FAILING, Rule.BLOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A place, with all that is said of it, gravest first."""

    occurrence: Occurrence
    said: tuple[Diagnostic, ...]


def write(checked: Checked) -> str:
    """The test suites of all files."""
    root = ET.Element("testsuites", name="listkeeper")
    for name, cases in groupby(_cases(checked), key=lambda case: _name(case.occurrence.place)):
        _add_suite(root, name, list(cases), checked.fail_on)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(checked: Checked) -> Iterator[_Case]:
    """Each place once, by file and line: those that were looked at, and those of which something is said besides."""
    said: dict[Place, list[Diagnostic]] = {}
    for each in gravest_first(checked.diagnostics):
        said.setdefault(each.place, []).append(each)
    places = {each.place: each for each in checked.occurrences}
    others = {place: Occurrence(place=place, url=found[0].url) for place, found in said.items() if place not in places}
    for place, occurrence in sorted((places | others).items(), key=lambda item: _order(item[0])):
        yield _Case(occurrence=occurrence, said=tuple(said.get(place, ())))


def _order(place: Place) -> tuple[str, int, int]:
    return _name(place), place.line, place.column


def _name(place: Place) -> str:
    """The file, without what XML cannot hold."""
    return untrusted.terminal(path(place), 1_000)


def _add_suite(root: ET.Element, name: str, cases: Iterable[_Case], fail_on: frozenset[str]) -> None:
    suite = ET.SubElement(root, "testsuite", name=name)
    for case in cases:
        _add_case(suite, name, case, fail_on)
    counts = {"tests": "testcase", "failures": "testcase/failure", "skipped": "testcase/skipped"}
    for attribute, tag in counts.items():
        suite.set(attribute, str(len(suite.findall(tag))))
    suite.set("errors", "0")


def _add_case(suite: ET.Element, name: str, case: _Case, fail_on: frozenset[str]) -> None:
    place, url = case.occurrence.place, case.occurrence.url
    shown = f"L{place.line}:{place.column} {address(url) if url else 'text'}"
    attributes = {"classname": name, "name": shown, "file": name, "line": str(place.line)}
    made = ET.SubElement(suite, "testcase", attributes, time=f"{case.occurrence.elapsed_s:.3f}")
    failures = [said for said in case.said if said.severity is Severity.ERROR or said.rule.value in fail_on]
    passing = [said for said in case.said if said.rule in _MAY_PASS]
    for said in (failures or passing)[:1]:
        tag = "failure" if failures else "skipped"
        ET.SubElement(made, tag, type=said.rule.value, message=message(said)).text = sentence(said)
    words = [f"{said.severity}: {sentence(said)}" for said in case.said if said not in (failures or passing)[:1]]
    if words:
        ET.SubElement(made, "system-out").text = "\n".join(words)
