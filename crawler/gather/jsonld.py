"""What a page says of itself in JSON-LD (schema.org). Pure, and total: a bad block is no block, and loses no other."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_NODES = 256
BLOCK_CHARS = 262_144
MOST_AUTHORS = 100
_TEXT_CHARS = 4000

_BEFORE = re.compile(r"(?:<!--|(?://|/\*)?\s{0,9}<!\[CDATA\[(?:\s{0,9}\*/)?)")
_AFTER = re.compile(r"(?:-->|(?://|/\*)?\s{0,9}\]\]>(?:\s{0,9}\*/)?|;)\Z")
"""What blocks were wrapped in when scripts had to be hidden."""
_AFTER_CHARS = 32
_TYPE = re.compile(r"(?:https?://schema\.org/|schema:)")

WORKS: Mapping[str, str] = dict.fromkeys(
    (
        *("Article", "NewsArticle", "BlogPosting", "TechArticle", "Report", "ReportageNewsArticle", "LiveBlogPosting"),
        *(
            "OpinionNewsArticle",
            "AnalysisNewsArticle",
            "BackgroundNewsArticle",
            "ReviewNewsArticle",
            "SatiricalArticle",
        ),
        *("AdvertiserContentArticle", "Recipe", "HowTo", "Review", "CriticReview", "MedicalWebPage"),
    ),
    "article",
) | {
    "ScholarlyArticle": "paper",
    "MedicalScholarlyArticle": "paper",
    "Thesis": "paper",
    "Book": "book",
    "Course": "course",
    "CourseInstance": "course",
    "Dataset": "dataset",
    "VideoObject": "video",
    "Movie": "video",
    "SoftwareSourceCode": "repository",
    "QAPage": "question",
    "Question": "question",
    "DiscussionForumPosting": "post",
    "SocialMediaPosting": "post",
    "APIReference": "documentation",
    "ProfilePage": "profile",
}
"""Types of what a page may be about -> the kind of thing that it is then (a value of `Kind`)."""
_PAGES = ("WebPage", "ItemPage", "AboutPage", "CollectionPage", "FAQPage")
_SITE = "WebSite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the page is about, as its JSON-LD has it: texts as they stand there."""

    kind: str = ""
    """Value of a `Kind`."""
    headline: str = ""
    name: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    image: str = ""
    licence: str = ""
    language: str = ""
    site: str = ""
    """Of the site, or of who publishes it."""
    identifiers: tuple[str, ...] = ()
    isbn: str = ""


def work(blocks: Sequence[str]) -> Work:
    """What the blocks of a page say that the page is about: a work, or else the page itself.

    >>> work(['{"@type": "NewsArticle", "headline": "A", "author": {"name": "Ada"}, "datePublished": "2020-01-02"}'])
    Work(kind='article', headline='A', name='', description='', authors=('Ada',), published='2020-01-02', modified='', \
image='', licence='', language='', site='', identifiers=(), isbn='')
    >>> work(["{", '{"@type": "WebPage", "name": "B"}']).name
    'B'
    """
    if not blocks:
        return _NOTHING
    nodes = list(nodes_of(blocks))
    about = next((node for node in nodes if _kind(node)), None)
    page = next((node for node in nodes if any(kind in _PAGES for kind in types(node))), None)
    site = next((name for node in nodes if _SITE in types(node) and (name := _name(node))), "")
    held = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    if about is None and page is None:
        return Work(site=site)
    return _work([node for node in (about, page) if node is not None], held, site)


def _work(nodes: Sequence[dict[str, Any]], held: Mapping[str, dict[str, Any]], site: str) -> Work:
    """From the work and then the page, in this order; names are those of the work alone."""
    first = nodes[0]

    def said(key: str) -> str:
        return next((text for node in nodes if (text := _text(node.get(key)))), "")

    return Work(
        kind=_kind(first),
        headline=_text(first.get("headline")),
        name=_name(first),
        description=said("description") or said("abstract"),
        authors=tuple(dict.fromkeys(_names(first.get("author") or first.get("creator"), held)))[:MOST_AUTHORS],
        published=said("datePublished") or said("dateCreated") or said("uploadDate"),
        modified=said("dateModified"),
        image=next((text for node in nodes if (text := _address(node.get("image"), held))), ""),
        licence=_address(first.get("license"), held),
        language=said("inLanguage"),
        site=site or next(iter(_names(first.get("publisher"), held)), ""),
        identifiers=tuple(_identifiers(first)),
        isbn=_text(first.get("isbn")),
    )


def nodes_of(blocks: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The things that blocks speak of: those of lists and graphs, and the main one of a page, each by itself."""
    found = 0
    for block in blocks:
        for node in _flat(_parsed(block), 0):
            found += 1
            if found > MOST_NODES:
                return
            yield node


def _parsed(block: str) -> Any:
    r"""The value of a block; None where it is none. Some are wrapped as scripts of old, or break lines in texts.

    >>> _parsed("<!-- {} -->"), _parsed("//<![CDATA[\n[1]\n//]]>"), _parsed("{"), _parsed('{"a": "b\n"};')
    ({}, [1], None, {'a': 'b\n'})
    """
    text = block[:BLOCK_CHARS].strip().lstrip("\ufeff")
    if text[-1:] not in ("}", "]") or text[:1] not in ("{", "["):
        # Only ends are looked at: an expression for all of it would take a hostile block's length squared.
        text = _BEFORE.sub("", text[:_AFTER_CHARS], count=1) + text[_AFTER_CHARS:]
        text = text[:-_AFTER_CHARS] + _AFTER.sub("", text[-_AFTER_CHARS:])
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _flat(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for each in value[:MOST_NODES]:
            yield from _flat(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in value:
                yield from _flat(value[key], depth + 1)


def types(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The types of a node, without the vocabulary's address.

    >>> types({"@type": ["http://schema.org/Article", 3]}), types({})
    (('Article',), ())
    """
    given = node.get("@type")
    listed = given if isinstance(given, list) else [given]
    return tuple(_TYPE.sub("", each) for each in listed if isinstance(each, str))


def _kind(node: Mapping[str, Any]) -> str:
    return next((WORKS[kind] for kind in types(node) if kind in WORKS), "")


def _text(value: Any) -> str:
    """A text without the entities that some encode it with twice; of a list the first.

    >>> _text("A &amp; B"), _text(["x", "y"]), _text({"@value": "z"}), _text(3), _text(None)
    ('A & B', 'x', 'z', '3', '')
    """
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1e15:
        value = str(value)
    if not isinstance(value, str):
        return ""
    # JSON may escape half of a pair of surrogates, which no file can hold.
    return html.unescape(value[:_TEXT_CHARS]).encode("utf-8", "replace").decode().strip()


def _name(node: Mapping[str, Any]) -> str:
    return _text(node.get("name")) or _text(node.get("alternateName"))


def _names(value: Any, held: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Names of people or organisations, told by themselves or by reference."""
    for each in value[:MOST_AUTHORS] if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield from filter(None, [_text(each)])
        elif isinstance(each, dict):
            node = each if "name" in each or "givenName" in each else held.get(str(each.get("@id")), {})
            names = node.get("name")
            if isinstance(names, list):
                yield from filter(None, map(_text, names[:MOST_AUTHORS]))
            else:
                yield from filter(
                    None, [_text(names) or f"{_text(node.get('givenName'))} {_text(node.get('familyName'))}".strip()]
                )


def _address(value: Any, held: Mapping[str, dict[str, Any]]) -> str:
    """The address of an image or a licence, told by itself, as an object or by reference."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        node = value if "url" in value or "contentUrl" in value else held.get(str(value.get("@id")), value)
        value = node.get("url") or node.get("contentUrl") or node.get("@id")
    return _text(value) if not isinstance(value, dict) else ""


def _identifiers(node: Mapping[str, Any]) -> Iterator[str]:
    """What may hold a DOI or the like: identifiers, and addresses of the same."""
    for key in ("identifier", "sameAs", "@id", "url"):
        given = node.get(key)
        for each in given[:16] if isinstance(given, list) else [given]:
            value = each.get("value") or each.get("@id") if isinstance(each, dict) else each
            if text := _text(value):
                yield text


_NOTHING = Work()
