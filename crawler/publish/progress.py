"""How a crawl is getting on, on a terminal or in a log. The clock and the console are arguments."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from crawler import untrusted

REFRESH_S = 0.25
"""Four pictures a second are smooth enough to the eye, and cost nothing beside 1,500 answers."""
LINE_S = 5.0
"""How often a log gets a line."""
WINDOW_S = 20.0
"""The rate is that of the last seconds: at its end a polite crawl waits for few hosts, and is slow."""
SLOWEST = 3
_KEPT_HOSTS = 32
"""Slow hosts that are remembered: with 100,000 hosts a table of all of them would be felt."""

_COLOURS = {
    "alive": "green",
    "moved": "blue",
    "blocked": "bright_black",
    "failing": "yellow",
    "broken": "red",
    "dead": "red",
    "hijacked": "magenta",
    "skipped": "bright_black",
}


class Progress:
    """A display of answers as they come; use it as a context manager.

    The crawl calls `answered` for each look that is over and `tick` now and then, also while nothing comes; both are
    cheap, and draw only when it is time. Nothing is drawn from another thread, so nothing needs a lock.
    """

    def __init__(self, *, total: int, console: Console, clock: Callable[[], float], quiet: bool = False) -> None:
        self._total = total
        self._console = console
        self._clock = clock
        self._quiet = quiet
        self._done = 0
        self._outcomes: Counter[str] = Counter()
        self._slow = _Slowest()
        self._waiting: Mapping[str, int] = {}
        self._started = clock()
        self._drawn = self._started
        self._samples: deque[tuple[float, int]] = deque([(self._started, 0)])
        self._live = self._new_live()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
            self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._draw()
        if self._live:
            self._live.stop()

    def answered(self, host: str, outcome: str, elapsed_s: float) -> None:
        """One look is over; `outcome` is a word like those for health."""
        self._done += 1
        self._outcomes[outcome] += 1
        self._slow.add(host, elapsed_s)
        self.tick()

    def waiting(self, hosts: Mapping[str, int]) -> None:
        """How many looks are still open, by host."""
        self._waiting = hosts
        self.tick()

    def tick(self) -> None:
        """Draw if it is time."""
        now = self._clock()
        if now - self._drawn >= (REFRESH_S if self._live else LINE_S):
            self._drawn = now
            self._sample(now)
            self._draw()

    def say(self, words: str) -> None:
        """One line that stays."""
        if not self._quiet:
            self._console.print(Text(words))

    @property
    def rate(self) -> float:
        """Answers a second, over the last seconds."""
        (start, before), now = self._samples[0], self._clock()
        return (self._done - before) / (now - start) if now > start else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds until the end at this rate; None while nothing can be said."""
        rate = self.rate
        return max(self._total - self._done, 0) / rate if rate > 0 else None

    def _new_live(self) -> Live | None:
        # A "dumb" terminal, such as an editor's, cannot take a line back.
        if self._quiet or not self._console.is_terminal or self._console.is_dumb_terminal:
            return None
        return Live(console=self._console, auto_refresh=False, transient=True, redirect_stdout=False)

    def _sample(self, now: float) -> None:
        self._samples.append((now, self._done))
        while len(self._samples) > 2 and now - self._samples[0][0] > WINDOW_S:
            self._samples.popleft()

    def _draw(self) -> None:
        if self._live:
            self._live.update(self._picture(), refresh=True)
        elif not self._quiet:
            # out() neither wraps nor colours, so that a log keeps one line a report.
            self._console.out(self._line(), highlight=False)

    def _line(self) -> str:
        parts = [self._how_far(), self._counts(), self._slow.words(), self._open_words()]
        return "; ".join(part for part in parts if part)

    def _picture(self) -> RenderableType:
        bar = Table.grid(padding=(0, 1))
        bar.add_row(ProgressBar(total=max(self._total, 1), completed=self._done, width=30), _one_line(self._how_far()))
        counts = Text(no_wrap=True, overflow="ellipsis")
        for outcome, count in self._sorted():
            counts.append(f"{count:,} {outcome}  ", style=_COLOURS.get(outcome, ""))
        words = (self._slow.words(), self._open_words())
        return Group(bar, counts, *(_one_line(word, "dim") for word in words if word))

    def _how_far(self) -> str:
        share = 100 * self._done // self._total if self._total else 100
        left = "" if self.left_s is None or self._done >= self._total else f", about {duration(self.left_s)} left"
        return f"{self._done:,} of {self._total:,} ({share} %), {self.rate:,.1f} a second{left}"

    def _counts(self) -> str:
        return ", ".join(f"{count:,} {outcome}" for outcome, count in self._sorted())

    def _sorted(self) -> list[tuple[str, int]]:
        return sorted(self._outcomes.items(), key=lambda pair: (-pair[1], pair[0]))

    def _open_words(self) -> str:
        longest = sorted(self._waiting.items(), key=lambda pair: (-pair[1], pair[0]))[:SLOWEST]
        shown = ", ".join(f"{untrusted.terminal(host, 40)} ({count:,})" for host, count in longest if count)
        return f"still open: {shown}" if shown else ""


class _Slowest:
    """The longest answer of each of the slowest hosts."""

    def __init__(self) -> None:
        self._longest: dict[str, float] = {}
        self._least = 0.0

    def add(self, host: str, elapsed_s: float) -> None:
        longest = self._longest
        if elapsed_s <= longest.get(host, self._least):
            return
        longest[host] = elapsed_s
        if len(longest) > _KEPT_HOSTS:
            del longest[min(longest, key=longest.__getitem__)]
            self._least = min(longest.values())

    def words(self) -> str:
        worst = sorted(self._longest.items(), key=lambda pair: (-pair[1], pair[0]))[:SLOWEST]
        shown = ", ".join(f"{untrusted.terminal(host, 40)} {elapsed_s:.1f} s" for host, elapsed_s in worst)
        return f"slowest: {shown}" if shown else ""


def duration(seconds: float) -> str:
    """A time span as a person says it.

    >>> duration(7.2), duration(95), duration(7300)
    ('8 s', '1 min 35 s', '2 h 1 min')
    """
    whole = int(-(-seconds // 1))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _one_line(text: str, style: str = "") -> Text:
    return Text(text, style=style, no_wrap=True, overflow="ellipsis")
