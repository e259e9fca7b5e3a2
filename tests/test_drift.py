"""Pages that became other pages, and all that only changed."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given

from crawler.judge.drift import Drift, drift, has_changed, is_suspect, title_at
from crawler.model import ErrorKind, History, Metadata, Testimony, Witness
from tests.histories import URL, day, histories, history, hop, link, look, observations

SOUP, POKER, BEFORE, NOW = "A recipe for onion soup", "Best online poker rooms", "0" * 16, "f" * 16
NEAR = "0" * 13 + "fff"
FRONT = "https://onionsoup.example/"


def said(title: str | None, at: int, **facts: Any) -> Metadata:
    """What the page said of itself from that day on."""
    return Metadata(target=URL, at=day(at), title=title, **facts)


def archived(title: str | None, **facts: Any) -> Testimony:
    """An archive's copy near the day the link was added."""
    given = {"status": 200, "taken_at": day(-900), "at": day(0), "run": 1, "asked": URL}
    return Testimony(target=URL, witness=Witness.CAPTURE, title=title, **{**given, **facts})


def seen(*marks: str | None, url: str = URL, **facts: Any) -> History:
    """A page that answered once a week, each time with the text that the fingerprint stands for."""
    looks = (look(run, status=200, target=url, fingerprint=mark) for run, mark in enumerate(marks, 1))
    return history(*looks, url=url, **facts)


def turned(**facts: Any) -> History:
    """A soup in the first week, poker in the two weeks after."""
    return seen(BEFORE, NOW, NOW, **{"metadata": (said(SOUP, 0), said(POKER, 7)), **facts})


def test_drift_tells_both_titles_and_since_when() -> None:
    """Title and text are another page's on two days: both titles are the evidence."""
    found = drift(turned(links=(link(text="Onion soup"), link(text="here"))))
    assert found == Drift(before=SOUP, now=POKER, known_by="seen on 2026-11-02", since=day(7), days=2)
    assert found.words == (
        'is another page: "Best online poker rooms" on 2 days since 2026-11-09, '
        'where it was "A recipe for onion soup" (seen on 2026-11-02)'
    )


def test_drift_hears_the_archive_about_a_page_that_was_first_seen_sold() -> None:
    """A list may be older than our memory of it: then the copy near the day of its entry knows the page."""
    found = drift(seen(NOW, NOW, metadata=(said(POKER, 0),), testimonies=(archived(SOUP),)))
    assert found is not None
    assert (found.before, found.known_by, found.days) == (SOUP, "archived on 2024-05-16", 2)


def test_drift_takes_a_title_without_meaning_for_another_page_when_the_text_is_another() -> None:
    """`Home` proves nothing; a text that shares nothing with the old one does."""
    assert drift(turned(metadata=(said(SOUP, 0), said("Home", 7)))) is not None
    assert drift(seen(None, NOW, NOW, metadata=(said(SOUP, 0), said("Home", 7)))) is None
    assert drift(seen(BEFORE, NEAR, NEAR, metadata=(said(SOUP, 0), said("Home", 7)))) is None


def test_drift_believes_titles_that_change_every_day() -> None:
    """A shop that calls itself something else each time has been a shop since the first of its names."""
    metadata = (said(SOUP, 0), said(POKER, 7), said("Slots and jackpots", 14))
    found = drift(turned(metadata=metadata))
    assert found is not None
    assert (found.now, found.since, found.days) == ("Slots and jackpots", day(7), 2)


NO_DRIFT = {
    "nothing known": history(),
    "nothing said": seen(NOW, NOW),
    "no title now": turned(metadata=(said(SOUP, 0), said(None, 7))),
    "one title only": seen(BEFORE, NOW, NOW, metadata=(said(SOUP, 0),)),
    "no title before": turned(metadata=(said(None, 0), said(POKER, 7))),
    "seen on one day": seen(BEFORE, NOW, metadata=(said(SOUP, 0), said(POKER, 7))),
    "a page under maintenance": turned(metadata=(said(SOUP, 0), said(POKER, 7), said(SOUP, 14))),
    "the same text": seen(BEFORE, NEAR, NEAR, metadata=(said(SOUP, 0), said(POKER, 7))),
    "a new edition": turned(metadata=(said(SOUP, 0), said("A recipe for onion soup, 2nd edition", 7))),
    "the link's own name": turned(links=(link(text="Online poker rooms"),)),
    "the archive knew it so": turned(testimonies=(archived("Online poker rooms"),)),
    "step by step": seen(
        BEFORE,
        NOW,
        NOW,
        NOW,
        metadata=(said(SOUP, 0), said("Onion soup and cheese bread", 7), said("Cheese bread with garlic", 14)),
    ),
    "another language": turned(
        metadata=(said(SOUP, 0, language="en"), said("Zwiebelsuppe mit Brot", 7, language="de"))
    ),
    "a capture of nothing": seen(NOW, NOW, metadata=(said(POKER, 0),), testimonies=(archived(SOUP, status=404),)),
    "a capture without a status": seen(
        NOW, NOW, metadata=(said(POKER, 0),), testimonies=(archived(SOUP, status=None),)
    ),
    "a capture without a title": seen(NOW, NOW, metadata=(said(POKER, 0),), testimonies=(archived(None),)),
    "another witness": seen(
        NOW, NOW, metadata=(said(POKER, 0),), testimonies=(replace(archived(SOUP), witness=Witness.CANDIDATE),)
    ),
    "a front page with its domain's name": seen(
        BEFORE, NOW, NOW, url=FRONT, metadata=(said("The house of Smith", 0), said("Onion and garlic", 7))
    ),
}


@pytest.mark.parametrize("case", NO_DRIFT)
def test_drift_says_nothing_of_a_page_that_may_be_the_same(case: str) -> None:
    """Whatever else explains a change is believed before a hijack is."""
    assert drift(NO_DRIFT[case]) is None


def test_drift_believes_in_no_name_of_a_sold_front_page() -> None:
    """Who sells poker under an old name is no heir of it; nor is a page further down that drops the name."""
    metadata = (said("The house of Smith", 0), said("Onion poker", 7))
    assert drift(seen(BEFORE, NOW, NOW, url=FRONT, metadata=metadata)) is not None
    deep = (said("The house of Smith", 0), said("Onion and garlic", 7))
    assert drift(seen(BEFORE, NOW, NOW, url=f"{FRONT}smith", metadata=deep)) is not None


def test_drift_lets_only_a_name_explain_a_front_page() -> None:
    """A front page that goes by none of its domain's words has not merely been renamed."""
    metadata = (said("The house of Smith", 0), said("Plumbers around Leeds", 7))
    assert drift(seen(BEFORE, NOW, NOW, url=FRONT, metadata=metadata)) is not None


def test_drift_looks_at_good_answers_alone() -> None:
    """The text of a wall is nobody's, and a day with a wall is none on which the page was seen."""
    wall: dict[str, Any] = {"marks": ("wall:x",)}
    metadata = (said(SOUP, 0), said(POKER, 7))
    first = (look(1, 1, status=200, fingerprint=NOW, **wall), look(1, 2, status=200, fingerprint=BEFORE))
    now = look(2, status=200, fingerprint=NOW)
    walled = look(3, status=200, fingerprint=BEFORE, **wall)
    assert drift(history(*first, now, look(3, status=200, fingerprint=NOW), metadata=metadata)) is not None
    assert drift(history(*first, now, walled, look(4, status=304), metadata=metadata)) is not None
    assert drift(history(*first, now, walled, replace(now, run=4), metadata=metadata)) is None
    candidate = replace(archived(POKER), witness=Witness.CANDIDATE)
    assert drift(turned(testimonies=(candidate,))) is not None
    bare = archived(SOUP)
    assert drift(seen(NOW, NOW, metadata=(said("Home", 0),), testimonies=(bare,))) is None
    known = seen(NOW, NOW, metadata=(said("Home", 0),), testimonies=(replace(bare, fingerprint=BEFORE),))
    assert drift(known) is None, "an archive alone may have held a notice of that day"
    assert drift(replace(known, links=(link(text=SOUP),))) is not None
    assert drift(seen(NOW, NOW, metadata=(said(POKER, 0),), testimonies=(replace(bare, taken_at=None),))) is None


def test_drift_hears_a_link_text_of_one_word_and_one_of_many() -> None:
    """A name that stands in the title is enough, and so is a title that is most of the text."""
    assert drift(turned(links=(link(text="Poker"),))) is None
    assert drift(turned(links=(link(text="The best poker rooms, as of last summer, in Leeds"),))) is None
    assert drift(turned(links=(link(text="Garlic"),))) is not None


def test_drift_leaves_a_page_that_no_longer_answers_to_others() -> None:
    """The newest look must be of a page, and not of the front page: errors and landings have a verdict of their own."""
    gone = (*turned().observations, look(4, status=404))
    assert drift(turned()) is not None
    assert drift(history(*gone, metadata=(said(SOUP, 0), said(POKER, 7)))) is None
    home = (*turned().observations, look(4, status=200, redirects=(hop("https://a.example/", 302),)))
    assert drift(history(*home, metadata=(said(SOUP, 0), said(POKER, 7)))) is None


@given(known=histories())
def test_drift_is_total_and_needs_two_days(known: History) -> None:
    """Any history has drifted or not; none has within a day, and none that was never read."""
    found = drift(known)
    assert found is None or (found.days >= 2 and found.before != found.now)
    assert drift(history(*known.observations, links=known.links)) is None
    assert drift(history(*known.observations[:1], metadata=known.metadata)) is None


def test_is_suspect_holds_a_look_against_the_first_text() -> None:
    """A second look is wanted where the text has nothing of what was first read there."""
    known = seen(BEFORE, NEAR, NOW)
    assert [is_suspect(known, one) for one in known.observations] == [False, False, True]
    assert not is_suspect(seen(None, NOW), look(2, status=200, fingerprint=None))
    assert not is_suspect(history(look(1, error=ErrorKind.TIMEOUT)), look(2, status=200, fingerprint=NOW))


def test_has_changed_wants_title_and_text() -> None:
    """Only an earlier run knows better, and only with a title."""
    known = turned()
    assert [has_changed(known, one) for one in known.observations] == [False, True, True]
    assert not has_changed(turned(metadata=()), known.observations[-1])
    assert not has_changed(turned(metadata=(said(None, 0),)), known.observations[-1])
    assert not has_changed(turned(metadata=(said(SOUP, 0),)), known.observations[-1])
    assert not has_changed(turned(metadata=(said(SOUP, 0), said(None, 7))), known.observations[-1])
    near = seen(BEFORE, NEAR, metadata=(said(SOUP, 0), said(POKER, 7)))
    assert not has_changed(near, near.observations[-1])


def test_title_at_is_the_one_of_that_day() -> None:
    """A row holds until the next one."""
    known = turned()
    assert [title_at(known, one) for one in known.observations] == [SOUP, POKER, POKER]
    assert title_at(history(), known.observations[0]) is None


@given(known=histories(), one=observations())
def test_suspicions_are_total(known: History, one: Any) -> None:
    """Any look may be held against any history, whatever its fingerprint is made of."""
    assert is_suspect(known, one) in (True, False)
    assert has_changed(known, one) in (True, False)
    assert is_suspect(history(one), one) is False or one.fingerprint is not None


@pytest.mark.parametrize("place", ["login", "", "error", "404"])
def test_drift_learns_nothing_from_a_first_look_that_ended_elsewhere(place: str) -> None:
    """Who was first sent to a front page or to sign in, and is let in now, sees the page, and no other page."""
    end = f"https://a.example/{place}"
    astray = look(1, status=200, redirects=(hop(end, 302),), final_url=end, fingerprint=BEFORE)
    found = look(2, status=200, fingerprint=NOW), look(3, status=200, fingerprint=NOW)
    titles = (said("Library of Alexandria", 0), said(SOUP, 7))
    known = history(astray, *found, metadata=titles, links=(link(text="Paper"),))
    assert drift(known) is None
    assert not is_suspect(known, found[-1])
    assert not has_changed(known, found[-1])


@pytest.mark.parametrize(
    "title", ["Sign in", "We'll be back soon!", "Scheduled maintenance", "Verify you are human", "Acceso denegado"]
)
def test_drift_takes_no_door_for_another_page(title: str) -> None:
    """A page to sign in on, or one that is shut for a while, stands before the page and is not what it has become."""
    page = look(1, status=200, fingerprint=BEFORE)
    looks = [page, *(look(run, status=200, fingerprint=NOW) for run in range(2, 12))]
    assert drift(history(*looks, metadata=(said(SOUP, 0), said(title, 7)))) is None
    assert drift(history(*looks, metadata=(said(SOUP, 0), said("Tax returns for sailors", 7)))) is not None


def test_drift_waits_a_week_unless_the_domain_was_sold() -> None:
    """A notice of some days is another page too; what expired domains are bought for is not put up for some days."""
    other = partial(look, status=200, fingerprint=NOW)
    looks = [look(1, status=200, fingerprint=BEFORE), other(2, at=day(7)), other(3, at=day(13))]
    for title, drifted in (("Tax returns for sailors", False), (POKER, True)):
        assert (drift(history(*looks, metadata=(said(SOUP, 0), said(title, 7)))) is not None) == drifted
    assert (
        drift(history(*looks, other(4, at=day(14)), metadata=(said(SOUP, 0), said("Tax returns for sailors", 7))))
        is not None
    )
