"""What each pass asks, of a store that was filled by hand."""

from collections.abc import Sequence
from pathlib import Path

from crawler.gather import markdown
from crawler.gather.targets import targets
from crawler.model import Observation
from crawler.pipeline.judging import Judge
from crawler.pipeline.passes import Passes
from crawler.settings import Settings
from crawler.store import Store
from tests.histories import NOON, both, look

LABML = ("http://papers.labml.ai/paper/1706.03762", "https://papers.labml.ai/paper/1706.03762")


def filled(path: Path, looks: Sequence[Observation]) -> Store:
    """A store with these looks, all of one run, and a list that links what was looked at."""
    store = Store.open(path)
    urls = dict.fromkeys(each.target for each in looks)
    document = markdown.parse(" ".join(f"<{url}>" for url in urls).encode(), "README.md")
    store.record_sources([document], targets((document,)), digests={}, now=NOON)
    store.begin_run(NOON)
    for each in looks:
        store.record(each)
    return store


def passes() -> Passes:
    """The passes of a run on the first day."""
    return Passes(Judge(Settings(), NOON.date()), ["README.md"], NOON)


def test_candidates_asks_once_for_all_targets_that_a_rule_leads_to_one_address(tmp_path: Path) -> None:
    """Two spellings of a dead link have one new home: both hear in this run what it answers."""
    looks = [each for url in LABML for each in both(1, target=url, status=404)]
    with filled(tmp_path / "a.db", looks) as store:
        [asked] = [each for each in passes().candidates(store) if each.url == "https://arxiv.org/abs/1706.03762"]
    assert asked.targets == LABML


def test_doubts_asks_no_second_time_for_a_second_look(tmp_path: Path) -> None:
    """Where the network was away for the first look, the second stands alone: there is no place for another."""
    url = "https://a.example/paper"
    for number, count in ((1, 1), (2, 0)):
        seen = look(1, number, target=url, status=200, marks=("gone:title",))
        with filled(tmp_path / f"{number}.db", [seen]) as store:
            assert [each.look for each in passes().doubts(store, 1) if each.url == url] == [2] * count
