"""How a URL is written in Markdown: bytes to URL, and URL to bytes that read back as exactly that URL. Pure."""

import re
from html.entities import html5

from crawler.gather import bare, frontmatter
from crawler.gather.source import decode
from crawler.model import LinkKind

_HTML = frozenset({LinkKind.HTML_LINK, LinkKind.HTML_IMAGE})
_NO_ESCAPES = _HTML | {LinkKind.AUTOLINK}

_ENTITY = r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);"
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_ESCAPED = re.compile(rf"\\({_PUNCTUATION})|({_ENTITY})")
_PIPE_OR_ENTITY = re.compile(rf"\\(\|)|({_ENTITY})")
# In an attribute a name without `;` is no entity where a letter, a digit or `=` follows (HTML, 13.2.5.73).
_HTML_ENTITY = re.compile(r"\\(\|)|&(?:(\#[0-9]+|\#[xX][0-9a-fA-F]+);?|([A-Za-z][A-Za-z0-9]*+)(;|(?!=)))")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,31}:")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]+@[A-Za-z0-9.\-_]+")
# Code spans, tags, math, cells and escapes are read before or besides a URL, so their marks are written as entities.
_SPECIAL = re.compile(r"[\x01-\x20\x7f`<>\\$|]")
_SPECIAL_HTML = re.compile(r"""[\x01-\x20\x7f`<>\\$|"']""")
_AMPERSAND = re.compile(r"&(?=\#?[A-Za-z0-9]+;)")
_UNWRITABLE = re.compile("[\ud800-\udfff]")
_PARENTHESIS = re.compile(r"[()]")
_PARENTHESIS_BYTES = frozenset(b"()")
"""Their partners may stand before the fragment."""
_FRAGMENT = re.compile(rb"(?<!&)#")
_SPOILS_BRACKET = re.compile(rb"(?:\\|\$|\]\(\s*)\Z")
"""Before a `<`, a backslash escapes it, a dollar becomes one that closes math (as one behind a `>` does), and what
was no destination becomes one."""
_NOT_BARE = re.compile(r"[\[\]*~\s]")
_NOT_IN_FRONT_MATTER = re.compile(r"[\x00-\x20\x7f`<>\\\"'{}\[\],|]")


def decode_url(raw: bytes, kind: LinkKind) -> str:
    r"""The URL that these bytes mean at a place of this kind.

    A pipe is `\|` wherever a table may stand (GFM, tables), so it is read as one in each kind but front matter.

    >>> decode_url(b"/a\\_b&amp;c", LinkKind.INLINE), decode_url(b"http://a/\\_&amp;c", LinkKind.AUTOLINK)
    ('/a_b&c', 'http://a/\\_&c')
    >>> decode_url(b"www.example.com", LinkKind.BARE), decode_url(b"me@example.com", LinkKind.AUTOLINK)
    ('http://www.example.com', 'mailto:me@example.com')
    >>> decode_url(b"?a=1&copy=2&lt;", LinkKind.HTML_LINK)
    '?a=1&copy=2<'
    """
    text = decode(raw)
    if kind is LinkKind.FRONT_MATTER:
        return text
    if "&" in text or "\\" in text:
        text = _unescaped(text, kind)
    if kind in (LinkKind.AUTOLINK, LinkKind.BARE):
        return _completed(text)
    return text


def encode_url(url: str, kind: LinkKind, before: bytes = b"", after: bytes = b"") -> bytes | None:
    r"""How `url` is written at a place of this kind, so that it reads back as it is; None where it cannot be.

    `before` and `after` are the bytes around the place. A bare URL that would not be read whole is put in `<…>`.

    >>> encode_url("/a (b", LinkKind.INLINE), encode_url("/a_(b)?x=1&y=2", LinkKind.INLINE)
    (b'/a&#32;&#40;b', b'/a_(b)?x=1&y=2')
    >>> encode_url("https://a.example/x.", LinkKind.BARE), encode_url("a.md", LinkKind.BARE)
    (b'<https://a.example/x.>', None)
    >>> encode_url('/"', LinkKind.HTML_LINK, before=b'<a href="')
    b'/&#34;'
    """
    if not url or "\0" in url or _UNWRITABLE.search(url):
        return None
    if kind in _HTML:
        return _encoded_html(url, unquoted=before.rstrip().endswith(b"="))
    if kind is LinkKind.FRONT_MATTER:
        return _encoded_value(url, after)
    if kind is LinkKind.BARE:
        return _encoded_bare(url, before, after)
    if kind is LinkKind.AUTOLINK:
        return _encoded_autolink(url)
    return _encoded_destination(url)


def with_fragment_of(old: bytes, new: bytes, url: str, kind: LinkKind) -> bytes:
    r"""`new`, which means `url`, with the fragment's bytes as they are in `old` where those mean the same.

    >>> with_fragment_of(b"/a#b\\_c|d", b"/d#b_c&#124;d", "/d#b_c|d", LinkKind.INLINE)
    b'/d#b\\_c|d'
    >>> with_fragment_of(b"/a#b", b"/d#c", "/d#c", LinkKind.INLINE)
    b'/d#c'
    """
    before, fragment = _FRAGMENT.split(new, 1)[0], _FRAGMENT.split(old, 1)[1:]
    if not fragment or _PARENTHESIS_BYTES & set(fragment[0]):
        return new
    kept = before + b"#" + fragment[0]
    return kept if decode_url(kept, kind) == url else new


def _unescaped(text: str, kind: LinkKind) -> str:
    if kind in _HTML:
        return _HTML_ENTITY.sub(_html_character, text)
    return (_PIPE_OR_ENTITY if kind in _NO_ESCAPES else _ESCAPED).sub(_character, text)


def _character(match: re.Match[str]) -> str:
    return str(match[1] or _entity(match[2]))


def _entity(entity: str) -> str:
    name = entity[1:]
    return _numbered(name[:-1]) if name.startswith("#") else html5.get(name, entity)


def _numbered(number: str) -> str:
    base, digits = (16, number[2:]) if number[1] in "xX" else (10, number[1:])
    # More digits than any code point has, and Python would refuse to read many thousands.
    digits = digits.lstrip("0") or "0"
    code = int(digits, base) if len(digits) < 9 else 0
    # CommonMark 6.2: U+0000 and what is no code point are U+FFFD.
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\N{REPLACEMENT CHARACTER}"


def _html_character(match: re.Match[str]) -> str:
    if match[1]:
        return "|"
    if match[2]:
        character = _numbered(match[2])
        # HTML, 13.2.5.80: the numbers of the C1 controls mean what Windows-1252 has there.
        return bytes([ord(character)]).decode("cp1252", "replace") if "\x80" <= character <= "\x9f" else character
    return html5.get(match[3] + match[4], match[0])


def _completed(text: str) -> str:
    if _SCHEME.match(text):
        return text
    if text.startswith("www."):
        return f"http://{text}"
    return f"mailto:{text}" if _EMAIL.fullmatch(text) else text


def _as_entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _encoded_destination(url: str) -> bytes:
    text = _SPECIAL.sub(_as_entity, _AMPERSAND.sub("&amp;", url))
    return (text if _balanced(url) else _PARENTHESIS.sub(_as_entity, text)).encode()


def _balanced(url: str) -> bool:
    depth = 0
    for parenthesis in _PARENTHESIS.findall(url):
        depth += 1 if parenthesis == "(" else -1
        # Parsers may stop at 32 levels (CommonMark 6.3 asks for three).
        if not 0 <= depth <= 32:
            return False
    return depth == 0


def _encoded_autolink(url: str) -> bytes | None:
    return _encoded_destination(url) if _SCHEME.match(url) else None


def _encoded_bare(url: str, before: bytes, after: bytes) -> bytes | None:
    plain, inner = url.encode(), _encoded_autolink(url)
    if plain == inner and not _NOT_BARE.search(url) and bare.fits(before, plain, after):
        return plain
    spoilt = _SPOILS_BRACKET.search(before) or after.startswith(b"$")
    return None if inner is None or spoilt else b"<" + inner + b">"


def _encoded_value(url: str, after: bytes) -> bytes | None:
    raw = url.encode()
    found = next(frontmatter.spans(raw + after, 0, len(raw + after)), None)
    return raw if found == (0, len(raw)) and not _NOT_IN_FRONT_MATTER.search(url) else None


def _encoded_html(url: str, *, unquoted: bool) -> bytes:
    text = url.replace("&", "&amp;") if unquoted else _HTML_ENTITY.sub(_without_entity, url)
    text = _SPECIAL_HTML.sub(_as_entity, text)
    return (text.replace("=", "&#61;") if unquoted else text).encode()


def _without_entity(match: re.Match[str]) -> str:
    return match[0] if match[0] in ("\\|", _html_character(match)) else f"&amp;{match[0][1:]}"
