"""What many tests share."""

import os
from collections.abc import Iterator
from dataclasses import fields

import hypothesis
import pytest

from crawler.gather import dns
from crawler.settings import Keys
from tests.site import Site

# No deadline for one example: a busy machine is slow, and that is no fault of the code.
hypothesis.settings.register_profile("listkeeper", deadline=None, max_examples=60, derandomize=True, database=None)
hypothesis.settings.load_profile("listkeeper")

# What a person, or a runner, has at hand for hosts' interfaces is for no server of a test, nor for its commands.
for key in fields(Keys):
    os.environ.pop(key.name.upper(), None)


@pytest.fixture(autouse=True)
def no_name_is_looked_up_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks for names has a name server of its own; where it has none, nobody is asked on the network."""
    monkeypatch.setattr(dns, "SERVERS", ["127.0.0.1:1"])


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site over plain HTTP on 127.0.0.1."""
    with Site() as site:
        yield site
