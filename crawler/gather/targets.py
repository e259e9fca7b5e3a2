"""Links to targets: one target for each address, however often and however differently it is written. Pure."""

import re
from collections.abc import Sequence

from crawler import urls
from crawler.gather.paths import local_target, outside_target
from crawler.model import Document, Link, Scheme, Target

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_WEB = re.compile(r"https?:", re.IGNORECASE)
_PADDING = "".join(map(chr, range(0x21)))
"""WHATWG URL, 4.4: control characters and spaces around a URL are no part of it."""


def targets(documents: Sequence[Document]) -> dict[Target, tuple[Link, ...]]:
    """The targets of all links, each with its links, in the order in which they first occur.

    >>> from crawler.gather.markdown import parse
    >>> file = parse(b"<https://A.example/#x> <https://a.example> [b](c.md#d) [e](mailto:f@g.example)", "lists/h.md")
    >>> [(target.url, target.scheme.value, len(links)) for target, links in targets([file]).items()]
    [('https://a.example/', 'web', 2), ('lists/c.md#d', 'local', 1), ('mailto:f@g.example', 'other', 1)]
    """
    found: dict[Target, list[Link]] = {}
    for document in documents:
        for link in document.links:
            found.setdefault(target_of(link.url, link.path), []).append(link)
    return {target: tuple(links) for target, links in found.items()}


def target_of(url: str, path: str) -> Target:
    """What a link in the file `path` points at; a web address that cannot be parsed is kept as it is written.

    >>> target_of("//a.example/b", "x.md").url, target_of("#top", "x.md").url, target_of("http://[", "x.md").scheme
    ('https://a.example/b', 'x.md#top', <Scheme.WEB: 'web'>)
    """
    address = re.sub(r"[\t\r\n]", "", url.strip(_PADDING))
    if address.startswith("//"):
        address = f"https:{address}"
    if _WEB.match(address):
        return Target(url=urls.canonical(address) or url, scheme=Scheme.WEB)
    if _SCHEME.match(address):
        return Target(url=url, scheme=Scheme.OTHER)
    return Target(url=local_target(address, path) or outside_target(address, path), scheme=Scheme.LOCAL)
