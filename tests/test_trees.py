"""A commit's files, and their older names."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.trees import renamed, tree

B = "b" * 40


def test_tree_knows_files_links_and_submodules_apart() -> None:
    """A symbolic link is no file, a submodule is a folder of its own, and a name may hold anything but a NUL."""
    plain = f"100644 blob {B}\ta \t\nb.md\x00100755 blob {B}\tx\xfc.md\x00"
    listing = f"{plain}120000 blob {B}\tlink\x00160000 commit {B}\tsub\0broken"
    found = tree(listing.encode("latin-1"))
    assert found.files == {b"a \t\nb.md": B, b"x\xfc.md": B}
    assert found.modules == {b"sub"}
    assert found.module_of(b"sub/a.md") == b"sub"
    assert found.module_of(b"subway.md") is None


@given(st.binary(max_size=200))
def test_tree_reads_anything(listing: bytes) -> None:
    """What git never says holds no file."""
    assert isinstance(tree(listing).files, dict)


FILE = st.lists(st.sampled_from([b"- a", b"- b", b"- c", b""]), max_size=6).map(b"\n".join)
FILES = st.dictionaries(st.sampled_from(["a", "b", "c"]), FILE, max_size=3)


@given(appeared=FILES, vanished=FILES)
def test_renamed_pairs_each_file_once(appeared: dict[str, bytes], vanished: dict[str, bytes]) -> None:
    """No file has two old names, and none is the old name of two."""
    found = renamed(appeared, vanished)
    assert set(found) <= set(appeared)
    assert set(found.values()) <= set(vanished)
    assert len(set(found.values())) == len(found)


def test_renamed_takes_the_most_alike_first() -> None:
    """A file that was copied is the one that it is most like; line ends and indentation do not count."""
    old = b"- a\n- b\n- c\n"
    assert renamed({"near.md": b"- a\r\n- b\r\n- x\r\n", "same.md": b"  - a\n- b\n- c"}, {"old.md": old}) == {
        "same.md": "old.md"
    }
