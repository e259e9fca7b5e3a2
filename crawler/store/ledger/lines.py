"""One value as one line of JSON, and back. Pure.

A line is written in one way only, so that the same facts are the same bytes: keys in order, no spaces, every character
as itself but for what a build's log would obey. Whatever else may stand in a file, reading it raises nothing.
"""

import json
from collections.abc import Sequence
from typing import Any

from crawler.store.cells import clean
from crawler.untrusted import no_command

LINE_BYTES = 1024 * 1024
"""More than any line of ours: addresses, titles and header fields are cut long before they are stored."""

Record = dict[str, Any]
"""One line, as JSON has it."""


def text(record: Record) -> str:
    r"""The value as one line, without its end.

    >>> text({"b": 1, "a": "##[x] \u2028caf\u00e9"})
    '{"a":"##\\u005bx] \u2028café","b":1}'
    """
    found = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return no_command(clean(found))


def record(line: bytes) -> Record | None:
    r"""What a line holds; None where it is no object, says a key twice, or is nothing that JSON knows.

    >>> record(b'{"a":[1]}')
    {'a': [1]}
    >>> [record(line) for line in (b"[1]", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1e999}', b"[" * 9999, b"\xff")]
    [None, None, None, None, None, None]
    """
    if len(line) > LINE_BYTES:
        return None
    try:
        # From text: of bytes Python would guess the encoding, and take UTF-16 too.
        found = json.loads(line.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def lines_of(data: bytes) -> Sequence[bytes]:
    r"""The lines of a file: `\n` alone ends one, whatever else Unicode would break a line at.

    >>> lines_of("a\u2028b\nc\n".encode()), lines_of(b""), lines_of(b"a")
    ([b'a\xe2\x80\xa8b', b'c'], [], [b'a'])
    """
    found = data.split(b"\n")
    return found if found[-1] else found[:-1]


def _once(pairs: Sequence[tuple[str, Any]]) -> Record:
    """RFC 8259, 4: what an object means that says a key twice, nobody knows."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def _finite(digits: str) -> float:
    found = float(digits)
    if found in (float("inf"), float("-inf")):
        raise ValueError(f"{digits} is more than a number can hold")
    return found
