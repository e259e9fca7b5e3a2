"""What other pipelines read: as their own schemas and parsers have it, whatever strangers wrote."""

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model import Diagnostic, Place, Rule, Severity
from crawler.publish.formats import FORMATS, Checked, Occurrence
from crawler.publish.formats.checked import sentence
from crawler.publish.formats.github import MESSAGE_CHARS, MOST_OF_A_KIND
from crawler.publish.formats.rules import MEANINGS, url_of
from crawler.publish.formats.sarif import RESULTS
from tests import findings as examples
from tests.findings import diagnostic, place
from tests.histories import any_text, storable
from tests.naughty import EVERYTHING
from tests.runner import ISSUE_CHARS, ISSUES_OF_A_KIND, commands
from tests.schemas import faults, junit_faults

WIDE = Place(path="docs/café 日本.md", line=7, column=5, end_column=25, byte_column=9, end_byte_column=30)
"""On a line with letters of more than one byte."""


def sample() -> Checked:
    """A diagnostic of each severity, and a link that is well."""
    moved = diagnostic(
        "http://b.example/é",
        Rule.MOVED,
        severity=Severity.WARNING,
        place=WIDE,
        message="this link has moved: 301 to https://b.example/é",
        new_url="https://b.example/é",
        text="https://b.example/é",
    )
    blocked = diagnostic("https://wall.example/", Rule.BLOCKED, severity=Severity.NOTE, place=place(5), message="403")
    said = (diagnostic(), blocked, moved)
    fine = Occurrence(place=place(9), url="https://fine.example/", elapsed_s=0.4)
    looked = tuple(Occurrence(place=each.place, url=each.url, elapsed_s=1.25) for each in said)
    return Checked(diagnostics=said, occurrences=(*looked, fine), fail_on=frozenset({"dead"}))


def checked(diagnostics: Sequence[Diagnostic], **facts: Any) -> Checked:
    """These diagnostics, and nothing else."""
    return Checked(diagnostics=tuple(diagnostics), **facts)


def rdf(of: Checked) -> list[dict[str, Any]]:
    """The objects of a file in Reviewdog's format."""
    return [json.loads(line) for line in FORMATS["rdjsonl"](of).splitlines()]


def sarif(of: Checked) -> dict[str, Any]:
    """The run of a SARIF file."""
    held = json.loads(FORMATS["sarif"](of))
    [run] = held["runs"]
    found: dict[str, Any] = run
    return found


def junit(of: Checked) -> ET.Element:
    """The root of a JUnit file."""
    return ET.fromstring(FORMATS["junit"](of))  # noqa: S314 - it is ours


def is_right(name: str, text: str) -> bool:
    """Whether a text is what the schema or the parser of its format takes, and says nothing to a runner besides."""
    told = list(commands(text))
    if name == "github":
        return {each.name for each in told} <= {"error", "warning", "notice"} and len(told) == text.count("\n")
    if name == "junit":
        return not junit_faults(text) and not told
    schemas = {"rdjsonl": "rdf-diagnostic.json", "sarif": "sarif-2.1.0.json", "gitlab": "gitlab-code-quality.json"}
    values = [json.loads(line) for line in text.splitlines()] if name == "rdjsonl" else [json.loads(text)]
    return not told and not [fault for value in values for fault in faults(value, schemas[name])]


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_what_their_schemas_say(name: str) -> None:
    """A few ordinary findings, and none."""
    assert is_right(name, FORMATS[name](sample()))
    assert is_right(name, FORMATS[name](Checked(diagnostics=())))


def test_faults_finds_keys_that_a_schema_does_not_name() -> None:
    """So that the tests above can fail: a slip of the pen passes reviewdog's schema, and not ours."""
    [first, *_] = rdf(sample())
    assert faults({**first, "severty": "ERROR"}, "rdf-diagnostic.json") == ["$.severty is not named"]
    assert faults({**first, "severity": "FATAL"}, "rdf-diagnostic.json")
    first["location"]["range"]["begin"] = {}
    assert faults(first, "rdf-diagnostic.json") == ["$.location.range.begin is not named"]
    assert junit_faults("<testsuites><testsuite/></testsuites>")


@given(st.lists(examples.diagnostics(any_text, any_text), max_size=4), st.booleans())
def test_formats_take_whatever_strangers_wrote(said: list[Diagnostic], complete: bool) -> None:
    """Any text in any field: each format is still what its schema says, and no runner obeys a stranger."""
    texts = [replace(each, text=each.new_url) for each in said if each.new_url is None or _is_text(each.new_url)]
    of = checked(texts, fail_on=frozenset({"moved", "names"}), complete=complete)
    for name, write in FORMATS.items():
        assert is_right(name, write(of)), name


def _is_text(text: str) -> bool:
    return not re.search("[\0\ud800-\udfff]", text)


@pytest.mark.parametrize("name", FORMATS)
def test_formats_show_hostile_text_as_text(name: str) -> None:
    """Titles that begin like commands, Markdown, XML, links of SARIF's, bidi marks, and what naughty lists hold."""
    more = [
        "##[stop-commands]x",
        "::error::x",
        "\n::set-output name=a::b",
        "]]><x>",
        "[here](1) {0}",
        "\u202e",
        "\x1b[31m",
    ]
    said = [
        diagnostic(f"https://a.example/{text}", message=text, place=place(turn + 1))
        for turn, text in enumerate([*EVERYTHING, *more])
    ]
    told = FORMATS[name](checked(said))
    assert is_right(name, told)
    assert not set(told) & set("\u202e\x1b\u2028\x85")


def test_rdjsonl_counts_bytes() -> None:
    """Columns are bytes, suggestions stand where the diagnostic does, and messages are Markdown that is only text."""
    dead, _, moved = rdf(sample())
    span = {"start": {"line": 7, "column": 9}, "end": {"line": 7, "column": 30}}
    assert moved["location"] == {"path": "docs/café 日本.md", "range": span}
    assert moved["suggestions"] == [{"range": span, "text": "https://b.example/é"}]
    assert (moved["severity"], moved["code"]["value"]) == ("WARNING", "moved")
    assert "suggestions" not in dead
    [said] = rdf(checked([diagnostic(message="<b> @you `x` ![y](https://evil.example/)")]))
    assert said["message"].startswith("&lt;b&gt; @&#8203;you \\`x\\` \\!".replace("\\!", "!"))


def test_sarif_counts_characters_and_explains_its_rules() -> None:
    """What code scanning on GitHub asks for: regions in characters, rules with help, and fingerprints without lines."""
    run = sarif(sample())
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"]["id"] == "listkeeper/"
    results = {result["ruleId"]: result for result in run["results"]}
    location = results["moved"]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "docs/caf%C3%A9%20%E6%97%A5%E6%9C%AC.md"
    assert location["region"] == {"startLine": 7, "startColumn": 5, "endLine": 7, "endColumn": 25}
    [fix] = results["moved"]["fixes"]
    [replacement] = fix["artifactChanges"][0]["replacements"]
    assert (replacement["deletedRegion"], replacement["insertedContent"]) == (
        location["region"],
        {"text": "https://b.example/é"},
    )
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert all(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))
        assert re.fullmatch(r"[0-9a-f]{16}:\d+", result["partialFingerprints"]["primaryLocationLineHash"])
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def test_sarif_holds_no_link_and_no_placeholder_of_a_stranger() -> None:
    """By SARIF's rules `[x](1)` is a link, and `{0}` waits for an argument (3.11.5, 3.11.6)."""
    [result] = sarif(checked([diagnostic(message="[x](https://evil.example/) {0} {a}")]))["results"]
    assert result["message"]["text"].endswith("[x] (https://evil.example/) { 0} {a}")


def test_junit_has_a_case_for_each_link() -> None:
    """What is dead fails, a wall is skipped, what has moved passes with words, and what is well passes."""
    first, second = junit(sample())
    assert (first.get("name"), first.get("tests"), first.get("failures"), first.get("skipped")) == (
        "README.md",
        "3",
        "1",
        "1",
    )
    dead, blocked, fine = first
    assert (dead.get("name"), dead.get("file"), dead.get("line")) == ("L1:9 https://gone.example/", "README.md", "1")
    assert [(child.tag, child.get("type")) for child in dead] == [("failure", "dead")]
    assert [(child.tag, child.get("type"), child.get("message")) for child in blocked] == [
        ("skipped", "blocked", "403")
    ]
    assert (list(fine), fine.get("time")) == ([], "0.400")
    [moved] = second
    [words] = moved
    assert (words.tag, words.text) == (
        "system-out",
        "warning: http://b.example/é: this link has moved: 301 to https://b.example/é; write https://b.example/é",
    )


def test_junit_fails_what_a_build_is_to_fail_on() -> None:
    """With `--fail-on moved` a move is a failure; a place of which nothing was asked has a case as well."""
    said = diagnostic("http://b.example/", Rule.MOVED, severity=Severity.WARNING)
    text = diagnostic("", Rule.SYNTAX, severity=Severity.WARNING, place=place(4), message="no UTF-8")
    [suite] = junit(checked([said, text], fail_on=frozenset({"moved"})))
    assert [[child.tag for child in case] for case in suite] == [["failure"], ["system-out"]]
    assert suite[1].get("name") == "L4:9 text"


def test_github_reads_annotations_back_as_they_are_meant() -> None:
    """The runner's own parser finds file, lines, columns, title and message."""
    found = list(commands(FORMATS["github"](sample())))
    assert [each.name for each in found] == ["error", "warning", "notice"]
    assert found[1].properties == {
        "file": "docs/café 日本.md",
        "line": "7",
        "endline": "7",
        "col": "5",
        "endcolumn": "25",
        "title": "The link has moved (moved)",
    }
    assert found[1].data == sentence(sample().diagnostics[2])


def test_github_escapes_what_the_runner_unescapes() -> None:
    """Commas, colons, percents and line ends in a path or a message come through, and open nothing."""
    odd = replace(place(), path="a,b:100%25\r\n::error::x.md")
    [found] = commands(
        FORMATS["github"](checked([diagnostic(place=odd, message="50%0A::stop-commands::x, ##[error]y")]))
    )
    assert found.properties["file"] == odd.path
    assert found.data == "https://gone.example/: 50%0A::stop-commands::x, ##\\x5berror]y"


def huge() -> list[Diagnostic]:
    """5,000 findings with long words, a third of each severity."""
    kinds = [(Rule.BLOCKED, Severity.NOTE), (Rule.MOVED, Severity.WARNING), (Rule.DEAD, Severity.ERROR)]
    return [
        diagnostic(
            f"https://a.example/papers/{turn}/" + "x" * 60,
            kinds[turn % 3][0],
            severity=kinds[turn % 3][1],
            place=place(turn + 1),
            message="404 in checks on 3 days " * 10,
            new_url=f"https://b.example/{turn}",
            text=f"https://b.example/{turn}",
        )
        for turn in range(5_000)
    ]


def test_github_shows_nine_of_a_kind_and_says_how_many_there_are() -> None:
    """A runner shows ten of a kind, and cuts a longer message."""
    told = FORMATS["github"](checked(huge()))
    found = list(commands(told))
    for name in ("error", "warning", "notice"):
        some = [each.data for each in found if each.name == name]
        assert len(some) == MOST_OF_A_KIND + 1 == ISSUES_OF_A_KIND
        assert some[-1].startswith("and 1,65")
    assert max(len(each.data) for each in found) <= MESSAGE_CHARS == ISSUE_CHARS
    exactly = [each for each in huge() if each.rule is Rule.DEAD][:MOST_OF_A_KIND]
    assert len(list(commands(FORMATS["github"](checked(exactly))))) == MOST_OF_A_KIND


def test_sarif_holds_the_gravest_results_and_says_how_many_there_are_besides() -> None:
    """GitHub shows 5,000, and takes ten megabytes when packed."""
    more = [diagnostic(f"https://c.example/{turn}", place=place(turn + 6_000)) for turn in range(10)]
    told = FORMATS["sarif"](checked([*huge(), *more]))
    run = sarif(checked([*huge(), *more]))
    assert len(run["results"]) == RESULTS
    assert sum(result["ruleId"] == "dead" for result in run["results"]) == 1_676
    [notice] = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"] == "and 10 more results, which the reports have"
    assert len(gzip.compress(told.encode())) < 10_000_000
    assert not faults(json.loads(told), "sarif-2.1.0.json")
    assert sarif(checked(more, complete=False))["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_quick_and_the_same_each_time(name: str) -> None:
    """5,000 findings take seconds at most, and the same ones give the same bytes."""
    of = checked(huge())
    begun = process_time()
    told = FORMATS[name](of)
    assert process_time() - begun < 10
    assert told == FORMATS[name](of)


def test_gitlab_gives_each_finding_a_fingerprint_that_outlives_its_line() -> None:
    """The same URL twice in a file is two findings; when lines move, both stay what they were."""
    twice = [diagnostic(place=place(3)), diagnostic(place=place(8)), diagnostic(place=place(8, examples.LISTS[1]))]
    marks = [each["fingerprint"] for each in json.loads(FORMATS["gitlab"](checked(twice)))]
    moved = [replace(each, place=replace(each.place, line=each.place.line + 40)) for each in twice]
    assert len(set(marks)) == 3
    assert [each["fingerprint"] for each in json.loads(FORMATS["gitlab"](checked(moved)))] == marks
    hijacked = diagnostic(rule=Rule.HIJACKED)
    assert json.loads(FORMATS["gitlab"](checked([hijacked])))[0]["severity"] == "critical"


@given(st.lists(examples.diagnostics(storable), max_size=8))
def test_fingerprints_are_unique(said: list[Diagnostic]) -> None:
    """Whatever is found, no two findings are one to GitLab."""
    marks = [each["fingerprint"] for each in json.loads(FORMATS["gitlab"](checked(said)))]
    assert len(set(marks)) == len(said)


def test_every_rule_is_explained() -> None:
    """Under a heading of its own, to which the formats lead; write the section anew when this fails."""
    assert list(MEANINGS) == list(Rule)
    assert {url_of(rule).rpartition("/")[2] for rule in Rule} == {f"formats.md#{rule}" for rule in Rule}
    sections = [f"### {rule}\n\n*{told.severity}.* {told.full} {told.help}" for rule, told in MEANINGS.items()]
    comment = "<!-- listkeeper: ignore -->"
    wanted = "\n\n".join(sections).replace(comment, f"`{comment}`")
    text = (Path(__file__).parent.parent / "docs" / "formats.md").read_text("utf-8")
    assert text.partition("<!-- meanings: begin -->\n")[2].partition("\n<!-- meanings: end -->")[0] == wanted
