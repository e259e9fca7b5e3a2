"""Which commit the lists are those of, if git knows one. EDGE git."""

import hashlib
from collections.abc import Mapping
from os import fsencode
from pathlib import Path

from crawler.gather import git
from crawler.gather.git import Git, GitError
from crawler.gather.trees import tree

DEADLINE_S = 20.0

_SHA256_DIGITS = 64


def head_of(root: Path, contents: Mapping[str, bytes], deadline_s: float = DEADLINE_S) -> str | None:
    """The commit that is checked out, if each of these lists (by path from `root`) stands in it byte for byte.

    None where there is no repository, no git, no commit yet, or where somebody has changed a list since.
    """
    program = git.installed()
    if program is None or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    try:
        with Git(program, root, deadline_s) as asked:
            head = asked.ask("rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}").decode().strip()
            prefix = asked.ask("rev-parse", "--show-prefix").removesuffix(b"\n")
            files = tree(asked.ask("ls-tree", "-r", "-z", "--full-tree", head)).files
    except (GitError, OSError):  # the second where there is no room for a temporary file
        return None
    same = all(_is(data, files.get(prefix + fsencode(path), "")) for path, data in contents.items())
    return head if same and contents else None


def _is(data: bytes, blob: str) -> bool:
    """Whether git knows these bytes by this name (gitformat-pack(5), "object types"; hash-function-transition)."""
    whole = b"blob %d\0" % len(data) + data
    long = len(blob) == _SHA256_DIGITS
    made = hashlib.sha256(whole) if long else hashlib.sha1(whole, usedforsecurity=False)
    return made.hexdigest() == blob
