"""`listkeeper history`: the line of evidence for one link, for a terminal. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from crawler import untrusted
from crawler.model import Event, Freshness, Judged
from crawler.publish.pieces import counted, in_order

WORDS_CHARS = 300
PLACES_SHOWN = 5


def history(judged: Judged, events: Sequence[Event], due: datetime | None) -> str:
    """Where the link stands, how it is and why, and what happened; ends without a newline.

    `due` is when it will be asked again, None where it will not be.
    """
    verdict = judged.verdict
    since = f" since {verdict.since.date()}" if verdict.since else ""
    lines = [untrusted.terminal(untrusted.redacted(judged.history.target.url), 2000)]
    lines += places(judged)
    lines += ["", f"{verdict.health.capitalize()}{since}: {untrusted.terminal(verdict.reason, WORDS_CHARS)}."]
    lines += [freshness_line(judged.freshness)] if judged.freshness else []
    lines += ["", *map(event_line, events)] if events else []
    lines += [f"Could be replaced by {untrusted.terminal(fix.new, 2000)} ({fix.safety})" for fix in judged.fixes]
    return "\n".join([*lines, *([f"Asked again from {due.date()} on."] if due else [])])


def freshness_line(found: Freshness) -> str:
    """How fresh it is, by whose word.

    >>> from crawler.model import State
    >>> freshness_line(Freshness(state=State.STALE, reason="Nothing is new.", source="GitHub's API"))
    "Stale (GitHub's API): Nothing is new."
    """
    source, reason = untrusted.terminal(found.source, 80), untrusted.terminal(found.reason, WORDS_CHARS)
    return f"{found.state.capitalize()} ({source}): {reason}"


def places(judged: Judged) -> Iterator[str]:
    """A line for each of the first few places at which it stands."""
    links = in_order(judged.history.links)
    for link in links[:PLACES_SHOWN]:
        text = f'  "{untrusted.terminal(link.text, 80)}"' if link.text.strip() else ""
        section = f" in {untrusted.terminal(link.section[-1], 60)}" if link.section else ""
        yield f"  {untrusted.terminal(link.path, 200)}:{link.line}{text}{section}"
    if len(links) > PLACES_SHOWN:
        yield f"  and {counted(len(links) - PLACES_SHOWN, 'more place')}"


def event_line(event: Event) -> str:
    """What happened, in one line."""
    first, last = event.at.date(), event.until.date()
    days = f"{first}" if first == last else f"{first} to {last}"
    times = f" ({counted(event.times, 'check')})" if event.times > 1 and event.health else ""
    health = event.health or ""
    return f"  {days:<24}  {health:<8}  {untrusted.terminal(event.words, WORDS_CHARS)}{times}"
