"""What can be said of lists although nobody is asked: their text, what stands twice, what is known for certain."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from crawler.gather import local
from crawler.gather.ignores import expired_ignores
from crawler.gather.places import Places
from crawler.gather.targets import target_of
from crawler.judge.certain import known_move
from crawler.judge.fixes import spelled
from crawler.judge.health import verdict
from crawler.judge.suspects import suspicions
from crawler.model import (
    Diagnostic,
    Document,
    Health,
    History,
    Link,
    Problem,
    Rule,
    Scheme,
    Severity,
    Suspicion,
    Target,
)
from crawler.pipeline import mending
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.settings import Settings


def lint(lists: Lists, settings: Settings, now: datetime) -> tuple[Diagnostic, ...]:
    """All that can be said of the lists, by place."""
    linter = _Linter(lists, settings, now)
    found = [said for document in lists.documents for said in linter.of(document)]
    return tuple(sorted(found, key=lambda said: (said.place.path, said.place.line, said.place.column, said.rule)))


class _Linter:
    """Looks at the lists of one repository."""

    def __init__(self, lists: Lists, settings: Settings, now: datetime) -> None:
        self._lists = lists
        self._settings = settings
        self._now = now
        self._judge = Judge(settings, now.date())
        self._broken: dict[str, str | None] = {}

    def of(self, document: Document) -> Iterator[Diagnostic]:
        """What is to be said of one list."""
        places = Places(self._lists.contents[document.path], document.path)
        for problem in (*document.problems, *expired_ignores(document, self._now.date())):
            yield _of_text(problem, places)
        heeded = [link for link in document.links if not self._skips(link)]
        found = list(self._suspicious(document, heeded))
        yield from (_said(Rule(kind.value), Severity.WARNING, link, places, words) for kind, link, words in found)
        to_come = {link for kind, link, _ in found if kind is Suspicion.PLACEHOLDER}
        for link in heeded:
            if link not in to_come:  # where it leads to is no matter
                yield from self._of_link(document, link, places)

    def _skips(self, link: Link) -> bool:
        history = History(target=target_of(link.url, link.path), links=(link,))
        return self._judge.skipped(history) is not None

    def _suspicious(self, document: Document, heeded: Sequence[Link]) -> Iterator[tuple[Suspicion, Link, str]]:
        kept = Document(path=document.path, links=tuple(heeded))
        return (found for found in suspicions(kept) if found[0] in self._settings.suspicious)

    def _of_link(self, document: Document, link: Link, places: Places) -> Iterator[Diagnostic]:
        target = target_of(link.url, link.path)
        if target.scheme is Scheme.LOCAL and (why := self._missing(target)):
            yield _said(Rule.BROKEN, Severity.ERROR, link, places, f"this link is broken: {why}")
        elif target.scheme is Scheme.WEB and (move := known_move(target.url)):
            said = _said(Rule.MOVED, Severity.WARNING, link, places, f"this link has moved: {move[1]}")
            new, data = spelled(link.url, move[0]), self._lists.contents[document.path]
            yield replace(said, new_url=new, text=mending.as_written(data, document, link, new))

    def _missing(self, target: Target) -> str | None:
        """Why a file or an anchor is not there; None where it is."""
        if target.url not in self._broken:
            seen = local.observe(target, self._lists.root, 1, self._now)
            said = verdict(History(target=target, observations=(seen,)))
            self._broken[target.url] = said.reason if said.health is Health.BROKEN else None
        return self._broken[target.url]


def _of_text(problem: Problem, places: Places) -> Diagnostic:
    return Diagnostic(
        rule=Rule.SYNTAX, severity=Severity.WARNING, place=places.at(problem), url="", message=problem.message
    )


def _said(rule: Rule, severity: Severity, link: Link, places: Places, words: str) -> Diagnostic:
    return Diagnostic(rule=rule, severity=severity, place=places.of(link), url=link.url, message=words)
