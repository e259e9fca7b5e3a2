"""A reply of somebody else than the target -> what it says for the target. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from crawler.gather.exchange import Inquiry, Purpose, Reply, Request
from crawler.gather.marked import marks_of
from crawler.model import Testimony, Witness


def probe(targets: tuple[str, ...], sibling: str) -> Request:
    """Ask for an address that cannot exist, for the sake of these targets of its host."""
    return _page(targets, Inquiry(witness=Witness.PROBE, asked=sibling))


def candidate(targets: tuple[str, ...], url: str, rule: str) -> Request:
    """Ask for the address that a rule would put in the place of these targets."""
    return _page(targets, Inquiry(witness=Witness.CANDIDATE, asked=url, rule=rule))


def feed(targets: tuple[str, ...], url: str) -> Request:
    """Ask for the feed that tells of what is new at these targets."""
    return _page(targets, Inquiry(witness=Witness.FEED, asked=url, rule="feed"))


def edition(targets: tuple[str, ...], url: str, rule: str) -> Request:
    """Ask for an address beside these targets that would be a newer edition of them, or can be none."""
    return _page(targets, Inquiry(witness=Witness.SIBLING, asked=url, rule=rule))


def is_feed(request: Request) -> bool:
    """Whether what comes is to be read as a feed.

    >>> is_feed(feed(("https://a.example/",), "https://a.example/feed")), is_feed(probe((), "https://a.example/x"))
    (True, False)
    """
    return request.inquiry is not None and request.inquiry.witness is Witness.FEED


def _page(targets: tuple[str, ...], inquiry: Inquiry) -> Request:
    return Request(url=inquiry.asked, targets=targets, purpose=Purpose.WITNESS, inquiry=inquiry)


def read(reply: Reply, run: int) -> Iterator[Testimony]:
    """What a page of another address, or a feed, answered, once for each target that it was asked for."""
    page = reply.page
    entry = _newest_entry(reply)
    for target in reply.request.targets:
        yield testimony(
            reply,
            run,
            target,
            status=reply.status,
            error=reply.error,
            final_url=reply.request.url if reply.status is not None else None,
            title=page.title if page else None,
            fingerprint=page.text_fingerprint if page else None,
            body_bytes=len(reply.body),
            marks=marks_of(reply, reply.request.url, _asked(reply, target)),
            taken_at=entry,
        )


def _newest_entry(reply: Reply) -> datetime | None:
    """The day on which the newest entry of a feed was written, as its reader gives it."""
    if not (is_feed(reply.request) and reply.page and reply.page.published):
        return None
    return datetime.fromisoformat(reply.page.published).replace(tzinfo=UTC)


def testimony(reply: Reply, run: int, target: str, **facts: Any) -> Testimony:
    """The facts about a target that a reply holds, with what was asked of whom and when.

    Raises TypeError for a reply to a question about the target itself, which is an observation.
    """
    inquiry = reply.request.inquiry
    if inquiry is None:
        raise TypeError(f"{reply.request.url} was asked for itself")
    given = {"asked": inquiry.asked, "at": reply.at, "rule": inquiry.rule, "near": inquiry.near.get(target)}
    return Testimony(target=target, run=run, witness=inquiry.witness, **{**given, **facts})


def _asked(reply: Reply, target: str) -> str:
    return reply.request.inquiry.asked if reply.request.inquiry else target
