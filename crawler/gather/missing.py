"""Pages that answer 200 and say that they are not there: marks of what is gone. Pure.

The worst that can happen is that a page about a 404 is taken for one. So nothing counts that is only mentioned: a title
or a heading must say it from its first word to its last, another of title, heading and text must agree, and the page
must be as short as such pages are. What names an author or a date of publication is a work, whatever it is called.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from crawler import urls
from crawler.gather import sayings
from crawler.gather.markup import Markup
from crawler.gather.phrases import any_of, folded, parts, size
from crawler.gather.shells import is_filled_by_script, is_of

THIN_WORDS = 80
"""An error page without a menu."""
SHORT_WORDS = 300
"""One with a menu and a footer."""
MOST_WORDS = 1200
"""One in a shop; what is longer has something else to say."""
SENTENCE_WORDS = 40
"""Where a sentence is all that speaks."""
_NAME_CHARS = 160
_HEADINGS = 3
_PARTS = 3

_DECORATION = any_of(sayings.DECORATIONS)
_NAME = re.compile(f"(?:{_DECORATION} )*(?:{any_of(sayings.NAMES)}|{any_of(sayings.SENTENCES)})(?: {_DECORATION})*")
_WEAK = re.compile(f"(?:{_DECORATION} )*{any_of(sayings.WEAK)}(?: {_DECORATION})*")
_DECORATED = re.compile(f"{_DECORATION}(?: {_DECORATION})*")
_NUMBER = re.compile(r"(?<!\w)(?:404|410)(?!\w)")
_SENTENCE = re.compile(rf"(?<!\w){any_of(sayings.SENTENCES)}")
_MENTION = re.compile(rf"(?<!\w)(?:404|410|errors?|{any_of(sayings.WEAK)})(?!\w)")

_WORKS = frozenset({"article:published_time", "article:author", "datepublished", "dc.date"})
_KINDS_OF_WORK = ("article", "book", "music", "video", "profile", "product")
"""Of `og:type` (ogp.me): what error pages are is `website`, if they say anything."""
_SLUG = re.compile(r"(?<![a-z0-9])(?:404|410|not?[-_]?found|missing[-_]page|broken[-_]links?)(?![a-z0-9])")


class Saying(IntEnum):
    """How plainly a title or a heading says that the page is not there."""

    NOTHING = 0
    NUMBER = 1
    """`404`, `Error 404`: an album may be called so."""
    WEAK = 2
    """`Not found`: a film may be called so."""
    PLAIN = 3
    """`Page not found`, `404 Not Found`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the rules look at."""

    title: Saying
    title_parts: int
    """Of how many parts the title is, with the one that says it as one."""
    title_mentions: bool
    heading: Saying
    words: int
    sentence: Callable[[], bool]
    """Whether a sentence says it; asked last, for it reads the text."""
    noindex: bool
    filled_by_script: Callable[[], bool]
    """Asked last, too: it reads the body."""


def marks(markup: Markup, url: str, body: bytes) -> tuple[str, ...]:
    """What shows that a page is gone: `gone:title`, `gone:heading`, `gone:text`, or the host's own way to say it.

    >>> marks(Markup(title="404 - Not Found | A site", text="The page you were looking for doesn't exist."), "", b"")
    ('gone:title', 'gone:text')
    >>> marks(Markup(title="HTTP 404 - Wikipedia", h1s=("HTTP 404",), text="HTTP 404 is a status code."), "", b"")
    ()
    """
    if _speaks_of_it(url) or _is_work(markup):
        return ()
    return tuple(dict.fromkeys((*_by_words(markup, body), *_by_host(markup, url, body))))


def _by_words(markup: Markup, body: bytes) -> Iterator[str]:
    words = size(markup.text)
    if words > MOST_WORDS:
        return
    said, among = _title(markup.title or markup.metas.get("og:title", ""))
    heading = max((saying(text) for text in markup.h1s[:_HEADINGS]), default=Saying.NOTHING)
    page = _Page(
        title=said,
        title_parts=among,
        title_mentions=_MENTION.search(folded(markup.title[:_NAME_CHARS])) is not None,
        heading=heading,
        words=words,
        sentence=lambda: _SENTENCE.search(folded(markup.text)) is not None,
        noindex="noindex" in markup.metas.get("robots", "").lower(),
        filled_by_script=lambda: is_filled_by_script(body),
    )
    if not (_title_says_so(page) or _heading_says_so(page) or _text_says_so(page)):
        return
    if page.title:
        yield "gone:title"
    if page.heading:
        yield "gone:heading"
    if page.sentence():
        yield "gone:text"


def _title_says_so(page: _Page) -> bool:
    """The title says it, and whatever else there is agrees, the more of it the longer the page is."""
    if not page.title or page.title_parts > _PARTS:
        return False
    if page.words <= THIN_WORDS and (
        page.title is Saying.PLAIN or page.heading + page.title >= Saying.PLAIN or page.sentence()
    ):
        return True
    if page.title_parts > _PARTS - 1 and not page.noindex:
        return False  # `404 Not Found - Help - A forum` is a question
    if page.words <= SHORT_WORDS and page.title is Saying.PLAIN:
        return bool(page.heading) or page.sentence()
    if page.words <= SHORT_WORDS:
        return page.heading is Saying.PLAIN
    return page.title is page.heading is Saying.PLAIN and (page.noindex or page.sentence())


def _heading_says_so(page: _Page) -> bool:
    """The heading says it plainly under a title that speaks of no error: the site's, or that of the page that was."""
    if page.heading is not Saying.PLAIN or page.title_mentions or page.words > SHORT_WORDS:
        return False
    return (page.words <= THIN_WORDS or page.sentence()) and not page.filled_by_script()


def _text_says_so(page: _Page) -> bool:
    """A sentence says it on a page that says hardly anything else."""
    thin = page.words <= SENTENCE_WORDS and not page.title_mentions
    return thin and page.sentence() and not page.filled_by_script()


def saying(text: str) -> Saying:
    """How plainly a title or a heading says it, from its first word to its last.

    >>> [saying(text).name for text in ("Oops! That page can't be found.", "404 Not Found", "Not found", "Error 404")]
    ['PLAIN', 'PLAIN', 'WEAK', 'NUMBER']
    >>> [saying(text).name for text in ("How to fix a 404 Not Found error", "The lost page", "Sorry!")]
    ['NOTHING', 'NOTHING', 'NOTHING']
    """
    if len(text) > _NAME_CHARS:
        return Saying.NOTHING
    said = folded(text)
    if _NAME.fullmatch(said):
        return Saying.PLAIN
    numbered = _NUMBER.search(said) is not None
    if _WEAK.fullmatch(said):
        return Saying.PLAIN if numbered else Saying.WEAK
    return Saying.NUMBER if numbered and _DECORATED.fullmatch(said) else Saying.NOTHING


def _title(title: str) -> tuple[Saying, int]:
    """How plainly a part of a title, or two of them together, says it; and of how many parts the title is then."""
    pieces = parts(title)[: _PARTS + 2]
    alone = max(map(saying, pieces), default=Saying.NOTHING)
    together = max((saying(f"{one} {other}") for one, other in pairwise(pieces)), default=Saying.NOTHING)
    return (together, len(pieces) - 1) if together >= alone else (alone, len(pieces))


def _is_work(markup: Markup) -> bool:
    if any(name in _WORKS or "citation_" in name for name in markup.metas):
        return True
    return markup.metas.get("og:type", "").strip().lower().startswith(_KINDS_OF_WORK)


def _speaks_of_it(url: str) -> bool:
    """Whether the address itself names an error: an article about it, or a page for it, which redirects tell of."""
    return any(_SLUG.search(segment.lower()) for segment in urls.path_segments(url))


_YOUTUBE = ("youtube.com", "youtu.be")
_PLAYABILITY = re.compile(rb'\\?"playabilityStatus\\?"\s*:\s*\{\s*\\?"status\\?"\s*:\s*\\?"([A-Z_]+)')
_ALERT = re.compile(rb'"alerts"\s*:\s*\[\s*\{\s*"alertRenderer"\s*:\s*\{\s*"type"\s*:\s*"ERROR"')
_NAMELESS = frozenset({"youtube", ""})
_NOTE = re.compile(r"\b(?:the )?note \S{1,40} (?:was|is) not found\b", re.IGNORECASE)


def _by_host(markup: Markup, url: str, body: bytes) -> Iterator[str]:
    """The ways of hosts that answer 200 whatever was asked."""
    if is_of(url, _YOUTUBE) and folded(markup.title) in _NAMELESS and _is_no_video(body):
        yield "gone:youtube"
    if is_of(url, ("openreview.net",)) and size(markup.text) <= SHORT_WORDS and _NOTE.search(markup.text):
        # openreview/openreview-web components/ErrorDisplay.js shows what the API said, with 200.
        yield "gone:openreview"


def _is_no_video(body: bytes) -> bool:
    """yt-dlp yt_dlp/extractor/youtube: a video that is gone has the status ERROR, a playlist an alert of that type.

    UNPLAYABLE and LOGIN_REQUIRED are videos that are there, for others or elsewhere.
    """
    found = _PLAYABILITY.search(body)
    return (found is not None and found[1] == b"ERROR") or _ALERT.search(body) is not None
