"""The judge's word on a target: each rule by a case, and what must hold for every history."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.judge import signs
from crawler.judge.health import is_plain, verdict
from crawler.judge.signs import Sign, told
from crawler.model import ErrorKind, Health, History, Metadata, Observation, Scheme, Target, Verdict
from tests.histories import NOON, URL, both, day, histories, history, hop, look, observations

BADNESS = [
    {Health.ALIVE, Health.MOVED},
    {Health.SKIPPED, Health.UNKNOWN},
    {Health.BLOCKED},
    {Health.FAILING},
    {Health.BROKEN},
    {Health.DEAD},
]


def badness(found: Verdict) -> int:
    """How bad a verdict is."""
    return next(rank for rank, healths in enumerate(BADNESS) if found.health in healths)


def judged(*looks: Observation, url: str = URL) -> tuple[Health, str]:
    """Health and reason after these looks."""
    found = verdict(history(*looks, url=url))
    return found.health, found.reason


@pytest.mark.parametrize("status", [200, 202, 203, 204, 206])
def test_verdict_is_alive_when_it_answers(status: int) -> None:
    """Any 2xx without a mark against it will do."""
    assert judged(look(1, status=status)) == (Health.ALIVE, f"answers {status}")


def test_verdict_is_alive_when_nothing_has_changed() -> None:
    """A 304 is as good as the answer that it confirms."""
    assert judged(look(1, status=304)) == (Health.ALIVE, "is unchanged since it was last read (304)")


def test_verdict_is_alive_when_a_page_answers_with_marks_that_are_no_wall() -> None:
    """An empty page is no proof of death; the reason tells of it."""
    assert judged(look(1, status=200, marks=("empty",))) == (Health.ALIVE, "answers 200, with marks of empty")


def test_verdict_quotes_the_title_when_it_is_alive() -> None:
    """A stranger's title stands on one line, and is cut where it is long."""
    said = Metadata(target=URL, at=NOON, title="All\nyou " + "need " * 40)
    reason = verdict(history(look(1, status=200), metadata=(said,))).reason
    assert reason.startswith('answers 200, title "All you need need')
    assert reason.endswith('…"')
    assert len(reason) < 110


@pytest.mark.parametrize("status", [301, 308])
def test_verdict_is_moved_when_permanent_redirects_lead_to_a_page(status: int) -> None:
    """The new address is the last that permanent redirects alone lead to."""
    chain = (hop("https://b.example/1", status), hop("https://b.example/2", 301))
    found = verdict(history(look(1, status=200, redirects=chain, final_url="https://b.example/2")))
    assert (found.health, found.moved_to) == (Health.MOVED, "https://b.example/2")
    assert found.reason == f"moved for good ({status}) to https://b.example/2, which answers 200"


def test_verdict_is_moved_as_far_as_redirects_are_permanent() -> None:
    """What comes behind a temporary hop is where it answers today, not where it lives."""
    chain = (hop("https://b.example/1"), hop("https://b.example/session/1", 302))
    found = verdict(history(look(1, status=200, redirects=chain)))
    assert found.moved_to == "https://b.example/1"
    assert found.reason == (
        "moved for good (301) to https://b.example/1, which leads on for now to https://b.example/session/1"
    )


def test_verdict_is_moved_when_the_new_address_has_not_changed() -> None:
    """A 304 at the end of the chain is an answer too, and the sentence reads well."""
    found = verdict(history(look(1, status=304, redirects=(hop("https://b.example/1"),))))
    assert (
        found.reason == "moved for good (301) to https://b.example/1, which is unchanged since it was last read (304)"
    )


@pytest.mark.parametrize(
    "chain",
    [
        (hop("https://a.example/session", 302),),
        (hop("https://a.example/session", 307), hop("https://b.example/", 301)),
        (hop("https://a.example/refreshed", 200),),
        (hop(f"{URL}/"),),
        (hop(f"{URL}#top"),),
    ],
)
def test_verdict_is_alive_when_no_redirect_says_that_it_moved(chain: tuple[object, ...]) -> None:
    """Temporary redirects, a meta refresh, a closing slash and a fragment are no move."""
    assert verdict(history(look(1, status=200, redirects=chain))).health is Health.ALIVE


@pytest.mark.parametrize("status", [301, 302])
def test_verdict_is_alive_with_a_word_of_doubt_when_it_ends_on_another_sites_front_page(status: int) -> None:
    """A project may have moved to a domain of its own: said, not judged."""
    found = judged(*both(1, status=200, redirects=(hop("https://b.example", status),), final_url="https://b.example"))
    assert found == (Health.ALIVE, "answers 200, but ends on the front page, https://b.example")


@pytest.mark.parametrize("end", ["https://a.example/users/sign_in", "https://accounts.a.example/v3"])
def test_verdict_is_blocked_when_it_ends_on_a_sign_in_page(end: str) -> None:
    """What stands behind it we may not see."""
    health, reason = judged(look(1, status=200, redirects=(hop(end, 302),), final_url=end))
    assert (health, reason) == (Health.BLOCKED, f"sends us to a sign-in page, {end} on 2026-11-02")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("https://a.example/", "answers with the front page"),
        ("https://a.example/404.html", "answers with an error page"),
        ("https://a.example/Page-Not-Found/", "answers with an error page"),
    ],
)
@pytest.mark.parametrize("status", [301, 302])
def test_verdict_is_broken_when_it_ends_where_all_that_is_gone_ends(status: int, end: str, words: str) -> None:
    """The site's own front page for a deep link, and an error page: twice in a run, as for every death."""
    facts: dict[str, Any] = {"status": 200, "redirects": (hop(end, status),), "final_url": end}
    assert judged(look(1, **facts))[0] is Health.FAILING
    assert judged(*both(1, **facts)) == (Health.BROKEN, f"{words}, {end}, twice on 2026-11-02")


def test_verdict_is_hijacked_when_the_domain_is_for_sale() -> None:
    """Whoever sells it answers: seen twice, and not dead however long it lasts."""
    facts: dict[str, Any] = {"status": 200, "marks": ("parked:sedo",)}
    assert judged(look(1, **facts))[0] is Health.FAILING
    found = verdict(history(*(each for run in range(1, 9) for each in both(run, **facts))))
    assert (found.health, found.since) == (Health.HIJACKED, day(0))
    assert found.reason == (
        "answers 200 with a page of somebody who parks or sells the domain (sedo) twice on 2026-12-21"
    )


def test_verdict_is_hijacked_when_the_page_has_become_another() -> None:
    """Title and text are another page's on two days: both titles are the evidence, in whatever order it is told."""
    paper: dict[str, Any] = {"status": 200, "fingerprint": "0" * 16}
    casino: dict[str, Any] = {"status": 200, "fingerprint": "f" * 16}
    said = (
        Metadata(target=URL, at=day(0), title="Attention and the kernel trick"),
        Metadata(target=URL, at=day(7), title="Best online casino bonus slots"),
    )
    looks = (look(1, **paper), look(2, **casino))
    assert verdict(history(*looks, metadata=said)).health is Health.ALIVE, "one day may be a page under maintenance"
    found = verdict(history(look(3, **casino), *looks, metadata=said[::-1]))
    assert (found.health, found.since, found.moved_to) == (Health.HIJACKED, day(7), None)
    assert '"Best online casino bonus slots"' in found.reason
    assert '"Attention and the kernel trick"' in found.reason


def test_verdict_is_moved_when_a_front_page_moves_to_another() -> None:
    """Where the old address was a front page itself, a front page is its new home."""
    found = verdict(history(look(1, status=200, redirects=(hop("https://b.example/"),)), url="http://a.example/"))
    moved = verdict(
        history(
            look(1, target="http://a.example/", status=200, redirects=(hop("https://b.example/"),)),
            url="http://a.example/",
        )
    )
    assert found.health is Health.ALIVE, "by the observation's own address, which was no front page"
    assert (moved.health, moved.moved_to) == (Health.MOVED, "https://b.example/")


GONE: list[tuple[dict[str, Any], str]] = [
    ({"status": 404}, "404"),
    ({"status": 410}, "410"),
    ({"error": ErrorKind.NO_SUCH_HOST}, "no such host"),
    ({"error": ErrorKind.REDIRECT_LOOP}, "redirects in a circle, cookies kept"),
    ({"error": ErrorKind.REFUSED, "host_answered": False}, "nothing listens there (refused)"),
    ({"error": ErrorKind.RESET, "host_answered": False}, "nothing listens there (hangs up at once)"),
    ({"error": ErrorKind.HOST_DOWN, "detail": "refused", "host_answered": False}, "nothing listens there (refused)"),
    ({"error": ErrorKind.HOST_DOWN, "detail": "no-such-host", "host_answered": False}, "no such host"),
]


@pytest.mark.parametrize(("facts", "words"), GONE)
def test_verdict_is_broken_when_it_is_gone_twice_in_a_run(facts: dict[str, Any], words: str) -> None:
    """Two looks that agree are needed; one of them is only a failure, to be confirmed."""
    once = judged(look(1, **facts))
    assert once == (Health.FAILING, f"{words} on 2026-11-02, to be confirmed by a second look")
    twice = f"{words}, twice on 2026-11-02" if ", " in words else f"{words} twice on 2026-11-02"
    assert judged(*both(1, **facts)) == (Health.BROKEN, twice)
    assert judged(look(1, **facts), look(2, **facts))[0] is Health.FAILING, "not twice in the same run"


def test_verdict_tells_both_words_when_two_looks_are_gone_in_two_ways() -> None:
    """404 and then no such host both say that it is gone, and the sentence stays true."""
    looks = (look(1, status=404, at=day(0)), look(1, 2, error=ErrorKind.NO_SUCH_HOST, at=day(1)))
    assert judged(*looks) == (Health.BROKEN, "404, then no such host, from 2026-11-02 to 2026-11-03")


def test_verdict_counts_looks_when_there_are_more_than_two() -> None:
    """A trouble between them takes nothing away."""
    looks = (look(1, 1, status=404), look(1, 2, status=404), look(1, 3, status=500), look(1, 4, status=404))
    assert judged(*looks) == (Health.BROKEN, "404 3 times on 2026-11-02")


@pytest.mark.parametrize(
    ("first", "second", "health"),
    [
        ({"status": 404}, {"status": 200}, Health.ALIVE),
        ({"status": 404}, {"error": ErrorKind.TIMEOUT}, Health.FAILING),
        ({"error": ErrorKind.TIMEOUT}, {"status": 404}, Health.FAILING),
        ({"status": 404}, {"status": 403}, Health.BLOCKED),
        ({"status": 200}, {"status": 404}, Health.FAILING),
        ({"status": 404}, {"error": ErrorKind.REDIRECT_LOOP}, Health.FAILING),
        ({"status": 404}, {"error": ErrorKind.REFUSED, "host_answered": False}, Health.FAILING),
        ({"error": ErrorKind.REFUSED}, {"error": ErrorKind.REFUSED}, Health.FAILING),
        ({"error": ErrorKind.REFUSED, "host_answered": False}, {"error": ErrorKind.REFUSED}, Health.FAILING),
        ({"error": ErrorKind.RESET}, {"error": ErrorKind.RESET}, Health.BLOCKED),
    ],
)
def test_verdict_is_not_broken_when_two_looks_do_not_agree(
    first: dict[str, Any], second: dict[str, Any], health: Health
) -> None:
    """The last look speaks, and death needs both."""
    assert judged(look(1, 1, **first), look(1, 2, **second))[0] is health


@pytest.mark.parametrize("status", [401, 402, 403, 406, 407, 412, 418, 429, 451, 999])
def test_verdict_is_blocked_when_the_host_turns_crawlers_away(status: int) -> None:
    """However often it does, nothing is known against the link."""
    looks = [one for run in range(1, 6) for one in both(run, status=status)]
    health, reason = judged(*looks)
    assert health is Health.BLOCKED
    assert reason.startswith((f"{status}: ", f"{status}, "))
    assert reason.endswith(" on 2026-11-30")


@pytest.mark.parametrize("status", [200, 202, 404, 503, None])
@pytest.mark.parametrize("mark", ["wall:cloudflare", "challenge"])
def test_verdict_is_blocked_when_a_wall_answers(status: int | None, mark: str) -> None:
    """A challenge may come with any status; the mark counts."""
    health, reason = judged(*both(1, status=status, marks=(mark,)))
    assert health is Health.BLOCKED
    assert "with a wall for crawlers" in reason


@pytest.mark.parametrize("status", [100, 302, 400, 408, 425, 500, 502, 503, 504, 520, None])
def test_verdict_is_failing_when_no_answer_is_usable(status: int | None) -> None:
    """It may come back, however long it has been so."""
    looks = [one for run in range(1, 6) for one in both(run, status=status)]
    health, reason = judged(*looks)
    assert health is Health.FAILING
    assert reason == f"{status or 'no answer'} on 2026-11-30"


def test_verdict_quotes_the_library_when_its_words_help() -> None:
    """A TLS error is of many kinds; the host's good days are told too."""
    bad = look(2, error=ErrorKind.TLS, detail="certificate\nhas expired")
    assert judged(look(1, status=200), bad) == (
        Health.FAILING,
        'no safe connection ("certificate has expired") on 2026-11-09, last good on 2026-11-02',
    )


def test_verdict_is_failing_when_the_host_was_given_up() -> None:
    """A host that hung is not known to be gone, nor is one that answered others."""
    hung = {"error": ErrorKind.HOST_DOWN, "detail": "timeout", "host_answered": False}
    assert judged(*both(1, **hung)) == (Health.FAILING, "its host gave other links no answer (timeout) on 2026-11-02")
    answered = {"error": ErrorKind.HOST_DOWN, "detail": "refused"}
    assert judged(*both(1, **answered))[0] is Health.FAILING
    assert judged(*both(1, error=ErrorKind.HOST_DOWN))[1] == "its host gave other links no answer on 2026-11-02"


@pytest.mark.parametrize(
    ("error", "health", "words"),
    [
        (ErrorKind.INVALID_URL, Health.BROKEN, "no browser can open this address: looked on 2026-11-02"),
        (ErrorKind.NO_SUCH_FILE, Health.BROKEN, "there is no such file: looked on 2026-11-02"),
        (ErrorKind.NO_SUCH_ANCHOR, Health.BROKEN, "the file has no such heading: looked on 2026-11-02"),
        (ErrorKind.ROBOTS, Health.BLOCKED, "robots.txt asks crawlers to stay away on 2026-11-02"),
        (ErrorKind.FORBIDDEN_ADDRESS, Health.UNKNOWN, "its address is not public; --allow-network lets it be asked"),
        (ErrorKind.OUTSIDE_REPOSITORY, Health.UNKNOWN, "it points outside the repository, where nothing is read"),
    ],
)
def test_verdict_needs_one_look_when_a_second_could_tell_no_more(error: ErrorKind, health: Health, words: str) -> None:
    """What no time can mend is broken at once; what we would not ask is unknown."""
    assert judged(look(1, error=error, via="local")) == (health, words)


def test_told_knows_every_error() -> None:
    """An error that is added to the model must be given a meaning here."""
    assert set(signs._ERRORS) == set(ErrorKind)


def test_verdict_is_alive_when_a_file_is_there() -> None:
    """Files of the repository have no status."""
    found = verdict(
        History(
            target=Target(url="docs/a.md#b", scheme=Scheme.LOCAL),
            observations=(look(1, target="docs/a.md#b", via="local"),),
        )
    )
    assert (found.health, found.reason) == (Health.ALIVE, "the file is there")


def test_verdict_is_skipped_when_a_person_says_so() -> None:
    """A person's word goes before everything that is known."""
    found = verdict(history(look(1, status=200)), skipped="ignored: behind a wall")
    assert found == Verdict(target=URL, health=Health.SKIPPED, reason="ignored: behind a wall", checked_at=NOON)


def test_verdict_is_unknown_when_nothing_was_asked() -> None:
    """Nothing is said of what nobody looked at."""
    assert verdict(history()) == Verdict(target=URL, health=Health.UNKNOWN, reason="not asked yet")


def test_verdict_is_dead_when_broken_in_three_checks_over_a_fortnight() -> None:
    """The third check is the earliest, the fourteenth day is the first; it is dead since it was first gone."""
    two = (*both(1, status=404), *both(2, status=410))
    assert judged(*two)[0] is Health.BROKEN
    found = verdict(history(*two, *both(3, status=404)))
    assert (found.health, found.since) == (Health.DEAD, day(0))
    assert found.reason == "404 in checks on 3 days from 2026-11-02 to 2026-11-16, and no good answer in between"


def test_verdict_is_broken_when_the_fortnight_is_not_over() -> None:
    """Many checks in a few days are no patience."""
    looks = [one for run in range(1, 15) for one in both(run, status=404, at=day(run - 1))]
    assert judged(*looks)[0] is Health.BROKEN
    later = both(15, status=404, at=day(14))
    assert judged(*looks, *later)[0] is Health.DEAD
    early = both(15, status=404, at=day(14) - timedelta(seconds=1))
    assert judged(*looks, *early)[0] is Health.BROKEN


def test_verdict_counts_no_strike_for_a_wall_or_a_failure() -> None:
    """What comes in between neither counts nor heals; a good answer heals."""
    walls = [*both(2, status=403), *both(3, status=500), look(4, status=404)]
    assert judged(*both(1, status=404), *walls, *both(5, status=404))[0] is Health.BROKEN
    struck = [*both(1, status=404), *walls, *both(5, status=404)]
    assert judged(*struck, *both(6, status=404))[0] is Health.DEAD
    assert judged(*struck, look(6, status=200), *both(7, status=404), *both(8, status=404))[0] is Health.BROKEN


def test_verdict_is_of_the_last_check_when_a_dead_one_is_blocked() -> None:
    """Dead is said of what is broken today."""
    dead = [one for run in (1, 2, 3) for one in both(run, status=404)]
    assert judged(*dead, look(4, status=403))[0] is Health.BLOCKED
    assert judged(*dead, look(4, status=200))[0] is Health.ALIVE


def test_verdict_is_since_the_state_began() -> None:
    """The first look of the first of the checks that agree; another new home is another state."""
    one, two = (hop("https://b.example/1"),), (hop("https://b.example/2"),)
    looks = [look(1, status=200), look(2, status=500), look(3, status=502), look(4, status=200)]
    looks += [look(5, status=200, redirects=one), look(6, status=200, redirects=one)]
    since = [verdict(history(*looks[:n])).since for n in range(1, 7)]
    assert since == [day(0), day(7), day(7), day(21), day(28), day(28)]
    assert verdict(history(*looks, look(7, status=200, redirects=two))).since == day(42)


def test_verdict_checked_at_is_of_the_last_look() -> None:
    """The second opinion is the newer one."""
    assert verdict(history(*both(1, status=404))).checked_at == day(0) + timedelta(minutes=1)


@settings(max_examples=50)
@given(st.lists(observations(), max_size=6), st.sampled_from(Scheme))
def test_verdict_has_an_answer_for_every_history(looks: list[Observation], scheme: Scheme) -> None:
    """Whatever was stored, there is one sentence; `moved_to` is set for `moved` alone; `since` is a day that we saw."""
    given_history = replace(history(*looks), target=Target(url=URL, scheme=scheme))
    found = verdict(given_history)
    assert found.target == given_history.target.url
    assert found.reason
    assert "\n" not in found.reason
    assert (found.moved_to is not None) == (found.health is Health.MOVED)
    assert found.since is None or found.since in [o.at for o in given_history.observations]
    assert found == verdict(given_history)


@given(histories())
def test_verdict_is_never_dead_after_one_run(given_history: History) -> None:
    """No bad day alone kills a link, whatever it answered."""
    runs = {o.run for o in given_history.observations}
    for run in runs:
        alone = tuple(o for o in given_history.observations if o.run == run)
        assert verdict(replace(given_history, observations=alone)).health is not Health.DEAD


@settings(max_examples=50)
@given(st.lists(observations(), max_size=6))
def test_verdict_is_never_worse_than_failing_when_nothing_says_that_it_is_gone(found: list[Observation]) -> None:
    """Walls and troubles alone, however many and however long, never make a link broken or dead."""
    harmless = [o for o in found if told(o)[0] in (Sign.WALL, Sign.TROUBLE, Sign.UNTOLD)]
    ordered = sorted(harmless, key=lambda o: o.run)
    assert badness(verdict(history(*ordered))) <= badness(Verdict(target=URL, health=Health.FAILING, reason=""))


@given(histories())
def test_is_plain_is_never_said_of_what_is_not_alive(given_history: History) -> None:
    """The short way round the judge ends where the judge does."""
    if is_plain(given_history):
        assert verdict(given_history).health is Health.ALIVE
