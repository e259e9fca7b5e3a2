"""Which copy is offered, and what an archive is asked, step by step."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.health import verdict
from crawler.judge.snapshots import KEPT_FOR, VERIFIED_MOST, Form, Question, question, snapshot
from crawler.model import Health, History, Metadata, Testimony, Verdict
from tests.histories import URL, both, capture, day, history, link, look

ADDED = day(-1000)
GONE = history(*both(1, status=404), links=(link(added_at=ADDED),))
NOW = day(1)


def judged(health: Health) -> Verdict:
    """A verdict of that health."""
    return Verdict(target=URL, health=health, reason="")


def nearest(taken: int, *, near: int = -1000, **facts: Any) -> Testimony:
    """What the archive led to from that day; the answer came today."""
    return capture(taken, asked=0, rule="nearest", near=day(near), **facts)


def listed(taken: int) -> Testimony:
    """A copy that the index knows of."""
    return capture(taken, asked=0, rule="index", near=ADDED)


NO_COPY: dict[str, Any] = {"status": 404, "taken_at": None, "final_url": None}
WITNESSED = nearest(0, near=0)
"""The newest copy was asked for, so that no witness is wanted."""


def wanted(*known: Testimony, latest: datetime | None = None, health: Health = Health.BROKEN) -> Question | None:
    """What is asked next when this is known."""
    return question(replace(GONE, testimonies=known), judged(health), NOW, latest)


def test_question_asks_for_the_copy_near_the_day_the_link_was_added() -> None:
    """By redirect first, which the archive allows twenty times as often as its index."""
    asked = wanted()
    assert asked == Question(target=URL, form=Form.NEAREST, near=ADDED, latest=None, urgency=2)


def test_question_is_settled_by_a_good_copy_from_before_the_day() -> None:
    """Nothing is nearer before the day than what the archive led to."""
    assert wanted(nearest(-1001), WITNESSED) is None
    assert wanted(nearest(-1000, **NO_COPY), WITNESSED) is None, "no copy at all"


@pytest.mark.parametrize(
    "first",
    [nearest(-990), nearest(-1001, status=404), nearest(-1001, status=301), nearest(-1001, marks=("gone:title",))],
)
def test_question_asks_the_index_when_the_nearest_copy_is_none_to_offer(first: Testimony) -> None:
    """It is of a later day, an error, a redirect or an error page that answered 200: the list may know better."""
    asked = wanted(first)
    assert asked is not None
    assert (asked.form, asked.near) == (Form.INDEX, ADDED)


def test_question_looks_at_the_best_of_the_list_before_it_is_offered() -> None:
    """The nearest before the day; if that is no page the one before, then the nearest after; and then enough."""
    known = [nearest(-990, status=404), listed(-1100), listed(-1050), listed(-980), listed(-900)]
    for taken in (-1050, -1100, -980):
        asked = wanted(*known)
        assert asked is not None
        assert (asked.form, asked.near) == (Form.NEAREST, day(taken))
        known.append(nearest(taken, near=taken, marks=("gone:title",)))
    assert len([each for each in known if each.rule == "nearest"]) == VERIFIED_MOST + 1
    assert wanted(*known, WITNESSED) is None


def test_question_looks_no_further_than_a_copy_that_is_good() -> None:
    """A good copy from after the day is kept, unless the list has one from before it."""
    known = [nearest(-990), listed(-980)]
    assert wanted(*known, WITNESSED) is None
    asked = wanted(*known, listed(-2000))
    assert asked is not None
    assert asked.near == day(-2000)
    assert wanted(*known, replace(listed(0), **NO_COPY), WITNESSED) is None


def test_question_is_for_nothing_after_the_end_of_the_host() -> None:
    """The day is moved before the end, and so is every copy."""
    end = day(-1200)
    asked = wanted(latest=end)
    assert asked is not None
    assert (asked.near, asked.latest) == (end, end)
    late = capture(-1100, asked=0, rule="nearest", near=end)
    asked = wanted(late, latest=end)
    assert asked is not None
    assert asked.form is Form.INDEX
    assert wanted(late, replace(listed(-1100), near=end), WITNESSED, latest=end) is None
    assert snapshot(replace(GONE, testimonies=(late,)), end) is None


def test_question_respects_that_a_site_is_excluded() -> None:
    """The archive has told that it may not show it: it is not asked again for a month."""
    assert wanted(nearest(-1000, **{**NO_COPY, "status": 403, "marks": ("excluded",)})) is None


def test_question_keeps_an_answer_for_thirty_days() -> None:
    """After that the archive may know more."""
    old = replace(nearest(-1001), at=NOW - KEPT_FOR)
    fresh = replace(old, at=NOW - KEPT_FOR + timedelta(seconds=1))
    assert wanted(old, WITNESSED) is not None
    assert wanted(fresh, WITNESSED) is None


@pytest.mark.parametrize("health", Health)
def test_question_asks_for_a_witness_of_what_we_may_not_see(health: Health) -> None:
    """The newest copy, once a month, for what is blocked, failing or gone; the dead come first, walls last."""
    known = replace(GONE, testimonies=(nearest(-1001),))
    asked = question(known, judged(health), NOW)
    unseen = health in (Health.BLOCKED, Health.FAILING, Health.BROKEN, Health.DEAD)
    assert (asked is not None) == unseen
    if asked is not None:
        assert (asked.form, asked.near) == (Form.NEAREST, NOW)
        assert asked.urgency == {"dead": 1, "broken": 3, "failing": 5, "blocked": 7}[health]
    assert question(replace(known, testimonies=(*known.testimonies, WITNESSED)), judged(health), NOW) is None


def test_snapshot_is_the_nearest_before_the_day_else_the_nearest_after() -> None:
    """Of the copies that were looked at and are pages."""
    copies = (nearest(-1300), nearest(-1100), nearest(-999), nearest(-1001, status=404), listed(-1000))
    best = snapshot(replace(GONE, testimonies=copies))
    assert best is not None
    assert best.taken_at == day(-1100)
    later = snapshot(replace(GONE, testimonies=(nearest(-900), nearest(-950))))
    assert later is not None
    assert later.taken_at == day(-950)
    assert snapshot(GONE) is None
    assert snapshot(history(testimonies=copies)) is None


def test_snapshot_is_near_the_first_good_look_when_git_knows_no_day() -> None:
    """Else near the first look at all."""
    copies = (nearest(-30), nearest(-8), nearest(6))
    seen = history(*both(1, status=404), look(2, status=200), testimonies=copies)
    best = snapshot(seen)
    assert best is not None
    assert best.taken_at == day(6)
    unseen = snapshot(history(*both(1, status=404), testimonies=copies))
    assert unseen is not None
    assert unseen.taken_at == day(-8)


known_copies = st.builds(
    nearest,
    st.integers(-1500, -10),
    near=st.integers(-1500, -10),
    status=st.sampled_from([200, 200, 404]),
    marks=st.sampled_from([(), ("gone:title",)]),
) | st.builds(listed, st.integers(-1500, -10))


@given(st.lists(known_copies, max_size=8), st.none() | st.integers(-1500, 0), st.sampled_from(Health))
def test_question_comes_to_an_end(known: list[Testimony], end: int | None, health: Health) -> None:
    """Whatever the archive answers, a target costs it a handful of questions and no more."""
    latest = None if end is None else day(end)
    held: History = replace(GONE, testimonies=tuple(known))
    for _ in range(VERIFIED_MOST + 4):
        asked = question(held, judged(health), NOW, latest)
        if asked is None:
            break
        offset = (asked.near - day(0)).days
        answer = (
            replace(nearest(offset, near=offset, status=404), near=asked.near)
            if asked.form is Form.NEAREST
            else replace(listed(-1400), near=asked.near)
        )
        held = replace(held, testimonies=(*held.testimonies, answer))
    assert question(held, judged(health), NOW, latest) is None
    best = snapshot(held, latest)
    assert best is None or (best.status == 200 and not best.marks and best.taken_at is not None)
    assert best is None or best.taken_at is None or latest is None or best.taken_at <= latest
    assert verdict(held).target == URL


def test_question_asks_once_what_a_strange_page_was_called_when_it_was_added() -> None:
    """A page that no link names may have been another one; what it was called then is asked for once."""
    said = Metadata(target=URL, at=day(0), title="Best online casino bonus slots")
    paper = link(text="Attention and the kernel trick", added_at=ADDED)
    strange = history(look(1, status=200), links=(paper,), metadata=(said,))
    alive = judged(Health.ALIVE)
    assert question(strange, alive, NOW) == Question(target=URL, form=Form.NEAREST, near=ADDED, latest=None, urgency=8)
    assert question(replace(strange, links=(replace(paper, added_at=None),)), alive, NOW) is None
    assert question(replace(strange, links=(replace(paper, text="paper"),)), alive, NOW) is None, (
        "a text that says nothing"
    )
    answered = replace(nearest(-1001), at=NOW - 10 * KEPT_FOR)
    assert question(replace(strange, testimonies=(answered,)), alive, NOW) is None
    assert question(replace(strange, metadata=(replace(said, title="Kernel trick, attention"),)), alive, NOW) is None


@pytest.mark.parametrize(
    ("health", "days"), [(Health.BROKEN, 7), (Health.DEAD, 7), (Health.FAILING, 30), (Health.BLOCKED, 30)]
)
def test_question_asks_sooner_for_a_witness_of_what_may_be_dead(health: Health, days: int) -> None:
    """A copy that was taken yesterday would clear it: an answer of last month is no reason to call a link dead."""
    for asked_days_ago, wanted_again in ((days - 1, False), (days, True)):
        then = NOW - timedelta(days=asked_days_ago)
        known = (nearest(-1001), replace(WITNESSED, at=then, near=then))
        again = question(replace(GONE, testimonies=known), judged(health), NOW)
        assert (again is not None and again.near == NOW) == wanted_again
