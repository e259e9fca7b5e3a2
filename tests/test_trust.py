"""How far a fix may go without a person."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.judge.trust import APART, trust
from crawler.judge.wording import wordings
from crawler.model import ErrorKind, Fix, Health, History, Metadata, Observation, Safety, Testimony, Trust, Witness
from tests.histories import URL, both, capture, day, histories, history, hop, link, look

NEW = "https://b.example/new/attention"
TITLE = "Attention and the kernel trick"


def moved(run: int, **facts: Any) -> Observation:
    """A look that was sent on for good."""
    return look(run, **{"status": 200, "redirects": (hop(NEW),), "final_url": NEW, "fingerprint": "0f" * 8, **facts})


def known(*looks: Observation, title: str = TITLE, **facts: Any) -> History:
    """What is known of the page whose title never changed."""
    said = (
        Metadata(target=URL, at=day(-30), title=TITLE),
        Metadata(target=URL, at=looks[-1].at, title=title),
    )
    return history(*looks, links=(link(text=TITLE),), metadata=said, **facts)


def trusted(of: History) -> tuple[Trust | None, ...]:
    """How far each fix of a target may go."""
    said = verdict(of)
    return tuple(trust(of, said, fix) for fix in fixes(of, said))


def test_trust_is_proven_when_two_runs_a_week_apart_saw_the_same_move() -> None:
    """A permanent redirect to the same page, seen so on the first day and a week later, is ticked."""
    assert trusted(known(moved(1), moved(2))) == (Trust.PROVEN,)


def test_trust_leaves_to_choice_what_was_seen_once() -> None:
    """One look is no proof that a move is for good, and neither are many looks within a week.

    Weekly runs begin some minutes, or hours, earlier or later than they should: that is still a week.
    """
    assert trusted(known(moved(1))) == (Trust.CHOICE,)
    assert trusted(known(moved(1), moved(2, at=day(0) + timedelta(days=6)))) == (Trust.CHOICE,)
    assert trusted(known(moved(1), moved(2, at=day(7) - timedelta(hours=5)))) == (Trust.PROVEN,)


def test_trust_begins_anew_when_the_page_was_elsewhere_in_between() -> None:
    """Only what has been so since the last other answer counts: the page itself, or another new address."""
    here = look(2, status=200, final_url=URL)
    there = moved(2, redirects=(hop("https://c.example/attention"),), final_url="https://c.example/attention")
    assert trusted(known(moved(1), here, moved(3))) == (Trust.CHOICE,)
    assert trusted(known(moved(1), there, moved(3))) == (Trust.CHOICE,)
    assert trusted(known(moved(1), here, moved(3), moved(4))) == (Trust.PROVEN,)


def test_trust_is_not_shaken_when_nobody_answered_in_between() -> None:
    """A fault and a wall say nothing about where the page lives."""
    fault = look(2, error=ErrorKind.TIMEOUT)
    assert trusted(known(moved(1), fault, look(3, status=403), moved(4))) == (Trust.PROVEN,)


def test_trust_leaves_to_choice_what_a_person_must_compare() -> None:
    """Without a proof that it is the same page a redirect is never ticked, however long it has been there."""
    of = known(*(moved(run) for run in range(1, 9)), title="Something else entirely")
    assert [fix.safety for fix in fixes(of, verdict(of))] == [Safety.REVIEW]
    assert trusted(of) == (Trust.CHOICE,)


def test_trust_leaves_to_choice_what_leads_on_for_now() -> None:
    """A chain with a temporary hop at its end is never ticked."""
    chain = (hop(NEW), hop("https://b.example/session", 302))
    of = known(*(moved(run, redirects=chain, final_url="https://b.example/session") for run in (1, 2, 3)))
    assert set(trusted(of)) <= {Trust.CHOICE}


def test_trust_takes_a_meta_refresh_for_no_proof() -> None:
    """Only 301 and 308 are permanent (RFC 9110, 15.4)."""
    assert set(trusted(known(*(moved(run, redirects=(hop(NEW, 200),)) for run in (1, 2, 3))))) <= {Trust.CHOICE}


@pytest.mark.parametrize("via", ["github", "github-rest", "gitlab"])
def test_trust_needs_one_look_when_a_git_host_tells_of_its_own_repository(via: str) -> None:
    """Git hosts know a repository by a number, and its old name leads on."""
    old, new = "https://github.com/a/old", "https://github.com/b/renamed"
    told = look(1, target=old, via=via, status=200, redirects=(hop(new),), final_url=new)
    of = history(told, url=old, links=(link(old),))
    said = verdict(of)
    assert [(fix.new, trust(of, said, fix)) for fix in fixes(of, said)] == [(new, Trust.PROVEN)]


def test_trust_needs_more_than_a_look_when_another_interface_tells() -> None:
    """A video's channel or a paper's publisher is no git host."""
    of = history(moved(1, via="zenodo"), links=(link(),))
    assert trusted(of) == (Trust.CHOICE,)


def test_trust_needs_two_runs_for_https_too() -> None:
    """The same host over https is ticked as any other move is, and never at first sight."""
    old, new = "http://a.example/x", "https://a.example/x"
    looks = [look(run, target=old, status=200, redirects=(hop(new),), final_url=new) for run in (1, 2)]
    once, twice = (history(*some, url=old, links=(link(old),)) for some in (looks[:1], looks))
    assert [fix.rule for fix in fixes(once, verdict(once))] == ["scheme-alias"]
    assert (trusted(once), trusted(twice)) == ((Trust.CHOICE,), (Trust.PROVEN,))


def test_trust_leaves_an_archived_copy_to_choice() -> None:
    """Whether a list may lead to an archive is a matter of taste."""
    gone = [each for run in (1, 2, 3) for each in both(run, status=404)]
    of = history(*gone, links=(link(added_at=day(-1)),), testimonies=(capture(-2, title=TITLE, rule="nearest"),))
    assert verdict(of).health is Health.DEAD
    assert [fix.rule for fix in fixes(of, verdict(of))] == ["archived-copy"]
    assert trusted(of) == (Trust.CHOICE,)


OLD_PAPER = "https://papers.labml.ai/paper/1706.03762"
PAPER = "https://arxiv.org/abs/1706.03762"


def answered(rule: str, asked: str, **facts: Any) -> Testimony:
    """What came from an address that a rule would put in."""
    given: dict[str, Any] = {"target": OLD_PAPER, "run": 1, "at": day(0), "status": 200, "final_url": asked, **facts}
    return Testimony(witness=Witness.CANDIDATE, asked=asked, rule=rule, **given)


def test_trust_leaves_to_choice_what_no_redirect_tells() -> None:
    """A rule that is sure of the new address of a link that is gone still asks."""
    gone = [each for run in (1, 2, 3) for each in both(run, target=OLD_PAPER, status=404)]
    of = history(*gone, url=OLD_PAPER, links=(link(OLD_PAPER),), testimonies=(answered("labml-arxiv", PAPER),))
    assert [(fix.rule, fix.safety) for fix in fixes(of, verdict(of))] == [("labml-arxiv", Safety.SAFE)]
    assert trusted(of) == (Trust.CHOICE,)


@pytest.mark.parametrize("facts", [{"status": 403}, {"error": ErrorKind.TIMEOUT}, {"status": 503}])
def test_trust_lets_nothing_rest_on_a_wall_or_silence_alone(facts: dict[str, Any]) -> None:
    """While the old address may be well, only the very page under another address may be offered."""
    looks = [look(run, target=OLD_PAPER, **facts) for run in (1, 2)]
    exact = history(
        *looks, url=OLD_PAPER, links=(link(OLD_PAPER),), testimonies=(answered("labml-arxiv", PAPER, title=TITLE),)
    )
    assert trusted(exact) == (Trust.CHOICE,)
    assert [fix.safety for fix in fixes(exact, verdict(exact))] == [Safety.REVIEW]
    url = "https://deepmind.com/blog/article/attention"
    there = "https://deepmind.google/blog/attention/"
    doubtful = history(
        *(look(run, target=url, **facts) for run in (1, 2)),
        url=url,
        links=(link(url, text="post"),),
        testimonies=(answered("deepmind", there, target=url, title="Another page altogether"),),
    )
    assert trusted(doubtful) in ((None,), ())


def test_trust_proposes_nothing_of_what_nobody_asked() -> None:
    """A target that is skipped, or unknown, has nothing that could speak for a fix."""
    of = known(moved(1), moved(2))
    [fix] = fixes(of, verdict(of))
    skipped = verdict(of, skipped="excluded")
    unknown = verdict(history())
    assert (trust(of, skipped, fix), trust(of, unknown, fix)) == (None, None)


def test_trust_proposes_no_text_and_no_removal() -> None:
    """Other texts for a link are printed on demand, and a link is never taken out."""
    of = history(
        look(1, status=200), links=(link(text="here"),), metadata=(Metadata(target=URL, at=day(0), title=TITLE),)
    )
    said = verdict(of)
    [text] = wordings(of, said)
    removal = Fix(rule="removal", old=URL, new="", safety=Safety.SAFE, evidence="", target=URL)
    assert (trust(of, said, text), trust(of, said, removal)) == (None, None)


@given(histories())
def test_trust_ticks_only_what_is_safe_and_seen_for_a_week(of: History) -> None:
    """Whatever a history holds: what is ticked is safe, has moved, and was seen to have a week before."""
    said = verdict(of)
    for fix in fixes(of, said):
        if trust(of, said, fix) is Trust.PROVEN:
            sent_on = [each for each in of.observations if each.good and each.redirects]
            assert (fix.safety, said.health) == (Safety.SAFE, Health.MOVED)
            assert max(each.at for each in sent_on) - min(each.at for each in sent_on) >= APART
        if said.health in (Health.FAILING, Health.BLOCKED):
            assert trust(of, said, fix) is not Trust.PROVEN
