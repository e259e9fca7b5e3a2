"""All that is remembered between runs, as sorted text: what a branch keeps and a person can read. Pure.

    state.json                    the form, and of each file its lines and its sha256: a seal
    sources.jsonl links.jsonl     the lists as last read, and each address with its places in them
    runs.jsonl                    crawls, known by the moment they began
    observations/YYYY-MM.jsonl    observations, metadata and testimonies, by the month in which they were heard
    decisions.jsonl offers.jsonl  what people said, and what was offered to them
    publication.json              what the publisher remembers
    report.md                     the front page of the report

A file of facts has one fact a line, and its lines are in the order of their keys: a merge of two ledgers is a merge of
two sorted lists, and git keeps only what a run has added.
"""

from collections.abc import Iterable, Iterator

from crawler.store.ledger.files import (
    DECISIONS,
    FORMAT,
    LINKS,
    OFFERS,
    PUBLICATION,
    REPORT,
    RUNS,
    SOURCES,
    STATE,
    Fact,
    Ledger,
    Lines,
    counts,
    facts,
    format_of,
    holds_lines,
    is_ours,
    place_of,
    sealed,
    written,
)
from crawler.store.ledger.merging import merge
from crawler.store.ledger.wholeness import check, salvage
from crawler.store.ledger.words import (
    decisions,
    gathered,
    newest,
    offers,
    publication,
    with_decisions,
    with_offers,
    with_publication,
    with_report,
)

__all__ = [
    "DECISIONS",
    "FORMAT",
    "LINKS",
    "OFFERS",
    "PUBLICATION",
    "REPORT",
    "RUNS",
    "SOURCES",
    "STATE",
    "Fact",
    "Ledger",
    "check",
    "counts",
    "decisions",
    "export",
    "facts",
    "format_of",
    "gathered",
    "holds_lines",
    "is_ours",
    "merge",
    "newest",
    "offers",
    "parse",
    "publication",
    "salvage",
    "sealed",
    "with_decisions",
    "with_offers",
    "with_publication",
    "with_report",
]


def export(known: Iterable[Fact]) -> dict[str, bytes]:
    """The facts as files; ValueError where one of them is in no form that we write."""
    files: dict[str, Lines] = {}
    for shape, record in known:
        if not shape.fits(record):
            raise ValueError(f"{record} is no line")
        short = shape.short(record)
        files.setdefault(place_of(shape, short), {})[shape.key_of(short)] = short
    return sealed({path: written(lines) for path, lines in files.items()})


def parse(files: Ledger) -> Iterator[Fact]:
    """The facts of the files, in the order of their names; a line that is not ours is left out."""
    for path in sorted(path for path in files if holds_lines(path)):
        yield from facts(path, files[path])
