"""How a crawl's progress is shown: in a terminal, in a log, and not at all."""

import io
import re

from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console

from crawler.publish.progress import Progress, _Slowest, duration


class Clock:
    """A clock that stands until it is told to go."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now_s


def terminal(width: int = 100) -> Console:
    """A terminal that keeps what it is sent."""
    return Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None, _environ={"TERM": "xterm"})


def log() -> Console:
    """A file, where nothing can be taken back."""
    return Console(file=io.StringIO(), force_terminal=False, width=40)


def written(console: Console) -> str:
    """All that the console was sent."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_progress_writes_a_line_every_few_seconds_when_there_is_no_terminal() -> None:
    """A log gets a whole line each five seconds and one at the end, and no control characters."""
    console, clock = log(), Clock()
    with Progress(total=100, console=console, clock=clock) as progress:
        for number in range(30):
            clock.now_s += 0.25
            progress.answered(f"host{number % 2}.example", "alive" if number % 3 else "blocked", 0.1 * number)
    lines = written(console).splitlines()
    assert [line.split(";")[0] for line in lines] == [
        "20 of 100 (20 %), 4.0 a second, about 20 s left",
        "30 of 100 (30 %), 4.0 a second, about 18 s left",
    ]
    assert lines[0].endswith("; 13 alive, 7 blocked; slowest: host1.example 1.9 s, host0.example 1.8 s")


def test_progress_writes_nothing_when_quiet() -> None:
    """--quiet means it, in a terminal as in a log."""
    for console in (log(), terminal()):
        clock = Clock()
        with Progress(total=2, console=console, clock=clock, quiet=True) as progress:
            clock.now_s += 60
            progress.answered("a.example", "alive", 1.0)
        assert written(console) == ""


def test_progress_draws_over_itself_in_a_terminal() -> None:
    """In a terminal the picture is renewed in place, and leaves no line behind."""
    console, clock = terminal(), Clock()
    with Progress(total=10, console=console, clock=clock) as progress:
        clock.now_s += 1
        progress.answered("a.example", "broken", 2.5)
        progress.waiting({"b.example": 9, "c.example": 0})
        clock.now_s += 1
        progress.tick()
        shown = written(console)
    assert "1 of 10 (10 %), 1.0 a second, about 9 s left" in shown
    assert "1 broken" in shown
    assert "slowest: a.example 2.5 s" in shown
    assert "still open: b.example (9)" in shown
    assert "\x1b[2K" in written(console), "the line is erased before it is written anew"
    assert written(console).endswith("\x1b[2K")


def test_progress_draws_four_times_a_second_at_most() -> None:
    """Fifteen hundred answers in one second are drawn four times, and a few times more at the start and the end."""
    console, clock = terminal(), Clock()
    with Progress(total=1500, console=console, clock=clock) as progress:
        for _ in range(1500):
            clock.now_s += 1 / 1500
            progress.answered("a.example", "alive", 0.1)
    assert len(re.findall(r"of 1,500", written(console))) <= 7


def test_progress_writes_lines_when_the_terminal_is_dumb() -> None:
    """An editor's terminal that cannot take a line back is treated as a log."""
    console = Console(file=io.StringIO(), force_terminal=True, _environ={"TERM": "dumb"})
    with Progress(total=0, console=console, clock=Clock()):
        pass
    assert written(console) == "0 of 0 (100 %), 0.0 a second\n"


def test_progress_cuts_its_lines_when_the_terminal_is_narrow() -> None:
    """A line that does not fit is cut and never wrapped, so that it can be erased."""
    console, clock = terminal(width=30), Clock()
    with Progress(total=10, console=console, clock=clock) as progress:
        for number in range(9):
            clock.now_s += 1
            progress.answered("a-very-long-host-name." * 9 + str(number), "alive", 1.0)
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written(console)))
    assert max(map(len, lines)) == 30


def test_progress_shows_a_hosts_name_as_text() -> None:
    """Neither an escape sequence nor markup in a name is obeyed."""
    for console in (log(), terminal()):
        clock = Clock()
        with Progress(total=2, console=console, clock=clock) as progress:
            clock.now_s += 60
            progress.answered("\x1b]0;x\x07[red]y[/red]", "alive", 1.0)
        assert r"\x1b]0;x\x07[red]y[/red]" in written(console)


def test_progress_says_a_line_that_stays() -> None:
    """What a person must know is said at once, as text; --quiet keeps it back."""
    for quiet in (False, True):
        console = log()
        with Progress(total=1, console=console, clock=Clock(), quiet=quiet) as progress:
            progress.say("Stopping [red]now[/red]")
        assert ("Stopping [red]now[/red]" in written(console)) is not quiet


def test_progress_goes_by_the_rate_of_the_last_seconds() -> None:
    """A slow end after a quick start is told as slow, and no rate at all as no time left."""
    clock = Clock()
    progress = Progress(total=2000, console=log(), clock=clock, quiet=True)
    assert progress.left_s is None
    for _ in range(1000):
        clock.now_s += 0.01
        progress.answered("a.example", "alive", 0.1)
    assert round(progress.rate) == 100
    for _ in range(60):
        clock.now_s += 1
        progress.answered("a.example", "alive", 0.1)
    assert 0.9 < progress.rate < 1.1
    clock.now_s += 100
    progress.tick()
    clock.now_s += 100
    progress.tick()
    assert progress.left_s is None


@example([(str(number % 50), float(number)) for number in range(1, 200)])
@given(st.lists(st.tuples(st.integers(0, 60).map(str), st.floats(0.1, 100)), max_size=200))
def test_slowest_names_the_hosts_with_the_longest_answers(answers: list[tuple[str, float]]) -> None:
    """The three that are named are those that a table of all hosts would name, in bounded memory."""
    slowest, table = _Slowest(), dict[str, float]()
    for host, elapsed_s in answers:
        slowest.add(host, elapsed_s)
        table[host] = max(elapsed_s, table.get(host, 0.0))
    longest = sorted(table.values(), reverse=True)[:3]
    assert re.findall(r" ([\d.]+) s", slowest.words()) == [f"{elapsed_s:.1f}" for elapsed_s in longest]
    assert len(slowest._longest) <= 32


@given(st.floats(0, 1e6))
def test_duration_is_never_too_short(seconds: float) -> None:
    """What is promised is rounded up, to the unit that is shown last."""
    units = {"s": 1, "min": 60, "h": 3600}
    words = duration(seconds).split()
    told = sum(int(number) * units[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert told >= seconds - 60 if "h" in words else told >= seconds
