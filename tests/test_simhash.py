"""The fingerprint of a text."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.simhash import distance, fingerprint

WORDS = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=9), min_size=60, max_size=120, unique=True)


@given(text=st.text(max_size=200))
def test_fingerprint_is_16_hex_digits_or_nothing(text: str) -> None:
    """Every text that holds a word has a fingerprint, always the same one."""
    found = fingerprint(text)
    assert found == fingerprint(text)
    assert found is None or (len(found) == 16 and set(found) <= set("0123456789abcdef"))


@settings(max_examples=30)
@given(words=WORDS, at=st.integers(0, 59))
def test_fingerprint_changes_little_when_one_word_does(words: list[str], at: int) -> None:
    """One word in sixty moves few of the 64 bits; the order of the words moves none."""
    text = " ".join(words)
    before, after = fingerprint(text), fingerprint(" ".join([*words[:at], "0changed", *words[at + 1 :]]))
    assert before is not None
    assert after is not None
    assert distance(before, after) <= 24
    assert fingerprint(" ".join(reversed(words)).upper()) == before


def test_fingerprint_tells_texts_apart() -> None:
    """Two texts without a common word differ in about half of their bits."""
    one = fingerprint(" ".join(f"one{number}" for number in range(300)))
    other = fingerprint(" ".join(f"other{number}" for number in range(300)))
    assert one is not None
    assert other is not None
    assert 16 <= distance(one, other) <= 48


def test_fingerprint_counts_every_word_of_the_longest_text() -> None:
    """As many different words as are looked at fit into the lanes."""
    assert fingerprint(" ".join(map(chr, range(0x4E00, 0x4E00 + 16_384)))) is not None
