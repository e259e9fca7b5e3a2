r"""A file before and after, as a patch that `git apply` turns into exactly that. On bytes, and pure.

Lines end at `\n` and nowhere else, as they do for git: a lone CR, a form feed or U+2028 is part of a line, and bytes
that are no UTF-8 stay what they are. The cost is linear: a fix keeps every line where it is, so lines are compared in
pairs; where their number differs, all between the common start and the common end is one change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

CONTEXT_LINES = 3
"""What git itself writes, and enough to find the place again when lines above have come or gone."""

_NO_NEWLINE = b"\n\\ No newline at end of file\n"
_C_ESCAPES = {ord(char): f"\\{letter}" for char, letter in zip('\a\b\t\n\v\f\r"\\', 'abtnvfr"\\', strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """Lines `old` up to `old_end` become lines `new` up to `new_end`; 0-based, the ends excluded."""

    old: int
    old_end: int
    new: int
    new_end: int


def unified_diff(path: str, old: bytes, new: bytes) -> bytes:
    r"""The patch that makes `new` out of `old`, in git's format; empty when they are the same.

    >>> print(unified_diff("list.md", b"1\n2\n", b"1\n3").decode(), end="")
    diff --git a/list.md b/list.md
    --- a/list.md
    +++ b/list.md
    @@ -1,2 +1,2 @@
     1
    -2
    +3
    \ No newline at end of file
    >>> unified_diff("list.md", b"same", b"same")
    b''
    """
    if old == new:
        return b""
    old_lines, new_lines = _lines(old), _lines(new)
    before, after = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    # git ends a name that has a space with a tab, so that nothing after it is taken for a part of the name.
    end = b"\t\n" if b" " in before else b"\n"
    header = b"diff --git %b %b\n--- %b%b+++ %b%b" % (before, after, before, end, after, end)
    hunks = (_hunk(old_lines, new_lines, group) for group in _groups(_edits(old_lines, new_lines)))
    return header + b"".join(hunks)


def combine(patches: Iterable[bytes]) -> bytes:
    """One patch out of those of several files; `git apply` takes it whole or not at all.

    >>> combine([b"", b"diff 1", b"diff 2"])
    b'diff 1diff 2'
    """
    return b"".join(patches)


def _lines(data: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _edits(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[_Edit]:
    if len(old) != len(new):
        yield _middle(old, new)
        return
    start: int | None = None
    for index, (before, after) in enumerate(zip(old, new, strict=True)):
        if before == after and start is not None:
            yield _Edit(old=start, old_end=index, new=start, new_end=index)
            start = None
        elif before != after and start is None:
            start = index
    if start is not None:
        yield _Edit(old=start, old_end=len(old), new=start, new_end=len(new))


def _middle(old: Sequence[bytes], new: Sequence[bytes]) -> _Edit:
    shorter = min(len(old), len(new))
    head = _same(zip(old, new, strict=False), shorter)
    tail = _same(zip(reversed(old), reversed(new), strict=False), shorter - head)
    return _Edit(old=head, old_end=len(old) - tail, new=head, new_end=len(new) - tail)


def _same(pairs: Iterable[tuple[bytes, bytes]], limit: int) -> int:
    return min(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)), limit)


def _groups(edits: Iterable[_Edit]) -> Iterator[list[_Edit]]:
    group: list[_Edit] = []
    for edit in edits:
        if group and edit.old - group[-1].old_end > 2 * CONTEXT_LINES:
            yield group
            group = []
        group.append(edit)
    yield group


def _hunk(old: Sequence[bytes], new: Sequence[bytes], group: Sequence[_Edit]) -> bytes:
    first, last = group[0], group[-1]
    above = min(CONTEXT_LINES, first.old)
    below = min(CONTEXT_LINES, len(old) - last.old_end)
    spans = _span(first.old - above, last.old_end + below), _span(first.new - above, last.new_end + below)
    body: list[bytes] = []
    at = first.old - above
    for edit in group:
        body += (_line(b" ", line) for line in old[at : edit.old])
        body += (_line(b"-", line) for line in old[edit.old : edit.old_end])
        body += (_line(b"+", line) for line in new[edit.new : edit.new_end])
        at = edit.old_end
    body += (_line(b" ", line) for line in old[at : at + below])
    return b"@@ -%b +%b @@\n" % spans + b"".join(body)


def _span(start: int, end: int) -> bytes:
    """Start and length; the start of no lines at all is the line before them, as diff has it."""
    return b"%d,%d" % (start + 1 if end > start else start, end - start)


def _line(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + _NO_NEWLINE


def _quoted(name: str) -> bytes:
    """The name as git writes it: in quotes with C's escapes when a byte of it is not plain (`core.quotePath`)."""
    raw = name.encode("utf-8", "surrogateescape")
    if all(0x20 <= byte < 0x7F and byte not in _C_ESCAPES for byte in raw):
        return raw
    return f'"{"".join(map(_escaped, raw))}"'.encode()


def _escaped(byte: int) -> str:
    plain = chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"
    return _C_ESCAPES.get(byte, plain)
