"""Moves that are known without asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.certain import known_move
from crawler.urls import canonical


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://papers.labml.ai/paper/1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("https://papers.labml.ai/paper/1706.03762v2/", "https://arxiv.org/abs/1706.03762v2"),
        (
            "https://lilianweng.github.io/lil-log/2018/10/13/flow-based-deep-generative-models.html",
            "https://lilianweng.github.io/posts/2018-10-13-flow-models/",
        ),
        ("https://arxiv.org/abs/1706.03762", None),
        ("https://paperswithcode.com/paper/mask-r-cnn", None),
        ("https://github.com/a/b", None),
        ("mailto:a@b.example", None),
        ("http://[", None),
    ],
)
def test_known_move_is_exact_or_nothing(old: str, new: str | None) -> None:
    """Only a map that names the very page counts; where a title would have to agree, nothing is certain."""
    found = known_move(old)
    assert (found and found[0]) == new


@given(st.text(max_size=60), st.sampled_from(["papers.labml.ai/paper/", "ocw.mit.edu/courses/", "amaarora.github.io/"]))
def test_known_move_names_addresses_alone(rest: str, place: str) -> None:
    """Whatever stands there, a new address is one, and another one."""
    url = f"https://{place}{rest}"
    found = known_move(url)
    assert found is None or (canonical(found[0]) == found[0] != canonical(url))
