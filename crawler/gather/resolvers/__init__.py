"""Who knows what to ask about a target, and how to read the reply. A resolver never asks.

The protocol stands here and its implementers import nothing of it. `WEB` asks for the page itself and takes every
target; the others know the interface of a host, which may answer for many targets at once.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding
from crawler.gather.resolvers import (
    aclanthology,
    archiveorg,
    arxiv,
    crossref,
    datacite,
    github,
    github_rest,
    gitlab,
    huggingface,
    huggingface_card,
    oembed,
    openalex,
    openreview,
    paperswithcode,
    semanticscholar,
    stackexchange,
    stackexchange_question,
    web,
    wikipedia,
    youtube,
    youtube_items,
    youtube_oembed,
    youtube_thumbnail,
    zenodo,
)
from crawler.settings import Keys


class Resolver(Protocol):
    """Knows what to ask of an interface about targets, and how to read the reply."""

    name: str
    """What `Observation.via` and `Metadata.via` say of it."""
    title: str
    """What people call the interface, for sentences: `GitHub's API`."""
    adds_page: bool
    """Whether the page itself is read as well, for an abstract that the interface did not give."""

    def takes(self, target: str, keys: Keys) -> bool:
        """Whether the interface can be asked about a canonical URL, with these keys."""
        ...

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """What to ask about targets that it takes, each of them in one request, or in none: then the next is asked."""
        ...

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What a reply says, for each target that it was asked for and says anything of; total, whatever came."""
        ...


WEB = web.Web()
RESOLVERS: tuple[Resolver, ...] = (
    github.GitHub(),
    github_rest.GitHubRest(),
    # Papers: where they are kept, where they are registered, where they are catalogued.
    arxiv.Arxiv(),
    openreview.NEWER,
    openreview.OLDER,
    aclanthology.AclAnthology(),
    crossref.Crossref(),
    datacite.DataCite(),
    semanticscholar.SemanticScholar(),
    openalex.OpenAlex(),
    paperswithcode.PapersWithCode(),
    # Videos, questions, models and the rest, each by its own host.
    youtube_items.YouTubeItems(),
    youtube.YouTube(),
    youtube_oembed.YouTubeOEmbed(),
    youtube_thumbnail.YouTubeThumbnail(),
    stackexchange.StackExchange(),
    stackexchange_question.StackExchangeQuestion(),
    huggingface.HuggingFace(),
    huggingface_card.HuggingFaceCard(),
    wikipedia.Wikipedia(),
    gitlab.GitLab(),
    zenodo.Zenodo(),
    archiveorg.ArchiveOrg(),
    oembed.OEmbed(),
    oembed.XOEmbed(),
)
"""In the order in which they are asked: one that says nothing of a target leaves it to the next one that takes it."""


def resolvers_for(target: str, keys: Keys) -> tuple[Resolver, ...]:
    """Those who can be asked about a target before its page is, best first."""
    return tuple(each for each in RESOLVERS if each.takes(target, keys))
