"""Phrases that a page may say, found whatever its capitals, accents, apostrophes and stops. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

FOLDED_CHARS = 4096
"""So much of a text is folded; what says in a few words that it is not there is shorter."""

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u02b9\u00b4`\u2032\uff07"), "'")
_DOTLESS = {0x131: "i"}
"""The Turkish i without a dot: its capital is `I`, whose small letter is `i` for everybody else."""
_UNWRITTEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_STOPS = re.compile(r"(?:[^\w']|_)+")
_LOOSE = re.compile(r"(?<!\w)'+|'+(?!\w)")
"""An apostrophe that stands in no word is a quotation mark."""
_BREAK = re.compile(r"\s+(?:[|\-\u2013\u2014\u00b7\u2022»«~/]|::)\s+|\s*[|»«]\s*")
"""Between the parts of a title. No colon: `Page not found: a short story` is one name."""
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put little or no space between words."""
_SCANNED_CHARS = 8192
"""As many of these letters as this are more words than anybody asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One way to say something in one language."""

    language: str
    """BCP 47."""
    says: str
    """An expression for words with single spaces between them; folded like the text, so without escapes."""


def folded(text: str) -> str:
    r"""Small letters without accents, one space where there was no letter, digit or apostrophe.

    >>> folded("404 \u2014 Oops!  That page can\u2019t be found."), folded("'Página' não encontrada")
    ("404 oops that page can't be found", 'pagina nao encontrada')
    """
    plain = _STOPS.sub(" ", _unaccented(text[:FOLDED_CHARS]).translate(_APOSTROPHES))
    return " ".join(_LOOSE.sub(" ", plain).split())


def _unaccented(text: str) -> str:
    """NFKC, so that full-width letters are letters; then marks gone, which in pages are often forgotten."""
    plain = unicodedata.normalize("NFKC", text).translate(_UNWRITTEN).casefold().translate(_DOTLESS)
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if unicodedata.category(letter) != "Mn"))


def any_of(phrases: tuple[Phrase, ...]) -> str:
    """One expression for all of them, to be matched with what `folded` gives.

    >>> any_of((Phrase(language="pt", says="não encontrado"), Phrase(language="de", says="weg")))
    '(?:nao encontrado|weg)'
    """
    return f"(?:{'|'.join(_unaccented(phrase.says) for phrase in phrases)})"


def parts(title: str) -> list[str]:
    """What stands between the bars and dashes of a title.

    >>> parts("404 - Not Found | A site"), parts("Page not found: a short story")
    (['404', 'Not Found', 'A site'], ['Page not found: a short story'])
    """
    return [part for part in _BREAK.split(title.strip()) if part.strip()]


@lru_cache(maxsize=4)
def size(text: str) -> int:
    """How much a text says, in words; two letters of a script without spaces count as one. Asked four times a page.

    >>> size("The page is gone."), size("お探しのページは見つかりませんでした")
    (4, 10)
    """
    return len(text.split()) + (0 if text.isascii() else len(_WIDE.findall(text[:_SCANNED_CHARS])) // 2)
