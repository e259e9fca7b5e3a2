"""One run: what is due is asked, what was heard is kept. EDGE: asyncio."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from crawler import urls
from crawler.errors import OfflineError
from crawler.gather import local, robots
from crawler.gather.crawl import Ask, Bell, crawl
from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.fetcher import Clock, Fetcher
from crawler.gather.frontier import Frontier
from crawler.gather.parsing import Parser
from crawler.model import ErrorKind, Run
from crawler.pipeline import looping
from crawler.pipeline.agenda import Agenda, Planner
from crawler.pipeline.dating import dated
from crawler.pipeline.fetching import asker
from crawler.pipeline.hearing import Hearing
from crawler.pipeline.interfaces import Interfaces
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.pipeline.notes import notes
from crawler.pipeline.outage import Watch
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
_AWAY = "No host answers any more: waiting for this machine's network."
_BACK = "The network is back: what had no answer is asked again."
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
    cut_off: bool = False
    """Whether this machine's network went away in the midst of it."""

    def text(self, db: Path) -> str:
        """One line for a terminal."""
        if self.cut_off:
            asked = f"{self.asked} asked, {self.left} left, and nothing was recorded against these"
            return f"This machine's network went away: {asked}. All answers are in {db}; the same command goes on."
        if self.interrupted:
            goes_on = "the same command goes on (without --fresh)"
            return f"Stopped: {self.asked} asked, {self.left} left. All answers are in {db}; {goes_on}."
        if self.waiting:
            rest = f"{self.waiting} more are due and wait for the next run: the budget is spent"
            return f"{self.asked} links asked, {rest}; see {db}"
        return f"{self.asked} links asked; see {db}" if self.asked else f"Nothing is due yet; see {db}, or pass --all"


def gather(store: Store, lists: Lists, settings: Settings, clock: Clock, only: Collection[str] | None = None) -> Ending:
    """Ask about everything that is due, and keep the answers; goes on with a run that was left unfinished.

    With `only` (URLs of targets) about these alone, and for each about the better addresses that are known of it too.
    """
    now = clock.utc()
    unfinished = next((run.id for run in store.runs() if run.finished_at is None), None)
    lists, undated = dated(store, lists, now)
    store.record_sources(lists.documents, lists.targets, digests=lists.digests, now=now)
    run = store.begin_run(now, fresh=settings.fresh)
    store.note(run.id, (*notes(settings), *undated))
    dropped = unfinished if settings.fresh else None
    planner = Planner(judge=Judge(settings, now.date()), settings=settings, now=now, dropped=dropped, only=only)
    agenda = planner.agenda(store, run, lists.paths)
    session = _Session(store, run, settings, clock)
    passes = Passes(planner.judge, lists.paths, now, only)
    complete = _ask(session, agenda, passes, clock)
    if complete:
        for target in agenda.local:
            store.record(local.observe(target, lists.root, run.id, clock.utc()))
        store.finish_run(run.id, clock.utc(), complete=True)
    left = max(0, len(agenda.requests) - session.asked)
    return Ending(
        asked=session.asked,
        left=left,
        interrupted=not complete,
        waiting=session.waiting,
        cut_off=session.cut_off,
        notes=undated,
    )


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
        self._heard = Hearing(store, run)
        self._interfaces = Interfaces(settings.keys, run.id, reads_pages=not settings.budget)
        self._connectivity = self._heard.connectivity
        self._watch = Watch(self.settings, clock)
        self._archives_s = settings.archive_time_s
        self.cut_off = False
        """Whether the network went away and did not come back."""
        self.waiting = 0
        """Targets for which the budget did not last."""
        self.stopped = False
        """Whether a person stopped it."""

    @property
    def asked(self) -> int:
        """Targets that were asked about."""
        return self._heard.asked

    @property
    def offline(self) -> bool:
        """Whether this machine's own network is to blame."""
        return self._connectivity.down

    async def ask_all(self, agenda: Agenda, passes: Passes, progress: Progress) -> bool:
        """Ask them all, then the witnesses, or until a person stops it; whether nothing is left to ask."""
        frontier, bell, beside = Frontier(self.settings, self._known_robots), Bell(), looping.Beside()

        def end() -> None:
            bell.stop()
            beside.bell.stop()
            self._watch.stop()

        def stop() -> None:
            self.stopped = True
            end()
            progress.say(_STOPPING)

        async with (
            Fetcher(self.settings, self._clock) as fetcher,
            Parser(self.settings.parse_timeout_s) as parser,
            beside,
        ):
            ask = asker(fetcher, parser)
            early = partial(self._ask_archives_early, passes, ask, beside.bell, progress)

            def tick() -> None:
                self._tick(frontier, progress)
                if frontier.lingers and self._connectivity.proven:
                    beside.begin(early)

            async with looping.ticking(tick, _TICK_S, end):
                with looping.interrupts(stop):
                    await self._ask_in_turn(frontier, agenda, passes, ask, bell, progress)
                    await beside.end()
                    if frontier.finished and self._heard.all_kept:
                        await self._ask_archives(passes, ask, bell, progress)
        self._store.note(self._run.id, self._interfaces.remarks())
        self._store.flush()
        self.waiting = frontier.unasked
        return frontier.finished and self._heard.all_kept

    async def _ask_in_turn(  # noqa: PLR0913, PLR0917 - one pass after another, over the same five
        self, frontier: Frontier, agenda: Agenda, passes: Passes, ask: Ask, bell: Bell, progress: Progress
    ) -> None:
        """Ask about what is due, then whoever can tell more of what that came to."""
        for requests in (agenda.requests, agenda.controls):
            if requests is agenda.requests or (self._connectivity.down and not self.stopped):
                bell.go_on()
                self._add(frontier, self._begin(requests), progress)
                await self._listen(frontier, ask, bell, progress)
        self._tick(frontier, progress)
        self._heard.end(progress)
        self._heard.counting = False
        for second in (partial(passes.doubts, run=self._run.id), passes.witnesses):
            if frontier.finished and self._heard.all_kept and not self.stopped:
                self._add(frontier, second(self._store), progress)
                await self._listen(frontier, ask, bell, progress)
                self._heard.end(progress)

    async def _ask_archives_early(self, passes: Passes, ask: Ask, bell: Bell, progress: Progress) -> None:
        """While the main crawl only waits for slow hosts: ask the archives about what is certain by now."""
        frontier, began = Frontier(self.settings, self._known_robots), self._clock.monotonic()
        while (left_s := began + self._archives_s - self._clock.monotonic()) > 0 and not bell.stopped:
            requests = passes.archives(self._store, self._run.id)
            if not requests:
                break
            self._add(frontier, requests, progress)
            timer = asyncio.get_running_loop().call_later(left_s, bell.stop)
            async with aclosing(crawl(frontier, ask, self._clock, bell)) as replies:
                async for reply in replies:
                    self._hear(reply, frontier, progress)
            timer.cancel()
        self._archives_s -= self._clock.monotonic() - began

    async def _ask_archives(self, passes: Passes, ask: Ask, bell: Bell, progress: Progress) -> None:
        """Ask the archives for as long as they may be asked in one run; what is left then waits for the next."""
        ends = self._clock.monotonic() + self._archives_s
        frontier = Frontier(self.settings, self._known_robots)
        while (left_s := ends - self._clock.monotonic()) > 0 and not self.stopped:
            requests = passes.archives(self._store)
            if not requests:
                return
            bell.go_on()
            self._add(frontier, requests, progress)
            timer = asyncio.get_running_loop().call_later(left_s, bell.stop)
            await self._listen(frontier, ask, bell, progress)
            timer.cancel()

    async def _listen(self, frontier: Frontier, ask: Ask, bell: Bell, progress: Progress) -> None:
        """Hear everything; what was asked while the network was away is asked again."""
        again = True
        while again:
            async with aclosing(crawl(frontier, ask, self._clock, bell)) as replies:
                async for reply in replies:
                    self._hear(reply, frontier, progress)
                    if self._connectivity.hopeless:
                        bell.stop()
                    elif self._connectivity.doubtful and not bell.stopped:
                        await self._make_sure(frontier, bell, progress)
            unsure = self._connectivity.unsure and not bell.stopped
            again = unsure and await self._make_sure(frontier, bell, progress)

    async def _make_sure(self, frontier: Frontier, bell: Bell, progress: Progress) -> bool:
        """Ask whether it is the network that is silent, and if so wait for it; whether there is more to hear now."""
        for reply in frontier.settled():
            self._hear(reply, frontier, progress)
        controls = self._connectivity.controls
        known = controls() if self._connectivity.unsure else []
        if not known or await self._watch.reaches(known):
            self._connectivity.reached()
            self._heard.end(progress)
            return False
        progress.say(_AWAY)
        if not await self._watch.returns(controls):
            self.cut_off = not self.stopped
            bell.stop()
            return False
        progress.say(_BACK)
        self._connectivity.reached()
        frontier.forgive()
        bell.repeat()
        self._add(frontier, self._heard.forget(), progress)
        return True

    def _begin(self, requests: Sequence[Request]) -> Sequence[Request]:
        """What is asked first: interfaces where there are any, and pages."""
        return self._interfaces.begin(requests) if self.settings.apis else requests

    def _hear(self, reply: Reply, frontier: Frontier, progress: Progress) -> None:
        """Keep what a reply says, and ask whoever is next."""
        if reply.request.call:
            heard = self._interfaces.heard(reply)
            self._heard.hear_interface(reply, heard, frontier, progress)
            if heard.given_up:
                frontier.abandon(heard.given_up)
            self._add(frontier, heard.next, progress)
        elif reply.request.purpose is Purpose.READ:
            self._heard.read(reply, frontier, progress)
        else:
            self._heard.hear(reply, frontier, progress)

    def _add(self, frontier: Frontier, requests: Sequence[Request], progress: Progress) -> None:
        for request in requests:
            at, now = self._clock.utc(), self._clock.monotonic()
            if not urls.host_of(request.url):  # nothing that a WHATWG parser takes for an address
                nobody = Reply(request=request, at=at, error=ErrorKind.INVALID_URL, host_answered=False)
                self._heard.hear(nobody, frontier, progress)
            else:
                frontier.add(request, at, now)

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
