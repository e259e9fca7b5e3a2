"""What many tests share."""

from collections.abc import Iterator

import hypothesis
import pytest

from crawler.gather import dns
from tests.site import Site

# No deadline for one example: a busy machine is slow, and that is no fault of the code.
hypothesis.settings.register_profile("listkeeper", deadline=None, max_examples=60, derandomize=True, database=None)
hypothesis.settings.load_profile("listkeeper")


@pytest.fixture(autouse=True)
def no_name_is_looked_up_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks for names has a name server of its own; where it has none, nobody is asked on the network."""
    monkeypatch.setattr(dns, "SERVERS", ["127.0.0.1:1"])


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site over plain HTTP on 127.0.0.1."""
    with Site() as site:
        yield site
