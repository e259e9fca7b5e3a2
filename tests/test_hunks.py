"""The lines that diffs show, beside git's own diffs of random files."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.hunks import NewLine, added_lines, new_lines

LINES = st.lists(
    st.sampled_from([b"", b"a", b"b", b"-- a", b"++ b", b"@@ -1 +1 @@", b"\\ No newline", b"c\r", b" d", b"\xff"]),
    max_size=30,
)
FILES = st.tuples(LINES, st.booleans()).map(lambda file: b"\n".join(file[0]) + (b"\n" if file[1] and file[0] else b""))


def diff(old: bytes, new: bytes, *options: str) -> bytes:
    """What git says of two files."""
    with TemporaryDirectory() as folder:
        Path(folder, "old").write_bytes(old)
        Path(folder, "new").write_bytes(new)
        done = subprocess.run(
            ["git", "diff", "--no-index", "--text", *options, "--", "old", "new"],
            cwd=folder, capture_output=True, check=False, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        )  # fmt: skip
    assert done.returncode in {0, 1}
    return done.stdout


def lines_of(data: bytes) -> list[bytes]:
    """Lines as git has them."""
    lines = data.split(b"\n")
    return lines if lines[-1] else lines[:-1]


@settings(max_examples=40)
@given(old=FILES, new=FILES, context=st.sampled_from(["-U0", "-U1", "-U3"]))
def test_new_lines_are_those_of_the_new_file(old: bytes, new: bytes, context: str) -> None:
    """Whatever git shows stands at its number in the new file; and what is not shown as added was there before."""
    shown = list(new_lines(diff(old, new, context)))
    now = lines_of(new)
    assert all(now[line.number - 1] == line.text for line in shown)
    assert [line.number for line in shown] == sorted({line.number for line in shown})
    kept = [line for number, line in enumerate(now, 1) if number not in {each.number for each in shown if each.added}]
    rest = iter(lines_of(old))
    assert all(line in rest for line in kept)  # in the order of the old file


@settings(max_examples=40)
@given(old=FILES, new=FILES)
def test_added_lines_do_not_depend_on_context(old: bytes, new: bytes) -> None:
    """As many lines are new as git itself counts, however much it shows around them."""
    counted = diff(old, new, "--numstat").split(b"\t")[0]
    assert len(added_lines(diff(old, new, "-U0"))) == int(counted or 0)
    assert added_lines(diff(old, new, "-U0")) == added_lines(diff(old, new, "-U3"))


@given(patch=st.lists(st.sampled_from([b"@@ -1,2 +1,2 @@", b"@@ -0,0 +1 @@", b"+a", b"-b", b" c", b"", b"\\ x", b"?"])))
def test_new_lines_read_anything(patch: list[bytes]) -> None:
    """What is no diff gives what can be read of it, and never more than its heads say."""
    found = list(new_lines(b"\n".join(patch)))
    assert len(found) <= 2 * len(patch)


@pytest.mark.parametrize(
    ("patch", "found"),
    [
        (b"@@ -1,2 +1,2 @@\n a", [(1, False)]),
        (b"@@ -1 +1 @@\n+a\n+b", [(1, True)]),
        (b"@@ -0,0 +1,2 @@\n-a\n+b", []),
        (b"@@ -1,0 +1,1 @@\n a", []),
        (b"@@ -1,2 +1,2 @@\n?\n+b", []),
        (b"@@ -1,2 +1,2 @@\n\n+b\n-a", [(1, False), (2, True)]),
        (b"@@ -1 +99999999999999999999 @@\n+a", []),
        (b"@@@ -1 -1 +1 @@@\n++a", []),
    ],
)
def test_new_lines_stop_at_what_cannot_be(patch: bytes, found: list[tuple[int, bool]]) -> None:
    """A hunk ends where it is cut off, or where a line is not one that its head announces."""
    assert [(line.number, line.added) for line in new_lines(patch)] == found


def test_new_lines_keep_the_bytes() -> None:
    """A carriage return is part of its line."""
    assert list(new_lines(b"@@ -1 +1 @@ x\n-a\n+b\r\n")) == [NewLine(number=1, text=b"b\r", added=True)]
