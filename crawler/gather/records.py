"""What records of papers have in common, whoever keeps them: dates, names, texts with markup in them, batches. Pure."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from crawler.gather.finding import ABSTRACT_CHARS, TITLE_CHARS, text_of
from crawler.model import Kind

_ROOM = 8
"""Markup may take so many times the room of its text."""
_DAY = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?![\d-])", re.ASCII)
_HEADING = re.compile(r"<((?:jats:)?title)>\s*(?:abstract|summary)\s*</\1>", re.IGNORECASE)
_BLOCK = re.compile(r"(?i)</?(?:jats:)?(?:p|title|sec|list|list-item|disp-formula|br|div|ul|ol|li|h[1-6])\b[^<>]*>")
_INLINE = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_RETRACTED = re.compile(r"\W{0,2}(?:RETRACTED\b|(?i:retracted(?: article| paper)?\s*[\]):]))")
_WITHDRAWN = re.compile(r"\W{0,2}(?:WITHDRAWN\b|(?i:withdrawn(?: article| paper)?\s*[\]):]))")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE | re.ASCII)

KINDS = {
    "audiovisual": Kind.VIDEO,
    "book": Kind.BOOK,
    "book-series": Kind.BOOK,
    "book-set": Kind.BOOK,
    "collection": Kind.ITEM,
    "component": Kind.ITEM,
    "computationalnotebook": Kind.FILE,
    "database": Kind.DATASET,
    "dataset": Kind.DATASET,
    "dissertation": Kind.DOCUMENT,
    "edited-book": Kind.BOOK,
    "event": Kind.ITEM,
    "grant": Kind.ITEM,
    "image": Kind.ITEM,
    "interactiveresource": Kind.ITEM,
    "journal": Kind.ITEM,
    "journal-issue": Kind.ITEM,
    "model": Kind.MODEL,
    "monograph": Kind.BOOK,
    "other": Kind.ITEM,
    "physicalobject": Kind.ITEM,
    "proceedings": Kind.BOOK,
    "reference-book": Kind.BOOK,
    "reference-entry": Kind.ENTRY,
    "report": Kind.DOCUMENT,
    "service": Kind.ITEM,
    "software": Kind.ITEM,
    "sound": Kind.ITEM,
    "standard": Kind.DOCUMENT,
    "workflow": Kind.ITEM,
}
"""What Crossref, DataCite and OpenAlex call what is no paper; whatever else they register is one."""


def plain(value: Any, most_chars: int) -> str | None:
    """A text without the JATS or HTML in it, on one line; None where there is none.

    >>> plain("<jats:title>Abstract</jats:title><jats:p>Of H<jats:sub>2</jats:sub>O, p &lt; 0.05.</jats:p>", 99)
    'Of H2O, p < 0.05.'
    >>> plain("a < b and c > d", 99), plain(None, 99)
    ('a < b and c > d', None)
    """
    if not isinstance(value, str):
        return None
    text = _HEADING.sub("", value[: _ROOM * most_chars])
    return text_of(html.unescape(_INLINE.sub("", _BLOCK.sub(" ", text))), most_chars)


def title(value: Any) -> str | None:
    """A title without markup."""
    return plain(value, TITLE_CHARS)


def abstract(value: Any) -> str | None:
    """An abstract without markup."""
    return plain(value, ABSTRACT_CHARS)


def day(value: Any) -> str | None:
    """A date as precise as it is known; None where there is none.

    >>> day("2017-06-12T17:57:34Z"), day("2017-06"), day(2017), day("2017-13-01"), day("12 June 2017")
    ('2017-06-12', '2017-06', '2017', None, None)
    """
    found = _DAY.match(str(value)) if isinstance(value, (str, int)) else None
    return found[0] if found else None


def given_first(name: Any) -> str | None:
    """A person's name with the given name first.

    >>> given_first("Lovelace, Ada"), given_first("Ada Lovelace"), given_first("Bert, Ed, Jr."), given_first(1)
    ('Ada Lovelace', 'Ada Lovelace', 'Ed Bert Jr.', None)
    """
    if not isinstance(name, str):
        return None
    family, *rest = (part.strip() for part in name.split(",")[:3])
    return " ".join(part for part in (*rest[:1], family, *rest[1:]) if part)


def language(value: Any) -> str | None:
    """A language by its tag; None where it is none.

    >>> language("en"), language("English please")
    ('en', None)
    """
    return value if isinstance(value, str) and _LANGUAGE.fullmatch(value) else None


def kind(value: Any) -> Kind | None:
    """The kind of thing that a register calls so.

    >>> kind("Dataset"), kind("journal-article"), kind(None)
    (<Kind.DATASET: 'dataset'>, <Kind.PAPER: 'paper'>, None)
    """
    return KINDS.get(value.lower(), Kind.PAPER) if isinstance(value, str) and value else None


def fate(said: str | None) -> dict[str, str]:
    """In what state a title says that its paper is, as publishers put it in front of it.

    >>> fate("RETRACTED ARTICLE: On rats"), fate("[Retracted] On rats"), fate("Retracted science, a history")
    ({'retracted': 'true'}, {'retracted': 'true'}, {})
    """
    states = {"retracted": _RETRACTED, "withdrawn": _WITHDRAWN}
    return {name: "true" for name, pattern in states.items() if pattern.match(said or "")}


def batches(
    targets: Iterable[str], key_of: Callable[[str], str | None], most: int
) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """Targets by what they are asked for, at most so many at once; what has no key is asked for by nobody.

    >>> list(batches(["a", "A", "b", "?"], lambda target: target.lower() if target.isalpha() else None, 1))
    [{'a': ('a', 'A')}, {'b': ('b',)}]
    """
    by_key = dict[str, tuple[str, ...]]()
    for target in targets:
        if key := key_of(target):
            by_key[key] = (*by_key.get(key, ()), target)
    keys = list(by_key)
    for start in range(0, len(keys), most):
        yield {key: by_key[key] for key in keys[start : start + most]}


def asked(batch: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All targets of a batch."""
    return tuple(target for targets in batch.values() for target in targets)
