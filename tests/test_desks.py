"""What is said alike of the hosts whose interfaces are asked."""

import pytest

from crawler.gather.resolvers import Resolver
from crawler.gather.resolvers.archiveorg import ArchiveOrg
from crawler.gather.resolvers.gitlab import GitLab
from crawler.gather.resolvers.huggingface import HuggingFace
from crawler.gather.resolvers.stackexchange import StackExchange
from crawler.gather.resolvers.wikipedia import Wikipedia
from crawler.gather.resolvers.zenodo import Zenodo
from tests.desks import home_of, one


@pytest.mark.parametrize(
    ("resolver", "target", "said"),
    [
        (ArchiveOrg(), "http://archive.org/details/abc", {"metadata": {}}),
        (GitLab(), "http://gitlab.com/a/b", {"path_with_namespace": "a/b"}),
        (HuggingFace(), "http://huggingface.co/a/b", {"id": "a/b"}),
        (StackExchange(), "http://stackoverflow.com/q/1", {"items": [{"question_id": 1}]}),
        (Wikipedia(), "http://en.wikipedia.org/wiki/A", {"query": {"pages": [{"title": "A"}]}}),
        (Zenodo(), "http://zenodo.org/records/1", {"metadata": {}}),
    ],
)
def test_hosts_that_speak_https_alone_have_moved_there(resolver: Resolver, target: str, said: object) -> None:
    """Their pages redirect for good, which an interface does not say."""
    assert home_of(one(resolver, target, said)) == target.replace("http:", "https:")
    assert home_of(one(resolver, target.replace("http:", "https:"), said)) is None
