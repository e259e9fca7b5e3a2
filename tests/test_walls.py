"""Walls and empty shells: every row of the table by a case, and none for a page that a person would read."""

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.page import read
from crawler.gather.wall_rows import ROWS, Row
from crawler.gather.walls import BODY_BYTES, Answer, _Book, _hosts, _Sign, marks
from crawler.model import ErrorKind
from tests.wall_cases import CASES, GOOD, LISTED, seen

ROOT = Path(__file__).parent.parent
BY_ROW = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.mark}-{ROWS.index(row)}")


@pytest.mark.parametrize(("mark", "answer"), CASES)
def test_marks_knows_each_wall(mark: str, answer: Answer) -> None:
    """Each case has its mark first, and no mark of another wall; what is a page to sign in on may be said besides."""
    found = marks(answer)
    assert found[0] == mark
    assert set(found) <= {mark, "wall:login"}


@pytest.mark.parametrize("answer", [answer for _, answer in GOOD], ids=[name for name, _ in GOOD])
def test_marks_knows_no_wall_where_there_is_none(answer: Answer) -> None:
    """A page that only speaks like a wall, or stands behind one, has no mark."""
    assert marks(answer) == ()


@BY_ROW
def test_rows_name_their_source(row: Row) -> None:
    """Each is written down where anybody can look it up, and its mark is one that the judge knows."""
    address, _, path = row.source.partition(" ")
    assert urlsplit(address).scheme == "https"
    assert urlsplit(address).path.strip("/")
    assert not path or re.fullmatch(r"[\w./-]+", path)
    assert re.fullmatch(r"(?:wall|empty):[a-z][a-z0-9-]*", row.mark)


@BY_ROW
def test_rows_are_each_shown_by_a_case(row: Row) -> None:
    """Of the cases of its mark one at least is held by this row; and not, when any one sign is taken away."""
    sign = _Sign(row)
    held = [answer for mark, answer in CASES if mark == row.mark and sign.holds(answer)]
    assert held, "no case of tests/wall_cases.py for this row"
    assert [name for name in without(row, held[0]) if sign.holds(without(row, held[0])[name])] == []


def without(row: Row, answer: Answer) -> dict[str, Answer]:
    """The near misses of a row: the answer without what each field of the row asks for."""
    kept = tuple(field for field in answer.headers if field[0] not in {text.split(":")[0] for text in row.headers})
    changed = {
        "hosts": replace(answer, url=LISTED, target=LISTED),
        "statuses": replace(answer, status=226),
        "errors": replace(answer, error=ErrorKind.TLS),
        "headers": replace(answer, headers=kept),
        "without": replace(answer, headers=[*answer.headers, (row.without, "x")]),
        "title": replace(answer, title="An essay"),
        "body": replace(answer, body=b"<p>Text.</p>"),
        "blank": replace(answer, blank=False),
        "address": replace(answer, url=answer.target),
        "asked": replace(answer, target=answer.target[: answer.target.index("/", 8) + 1] if answer.target else ""),
    }
    return {name: near for name, near in changed.items() if getattr(row, name)}


@BY_ROW
def test_rows_hang_where_they_are_found(row: Row) -> None:
    """What a row holds for leads to the row: no hook hides it."""
    sign = _Sign(row)
    held = next(answer for mark, answer in CASES if mark == row.mark and sign.holds(answer))
    assert row.mark in {found.mark for found in _Book([row]).hanging(held)}


def test_rows_ask_for_two_signs_or_for_one_that_is_known_to_be_enough() -> None:
    """A title, a status or a host alone holds for pages that people read; these single signs are each a wall's own."""
    single = [row for row in ROWS if len(without(row, seen())) == 1]
    assert {
        name
        for row in single
        for name in ("hosts", "statuses", "errors", "blank", "without", "asked")
        if getattr(row, name)
    } == set()
    assert {row.title for row in single if row.title} == {
        r"(?:attention required!|please wait\.{3}) \| cloudflare\Z",
        r"access denied \| \S+ used cloudflare to restrict access",
        r"reddit\.com: over 18\?\Z",
    }
    assert {row.body for row in single if row.body} == {('<script id="anubis_challenge"',), ('id="gs_captcha_ccl"',)}


def test_marks_names_each_wall_once_and_the_surest_first() -> None:
    """A publisher's 403 that shows Cloudflare's challenge has both marks; what the host says itself comes first."""
    answer = seen(
        "https://dl.acm.org/doi/1",
        status=403,
        title="Just a moment...",
        headers=[("cf-mitigated", "challenge")],
        body=b"window._cf_chl_opt",
    )
    assert marks(answer) == ("wall:cloudflare", "wall:publisher")


def test_marks_looks_at_the_start_of_a_body_alone() -> None:
    """A wall is short: what stands far down in a long page is text."""
    text = b'<script id="anubis_challenge"'
    assert marks(seen(body=text.rjust(BODY_BYTES))) == ("wall:anubis",)
    assert marks(seen(body=text.ljust(BODY_BYTES + 1))) == ()
    refused = seen(status=403, body=b"window._cf_chl_opt".rjust(BODY_BYTES + 1))
    assert marks(refused) == ()


def test_marks_leaves_out_what_the_reader_of_the_page_has_seen() -> None:
    """The bodies of pages that were read are not searched twice."""
    assert marks(seen(body=b'<script id="anubis_challenge"', page_read=True)) == ()


def test_hosts_are_those_that_rows_may_name() -> None:
    """A port, an IPv6 address, an address that is none: there is an answer for each."""
    assert _hosts("http://[::1]:8080/") == ("[::1]", ".[::1]")
    assert _hosts("http://127.0.0.1:8080/")[0] == "127.0.0.1"
    assert _hosts("no address") == ("", ".")
    assert len(_hosts(f"https://{'a.' * 100}example/")) == 9


CHALLENGE = (
    b"<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'};"
    b"a.src='/cdn-cgi/challenge-platform/h/b/x'</script>"
)
AKAMAI = (
    b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>You don't have permission."
    b"<P>Reference&#32;&#35;18.2f8b1602.1700000000.1a2b3c4d</BODY></HTML>"
)
ANUBIS = (
    b"<title>Making sure you&#39;re not a bot!</title><link href=/.within.website/x/xess/xess.css>"
    b'<script id="anubis_challenge" type="application/json">{}</script><p>Loading...'
)
WATCHED = (
    b"<title>An essay</title><script>window['__CF$cv$params']={r:'1'}</script>"
    b"<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><p>Text.</p>"
)
PAGES = [
    (CHALLENGE, ("wall:cloudflare",)),
    (b"<html><head><script async src='/cdn-cgi/bm/cv/1/api.js'></script></head><body></body>", ("wall:cloudflare",)),
    (AKAMAI, ("wall:akamai",)),
    (ANUBIS, ("wall:anubis",)),
    (b"<html><script src='/_Incapsula_Resource?SWJIYLWA=1,2'></script><body></body></html>", ("wall:imperva",)),
    (WATCHED, ()),
    (b"<title>x.com</title><p>A bank.</p>", ()),
    (b"", ()),
]


@pytest.mark.parametrize(("body", "found"), PAGES)
def test_read_marks_what_a_page_alone_shows(body: bytes, found: tuple[str, ...]) -> None:
    """The reader of a page knows walls and shells by the page alone, whatever its status."""
    assert read(body, "text/html", "https://a.example/").marks == found


words = st.text(st.characters(exclude_characters="<>&"), max_size=30)


@given(
    status=st.sampled_from([200, 201, 203, 206, 304, 404, 410, 500]),
    titled=words,
    text=st.lists(words, max_size=20).map(" ".join),
    url=st.from_regex(r"https://[a-z]{1,8}\.(?:example|test)(?:/[a-z0-9-]{1,9}){0,4}", fullmatch=True),
    fields=st.lists(st.tuples(st.sampled_from(["server", "etag", "via", "vary", "x-cache"]), words), max_size=5),
)
def test_marks_finds_nothing_in_pages_of_arbitrary_text(
    status: int, titled: str, text: str, url: str, fields: list[tuple[str, str]]
) -> None:
    """Whatever a page says in words, without the signs of a wall it has no mark."""
    title = f"Of {titled}"
    page = f"<title>{title}</title><p>{text} and so on</p>".encode()
    assert read(page, "text/html", url).marks == ()
    assert marks(seen(url, status=status, title=title, headers=fields, body=page)) == ()


@given(
    status=st.none() | st.integers(100, 999),
    error=st.none() | st.sampled_from(ErrorKind),
    title=st.text(max_size=40),
    body=st.binary(max_size=100),
    blank=st.booleans(),
    url=st.text(max_size=40) | st.sampled_from([answer.url for _, answer in CASES]),
    target=st.text(max_size=40),
    headers=st.lists(st.tuples(st.sampled_from(["server", "set-cookie", "x-dd-b"]), st.text(max_size=20)), max_size=4),
)
def test_marks_takes_anything(**facts: object) -> None:
    """Any answer has marks out of the table, each once, or none; a wall is never found where nothing was said."""
    found = marks(Answer(**facts))  # type: ignore[arg-type]  # each strategy makes what its field holds
    assert set(found) <= {row.mark for row in ROWS}
    assert len(set(found)) == len(found)


def test_contributing_has_a_row_that_works() -> None:
    """Its example is a row of the table's own kind, and holds for the answer beside it and for no near miss."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (block,) = re.findall(r"```text\n(Row\(.*?)```", text, re.DOTALL)
    row_written, case = [ast.parse(line.rstrip(","), mode="eval").body for line in block.splitlines()]
    row = Row(**_arguments(row_written))
    assert isinstance(case, ast.Tuple)
    answer = seen(**_arguments(case.elts[1]))
    assert ast.literal_eval(case.elts[0]) == row.mark
    assert _Sign(row).holds(answer)
    assert [name for name, near in without(row, answer).items() if _Sign(row).holds(near)] == []


def _arguments(call: ast.expr) -> dict[str, Any]:
    assert isinstance(call, ast.Call)
    given_in_place = dict(zip(("url", "target"), call.args, strict=False))
    named = {str(word.arg): word.value for word in call.keywords}
    return {name: ast.literal_eval(value) for name, value in {**given_in_place, **named}.items()}
