"""The pull request: what a maintainer reads in its first lines, and how its commit is known."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.configuration import from_file
from crawler.model import Trust
from crawler.publish.boxes import Mark, Verb, marks, read
from crawler.publish.pull_request import BRANCH, TITLE, Closed, View, message, pull_request, tree_of
from crawler.publish.rows import Row
from tests import bodies


def _first_lines(view: View) -> list[str]:
    return [line for line in pull_request(view).splitlines() if line][1:4]


def test_pull_request_says_in_three_lines_what_it_does_and_how_to_refuse() -> None:
    """What merging does, how to refuse one, how to refuse all: before anything else."""
    assert _first_lines(bodies.pull_request_view()) == [
        "**Merging this replaces 9 addresses in `README.md` and `papers/attention.md`. Nothing else changes.**",
        "- **To refuse one**, untick it. The next run takes it out, and never offers it again: merge after that.",
        "- **To refuse all of them**, close this pull request. Reopen it if you change your mind.",
    ]


def test_pull_request_shows_ticked_rows_first() -> None:
    """Ticked ones under their own heading, in the order in which they were given; then those to choose from."""
    body = pull_request(bodies.pull_request_view())
    fixes = [box for box in read(body) if box.verb is Verb.FIX]
    assert [box.ticked for box in fixes] == [True] * 9 + [False] * 3
    assert [int(box.id, 16) for box in fixes] == list(range(1, 13))
    assert [line for line in body.splitlines() if line.startswith("#")] == [
        "### In this pull request (9)",
        "### Not in it, for you to choose (3)",
    ]


def test_pull_request_lets_only_unticked_rows_be_refused_by_a_box() -> None:
    """A ticked row is refused by taking its tick away: a second box would say the same."""
    refusable = {box.id for box in read(pull_request(bodies.pull_request_view())) if box.verb is Verb.DECLINE}
    assert refusable == {each.id[:16] for each in bodies.choices()}


def test_pull_request_lists_what_was_declined() -> None:
    """Folded away, with a box that takes it back."""
    body = pull_request(bodies.pull_request_view())
    assert "<details><summary>2 declined</summary>" in body
    assert [int(box.id, 16) for box in read(body) if box.verb is Verb.RECONSIDER] == [20, 21]
    assert " declined</summary>" not in pull_request(replace(bodies.pull_request_view(), declined=()))


def test_pull_request_tells_how_many_wait() -> None:
    """More than there is room for is no secret."""
    view = bodies.pull_request_view()
    assert "\n3 more fixes wait until there is room here.\n" in pull_request(view)
    assert "\n1 more fix waits until there is room here.\n" in pull_request(replace(view, waiting=1))
    assert "until there is room" not in pull_request(replace(view, waiting=0))


def test_pull_request_says_first_that_somebody_s_commit_stands_on_its_branch() -> None:
    """What merging brings is not what the rows say then, and only a person can take it out."""
    view = replace(bodies.pull_request_view(), left_alone=True)
    effect = "Merging brings what the branch holds, whatever is ticked below."
    assert _first_lines(view) == [
        f"**Somebody has committed to this branch, so it is left alone.** {effect}",
        "- **To have it kept up to date again**, take that commit off the branch.",
        "- **To refuse one**, untick it. It is not offered again; from this branch only you can take it.",
    ]
    assert "Merging this replaces" not in pull_request(view)
    assert "### Ticked (9)" in pull_request(view)
    assert "Tick one, and it waits for the next pull request." in pull_request(view)


def test_pull_request_ends_with_the_ways_out(tmp_path: Path) -> None:
    """For one link, and for the whole thing: nobody has to look for the switch, and it is one that there is."""
    link, all_of_it = pull_request(bodies.pull_request_view()).splitlines()[-2:]
    assert link == "To have a link left alone for good, write `<!-- listkeeper: ignore -->` on its line in the list."
    assert all_of_it.startswith("To have no such pull requests at all, put `")
    file = tmp_path / "listkeeper.toml"
    file.write_text(all_of_it.split("`")[1], "utf-8")
    assert from_file(file, tmp_path) == {"pull_request": False}


@pytest.mark.parametrize("why", Closed)
def test_pull_request_says_that_it_was_closed_by_us(why: Closed) -> None:
    """The mark keeps it from being taken for a refusal; how to refuse is not told any more."""
    body = pull_request(View(rows=(), closed=why))
    assert marks(body) == {Mark.PULL_REQUEST, Mark.CLOSED}
    assert _first_lines(View(rows=(), closed=why))[1].startswith("**Closed by Listkeeper")
    assert "To refuse" not in body


def test_pull_request_without_boxes_tells_another_way_to_refuse() -> None:
    """Where nothing can be ticked, a comment in the list says no, and no box is drawn."""
    body = pull_request(replace(bodies.pull_request_view(), boxes=False))
    assert read(body) == ()
    assert not re.search(r"(?i)\btick|\[[ x]\]", body)
    assert "- **To refuse one**, write `<!-- listkeeper: ignore -->` on its line in the list." in body


def test_pull_request_without_a_ticked_row_says_so() -> None:
    """A branch that changes nothing is told as one."""
    rows = [Row(offer=each, ticked=False) for each in bodies.choices()]
    body = pull_request(View(rows=rows))
    assert "**Merging this changes nothing: no fix is ticked.**" in body
    assert "### In this pull request" not in body


def test_pull_request_names_few_lists_and_counts_the_others() -> None:
    """Of many lists the first are named; where nobody knows the place, none is."""
    places = [bodies.spot(1, f"{letter}.md") for letter in "abcdef"]
    one = bodies.offer(1, "http://a.example/", "https://a.example/", places=places)
    named = _first_lines(View(rows=[Row(offer=one, ticked=True)]))[0]
    assert named.startswith("**Merging this replaces 1 address in `a.md`, `b.md`, `c.md`, `d.md` and 2 more lists.")
    nowhere = replace(one, places=())
    assert _first_lines(View(rows=[Row(offer=nowhere, ticked=True)]))[0].startswith(
        "**Merging this replaces 1 address."
    )


def test_title_branch_and_message_hold_no_stranger_s_text() -> None:
    """Words in a commit close issues when it is merged: they are all ours, and constant."""
    assert (TITLE, BRANCH) == ("Mend links that have moved or are gone", "listkeeper/fixes")
    assert message("a" * 40, 1).splitlines()[2] == "1 address is replaced, and nothing else is changed."


def test_tree_of_takes_the_last_trailer_alone() -> None:
    """A commit of ours is known by its tree; what is no sha of git's is none."""
    assert tree_of(f"x\n\nListkeeper-Tree: {'a' * 40}\nListkeeper-Tree: {'b' * 64}\n") == "b" * 64
    for said in ("", "Listkeeper-Tree: abc", f" Listkeeper-Tree: {'a' * 40}", f"Listkeeper-Tree: {'A' * 40}"):
        assert tree_of(said) is None


def test_sample_is_what_a_week_brings() -> None:
    """Proven fixes are ticked, the others are not: else the tests above would show little."""
    assert {row.ticked is (row.offer.trust is Trust.PROVEN) for row in bodies.pull_request_view().rows} == {True}


def test_pull_request_says_how_many_rows_are_left_out() -> None:
    """Far more than may be in a branch are cut, counted, and can be read elsewhere."""
    view, _ = bodies.far_too_many(2_000, "x" * 99)
    shown = len([box for box in read(pull_request(view)) if box.verb is Verb.FIX])
    assert f"\n\nand {2_000 - shown:,} more: see the summary of the run\n" in pull_request(view)
