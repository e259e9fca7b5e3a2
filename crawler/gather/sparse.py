"""A file of which only some parts are held: what is read of it, and which part is missing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase

from crawler.settings import KIB

STEP_BYTES = 64 * KIB
"""A part is asked for in pieces of at least this size: what stands beside an object is often wanted next."""
GAP_BYTES = 2 * STEP_BYTES
"""A gap of this size is closed whole: another request costs more than its bytes."""
_BEFORE_BYTES = 8 * KIB
"""A piece begins so much before what is missing: what refers to an object often stands before it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The bytes from `start` up to `end`, which is no part of it."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


class HoleError(BaseException):
    """Something was read that is not held. No `Exception`: readers that forgive every fault of a file must not."""

    def __init__(self, span: Span) -> None:
        super().__init__(f"bytes {span.start}-{span.end} are not held")
        self.span = span


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of a file."""

    parts: tuple[tuple[int, bytes], ...]
    """Where each part begins, and its bytes; in order, and none touches another."""
    total: int
    """Bytes of the whole file."""

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.size >= self.total

    @property
    def size(self) -> int:
        """Bytes that are held."""
        return sum(len(data) for _, data in self.parts)

    @property
    def first(self) -> bytes:
        """The bytes with which the file begins, as far as they are held."""
        return self.parts[0][1] if self.parts and self.parts[0][0] == 0 else b""

    def has(self, span: Span) -> bool:
        """Whether all of a span is held."""
        return any(start <= span.start and span.end <= start + len(data) for start, data in self.parts)

    def wanted(self, span: Span) -> Span:
        """What to ask for where a span is missing: the gap in which it begins, or a piece of it that is worth asking.

        >>> held = Held(parts=((0, bytes(65536)),), total=400_000)
        >>> held.wanted(Span(399_990, 400_000)), held.wanted(Span(60_000, 70_000)), held.wanted(Span(200_000, 200_100))
        (Span(start=334464, end=400000), Span(start=65536, end=131072), Span(start=191808, end=257344))
        >>> held_of([(0, b"%PDF-"), (300_000, bytes(9))], 999_999).wanted(Span(299_000, 299_999))
        Span(start=168928, end=300000)
        >>> Held(parts=((0, bytes(65536)),), total=100_000).wanted(Span(99_000, 99_001))
        Span(start=65536, end=100000)
        """
        opens = max((at + len(data) for at, data in self.parts if at <= span.start), default=0)
        closes = min((at for at, _ in self.parts if at > span.start), default=self.total)
        if closes - opens <= GAP_BYTES:
            return Span(opens, closes)
        # Whoever goes backwards from a part that is held does so in larger steps.
        step = 2 * STEP_BYTES if closes < self.total and closes - span.start <= STEP_BYTES else STEP_BYTES
        start = max(opens, min(span.start - _BEFORE_BYTES, closes - step))
        return Span(start, min(closes, max(span.end, start + step)))


def held_of(parts: Iterable[tuple[int, bytes]], total: int) -> Held:
    """The parts in order, those that touch or overlap made one.

    >>> held_of([(4, b"efg"), (0, b"abc"), (2, b"cd")], 9).parts
    ((0, b'abcdefg'),)
    """
    made: list[tuple[int, bytes]] = []
    for start, data in sorted(parts, key=lambda part: part[0]):
        if made and start <= (end := made[-1][0] + len(made[-1][1])):
            made[-1] = (made[-1][0], made[-1][1] + data[end - start :])
        elif data:
            made.append((start, data))
    return Held(parts=tuple(made), total=total)


class Sparse(RawIOBase):
    """A file to read, of which only some parts are held; reading what is not is a `HoleError`.

    >>> file = Sparse(held_of([(0, b"abc"), (6, b"g")], 7))
    >>> file.read(2), file.seek(-1, 2), file.read(), file.tell()
    (b'ab', 6, b'g', 7)
    >>> file.seek(2), file.read(3)
    Traceback (most recent call last):
    crawler.gather.sparse.HoleError: bytes 3-5 are not held
    """

    def __init__(self, held: Held) -> None:
        super().__init__()
        self._held = held
        self._place = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, all of them that are wanted."""
        total = self._held.total
        end = total if size < 0 else min(total, self._place + size)
        data = self._between(self._place, max(self._place, end))
        self._place += len(data)
        return data

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go to a place; one before the beginning does not exist."""
        place = {SEEK_SET: 0, SEEK_CUR: self._place, SEEK_END: self._held.total}[whence] + offset
        if place < 0:
            raise ValueError("a place before the beginning")
        self._place = place
        return place

    def seekable(self) -> bool:
        """Whether places can be gone to: yes."""
        return True

    def readable(self) -> bool:
        """Whether it can be read: yes."""
        return True

    def tell(self) -> int:
        """The place where the next read begins."""
        return self._place

    def _between(self, start: int, end: int) -> bytes:
        if start >= end:
            return b""
        for at, data in self._held.parts:
            if at <= start < at + len(data):
                if end > at + len(data):
                    raise HoleError(Span(at + len(data), end))
                return data[start - at : end - at]
        raise HoleError(Span(start, end))
