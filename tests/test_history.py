"""The day a link was added, out of real repositories: plain ones, tangled ones, broken ones and evil ones."""

import os
import subprocess
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.gather import git
from crawler.gather.history import Added, added
from tests.repositories import Repository, day, isolate, links

NOW = day(3650)
A, B, C = "https://a.example/", "https://b.example/b", "https://c.example/c?d=e&f=g#h"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's git configuration is read."""
    isolate(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "repository")


def dates(folder: Path, *urls: str, path: str = "README.md") -> Mapping[str, datetime]:
    """The days of these URLs of one file; nothing may be wrong."""
    found = added(folder, {path: urls}, NOW)
    assert (found.problem, found.shallow) == ("", False)
    return found.dates.get(path, {})


def test_added_is_the_day_of_the_first_commit_that_holds_the_url(repository: Repository) -> None:
    """Each URL has the committer's day, in UTC; one that is not committed yet has none."""
    repository.commit({"README.md": links(A)}, day(0))
    repository.commit({"README.md": links(A, B)}, day(10))
    found = dates(repository.folder, A, B, C)
    assert found == {A: day(0), B: day(10)}
    assert found[A].isoformat() == "2019-11-03T19:37:57+00:00"


def test_added_is_the_committers_day(repository: Repository) -> None:
    """What was written long ago came into the list when it was committed."""
    tree = repository.git("mktree", data=b"100644 blob %b\tREADME.md\n" % _blob(repository, links(A)))
    committed = f"{int(day(3).timestamp())} +0900"
    text = f"tree {tree}\nauthor A <a@a.example> 1000000000 +0000\ncommitter A <a@a.example> {committed}\n\nm\n"
    commit = repository.git("hash-object", "-t", "commit", "-w", "--stdin", data=text.encode())
    repository.git("update-ref", "HEAD", commit)
    assert dates(repository.folder, A) == {A: day(3)}


def _blob(repository: Repository, data: bytes) -> bytes:
    return repository.git("hash-object", "-w", "--stdin", data=data).encode()


def test_added_does_not_change_when_the_line_is_written_anew(repository: Repository) -> None:
    """Indented, moved, with other line ends: the day stays; that of `git blame` does not."""
    repository.commit({"README.md": links(A, B)}, day(0))
    repository.commit({"README.md": links(A, B, indent="    ")}, day(1))
    repository.commit({"README.md": b"# List\n" + links(B, A, indent="    ")}, day(2))
    repository.commit({"README.md": b"# List\r\n" + links(B, A, C, indent="\t", end="\r\n")}, day(3))
    assert dates(repository.folder, A, B, C) == {A: day(0), B: day(0), C: day(3)}
    blame = repository.git("blame", "--porcelain", "HEAD", "--", "README.md")
    assert {line.split()[1] for line in blame.splitlines() if line.startswith("committer-time")} == {
        str(int(day(3).timestamp()))
    }


def test_added_is_the_first_time_when_a_link_was_taken_out_and_put_back(repository: Repository) -> None:
    """The first commit that ever held it counts, also where the whole file was gone meanwhile."""
    repository.commit({"README.md": links(A, B)}, day(0))
    repository.commit({"README.md": links(A)}, day(1))
    repository.commit({"other": b""}, day(2))
    repository.commit({"README.md": links(A, B, C)}, day(3))
    assert dates(repository.folder, A, B, C) == {A: day(0), B: day(0), C: day(3)}


def test_added_tells_a_url_from_one_that_begins_with_it(repository: Repository) -> None:
    """`https://b.example/b` is not in a list that holds `https://b.example/bc`."""
    longer = f"{B}c"
    repository.commit({"README.md": links(longer, f"{B}/d", f"{B}?e")}, day(0))
    repository.commit({"README.md": links(longer, f"{B}/d", f"{B}?e", B)}, day(1))
    assert dates(repository.folder, B, longer) == {longer: day(0), B: day(1)}


def test_added_knows_a_url_however_it_was_written(repository: Repository) -> None:
    """Entities, escapes, HTML, definitions and bare ones are all the same URL."""
    forms = [
        "<a href='{}'>".format(C.replace("&", "&amp;")),
        f"[x]: {C}",
        "[x]({})".format(C.replace("=", "\\=")),
        f"<{C}>",
        f"see {C}.",
    ]
    for number, form in enumerate(forms):
        repository.commit({f"{number}.md": b"# List\n"}, day(2 * number), parents=[])
        repository.commit({f"{number}.md": f"# List\n{form}\n".encode()}, day(2 * number + 1))
        assert dates(repository.folder, C, path=f"{number}.md") == {C: day(2 * number + 1)}
    repository.commit({"w.md": b"www.a.example/b\n"}, day(9), parents=[])
    assert dates(repository.folder, "http://www.a.example/b", path="w.md") == {"http://www.a.example/b": day(9)}


def test_added_follows_the_file_to_its_earlier_names(repository: Repository) -> None:
    """Twice renamed, once into a folder; what another file of the old name held later is no part of it."""
    many = [f"https://many.example/{number}" for number in range(9)]
    repository.commit({"list.md": links(*many, A), "x": b"x"}, day(0))
    repository.commit({"docs/list.md": links(*many, A), "x": b"x"}, day(1))
    repository.commit({"docs/list.md": links(*many, A, B), "x": b"x"}, day(2))
    repository.commit({"README.md": links(*many, A, B, "https://new.example"), "y": b"x"}, day(3))
    repository.commit({"README.md": links(*many, A, B), "list.md": links(C), "docs/list.md": links(C)}, day(4))
    repository.commit({"README.md": links(*many, A, B, C), "x": b"x"}, day(5))
    assert dates(repository.folder, A, B, C) == {A: day(0), B: day(2), C: day(5)}


def test_added_finds_the_oldest_of_two_histories_of_one_name(repository: Repository) -> None:
    """A file that was there before another one took its name has its say too."""
    many = [f"https://many.example/{number}" for number in range(9)]
    repository.commit({"README.md": links(A)}, day(0))
    repository.commit({"list.md": links(*many, B)}, day(1))
    repository.commit({"list.md": links(*many, A, B)}, day(2))
    repository.commit({"README.md": links(*many, A, B)}, day(3))
    assert dates(repository.folder, A, B) == {A: day(0), B: day(1)}


def test_added_goes_round_when_names_go_round(repository: Repository) -> None:
    """A file that was renamed back and forth more often than anybody looks still has the days of what was looked at."""
    for number in range(12):
        repository.commit({f"{number % 2}.md": links(A, B, *[f"{A}{n}" for n in range(number)])}, day(number))
    assert dates(repository.folder, A, f"{A}10", path="1.md") == {A: day(0), f"{A}10": day(11)}


def test_added_is_the_day_on_the_branch_when_it_was_merged_later(repository: Repository) -> None:
    """A merge brings nothing that its branches had; what only the merge has is its own. No branch is left out."""
    first = repository.commit({"README.md": links(A)}, day(0))
    ours = repository.commit({"README.md": links(A), "x": b""}, day(2))
    theirs = repository.commit({"README.md": links(A, B)}, day(1), parents=[first])
    repository.commit({"README.md": links(A, B, C), "x": b""}, day(3), parents=[ours, theirs])
    assert dates(repository.folder, A, B, C) == {A: day(0), B: day(1), C: day(3)}
    # A merge that takes nothing of a branch leaves the branch in the history.
    dropped = repository.commit({"README.md": links(A, f"{A}x")}, day(4), parents=[first])
    repository.commit({"README.md": links(A, B)}, day(5), parents=[theirs, dropped])
    repository.commit({"README.md": links(A, B, C, f"{A}x")}, day(6))
    assert dates(repository.folder, f"{A}x") == {f"{A}x": day(4)}


def test_added_knows_many_files_in_one_walk(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file has its own days for the same URL, however many files there are."""
    monkeypatch.setattr("crawler.gather.history._NAMES_AT_ONCE", 2)
    for number in range(6):
        files = {f"{name}.md": links(A, B) if name < number else links(A) for name in range(number + 1)}
        repository.commit(files, day(number))
    found = added(repository.folder, {f"{name}.md": [A, B] for name in range(5)}, NOW)
    assert found == Added(dates={f"{name}.md": {A: day(name), B: day(name + 1)} for name in range(5)})


@pytest.mark.parametrize(
    "name",
    [
        "-rf.md", "--output=x", "a list.md", "two\nlines.md", "r\u00e9sum\u00e9/\u65e5\u672c.md", ":(top)x.md", ":!x",
        "*.md", "[a].md", 'quo"ted\t.md', "back\\slash.md", "\udcff.md", "\x01.md", "HEAD", "@{u}",
    ],
)  # fmt: skip
def test_added_takes_a_name_for_what_it_is(repository: Repository, name: str) -> None:
    """No name is an option, a pattern or a magic word, and its neighbours have their own days."""
    repository.commit({"x.md": links(A), "README.md": links(A)}, day(0))
    repository.commit({"x.md": links(A), "README.md": links(A), name: links(A)}, day(1))
    assert dates(repository.folder, A, path=name) == {A: day(1)}


def test_added_knows_a_file_below_the_top(repository: Repository) -> None:
    """The root may be a folder of the repository; paths are from there."""
    repository.commit({"README.md": links(A), "docs/README.md": b"", "docs/a/b.md": b""}, day(0))
    repository.commit({"README.md": links(A), "docs/README.md": links(A), "docs/a/b.md": b""}, day(1))
    (repository.folder / "docs").mkdir()
    assert dates(repository.folder / "docs", A) == {A: day(1)}


def test_added_says_that_a_clone_is_shallow(repository: Repository, tmp_path: Path) -> None:
    """What the oldest commit of a shallow clone holds has no day, what came later has one, and what to do is said."""
    for number in range(5):
        repository.commit({"README.md": links(*[f"{A}{n}" for n in range(number + 1)])}, day(number))
    clone = repository.clone(tmp_path / "clone", "--depth=2")
    urls = [f"{A}{number}" for number in range(5)]
    found = added(clone.folder, {"README.md": urls}, NOW)
    assert found.dates == {"README.md": {f"{A}4": day(4)}}
    assert found.shallow
    assert "fetch-depth: 0" in found.problem
    assert added(clone.folder, {"README.md": urls[4:]}, NOW) == Added(dates=found.dates, shallow=True)
    clone.git("fetch", "--quiet", "--unshallow")
    assert dates(clone.folder, *urls) == {f"{A}{number}": day(number) for number in range(5)}


def test_added_does_not_follow_names_beyond_a_shallow_end(repository: Repository, tmp_path: Path) -> None:
    """The last commit that is there seems to have made every file: nothing is known, nothing fails."""
    repository.commit({"list.md": links(A)}, day(0))
    repository.commit({"README.md": links(A)}, day(1))
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    assert added(clone.folder, {"README.md": [A]}, NOW).dates == {"README.md": {}}


def test_added_says_that_a_shallow_clone_does_not_say_where_it_ends(repository: Repository, tmp_path: Path) -> None:
    """A repository that cannot say so is a broken one."""
    repository.commit({"README.md": links(A)}, day(0))
    repository.commit({"README.md": links(A)}, day(1))
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    (clone.folder / ".git" / "shallow").write_bytes(b"\xff\n")
    found = added(clone.folder, {"README.md": [A]}, NOW)
    assert not found.dates.get("README.md")
    assert "it is not known when some links were added" in found.problem


@pytest.mark.parametrize("date", ["0 +0000", "4102444800 +0000", "99999999999999999999 +0000", "nonsense", "-5 +0000"])
def test_added_believes_no_absurd_date(repository: Repository, date: str) -> None:
    """1970, 2100, the year three trillion, and what is no date at all: no day, and the next commit's day is right."""
    repository.commit({"README.md": links(A)}, date)
    repository.commit({"README.md": links(A, B)}, day(1))
    assert dates(repository.folder, A, B) == {B: day(1)}


def test_added_is_not_stopped_by_garbage(repository: Repository) -> None:
    """Any bytes, lines without end, a link or a folder in its place: the list's own versions are read all the same."""
    repository.commit({"README.md": bytes(range(256)) * 200}, day(0))
    repository.commit({"README.md": b"x" * 2_000_000 + links(A)}, day(1))
    repository.commit({"README.md": b"x" * 2_000_000 + links(A), "l.md": B.encode()}, day(2))
    repository.commit({"README.md": links(B).strip()}, day(3), mode="120000")
    repository.commit({"README.md/x.md": b"x" * 500}, day(3.5))
    repository.commit({"README.md": links(A, B)}, day(4))
    assert dates(repository.folder, A, B) == {A: day(1), B: day(4)}


def test_added_tells_no_day_behind_a_version_that_cannot_be_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes to light after a gap may have come with it; other files have their days, and the gap is told of."""
    monkeypatch.setattr(git, "BLOB_BYTES", 1000)
    repository.commit({"README.md": links(A), "z.md": b""}, day(0))
    repository.commit({"README.md": links(A, B) + b"x" * 2500, "z.md": b""}, day(1))
    repository.commit({"README.md": links(A, B, C), "z.md": links(C)}, day(2))
    found = added(repository.folder, {"README.md": [A, B, C], "z.md": [C]}, NOW)
    assert found.dates == {"README.md": {A: day(0)}, "z.md": {C: day(2)}}
    assert "an old version of a list is missing from this clone, damaged, or very large" in found.problem
    assert dates(repository.folder, A) == {A: day(0)}


def test_added_fetches_nothing_for_a_partial_clone(repository: Repository, tmp_path: Path) -> None:
    """Contents that are not there are not asked for, whatever the repository says of where they are."""
    repository.commit({"README.md": links(A)}, day(0))
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = repository.clone(tmp_path / "clone", "--filter=blob:none")
    made = tmp_path / "fetched"
    clone.git("config", "remote.origin.url", f"ext::sh -c touch% {made}")
    clone.git("config", "protocol.ext.allow", "always")
    found = added(clone.folder, {"README.md": [A]}, NOW)
    assert not found.dates.get("README.md")
    assert "it is not known when some links were added" in found.problem
    assert not made.exists()
    subprocess.run(["git", "cat-file", "-p", "HEAD:README.md"], cwd=clone.folder, check=False, capture_output=True)
    assert made.exists()


def test_added_runs_no_program_that_a_repository_names(repository: Repository, tmp_path: Path) -> None:
    """Monitors, pagers, diffs, converters, filters and verifiers are left alone; git told otherwise runs them."""
    made = tmp_path / "made"
    made.mkdir()

    def program(name: str) -> str:
        script = tmp_path / f"{name}.sh"
        script.write_text(f'#!/bin/sh\ntouch "{made}/{name}"\ncat "$@" 2>/dev/null\nexit 0\n')
        script.chmod(0o755)
        return str(script)

    signed = "gpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n"
    first = repository.commit({"README.md": links(A), ".gitattributes": b"*.md diff=evil filter=evil\n"}, day(0))
    text = repository.git("cat-file", "-p", first).replace("\n\n", f"\n{signed}\n", 1) + "\n"
    name = repository.git("hash-object", "-t", "commit", "-w", "--stdin", data=text.encode())
    repository.git("update-ref", "HEAD", name)
    repository.commit({"README.md": links(A, B), ".gitattributes": b"*.md diff=evil filter=evil\n"}, day(1))
    repository.git("reset", "--quiet", "--hard")
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.evil.textconv",
        "filter.evil.smudge",
        "filter.evil.clean",
        "gpg.program",
    ):
        repository.git("config", key, program(key))
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "diff.external", program("diff.external"))
    repository.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    found = dates(repository.folder, A, B)
    assert found == {A: day(0), B: day(1)}
    assert list(made.iterdir()) == []
    for command in (["status"], ["log", "-p"], ["diff", "HEAD~1"], ["log", "-p", "--ext-diff"]):
        subprocess.run(["git", *command], cwd=repository.folder, check=False, capture_output=True)
    assert {"core.fsmonitor", "diff.evil.textconv", "gpg.program", "diff.external"} <= {
        file.name for file in made.iterdir()
    }


def test_added_obeys_no_word_about_another_repository(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside of a hook of another repository, git's environment speaks of that one: it is not heard."""
    repository.commit({"README.md": links(A)}, day(0))
    other = Repository(tmp_path / "other")
    other.commit({"README.md": links(B)}, day(1))
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    assert dates(repository.folder, A, B) == {A: day(0)}


def test_added_knows_nothing_where_there_is_no_history(tmp_path: Path) -> None:
    """No repository, no commit yet, a file that git does not keep: no days, and nothing to complain of."""
    (tmp_path / "plain").mkdir()
    assert added(tmp_path / "plain", {"README.md": [A]}, NOW) == Added()
    empty = Repository(tmp_path / "empty")
    assert dates(empty.folder, A) == {}
    empty.commit({"other.md": links(A)}, day(0))
    assert dates(empty.folder, A) == {}


def test_added_says_that_git_is_missing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where there is a repository; elsewhere nobody needs git."""
    repository.commit({"README.md": links(A)}, day(0))
    (tmp_path / "plain").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "plain"))
    found = added(repository.folder, {"README.md": [A]}, NOW)
    assert (found.dates, found.problem.split(",")[0]) == ({}, "git is not installed")
    assert added(tmp_path / "plain", {"README.md": [A]}, NOW) == Added()


def test_added_says_what_git_says(repository: Repository, tmp_path: Path) -> None:
    """A damaged version is a gap, behind which no day is told; what is no repository at all is named as such."""
    repository.commit({"README.md": links(A)}, day(0))
    head = repository.commit({"README.md": links(A, B)}, day(1))
    blob = repository.git("rev-parse", f"{head}:README.md")
    file = repository.folder / ".git" / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"rotten")
    found = added(repository.folder, {"README.md": [A, B]}, NOW)
    assert found.dates == {"README.md": {A: day(0)}}
    assert "damaged" in found.problem
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / ".git").write_text("gitdir: /nowhere\x1b[31m\n")
    found = added(broken, {"README.md": [A]}, NOW)
    assert "git says: fatal: not a git repository: /nowhere" in found.problem
    assert "\x1b" not in found.problem


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_added_leaves_it_to_git_whose_repository_is_read(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another user's folder git asks for a word of ours first, and says which; once it is given, it counts."""
    repository.commit({"README.md": links(A)}, day(0))
    os.chown(repository.folder, 12345, 12345)
    found = added(repository.folder, {"README.md": [A]}, NOW)
    assert found.dates == {}
    assert "safe.directory" in found.problem
    (tmp_path / "config").write_text("[safe]\n\tdirectory = *\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    assert dates(repository.folder, A) == {A: day(0)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_added_is_over_in_time_when_git_hangs(repository: Repository) -> None:
    """A configuration that never ends to be read is not waited for."""
    repository.commit({"README.md": links(A)}, day(0))
    (repository.folder / ".git" / "config").unlink()
    os.mkfifo(repository.folder / ".git" / "config")
    found = added(repository.folder, {"README.md": [A]}, NOW, deadline_s=0.3)
    assert (found.dates, found.problem) == (
        {},
        "it is not known when some links were added: its history was not read to the end within 0.3 seconds",
    )


def test_added_uses_what_is_known_when_the_time_is_up(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The days that were found so far are told, and that there may be more."""
    for number in range(6):
        repository.commit({"README.md": links(*[f"{A}{n}" for n in range(number + 1)])}, day(number))
    now_s, blob = [0.0], git._blob

    def slow(out: IO[bytes]) -> bytes | None:
        now_s[0] += 10
        return blob(out)

    monkeypatch.setattr(git, "monotonic", lambda: now_s[0])
    monkeypatch.setattr(git, "_blob", slow)
    found = added(repository.folder, {"README.md": [f"{A}{number}" for number in range(6)]}, NOW, deadline_s=31)
    assert found.dates == {"README.md": {f"{A}{number}": day(number) for number in range(3)}}
    assert "within 31 seconds" in found.problem


def test_added_gives_up_on_a_history_without_end(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a bound for what git may answer."""
    repository.commit({"README.md": links(A)}, day(0))
    monkeypatch.setattr(git, "ANSWER_BYTES", 20)
    found = added(repository.folder, {"README.md": [A]}, NOW)
    assert "its history is too long to be read" in found.problem


def test_added_says_that_there_is_no_room(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk keeps nobody from crawling."""
    repository.commit({"README.md": links(A)}, day(0))
    monkeypatch.setattr("tempfile.tempdir", str(repository.folder / "nowhere"))
    found = added(repository.folder, {"README.md": [A]}, NOW)
    assert (found.dates, "No such file or directory" in found.problem) == ({}, True)


def test_added_says_that_git_cannot_be_run(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of that name that is no program, and a git that says nothing."""
    repository.commit({"README.md": links(A)}, day(0))
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "git"
    fake.write_text("#!/no/such/interpreter\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert "git cannot be run" in added(repository.folder, {"README.md": [A]}, NOW).problem
    fake.write_text("#!/bin/sh\nexit 3\n")
    assert "git ends without a word" in added(repository.folder, {"README.md": [A]}, NOW).problem


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.lists(st.lists(st.integers(0, 5), unique=True, max_size=6), min_size=1, max_size=6),
    indents=st.lists(st.sampled_from(["", "  ", "\t"]), min_size=1, max_size=6),
)
def test_added_is_the_first_version_that_holds_it(
    tmp_path_factory: pytest.TempPathFactory, held: list[list[int]], indents: list[str]
) -> None:
    """In any straight history, with lines in any order and of any depth: the definition itself."""
    repository = Repository(tmp_path_factory.mktemp("straight"))
    urls = [f"https://a.example/{'x' * number}" for number in range(6)]
    for number, (some, indent) in enumerate(zip(held, cycle(indents), strict=False)):
        repository.commit({"README.md": links(*[urls[each] for each in some], indent=indent)}, day(number))
    expected = {
        url: day(next(number for number, some in enumerate(held) if place in some))
        for place, url in enumerate(urls)
        if any(place in some for some in held)
    }
    assert dates(repository.folder, *urls) == expected


# What happens to a list over the years: day, what is done, and to which URLs.
_YEARS: Collection[tuple[int, str, range]] = [
    (0, "add", range(11)),
    (2, "add", range(11, 15)),
    (60, "indent", range(0)),
    (313, "add", range(15, 18)),
    (320, "sort", range(0)),
    (700, "rename", range(0)),
    (900, "remove", range(3, 5)),
    (1000, "sections", range(0)),
    (1166, "add", range(18, 122)),
    (1170, "indent", range(0)),
    (1200, "add", range(122, 125)),
    (1201, "put back", range(3, 5)),
    (1300, "crlf", range(0)),
    (1400, "add", range(125, 128)),
]


def test_added_knows_every_day_of_a_list_with_a_life(repository: Repository) -> None:
    """128 URLs, added on six days, while lines are indented, sorted, moved between sections, and the file renamed."""
    here, born, name, indent, end, order, head = list[int](), dict[int, int](), "readme.md", "", "\n", 1, b"# List\n"
    for at, what, which in _YEARS:
        here = [each for each in here if each not in which] + [each for each in which if what != "remove"]
        born |= {each: at for each in which if each not in born}
        name = "README.md" if what == "rename" else name
        indent += "  " * (what == "indent")
        end = "\r\n" if what == "crlf" else end
        order = -order if what == "sort" else order
        head += b"## Section\n" * (what == "sections")
        written = links(*[_url(each) for each in sorted(here, key=lambda each: each * order)], indent=indent, end=end)
        repository.commit({name: head + written}, day(at))
    found = dates(repository.folder, *map(_url, range(128)))
    assert found == {_url(each): day(at) for each, at in born.items()}
    assert len(found) == 128


def _url(number: int) -> str:
    return f"https://host{number % 7}.example/page/{'sub/' * (number % 3)}{number}"
