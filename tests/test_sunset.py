"""Places that moved or shut: which row an address lies in, and what a landing elsewhere means."""

from datetime import date

import pytest
from hypothesis import given

from crawler.judge.rewrites import RULES, SUNSETS, goes_nowhere, latest_capture, sunset_of
from crawler.model import Safety
from tests.histories import any_text

_PAPER = "https://paperswithcode.com/paper/mask-r-cnn"
_METHOD = "https://paperswithcode.com/method/vgg"
_POST = "https://ai.googleblog.com/2018/11/open-sourcing-bert-state-of-art-pre.html"
_TDS = "https://towardsdatascience.com/information-entropy-c037a90de58f"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (_PAPER, "paperswithcode.com/paper/"),
        (_METHOD, "paperswithcode.com/"),
        ("http://www.paperswithcode.com/", "paperswithcode.com/"),
        (_POST, "ai.googleblog.com/2"),
        ("https://ai.googleblog.com/", "ai.googleblog.com/"),
        ("https://deepmind.com/blog", "deepmind.com/"),
        ("https://openai.com/blog/tags/research/", "openai.com/blog/tags/"),
        ("https://openai.com/blog/clip/", "openai.com/blog/"),
        ("https://papers.labml.ai/papers/recent/", "papers.labml.ai/"),
    ],
)
def test_sunset_of_is_the_most_particular_row(url: str, place: str) -> None:
    """With or without www., http or https."""
    row = sunset_of(url)
    assert row is not None
    assert row.place == place


@pytest.mark.parametrize(
    "url",
    [
        "https://paperswithcode.co/methods/vgg",
        "https://notpaperswithcode.com/paper/x",
        "https://lilianweng.github.io/posts/2018-06-24-attention/",
        "https://openai.com/index/clip/",
        "https://stability.ai/",
        "http://[",
        "docs/a.md",
    ],
)
def test_sunset_of_is_none_for_the_rest_of_the_web(url: str) -> None:
    """The new homes among them, and what is no address."""
    assert sunset_of(url) is None
    assert latest_capture(url) is None


@pytest.mark.parametrize(
    ("url", "end", "nowhere"),
    [
        (_PAPER, "https://huggingface.co/papers/1703.06870", False),
        (_PAPER, "https://huggingface.co/papers/trending", True),
        (_METHOD, "https://huggingface.co/papers/trending", True),
        (_METHOD, "https://github.com/paperswithcode/paperswithcode-data", True),
        (_METHOD, "https://paperswithcode.co/methods/vgg", False),
        (_METHOD, "https://paperswithcode.co/methods/resnet", True),
        (_METHOD, "http://www.paperswithcode.com/method/vgg/", False),
        ("https://paperswithcode.com/", "https://huggingface.co/papers/trending", False),
        (_TDS, "https://towardsdatascience.com/information-entropy/", False),
        (_TDS, "https://medium.com/data-science/information-entropy-c037a90de58f", False),
        (_TDS, "https://towardsdatascience.com/latest/", True),
        (_POST, "https://research.google/blog/open-sourcing-bert/", False),
        (_POST, "https://blog.research.google/2018/11/open-sourcing-bert-state-of-art-pre.html?m=1", False),
        (_POST, "https://research.google/blog/", True),
        ("https://ai.googleblog.com/", "https://research.google/blog/", False),
        ("https://research.googleblog.com/2017/08/a.html", "https://ai.googleblog.com/2017/08/a.html", False),
        ("https://www.deepmind.com/blog/a-post", "https://deepmind.google/discover/blog/a-post/", False),
        ("https://www.deepmind.com/blog/a-post", "https://deepmind.google/blog/", True),
        ("https://deepmind.com/blog/", "https://deepmind.google/blog/", False),
        ("https://www.deepmind.com/learning-resources/a-course", "https://deepmind.google/research/", True),
        ("https://www.deepmind.com/learning-resources/a-course", "https://deepmind.google/learning/a-course", False),
        ("https://www.deepmind.com/publications/x", "https://deepmind.google/research/publications/", False),
        ("https://ai.facebook.com/blog/a-post/", "https://ai.meta.com/blog/a-post/", False),
        ("https://ai.facebook.com/blog/a-post/", "https://ai.meta.com/blog/", True),
        ("https://ai.facebook.com/blog/", "https://ai.meta.com/blog/", False),
        ("https://openai.com/blog/clip/", "https://openai.com/index/clip/", False),
        ("https://openai.com/blog/clip/", "https://openai.com/news/", True),
        ("https://openai.com/blog/tags/research/", "https://openai.com/news/research/", True),
        ("https://stability.ai/blog/a-post", "https://stability.ai/news-updates/a-post", False),
        ("https://stability.ai/blog/a-post", "https://stability.ai/news", True),
        ("https://papers.labml.ai/papers/recent/", "https://labml.ai/", True),
        ("https://papers.labml.ai/paper/1706.03762", "https://arxiv.org/abs/1706.03762", False),
        ("https://projects.iq.harvard.edu/stat110/home", "https://projects.iq.harvard.edu/gone", True),
        ("https://amaarora.github.io/2021/07/26/x.html", "https://amaarora.github.io/posts/2021-07-26-x.html", False),
        ("https://amaarora.github.io/2021/07/26/x.html", "https://amaarora.github.io/blog.html", True),
        ("https://twitter.com/a/status/1", "https://x.com/a/status/1", False),
        ("https://a.example/", "https://huggingface.co/papers/trending", False),
    ],
)
def test_goes_nowhere_tells_a_page_from_a_page_for_all_comers(url: str, end: str, *, nowhere: bool) -> None:
    """What is kept across a move, a name or a number, tells whether a redirect leads to the page."""
    assert goes_nowhere(url, end) is nowhere


def test_last_captures_are_from_before_the_end() -> None:
    """Papers with Code and Towards Data Science by the day; no copy is wanted from a day on which a place was gone."""
    known = {row.place: row.last_capture for row in SUNSETS}
    assert known["paperswithcode.com/paper/"] == known["paperswithcode.com/"] == date(2025, 7, 24)
    assert known["towardsdatascience.com/"] == date(2025, 2, 1)
    assert known["ai.googleblog.com/2"] == known["ai.googleblog.com/"] == date(2023, 7, 31)
    assert all(row.last_capture <= row.since for row in SUNSETS if row.last_capture and row.since)


def test_sunsets_name_each_place_once_and_where_that_is_known_from() -> None:
    """Rows are data: a place, a source, and a home that is a pattern."""
    assert len({row.place for row in SUNSETS}) == len(SUNSETS)
    assert all(row.source and "/" in row.place for row in SUNSETS)
    assert all(row.now for row in SUNSETS if row.safe)


def test_safe_rules_are_for_places_that_are_safe_to_leave() -> None:
    """A rule for a place that moved claims no more than the table allows."""
    hosts = {row.place.partition("/")[0]: row.safe for row in SUNSETS if row.safe is not Safety.SAFE}
    mixed = {row.place.partition("/")[0] for row in SUNSETS if row.safe is Safety.SAFE}
    bold = {host for rule in RULES if rule.safety is Safety.SAFE for host in rule.hosts}
    assert {host.removeprefix("www.") for host in bold} & set(hosts) <= mixed


@given(any_text, any_text)
def test_sunset_has_an_answer_for_every_text(text: str, end: str) -> None:
    """Whatever stands there, and wherever it leads."""
    assert sunset_of(text) is None
    for url in (f"{_PAPER}{text}", f"https://openai.com/blog/{text}"):
        assert goes_nowhere(url, end) in (True, False)
