"""What GitHub's runner makes of the lines that a step prints: a port of its two parsers, to test our output by.

After github.com/actions/runner (MIT), src/Runner.Common/ActionCommand.cs and src/Runner.Worker/ActionCommandManager.cs:
a line that begins with `::` is read by the newer parser, and any other that holds `##[` anywhere by the older one. The
runner compares these marks by the rules of a culture, which pass over characters without width; but then it cuts at
fixed lengths, so that such a line names no command that it knows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

COMMANDS = frozenset(
    {"internal-set-repo-path", "set-env", "set-output", "save-state", "add-mask", "add-path", "add-matcher"}
    | {"remove-matcher", "debug", "warning", "error", "notice", "echo", "group", "endgroup", "stop-commands"}
)
"""Each is a class of ActionCommandManager.cs, by its `Command`; case does not matter."""
ISSUES_OF_A_KIND = 10
"""`_maxCountPerIssueType`: further errors, warnings or notices of a step are not shown."""
ISSUE_CHARS = 4096
"""`_maxIssueMessageLength`: a longer message is cut."""

# In the order of the runner's tables: `%25` comes last, so that `%250A` means `%0A` and no line feed.
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_OLD = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))
_LINES = re.compile(r"\r\n|\r|\n")
_BLANK = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What `Char.IsWhiteSpace` of .NET takes for white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something that the runner would do."""

    name: str
    data: str
    properties: Mapping[str, str] = field(default_factory=dict)
    """By name, in small letters: case does not matter to the runner."""


def commands(printed: str) -> Iterator[Command]:
    """What the runner would do because of what was printed, in order. It obeys everything until it is told to stop."""
    for line in _LINES.split(printed):
        found = command(line)
        if found is not None:
            yield found


def command(line: str) -> Command | None:
    """The command of a line, if it is one (`TryProcessCommand`)."""
    return _newer(line) or _older(line)


def _newer(line: str) -> Command | None:
    """`::name key=value,key=value::data`, after white space (`TryParseV2`)."""
    text = line.lstrip(_BLANK)
    end = text.find("::", 2) if text.startswith("::") else -1
    if end < 0:
        return None
    name, _, rest = text[2:end].partition(" ")
    if name.lower() not in COMMANDS:
        return None
    return Command(
        name=name.lower(),
        data=_meant(text[end + 2 :], _DATA),
        properties=dict(_properties(rest.strip(_BLANK), ",", _PROPERTY)),
    )


def _older(line: str) -> Command | None:
    """`##[name key=value;key=value]data`, anywhere in a line (`TryParse`)."""
    begin = line.find("##[")
    end = line.find("]", begin) if begin >= 0 else -1
    if end < 0:
        return None
    name, _, rest = line[begin + 3 : end].partition(" ")
    if name.lower() not in COMMANDS:
        return None
    return Command(name=name.lower(), data=_meant(line[end + 1 :], _OLD), properties=dict(_properties(rest, ";", _OLD)))


def _properties(text: str, between: str, escapes: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """The pairs; what has no name or no value is left out."""
    for each in text.split(between):
        # Split by .NET with RemoveEmptyEntries: a leading `=` is passed over.
        name, mark, value = each.lstrip("=").partition("=")
        if mark and value:
            yield name.lower(), _meant(value, escapes)


def _meant(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escape, character in escapes:
        text = text.replace(escape, character)
    return text
