"""Papers: what points at arXiv from elsewhere, and arXiv's own addresses. Pure.

A version that somebody wrote (`v2`) is part of what was linked, and stays.
"""

import re
from collections.abc import Sequence

from crawler.judge.rewrites.rule import ARXIV_ID, GONE, Proof, Rule, by_pattern
from crawler.model import Health, Safety

_PWC = frozenset({"paperswithcode.com", "www.paperswithcode.com"})
_PWC_PAPER = re.compile(r"https?://(?:www\.)?paperswithcode\.com/paper/[^/?]+/?")
_NUMBERED = re.compile(r"https?://(?:huggingface\.co/papers|arxiv\.org/abs)/(\d{4}\.\d{4,5})/?")


def numbered(url: str, led_to: Sequence[str]) -> list[str]:
    """The abstract on arXiv of a paper of Papers with Code, by the number to which its own redirect leads.

    >>> numbered("https://paperswithcode.com/paper/mask-r-cnn", ["https://huggingface.co/papers/1703.06870"])
    ['https://arxiv.org/abs/1703.06870']
    >>> numbered("https://paperswithcode.com/method/r-cnn", ["https://huggingface.co/papers/1311.2524"])
    []
    """
    if not _PWC_PAPER.fullmatch(url):
        return []
    numbers = (_NUMBERED.fullmatch(address) for address in led_to)
    return [f"https://arxiv.org/abs/{found[1]}" for found in numbers if found]


RULES = (
    Rule(
        name="labml-arxiv",
        because="papers.labml.ai named papers by their number on arXiv, and its makers went over to arXiv in 2023",
        source="labmlai/annotated_deep_learning_paper_implementations 9a42ac26",
        safety=Safety.SAFE,
        proof=Proof.EXACT,
        rewrite=by_pattern(rf"https?://papers\.labml\.ai/paper/({ARXIV_ID})/?", r"https://arxiv.org/abs/\1"),
        hosts=frozenset({"papers.labml.ai"}),
    ),
    Rule(
        name="pwc-arxiv",
        because="Papers with Code is shut, and redirects from a paper to its number on arXiv",
        source="paperswithcode/paperswithcode-data#45",
        safety=Safety.SAFE,
        proof=Proof.TITLE,
        rewrite=numbered,
        hosts=_PWC,
    ),
    Rule(
        name="pwc-methods",
        because="Papers with Code is shut; its successor has a method of that name, where perhaps a paper was meant",
        source="huggingface/pwc-cli",
        safety=Safety.REVIEW,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            r"https?://(?:www\.)?paperswithcode\.com/method/([\w-]+)/?", r"https://paperswithcode.co/methods/\1"
        ),
        hosts=_PWC,
    ),
    Rule(
        name="arxiv-abs",
        because="arXiv asks for links to the abstract, and the file could not be had",
        source="info.arxiv.org/help/api/tou.html",
        safety=Safety.REVIEW,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            rf"https?://(?:www\.|export\.)?arxiv\.org/pdf/({ARXIV_ID})(?:\.pdf)?/?", r"https://arxiv.org/abs/\1"
        ),
        hosts=frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"}),
        # Whoever links a file that is there wanted the file: that is taste, and theirs.
        when=GONE | {Health.FAILING, Health.BLOCKED},
    ),
)
