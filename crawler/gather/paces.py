"""How often hosts let their interfaces be asked, as they say themselves: a table. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a host may be asked at the start, and at most."""

    concurrency: float
    concurrency_most: int
    rate: float
    rate_most: float
    """Requests a second; 0 means no limit."""


def _pace(at_once: int, rate: float) -> Pace:
    return Pace(concurrency=float(at_once), concurrency_most=at_once, rate=rate, rate_most=rate)


CDX = "https://web.archive.org/cdx/"
CDX_LANE = "web.archive.org/cdx"
LANES: Mapping[str, str] = {CDX: CDX_LANE, "https://huggingface.co/api/": "huggingface.co/api"}
"""How addresses begin for which a host has a limit of its own -> the lane in which they wait."""

PACES: Mapping[str, Pace] = {
    # 30 a minute are the hard limit, and the client of the Environmental Data & Governance Initiative keeps to 80 % of
    # it (edgi-govdata-archiving/wayback src/wayback/_client.py).
    CDX_LANE: _pace(1, 0.4),
    # One request every three seconds, one connection (info.arxiv.org/help/api/tou.html).
    "export.arxiv.org": _pace(1, 0.33),
    # 1,000 in five minutes for those who say who they are (support.datacite.org/docs/rate-limit).
    "api.datacite.org": _pace(2, 3.0),
    # 5 a second and one at once in the public pool, by x-rate-limit-limit and x-concurrency-limit of its answers.
    "api.crossref.org": _pace(1, 5.0),
    "doi.org": _pace(2, 5.0),
    # One a second with a key; without one all share a pool (allenai/s2-folks API_RELEASE_NOTES.md).
    "api.semanticscholar.org": _pace(1, 0.9),
    "api.openalex.org": _pace(4, 10.0),
    "api2.openreview.net": _pace(1, 1.0),
    "api.openreview.net": _pace(1, 1.0),
    "aclanthology.org": _pace(2, 2.0),
    # GraphQL answers a batch in a second or so; its points allow far more (docs.github.com/graphql, rate limits).
    "api.github.com": _pace(4, 4.0),
    # 60 a minute for guests (developers.zenodo.org).
    "zenodo.org": _pace(1, 0.9),
    "archive.org": _pace(2, 2.0),
    "api.stackexchange.com": _pace(1, 1.0),
    # 500 to the interface and 100 pages in five minutes (huggingface/hub-docs rate-limits.md): windows that most lists
    # never fill, and whose end the RateLimit field of a 429 tells.
    "huggingface.co": _pace(2, 1.0),
    "huggingface.co/api": _pace(2, 3.0),
    "datasets-server.huggingface.co": _pace(1, 1.0),
    "www.googleapis.com": _pace(2, 5.0),
    "gitlab.com": _pace(2, 5.0),
}
"""By host, or by the part of a host that has a limit of its own."""
# "In series rather than in parallel" (mediawiki.org/wiki/API:Etiquette); so are their pages asked.
_WIKIS = (
    "mediawiki wikibooks wikimedia wikinews wikipedia wikiquote wikisource wikiversity wikivoyage wiktionary".split()  # noqa: SIM905
)
DOMAINS: Mapping[str, Pace] = {f"{name}.org": _pace(1, 5.0) for name in _WIKIS}
"""By the last two labels of a host, where each host of a domain may be asked alike."""
