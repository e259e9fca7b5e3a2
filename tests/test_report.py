"""The pages of a report: what they say, that they say it to the byte, and that nobody else speaks in them."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model import Health, Judged, Problem, Redirect
from crawler.publish.jsonl import links_jsonl
from crawler.publish.report import pages, readme, verdict_line
from crawler.publish.summary import summary
from tests import reports
from tests.builders import URL, fix, judged, link, moved, observation, report
from tests.gfm import read_by_markdown_it, read_by_pyromark


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(len(reports.sample().judged))))
def test_pages_are_the_same_bytes_when_the_order_differs(order: list[int]) -> None:
    """The same facts in another order give the same pages."""
    sample = reports.sample()
    shuffled = [_reversed(sample.judged[index]) for index in order]
    other = replace(
        sample,
        judged=shuffled,
        before=dict(list(sample.before.items())[::-1]),
        problems=sample.problems[::-1],
        documents=sample.documents[::-1],
    )
    assert pages(other) == pages(sample)
    assert summary(other) == summary(sample)


def _reversed(row: Judged) -> Judged:
    return replace(row, history=replace(row.history, links=row.history.links[::-1]), fixes=row.fixes[::-1])


def test_pages_can_all_be_written() -> None:
    """Whatever strangers wrote, each page is UTF-8 and ends with one newline."""
    for text in pages(reports.hostile()).values():
        assert text.encode().endswith(b"\n")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", ["README.md", "dead-links.md", "staleness.md"])
def test_pages_hold_no_node_of_a_stranger(name: str) -> None:
    """In the pages about a hostile web there is no HTML but ours, no image, and no link that we did not mean."""
    page = pages(reports.hostile())[name]
    nodes, _ = read_by_markdown_it(page)
    kinds = {node.split()[0] for node in nodes}
    assert kinds <= _OUR_NODES, kinds - _OUR_NODES
    html = {node.split("[]", 1)[1].strip() for node in nodes if node.startswith("html_block")}
    assert all(re.fullmatch(r"<details><summary>[\w ,]+</summary>|</details>", block) for block in html)
    destinations = {match[1] for node in nodes if (match := re.search(r"link_open a \[\('href', '(.*?)'\)\]", node))}
    assert all(destination.startswith(_OUR_LINKS) for destination in destinations), destinations
    kinds = {_kind(node) for node in read_by_pyromark(page)[0]}
    assert not kinds & {"InlineHtml", "InlineMath", "DisplayMath", "FootnoteReference", "TaskListMarker", "Image"}


def _kind(node: str) -> str:
    event = node if node == "code" else json.loads(node)
    inner = event.get("Start", event) if isinstance(event, dict) else event
    return next(iter(inner)) if isinstance(inner, dict) else str(inner)


_OUR_NODES = {
    f"{name}_{side}"
    for name in ("heading", "paragraph", "blockquote", "strong", "link", "table", "thead", "tbody", "tr", "th", "td")
    for side in ("open", "close")
} | {
    *(f"{name}_{side}" for name in ("bullet_list", "ordered_list", "list_item") for side in ("open", "close")),
    *("inline", "code_inline", "fence", "html_block", "hr", "hardbreak", "softbreak"),
}


_OUR_LINKS = (
    "https://evil.example/",
    "https://web.archive.org/web/*/https://evil.example/",
    "../lists/a%20b.md?plain=1#L",
    "#",
    "dead-links.md",
    "staleness.md",
    "links.jsonl",
    "suggestions.patch",
)


def test_pages_have_no_secret() -> None:
    """A credential in a list or behind a redirect is on no page."""
    url = "https://user:S3CR3T@a.example/x"
    row = judged(
        url,
        Health.BROKEN,
        reason=f"{url} answered 404",
        links=[link(url, text=url)],
        observations=[observation(URL, redirects=[Redirect(status=302, url="https://b.example/?token=S3CR3T")])],
        title=url,
        fixes=[fix(url, "https://user:S3CR3T@b.example/")],
    )
    for name, text in pages(report([row])).items():
        assert "S3CR3T" not in text or name == "links.jsonl"
    shown = json.loads(links_jsonl(report([row])))
    assert (shown["url"], shown["final_url"]) == ("https://a.example/x", "https://b.example/?token=REDACTED")


@pytest.mark.parametrize("health", [Health.BROKEN, Health.MOVED, Health.BLOCKED])
def test_pages_stay_small_when_thousands_are_found(health: Health) -> None:
    """With 5,000 findings a page is one that GitHub still renders, and it says how many it leaves out."""
    built = pages(reports.many(5000, health))
    assert all(len(built[name].encode()) < 200_000 for name in ("README.md", "dead-links.md", "staleness.md"))
    hidden = re.search(r"^- … and ([\d,]+) more, see \[links.jsonl\]", built["dead-links.md"], re.MULTILINE)
    assert hidden
    shown = built["dead-links.md"].count("README.md:")
    assert shown + int(hidden[1].replace(",", "")) == 5000
    assert len(built["links.jsonl"].splitlines()) == 5000


def test_readme_tells_the_state_of_the_lists() -> None:
    """A verdict, a chart, what changed, what to do and what is wrong in the lists: all are there."""
    page = readme(reports.sample())
    assert "**Of 69 addresses: 4 gone, 2 failing, 2 moved, 1 blocked and 60 alive.**" in page
    assert '    "alive" : 60\n    "moved" : 2\n' in page
    for words in ("2 newly broken", "2 newly moved", "1 recovered", "1 address no longer in the lists"):
        assert words in page
    assert "   git apply reports/suggestions.patch\n" in page
    assert "`listkeeper fix --write README.md`" in page
    assert "`README.md:77:12` These bytes are no UTF-8" in page


def test_readme_counts_steps() -> None:
    """The steps are one numbered list, with the command inside of its step."""
    nodes, _ = read_by_markdown_it(readme(reports.sample()))
    assert sum(node.startswith("ordered_list_open") for node in nodes) == 1
    assert sum(node.startswith("fence") for node in nodes) == 2


def test_readme_names_no_lists_when_they_are_many() -> None:
    """Commands name up to three lists; more are FILE…, and so is a name that a shell would read otherwise."""
    for paths in (["a.md", "b.md", "c.md", "d.md"], ["a b.md"], ["$(x).md"]):
        rows = [moved(URL, "https://b.example/", links=[link(URL, path=path) for path in paths])]
        assert "`listkeeper fix --write FILE…`" in readme(report(rows))


def test_readme_says_so_when_nothing_is_wrong() -> None:
    """A healthy list has nothing to do and nothing new."""
    page = readme(reports.healthy())
    assert "**Nothing is broken: 60 addresses checked.**" in page
    assert "## What changed\n\nNothing since the last run.\n" in page
    assert "## What to do\n\nNothing.\n" in page
    assert "Problems" not in page


def test_readme_stands_when_there_is_nothing_at_all() -> None:
    """A list without a link gives a page too."""
    page = readme(report([]))
    assert "**Nothing is broken: 0 addresses checked.**" in page
    assert "mermaid" not in page


def test_readme_says_when_it_is_the_first_run() -> None:
    """Without an earlier run there is no change to tell."""
    assert "This is the first run, so there is nothing to compare with." in readme(reports.first())


def test_readme_says_when_the_run_was_stopped() -> None:
    """Whoever reads an unfinished report knows it, and knows how to go on."""
    page = readme(report([judged(URL, Health.UNKNOWN, observations=[])], complete=False))
    assert "**This run was not finished**: 1 not asked. `listkeeper crawl` goes on where it stopped." in page


@pytest.mark.parametrize("name", ["README.md", "dead-links.md", "staleness.md"])
def test_pages_show_the_note(name: str) -> None:
    """A report that was made against a replica says so on each page."""
    built = pages(report([judged(URL)], note="Made against a replica, not the web."))
    assert "> **Note:** Made against a replica, not the web." in built[name]


@pytest.mark.parametrize("name", ["README.md", "dead-links.md", "staleness.md"])
def test_pages_say_what_their_run_was_asked_with(name: str) -> None:
    """Doors that were opened for a run are named on each page, a few of many; where none was, there is no word."""
    plain = report([judged(URL)])
    noted = replace(plain, run=replace(plain.run, notes=tuple(f"--allow-port {number}" for number in range(1, 12))))
    assert "UTC. Asked with `--allow-port 1`, `--allow-port 2`, " in pages(noted)[name]
    assert "`--allow-port 8` and 3 more.\n" in pages(noted)[name]
    assert "Asked with" not in pages(plain)[name]


@given(st.text(max_size=40))
def test_pages_show_a_note_of_the_run_as_code_and_nothing_else(note: str) -> None:
    """A note is a setting, and a setting may hold anything: it ends no code span and begins no other line."""
    plain = report([judged(URL)])
    line = readme(replace(plain, run=replace(plain.run, notes=(f"--note {note}", "--end")))).splitlines()[2]
    shown = read_by_markdown_it(line)[0]
    assert [node.split()[0] for node in shown].count("code_inline") == 2
    assert {node.split()[0] for node in shown} <= {"paragraph_open", "inline", "code_inline", "paragraph_close"}


def test_readme_names_a_problem_once() -> None:
    """What was said twice of one place is read once."""
    stated = Problem(path="README.md", line=4, column=1, message="This ignore ended on 2026-11-22.")
    assert readme(report([judged(URL)], problems=[stated, stated])).count("This ignore ended") == 1


def test_readme_folds_many_problems_and_says_where_the_rest_is() -> None:
    """A page for a minute shows ten problems; more of them are folded, and what has no room is a command away."""
    some = [Problem(path="README.md", line=line, column=3, message=f"Link {line} is odd.") for line in range(1, 501)]
    few, many = (readme(report([judged(URL)], problems=some[:count])) for count in (10, 500))
    assert "<details><summary>Show" not in few.partition("## Problems in the lists")[2]
    assert "<details><summary>Show 500 problems</summary>\n\n- `README.md:1:3` Link 1 is odd.\n" in many
    assert re.search(r"- … and \d+ more, seen with `listkeeper links README[.]md`\n\n</details>", many)


def test_readme_names_a_few_of_many_changes() -> None:
    """A kind of change with many links names five and counts the rest."""
    many = reports.many(30)
    before = {row.verdict.target: replace(row.verdict, health=Health.ALIVE) for row in many.judged}
    page = readme(replace(many, before=before))
    assert "**30 newly broken**" in page
    assert "  - … and 25 more\n" in page


def test_verdict_line_counts_all_but_the_skipped() -> None:
    """What was left out on purpose is no address that was checked."""
    rows = [judged(URL), judged("mailto:a@b.example", Health.SKIPPED), judged("https://b.example/", Health.BLOCKED)]
    assert verdict_line(report(rows)) == "Of 2 addresses: none gone, 1 blocked and 1 alive."


def test_readme_says_what_is_different_about_the_run() -> None:
    """Each note stands below the verdict, as text and as nothing else."""
    found = report([judged(URL)])
    noted = replace(found, run=replace(found.run, notes=("this clone is shallow", "git says: <b> @you")))
    lines = readme(noted).splitlines()
    at = lines.index("> this clone is shallow.")
    assert lines[at + 1 : at + 3] == ["", "> git says: &lt;b&gt; @&#8203;you."]
    assert lines.index(f"**{verdict_line(found)}**") < at
    assert "> " not in readme(found)
