"""The API of Stack Exchange, for all of its sites: questions and answers, a hundred of a site at a time. Pure.

api.stackexchange.com/docs: 300 requests a day without a key, 10,000 with one, which is public by their own word. An id
that was deleted is left out of the items. An error comes as `error_id`, a wish to be left alone as `backoff` or in the
words of error 502 (`crawler.gather.rates` reads both). The sites themselves turn crawlers away.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from crawler import urls
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.gather.forums import place_of
from crawler.gather.licences import licence_of
from crawler.gather.replies import batches, day_of, number_of, plain, secure
from crawler.model import Kind
from crawler.settings import Keys

_API = "https://api.stackexchange.com/2.3"
_MOST = 100
_NAMES = {"askubuntu": "Ask Ubuntu", "serverfault": "Server Fault", "stackoverflow": "Stack Overflow"}


class StackExchange:
    """Knows what to ask the API of Stack Exchange."""

    name = "stackexchange"
    title = "Stack Exchange's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Questions and answers."""
        del keys
        return place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """A hundred questions, or answers, of one site."""
        key = f"&key={escaped(keys.stackexchange_key)}" if keys.stackexchange_key else ""
        for (site, method), ids, some in batches(targets, place_of, _MOST):
            asked = f"{method}/{escaped(';'.join(ids))}?site={site}&filter=withbody&pagesize={_MOST}{key}"
            yield call(self.name, some, f"{_API}/{asked}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """Each target is among the items, or it is deleted."""
        said = json_of(reply) if reply.status == 200 else None
        items = dig(said, "items")
        if not isinstance(items, list) or dig(said, "error_id") is not None:
            return
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            place = place_of(target)
            if place is None:
                continue
            (site, method), asked = place
            field = f"{method.removesuffix('s')}_id"
            item = next((item for item in items if number_of(dig(item, field)) == asked), None)
            if item is not None:
                yield _found(reading, target, site, item)
            elif not dig(said, "has_more"):
                absent = reading.absent(target, f"has no such {method.removesuffix('s')}")
                yield Finding(target=target, observation=absent)


def _found(reading: Reading, target: str, site: str, item: Mapping[str, Any]) -> Finding:
    title, owner = dig(item, "title"), dig(item, "owner", "display_name")
    metadata = reading.metadata(
        target,
        title=text_of(unescape(title)) if isinstance(title, str) else None,
        abstract=plain(dig(item, "body"), ABSTRACT_CHARS),
        authors=names_of([unescape(owner)]) if isinstance(owner, str) else (),
        published=day_of(dig(item, "creation_date")),
        modified=day_of(dig(item, "last_edit_date") or dig(item, "last_activity_date")),
        kind=Kind.QUESTION,
        site=_NAMES.get(site, urls.host_of(target).removeprefix("www.")),
        licence=licence_of(dig(item, "content_license")),
    )
    return Finding(target=target, observation=reading.exists(target, moved_to=secure(target)), metadata=metadata)
