"""One walk over what the parser found: links with their text and section, text that may hold bare URLs, HTML. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.gather import bare, found, rawhtml, spans
from crawler.gather.definitions import Definition, key
from crawler.gather.dialect import Events
from crawler.gather.found import Found, Walk
from crawler.gather.source import Source
from crawler.gather.written import decode_url
from crawler.model import LinkKind

_Handler = Callable[[Any, int, int], None]
"""Takes what the parser says of a thing, and where it begins and ends."""

_KINDS = {
    "Inline": LinkKind.INLINE,
    "Reference": LinkKind.FULL,
    "Collapsed": LinkKind.COLLAPSED,
    "Shortcut": LinkKind.SHORTCUT,
    "Autolink": LinkKind.AUTOLINK,
    "Email": LinkKind.AUTOLINK,
}
_IMAGES = dict.fromkeys(_KINDS, LinkKind.IMAGE)
_LINK_LIKE = (b"[", b"<", b"://", b"www.", b"@")


@dataclass(slots=True)
class _Frame:
    """A heading, a link, an image or an inline `<a>` that is still open, and the text seen in it so far."""

    name: str
    at: int
    tag: Mapping[str, Any]
    parts: list[str] = field(default_factory=list)

    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class Walker:
    """Takes the parser's events one by one."""

    def __init__(self, source: Source, definitions: Mapping[str, Definition]) -> None:
        self.walk = Walk()
        self._data = source.data
        self._definitions = definitions
        self._frames: list[_Frame] = []
        self._headings: list[tuple[int, str]] = []
        self._quotes = 0
        self._linked = 0
        self._images = 0
        self._in_code = False
        self._limit = len(source.data)
        self._block = 0
        self._after_break = True
        self._last_end = 0
        self._handlers: dict[str, _Handler] = {
            "Text": self._text,
            "Code": self._code,
            "InlineMath": self._math,
            "DisplayMath": self._code,
            "Html": self._html,
            "InlineHtml": self._inline_html,
            "FootnoteReference": self._mark,
            "TaskListMarker": self._mark,
        }
        self._starts: dict[str, _Handler] = {
            "Link": self._open_link,
            "Image": self._open_image,
            "Heading": self._open_heading,
            "BlockQuote": self._open_quote,
            "CodeBlock": self._open_code,
            "HtmlBlock": self._open_html,
            "TableCell": self._open_cell,
        }
        self._ends: dict[str, _Handler] = {
            "Link": self._close_link,
            "Image": self._close_image,
            "Heading": self._close_heading,
            "BlockQuote": self._close_quote,
            "CodeBlock": self._close_code,
            "HtmlBlock": self._close_html,
            "TableCell": self._close_cell,
            "Paragraph": self._close_block,
            "Item": self._close_block,
        }

    def take(self, events: Events) -> Walk:
        """Walk over all events; this loop is where the time goes, so it calls no more than it must."""
        starts, ends, handlers = self._starts, self._ends, self._handlers
        for event, start, end in events:
            if type(event) is str:
                self._break(end)
                continue
            ((name, value),) = event.items()
            if name == "Start":
                self._after_break = True
                tag, value = (value, None) if type(value) is str else next(iter(value.items()))
                if tag in starts:
                    starts[tag](value, start, end)
                continue
            if name == "End":
                tag = value if type(value) is str else next(iter(value))
                if tag in ends:
                    ends[tag](value, start, end)
            else:
                handlers[name](value, start, end)
            self._last_end = end
            self._after_break = False
        return self.walk

    def _break(self, end: int) -> None:
        if self._frames:
            self._frames[-1].parts.append(" ")
        self._after_break = True
        self._last_end = end

    def _text(self, text: str, start: int, end: int) -> None:
        if self._frames:
            self._frames[-1].parts.append(text)
        if self._linked or self._in_code:
            return
        if bare.CANDIDATE.search(text):
            self.walk.runs.append(bare.Run(start, end, self._limit, self._after_break))

    def _code(self, text: str, start: int, _end: int) -> None:
        self._mark(text, start, _end)
        if self._frames:
            self._frames[-1].parts.append(text)

    def _math(self, text: str, start: int, end: int) -> None:
        self._code(text, start, end)
        if not self._is_math(start, end) and any(mark in self._data[start:end] for mark in _LINK_LIKE):
            self.walk.no_math.append(start)

    def _is_math(self, start: int, end: int) -> bool:
        """Prices are no math: no letter or digit stands right before the first `$` or right behind the last."""
        return not (self._data[start - 1 : start].isalnum() and start) and not self._data[end : end + 1].isalnum()

    def _mark(self, _value: object, start: int, _end: int) -> None:
        self.walk.stops.append(start)

    def _html(self, _text: str, start: int, end: int) -> None:
        self.walk.html.append(rawhtml.Piece(start, end, self._block))

    def _inline_html(self, text: str, start: int, end: int) -> None:
        self.walk.stops.append(start)
        if text.startswith("<!--"):
            self.walk.comments.append((start, end))
        elif self._images:
            return
        elif rawhtml.CLOSING.match(text):
            self._close_anchor()
        elif rawhtml.TAG.match(text):
            self._open_tag(text, start, end)

    def _open_tag(self, text: str, start: int, end: int) -> None:
        self.walk.html.append(rawhtml.Piece(start, end, start))
        if text[1] in "aA":
            self._close_anchor()
            self._frames.append(_Frame("anchor", start, {}))
        elif self._frames and (alt := rawhtml.attribute(self._data, start, end, b"alt")):
            self._frames[-1].parts.append(decode_url(self._data[slice(*alt)], LinkKind.HTML_IMAGE))

    def _open_link(self, tag: Mapping[str, Any], start: int, _end: int) -> None:
        self.walk.stops.append(start)
        self._linked += 1
        if not self._images:
            self._frames.append(_Frame("link", start, tag))

    def _open_image(self, tag: Mapping[str, Any], start: int, _end: int) -> None:
        self.walk.stops.append(start)
        self._linked += 1
        self._images += 1
        if self._images == 1:
            self._frames.append(_Frame("image", start, tag))

    def _close_link(self, _tag: object, start: int, end: int) -> None:
        self._linked -= 1
        if not self._images:
            self._add_link(self._pop(), _KINDS, start + 1, end)

    def _close_image(self, _tag: object, start: int, end: int) -> None:
        self._linked -= 1
        self._images -= 1
        if not self._images:
            self._add_link(self._pop(), _IMAGES, start + 2, end)

    def _add_link(self, frame: _Frame, kinds: Mapping[str, LinkKind], text_start: int, end: int) -> None:
        form = frame.tag["link_type"]
        label = key(frame.tag["id"]) if frame.tag["id"] else ""
        definition = self._definitions.get(label) if label else None
        if definition:
            self.walk.used.add(label)
            start, stop = definition.start, definition.end
        elif form == "Inline":
            text_end = max(text_start, self._last_end)
            start, stop = spans.inline(self._data, text_end, end, self._quotes, frame.tag["dest_url"])
        else:
            start, stop = frame.at + 1, end - 1
        self._add(frame, start, stop, kinds[form])

    def _add(self, frame: _Frame, start: int, end: int, kind: LinkKind) -> None:
        if len(self.walk.links) > found.MOST_LINKS:
            raise OverflowError
        title = frame.tag["title"]
        self.walk.links.append(Found(frame.at, start, end, kind, frame.text(), title))

    def _pop(self) -> _Frame:
        frame = self._frames.pop()
        if frame.name == "anchor":
            self._finish_anchor(frame)
            frame = self._frames.pop()
        if self._frames:
            self._frames[-1].parts += frame.parts
        return frame

    def _finish_anchor(self, frame: _Frame) -> None:
        self.walk.html_texts[frame.at] = frame.text()
        if self._frames:
            self._frames[-1].parts += frame.parts

    def _close_anchor(self) -> None:
        if self._frames and self._frames[-1].name == "anchor":
            self._finish_anchor(self._frames.pop())

    def _open_heading(self, tag: Mapping[str, Any], start: int, _end: int) -> None:
        level = int(tag["level"][1])
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._enter(start)
        self._frames.append(_Frame("heading", start, {"level": level}))

    def _close_heading(self, _tag: object, _start: int, end: int) -> None:
        frame = self._pop()
        self._headings.append((frame.tag["level"], frame.text()))
        self._enter(end)

    def _enter(self, at: int) -> None:
        self.walk.sections.append((at, tuple(text for _, text in self._headings)))

    def _open_quote(self, _tag: object, _start: int, _end: int) -> None:
        self._quotes += 1

    def _close_quote(self, _tag: object, _start: int, _end: int) -> None:
        self._quotes -= 1

    def _open_code(self, _tag: object, _start: int, _end: int) -> None:
        self._in_code = True

    def _close_code(self, _tag: object, _start: int, _end: int) -> None:
        self._in_code = False

    def _open_html(self, _tag: object, start: int, end: int) -> None:
        self._block = start
        self.walk.comments.append((start, end))

    def _close_html(self, _tag: object, _start: int, _end: int) -> None:
        self._block = 0

    def _open_cell(self, _tag: object, _start: int, end: int) -> None:
        self._limit = end

    def _close_cell(self, _tag: object, _start: int, _end: int) -> None:
        self._limit = len(self._data)
        self._close_anchor()

    def _close_block(self, _tag: object, _start: int, _end: int) -> None:
        self._close_anchor()
