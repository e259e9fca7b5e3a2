"""Relative links as paths from the root."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.paths import leaves_root, local_target, outside_target, split


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("b.md", "a.md", "b.md"),
        ("docs/a.md#x", "lists/b.md", "lists/docs/a.md#x"),
        ("../c.md", "lists/b.md", "c.md"),
        ("/c/./d.md", "lists/b.md", "c/d.md"),
        ("#x", "lists/b.md", "lists/b.md#x"),
        ("", "b.md", "b.md"),
        ("?plain=1#L3", "b.md", "b.md#L3"),
        ("#", "b.md", "b.md"),
        ("..", "lists/b.md", "."),
        ("/", "lists/b.md", "."),
        ("docs/", "b.md", "docs"),
        ("a%20b%23.md?raw=true#c%C3%A4", "b.md", "a b%23.md#cä"),
        ("100%25.md", "b.md", "100%25.md"),
        ("docs\\a.md", "b.md", "docs/a.md"),
        ("../b.md", "b.md", None),
        ("x/../../../y", "lists/b.md", None),
        ("%2e%2e/b.md", "b.md", None),
        ("/../b.md", "lists/b.md", None),
    ],
)
def test_local_target_is_the_path_from_the_root(url: str, path: str, expected: str | None) -> None:
    """Paths are joined, decoded and made short; one that leaves the root is None."""
    assert local_target(url, path) == expected


def test_outside_target_begins_with_the_way_out() -> None:
    """What leaves the root keeps a name under which it can be reported."""
    assert outside_target("../../x/y.md#z", "lists/b.md") == "../x/y.md#z"
    assert leaves_root("../x")
    assert not leaves_root("x/..y")


@given(st.text(max_size=20), st.text(max_size=20).filter(lambda path: path and ".." not in path))
def test_split_undoes_what_local_target_quoted(url: str, path: str) -> None:
    """A target splits into one path and one anchor, whatever signs they hold."""
    target = local_target(url, path)
    if target is not None:
        name, anchor = split(target)
        assert not leaves_root(target)
        assert target.count("#") == (1 if anchor else 0)
        assert ".." not in name.split("/")
