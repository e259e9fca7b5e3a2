"""What the text of a link says: the words of it that could name something. Pure."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    _WORD.findall("""a an and are as at but by for from in into is it its my of on or our that the their this to
    via with your de der die das den des du el en et la las le les los un una und une y""")
)
"""Words that name nothing in the languages that lists are most often written in."""
_KINDS = frozenset(
    _WORD.findall("""abs abstract annotated announcement api app arxiv article articles blog blogs blogpost book
    chapter code colab course courses dataset demo demos details discussion docs documentation download ebook
    epub example examples explained explanation explanations file forum git github gitlab guide handout home
    homepage html implementation info instructions interview introduction issue iso journal kindle lecture
    lectures lesson lessons list live manual mirror mobi model models news notebook notes online overview
    package page paper papers pdf playlist playlists podcast poster post posts practice preprint presentation
    press project projects publication questions readme reference release repo repos repository resource
    resources review screencast series site slide slides solutions source spec specification stack overflow
    study summary survey talk talks text thesis thread tool transcript translation tutorial tutorials version
    video videos visualization web webpage website wiki wikipedia write writeup youtube zip""")
)
"""What an address can be, beside what it is about."""
_WAYS = frozenset(
    _WORD.findall("""additional all alternative another available best browse check click english extended full
    free get go good great here i ii iii iv installation learn license link links long mit more new next
    official old original other part previous print read recommended related see short site start the try up use
    view watch what why""")
)
_NAVIGATION = re.compile(r"\b(?:back|top|up|contents|toc|menu|index|return|home)\b", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def meaning(text: str) -> frozenset[str]:
    """The words that could name what is linked; empty where the text fits any page.

    >>> sorted(meaning("The BERT paper")), sorted(meaning("blog_2")), sorted(meaning("https://a.example/bert"))
    (['bert'], [], [])
    """
    if "://" in text:
        return frozenset()  # the address itself
    words = _WORD.findall(text.casefold())
    return frozenset(word for word in words if not word.isdecimal()) - _EMPTY - _KINDS - _WAYS


def squeezed(text: str) -> str:
    """Letters and digits alone, without case: `fast.ai` and `FastAI` are one name.

    >>> squeezed("Fast.AI / docs")
    'fastaidocs'
    """
    return "".join(_WORD.findall(text.casefold()))


def is_navigation(text: str) -> bool:
    """Whether a link leads about a page, and not to anything: an arrow, `back to top`.

    >>> is_navigation("\u2b06"), is_navigation("Back to Top"), is_navigation("BERT")
    (True, True, False)
    """
    return not squeezed(text) or _NAVIGATION.search(text) is not None


def bare(text: str) -> str:
    """A text without what is put around it.

    >>> bare("[`https://a.example`]"), bare("(BERT)")
    ('https://a.example', 'BERT')
    """
    return text.strip("<>()[]{}\"'`*_ \t\n")


def brief(text: str, limit: int = 60) -> str:
    """Text as a message quotes it.

    >>> brief(" The  BERT paper "), brief("x" * 9, limit=5)
    ('The BERT paper', 'xxxx\u2026')
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}\u2026"
