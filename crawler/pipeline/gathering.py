"""One run: what is due is asked, what was heard is kept. EDGE: asyncio."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from crawler import urls
from crawler.errors import OfflineError
from crawler.gather import local, robots, testimony
from crawler.gather.crawl import Ask, Bell, crawl
from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.fetcher import Clock, Fetcher
from crawler.gather.frontier import Frontier
from crawler.gather.offline import Connectivity
from crawler.gather.parsing import Parser
from crawler.gather.resolvers import resolver_for, wayback
from crawler.gather.sniff import sniff
from crawler.judge.moves import new_home
from crawler.judge.signs import Sign, told
from crawler.model import ErrorKind, Health, Metadata, Observation, Run, Scheme, Target
from crawler.pipeline import looping
from crawler.pipeline.agenda import Agenda, Planner
from crawler.pipeline.dating import dated
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.pipeline.notes import notes
from crawler.pipeline.passes import Passes
from crawler.publish.progress import Progress
from crawler.settings import Settings
from crawler.store import Store

_TICK_S = 0.25
"""How often the database and the display are looked after; what was heard is safe within half a second."""
_OFFLINE = (
    "no host at all answers, so this machine's own network seems to be down: nothing was recorded against any link;"
    " check the connection and try again (`make demo` needs no network)"
)
_UNHEARD = "without an answer"
"""What the display says while nobody has answered: it may be this machine's own network."""
_STOPPING = "Stopping: answers under way get three more seconds. Ctrl-C again ends at once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended."""

    asked: int
    """Targets that were asked about in this call."""
    left: int
    """Targets that were due and are still to be asked."""
    interrupted: bool
    waiting: int = 0
    """Targets that are due and wait for the next run, because the budget of this one is spent."""
    notes: tuple[str, ...] = ()
    """What a person should know although it keeps nothing from being asked."""

    def text(self, db: Path) -> str:
        """One line for a terminal."""
        if self.interrupted:
            goes_on = "the same command goes on (without --fresh)"
            return f"Stopped: {self.asked} asked, {self.left} left. All answers are in {db}; {goes_on}."
        if self.waiting:
            rest = f"{self.waiting} more are due and wait for the next run: the budget is spent"
            return f"{self.asked} links asked, {rest}; see {db}"
        return f"{self.asked} links asked; see {db}" if self.asked else f"Nothing is due yet; see {db}, or pass --all"


def gather(store: Store, lists: Lists, settings: Settings, clock: Clock) -> Ending:
    """Ask about everything that is due, and keep the answers; goes on with a run that was left unfinished."""
    now = clock.utc()
    unfinished = next((run.id for run in store.runs() if run.finished_at is None), None)
    lists, undated = dated(store, lists, now)
    store.record_sources(lists.documents, lists.targets, digests=lists.digests, now=now)
    run = store.begin_run(now, fresh=settings.fresh)
    store.note(run.id, (*notes(settings), *undated))
    dropped = unfinished if settings.fresh else None
    planner = Planner(judge=Judge(settings, now.date()), settings=settings, now=now, dropped=dropped)
    agenda = planner.agenda(store, run, lists.paths)
    session = _Session(store, run, settings, clock)
    passes = Passes(planner.judge, lists.paths, now)
    complete = _ask(session, agenda, passes, clock)
    if complete:
        for target in agenda.local:
            store.record(local.observe(target, lists.root, run.id, clock.utc()))
        store.finish_run(run.id, clock.utc(), complete=True)
    left = max(0, len(agenda.requests) - session.asked)
    return Ending(asked=session.asked, left=left, interrupted=not complete, waiting=session.waiting, notes=undated)


def _ask(session: "_Session", agenda: Agenda, passes: Passes, clock: Clock) -> bool:
    """Ask them all, with a display; False when it was stopped before the end."""
    total, console = len(agenda.requests), Console(stderr=True)
    quiet = session.settings.quiet or not total
    with Progress(total=total, console=console, clock=clock.monotonic, quiet=quiet) as progress:
        complete = looping.run(session.ask_all(agenda, passes, progress))
    if session.offline and not session.stopped:
        raise OfflineError(_OFFLINE)
    return complete


class _Session:
    """What one call of `gather` does on the network, and what it keeps of it."""

    def __init__(self, store: Store, run: Run, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._run = run
        self.settings = looping.within_limits(settings)
        self._clock = clock
        self._connectivity = Connectivity()
        self._unproven: list[tuple[Observation, Metadata | None]] = []
        """What speaks against links while nobody has answered: it may be this machine's own network."""
        self.asked = 0
        self.waiting = 0
        """Targets for which the budget did not last."""
        self.stopped = False
        """Whether a person stopped it."""

    @property
    def offline(self) -> bool:
        """Whether this machine's own network is to blame."""
        return self._connectivity.down

    async def ask_all(self, agenda: Agenda, passes: Passes, progress: Progress) -> bool:
        """Ask them all, then the witnesses, or until a person stops it; whether nothing is left to ask."""
        frontier, bell = Frontier(self.settings, self._known_robots), Bell()

        def stop() -> None:
            self.stopped = True
            bell.stop()
            progress.say(_STOPPING)

        async with (
            Fetcher(self.settings, self._clock) as fetcher,
            Parser(self.settings.parse_timeout_s) as parser,
            looping.ticking(lambda: self._tick(frontier, progress), _TICK_S),
        ):
            ask = _asker(fetcher, parser)
            with looping.interrupts(stop):
                for requests in (agenda.requests, agenda.controls):
                    if requests is agenda.requests or (self._connectivity.down and not self.stopped):
                        bell.go_on()
                        self._add(frontier, requests, progress)
                        await self._listen(frontier, crawl(frontier, ask, self._clock, bell), bell, progress)
                self._tick(frontier, progress)
                self._keep_unproven()
                for second in (partial(passes.doubts, run=self._run.id), passes.candidates):
                    if frontier.finished and not self._connectivity.down and not self.stopped:
                        self._add(frontier, second(self._store), progress)
                        await self._listen(frontier, crawl(frontier, ask, self._clock, bell), bell, progress)
                if frontier.finished and not self._connectivity.down:
                    await self._ask_archives(passes, ask, bell, progress)
        self._store.flush()
        self.waiting = frontier.unasked
        return frontier.finished

    async def _ask_archives(self, passes: Passes, ask: Ask, bell: Bell, progress: Progress) -> None:
        """Ask the archives for as long as they may be asked in one run; what is left then waits for the next."""
        ends = self._clock.monotonic() + self.settings.archive_time_s
        frontier = Frontier(self.settings, self._known_robots)
        while (left_s := ends - self._clock.monotonic()) > 0 and not self.stopped:
            requests = passes.archives(self._store)
            if not requests:
                return
            bell.go_on()
            self._add(frontier, requests, progress)
            timer = asyncio.get_running_loop().call_later(left_s, bell.stop)
            await self._listen(frontier, crawl(frontier, ask, self._clock, bell), bell, progress)
            timer.cancel()

    async def _listen(self, frontier: Frontier, replies: AsyncGenerator[Reply], bell: Bell, progress: Progress) -> None:
        async with aclosing(replies):
            async for reply in replies:
                self._connectivity.answered |= frontier.answered
                self._hear(reply, frontier, progress)
                if self._connectivity.hopeless:
                    bell.stop()

    def _add(self, frontier: Frontier, requests: Sequence[Request], progress: Progress) -> None:
        for request in requests:
            at, now = self._clock.utc(), self._clock.monotonic()
            if not urls.host_of(request.url):  # nothing that a WHATWG parser takes for an address
                self._hear(
                    Reply(request=request, at=at, error=ErrorKind.INVALID_URL, host_answered=False), frontier, progress
                )
            else:
                frontier.add(request, at, now)

    def _hear(self, reply: Reply, frontier: Frontier, progress: Progress) -> None:
        """Keep what a reply says, now or when it is clear that the network works."""
        if reply.request.inquiry:
            self._hear_witness(reply, progress)
            return
        self._connectivity.heard(reply)
        (target,) = reply.request.targets
        facts = list(resolver_for(Target(url=target, scheme=Scheme.WEB)).read(reply, self._run.id))
        self._unproven += facts
        if self._connectivity.answered:
            self._keep_unproven()
        if not frontier.owes_second_look(reply):
            self.asked += len(facts)
            for observation, _ in facts:
                word = outcome(observation) if self._connectivity.answered else _UNHEARD
                progress.answered(urls.host_of(reply.request.url), word, reply.elapsed_s)

    def _hear_witness(self, reply: Reply, progress: Progress) -> None:
        """Keep what somebody else says."""
        read = wayback.read if reply.request.purpose is Purpose.ARCHIVE else testimony.read
        for said in read(reply, self._run.id):
            self._store.testify(said)
        progress.tick()

    def _keep_unproven(self) -> None:
        if not self._connectivity.down:
            for observation, metadata in self._unproven:
                self._store.record(observation, metadata)
            self._unproven.clear()

    def _tick(self, frontier: Frontier, progress: Progress) -> None:
        for file in frontier.learned():
            self._store.save_robots(file.origin, file.status, file.body, file.fetched_at)
        self._store.flush_due(self._clock.monotonic())
        progress.waiting(frontier.waiting())

    def _known_robots(self, origin: str) -> robots.RobotsFile | None:
        kept = self._store.robots(origin, self._clock.utc(), self.settings.robots_ttl_s)
        if kept is None or kept.status is None:
            return None
        return robots.RobotsFile(origin=origin, fetched_at=kept.fetched_at, status=kept.status, body=kept.body)


_WORDS: Mapping[Sign, Health] = {
    Sign.GOOD: Health.ALIVE,
    Sign.WALL: Health.BLOCKED,
    Sign.TROUBLE: Health.FAILING,
    Sign.UNTOLD: Health.UNKNOWN,
}


def outcome(observation: Observation) -> str:
    """The word that the display counts one look under."""
    sign, _ = told(observation)
    if sign is Sign.GOOD and new_home(observation):
        return Health.MOVED
    return _WORDS.get(sign, Health.BROKEN)


def _asker(fetcher: Fetcher, parser: Parser) -> Callable[[Request], Coroutine[Any, Any, Reply]]:
    """Fetch, and read the page where it is one: its metadata, and where it sends its reader."""

    async def ask(request: Request) -> Reply:
        reply = await fetcher.fetch(request)
        content_type = reply.header("content-type")
        if reply.body and sniff(content_type, reply.body) == "html":
            return replace(reply, page=await parser.read(reply.body, content_type, request.url))
        return reply

    return ask
