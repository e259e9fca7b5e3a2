"""Is it the links, or this machine's own network?"""

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
