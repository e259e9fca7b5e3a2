"""What many tests share."""

from collections.abc import Iterator

import hypothesis
import pytest

from tests.site import Site

# No deadline for one example: a busy machine is slow, and that is no fault of the code.
hypothesis.settings.register_profile("listkeeper", deadline=None, max_examples=60, derandomize=True, database=None)
hypothesis.settings.load_profile("listkeeper")


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site over plain HTTP on 127.0.0.1."""
    with Site() as site:
        yield site
