"""Unpacking a body: what comes out, how much of it, and what it costs."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.unpack import ACCEPT_ENCODING, FLOOR_BYTES, MOST_MEMBERS, Unpacker, labels

MIB = 1024 * 1024
PAGE = b"<!doctype html><title>A page</title>" + bytes(range(256)) * 40


def packed_raw(data: bytes) -> bytes:
    """Deflate without the zlib frame, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "x-deflate": packed_raw,
}


def unpacked(encodings: Sequence[str], chunks: Sequence[bytes], limit_bytes: int = MIB) -> tuple[bytes, Unpacker]:
    """All that comes out, and the unpacker afterwards."""
    unpacker = Unpacker(encodings, limit_bytes=limit_bytes, ratio=100)
    return b"".join([*map(unpacker.feed, chunks), unpacker.finish()]), unpacker


def cut(data: bytes, sizes: Sequence[int]) -> Iterator[bytes]:
    """`data` in chunks of these sizes, the rest at the end."""
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
    yield data[at:]


def bomb(mib: int, packer: str = "gzip") -> bytes:
    """So many MiB of zeros, packed a MiB at a time."""
    stream = zlib.compressobj(9, wbits={"gzip": 31, "deflate": 15, "raw": -15}[packer])
    return b"".join(stream.compress(bytes(MIB)) for _ in range(mib)) + stream.flush()


@pytest.mark.parametrize("encoding", PACKERS)
def test_feed_unpacks_each_coding_that_is_asked_for(encoding: str) -> None:
    """What was packed comes out whole."""
    body, unpacker = unpacked([encoding], [PACKERS[encoding](PAGE)])
    assert body == PAGE
    assert (unpacker.full, unpacker.failed) == (False, False)


def test_accept_encoding_names_only_what_can_be_unpacked() -> None:
    """Nothing is asked for that would be refused when it comes."""
    assert not Unpacker([ACCEPT_ENCODING], limit_bytes=1, ratio=1).failed


@given(
    layers=st.lists(st.sampled_from(sorted(PACKERS)), max_size=2),
    data=st.binary(max_size=2000),
    sizes=st.lists(st.integers(0, 40), max_size=30),
)
def test_feed_gives_the_same_however_the_body_is_cut(layers: list[str], data: bytes, sizes: list[int]) -> None:
    """Where the network cuts the body makes no difference."""
    body = data
    for layer in layers:
        body = PACKERS[layer](body)
    assert unpacked([", ".join(layers)], list(cut(body, sizes)))[0] == data


@given(
    encodings=st.lists(st.sampled_from(["gzip", "deflate", "br", "identity", ""]), max_size=3),
    chunks=st.lists(st.binary(max_size=200), max_size=6),
    limit_bytes=st.integers(0, 300),
)
def test_feed_takes_any_bytes(encodings: list[str], chunks: list[bytes], limit_bytes: int) -> None:
    """Whatever is said and sent, nothing is raised, and never more comes out than was allowed."""
    body, unpacker = unpacked(encodings, chunks, limit_bytes)
    assert len(body) <= limit_bytes
    assert unpacker.full or unpacker.failed or len(body) < limit_bytes


@given(data=st.binary(min_size=40, max_size=4000), at=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_feed_survives_a_broken_stream(data: bytes, at: int, byte: int) -> None:
    """A flipped byte anywhere in the stream is no exception, and lets no more out than was allowed."""
    body = bytearray(gzip.compress(data, mtime=0))
    body[2 + at % (len(body) - 2)] = byte
    out, unpacker = unpacked(["gzip"], [bytes(body)])
    assert len(out) <= MIB
    assert not unpacker.full or len(out) == MIB


def test_feed_keeps_plain_bodies_as_they_are() -> None:
    """A body without a coding passes through, up to the limit."""
    assert unpacked([], [PAGE])[0] == PAGE
    body, unpacker = unpacked([], [PAGE, PAGE], limit_bytes=len(PAGE) + 5)
    assert body == PAGE + PAGE[:5]
    assert unpacker.full


def test_feed_stops_at_the_limit() -> None:
    """Exactly the limit comes out, then nothing more."""
    unpacker = Unpacker(["gzip"], limit_bytes=1000, ratio=100)
    assert unpacker.feed(gzip.compress(PAGE)) == PAGE[:1000]
    assert unpacker.full
    assert unpacker.feed(b"more") == b""


def test_feed_keeps_what_came_when_the_stream_is_cut_off() -> None:
    """Half a stream gives the text of that half."""
    text = bytes(Random(1).choices(b"abcdefgh ", k=20_000))
    body, unpacker = unpacked(["gzip"], [gzip.compress(text)[:5000]])
    assert text.startswith(body)
    assert len(body) > 8000
    assert not unpacker.failed


@pytest.mark.parametrize("packer", ["gzip", "deflate"])
def test_feed_keeps_the_page_when_only_its_check_sum_is_wrong(packer: str) -> None:
    """A wrong check sum at the end costs nothing of the page, but is said."""
    body = bytearray(PACKERS[packer](PAGE))
    body[-1 if packer == "deflate" else -6] ^= 255
    got, unpacker = unpacked([packer], [bytes(body)])
    assert got == PAGE
    assert "broken" in unpacker.problem


def test_feed_keeps_what_stands_before_a_fault() -> None:
    """Damage in the middle leaves the beginning readable."""
    text = bytes(Random(2).choices(b"abcdefgh ", k=20_000))
    body = gzip.compress(text)
    got, unpacker = unpacked(["gzip"], [body[:4000] + Random(3).randbytes(4000)])
    assert got[:6000] == text[:6000]
    assert unpacker.failed
    assert unpacker.feed(b"more") == b""


def test_feed_reads_all_members_of_a_gzip_file() -> None:
    """Several members are one text, also when a magic is cut in two."""
    body = gzip.compress(b"one ") + gzip.compress(b"two ") + gzip.compress(b"three")
    assert unpacked(["gzip"], [body])[0] == b"one two three"
    assert unpacked(["gzip"], [bytes([byte]) for byte in body])[0] == b"one two three"


@pytest.mark.parametrize("rest", [b"\0" * 600, b"<!-- cached -->", b"\x1f", b"\x1fno"])
@pytest.mark.parametrize("packer", ["gzip", "deflate"])
def test_feed_ignores_what_follows_the_stream(packer: str, rest: bytes) -> None:
    """Padding and comments behind the stream are no part of the page."""
    got, unpacker = unpacked([packer], [PACKERS[packer](PAGE) + rest, rest])
    assert got == PAGE
    assert not unpacker.failed


@pytest.mark.parametrize("label", ["gzip", "deflate", "gzip, gzip", "deflate, gzip"])
@pytest.mark.parametrize("text", [b"<!doctype html><title>Not packed at all</title>", b"{}", b"x"])
def test_feed_takes_a_plain_text_as_it_is_when_the_label_lies(label: str, text: bytes) -> None:
    """A page that only says that it is packed is read as it stands."""
    got, unpacker = unpacked([label], [text[:1], text[1:]])
    assert got == text
    assert not unpacker.failed


def test_feed_reads_a_body_that_was_packed_once_and_labelled_twice() -> None:
    """`gzip, gzip` over one layer of gzip is one layer."""
    assert unpacked(["gzip", "gzip"], [gzip.compress(PAGE)])[0] == PAGE


@pytest.mark.parametrize(
    ("encodings", "problem"),
    [
        (["br"], "content-encoding br is not understood"),
        (["gzip", "zstd"], "content-encoding zstd is not understood"),
        (["gzip, gzip", "deflate"], "3 content-encodings, one upon the other"),
    ],
)
def test_unpacker_says_which_coding_it_does_not_know(encodings: list[str], problem: str) -> None:
    """What nobody asked for is refused, and named."""
    got, unpacker = unpacked(encodings, [PAGE])
    assert (got, unpacker.problem) == (b"", problem)


@pytest.mark.parametrize("label", ["identity", "none", "UTF-8", "", " , "])
def test_labels_knows_names_that_mean_nothing(label: str) -> None:
    """Some servers put a charset or nothing at all there, and their pages are fine."""
    assert labels([label]) == []


@pytest.mark.parametrize("packer", ["gzip", "deflate", "raw", "gzip, gzip"])
def test_feed_defuses_bombs(packer: str) -> None:
    """64 MiB of zeros come out as the limit at most, and never stand in memory."""
    body = bomb(64, packer.partition(",")[0])
    if "," in packer:
        body = gzip.compress(body)
    label = "deflate" if packer == "raw" else packer
    tracemalloc.start()
    got, unpacker = unpacked([label], [body], limit_bytes=512 * 1024)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert unpacker.full
    assert len(got) <= 512 * 1024
    assert peak_bytes < 2 * MIB


def test_feed_defuses_a_small_bomb_by_its_ratio() -> None:
    """A few hundred bytes do not become half a MiB: the first 64 KiB are enough to see what it is."""
    body = bomb(1)[:400]
    got, unpacker = unpacked(["gzip"], [body], limit_bytes=512 * 1024)
    assert len(got) == FLOOR_BYTES
    assert unpacker.full


def test_feed_gives_up_on_a_layer_that_swells_without_an_end() -> None:
    """Empty members inside a bomb yield nothing, so the layer between them is bounded as well."""
    inner = zlib.compressobj(9, wbits=31)
    empty = inner.compress(b"") + inner.flush()
    endless = empty + b"\x1f\x8b\x08\x08\0\0\0\0\0\0" + b"x" * 4 * MIB
    got, unpacker = unpacked(["gzip", "gzip"], [gzip.compress(endless)], limit_bytes=1000)
    assert got == b""
    assert "a layer unpacks to more than" in unpacker.problem


def test_feed_reads_no_endless_row_of_empty_members() -> None:
    """A body of empty members is let go after a few hundred."""
    empty = gzip.compress(b"")
    body = empty * (MOST_MEMBERS + 1) + gzip.compress(b"hidden")
    assert unpacked(["gzip"], [body])[0] == b""
