"""Fixes -> the lists with their links mended, as bytes and as a diff. EDGE: files."""

import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

from crawler.errors import SourceError
from crawler.gather import markdown, texts
from crawler.gather.fetcher import Clock
from crawler.judge.wording import tells_nothing
from crawler.model import Document, Judged, Link, Safety
from crawler.pipeline.files import write_whole
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.publish.patch import combine, unified_diff
from crawler.settings import Settings
from crawler.store import Store

Change = tuple[Link, str]
Spot = tuple[str, int]
"""The path of a list, and where a URL begins in it."""
_HIDING = re.compile("[\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""What turns around how a line looks, breaks it, or is unseen: whoever reads the diff would approve something else."""
Write = Callable[[Sequence[Change]], bytes | None]
"""Makes the new content, or None where it would not be as it was meant."""


def mend(store: Store, lists: Lists, settings: Settings, clock: Clock, *, review: bool) -> dict[str, bytes]:
    """The new content of each list that has something to mend."""
    judge = Judge(settings, clock.utc().date(), store.decisions())
    return apply(lists, judge.all(store.histories(lists.paths)), judge, review=review)


def apply(lists: Lists, judged: Iterable[Judged], judge: Judge, *, review: bool) -> dict[str, bytes]:
    """The new content of each list: safe fixes, and with `review` those that need a person's eyes."""
    wanted = {Safety.SAFE, Safety.REVIEW} if review else {Safety.SAFE}
    new_urls = {fix.old: fix.new for each in judged for fix in each.fixes if fix.safety in wanted}
    mended = {}
    for document in lists.documents:
        data = with_urls(lists.contents[document.path], document, new_urls, judge)
        if data != lists.contents[document.path]:
            mended[document.path] = data
    return mended


def reword(store: Store, lists: Lists, settings: Settings, clock: Clock) -> dict[str, bytes]:
    """The new content of each list that has links whose texts tell nothing: titles in their place, for review."""
    judge = Judge(settings, clock.utc().date(), store.decisions())
    titles = dict[tuple[str, str], str]()
    for judged in judge.all(store.histories(lists.paths)):
        urls = {link.url for link in judged.history.links}
        titles |= {(url, fix.old): fix.new for fix in judge.wordings(judged) for url in urls}
    reworded = {}
    for document in lists.documents:
        data = lists.contents[document.path]
        new = reworded_bytes(data, document, list(_texts(data, document, titles, judge)))
        if new != data:
            reworded[document.path] = new
    return reworded


def diff(lists: Lists, mended: Mapping[str, bytes]) -> bytes:
    """One patch for `git apply`, from the root of the repository."""
    return combine(unified_diff(path, lists.contents[path], new) for path, new in sorted(mended.items()))


def write(lists: Lists, mended: Mapping[str, bytes]) -> None:
    """Write the mended lists, each whole or not at all, and only over what was read."""
    for path, data in mended.items():
        file = lists.root / path
        if file.read_bytes() != lists.contents[path]:
            raise SourceError(f"{path} has changed since it was read: nothing was written to it; run the command again")
        write_whole(file, data, mode=stat.S_IMODE(file.stat().st_mode))


def with_urls(data: bytes, document: Document, new_urls: Mapping[str, str], judge: Judge) -> bytes:
    """The list with new URLs in the place of old ones, but for links that a comment says to leave alone."""
    return mended_bytes(data, document, list(_changes(document, new_urls, judge)))


def mended_bytes(data: bytes, document: Document, changes: Sequence[Change]) -> bytes:
    """The list with these URLs changed and nothing else, or as much of that as can be shown to be so.

    What is written is read again: the links must be the same ones, with just these changed. A change that cannot be
    written, or that would change how its neighbours are read, is left out.
    """
    return _as_far_as_possible(partial(_if_exact, data, document), changes) or data


def suggestions(lists: Lists, new_urls: Mapping[str, str], judge: Judge) -> dict[Spot, str]:
    """What could be written in the place of URLs, escaped as each place asks: as much as can be shown to be right.

    All of it holds together, as the new content of `apply` does; and each by itself changes its own bytes alone.
    """
    found: dict[Spot, str] = {}
    for document in lists.documents:
        data = lists.contents[document.path]
        for link, url in _possible(partial(_if_exact, data, document), list(_changes(document, new_urls, judge)), []):
            with suppress(UnicodeDecodeError):  # a fragment that is kept may hold bytes that are no text
                found[document.path, link.start] = markdown.rewritten(data, link, url).decode()
    return found


def as_written(data: bytes, document: Document, link: Link, url: str) -> str | None:
    """How a new address is written in the place of a link's own; None where it cannot be."""
    if mended_bytes(data, document, [(link, url)]) == data:
        return None
    return markdown.rewritten(data, link, url).decode(errors="replace")


def reworded_bytes(data: bytes, document: Document, changes: Sequence[Change]) -> bytes:
    """The list with these texts changed and nothing else, as `mended_bytes` does it."""
    return _as_far_as_possible(partial(texts.reword, data, document), changes) or data


def _as_far_as_possible(write: Write, changes: Sequence[Change]) -> bytes | None:
    return write(_possible(write, list(changes), []))


def _possible(write: Write, changes: list[Change], kept: list[Change]) -> list[Change]:
    """Those of the changes that hold together with what is kept: all, or what the two halves have of them."""
    if not changes or write([*kept, *changes]) is not None:
        return [*kept, *changes]
    if len(changes) == 1:
        return kept
    middle = len(changes) // 2
    return _possible(write, changes[middle:], _possible(write, changes[:middle], kept))


def _if_exact(data: bytes, document: Document, changes: Sequence[Change]) -> bytes | None:
    if any(_HIDING.search(url) and not _HIDING.search(link.url) for link, url in changes):
        return None
    try:
        mended = markdown.replace(data, changes)
    except ValueError:  # the new URL cannot be written at that place
        return None
    new = {(link.start, link.end): url for link, url in changes}
    expected = [new.get((link.start, link.end), link.url) for link in document.links]
    return mended if [link.url for link in markdown.parse(mended, document.path).links] == expected else None


def _changes(document: Document, new_urls: Mapping[str, str], judge: Judge) -> Iterator[Change]:
    """Each place once: many links may share one definition."""
    seen = set[tuple[int, int]]()
    for link in document.links:
        place = (link.start, link.end)
        if link.url in new_urls and place not in seen and not judge.ignores(link):
            seen.add(place)
            yield link, new_urls[link.url]


def _texts(data: bytes, document: Document, titles: Mapping[tuple[str, str], str], judge: Judge) -> Iterator[Change]:
    """Each link whose text tells nothing, with the title of what it leads to, unless that stands beside it."""
    lines = data.split(b"\n")
    for link in document.links:
        title = titles.get((link.url, link.text)) if tells_nothing(link) and not judge.ignores(link) else None
        if title is not None and not texts.names_it(lines[link.line - 1], title):
            yield link, title
