"""How fresh a resource is: a case for each rule, and what holds for every history."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.freshness import Terms, freshness, gravest, marked
from crawler.model import (
    ARCHIVE,
    PAGE,
    Freshness,
    Health,
    History,
    Kind,
    Metadata,
    State,
    Testimony,
    Verdict,
    Witness,
)
from tests.histories import URL, any_text, day, histories, history, look, storable, times, what_witnesses_say

TODAY = date(2026, 11, 28)
TERMS = Terms()


def verdict(health: Health = Health.ALIVE, reason: str = "It answered 200.") -> Verdict:
    """What the judge says of the target."""
    return Verdict(target=URL, health=health, reason=reason)


def said(kind: Kind | None = None, via: str = "github", **state: str) -> Metadata:
    """What somebody says of the target."""
    return Metadata(target=URL, at=datetime(2026, 11, 20, tzinfo=UTC), via=via, kind=kind, state=state)


def judge(*metadata: Metadata, url: str = URL, **facts: Any) -> Freshness | None:
    """How fresh a resource is that was seen well yesterday."""
    seen = look(1, at=datetime(2026, 11, 27, tzinfo=UTC), target=url, status=200)
    return freshness(history(seen, url=url, metadata=metadata, **facts), verdict(), TODAY, TERMS)


def test_freshness_offers_no_doi_that_the_link_has() -> None:
    """A link to the version of record is not told of it."""
    word = said(Kind.PAPER, published_as="10.1000/ABC")
    found = judge(word)
    assert found is not None
    assert found.newer == "https://doi.org/10.1000/ABC"
    assert judge(word, url="https://doi.org/10.1000/abc") is None


REPOSITORY, CHANNEL, PAPER, PLAYLIST, SPACE = Kind.REPOSITORY, Kind.CHANNEL, Kind.PAPER, Kind.PLAYLIST, Kind.SPACE


@pytest.mark.parametrize(
    ("kind", "state", "expected", "reason"),
    [
        (REPOSITORY, {"archived": "true"}, "archived", "Its owner has archived it: it is read-only."),
        (REPOSITORY, {"archived": "2024-03-01"}, "archived", "it is read-only, on 2024-03-01."),
        (REPOSITORY, {"disabled": "true", "archived": "true"}, "archived", "Its host has disabled it."),
        (REPOSITORY, {"archived": "false", "pushed": "2026-11-01"}, "fresh", "Its last push was 27 days ago"),
        (REPOSITORY, {"pushed": "2024-11-28"}, "ageing", "Its last push was 2 years ago, on 2024-11-28."),
        (REPOSITORY, {"pushed": "2024-11-27"}, "stale", "Its last push was 2 years ago, on 2024-11-27."),
        (REPOSITORY, {"pushed": "2020", "released": "2026-10"}, "fresh", "Its last release was 28 days ago"),
        (REPOSITORY, {"pushed": "2027-01-01"}, None, ""),
        (REPOSITORY, {"pushed": "long ago"}, None, ""),
        (Kind.FILE, {"pushed": "2010-01-01"}, None, ""),
        (PAPER, {"retracted": "2025-02-03", "withdrawn": "true"}, "archived", "It was retracted, on 2025-02-03."),
        (PAPER, {"withdrawn": "true"}, "archived", "It was withdrawn."),
        (PAPER, {"version": "1", "newest_version": "7"}, "superseded", "version 1; the newest is version 7."),
        (PAPER, {"version": "v9", "newest_version": "v10"}, "superseded", "version 9; the newest is version 10."),
        (PAPER, {"version": "7", "newest_version": "7"}, None, ""),
        (PAPER, {"version": "7"}, None, ""),
        (PAPER, {"version": "final", "newest_version": "2"}, None, ""),
        (Kind.FILE, {"archived": "true"}, "archived", "It is of a repository whose owner has archived it"),
        (PAPER, {"published_as": "10.1000/182"}, "ageing", "It was published since, as doi:10.1000/182."),
        (PAPER, {"published_as": "soon"}, None, ""),
        (PAPER, {"published_as": "10.1000/a b"}, None, ""),
        (PLAYLIST, {"items": "20", "items_missing": "3"}, "stale", "3 of its 20 items are not there any more."),
        (PLAYLIST, {"items": "20", "items_missing": "1"}, "ageing", "1 of its 20 items is not there any more."),
        (PLAYLIST, {"items_missing": "2"}, "stale", "2 items are not there any more."),
        (PLAYLIST, {"items": "20", "items_missing": "0"}, None, ""),
        (PLAYLIST, {"items": "20", "items_missing": "9" * 5000}, None, ""),
        (PLAYLIST, {"newest_post": "2015-01-01"}, None, ""),
        (CHANNEL, {"newest_post": "2025-11-27"}, "stale", "Its newest post is from 12 months ago, on 2025-11-27."),
        (CHANNEL, {"newest_post": "2025-11-28"}, "ageing", "Its newest post is from 12 months ago"),
        (CHANNEL, {"newest_post": "2026-11-27"}, "fresh", "Its newest post is from 1 day ago"),
        (SPACE, {"stage": "PAUSED"}, "archived", "It does not run: PAUSED."),
        (SPACE, {"stage": "RUNTIME_ERROR"}, "stale", "It does not run: RUNTIME_ERROR."),
        (SPACE, {"stage": "SLEEPING"}, None, ""),
        (SPACE, {"stage": "RUNNING"}, None, ""),
        (None, {}, None, ""),
    ],
)
def test_freshness_finds(kind: Kind | None, state: dict[str, str], expected: str | None, reason: str) -> None:
    """Each rule finds its own, says who says so, and takes no more for age than it knows."""
    found = judge(said(kind, **state))
    assert (found and found.state.value) == expected
    if found:
        assert reason in found.reason
        assert found.source == "GitHub's API"


def fed(newest: datetime | None, **facts: Any) -> Testimony:
    """What the feed of the page showed."""
    given: dict[str, Any] = {"run": 1, "asked": "https://a.example/feed", "at": day(20), "status": 200}
    return Testimony(target=URL, witness=Witness.FEED, taken_at=newest, **{**given, **facts})


OLD = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "testimony", "expected"),
    [
        ("https://a.example/blog/", fed(OLD), State.STALE),
        ("https://blog.a.example/", fed(OLD), State.STALE),
        ("https://a.example/", fed(OLD), State.AGEING),
        ("https://a.example/", fed(datetime(2026, 11, 1, tzinfo=UTC)), State.FRESH),
        ("https://a.example/blog/one-post", fed(OLD), None),
        ("https://a.example/blog/", fed(None), None),
        ("https://a.example/blog/", fed(OLD, status=404), None),
        ("https://a.example/blog/", fed(OLD, marks=("wall:cloudflare",)), None),
    ],
)
def test_freshness_goes_by_the_feed_of_what_lives_by_it(url: str, testimony: Testimony, expected: State | None) -> None:
    """A blog is as old as its newest entry, a site perhaps not, and an article not at all."""
    found = judge(url=url, testimonies=(testimony,))
    assert (found.state if found else None) is expected


def test_freshness_says_of_a_site_that_it_may_be_more_than_its_feed() -> None:
    """Who reads the row should not take the site for a blog."""
    found = judge(url="https://a.example/", testimonies=(fed(OLD),))
    assert found is not None
    assert found.reason.endswith("on 2024-01-01; the site may be more than what its feed tells of.")
    assert (found.source, found.since) == ("the page's feed", date(2024, 1, 1))


def test_freshness_takes_the_last_good_word_of_a_feed() -> None:
    """A feed that does not answer today has not taken back what it said."""
    heard = (fed(OLD), fed(datetime(2026, 11, 2, tzinfo=UTC)), fed(None, status=503))
    found = judge(url="https://a.example/blog", testimonies=heard)
    assert found is not None
    assert (found.state, found.since) == (State.FRESH, date(2026, 11, 2))


def test_freshness_hears_an_interface_before_the_page_and_no_archive() -> None:
    """What an archived copy says was so then; and the newest word of each counts."""
    old = said(REPOSITORY, pushed="2015-01-01")
    new = said(REPOSITORY, pushed="2026-11-01")
    page, copy = said(via=PAGE, pushed="2010-01-01"), said(via=ARCHIVE, archived="true")
    found = judge(old, page, copy, new)
    assert found is not None
    assert (found.state, found.since) == (State.FRESH, date(2026, 11, 1))
    read = judge(said(via=PAGE, archived="true"))
    assert read is not None
    assert read.source == "the page"
    asked = judge(said(via="elsewhere", archived="true"))
    assert asked is not None
    assert asked.source == "elsewhere"


@pytest.mark.parametrize(
    ("days", "health", "reason", "expected"),
    [
        (31, Health.BLOCKED, "It answered 403.", "It was last seen well 31 days ago: it answered 403."),
        (31, Health.FAILING, "TLS failed.", "It was last seen well 31 days ago: TLS failed."),
        (31, Health.ALIVE, "It answered 200.", "It was last seen well 31 days ago: it was not asked since."),
        (30, Health.BLOCKED, "It answered 403.", None),
        (31, Health.BROKEN, "It answered 404.", None),
    ],
)
def test_freshness_is_unverified_after_long(days: int, health: Health, reason: str, expected: str | None) -> None:
    """What nobody has seen well for the days of the setting, and what is not known to be gone."""
    seen = look(1, at=datetime(2026, 11, 28, tzinfo=UTC) - timedelta(days=days), status=200)
    found = freshness(history(seen), verdict(health, reason), TODAY, TERMS)
    assert (found and found.reason) == expected
    assert found is None or (found.state, found.since) == (State.UNVERIFIED, seen.at.date())


def test_freshness_is_unverified_when_it_was_never_seen_well() -> None:
    """A wall from the first day on; but what is alive by another's word needs no look of ours."""
    seen = look(1, status=403)
    walled = freshness(history(seen), verdict(Health.BLOCKED, "It answered 403."), TODAY, TERMS)
    assert walled is not None
    assert (walled.state, walled.since) == (State.UNVERIFIED, seen.at.date())
    assert walled.reason == "It was never seen well: it answered 403."
    assert freshness(history(), verdict(Health.ALIVE), TODAY, TERMS) is None
    never = freshness(history(), verdict(Health.UNKNOWN, "Not asked yet."), TODAY, TERMS)
    assert never is not None
    assert never.since is None


def test_freshness_takes_the_thresholds_that_it_is_given() -> None:
    """Who wants to know after a month knows after a month."""
    seen = look(1, at=datetime(2026, 11, 27, tzinfo=UTC), status=200)
    held = history(seen, metadata=(said(REPOSITORY, pushed="2026-10-01"),))
    found = freshness(held, verdict(), TODAY, replace(TERMS, repository_days=30))
    assert found is not None
    assert found.state is State.STALE


def test_gravest_takes_the_first_of_the_gravest() -> None:
    """Nothing is found where nothing was given."""
    found = [Freshness(state=State.STALE, reason=text, source="") for text in "ab"]
    assert gravest(found) is found[0]
    assert gravest([]) is None


STATES = st.dictionaries(
    st.sampled_from(
        [
            *("archived", "disabled", "pushed", "released", "version", "newest_version", "withdrawn", "retracted"),
            *("published_as", "stage", "restricted", "items", "items_missing", "newest_post"),
        ]
    ),
    st.sampled_from(["true", "2017", "2020-02", "2024-02-30", "2025-06-01", "3", "10", "v2", "10.1/a", "PAUSED", ""])
    | any_text,
    max_size=6,
)
URLS = st.sampled_from(
    [
        *(URL, "https://a.example/", "https://a.example/blog/", "https://cs231n.example/2017/", "docs/a.md"),
        *("https://docs.a.example/en/1.2/", "https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw"),
    ]
)


@st.composite
def anything(draw: st.DrawFn) -> History:
    """A history about which anybody may have said anything."""
    held = draw(histories())
    words = st.builds(
        Metadata,
        target=st.just(URL),
        at=times,
        via=st.sampled_from([PAGE, ARCHIVE, "github", "arxiv"]),
        title=st.none() | storable,
        kind=st.none() | st.sampled_from(Kind),
        canonical=st.none() | URLS,
        state=STATES,
    )
    return replace(
        held,
        target=replace(held.target, url=draw(URLS)),
        metadata=tuple(draw(st.lists(words, max_size=4))),
        testimonies=tuple(draw(st.lists(what_witnesses_say(), max_size=4))),
    )


VERDICTS = st.builds(verdict, st.sampled_from(Health), any_text)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(anything(), VERDICTS, DAYS)
def test_freshness_has_an_answer_for_every_history(held: History, word: Verdict, today: date) -> None:
    """The same each time; with a reason and a source, and no day that is still to come."""
    found = freshness(held, word, today, TERMS)
    assert found == freshness(held, word, today, TERMS)
    if found:
        assert found.reason
        assert found.source
        assert found.since is None or found.since <= max([today, *(seen.at.date() for seen in held.observations)])


@given(anything(), VERDICTS, DAYS, st.text(max_size=20))
def test_freshness_heeds_a_person_first(held: History, word: Verdict, today: date, reason: str) -> None:
    """What is marked evergreen is never anything but fresh; what is gone has no age even so."""
    mark = marked(reason, "a comment in the list")
    found = freshness(held, word, today, TERMS, mark)
    gone = word.health in (Health.BROKEN, Health.DEAD, Health.HIJACKED, Health.SKIPPED)
    assert found == (None if gone else mark)


@given(anything(), VERDICTS, DAYS, st.text(max_size=30) | st.just("Sat, 01 Jan 2000 00:00:00 GMT"))
def test_freshness_never_goes_by_last_modified(held: History, word: Verdict, today: date, stated: str) -> None:
    """Whatever a server says of when the page was changed: a page does not age by being left as it is."""
    changed = tuple(replace(seen, last_modified=stated) for seen in held.observations)
    older = tuple(replace(each, modified="1999-01-01", published="1998") for each in held.metadata)
    found = freshness(replace(held, observations=changed, metadata=older), word, today, TERMS)
    assert found == freshness(held, word, today, TERMS)
