"""Flags in, one call, one line out."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler import __main__, __version__, pipeline
from crawler.cli import cli
from crawler.errors import OfflineError
from crawler.keys import KEYS
from crawler.model import Document, Link, LinkKind, Problem
from crawler.settings import Settings

COMMANDS = sorted(cli.commands)
LINK = Link(
    path="list.md",
    line=3,
    column=5,
    start=20,
    end=40,
    url="https://example.com/\x1b[31m",
    text="a\u202eb",
    title="",
    section=("Top", "Sub"),
    kind=LinkKind.INLINE,
)
DIFF = b"--- a/list.md\n+++ b/list.md\n@@ -1 +1 @@\n-    x\xff\x1b[31m\n\\ No newline at end of file\n"


@dataclass
class Pipeline:
    """Stands where the pipeline stands, and keeps what it was asked for."""

    asked: list[tuple[str, tuple[Path, ...], Settings, dict[str, Any]]] = field(default_factory=list)
    exit_code: int = 0
    output: str | None = None
    error: BaseException | None = None

    def answer(self, name: str, result: Callable[[], Any], takes_lists: bool) -> Callable[..., Any]:
        """A function of the pipeline that notes its arguments."""

        def called(*args: Any, **flags: bool) -> Any:
            lists, settings = args if takes_lists else ((), *args)
            self.asked.append((name, tuple(lists), settings, flags))
            if self.error:
                raise self.error
            return result()

        return called

    @property
    def settings(self) -> Settings:
        """What the last command was called with."""
        return self.asked[-1][2]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The command line alone, with a pipeline that only listens."""
    stage = Pipeline()
    document = Document(
        path="list.md", links=(LINK,), problems=(Problem(path="list.md", line=1, column=2, message="odd\x07"),)
    )

    def outcome() -> pipeline.Outcome:
        return pipeline.Outcome(text="all said", output=stage.output, exit_code=stage.exit_code)

    for name in ("crawl", "check"):
        monkeypatch.setattr(pipeline, name, stage.answer(name, outcome, takes_lists=True))
    monkeypatch.setattr(pipeline, "report", stage.answer("report", outcome, takes_lists=False))
    monkeypatch.setattr(pipeline, "links", stage.answer("links", lambda: [document], takes_lists=True))
    monkeypatch.setattr(pipeline, "fix", stage.answer("fix", lambda: DIFF, takes_lists=True))
    return stage


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`listkeeper ARGUMENTS` in a repository that holds one list, without anything of this machine's environment."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "list.md").write_text("# A list\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.lower().endswith("_proxy") or name == "SSL_CERT_FILE"]:
        monkeypatch.delenv(name)

    def invoke(*args: str) -> Result:
        return CliRunner().invoke(cli, args, prog_name="listkeeper", catch_exceptions=False)

    return invoke


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples_and_every_default(run: Callable[..., Result], command: str) -> None:
    """Each command explains itself: what it does, what each option is when it is not given, and lines to copy."""
    text = run(command, "--help").stdout
    options = [line for line in text.splitlines() if line.startswith("  --")]
    assert f"Usage: listkeeper {command}" in text
    assert f"    listkeeper {command}" in text.partition("Examples:")[2]
    assert " ".join(text.split()).count("[default: ") == len(options)


def test_options_reach_every_setting_but_hosts() -> None:
    """What a file can say, a flag can say; a table of hosts alone needs a file."""
    fields = {parameter.name for command in cli.commands.values() for parameter in command.params}
    assert {key.field for key in KEYS.values()} - fields == {"hosts"}


def test_version_is_that_of_the_package(run: Callable[..., Result]) -> None:
    """One line, and nothing else."""
    assert run("--version").output == f"listkeeper {__version__}\n"


@pytest.mark.parametrize("command", ["crawl", "check"])
def test_crawl_and_check_turn_flags_into_settings(run: Callable[..., Result], stage: Pipeline, command: str) -> None:
    """Flags win over the file, the file over the defaults."""
    Path("listkeeper.toml").write_text('host-rate = 2\nattempts = 1\nheaders = ["a.test: X: y"]\n', "utf-8")
    flags = [
        "--host-rate",
        "3",
        "--robots",
        "ignore",
        "--all",
        "--exclude",
        "a",
        "--exclude",
        "b",
        "--connect-to",
        "::b.test:",
    ]
    result = run(command, *flags, "list.md")
    settings = stage.settings
    assert (result.exit_code, result.stdout, result.stderr) == (0, "all said\n", "")
    assert (settings.host_rate, settings.attempts, settings.robots, settings.ask_all) == (3.0, 1, False, True)
    assert (settings.exclude, settings.connect_to[0].to_host) == (("a", "b"), "b.test")
    assert [header.host for header in settings.headers] == ["a.test"]
    assert stage.asked[0][:2] == (command, (Path("list.md"),))


def test_switches_can_be_turned_off_again(run: Callable[..., Result], stage: Pipeline) -> None:
    """What a file turns on, a flag turns off."""
    Path("listkeeper.toml").write_text("quiet = true\nask-all = true\n", "utf-8")
    run("check", "--no-quiet", "list.md")
    assert (stage.settings.quiet, stage.settings.ask_all) == (False, True)


def test_check_takes_secrets_from_the_environment(
    run: Callable[..., Result], stage: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A header's `${NAME}` is filled in for commands that ask, and a missing one stops them."""
    header = ["--header", "a.test: Authorization: Bearer ${LISTKEEPER_TEST_TOKEN}"]
    result = run("check", *header, "list.md")
    assert (result.exit_code, stage.asked) == (2, [])
    assert "listkeeper: Authorization for a.test needs LISTKEEPER_TEST_TOKEN, which is not set" in result.stderr
    monkeypatch.setenv("LISTKEEPER_TEST_TOKEN", "abc")
    assert run("check", *header, "list.md").exit_code == 0
    assert stage.settings.headers[0].value == "Bearer abc"


@pytest.mark.parametrize("exit_code", [0, 1, 3])
def test_check_ends_with_what_the_pipeline_found(run: Callable[..., Result], stage: Pipeline, exit_code: int) -> None:
    """The status for CI is the pipeline's word, passed on."""
    stage.exit_code = exit_code
    assert run("check", "list.md").exit_code == exit_code


def test_check_prints_a_format_and_nothing_else(run: Callable[..., Result], stage: Pipeline) -> None:
    """A program reads stdout, people read stderr; and a format that nothing is said in leaves stdout empty."""
    result = run("check", "list.md")
    assert (result.stdout, result.stderr, stage.asked[-1][-1]) == ("all said\n", "", {"shape": "text"})
    for output in ("[]\n", ""):
        stage.output = output
        result = run("check", "--format", "gitlab", "list.md")
        assert (result.stdout, result.stderr) == (output, "listkeeper: all said\n")
        assert stage.asked[-1][-1] == {"shape": "gitlab"}
    assert run("check", "--format", "html", "list.md").exit_code == 2


def test_errors_are_one_line_with_nothing_a_terminal_obeys(run: Callable[..., Result], stage: Pipeline) -> None:
    """No traceback, the exit status of the error, and hostile text as an escape."""
    stage.error = OfflineError("no host answered\x1b[2J: check the network")
    result = run("crawl", "list.md")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "listkeeper: no host answered\\x1b[2J: check the network\n"


def test_an_interrupt_does_not_look_like_findings(run: Callable[..., Result], stage: Pipeline) -> None:
    """Ctrl-C ends with 130, as shells have it."""
    stage.error = KeyboardInterrupt()
    result = run("crawl", "list.md")
    assert (result.exit_code, result.stderr) == (130, "listkeeper: stopped\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["crawl"], "Missing argument 'FILE...'"),
        (["crawl", "missing.md"], "listkeeper: there is no file missing.md: check the path"),
        (["--config", "missing.toml", "report"], "listkeeper: missing.toml cannot be read"),
        (["crawl", "--host-rate", "fast", "list.md"], "host-rate must be a number from 0 to 1000, not 'fast'."),
        (["crawl", "--exclude", "(", "list.md"], "'(' is no regular expression"),
        (["check", "--fail-on", "gone", "list.md"], "fail-on must be some of alive, moved"),
        (["crawl", "--host-rat", "1", "list.md"], "No such option '--host-rat'"),
        (["chekc", "list.md"], "No such command 'chekc'"),
    ],
)
def test_usage_errors_end_with_2_and_say_what_is_wrong(
    run: Callable[..., Result], stage: Pipeline, args: list[str], words: str
) -> None:
    """A slip on the command line is answered in words, and nothing is asked."""
    result = run(*args)
    assert (result.exit_code, result.stdout, stage.asked) == (2, "", [])
    assert words in result.stderr


def test_links_prints_places_and_problems(run: Callable[..., Result], stage: Pipeline) -> None:
    """A line for each link, as compilers name places; what is odd about a file goes to stderr."""
    result = run("links", "list.md")
    assert result.stdout == "list.md:3:5  inline  https://example.com/\\x1b[31m  a\\u202eb\n"
    assert result.stderr == "listkeeper: list.md:1:2: odd\\x07\n"
    assert result.exit_code == 0


def test_links_prints_json_that_reads_back(run: Callable[..., Result], stage: Pipeline) -> None:
    """One object a link with the promised keys, in ASCII, so that no terminal obeys what is in it."""
    line = run("links", "--format", "jsonl", "list.md").stdout
    link = json.loads(line)
    assert list(link) == ["path", "line", "column", "start", "end", "url", "text", "title", "section", "kind"]
    assert (link["url"], link["section"], link["kind"]) == (LINK.url, ["Top", "Sub"], "inline")
    assert line.isascii()
    assert line.rstrip("\n").isprintable()


def test_links_walks_a_folder_but_not_the_reports(run: Callable[..., Result], stage: Pipeline) -> None:
    """Our own reports quote dead links, and are no list."""
    Path("reports").mkdir()
    Path("reports/dead-links.md").write_text("", "utf-8")
    run("links", ".")
    assert stage.asked[0][1] == (Path("list.md"),)


def test_fix_passes_the_diff_on_byte_for_byte(run: Callable[..., Result], stage: Pipeline) -> None:
    """What `git apply` reads is what the pipeline wrote, invalid UTF-8 included."""
    result = run("fix", "--review", "list.md")
    assert result.stdout_bytes == DIFF
    assert stage.asked[0][3] == {"review": True, "write": False}
    assert result.exit_code == 0


def test_fix_says_so_when_there_is_nothing_to_fix(
    run: Callable[..., Result], stage: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence could mean anything, so a line on stderr says what it means."""
    monkeypatch.setattr(pipeline, "fix", lambda *_, **__: b"")
    result = run("fix", "list.md")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "listkeeper: nothing to fix\n")


def test_fix_shows_escapes_on_a_terminal(
    stage: Pipeline, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Result]
) -> None:
    """A person's terminal gets the diff without anything that it would act on, its indentation kept."""
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as terminal, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", terminal)
        with pytest.raises(SystemExit):
            cli(["fix", "list.md"], prog_name="listkeeper")
    shown = _read_to_the_end(leader)
    assert "-    x\ufffd\\x1b[31m\r\n" in shown
    assert "\x1b[31m" not in shown


def _read_to_the_end(leader: int) -> str:
    """All that was written to a terminal whose other side is closed: Linux says so by an error, others by nothing."""
    parts = [b"-"]
    with os.fdopen(leader, "rb", buffering=0) as opened, suppress(OSError):
        while parts[-1]:
            parts.append(opened.read(4096))
    return b"".join(parts[1:]).decode()


def test_report_reads_the_database_that_is_named(run: Callable[..., Result], stage: Pipeline) -> None:
    """`--db` and `--out` are read from the current folder."""
    run("report", "--db", "a.db", "--out", "b", "--note", "A note.")
    assert (stage.settings.db, stage.settings.out, stage.settings.note) == (Path("a.db"), Path("b"), "A note.")


@pytest.mark.parametrize(
    ("shell", "word"), [("bash", "complete -"), ("zsh", "#compdef listkeeper"), ("fish", "complete ")]
)
def test_completion_prints_a_script(run: Callable[..., Result], shell: str, word: str) -> None:
    """The script is that of the shell, and for this command."""
    result = run("completion", shell)
    assert result.exit_code == 0
    assert word in result.stdout
    assert "_LISTKEEPER_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("line", "completions"),
    [
        ("listkeeper ch", ["plain,check"]),
        ("listkeeper check --robots ", ["plain,respect", "plain,ignore"]),
        ("listkeeper check --fail-on b", ["plain,broken", "plain,blocked"]),
        ("listkeeper check --out r", ["dir,r"]),
        ("listkeeper check --db r", ["file,r"]),
        ("listkeeper check --host-rate 1", []),
    ],
)
def test_completion_offers_what_may_come_next(line: str, completions: list[str]) -> None:
    """Commands, words and paths are completed, where the shell asks the command itself."""
    words = line.split(" ")
    environ = os.environ | {
        "_LISTKEEPER_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    code = "from crawler.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
    assert done.stdout.split() == completions
    assert done.stderr == ""


def test_main_tells_a_fault_of_its_own_from_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug shows its traceback, and ends with 3: Python's own 1 would mean findings."""

    def broken(**_: Any) -> None:
        raise RuntimeError("what a page said: \x1b[2J")

    monkeypatch.setattr(__main__, "cli", broken)
    with pytest.raises(SystemExit) as caught:
        __main__.main()
    said = capsys.readouterr().err
    assert caught.value.code == 3
    assert "RuntimeError: what a page said: \\x1b[2J\n" in said
    assert said.splitlines()[-1].startswith("listkeeper: a fault of its own: please tell https://")


def test_module_runs_as_a_command(tmp_path: Path) -> None:
    """`python -m crawler` is the same command."""
    done = subprocess.run([sys.executable, "-m", "crawler", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"listkeeper {__version__}\n"
