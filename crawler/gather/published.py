"""When a page was published and last changed, among all the days that it names. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from crawler import urls
from crawler.gather.dates import date_of, day_in_path, day_of
from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup
from crawler.gather.spots import Spot

_SCHOLARLY = ("citation_publication_date", "citation_date", "citation_cover_date", "citation_year")
_ONLINE = "citation_online_date"
"""The arXiv has the day of the last version there, and that of the first one in `citation_date`."""
_FIRST = ("article:published_time", "og:published_time", "og:article:published_time", "datepublished")
_THEN = (
    *(
        "parsely-pub-date",
        "sailthru.date",
        "article.published",
        "publishdate",
        "publish-date",
        "publish_date",
        "pubdate",
    ),
    *(
        "dcterms.issued",
        "dc.date.issued",
        "dcterms.created",
        "dc.date.created",
        "dc.date",
        "dcterms.date",
        "datecreated",
    ),
    *(
        "date",
        "article:published",
        "article_date_original",
        "cxenseparse:recs:publishtime",
        "published_date",
        "created",
    ),
    *("release_date", "publication_date", "published", "article.created", "last-published", "rnews:datepublished"),
)
_LATE = re.compile(r"T2[0-3]:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+]00:?00)$")
"""Late in the evening by Greenwich's clock, which in much of the world is the next day."""
_LINES = re.compile(r"\n|\s{3}")
_LINE_CHARS = 140
_JUST_BEFORE = 400
_BEFORE = 4000
_AFTER = 20_000
_READ_CHARS = 9000
"""White space does not count."""
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_OTHER_DAY = re.compile(
    r"©|\(c\)|copyright|updated|aktualisiert|stand:|modified|edited|à jour|since|seit|joined|register|registrier"
    r"|mitglied|born|geboren|current|aktuell|today|heute|last (?:visit|login)|letzter besuch|zuletzt",
    re.IGNORECASE,
)
"""What a day is of that is not the day of publication: of a change, of a member of a forum, of reading."""
_CHANGE = re.compile(
    r".?(?:last|zuletzt)\s{1,3}(?:edited|modified|updated?|changed?|revised|reviewed|geändert|bearbeitet|aktualisiert|am)\b"
    r"(?P<day>.{0,40})",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE_HINTS = ("ast ", "uletzt ")
_CHANGE_TRIES = 16
_TEXT_CHARS = 65_536
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
)


def published_of(markup: Markup, work: Work, url: str, *, title: str, month_first: bool) -> tuple[str, str]:
    """The day of publication and where it was found; `("", "")` where there is none.

    >>> metas = {"article:published_time": "2020-01-02T03:04:05Z"}
    >>> published_of(Markup(metas=metas), Work(), "", title="", month_first=False)
    ('2020-01-02', 'article:published_time')
    """
    given = ((text, source) for text, source in _published(markup, work, url) if text)
    found = [(day, text, source) for text, source in given if (day := date_of(text, month_first=month_first))]
    if found:
        return _best(found)
    said = chain(_said(markup.spots, month_first), _scripted(markup), _written(markup.text, title, month_first))
    return next(said, ("", ""))


def _best(found: list[tuple[str, str, str]]) -> tuple[str, str]:
    """The first day, as it stands where it is told more precisely, or by the clock of the place.

    >>> _best([("2017-01", "2017/01", "a"), ("2017-01-30", "2017-01-30", "b")])
    ('2017-01-30', 'b')
    >>> _best([("2019-10-18", "2019-10-18T22:04:00Z", "a"), ("2019-10-19", "2019-10-19T00:04:00+02:00", "b")])
    ('2019-10-19', 'b')
    """
    day, text, source = found[0]
    if _LATE.search(text):
        after = (date.fromisoformat(day) + timedelta(1)).isoformat()
        return next(
            ((other, where) for other, said, where in found if other == after and "Z" not in said), (day, source)
        )
    same = ((other, where) for other, _, where in found if other.startswith(day) and not other.endswith("-01"))
    return max([(day, source), *same], key=lambda each: len(each[0]))


def modified_of(markup: Markup, work: Work, *, month_first: bool) -> tuple[str, str]:
    """The day of the last change and where it was found."""
    scholarly = [(markup.metas.get(_ONLINE, ""), _ONLINE)]
    metas = [(markup.metas.get(name, ""), name) for name in _MODIFIED]
    spots = ((_value(spot), "time") for spot in markup.spots if spot.tag == "time" and _is_change(spot))
    for text, source in chain(scholarly, metas[:1], [(work.modified, "json-ld")], metas[1:], spots):
        if text and (found := date_of(text, month_first=month_first)):
            return found, source
    return next(_changed(markup.text[:_TEXT_CHARS], month_first), ("", ""))


def _changed(text: str, month_first: bool) -> Iterator[tuple[str, str]]:
    """The days of which the text says that the page was last changed on them.

    >>> list(_changed("This page was last edited on 3 May 2020, at 12:00.", False))
    [('2020-05-03', 'text')]
    """
    for hint in _CHANGE_HINTS:
        at = text.find(hint)
        for _ in range(_CHANGE_TRIES):
            if at < 0:
                break
            said = _CHANGE.match(text, max(0, at - 2)) or _CHANGE.match(text, max(0, at - 1))
            found = day_of(said["day"], month_first=month_first) if said else None
            if found:
                yield found, "text"
            at = text.find(hint, at + 1)


def _published(markup: Markup, work: Work, url: str) -> Iterator[tuple[str, str]]:
    """Best first; some may be no dates."""
    metas = markup.metas
    for wanted in _SCHOLARLY:
        yield from ((text, name) for name, text in metas.items() if name.endswith(wanted))
    parsed = urls.parse(url)
    yield (day_in_path(str(parsed.pathname)) or "") if parsed else "", "url"
    yield from ((metas[name], name) for name in _FIRST if name in metas)
    yield work.published, "json-ld"
    yield from ((metas[name], name) for name in _THEN if name in metas)
    if _ONLINE in metas:
        yield metas[_ONLINE], _ONLINE


def _said(spots: tuple[Spot, ...], month_first: bool) -> Iterator[tuple[str, str]]:
    """What the elements say, in full: those that name their day as that of publication, other `<time>`, other lines."""
    ordered = [spot for spot in _from_heading(spots) if not (_is_change(spot) or _OTHER_DAY.search(spot.text))]
    times = [spot for spot in ordered if spot.tag in ("time", "abbr") or "datepublished" in spot.itemprop]
    dated = [spot for spot in ordered if any(word in spot.names for word in ("date", "datum", "time", "publish"))]
    first = [spot for spot in (*times, *dated) if _is_publication(spot)]
    for group, source in ((first, "time"), (times, "time"), (dated, "date"), (ordered, "line")):
        for spot in group:
            days = (day_of(text, month_first=month_first) for text in (spot.value, spot.text) if text)
            yield from ((found, source) for found in days if found)


def _from_heading(spots: tuple[Spot, ...]) -> list[Spot]:
    """Those behind the first heading, then those before it, the nearest first: at the top there may be today's date."""
    at = next((place for place, spot in enumerate(spots) if spot.tag == "h1"), 0)
    return [*spots[at:], *reversed(spots[:at])]


def _written(text: str, title: str, month_first: bool) -> Iterator[tuple[str, str]]:
    """The days that stand in short lines of the text: behind its title, and then the nearest before it."""
    start = max(text.find(title), 0) if title else 0
    after = text[max(0, start - _JUST_BEFORE) : start + _AFTER]
    before = text[max(0, start - _BEFORE) : start]
    for near, step in ((after, 1), (before, -1)):
        left = _READ_CHARS
        for line in map(str.strip, _LINES.split(near)[::step] if "19" in near or "20" in near else ()):
            left -= len(line)
            if left > 0 and len(line) <= _LINE_CHARS and _YEAR.search(line) and not _OTHER_DAY.search(line):
                yield from ((found, "text") for found in [day_of(line, month_first=month_first)] if found)


def _scripted(markup: Markup) -> Iterator[tuple[str, str]]:
    found = date_of(markup.scripted) if markup.scripted else None
    if found:
        yield found, "script"


def _value(spot: Spot) -> str:
    return spot.value or spot.text


def _is_publication(spot: Spot) -> bool:
    return any(
        word in spot.names for word in ("publish", "datecreated", "entry-date", "pubdate", "post-date")
    ) and not _is_change(spot)


def _is_change(spot: Spot) -> bool:
    named = spot.names
    return ("updated" in named or "modified" in named) and "publish" not in named
