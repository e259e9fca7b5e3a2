"""The replica's web: all 128 addresses of the list, what they answer, and what a crawl should make of them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urldefrag, urljoin

from crawler.model import Health
from tests.web.answer import Answer, Host, Page, not_found, redirect
from tests.web.hosts import archive, code, courses, interfaces, labs, magazines, papers, video

HOSTS: Mapping[str, Host] = MappingProxyType(
    {
        host.name: host
        for module in (archive, code, courses, interfaces, labs, magazines, papers, video)
        for host in module.HOSTS
    }
)

PAGES: Mapping[str, Page] = MappingProxyType({page.url: page for host in HOSTS.values() for page in host.pages})

EXPECTED: Mapping[str, Health] = MappingProxyType(
    {url: page.health for url, page in PAGES.items() if page.health is not None}
)
"""Canonical URL of each target of the list -> what the basic rules say of it after one run."""

_BATCH = "38553927/batch-normalization-in-convolutional-neural-network"
BY_INTERFACE: Mapping[str, Health] = MappingProxyType(
    {
        # The site turns crawlers away, and its interface answers everybody.
        f"https://stackoverflow.com/questions/{_BATCH}": Health.ALIVE,
    }
)
"""Where an interface knows better than the page."""

_STRANGER = not_found("<title>Unknown host</title><p>The replica knows no such host.</p>")


def answers_for(scheme: str, host: str, target: str) -> tuple[Answer, ...]:
    """What an address answers: the first for the first request, and so on; the last one for all that follow.

    >>> [answer.status for answer in answers_for("https", "huggingface.co", "/blog/annotated-diffusion")]
    [429, 200]
    >>> answers_for("http", "arxiv.org", "/abs/1706.03762")[0].header("location")
    'https://arxiv.org/abs/1706.03762'
    """
    known = HOSTS.get(host)
    if known is None:
        return (_STRANGER,)
    if host == archive.NAME and target != "/robots.txt":
        return (archive.answer(target),)
    if (said := interfaces.answer(host, target)) is not None:
        return (said,)
    page = PAGES.get(f"{scheme}://{host}{target}")
    if page is not None and page.answers:
        return page.answers
    if target == "/robots.txt":
        return (_robots(known),)
    secure = f"https://{host}{target}"
    return (redirect(secure) if scheme == "http" and secure in PAGES else known.otherwise,)


def chain(url: str) -> Iterator[tuple[str, Answer]]:
    """Each address that an address leads to, itself first, with what it answers in the end; meta refresh not followed.

    >>> [(at, answer.status) for at, answer in chain("https://stability.ai/blog/stable-diffusion-v2-release")][-1]
    ('https://stability.ai/news/stable-diffusion-v2-release', 200)
    """
    place: str | None = url
    while place is not None:
        scheme, _, rest = place.partition("://")
        host, _, target = rest.partition("/")
        answer = answers_for(scheme, host, f"/{target}")[-1]
        yield place, answer
        to = answer.header("location")
        place = urldefrag(urljoin(place, to)).url if to else None


def title_of(url: str) -> str | None:
    """What a person would call the page that a crawl gets to read; None where it gets none, or none with a title.

    >>> title_of("https://paperswithcode.com/paper/mask-r-cnn"), title_of("https://openai.com/blog/clip/")
    ('Paper page - Mask R-CNN', None)
    """
    if EXPECTED.get(url) not in (Health.ALIVE, Health.MOVED):
        return None
    *_, (_, last) = chain(url)
    return last.title


def _robots(host: Host) -> Answer:
    if host.robots is None:
        return not_found()
    return Answer(headers=(("Content-Type", "text/plain"),), body=host.robots.encode())
