"""One walk over the parser's events."""

from crawler.gather import definitions
from crawler.gather.dialect import events
from crawler.gather.found import Walk
from crawler.gather.source import read
from crawler.gather.walk import Walker


def walk(text: str) -> Walk:
    """What one walk finds in a text."""
    source = read(text.encode())
    return Walker(source, definitions.read(source)).take(events(source))


def test_take_finds_links_in_the_order_of_their_ends() -> None:
    """A link is complete at its end, so an image within it comes first; what is in an alt text is none."""
    found = walk("[![a](b)](c) ![d [e](f)](g) [h]\n\n[h]: i").links
    assert [(one.at, one.kind.value, one.text) for one in found] == [
        (1, "image", "a"),
        (0, "inline", "a"),
        (13, "image", "d e"),
        (28, "shortcut-reference", "h"),
    ]


def test_take_notes_where_bare_urls_may_be() -> None:
    """Text outside links that may hold a URL is a run, and whatever is no text is a stop."""
    found = walk("a@b `c` [d@e](f) g\n> www.h")
    assert [(run.start, run.end, run.first) for run in found.runs] == [(0, 4, True), (21, 26, True)]
    assert found.stops == [4, 8]


def test_take_notes_dollars_that_are_no_math() -> None:
    """Only those that would take a link with them are noted."""
    assert walk("$5[a](b)$6 $7a$8 $x$").no_math == [0]


def test_take_gives_sections_with_their_beginnings() -> None:
    """A heading ends the sections of its depth where it begins, and opens its own where it ends."""
    assert walk("# a\n## b\n# c\n").sections == [
        (0, ()),
        (4, ("a",)),
        (4, ("a",)),
        (9, ("a", "b")),
        (9, ()),
        (13, ("c",)),
    ]
