"""oEmbed: what a provider would show of a page, without a key (oembed.com). Pure.

404 means that it has nothing to show of the address; 401 and 403 that it may not be shown elsewhere, which says nothing
of the page. X and Twitter answer for single posts (publish.twitter.com), in HTML, where their pages show a crawler an
empty shell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from crawler import urls
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, escaped, json_of, names_of, text_of
from crawler.gather.providers import PROVIDERS, Provider
from crawler.gather.replies import address_of, batches, day_of, plain
from crawler.model import Kind
from crawler.settings import Keys

_POST_TITLE_CHARS = 120
_HTML_CHARS = 16_000
_REFUSALS = frozenset({400, 401, 403, 501})
_MONTHS = "January February March April May June July August September October November December"
_DAY = re.compile(rf"({_MONTHS.replace(' ', '|')}) (\d{{1,2}}), (\d{{4}})$", re.ASCII)
_X = frozenset({"Twitter", "X"})


class OEmbed:
    """Knows what to ask the providers of a table."""

    name = "oembed"
    title = "oEmbed"
    adds_page = True

    def takes(self, target: str, keys: Keys) -> bool:
        """What one of the table answers for, X apart."""
        del keys
        provider = _provider_of(target)
        return provider is not None and provider.name not in _X

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each."""
        del keys
        for provider, (target,), some in batches(targets, _asked, 1):
            yield call(self.name, some, f"{provider.endpoint}?format=json&url={escaped(target)}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What it would show, or that it has nothing to show."""
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            provider = _provider_of(target)
            if provider is not None and (found := _finding(reading, target, provider)):
                yield found


class XOEmbed(OEmbed):
    """Knows what to ask about posts on X: a host that is often at its limit, and must not close the others."""

    name = "oembed-x"
    title = "X's oEmbed"

    def takes(self, target: str, keys: Keys) -> bool:
        """Single posts."""
        del keys
        provider = _provider_of(target)
        return provider is not None and provider.name in _X


def _asked(target: str) -> tuple[Provider, str] | None:
    provider = _provider_of(target)
    return (provider, target) if provider else None


@lru_cache(maxsize=4096)
def _provider_of(target: str) -> Provider | None:
    """Who answers for an address.

    >>> [found and found.name for found in map(_provider_of, ("https://vimeo.com/1", "https://vimeo.com/about"))]
    ['Vimeo', None]
    """
    bare = target.partition("://")[2].removeprefix("www.")
    rows = _BY_DOMAIN.get(_domain(urls.host_of(target)), ())
    return next((provider for scheme, provider in rows if scheme.fullmatch(bare)), None)


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _scheme(text: str) -> re.Pattern[str]:
    r"""The addresses that a scheme of the table means.

    >>> [bool(_scheme("a.example/*/b/*").fullmatch(f"a.example/{path}")) for path in ("1/b/2/3", "1/c/2")]
    [True, False]
    """
    start, star, end = text.rpartition("*")
    inner = re.escape(start if star else end).replace(r"\*", "[^/?]+").replace(r"\#", r"[0-9]+(?:/[0-9a-f]+)?(?:\?.*)?")
    return re.compile(f"{inner}.+" if star and not end else f"{inner}[^/?]+{re.escape(end)}.*" if star else inner)


_BY_DOMAIN: dict[str, list[tuple[re.Pattern[str], Provider]]] = {}
for _row in PROVIDERS:
    for _text in _row.schemes:
        _BY_DOMAIN.setdefault(_domain(_text.partition("/")[0]), []).append((_scheme(_text), _row))


def _finding(reading: Reading, target: str, provider: Provider) -> Finding | None:
    status, said = reading.reply.status, json_of(reading.reply)
    if status in (404, 410):
        return Finding(target=target, observation=reading.absent(target, "has nothing to show of it", status=status))
    if status in _REFUSALS:
        return Finding(target=target)
    if status != 200 or not isinstance(said, dict) or not (said.get("version") or said.get("type")):
        return None
    post = _post(said) if provider.kind is Kind.POST else {}
    metadata = reading.metadata(
        target,
        title=text_of(said.get("title")) or post.get("title"),
        abstract=plain(said.get("description"), ABSTRACT_CHARS) or post.get("abstract"),
        authors=names_of([said.get("author_name")]),
        published=day_of(said.get("upload_date")) or post.get("published"),
        kind=provider.kind,
        site=provider.name,
        image=address_of(said.get("thumbnail_url")),
    )
    return Finding(target=target, observation=reading.exists(target), metadata=metadata)


def _post(said: Mapping[str, Any]) -> Mapping[str, str | None]:
    """What stands in the HTML of a post: its first paragraph, and the day at its end."""
    html = said.get("html")
    if not isinstance(html, str):
        return {}
    html = html[:_HTML_CHARS]
    start = html.find("<p")
    end = html.find("</p>", max(start, 0))
    text = plain(html[start:end], ABSTRACT_CHARS) if 0 <= start < end else None
    day = _DAY.search((plain(html, _HTML_CHARS) or "").rstrip())
    month = f"{_MONTHS.split().index(day[1]) + 1:02}" if day else ""
    published = day_of(f"{day[3]}-{month}-{int(day[2]):02}") if day else None
    return {"title": text_of(text, _POST_TITLE_CHARS), "abstract": text, "published": published}
