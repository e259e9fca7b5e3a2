"""`<meta http-equiv=refresh>`: where a page sends its reader, as the HTML standard reads it. Pure."""

import re
from dataclasses import dataclass

from crawler import urls

MOST_DELAY_S = 10.0
"""A page that waits longer is there to be read; longer ones are news pages that reload themselves."""

# https://html.spec.whatwg.org/#shared-declarative-refresh-steps
_CONTENT = re.compile(
    r"""[\t\n\f\r ]*(?P<delay>\d{1,9}|(?=\.))[\d.]*(?:(?=[\t\n\f\r ;,])[\t\n\f\r ]*[;,]?[\t\n\f\r ]*"""
    r"""(?:url[\t\n\f\r ]*=[\t\n\f\r ]*)?(?P<url>.*))?\Z""",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_QUOTES = "\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """Where a page sends its reader, and after how many seconds."""

    url: str
    """Absolute."""
    delay_s: float


def refresh(content: str, base: str, url: str) -> Refresh | None:
    """What the `content` of a refresh says; None where it only reloads the page, waits long, or leads nowhere.

    >>> refresh("0; URL='/new'", "https://a.example/old", "https://a.example/old").url
    'https://a.example/new'
    >>> refresh("300", "https://a.example/", "https://a.example/")
    >>> refresh("0;url=javascript:alert(1)", "https://a.example/", "https://a.example/")
    """
    found = _CONTENT.match(content)
    if found is None or not found["url"]:
        return None
    delay_s = float(found["delay"] or 0)
    target = urls.parse(_unquoted(found["url"]), base)
    if delay_s > MOST_DELAY_S or target is None or target.protocol not in ("http:", "https:"):
        return None
    return None if urls.canonical(target.href) == urls.canonical(url) else Refresh(url=target.href, delay_s=delay_s)


def _unquoted(text: str) -> str:
    """What stands in the quotes, which need not be closed.

    >>> _unquoted("'a' b"), _unquoted('"a'), _unquoted("a'b")
    ('a', 'a', "a'b")
    """
    return text[1:].partition(text[0])[0] if text[:1] and text[0] in _QUOTES else text
