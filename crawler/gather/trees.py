"""What git says of a commit's files, and which of them are the lists of today under an older name. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ENTRY = re.compile(rb"(\d{6}) (blob|commit|tree) ([0-9a-f]{40,64})\t(.+)", re.DOTALL)
_FILE = b"100"
"""How the mode of a plain file begins."""
_ENOUGH = 0.5
"""So much of the larger file two have in common, at least, where one is the other renamed: as git has it by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The files of one commit, by their names from the top of the repository."""

    files: Mapping[bytes, str]
    """Name -> its blob; plain files alone, no symbolic links."""
    modules: frozenset[bytes] = frozenset()
    """Folders that are other repositories (submodules)."""

    def module_of(self, name: bytes) -> bytes | None:
        """The submodule that a file is in, if it is in one.

        >>> Tree(files={}, modules=frozenset({b"a/b"})).module_of(b"a/b/c.md")
        b'a/b'
        >>> Tree(files={}, modules=frozenset({b"a/b"})).module_of(b"a/bc.md")
        """
        return next((module for module in self.modules if name.startswith(module + b"/")), None)


def tree(listing: bytes) -> Tree:
    r"""The tree that `git ls-tree -r -z --full-tree` lists; what is no such list gives as much as is one.

    >>> found = tree(f"100644 blob {'b' * 40}\ta b.md\x00160000 commit {'c' * 40}\tsub\0".encode())
    >>> found.files, sorted(found.modules)
    ({b'a b.md': 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'}, [b'sub'])
    >>> tree(b"fatal: no").files
    {}
    """
    entries = [found for piece in listing.split(b"\0") if (found := _ENTRY.fullmatch(piece))]
    files = {entry[4]: entry[3].decode() for entry in entries if entry[2] == b"blob" and entry[1].startswith(_FILE)}
    return Tree(files=files, modules=frozenset(entry[4] for entry in entries if entry[2] == b"commit"))


def renamed(appeared: Mapping[str, bytes], vanished: Mapping[str, bytes]) -> dict[str, str]:
    r"""Which of the files that appeared are which of those that vanished: new name -> old one, the most alike first.

    >>> renamed({"b.md": b"1\n2\n3\n"}, {"a.md": b"1\n2\n", "c.md": b"1\n9\n"})
    {'b.md': 'a.md'}
    >>> renamed({"b.md": b"1\n"}, {"a.md": b"2\n"}), renamed({"b.md": b""}, {"a.md": b""})
    ({}, {})
    """
    pairs = sorted(_alike(appeared, vanished), key=lambda pair: (-pair[0], pair[1], pair[2]))
    found: dict[str, str] = {}
    for _, new, old in pairs:
        if new not in found and old not in found.values():
            found[new] = old
    return found


def _alike(appeared: Mapping[str, bytes], vanished: Mapping[str, bytes]) -> Iterator[tuple[float, str, str]]:
    before = {path: _lines(data) for path, data in vanished.items()}
    for new, data in appeared.items():
        now = _lines(data)
        for old, lines in before.items():
            most = max(now.total(), lines.total())
            share = (now & lines).total() / most if most else 0.0
            if share >= _ENOUGH:
                yield share, new, old


def _lines(data: bytes) -> Counter[bytes]:
    """How often a file has each line, empty ones left out and however it ends."""
    return Counter(line for piece in data.split(b"\n") if (line := piece.strip()))
