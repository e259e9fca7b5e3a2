"""What kind of thing a page is about: by its address, its scholarly tags, its types, and what made it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crawler import urls
from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup
from crawler.model import Kind

_DEFAULT_OG = {"article": Kind.ARTICLE, "book": Kind.BOOK, "books.book": Kind.BOOK, "profile": Kind.PROFILE}
_MADE_DOCUMENTATION = (
    "sphinx",
    "mkdocs",
    "docusaurus",
    "mdbook",
    "gitbook",
    "vitepress",
    "rustdoc",
    "doxygen",
    "docsify",
)
"""What these programs make, as `<meta name=generator>` says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What stands at some addresses."""

    kind: Kind
    hosts: tuple[str, ...] = ()
    """The domains; what is below them is meant too. None: every host."""
    path: str = ""
    """An expression for the whole path."""
    host: str = ""
    """An expression for the beginning of the host."""


_NAME = r"[^/]+"
RULES = (
    Rule(kind=Kind.PAPER, hosts=("arxiv.org",), path=r"/(?:abs|pdf|html|ps|e-print|format)/.+"),
    Rule(kind=Kind.PAPER, hosts=("openreview.net",), path=r"/(?:forum|pdf)"),
    Rule(
        kind=Kind.PAPER,
        hosts=("aclanthology.org", "papers.nips.cc", "papers.neurips.cc", "proceedings.mlr.press"),
        path=r"/.*\d.*",
    ),
    Rule(kind=Kind.PAPER, hosts=("dl.acm.org",), path=r"/doi/.+"),
    Rule(kind=Kind.PAPER, hosts=("biorxiv.org", "medrxiv.org"), path=r"/content/.+"),
    Rule(kind=Kind.PAPER, hosts=("huggingface.co",), path=r"/papers/[\d.v]+"),
    Rule(
        kind=Kind.ISSUE,
        hosts=("github.com", "gitlab.com"),
        path=rf"/{_NAME}/{_NAME}/(?:-/)?(?:issues|pull|discussions|merge_requests)/\d+.*",
    ),
    Rule(kind=Kind.FILE, hosts=("github.com", "gitlab.com"), path=rf"/{_NAME}/{_NAME}/(?:-/)?(?:blob|raw)/.+"),
    Rule(kind=Kind.FILE, hosts=("gist.github.com",), path=rf"/{_NAME}/[0-9a-f]+/?"),
    Rule(
        kind=Kind.REPOSITORY,
        hosts=("github.com", "gitlab.com", "bitbucket.org", "codeberg.org"),
        path=rf"/(?!features|topics|orgs|sponsors|collections|marketplace|explore|about|settings|search){_NAME}/{_NAME}(?:/(?:-/)?tree/.+)?/?",
    ),
    Rule(
        kind=Kind.PROFILE,
        hosts=("github.com", "gitlab.com", "codeberg.org"),
        path=rf"/(?!features|topics|collections|marketplace|explore|about|pricing|search|login){_NAME}/?",
    ),
    Rule(kind=Kind.PLAYLIST, hosts=("youtube.com",), path=r"/playlist"),
    Rule(kind=Kind.VIDEO, hosts=("youtube.com",), path=r"/(?:watch|(?:embed|shorts|live|v)/.+)"),
    Rule(kind=Kind.CHANNEL, hosts=("youtube.com",), path=r"/(?:@|channel/|c/|user/).+"),
    Rule(kind=Kind.VIDEO, hosts=("youtu.be",), path=r"/.+"),
    Rule(kind=Kind.VIDEO, hosts=("vimeo.com",), path=r"/\d+.*"),
    Rule(kind=Kind.POST, hosts=("x.com", "twitter.com"), path=rf"/{_NAME}/status/\d+.*"),
    Rule(kind=Kind.DATASET, hosts=("huggingface.co",), path=r"/datasets/.+"),
    Rule(kind=Kind.SPACE, hosts=("huggingface.co",), path=r"/spaces/.+"),
    Rule(kind=Kind.DOCUMENTATION, hosts=("huggingface.co",), path=r"/(?:docs|learn)/.+"),
    Rule(kind=Kind.ARTICLE, hosts=("huggingface.co",), path=r"/blog/.+"),
    Rule(
        kind=Kind.MODEL,
        hosts=("huggingface.co",),
        path=rf"/(?!papers|collections|tasks|models|join|login|pricing){_NAME}/{_NAME}(?:/tree/.+)?",
    ),
    Rule(kind=Kind.DATASET, hosts=("kaggle.com",), path=r"/datasets/.+"),
    Rule(
        kind=Kind.QUESTION,
        hosts=(
            "stackoverflow.com",
            "stackexchange.com",
            "superuser.com",
            "serverfault.com",
            "askubuntu.com",
            "mathoverflow.net",
        ),
        path=r"/(?:questions|q|a)/\d+.*",
    ),
    Rule(kind=Kind.ENTRY, hosts=("wikipedia.org", "wiktionary.org"), path=r"/wiki/.+"),
    Rule(kind=Kind.PACKAGE, hosts=("crates.io",), path=r"/crates/.+"),
    Rule(kind=Kind.PACKAGE, hosts=("npmjs.com",), path=r"/package/.+"),
    Rule(kind=Kind.PACKAGE, hosts=("packagist.org", "hackage.haskell.org"), path=r"/packages?/.+"),
    Rule(kind=Kind.COURSE, hosts=("ocw.mit.edu",), path=r"/(?:courses|resources)/.+"),
    Rule(kind=Kind.COURSE, hosts=("coursera.org",), path=r"/(?:learn|specializations)/.+"),
    Rule(kind=Kind.COURSE, hosts=("udacity.com", "edx.org", "udemy.com"), path=r"/courses?/.+"),
    Rule(kind=Kind.ITEM, hosts=("archive.org",), path=r"/details/.+"),
    Rule(
        kind=Kind.DOCUMENTATION,
        hosts=("readthedocs.io", "readthedocs.org", "docs.rs", "pkg.go.dev", "developer.mozilla.org"),
    ),
    Rule(kind=Kind.DOCUMENTATION, host=r"(?:docs?|documentation|developers?|devdocs|api|manual)\."),
    Rule(kind=Kind.DOCUMENTATION, path=r"/(?:docs?|documentation|manual|reference)/.+"),
    Rule(kind=Kind.COURSE, path=r"/(?:courses?|class(?:es)?/cs\d\w*)/.+|/~?\w*/?(?:cs|ee|stat|math)\d{2,3}\w?/.*"),
    Rule(kind=Kind.COURSE, host=r"(?:cs|ee)\d{2,3}\w?\."),
)
"""The first that fits holds."""


def kind_of(markup: Markup, work: Work, url: str) -> tuple[Kind | None, str]:
    """The kind, and by what it is told; None where nothing tells it.

    >>> kind_of(Markup(), Work(), "https://arxiv.org/abs/1706.03762")
    (<Kind.PAPER: 'paper'>, 'url')
    >>> kind_of(Markup(metas={"og:type": "article"}), Work(), "https://a.example/b")
    (<Kind.ARTICLE: 'article'>, 'og:type')
    """
    if by_url := _by_url(url):
        return by_url, "url"
    if any(name.startswith("citation_") and name.endswith(("_title", "_author", "_doi")) for name in markup.metas):
        return _scholarly(markup), "citation"
    if work.kind:
        return Kind(work.kind), "json-ld"
    said = markup.metas.get("og:type", "").strip().lower()
    if found := _DEFAULT_OG.get(said) or (Kind.VIDEO if said.startswith("video") else None):
        return found, "og:type"
    made = markup.metas.get("generator", "").lower()
    if any(program in made for program in _MADE_DOCUMENTATION):
        return Kind.DOCUMENTATION, "generator"
    return None, ""


def _scholarly(markup: Markup) -> Kind:
    book = "citation_isbn" in markup.metas and not markup.metas.keys() & {
        "citation_journal_title",
        "citation_conference_title",
        "citation_inbook_title",
    }
    return Kind.BOOK if book else Kind.PAPER


def _by_url(url: str) -> Kind | None:
    parsed = urls.parse(url)
    if parsed is None:
        return None
    host, path = str(parsed.hostname), str(parsed.pathname)
    ours = (rule for name in _above(host) for rule in _OF_HOST.get(name, ()))
    return next((rule.kind for rule in (*ours, *_OF_ALL) if _fits(rule, host, path)), None)


def _above(host: str) -> Iterator[str]:
    """The host, and the domains above it.

    >>> list(_above("en.wikipedia.org"))
    ['en.wikipedia.org', 'wikipedia.org', 'org']
    """
    while host:
        yield host
        host = host.partition(".")[2]


def _fits(rule: Rule, host: str, path: str) -> bool:
    return (not rule.path or _compiled(rule.path).fullmatch(path) is not None) and (
        not rule.host or _compiled(rule.host).match(host) is not None
    )


_compiled = cache(re.compile)
_OF_HOST = {name: [rule for rule in RULES if name in rule.hosts] for each in RULES for name in each.hosts}
_OF_ALL = [rule for rule in RULES if not rule.hosts]
