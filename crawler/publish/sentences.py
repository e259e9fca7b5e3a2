"""The first sentence of a text, for a line of a list. Pure."""

import re

_END = re.compile(
    r"[.!?\u2026]['\")\]\u2019\u201d]*(?=\s+['\"(\[\u2018\u201c]*[A-Z0-9\u00c0-\u017f]|\s*\Z)|[\u3002\uff01\uff1f]"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|cf|vs|fig|eq|sec|no|vol|pp|dr|prof|mr|mrs|ms|st|jr|approx|resp|ca|dept|inc)"
    r"|\b[A-Z])\.\Z",
    re.IGNORECASE,
)
_LEAST_CHARS = 20
"""What is shorter is an exclamation or a label, and says little without what follows."""


def first_sentence(text: str, limit: int) -> str:
    """The first sentence; a longer one is cut between two words.

    >>> first_sentence("We learn, e.g. by U. Net, to see. It works well.", 200)
    'We learn, e.g. by U. Net, to see.'
    >>> first_sentence("A sentence that goes on and on and on", 20)
    'A sentence that…'
    >>> first_sentence("没有结束。后面", 20), first_sentence("", 9)
    ('没有结束。后面', '')
    """
    line = " ".join(text.split())
    ends = (match.end() for match in _END.finditer(line) if not _ABBREVIATION.search(line, 0, match.end()))
    end = next((end for end in ends if end >= min(_LEAST_CHARS, len(line))), len(line))
    return line[:end] if end <= limit else _cut(line[:end], limit)


def _cut(sentence: str, limit: int) -> str:
    room = sentence[: max(limit - 1, 0)]
    words = room.rpartition(" ")[0] if sentence[len(room) :][:1].strip() else room
    return f"{(words or room).rstrip(' ,;:.-')}\u2026"
