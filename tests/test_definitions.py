"""Definitions, those that count and those that come too late."""

from crawler.gather.definitions import key, read, repeated
from crawler.gather.source import read as source


def test_read_gives_the_first_of_each_label() -> None:
    """Labels are compared without case and runs of blanks; the first definition counts."""
    found = read(source(b"[A  b]: one 'T'\n\n[a B]: two\n\n> [c]:\n> <three>\n"))
    assert [(one.label, one.url, one.title) for one in found.values()] == [("A b", "one", "T"), ("c", "three", "")]
    assert list(found) == [key("a b"), key("C")]


def test_read_is_empty_without_definitions() -> None:
    """A file without a colon behind a bracket is not looked at."""
    assert read(source(b"[a](b)")) == {}


def test_repeated_finds_what_the_parser_took_out() -> None:
    """A second definition is found wherever a first could be, and never in code, text, tables or notes."""
    text = source(
        b"[a]: one\n[a]: two\n\n- [a]: three\n  > [a]: four\n\n"
        b"text\n[a]: no\n\n    [a]: no\n\n```\n[a]: no\n```\n\n[^a]: [a]: no\n\n[a]: no no\n\n* [a]\n\n---\n[b]: five\n"
    )
    counted = read(text)
    assert [one.url for one in repeated(text, counted.values())] == ["two", "three", "four"]
    assert list(repeated(source(b"[a]: b"), read(source(b"[a]: b")).values())) == []
