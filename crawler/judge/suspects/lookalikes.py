"""Hosts in letters that are drawn like others: `xn--pple-43d.example`, whose first letter is a Cyrillic one. Pure."""

import unicodedata
from functools import lru_cache

from crawler.judge.suspects.seen import Seen
from crawler.judge.suspects.words import brief

_LOOKS = str.maketrans(
    {
        # Unicode, confusables.txt: small letters of other scripts that are drawn as Latin ones. By number, since here
        # too they would be taken for what they are not.
        **dict(zip(map(chr, (0x430, 0x441, 0x501, 0x435, 0x4BB, 0x456, 0x458, 0x4CF)), "acdehijl", strict=True)),
        **dict(zip(map(chr, (0x43E, 0x440, 0x51B, 0x455, 0x51D, 0x445, 0x443, 0x475)), "opqswxyv", strict=True)),
        **dict(zip(map(chr, (0x3B1, 0x3B9, 0x3BA, 0x3BD, 0x3BF, 0x3C1, 0x3C5)), "aikvopu", strict=True)),
        **dict(zip(map(chr, (0x585, 0x57D, 0x570, 0x578, 0x581, 0x251, 0x261)), "ouhngag", strict=True)),
    }
)
_WITH_LATIN = frozenset({"BOPOMOFO", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"})
"""Scripts that are written together with Latin letters (UTS 39, 5.2: highly restrictive)."""
_NO_SCRIPTS = frozenset({"", "MODIFIER"})
_AT_HOME = frozenset({"am", "bg", "by", "cy", "gr", "kg", "kz", "mk", "mn", "rs", "ru", "su", "ua", "uz"})
"""Countries whose own words may happen to look like Latin ones (as in Chromium's idn_spoof_checker.cc)."""


def lookalike(seen: Seen) -> str | None:
    """What a person should know of a host that may be read as another one, or None.

    >>> lookalike(Seen(link=None, host="xn--pple-43d.example"))
    'the host xn--pple-43d.example mixes Cyrillic and Latin letters and reads as apple.example: is it the one you mean?'
    >>> lookalike(Seen(link=None, host="xn--bcher-kva.example"))
    """
    if "xn--" not in seen.host:
        return None
    labels = [_shown(label) for label in seen.host.split(".")]
    shown = ".".join(labels)
    looks = shown.translate(_LOOKS)
    read_as = f" and reads as {brief(looks)}" if looks.isascii() and looks != shown else ""
    for label in labels:
        if scripts := _mixed(label):
            return _told(seen.host, f"mixes {' and '.join(scripts)} letters{read_as}")
    if read_as and labels[-1] not in _AT_HOME:
        return _told(seen.host, f"has letters of another alphabet{read_as}")
    return None


def _told(host: str, why: str) -> str:
    return f"the host {brief(host)} {why}: is it the one you mean?"


@lru_cache(maxsize=1024)
def _shown(label: str) -> str:
    """A label as a reader sees it; one that cannot be decoded stays as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _mixed(label: str) -> list[str]:
    """The scripts of a label, if nobody writes them together."""
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()}
    scripts -= _WITH_LATIN | _NO_SCRIPTS
    return sorted(script.capitalize() for script in scripts) if len(scripts) > 1 else []
