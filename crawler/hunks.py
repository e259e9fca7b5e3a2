r"""Unified diffs, as git and forges write them: the lines of the new side that they show. On bytes, and pure.

A hunk is read by the counts in its head, never by what its lines look like: a removed `-- x` is written `--- x`. Lines
end at `\n` and nowhere else, as they do for git. What is cut off in the middle, or is no diff at all, gives as much as
can be read for certain.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = re.compile(rb"@@ -[0-9]{1,9}(?:,([0-9]{1,9}))? \+([0-9]{1,9})(?:,([0-9]{1,9}))? @@")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line of the new side of a diff."""

    number: int
    """1-based, in the new file."""
    text: bytes
    """Without its `\n`."""
    added: bool
    """Whether it is new or changed; else it stands there for context."""


def new_lines(patch: bytes) -> Iterator[NewLine]:
    r"""The lines of the new side that the hunks of one file show, in order.

    >>> patch = b"@@ -1,2 +1,3 @@ Title\n same\n--- gone\n+++ new\n+x\n\\ No newline at end of file\n"
    >>> [(line.number, line.text, line.added) for line in new_lines(patch)]
    [(1, b'same', False), (2, b'++ new', True), (3, b'x', True)]
    >>> list(new_lines(b"Binary files a and b differ\n"))
    []
    """
    lines = iter(patch.split(b"\n"))
    for line in lines:
        head = _HEAD.match(line)
        if head is not None:
            yield from _hunk(lines, number=int(head[2]), old=int(head[1] or 1), new=int(head[3] or 1))


def added_lines(patch: bytes) -> frozenset[int]:
    r"""The numbers of the lines that are new or changed.

    >>> sorted(added_lines(b"@@ -1 +1,2 @@\n-a\n+b\n+c\n"))
    [1, 2]
    """
    return frozenset(line.number for line in new_lines(patch) if line.added)


def _hunk(lines: Iterator[bytes], *, number: int, old: int, new: int) -> Iterator[NewLine]:
    """The lines of one hunk, which has so many of each side."""
    while old > 0 or new > 0:
        line = next(lines, None)
        mark = line[:1] if line is not None else None
        if line is None or (mark == b"-" and not old) or (mark == b"+" and not new):
            return
        if mark == b"-":
            old -= 1
        elif mark == b"+":
            new -= 1
            yield NewLine(number=number, text=line[1:], added=True)
            number += 1
        elif mark in (b" ", b"") and old and new:  # some leave out the space of an empty line
            old, new = old - 1, new - 1
            yield NewLine(number=number, text=line[1:], added=False)
            number += 1
        elif mark != b"\\":
            return
