"""One fix or one link in a body: what a maintainer reads of it, from the shortest form to the longest."""

from dataclasses import replace
from datetime import date

import pytest

from crawler.model import Health, Redirect, Sighting
from crawler.publish.pieces import PLACES
from crawler.publish.room import Level
from crawler.publish.rows import Row, concern_row, declined_row, fix_row, opening, said, standing, why
from tests import bodies
from tests.builders import NOW, days_ago

_OFFER = bodies.offer(1, "http://a.example/x", "https://a.example/x", rule="scheme-alias")
_BOX = "- [x] <!-- listkeeper:fix=0000000000000001 --> "
_CHANGE = "`http://a.example/x` → [`https://a.example/x`](<https://a.example/x>)"


def _row(level: Level = Level.FULL, **changes: object) -> str:
    return fix_row(Row(offer=replace(_OFFER, **changes), ticked=True), level)  # type: ignore[arg-type]


def test_fix_row_says_what_is_replaced_and_where() -> None:
    """The plain row holds old and new address and the line; the short one the addresses alone."""
    assert _row(Level.PLAIN) == f"{_BOX}{_CHANGE} in `README.md:11`"
    assert _row(Level.SHORT) == f"{_BOX}`http://a.example/x` → `https://a.example/x`"


def test_fix_row_folds_the_evidence_away() -> None:
    """Rule in words, the sentence of the judge, and each sighting with its day, its hops and its end."""
    assert _row().splitlines() == [
        f"{_BOX}{_CHANGE} in `README.md:11`",
        "  <details><summary>The same page over https; seen on 3 days, first on 2026-11-08</summary>",
        "",
        "  301 to the new address, and a page with the same title.",
        "",
        "  - Old address: [`http://a.example/x`](<http://a.example/x>)",
        "  - 2026-11-08, 2026-11-16, 2026-11-23: 301 to `https://a.example/x`, then 200",
        "",
        "  </details>",
    ]


def test_fix_row_shows_titles_and_the_day_of_a_copy() -> None:
    """What a maintainer would compare: the title before and after, and when the copy was taken."""
    row = _row(title_before="Before", title_after="After\n- [x] it", captured_at=date(2019, 4, 12))
    assert "  - The copy was taken on 2019-04-12\n" in row
    assert "  - Title before: `Before`\n  - Title after: `After - [\u200bx] it`\n" in row


def test_fix_row_leaves_out_what_is_not_known() -> None:
    """Without evidence, sightings and titles that can be seen, the rule and the old address are left."""
    row = _row(evidence=" ", sightings=(), title_before="\u200b", places=())
    assert row.splitlines()[1:] == [
        "  <details><summary>The same page over https</summary>",
        "",
        "  - Old address: [`http://a.example/x`](<http://a.example/x>)",
        "",
        "  </details>",
    ]


def test_fix_row_tells_of_other_spellings() -> None:
    """A row stands for every way in which the lists write the address: the first few are shown."""
    others = [(f"http://a.example/x#{number}", f"https://a.example/x#{number}") for number in range(7)]
    row = _row(replacements=(_OFFER.replacements[0], *others))
    assert "(and 7 other spellings) in" in row.splitlines()[0]
    assert row.count("  - Also `http://a.example/x#") == 5
    assert "  - Also 2 other spellings\n" in row
    assert "  - Also 1 other spelling\n" in _row(replacements=(_OFFER.replacements[0], *others[:6]))


def test_fix_row_says_each_answer_once_with_its_days() -> None:
    """Equal answers share a line, two of one day share the day, and of a long chain the beginning is shown."""
    hops = tuple(Redirect(status=302, url=f"https://b.example/{number}") for number in range(6))
    seen = (
        Sighting(at=days_ago(9), error="timeout"),
        Sighting(at=days_ago(8), status=200, hops=hops),
        Sighting(at=NOW, status=404),
        Sighting(at=NOW, status=404),
        Sighting(at=NOW),
    )
    lines = _row(sightings=seen).splitlines()
    assert lines[6:10] == [
        "  - 2026-11-14: timeout",
        "  - 2026-11-15: " + ", ".join(f"302 to `https://b.example/{n}`" for n in range(4)) + ", 2 more, then 200",
        "  - 2026-11-23: 404",
        "  - 2026-11-23: no answer",
    ]


@pytest.mark.parametrize("level", Level)
def test_fix_row_can_be_refused_by_a_box_of_its_own(level: Level) -> None:
    """Below the row, and Markdown again after the tags of the evidence."""
    lines = fix_row(Row(offer=_OFFER, ticked=False), level, declinable=True).splitlines()
    assert lines[0].startswith("- [ ] <!-- listkeeper:fix=0000000000000001 --> ")
    assert lines[-1] == "  - [ ] <!-- listkeeper:decline=0000000000000001 --> No, do not offer it again"
    assert (lines[-2] == "") == (level is Level.FULL)


def test_fix_row_has_no_box_where_none_can_be_ticked() -> None:
    """On a forge without task lists a row is a plain one."""
    row = fix_row(Row(offer=_OFFER, ticked=True), Level.PLAIN, boxes=False, declinable=True)
    assert row == f"- {_CHANGE} in `README.md:11`"


def test_declined_row_tells_when_and_by_whom() -> None:
    """What was refused is never a riddle: day, name and reason, and a box that takes it back."""
    refused = bodies.refused(2, "http://a.example/x", "https://a.example/x", by="octo", reason="I like the old one")
    box = "- [ ] <!-- listkeeper:reconsider=0000000000000002 --> "
    assert declined_row(refused, Level.FULL) == (
        f"{box}{_CHANGE}, declined on 2026-10-24 by `octo`. I like the old one."
    )
    assert declined_row(refused, Level.SHORT) == f"{box}`http://a.example/x` → `https://a.example/x`"
    nameless = bodies.refused(2, "http://a.example/x", "https://a.example/x")
    assert declined_row(nameless, Level.PLAIN, boxes=False) == f"- {_CHANGE}, declined on 2026-10-24"


def test_concern_row_says_what_is_wrong_and_when_it_is_asked_again() -> None:
    """Health, day, reason, and how many checks failed where more are needed before anything is said against it."""
    broken = bodies.concerns()[2]
    assert concern_row(broken, Level.FULL) == (
        "- [`http://distill.example.pub/2017/`](<http://distill.example.pub/2017/>) in `README.md:47`\\\n"
        "  Broken since 2026-11-16. It answered 404, twice in this run. Failed 2 of 3 checks; next check on 2026-12-01."
    )
    assert concern_row(broken, Level.SHORT) == "- `http://distill.example.pub/2017/`"
    blocked = replace(broken, health=Health.BLOCKED, since=None, due_at=None, reason="It answered 403")
    assert concern_row(blocked, Level.PLAIN).endswith("`README.md:47`\\\n  Blocked. It answered 403.")
    unfailed = replace(broken, failures=0, due_at=None, places=())
    assert concern_row(unfailed, Level.PLAIN).endswith(
        "/2017/>)\\\n  Broken since 2026-11-16. It answered 404, twice in this run."
    )


def test_standing_names_the_first_places_once_each() -> None:
    """Two links on one line are one place, and a link that stands everywhere does not fill the page."""
    assert standing([]) == ""
    assert standing([bodies.spot(1), bodies.spot(1)]) == " in `README.md:1`"
    many = standing([bodies.spot(line) for line in range(PLACES + 3)])
    assert many.endswith("`README.md:3` and 3 more")


def test_standing_leads_to_the_line_where_there_is_a_page_of_it() -> None:
    """The path is quoted for an address, and a path that looks like a part of the pattern is only a path."""
    url = "https://forge.example/o/r/blob/c0ffee/{path}?plain=1#L{line}"
    assert standing([bodies.spot(3, "a b.md")], url) == (
        " in [`a b.md:3`](<https://forge.example/o/r/blob/c0ffee/a%20b.md?plain=1#L3>)"
    )
    assert "%7Bline%7D.md?plain=1#L3>" in standing([bodies.spot(3, "{line}.md")], url)


def test_opening_leads_round_a_forge_that_would_tell() -> None:
    """An issue's page would show who links to it, so the link goes another way; what is shown is the address."""
    shown = opening("https://github.com/o/r/issues/1")
    assert shown == "[`https://github.com/o/r/issues/1`](<https://redirect.github.com/o/r/issues/1>)"
    assert opening("javascript:alert(1)") == "`javascript:alert(1)`"


def test_why_tells_the_rule_in_words() -> None:
    """A rule that has no words of its own is one that knows a site."""
    assert why(replace(_OFFER, rule="lil-log", sightings=())) == "The site gave the page a new address"
    assert why(replace(_OFFER, sightings=_OFFER.sightings[:1])) == "The same page over https; seen on 2026-11-08"


def test_said_begins_as_a_sentence_does() -> None:
    """A judge's evidence is half a sentence; a stranger's text keeps what it has."""
    assert said("a copy") == "A copy."
    assert said("ﬁne") == "FIne."
    assert said("\u200b") == ""
