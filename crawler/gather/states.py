"""In what state a page says that what it shows is. Pure."""

import re

from crawler.gather.markup import Markup
from crawler.gather.shells import is_of

_TEXT_CHARS = 65_536
_THIS = re.compile(r"\(this version\s*,\s*(v\d{1,3})\s*\)|\(this version\)|\(\s*(v1)\s*\)\s*\]")
_NEWEST = re.compile(r"latest version\s.{0,40}?\(?(v\d{1,3})\)?", re.DOTALL)
_WITHDRAWN = re.compile(
    r"this (?:paper|article|submission|manuscript|version)\s+(?:has been|is|was)\s+withdrawn\b", re.IGNORECASE
)
_VERSIONS = re.compile(r"\[(v\d{1,3})\]")


def state_of(markup: Markup, url: str) -> dict[str, str]:
    """What the arXiv says of a paper; of other pages nothing is known that is said plainly in one form.

    >>> text = "[Submitted on 12 Jun 2017 (v1), last revised 2 Aug 2023 (this version, v7)] Abstract"
    >>> state_of(Markup(text=text), "https://arxiv.org/abs/1706.03762")
    {'version': '7', 'newest_version': '7'}
    """
    if not is_of(url, ("arxiv.org",)):
        return {}
    text = markup.text[:_TEXT_CHARS]
    found: dict[str, str] = {}
    this, newest = _THIS.search(text), _NEWEST.search(text)
    version = (this[1] or this[2] or "") if this else ""
    if version:
        found["version"] = version[1:]
    if newest or version:
        found["newest_version"] = (newest[1] if newest else version)[1:]
    if _WITHDRAWN.search(text):
        found["withdrawn"] = "true"
    return found
