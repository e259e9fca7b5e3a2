"""A shelf of resources: one of each kind, as interfaces and pages tell of them, and some by people who mean harm."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from crawler.model import Health, Judged, Kind, Link, LinkKind, Metadata
from crawler.publish.entries import Entry, entries
from tests.builders import NOW, days_ago, judged, link
from tests.naughty import EVERYTHING

TRANSFORMERS = ("Deep Learning", "Transformers")


def resource(url: str, *, links: list[Link] | None = None, health: Health = Health.ALIVE, **said: Any) -> Judged:
    """A target of which an interface has told this."""
    row = judged(url, health, links=links, since=days_ago(30))
    told = Metadata(target=row.verdict.target, at=NOW, **{"via": "api", **said})
    return replace(row, history=replace(row.history, metadata=(told,)))


def paper() -> Judged:
    """A preprint, with authors of several countries."""
    url = "https://arxiv.org/abs/1706.03762"
    return resource(
        url,
        links=[link(url, line=10, text="Attention", section=TRANSFORMERS)],
        kind=Kind.PAPER,
        title="Attention Is All You Need",
        abstract="The dominant models are complex, e.g. with 50% more layers. We propose one & only one, the $T_x$.",
        authors=("Ashish Vaswani", "Łukasz Kaiser", "José de la Peña Jr."),
        published="2017-06-12",
        site="arXiv",
        identifiers={"arxiv": "1706.03762"},
    )


def rows() -> list[Judged]:
    """All of them, in no order."""
    blog, book = "https://blog.example/posts/annotated", "https://press.example/deep_learning?a=1&b=2%20c"
    return [
        resource(
            book,
            links=[link(book, line=30, text="the book", section=("Books",))],
            kind=Kind.BOOK,
            title="Deep learning: an introduction to Fourier & {friends}",
            authors=("Ian Goodfellow", "OpenAI", "Barnes and Noble"),
            published="2016",
            site="MIT Press",
            identifiers={"isbn": "978-0262035613"},
        ),
        paper(),
        resource(
            "https://doi.org/10.1038/nature14539",
            links=[link("https://doi.org/10.1038/nature14539", line=12, section=TRANSFORMERS)],
            kind=Kind.PAPER,
            title="Deep learning",
            authors=("Yann LeCun", "Yoshua Bengio"),
            published="2015-05",
            site="Nature",
            identifiers={"doi": "10.1038/nature14539"},
        ),
        resource(
            "https://papers.example/nips/1",
            links=[link("https://papers.example/nips/1", line=13, section=TRANSFORMERS)],
            kind=Kind.PAPER,
            title="Sequence to Sequence \u03b1 → 學習 🚀",
            authors=("Ilya Sutskever",),
            published="2014",
            site="Proceedings of the Conference on Neural Information Processing",
        ),
        resource(
            blog,
            links=[link(blog, line=11, text="here", section=TRANSFORMERS), link(blog, line=40, section=("Books",))],
            kind=Kind.ARTICLE,
            title="The Annotated Transformer",
            abstract="Attention, line by line. With code.",
            authors=("Sasha Rush",),
            published="2018-04-03",
            site="Blog",
            feed="https://blog.example/feed.xml?a=1&b=2",
        ),
        resource(
            "https://blog.example/posts/second",
            links=[link("https://blog.example/posts/second", line=14, section=TRANSFORMERS)],
            kind=Kind.ARTICLE,
            title="Second post",
            feed="https://blog.example/feed.xml?a=1&b=2",
        ),
        resource(
            "https://github.com/a/b_c",
            links=[link("https://github.com/a/b_c", line=32, section=("Code",))],
            kind=Kind.REPOSITORY,
            title="a/b_c",
            licence="MIT",
            state={"archived": "true"},
        ),
        resource(
            "https://video.example/watch?v=1",
            links=[link("https://video.example/watch?v=1", line=33, section=("Code",))],
            kind=Kind.VIDEO,
            title="A talk",
        ),
        judged(
            "https://gone.example/",
            Health.BROKEN,
            links=[link("https://gone.example/", line=34, text="Gone", section=("Code",))],
        ),
        judged("docs/a.md", links=[link("docs/a.md", line=35)]),
        judged(
            "https://badge.example/a.svg",
            links=[replace(link("https://badge.example/a.svg", line=1), kind=LinkKind.IMAGE)],
        ),
    ]


def shelf() -> tuple[Entry, ...]:
    """What an export is given."""
    return entries(rows())


def hostile() -> tuple[Entry, ...]:
    """Entries in which every field that a stranger can write is written by one who means harm."""
    found = []
    for number, text in enumerate(EVERYTHING):
        url = f"https://evil.example/{number}?{text}#{text}"
        written = link(url, path="lists/a b.md", line=number + 1, text=text, section=[text, text])
        facts: dict[str, Any] = dict.fromkeys(("title", "abstract", "site", "language", "licence", "feed"), text)
        told: dict[str, Any] = {
            "identifiers": dict.fromkeys((text, "doi", "arxiv", "isbn"), text),
            "state": {text: text},
        }
        kind = list(Kind)[number % len(Kind)]
        row = resource(url, links=[written], kind=kind, authors=(text, f"A {text}"), published=text, **facts, **told)
        found.append(row)
    return entries(found)


texts = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(EVERYTHING)
"""Whatever a stranger may write."""


@st.composite
def any_rows(draw: st.DrawFn) -> list[Judged]:
    """Targets of which anything is told."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        url = f"https://evil.example/{number}"
        sections = draw(st.lists(texts, max_size=3))
        said: dict[str, Any] = {
            name: draw(st.none() | texts) for name in ("title", "abstract", "site", "language", "feed", "licence")
        }
        found.append(
            resource(
                url,
                links=[link(url, path=draw(st.sampled_from(["a.md", "b.md"])), line=number, section=sections)],
                kind=draw(st.none() | st.sampled_from(Kind)),
                authors=tuple(draw(st.lists(texts, max_size=3))),
                published=draw(st.none() | texts | st.sampled_from(["2017", "2017-02", "2017-02-28", "2017-02-31"])),
                identifiers=draw(st.dictionaries(st.sampled_from(["doi", "arxiv", "isbn", "x"]), texts, max_size=3)),
                **said,
            )
        )
    return found
