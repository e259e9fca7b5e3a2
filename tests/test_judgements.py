"""What is told of a resource by what is judged of it."""

from datetime import timedelta

import pytest

from crawler.model import PAGE, Health, Metadata, known
from tests.builders import days_ago

AT = days_ago(3)


@pytest.mark.parametrize("health", Health)
@pytest.mark.parametrize("via", [PAGE, "arxiv"])
def test_known_leaves_out_what_a_page_says_since_its_place_was_taken(health: Health, via: str) -> None:
    """A page that is gone or hijacked is not what answers there now; an interface knows what it is asked about."""
    said = Metadata(target="", at=AT, via=via, title="Trending")
    taken = health in {Health.BROKEN, Health.DEAD, Health.HIJACKED} and via == PAGE
    assert (known([said], health, AT) is None) is taken
    assert known([said], health, AT + timedelta(days=1)) is not None
    assert known([said], health, None) is not None
