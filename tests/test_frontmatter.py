"""Front matter: where it ends, and its web addresses."""

import pytest

from crawler.gather.frontmatter import end, spans


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (b"---\na: b\n---\ntext", b"\ntext"),
        (b"---\r\n# c\r\n\r\na:\r\n- b\r\n...\r\nx", b"\nx"),
        (b"+++\na = [\n1]\n+++", b""),
        (b"--- \n'a b': c\n--- \n", b"\n"),
        (b"---\n[a](b)\n---\n", None),
        (b"---\n\n---\n", None),
        (b"---\ntext with a colon: here\n---\n", b"\n"),
        (b"---\na: b\n", None),
        (b" ---\na: b\n---\n", None),
        (b"text", None),
    ],
)
def test_end_tells_front_matter_from_a_line(text: bytes, rest: bytes | None) -> None:
    """A fence on the first line, a mapping or TOML behind it, and a closing fence make front matter."""
    assert text[end(text) :] == (text if rest is None else rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a: https://a.example/b#c", [b"https://a.example/b#c"]),
        (b'a: "https://a.example/b c"', [b"https://a.example/b"]),
        (b"a: HTTP://a.example, b", [b"HTTP://a.example"]),
        (b"# https://a.example\na: b # https://c.example", []),
        (b"a: see [b](https://a.example/(c)).", [b"https://a.example/(c)"]),
        (b"a: {b: https://a.example}", [b"https://a.example"]),
        (b"a: [https://a.example/?x[]=1, https://]", [b"https://a.example/?x[]=1"]),
        (b"https://a.example: b\n'https://b.example' = 1\n", []),
        (b"a: ftp://a.example mailto:b@c.example //d.example", []),
    ],
)
def test_spans_finds_the_addresses_of_values(text: bytes, expected: list[bytes]) -> None:
    """Values have links; keys and comments have none."""
    assert [text[start:stop] for start, stop in spans(text, 0, len(text))] == expected
