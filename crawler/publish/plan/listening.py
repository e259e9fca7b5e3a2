"""All that is there to be heard, in one pass: bodies that people ticked, and what became of pull requests. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from crawler.model.delivery import Trust
from crawler.publish.boxes import Box, Mark, Verb, marks, read
from crawler.publish.forge import Account, Issue, PullRequest
from crawler.publish.plan.hearing import changed, version
from crawler.publish.plan.memory import Memory, Written
from crawler.publish.plan.recovery import Body, recovered
from crawler.publish.plan.steps import closed_by_us, ours
from crawler.publish.plan.words import Word, of_boxes, of_closing, of_merging, of_reopening

_DASHBOARD = "the dashboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the forge knows of a pull request that is not open any more."""

    pull: PullRequest
    closer: Account | None = None
    """Who closed it, where it was not merged."""
    dropped: frozenset[str] = frozenset()
    """Names of the rows whose changes did not come to the base when it was merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What people said, and what is remembered now that it is heard."""

    words: tuple[Word, ...]
    memory: Memory


def unheard(pulls: Iterable[PullRequest], memory: Memory, us: Account | None) -> tuple[PullRequest, ...]:
    """Those of ours whose end nobody has heard of yet, oldest first."""
    return tuple(
        sorted(
            (
                pull
                for pull in pulls
                if not pull.is_open
                and ours(pull, us, memory)
                and (pull.number > memory.heard_to or pull.number == memory.watched)
            ),
            key=lambda pull: pull.number,
        )
    )


def listen(
    endings: Sequence[Ending], opened: PullRequest | None, dashboard: Issue | None, memory: Memory, us: Account | None
) -> Heard:
    """What was said since the last time; `opened` is the open pull request of ours, `endings` those of `unheard`."""
    words: list[Word] = []
    for ending in endings:
        said, memory = _ended(ending, memory, us)
        words += said
    if opened:
        said, memory = _open(opened, memory)
        words += said
    if dashboard:
        boxes, held = _of_body(dashboard.number, dashboard.body, memory.dashboard)
        words += of_boxes(boxes, _DASHBOARD)
        memory = replace(memory, dashboard=held)
    return Heard(words=tuple(words), memory=replace(memory, us=us or memory.us))


def _ended(ending: Ending, memory: Memory, us: Account | None) -> tuple[list[Word], Memory]:
    pull, where = ending.pull, _named(ending.pull)
    written = memory.pull if memory.pull.number in (None, pull.number) else Written()
    boxes = changed(pull.body, written.versions)
    words = list(of_boxes(boxes, where))
    kept = Written()
    if pull.merged:
        asked_for = {box.id for box in boxes if box.verb is Verb.FIX and box.ticked}
        # What was ticked just before it was merged was never on the branch: nobody took it out.
        words += of_merging(read(pull.body), pull.number, ending.dropped - asked_for)
    elif closed_by_us(pull, memory):
        memory = memory.with_closed(pull.number)
    elif not _same(ending.closer, us):
        by = ending.closer.name if ending.closer else ""
        refusals = list(of_closing(_boxes(pull.body, written), pull.number, by))
        memory = memory.with_refused(pull.number, tuple(word.id for word in refusals))
        words += refusals
        kept = _as_seen(pull)  # should a person open it again, and tick something else
    return words, replace(memory.ended(pull.number), pull=kept)


def _boxes(body: str, written: Written) -> Sequence[Box]:
    """The boxes of a body; where a person wrote over all of them, those that stood there last."""
    return read(body) or (written.versions[-1].boxes if written.versions else ())


def _open(pull: PullRequest, memory: Memory) -> tuple[list[Word], Memory]:
    refused = memory.refused.get(pull.number, ())
    boxes, held = _of_body(pull.number, pull.body, memory.pull)
    words = [*of_reopening(refused, pull.number), *of_boxes(boxes, _named(pull))]
    return words, replace(memory.with_refused(pull.number, ()), pull=held, watched=pull.number)


def _as_seen(pull: PullRequest) -> Written:
    return Written(number=pull.number, versions=(version(pull.body),))


def _of_body(number: int, body: str, written: Written) -> tuple[tuple[Box, ...], Written]:
    """What was ticked in a body, and what is remembered of it: the body of another number tells nothing."""
    seen = (version(body),)
    if written.number not in (None, number) or not written.versions:
        return (), Written(number=number, versions=seen)
    boxes = changed(body, written.versions)
    return boxes, Written(number=number, versions=seen if boxes else written.versions)


def recall(
    endings: Sequence[Ending],
    opened: PullRequest | None,
    dashboard: Issue | None,
    trust: Mapping[str, Trust],
    us: Account | None,
) -> Heard:
    """The same where nothing is remembered: `endings` are all there are of ours, oldest first."""
    blank = Memory()
    last = opened or next((each.pull for each in endings[-1:] if _is_refusal(each, us)), None)
    bodies = [
        *(_body_of(ending, us) for ending in endings),
        *([Body(where=_named(opened), text=opened.body)] if opened else []),
        *([Body(where=_DASHBOARD, text=dashboard.body, until=_until(dashboard))] if dashboard else []),
    ]
    memory = Memory(
        us=us,
        pull=_as_seen(last) if last else Written(),
        watched=opened.number if opened else None,
        dashboard=Written(number=dashboard.number, versions=(version(dashboard.body),)) if dashboard else Written(),
        heard_to=max((ending.pull.number for ending in endings), default=0),
        closed=tuple(ending.pull.number for ending in endings if closed_by_us(ending.pull, blank)),
    )
    for number, ids in _refused(endings, us):
        memory = memory.with_refused(number, ids)
    return Heard(words=tuple(recovered(bodies, trust)), memory=memory)


def _body_of(ending: Ending, us: Account | None) -> Body:
    return Body(
        where=_named(ending.pull),
        text=ending.pull.body,
        refused=_is_refusal(ending, us),
        merged=ending.pull.merged,
        dropped=ending.dropped,
        by=ending.closer.name if ending.closer else "",
        until=ending.pull.closed_at,
    )


def _until(dashboard: Issue) -> datetime | None:
    """One that is closed is not written any more: what stands in it may be long out of date."""
    return None if dashboard.is_open else datetime.min.replace(tzinfo=UTC)


def _refused(endings: Iterable[Ending], us: Account | None) -> Iterator[tuple[int, tuple[str, ...]]]:
    for ending in endings:
        if _is_refusal(ending, us):
            ids = (box.id for box in read(ending.pull.body) if box.verb is Verb.FIX and box.ticked)
            yield ending.pull.number, tuple(dict.fromkeys(ids))


def _is_refusal(ending: Ending, us: Account | None) -> bool:
    pull = ending.pull
    return not pull.merged and Mark.CLOSED not in marks(pull.body) and not _same(ending.closer, us)


def _same(one: Account | None, other: Account | None) -> bool:
    return one is not None and other is not None and one.id == other.id


def _named(pull: PullRequest) -> str:
    return f"pull request {pull.number}"
