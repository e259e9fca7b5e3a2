"""A file's bytes as the parser gets them, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.source import Positions, between, decode, invalid_bytes, is_text, read

_BYTES = st.lists(st.sampled_from([b"a", b"\n", b"$", b"\xff", b"\0", "é".encode(), "🚀".encode(), b"\xe2\x82"])).map(
    b"".join
)


@given(_BYTES, st.data())
def test_read_leads_every_offset_back(data: bytes, draw: st.DataObject) -> None:
    """Each character of the parser's text leads back to the bytes that it was made of."""
    dollars = [at for at, byte in enumerate(data) if byte == ord("$")]
    escape = draw.draw(st.sets(st.sampled_from(dollars))) if dollars else set()
    source = read(data, 0, sorted(escape))
    offset = 0
    for character in source.text:
        size = len(character.encode())
        raw = data[source.at(offset) : source.at(offset + size)]
        assert decode(raw) == character or (character == "\\" and raw == b"")
        offset += size
    assert source.at(offset) == len(data)


@given(st.binary())
def test_decode_gives_one_sign_for_each_stray_byte(data: bytes) -> None:
    """What is no UTF-8 becomes one U+FFFD a byte, so that slices decode as the whole does."""
    text = decode(data)
    assert len(text) == len(data.decode(errors="surrogateescape"))
    assert "\0" not in text
    assert len(invalid_bytes(data)) == sum(
        0xDC80 <= ord(character) <= 0xDCFF for character in data.decode(errors="surrogateescape")
    )


@given(_BYTES, st.randoms(use_true_random=False))
def test_positions_are_the_same_in_any_order(data: bytes, random: object) -> None:
    """Asked forwards or backwards, a byte has one line and one column."""
    offsets = [at for at in range(len(data)) if at == 0 or data[at] & 0xC0 != 0x80]
    forwards, backwards = Positions(data), Positions(data)
    assert [forwards(at) for at in offsets] == [backwards(at) for at in reversed(offsets)][::-1]


def test_positions_begin_after_the_mark() -> None:
    """The byte order mark is no column."""
    assert Positions(b"\xef\xbb\xbfab")(4) == (1, 2)


def test_between_takes_the_first_and_leaves_the_last() -> None:
    """The offsets from start up to, not including, end are given."""
    assert list(between([1, 4, 9], 1, 9)) == [1, 4]


def test_is_text_knows_what_no_list_is() -> None:
    """Binary files, UTF-16 and texts in another charset are not; a slip here and there does no harm."""
    assert is_text(b"")
    assert is_text(b"a" * 8000 + b"\0" * 100_000)
    assert is_text(b"\xff" * 100_000)
    for data in (b"\0", b"\xff" * 100_001, b"a" * 8000 + b"\0" * 100_001, "# Liste\n".encode("utf-16-le")):
        assert not is_text(data)
