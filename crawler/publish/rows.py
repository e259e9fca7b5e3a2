"""One fix, or one link that is not well, as a maintainer reads it in a pull request or on the dashboard. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler import untrusted
from crawler.model import Concern, Decision, Health, Offer, Offered, Place, Sighting
from crawler.publish.boxes import Verb, box, line
from crawler.publish.pieces import PLACES, counted, day, middle, sentence

SHORT_CHARS = 50
"""An address in a row for which there is hardly any room."""
_HOPS = 4
_SPELLINGS = 5

_WHY = {
    "permanent-redirect": "Moved for good: the old address leads to the new one",
    "scheme-alias": "The same page over https",
    "https": "The same page over https",
    "host-alias": "The same page under the name that its host uses now",
    "www": "The same page under the name that its host uses now",
    "closing-slash": "The same page: only a closing slash differs",
    "tracking-parameters": "The same page, without what counts its visitors",
    "archived-copy": "Gone, and an archive has a copy",
    "github-rename": "The repository has a new name",
    "github-branch": "The branch has a new name",
    "link-text": "The link's text says little",
}
"""Rules in words; of every other rule the site itself is the subject."""
_ELSE = "The site keeps the page at a new address"


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


def fix_row(row: Row, *, boxes: bool = True, declinable: bool = False) -> list[str]:
    """The row of a fix, from its shortest form to its longest: cut short, with its places, with its evidence."""
    offer = row.offer
    no = [f"  {line(box(Verb.DECLINE, offer.id), 'No: do not offer it again')}"] if boxes and declinable else []

    def item(text: str) -> str:
        return line(box(Verb.FIX, offer.id, ticked=row.ticked), text) if boxes else f"- {text}"

    full = item(f"{change(offer.old, offer.new)}{_others(offer)}{standing(offer.places)}")
    short = item(_short(offer.old, offer.new))
    return ["\n".join([head, *rest, *no]) for head, rest in ((short, []), (full, []), (full, _evidence(offer)))]


def declined_row(declined: Declined, *, boxes: bool = True) -> list[str]:
    """A fix that was refused, when and by whom; ticked, it is offered again."""
    offered, decision = declined.offered, declined.decision
    by = f" by {untrusted.code_span(decision.by, 40)}" if decision.by else ""
    why = f": {sentence(decision.reason)}" if decision.reason else ""

    def item(text: str) -> str:
        return line(box(Verb.RECONSIDER, offered.id), text) if boxes else f"- {text}"

    when = f", declined on {day(decision.at)}{by}"
    return [item(f"{_short(offered.old, offered.new)}"), item(f"{change(offered.old, offered.new)}{when}{why}")]


def concern_row(concern: Concern) -> list[str]:
    """A link that is not well: where it stands, since when, what speaks against it, and when it is asked again."""
    short = f"- {_code(concern.url, SHORT_CHARS)}"
    since = f" since {day(concern.since)}" if concern.since else ""
    told = f"{concern.health.capitalize()}{since}. {sentence(concern.reason)} {_checks(concern)}".strip()
    return [short, f"- {opening(concern.url)}{standing(concern.places)}\\\n  {told}"]


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


def standing(places: Sequence[Place]) -> str:
    """Where a link stands, as the end of a row: the first few of its places."""
    spots = list(dict.fromkeys((place.path, place.line) for place in places))
    shown = ", ".join(untrusted.code_span(f"{path}:{number}", 100) for path, number in spots[:PLACES])
    more = f" and {len(spots) - PLACES:,} more" if len(spots) > PLACES else ""
    return f" in {shown}{more}" if spots else ""


def why(offer: Offer) -> str:
    """The rule in words of ours, and on how many days it was seen to hold."""
    days = sorted({day(each.at) for each in offer.sightings})
    seen = f", seen on {counted(len(days), 'day')} since {days[0]}" if len(days) > 1 else ""
    return _WHY.get(offer.rule, _ELSE) + (seen or "".join(f", seen on {each}" for each in days))


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
    lines += [f"  {sentence(offer.evidence)}", ""] if offer.evidence.strip() else []
    return [*lines, *(f"  - {each}" for each in _facts(offer)), "", "  </details>"]


def _facts(offer: Offer) -> Iterator[str]:
    for old, new in offer.replacements[1 : _SPELLINGS + 1]:
        yield f"Also {change(old, new)}"
    if len(offer.replacements) > _SPELLINGS + 1:
        yield f"and {len(offer.replacements) - _SPELLINGS - 1:,} more spellings"
    yield f"Old address: {opening(offer.old)}"
    for answer, days in _answers(offer.sightings).items():
        yield f"{', '.join(days)}: {answer}"
    if offer.captured_at:
        yield f"The copy was taken on {offer.captured_at.isoformat()}"
    for name, title in (("before", offer.title_before), ("after", offer.title_after)):
        if title:
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
    end = str(sighting.status) if sighting.status is not None else untrusted.markdown(sighting.error or "no answer", 60)
    hops = [f"{hop.status} to {_code(hop.url)}" for hop in sighting.hops[:_HOPS]]
    if len(sighting.hops) > _HOPS:
        hops.append(f"{len(sighting.hops) - _HOPS:,} more")
    return ", ".join([*hops, f"then {end}"]) if hops else end


def _checks(concern: Concern) -> str:
    again = f"next check on {day(concern.due_at)}" if concern.due_at else ""
    failed = _failed(concern.failures, concern.checks) if concern.health is not Health.BLOCKED else ""
    told = "; ".join(filter(None, (failed, again)))
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _failed(failures: int, checks: int) -> str:
    if failures <= 0:
        return ""
    return f"failed {failures:,} of {counted(max(checks, failures), 'check')}"
