"""Anchors as GitHub makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.anchors import anchors, has_anchor, slug


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Installation", "installation"),
        ("C++ / C#", "c--c"),
        ("--docker", "--docker"),
        ("A_b-c.d, e!", "a_b-cd-e"),
        ("🚀 Start", "-start"),
        (":rocket: Start", "rocket-start"),
        ("❤️ Love", "️-love"),
        ("Größe & Ähre", "größe--ähre"),
        ("Ж ΔΙΣ", "ж-δισ"),
        ("日本語 の", "日本語-の"),
        (" x  y", "-x--y"),
        ("½ x² 3", "-x-3"),
    ],
)
def test_slug_is_githubs(heading: str, expected: str) -> None:
    """Letters are lowered, punctuation and emoji go, each space is a hyphen."""
    assert slug(heading) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# *Bold* and `code`", {"bold-and-code"}),
        ("# [A link](https://a.example) ![no](u)", {"a-link-", "a-link"}),
        ("Setext\nover two\n===\n\nSecond\n---", {"setextover-two", "second"}),
        ("# A\n# A\n# A-1\n# A", {"a", "a-1", "a-1-1", "a-2"}),
        ("# a `<b>` <i>c</i> \\* &amp; $x$", {"a-b-c---x"}),
        ("> # Quoted\n\n- # Listed", {"quoted", "listed"}),
        ("```\n# no\n```\n<!-- # no -->\n\n    # no", set()),
        ("<h1 align=center>The\n <b>name</b></h1>\n\n## The name", {"the-name", "the-name-1"}),
        ("<a name='One'></a> <p id=\"two\">\n\n<a id=three href=x>", {"One", "two", "three"}),
        ("`<a name=no>` <!-- <a name=no> -->", set()),
        ("---\ntitle: x\n---\n# Y", {"y"}),
        ("\ufeff# Z", {"z"}),
    ],
)
def test_anchors_are_those_of_the_rendered_page(text: str, expected: set[str]) -> None:
    """Headings of all kinds, made unique, and names and ids of raw HTML; nothing of code and comments."""
    assert anchors(text.encode()) == expected


@pytest.mark.parametrize(
    ("fragment", "markdown", "expected"),
    [
        ("one", True, True),
        ("One", True, True),
        ("user-content-one", True, True),
        ("two", True, False),
        ("", True, True),
        ("top", True, True),
        ("readme", True, True),
        (":~:text=one", True, True),
        ("L1", True, True),
        ("L1-L3", True, True),
        ("L1C2-L3C4", True, True),
        ("L2-3", False, True),
        ("l3", False, True),
        ("L4", True, False),
        ("L0", False, False),
        ("L3-L2", False, False),
        ("L1-L4", False, False),
        ("anything", False, True),
        ("L10n", True, True),
    ],
)
def test_has_anchor_knows_headings_and_lines(fragment: str, markdown: bool, expected: bool) -> None:
    """Headings are looked for in Markdown only, lines in every file, and the top is always there."""
    assert has_anchor(b"# One\n## L10n\nlast", fragment, markdown=markdown) is expected


def test_has_anchor_prefers_a_heading_that_looks_like_a_line() -> None:
    """A heading `L10` is an anchor although the file has no ten lines."""
    assert has_anchor(b"# L10\n", "L10", markdown=True)
    assert not has_anchor(b"", "L1", markdown=True)


@given(st.lists(st.sampled_from(["a", "a-1", "A", "b", "a 1", ""]), max_size=12))
def test_anchors_are_one_for_each_heading(headings: list[str]) -> None:
    """However headings repeat, each has an anchor of its own."""
    text = "\n\n".join(f"# {heading}" for heading in headings)
    assert len(anchors(text.encode())) == len(headings)
