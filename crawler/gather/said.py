"""All that a page says of itself, field by field, each with where it was said. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.gather.abstracts import abstract_of
from crawler.gather.addresses import canonical_of, feed_of, image_of, licence_of
from crawler.gather.authors import authors_of
from crawler.gather.identifiers import among, doi, from_url, isbn, pmid
from crawler.gather.jsonld import Work, work
from crawler.gather.markup import Markup
from crawler.gather.pagekinds import kind_of
from crawler.gather.papers import arxiv_id
from crawler.gather.published import modified_of, published_of
from crawler.gather.states import state_of
from crawler.gather.titles import clean, title_of

SITE_WORDS = 6
"""What has more words is a slogan and no name."""

_SITE_CHARS = 200
_SITES = ("og:site_name", "application-name")
_LANGUAGE = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{2,8}){0,4})", re.IGNORECASE)
_LANGUAGE_CHARS = 35
"""RFC 5646, 4.4.1."""
_MONTH_FIRST = frozenset({"en", "en-US", "en-CA", "en-PH"})
_PROVEN = (
    ("doi", doi, ("citation_doi", "prism.doi", "bepress_citation_doi", "dc.identifier.doi")),
    ("arxiv", arxiv_id, ("citation_arxiv_id",)),
    ("pmid", pmid, ("citation_pmid",)),
    ("isbn", isbn, ("citation_isbn", "book:isbn", "books:isbn", "og:isbn")),
)
_IDENTIFYING = ("dc.identifier", "dcterms.identifier", "citation_id", "prism.url", "citation_public_url")


def said(markup: Markup, url: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of a page that it says anything for, and the source of each.

    >>> values, sources = said(Markup(title="A", language="en_us", metas={"description": "B."}), "https://a.example/")
    >>> values, sources["abstract"]
    ({'title': 'A', 'abstract': 'B.', 'language': 'en-US'}, 'description')
    """
    found = [(name, value, source) for name, (value, source) in _fields(markup, work(markup.blocks), url) if value]
    return {name: value for name, value, _ in found}, {name: source for name, _, source in found}


def _fields(markup: Markup, about: Work, url: str) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Field, its value (which may be empty) and where it came from."""
    language = _language(markup, about)
    month_first = language[0] in _MONTH_FIRST
    title = title_of(markup, url, about.headline) or ("", "")
    yield "title", title
    yield "abstract", abstract_of(markup, about)
    yield "authors", authors_of(markup, about, url)
    yield "published", published_of(markup, about, url, title=title[0], month_first=month_first)
    yield "modified", modified_of(markup, about, month_first=month_first)
    yield "kind", kind_of(markup, about, url)
    yield "site", _site(markup, about)
    yield "language", language
    yield "canonical", canonical_of(markup, url)
    yield "identifiers", _identifiers(markup, about, url)
    yield "licence", licence_of(markup, about, url)
    yield "image", image_of(markup, about, url)
    yield "feed", feed_of(markup, url)
    yield "state", (state_of(markup, url), "text")


def _site(markup: Markup, about: Work) -> tuple[str, str]:
    given = (*((markup.metas.get(name, ""), name) for name in _SITES), (about.site, "json-ld"))
    names = ((clean(text, _SITE_CHARS), source) for text, source in given)
    return next(((name, source) for name, source in names if name and len(name.split()) <= SITE_WORDS), ("", ""))


def _language(markup: Markup, about: Work) -> tuple[str, str]:
    """BCP 47, as far as it looks like that, in the capitals that RFC 5646, 2.1.1, recommends.

    >>> _language(Markup(language="de_at"), Work()), _language(Markup(metas={"og:locale": "zh_hant_TW"}), Work())
    (('de-AT', 'lang'), ('zh-Hant-TW', 'og:locale'))
    """
    given = (
        (markup.language, "lang"),
        (markup.metas.get("og:locale", ""), "og:locale"),
        (about.language, "json-ld"),
        *((markup.metas.get(name, ""), name) for name in ("citation_language", "dc.language", "language")),
    )
    found = ((_LANGUAGE.fullmatch(text.strip().replace("_", "-")[:_LANGUAGE_CHARS]), source) for text, source in given)
    return next(((_cased(match), source) for match, source in found if match), ("", ""))


def _cased(tag: re.Match[str]) -> str:
    parts = tag[2].split("-")[1:]
    return "-".join(
        [
            tag[1].lower(),
            *(part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part.lower() for part in parts),
        ]
    )


def _identifiers(markup: Markup, about: Work, url: str) -> tuple[Mapping[str, str], str]:
    """Each from the first who names it, and who that was, in this order."""
    metas = markup.metas
    given: list[tuple[Mapping[str, str], str]] = [(from_url(url), "url")]
    given += [
        ({sort: proof(metas[name]) or ""}, name) for sort, proof, names in _PROVEN for name in names if name in metas
    ]
    given += [(among(markup.many.get(name) or (metas[name],)), name) for name in _IDENTIFYING if name in metas]
    if about.kind:
        given += [(among(about.identifiers) | ({"isbn": isbn(about.isbn) or ""} if about.isbn else {}), "json-ld")]
    found: dict[str, str] = {}
    sources: dict[str, None] = {}
    for held, source in given:
        for name, value in held.items():
            if value and name not in found:
                found[name] = value
                sources[source] = None
    return found, ", ".join(sources)
