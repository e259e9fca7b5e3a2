"""The lists as they stand on a branch of the forge, read with our own parser and mended as `listkeeper fix` does it.

The findings were made from another copy, maybe of another day: where a link stands there is not trusted here. Nor is
which files are lists: whoever made the findings up could name a script, and have an address in it replaced.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from crawler.errors import SourceError
from crawler.gather import markdown
from crawler.gather.lists import is_markdown
from crawler.gather.source import is_text
from crawler.model import Document, Offer
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import MOST_BYTES
from crawler.pipeline.mending import with_urls
from crawler.publish.forge import Commit, Entry, Forge
from crawler.publish.plan.branch import blob_sha, clashes, touched
from crawler.publish.rows import Row

_FILES = ("100644", "100755")


class Contents:
    """Commits, trees and files of the forge, each fetched once."""

    def __init__(self, forge: Forge) -> None:
        self._forge = forge
        self._commits: dict[str, Commit] = {}
        self._blobs: dict[str, bytes] = {}
        self._trees: dict[str, Mapping[str, Entry]] = {}

    def commit(self, sha: str) -> Commit:
        """A commit."""
        if sha not in self._commits:
            self._commits[sha] = self._forge.commit(sha)
        return self._commits[sha]

    def tree(self, sha: str) -> Mapping[str, Entry]:
        """Every file below a tree."""
        if sha not in self._trees:
            self._trees[sha] = self._forge.tree(sha)
        return self._trees[sha]

    def blob(self, sha: str) -> bytes:
        """What a file holds."""
        if sha not in self._blobs:
            self._blobs[sha] = self._forge.blob(sha)
        return self._blobs[sha]


class Base:
    """The lists at one commit."""

    def __init__(self, contents: Contents, commit: Commit, paths: Iterable[str], judge: Judge) -> None:
        self.commit = commit
        self._contents = contents
        self._paths = sorted(set(paths))
        self._judge = judge

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every file, lists or not."""
        return self._contents.tree(self.commit.tree)

    @cached_property
    def lists(self) -> Mapping[str, tuple[bytes, Document]]:
        """The lists that can be read, by path."""
        return {path: held for path in self._paths if (held := self._read(path)) is not None}

    def _read(self, path: str) -> tuple[bytes, Document] | None:
        entry = self.entries.get(path)
        if entry is None or entry.mode not in _FILES or not is_markdown(path):
            return None
        data = self._contents.blob(entry.sha)
        if len(data) > MOST_BYTES or not is_text(data):
            return None
        try:
            return data, markdown.parse(data, path)
        except SourceError:
            return None

    def counted(self, urls: Iterable[str]) -> int:
        """How many links of the lists, but for those that are to be left alone, lead to one of these."""
        wanted = frozenset(urls)
        return sum(
            link.url in wanted and not self._judge.ignores(link)
            for _, document in self.lists.values()
            for link in document.links
        )

    def standing(self, offers: Sequence[Offer]) -> frozenset[str]:
        """Ids of the offers of which at least one link can be mended here."""
        mended = self.mended(offers)
        changed = set[str]()
        for path, data in mended.items():
            # Mended is what has the same links in the same order, with new addresses here and there.
            pairs = zip(self.lists[path][1].links, markdown.parse(data, path).links, strict=True)
            changed |= {old.url for old, new in pairs if old.url != new.url}
        return frozenset(offer.id for offer in offers if any(old in changed for old, _ in offer.replacements))

    def mended(self, offers: Iterable[Offer]) -> dict[str, bytes]:
        """The new content of each list that these offers change."""
        new_urls = {old: new for offer in offers for old, new in offer.replacements}
        found = {}
        for path, (data, document) in self.lists.items():
            new = with_urls(data, document, new_urls, self._judge)
            if new != data:
                found[path] = new
        return found


def is_stale(contents: Contents, base: Base, head: Commit, rows: Iterable[Row], judge: Judge) -> bool:
    """Whether a commit of ours holds other changes than these rows ask for, or may not merge any more."""
    offers = [row.offer for row in rows]
    parent = Base(contents, contents.commit(head.parents[0]), base.lists, judge)
    done = touched(parent.entries, contents.tree(head.tree))
    wanted = parent.mended(offers)
    # A link that came to the base since then is not in our commit, nor could it be.
    if done != {path: blob_sha(data) for path, data in wanted.items()} or len(parent.standing(offers)) < len(offers):
        return True
    return any(
        parent.entries[path] != base.entries.get(path)
        and clashes(parent.lists[path][0], data, base.lists[path][0] if path in base.lists else b"")
        for path, data in wanted.items()
    )
