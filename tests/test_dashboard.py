"""The dashboard: what waits for a maintainer first, and no section without a row."""

import re
from dataclasses import replace
from datetime import date

from crawler.model import Findings
from crawler.publish.boxes import Mark, Verb, marks, read
from crawler.publish.dashboard import TITLE, View, dashboard
from crawler.publish.pull_request import BRANCH
from crawler.publish.room import BODY_CHARS
from crawler.publish.rows import Row
from tests import bodies
from tests.builders import NOW


def _headings(view: View) -> list[str]:
    return [line[3:] for line in dashboard(view).splitlines() if line.startswith("## ")]


def _quiet() -> View:
    return View(findings=Findings(run=1, started_at=NOW, finished_at=NOW, complete=True, runs=1))


def test_dashboard_begins_with_what_waits() -> None:
    """Three lines say what there is to do, what a tick does, and that it can be closed for good."""
    lines = [line for line in dashboard(bodies.dashboard_view()).splitlines() if line]
    assert lines[1:4] == [
        "**3 fixes wait for your tick, 9 are in the open pull request, 2 links are gone.**",
        "Tick a box, and the next run acts on it. Each run writes this page anew, and sends no mail about it.",
        "Close it, and it stays closed.",
    ]
    assert TITLE == "Link dashboard"
    assert marks(dashboard(_quiet())) == {Mark.DASHBOARD}


def test_dashboard_has_a_section_for_each_kind() -> None:
    """What a person can do comes first, what can only be known of after it."""
    assert _headings(bodies.dashboard_view()) == [
        "Waiting for your tick (3)",
        "Gone (2)",
        "Suspected (2)",
        "In the open pull request (9)",
        "Blocked, not dead (2)",
        "Declined (2)",
        "Last run",
    ]


def test_dashboard_leaves_out_empty_sections() -> None:
    """Where all is well, little is said."""
    assert _headings(_quiet()) == ["Last run"]
    assert "**Nothing waits for you.**" in dashboard(_quiet())


def test_dashboard_offers_a_yes_and_a_no_for_what_waits() -> None:
    """Two boxes a fix, and one for each that was declined."""
    boxes = read(dashboard(bodies.dashboard_view()))
    assert [box.verb for box in boxes] == [Verb.FIX, Verb.DECLINE] * 3 + [Verb.RECONSIDER] * 2
    assert not any(box.ticked for box in boxes)


def test_dashboard_tells_what_waits_for_its_turn_from_what_waits_for_a_tick() -> None:
    """A fix that was accepted is still ticked, and is refused as it was accepted: by its own box."""
    rows = [Row(offer=each, ticked=number > 0) for number, each in enumerate(bodies.choices())]
    view = replace(_quiet(), waiting=rows, not_before=date(2026, 12, 5))
    body = dashboard(view)
    assert "**1 fix waits for your tick, 2 fixes wait for the next pull request.**" in body
    assert _headings(view)[:2] == ["Waiting for your tick (1)", "Waiting for the next pull request (2)"]
    assert "It is opened on 2026-12-05 at the earliest. Nothing is left for you to do, unless" in body
    assert [(box.verb, box.ticked) for box in read(body)] == [
        (Verb.FIX, False),
        (Verb.DECLINE, False),
        (Verb.FIX, True),
        (Verb.FIX, True),
    ]


def test_dashboard_leads_to_the_pull_request() -> None:
    """What is offered there is folded away here, and has no boxes of its own."""
    body = dashboard(bodies.dashboard_view())
    section = body.partition("## In the open pull request (9)")[2].partition("\n## ")[0]
    assert "[Accept or refuse them there](<https://forge.example/o/r/pull/12>)." in section
    assert read(section) == ()
    assert section.count(" → ") == 9
    assert "Accept or refuse" not in dashboard(replace(bodies.dashboard_view(), pull_request_url=""))


def test_dashboard_without_boxes_tells_another_way_to_refuse() -> None:
    """Where nothing can be ticked, nothing says that it can."""
    body = dashboard(replace(bodies.dashboard_view(), boxes=False))
    assert read(body) == ()
    assert "`<!-- listkeeper: ignore -->` on its line in the list" in body
    assert not re.search(r"(?i)\btick (?:a|one)\b|\[[ x]\]", body)


def test_dashboard_tells_how_the_last_run_was() -> None:
    """Its day, whether it was finished, where to look at it, and its note."""
    view = bodies.dashboard_view()
    whole = "2026-11-23 10:00 UTC. Everything that was due was asked. [See the run](<https://forge.example/o/r/"
    assert whole in dashboard(view)
    cut = replace(view, findings=replace(view.findings, complete=False, note="A replica was asked"), run_url="")
    assert dashboard(cut).endswith(
        "2026-11-23 10:00 UTC. **Not finished**: the next run goes on.\n\nA replica was asked.\n"
    )


def test_dashboard_shows_notes_and_advice() -> None:
    """What hinders us stands above the sections, and once."""
    view = replace(_quiet(), left_alone=True, advice=["Pull requests are switched off"])
    alone, advice = (line for line in dashboard(view).splitlines() if line.startswith(">"))
    assert alone.startswith(f"> Somebody has committed to the branch `{BRANCH}`, so it is left alone.")
    assert advice == "> Pull requests are switched off."


def test_dashboard_does_not_say_that_nothing_is_left_to_do_when_something_hinders_us() -> None:
    """What waits because the repository forbids it waits for a person after all, who may still refuse it."""
    rows = [Row(offer=each, ticked=True) for each in bodies.choices()]
    body = dashboard(replace(_quiet(), waiting=rows, advice=["the repository forbids it: allow it"]))
    assert "> The repository forbids it: allow it." in body
    assert "They wait for what is said above. To refuse one, untick it." in body
    assert "Nothing is left for you to do" not in body


def test_dashboard_leads_to_the_lines_of_the_lists() -> None:
    """Where a gone link stands is one click away, if there is a page of it."""
    body = dashboard(replace(bodies.dashboard_view(), lines_url="https://forge.example/o/r/blob/c0/{path}#L{line}"))
    assert "[`README.md:80`](<https://forge.example/o/r/blob/c0/README.md#L80>)" in body


def test_dashboard_cuts_a_long_section_before_it_shortens_the_others() -> None:
    """Thousands of suspects do not push away what waits for a person."""
    view = bodies.dashboard_view()
    suspects = [replace(view.findings.concerns[2], url=f"https://a.example/{number}") for number in range(5_000)]
    body = dashboard(replace(view, findings=replace(view.findings, concerns=(*bodies.concerns(), *suspects))))
    assert len(body) <= BODY_CHARS
    assert _headings(view)[0] in body
    assert body.count("<details>") == dashboard(view).count("<details>")
    assert re.search(r"\n- and [\d,]+ more: see the summary of the run\n", body)
