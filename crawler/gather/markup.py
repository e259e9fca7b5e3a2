"""The few elements of a page that speak of the page: found by Lexbor, or where it finds none by html.parser. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from warnings import catch_warnings

from bs4 import BeautifulSoup, UnusualUsageWarning
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.gather.spots import MOST_SPOTS, SPOT_CHARS, SPOTS, Spot, is_aside, is_plain, is_wide, may_have_spots, spot

SOUP_CHARS = 65_536
"""So much of a broken page is given to html.parser, which is twenty times slower."""
MOST_H1 = 16
"""So many headings are looked at; no honest page has more that name it."""
MOST_SAID = 100
"""So many values of one name are kept, such as authors."""
MOST_PARAGRAPHS = 24
MOST_BLOCKS = 32

_NAMING = ("title", "h1", "h2", "h3")
_SPEAKING = ("meta", "link", "base")
_ABSTRACTS = frozenset({"description", "og:description", "citation_abstract", "twitter:description"})
"""Where a page has one of these, its paragraphs are not asked."""
_SCRIPTED = re.compile(
    r'"(?:datePublished|publishedDate|publishDate|publicationDate|publishedAt|published_at|firstPublished(?:Date|At)?)"'
    r'\s{0,9}:\s{0,9}"((?:19|20)\d\d-\d\d-\d\d)'
)
_WHOLES = frozenset({"body", "article", "main"})
_ASCENT = 6
"""So far up is looked for what an element stands in."""
_INVISIBLE = ["script", "style", "noscript", "template", "svg", "math", "iframe", "textarea"]
"""What no reader sees, or sees only as a drawing; a drawing's `<title>` and a refresh in `<noscript>` go with it."""

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What the elements of a page say, as they say it: not cleaned, not resolved."""

    title: str = ""
    h1s: tuple[str, ...] = ()
    lesser: tuple[str, ...] = ()
    """The headings of the second and third rank."""
    metas: Mapping[str, str] = field(default_factory=dict)
    """Name or property, in lower case -> content; of several the first that is not empty."""
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The same with all contents, for the names that are said more than once."""
    links: tuple[Attributes, ...] = ()
    """The `<link>` that lead to another form of the page, or to its licence."""
    blocks: tuple[str, ...] = ()
    """The scripts of JSON-LD."""
    scripted: str = ""
    """The day of publication among the data of a script."""
    spots: tuple[Spot, ...] = ()
    """Elements that name an author, a day or a licence, in the order of the page."""
    paragraphs: tuple[str, ...] = ()
    """The first paragraphs of a page that describes itself nowhere else."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What a parser found beside the elements that speak of the page; the paragraphs only when they are asked for."""

    text: str
    blocks: Iterable[str]
    spots: Iterable[Spot]
    paragraphs: Iterable[str]
    scripted: str = ""


def lexbor(text: str) -> Markup:
    """The elements as a browser finds them.

    >>> found = lexbor("<svg><title>B</title></svg><title>A</title><h1>C<br>d<script>e</script></h1>")
    >>> found.title, found.h1s
    ('A', ('C d',))
    >>> lexbor("<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript>").refresh
    ''
    """
    tree = LexborHTMLParser(text)
    blocks = _blocks(tree) if "ld+json" in text else []
    scripted = _SCRIPTED.search(text) if not blocks and "blish" in text and "<script" in text else None
    tree.strip_tags(_INVISIBLE)
    # By name, for a selector is compiled anew for every tree, which takes as long as parsing a small page.
    found = {tag: [node.attributes for node in tree.tags(tag)] for tag in _SPEAKING}
    texts = {tag: [node.text(separator=" ") for node in tree.tags(tag)[:MOST_H1]] for tag in _NAMING}
    language = tree.root.attributes.get("lang") if tree.root else None
    return _markup(
        texts,
        found,
        language,
        _Body(
            text=tree.body.text(separator=" ") if tree.body else "",
            blocks=blocks,
            scripted=scripted[1] if scripted else "",
            spots=_spots(tree, text),
            paragraphs=(node.text(separator=" ") for node in islice(_paragraphs(tree), MOST_PARAGRAPHS)),
        ),
    )


def _blocks(tree: LexborHTMLParser) -> list[str]:
    scripts = (node for node in tree.tags("script") if "ld+json" in (node.attributes.get("type") or "").lower())
    return [node.text() for node in islice(scripts, MOST_BLOCKS)]


def _spots(tree: LexborHTMLParser, text: str) -> Iterator[Spot]:
    known: dict[int, bool] = {}
    for node in tree.css(SPOTS)[:MOST_SPOTS] if may_have_spots(text) else ():
        held = node.attributes
        if is_plain(held) or not (is_wide(held) or _stands_aside(node, known)):
            text = node.text(separator=" ")
            yield spot(node.tag or "", held, text if len(text) <= SPOT_CHARS else "")


def _paragraphs(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    known: dict[int, bool] = {}
    return (node for node in tree.tags("p") if not _stands_aside(node, known))


def _stands_aside(node: LexborNode, known: dict[int, bool]) -> bool:
    """Whether the element is in a comment, or in what stands beside the text; `known` is what was found for others."""
    above: LexborNode | None = node
    passed: list[int] = []
    found = False
    while above is not None and len(passed) < _ASCENT and above.tag not in _WHOLES:
        at = above.mem_id
        if at in known:
            found = known[at]
            break
        passed.append(at)
        if is_aside(above.tag or "", above.attributes):
            found = True
            break
        above = above.parent
    known.update(dict.fromkeys(passed, found))
    return found


def soup(text: str) -> Markup:
    """The elements as html.parser finds them, which forgives a `<script/>` that a browser would never see closed.

    >>> page = "<script src=a.js /><title>A page</title><h1>Its heading</h1>"
    >>> lexbor(page).title, soup(page).title
    ('', 'A page')
    """
    with catch_warnings(action="ignore", category=UnusualUsageWarning):
        # It would warn of pages that look like a file name or like XML; these come from strangers. html.parser takes
        # `<![` for SGML and gives up on what is none; a browser sees a comment up to the next `>`, as after `<?`
        # (https://html.spec.whatwg.org/multipage/parsing.html#parse-error-incorrectly-opened-comment).
        tree = BeautifulSoup(text[:SOUP_CHARS].replace("<![", "<?["), "html.parser")
    blocks = [node.get_text() for node in tree.find_all("script", type=_is_json_ld, limit=MOST_BLOCKS)]
    for node in tree.find_all(_INVISIBLE):
        node.extract()
    found = {tag: [_plain(node.attrs) for node in tree.find_all(tag)] for tag in _SPEAKING}
    texts = {tag: [node.get_text(" ") for node in islice(tree.find_all(tag), MOST_H1)] for tag in _NAMING}
    root = tree.find("html")
    return _markup(
        texts,
        found,
        _plain(root.attrs).get("lang") if root else None,
        _Body(
            text=(tree.find("body") or tree).get_text(" "),
            blocks=blocks,
            spots=_soup_spots(tree),
            paragraphs=(node.get_text(" ") for node in tree.find_all("p", limit=MOST_PARAGRAPHS)),
        ),
    )


def _is_json_ld(kind: str | None) -> bool:
    return "ld+json" in (kind or "").lower()


def _soup_spots(tree: BeautifulSoup) -> Iterator[Spot]:
    """The plainest of the spots alone: a page that comes here is an exception, and this parser is slow."""
    for node in tree.find_all(["time", "a"], limit=MOST_SPOTS):
        held = _plain(node.attrs)
        if node.name == "time" or is_plain(held) or "author" in (held.get("rel") or ""):
            yield spot(node.name, held, node.get_text(" ")[:SPOT_CHARS])


def _plain(attrs: Mapping[str, object]) -> Attributes:
    """Attributes as text: BeautifulSoup makes a list of `rel` and `class`."""
    return {name: " ".join(value) if isinstance(value, list) else str(value) for name, value in attrs.items()}


def _markup(
    texts: Mapping[str, list[str]],
    found: Mapping[str, Sequence[Attributes]],
    language: str | None,
    body: _Body,
) -> Markup:
    metas: dict[str, str] = {}
    many: dict[str, tuple[str, ...]] = {}
    for name, content in _named(found["meta"]):
        if metas.setdefault(name, content) is not content and len(many.get(name, ())) < MOST_SAID:
            many[name] = (*many.get(name, (metas[name],)), content)
    return Markup(
        title=next(iter(texts["title"]), ""),
        h1s=tuple(texts["h1"]),
        lesser=(*texts["h2"], *texts["h3"]),
        metas=metas,
        many=many,
        links=tuple(held for held in found["link"] if _is_telling(held)),
        blocks=tuple(body.blocks),
        scripted=body.scripted,
        spots=tuple(body.spots),
        paragraphs=() if metas.keys() & _ABSTRACTS else tuple(body.paragraphs),
        refresh=next(_contents(found["meta"], "http-equiv", "refresh"), ""),
        canonical=next(_canonicals(found["link"]), ""),
        base=next((held["href"] for held in found["base"] if held.get("href")), "") or "",
        language=language or next(_contents(found["meta"], "http-equiv", "content-language"), ""),
        text=body.text,
    )


def _is_telling(held: Attributes) -> bool:
    rel = (held.get("rel") or "").lower().split()
    return bool(held.get("href")) and ("alternate" in rel or "license" in rel)


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
