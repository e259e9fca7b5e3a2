"""What a page says that it is about, and not what its site says on every page. Pure."""

import re
from collections.abc import Iterator

from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup
from crawler.gather.titles import clean

ABSTRACT_CHARS = 2000
_FIRST = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.abstract",
    "dcterms.description",
)
"""Best first: right on 82.5 % of 189 pages; with `description` before `og:description` on 79.4 %."""
_LEAST_CHARS = 50
_LEAST_WORDS = 9
_SENTENCE = re.compile(r"[.!?…。！？](?:[\s\"'”»)]|$)")

_BEGINNINGS = (
    r"abstract page for arxiv paper\b",
    r"enjoy the videos and music (?:that )?you love",
    r"share your videos with friends",
    r"about press copyright",
    r"auf youtube findest du die angesagtesten videos",
    r"just another (?:wordpress|tumblr)",
    r"(?:ein|une?|otro|ein weiterer?) (?:weitere[rs]? )?wordpress[- ](?:site|blog|weblog)",
    r"contribute to \S+ development by creating an account",
    r"github is where people build software",
    r"we['’]re on a journey to advance and democrati[sz]e",
    r"discover amazing ml apps made by the community",
    r"join the discussion on this paper page",
    r"your daily dose of ai research",
    r"(?:we['’]re )?sorry,? but .{1,60} (?:doesn['’]t|does not) work properly without javascript",
    r"(?:please )?(?:enable|turn on) javascript",
    r"you need to enable javascript",
    r"this site uses cookies",
    r"(?:site |page |meta |og |open graph )?description\.?$",
    r"web site created using create-react-app",
    r"lorem ipsum",
    r"from breaking news and entertainment to sports and politics",
)
_BOILERPLATE = re.compile("|".join(_BEGINNINGS), re.IGNORECASE)
"""What says nothing of the one page: beginnings."""
_PLACEHOLDER = re.compile(r"\{\{.{0,80}\}\}|\$\{.{0,80}\}|<%.{0,80}%>")
_NOTICE = re.compile(
    r"\b(?:cookies?|javascript|newsletter|copyright|all rights reserved|datenschutz\w*|log ?in|sign up)\b",
    re.IGNORECASE,
)


def abstract_of(markup: Markup, work: Work) -> tuple[str, str]:
    """What the page is about, and where it says so; `("", "")` where it does not.

    >>> metas = {"description": "Just another WordPress site", "twitter:description": "Of cats."}
    >>> abstract_of(Markup(metas=metas), Work())
    ('Of cats.', 'twitter:description')
    >>> abstract_of(Markup(paragraphs=("Home", "Cats are small animals, and they sleep for most of the day.")), Work())
    ('Cats are small animals, and they sleep for most of the day.', 'paragraph')
    """
    for text, source in _candidates(markup, work):
        cleaned = clean(text, ABSTRACT_CHARS)
        if cleaned and _says_something(cleaned):
            return cleaned, source
    return next(((text, "paragraph") for text in _prose(markup)), ("", ""))


def _candidates(markup: Markup, work: Work) -> Iterator[tuple[str, str]]:
    metas = markup.metas
    yield from ((text, name) for name, text in metas.items() if name.endswith("citation_abstract"))
    yield from ((metas[name], name) for name in _FIRST if name in metas)
    yield work.description, "json-ld"


def _says_something(text: str) -> bool:
    return not (_BOILERPLATE.match(text) or _PLACEHOLDER.search(text)) and any(letter.isalnum() for letter in text)


def _prose(markup: Markup) -> Iterator[str]:
    """The paragraphs that are of sentences and no notice."""
    for paragraph in markup.paragraphs:
        text = clean(paragraph, ABSTRACT_CHARS)
        long = len(text) >= _LEAST_CHARS and len(text.split()) >= _LEAST_WORDS
        if long and _SENTENCE.search(text) and not _NOTICE.search(text) and _says_something(text):
            yield text
