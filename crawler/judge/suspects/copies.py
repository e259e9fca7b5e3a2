"""Links that somebody adds although the page behind them stands in the lists already. Pure.

Lists that are one another's translations, or parts of them, have the same links on purpose: whatever two lists have in
common to a good part is no copy between them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.judge.better import page_of
from crawler.judge.suspects.addresses import key_of
from crawler.judge.suspects.homes import home_keys
from crawler.judge.suspects.repeats import counts, home_of
from crawler.judge.suspects.seen import Seen, followed
from crawler.model import Document, Link

Place = tuple[str, int]
"""The path of a list, and where the URL of a link begins in it."""

_TWINS = 0.2
"""Lists that have so much of the smaller one in common are one list twice: for two languages, say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A link that was added, and the one that stands for the same page already."""

    link: Link
    other: Link
    same_address: bool
    """Whether both are written alike, but for what is no part of the place: the scheme, `www.`, a closing slash."""


def copies(
    now: Sequence[Document],
    added: Collection[Place],
    *,
    before: Mapping[str, Document] | None = None,
    homes: Mapping[str, str] | None = None,
) -> tuple[Copy, ...]:
    r"""The added links whose page stands elsewhere too, in the order of the lists.

    `before` is how the lists stood: what only moved within a list is no second copy. `homes` says of targets where they
    really live.

    >>> from crawler.gather.markdown import parse
    >>> now = parse(b"- [A](https://arxiv.org/abs/1706.03762)\n- [B](http://arxiv.org/pdf/1706.03762.pdf)", "a.md")
    >>> added = {("a.md", now.links[1].start)}
    >>> [(copy.link.line, copy.other.line, copy.same_address) for copy in copies([now], added)]
    [(2, 1, False)]
    >>> copies([now], added, before={"a.md": now})
    ()
    """
    known = home_keys(homes or {})
    search = _Search(
        pages={document.path: _pages(document, known) for document in now},
        then={path: Counter(key for key, _ in _pages(old, known)) for path, old in (before or {}).items()},
        added=added,
    )
    return tuple(search.run())


def _pages(document: Document, homes: Mapping[str, str]) -> list[tuple[str, Seen]]:
    """The entries of a list, each with the key of the page that stands behind it."""
    found = [seen for seen in followed(document) if counts(seen)]
    return [(home_of(key_of(page_of(seen.link.url)), homes), seen) for seen in found]


class _Search:
    """One search, over what each list holds: pages by their keys, in order."""

    def __init__(
        self,
        *,
        pages: Mapping[str, Sequence[tuple[str, Seen]]],
        then: Mapping[str, Counter[str]],
        added: Collection[Place],
    ) -> None:
        self._pages = pages
        self._then = then
        self._added = added
        self._order = {path: number for number, path in enumerate(pages)}
        self._gone = [path for path in then if path not in pages]
        self._by_key: dict[str, list[Seen]] = {}
        for found in pages.values():
            for key, seen in found:
                self._by_key.setdefault(key, []).append(seen)

    def run(self) -> Iterator[Copy]:
        """The copies among what was added."""
        for path, found in self._pages.items():
            new = [(key, seen) for key, seen in found if self._is_new(seen)]
            near = self._near(path) if new else []
            for key, seen in new:
                older = self._older(key, seen, near)
                others = [other for other in older if _is_other(seen, other)]
                stood = sum(self._then[each][key] for each in (*near, *self._gone) if each in self._then)
                # What only moved takes the place that it had: as many as stood there before are no copies.
                if others and len(older) >= stood:
                    yield Copy(link=seen.link, other=others[0].link, same_address=others[0].key == seen.key)

    def _is_new(self, seen: Seen) -> bool:
        return _at(seen) in self._added

    def _near(self, path: str) -> list[str]:
        """The lists whose links may be copies of this one's: itself, and those that are no twins of it."""
        return [other for other in self._pages if other == path or not _twins(self._keys(path), self._keys(other))]

    def _keys(self, path: str) -> set[str]:
        return {key for key, seen in self._pages[path] if not self._is_new(seen)}

    def _older(self, key: str, seen: Seen, near: Collection[str]) -> list[Seen]:
        """What stands for the page beside a link that was added: what is not new, and what is new and stands before."""
        return [
            other
            for other in self._by_key[key]
            if other.link.path in near and (not self._is_new(other) or self._place(other) < self._place(seen))
        ]

    def _place(self, seen: Seen) -> tuple[int, int, int]:
        return self._order[seen.link.path], seen.link.line, seen.link.column


def _twins(one: Collection[str], other: Collection[str]) -> bool:
    fewer = min(len(one), len(other))
    return fewer > 0 and len(set(one) & set(other)) > _TWINS * fewer


def _at(seen: Seen) -> Place:
    return seen.link.path, seen.link.start


def _is_other(seen: Seen, other: Seen) -> bool:
    """Whether it stands on another line, and is not written at the same place: in one definition."""
    return _at(other) != _at(seen) and (other.link.path, other.link.line) != (seen.link.path, seen.link.line)
