"""What people say in comments, understood or reported."""

from datetime import date

import pytest

from crawler.gather.ignores import expired, expired_ignores, read
from crawler.model import Document, Evergreen, Ignore, Link, LinkKind


def _read(text: str) -> tuple[dict[int, Ignore], list[tuple[int, int, Ignore]], list[str]]:
    data = text.encode()
    rules, problems = read(data, [(0, len(data))], "list.md")
    return dict(rules.by_line), list(rules.blocks), [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("text", "lines", "ignore"),
    [
        ("<!-- listkeeper: ignore -->", [1], Ignore(line=1)),
        ("<!--listkeeper:ignore-->", [1], Ignore(line=1)),
        ("- x <!-- listkeeper: ignore moves often -->\n- y", [1], Ignore(line=1, reason="moves often")),
        ("\n> <!-- listkeeper: ignore -->\n>\n> x", [2, 4], Ignore(line=2)),
        ("<!-- listkeeper: ignore -->\r\n<!-- other -->\r\n\r\nx", [1, 4], Ignore(line=1)),
        ("<!--\nlistkeeper: ignore\nlong reason\n-->\nx", [1, 4, 5], Ignore(line=1, reason="long reason")),
        (
            "<!-- listkeeper: ignore until 2027-01-31 a b -->",
            [1],
            Ignore(line=1, until=date(2027, 1, 31), reason="a b"),
        ),
        ("<!-- listkeeper: ignore untilted -->", [1], Ignore(line=1, reason="untilted")),
    ],
)
def test_read_understands_a_comment(text: str, lines: list[int], ignore: Ignore) -> None:
    """An ignore speaks of its own line, and alone on its line also of the next line with text."""
    by_line, blocks, problems = _read(text)
    assert (sorted(by_line), set(by_line.values()), blocks, problems) == (lines, {ignore}, [], [])


def test_read_understands_what_does_not_age() -> None:
    """An evergreen speaks of the same lines as an ignore, with the rest of it for its reason."""
    data = b"- x <!-- listkeeper: evergreen a proof -->\n\n<!--listkeeper:evergreen-->\n\n- y\n- z"
    rules, problems = read(data, [(0, len(data))], "list.md")
    proof, bare = Evergreen(line=1, reason="a proof"), Evergreen(line=3)
    assert dict(rules.evergreens) == {1: proof, 3: bare, 5: bare}
    assert (rules.any, rules.evergreen([6]), rules.evergreen([4, 5]), problems) == (True, None, bare, [])
    assert [problem.message.partition(":")[0] for problem in rules.unused([proof], "list.md")] == [
        "this evergreen speaks of no link"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- listkeeper: pause -->", "'pause' is no word"),
        ("<!-- Listkeeper ignore -->", "'' is no word"),
        ("<!-- listkeeper: -->", "'' is no word"),
        ("<!-- listkeeper: ignore until -->", "'' is no date"),
        ("<!-- listkeeper: ignore until 2027-02-30 -->", "'2027-02-30' is no date"),
        ("<!-- listkeeper: ignore until 20270131 x -->", "'20270131' is no date"),
        ("<!-- listkeeper: ignore-start until x -->", "'x' is no date"),
        ("<!-- listkeeper: ignore-end -->", "ignore-end has no ignore-start"),
    ],
)
def test_read_reports_what_it_cannot_understand(text: str, expected: str) -> None:
    """A comment with a mistake does nothing, and is told of with what to write."""
    by_line, blocks, problems = _read(text)
    assert (by_line, blocks) == ({}, [])
    assert [message.startswith(expected) for message in problems] == [True]


def test_read_pairs_start_and_end() -> None:
    """A block reaches from the end of its start to its end; one in another, and one without end, are told of."""
    text = (
        "<!-- listkeeper: ignore-start --><!-- listkeeper: ignore-start --><!-- listkeeper: ignore-end -->\n"
        "<!-- listkeeper: ignore-start old --> <!-- other --> <!-- never closed"
    )
    _, blocks, problems = _read(text)
    assert [(start, end, ignore.line) for start, end, ignore in blocks] == [(33, 66, 1), (135, len(text) + 1, 2)]
    assert [message.partition(" does")[0].partition(",")[0] for message in problems] == [
        "ignore-start within another one",
        "ignore-start has no ignore-end",
    ]


def test_read_takes_comments_of_others_for_what_they_are() -> None:
    """Comments that do not speak to Listkeeper are left alone."""
    assert _read("<!-- listkeepers: ignore --><!-- see listkeeper: ignore -->") == ({}, [], [])


def test_expired_ignores_tells_each_comment_once() -> None:
    """A comment over several links is one problem; one that holds is none."""
    over, holds = Ignore(line=3, until=date(2027, 1, 31)), Ignore(line=5, until=date(2027, 3, 1))
    links = tuple(
        Link(
            path="a.md", line=4, column=1, start=0, end=1, url="u", text="", title="", section=(),
            kind=LinkKind.INLINE, ignore=ignore,
        )
        for ignore in (over, over, holds, None)
    )  # fmt: skip
    problems = expired_ignores(Document(path="a.md", links=links), date(2027, 2, 1))
    assert [(problem.line, problem.path) for problem in problems] == [(3, "a.md")]
    assert not expired(holds, date(2027, 2, 1))
