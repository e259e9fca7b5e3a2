"""A file with holes: what is held is read, what is not is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.sparse import STEP_BYTES, Held, HoleError, Span, Sparse, held_of

WHOLE = bytes(range(256)) * 4
PLACES = st.integers(0, len(WHOLE))
SPANS = st.tuples(PLACES, PLACES).map(sorted)


@given(spans=st.lists(SPANS, max_size=6), start=PLACES, size=st.integers(-1, 300))
def test_read_gives_the_files_own_bytes_or_tells_which_are_missing(
    spans: list[list[int]], start: int, size: int
) -> None:
    """What is read is what stands there; a hole begins at the first byte that is not held, and asking closes it."""
    held = held_of(((a, WHOLE[a:b]) for a, b in spans), len(WHOLE))
    end = len(WHOLE) if size < 0 else min(len(WHOLE), start + size)
    file = Sparse(held)
    assert file.seek(start) == start
    if start >= end or held.has(Span(start, end)):
        assert file.read(size) == WHOLE[start:end]
        assert file.tell() == max(start, end)
        return
    with pytest.raises(HoleError) as found:
        file.read(size)
    hole, wanted = found.value.span, held.wanted(found.value.span)
    assert start <= hole.start < hole.end == end
    assert not held.has(Span(hole.start, hole.start + 1))
    assert wanted.start <= hole.start < wanted.end <= len(WHOLE)
    more = held_of((*held.parts, (wanted.start, WHOLE[wanted.start : wanted.end])), len(WHOLE))
    assert more.has(Span(hole.start, hole.start + 1))


@given(st.lists(SPANS, max_size=8))
def test_held_of_keeps_every_byte_once_and_in_order(spans: list[list[int]]) -> None:
    """Parts that overlap or touch become one, and nothing is lost or made up."""
    held = held_of(((a, WHOLE[a:b]) for a, b in spans), len(WHOLE))
    places = {place for a, b in spans for place in range(a, b)}
    assert {start + n for start, data in held.parts for n in range(len(data))} == places
    assert held.size == len(places)
    assert held.whole == (len(places) == len(WHOLE))
    assert all(WHOLE[start : start + len(data)] == data for start, data in held.parts)
    assert all(one[0] + len(one[1]) < two[0] for one, two in zip(held.parts, held.parts[1:], strict=False))


@given(st.integers(0, 10_000_000), st.integers(1, 10_000), st.integers(0, 65_536))
def test_wanted_asks_for_a_piece_that_is_worth_a_request(start: int, size: int, first: int) -> None:
    """A piece holds what is missing, is no smaller than a step where the file has so much, and is not held yet."""
    total = 10_020_000
    held = held_of([(0, bytes(first))], total)
    span = Span(max(start, first), max(start, first) + size)
    wanted = held.wanted(span)
    assert first <= wanted.start <= span.start
    assert span.end <= wanted.end <= total
    assert len(wanted) >= min(STEP_BYTES, total - first)


def test_seek_refuses_a_place_before_the_beginning() -> None:
    """As every file does; readers of damaged documents rely on it."""
    file = Sparse(Held(parts=((0, b"abc"),), total=3))
    assert file.seekable()
    assert file.readable()
    with pytest.raises(ValueError, match="before the beginning"):
        file.seek(-4, 2)


def test_first_is_empty_when_the_beginning_is_not_held() -> None:
    """Without its beginning nothing is known of a file."""
    assert held_of([(1, b"bc")], 3).first == b""
    assert held_of([], 0).first == b""
    assert held_of([(0, b"ab")], 3).first == b"ab"
