"""Databases for tests of what is handed from one to another."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from crawler.model import (
    Choice,
    Decision,
    Document,
    History,
    Link,
    Metadata,
    Observation,
    Offered,
    Scheme,
    Target,
    Testimony,
)
from crawler.store import Store, ledger
from tests.histories import any_text, day, links, metadata, observations, times, what_witnesses_say

TARGETS = (
    Target(url="https://a.example/papers/attention", scheme=Scheme.WEB),
    Target(url="https://b.example/🙈", scheme=Scheme.WEB),
    Target(url="docs/a.md#top", scheme=Scheme.LOCAL),
)
_ODD = st.sampled_from(["\u2028", "##[stop-commands]x", "🙈\u202e", "a\0b", "\ud800"])
TEXT = any_text | _ODD
IDS = st.sampled_from(["a" * 64, "b" * 64, "c" * 64])
MOMENTS = st.sampled_from([day(number) for number in range(5)])

decisions = st.builds(Decision, fix=IDS, choice=st.sampled_from(Choice), reason=TEXT, at=MOMENTS, by=TEXT)
offers = st.builds(Offered, id=IDS, rule=TEXT, old=TEXT, new=TEXT, at=MOMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one machine knows."""

    links: Sequence[tuple[Target, Link]]
    read_at: datetime
    runs: Sequence[datetime]
    """When each began, in the order of their numbers; the facts number theirs from 1, modulo how many there are."""
    observations: Sequence[Observation]
    metadata: Sequence[Metadata]
    testimonies: Sequence[Testimony]
    decisions: Sequence[Decision]
    offers: Sequence[Offered]
    notes: Sequence[str]

    def into(self, store: Store) -> None:
        """Tell a store all of it."""
        owner: dict[Target, list[Link]] = {target: [] for target in TARGETS}
        for target, link in self.links:
            owner[target].append(link)
        documents = [
            Document(path=path, links=tuple(link for _, link in self.links if link.path == path))
            for path in ("README.md", "docs/café.md")
        ]
        store.record_sources(documents, owner, digests={"README.md": "ab"}, now=self.read_at)
        for at in self.runs:
            run = store.begin_run(at, fresh=True)
            store.note(run.id, self.notes)
        numbers = [run.id for run in store.runs()][-len(self.runs) :]
        for each in self.observations:
            store.record(replace(each, run=numbers[each.run % len(numbers)]))
        for said in self.metadata:
            store.learn(said)
        for heard in self.testimonies:
            store.testify(replace(heard, run=numbers[heard.run % len(numbers)]))
        for word in self.decisions:
            store.decide(word.fix, word.choice, word.reason, word.at, by=word.by)
        store.offer(self.offers)
        store.flush()


def of_any_target(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Facts of the three targets."""
    urls = st.sampled_from([target.url for target in TARGETS])
    return st.lists(st.builds(lambda fact, url: replace(fact, target=url), strategy, urls), max_size=4)


facts = st.builds(
    Facts,
    links=st.lists(st.tuples(st.sampled_from(TARGETS), links(TEXT)), max_size=4),
    read_at=times,
    runs=st.lists(MOMENTS, min_size=1, max_size=4),
    observations=of_any_target(observations(TEXT)),
    metadata=of_any_target(metadata(TEXT)),
    testimonies=of_any_target(what_witnesses_say(TEXT)),
    decisions=st.lists(decisions, max_size=4),
    offers=st.lists(offers, max_size=3),
    notes=st.lists(TEXT, max_size=2),
)


def exported(store: Store) -> dict[str, bytes]:
    """All that a store knows."""
    return ledger.sealed(dict(store.export_files()))


def rebuilt(*ledgers: ledger.Ledger) -> tuple[dict[str, bytes], list[History]]:
    """What a new store exports and hands out, once it was told these."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "crawl.db") as store:
        for files in ledgers:
            store.import_files(files)
        return exported(store), list(store.histories())
