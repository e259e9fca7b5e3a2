"""Places of the web that moved or shut: where to, since when, and what a redirect from there is worth. Pure.

A row says nothing of how a link fares: that is for what it answers. It says what a landing elsewhere means, and up to
which day an archive's copy can be a copy of the page.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from crawler.model import Safety
from crawler.urls import alias_key, host_of, parse, path_segments

_NUMBER = re.compile(r"-[0-9a-f]{10,12}\Z")
_EXTENSION = re.compile(r"\.[a-z]{3,4}\Z")
NOWHERE = ""
"""For `home`: nothing there is the page that was linked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sunset:
    """One host, or one part of it, that moved or shut."""

    place: str
    """Host without `www.`, and how the path begins: `paperswithcode.com/paper/`."""
    now: str
    """Where it went, for a person; empty where nothing is left."""
    source: str
    safe: Safety | None = None
    """The most that a rewriting from there may claim; None where there is none to make."""
    since: date | None = None
    """The first day on which it was known to be gone, where one is known."""
    last_capture: date | None = None
    """The last day on which an archive's copy can be one of the page; None where no such day is known."""
    home: str | None = None
    """Pattern of the addresses where its pages may have gone, with {slug} for the name of the page; `NOWHERE` for
    none. None where nothing is known, and a landing is judged as anywhere else."""

    def generic(self, url: str, end: str) -> bool:
        """Whether a redirect from `url`, which lies here, to `end` leads to a page for all comers, not to the page.

        >>> paper, method = "https://paperswithcode.com/paper/mask-r-cnn", "https://paperswithcode.com/method/r-cnn"
        >>> trending, found = "https://huggingface.co/papers/trending", "https://huggingface.co/papers/1703.06870"
        >>> [sunset_of(old).generic(old, end) for old in (paper, method) for end in (trending, found)]
        [True, False, True, True]
        """
        here = alias_key(url)
        if self.home is None or here in (alias_key(end), self.place.rstrip("/")):
            return False  # not sent elsewhere; or the front page of the place, which any other may follow
        return re.fullmatch(self.home.replace("{slug}", re.escape(_slug(url))), end) is None


def sunset_of(url: str) -> Sunset | None:
    """The row for the place that an address lies in, the most particular one; None for all the rest of the web.

    >>> sunset_of("https://www.deepmind.com/blog/a-generalist-agent").now
    'deepmind.google/blog/'
    >>> sunset_of("http://paperswithcode.com").last_capture
    datetime.date(2025, 7, 24)
    >>> sunset_of("https://a.example/")
    """
    parsed = parse(url)
    host = host_of(url).removeprefix("www.")
    if parsed is None or host not in _BY_HOST:
        return None
    place = f"{host}{parsed.pathname}"
    return next((row for row in _BY_HOST[host] if place.startswith(row.place)), None)


def latest_capture(url: str) -> datetime | None:
    """The last moment from which an archive's copy can be one of the page; None where no such day is known.

    >>> latest_capture("https://towardsdatascience.com/information-entropy-c037a90de58f").isoformat()
    '2025-02-01T23:59:59+00:00'
    >>> latest_capture("https://a.example/")
    """
    row = sunset_of(url)
    return datetime.combine(row.last_capture, time(23, 59, 59), UTC) if row and row.last_capture else None


def goes_nowhere(url: str, end: str) -> bool:
    """Whether a redirect leads from a place that moved or shut to a page that is not what was linked.

    >>> goes_nowhere("https://paperswithcode.com/method/vgg", "https://huggingface.co/papers/trending")
    True
    >>> goes_nowhere("https://a.example/method/vgg", "https://huggingface.co/papers/trending")
    False
    """
    row = sunset_of(url)
    return row is not None and row.generic(url, end)


def _slug(url: str) -> str:
    """The name of a page: the last segment without its extension, and without the number that Medium puts behind it."""
    last = "".join(list(path_segments(url))[-1:])
    return _NUMBER.sub("", _EXTENSION.sub("", last))


def _by_host(rows: Iterable[Sunset]) -> Mapping[str, tuple[Sunset, ...]]:
    """Rows by host, the longest place first."""
    held: dict[str, list[Sunset]] = {}
    for row in sorted(rows, key=lambda row: -len(row.place)):
        held.setdefault(row.place.partition("/")[0], []).append(row)
    return MappingProxyType({host: tuple(group) for host, group in held.items()})


_PWC_LAST = date(2025, 7, 24)
_LABML_LAST = date(2023, 10, 24)
_GOOGLE_LAST = date(2023, 7, 31)
"""Posts of August 2023 are the newest that public lists link at ai.googleblog.com; those of December 2023 were at
blog.research.google, which in turn became research.google/blog."""
_DEEPMIND_LAST = date(2023, 6, 30)
"""Posts of July 2023 are the newest that public lists link at www.deepmind.com."""
_POST_HOME = r"https://(?:research\.google/blog/[^/?]+|blog\.research\.google/\d{4}/\d\d/[^/?]+)/?(?:\?m=1)?"

SUNSETS = (
    Sunset(
        place="paperswithcode.com/paper/",
        now="huggingface.co/papers/, and arxiv.org/abs/ by the same number",
        source="paperswithcode/paperswithcode-data#45",
        safe=Safety.SAFE,
        since=date(2025, 7, 25),
        last_capture=_PWC_LAST,
        home=r"https://(?:huggingface\.co/papers|arxiv\.org/abs)/\d{4}\.\d{4,5}",
    ),
    Sunset(
        place="paperswithcode.com/dataset/",
        now="huggingface.co/datasets/",
        source="paperswithcode/paperswithcode-data#45",
        since=date(2025, 7, 25),
        last_capture=_PWC_LAST,
        home=r"https://huggingface\.co/datasets/[^?]+",
    ),
    Sunset(
        place="paperswithcode.com/",
        now="paperswithcode.co, for methods and tasks of the same name",
        source="tinygrad/tinygrad#11486, huggingface/pwc-cli",
        safe=Safety.REVIEW,
        since=date(2025, 7, 25),
        last_capture=_PWC_LAST,
        home=r"https://paperswithcode\.co/\w+/{slug}/?",
    ),
    Sunset(
        place="towardsdatascience.com/",
        now="a site of its own under the old name; lost posts at medium.com/data-science/",
        source="nilbuild/developer-roadmap#8221",
        safe=Safety.REVIEW,
        since=date(2025, 2, 2),
        last_capture=date(2025, 2, 1),
        home=r"https://(?:towardsdatascience\.com|medium\.com/[^/?]+)/{slug}(?:-[0-9a-f]{10,12})?/?(?:\?.*)?",
    ),
    Sunset(
        place="ai.googleblog.com/2",
        now="research.google/blog/, under a longer name",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        since=date(2023, 12, 31),
        last_capture=_GOOGLE_LAST,
        home=_POST_HOME,
    ),
    Sunset(
        place="ai.googleblog.com/",
        now="research.google/blog/",
        source="gwern/gwern.net",
        since=date(2023, 12, 31),
        last_capture=_GOOGLE_LAST,
    ),
    Sunset(
        place="research.googleblog.com/2",
        now="research.google/blog/, under a longer name",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        home=rf"{_POST_HOME}|https://ai\.googleblog\.com/\d{{4}}/\d\d/[^/?]+",
    ),
    Sunset(
        place="blog.research.google/2",
        now="research.google/blog/, under a longer name",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        home=_POST_HOME,
    ),
    Sunset(
        place="deepmind.com/blog/",
        now="deepmind.google/blog/",
        source="deepmind.google/blog/rss.xml",
        safe=Safety.SAFE,
        last_capture=_DEEPMIND_LAST,
        home=r"https://deepmind\.google/(?:discover/)?blog/{slug}/?",
    ),
    Sunset(
        place="deepmind.com/learning-resources/",
        now="deepmind.google/learning-resources/",
        source="public lists that link it there",
        safe=Safety.SAFE,
        last_capture=_DEEPMIND_LAST,
        home=r"https://deepmind\.google/(?:[\w-]+/)*{slug}/?",
    ),
    Sunset(
        place="deepmind.com/",
        now="deepmind.google",
        source="ManifoldRG/NEKO#32: not all of it was kept",
        last_capture=_DEEPMIND_LAST,
    ),
    Sunset(
        place="ai.facebook.com/blog/",
        now="ai.meta.com/blog/",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        home=r"https://ai\.meta\.com/blog/{slug}/?",
    ),
    Sunset(
        place="openai.com/blog/tags/",
        now="",
        source="no address there is its equal",
        home=NOWHERE,
    ),
    Sunset(
        place="openai.com/blog/",
        now="openai.com/index/",
        source="public lists that link openai.com/index/dall-e/",
        safe=Safety.REVIEW,
        home=r"https://openai\.com/(?:index|blog|research)/{slug}/?",
    ),
    Sunset(
        place="stability.ai/blog/",
        now="stability.ai/news/",
        source="public lists that link news/stable-diffusion-v2-release",
        safe=Safety.SAFE,
        home=r"https://stability\.ai/news(?:-updates)?/{slug}/?",
    ),
    Sunset(
        place="lilianweng.github.io/lil-log/2",
        now="lilianweng.github.io/posts/",
        source="github.com/lilianweng/lilianweng.github.io",
        safe=Safety.SAFE,
        home=r"https://lilianweng\.github\.io/posts/\d{4}-\d\d-\d\d-[\w-]+/",
    ),
    Sunset(
        place="papers.labml.ai/paper/",
        now="arxiv.org/abs/, by the same number",
        source="labmlai/annotated_deep_learning_paper_implementations 9a42ac26",
        safe=Safety.SAFE,
        since=_LABML_LAST,
        last_capture=_LABML_LAST,
        home=r"https://arxiv\.org/abs/\d{4}\.\d{4,5}(?:v\d+)?",
    ),
    Sunset(
        place="papers.labml.ai/",
        now="",
        source="labmlai/annotated_deep_learning_paper_implementations 9a42ac26",
        since=_LABML_LAST,
        last_capture=_LABML_LAST,
        home=NOWHERE,
    ),
    Sunset(
        place="nlp.seas.harvard.edu/2018/04/03/attention",
        now="nlp.seas.harvard.edu/annotated-transformer/, another text of 2022",
        source="harvardnlp/annotated-transformer README",
        safe=Safety.REVIEW,
    ),
    Sunset(
        place="projects.iq.harvard.edu/stat110",
        now="stat110.hsites.harvard.edu",
        source="public lists that link stat110.hsites.harvard.edu",
        safe=Safety.REVIEW,
        home=r"https://stat110\.hsites\.harvard\.edu/.*",
    ),
    Sunset(
        place="amaarora.github.io/2",
        now="amaarora.github.io/posts/",
        source="github.com/amaarora/amaarora.github.io",
        safe=Safety.SAFE,
        home=r"https://amaarora\.github\.io/posts/\d{4}-\d\d-\d\d-{slug}(?:\.html|/)",
    ),
    Sunset(
        place="ocw.mit.edu/courses/",
        now="ocw.mit.edu/courses/, without the department",
        source="mitodl/ol-infrastructure ocw_site/snippets/redirects.vcl",
        safe=Safety.SAFE,
    ),
    Sunset(
        place="timetravel.mementoweb.org/",
        now="",
        source="mementoweb.github.io/about, dessant/web-archives 54c84a9",
        since=date(2025, 12, 31),
        last_capture=date(2025, 12, 31),
        home=NOWHERE,
    ),
    *(
        Sunset(place=f"{old}/", now=now, source="public lists that followed its redirects")
        for old, now in (
            ("twitter.com", "x.com"),
            ("docs.microsoft.com", "learn.microsoft.com"),
            ("travis-ci.org", "travis-ci.com"),
            ("code.google.com", "mostly github.com"),
            ("bitbucket.org", "for Mercurial mostly github.com"),
        )
    ),
)
"""What is known of hosts that moved or shut."""

_BY_HOST = _by_host(SUNSETS)
