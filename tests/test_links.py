"""The links of files as text and as JSON lines."""

import json

from crawler.gather.markdown import parse
from crawler.publish.links import as_jsonl, as_text

KEYS = ["path", "line", "column", "start", "end", "url", "text", "title", "section", "kind"]


def test_as_jsonl_has_one_object_a_link() -> None:
    """Each line is one object with exactly the promised keys, in their order."""
    files = [parse("# Ä\n[b](c 'd')\n<https://e.example>\xff".encode("latin-1"), "x.md"), parse(b"", "y.md")]
    records = [json.loads(line) for line in as_jsonl(files).splitlines()]
    assert [list(record) for record in records] == [KEYS, KEYS]
    assert list(records[0].values()) == ["x.md", 2, 1, 8, 9, "c", "b", "d", ["\ufffd"], "inline"]


def test_as_jsonl_is_inert() -> None:
    """No sign of a stranger's text breaks a line, an encoding or a terminal."""
    text = as_jsonl([parse("[a\x1b\u2028\x85\u202e](b)".encode(), "\udcff.md")])
    assert text.isascii()
    assert len(text.splitlines()) == 1
    assert json.loads(text)["path"] == "\udcff.md"


def test_as_text_is_for_people() -> None:
    """One line a link; what could move the cursor is shown as an escape, and a long URL is whole."""
    file = parse(b"[a\x1bc](b)\n\nwww.c.d/" + b"x" * 900, "x.md")
    assert as_text([file]).splitlines() == [
        "x.md:1:1  inline  b  a\\x1bc",
        f"x.md:3:1  bare  http://www.c.d/{'x' * 900}  www.c.d/{'x' * 900}",
    ]
