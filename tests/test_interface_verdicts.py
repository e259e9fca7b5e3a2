"""What the judge makes of a look that an interface gave."""

from dataclasses import replace

import pytest

from crawler.judge.drift import drift
from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.model import ErrorKind, Health, Observation, Safety
from tests.histories import both, day, history, hop, link, look
from tests.test_drift import turned

OLD, NEW = "https://github.com/old/name", "https://github.com/new/name"


def renamed() -> Observation:
    """A repository that answers by another name."""
    return look(1, target=OLD, via="github", status=200, final_url=NEW, redirects=(hop(NEW),))


def test_verdict_is_moved_when_an_interface_gives_another_address() -> None:
    """The sentence says who says so, and the fix is safe: the host itself gives the address."""
    seen = history(renamed(), url=OLD, links=(link(OLD),))
    said = verdict(seen)
    assert (said.health, said.moved_to) == (Health.MOVED, NEW)
    assert said.reason == f"moved for good to {NEW} (GitHub's API)"
    (fix,) = fixes(seen, said)
    assert (fix.new, fix.safety) == (NEW, Safety.SAFE)
    assert fix.evidence == f"GitHub's API gives {NEW} as its address now"


@pytest.mark.parametrize(
    ("second", "health"),
    [
        ({"status": 404}, Health.BROKEN),
        ({"status": 302, "error": ErrorKind.REDIRECT_LOOP}, Health.BROKEN),
        ({"error": ErrorKind.REFUSED, "host_answered": False}, Health.BROKEN),
        ({"status": 200}, Health.ALIVE),
        ({"status": 403, "marks": ("wall:cloudflare",)}, Health.BLOCKED),
        ({"status": 500}, Health.FAILING),
    ],
)
def test_verdict_is_broken_only_when_the_page_agrees_with_the_interface(
    second: dict[str, object], health: Health
) -> None:
    """What an interface calls gone is broken when its page is not there either, in whatever way."""
    first = look(1, via="github", status=404, detail="GitHub knows no such public repository")
    assert verdict(history(first, look(1, 2, **second))).health is health


def test_verdict_takes_no_circle_for_gone_when_no_interface_said_so() -> None:
    """A page that is gone, and then sends us in a circle, is in trouble; it may be us."""
    looks = (look(1, status=404), look(1, 2, status=302, error=ErrorKind.REDIRECT_LOOP))
    assert verdict(history(*looks)).health is Health.FAILING


def test_verdict_names_the_interface_that_says_it_is_there() -> None:
    """Words of its own where it has any."""
    assert verdict(history(look(1, via="arxiv", status=200))).reason == "is there (arXiv's API)"
    paused = look(1, via="huggingface", status=200, detail="says that its demo is paused")
    assert verdict(history(paused)).reason == "says that its demo is paused (Hugging Face's API)"
    private = look(1, via="gitlab", status=403, detail="is private")
    assert verdict(history(private)).health is Health.BLOCKED


def test_drift_is_none_when_an_interface_saw_it_last() -> None:
    """It knows what it hosts, whatever the page was called in between."""
    page = turned()
    assert drift(page) is not None
    *looks, last = page.observations
    assert drift(replace(page, observations=(*looks, replace(last, via="github")))) is None


def test_verdict_is_dead_when_interface_and_page_agree_for_long() -> None:
    """The memory counts such checks as any other."""
    pairs = [both(run, status=404) for run in (1, 2, 3)]
    looks = [(replace(first, via="github", detail="has none"), second) for first, second in pairs]
    said = verdict(history(*(each for pair in looks for each in pair)))
    assert said.health is Health.DEAD
    assert said.since == day(0)
