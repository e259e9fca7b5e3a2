"""How a body is cut: between whole blocks, and no more than it must be."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.publish.room import Block, Level, levelled, shared, size

_LENGTHS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)))


def _block(lengths: tuple[int, int, int]) -> Block:
    return lambda level: "x" * sum(lengths[: level + 1])


def _more(left: int) -> str:
    return f"+{left}"


@given(_LENGTHS, st.integers(0, 300))
def test_levelled_keeps_within_the_room(lengths: list[tuple[int, int, int]], room: int) -> None:
    """What is shown fits, but for the word on what is left out where there is no room even for that."""
    shown = levelled([_block(each) for each in lengths], room, _more)
    assert size(shown) <= room or shown == [_more(len(lengths))] or not lengths


@given(_LENGTHS, st.integers(0, 300))
def test_levelled_tells_of_every_block_or_how_many_it_leaves_out(
    lengths: list[tuple[int, int, int]], room: int
) -> None:
    """Whole blocks in their order, and if one is left out their number."""
    shown = levelled([_block(each) for each in lengths], room, _more)
    left = int(shown[-1][1:]) if shown and shown[-1].startswith("+") else 0
    told = shown[:-1] if left else shown
    assert len(told) + left == len(lengths)
    for block, each in zip(told, lengths, strict=False):
        assert len(block) in {sum(each[: level + 1]) for level in Level}
    if left:
        assert [len(block) for block in told] == [each[0] for each in lengths[: len(told)]]


@given(_LENGTHS)
def test_levelled_tells_everything_where_there_is_room(lengths: list[tuple[int, int, int]]) -> None:
    """With exactly the room that all of it needs, nothing is cut."""
    full = [_block(each)(Level.FULL) for each in lengths]
    assert levelled([_block(each) for each in lengths], size(full), _more) == full


def test_levelled_draws_nothing_that_finds_no_room() -> None:
    """Of thousands only those are drawn that are shown, and one."""
    drawn: list[Level] = []

    def block(level: Level) -> str:
        drawn.append(level)
        return "x" * 9

    assert levelled([block] * 5_000, 100, _more) == [*["x" * 9] * 9, "+4991"]
    assert drawn == [Level.SHORT] * 11


@given(st.integers(0, 1000), st.lists(st.tuples(st.integers(0, 500), st.integers(1, 9))))
def test_shared_gives_no_more_than_there_is_and_wastes_none(room: int, asked: list[tuple[int, int]]) -> None:
    """Nobody gets more than they want unless all do; who gets less gets their share at least; all of it is given."""
    wanted, shares = [each for each, _ in asked], [share for _, share in asked]
    given_out = shared(room, wanted, shares)
    assert sum(given_out) <= room
    assert all(got <= want for got, want in zip(given_out, wanted, strict=True))
    if sum(wanted) <= room:
        assert given_out == wanted
    else:
        assert room - sum(given_out) < len(asked)
        for got, want, share in zip(given_out, wanted, shares, strict=True):
            assert got == want or got >= room * share // sum(shares)
