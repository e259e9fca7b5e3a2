"""BibTeX, for BibTeX itself and for Biber, for pdfLaTeX and for its heirs. Pure."""

import re
from collections.abc import Iterator, Sequence

from crawler.publish.citing import Sort, keyed, sort_of
from crawler.publish.entries import Entry
from crawler.publish.latex import latex, latex_name
from crawler.publish.names import parted
from crawler.publish.pieces import day

_TYPES = {
    Sort.JOURNAL: "article",
    Sort.PROCEEDINGS: "inproceedings",
    Sort.PREPRINT: "misc",
    Sort.BOOK: "book",
    Sort.SOFTWARE: "software",
    Sort.DATASET: "dataset",
    Sort.VIDEO: "misc",
    Sort.ENTRY: "online",
    Sort.POST: "online",
    Sort.PAGE: "online",
}
"""`online`, `software` and `dataset` are BibLaTeX's; BibTeX takes them for `misc`, and says so in a warning."""
_VENUES = {Sort.JOURNAL: "journal", Sort.PROCEEDINGS: "booktitle", Sort.BOOK: "publisher"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_IN_A_URL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_SIGNS = re.compile(r"\A[\W_]+")
_PLAIN_WORDS = 0.5
"""Where more of a title's words begin with a capital, capitals are its manner and say nothing."""


def write(entries: Sequence[Entry]) -> str:
    """One entry a resource."""
    return "\n".join(_entry(key, entry) for key, entry in keyed(entries))


def _entry(key: str, entry: Entry) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry))
    return f"@{_TYPES[sort_of(entry)]}{{{key},\n{fields}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    sort = sort_of(entry)
    yield "title", _braced(_protected(entry.title))
    if names := [_author(name) for name in map(_named, entry.authors) if name]:
        yield "author", _braced(" and ".join(names))
    else:
        yield "key", _braced(latex_name(entry.title))  # styles sort by it what nobody has signed
    if entry.date:
        yield "year", _braced(f"{entry.date[0]}")
    if len(entry.date) > 1:
        yield "month", _MONTHS[entry.date[1] - 1]
    # Biber takes off all braces that begin and end a name, though they may be two pairs: such signs are no name.
    if entry.site and not _in_braces(latex(entry.site)):
        # In braces of its own it is one name to BibLaTeX, and not a list of what `and` stands between.
        yield _VENUES.get(sort, "organization"), _braced(_braced(latex(entry.site)))
    yield from _numbers(entry)
    yield "url", _braced(_address(entry.url))
    if entry.checked_at:
        yield "urldate", _braced(day(entry.checked_at))
    if entry.abstract:
        yield "abstract", _braced(latex(entry.abstract))
    if entry.section:
        yield "keywords", _braced(latex(entry.section[-1]).replace(",", ""))


def _numbers(entry: Entry) -> Iterator[tuple[str, str]]:
    known = entry.identifiers
    if "doi" in known:
        yield "doi", _braced(known["doi"])
    if "arxiv" in known:
        yield "eprint", _braced(known["arxiv"])
        yield "archivePrefix", _braced("arXiv")
    if "isbn" in known:
        yield "isbn", _braced(known["isbn"])


def _in_braces(text: str) -> bool:
    return text.startswith("{") and text.endswith("}")


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _named(name: str) -> str:
    """The name from its first letter on: Biber makes an initial of a sign before it, and half a command of that."""
    return _SIGNS.sub("", name)


def _author(name: str) -> str:
    """Who is no person, or whose name holds a word that BibTeX would part it at, is kept whole."""
    parts = parted(name)
    if not parts.given:
        return _braced(latex_name(parts.family))
    return ", ".join(latex_name(part) for part in (parts.family, parts.suffix, parts.given) if part)


def _address(url: str) -> str:
    return _NOT_IN_A_URL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)


def _protected(title: str) -> str:
    """The title, with braces about the capitals that it keeps when a style writes it small.

    >>> _protected("Attention Is All You Need: BERT and GPT-3")
    'Attention Is All You Need: {BERT} and {GPT-3}'
    >>> _protected("An introduction to Fourier analysis")
    'An introduction to {Fourier} analysis'
    """
    words = title.split()
    later = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    telling = sum(word[0].isupper() for word in later) <= _PLAIN_WORDS * len(later)
    kept = (_word(word, first=not number, telling=telling) for number, word in enumerate(words))
    return " ".join(kept)


def _word(word: str, *, first: bool, telling: bool) -> str:
    letters = [char for char in word if char.isalpha()]
    single = len(letters) == 1 and letters[0].isupper() and len(word) > 1
    inner = single or any(char.isupper() for char in letters[1:])
    meant = inner or (telling and not first and bool(letters) and letters[0].isupper())
    return _braced(latex(word)) if meant else latex(word)
