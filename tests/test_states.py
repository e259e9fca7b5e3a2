"""What pages say of the state of what they show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markup import Markup
from crawler.gather.states import state_of

URL = "https://arxiv.org/abs/1706.03762"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (
            "[Submitted on 12 Jun 2017 (v1), last revised 2 Aug 2023 (this version, v7)]",
            {"version": "7", "newest_version": "7"},
        ),
        (
            "[Submitted on 12 Jun 2017 (this version), latest version 2 Aug 2023 (v7)]",
            {"newest_version": "7"},
        ),
        (
            "[Submitted on 12 Jun 2017 (v1), revised 6 Dec 2017 (this version, v5), latest version 2 Aug 2023 (v7)]",
            {"version": "5", "newest_version": "7"},
        ),
        ("Comments: This paper has been withdrawn by the author due to an error", {"withdrawn": "true"}),
        ("[Submitted on 12 Jun 2017]", {}),
    ],
)
def test_state_of_reads_what_arxiv_says(text: str, state: dict[str, str]) -> None:
    """The version that is shown, the newest one, and that a paper was taken back."""
    assert state_of(Markup(text=text), URL) == state


def test_state_of_believes_no_other_host() -> None:
    """Elsewhere these words may be about another paper."""
    assert state_of(Markup(text="This paper has been withdrawn"), "https://a.example/") == {}


@given(text=st.text(alphabet="(this version,v123)latest []withdrawn paper has been", max_size=120))
def test_state_of_takes_any_text(text: str) -> None:
    """Versions are numbers, whatever the page says."""
    found = state_of(Markup(text=text), URL)
    assert all(found[name].isdigit() for name in ("version", "newest_version") if name in found)
