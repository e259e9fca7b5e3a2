"""What the replies of several interfaces have in common: batches of ids, texts in HTML, days. Pure, and total."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from html import unescape
from typing import Any, TypeVar

from crawler.gather.finding import text_of
from crawler.urls import parse

_READ_FACTOR = 16
"""So many times the length that is wanted may markup take."""
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_INLINE = frozenset(
    "a,abbr,b,bdi,bdo,cite,code,em,font,i,kbd,mark,q,s,small,span,strong,sub,sup,tt,u,var,wbr".split(",")  # noqa: SIM905
)
"""What stands within a word."""
_SKIPPED = frozenset({"math", "pre", "script", "style", "svg", "table"})
"""What is no sentence: code, formulas and figures."""
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)

Group = TypeVar("Group")


def batches(
    targets: Sequence[str], place_of: Callable[[str], tuple[Group, str] | None], most: int
) -> Iterator[tuple[Group, tuple[str, ...], tuple[str, ...]]]:
    """Targets that can be asked for at once: their group, at most so many different ids, and the targets themselves.

    >>> list(batches(["v/1", "v/2", "p/1", "V/1"], lambda url: tuple(url.lower().split("/")), 2))
    [('v', ('1', '2'), ('v/1', 'V/1', 'v/2')), ('p', ('1',), ('p/1',))]
    """
    groups: dict[Group, dict[str, list[str]]] = {}
    for target in targets:
        place = place_of(target)
        if place is not None:
            groups.setdefault(place[0], {}).setdefault(place[1], []).append(target)
    for group, by_id in groups.items():
        ids = list(by_id)
        for start in range(0, len(ids), most):
            some = tuple(ids[start : start + most])
            yield group, some, tuple(target for each in some for target in by_id[each])


def plain(value: Any, most_chars: int) -> str | None:
    """The text of a piece of HTML on one line, without code and tables; None where there is none.

    >>> plain("<p>It <b>is</b> 1 &lt; 2.</p><pre>x = 1</pre><p>So</p>", 100), plain("a < b", 100), plain(None, 100)
    ('It is 1 < 2. So', 'a < b', None)
    """
    if not isinstance(value, str):
        return None
    said: list[str] = []
    skipping = ""
    for piece in _TAG.split(value[: _READ_FACTOR * most_chars]):
        found = _NAME.match(piece) if piece.startswith("<") and piece.endswith(">") else None
        name = found[1].lower() if found else ""
        if skipping:
            skipping = "" if name == skipping and piece.startswith("</") else skipping
        elif name in _SKIPPED:
            said.append(" ")
            skipping = "" if piece.startswith("</") or piece.endswith("/>") else name
        elif name:
            said.append("" if name in _INLINE else " ")
        elif not piece.startswith("<!"):
            said.append(piece)
    return text_of(unescape("".join(said)), most_chars)


def day_of(value: Any) -> str | None:
    """The day of a date or a time, as precise as it is known; of a number, the day of that Unix time.

    >>> day_of("2019-03-21T20:37:49.000Z"), day_of("2019-03"), day_of(1375355768), day_of("soon"), day_of("2019-13-01")
    ('2019-03-21', '2019-03', '2013-08-01', None, None)
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            return None
    found = _DAY.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        date.fromisoformat(found[0] + "-01-01"[len(found[0]) - 4 :])
    except ValueError:
        return None
    return found[0]


def address_of(value: Any, most_chars: int = 2000) -> str | None:
    """An absolute https or http address that a reply gives; None where it is none.

    >>> address_of("https://a.example/b.jpg"), address_of("javascript:alert(1)"), address_of({})
    ('https://a.example/b.jpg', None, None)
    """
    if not isinstance(value, str) or not value.startswith(("https://", "http://")) or len(value) > most_chars:
        return None
    parsed = parse(value)
    return str(parsed.href) if parsed is not None else None


def known(**facts: str | None) -> Mapping[str, str]:
    """Those facts of which there is something to say.

    >>> known(stage="PAUSED", items=None)
    {'stage': 'PAUSED'}
    """
    return {name: value for name, value in facts.items() if value}


def number_of(value: Any) -> str | None:
    """A whole number that a reply gives, as a number or as its digits; None where it is none.

    >>> number_of(12), number_of("12"), number_of(-1), number_of(True), number_of("1e5")
    ('12', '12', None, None, None)
    """
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return text if re.fullmatch(r"[0-9]{1,12}", text) else None


def secure(url: str) -> str | None:
    """The same address over https, where it is over http: for hosts that speak nothing else, and redirect for good.

    >>> secure("http://a.example/b"), secure("https://a.example/b")
    ('https://a.example/b', None)
    """
    return f"https{url[4:]}" if url.startswith("http://") else None
