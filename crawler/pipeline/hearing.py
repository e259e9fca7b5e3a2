"""What replies say, kept: at once, or when it is clear that it is not this machine's own network that says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crawler import urls
from crawler.gather import testimony
from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.frontier import Frontier
from crawler.gather.offline import Connectivity
from crawler.gather.page import Page
from crawler.gather.resolvers import WEB, wayback
from crawler.gather.resolvers.web import metadata_of
from crawler.judge.memory import speaks
from crawler.judge.moves import new_home
from crawler.judge.signs import Sign, told
from crawler.model import ARCHIVE, Health, Metadata, Observation, Run, Testimony, Witness
from crawler.pipeline.interfaces import Heard
from crawler.publish.progress import Progress
from crawler.store import Store

_UNHEARD = "without an answer"
"""What the display says while nobody has answered: it may be this machine's own network."""
_WORDS: Mapping[Sign, Health] = {
    Sign.GOOD: Health.ALIVE,
    Sign.WALL: Health.BLOCKED,
    Sign.TROUBLE: Health.FAILING,
    Sign.UNTOLD: Health.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unproven:
    """What a reply says, kept back until somebody answers: it may be this machine's own network that says it."""

    reply: Reply
    facts: Sequence[tuple[Observation, Metadata | None]]
    last: bool
    """Whether no second look is to come."""
    shown: bool
    """Whether the display has counted it already."""


class Hearing:
    """Hears the replies of one call, and keeps what they say."""

    def __init__(self, store: Store, run: Run) -> None:
        self.connectivity = Connectivity()
        self.asked = 0
        """Targets that were asked about, and are kept."""
        self.counting = True
        """Whether what is heard counts as asked; what is only looked at again was counted before."""
        self._store = store
        self._run = run
        self._unproven: list[_Unproven] = []

    @property
    def all_kept(self) -> bool:
        """Whether nothing is kept back."""
        return not self._unproven

    def end(self, progress: Progress) -> None:
        """Keep what is kept back, unless it may be this machine's own network that is silent."""
        if not (self.connectivity.down or self.connectivity.unsure):
            self._keep(progress)

    def forget(self) -> list[Request]:
        """Let go of what is kept back: it was asked of a network that was away. What to ask again comes back.

        Where a second look is still to come, that look makes up for it.
        """
        unproven, self._unproven = self._unproven, []
        return [_again(each.reply.request) for each in unproven if each.last]

    def hear(self, reply: Reply, frontier: Frontier, progress: Progress) -> None:
        """Keep what a reply says, now or when it is clear that the network works."""
        if reply.request.inquiry:
            self._hear_witness(reply, progress)
            return
        self._listen(reply, frontier, progress)
        facts = list(WEB.read(reply, self._run.id))
        last, answered = not frontier.owes_second_look(reply), self.connectivity.answered
        self._unproven.append(_Unproven(reply=reply, facts=facts, last=last, shown=last and not answered))
        if self.connectivity.proven:
            self._keep(progress)
        elif last and not answered:
            progress.answered(urls.host_of(reply.request.url), _UNHEARD, reply.elapsed_s)

    def hear_interface(self, reply: Reply, heard: Heard, frontier: Frontier, progress: Progress) -> None:
        """Keep what an interface says; its answer is proof of the network."""
        self._listen(reply, frontier, progress)
        for observation, metadata in heard.facts:
            self._store.record(observation, metadata)
        for metadata in heard.said:
            self._store.learn(metadata)
        for observation in heard.settled:
            self.asked += self.counting
            progress.answered(urls.host_of(reply.request.url), outcome(observation), reply.elapsed_s)

    def read(self, reply: Reply, frontier: Frontier, progress: Progress) -> None:
        """Keep what the page of a target that is known to be there says of itself."""
        self._listen(reply, frontier, progress)
        for _, metadata in WEB.read(reply, self._run.id):
            if metadata:
                self._store.learn(metadata)
        progress.tick()

    def _listen(self, reply: Reply, frontier: Frontier, progress: Progress) -> None:
        """Take note of who answers; what was kept back is kept for good once somebody has."""
        if frontier.answered_last:
            self.connectivity.count(frontier.answers, frontier.answered_last)
        if self.connectivity.proven:
            self._keep(progress)
        self.connectivity.heard(reply)

    def _hear_witness(self, reply: Reply, progress: Progress) -> None:
        """Keep what somebody else says."""
        read = wayback.read if reply.request.purpose is Purpose.ARCHIVE else testimony.read
        for said in read(reply, self._run.id):
            self._store.testify(said)
            if reply.page and (known := archived(reply.page, said)):
                self._store.learn(known)
        progress.tick()

    def _keep(self, progress: Progress) -> None:
        for each in self._unproven:
            for observation, metadata in each.facts:
                self._store.record(observation, metadata)
            if each.last and self.counting:
                self._count(each, progress)
        self._unproven.clear()

    def _count(self, heard: _Unproven, progress: Progress) -> None:
        """Count what is asked and over, on the display too."""
        self.asked += len(heard.facts)
        if not heard.shown:
            for observation, _ in heard.facts:
                progress.answered(urls.host_of(heard.reply.request.url), outcome(observation), heard.reply.elapsed_s)


def archived(page: Page, said: Testimony) -> Metadata | None:
    """What a good copy in an archive says of its target, with the day on which it was taken."""
    if said.witness is not Witness.CAPTURE or said.taken_at is None or not speaks(said):
        return None
    found = metadata_of(page, said.target, said.at, ARCHIVE)
    day = said.taken_at.date().isoformat()
    return replace(found, state={}, sources={name: f"{place}, {day}" for name, place in found.sources.items()})


def outcome(observation: Observation) -> str:
    """The word that the display counts one look under."""
    sign, _ = told(observation)
    if sign is Sign.GOOD and new_home(observation):
        return Health.MOVED
    return _WORDS.get(sign, Health.BROKEN)


def _again(request: Request) -> Request:
    """The same look once more, from its beginning."""
    (target,) = request.targets
    return Request(url=target, targets=(target,), validators=request.validators, look=request.look)
