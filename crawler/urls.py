"""Addresses: one WHATWG parser (ada), so that key, robots, fetch and report speak of the same thing. Pure."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

import ada_url

_DEFAULT_PORTS = {"http:": "80", "https:": "443"}
_REMEMBERED = 16_384
"""An address on its way through a crawl is asked for its host a dozen times."""


def parse(url: str, base: str | None = None) -> ada_url.URL | None:
    """The parsed URL, or None where the WHATWG parser refuses it.

    >>> parse("HTTPS://Example.COM:443/a/../b?q=1#f").href
    'https://example.com/b?q=1#f'
    >>> parse("http://[")
    """
    try:
        return ada_url.URL(url, base=base)
    except (ValueError, UnicodeError):
        return None


def canonical(url: str, base: str | None = None) -> str | None:
    """The address that is asked for `url`: its WHATWG href without fragment and credentials; None if it is no web URL.

    >>> canonical("http://EXAMPLE.com:80/%7Ea?b=2&a=1#top")
    'http://example.com/%7Ea?b=2&a=1'
    >>> canonical("https://user:secret@example.com/")
    'https://example.com/'
    >>> canonical("mailto:a@b.example")
    """
    parsed = parse(url, base)
    if parsed is None or parsed.protocol not in _DEFAULT_PORTS or not parsed.hostname:
        return None
    if "#" in url:
        parsed.hash = ""
    if "@" in url:
        parsed.username = parsed.password = ""
    return str(parsed.href)


def veiled(url: str) -> str:
    """The address as it is written; where it holds a user name or a password, the parser's form of it without them.

    >>> veiled("https://me:secret@Example.com/a@b"), veiled("//me@example.com"), veiled("HTTPS://Example.com/@b")
    ('https://REDACTED@example.com/a@b', 'https://REDACTED@example.com/', 'HTTPS://Example.com/@b')
    """
    parsed = parse(url, "https://base.invalid/") if "@" in url else None
    if parsed is None or not (parsed.username or parsed.password):
        return url
    parsed.username, parsed.password = "REDACTED", ""
    return str(parsed.href)


def host_of(url: str) -> str:
    """Host of a canonical URL, with its port where that is not the scheme's own; empty where there is none.

    >>> host_of("https://example.com:8443/a"), host_of("https://Example.com/"), host_of("docs/a.md")
    ('example.com:8443', 'example.com', '')
    """
    return _place(url)[0]


def origin_of(url: str) -> str:
    """Scheme, host and port: the authority that one robots.txt speaks for (RFC 9309, 2.3).

    >>> origin_of("https://example.com/a?b"), origin_of("docs/a.md")
    ('https://example.com', '')
    """
    return _place(url)[1]


@lru_cache(maxsize=_REMEMBERED)
def _place(url: str) -> tuple[str, str]:
    parsed = parse(url)
    return (str(parsed.host), str(parsed.origin)) if parsed else ("", "")


def is_root(url: str) -> bool:
    """Whether the address is a site's front page.

    >>> is_root("https://example.com/"), is_root("https://example.com/?p=1"), is_root("https://example.com/a")
    (True, False, False)
    """
    parsed = parse(url)
    return parsed is not None and parsed.pathname in ("", "/") and not parsed.search


def with_fragment(url: str, old: str) -> str:
    """`url` with the fragment of `old`, byte for byte, unless it has one of its own.

    >>> with_fragment("https://b.example/new", "https://a.example/#L10")
    'https://b.example/new#L10'
    >>> with_fragment("https://b.example/new#x", "https://a.example/#L10")
    'https://b.example/new#x'
    """
    _, mark, fragment = old.partition("#")
    return url if "#" in url or not mark else f"{url}#{fragment}"


def alias_key(url: str) -> str:
    """What stays the same when only the scheme, `www.` or a closing slash differs.

    >>> alias_key("http://www.example.com/a/") == alias_key("https://example.com/a")
    True
    >>> alias_key("docs/a.md")
    'docs/a.md'
    """
    parsed = parse(url)
    if parsed is None:
        return url
    path = str(parsed.pathname).rstrip("/")
    return f"{str(parsed.host).removeprefix('www.')}{path}{parsed.search}"


def path_segments(url: str) -> Iterator[str]:
    """The non-empty parts of the path, decoded.

    >>> list(path_segments("https://example.com/a%20b//c"))
    ['a b', 'c']
    """
    parsed = parse(url)
    return (unquote(part) for part in str(parsed.pathname if parsed else "").split("/") if part)


def bypassed(host: str, no_proxy: str) -> bool:
    """Whether NO_PROXY names the host: `*`, the host itself, or a domain that it belongs to.

    >>> bypassed("api.a.test", "localhost, .a.test"), bypassed("a.test", "b.test"), bypassed("a.test", "*")
    (True, False, True)
    """
    names = [name.strip().lower() for name in no_proxy.split(",")]
    domains = [name.removeprefix("*").removeprefix(".") for name in names]
    return "*" in names or any(host == name or host.endswith(f".{name}") for name in domains if name)
