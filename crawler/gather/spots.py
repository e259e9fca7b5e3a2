"""The elements of a page that name an author, a day or a licence, by their own names. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_SPOTS = 128
"""So many are looked at; who wrote a page, and when, is said before its hundredth comment."""
SPOT_CHARS = 400
"""What holds more text is a part of the page, and no line that is said of it."""

Attributes = Mapping[str, str | None]

SPOTS = ",".join(
    (
        *("h1", "time", "[rel~=author]", "[rel~=license]", "[itemprop]"),
        *(f"a[href*='{part}']" for part in ("/aut", "creativecommons.org/")),
        # `aut` and `dat` are in the words for author and date of many languages.
        *(f"[class*={part} i]" for part in ("aut", "byline", "dat", "publish", "meta", "info", "time")),
    )
)
"""What may name an author, a day or a licence, and the first heading, as a selector."""

_WIDE = re.compile(r"(?<![\w-])(?:hentry|status-publish|type-post|type-page)(?![\w-])")
"""Classes that WordPress gives to the whole of a post."""
_ASIDE = re.compile(
    r"(?<![a-z])(?:(?:re)?comments?|comment-?list|respond|related|recent|popular|recommend\w*|teasers?|sidebar|widget"
    r"|(?<!post-)(?<!entry-)(?<!article-)footer|navigation|menu|similar|pings?|trackbacks?|more-?from|also-?like|read-?next|cookies?\w*|consent)(?![a-z])"
)
"""In names of what is said by others, or of other pages."""
_HINTS = ("class=", "<time", "href=", "itemprop=", "<address", "id=")
_OF_POST = re.compile(r"(?<![a-z])(?:entry|post|article)-(?:meta|footer|info)")
"""Classes of what stands at the foot of a post, and is said of it."""
_ASIDE_TAGS = ("aside", "nav", "footer")
_NAMES = ("class", "id", "itemprop", "rel")
_NAME_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An element, as far as it matters here."""

    tag: str
    names: str
    """Its class, id, itemprop and rel, in lower case."""
    text: str = ""
    value: str = ""
    """What it says to machines: its datetime, content or title."""
    href: str = ""
    itemprop: str = ""
    rel: str = ""


def may_have_spots(text: str) -> bool:
    """Whether a page has any such element: looking for them costs as much as reading a small page.

    >>> may_have_spots("<p>By Ada, in 2020</p>"), may_have_spots("<p class=postmeta>By Ada</p>")
    (False, True)
    """
    return any(hint in text for hint in _HINTS)


def spot(tag: str, held: Attributes, text: str) -> Spot:
    """The element as far as it matters.

    >>> found = spot("time", {"class": "Date", "datetime": "2020-02-01"}, " 1 Feb ")
    >>> found.names, found.text, found.value
    ('date', '1 Feb', '2020-02-01')
    """
    return Spot(
        tag=tag,
        names=_names(held),
        text=" ".join(text.split()),
        value=(held.get("datetime") or held.get("content") or held.get("title") or "")[:SPOT_CHARS],
        href=held.get("href") or "",
        itemprop=(held.get("itemprop") or "").lower(),
        rel=(held.get("rel") or "").lower(),
    )


def is_wide(held: Attributes) -> bool:
    """Whether the element is the whole of a post.

    >>> is_wide({"class": "post type-post hentry"}), is_wide({"class": "post-date"})
    (True, False)
    """
    return _WIDE.search(held.get("class") or "") is not None


def is_plain(held: Attributes) -> bool:
    """Whether the element says outright what it is, wherever it stands: a licence, or the day of publication.

    >>> is_plain({"rel": "License"}), is_plain({"href": "https://creativecommons.org/licenses/by/4.0/"}), is_plain({})
    (True, True, False)
    """
    if "datePublished" in (held.get("itemprop") or ""):
        return True
    return "license" in (held.get("rel") or "").lower() or "creativecommons.org/" in (held.get("href") or "")


def is_aside(tag: str, held: Attributes) -> bool:
    """Whether an element holds what others say, or what is said of other pages.

    >>> is_aside("div", {"class": "comment-body"}), is_aside("div", {"id": "content"}), is_aside("aside", {})
    (True, False, True)
    """
    named = f"{(held.get('class') or '')[:_NAME_CHARS]} {(held.get('id') or '')[:_NAME_CHARS]}".lower()
    if tag in _ASIDE_TAGS:
        return _OF_POST.search(named) is None
    return len(named) > 1 and _ASIDE.search(named) is not None


def _names(held: Attributes) -> str:
    return " ".join(filter(None, (held.get(name) for name in _NAMES)))[:_NAME_CHARS].lower()
