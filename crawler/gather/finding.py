"""What an interface's reply says of one target, and the tools with which resolvers read replies. Pure, and total."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from crawler import urls
from crawler.gather.exchange import Call, Purpose, Reply, Request
from crawler.gather.titles import clean
from crawler.model import Metadata, Observation, Redirect

TITLE_CHARS = 300
ABSTRACT_CHARS = 2000
AUTHORS_MOST = 100
_AUTHOR_CHARS = 120
_SAID_CHARS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one reply says of one target that it was asked for.

    A good observation settles the target, one that says that it is gone is its first look and wants a second, and none
    leaves it open, for the next one to be asked. A target for which there is no finding had no usable answer at all.
    """

    target: str
    observation: Observation | None = None
    metadata: Metadata | None = None


def call(
    resolver: str,
    targets: Sequence[str],
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: object = None,
) -> Request:
    """A request to an interface; a `body` is sent as JSON by POST. `url` is in the form that goes on the wire.

    >>> call("arxiv", ["https://arxiv.org/abs/1"], "https://export.arxiv.org/api/query?id_list=1").purpose
    <Purpose.API: 'api'>
    """
    fields = tuple((headers or {}).items())
    data = b"" if body is None else json.dumps(body).encode()
    method = "GET" if body is None else "POST"
    sent = fields if body is None else (("Content-Type", "application/json"), *fields)
    asked = Call(resolver=resolver, method=method, body=data, headers=sent)
    return Request(url=urls.canonical(url) or url, targets=tuple(targets), purpose=Purpose.API, call=asked)


def escaped(text: str) -> str:
    """A text as one part of a path or of a query.

    >>> escaped("10.1000/a b?c")
    '10.1000%2Fa%20b%3Fc'
    """
    return quote(text, safe="")


def json_of(reply: Reply) -> Any:
    """The JSON of a reply; None where it is none, or cut short."""
    if reply.truncated or not reply.body:
        return None
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return None


def dig(value: Any, *path: str | int) -> Any:
    """What stands at a place of a JSON value; None where there is no such place.

    >>> dig({"a": [{"b": 1}]}, "a", 0, "b"), dig({"a": [1]}, "a", 0, "b"), dig([1], 3)
    (1, None, None)
    """
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def text_of(value: Any, most_chars: int = TITLE_CHARS) -> str | None:
    r"""A text of a reply on one line, cut to a length; None where there is none.

    >>> text_of(" A\n title "), text_of(""), text_of(["A"])
    ('A title', None, None)
    """
    return clean(value, most_chars) or None if isinstance(value, str) else None


def names_of(values: Any) -> tuple[str, ...]:
    """Names of people in their order, each once.

    >>> names_of(["Ada  Lovelace", None, "Ada Lovelace", ""])
    ('Ada Lovelace',)
    """
    if not isinstance(values, (list, tuple)):
        return ()
    names = (text_of(value, _AUTHOR_CHARS) for value in values[:AUTHORS_MOST])
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Reading:
    """One reply on its way to findings."""

    reply: Reply
    run: int
    via: str
    """Name of the resolver."""

    def exists(self, target: str, *, moved_to: str | None = None, said: str = "") -> Observation:
        """The interface knows the resource; under another address for good, where `moved_to` says so.

        `said` is half a sentence on what it says, for where that is more than that the resource is there.
        """
        home = urls.canonical(moved_to) if moved_to else None
        moved = (Redirect(status=301, url=home),) if home and home != target else ()
        return self._observation(target, status=200, redirects=moved, said=said)

    def absent(self, target: str, said: str, *, status: int = 404) -> Observation:
        """The interface says that there is no such resource: `said` is half a sentence, such as "has no such video".

        `status` is what a page would answer: 404, 410 for what was removed, 403 where only some may see it, 451.
        """
        return self._observation(target, status=status, redirects=(), said=said)

    def metadata(self, target: str, **facts: Any) -> Metadata:
        """What the interface says of the resource: fields of `Metadata` by name."""
        return Metadata(target=target, at=self.reply.at, via=self.via, **facts)

    def _observation(self, target: str, *, status: int, redirects: tuple[Redirect, ...], said: str) -> Observation:
        reply = self.reply
        return Observation(
            target=target,
            run=self.run,
            look=reply.request.look,
            at=reply.at,
            via=self.via,
            status=status,
            detail=clean(said, _SAID_CHARS),
            final_url=redirects[-1].url if redirects else target,
            redirects=redirects,
            elapsed_s=round(reply.elapsed_s, 3),
            attempts=reply.request.attempt,
        )
