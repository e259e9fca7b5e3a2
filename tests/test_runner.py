"""The port of the runner's parsers reads what the runner reads."""

import pytest

from tests.runner import Command, command, commands


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("::warning::text", Command(name="warning", data="text")),
        ("  \t::error::a%0Ab%250A", Command(name="error", data="a\nb%0A")),
        (
            "::Notice file=a%2Cb.md,line=4,title=::x: y",
            Command(name="notice", data="x: y", properties={"file": "a,b.md", "line": "4"}),
        ),
        ("title: x ##[add-mask]e", Command(name="add-mask", data="e")),
        (
            "##[set-output name=pr_number;x=%3B]1%5D",
            Command(name="set-output", data="1]", properties={"name": "pr_number", "x": ";"}),
        ),
        ("::unknown::##[endgroup]", Command(name="endgroup", data="")),
        ("x ::error::y", None),
        ("::error:", None),
        ("##[error", None),
        ("##[unheard-of]x", None),
        ("#\u200b#[error]x", None),
        ("", None),
    ],
)
def test_command_is_what_the_runner_obeys(line: str, found: Command | None) -> None:
    """The newer form begins a line, the older one stands anywhere; names that nobody registered are text."""
    assert command(line) == found


def test_commands_are_found_in_each_line() -> None:
    """A lone CR ends a line as well: the runner reads by `ReadLine`."""
    assert [each.data for each in commands("a\r::debug::1\r\n::debug::2\nb ::debug::3")] == ["1", "2"]
