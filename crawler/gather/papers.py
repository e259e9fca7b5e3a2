"""By what an address names a paper: its number on arXiv, its DOI, its name in the ACL Anthology, on OpenReview. Pure.

What is not in the form that a register asks for is named by nothing: one malformed number on arXiv's list makes it
refuse the whole list (recorded: HTTP 400 and an entry called "Error").
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from crawler import urls

ARXIV_PREFIX = "10.48550/arxiv."
"""Every paper on arXiv has a DOI of this form (info.arxiv.org/help/doi.html)."""

_REMEMBERED = 4096
_ARXIV_HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org", "browse.arxiv.org"})
_MIRRORS = frozenset(
    [
        "ar5iv.org",
        "ar5iv.labs.arxiv.org",
        "alphaxiv.org",
        "www.alphaxiv.org",
        "scirate.com",
        "www.arxiv-vanity.com",
        "papers.labml.ai",
    ]
)
"""Other people's views of what is on arXiv, under its number."""
_NUMBER = (
    r"(?:arxiv:)?(?:(?P<new>\d{4}\.\d{4,5})|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]{2,20})?/(?P<old>\d{7}))"
    r"(?:v(?P<version>[1-9]\d{0,2}))?"
)
_ARXIV_PATH = re.compile(rf"(?ai)/(?P<form>abs|pdf|format|html|ps|src|e-print|tb)/{_NUMBER}(?:\.pdf|\.ps|\.html)?[./]*")
_MIRROR_PATH = re.compile(rf"(?ai)/(?P<form>abs|pdf|html|overview|arxiv|papers?)/{_NUMBER}(?:\.pdf)?/*")
_ARXIV_DOI = re.compile(rf"(?ai)10\.48550/arxiv\.(?P<form>){_NUMBER}")
_SETTLED_FORMS = frozenset({"", "abs", "pdf", "format"})
"""What arXiv has of every paper; HTML and PostScript of some."""
_ARCHIVE = re.compile(
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    "|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
"""The archives that numbered for themselves until March 2007 (info.arxiv.org/help/arxiv_identifier.html)."""

_DOI_HOSTS = frozenset({"doi.org", "www.doi.org", "dx.doi.org"})
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9})*/[!-~]{1,200}", re.ASCII)
_IN_PATH = re.compile(r"/(10\.\d{4,9}(?:\.\d{1,9})*/[!-~]{1,200})\Z", re.ASCII)
_IN_QUERY = re.compile(r"[?&](?:id|doi)=(10\.[^&]{1,250})")
_TAIL = re.compile(
    r"(?:\.(?:pdf|full|abstract|short|full-text)|/(?:full|abstract|e?pdf|epub|html|meta|summary|abs|references"
    r"|full-?text|figures|tables|metrics|supplementary-material)?)+\Z",
    re.IGNORECASE,
)
"""What publishers put behind a DOI to name a view of it."""
_NUMBERED = (
    (re.compile(r"(?ai)(?:www\.)?nature\.com/articles/([a-z0-9][a-z0-9.-]{3,60}?)(?:\.pdf)?/*(?:\?.*)?"), "10.1038/{}"),
    (re.compile(r"(?a)elifesciences\.org/articles/(\d{5,6})/?(?:\?.*)?"), "10.7554/elife.{}"),
    (re.compile(r"(?a)peerj\.com/articles/(\d{1,6})(?:\.pdf|/)?(?:\?.*)?"), "10.7717/peerj.{}"),
    (re.compile(r"(?a)peerj\.com/articles/cs-(\d{1,6})(?:\.pdf|/)?(?:\?.*)?"), "10.7717/peerj-cs.{}"),
    (re.compile(r"(?ai)papers\.ssrn\.com/sol3/papers\.cfm\?(?:.*&)?abstract_?id=(\d{1,9})(?:&.*)?"), "10.2139/ssrn.{}"),
    (re.compile(r"(?a)(?:www\.)?ssrn\.com/abstract=(\d{1,9})"), "10.2139/ssrn.{}"),
)
"""Addresses of which a DOI is made, as their publishers make it."""
_PII = re.compile(
    r"(?ai)(?:www\.|linkinghub\.)?(?:sciencedirect|elsevier|cell|thelancet)\.com/(?:.*/)?"
    r"(?:pii|fulltext|abstract)/([SB][0-9X()-]{16,24})(?:\.pdf|/.*)?(?:\?.*)?"
)
_OXFORD = re.compile(r"(10\.\d+/[^/]+/[^/]+)/\d+")
_BIORXIV = re.compile(r"(10\.\d+/[\d.]+?)(?:v(\d{1,3}))?(?:\.full|\.abstract)*", re.ASCII)
_WALLED = re.compile(
    r"(?:.+\.)?(?:(?:acm|acs|aps|biorxiv|iop|medrxiv|nejm|pnas|rsc|science|sciencemag)\.org"
    r"|(?:cochranelibrary|elsevier|oup|sagepub|sciencedirect|ssrn|tandfonline|wiley)\.com)"
)
"""Publishers that turn crawlers away whatever is asked of them."""
_DATACITE = frozenset(
    {"10.48550", "10.5061", "10.5281", "10.57967", "10.6084", "10.7910", "10.17605", "10.17632", "10.34740"}
)
"""Prefixes of arXiv, Dryad, Zenodo, Hugging Face, figshare, Dataverse, OSF, Mendeley Data and Kaggle."""

_ACL_HOSTS = frozenset({"aclanthology.org", "www.aclanthology.org"})
_ACL_OLD_HOSTS = frozenset({"aclweb.org", "www.aclweb.org", "aclanthology.info", "aclanthology.coli.uni-saarland.de"})
_ACL_PATH = re.compile(
    r"(?:/anthology)?(?:/papers)?(?:/[A-Z]/[A-Z]\d\d)?/(?P<id>[A-Z]\d\d-\d{4,5}|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d{1,4})"
    r"(?:v\d)?(?:\.pdf|\.bib)?/?",
    re.ASCII,
)
_OPENREVIEW = re.compile(
    r"https?://(?:www\.)?openreview\.net/(forum|pdf)/?\?(?:[^#]*?&)?id=([\w-]{5,40})(?:&.*)?", re.ASCII
)
_PWC = re.compile(r"https?://(?:www\.)?paperswithcode\.com/(paper|method)/([a-z0-9][\w.-]{0,200})/?(?:\?.*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arxiv:
    """A paper on arXiv, as an address names it."""

    id: str
    """Without the version, and of an old number without the subject class: `math/0309136`."""
    version: int | None = None
    """The version that the address names."""
    settles: bool = True
    """Whether the address leads to the paper where there is one; a mirror may have nothing of it."""

    @property
    def doi(self) -> str:
        """The DOI that arXiv gives it, in lower case."""
        return f"{ARXIV_PREFIX}{self.id}".lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doi:
    """A DOI, as an address names it."""

    name: str
    """As it is written; DOIs are the same whatever the case of their letters (doi.org/doi-handbook, 3.4)."""
    settles: bool = False
    """Whether it is all that can be known of the address: it is the DOI's own, or one behind a publisher's wall."""
    version: int | None = None

    @property
    def key(self) -> str:
        """By which it is compared."""
        return self.name.lower()

    @property
    def of_datacite(self) -> bool:
        """Whether it is known to be registered with DataCite, and nowhere else."""
        return self.name.partition("/")[0] in _DATACITE


@dataclass(frozen=True, slots=True)
class Named:
    """What a site calls something, and whether the address leads to it where there is such a thing."""

    id: str
    settles: bool = True
    form: str = ""
    """What of it the address asks for, or what it is."""


@lru_cache(maxsize=_REMEMBERED)
def arxiv(url: str) -> Arxiv | None:
    """The paper on arXiv that an address names.

    >>> arxiv("https://arxiv.org/pdf/1511.06434v2.pdf")
    Arxiv(id='1511.06434', version=2, settles=True)
    >>> arxiv("http://export.arxiv.org/abs/math.GT/0309136").id
    'math/0309136'
    >>> arxiv("https://doi.org/10.48550/arXiv.1706.03762").id, arxiv("https://arxiv.org/html/2401.00001").settles
    ('1706.03762', False)
    >>> arxiv("https://arxiv.org/abs/1401.12345"), arxiv("https://arxiv.org/list/cs.LG/recent")
    (None, None)
    """
    host, path, _ = _parts(url)
    if host in _ARXIV_HOSTS:
        return _arxiv(_ARXIV_PATH.fullmatch(path))
    if host in _MIRRORS:
        return _arxiv(_MIRROR_PATH.fullmatch(path), mirror=True)
    return _arxiv(_ARXIV_DOI.fullmatch(path[1:])) if host in _DOI_HOSTS else None


def arxiv_id(text: str) -> str | None:
    """A number on arXiv as others write it, without its version; None where it is none.

    >>> arxiv_id("arXiv:1706.03762v5"), arxiv_id("hep-th/9901001"), arxiv_id("1706.3762")
    ('1706.03762', 'hep-th/9901001', None)
    """
    found = arxiv(f"https://arxiv.org/abs/{text}")
    return found.id if found else None


def _arxiv(found: re.Match[str] | None, *, mirror: bool = False) -> Arxiv | None:
    if found is None:
        return None
    name = _new_number(found["new"]) if found["new"] else _old_number(found["archive"].lower(), found["old"])
    if name is None:
        return None
    version = int(found["version"]) if found["version"] else None
    return Arxiv(id=name, version=version, settles=not mirror and found["form"].lower() in _SETTLED_FORMS)


def _new_number(number: str) -> str | None:
    """YYMM.NNNN from April 2007 on, YYMM.NNNNN from January 2015 on."""
    month, _, rest = number.partition(".")
    is_new = month >= "0704" and 1 <= int(month[2:]) <= 12
    return number if is_new and len(rest) == (4 if month < "1501" else 5) else None


def _old_number(archive: str, number: str) -> str | None:
    """YYMMNNN from 1991 to March 2007."""
    is_old = (number[:2] >= "91" or number[:4] <= "0703") and 1 <= int(number[2:4]) <= 12
    return f"{archive}/{number}" if is_old and _ARCHIVE.fullmatch(archive) else None


@lru_cache(maxsize=_REMEMBERED)
def doi(url: str) -> Doi | None:
    """The DOI that an address names.

    >>> doi("https://doi.org/10.1000/ABC"), doi("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701").name
    (Doi(name='10.1000/ABC', settles=True, version=None), '10.1145/3292500.3330701')
    >>> doi("https://www.nature.com/articles/nature14539")
    Doi(name='10.1038/nature14539', settles=False, version=None)
    >>> doi("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full")
    Doi(name='10.1101/2020.01.01.123456', settles=True, version=2)
    >>> doi("https://example.com/10.12")
    """
    host, path, query = _parts(url)
    if host in _DOI_HOSTS:
        return Doi(name=path[1:], settles=True) if _DOI.fullmatch(path[1:]) else None
    made = ((pattern.fullmatch(f"{host}{path}{query}"), form) for pattern, form in _NUMBERED)
    name = next((form.format(found[1].lower()) for found, form in made if found), None) or _written(path, query)
    return _of_publisher(host, name) if name else None


def _written(path: str, query: str) -> str | None:
    """A DOI that stands in an address, without what a publisher put behind it."""
    found = _IN_PATH.search(path)
    name = _TAIL.sub("", found[1] if found else unquote(named[1]) if (named := _IN_QUERY.search(query)) else "")
    return name if _DOI.fullmatch(name) else None


def _of_publisher(host: str, name: str) -> Doi:
    settles = _WALLED.fullmatch(host) is not None
    if host.endswith("oup.com") and (page := _OXFORD.fullmatch(name)):
        return Doi(name=page[1], settles=settles)
    if host.endswith(("biorxiv.org", "medrxiv.org")) and (preprint := _BIORXIV.fullmatch(name)):
        return Doi(name=preprint[1], settles=settles, version=int(preprint[2]) if preprint[2] else None)
    return Doi(name=name, settles=settles)


def pii(url: str) -> Named | None:
    """What Elsevier calls an article that an address names: its publisher's item identifier, without punctuation.

    >>> pii("https://www.sciencedirect.com/science/article/abs/pii/S0140673620324636?via%3Dihub")
    Named(id='S0140673620324636', settles=True, form='')
    >>> pii("https://www.cell.com/cell/fulltext/S0092-8674(20)30820-6")
    Named(id='S0092867420308206', settles=False, form='')
    >>> pii("https://www.sciencedirect.com/journal/the-lancet")
    """
    host, path, query = _parts(url)
    found = _PII.fullmatch(f"{host}{path}{query}")
    name = re.sub("[()-]", "", found[1]).upper() if found else ""
    return Named(name, settles=_WALLED.fullmatch(host) is not None) if len(name) >= 17 else None


def acl(url: str) -> Named | None:
    """The paper of the ACL Anthology that an address names; the hosts on which it was before only lead there.

    >>> acl("https://aclanthology.org/P17-1001.pdf"), acl("https://www.aclweb.org/anthology/2020.acl-main.1/")
    (Named(id='P17-1001', settles=True, form=''), Named(id='2020.acl-main.1', settles=False, form=''))
    >>> acl("https://aclanthology.org/venues/acl/")
    """
    host, path, _ = _parts(url)
    found = _ACL_PATH.fullmatch(path) if host in _ACL_HOSTS | _ACL_OLD_HOSTS else None
    return Named(found["id"], settles=host in _ACL_HOSTS) if found else None


def openreview(url: str) -> Named | None:
    """The note on OpenReview that an address names, as its forum or as its file.

    >>> openreview("https://openreview.net/pdf?id=rJl-b3RcF7")
    Named(id='rJl-b3RcF7', settles=True, form='pdf')
    >>> openreview("https://openreview.net/group?id=ICLR.cc/2022/Conference")
    """
    found = _OPENREVIEW.fullmatch(url)
    return Named(found[2], form=found[1]) if found else None


def papers_with_code(url: str) -> Named | None:
    """The paper or the method of Papers with Code that an address names; its site is shut.

    >>> papers_with_code("https://paperswithcode.com/paper/mask-r-cnn")
    Named(id='mask-r-cnn', settles=False, form='paper')
    >>> papers_with_code("https://paperswithcode.com/sota")
    """
    found = _PWC.fullmatch(url)
    return Named(found[2], settles=False, form=found[1]) if found else None


def _parts(url: str) -> tuple[str, str, str]:
    """Host, decoded path and query."""
    parsed = urls.parse(url)
    return (str(parsed.hostname), unquote(str(parsed.pathname)), str(parsed.search)) if parsed else ("", "", "")
