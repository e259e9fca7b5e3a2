"""The title of a page among all that it gives as one. Pure.

Measured on 993 pages whose titles people wrote down: a raw `<title>` is right on 16 % (it goes on with the name of
the site), `og:title` on 61 %, without the site's name on 77 %, an `<h1>` that stands in one of the two on 85 %.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.gather.markup import Markup

TITLE_CHARS = 300

_BREAK = re.compile(r"\s+(?:[|\-\u2013\u2014\u00b7\u2022»«~:/]|::|//)\s+|\s*[|»«]\s*")
"""Between the parts of a title: a bar, a dash, a dot or a colon that stands alone."""
_NOT_LETTERS = re.compile(r"[\W_]+")
_TURNING = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HALVES = range(0xD800, 0xE000)
_HIDDEN = dict.fromkeys((*range(9), *range(14, 28), *range(0x7F, 0xA0), 0xAD, 0x200B, 0xFEFF, *_TURNING, *_HALVES))
"""Controls, what has no width, what turns the direction of the text, and halves of characters, which JSON can hold."""
_LEAST_LETTERS = 4
"""A shorter name of a site may stand in a title by chance."""
_SITE_WORDS = 6
_TEMPLATES = ("{{", "${", "<%")
_HEADINGS = 3
_SHARE = 4
"""A lesser heading that is less than this part of the title names a section."""


def clean(text: str, most_chars: int) -> str:
    r"""White space collapsed, controls gone, cut to a length.

    >>> clean("  A\n\ttitle\0 ", 300), clean("abc def", 4)
    ('A title', 'abc')
    >>> clean("half \ud83d of one", 300)
    'half of one'
    """
    text = " ".join(text[: 8 * most_chars].split())
    if not text.isprintable():
        text = " ".join(text.translate(_HIDDEN).split())
    return text[:most_chars].rstrip()


def title_of(markup: Markup, url: str, headline: str = "") -> tuple[str, str] | None:
    """The title, and where it was found; None where the page has none. `headline` is what JSON-LD has for one.

    >>> title_of(Markup(title="A - B", metas={"og:title": "A"}), "https://b.example/")
    ('A', 'og:title')
    >>> title_of(Markup(title="Deep Learning - A Blog", h1s=("Deep learning",)), "https://c.example/")
    ('Deep Learning', 'h1')
    >>> title_of(Markup(title="A - B"), "https://b.example/")
    ('A - B', 'title')
    """
    return next(((title, source) for title, source in _candidates(markup, url, headline) if _names(title)), None)


def _names(title: str) -> bool:
    """Whether there is a letter, and no template that nobody filled in.

    >>> _names("A"), _names(" - "), _names("{{ page.title }}")
    (True, False, False)
    """
    return bool(squashed(title)) and not any(mark in title for mark in _TEMPLATES)


def _candidates(markup: Markup, url: str, headline: str) -> Iterator[tuple[str, str]]:
    """Best first; some may be empty."""
    metas = markup.metas
    yield from ((clean(text, TITLE_CHARS), name) for name, text in metas.items() if name.endswith("citation_title"))
    title = clean(markup.title, TITLE_CHARS)
    og, twitter = (clean(metas.get(name, ""), TITLE_CHARS) for name in ("og:title", "twitter:title"))
    headings = [heading for text in markup.h1s[:_HEADINGS] if (heading := clean(text, TITLE_CHARS))]
    if not (og or twitter or headings or markup.lesser or headline):
        # Nothing speaks against any part of it.
        yield title, "title"
        return
    site = site_keys(markup, url)
    if title and title in headings and squashed(title) not in site:
        yield title, "title"
        return
    least = max(len(squashed(title)), len(squashed(og))) / _SHARE
    lesser = [text for each in markup.lesser if len(squashed(text := clean(each, TITLE_CHARS))) >= least]
    agreed = (*_agreed((title, og), headings, site, "h1"), *_agreed((title, og), lesser, site, "heading"))
    # Of several headings the longest: the others are the site's name.
    yield from sorted(agreed, key=lambda found: -len(found[0]))[:1]
    if len(headings) == 1 and not _is_site(headings[0], site):
        yield headings[0], "h1"
    yield _without_site(clean(headline, TITLE_CHARS), site), "json-ld"
    stripped = ((_without_site(og, site), "og:title"), (_without_site(twitter, site), "twitter:title"))
    found = (*stripped, (_without_site(title, site), "title"), *((heading, "h1") for heading in headings))
    yield from ((text, source) for text, source in found if squashed(text) not in site)
    yield from ((text, source) for text, source in ((title, "title"), *found))


def _agreed(wholes: tuple[str, str], headings: list[str], site: frozenset[str], name: str) -> Iterator[tuple[str, str]]:
    """The parts of titles that stand as a heading, too, and are not the site's name."""
    parts = (part for whole in wholes for text in headings if (part := _part(whole, text)))
    yield from ((part, "title" if part == wholes[0] else name) for part in parts if not _is_site(part, site))


def _part(whole: str, heading: str) -> str:
    """The part of a title that is the heading, in the title's own letters; empty where it is not there.

    >>> _part("News: A B  C! | Site", "a b  c!"), _part("A: B", "A - B"), _part("Party", "Art")
    ('A B  C!', 'A: B', '')
    """
    wanted, letters = squashed(heading), squashed(whole)
    if wanted == letters:
        return whole
    if not wanted or wanted not in letters:
        return ""
    start = whole.casefold().find(heading.casefold())
    end = start + len(heading)
    if start < 0 or whole[start:end].casefold() != heading.casefold():
        return heading
    return "" if whole[:start][-1:].isalnum() or whole[end:][:1].isalnum() else whole[start:end]


def _without_site(title: str, site: frozenset[str]) -> str:
    """The title without the name of the site at its end or its beginning.

    >>> _without_site("GitHub - a/b: c d", frozenset({"github", "githubcom"})), _without_site("A | B", frozenset())
    ('a/b: c d', 'A | B')
    """
    breaks = list(_BREAK.finditer(title))
    if breaks and _is_site(title[breaks[-1].end() :], site):
        return title[: breaks[-1].start()]
    if breaks and _is_site(title[: breaks[0].start()], site):
        return title[breaks[0].end() :]
    return title


def _is_site(part: str, site: frozenset[str]) -> bool:
    """Whether a part of a title only names the site: its name, or a few words around it, or some of it.

    >>> _is_site("The Example Blog", frozenset({"example"})), _is_site("Examples of a very good style", {"example"})
    (True, False)
    """
    letters = squashed(part)
    if letters in site or not letters:
        return True
    near = [name for name in site if len(name) >= _LEAST_LETTERS and (letters in name or name in letters)]
    return bool(near) and len(letters) >= _LEAST_LETTERS and len(part.split()) < _SITE_WORDS


def site_keys(markup: Markup, url: str) -> frozenset[str]:
    """What the site may call itself, letters alone."""
    names = frozenset(
        squashed(markup.metas[key]) for key in ("og:site_name", "application-name") if key in markup.metas
    )
    return names - {""} | _host_keys(url.partition("//")[2].partition("/")[0])


@lru_cache(maxsize=1024)
def _host_keys(host: str) -> frozenset[str]:
    """The names that a host bears.

    >>> sorted(_host_keys("www.my-site.example:8080"))
    ['mysite', 'mysiteexample']
    """
    labels = host.partition(":")[0].removeprefix("www.").split(".")
    return frozenset(filter(None, map(squashed, [".".join(labels), *labels[:-1]])))


def squashed(text: str) -> str:
    """Letters and digits alone, in lower case.

    >>> squashed("A-B c!")
    'abc'
    """
    return _NOT_LETTERS.sub("", text).casefold()
