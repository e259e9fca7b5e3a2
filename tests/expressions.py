"""The expressions of GitHub's workflows, as far as ours use them: names with dots, words in quotes, == and !=, &&, !.

Whatever else stands in `${{ }}` is an error, so that a file cannot come to use what the tests do not follow. From
GitHub's docs, "Evaluate expressions in workflows and actions".
"""

import re
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r"\$\{\{(.*?)\}\}")
_NAME = re.compile(r"[a-z_][\w-]*(?:\.[\w-]+)*", re.IGNORECASE)
_TEXT = re.compile(r"'((?:[^']|'')*)'")


def filled_in(text: str, contexts: Mapping[str, Any]) -> str:
    """A text with each `${{ }}` replaced by what it comes to.

    >>> filled_in("a-${{ inputs.x }}-${{ inputs.y == 'b' }}", {"inputs": {"x": 1, "y": "b"}})
    'a-1-true'
    """
    return _PLACE.sub(lambda place: _shown(evaluated(place[1], contexts)), text)


def evaluated(expression: str, contexts: Mapping[str, Any]) -> Any:
    """What an expression comes to; a name that is not there is nothing, as GitHub has it.

    >>> evaluated("github.event.number == '7' && !github.none", {"github": {"event": {"number": "7"}}})
    True
    >>> evaluated("secrets.x || inputs.y", {})
    Traceback (most recent call last):
    ValueError: no expression that the tests know: secrets.x || inputs.y
    """
    parts = [part.strip() for part in expression.split("&&")]
    values = [_compared(part, contexts) for part in parts]
    return values[0] if len(values) == 1 else all(values)


def _compared(expression: str, contexts: Mapping[str, Any]) -> Any:
    for sign, same in (("==", True), ("!=", False)):
        left, found, right = expression.partition(sign)
        if found:
            return (_value(left.strip(), contexts) == _value(right.strip(), contexts)) is same
    if expression.startswith("!"):
        return not _value(expression[1:].strip(), contexts)
    return _value(expression, contexts)


def _value(word: str, contexts: Mapping[str, Any]) -> Any:
    if text := _TEXT.fullmatch(word):
        return text[1].replace("''", "'")
    if not _NAME.fullmatch(word):
        raise ValueError(f"no expression that the tests know: {word}")
    value: Any = contexts
    for name in word.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
