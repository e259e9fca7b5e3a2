"""The store and the state as text: what goes out comes back, and two stores become one."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import Phase, given, settings

from crawler.store import Store, ledger
from tests.remembering import Facts, exported, facts, rebuilt

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Facts are large: to make a failing example small would take minutes."""


def told(*all_facts: Facts) -> tuple[dict[str, bytes], list[object]]:
    """What a store exports and hands out, once it was told these."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "crawl.db") as store:
        for each in all_facts:
            each.into(store)
        return exported(store), list(store.histories())


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(facts)
def test_import_gives_back_what_was_exported(known: Facts) -> None:
    """A store that is rebuilt exports the same bytes, and hands out the same histories."""
    files, histories = told(known)
    assert ledger.check(files) is None
    again, handed_out = rebuilt(files)
    assert again == files
    assert handed_out == histories


@settings(max_examples=25, deadline=None, phases=QUICK)
@given(facts, facts)
def test_import_unites_what_two_stores_know(one: Facts, two: Facts) -> None:
    """It makes no difference which is told first, how often, or whether the files were merged before."""
    half_a_day = timedelta(hours=12)  # so that the runs of one stand between those of the other
    ours, theirs = told(one)[0], told(replace(two, runs=[at + half_a_day for at in two.runs]))[0]
    both, histories = rebuilt(ours, theirs)
    assert rebuilt(theirs, ours, theirs, ours) == (both, histories)
    assert both == ledger.merge(ours, theirs)
    assert rebuilt(both) == (both, histories)
