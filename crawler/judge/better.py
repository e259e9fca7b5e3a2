r"""Better addresses of what is there: https for http, the page about a paper in place of its file. Pure.

A list that stands is left as it is: what its makers chose is taste. Whoever adds a link is told, and the link is still
theirs to choose. As with all rules, an address is named here, and only an answer from there makes a proposal of it.

    better_addresses(history, verdict)   the addresses that are worth asking
    better(history, verdict)             the best of those that answered, and are shown to be the same
    page_of(url)                         the address under which a page is the same whatever view of it is linked
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.judge.drift import SAME_TEXT
from crawler.judge.heard import Heard, heard
from crawler.judge.rewrites import TRACKING, Proof, Rule
from crawler.judge.rewrites.common import secure
from crawler.judge.rewrites.rule import ARXIV_ID, by_pattern
from crawler.model import Health, History, Safety, Testimony, Verdict, Witness
from crawler.simhash import distance
from crawler.urls import canonical, parse

_THERE = frozenset({Health.ALIVE, Health.MOVED})
_PAGE = "tells what it is, and leads to the file"


def _page_rule(name: str, pattern: str, template: str, because: str, source: str) -> Rule:
    """A rule from a file, or another view, to the page that stands for it: its number or name is kept."""
    return Rule(
        name=name,
        because=because,
        source=source,
        safety=Safety.REVIEW,
        proof=Proof.EXACT,
        rewrite=by_pattern(pattern, template),
        when=_THERE,
    )


_PAGES = (
    _page_rule(
        "arxiv-page",
        rf"https?://(?:www\.|export\.|browse\.)?arxiv\.org/(?:pdf|ps|format|html)/({ARXIV_ID})(?:\.pdf)?/?(?:\?.*)?",
        r"https://arxiv.org/abs/\1",
        "the abstract page of the paper tells what it is, and leads to every version of it",
        "info.arxiv.org/help/api/tou.html",
    ),
    _page_rule(
        "openreview-page",
        r"https?://(?:www\.)?openreview\.net/pdf/?\?(?:[^#]*&)?id=([\w-]{5,40})(?:&.*)?",
        r"https://openreview.net/forum?id=\1",
        f"the page of the paper {_PAGE} and to its reviews",
        "docs.openreview.net",
    ),
    _page_rule(
        "acl-page",
        r"https?://(?:www\.)?aclanthology\.org/([A-Z]\d\d-\d{4,5}|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d{1,4})(?:v\d)?\.pdf",
        r"https://aclanthology.org/\1/",
        f"the Anthology's page of the paper {_PAGE}",
        "aclanthology.org/info/development",
    ),
    _page_rule(
        "pmlr-page",
        r"https?://proceedings\.mlr\.press/(v\d{1,4}/)([\w-]+)/\2\.pdf",
        r"https://proceedings.mlr.press/\1\2.html",
        f"the page of the paper in the proceedings {_PAGE}",
        "proceedings.mlr.press/spec.html",
    ),
    _page_rule(
        "neurips-page",
        r"https?://(?:papers|proceedings)\.(?:nips|neurips)\.cc/(paper(?:_files/paper)?/\d{4})/file/"
        r"([0-9a-f]{32})-Paper(-\w{1,40})?\.pdf",
        r"https://proceedings.neurips.cc/\1/hash/\2-Abstract\3.html",
        f"the page of the paper in the proceedings {_PAGE}",
        "proceedings.neurips.cc",
    ),
    _page_rule(
        "cvf-page",
        r"https?://openaccess\.thecvf\.com/(content(?:_\w{1,40}|/\w{1,40}))/papers/([\w.-]+)_paper\.pdf",
        r"https://openaccess.thecvf.com/\1/html/\2_paper.html",
        f"the page of the paper in the proceedings {_PAGE}",
        "openaccess.thecvf.com",
    ),
    _page_rule(
        "wikipedia-page",
        r"https?://([a-z][a-z0-9-]{1,20})\.m\.wikipedia\.org/(wiki/.+)",
        r"https://\1.wikipedia.org/\2",
        "the article is for every screen there",
        "en.wikipedia.org/wiki/Help:Mobile_access",
    ),
)
_SPELLINGS = (
    Rule(
        name="https",
        because="it is the same page over https",
        source="RFC 9110, 4.2.2",
        safety=Safety.SAFE,
        proof=Proof.SAME,
        rewrite=secure,
        when=_THERE,
    ),
    TRACKING,
)
RULES = (*_PAGES, *_SPELLINGS)
"""Best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Better:
    """An address that is better than the one that stands there."""

    rule: str
    """The rule that names it."""
    url: str
    evidence: str = ""
    """Why, as a sentence without its full stop; may quote a stranger's text."""


def page_of(url: str) -> str:
    """The address that stands for whatever view of a page is linked; the address itself where nothing better is known.

    >>> page_of("https://arxiv.org/pdf/1706.03762.pdf"), page_of("https://a.example/x.pdf")
    ('https://arxiv.org/abs/1706.03762', 'https://a.example/x.pdf')
    """
    plain = canonical(url) or url
    return next((new for rule in _PAGES for new in rule.rewrite(plain, ())), url)


def better_addresses(history: History, verdict: Verdict) -> tuple[Better, ...]:
    """The addresses that are worth asking for a target that is there, best first.

    >>> from crawler.model import Scheme, Target
    >>> url = "http://arxiv.org/pdf/1706.03762v5"
    >>> alive = Verdict(target=url, health=Health.ALIVE, reason="answers 200")
    >>> [better.url for better in better_addresses(History(target=Target(url=url, scheme=Scheme.WEB)), alive)]
    ['https://arxiv.org/abs/1706.03762v5', 'https://arxiv.org/pdf/1706.03762v5']
    """
    return tuple(Better(rule=rule.name, url=url) for rule, url in _rewritings(history, verdict))


def better(history: History, verdict: Verdict) -> Better | None:
    """The best address that answered, and is shown to be the same; None where there is none."""
    for rule, url in _rewritings(history, verdict):
        said = heard(history, rule, url)
        words = _proof(history, rule, url, said) if said else None
        if words is not None:
            return Better(rule=rule.name, url=url, evidence=f"{_because(rule)}; {words}")
    return None


def _because(rule: Rule) -> str:
    return "it is the same page without tracking parameters" if rule is TRACKING else rule.because


def _rewritings(history: History, verdict: Verdict) -> Iterator[tuple[Rule, str]]:
    url = history.target.url
    if verdict.health not in _THERE:
        return
    # Where a page that moved is spelled better, is for its new address to say.
    for rule in RULES if verdict.health is Health.ALIVE else _PAGES:
        yield from ((rule, new) for new in rule.rewrite(url, ()))


def _proof(history: History, rule: Rule, url: str, said: Heard) -> str | None:
    """The words that say why the address may stand there; None where what came does not show that it is the same."""
    if rule.proof is Proof.EXACT or said.reached:
        return said.words
    asked = (each for each in reversed(history.testimonies) if each.witness is Witness.CANDIDATE and each.asked == url)
    newest = next(asked, None)
    same = _sameness(history, newest) if newest and _stays(newest) else None
    return f"{said.words}, and {same}" if same else None


def _stays(said: Testimony) -> bool:
    """Whether what was asked over TLS was answered over TLS: many send their visitors back."""
    parsed = parse(said.final_url or said.asked)
    return parsed is not None and parsed.protocol == "https:"


def _sameness(history: History, said: Testimony) -> str | None:
    """Words for what both pages have in common, if that is enough to call them one."""
    look, own = history.last, history.said[-1] if history.said else None
    if look is None or not look.good:
        return None
    if own and own.canonical and canonical(own.canonical) == said.asked:
        return "the page gives it as its own address"
    if look.fingerprint and said.fingerprint:
        one_title = not own or not own.title or not said.title or own.title.split() == said.title.split()
        near = distance(look.fingerprint, said.fingerprint) <= SAME_TEXT
        return "the text there is the same" if one_title and near else None
    # A file without a text that could be compared.
    no_text = not look.fingerprint and not said.fingerprint
    return "as many bytes come from there" if no_text and 0 < look.body_bytes == said.body_bytes else None
