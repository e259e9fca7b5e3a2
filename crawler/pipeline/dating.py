"""The day that each link was added: known from the last crawl, else asked of git. EDGE: git."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from crawler.gather import history
from crawler.model import Document
from crawler.pipeline.lists import Lists
from crawler.store import Store

_Dates = Mapping[tuple[str, str], datetime]


def dated(store: Store, lists: Lists, now: datetime) -> tuple[Lists, tuple[str, ...]]:
    """The lists with the days on which their links were added, and what a person should know about that.

    A day once known stays known: where no link is new, git is not even started.
    """
    known = store.added_dates(lists.paths)
    urls = {document.path: _undated(document, known) for document in lists.documents}
    asked = {path: some for path, some in urls.items() if some}
    if not asked:
        return _with_dates(lists, known), ()
    added = history.added(lists.root, asked, now)
    told = {(path, url): at for path, dates in added.dates.items() for url, at in dates.items()}
    return _with_dates(lists, known | told), (added.problem,) if added.problem else ()


def _undated(document: Document, known: _Dates) -> set[str]:
    return {link.url for link in document.links if (document.path, link.url) not in known}


def _with_dates(lists: Lists, dates: _Dates) -> Lists:
    documents = (
        replace(
            document, links=tuple(replace(link, added_at=dates.get((link.path, link.url))) for link in document.links)
        )
        for document in lists.documents
    )
    return replace(lists, documents=tuple(documents))
