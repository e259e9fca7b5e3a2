"""Markdown in: every link of a file with its exact bytes, and the file again with other URLs in their place. Pure.

CommonMark and GFM as GitHub reads them. Each URL has a span; the bytes there decode to the URL, and nothing else of a
file is ever touched, so that a change of one URL is a change of those bytes alone.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from crawler.errors import SourceError
from crawler.gather import bare, definitions, frontmatter, ignores, rawhtml
from crawler.gather.definitions import Definition
from crawler.gather.dialect import events
from crawler.gather.found import MOST_LINKS, Found, Walk
from crawler.gather.source import BOM, Positions, Source, invalid_bytes, read
from crawler.gather.walk import Walker
from crawler.gather.written import decode_url, encode_url, with_fragment_of
from crawler.model import Document, Link, LinkKind, Problem

__all__ = ["decode_url", "encode_url", "expired", "expired_ignores", "parse", "replace", "rewritten", "tree"]

expired = ignores.expired
expired_ignores = ignores.expired_ignores

_MATH_ROUNDS = 8
_REST_OF_WORD = re.compile(rb"[^\s<]*")


def parse(data: bytes, path: str) -> Document:
    r"""Every link of a Markdown file, in file order, and what a person should look at.

    Any bytes are read; SourceError only where they hold more than a million links.

    >>> [link] = parse(b"# List\n\n- [Home](<https://a.example/b c> 'T')\n", "README.md").links
    >>> (link.line, link.column, link.start, link.end, link.url, link.text, link.title)
    (3, 3, 18, 39, 'https://a.example/b c', 'Home', 'T')
    >>> link.section, link.kind.value
    (('List',), 'inline')
    >>> [link.url for link in parse(b"Pay $5 [here](a) or $10 [there][b]; `[c](d)`\n\n[B]: e&amp;f", "a.md").links]
    ['a', 'e&f']
    """
    try:
        walk, found = _found(data)
    except OverflowError as error:
        raise SourceError(f"{path} holds more than {MOST_LINKS:,} links: split it, or leave it out") from error
    rules, problems = ignores.read(data, walk.comments if ignores.MARK in data else (), path)
    links = tuple(_links(found, data, path, walk.sections, rules))
    problems += rules.unused((mark for link in links for mark in (link.ignore, link.evergreen) if mark), path)
    problems = sorted((*_invalid(data, path), *problems), key=lambda problem: (problem.line, problem.column))
    return Document(path=path, links=links, problems=tuple(problems))


def replace(data: bytes, changes: Sequence[tuple[Link, str]]) -> bytes:
    r"""The file with another URL in the place of each of these links; all else stays, byte for byte.

    Links that share a definition share the change. Raises ValueError where a URL cannot be written at its place, where
    two changes are meant for one place, and where the file is not the one that was parsed.

    >>> text = b"<https://a.example>\r\n[b](<c>)\xff"
    >>> replace(text, [(link, link.url + "/(d") for link in parse(text, "a.md").links])
    b'<https://a.example/&#40;d>\r\n[b](<c/&#40;d>)\xff'
    """
    planned: dict[tuple[int, int], tuple[Link, str]] = {}
    for link, url in changes:
        if planned.setdefault((link.start, link.end), (link, url))[1] != url:
            raise ValueError(f"{link.path}:{link.line} would get two URLs in one place: choose one of them")
    pieces, last = [], 0
    for start, end in sorted(planned):
        link, url = planned[start, end]
        pieces += [data[last:start], rewritten(data, link, url)]
        last = end
    return b"".join([*pieces, data[last:]])


def tree(data: bytes) -> tuple[Walk, Mapping[str, Definition], Source]:
    r"""What the parser finds in a file, its definitions, and the text it was given.

    >>> walk, _, source = tree(b"+++\na = 1\n+++\n# Title")
    >>> walk.sections, source.text
    ([(14, ()), (21, ('Title',))], '\n# Title')
    """
    body = frontmatter.end(data, len(BOM) if data.startswith(BOM) else 0)
    escaped: set[int] = set()
    for _ in range(_MATH_ROUNDS):
        source = read(data, body, sorted(escaped))
        defined = definitions.read(source)
        walk = Walker(source, defined).take(events(source))
        # Taking the wrong `$` away pairs the others anew: each round halves them.
        if not walk.no_math or escaped.issuperset(walk.no_math):
            break
        escaped.update(walk.no_math)
    return walk, defined, source


def _found(data: bytes) -> tuple[Walk, Sequence[Found]]:
    """All that is a link, in file order; OverflowError where there are too many."""
    walk, defined, source = tree(data)
    front = frontmatter.spans(data, 0, source.body)
    every = chain(_front(front), _written(walk, data), _idle(walk, defined, source))
    links = sorted(islice(every, MOST_LINKS + 1), key=lambda link: link.at)
    if len(links) > MOST_LINKS:
        raise OverflowError
    return walk, links


def _front(spans: Iterable[tuple[int, int]]) -> Iterator[Found]:
    for start, end in spans:
        yield Found(at=start, start=start, end=end, kind=LinkKind.FRONT_MATTER, text="", title="")


def _written(walk: Walk, data: bytes) -> Iterator[Found]:
    yield from walk.links
    for start, end in bare.spans(data, walk.runs, walk.stops):
        text = decode_url(data[start:end], LinkKind.INLINE)
        yield Found(at=start, start=start, end=end, kind=LinkKind.BARE, text=text, title="")
    for link in rawhtml.links(data, walk.html):
        text = walk.html_texts.get(link.at, link.text)
        yield Found(at=link.at, start=link.start, end=link.end, kind=link.kind, text=text, title=link.title)


def _idle(walk: Walk, defined: Mapping[str, Definition], source: Source) -> Iterator[Found]:
    """Definitions that no link uses, and those that an earlier one with the same label makes void."""
    unused = [found for label, found in defined.items() if label not in walk.used]
    for found in (*unused, *definitions.repeated(source, defined.values())):
        kind = LinkKind.UNUSED_DEFINITION
        yield Found(at=found.at, start=found.start, end=found.end, kind=kind, text=found.label, title=found.title)


def _links(
    found: Iterable[Found],
    data: bytes,
    path: str,
    sections: Sequence[tuple[int, tuple[str, ...]]],
    rules: ignores.Rules,
) -> Iterator[Link]:
    where = Positions(data)
    begins = [at for at, _ in sections]
    for one in found:
        line, column = where(one.at)
        index = bisect_right(begins, one.at)
        lines = (line, where.line(one.start)) if rules.any else ()
        yield Link(
            path=path,
            line=line,
            column=column,
            start=one.start,
            end=one.end,
            url=decode_url(data[one.start : one.end], one.kind),
            text=one.text,
            title=one.title,
            section=sections[index - 1][1] if index else (),
            kind=one.kind,
            ignore=rules.ignore(one.at, lines) if rules.any else None,
            evergreen=rules.evergreen(lines),
        )


def _invalid(data: bytes, path: str) -> Iterator[Problem]:
    invalid = invalid_bytes(data)
    if invalid:
        line, column = Positions(data)(invalid[0])
        count = f"{len(invalid)} bytes are" if len(invalid) > 1 else "1 byte is"
        message = f"{count} no UTF-8, the first one here: save the file as UTF-8"
        yield Problem(path=path, line=line, column=column, message=message)


def rewritten(data: bytes, link: Link, url: str) -> bytes:
    """How another URL is written in the place of a link's own; ValueError as for `replace`."""
    old = data[link.start : link.end]
    if decode_url(old, link.kind) != link.url:
        raise ValueError(f"{link.path}:{link.line} is not what was parsed: parse the file again")
    if url == link.url:
        return old
    rest = _REST_OF_WORD.match(data, link.end)
    raw = encode_url(url, link.kind, data[max(0, link.start - 80) : link.start], rest[0] if rest else b"")
    if raw is None:
        raise ValueError(f"{link.path}:{link.line} cannot hold {url!r} ({link.kind.value}): change it by hand")
    return with_fragment_of(old, raw, url, link.kind)
