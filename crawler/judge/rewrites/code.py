"""GitHub: repositories that were renamed, branches that were, and the posts of GitHub Pages. Pure."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from crawler.judge.rewrites.rule import GONE, Proof, Rule, by_pattern
from crawler.model import Safety

_REPOSITORY = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?((?:/[^?]*)?(?:\?.*)?)")
_AT_BRANCH = re.compile(r"(https?://(?:www\.)?github\.com/[\w.-]+/[\w.-]+/(?:blob|tree)/)([\w.-]+)(/.+)")
_BRANCHES = frozenset({"dev", "develop", "main", "master", "trunk"})
"""What default branches are called: a tag or a commit says which version was meant, and has no other name."""
_GITHUB = frozenset({"github.com", "www.github.com"})

_POSTS = {
    "https://amaarora.github.io/2021/07/26/annotateddetr.html": (
        "https://amaarora.github.io/posts/2021-07-26-annotateddetr.html"
    ),
}
"""Posts that were found again in the repository of their site, once and under the same name."""


def renamed(url: str, led_to: Sequence[str]) -> list[str]:
    """The same path in the repository to whose new name GitHub redirects.

    >>> renamed("https://github.com/a/old/wiki", ["https://github.com/b/new/wiki"])
    ['https://github.com/b/new/wiki']
    >>> renamed("https://github.com/a/old/wiki", ["https://github.com/b/new"])
    []
    """
    old = _REPOSITORY.fullmatch(url)
    if old is None:
        return []
    found = (_REPOSITORY.fullmatch(address) for address in led_to)
    return [
        f"https://github.com/{new[1]}{new[2]}"
        for new in found
        if new and new[2] == old[2] and new[1].casefold() != old[1].casefold()
    ][-1:]


def posts(url: str, _: Sequence[str]) -> list[str]:
    """Where a post of a site on GitHub Pages is now, as its repository shows.

    >>> posts("https://amaarora.github.io/2021/07/26/annotateddetr.html", ())
    ['https://amaarora.github.io/posts/2021-07-26-annotateddetr.html']
    >>> posts("https://amaarora.github.io/2021/07/26/unheard-of.html", ())
    []
    """
    new = _POSTS.get(url)
    return [new] if new else []


def default_branch(url: str, state: Mapping[str, str]) -> list[str] | None:
    """The same file on the branch that the repository has now, where its host says which one that is.

    >>> default_branch("https://github.com/a/b/blob/master/c", {"default_branch": "trunk"})
    ['https://github.com/a/b/blob/trunk/c']
    >>> default_branch("https://github.com/a/b/blob/master/c", {"default_branch": "master"})
    []
    >>> default_branch("https://github.com/a/b/blob/master/c", {})
    """
    old, branch = _AT_BRANCH.fullmatch(url), state.get("default_branch")
    if not branch:
        return None
    if old is None or old[2] == branch or old[2] not in _BRANCHES:
        return []
    return [f"{old[1]}{quote(branch)}{old[3]}"]


RULES = (
    Rule(
        name="github-rename",
        because="GitHub knows the repository under a new name",
        source="docs.github.com/repositories/creating-and-managing-repositories/renaming-a-repository",
        safety=Safety.SAFE,
        # A name may have been given to another repository: its description must agree.
        proof=Proof.TITLE,
        rewrite=renamed,
        hosts=_GITHUB,
    ),
    Rule(
        name="github-branch",
        because="the default branch has another name now, and the file is there",
        source="docs.github.com/rest/branches/branches#rename-a-branch",
        safety=Safety.SAFE,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            r"https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+/(?:blob|tree))/master/(.+)",
            r"https://github.com/\1/main/\2",
        ),
        by_state=default_branch,
        hosts=_GITHUB,
        when=GONE,
    ),
    Rule(
        name="github-pages-found",
        because="the post was found once in the repository of the site, under the same name",
        source="github.com/amaarora/amaarora.github.io",
        safety=Safety.SAFE,
        proof=Proof.EXACT,
        rewrite=posts,
        hosts=frozenset({"amaarora.github.io"}),
    ),
    Rule(
        name="github-pages-posts",
        because="sites that went from Jekyll to Quarto or Hugo have their posts below /posts/, day and name kept",
        source="amaarora.github.io and lilianweng.github.io, which both did",
        safety=Safety.REVIEW,
        proof=Proof.TITLE,
        rewrite=by_pattern(
            r"https?://([\w-]+)\.github\.io/(\d{4})/(\d\d)/(\d\d)/([\w-]+)(?:\.html|/)?",
            r"https://\1.github.io/posts/\2-\3-\4-\5.html",
            r"https://\1.github.io/posts/\2-\3-\4-\5/",
        ),
        when=GONE,
    ),
)
