"""What the replica web answers, as the facts that a crawl would make of it: without a socket."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from crawler.gather import markdown, page, walls
from crawler.gather.targets import targets
from crawler.judge.rewrites import Candidate
from crawler.model import ErrorKind, History, Link, Metadata, Observation, Redirect, Target, Testimony, Witness
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


def history_of(url: str, *, gone: bool = False) -> History:
    """What a first run hears of an address of the list; with `gone`, as if it answered 404 today."""
    target, links = _links()[url]
    looks = [_look(url, number, gone=gone) for number in (1, 2)]
    good = looks[0][0].good
    metadata = looks[0][1]
    return History(
        target=target,
        links=links,
        observations=tuple(look for look, _ in looks[: 1 if good else 2]),
        metadata=(metadata,) if good and metadata else (),
    )


def testimony_of(target: str, candidate: Candidate) -> Testimony:
    """What the address that a rule proposes answers."""
    look, metadata = _look(candidate.url, 1)
    return Testimony(
        target=target,
        run=1,
        witness=Witness.CANDIDATE,
        asked=candidate.url,
        at=look.at,
        status=look.status,
        error=look.error,
        final_url=look.final_url,
        title=metadata.title if metadata else None,
        fingerprint=look.fingerprint,
        body_bytes=look.body_bytes,
        marks=look.marks,
        rule=candidate.rule,
    )


def _look(url: str, number: int, *, gone: bool = False) -> tuple[Observation, Metadata | None]:
    at = _NOON + timedelta(minutes=number)
    host = HOSTS.get(urlsplit(url).hostname or "")
    if host is None or (host.door is Door.CLOSED and not gone):
        error = ErrorKind.REFUSED if host else ErrorKind.NO_SUCH_HOST
        return _observation(url, number, at, error=error, host_answered=False), None
    end, answer, hops = (url, NOT_FOUND, ()) if gone else _followed(url)
    said = page.read(answer.body, answer.header("content-type"), end) if b"<" in answer.body[:1] else page.Page()
    headers = [(name.lower(), value) for name, value in answer.headers]
    marks = (*said.marks, *walls.marks(answer.status, headers, None, answer.body), *walls.marks_of_place(end))
    look = _observation(
        url,
        number,
        at,
        status=answer.status,
        final_url=end,
        redirects=hops,
        body_bytes=len(answer.body),
        fingerprint=said.text_fingerprint,
        marks=tuple(dict.fromkeys(marks)),
    )
    return look, Metadata(target=url, at=at, title=said.title, canonical=said.canonical, site=said.site)


def _observation(url: str, number: int, at: datetime, **facts: object) -> Observation:
    return Observation(target=url, run=1, look=number, at=at, via="web", **facts)  # type: ignore[arg-type]  # ours alone


def _followed(url: str) -> tuple[str, Answer, tuple[Redirect, ...]]:
    """Where an address leads, by redirects and by meta refresh; the answer there; and the hops."""
    stops = list(chain(url))
    hops = [Redirect(status=answer.status, url=to) for (_, answer), (to, _) in zip(stops, stops[1:], strict=False)]
    end, last = stops[-1]
    refresh = page.read(last.body, None, end).refresh if last.body.startswith(b"<") and last.status == 200 else None
    if refresh is None:
        return end, last, tuple(hops)
    to = canonical(refresh.url) or refresh.url
    there, answer, more = _followed(to)
    return there, answer, (*hops, Redirect(status=200, url=to), *more)
