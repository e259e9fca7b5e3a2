"""What the tests of resolvers of papers have in common: what is asked, and what is made of an answer."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding
from crawler.gather.resolvers import Resolver
from crawler.model import Metadata
from crawler.settings import Keys
from tests import desks
from tests.gathering import START

NO_KEYS = Keys()


def asked(resolver: Resolver, *targets: str, keys: Keys = NO_KEYS) -> Request:
    """The one request that asks for these."""
    assert all(resolver.takes(target, keys) for target in targets)
    [request] = resolver.requests(targets, keys)
    assert sorted(request.targets) == sorted(targets)
    return request


def heard(
    resolver: Resolver, targets: Sequence[str], answer: object, status: int = 200, keys: Keys = NO_KEYS
) -> dict[str, Finding]:
    """What is made of an answer: bytes as they are, all else as JSON."""
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    reply = Reply(request=asked(resolver, *targets, keys=keys), at=START, status=status, body=body)
    return desks.heard(resolver, reply)


def told(resolver: Resolver, target: str, answer: object, keys: Keys = NO_KEYS) -> Metadata:
    """What an answer tells of a target."""
    metadata = heard(resolver, [target], answer, keys=keys)[target].metadata
    assert metadata is not None
    return metadata


def status_of(finding: Finding) -> int | None:
    """The status that was observed, if any was."""
    return finding.observation.status if finding.observation else None


def word_of(finding: Finding) -> str:
    """What was said of it."""
    assert finding.observation
    return finding.observation.detail


def state_of(finding: Finding) -> dict[str, str]:
    """In what state it is."""
    assert finding.metadata
    return dict(finding.metadata.state)


def junk(names: str, *more: Any) -> st.SearchStrategy[Any]:
    """JSON that has the right names in it, which are given with spaces between, and anything in their places."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    leaves |= st.sampled_from(["10.1000/a", "1706.03762", "2017-06-12", *more])
    keys = st.sampled_from(names.split()) | st.text(max_size=5)
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=8), max_leaves=30
    )
