"""The few elements of a page that speak of the page: found by Lexbor, or where it finds none by html.parser. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from warnings import catch_warnings

from bs4 import BeautifulSoup, UnusualUsageWarning
from selectolax.lexbor import LexborHTMLParser

SOUP_CHARS = 65_536
"""So much of a broken page is given to html.parser, which is twenty times slower."""
MOST_H1 = 16
"""So many headings are looked at; no honest page has more that name it."""

_NAMING = ("title", "h1")
_SPEAKING = ("meta", "link", "base")
_INVISIBLE = ["script", "style", "noscript", "template", "svg", "math", "iframe", "textarea"]
"""What no reader sees, or sees only as a drawing; a drawing's `<title>` and a refresh in `<noscript>` go with it."""

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What the elements of a page say, as they say it: not cleaned, not resolved."""

    title: str = ""
    h1s: tuple[str, ...] = ()
    metas: Mapping[str, str] = field(default_factory=dict)
    """Name or property, in lower case -> content; of several the first that is not empty."""
    refresh: str = ""
    """Content of the first `<meta http-equiv=refresh>`."""
    canonical: str = ""
    """The first `<link rel=canonical>`."""
    base: str = ""
    language: str = ""
    text: str = ""
    """What a reader sees."""

    @property
    def nameless(self) -> bool:
        """Whether nothing was found by which the page could be named."""
        return not (self.title.strip() or self.h1s or self.metas)


def lexbor(text: str) -> Markup:
    """The elements as a browser finds them.

    >>> found = lexbor("<svg><title>B</title></svg><title>A</title><h1>C<br>d<script>e</script></h1>")
    >>> found.title, found.h1s
    ('A', ('C d',))
    >>> lexbor("<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript>").refresh
    ''
    """
    tree = LexborHTMLParser(text)
    tree.strip_tags(_INVISIBLE)
    # By name, for a selector is compiled anew for every tree, which takes as long as parsing a small page.
    found = {tag: [node.attributes for node in tree.tags(tag)] for tag in _SPEAKING}
    texts = {tag: [node.text(separator=" ") for node in tree.tags(tag)[:MOST_H1]] for tag in _NAMING}
    language = tree.root.attributes.get("lang") if tree.root else None
    return _markup(texts, found, language, tree.body.text(separator=" ") if tree.body else "")


def soup(text: str) -> Markup:
    """The elements as html.parser finds them, which forgives a `<script/>` that a browser would never see closed.

    >>> page = "<script src=a.js /><title>A page</title><h1>Its heading</h1>"
    >>> lexbor(page).title, soup(page).title
    ('', 'A page')
    """
    with catch_warnings(action="ignore", category=UnusualUsageWarning):
        # It would warn of pages that look like a file name or like XML; these come from strangers.
        tree = BeautifulSoup(text[:SOUP_CHARS], "html.parser")
    for node in tree.find_all(_INVISIBLE):
        node.extract()
    found = {tag: [_plain(node.attrs) for node in tree.find_all(tag)] for tag in _SPEAKING}
    texts = {tag: [node.get_text(" ") for node in islice(tree.find_all(tag), MOST_H1)] for tag in _NAMING}
    root = tree.find("html")
    seen = (tree.find("body") or tree).get_text(" ")
    return _markup(texts, found, _plain(root.attrs).get("lang") if root else None, seen)


def _plain(attrs: Mapping[str, object]) -> Attributes:
    """Attributes as text: BeautifulSoup makes a list of `rel` and `class`."""
    return {name: " ".join(value) if isinstance(value, list) else str(value) for name, value in attrs.items()}


def _markup(
    texts: Mapping[str, list[str]], found: Mapping[str, Sequence[Attributes]], language: str | None, seen: str
) -> Markup:
    metas: dict[str, str] = {}
    for name, content in _named(found["meta"]):
        metas.setdefault(name, content)
    return Markup(
        title=next(iter(texts["title"]), ""),
        h1s=tuple(texts["h1"]),
        metas=metas,
        refresh=next(_contents(found["meta"], "http-equiv", "refresh"), ""),
        canonical=next(_canonicals(found["link"]), ""),
        base=next((held["href"] for held in found["base"] if held.get("href")), "") or "",
        language=language or next(_contents(found["meta"], "http-equiv", "content-language"), ""),
        text=seen,
    )


def _named(metas: Iterable[Attributes]) -> Iterator[tuple[str, str]]:
    """Name and content. Pages write `name` for `property` and the other way round (0.9 % of `og:title`)."""
    for held in metas:
        content = held.get("content")
        if content and not content.isspace():
            for key in ("property", "name", "itemprop"):
                if name := held.get(key):
                    yield name.strip().lower(), content


def _contents(metas: Iterable[Attributes], key: str, value: str) -> Iterator[str]:
    return (held.get("content") or "" for held in metas if (held.get(key) or "").strip().lower() == value)


def _canonicals(links: Iterable[Attributes]) -> Iterator[str]:
    for held in links:
        if held.get("href") and "canonical" in (held.get("rel") or "").lower().split():
            yield held["href"] or ""
