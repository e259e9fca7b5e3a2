"""What came from an address that a rule would put in place of a target's own. Pure."""

from dataclasses import dataclass

from crawler.judge.moves import end_of, landing
from crawler.judge.rewrites import Rule, was_reached
from crawler.judge.signs import Sign, told
from crawler.model import History, Observation, Testimony, Witness
from crawler.urls import alias_key, host_of, path_segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer that lets an address be proposed."""

    url: str
    """The address to write."""
    words: str
    """What it answered, for a sentence of evidence."""
    title: str | None = None
    """A stranger's text."""
    body_bytes: int = 0
    walled: bool = False
    """Crawlers may not see it, and the rule knows that."""
    reached: bool = False
    """The target's own redirect ends there, so that its own page is the answer."""


def heard(history: History, rule: Rule, url: str) -> Heard | None:
    """What is known to come from an address; None where nobody asked, or what came does not speak for it."""
    if history.last and was_reached(history, url):
        return _own(history, history.last, url)
    said = (each for each in reversed(history.testimonies) if each.witness is Witness.CANDIDATE and each.asked == url)
    newest = next(said, None)
    return _asked(newest, rule) if newest else None


def _own(history: History, look: Observation, url: str) -> Heard:
    words = f"the old address leads there itself, and it {told(look)[1]}"
    return Heard(url=url, words=words, title=title_at(history, url), body_bytes=look.body_bytes, reached=True)


def title_at(history: History, end: str) -> str | None:
    """The title of the page on which the target's redirects end, if it was ever read there."""
    was_read = any(look.fingerprint and end_of(look) == end for look in history.observations)
    return history.said[-1].title if was_read and history.said else None


def _asked(testimony: Testimony, rule: Rule) -> Heard | None:
    look = _as_look(testimony)
    words = f"it {told(look)[1]}"
    if look.good:
        url = _place(testimony.asked, end_of(look))
        size = testimony.body_bytes
        return Heard(url=url, words=words, title=testimony.title, body_bytes=size) if url else None
    if rule.walled and told(look)[0] is Sign.WALL:
        return Heard(url=testimony.asked, words=f"{told(look)[1]}, so please open it to confirm", walled=True)
    return None


def _place(asked: str, end: str) -> str | None:
    """The address to write: the one that was asked, or the page of the same name on the same host that it leads to."""
    if alias_key(asked) == alias_key(end):
        return asked
    kept = host_of(asked) == host_of(end) and list(path_segments(asked))[-1:] == list(path_segments(end))[-1:]
    return end if kept and landing(asked, end) is None else None


def _as_look(testimony: Testimony) -> Observation:
    """The same as if a target had been asked, so that walls and errors are told in one way."""
    return Observation(
        target=testimony.asked,
        run=testimony.run,
        look=1,
        at=testimony.at,
        via="web",
        status=testimony.status,
        error=testimony.error,
        final_url=testimony.final_url,
        marks=testimony.marks,
    )
