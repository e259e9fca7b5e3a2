"""The page itself: one request a target, and what its answer says. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from crawler.gather.dates import not_after
from crawler.gather.exchange import Reply, Request, Validators
from crawler.gather.marked import marks_of
from crawler.gather.page import Page
from crawler.model import PAGE, ErrorKind, Metadata, Observation, Target

_KEPT_HEADERS = frozenset(
    {
        "cf-mitigated",
        "content-language",
        "location",
        "retry-after",
        "server",
        "via",
        "www-authenticate",
        "x-ratelimit-remaining",
        "x-robots-tag",
    }
)
"""The header fields that a later judgement may need."""
_VALUE_CHARACTERS = 500
_UNASKED_304 = "304 (unchanged), though nothing was said of what is known"


class Web:
    """Asks for the page."""

    name = "web"

    def requests(self, targets: Sequence[Target], known: Mapping[str, Validators]) -> Iterator[Request]:
        """One request for each target."""
        for target in targets:
            yield Request(url=target.url, targets=(target.url,), validators=known.get(target.url))

    def read(self, reply: Reply, run: int) -> Iterator[tuple[Observation, Metadata | None]]:
        """One observation for each target asked about, and metadata where a page was read and is no wall."""
        observation = observe(reply, run)
        metadata = _metadata(reply) if observation.good else None
        for _ in reply.request.targets:
            yield observation, metadata


def observe(reply: Reply, run: int) -> Observation:
    """What a reply says of its target: facts alone."""
    request, page = reply.request, reply.page
    error, detail = (ErrorKind.PROTOCOL, _UNASKED_304) if _is_unasked_304(reply) else (reply.error, reply.detail)
    fields = dict(reversed(reply.headers))
    return Observation(
        target=request.targets[0],
        run=run,
        look=request.look,
        at=reply.at,
        via=Web.name,
        status=reply.status,
        error=error,
        detail=detail,
        final_url=request.url if reply.status is not None else None,
        redirects=request.redirects,
        headers={name: value[:_VALUE_CHARACTERS] for name, value in fields.items() if name in _KEPT_HEADERS},
        content_type=fields.get("content-type"),
        etag=fields.get("etag"),
        last_modified=fields.get("last-modified"),
        body_bytes=len(reply.body),
        elapsed_s=round(reply.elapsed_s, 3),
        attempts=request.attempt,
        marks=marks_of(reply, request.url, request.targets[0]),
        fingerprint=page.text_fingerprint if page else None,
        host_answered=reply.host_answered,
    )


def _is_unasked_304(reply: Reply) -> bool:
    """Whether "unchanged" was answered to a question without a condition: there is nothing that could be so.

    RFC 9110, 15.4.5: a 304 is the answer to a conditional request; the validators go to the address that gave them.
    """
    known = reply.request.validators
    asked = known is not None and known.url == reply.request.url and (known.etag or known.last_modified)
    return reply.status == 304 and reply.error is None and not asked


def _metadata(reply: Reply) -> Metadata | None:
    page = reply.page
    if page is None or reply.status == 304:
        return None
    return metadata_of(page, reply.request.targets[0], reply.at)


def metadata_of(page: Page, target: str, at: datetime, via: str = PAGE) -> Metadata:
    """What a page says of a target, or what an archived copy of it says; no day that is still to come."""
    published, modified = (not_after(day, at.date()) for day in (page.published, page.modified))
    future = {"published"} if page.published and not published else set()
    future |= {"modified"} if page.modified and not modified else set()
    return Metadata(
        target=target,
        at=at,
        via=via,
        title=page.title,
        abstract=page.abstract,
        authors=page.authors,
        published=published,
        modified=modified,
        kind=page.kind,
        site=page.site,
        language=page.language,
        canonical=page.canonical,
        identifiers=page.identifiers,
        licence=page.licence,
        image=page.image,
        feed=page.feed,
        state=page.state,
        sources={name: source for name, source in page.sources.items() if name not in future},
    )
