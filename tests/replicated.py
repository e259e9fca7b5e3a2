"""What the replica web answers, as the facts that a crawl makes of it: its own readers, without a socket."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from crawler.gather import markdown, page, testimony
from crawler.gather.exchange import Reply, Request
from crawler.gather.resolvers import WEB
from crawler.gather.targets import targets
from crawler.judge.lost import in_doubt
from crawler.judge.rewrites import Candidate
from crawler.model import ErrorKind, History, Link, Metadata, Observation, Redirect, Scheme, Target, Testimony
from crawler.urls import canonical
from tests.web.answer import NOT_FOUND, Answer, Door
from tests.web.world import HOSTS, chain

LIST = Path(__file__).parents[1] / "sources" / "README.md"
_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@cache
def _links() -> dict[str, tuple[Target, tuple[Link, ...]]]:
    """Each target of the list with the links that point at it."""
    document = markdown.parse(LIST.read_bytes(), "sources/README.md")
    return {target.url: (target, links) for target, links in targets([document]).items()}


def addresses() -> list[str]:
    """The targets of the list that are on the web."""
    return [url for url, (target, _) in _links().items() if target.scheme is Scheme.WEB]


def history_of(url: str, *, gone: bool = False) -> History:
    """What a first run hears of an address of the list; with `gone`, as if it answered 404 today."""
    target, links = _links()[url]
    (first, metadata), (second, _) = (_look(target, number, gone=gone) for number in (1, 2))
    said = (metadata,) if metadata else ()
    once = History(target=target, links=links, observations=(first,), metadata=said)
    return once if first.good and not in_doubt(once, first) else replace(once, observations=(first, second))


def heard_from(target: str, candidate: Candidate) -> Testimony:
    """What the address that a rule proposes answers."""
    [heard] = testimony.read(_reply(testimony.candidate((target,), candidate.url, candidate.rule)), 1)
    return heard


def _look(target: Target, number: int, *, gone: bool) -> tuple[Observation, Metadata | None]:
    [request] = WEB.requests([target], {})
    request = replace(request, look=number)
    [(observation, metadata)] = WEB.read(_absent(request) if gone else _reply(request), 1)
    return observation, metadata


def _absent(request: Request) -> Reply:
    return Reply(request=request, at=_at(request), status=404, headers=_fields(NOT_FOUND), body=NOT_FOUND.body)


def _reply(request: Request) -> Reply:
    """What comes back at the end of all redirects."""
    host = HOSTS.get(urlsplit(request.url).hostname or "")
    if host is None or host.door is Door.CLOSED:
        error = ErrorKind.REFUSED if host else ErrorKind.NO_SUCH_HOST
        return Reply(request=request, at=_at(request), error=error, host_answered=False)
    end, answer, hops = _followed(request.url)
    return Reply(
        request=replace(request, url=end, redirects=hops),
        at=_at(request),
        status=answer.status,
        headers=_fields(answer),
        body=answer.body,
        page=page.read(answer.body, answer.header("content-type"), end) if _is_html(answer) else None,
    )


def _at(request: Request) -> datetime:
    return _NOON + timedelta(minutes=request.look)


def _fields(answer: Answer) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in answer.headers)


def _is_html(answer: Answer) -> bool:
    return answer.status == 200 and (answer.header("content-type") or "").startswith("text/html")


def _followed(url: str) -> tuple[str, Answer, tuple[Redirect, ...]]:
    """Where an address leads, by redirects and by meta refresh; the answer there; and the hops."""
    stops = list(chain(url))
    hops = tuple(Redirect(status=answer.status, url=to) for (_, answer), (to, _) in pairwise(stops))
    end, last = stops[-1]
    refresh = page.read(last.body, None, end).refresh if _is_html(last) else None
    if refresh is None:
        return end, last, hops
    to = canonical(refresh.url) or refresh.url
    there, answer, more = _followed(to)
    return there, answer, (*hops, Redirect(status=200, url=to), *more)
