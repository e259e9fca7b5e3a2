"""What a person changed in a body of ours: told by what we wrote last, and by nothing else. Pure.

Between the moment at which we mean to write a body and the moment at which it is known to be there lies a request that
may be lost. So two versions of a body may be the one that a person looked at. Which of them it was is told by the text
around its boxes; where that does not tell, a box counts only if both versions agree on it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.publish.boxes import Box, carried, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A body as we wrote it, or as we last read it."""

    digest: str
    """Of its text without the ticks."""
    boxes: tuple[Box, ...]
    """With the ticks that are heard already."""


def version(body: str) -> Version:
    r"""What is to be remembered of a body; ticks and ends of lines do not change its digest.

    >>> one = version("- [x] <!-- listkeeper:fix=0123456789abcdef --> a\r\n")
    >>> two = version("- [ ] <!-- listkeeper:fix=0123456789abcdef --> a\n")
    >>> one.digest == two.digest, one.boxes == two.boxes
    (True, False)
    """
    return Version(digest=digest(body), boxes=read(body))


def digest(body: str) -> str:
    """Of a body's text, whatever is ticked in it and however its lines end."""
    text = plain(body)
    empty = (Box(verb=each.verb, id=each.id, ticked=False) for each in read(text))
    return hashlib.sha256(carried(text, empty).encode("utf-8", "replace")).hexdigest()


def plain(body: str) -> str:
    r"""A body as it is compared: the editors of forges end lines with CRLF, and some trim the end.

    >>> plain("a\r\nb\r\n\r\n")
    'a\nb'
    """
    return body.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def same(one: str, other: str) -> bool:
    r"""Whether two bodies say the same, ticks included.

    >>> same("a\r\n", "a"), same("a", "b")
    (True, False)
    """
    return plain(one) == plain(other)


def changed(body: str, versions: Sequence[Version]) -> tuple[Box, ...]:
    """The boxes that a person ticked or unticked, each once; of a body that we do not remember, none.

    >>> ours = version("- [x] <!-- listkeeper:fix=0123456789abcdef --> a")
    >>> [box.ticked for box in changed("- [ ] <!-- listkeeper:fix=0123456789abcdef --> a", [ours])]
    [False]
    >>> changed("- [ ] <!-- listkeeper:fix=0123456789abcdef --> a", [])
    ()
    """
    known = agreed(_meant(body, versions))
    now = {(each.verb, each.id): each for each in read(body)}
    return tuple(box for key, box in now.items() if known.get(key) is (not box.ticked))


def agreed(versions: Iterable[Version]) -> dict[tuple[str, str], bool]:
    """The tick of each box on which all versions that have it agree, by verb and id."""
    ticks: dict[tuple[str, str], set[bool]] = {}
    for each in versions:
        for box in each.boxes:
            ticks.setdefault((box.verb, box.id), set()).add(box.ticked)
    return {key: next(iter(found)) for key, found in ticks.items() if len(found) == 1}


def _meant(body: str, versions: Sequence[Version]) -> Sequence[Version]:
    """The version that a person saw; all of them where that cannot be told."""
    around, boxes = digest(body), read(body)
    alike = [each for each in versions if each.digest == around]
    exact = [each for each in alike if each.boxes == boxes]
    return exact[:1] or alike or versions
