"""What git's stream of changes says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.gather.revisions import FIRST_PAGE, renames, versions, when

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HASHES = st.text("0123456789abcdef", min_size=40, max_size=40)
NAMES = st.binary(min_size=1, max_size=12).map(lambda name: name.replace(b"\0", b"\n"))
MODES = st.sampled_from(["000000", "100644", "100755", "120000", "160000"])
RECORDS = st.tuples(MODES, HASHES, st.sampled_from("AMDT"), NAMES)
SECONDS = st.integers(int(FIRST_PAGE.timestamp()), int(NOW.timestamp()))
COMMITS = st.lists(
    st.tuples(HASHES, SECONDS, st.lists(HASHES, max_size=3), st.lists(RECORDS, min_size=1, max_size=3)), max_size=4
)


@given(commits=COMMITS)
def test_versions_reads_what_git_writes(
    commits: list[tuple[str, int, list[str], list[tuple[str, str, str, bytes]]]],
) -> None:
    """Every commit, name and content comes back in order, whatever a file is called; only plain files are versions."""
    raw = b""
    for commit, seconds, parents, records in commits:
        raw += f"{commit} {seconds} {' '.join(parents)}\0\n".encode()
        raw += b"".join(f":000000 {m} {'0' * 40} {b} {s}\0".encode() + name + b"\0" for m, b, s, name in records)
    expected = [
        (name, commit, seconds, blob, status == "A" and len(parents) == 1)
        for commit, seconds, parents, records in commits
        for mode, blob, status, name in records
        if mode.startswith("100")
    ]
    found = [
        (each.name, each.commit, each.committed_at and int(each.committed_at.timestamp()), each.blob, each.appeared)
        for each in versions(raw, NOW)
    ]
    assert found == expected


@given(raw=st.binary(max_size=200))
@example(raw=b"%b 1 " % (b"c" * 40))
@example(raw=b":100644 100644 %b %b A\0x\0" % (b"0" * 40, b"1" * 40))
@example(raw=b"%b 1 \0\n:100644 100644 %b %b R50\0only-one-name" % (b"c" * 40, b"0" * 40, b"1" * 40))
@example(raw=b"%b 1 \0\n:100644 100644 %b %b A" % (b"c" * 40, b"0" * 40, b"1" * 40))
def test_versions_has_nothing_to_say_of_what_is_no_stream(raw: bytes) -> None:
    """Garbage, a record without its commit, and a stream that was cut off give no version and no error."""
    assert list(versions(raw, NOW)) == []
    assert list(renames(raw)) == []


def test_versions_keeps_what_came_before_a_cut() -> None:
    """A stream that ends within a record is good up to there."""
    commit, blob = b"c" * 40, b"b" * 40
    whole = b"%b 1700000000 \0\n:000000 100644 %b %b A\0a.md\0" % (commit, blob, blob)
    assert [version.name for version in versions(whole + whole[:90], NOW)] == [b"a.md"]


def test_renames_tells_of_renames_alone() -> None:
    """A copy and a change beside it are no renames."""
    commit, blob = b"c" * 40, b"b" * 40
    raw = b"%b 1700000000 %b\0\n" % (commit, commit)
    for status, names in ((b"M", b"x\0"), (b"C75", b"a\0b\0"), (b"R051", b"old\nname\0new name\0"), (b"D", b"y\0")):
        raw += b":100644 100644 %b %b %b\0%b" % (blob, blob, status, names)
    assert list(renames(raw)) == [(commit.decode(), b"old\nname", b"new name")]


@pytest.mark.parametrize(
    ("at", "believed"),
    [
        (FIRST_PAGE, True),
        (FIRST_PAGE - timedelta(seconds=1), False),
        (NOW + timedelta(days=1), True),
        (NOW + timedelta(days=1, seconds=1), False),
    ],
)
def test_when_believes_what_can_be_true(at: datetime, believed: bool) -> None:
    """From the first web page to tomorrow, since clocks differ."""
    assert when(b"%d" % at.timestamp(), NOW) == (at if believed else None)
    assert when(b"%d" % at.timestamp(), NOW.replace(tzinfo=None)) == (at if believed else None)


@example(seconds=b"253402300800")  # the first second of the year 10000
@given(seconds=st.one_of(st.integers(0, 10**30).map(lambda number: b"%d" % number), st.just(b"")))
def test_when_has_an_answer_for_every_number(seconds: bytes) -> None:
    """However absurd a date is, it is a moment that can be stored or none."""
    at = when(seconds, NOW)
    assert at is None or FIRST_PAGE <= at <= NOW + timedelta(days=1)
