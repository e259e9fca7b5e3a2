"""The documents tell the truth: their commands, settings, examples and links exist."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler import __version__, cli, pipeline
from crawler.configuration import load
from crawler.judge.rewrites import RULES, SUNSETS, Rule, Sunset
from crawler.keys import KEYS, Key
from crawler.kinds import Switch
from crawler.model import Health
from crawler.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`((?:listkeeper|make) [^`\n]+)`(?!`)")


def blocks(language: str) -> Iterator[str]:
    """The fenced blocks of that language in all documents."""
    for document in DOCUMENTS:
        for match in _BLOCK.finditer(document.read_text("utf-8")):
            if match[1] == language:
                yield match[2]


def commands(program: str) -> list[str]:
    """Each command line of that program: in blocks of shell, in code spans, and in the examples of the help."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    lines += [span for document in DOCUMENTS for span in _SPAN.findall(document.read_text("utf-8"))]
    lines += [
        line.strip()
        for command in (cli.cli, *cli.cli.commands.values())
        for line in (command.epilog or "").splitlines()
    ]
    return sorted({line for line in lines if line.split(" ")[0] == program})


def arguments(line: str) -> list[str]:
    """The words behind the program, up to a comment, a pipe or a redirection."""
    words = shlex.split(line.replace("SHELL", "bash").replace("NUMBER", "7").replace("VERSION", ""), comments=True)[1:]
    end = next((place for place, word in enumerate(words) if word in ("|", ">")), len(words))
    return words[:end]


def test_there_are_commands_to_check() -> None:
    """The search finds what a reader sees, so that the other tests do not pass for want of lines."""
    assert {"listkeeper fix --write README.md", "listkeeper links FILE..."} <= {
        line.split("  ")[0] for line in commands("listkeeper")
    }
    assert "make demo" in commands("make")


@pytest.mark.parametrize("line", commands("listkeeper"))
def test_listkeeper_commands_of_the_documents_are_real(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is understood by the command line as it is: commands, options and values."""
    for name in (
        "links",
        "crawl",
        "report",
        "history",
        "fix",
        "check",
        "show",
        "export",
        "search",
        "reword",
        "publish",
        "review",
        "check_added",
        "summarise",
        "lint",
        "review",
        "sweep",
        "export_state",
        "import_state",
        "pull_state",
    ):
        monkeypatch.setattr(pipeline, name, _understood)
    monkeypatch.setattr(cli, "markdown_files", lambda *_, **__: ())
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "API_TOKEN"):
        monkeypatch.setenv(name, "abc")
    for name in ("ci/listkeeper.toml", "FILE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    result = CliRunner().invoke(cli.cli, arguments(line), catch_exceptions=False)
    if "Missing argument" in result.stderr:  # prose names a command without its files
        result = CliRunner().invoke(cli.cli, [*arguments(line), "bash"], catch_exceptions=False)
    assert (result.exit_code, result.stderr.replace("listkeeper: nothing to fix\n", "")) == (0, "")


def _understood(*_: Any, **flags: object) -> Any:
    return b"" if {"write", "wanted"} & flags.keys() else _Nothing()


class _Nothing(tuple[()]):
    """What suits every command: no links, no words, no findings."""

    __slots__ = ()
    text = ""
    output = None
    exit_code = 0
    notes = ()
    total = 0
    hits = ()


@pytest.mark.parametrize("line", commands("make"))
def test_make_commands_of_the_documents_are_real(line: str) -> None:
    """Each names targets of the Makefile."""
    done = subprocess.run(
        ["make", "--dry-run", *arguments(line)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_settings_has_every_setting_with_its_default() -> None:
    """The table is the one that the program itself reads; write it anew from the message when this fails."""
    assert {key.field for key in KEYS.values()} == {field.name for field in fields(Settings)} - {"keys", "proxies"}
    table = "\n".join(["| key | flag | default | it is |", "|---|---|---|---|", *map(_row, KEYS.values())])
    shown = re.search(
        r"<!-- settings: begin -->\n(.*)\n<!-- settings: end -->",
        (ROOT / "docs" / "settings.md").read_text("utf-8"),
        re.DOTALL,
    )
    assert shown is not None
    assert shown[1] == table


def _row(key: Key) -> str:
    default = key.default.replace(__version__, "VERSION")
    flag = f"`{key.flag or f'--{key.name}'}`" if key.flag != "" else "only in a file"
    default = default if key.otherwise or default == "none" else f"`{default}`"
    return f"| `{key.name}` | {flag} | {'off' if isinstance(key.kind, Switch) else default} | {key.help} |"


def test_verdicts_has_every_state_of_health() -> None:
    """No verdict without an explanation, and in the order of the model."""
    rows = re.findall(
        r"^\| `(\w+)` \|",
        (ROOT / "docs" / "verdicts.md").read_text("utf-8").partition("## States of health")[2].partition("##")[0],
        re.MULTILINE,
    )
    assert rows == list(Health)


@pytest.mark.parametrize("text", list(blocks("toml")))
def test_settings_of_the_documents_can_be_read(text: str, tmp_path: Path) -> None:
    """Each example is a file that the program takes."""
    file = tmp_path / ("pyproject.toml" if "[tool.listkeeper]" in text else "listkeeper.toml")
    file.write_text(text, "utf-8")
    assert load({}, folder=tmp_path, environ={"API_TOKEN": "abc"}).exclude[0] == "^https://localhost"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_between_the_documents_lead_somewhere(document: Path) -> None:
    """Each relative link names a file that is there, and a heading of it."""
    text = re.sub(r"<!--.*?-->", "", document.read_text("utf-8"), flags=re.DOTALL)
    for path, anchor in re.findall(r"\]\((?![a-z]+:)([^)#]*)#?([^)]*)\)", text):
        target = (document.parent / path) if path else document
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), anchor


def _anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_test_that_a_document_names_exists() -> None:
    """A claim that names its tests has them."""
    text = (ROOT / "docs" / "hostile.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    written = "".join(file.read_text("utf-8") for file in (ROOT / "tests").glob("test_*.py"))
    assert named - set(re.findall(r"^(?:async )?def (test_\w+)\(", written, re.MULTILINE)) == set()
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| case")]
    assert len(rows) > 40
    assert [row for row in rows if "`test_" not in row.rpartition("|")[0].rpartition("|")[2]] == []


def test_changelog_knows_this_version() -> None:
    """The version that is being made stands in the list of changes."""
    assert __version__ in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_fixes_has_every_rule_and_every_place() -> None:
    """The tables are the rules themselves; write them anew from the message when this fails."""
    text = (ROOT / "docs" / "fixes.md").read_text("utf-8")
    rules = [
        "| rule | hosts | what is known | proof | at most | from |",
        "|---|---|---|---|---|---|",
        *map(_rule, RULES),
    ]
    places = ["| place | now | a rule may be | last copy | from |", "|---|---|---|---|---|", *map(_place, SUNSETS)]
    assert _between(text, "rules") == "\n".join(rules)
    assert _between(text, "places") == "\n".join(places)
    assert f"{len(RULES)} rules of known moves" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def _rule(rule: Rule) -> str:
    hosts = ", ".join(sorted({host.removeprefix("www.") for host in rule.hosts})) or "any"
    return f"| `{rule.name}` | {hosts} | {rule.because} | {rule.proof} | {rule.safety} | {rule.source} |"


def _place(row: Sunset) -> str:
    return (
        f"| {row.place} | {row.now or 'nothing is left'} | {row.safe or ''} | {row.last_capture or ''} | {row.source} |"
    )


def _between(text: str, name: str) -> str:
    return text.partition(f"<!-- {name}: begin -->\n")[2].partition(f"\n<!-- {name}: end -->")[0]
