"""Whose commit the branch holds, and whether it must be built anew. Pure."""

import hashlib
from collections.abc import Collection, Mapping
from enum import StrEnum

from crawler.publish.forge import Commit, Entry
from crawler.publish.pull_request import tree_of


class Holder(StrEnum):
    """Who the branch belongs to."""

    NOBODY = "nobody"
    """There is no such branch."""
    US = "us"
    """One commit of ours on a commit of the base."""
    SOMEBODY = "somebody"
    """A person has put something there: it is never written over."""
    NOBODY_ANY_MORE = "nobody-any-more"
    """A person had, and merged it: it is on the base, and the branch was left behind."""


def holder(head: Commit | None, heads: Collection[str], merged: Collection[str] = ()) -> Holder:
    """Whose it is: ours is one commit whose message names the very tree that it has, and one that we remember.

    Who changes a file changes the tree; who adds a commit or takes over the base makes a head that names none, or
    another one; who rewrites the message makes one that we do not remember. `heads` is empty where we remember none;
    `merged` are the heads of those of our pull requests that were merged.

    >>> from crawler.publish.pull_request import message
    >>> ours = Commit(sha="a", tree="b" * 40, parents=("c",), message=message("b" * 40, 1))
    >>> holder(ours, []).value, holder(ours, ["a"]).value, holder(ours, ["d"]).value, holder(None, []).value
    ('us', 'us', 'somebody', 'nobody')
    """
    if head is None:
        return Holder.NOBODY
    named = tree_of(head.message.replace("\r\n", "\n"))
    ours = named == head.tree and len(head.parents) == 1 and (not heads or head.sha in heads)
    if ours:
        return Holder.US
    return Holder.NOBODY_ANY_MORE if head.sha in merged else Holder.SOMEBODY


def blob_sha(data: bytes) -> str:
    """The name that git has for a file's content.

    >>> blob_sha(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def touched(parent: Mapping[str, Entry], head: Mapping[str, Entry]) -> dict[str, str | None]:
    """The files that a commit changes -> what each becomes; None where it goes."""
    paths = {path for path in {*parent, *head} if parent.get(path) != head.get(path)}
    return {path: head[path].sha if path in head else None for path in sorted(paths)}


def clashes(parent: bytes, ours: bytes, base: bytes) -> bool:
    r"""Whether a line that we changed, or a neighbour of it, is not on the base as it was: then it may not merge.

    Lines that are not beside ours may come and go: git merges around them, and nobody needs to hear of a new commit.

    >>> clashes(b"1\n2\n3\n4\n", b"1\nZ\n3\n4\n", b"new\n1\n2\n3\nother\n")
    False
    >>> clashes(b"1\n2\n3\n", b"1\nZ\n3\n", b"1\n2\nthree\n")
    True
    """
    old, new, here = parent.split(b"\n"), ours.split(b"\n"), b"\n" + base + b"\n"
    if len(old) != len(new):
        return parent != base
    changed = [number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    around = (b"\n".join(old[max(0, number - 1) : number + 2]) for number in changed)
    return any(b"\n" + lines + b"\n" not in here for lines in around)
