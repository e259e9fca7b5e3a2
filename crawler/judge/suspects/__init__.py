"""Links that are suspicious as they stand in the list, whether or not their address answers. Pure.

Nobody is asked, and nothing is rewritten: each is a problem for a person. All of it is a guess by its nature, so each
check keeps quiet where an honest list could have written what it sees.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from crawler.judge.suspects.claims import contradictions
from crawler.judge.suspects.copies import Copy, copies
from crawler.judge.suspects.homes import home, home_keys
from crawler.judge.suspects.lookalikes import lookalike
from crawler.judge.suspects.placeholders import placeholder
from crawler.judge.suspects.repeats import repeats
from crawler.judge.suspects.seen import Seen, followed
from crawler.model import Document, Link, Problem, Suspicion

__all__ = ["PREFIX", "Copy", "copies", "home", "suspects", "suspicions"]

PREFIX = "suspicious link: "


def suspects(
    documents: Sequence[Document], *, homes: Mapping[str, str] | None = None, kinds: Collection[str] = tuple(Suspicion)
) -> tuple[Problem, ...]:
    """What a person should look at among the links, by place: one problem for a link, one for an address that repeats.

    `homes` says of targets where they really live, as far as is known; `kinds` are those that are wanted.

    >>> from crawler.model import Link, LinkKind
    >>> link = Link(path="a.md", line=7, column=3, start=9, end=10, url="https://github.com/o/r/blob/main",
    ...             text="Paper", title="", section=(), kind=LinkKind.INLINE)
    >>> [(problem.line, problem.message[:34]) for problem in suspects([Document(path="a.md", links=(link,))])]
    [(7, 'suspicious link: "Paper" points at')]
    >>> suspects([Document(path="a.md", links=(link,))], kinds=["duplicate"])
    ()
    """
    known = home_keys(homes or {})
    found = {
        _problem(seen, words)
        for document in documents
        for kind, seen, words in _found(document, known)
        if kind in kinds
    }
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.column, problem.message)))


def suspicions(document: Document, homes: Mapping[str, str] | None = None) -> Iterator[tuple[Suspicion, Link, str]]:
    """The first thing that is wrong with each link of one list, with words for a person; `homes` as for `suspects`.

    >>> from crawler.model import LinkKind
    >>> link = Link(path="a.md", line=7, column=3, start=9, end=10, url="TODO", text="Paper", title="", section=(),
    ...             kind=LinkKind.INLINE)
    >>> [(kind.value, found.line) for kind, found, _ in suspicions(Document(path="a.md", links=(link,)))]
    [('placeholder', 7)]
    """
    for kind, seen, words in _found(document, home_keys(homes or {})):
        yield kind, seen.link, words


def _found(document: Document, homes: Mapping[str, str]) -> Iterator[tuple[Suspicion, Seen, str]]:
    """The first thing that is wrong with each link: what is wrong anyhow is not also a duplicate."""
    rest: list[Seen] = []
    for seen in followed(document):
        if words := placeholder(seen):
            yield Suspicion.PLACEHOLDER, seen, words
        elif words := lookalike(seen):
            yield Suspicion.LOOKALIKE, seen, words
        else:
            rest.append(seen)
    wrong = dict(contradictions(rest))
    yield from ((Suspicion.MISMATCH, seen, words) for seen, words in wrong.items())
    yield from repeats((seen for seen in rest if seen not in wrong), homes)


def _problem(seen: Seen, words: str) -> Problem:
    link = seen.link
    return Problem(path=link.path, line=link.line, column=link.column, message=PREFIX + words)
