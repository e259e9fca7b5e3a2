"""What is shown beside a fix."""

from datetime import date

from hypothesis import given

from crawler.judge.exhibits import SIGHTINGS, captured_at, sightings, tally, title_after, title_before
from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.model import ErrorKind, Fix, Health, History, Metadata, Safety, Sighting, Verdict
from tests.histories import URL, both, capture, day, histories, history, hop, link, look
from tests.test_trust import NEW, OLD_PAPER, PAPER, TITLE, answered, known, moved


def test_sightings_are_the_last_look_of_each_run() -> None:
    """A second opinion stands in place of the first, and errors and hops are told as they were."""
    first, second = look(1, 1, status=503), look(1, 2, error=ErrorKind.TIMEOUT)
    assert sightings(history(first, second, moved(2))) == (
        Sighting(at=second.at, error="timeout"),
        Sighting(at=day(7), status=200, hops=(hop(NEW),), final_url=NEW),
    )


def test_sightings_are_no_more_than_the_last_ten() -> None:
    """Evidence of a year is not read by anybody."""
    found = sightings(history(*(look(run, status=200) for run in range(1, 20))))
    assert (len(found), found[-1].at) == (SIGHTINGS, day(7 * 18))


def test_tally_counts_checks_and_those_of_the_present_state() -> None:
    """Two looks of one run are one check."""
    of = history(look(1, status=200), *both(2, status=404), *both(3, status=404))
    assert tally(of, verdict(of)) == (3, 2)
    assert tally(of, Verdict(target=URL, health=Health.UNKNOWN, reason="")) == (3, 0)
    assert tally(history(), verdict(history())) == (0, 0)


def test_title_before_is_the_one_that_the_page_had() -> None:
    """What is called something else now tells so; without a state there is no before."""
    of = known(moved(1), moved(2), title="Library")
    said = verdict(of)
    assert title_before(of, said) == TITLE
    assert title_before(of, Verdict(target=URL, health=Health.UNKNOWN, reason="")) == "Library"
    assert title_before(history(metadata=(Metadata(target=URL, at=day(0)),)), said) is None


def test_title_after_is_read_where_the_redirects_end() -> None:
    """The target's own page, where its redirects lead to the new address; of another address nobody knows."""
    of = known(moved(1), moved(2))
    [fix] = fixes(of, verdict(of))
    assert title_after(of, fix) == TITLE
    elsewhere = Fix(rule="r", old=URL, new="https://c.example/", safety=Safety.SAFE, evidence="", target=URL)
    assert (title_after(of, elsewhere), title_after(history(), elsewhere)) == (None, None)


def test_title_after_is_what_a_witness_saw() -> None:
    """Of an address that a rule puts in, and of an archive's copy, whoever was asked tells."""
    gone = [each for run in (1, 2, 3) for each in both(run, target=OLD_PAPER, status=404)]
    asked = (answered("labml-arxiv", PAPER, title="Attention Is All You Need"),)
    of = history(*gone, url=OLD_PAPER, links=(link(OLD_PAPER),), testimonies=asked)
    [fix] = fixes(of, verdict(of))
    assert (title_after(of, fix), captured_at(of, fix)) == ("Attention Is All You Need", None)
    copied = history(*(look(run, status=404) for run in (1, 2)), testimonies=(capture(-400, title=TITLE),))
    new = copied.testimonies[0].final_url or ""
    copy = Fix(rule="archived-copy", old=URL, new=f"{new}#part", safety=Safety.REVIEW, evidence="", target=URL)
    assert (title_after(copied, copy), captured_at(copied, copy)) == (TITLE, date(2025, 9, 28))


@given(histories())
def test_exhibits_have_an_answer_for_every_history(of: History) -> None:
    """Whatever was heard: looks stand in order, and no more of them are counted than there were runs."""
    said = verdict(of)
    checks, since = tally(of, said)
    assert 0 <= since <= checks == len({look.run for look in of.observations})
    assert len(sightings(of)) == min(checks, SIGHTINGS)
    for fix in fixes(of, said):
        assert title_after(of, fix) is None or isinstance(title_before(of, said) or "", str)
        assert (captured_at(of, fix) is not None) == (fix.rule == "archived-copy")
