"""The walls, shells and sold domains that a reply shows, whoever it was asked for. Pure."""

from crawler.gather import parked
from crawler.gather.exchange import Reply
from crawler.gather.walls import Answer, marks
from crawler.model import ErrorKind


def marks_of(reply: Reply, place: str, asked: str) -> tuple[str, ...]:
    """What the reader of the page knew, and what the table of walls knows of the rest.

    `place` is the address that the reply stands for, `asked` the one that was asked for before any redirect.
    """
    page = reply.page
    answer = Answer(
        status=reply.status,
        error=_failure(reply),
        headers=reply.headers,
        title=(page.title_element if page else None) or "",
        body=reply.body,
        blank=page.blank if page else not reply.body and not reply.truncated,
        url=place,
        target=asked,
        page_read=page is not None,
    )
    sold = parked.marks_of_place(asked, place) if reply.status is not None else ()
    return tuple(dict.fromkeys((*(page.marks if page else ()), *marks(answer), *sold)))


def _failure(reply: Reply) -> ErrorKind | None:
    """Why there was no answer; of a host that was given up, why that was."""
    if reply.error is ErrorKind.HOST_DOWN:
        return next((error for error in ErrorKind if error.value == reply.detail), reply.error)
    return reply.error
