"""What git says of a file's versions: `git diff-tree --raw -z` read into values. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

FORMAT = "--format=%H %ct %P"
"""What `versions` and `renames` expect before the changes of a commit: its name, its date, its parents."""

_RECORD = re.compile(rb"\n?:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*")
_HEADER = re.compile(rb"([0-9a-f]{40,64}) ([0-9]*) ((?:[0-9a-f]{40,64} ?)*)")
_TWO_NAMES = frozenset({b"R", b"C"})
_FILE = b"100"
"""How the mode of a plain file begins; a symbolic link and a submodule are no versions of a list."""
_DIGITS = 12
"""No date that can be told has more."""

FIRST_PAGE = datetime(1991, 8, 6, tzinfo=UTC)
"""When the first web page was announced (alt.hypertext, WorldWideWeb: Summary): no list has a link before it."""
_SKEW = timedelta(days=1)
"""How far the clock of whoever made a commit may be ahead of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A file as one commit left it."""

    name: bytes
    """The file's name in that commit, from the top of the repository."""
    commit: str
    committed_at: datetime | None
    """The committer's date; None where it is no date or cannot be true."""
    blob: str
    """Name of its content."""
    appeared: bool
    """Whether the one parent that the commit has holds no such file; the oldest commit of a shallow clone has none."""


def versions(raw: bytes, now: datetime) -> Iterator[Version]:
    r"""The versions that a stream tells of, in its order; a merge has one for each parent that it differs from.

    What is no plain file any more (removed, a symbolic link) has none. What is no such stream has none, either.

    >>> commit, blob = "c" * 40, "b" * 40
    >>> raw = f"{commit} 1700000000 {commit}\0\n:000000 100644 {blob} {blob} A\0list.md\0".encode()
    >>> [(version.name, str(version.committed_at), version.appeared) for version in versions(raw, now=datetime.max)]
    [(b'list.md', '2023-11-14 22:13:20+00:00', True)]
    >>> list(versions(b"fatal: no\0\n:1", now=datetime.max))
    []
    """
    for header, record, names in _changes(raw):
        if record[2].startswith(_FILE):
            yield Version(
                name=names[0],
                commit=header[1].decode(),
                committed_at=when(header[2], now),
                blob=record[4].decode(),
                appeared=record[5] == b"A" and len(header[3].split()) == 1,
            )


def renames(raw: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    r"""The commits of a stream that renamed a file: commit, old name, new name.

    >>> raw = f"{'c' * 40} 1 {'d' * 40}\0\n:100644 100644 {'b' * 40} {'b' * 40} R100\0a.md\0b.md\0".encode()
    >>> [(old, new) for _, old, new in renames(raw)]
    [(b'a.md', b'b.md')]
    >>> list(renames(b""))
    []
    """
    for header, record, names in _changes(raw):
        if record[5] == b"R":
            yield header[1].decode(), names[0], names[1]


def when(seconds: bytes, now: datetime) -> datetime | None:
    """The moment that a commit names by its seconds since 1970; None where nobody can have added a link then.

    >>> str(when(b"1700000000", now=datetime(2026, 1, 1, tzinfo=UTC)))
    '2023-11-14 22:13:20+00:00'
    >>> [when(text, now=datetime(2026, 1, 1, tzinfo=UTC)) for text in (b"", b"0", b"4102444800", b"9" * 30)]
    [None, None, None, None]
    """
    if not seconds or len(seconds) > _DIGITS:
        return None
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):  # a year beyond 9999
        return None
    latest = now.replace(tzinfo=now.tzinfo or UTC)
    return at if at >= FIRST_PAGE and at - latest <= _SKEW else None


def _changes(raw: bytes) -> Iterator[tuple[re.Match[bytes], re.Match[bytes], list[bytes]]]:
    """Each change with the header of its commit and the names that it has; ends where the stream is none."""
    pieces = iter(raw.split(b"\0"))
    header = None
    for piece in pieces:
        record = _RECORD.fullmatch(piece)
        if record is None:
            header = _HEADER.fullmatch(piece)
            if header is None:
                return
            continue
        count = 2 if record[5] in _TWO_NAMES else 1
        names = list(islice(pieces, count))
        if header is None or len(names) < count:
            return
        yield header, record, names
