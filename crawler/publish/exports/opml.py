"""OPML 2.0: the feeds of the list, for a feed reader, and its other links beside them. Pure."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from crawler.publish.entries import Entry

_TITLE = "Links of the list"
_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")
"""What XML 1.0 may not hold (2.2), and is still in a clean line."""


def write(entries: Sequence[Entry]) -> str:
    """An outline below the headings of the list: a feed once, where it is first met, and each other link."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = _TITLE
    sections: dict[tuple[str, ...], Element] = {(): SubElement(root, "body")}
    seen = set[str]()
    for entry in entries:
        parent = _below(sections, entry.section)
        outline = {"text": entry.title, **_kind(entry, seen)}
        SubElement(parent, "outline", {name: value.translate(_NO_XML) for name, value in outline.items()})
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _kind(entry: Entry, seen: set[str]) -> dict[str, str]:
    """OPML 2.0, "What is a node": a feed has the type `rss` and an `xmlUrl`, an address the type `link` and a `url`."""
    if entry.feed.startswith(("https://", "http://")) and entry.feed not in seen:
        seen.add(entry.feed)
        return {"type": "rss", "xmlUrl": entry.feed, "htmlUrl": entry.url}
    return {"type": "link", "url": entry.url}


def _below(sections: dict[tuple[str, ...], Element], path: tuple[str, ...]) -> Element:
    """The outline of that heading, made below those above it."""
    if path not in sections:
        parent = _below(sections, path[:-1])
        sections[path] = SubElement(parent, "outline", text=path[-1].translate(_NO_XML))
    return sections[path]
