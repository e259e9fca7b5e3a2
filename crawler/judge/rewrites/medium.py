"""Medium, and what left it. Pure."""

from crawler.judge.rewrites.rule import GONE, Proof, Rule, by_pattern
from crawler.model import Safety

RULES = (
    Rule(
        name="tds-medium",
        because="Towards Data Science left Medium in February 2025 and some posts were lost on the way; "
        "Medium keeps them under the same number",
        source="nilbuild/developer-roadmap#8221",
        safety=Safety.REVIEW,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            r"https?://(?:www\.)?towardsdatascience\.com/([\w%.~-]+-[0-9a-f]{10,12})/?",
            r"https://medium.com/data-science/\1",
        ),
        hosts=frozenset({"towardsdatascience.com", "www.towardsdatascience.com"}),
        when=GONE,
        walled=True,
    ),
)
