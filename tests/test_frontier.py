"""The frontier: who may be asked next, and when. Time is a number here, so nothing waits."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crawler.gather.exchange import Inquiry, Purpose, Reply, Request
from crawler.gather.finding import call
from crawler.gather.frontier import Frontier
from crawler.gather.lane import lane_of, pace_of
from crawler.gather.robots import RobotsFile
from crawler.model import ErrorKind, Witness
from crawler.settings import HostSettings, Settings
from tests.gathering import START, Simulation, answer, ask, silence

NO_ROBOTS = Settings(robots=False)


def pages(count: int, host: str = "a.test") -> list[str]:
    """Addresses of one host."""
    return [f"https://{host}/{number}" for number in range(count)]


def fine(request: Request, before: int) -> Reply:
    """A web where all is well."""
    return answer(request)


def test_take_keeps_to_the_pace_of_a_host_when_answers_are_good() -> None:
    """It starts with two at once and four a second, and grows to ten a second, never more."""
    simulation = Simulation(fine, NO_ROBOTS)
    simulation.run(pages(100))
    times = [at for at, _ in simulation.sent]
    assert times[1] - times[0] == 0.25
    busiest = max(Counter(int(at) for at in times).values())
    assert 9 <= busiest <= 11
    assert times[-1] < 12
    assert simulation.open_most["a.test"] <= 8


def test_take_asks_hosts_side_by_side() -> None:
    """A host that must wait keeps no other host waiting."""
    simulation = Simulation(fine, NO_ROBOTS)
    simulation.run([url for n in range(20) for url in pages(1, f"h{n}.test")])
    assert {at for at, _ in simulation.sent} == {0.0}


def test_take_never_has_more_open_than_the_setting() -> None:
    """The global limit holds however many hosts there are."""
    simulation = Simulation(lambda request, before: (answer(request), 5.0), Settings(robots=False, concurrency=3))
    simulation.run([url for n in range(9) for url in pages(1, f"h{n}.test")])
    times = sorted(at for at, _ in simulation.sent)
    assert times == [0.0] * 3 + [5.0] * 3 + [10.0] * 3


def test_take_obeys_the_settings_of_a_host() -> None:
    """What a person sets for one host is its limit, and no other's."""
    own = Settings(robots=False, hosts={"a.test": HostSettings(concurrency=1, rate=1.0)})
    simulation = Simulation(fine, own)
    simulation.run(pages(4))
    assert [at for at, _ in simulation.sent] == [0.0, 1.0, 2.0, 3.0]
    assert simulation.open_most["a.test"] == 1


def test_take_is_unlimited_when_the_rate_is_zero() -> None:
    """A rate of 0 means no limit."""
    simulation = Simulation(fine, Settings(robots=False, host_rate=0.0, host_concurrency_start=50, host_concurrency=50))
    simulation.run(pages(50))
    assert {at for at, _ in simulation.sent} == {0.0}


def test_give_back_waits_as_long_as_retry_after_asks_when_throttled() -> None:
    """A 429 with Retry-After keeps the whole host waiting for so long, and then the URL is asked again."""

    def web(request: Request, before: int) -> Reply:
        return answer(request) if before else answer(request, 429, retry_after="30")

    simulation = Simulation(web, NO_ROBOTS)
    (result,) = simulation.run(pages(1))
    assert [at for at, _ in simulation.sent] == [0.0, 30.1]
    assert (result.status, result.request.attempt) == (200, 2)


def test_give_back_halves_the_pace_when_a_host_is_busy() -> None:
    """After a 503 the host is asked half as often; good answers bring the pace back."""

    def web(request: Request, before: int) -> Reply:
        busy = request.url.endswith("/40") and not before
        return answer(request, 503) if busy else answer(request)

    simulation = Simulation(web, NO_ROBOTS)
    simulation.run(pages(80))
    times = [at for at, _ in simulation.sent]
    gaps = [round(later - earlier, 3) for earlier, later in pairwise(times)]
    assert min(gaps[20:39]) >= 0.1
    assert max(gaps[20:39]) < 0.11
    assert 0.19 <= max(gaps[40:46]) <= 0.21
    assert gaps[60] < 0.11


def test_give_back_caps_retry_after() -> None:
    """A host that asks for a day gets two minutes."""

    def web(request: Request, before: int) -> Reply:
        return answer(request) if before else answer(request, 503, retry_after="86400")

    simulation = Simulation(web, NO_ROBOTS)
    simulation.run(pages(1))
    assert simulation.sent[1][0] == 120.1


def test_give_back_asks_three_times_in_all_when_a_server_fails() -> None:
    """A 500 is asked three times, a second apart at least, and then it is the result."""
    simulation = Simulation(lambda request, before: answer(request, 500), NO_ROBOTS)
    (result,) = simulation.run(pages(1))
    assert len(simulation.sent) == 3
    assert (result.status, result.request.attempt) == (500, 3)


def test_give_back_takes_a_second_look_at_the_end_when_a_page_is_gone() -> None:
    """A 404 is asked again when everything else has been asked, and both looks are results."""

    def web(request: Request, before: int) -> Reply:
        return answer(request, 404 if request.url.endswith("/0") else 200)

    simulation = Simulation(web, NO_ROBOTS)
    results = simulation.run(pages(12))
    gone = [(reply.request.look, reply.status) for reply in results if reply.request.url.endswith("/0")]
    assert gone == [(1, 404), (2, 404)]
    assert simulation.pages()[-1] == "https://a.test/0"
    assert len(simulation.pages()) == 13


def test_give_back_does_not_retry_at_once_when_timed_out() -> None:
    """A time-out is asked once more, at the end of the run."""

    def web(request: Request, before: int) -> tuple[Reply, float]:
        slow = request.url.startswith("https://slow.test/")
        return (silence(request, ErrorKind.TIMEOUT), 20.0) if slow else (answer(request), 0.1)

    simulation = Simulation(web, NO_ROBOTS)
    results = simulation.run(["https://slow.test/0", *pages(30, "b.test")])
    assert simulation.pages().count("https://slow.test/0") == 2
    assert [r.error for r in results if r.error] == [ErrorKind.TIMEOUT] * 2


def test_give_back_does_not_wait_again_when_a_host_is_silent() -> None:
    """Twenty URLs of a silent host cost three waits in a run, not forty."""
    simulation = Simulation(lambda request, before: (silence(request, ErrorKind.TIMEOUT), 20.0), NO_ROBOTS)
    results = simulation.run(pages(20))
    assert len(simulation.sent) <= 3
    assert Counter(reply.request.look for reply in results) == {1: 20, 2: 20}
    assert {reply.error for reply in results} == {ErrorKind.TIMEOUT, ErrorKind.HOST_DOWN}
    assert {reply.detail for reply in results if reply.error is ErrorKind.HOST_DOWN} == {"timeout"}
    assert not any(reply.host_answered for reply in results)


def test_give_back_asks_on_when_a_host_hangs_up_on_some_pages() -> None:
    """A host that resets some connections and answers others is asked for all of its URLs."""

    def web(request: Request, before: int) -> Reply:
        some = int(request.url.rpartition("/")[2]) in range(5, 15)
        return silence(request, ErrorKind.RESET) if some else answer(request)

    results = Simulation(web, NO_ROBOTS).run(pages(30))
    assert Counter(reply.error for reply in results) == {None: 20, ErrorKind.RESET: 20}
    assert all(reply.host_answered for reply in results)


def test_give_back_gives_up_on_a_host_when_it_only_throttles() -> None:
    """A host that answers 429 for ever is left alone for the rest of the run, and gets no second look."""
    simulation = Simulation(lambda request, before: answer(request, 429, retry_after="60"), NO_ROBOTS)
    results = simulation.run(pages(50))
    assert len(simulation.sent) <= 8
    assert len(results) == 50
    assert {reply.detail for reply in results if reply.error} == {"throttled"}


def test_give_back_keeps_asking_a_busy_host_that_also_gives_good_answers() -> None:
    """A few pages that always answer 429 do not close a host whose other pages are fine."""

    def web(request: Request, before: int) -> Reply:
        busy = int(request.url.rpartition("/")[2]) % 4 == 0
        return answer(request, 429, retry_after="1") if busy else answer(request)

    results = Simulation(web, NO_ROBOTS).run(pages(80))
    assert Counter(reply.status for reply in results) == {200: 60, 429: 20}


def test_wait_s_is_nothing_when_a_result_is_ready() -> None:
    """What is settled without an answer must not wait for one that never comes."""
    simulation = robots("User-agent: *\nDisallow: /")
    simulation.run(pages(2))
    simulation.frontier.add(ask("https://a.test/3"), START, simulation.now)
    assert simulation.frontier.wait_s(simulation.now) == 0.0


def test_give_back_asks_the_others_when_a_host_comes_back_for_the_second_look() -> None:
    """A host that was down and answers at the end is asked for all of its URLs."""

    def web(request: Request, before: int) -> Reply:
        return silence(request, ErrorKind.CONNECT_TIMEOUT) if simulation.now < 1 else answer(request)

    simulation = Simulation(web, NO_ROBOTS)
    results = simulation.run(pages(10))
    assert sorted(r.request.targets for r in results if r.status == 200) == sorted((url,) for url in pages(10))


def test_give_back_queues_a_redirect_at_the_host_that_it_leads_to() -> None:
    """Each hop takes its turn at its own host, and every hop is recorded."""

    def web(request: Request, before: int) -> Reply:
        number = request.url.rpartition("/")[2]
        moved = request.url.startswith("https://old.test/")
        return answer(request, 301, location=f"https://new.test/{number}") if moved else answer(request)

    simulation = Simulation(web, NO_ROBOTS)
    results = simulation.run(url for n in range(8) for url in (f"https://old.test/{n}",))
    assert all([(hop.status, hop.url[:17]) for hop in r.redirects] for r in (reply.request for reply in results))
    times = [at for at, request in simulation.sent if request.url.startswith("https://new.test/")]
    assert all(later - earlier >= 0.0999 for earlier, later in pairwise(times))


def test_give_back_says_loop_when_a_chain_goes_in_a_circle() -> None:
    """A circle is found at its first turn, and looked at twice."""
    simulation = Simulation(lambda request, before: answer(request, 302, location="/1"), NO_ROBOTS)
    results = simulation.run(["https://a.test/1"])
    assert [reply.error for reply in results] == [ErrorKind.REDIRECT_LOOP] * 2
    assert len(simulation.sent) == 2


def robots(text: str, status: int = 200) -> Simulation:
    """A web with one robots.txt, and all else well."""

    def web(request: Request, before: int) -> Reply:
        if request.purpose is Purpose.ROBOTS:
            reply = answer(request, status)
            return Reply(request=reply.request, at=reply.at, status=status, body=text.encode())
        return answer(request)

    return Simulation(web)


def test_take_asks_for_robots_txt_once_and_before_the_pages() -> None:
    """One robots.txt an origin comes first; what it forbids is not asked, and is a result."""
    simulation = robots("User-agent: *\nDisallow: /1")
    results = simulation.run(pages(3))
    assert [request.url for _, request in simulation.sent] == [
        "https://a.test/robots.txt",
        "https://a.test/0",
        "https://a.test/2",
    ]
    assert {reply.request.url[-1]: reply.error for reply in results} == {"0": None, "1": ErrorKind.ROBOTS, "2": None}


def test_take_keeps_the_crawl_delay_that_robots_txt_asks_for() -> None:
    """Crawl-delay is the interval between two requests, one at a time."""
    simulation = robots("User-agent: *\nCrawl-delay: 7")
    simulation.run(pages(3))
    times = [at for at, request in simulation.sent if request.purpose is Purpose.PAGE]
    assert [later - earlier for earlier, later in pairwise(times)] == [7.0, 7.0]


def test_take_says_that_a_host_wants_to_be_asked_slowly() -> None:
    """Whoever would ask for more than one part of a file must know that a Crawl-delay holds between them."""
    slow = robots("User-agent: *\nCrawl-delay: 7")
    quick = robots("User-agent: *\nDisallow: /b")
    for simulation in (slow, quick):
        simulation.run(["https://a.test/1"])
    assert [request.crawl_delay for _, request in slow.sent] == [False, True]
    assert [request.crawl_delay for _, request in quick.sent] == [False, False]


def test_take_makes_up_for_what_was_asked_out_of_turn() -> None:
    """A reply that took four requests leaves its host in peace for as long as four would have taken."""

    def web(request: Request, _: int) -> Reply:
        return replace(answer(request), requests=4 if request.url.endswith("/1") else 1)

    settings = Settings(robots=False, host_concurrency=1, host_rate_start=1.0, host_rate=1.0)
    simulation = Simulation(web, settings)
    simulation.run([f"https://a.test/{n}" for n in (1, 2, 3)])
    first, second, third = (at for at, _ in simulation.sent)
    assert second - first == pytest.approx(4.0, abs=0.2)
    assert third - second == pytest.approx(1.0, abs=0.2)


def test_take_asks_nothing_when_robots_txt_answers_500() -> None:
    """RFC 9309, 2.3.1.4: a server error closes the whole site, after the usual tries."""
    simulation = robots("", status=500)
    results = simulation.run(pages(2))
    assert simulation.pages() == []
    assert [reply.error for reply in results] == [ErrorKind.ROBOTS_UNREACHABLE] * 2


def test_take_asks_everything_when_there_is_no_robots_txt() -> None:
    """RFC 9309, 2.3.1.3: a 404 leaves the site open."""
    simulation = robots("", status=404)
    assert [reply.status for reply in simulation.run(pages(2))] == [200, 200]


def test_take_asks_no_robots_txt_when_it_is_remembered() -> None:
    """A robots.txt from the database is obeyed and not asked again."""
    kept = RobotsFile(origin="https://a.test", fetched_at=START, status=200, body="User-agent: listkeeper\nDisallow: /")
    frontier = Frontier(Settings(), {"https://a.test": kept}.get)
    simulation = Simulation(fine, frontier=frontier)
    (result,) = simulation.run(pages(1))
    assert (simulation.sent, result.error) == ([], ErrorKind.ROBOTS)


@pytest.mark.parametrize("answers_robots", [True, False])
def test_add_asks_for_a_remembered_robots_txt_when_nothing_else_answers(*, answers_robots: bool) -> None:
    """Before a second look at a host that hangs up on all pages: does it answer anything, or is it not there?"""
    kept = RobotsFile(origin="https://a.test", fetched_at=START, status=404)
    frontier = Frontier(Settings(), {"https://a.test": kept}.get)

    def hangs_up(request: Request, before: int) -> Reply:
        spared = answers_robots and request.purpose is Purpose.ROBOTS
        return answer(request, 404) if spared else silence(request, ErrorKind.RESET)

    simulation = Simulation(hangs_up, frontier=frontier)
    results = simulation.run(pages(3))
    asked = [request.look for _, request in simulation.sent if request.purpose is Purpose.ROBOTS]
    assert asked[:1] == [2]
    assert {(reply.request.look, reply.host_answered) for reply in results} == {(1, False), (2, answers_robots)}
    assert {reply.error for reply in results if reply.request.look == 2} <= {ErrorKind.RESET, ErrorKind.HOST_DOWN}


def test_learned_hands_out_each_robots_txt_once() -> None:
    """What was answered is handed out to be kept; a site that could not say is asked again another day."""
    simulation = robots("User-agent: *\nDisallow: /x")
    simulation.run(pages(1))
    assert [(file.origin, file.status) for file in simulation.frontier.learned()] == [("https://a.test", 200)]
    assert list(simulation.frontier.learned()) == []
    closed = robots("", status=503)
    closed.run(pages(1))
    assert list(closed.frontier.learned()) == []


@pytest.mark.parametrize("error", [ErrorKind.FORBIDDEN_ADDRESS, ErrorKind.FORBIDDEN_PORT])
def test_give_back_says_of_the_pages_where_we_do_not_go(error: ErrorKind) -> None:
    """What is not dialled for a robots.txt is not dialled for a page; a redirect to such a place loses itself alone."""
    simulation = Simulation(lambda request, before: silence(request, error))
    assert {reply.error for reply in simulation.run(pages(2))} == {error}
    assert [request.purpose for _, request in simulation.sent] == [Purpose.ROBOTS]

    def web(request: Request, before: int) -> Reply:
        there = request.url.startswith("https://inside.test/")
        return silence(request, error) if there else answer(request, 301, location="https://inside.test/")

    assert {reply.error for reply in Simulation(web).run(["https://a.test/1"])} == {ErrorKind.ROBOTS_UNREACHABLE}


@pytest.mark.parametrize("error", [ErrorKind.PROTOCOL, ErrorKind.BAD_REDIRECT])
def test_give_back_blames_robots_txt_for_its_own_fault(error: ErrorKind) -> None:
    """A robots.txt that is no HTTP, or that leads nowhere, closes the site and says nothing against its pages."""
    results = Simulation(lambda request, before: silence(request, error)).run(pages(2))
    assert {reply.error for reply in results} == {ErrorKind.ROBOTS_UNREACHABLE}

    def web(request: Request, before: int) -> Reply:
        there = request.url.startswith("https://gone.test/")
        return (
            silence(request, ErrorKind.NO_SUCH_HOST) if there else answer(request, 301, location="https://gone.test/")
        )

    results = Simulation(web).run(["https://a.test/1"])
    assert {reply.error for reply in results} == {ErrorKind.ROBOTS_UNREACHABLE}


def test_give_back_leaves_a_host_alone_that_keeps_it_waiting() -> None:
    """A host may ask for patience with every answer, but not for hours in one run."""
    simulation = Simulation(lambda request, before: answer(request, 403, retry_after="120"), NO_ROBOTS)
    results = simulation.run(pages(200), until_s=1000.0)
    assert len(results) == 200
    assert {reply.detail for reply in results if reply.error} == {"throttled"}


def test_take_makes_up_for_no_lost_time_when_a_delay_is_asked_for() -> None:
    """A slow answer is no reason to hurry afterwards: Crawl-delay holds between any two requests."""

    def web(request: Request, before: int) -> tuple[Reply, float]:
        if request.purpose is Purpose.ROBOTS:
            reply = answer(request)
            return Reply(request=request, at=reply.at, status=200, body=b"User-agent: *\nCrawl-delay: 10"), 0.1
        return answer(request), 30.0 if request.url.endswith("/0") else 0.1

    simulation = Simulation(web)
    simulation.run(pages(4))
    times = [at for at, request in simulation.sent if request.purpose is Purpose.PAGE]
    assert all(later - earlier >= 10 for earlier, later in pairwise(times))


def test_give_back_settles_all_urls_of_a_host_when_its_robots_txt_finds_nobody() -> None:
    """A host that does not exist is asked twice in a run, however many URLs it has."""
    simulation = Simulation(lambda request, before: silence(request, ErrorKind.NO_SUCH_HOST))
    results = simulation.run(pages(5))
    assert len(simulation.sent) == 2
    assert Counter((reply.request.look, reply.error) for reply in results) == {
        (1, ErrorKind.NO_SUCH_HOST): 5,
        (2, ErrorKind.NO_SUCH_HOST): 5,
    }


def test_give_back_follows_redirects_of_robots_txt_five_times() -> None:
    """RFC 9309, 2.3.1.2: five hops are followed, across hosts; after that the site counts as open."""

    def web(request: Request, before: int) -> Reply:
        if request.purpose is Purpose.ROBOTS:
            number = len(request.redirects) + 1
            return answer(request, 301, location=f"https://r{number}.test/robots.txt")
        return answer(request)

    simulation = Simulation(web)
    (result,) = simulation.run(pages(1))
    assert result.status == 200
    assert len([1 for _, request in simulation.sent if request.purpose is Purpose.ROBOTS]) == 6


def test_add_goes_on_with_a_second_look_when_a_run_is_resumed() -> None:
    """A second look that an earlier process still owed comes at the end, too."""
    simulation = Simulation(fine, NO_ROBOTS)
    simulation.frontier.add(ask("https://a.test/owed", look=2), START, 0.0)
    results = simulation.run(pages(2))
    assert [(reply.request.url[-4:], reply.request.look) for reply in results][-1] == ("owed", 2)


def test_waiting_counts_what_is_queued_for_each_host() -> None:
    """The display can name the hosts that a crawl is waiting for."""
    frontier = Frontier(NO_ROBOTS)
    for url in pages(3):
        frontier.add(ask(url), START, 0.0)
    frontier.take(0.0)
    assert frontier.waiting() == {"a.test": 3}
    assert frontier.wait_s(0.0) == 0.25


OUTCOMES = st.sampled_from([200, 200, 200, 204, 301, 302, 404, 410, 403, 429, 500, 503, *list(ErrorKind)[:8]])


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=25, unique=True),
    st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 3)), OUTCOMES),
    st.booleans(),
)
def test_frontier_settles_each_look_once_whatever_the_web_does(
    wanted: list[tuple[int, int]], script: dict[tuple[int, int, int], object], with_robots: bool
) -> None:
    """Every target gets one first look and at most one second look; nothing is lost and nothing is asked for ever."""

    def web(request: Request, before: int) -> Reply:
        host, _, path = request.url.removeprefix("https://h").partition(".test/")
        number = int(path) if path.isdigit() else 0
        outcome = script.get((int(host), number, min(before, 3)), 200)
        if isinstance(outcome, ErrorKind):
            return silence(request, outcome)
        target = f"https://h{(int(host) + number) % 4}.test/{(number + 1) % 10}"
        return answer(request, int(str(outcome)), location=target, retry_after="3")

    simulation = Simulation(web, Settings(robots=with_robots))
    urls = [f"https://h{host}.test/{number}" for host, number in wanted]
    results = simulation.run(urls, until_s=1e5)
    looks = Counter((reply.request.targets[0], reply.request.look) for reply in results)
    assert {target for target, look in looks if look == 1} == set(urls)
    assert set(looks.values()) <= {1}
    assert {look for _, look in looks} <= {1, 2}
    assert all(most <= 8 for most in simulation.open_most.values())


def test_take_keeps_to_the_budget_and_leaves_the_rest() -> None:
    """First looks are begun in the order they were added, as long as the budget lasts; what was begun is ended."""
    urls = [f"https://h{number}.test/a" for number in range(50)]
    settings = Settings(budget=20, host_rate=0.0, robots=False)
    web = Simulation(lambda request, _: answer(request, 404), settings)
    results = web.run(urls)
    assert 18 <= len(web.sent) <= 22
    assert web.frontier.unasked == 50 - len({reply.request.targets[0] for reply in results})
    assert [reply.request.targets[0] for reply in results if reply.request.look == 1] == urls[
        : 50 - web.frontier.unasked
    ]
    assert all([reply.request.look for reply in results].count(look) == len(results) / 2 for look in (1, 2))


def test_take_lets_no_witness_wait_for_a_budget() -> None:
    """Links may wait for the next run; a question about one that was asked goes out, or it was asked for nothing."""
    frontier = Frontier(Settings(budget=1, robots=False))
    inquiry = Inquiry(witness=Witness.PROBE, asked="https://a.test/nowhere")
    probe = Request(url=inquiry.asked, targets=("https://a.test/b",), purpose=Purpose.WITNESS, inquiry=inquiry)
    for request in (ask("https://a.test/a"), ask("https://a.test/b"), probe):
        frontier.add(request, START, 0.0)
    assert frontier.take(0.0) == probe
    assert frontier.unasked == 2


@given(budget=st.integers(1, 60), count=st.integers(1, 40), robots=st.booleans())
def test_take_spends_no_more_than_the_budget_and_what_was_begun(budget: int, count: int, *, robots: bool) -> None:
    """Whatever the answers, the budget is exceeded at most by what the last looks lead to, and no look is lost."""
    settings = Settings(budget=budget, host_rate=0.0, robots=robots)
    web = Simulation(
        lambda request, before: answer(request, (200, 404, 301)[len(request.url) % 3], location="/to"), settings
    )
    results = web.run([f"https://h{n % 7}.test/{'a' * n}" for n in range(count)])
    assert len({reply.request.targets for reply in results}) + web.frontier.unasked == count
    assert len(web.sent) <= budget + 8


def test_frontier_asks_everything_when_there_is_no_budget() -> None:
    """0 is no bound."""
    web = Simulation(lambda request, _: answer(request), Settings(host_rate=0.0, robots=False))
    assert len(web.run([f"https://h{number}.test/a" for number in range(50)])) == 50
    assert web.frontier.unasked == 0


def test_forgive_asks_a_host_again_that_was_given_up() -> None:
    """A host that refused twice is not asked any more; when it was the network that was away, it is."""
    there = False

    def away(request: Request, before: int) -> Reply:
        return answer(request) if there else silence(request, ErrorKind.REFUSED)

    simulation = Simulation(away, Settings(robots=False, attempts=1))
    simulation.run(pages(3))
    assert [reply.error for reply in simulation.results] == [ErrorKind.REFUSED] * 2 + [ErrorKind.HOST_DOWN]
    there = True
    simulation.frontier.forgive()
    assert [reply.status for reply in simulation.run(pages(3))[3:]] == [200] * 3


def test_forgive_leaves_a_host_alone_that_asked_for_it() -> None:
    """What a host said itself holds, whatever the network does."""
    simulation = Simulation(lambda request, before: answer(request, 429), NO_ROBOTS)
    simulation.run(pages(30))
    asked = len(simulation.sent)
    simulation.frontier.forgive()
    simulation.run(pages(1))
    assert len(simulation.sent) == asked


@pytest.mark.parametrize(
    ("url", "lane", "most"),
    [
        ("https://huggingface.co/api/models/a/b", "huggingface.co/api", 2),
        ("https://huggingface.co/a/b", "huggingface.co", 2),
        ("https://de.wikipedia.org/w/api.php", "de.wikipedia.org", 1),
        ("https://a.example/", "a.example", 8),
    ],
)
def test_pace_of_knows_hosts_parts_of_hosts_and_domains(url: str, lane: str, most: int) -> None:
    """Pages of the Hub have a limit of their own beside its interface, and all wikis have the same one."""
    assert lane_of(url) == lane
    assert pace_of(lane, Settings(host_concurrency=8)).concurrency_most == most


def test_take_looks_again_while_a_slow_host_is_waited_for() -> None:
    """A page that is gone gets its second look when its own host is done, and waits for nobody else's."""

    def web(request: Request, before: int) -> Reply | tuple[Reply, float]:
        if "slow" in request.url:
            return answer(request, at_s=500.0), 500.0
        return answer(request, 404)

    simulation = Simulation(web)
    simulation.run(["https://slow.test/", "https://gone.test/"])
    (again,) = [at for at, request in simulation.sent if request.look == 2 and request.purpose is Purpose.PAGE]
    assert again < 10


def test_take_looks_again_after_a_while_although_others_are_queued() -> None:
    """A host with thousands of pages holds up no second look at another."""

    def web(request: Request, before: int) -> Reply:
        return answer(request, 404 if "gone" in request.url else 200)

    simulation = Simulation(web)
    simulation.run(["https://gone.test/", *(f"https://many.test/{number}" for number in range(1000))])
    (again,) = [at for at, request in simulation.sent if request.look == 2 and request.purpose is Purpose.PAGE]
    assert 2.0 <= again < 10


def test_add_puts_a_prompt_second_look_into_the_queue() -> None:
    """The first look was of somebody else, so that no time must pass."""
    frontier = Frontier(Settings(robots=False))
    frontier.add(ask("https://a.test/", look=2, prompt=True), START, 0.0)
    request = frontier.take(0.0)
    assert request is not None
    assert request.look == 2


def test_lingers_when_few_of_many_are_to_come() -> None:
    """One slow answer of thirty is few; one of one is not, and none at all is the end."""
    frontier = Frontier(Settings(robots=False, host_rate=0.0, host_concurrency=64, host_concurrency_start=64))
    for number in range(30):
        frontier.add(ask(f"https://a.test/{number}"), START, 0.0)
    asked = []
    while request := frontier.take(0.0):
        asked.append(request)
    seen = []
    for request in asked:
        seen.append(frontier.lingers)
        frontier.give_back(answer(request), 0.0)
    assert (seen[0], seen[-1], frontier.lingers) == (False, True, False)


def test_abandon_settles_what_waits_for_an_interface_and_leaves_the_rest() -> None:
    """Queued, parked for another try, or a second look: it is asked nothing more; pages of the same host are."""
    frontier = Frontier(Settings(robots=False, host_concurrency_start=1, host_concurrency=1))
    calls = [call("b", [f"https://a.test/{number}"], f"https://b.test/api/{number}") for number in range(3)]
    frontier.add(calls[0], START, 0.0)
    tried = frontier.take(0.0)
    assert tried is not None
    frontier.give_back(answer(tried, 500), 0.0)
    frontier.add(calls[1], START, 0.0)
    frontier.add(replace(calls[2], look=2), START, 0.0)
    frontier.add(ask("https://b.test/page"), START, 0.0)
    frontier.abandon("b")
    settled = list(frontier.settled())
    assert {reply.request.targets for reply in settled} == {each.targets for each in calls}
    assert {reply.error for reply in settled} == {ErrorKind.HOST_DOWN}
    left = frontier.take(100.0)
    assert left is not None
    assert (left.url, frontier.take(100.0)) == ("https://b.test/page", None)


def test_give_back_holds_nothing_against_a_page_that_an_interface_of_its_host_did() -> None:
    """An interface that answers 429 again and again is left alone; the pages of its host are asked as ever."""
    frontier = Frontier(Settings(robots=False, host_concurrency_start=1, host_concurrency=1))
    for number in range(6):
        frontier.add(call("a", [f"https://a.test/{number}"], f"https://a.test/api/{number}"), START, 0.0)
    frontier.add(ask("https://a.test/page"), START, 0.0)
    now, pages = 0.0, []
    while not frontier.finished and now < 1000.0:
        now += 1.0
        while request := frontier.take(now):
            frontier.give_back(answer(request, 429 if request.call else 200), now)
        pages += [reply for reply in frontier.settled() if reply.request.call is None]
    assert [reply.status for reply in pages] == [200]
