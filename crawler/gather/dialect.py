"""The Markdown that is read: CommonMark and GFM as GitHub has them, from one parser. Pure."""

from collections.abc import Iterator
from typing import Any

import pyromark

from crawler.gather.source import Source

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_MATH
)
"""Front matter is not among them: the parser finds it anywhere, GitHub only at the beginning."""

Event = tuple[Any, int, int]
"""What the parser found, and the offsets in the file of its first byte and just past its last."""
Events = Iterator[Event]


def events(source: Source) -> Events:
    r"""What the parser finds, in order.

    >>> from crawler.gather.source import read
    >>> list(events(read(b"\xef\xbb\xbf`a`", body=3)))[1]
    ({'Code': 'a'}, 3, 6)
    """
    found = pyromark.events_with_range(source.text, options=OPTIONS)
    if source.same_offsets:
        return ((event, span["start"], span["end"]) for event, span in found)
    at = source.at
    return ((event, at(span["start"]), at(span["end"])) for event, span in found)
