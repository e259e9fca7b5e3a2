"""How much of what there is to tell fits into a body of bounded length, cut only between whole blocks. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum

BODY_CHARS = 60_000
"""So long a body may be. Forges take 65,536 characters; the rest is for what a person adds."""


class Level(IntEnum):
    """How fully a block is told."""

    SHORT = 0
    PLAIN = 1
    FULL = 2


Block = Callable[[Level], str]
"""Draws one thing that is to be told. What finds no room is not even drawn."""


def levelled(blocks: Sequence[Block], room_chars: int, more: Callable[[int], str]) -> list[str]:
    """Each block as fully as there is room for, best first; every block is told before any is told more fully.

    `more` says how many are left out.

    >>> levelled([lambda level: "- a: why"[: 3 + 5 * level], lambda level: "- b"], 13, "- and {} more".format)
    ['- a: why', '- b']
    >>> levelled([lambda level: 9 * "a"] * 3, 25, "- and {} more".format)
    ['aaaaaaaaa', '- and 2 more']
    """
    shown = _shortest(blocks, room_chars)
    if len(shown) < len(blocks):
        while shown and size([*shown, more(len(blocks) - len(shown))]) > room_chars:
            shown.pop()
        return [*shown, more(len(blocks) - len(shown))]
    left = room_chars - size(shown)
    for level in (Level.PLAIN, Level.FULL):
        for number, block in enumerate(blocks):
            fuller = block(level)
            if (cost := len(fuller) - len(shown[number])) <= left:
                shown[number], left = fuller, left - cost
    return shown


def shared(room: int, wanted: Sequence[int], shares: Sequence[int]) -> list[int]:
    """How much of the room each gets: what it wants, where that is no more than its share; the others share the rest.

    >>> shared(100, [10, 300, 300], [1, 2, 1])
    [10, 60, 30]
    >>> shared(100, [10, 20], [1, 1])
    [10, 20]
    """
    given: dict[int, int] = {}
    while modest := {
        number: size
        for number, size in enumerate(wanted)
        if number not in given and size <= _share(number, room, given, shares)
    }:
        given |= modest
    return [given[each] if each in given else _share(each, room, given, shares) for each in range(len(wanted))]


def size(blocks: Iterable[str]) -> int:
    """How many characters these blocks take, each on lines of its own."""
    return sum(len(block) + 1 for block in blocks)


def _shortest(blocks: Sequence[Block], room_chars: int) -> list[str]:
    shown: list[str] = []
    for block in blocks:
        short = block(Level.SHORT)
        room_chars -= len(short) + 1
        if room_chars < 0:
            break
        shown.append(short)
    return shown


def _share(number: int, room: int, given: Mapping[int, int], shares: Sequence[int]) -> int:
    left = room - sum(given.values())
    parts = sum(part for each, part in enumerate(shares) if each not in given)
    return left * shares[number] // parts
