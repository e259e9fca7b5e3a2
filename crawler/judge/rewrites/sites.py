"""Single sites that moved, and what of the old address is kept in the new one. Pure."""

import re
from collections.abc import Sequence

from crawler.judge.rewrites.lillog import posts
from crawler.judge.rewrites.rule import NOT_ALIVE, Proof, Rule, by_pattern
from crawler.model import Health, Safety

_BLOGGER = re.compile(
    r"https?://(?:ai\.googleblog\.com|research\.googleblog\.com|blog\.research\.google)/\d{4}/\d\d/[^/?]+(?:\?.*)?"
)
_GOOGLE_POST = re.compile(r"(https://research\.google/blog/[^/?]+/?)(?:\?m=1)?")


def google_post(url: str, led_to: Sequence[str]) -> list[str]:
    """The post at research.google to which a post of one of Google's older blogs redirects: only that tells the name.

    >>> old = "https://ai.googleblog.com/2018/11/open-sourcing-bert-state-of-art-pre.html"
    >>> google_post(old, ["https://research.google/blog/open-sourcing-bert/?m=1"])
    ['https://research.google/blog/open-sourcing-bert/']
    >>> google_post(old, ["https://research.google/blog/"])
    []
    """
    if not _BLOGGER.fullmatch(url):
        return []
    found = (_GOOGLE_POST.fullmatch(address) for address in led_to)
    return list(dict.fromkeys(post[1] for post in found if post))


RULES = (
    Rule(
        name="lil-log",
        because="the author's own page at the old address sends its readers there",
        source="github.com/lilianweng/lilianweng.github.io",
        safety=Safety.SAFE,
        proof=Proof.EXACT,
        rewrite=posts,
        hosts=frozenset({"lilianweng.github.io"}),
    ),
    Rule(
        name="deepmind",
        because="DeepMind moved to deepmind.google in 2023, and kept the names of its posts",
        source="deepmind.google/blog/rss.xml",
        safety=Safety.SAFE,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            r"https?://(?:www\.)?deepmind\.com/(blog|learning-resources)/([\w-]+)/?", r"https://deepmind.google/\1/\2/"
        ),
        hosts=frozenset({"deepmind.com", "www.deepmind.com"}),
    ),
    Rule(
        name="meta-ai",
        because="ai.facebook.com became ai.meta.com, and kept the names of its posts",
        source="gwern/gwern.net",
        safety=Safety.SAFE,
        proof=Proof.TITLE,
        rewrite=by_pattern(r"https?://ai\.facebook\.com/blog/([\w-]+)/?", r"https://ai.meta.com/blog/\1/"),
        hosts=frozenset({"ai.facebook.com"}),
    ),
    Rule(
        name="stability-news",
        because="Stability AI renamed /blog/ to /news/, and kept the names of its posts",
        source="public lists that link news/stable-diffusion-v2-release",
        safety=Safety.SAFE,
        proof=Proof.TITLE,
        rewrite=by_pattern(r"https?://(?:www\.)?stability\.ai/blog/([\w-]+)/?", r"https://stability.ai/news/\1"),
        hosts=frozenset({"stability.ai", "www.stability.ai"}),
    ),
    Rule(
        name="google-research",
        because="Google's research blog moved to research.google, where names are longer",
        source="its own redirect",
        safety=Safety.SAFE,
        proof=Proof.TITLE,
        rewrite=google_post,
        hosts=frozenset({"ai.googleblog.com", "research.googleblog.com", "blog.research.google"}),
    ),
    Rule(
        name="openai-index",
        because="OpenAI's posts moved from /blog/ to /index/, and kept their names",
        source="public lists that link openai.com/index/dall-e/",
        safety=Safety.REVIEW,
        proof=Proof.TITLE,
        rewrite=by_pattern(r"https?://(?:www\.)?openai\.com/blog/([\w.-]+)(/?)", r"https://openai.com/index/\1\2"),
        hosts=frozenset({"openai.com", "www.openai.com"}),
        walled=True,
    ),
    Rule(
        name="annotated-transformer",
        because="the authors rewrote the post in 2022: it is another text under the same title",
        source="harvardnlp/annotated-transformer README",
        safety=Safety.REVIEW,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            r"https?://nlp\.seas\.harvard\.edu/2018/04/03/attention(?:\.html)?",
            "https://nlp.seas.harvard.edu/annotated-transformer/",
        ),
        hosts=frozenset({"nlp.seas.harvard.edu"}),
        # That it is failing, or shut to crawlers, is no reason to send readers to another text.
        when=NOT_ALIVE - {Health.FAILING, Health.BLOCKED},
    ),
    Rule(
        name="stat110",
        because="the site of the course moved to stat110.hsites.harvard.edu",
        source="public lists that link stat110.hsites.harvard.edu",
        safety=Safety.REVIEW,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            r"https?://projects\.iq\.harvard\.edu/stat110(/[\w/-]+)", r"https://stat110.hsites.harvard.edu\1"
        ),
        hosts=frozenset({"projects.iq.harvard.edu"}),
    ),
)
