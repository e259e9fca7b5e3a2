"""What is said of each place in the lists."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markdown import parse
from crawler.model import Health, Judged, Rule, Safety, Severity
from crawler.pipeline import mending
from crawler.pipeline.diagnosing import checked
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.publish.formats import FORMATS, Checked
from crawler.settings import Settings
from tests.builders import days_ago, fix, judged, link, moved, report
from tests.test_markdown import documents
from tests.test_offering import lists_of
from tests.test_places import cut, cut_characters

QUIET = Settings(suspicious=frozenset())
"""Every address of these tests is that of an example, which is suspicious."""
TODAY = date(2026, 11, 23)
OLD, NEW = "http://old.example/x", "https://new.example/x"


def found(rows: list[Judged], contents: Mapping[str, str], **changes: Any) -> Checked:
    """What is said of these targets, where the lists have this text."""
    settings = replace(QUIET, **changes)
    return checked(report(rows), lists_of(contents), Judge(settings, TODAY), settings)


def said(of: Checked) -> list[tuple[int, str, str]]:
    """Line, rule and severity of each diagnostic."""
    return [(each.place.line, each.rule.value, each.severity.value) for each in of.diagnostics]


def test_checked_says_how_each_link_fares() -> None:
    """Gone is an error, a wall and a fault are notes, and of what is well, or was not asked, nothing is said."""
    healths = [*Health]
    rows = [judged(f"https://{health}.example/", health, since=days_ago(1), moved_to=NEW) for health in healths]
    text = "".join(f"- [a](https://{health}.example/)\n" for health in healths)
    assert said(found(rows, {"README.md": text})) == [
        (healths.index(Health.BROKEN) + 1, "broken", "error"),
        (healths.index(Health.DEAD) + 1, "dead", "error"),
        (healths.index(Health.FAILING) + 1, "failing", "note"),
        (healths.index(Health.HIJACKED) + 1, "hijacked", "error"),
        (healths.index(Health.BLOCKED) + 1, "blocked", "note"),
    ]


def test_checked_names_the_new_address_as_it_is_to_be_written() -> None:
    """The URL is the link's with its fragment; the text is escaped as the place asks."""
    text = '| [a](http://old.example/x#b) |\n|-|\n\n<a href="http://old.example/x">b</a>\n'
    row = moved(OLD, "https://new.example/(x", links=[link(OLD), link(f"{OLD}#b")])
    row = replace(row, fixes=tuple(fix(each.url, "https://new.example/(x&y") for each in row.history.links))
    told = found([row], {"README.md": text}).diagnostics
    assert [(each.rule, each.new_url, each.text) for each in told] == [
        (Rule.MOVED, "https://new.example/(x&y#b", "https://new.example/&#40;x&y#b"),
        (Rule.MOVED, "https://new.example/(x&y", "https://new.example/(x&y"),
    ]
    assert [cut(text.encode(), each.place).decode() for each in told] == [f"{OLD}#b", OLD]


def test_checked_offers_a_copy_for_what_is_dead_and_a_better_address_for_what_is_well() -> None:
    """The copy does not make it less dead; and what works is only a note."""
    copy = "https://web.archive.org/web/20200101000000/http://old.example/x"
    dead = replace(
        judged(OLD, Health.DEAD), fixes=(replace(fix(OLD, copy, Safety.REVIEW, "a copy"), rule="archived-copy"),)
    )
    fine = replace(
        judged("https://a.example/?utm_source=x"), fixes=(fix("https://a.example/?utm_source=x", "https://a.example/"),)
    )
    told = found([dead, fine], {"README.md": f"<{OLD}>\n<https://a.example/?utm_source=x>\n"}).diagnostics
    assert [(each.rule, each.severity, each.text) for each in told] == [
        (Rule.DEAD, Severity.ERROR, copy),
        (Rule.BETTER_ADDRESS, Severity.NOTE, "https://a.example/"),
    ]
    assert told[0].message == "this link is dead: It answered 200.; a copy"


def test_checked_proposes_nothing_that_must_never_be_proposed() -> None:
    """Of a wall it is said that there is one, and nothing may be put in its place."""
    row = replace(judged(OLD, Health.BLOCKED), fixes=(fix(OLD, NEW, Safety.REVIEW),))
    [told] = found([row], {"README.md": f"<{OLD}>"}).diagnostics
    assert (told.rule, told.new_url, told.text) == (Rule.BLOCKED, None, None)


def test_checked_says_what_is_suspicious_and_what_cannot_be_read() -> None:
    """Placeholders, copies, texts of other places, comments; a placeholder's target is no matter."""
    text = (
        "- [Paper](TODO)\n- [Notes](https://arxiv.org/abs/1706.03762)\n- [Notes](https://arxiv.org/abs/1706.03762)\n"
        "- [https://gitlab.com/](https://github.com/)\n\n<!-- listkeeper: keep-it -->\n"
    )
    rows = [
        judged("TODO", Health.BROKEN, links=[link("TODO")]),
        judged("https://arxiv.org/abs/1706.03762"),
        judged("https://github.com/"),
    ]
    every = Settings().suspicious
    rules = {each.rule for each in found(rows, {"README.md": text}, suspicious=every).diagnostics}
    assert {Rule.PLACEHOLDER, Rule.MISMATCH, Rule.SYNTAX} <= rules
    assert rules & {Rule.NAMES, Rule.DUPLICATE}
    assert Rule.BROKEN not in rules
    quiet = found(rows, {"README.md": text})
    assert [each.rule for each in quiet.diagnostics] == [Rule.BROKEN, Rule.SYNTAX]


def test_checked_leaves_alone_what_a_comment_says_to_leave_alone() -> None:
    """Neither how it fares nor how it is written; a comment that holds no longer is told."""
    ignored = "<!-- listkeeper: ignore -->\n- [a](https://a.example/)\n"
    expired = "<!-- listkeeper: ignore until 2026-11-01 -->\n- [a](https://a.example/)\n"
    rows = [judged("https://a.example/", Health.DEAD)]
    assert found(rows, {"README.md": ignored}).diagnostics == ()
    assert said(found(rows, {"README.md": expired})) == [(1, "syntax", "warning"), (2, "dead", "error")]


def test_checked_says_once_what_stands_once() -> None:
    """Five links that share a definition are one place; what stands in two files is two."""
    text = "[a][r] [b][r] [c][r]\n\n[r]: https://a.example/\n"
    of = found([judged("https://a.example/", Health.DEAD)], {"b.md": text, "a.md": text})
    assert [(each.place.path, each.place.line) for each in of.diagnostics] == [("b.md", 3), ("a.md", 3)]
    assert [(each.place.path, each.url) for each in of.occurrences] == [
        ("b.md", "https://a.example/"),
        ("a.md", "https://a.example/"),
    ]


def test_checked_has_each_link_that_was_asked() -> None:
    """Those that are well too; none that was left out or never asked. With what a build fails on."""
    rows = [
        judged("https://a.example/"),
        judged("https://b.example/", Health.SKIPPED),
        judged("https://c.example/", Health.UNKNOWN, observations=[]),
    ]
    of = found(rows, {"README.md": "<https://a.example/> <https://b.example/> <https://c.example/>"})
    assert [each.url for each in of.occurrences] == ["https://a.example/"]
    assert (of.fail_on, of.complete) == (Settings().fail_on, True)


NEW_ADDRESSES = st.sampled_from(
    ["https://b.example/", "https://b.example/a_(b", "https://b.example/x|y&lt;`*$", "https://b.example/a b", "b"]
)


def mended(data: bytes, suggestions: list[tuple[int, int, int, bytes]]) -> bytes:
    """The list with each suggestion in its place, as reviewdog puts them in: line, columns in bytes, text."""
    lines = data.split(b"\n")
    for line, start, end, text in sorted(suggestions, reverse=True):
        whole = lines[line - 1]
        lines[line - 1] = whole[: start - 1] + text + whole[end - 1 :]
    return b"\n".join(lines)


@given(documents(), NEW_ADDRESSES)
def test_suggestions_make_the_list_that_fix_makes(data: bytes, new: str) -> None:
    """Whatever a list holds: with each suggestion applied it is byte for byte what `listkeeper fix --review` writes."""
    document = parse(data, "README.md")
    lists = Lists(root=Path("/"), contents={"README.md": data}, documents=(document,))
    judge = Judge(QUIET, TODAY)
    rows = [
        replace(judged(target.url, Health.MOVED, links=links), fixes=tuple(fix(each.url, new) for each in links))
        for target, links in lists.targets.items()
    ]
    of = checked(report(rows), lists, judge, QUIET)
    rdf = [json.loads(line) for line in FORMATS["rdjsonl"](of).splitlines()]
    changes = []
    for each in rdf:
        for suggestion in each.get("suggestions", []):
            begin, end = suggestion["range"]["start"], suggestion["range"]["end"]
            changes.append((begin["line"], begin["column"], end["column"], suggestion["text"].encode()))
    wanted = mending.apply(lists, rows, judge, review=True).get("README.md", data)
    texts = {each.text for each in of.diagnostics}
    if "�" not in str(texts):  # bytes that are no text are no suggestion
        assert mended(data, sorted(set(changes))) == wanted
    for each in of.diagnostics:
        assert cut(data, each.place) == cut_characters(data, each.place)
