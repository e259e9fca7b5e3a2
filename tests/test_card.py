"""All that is known of one link."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler import pipeline
from crawler.errors import StoreError, UsageError
from crawler.model import Event, Health, Safety
from crawler.publish.card import as_json, as_text
from tests import shelf
from tests.builders import NOW, days_ago, fix, judged, link
from tests.naughty import EVERYTHING
from tests.running import listkeeper
from tests.site import Site
from tests.test_pipeline import Desk, clock

EVENTS = [
    Event(at=days_ago(9 - number), until=days_ago(9 - number), words=f"it answered {number}", health=Health.ALIVE)
    for number in range(7)
]


def test_as_text_is_a_page_for_a_person() -> None:
    """What it is first, then how it fares, where it stands, and the last of its history."""
    assert as_text(shelf.paper(), EVENTS, NOW).splitlines() == [
        "Attention Is All You Need",
        "https://arxiv.org/abs/1706.03762",
        "",
        "kind:       paper",
        "by:         Ashish Vaswani; Łukasz Kaiser; José de la Peña Jr.",
        "published:  2017-06-12",
        "site:       arXiv",
        "arxiv:      1706.03762",
        "abstract:   The dominant models are complex, e.g. with 50% more layers. We propose one & only one, the $T_x$.",
        "",
        "Alive since 2026-10-24: It answered 200..",
        "",
        '  README.md:10  "Attention" in Transformers',
        "",
        "  2 earlier events: see `listkeeper history`",
        *(f"  {day(number):<24}  alive     it answered {number}" for number in range(2, 7)),
        "Asked again from 2026-11-23 on.",
    ]


def day(number: int) -> str:
    """The day of an event."""
    return EVENTS[number].at.date().isoformat()


def test_as_text_of_a_link_of_which_nothing_is_known() -> None:
    """The list's own words, and no empty lines for what nobody said; of many authors the first."""
    row = judged("https://a.example/", Health.BROKEN, links=[link("https://a.example/", text="A")])
    row = replace(row, fixes=(fix("https://a.example/", "https://b.example/", Safety.REVIEW),))
    lines = as_text(row, [], None).splitlines()
    assert lines[0] == "A"
    assert lines[-4:] == [
        "Broken: It answered 200..",
        "Could be replaced by https://b.example/ (review)",
        "",
        '  README.md:1  "A"',
    ]
    many = shelf.resource("https://a.example/", authors=tuple(f"A. {number}" for number in range(12)))
    assert "A. 9 and 2 more" in as_text(many, [], None)


def test_as_json_holds_the_same_and_more() -> None:
    """One object: what an export has, and who told it, fixes, history and the next check."""
    shown = json.loads(as_json(shelf.paper(), EVENTS, NOW))
    assert (shown["title"], shown["told_by"], shown["due_at"]) == (
        "Attention Is All You Need",
        ["api"],
        "2026-11-23T10:00:00Z",
    )
    assert [event["words"] for event in shown["history"]] == [event.words for event in EVENTS]
    row = replace(judged("https://a.example/"), fixes=(fix("https://a.example/", "https://b.example/"),))
    shown = json.loads(as_json(row, [replace(EVENTS[0], health=None)], None))
    assert (shown["due_at"], shown["fixes"][0]["new"], shown["history"][0]["health"]) == (
        None,
        "https://b.example/",
        None,
    )


@pytest.mark.parametrize("text", EVERYTHING)
def test_card_prints_nothing_that_a_terminal_obeys(text: str) -> None:
    """Whoever wrote the page, the list or the interface's answer."""
    facts = dict.fromkeys(("title", "abstract", "site", "language", "licence", "feed", "published"), text)
    row = shelf.resource(
        "https://evil.example/",
        links=[link("https://evil.example/", text=text, section=[text])],
        authors=(text,),
        identifiers={text: text},
        state={text: text},
        **facts,  # type: ignore[arg-type]  # none of them is `links` or `health`
    )
    events = [replace(EVENTS[0], words=text)]
    for shown in (as_text(row, events, NOW), as_json(row, events, NOW)):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", shown)
        assert "##[" not in shown
    assert json.loads(as_json(row, events, NOW))["history"]


def test_show_command_finds_a_link_and_says_when_it_does_not(tmp_path: Path, site: Site) -> None:
    """As `history` does: by address, by a part that is its own, and with the nearest for what is unknown."""
    site.page("/robots.txt", status=404)
    site.page("/one", "<title>One</title>")
    desk = Desk(tmp_path)
    desk.write(f"[One]({site.url('/one')}) [mail](mailto:me@a.example)\n")
    desk.crawl()
    text = pipeline.show("/one", desk.settings, clock=clock()).text
    assert text.startswith(f"One\n{site.url('/one')}\n")
    assert "Asked again from" in text
    shown = json.loads(pipeline.show("/one", desk.settings, as_json=True, clock=clock()).text)
    assert (shown["health"], shown["places"][0]["line"]) == ("alive", 1)
    assert "Asked again" not in pipeline.show("mailto:me@a.example", desk.settings, clock=clock()).text
    with pytest.raises(UsageError, match=r"did you mean .*/one"):
        pipeline.show(site.url("/onx"), desk.settings, clock=clock())


def test_export_command_writes_to_a_file_or_to_stdout(tmp_path: Path, site: Site) -> None:
    """The same bytes; a file appears whole, and where it cannot be written one line says so."""
    site.page("/robots.txt", status=404)
    site.page("/one", "<title>One</title>")
    desk = Desk(tmp_path)
    desk.write(f"# List\n\n[One]({site.url('/one')}) and [two]({site.url('/two')})\n")
    desk.check()
    done = listkeeper(tmp_path, "export", "--db", "crawl.db", "--format", "markdown", "--health", "alive")
    assert (done.status, done.err) == (0, "")
    assert done.out == f"# List\n\n- [One](<{site.url('/one')}>)\n"
    again = ("export", "--db", "crawl.db", "--format", "csv", "--kind", "page", "--output")
    assert listkeeper(tmp_path, *again, "list.csv").out == ""
    assert (tmp_path / "list.csv").read_bytes().startswith(b"url,title,")
    done = listkeeper(tmp_path, *again, "no/such/folder.csv")
    assert (done.status, done.err) == (
        2,
        "listkeeper: cannot write no/such/folder.csv (No such file or directory): pass another --output\n",
    )
    with pytest.raises(StoreError, match="holds no crawl"):
        pipeline.export(replace(desk.settings, db=tmp_path / "none.db"), shape="json")
