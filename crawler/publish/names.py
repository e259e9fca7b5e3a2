"""A person's name in the parts that a bibliography sorts by; whoever may be no person is left whole. Pure."""

import re
from dataclasses import dataclass

_PARTICLES = """
al af av bin da das de del della den der di dos du el la le ten ter van vom von zu zum zur
"""
_SUFFIX = re.compile(r"(?:jr|sr)\.?|I{2,3}|IV", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"[^\w\s.'\u2019\-]|\d|_"
    r"|\b(?:and|et al|others|inc|llc|ltd|gmbh|team|group|lab|labs|university|institute|foundation|research|community"
    r"|project|contributors|authors|editors|department|college|school|society|association|company|corporation"
    r"|wikipedia|consortium|collaboration|ai|the|of|for)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The parts of a name; where `given` is empty, `family` is the whole of it, and is not to be taken apart."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def inverted(self) -> str:
        """As a bibliography has it: the family's name first.

        >>> parted("Ludwig van Beethoven").inverted, parted("Guy Steele Jr.").inverted, parted("OpenAI").inverted
        ('van Beethoven, Ludwig', 'Steele, Guy, Jr.', 'OpenAI')
        """
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


def parted(name: str) -> Name:
    """The parts of a name that has the given name first.

    >>> parted("Ashish Vaswani")
    Name(family='Vaswani', given='Ashish', suffix='')
    >>> parted("The BigScience Workshop"), parted("山田太郎")
    (Name(family='The BigScience Workshop', given='', suffix=''), Name(family='山田太郎', given='', suffix=''))
    """
    words = name.split()
    spoken = all(any(char.isalpha() for char in word) for word in words)
    if not spoken or not 2 <= len(words) <= _MOST_WORDS or _NO_PERSON.search(name):
        return Name(family=" ".join(words))
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES.split():
        start -= 1
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]), suffix=suffix)
