"""The file again with other texts for some of its links, and nothing else changed. Pure.

A text is replaced where its bytes are plain: between `[` and `]`, or where an address stands for itself. A reference
keeps its reference: `[here]` becomes `[A title][here]`. The result is read again, and must be what was meant.
"""

import re
from collections.abc import Mapping, Sequence

from crawler import untrusted
from crawler.gather.markdown import parse
from crawler.gather.source import Positions
from crawler.gather.written import encode_url
from crawler.model import Document, Link, LinkKind

_TEXT = re.compile(rb"\[([ \t]{0,9}\*{0,3})([^\[\]\\`<>!*\r\n]{1,2000})(\*{0,3}[ \t]{0,9})\]")
"""No brackets, code, tags or escapes in it: what stands there is what is read."""
_FORMS = frozenset({LinkKind.INLINE, LinkKind.FULL, LinkKind.COLLAPSED, LinkKind.SHORTCUT})
_MADE = {LinkKind.SHORTCUT: LinkKind.FULL, LinkKind.COLLAPSED: LinkKind.FULL}
_ALONE = frozenset({LinkKind.AUTOLINK, LinkKind.BARE})
_KEPT = ("url", "title", "section", "line", "ignore", "evergreen")

_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")

Change = tuple[Link, str]
_Edit = tuple[int, int, bytes]


def reword(data: bytes, document: Document, changes: Sequence[Change]) -> bytes | None:
    r"""The file with these texts; None where one cannot be written so that all else is read as before.

    >>> text = b"[here](a) [site] <https://a.example/>\n\n[site]: b"
    >>> document = parse(text, "a.md")
    >>> print(reword(text, document, [(link, "A & B") for link in document.links]).decode())
    [A &amp; B](a) [A &amp; B][site] [A &amp; B](https://a.example/)
    <BLANKLINE>
    [site]: b
    """
    where = Positions(data)
    edits = [_edit(data, _offset(data, where, link), link, text) for link, text in changes]
    possible = sorted(edit for edit in edits if edit)
    wanted = {(link.line, link.column): text for link, text in changes}
    written = _edited(data, possible)
    return written if len(possible) == len(edits) and _is_as_meant(written, document, wanted) else None


def names_it(line: bytes, title: str) -> bool:
    """Whether the line of a link says all words of its title already, in whatever order, beside the link.

    >>> names_it(b"- Deep  Learning, the book [here](a)", "deep learning")
    True
    >>> names_it("- Colah\u2019s Blog [link](a)".encode(), "colah's blog"), names_it(b"- A [link](a)", "Colah's blog")
    (True, False)
    """
    return _words(title) <= _words(line.decode(errors="replace"))


def _words(text: str) -> set[str]:
    """Its words in lower case, apostrophes left out: people write them in two ways."""
    return set(_WORD.findall(_APOSTROPHES.sub("", untrusted.one_line(text, len(text))).casefold()))


def _edited(data: bytes, edits: Sequence[_Edit]) -> bytes:
    pieces, last = [], 0
    for start, end, new in edits:
        pieces += [data[last:start], new]
        last = end
    return b"".join([*pieces, data[last:]])


def _offset(data: bytes, where: Positions, link: Link) -> int:
    """Of the first byte of the link: its column counts characters."""
    start = where.line_start(link.line)
    line = data[start : where.line_start(link.line + 1)].decode(errors="surrogateescape")
    return start + len(line[: link.column - 1].encode(errors="surrogateescape"))


def _edit(data: bytes, at: int, link: Link, text: str) -> _Edit | None:
    new = untrusted.markdown(text).encode()
    if link.kind in _ALONE:
        end = link.end + (link.kind is LinkKind.AUTOLINK)
        url = encode_url(link.url, LinkKind.INLINE)
        return (at, end, b"[%b](%b)" % (new, url)) if url else None
    found = _TEXT.match(data, at)
    if found is None or link.kind not in _FORMS:
        return None
    before, _, after = found.groups()
    named = b"[%b%b%b]" % (before, new, after)
    label = found[0]
    if link.kind is LinkKind.COLLAPSED:
        return at, found.end() + 2, named + label
    return at, found.end(), named + (label if link.kind is LinkKind.SHORTCUT else b"")


def _is_as_meant(written: bytes, document: Document, wanted: Mapping[tuple[int, int], str]) -> bool:
    """Whether the same links are read, with just these texts; nothing may be hidden in a text that was put in."""
    links = parse(written, document.path).links
    pairs = zip(document.links, links, strict=False)
    same = (_is_same(old, new, wanted.get((old.line, old.column))) for old, new in pairs)
    return len(links) == len(document.links) and all(same)


def _is_same(old: Link, new: Link, text: str | None) -> bool:
    if any(getattr(old, name) != getattr(new, name) for name in _KEPT):
        return False
    if text is None:
        return (old.text, old.kind) == (new.text, new.kind)
    kind = LinkKind.INLINE if old.kind in _ALONE else _MADE.get(old.kind, old.kind)
    return new.kind is kind and untrusted.one_line(new.text) == untrusted.one_line(text)
