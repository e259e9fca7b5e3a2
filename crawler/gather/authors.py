"""Who wrote a page: names out of lines that name them. Pure, and total."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup
from crawler.gather.spots import Spot
from crawler.gather.titles import clean, site_keys, squashed

MOST_AUTHORS = 100
_NAME_CHARS = 80
_LINE_CHARS = 400
_NAME_WORDS = 7
_FEW = 4
"""Who signs a page is a few; more links to authors are a list of them."""

_WORDS = (
    r"(?:by|von|vom|par|por|di|door|av|af|verfasst von|geschrieben von|écrit par|escrito por|scritto da"
    r"|(?:autor(?:in|en)?|authors?|auteur|text|redaktion|words|editor)(?:\s*[:：]|(?=\s+[A-Z])))[\s:：]+(?=\S)"
)
_BY = re.compile(rf"{_WORDS}|(?:(?:责任)?编辑|作者)\s*[:：]\s*", re.IGNORECASE)
_LATER_BY = re.compile(rf"(?<!\w){_WORDS}", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:posted|written|published|reported|story|article|words|text|review|recipe|submitted|created|added|edited"
    r"|publiziert|veröffentlicht|geschrieben|erstellt|eingestellt|gepostet|ein beitrag|publié|écrit|foto und text"
    r"|am|on|in|le)(?!\w)",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:[|•·\n\t/@→(]|\s[-\u2013\u2014]\s|,?\s+\d|,\d"
    r"|\s(?:on|am|um|le|il|el|in|at|vom|under|unter|updated|published|posted)\s).*$",
    re.DOTALL | re.IGNORECASE,
)
_APART = re.compile(r"\s*(?:;|\s(?:and|und|et|y|e|en|og|och|with|mit)\s|\s&\s|,\s*(?:and|und)\s)\s*", re.IGNORECASE)
_DEGREES = re.compile(
    r"^(?:ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|mph|jr|sr|ii|iii|iv|rn|rd|esq|dphil|mba|ma|ms|pharmd|dds|dvm|frcp|facp)\.?$",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    {
        "admin",
        "administrator",
        "wordpressadmin",
        "wpadmin",
        "siteadmin",
        "root",
        "webmaster",
        "author",
        "authors",
        "autor",
        "user",
        "none",
        "null",
        "anonymous",
        "unknownauthor",
    }
)
_POINTER = re.compile(
    r"\b(?:all|alle|tous|todos|more|mehr|weitere|meer|plus)\b.*\b(?:posts?|articles?|beiträge|artikel|from|by|von|par|de)\b",
    re.IGNORECASE,
)
"""`View all posts by`: what a link to the other pages of an author says."""
_NO_NAME = re.compile(r"https?:|www\.|[{}<>]|\S@\S|\.(?:com|org|net)\b", re.IGNORECASE)
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|contributors?|journalists?|staff|people|profile)/(?P<name>[^/?#]+)/?(?:[?#].*)?$"
)
_BYLINE = re.compile(
    r"(?<![a-z])(?:(?:post|entry|article|item|story|page|content|blog|news|meta|by)?[-_]*(?:authors?|autor(?:in|en)?|auteur|byline|writer|poster)(?:[-_]*(?:name|link|info|text|s))*)(?![a-z])|vcard"
)
_OTHER = re.compile(
    r"avatar|image|img|photo|bio(?![a-z])|description|social|follow|title|date|time|comment|desc|email|count|about|job|role|box"
)

_UNLIKE = frozenset({"byl", "dc.creator", "dcterms.creator"})
"""The tags for authors that are not named so."""
_SCHOLARLY = ("citation_author", "citation_authors")
_PLAIN_METAS = ("parsely-author", "sailthru.author", "byl", "article:author_name")
_LATER_METAS = (
    "article:author",
    "author",
    "dc.creator",
    "dcterms.creator",
    "dc.author",
    "og:article:author",
    "book:author",
)


def authors_of(markup: Markup, work: Work, url: str) -> tuple[tuple[str, ...], str]:
    """The authors in the order in which they are named, and where; `((), "")` where nobody is.

    >>> authors_of(Markup(metas={"citation_author": "Vaswani, Ashish; Shazeer, Noam"}), Work(), "")
    (('Ashish Vaswani', 'Noam Shazeer'), 'citation_author')
    >>> metas = {"author": "Ada Lovelace and Charles Babbage"}
    >>> authors_of(Markup(metas=metas), Work(authors=("A Site",)), "https://a-site.example/")
    (('Ada Lovelace', 'Charles Babbage'), 'author')
    """
    if not (markup.spots or work.authors or any("auth" in name or name in _UNLIKE for name in markup.metas)):
        return (), ""
    site = site_keys(markup, url)
    ours: tuple[tuple[str, ...], str] = ((), "")
    for found, source in _candidates(markup, work):
        named = tuple(dict.fromkeys(found))
        kept = tuple(name for name in named if squashed(name) not in site)
        if kept:
            return kept[:MOST_AUTHORS], source
        if named and not ours[0] and source not in _LATER_METAS:
            ours = (named[:1], source)
    # A blog that bears the name of who writes it.
    return ours


def _candidates(markup: Markup, work: Work) -> Iterator[tuple[Iterable[str], str]]:
    """Best first."""
    for name in (each for each in markup.metas if each.endswith(_SCHOLARLY)):
        yield _scholars(_values(markup, name)), name
    yield (found for text in work.authors for found in names(text)), "json-ld"
    linked = [
        spot for spot in markup.spots if spot.tag == "a" and _AUTHOR_LINK.search(unquote(spot.href[:_LINE_CHARS]))
    ]
    by_link = list(dict.fromkeys(name for spot in linked for name in names(spot.text)))
    yield by_link if len(by_link) == 1 else (), "author link"
    rel = [spot for spot in markup.spots if "author" in spot.rel]
    by_rel = list(dict.fromkeys(name for spot in rel for name in names(spot.text)))
    yield by_rel if len(by_rel) < _FEW else (), "rel=author"
    for name in _PLAIN_METAS:
        yield _said(markup, name), name
    yield from ((found, "byline") for found in _bylines(markup.spots))
    for name in _LATER_METAS:
        yield _said(markup, name), name
    if _FEW > len(by_link) > 1:
        yield by_link, "author link"


def _values(markup: Markup, name: str) -> tuple[str, ...]:
    return markup.many.get(name) or ((markup.metas[name],) if name in markup.metas else ())


def _said(markup: Markup, name: str) -> Iterator[str]:
    turned = name.startswith("dc")
    for text in _values(markup, name):
        yield from (
            _turned(each) if turned else each for each in ([text] if turned and text.count(",") == 1 else names(text))
        )


def _scholars(texts: Iterable[str]) -> Iterator[str]:
    """Names as scholarly tags have them: one each, or with semicolons; where there is a comma, the family's first."""
    for text in texts:
        for part in text.split(";"):
            if name := _turned(clean(part, _NAME_CHARS)):
                yield name


def _turned(name: str) -> str:
    """The given name first.

    >>> _turned("Vaswani, Ashish"), _turned("Ada Lovelace, PhD"), _turned("A, B, C")
    ('Ashish Vaswani', 'Ada Lovelace, PhD', 'A, B, C')
    """
    family, _, given = name.partition(",")
    if not given.strip() or "," in given or _DEGREES.match(given.strip()):
        return name
    return f"{given.strip()} {family.strip()}"


def _bylines(spots: Iterable[Spot]) -> Iterator[list[str]]:
    """The names of each element that is named as a byline, those that are named as nothing else first."""
    named = [spot for spot in spots if spot.text and (_BYLINE.search(spot.names) or spot.itemprop == "author")]
    plain = [spot for spot in named if not _OTHER.search(spot.names)]
    yield from (list(names(spot.text)) for spot in plain)
    by = (_after_by(spot.text) for spot in spots if len(spot.text) < _LINE_CHARS // 2)
    yield from (list(names(text)) for text in by if text)


def names(line: str) -> Iterator[str]:
    """The people whom a byline names.

    >>> list(names("By Ada Lovelace, Charles Babbage and Mary Somerville | 3 May 2020"))
    ['Ada Lovelace', 'Charles Babbage', 'Mary Somerville']
    >>> [list(names(line)) for line in ("Von Robert", "admin", "https://a.example/ada", "Ada Lovelace, PhD")]
    [['Robert'], [], [], ['Ada Lovelace, PhD']]
    """
    line = clean(line, _LINE_CHARS)
    if _POINTER.search(line):
        return
    for part in _APART.split(_after_by(line) or ("" if _BEFORE.match(line) else line)):
        for name in _comma_apart(part):
            cut = _CUT.sub("", name).strip(" ,:;-\u2013|*")
            if not _NO_NAME.search(name) and _is_name(cut):
                yield cut


def _after_by(line: str) -> str:
    """What follows the word for `by`, where the line begins with it, or says what was done by somebody.

    >>> _after_by("By Ada"), _after_by("Posted on 3 May by Ada"), _after_by("Walter von Aachen")
    ('Ada', 'Ada', '')
    """
    line = line.lstrip(" -\u2013|•*")
    by = _BY.match(line) or (_LATER_BY.search(line) if _BEFORE.match(line) else None)
    return line[by.end() :] if by else ""


def _comma_apart(text: str) -> list[str]:
    """What commas separate, a degree left with its holder."""
    found: list[str] = []
    for piece in text.split(","):
        if found and _DEGREES.match(piece.strip()):
            found[-1] += f", {piece.strip()}"
        else:
            found.append(piece)
    return found


def _is_name(text: str) -> bool:
    letters = squashed(text)
    if not letters or letters in _NOBODY or letters.isdigit() or len(text) > _NAME_CHARS:
        return False
    return len(text.split()) <= _NAME_WORDS
