"""Texts with another number of arXiv, another DOI or another video than their address. Pure."""

import re
from urllib.parse import unquote

from crawler.judge.suspects.seen import Seen

_ARXIV = re.compile(r"(?<![\d.])(\d\d(?:0[1-9]|1[0-2])\.\d{4,5})(?![\d.]*\d)|\b([a-z-]{2,}(?:\.[A-Z]{2})?/\d{7})(?!\d)")
"""As of 2007-04, and as before (arXiv, "Understanding the arXiv identifier"); without its version."""
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>?#&]*[^\s\"<>?#&.,;:)\]}/])")
_VIDEO = re.compile(r"(?:[?&]v=|youtu\.be/|/embed/|/shorts/)([\w-]{11})(?![\w-])")

_KINDS = (
    ("arXiv", _ARXIV, re.compile(r"(?:.+\.)?(?:arxiv|ar5iv|alphaxiv)\.org")),
    ("DOI", _DOI, re.compile(r".+")),
    ("the video", _VIDEO, re.compile(r"(?:m\.|music\.)?youtube\.com|youtu\.be")),
)
"""What it is called, how it is written, and the hosts on which it stands in an address."""


def other_identifier(seen: Seen, text: str) -> tuple[str, str] | None:
    """What the text says and where the address leads, if each names one work and they differ.

    >>> other_identifier(Seen(link=None, host="arxiv.org", path="/abs/1706.03762v5"), "arXiv:1706.03672")
    ('arXiv 1706.03672', '1706.03762')
    >>> other_identifier(Seen(link=None, host="arxiv.org", path="/abs/1706.03762v5"), "arXiv:1706.03762")
    >>> other_identifier(Seen(link=None, host="doi.org", path="/10.1000/182"), "arXiv:1706.03762")
    """
    address = unquote(f"{seen.host}{seen.path}{seen.search}")
    for noun, pattern, hosts in _KINDS:
        told = _found(pattern, text)
        leads = _found(pattern, address) if told and hosts.fullmatch(seen.host) else []
        if leads and not any(_is_one(one, other) for one in told for other in leads):
            return f"{noun} {told[0]}", leads[0]
    return None


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [next(filter(None, match.groups())) for match in pattern.finditer(text)]


def _is_one(told: str, leads: str) -> bool:
    """DOIs have no case (ISO 26324), and in an address `/pdf` or `.full` may follow."""
    one, other = told.casefold(), leads.casefold()
    return one.startswith(other) or other.startswith(one)
