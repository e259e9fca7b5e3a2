"""What happened to a link, as a person would tell it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from crawler import pipeline
from crawler.errors import UsageError
from crawler.judge.health import verdict
from crawler.judge.story import story
from crawler.model import (
    ErrorKind,
    Event,
    Fix,
    Freshness,
    Health,
    History,
    Judged,
    Metadata,
    Safety,
    State,
    Testimony,
    Witness,
)
from crawler.publish.history import history as told
from tests.histories import NOON, URL, both, capture, day, histories, history, hop, link, look
from tests.naughty import EVERYTHING
from tests.site import Site
from tests.test_pipeline import Desk, clock

SAID = Metadata(target=URL, at=day(0), title="Attention")
LIFE: History = history(
    look(1, status=200),
    look(2, status=200),
    *both(3, status=404),
    look(4, status=404),
    look(4, 2, error=ErrorKind.TIMEOUT),
    look(5, status=200, redirects=(hop("https://b.example/x"),)),
    metadata=(SAID,),
    links=(link(text="paper", section=("Transformers",), added_at=day(-900)),),
    testimonies=(
        replace(capture(-899, asked=14), title="Attention, the paper"),
        replace(capture(-899, asked=14, status=404), rule="nearest"),
        replace(capture(0, asked=14), rule="index"),
        replace(capture(0, asked=14), status=404, taken_at=None),
        replace(capture(0, asked=14), status=403, taken_at=None, marks=("excluded",)),
        replace(capture(1, asked=14), marks=("gone:title",)),
        Testimony(target=URL, run=3, witness=Witness.PROBE, asked=f"{URL}x", at=day(14), status=404),
        Testimony(
            target=URL, run=3, witness=Witness.CANDIDATE, asked="https://c.example/", at=day(14), error=ErrorKind.TLS
        ),
    ),
)


def test_story_tells_every_check_and_every_witness_in_order() -> None:
    """What follows one another and is the same is told once; what nobody can look at is left out."""
    assert [(event.at, event.words, event.times, event.health) for event in story(LIFE)] == [
        (day(-900), "added to README.md", 1, None),
        (day(0), 'answers 200, title "Attention"', 1, Health.ALIVE),
        (day(7), "answers 200", 1, Health.ALIVE),
        (day(14), "404 twice", 1, Health.BROKEN),
        (day(14), "an invented address beside it answers 404", 1, None),
        (day(14), "https://c.example/ gives no answer (tls)", 1, None),
        (day(14), 'the Wayback Machine has a copy from 2024-05-17, title "Attention, the paper"', 1, None),
        (day(14), "the Wayback Machine has a copy of a 404 from 2024-05-17", 1, None),
        (day(14), "the Wayback Machine has no copy", 1, None),
        (day(14), "the Wayback Machine may not show this site", 1, None),
        (day(14), "the Wayback Machine has a copy from 2026-11-03, with marks of gone:title", 1, None),
        (day(21), "404, then no answer in time", 1, Health.FAILING),
        (day(28), "answers 200, moved to https://b.example/x", 1, Health.MOVED),
    ]


def test_story_folds_checks_that_found_the_same() -> None:
    """A year of good answers is one line."""
    [event] = story(history(*(look(run, status=200) for run in range(1, 53))))
    assert event == Event(at=day(0), until=day(7 * 51), words="answers 200", times=52, health=Health.ALIVE)


@given(histories())
def test_story_has_an_answer_for_every_history(given_history: History) -> None:
    """The last check that is told ends as the verdict does, and no check is lost."""
    events = story(given_history)
    judged = [event for event in events if event.health is not None]
    assert sum(event.times for event in judged) == len({each.run for each in given_history.observations})
    assert [event.at for event in events] == sorted(event.at for event in events)
    known = replace(given_history, testimonies=())
    if judged and not given_history.testimonies:
        last = max(judged, key=lambda event: event.until)
        assert last.until == known.observations[-1].at


def judged(held: History, *fixes: Fix) -> Judged:
    """With its verdict."""
    return Judged(history=held, verdict=verdict(held), fixes=fixes)


def test_history_is_a_page_for_a_terminal() -> None:
    """Where it stands, how it is, what happened, what could replace it, and when it is asked again."""
    fix = Fix(rule="r", old=URL, new="https://b.example/x", safety=Safety.SAFE, evidence="", target=URL)
    lines = told(judged(LIFE, fix), story(LIFE), day(40)).split("\n")
    assert lines[:5] == [
        URL,
        '  README.md:1  "paper" in Transformers',
        "",
        "Moved since 2026-11-30: moved for good (301) to https://b.example/x, which answers 200.",
        "",
    ]
    assert lines[5] == "  2024-05-16                          added to README.md"
    assert lines[8] == "  2026-11-16                broken    404 twice"
    assert lines[-2:] == ["Could be replaced by https://b.example/x (safe)", "Asked again from 2026-12-12 on."]
    year = history(*(look(run, status=200) for run in range(1, 53)))
    assert "  2026-11-02 to 2027-10-25  alive     answers 200 (52 checks)" in told(judged(year), story(year), None)


def test_history_tells_how_fresh_a_link_is() -> None:
    """After how it is, and by whose word."""
    held = history(look(1, status=200))
    old = Freshness(state=State.STALE, reason="Its last push was 4 years ago.", source="GitHub's API")
    lines = told(replace(judged(held), freshness=old), story(held), None).split("\n")
    assert lines[2:4] == [
        "Alive since 2026-11-02: answers 200.",
        "Stale (GitHub's API): Its last push was 4 years ago.",
    ]


def test_history_names_a_few_places_and_counts_the_others() -> None:
    """A link that stands everywhere does not fill the screen; one that was never asked has no story."""
    held = history(links=tuple(link(line=number) for number in range(1, 9)))
    page = told(judged(held), story(held), None)
    assert "  README.md:5\n  and 3 more places\n\nUnknown: not asked yet." in page
    assert "Asked again" not in page


@pytest.mark.parametrize("text", EVERYTHING)
def test_history_prints_nothing_that_a_terminal_obeys(text: str) -> None:
    """Titles, link texts and details are strangers' words."""
    said = Metadata(target=URL, at=NOON, title=text)
    held = history(
        look(1, status=200),
        look(2, error=ErrorKind.TLS, detail=text),
        metadata=(said,),
        links=(link(text=text, section=(text,), path=text or "a.md"),),
        testimonies=(replace(capture(0), title=text),),
    )
    page = told(judged(held), story(held), None)
    assert all(char.isprintable() or char in "\n\ufe0f\u200c\u200d" for char in page)


def test_history_command_finds_a_link_and_says_when_it_does_not(tmp_path: Path, site: Site) -> None:
    """By its address, without its scheme, by a part that is its own; else the error helps."""
    site.page("/robots.txt", status=404)
    site.page("/one", "<title>One</title>")
    desk = Desk(tmp_path)
    one, two = site.url("/one"), site.url("/two-long-name")
    desk.write(f"[One]({one}#part) [Two]({two})\n")
    desk.crawl()
    for name in (one, f"{one}#part", one.removeprefix("http://"), "/one"):
        assert pipeline.history(name, desk.settings, clock()).text.startswith(one), name
    with pytest.raises(UsageError, match=r"2 links have 127\.0\.0\.1 in them: name one of"):
        pipeline.history("127.0.0.1", desk.settings, clock())
    with pytest.raises(UsageError, match=r"did you mean .*two-long-name"):
        pipeline.history(site.url("/two-long-nam3"), desk.settings, clock())
    with pytest.raises(UsageError, match="nothing to look for: give an address"):
        pipeline.history(" ", desk.settings, clock())
    with pytest.raises(UsageError, match="run `listkeeper links FILE`"):
        pipeline.history("%", desk.settings, clock())


def test_history_command_tells_the_story(tmp_path: Path, site: Site) -> None:
    """The command itself, on a terminal's terms."""
    site.page("/robots.txt", status=404)
    site.page("/one", "<title>One \x1b[31mred</title>")
    desk = Desk(tmp_path)
    desk.write(f"[One]({site.url('/one')}) [Skipped](mailto:a@b.test)\n")
    desk.crawl()
    words = [sys.executable, "-m", "crawler", "history", "--db", str(desk.settings.db)]
    shown = subprocess.run([*words, site.url("/one")], capture_output=True, text=True, check=True).stdout
    assert "\x1b" not in shown
    assert "Alive since 2026-11-23: answers 200, title " in shown
    skipped = subprocess.run([*words, "mailto:a@b.test"], capture_output=True, text=True, check=True).stdout
    assert "Asked again" not in skipped
