"""Days as people and machines write them -> ISO 8601, as precise as they are written. Pure, and total."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

FIRST_YEAR = 1990
"""There was no web before."""
LAST_YEAR = 2099
_CHARS = 400
_CENTURY = 2000

_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari leden января stycznia ocak tammikuu",
    "february feb februar feber février févr fev febrero febbraio fevereiro februari února февраля lutego şubat",
    "march mar märz maerz mrz mars marzo março maart března марта marca mart maaliskuu",
    "april apr avril avr abril abr aprile dubna апреля kwietnia nisan huhtikuu",
    "may mai mayo maggio mag maio mei maj května мая maja mayıs toukokuu",
    "june jun juni juin junio giugno giu junho června июня czerwca haziran kesäkuu",
    "july jul juli juillet juil julio luglio lug julho července июля lipca temmuz heinäkuu",
    "august aug août aout agosto ago augustus augusti srpna августа sierpnia ağustos elokuu",
    "september sep sept septembre septiembre settembre set setembro září сентября września eylül syyskuu",
    "october oct oktober okt octobre octubre ottobre ott outubro out října октября października ekim lokakuu",
    "november nov novembre noviembre novembro listopadu ноября listopada kasım marraskuu",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember prosince декабря grudnia aralık",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMED = "|".join(sorted(_MONTH, key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th|er|[.ºª])?"

_WHOLE = re.compile(
    rf"""(?<![\d.,/-])(?:
        (?P<y1>(?:19|20)\d\d)(?P<s1>[-/.])(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?!\d)
      | (?P<y2>(?:19|20)\d\d)\s?[年년]\s?(?P<m2>\d\d?)\s?[月월]\s?(?P<d2>\d\d?)\s?[日일]
      | (?P<a3>\d\d?)(?P<s3>[-/.])\s?(?P<b3>\d\d?)(?P=s3)\s?(?P<y3>(?:19|20)\d\d|\d\d)(?![\d.,/-]\d|\d)
      | (?P<d4>\d\d?){_ORDINAL}[\s/-]{{0,3}}(?:de\s|of\s|del\s)?(?P<n4>{_NAMED})(?![^\W\d_])[.,]?[\s/-]{{0,3}}
        (?:de\s|del\s)?(?P<y4>(?:19|20)\d\d)(?!\d)
      | (?P<y6>(?:19|20)\d\d)[\s,]{{1,3}}(?P<n6>{_NAMED})(?![^\W\d_])[.,]?\s(?P<d6>\d\d?)(?!\d)
    )
    | (?<![^\W_])(?P<n5>{_NAMED})(?![^\W\d_])[.]?\s{{0,2}}(?P<d5>\d\d?){_ORDINAL}[\s,]{{1,3}}(?P<y5>(?:19|20)\d\d)(?!\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NEAR = re.compile(r"(?:19|20)\d\d|\d[./-] ?\d\d?[./-] ?\d\d(?!\d)")
_BEFORE_CHARS = 24
_AFTER_CHARS = 20
_PARTIAL = re.compile(
    rf"""(?<![\d.,/-])(?P<y1>(?:19|20)\d\d)[-/](?P<m1>\d\d?)(?![\d/.-])
    | (?<![^\W\d_])(?P<n2>{_NAMED})(?![^\W\d_])[.,]?\s{{1,3}}(?:de\s)?(?P<y2>(?:19|20)\d\d)(?!\d)
    | (?<![\d.,/-])(?P<y3>(?:19|20)\d\d)[\s,]{{1,3}}(?P<n3>{_NAMED})(?![^\W\d_])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?\d{4,6}Z?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PATH = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?=[/_.-]|$)")
_PATH_IN_ONE = re.compile(r"/((?:19|20)\d\d)([-_]?)(\d\d)\2(\d\d)(?=[/_.-]|$)")


def day_of(text: str, *, month_first: bool = False) -> str | None:
    """The day that a short text names, in full; None where it names none.

    `month_first` is how 5/6/2020 is read; a day above twelve speaks for itself.

    >>> day_of("Posted on August 3, 2019 by Ada"), day_of("3. März 2020, 12:00"), day_of("2020-02-31")
    ('2019-08-03', '2020-03-03', None)
    >>> day_of("5/6/2020"), day_of("5/6/2020", month_first=True), day_of("31/12/2020", month_first=True)
    ('2020-06-05', '2020-05-06', '2020-12-31')
    """
    return next(_days(text[:_CHARS], month_first), None)


def date_of(text: str, *, month_first: bool = False) -> str | None:
    """What a value that is meant to be a date says, as precise as it is.

    >>> date_of("2017-06-12T17:57:34Z"), date_of("20170612"), date_of("2012 Nov 26"), date_of("June 2017")
    ('2017-06-12', '2017-06-12', '2012-11-26', '2017-06')
    >>> date_of("2017"), date_of("yesterday"), date_of("1066-10-14"), date_of("0001-01-01T00:00:00")
    ('2017', None, None, None)
    """
    text = text[:_CHARS].strip()
    if compact := _COMPACT.fullmatch(text):
        return _day(*map(int, compact.groups()))
    return day_of(text, month_first=month_first) or next(_months(text), None) or _year(text)


def day_in_path(path: str) -> str | None:
    """The day that an address names in its path.

    >>> day_in_path("/blog/2014/05/18/may/"), day_in_path("/2020/99/99/"), day_in_path("/posts/2019-01-11-a-story")
    ('2014-05-18', None, '2019-01-11')
    """
    if found := _PATH.search(path):
        return _day(*map(int, found.groups()))
    found = _PATH_IN_ONE.search(path)
    return _day(int(found[1]), int(found[3]), int(found[4])) if found else None


def not_after(text: str | None, day: date) -> str | None:
    """The date, unless it is later than the day after this one (clocks and time zones differ).

    >>> not_after("2026-11-29", date(2026, 11, 28)), not_after("2027", date(2026, 11, 28)), not_after(None, date.max)
    ('2026-11-29', None, None)
    """
    latest = min(day, date.max - timedelta(1)) + timedelta(1)
    return text if text and text <= latest.isoformat()[: len(text)] else None


def _days(text: str, month_first: bool) -> Iterator[str]:
    at = 0
    for near in _NEAR.finditer(text):
        # The whole expression is slow, so it sees no more than the surroundings of what may be a year.
        window = text[max(at, near.start() - _BEFORE_CHARS) : near.end() + _AFTER_CHARS]
        for found in _WHOLE.finditer(window):
            at = near.end()
            if named := _day(*_parts({name: value for name, value in found.groupdict().items() if value}, month_first)):
                yield named


def _parts(held: dict[str, str], month_first: bool) -> tuple[int, int, int]:
    """Year, month and day of a match: groups are named by what they hold, and by the form that they belong to."""
    by = {name[0]: value for name, value in held.items()}
    year = int(by["y"]) if len(by["y"]) == len("2020") else _CENTURY + int(by["y"])
    if "n" in by:
        return year, _MONTH.get(by["n"].casefold(), 0), int(by["d"])
    if "m" in by:
        return year, int(by["m"]), int(by["d"])
    one, other = int(by["a"]), int(by["b"])
    # With slashes alone Americans write the month first; dots are European.
    swapped = other > len(_MONTHS) or (month_first and by["s"] != "." and one <= len(_MONTHS))
    return (year, one, other) if swapped else (year, other, one)


def _months(text: str) -> Iterator[str]:
    for found in _PARTIAL.finditer(text):
        by = {name[0]: value for name, value in found.groupdict().items() if value}
        year, month = int(by["y"]), _MONTH.get(by["n"].casefold(), 0) if "n" in by else int(by["m"])
        if _day(year, month, 1):
            yield f"{year}-{month:02}"


def _year(text: str) -> str | None:
    return text if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
