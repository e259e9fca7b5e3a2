"""Identifiers of works, found and proven: DOI, arXiv, ISBN, PMID. Pure, and total."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from crawler.gather import papers

# The form that matches 74.4 of 74.9 million DOIs (crossref.org/blog/dois-and-matching-regular-expressions).
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Z0-9<>\[\]+#&]+", re.IGNORECASE | re.ASCII)
_DOI_BEFORE = re.compile(r"\s*(?:doi:?\s*|https?://(?:dx\.|www\.)?doi\.org/|info:doi/)?(?=10\.)", re.IGNORECASE)
_DOI_CHARS = 200
_PMID = re.compile(r"\d{1,8}")
_PMID_URL = re.compile(
    r"https?://(?:pubmed\.ncbi\.nlm|www\.ncbi\.nlm)\.nih\.gov/(?:pubmed/)?([1-9]\d{0,7})/?", re.ASCII
)
_ARXIV = re.compile(r"(?:arxiv:|https?://arxiv\.org/abs/)\s?(.{1,30})")
_SAID_CHARS = 60
_CLOSERS = ".,;:"


def doi(text: str) -> str | None:
    """A DOI in its plain form, in small letters (it has no case); None for what is none.

    >>> doi("https://doi.org/10.1000/ABC.1"), doi("doi:10.1000/x)."), doi("10.1000/a(b)c")
    ('10.1000/abc.1', '10.1000/x', '10.1000/a(b)c')
    >>> doi("10.12/x"), doi("x 10.1000/1")
    (None, None)
    """
    before = _DOI_BEFORE.match(text[: 2 * _DOI_CHARS])
    found = _DOI.match(unquote(text[before.end() : before.end() + _DOI_CHARS])) if before else None
    if found is None:
        return None
    name = found[0].rstrip(_CLOSERS)
    while name.endswith(")") and name.count(")") > name.count("("):
        name = name[:-1].rstrip(_CLOSERS)
    return name.lower() if not name.endswith("/") else None


def isbn(text: str) -> str | None:
    """An ISBN without its dashes, of 10 or 13 digits, the last of which proves the others.

    >>> isbn("ISBN 978-0-262-03561-3"), isbn("0-306-40615-2"), isbn("080442957x"), isbn("978-0-262-03561-4")
    ('9780262035613', '0306406152', '080442957X', None)
    """
    digits = re.sub(r"[\s-]", "", re.sub(r"^\s*(?:urn:)?isbn[:\s]*", "", text[:40], flags=re.IGNORECASE)).upper()
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return digits if sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(digits)) % 10 == 0 else None
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        return digits if sum((10 - n) * (10 if c == "X" else int(c)) for n, c in enumerate(digits)) % 11 == 0 else None
    return None


def pmid(text: str) -> str | None:
    """PubMed's number of a paper.

    >>> pmid("PMID: 123"), pmid("123456789"), pmid("0")
    ('123', None, None)
    """
    number = re.sub(r"^\s*(?:pmid:?)?\s*", "", text[:40], flags=re.IGNORECASE).strip()
    return number if _PMID.fullmatch(number) and number.isascii() and not number.startswith("0") else None


def from_url(url: str) -> dict[str, str]:
    """What an address itself names.

    >>> from_url("https://arxiv.org/pdf/1706.03762v5.pdf"), from_url("https://doi.org/10.1000/xyz")
    ({'arxiv': '1706.03762'}, {'doi': '10.1000/xyz'})
    >>> from_url("https://pubmed.ncbi.nlm.nih.gov/123/"), from_url("https://link.springer.com/article/10.1007/s1-2")
    ({'pmid': '123'}, {'doi': '10.1007/s1-2'})
    """
    paper, work = papers.arxiv(url), papers.doi(url)
    numbered = _PMID_URL.fullmatch(url)
    found = {"arxiv": paper.id if paper else "", "doi": work.key if work else ""}
    return {name: value for name, value in (found | {"pmid": numbered[1] if numbered else ""}).items() if value}


def among(texts: Iterable[str]) -> dict[str, str]:
    """What of some texts is an identifier that says what it is; the first of each sort.

    >>> among(["x", "https://doi.org/10.1000/1", "doi:10.1000/2", "arXiv:1706.03762", "ISBN 0306406152", "12"])
    {'doi': '10.1000/1', 'arxiv': '1706.03762', 'isbn': '0306406152'}
    """
    found: dict[str, str] = {}
    for text in texts:
        for name, value in _said(text):
            if value:
                found.setdefault(name, value)
    return found


def _said(text: str) -> tuple[tuple[str, str | None], ...]:
    said = text[:_SAID_CHARS].strip().lower()
    if number := _ARXIV.fullmatch(said):
        return (("arxiv", papers.arxiv_id(number[1])),)
    if said.startswith(("isbn", "urn:isbn")):
        return (("isbn", isbn(text)),)
    if said.startswith("pmid"):
        return (("pmid", pmid(text)),)
    return (("doi", doi(text)),)
