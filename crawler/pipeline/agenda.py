"""What a run still has to ask: whatever is due, and whatever an interrupted run left open."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler import urls
from crawler.gather import retry
from crawler.gather.exchange import Request, Validators
from crawler.gather.resolvers import WEB
from crawler.judge.changes import before
from crawler.judge.recheck import AT_ONCE, is_due, urgency
from crawler.model import History, Observation, Run, Scheme, Target
from crawler.pipeline.judging import Judge
from crawler.settings import Settings
from crawler.store import Store

_Looks = Mapping[int, Observation]
_Urgency = tuple[int, datetime]
_Ranked = tuple[_Urgency | None, Request]
_CONTROLS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is to be asked of the web, and what is to be looked up in the repository."""

    requests: Sequence[Request]
    local: Sequence[Target]
    controls: Sequence[Request] = ()
    """A few targets, each of another host, that were well when they were last asked and are not due (or that nobody has
    asked about, where they are not wanted): they are asked if
    nothing else answers, to tell a list of dead links from a machine without a network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Decides what is due, as of one moment."""

    judge: Judge
    settings: Settings
    now: datetime
    dropped: int | None = None
    """The unfinished run that a fresh one leaves behind: what it heard does not count."""
    only: Collection[str] | None = None
    """The targets that are wanted, by their URLs; None for all. The others serve as controls."""

    def agenda(self, store: Store, run: Run, paths: Sequence[str]) -> Agenda:
        """What this run still has to ask about the links of these lists."""
        looks: defaultdict[str, dict[int, Observation]] = defaultdict(dict)
        for observation in store.observed(run.id):
            looks[observation.target][observation.look] = observation
        requests, local, controls = list[_Ranked](), list[Target](), dict[str, Request]()
        for history in store.histories(paths):
            if self.judge.skipped(history) is not None:
                continue
            wanted = self.only is None or history.target.url in self.only
            if history.target.scheme is Scheme.LOCAL and wanted:
                local.append(history.target)
            elif history.target.scheme is Scheme.WEB:
                due = list(self._requests(history, looks.get(history.target.url, {}))) if wanted else []
                requests += ((self._urgency(history), each) for each in due)
                if not due and len(controls) < _CONTROLS and self._may_control(history):
                    controls.setdefault(urls.host_of(history.target.url), _request(history))
        if self.settings.budget:
            requests.sort(key=_rank)
        asked = [request for _, request in requests]
        return Agenda(requests=asked, local=local, controls=tuple(controls.values()))

    def _may_control(self, history: History) -> bool:
        """Whether it was well; or was there before, as far as anybody knows, where only what is new is asked."""
        if history.last is None:
            return self.only is not None and history.target.url not in self.only
        return history.last.good

    def _urgency(self, history: History) -> _Urgency | None:
        """Where the target stands in the queue, if there is one."""
        return urgency(history, self.judge.verdict(history)) if self.settings.budget else None

    def _requests(self, history: History, looks: _Looks) -> Iterator[Request]:
        """The look that a target lacks in this run, if it is due at all."""
        if looks:
            yield from _second_look(looks)
            return
        if self.dropped is not None:
            history = before(history, self.dropped)
        if self.settings.ask_all or history.last is None or self._is_due(history):
            yield _request(history)

    def _is_due(self, history: History) -> bool:
        said = self.judge.verdict(history)
        settings = self.settings
        return is_due(history, said, self.now, alive_days=settings.alive_days, failing_days=settings.failing_days)


def _rank(ranked: _Ranked) -> _Urgency:
    return ranked[0] or (0, AT_ONCE)


def _request(history: History) -> Request:
    """The first look at a target, conditional where its last good answer gave validators."""
    known = validators(history)
    (request,) = WEB.requests([history.target], {history.target.url: known} if known else {})
    return request


def _second_look(looks: _Looks) -> Iterator[Request]:
    first = looks.get(1)
    if first and 2 not in looks and retry.wants_second_look(first.status, first.error):
        yield Request(url=first.target, targets=(first.target,), look=2, attempt=first.attempts + 1)


def validators(history: History) -> Validators | None:
    """What the last good answer said of itself; a 304 repeats it, or leaves it as it was."""
    for observation in reversed(history.observations):
        if observation.good and (observation.etag or observation.last_modified):
            url = observation.final_url or history.target.url
            return Validators(url=url, etag=observation.etag, last_modified=observation.last_modified)
        if not (observation.good and observation.status == 304):
            return None
    return None
