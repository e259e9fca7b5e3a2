"""Reviews: where a comment may stand, what it proposes, what it says, and that nothing is said twice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.gather import markdown
from crawler.gather.places import Places
from crawler.hunks import new_lines
from crawler.model import Diagnostic, Link, Place, Rule, Severity
from crawler.pipeline.mending import mended_bytes
from crawler.publish.boxes import Mark, marks
from crawler.publish.review import (
    Draft,
    Remark,
    Sheet,
    commentable,
    draft,
    fenced,
    fingerprint,
    marks_of,
    suggestion,
)
from tests.gfm import read_by_markdown_it, read_by_pyromark
from tests.histories import any_text
from tests.test_hunks import FILES, diff, lines_of

URL, NEW = "https://a.site/old", "https://a.site/new"
BREAK = "&#8203;"


def said(line: int = 1, rule: Rule = Rule.MOVED, url: str = URL, **facts: Any) -> Remark:
    """A remark on a line of the list."""
    place = Place(path="list.md", line=line, column=7, end_column=9, byte_column=7, end_byte_column=9)
    given = {"severity": Severity.WARNING, "message": "this link has moved", "new_url": None, **facts}
    return Remark(diagnostic=Diagnostic(rule=rule, place=place, url=url, **given), line=line)


def sheet(data: bytes, mended: bytes | None = None) -> Sheet:
    """A file that is new as a whole."""
    count = len(lines_of(data))
    patch = f"@@ -0,0 +1,{count} @@\n".encode() + b"".join(b"+" + line + b"\n" for line in lines_of(data))
    return Sheet(data=data, patch=patch.decode("utf-8", "replace"), mended=data if mended is None else mended)


def review(*remarks: Remark, data: bytes = b"- [A](https://a.site/old)\n- [B](b)\n", **more: Any) -> Draft | None:
    """The draft about one file."""
    given = {"posted": (), "most": 10, "mended": None, **more}
    return draft(remarks, {"list.md": sheet(data, given["mended"])}, given["posted"], given["most"])


def the_review(*remarks: Remark, **more: Any) -> Draft:
    """The draft, where there is one."""
    found = review(*remarks, **more)
    assert found is not None
    return found


def applied(data: bytes, line: int, block: str) -> bytes:
    """The file once a suggestion on that line was taken, as a forge does it: the line is replaced by the block's text.

    Read by CommonMark's rules, not by how we wrote it: the block ends at the first fence that is long enough.
    """
    head, *rest = block.split("\n")
    ticks = len(head) - len(head.lstrip("`"))
    assert head[ticks:] == "suggestion"
    end = next(
        number
        for number, text in enumerate(rest)
        if len(text) - len(text.lstrip(" ")) < 4 and set(text.strip()) == {"`"} and len(text.strip()) >= ticks
    )
    assert end == len(rest) - 1
    lines = data.split(b"\n")
    lines[line - 1 : line] = [text.encode() for text in rest[:end]]
    return b"\n".join(lines)


# Where a comment may stand.


@settings(max_examples=40)
@given(old=FILES, new=FILES)
def test_commentable_lines_are_those_of_the_hunks(old: bytes, new: bytes) -> None:
    """Reckoned beside by hand from what git writes: each line with a plus or a space is one, at its number."""
    text = diff(old, new, "-U3").decode("utf-8", "replace")
    patch = text[text.find("\n@@ ") + 1 :] if "\n@@ " in text else ""
    by_hand: dict[int, str] = {}
    number = left = 0
    for line in patch.split("\n"):
        if left == 0:
            if line.startswith("@@ -"):
                spans = [span.split(",") for span in line.split(" ")[1:3]]
                number = int(spans[1][0][1:])
                left = sum(int(span[1]) if len(span) > 1 else 1 for span in spans)
            continue
        left -= {"+": 1, "-": 1, " ": 2}.get(line[:1], 0)
        if line[:1] in ("+", " "):
            by_hand[number] = line[1:]
            number += 1
    assert commentable(patch) == {number: line.encode() for number, line in by_hand.items()}


@settings(max_examples=40)
@given(old=FILES, new=FILES, lines=st.lists(st.integers(0, 40), max_size=12), urls=st.lists(st.text(max_size=3)))
def test_draft_comments_on_no_line_that_the_diff_does_not_show(
    old: bytes, new: bytes, lines: list[int], urls: list[str]
) -> None:
    """Whatever is to be said, and wherever: no comment is outside of the hunks, none is on a line that has one."""
    patch = diff(old, new, "-U3").decode("utf-8", "replace")
    remarks = [said(line, url=url) for line, url in zip(lines, urls, strict=False)]
    found = draft(remarks, {"list.md": Sheet(data=new, patch=patch, mended=new)}, (), 10)
    allowed = {line.number for line in new_lines(patch.encode())}
    places = [(each.path, each.line) for each in found.comments] if found else []
    assert {line for _, line in places} <= allowed
    assert len(set(places)) == len(places)


def test_draft_has_nothing_to_say_where_no_line_is_shown() -> None:
    """A forge shows no hunks of a large file, and another file is none of the pull request's."""
    data = b"- [A](https://a.site/old)\n"
    assert draft([said()], {"list.md": Sheet(data=data, patch=None)}, (), 10) is None
    assert draft([said()], {}, (), 10) is None
    assert review(said(7)) is None
    assert review() is None
    assert review(said(), most=0) is None


# What it proposes.

_URLS = ["https://a.site/old", "https://a.site/x(y)", "http://b.site/a_b", "https://c.site/a`b"]
_NEW = ["https://n.site/new", "https://n.site/new(1)", "https://n.site/a b", "https://n.site/``", "https://n.site/|"]
_FORMS = ["[t]({})", "[t](<{}>)", "<{}>", "`c` [t]({} 't')", "![i]({})", "| [t]({}) |", '<a href="{}">t</a>', "````"]
_INDENTS = ["", "- ", "  - ", "\t- ", "> ", "> - ", ">\t", "1. ", "   ```", "    ", "* - "]
LINE = st.builds(
    lambda indent, forms: indent + " ".join(form.format(url) for form, url in forms),
    st.sampled_from(_INDENTS),
    st.lists(st.tuples(st.sampled_from(_FORMS), st.sampled_from(_URLS)), max_size=3),
)
TEXTS = st.lists(LINE, min_size=1, max_size=8).map("\n".join)


@settings(max_examples=150)
@given(text=TEXTS, changes=st.dictionaries(st.sampled_from(_URLS), st.sampled_from(_NEW)), ends=st.booleans())
def test_suggestion_gives_the_file_that_the_fix_gives(text: str, changes: dict[str, str], *, ends: bool) -> None:
    """All of them taken, each as a forge does it, make the very file that `fix` makes; nothing else changes."""
    data = (text + "\n" * ends).encode()
    document = markdown.parse(data, "list.md")
    wanted = {link.start: (link, changes[link.url]) for link in document.links if link.url in changes}
    mended = mended_bytes(data, document, list(wanted.values()))
    page = Sheet(data=data, patch=None, mended=mended)
    taken = data
    for line in range(data.count(b"\n") + 1, 0, -1):
        block = suggestion(page, line)
        assert (block is not None) == (data.split(b"\n")[line - 1] != mended.split(b"\n")[line - 1])
        taken = applied(taken, line, block) if block else taken
    assert taken == mended
    urls = [link.url for link in markdown.parse(taken, "list.md").links]
    assert len(urls) == len(document.links)
    assert all(now in (was.url, changes.get(was.url)) for was, now in zip(document.links, urls, strict=True))


@pytest.mark.parametrize(
    ("data", "mended"),
    [
        (b"- a\r\n- b\r\n", b"- a\r\n- c\r\n"),
        (b"- a\n- b\r\n", b"- c\n- b\r\n"),
        (b"- a\rb\n", b"- a\rc\n"),
        (b"- a\xff\n", b"- b\xff\n"),
        (b"- a\0\n", b"- b\0\n"),
        (b"- a\n", b"- a\n"),
        (b"- a\n", b"- a\n- b\n"),
    ],
)
def test_suggestion_is_none_where_it_could_do_harm(data: bytes, mended: bytes) -> None:
    """Other line ends than git's own, bytes that are no text, nothing to change, or more than lines."""
    assert [suggestion(Sheet(data=data, patch=None, mended=mended), line) for line in range(4)] == [None] * 4


@given(text=st.text(st.sampled_from("`~ a\t>-"), max_size=30))
def test_fenced_text_stays_in_its_fence(text: str) -> None:
    """Whatever runs of backticks a line holds: the block ends where it was meant to."""
    block = fenced(text, "suggestion")
    assert applied(b"x", 1, block) == text.encode()


# What it says.


def test_draft_says_what_is_known_and_proposes_the_line() -> None:
    """The mark, the address, a sentence, what to do, and the whole line as it would be."""
    remark = said(message="this link has moved: 301 to https://a.site/new", new_url=NEW)
    found = the_review(remark, mended=b"- [A](https://a.site/new)\n- [B](b)\n")
    [comment] = found.comments
    assert (comment.path, comment.line) == ("list.md", 1)
    assert comment.body.replace(BREAK, "") == (
        f"<!-- listkeeper:diagnostic={fingerprint(remark.diagnostic)} -->\n"
        "`https://a.site/old`: This link has moved: 301 to https://a\\.site/new.\n\n"
        "```suggestion\n- [A](https://a.site/new)\n```"
    )
    assert marks(found.body) == {Mark.REVIEW}
    assert found.body.splitlines()[1] == (
        "Thank you for this contribution! One of the lines that it adds may need a second look. Nothing here blocks"
        " merging: what to change is for you and the maintainers to decide."
    )


def test_draft_names_the_address_where_it_cannot_propose_the_line() -> None:
    """In a file with other line ends the comment has no suggestion."""
    [comment] = the_review(said(new_url=NEW), data=b"- [A](https://a.site/old)\r\n").comments
    assert "suggestion" not in comment.body
    assert comment.body.endswith(f"It could be [`{NEW}`](<{NEW}>).")


def test_draft_makes_one_comment_of_a_line() -> None:
    """All that is to be said of a line is said at once, the gravest first, with one change for all of it."""
    gone = said(rule=Rule.BROKEN, url="https://b.site/", severity=Severity.ERROR, message="this link is broken")
    [comment] = the_review(said(), gone).comments
    lines = comment.body.splitlines()
    assert marks_of(comment.body) == {fingerprint(said().diagnostic), fingerprint(gone.diagnostic)}
    assert lines[2:] == [
        "- `https://b.site/`: This link is broken. Could you check the address?",
        "- `https://a.site/old`: This link has moved.",
    ]


def test_draft_says_the_gravest_first_and_counts_the_rest() -> None:
    """At most so many comments; the others, and what could not be looked at, are told in the body."""
    data = b"".join(b"- x\n" for _ in range(9))
    warnings = [said(line, url=f"https://a.site/{line}") for line in range(1, 5)]
    error = said(9, Rule.BROKEN, severity=Severity.ERROR, message="this link is broken")
    notes = [said(line, Rule.BLOCKED, url=f"https://n.site/{line}", severity=Severity.NOTE) for line in (7, 8)]
    found = the_review(*warnings, error, *notes, data=data, most=3)
    assert [comment.line for comment in found.comments] == [9, 1, 2]
    assert "3 of the lines that it adds may need a second look." in found.body
    assert "There is something to say about 2 more lines: the job's summary has all of it." in found.body
    assert "2 links could not be looked at" in found.body


def test_draft_blames_nobody_for_what_could_not_be_looked_at() -> None:
    """A wall alone is no reason for a review."""
    assert review(said(rule=Rule.BLOCKED, severity=Severity.NOTE)) is None


def test_draft_says_nothing_twice() -> None:
    """What one of our comments said is known by rule and address, wherever the line is now."""
    posted = marks_of(the_review(said(1)).comments[0].body)
    assert review(said(2), posted=posted) is None
    assert review(said(2, Rule.DUPLICATE), posted=posted) is not None
    assert [comment.line for comment in the_review(said(2), said(2), said(1)).comments] == [2]


def test_marks_of_believes_only_the_beginning() -> None:
    """What a suggestion quotes from a contributor's line is no mark of ours."""
    mark = "<!-- listkeeper:diagnostic=0123456789abcdef -->"
    assert marks_of(f"{mark}\r\n{mark.replace('0', 'f')}\r\n\r\n{mark}") == {"0123456789abcdef", "f123456789abcdef"}
    for body in ("", "text", f"x {mark}", f"```suggestion\n{mark}\n```", mark.replace("abcdef", "ABCDEF")):
        assert marks_of(body) == frozenset()


@given(message=any_text, url=any_text, new_url=any_text)
def test_draft_lets_no_stranger_speak(message: str, url: str, new_url: str) -> None:
    """Whatever pages and lists hold: no picture, no link but to the new address, no mark but ours."""
    hostile = f"{message}](javascript:x) ![i](https://evil.site/p.png) @all #1 <!-- listkeeper:diagnostic=0 -->"
    [comment] = the_review(said(url=f"{url}{hostile}", message=hostile, new_url=f"https://n.site/{new_url}")).comments
    nodes = [*read_by_markdown_it(comment.body)[0], *read_by_pyromark(comment.body)[0]]
    assert not [node for node in nodes if "image" in node.casefold()]
    links = [node for node in nodes if node.startswith(("link_open", '{"Start": {"Link"'))]
    assert all("https://n.site/" in node for node in links)
    assert len(marks_of(comment.body)) == 1


def test_draft_leaves_out_a_comment_that_is_too_long() -> None:
    """A line of a hundred thousand characters is counted."""
    long = b"- [A](https://a.site/old) " + b"x" * 70_000
    assert review(said(new_url=NEW), data=long, mended=long.replace(b"old", b"new")) is None


def test_fingerprint_is_of_what_a_parsed_link_says() -> None:
    """It takes any address, also one with half of a surrogate pair."""
    [link] = markdown.parse(b"- [A](https://a.site/old)", "list.md").links
    assert isinstance(link, Link)
    place = Places(b"- [A](https://a.site/old)", "list.md").of(link)
    one, other = (
        Diagnostic(rule=Rule.DEAD, severity=Severity.ERROR, place=place, url=url, message="")
        for url in (link.url, "\ud800")
    )
    assert len({fingerprint(one), fingerprint(other)}) == 2
