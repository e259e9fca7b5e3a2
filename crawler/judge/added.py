"""What is to be said of a link that somebody adds: to them, on its line, and never of what stood there before. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.judge.better import Better
from crawler.judge.fixes import spelled
from crawler.judge.snapshots import ARCHIVED
from crawler.judge.suspects import Copy
from crawler.model import Diagnostic, Fix, Health, Judged, Link, Place, Rule, Severity, Suspicion

_GONE = frozenset({Health.BROKEN, Health.DEAD, Health.HIJACKED})
TOLD = {
    Health.BROKEN: (Rule.BROKEN, Severity.ERROR, "this link is broken"),
    Health.DEAD: (Rule.DEAD, Severity.ERROR, "this link is dead"),
    Health.HIJACKED: (Rule.HIJACKED, Severity.ERROR, "this link leads to something else now"),
    Health.FAILING: (Rule.FAILING, Severity.NOTE, "there was no usable answer, which may pass"),
    Health.BLOCKED: (Rule.BLOCKED, Severity.NOTE, "nothing is known against it, but crawlers are turned away"),
}
"""By health: the rule, how grave it is, and how a sentence about it begins."""
_SPELLED_ANEW = frozenset({"https", "tracking-parameters"})
"""Rules by which the same page is spelled better, so that a fragment stays; what leads to another page has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A link on a line that was added, with all that is known of it."""

    link: Link
    place: Place
    """Where its URL is written."""
    stood: bool = False
    """Whether its address stood in the lists before: then how it fares is nobody's fault."""
    judged: Judged | None = None
    """None where nobody asked."""
    better: Better | None = None
    suspicion: tuple[Suspicion, str] | None = None
    """What is wrong with it as it is written, with words for a person."""
    copy: Copy | None = None
    """What stands for the same page already."""


def remarks(new: Newcomer) -> tuple[Diagnostic, ...]:
    """What is to be said of one link, gravest first; of most links nothing.

    >>> from crawler.model import LinkKind
    >>> link = Link(path="a.md", line=7, column=3, start=9, end=13, url="TODO", text="Paper", title="", section=(),
    ...             kind=LinkKind.INLINE)
    >>> place = Place(path="a.md", line=7, column=11, end_column=15, byte_column=11, end_byte_column=15)
    >>> remarks(Newcomer(link=link, place=place))
    ()
    >>> [said] = remarks(Newcomer(link=link, place=place, suspicion=(Suspicion.PLACEHOLDER, "is to come")))
    >>> said.rule.value, said.severity.value, said.message
    ('placeholder', 'warning', 'is to come')
    """
    if new.suspicion and new.suspicion[0] is Suspicion.PLACEHOLDER:
        return (_suspicious(new, *new.suspicion),)  # how an example fares is no matter
    return tuple(_remarks(new))


def _remarks(new: Newcomer) -> Iterator[Diagnostic]:
    health = None if new.stood or new.judged is None else _of_health(new, new.judged)
    if health is not None and not (new.copy and health.rule is Rule.MOVED):
        yield health
    if new.copy is not None:
        yield _said(new, Rule.DUPLICATE, Severity.WARNING, _of_copy(new.copy))
    elif health is None and not new.stood and new.better is not None:
        yield _better(new, new.better)
    if new.suspicion is not None:
        yield _suspicious(new, *new.suspicion)


def _of_health(new: Newcomer, judged: Judged) -> Diagnostic | None:
    said, fix = judged.verdict, _fix(new.link, judged)
    if fix is not None and fix.rule != ARCHIVED and said.health in _GONE | {Health.MOVED}:
        words = fix.evidence if said.health is Health.MOVED else f"{said.reason}; {fix.evidence}"
        return _said(new, Rule.MOVED, Severity.WARNING, f"this link has moved: {words}", fix.new)
    if said.health not in TOLD:
        return None
    rule, severity, words = TOLD[said.health]
    archived = f"; there is {fix.evidence}" if fix is not None and fix.rule == ARCHIVED else ""
    proposed = fix.new if fix is not None and said.health in _GONE else None
    return _said(new, rule, severity, f"{words}: {said.reason}{archived}", proposed)


def _fix(link: Link, judged: Judged) -> Fix | None:
    return next((fix for fix in judged.fixes if fix.old == link.url), None)


def _of_copy(copy: Copy) -> str:
    where = f"line {copy.other.line}" if copy.other.path == copy.link.path else f"{copy.other.path}:{copy.other.line}"
    text = f' ("{copy.other.text}")' if copy.other.text.strip() else ""
    if copy.same_address:
        return f"this link stands on {where} already{text}"
    return f"the page behind this link stands on {where} already{text}, as {copy.other.url}"


def _better(new: Newcomer, found: Better) -> Diagnostic:
    url = spelled(new.link.url, found.url) if found.rule in _SPELLED_ANEW else found.url
    return _said(new, Rule.BETTER_ADDRESS, Severity.WARNING, f"a better address is known: {found.evidence}", url)


def _suspicious(new: Newcomer, kind: Suspicion, words: str) -> Diagnostic:
    return _said(new, Rule(kind.value), Severity.WARNING, words)


def _said(new: Newcomer, rule: Rule, severity: Severity, words: str, new_url: str | None = None) -> Diagnostic:
    return Diagnostic(rule=rule, severity=severity, place=new.place, url=new.link.url, message=words, new_url=new_url)
