"""How sure a rewriting is, given what the new address answered. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping

from crawler.judge.heard import Heard, title_at
from crawler.judge.memory import speaks
from crawler.judge.moves import end_of
from crawler.judge.rewrites import Proof, Rule, latest_capture, standing
from crawler.judge.sameness import same_page, titles_agree
from crawler.judge.signs import shortened
from crawler.model import Health, History, Safety, Testimony, Verdict, Witness
from crawler.urls import path_segments

Weighed = tuple[Safety, str]
"""How sure we are, and the words that say why."""

_TITLE_CHARS = 80
_LENGTH_KEPT = 0.9
"""So much of the longer page the shorter one has, at least, if both are the same."""
_DOUBT = "whether it is the same page, a person must say"
_EXTENSION = re.compile(r"\.[a-z]{3,4}\Z")
_NO_WORD = re.compile(r"[\W_]+")


def weigh(history: History, verdict: Verdict, rule: Rule, said: Heard) -> Weighed | None:
    """How sure a rule may be; None where what was heard speaks against it."""
    if said.walled:
        return Safety.REVIEW, said.words
    return _PROOFS[rule.proof](history, verdict, said)


def _exact(_: History, __: Verdict, said: Heard) -> Weighed:
    return Safety.SAFE, said.words


def _title(history: History, verdict: Verdict, said: Heard) -> Weighed:
    proof = same_page(history, said.url, verdict.since) if said.reached and verdict.since else None
    proof = proof or _agreement(_known_titles(history, verdict, said), said)
    if proof:
        return Safety.SAFE, f"{said.words}, and {proof}"
    return Safety.REVIEW, f"{said.words}{_titled(said)}; {_DOUBT}"


def _same(history: History, verdict: Verdict, said: Heard) -> Weighed | None:
    """The title that the page had, and about its length; a title that is another one speaks against it."""
    if said.reached:
        return Safety.SAFE, said.words
    before, size = _title_before(history, verdict), _size_before(history)
    if before is None:
        return Safety.REVIEW, f"{said.words}{_titled(said)}; {_DOUBT}"
    if not titles_agree(before, said.title or ""):
        return None
    if min(size, said.body_bytes) < _LENGTH_KEPT * max(size, said.body_bytes) or not size:
        return Safety.REVIEW, f'{said.words}, and the title is still "{_short(before)}", but not the length'
    return Safety.SAFE, f'{said.words}, and title and length are still those of "{_short(before)}"'


_PROOFS: Mapping[Proof, Callable[[History, Verdict, Heard], Weighed | None]] = {
    Proof.EXACT: _exact,
    Proof.TITLE: _title,
    Proof.SAME: _same,
}


def _agreement(known: Iterator[tuple[str, str]], said: Heard) -> str | None:
    """Words for the first known title with which the one at the new address agrees."""
    there = said.title or ""
    whose = next((whose for whose, title in known if titles_agree(title, there)), None)
    return f'the title there, "{_short(there)}", agrees with {whose}' if whose else None


def _known_titles(history: History, verdict: Verdict, said: Heard) -> Iterator[tuple[str, str]]:
    """Whose title, and the title: all that tells what page was linked."""
    for link in history.links:
        if link.ignore is None:
            yield "the link text", link.text
    before = _title_before(history, verdict)
    if before:
        yield "the title that the page had", before
    for capture in history.testimonies:
        if _is_page(capture) and capture.title:
            yield "the title of an archived copy", capture.title
    if not said.reached and history.last and standing(history, verdict) is Health.MOVED:
        yield "the title to which the old address leads", title_at(history, end_of(history.last)) or ""
    # A blog makes the name of a post from its title, and many cut it short.
    yield "the name in the old address", _name(history.target.url)


def _title_before(history: History, verdict: Verdict) -> str | None:
    """What the page was called before the present state began."""
    since = verdict.since
    earlier = (each.title for each in reversed(history.said) if since and each.at < since)
    return next((title for title in earlier if title), None)


def _size_before(history: History) -> int:
    good = (look for look in reversed(history.observations) if look.good and not look.redirects and look.body_bytes)
    return next((look.body_bytes for look in good), 0)


def _is_page(testimony: Testimony) -> bool:
    """Whether it is an archive's copy of the page, and none of what took its place later."""
    latest = latest_capture(testimony.target)
    copied = testimony.witness is Witness.CAPTURE and testimony.taken_at is not None and speaks(testimony)
    return copied and (latest is None or (testimony.taken_at or latest) <= latest)


def _name(url: str) -> str:
    """The words of the last segment of the path.

    >>> _name("https://a.example/2020/12/transformers-for-image-recognition-at.html")
    'transformers for image recognition at'
    """
    last = "".join(list(path_segments(url))[-1:])
    return _NO_WORD.sub(" ", _EXTENSION.sub("", last))


def _titled(said: Heard) -> str:
    return f' under the title "{_short(said.title)}"' if said.title else ""


def _short(title: str) -> str:
    return shortened(title, _TITLE_CHARS)
