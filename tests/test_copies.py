"""Links that somebody adds although their page stands in the lists already."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markdown import parse
from crawler.judge.suspects import Copy, copies
from crawler.model import Document


def documents(texts: dict[str, str]) -> dict[str, Document]:
    """Lists of items, one a line."""
    return {path: parse(text.encode(), path) for path, text in texts.items()}


def found(
    now: dict[str, str], added: set[tuple[str, int]], before: dict[str, str] | None = None, **more: dict[str, str]
) -> list[tuple[str, int, str, int]]:
    """Path and line of each copy, and of what it is a copy of; `added` are paths and lines."""
    lists = documents(now)
    spots = {
        (link.path, link.start) for each in lists.values() for link in each.links if (link.path, link.line) in added
    }
    copied = copies(list(lists.values()), spots, before=documents(before or {}), **more)
    return [(each.link.path, each.link.line, each.other.path, each.other.line) for each in copied]


A, B, C = "- [A](https://a.site/x)\n", "- [B](https://b.site/)\n", "- [C](https://c.site/)\n"


@pytest.mark.parametrize(
    ("now", "added", "before", "said"),
    [
        (A + B + "- [A too](http://www.a.site/x/)\n", {3}, A + B, [(3, 1)]),
        ("- [A first](http://a.site/x)\n" + A, {1}, A, [(1, 2)]),
        (B + A, {1, 2}, A + B, []),  # only moved
        (B + A + A, {2, 3}, A + B, [(3, 2)]),  # moved, and there twice now
        (A + A + B, {2}, A + B + A, []),  # one of two moved
        (A + "- [A, a](https://a.site/x)\n", {1, 2}, "", [(2, 1)]),
        (A + "- [B](https://b.site/) like [attention](https://a.site/x)\n", {2}, A, []),  # a mention
        ("- [A](https://a.site/x) [paper](https://a.site/x)\n", {1}, "", []),  # on one line
        ("- [A][a] [a][a]\n- [A][a]\n\n[a]: https://a.site/x\n", {4}, "", []),  # one definition
        ("- [P](https://arxiv.org/abs/1706.03762)\n- [P, p](https://arxiv.org/pdf/1706.03762v1)\n", {2}, "", []),
        ("- [P](https://arxiv.org/abs/1706.03762)\n- [P, p](https://arxiv.org/pdf/1706.03762)\n", {2}, "", [(2, 1)]),
    ],
)
def test_copies_of_one_list(now: str, added: set[int], before: str, said: list[tuple[int, int]]) -> None:
    """A second copy is one wherever it is put; what moved, or is mentioned, is none."""
    lines = {("a.md", line) for line in added}
    assert found({"a.md": now}, lines, {"a.md": before}) == [("a.md", line, "a.md", other) for line, other in said]


def test_copies_of_several_lists() -> None:
    """A page that another list has is there already; not where the lists are translations, or it came from there."""
    now = {"a.md": A + B, "b.md": C + A}
    assert found(now, {("b.md", 2)}, {"a.md": A + B, "b.md": C}) == [("b.md", 2, "a.md", 1)]
    assert found({"a.md": B, "b.md": C + A}, {("b.md", 2)}, {"a.md": A + B, "b.md": C}) == []
    assert found({"b.md": C + A}, {("b.md", 2)}, {"gone.md": A, "b.md": C}) == []
    twins = {"a.md": A + B, "b.md": B + A}
    assert found(twins, {("b.md", 2)}, {"a.md": A + B, "b.md": B}) == []


def test_copies_of_two_new_lists_are_the_later_ones() -> None:
    """Of two that are new one is blamed."""
    assert found({"a.md": A, "b.md": A}, {("a.md", 1), ("b.md", 1)}) == [("b.md", 1, "a.md", 1)]


def test_copies_know_where_a_page_really_lives() -> None:
    """An address that leads to another one is that one."""
    now = A + "- [A, moved](https://old.site/x)\n"
    homes = {"https://old.site/x": "https://a.site/x"}
    assert found({"a.md": now}, {("a.md", 2)}, homes=homes) == [("a.md", 2, "a.md", 1)]
    assert found({"a.md": now}, {("a.md", 2)}) == []


def test_copies_tell_how_the_other_is_written() -> None:
    """Alike but for what is no part of the place, or otherwise."""
    text = "- [A](https://a.site/x)\n- [A, a](http://a.site/x/)\n- [A, b](https://old.site/x)\n"
    document = parse(text.encode(), "a.md")
    added = {("a.md", link.start) for link in document.links[1:]}
    copied = copies([document], added, homes={"https://old.site/x": "https://a.site/x"})
    assert copied == (
        Copy(link=document.links[1], other=document.links[0], same_address=True),
        Copy(link=document.links[2], other=document.links[0], same_address=False),
    )


ITEMS = st.lists(st.sampled_from([A, B, C]), max_size=8)


@given(before=ITEMS, now=ITEMS, new=st.sets(st.integers(1, 8)))
def test_copies_are_never_more_than_what_came_to_stand_there_twice(
    before: list[str], now: list[str], new: set[int]
) -> None:
    """However lines moved: a page has at most as many copies as it has places that it had not before."""
    counts = Counter(now)
    counts.subtract(before)
    most = sum(max(count, 0) for count in counts.values())
    told = found({"a.md": "".join(now)}, {("a.md", line) for line in new}, {"a.md": "".join(before)})
    assert len(told) <= len(new & set(range(1, len(now) + 1)))
    if new >= set(range(1, len(now) + 1)):
        assert len(told) <= most
