"""Unpacks a body as it arrives, and never more of it than was asked for. Pure.

`ACCEPT_ENCODING` names gzip and deflate alone, because their window is 32 KiB by definition (RFC 1951, 2) and zlib
takes a bound on what it hands out. Brotli was measured and left out: 52 bytes make one brotli 1.2.1 decoder hold
16 MiB before it gives its first byte (its window may be that large, RFC 7932, 9.1), and its `output_buffer_limit` of
16 KiB returned 32 KiB; with 128 bodies under way that is 2 GiB. A zstd frame may ask for a window of 8 MiB and more
(RFC 8878, 3.1.1.1.2), and Python has no decoder for it before 3.14.
"""

import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

ACCEPT_ENCODING = "gzip, deflate"
"""What to send as Accept-Encoding: exactly what can be unpacked here."""

MOST_LAYERS = 2
"""`gzip, gzip` is met where a server packs what was packed already; more is an attack (curl stops at 5)."""
PIECE_BYTES = 16 * 1024
"""So much is unpacked at once."""
FLOOR_BYTES = 64 * 1024
"""So much may come out before the ratio is looked at: a small page of much white space is no bomb."""
SLACK_BYTES = 64 * 1024
"""A packed body may be so much longer than what it unpacks to."""
MOST_MEMBERS = 256
"""An empty gzip member costs 20 bytes and yields nothing: a body of them would keep us busy for nothing."""

_GZIP = frozenset({"gzip", "x-gzip"})
_DEFLATE = frozenset({"deflate", "x-deflate"})
_NOTHING = frozenset({"", "identity", "none", "binary", "8bit", "7bit", "utf-8", "utf8", "text/html", "chunked"})
"""Labels of servers that name no coding at all; browsers show their pages too."""
_TEXT = frozenset(range(0x20, 0x7F)) | frozenset(b"\t\n\f\r")
_TEXT_BYTES = 16
"""So many characters of text at the start, and it is no deflate: by chance one stream in 5 million looks so."""
_GZIP_MAGIC = b"\x1f\x8b"


def labels(encodings: Sequence[str]) -> list[str]:
    """The codings that Content-Encoding fields name, in the order in which they were applied.

    >>> labels(["gzip"]), labels(["deflate, GZIP", "identity"])
    (['gzip'], ['deflate', 'gzip'])
    >>> labels(["utf-8"]), labels(["br"])
    ([], ['br'])
    """
    named = (label.strip().lower() for field in encodings for label in field.split(","))
    return [label for label in named if label not in _NOTHING]


class Unpacker:
    """Unpacks one body, piece by piece; total: whatever comes in, there is no exception.

    >>> unpacker = Unpacker(["gzip"], limit_bytes=4, ratio=100)
    >>> unpacker.feed(zlib.compress(b"abcdef", wbits=31)), unpacker.full, unpacker.failed
    (b'abcd', True, False)
    >>> Unpacker(["br"], limit_bytes=4, ratio=100).problem
    'content-encoding br is not understood'
    """

    def __init__(self, encodings: Sequence[str], *, limit_bytes: int, ratio: int) -> None:
        self.full = limit_bytes <= 0
        """True when enough was unpacked: the rest of the body need not be read."""
        self.problem = ""
        """Why the body cannot be (further) unpacked; what `feed` returned before stays good."""
        self._limit_bytes = limit_bytes
        self._ratio = ratio
        self._in_bytes = 0
        self._out_bytes = 0
        self._layers: list[_Layer] = []
        self._build(labels(encodings))

    @property
    def failed(self) -> bool:
        """Whether the body cannot be (further) unpacked."""
        return bool(self.problem)

    def feed(self, chunk: bytes) -> bytes:
        """What the next bytes of the body unpack to; never more than the limit leaves room for."""
        self._in_bytes += len(chunk)
        return self._gather(self._through(chunk, 0))

    def finish(self) -> bytes:
        """What was held back for a look at its first bytes; to be called when the body is at its end."""
        return self._gather(self._drain())

    def _build(self, named: list[str]) -> None:
        if len(named) > MOST_LAYERS:
            self.problem = f"{len(named)} content-encodings, one upon the other"
            return
        for label in reversed(named):
            if label not in _GZIP | _DEFLATE:
                self.problem = f"content-encoding {label[:40]} is not understood"
                return
            layer = _Gzip if label in _GZIP else _Deflate
            self._layers.append(layer(self._limit_bytes + SLACK_BYTES))

    def _gather(self, pieces: Iterator[bytes]) -> bytes:
        gathered: list[bytes] = []
        while not self.full and not self.failed:
            piece = next(pieces, None)
            if piece is None:
                break
            room = self._room()
            gathered.append(piece[:room])
            self._out_bytes += min(len(piece), room)
            self.full = len(piece) >= room
        return b"".join(gathered)

    def _room(self) -> int:
        """What may still come out: the limit, and for a packed body no more than its ratio allows."""
        most = self._limit_bytes
        if self._layers:
            most = min(most, max(FLOOR_BYTES, self._ratio * self._in_bytes))
        return most - self._out_bytes

    def _through(self, data: bytes, depth: int) -> Iterator[bytes]:
        """`data` unpacked by the layers from `depth` on, a small piece at a time."""
        if depth == len(self._layers):
            yield data
            return
        for piece in self._layers[depth].pieces(data):
            yield from self._through(piece, depth + 1)
        self.problem = self.problem or self._layers[depth].problem

    def _drain(self) -> Iterator[bytes]:
        for depth, layer in enumerate(self._layers):
            for piece in layer.finish():
                yield from self._through(piece, depth + 1)


class _Layer(ABC):
    """One coding. It looks at the first bytes before it believes the label: servers lie about both."""

    look_bytes = 0
    """So many bytes are needed to see what the body is."""

    def __init__(self, limit_bytes: int) -> None:
        self.problem = ""
        self._limit_bytes = limit_bytes
        self._out_bytes = 0
        self._held: bytes | None = b""
        self._plain = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What `data` unpacks to, in pieces of at most `PIECE_BYTES` (one of any size where nothing is packed)."""
        if self._held is not None:
            data = self._held + data
            self._held = data if len(data) < self.look_bytes else None
            if self._held is not None:
                return
            self._look(data)
        yield from self._unpacked(data)

    def finish(self) -> Iterator[bytes]:
        """What was held back at the end of a very short body."""
        data, self._held = self._held, None
        if data:
            self._look(data)
            yield from self._unpacked(data)

    @abstractmethod
    def _look(self, start: bytes) -> None:
        """See from its first bytes what the body is."""

    @abstractmethod
    def _inflated(self, data: bytes) -> Iterator[bytes]:
        """Inflate, and let a `zlib.error` through."""

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        if self._plain:
            yield data
            return
        try:
            yield from self._inflated(data)
        except zlib.error as error:
            self.problem = f"the packed body is broken: {error}"

    def _run(self, stream: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
        while True:
            before = stream.copy()
            try:
                piece = stream.decompress(data, PIECE_BYTES)
            except zlib.error:
                yield _rescued(before, data)
                raise
            self._out_bytes += len(piece)
            if piece:
                yield piece
            if self._out_bytes > self._limit_bytes:
                self.problem = f"a layer unpacks to more than {self._limit_bytes} bytes"
                return
            data = stream.unconsumed_tail
            if stream.eof or not (data or len(piece) == PIECE_BYTES):
                return


class _Gzip(_Layer):
    """RFC 1952: one member or several; what follows the last one is not ours and is let go, as browsers do."""

    look_bytes = 2

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(limit_bytes)
        self._members = 0
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._between = b""
        self._ended = False

    def _look(self, start: bytes) -> None:
        self._plain = not start.startswith(_GZIP_MAGIC)

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        while data and not self._ended and not self.problem:
            if self._stream.eof and not self._next_member(data):
                return
            yield from self._run(self._stream, self._between + data)
            self._between = b""
            data = self._stream.unused_data

    def _next_member(self, data: bytes) -> bool:
        """Whether another member begins: its magic decides, and may come in two halves."""
        start = self._between + data
        if len(start) < len(_GZIP_MAGIC) and _GZIP_MAGIC.startswith(start):
            self._between = start
            return False
        self._members += 1
        self._ended = not start.startswith(_GZIP_MAGIC) or self._members >= MOST_MEMBERS
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return not self._ended


class _Deflate(_Layer):
    """`deflate` is zlib (RFC 9110, 8.4.1.2), but many servers send it raw; zlib's two first bytes tell."""

    look_bytes = _TEXT_BYTES

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(limit_bytes)
        self._stream = zlib.decompressobj()

    def _look(self, start: bytes) -> None:
        self._plain = all(byte in _TEXT for byte in start[:_TEXT_BYTES]) and not _is_zlib(start)
        if not _is_zlib(start):
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        if not self._stream.eof:
            yield from self._run(self._stream, data)


def _is_zlib(start: bytes) -> bool:
    """Whether a zlib header begins here (RFC 1950, 2.2): method 8, a window of at most 32 KiB, the check sum right."""
    return len(start) > 1 and start[0] & 15 == 8 and start[0] >> 4 < 8 and (start[0] << 8 | start[1]) % 31 == 0


def _rescued(stream: "zlib._Decompress", data: bytes) -> bytes:
    """What stands before the fault: zlib gives nothing of a call that fails, be it only the check sum at the end.

    >>> packed = zlib.compress(b"whole, but for its check sum")
    >>> _rescued(zlib.decompressobj(), packed[:-1] + b"?")
    b'whole, but for its check sum'
    """
    if len(data) < 2:
        return b""
    before, half = stream.copy(), len(data) // 2
    try:
        first = stream.decompress(data[:half])
    except zlib.error:
        return _rescued(before, data[:half])
    return first + _rescued(stream, data[half:])
