"""An address that cannot exist, beside one that may: what a host answers for it, it answers for anything. Pure.

Bar-Yossef et al., "Sic transit gloria telae: towards an understanding of the web's decay", WWW 2004, section 3.
"""

import hashlib
import re

from crawler import urls

_MOST_CHARS = 40
_LEAST_CHARS = 12
"""So many letters drawn by hash are nobody's page."""
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
_DIGITS = "0123456789"
_LETTERS = "bcdfghjklmnpqrstvwxz"
"""No vowels: no word by chance."""


def invented_sibling(url: str, salt: str) -> str:
    """An address on the same host, in the same folder, with a last segment of the same shape that nobody ever had.

    The same for the same address and salt, so that a run that goes on asks nothing twice.

    >>> invented_sibling("https://a.example/papers/attention.html?v=2", "7")
    'https://a.example/papers/znzcklfsllsb.html'
    >>> invented_sibling("https://a.example/", "7").count("/")
    3
    """
    parsed = urls.parse(url)
    if parsed is None:
        return url
    folder, _, last = str(parsed.pathname).rstrip("/").rpartition("/")
    extension = _EXTENSION.search(last)
    tail = extension[0] if extension else ""
    parsed.pathname = f"{folder}/{_drawn(last.removesuffix(tail), url, salt)}{tail}{_slash(parsed.pathname)}"
    parsed.search = parsed.hash = ""
    return str(parsed.href)


def _slash(path: str) -> str:
    return "/" if path.endswith("/") and len(path) > 1 else ""


def _drawn(like: str, url: str, salt: str) -> str:
    """Letters where letters were, digits where digits were, hyphens kept; as long, but within bounds."""
    shape = like[:_MOST_CHARS].ljust(_LEAST_CHARS, "0" if like.isdigit() else "x")
    draw = hashlib.sha256(f"{salt}\0{url}".encode("utf-8", "surrogatepass")).digest() * 2
    return "".join(_like(sign, byte) for sign, byte in zip(shape, draw, strict=False))


def _like(sign: str, byte: int) -> str:
    if sign in "-_":
        return sign
    return _DIGITS[byte % 10] if sign.isdigit() else _LETTERS[byte % 20]
