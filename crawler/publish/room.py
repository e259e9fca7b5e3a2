"""How much of what there is to tell fits into a body of bounded length, cut only between whole blocks. Pure."""

from collections.abc import Callable, Iterable, Sequence

BODY_CHARS = 60_000
"""So long a body may be. Forges take 65,536 characters; the rest is for what a person adds."""


def levelled(blocks: Sequence[Sequence[str]], room_chars: int, more: Callable[[int], str]) -> list[str]:
    """Each block as fully as there is room for, best first; every block is told before any is told more fully.

    A block is given in several ways, from the shortest to the longest. `more` says how many are left out.

    >>> levelled([["- a", "- a: why"], ["- b", "- b: why"]], 14, "- and {} more".format)
    ['- a: why', '- b']
    >>> levelled([["- a"], ["- bcdefghi"], ["- j"]], 18, "- and {} more".format)
    ['- a', '- and 2 more']
    """
    shown = _shortest([ways[0] for ways in blocks], room_chars, more)
    if len(shown) < len(blocks) or shown != [ways[0] for ways in blocks]:
        return shown
    left = room_chars - size(shown)
    for level in range(1, max(map(len, blocks), default=0)):
        for number, ways in enumerate(blocks):
            fuller = ways[min(level, len(ways) - 1)]
            if (cost := len(fuller) - len(shown[number])) <= left:
                shown[number], left = fuller, left - cost
    return shown


def _shortest(blocks: Sequence[str], room_chars: int, more: Callable[[int], str]) -> list[str]:
    if size(blocks) <= room_chars:
        return list(blocks)
    shown: list[str] = []
    left = room_chars - len(more(len(blocks))) - 1
    for block in blocks:
        left -= len(block) + 1
        if left < 0:
            break
        shown.append(block)
    return [*shown, more(len(blocks) - len(shown))]


def size(blocks: Iterable[str]) -> int:
    """How many characters these blocks take, each on lines of its own."""
    return sum(len(block) + 1 for block in blocks)
