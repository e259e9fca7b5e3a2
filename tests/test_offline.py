"""Is it the links, or this machine's own network?"""

from dataclasses import replace

from crawler.gather.exchange import Reply
from crawler.gather.offline import Connectivity
from crawler.model import ErrorKind
from tests.gathering import answer, ask, silence


def heard(*replies: Reply) -> Connectivity:
    """What is known after these replies."""
    connectivity = Connectivity()
    for reply in replies:
        connectivity.heard(reply)
    return connectivity


def silent(host: str, error: ErrorKind) -> Reply:
    """No answer from a host."""
    return silence(ask(f"https://{host}/"), error)


def test_down_is_false_when_anybody_answered() -> None:
    """One answer, whatever it says, shows that the network works."""
    failures = [silent(f"h{n}.test", ErrorKind.NO_SUCH_HOST) for n in range(30)]
    state = heard(*failures, answer(ask("https://a.test/"), 404))
    assert (state.answered, state.down, state.hopeless) == (True, False, False)


def test_down_is_true_when_no_host_answers() -> None:
    """Two silent hosts and no answer: that is this machine's network."""
    assert heard(silent("a.test", ErrorKind.NO_SUCH_HOST), silent("b.test", ErrorKind.DNS_FAILED)).down


def test_down_needs_two_hosts_and_no_more() -> None:
    """Two hosts that do not exist, and nobody who answers: that is enough to doubt this machine's network."""
    assert heard(*(silent(f"h{n}.test", ErrorKind.NO_SUCH_HOST) for n in range(2))).down


def test_down_takes_a_single_host_at_its_word() -> None:
    """One host alone that does not exist is evidence; one that times out is not; none at all is neither."""
    assert not heard(silent("a.test", ErrorKind.NO_SUCH_HOST), silent("a.test", ErrorKind.NO_SUCH_HOST)).down
    assert heard(silent("a.test", ErrorKind.TIMEOUT)).down
    assert not heard().down


def test_down_does_not_blame_the_network_for_what_was_never_sent() -> None:
    """What the guard, robots.txt or the URL itself forbids says nothing about the network."""
    for error in (ErrorKind.FORBIDDEN_ADDRESS, ErrorKind.FORBIDDEN_PORT, ErrorKind.ROBOTS, ErrorKind.INVALID_URL):
        assert not heard(*(silent(f"h{n}.test", error) for n in range(9))).down


def test_hopeless_gives_up_after_enough_hosts() -> None:
    """A machine without a network need not try every host of a long list."""
    state = heard(*(silent(f"h{n}.test", ErrorKind.DNS_FAILED) for n in range(128)))
    assert (state.hopeless, state.down) == (True, True)
    assert not heard(*(silent("a.test", ErrorKind.DNS_FAILED) for _ in range(200))).hopeless


def well(host: str) -> Reply:
    """A good answer from a host."""
    return answer(ask(f"https://{host}/page"))


def refused(*hosts: str) -> list[Reply]:
    """No answer from any of these."""
    return [silent(host, ErrorKind.REFUSED) for host in hosts]


def row(count: int) -> list[Reply]:
    """So many hosts that are silent, one after the other."""
    return refused(*(f"h{number}.test" for number in range(count)))


def test_proven_is_true_when_somebody_answers_after_the_silence() -> None:
    """Silence alone proves nothing; an answer after it does, whoever gives it."""
    state = heard(well("a.test"), *refused("b.test"))
    assert (state.proven, state.unsure, state.doubtful) == (False, True, False)
    state.heard(well("c.test"))
    assert (state.proven, state.unsure) == (True, False)
    assert (heard().proven, heard().unsure, heard(*refused("a.test", "b.test")).unsure) == (False, False, False)


def test_proven_is_true_when_a_robots_txt_was_answered_meanwhile() -> None:
    """The answers that no page came of count too, each once."""
    state = heard(*refused("a.test", "b.test"))
    state.count(1, "https://c.test/robots.txt")
    assert state.proven
    state.heard(silent("b.test", ErrorKind.REFUSED))
    state.count(1, "https://c.test/robots.txt")
    assert (state.proven, state.controls()) == (False, ["https://c.test/robots.txt"])


def test_proven_is_left_alone_by_what_was_never_sent() -> None:
    """robots.txt and the guard are no silence of the network."""
    assert heard(well("a.test"), silent("b.test", ErrorKind.ROBOTS)).proven


def test_doubtful_needs_a_dozen_hosts_in_a_row() -> None:
    """Eleven silent hosts are no row, nor are a thousand links of one; an answer in between begins a new row."""
    assert not heard(well("a.test"), *row(11)).doubtful
    assert heard(well("a.test"), *row(12)).doubtful
    assert not heard(well("a.test"), *row(11) * 90).doubtful
    assert not heard(well("a.test"), *row(11), well("a.test"), *row(11)).doubtful
    assert not heard(*row(100)).doubtful, "a network that was never there is told by the end of the run"


def test_doubtful_counts_a_host_that_answered_before() -> None:
    """That a host was well earlier in this run is what makes its silence worth a question."""
    before = [well(f"h{number}.test") for number in range(12)]
    assert heard(*before, *(replace(reply, host_answered=True) for reply in row(12))).doubtful
    assert heard(*before, *(replace(reply, host_answered=True) for reply in row(12))).answered


def test_reached_ends_the_doubt() -> None:
    """A host that was well has answered again: what was silent before is silent by itself."""
    state = heard(well("a.test"), *row(12))
    state.reached()
    assert (state.doubtful, state.unsure, state.proven) == (False, False, True)


def test_controls_take_turns_among_hosts_that_were_well() -> None:
    """Two at a time, others each time, and none that is silent itself; so no host is asked over and over."""
    state = heard(*(well(f"w{number}.test") for number in range(5)), *refused("w1.test", "x.test"))
    assert state.controls() == ["https://w0.test/page", "https://w2.test/page"]
    assert state.controls() == ["https://w3.test/page", "https://w4.test/page"]
    assert state.controls() == ["https://w0.test/page", "https://w2.test/page"]


def test_controls_are_silent_hosts_where_there_are_no_others() -> None:
    """Two hosts that were well and are silent now may be the network; a single one is taken at its word."""
    assert heard(well("a.test"), well("b.test"), *refused("a.test", "b.test")).controls() == [
        "https://a.test/page",
        "https://b.test/page",
    ]
    assert heard(well("a.test"), *refused("a.test")).controls() == []


def test_controls_are_remembered_for_a_few_hosts_alone() -> None:
    """A list of 100,000 hosts costs no more than one of 32."""
    state = heard(*(well(f"w{number}.test") for number in range(100)))
    assert len({url for _ in range(50) for url in state.controls()}) == 32
