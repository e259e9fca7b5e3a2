"""Front matter: where it ends, and the web addresses among its values. It is never read as Markdown. Pure."""

import re
from collections.abc import Iterator

_OPENING = re.compile(rb"(?P<fence>---|\+\+\+)[ \t]*\r?\n")
_YAML_END = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_TOML_END = re.compile(rb"^\+\+\+[ \t]*\r?$", re.MULTILINE)
# `---` also draws a line, so what follows must look like a YAML mapping, after comments and empty lines.
_MAPPING = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*+[\"']?[A-Za-z_][\w .\-]*[\"']?[ \t]*:(?:[ \t\r\n]|\Z)")
_PIECE = re.compile(
    rb"(?P<comment>(?:^|(?<=[ \t]))\#[^\n]*)|(?P<url>https?://[^\s\"'<>`\\]+)", re.MULTILINE | re.IGNORECASE
)
_KEY = re.compile(rb"[\"']?[ \t]*(?::[ \t\r\n]|=)")
_TRAILING = b".,;:!?)]}"
_PAIRS = {b")": b"(", b"]": b"[", b"}": b"{"}


def end(data: bytes, start: int = 0) -> int:
    r"""Offset just past the front matter that begins at `start`; `start` where there is none.

    >>> end(b"---\nurl: x\n---\ntext"), end(b"---\n\n[a](b)\n\n---\n"), end(b"+++\na = 1\n+++\n")
    (14, 0, 13)
    """
    opening = _OPENING.match(data, start)
    if opening is None:
        return start
    yaml = opening["fence"] == b"---"
    closing = (_YAML_END if yaml else _TOML_END).search(data, opening.end())
    if closing is None or (yaml and not _MAPPING.match(data, opening.end(), closing.start())):
        return start
    return closing.end()


def spans(data: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    r"""Byte spans of the http(s) URLs among the values; comments and keys have none.

    >>> text = b"---\nhome: 'https://a.example/b' # https://c.example\nsee: [https://d.example, x]\n---\n"
    >>> [text[start:end] for start, end in spans(text, 0, len(text))]
    [b'https://a.example/b', b'https://d.example']
    """
    for match in _PIECE.finditer(data, start, stop):
        found_end = _trimmed(data, match.start(), match.end()) if match["url"] else 0
        if found_end > match.start() + len("https://") and not _KEY.match(data, found_end):
            yield match.start(), found_end


def _trimmed(data: bytes, start: int, stop: int) -> int:
    while stop > start and data[stop - 1 : stop] in _TRAILING:
        last = data[stop - 1 : stop]
        opening = _PAIRS.get(last)
        if opening and data.count(last, start, stop) <= data.count(opening, start, stop):
            break
        stop -= 1
    return stop
