"""Domains that were let go and sold: where their links lead, what such pages load, and what they say. Pure."""

import re
from collections.abc import Iterator

from crawler import urls
from crawler.gather.markup import Markup
from crawler.gather.phrases import any_of, folded, size
from crawler.gather.sellers import PHRASES, SELLERS, Seller
from crawler.gather.shells import is_of

MOST_WORDS = 200
"""A page that is for sale says little else; what says more speaks of something."""
_HEADINGS = 3
_NAME_CHARS = 160


_SOURCE = re.compile(
    rb"<(?:script|i?frame)\b[^>]{0,400}?\ssrc\s*=\s*[\"']?\s*(?:https?:)?//([^\s\"'<>]{4,200})", re.IGNORECASE
)
_SAYS = re.compile(rf"(?<!\w){any_of(PHRASES)}(?!\w)")
_SELLS = (
    r"(?:is (?:for sale|available for purchase|parked|coming soon)|may be for sale|"
    r"steht zum verkauf|est a vendre|esta en venta)"
)


def marks(markup: Markup, url: str, body: bytes) -> tuple[str, ...]:
    """The marks of a domain that is parked or for sale, as its page shows them.

    >>> marks(Markup(title="a.example is for sale"), "https://a.example/post", b"")
    ('parked:for-sale',)
    >>> marks(Markup(title="My house is for sale"), "https://a.example/post", b"")
    ()
    """
    if size(markup.text) > MOST_WORDS:
        return ()
    loaded = dict.fromkeys(f"parked:{who}" for who in _loaded(url, body))
    return tuple(loaded) or (("parked:for-sale",) if _says_so(markup, url) else ())


def marks_of_place(target: str, end: str) -> tuple[str, ...]:
    """The mark of the seller to whose address the links of a sold domain lead.

    >>> marks_of_place("https://a.example/post", "https://www.hugedomains.com/domain_profile.cfm?d=a.example")
    ('parked:hugedomains',)
    >>> marks_of_place("https://www.hugedomains.com/", "https://www.hugedomains.com/index.cfm")
    ()
    """
    if urls.host_of(target) == urls.host_of(end):
        return ()
    return tuple(
        f"parked:{seller.who}" for seller in SELLERS if _is_place(end, seller) and not _is_its_own(target, seller)
    )


def _is_place(url: str, seller: Seller) -> bool:
    if is_of(url, seller.hosts):
        return True
    bare = url.partition("//")[2]
    return any(bare.startswith(place) for place in seller.places)


def _is_its_own(url: str, seller: Seller) -> bool:
    """Whether an address is one of the seller's: a link to a shop of domains is what it says it is."""
    hosts = (place.partition("/")[0].removeprefix("www.") for place in (*seller.places, *seller.sources))
    return is_of(url, (*seller.hosts, *hosts))


def _loaded(url: str, body: bytes) -> Iterator[str]:
    """Whose page it is by what it loads, if it is on none of their own addresses."""
    found = [match[1].decode("ascii", "replace").lower() for match in _SOURCE.finditer(body)]
    for seller in SELLERS:
        loaded = any(_is_from(address, seller.sources) for address in found)
        if (loaded or any(sign in body for sign in seller.bodies)) and not _is_its_own(url, seller):
            yield seller.who


def _is_from(address: str, sources: tuple[str, ...]) -> bool:
    """Whether an address without its scheme is on one of these domains and below one of these paths.

    >>> _is_from("www.sedoparking.com/frmpark/a", ("sedoparking.com",)), _is_from("notdan.com/a.js", ("dan.com",))
    (True, False)
    """
    host, _, path = address.partition("/")
    wanted = (source.partition("/") for source in sources)
    return any((host == name or host.endswith(f".{name}")) and path.startswith(begins) for name, _, begins in wanted)


def _says_so(markup: Markup, url: str) -> bool:
    """The title or a heading says it from its first word on, or names the domain itself; or the text agrees with it."""
    names = [folded(text) for text in (markup.title, *markup.h1s[:_HEADINGS]) if len(text) <= _NAME_CHARS]
    if any(_names_itself(name, url) for name in names):
        return True
    if any(_SAYS.fullmatch(name) for name in names):
        return True
    return _is_name(markup.title, url) and _SAYS.search(folded(markup.text)) is not None


def _names_itself(name: str, url: str) -> bool:
    return re.match(rf"(?:the domain (?:name )?)?(?:www )?{re.escape(_own(url))} {_SELLS}(?!\w)", name) is not None


def _is_name(title: str, url: str) -> bool:
    """Whether a title says no more than the name of the domain, or nothing: a page about domains has one of its own."""
    said = folded(title)
    return not said or said.removeprefix("www ") == _own(url)


def _own(url: str) -> str:
    """The page's own domain as it stands in a folded text."""
    return folded(urls.host_of(url).partition(":")[0].removeprefix("www."))
