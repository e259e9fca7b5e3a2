"""Patches that git itself applies, and that give exactly the bytes that were meant."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.publish.patch import combine, unified_diff

ENDINGS = (b"\n", b"\r\n", b"\r", b"\n\n", b"\x0c", b"\x0b", b"\x85", b"\xe2\x80\xa8", b"")
WORDS = (
    b"",
    b"a",
    b" a",
    b"-- a",
    b"++ a",
    b"@@ -1 +1 @@",
    b"diff --git a/x b/x",
    b"\\ No newline at end of file",
    b"\xff\xfe",
)
LINES = st.lists(
    st.tuples(st.one_of(st.sampled_from(WORDS), st.binary(max_size=4)), st.sampled_from(ENDINGS)).map(b"".join),
    max_size=30,
)
FILE = LINES.map(b"".join)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with nobody's settings but git's own."""
    folder = tmp_path_factory.mktemp("repository")
    _git(folder, "init", "--quiet")
    return folder


def _git(folder: Path, *args: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", *args], cwd=folder, input=data, capture_output=True, check=False, env=environment)


def _check_applies(folder: Path, patch: bytes, files: Mapping[str, tuple[bytes, bytes]]) -> None:
    for path, (old, _) in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(old)
    done = _git(folder, "apply", "--whitespace=nowarn", "-", data=patch)
    assert (done.returncode, done.stderr) == (0, b""), patch
    for path, (_, new) in files.items():
        assert (folder / path).read_bytes() == new


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=FILE, new=FILE)
@example(old=b"", new=b"a")
@example(old=b"a", new=b"")
@example(old=b"a\n", new=b"a")
@example(old=b"\n" * 20 + b"a", new=b"\n" * 20 + b"b")
@example(old=b"a\r\nb\r\n", new=b"a\nb\r\n")
@example(old=b"a\0b\n\0\n", new=b"a\0c\n\0\n")
def test_unified_diff_gives_the_new_file_when_anything_changed(repository: Path, old: bytes, new: bytes) -> None:
    """Whatever two files hold, git makes the one out of the other."""
    if old != new:
        _check_applies(repository, unified_diff("list.md", old, new), {"list.md": (old, new)})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES.filter(bool), data=st.data())
def test_unified_diff_gives_the_new_file_when_some_lines_changed(
    repository: Path, lines: list[bytes], data: st.DataObject
) -> None:
    """A fix changes bytes inside of lines: the patch is as long as the change, and exact."""
    changed = data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=1, max_size=4))
    new = [b"new " + line if index in changed else line for index, line in enumerate(lines)]
    _check_applies(
        repository,
        unified_diff("list.md", b"".join(lines), b"".join(new)),
        {"list.md": (b"".join(lines), b"".join(new))},
    )


@pytest.mark.parametrize(
    "path",
    [
        "a list.md",
        "docs/deep er/list.md",
        'quo"ted.md',
        "back\\slash.md",
        "tab\tand\nnewline.md",
        "r\u00e9sum\u00e9/\u65e5\u672c.md",
        "\udcff.md",
        "\x01\x7f.md",
        " leading and trailing ",
        "b/a b/a",
    ],
)
def test_unified_diff_names_the_file(repository: Path, path: str) -> None:
    """Names with spaces, quotes and bytes of any kind are found by git."""
    _check_applies(repository, unified_diff(path, b"1\n2\n", b"1\n3\n"), {path: (b"1\n2\n", b"1\n3\n")})


def test_unified_diff_is_what_git_writes(repository: Path) -> None:
    """The hunks are those of `git diff`, byte for byte, when lines far apart change."""
    old = b"".join(b"line %d\r\n" % number for number in range(60)) + b"last"
    new = old.replace(b"line 3\r", b"third\r").replace(b"line 8\r", b"eighth\r").replace(b"line 40\r", b"x\r") + b"!"
    path = "sp ace/\u00e9.md"
    (repository / "sp ace").mkdir(exist_ok=True)
    (repository / path).write_bytes(old)
    _git(repository, "add", "--all")
    (repository / path).write_bytes(new)
    theirs = _git(repository, "-c", "core.autocrlf=false", "diff").stdout.split(b"\n")
    ours = unified_diff(path, old, new).split(b"\n")
    assert ours[0] == theirs[0]
    # git adds the line `index …`, and the text of an earlier line behind the second @@.
    assert [_bare(line) for line in ours[1:]] == [_bare(line) for line in theirs[2:]]


def _bare(line: bytes) -> bytes:
    return line[: line.index(b"@@", 2) + 2] if line.startswith(b"@@") else line


def test_unified_diff_is_quick_when_the_file_is_long() -> None:
    """A list of 200,000 lines with a change at both ends gives two hunks."""
    lines = [b"- [%d](https://example.com/%d)\n" % (number, number % 7) for number in range(200_000)]
    changed = [b"first\n", *lines[1:-1], b"last\n"]
    assert unified_diff("list.md", b"".join(lines), b"".join(changed)).count(b"\n@@ ") == 2
    assert unified_diff("list.md", b"".join(lines), b"".join(lines[1:])).count(b"\n-") == 2


def test_combine_changes_all_files(repository: Path) -> None:
    """The patches of several files are one patch, the missing newline of the first included."""
    files = {"one.md": (b"a", b"b"), "two.md": (b"a\r\n", b"b\r\n"), "three.md": (b"same", b"same")}
    patch = combine(unified_diff(path, old, new) for path, (old, new) in files.items())
    _check_applies(repository, patch, files)
