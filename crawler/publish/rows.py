"""One fix, or one link that is not well, as a maintainer reads it in a pull request or on the dashboard. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler import untrusted
from crawler.model import Concern, Decision, Health, Offer, Offered, Place, Sighting
from crawler.publish.boxes import Verb, box, line
from crawler.publish.pieces import PLACES, counted, day, middle, quoted, sentence
from crawler.publish.room import Level

SHORT_CHARS = 50
"""An address in a row for which there is hardly any room."""
_HOPS = 4
_SPELLINGS = 5
_ERROR_CHARS = 60

_WHY = {
    "archived-copy": "Gone, and an archive has a copy",
    "closing-slash": "The same page: only a closing slash differs",
    "github-branch": "The branch has a new name",
    "github-rename": "The repository has a new name",
    "host-alias": "The same page, at the name that its host goes by now",
    "https": "The same page over https",
    "permanent-redirect": "Moved for good: the old address leads to the new one",
    "scheme-alias": "The same page over https",
    "tracking-parameters": "The same page, without what counts its visitors",
    "www": "The same page, at the name that its host goes by now",
}
"""Rules in words; behind each of the others stands a site that gave its pages new addresses."""
_ELSE = "The site gave the page a new address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fix that is offered, and whether its box is ticked."""

    offer: Offer
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A fix that somebody refused."""

    offered: Offered
    decision: Decision


def fix_row(row: Row, level: Level, *, boxes: bool = True, declinable: bool = False, lines_url: str = "") -> str:
    """The row of a fix: cut short, or with its places, or with its evidence too."""
    offer = row.offer
    told = _short(offer.old, offer.new)
    if level > Level.SHORT:
        told = f"{change(offer.old, offer.new)}{_others(offer)}{standing(offer.places, lines_url)}"
    lines = [line(box(Verb.FIX, offer.id, ticked=row.ticked), told) if boxes else f"- {told}"]
    if level is Level.FULL:
        lines += _evidence(offer)
    if boxes and declinable:
        # A blank line ends the tags above it: what follows is Markdown again.
        lines += [""] if level is Level.FULL else []
        lines.append(f"  {line(box(Verb.DECLINE, offer.id), 'No, do not offer it again')}")
    return "\n".join(lines)


def declined_row(declined: Declined, level: Level, *, boxes: bool = True) -> str:
    """A fix that was refused, when and by whom; ticked, it is offered again."""
    offered, decision = declined.offered, declined.decision
    told = _short(offered.old, offered.new)
    if level > Level.SHORT:
        by = f" by {untrusted.code_span(decision.by, 40)}" if untrusted.one_line(decision.by) else ""
        told = f"{change(offered.old, offered.new)}, declined on {day(decision.at)}{by}"
        told += f". {reason}" if (reason := said(decision.reason)) else ""
    return line(box(Verb.RECONSIDER, offered.id), told) if boxes else f"- {told}"


def concern_row(concern: Concern, level: Level, *, lines_url: str = "") -> str:
    """A link that is not well: where it stands, since when, what speaks against it, and when it is asked again."""
    if level is Level.SHORT:
        return f"- {_code(concern.url, SHORT_CHARS)}"
    since = f" since {day(concern.since)}" if concern.since else ""
    told = filter(None, (f"{concern.health.capitalize()}{since}.", said(concern.reason), _checks(concern)))
    return f"- {opening(concern.url)}{standing(concern.places, lines_url)}\\\n  {' '.join(told)}"


def change(old: str, new: str) -> str:
    """Old and new address, the new one to click on."""
    return f"{_code(old)} → {opening(new)}"


def opening(url: str) -> str:
    """An address as code, to click on if it is one of the web; nobody where it leads hears of it.

    >>> opening("https://example.com/a"), opening("a.md")
    ('[`https://example.com/a`](<https://example.com/a>)', '`a.md`')
    """
    destination = untrusted.quiet_destination(url)
    return f"[{_code(url)}]({destination})" if destination else _code(url)


def standing(places: Sequence[Place], lines_url: str = "") -> str:
    """Where a link stands, as the end of a row: the first few of its places, to click on where their pages are known.

    >>> place = Place(path="a b.md", line=7, column=1, end_column=2, byte_column=1, end_byte_column=2)
    >>> standing([place])
    ' in `a b.md:7`'
    >>> standing([place], "https://forge.example/{path}#L{line}")
    ' in [`a b.md:7`](<https://forge.example/a%20b.md#L7>)'
    """
    spots = list(dict.fromkeys((place.path, place.line) for place in places))
    shown = ", ".join(_spot(path, number, lines_url) for path, number in spots[:PLACES])
    more = f" and {len(spots) - PLACES:,} more" if len(spots) > PLACES else ""
    return f" in {shown}{more}" if spots else ""


def said(text: str) -> str:
    """A sentence of evidence, as a sentence begins.

    >>> said("the branch has another name"), said("")
    ('The branch has another name.', '')
    """
    return sentence(text[:1].upper() + text[1:])


def why(offer: Offer) -> str:
    """The rule in words of ours, and on how many days it was seen to hold."""
    words, days = _WHY.get(offer.rule, _ELSE), sorted({day(each.at) for each in offer.sightings})
    if len(days) > 1:
        return f"{words}; seen on {counted(len(days), 'day')}, first on {days[0]}"
    return f"{words}; seen on {days[0]}" if days else words


def _spot(path: str, number: int, lines_url: str) -> str:
    shown = untrusted.code_span(middle(f"{path}:{number}"))
    url = lines_url.replace("{path}", quoted(path)).replace("{line}", str(number))
    destination = untrusted.link_destination(url)
    return f"[{shown}]({destination})" if destination else shown


def _short(old: str, new: str) -> str:
    return f"{_code(old, SHORT_CHARS)} → {_code(new, SHORT_CHARS)}"


def _code(url: str, limit: int = 90) -> str:
    return untrusted.code_span(middle(untrusted.one_line(untrusted.redacted(url), len(url) + 1), limit))


def _others(offer: Offer) -> str:
    more = len(offer.replacements) - 1
    return f" (and {counted(more, 'other spelling')})" if more else ""


def _evidence(offer: Offer) -> list[str]:
    """What is folded away below a row. Its blank lines let Markdown be read between the tags."""
    lines = [f"  <details><summary>{why(offer)}</summary>", ""]
    lines += [f"  {said(offer.evidence)}", ""] if said(offer.evidence) else []
    return [*lines, *(f"  - {each}" for each in _facts(offer)), "", "  </details>"]


def _facts(offer: Offer) -> Iterator[str]:
    yield f"Old address: {opening(offer.old)}"
    for old, new in offer.replacements[1 : _SPELLINGS + 1]:
        yield f"Also {change(old, new)}"
    if len(offer.replacements) > _SPELLINGS + 1:
        yield f"Also {counted(len(offer.replacements) - _SPELLINGS - 1, 'other spelling')}"
    for answer, days in _answers(offer.sightings).items():
        yield f"{', '.join(days)}: {answer}"
    if offer.captured_at:
        yield f"The copy was taken on {offer.captured_at.isoformat()}"
    for name, title in (("before", offer.title_before), ("after", offer.title_after)):
        if title and untrusted.one_line(title):
            yield f"Title {name}: {untrusted.code_span(title)}"


def _answers(sightings: Sequence[Sighting]) -> dict[str, list[str]]:
    """What was seen, each once, with the days on which it was."""
    found: dict[str, list[str]] = {}
    for each in sightings:
        days = found.setdefault(_answer(each), [])
        if day(each.at) not in days:
            days.append(day(each.at))
    return found


def _answer(sighting: Sighting) -> str:
    error = untrusted.markdown(sighting.error or "no answer", _ERROR_CHARS)
    end = error if sighting.status is None else str(sighting.status)
    hops = [f"{hop.status} to {_code(hop.url)}" for hop in sighting.hops[:_HOPS]]
    if len(sighting.hops) > _HOPS:
        hops.append(f"{len(sighting.hops) - _HOPS:,} more")
    return ", ".join([*hops, f"then {end}"]) if hops else end


def _checks(concern: Concern) -> str:
    again = f"next check on {day(concern.due_at)}" if concern.due_at else ""
    failed = _failed(concern.failures, concern.checks) if concern.health in (Health.BROKEN, Health.FAILING) else ""
    told = "; ".join(filter(None, (failed, again)))
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _failed(failures: int, checks: int) -> str:
    """How many of the last checks failed.

    >>> _failed(2, 3), _failed(3, 3), _failed(1, 1), _failed(0, 3)
    ('failed 2 of 3 checks', 'failed all 3 checks', 'failed its only check', '')
    """
    if failures < 1:
        return ""
    if failures >= checks:
        return "failed its only check" if failures == 1 else f"failed all {failures:,} checks"
    return f"failed {failures:,} of {checks:,} checks"
