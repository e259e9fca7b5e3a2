"""Addresses that stand where the right one was to be put in. Pure."""

import re

from crawler.judge.suspects.seen import Seen
from crawler.judge.suspects.words import brief, is_navigation, squeezed

_STAND_INS = frozenset(
    re.findall(
        r"\S+",
        """fixme inserthere insertlink insertlinkhere inserturl inserturlhere link linkgoeshere linkhere linktobeadded
    linkurl placeholder placeholderurl tba tbc tbd todo url urlgoeshere urlhere xxx xxxx yourlink yourlinkhere yoururl
    yoururlhere""",
    )
)
_EXAMPLES = re.compile(r"(?:.+\.)?(?:example\.(?:com|net|org|edu)|(?:example|invalid|test))")
"""RFC 2606 and RFC 6761: names that nobody can own; IANA keeps the four with a dot."""
_YOURS = re.compile(
    r"your[-_]?(?:user[-_]?name|name|account|handle|org|organi[sz]ation|repo|repository)", re.IGNORECASE
)
_ONE_FILE = frozenset({"blob", "raw"})
"""What GitHub and GitLab show of one file: without a path there is nothing to show."""
_NO_FOLDER = frozenset(
    {"arxiv", "article", "blog", "blogpost", "book", "lecture", "paper", "pdf", "post", "slides", "talk", "tutorial"}
    | {"video", "website", "youtube"}
)
"""Texts for what the top of a repository is not."""
_A_REPOSITORY = frozenset(
    {"code", "github", "githubrepo", "githubrepository", "here", "implementation", "repo", "repository", "source"}
    | {"sourcecode"}
)
"""Texts for what it may well be."""
_NAME_CHARS = 3
"""A repository that is called `r` is not named in every text with an r in it."""


def placeholder(seen: Seen) -> str | None:
    """What a person should know of a link that points at nothing in particular, or None.

    >>> from crawler.model import Link, LinkKind
    >>> link = Link(path="a.md", line=1, column=1, start=0, end=1, url="TODO", text="Paper", title="", section=(),
    ...             kind=LinkKind.INLINE)
    >>> placeholder(Seen(link=link))
    '"Paper" points at "TODO", which stands for an address that was to come: put it in'
    >>> placeholder(Seen(link=link, host="github.com", path="/o/r/blob/main"))
    '"Paper" points at the repository o/r (branch main, no file): a placeholder? Put in the address that is meant'
    >>> placeholder(Seen(link=link, host="github.com", path="/o/r/blob/main/paper.pdf"))
    """
    text = f'"{brief(seen.link.text)}"' if seen.link.text.strip() else "a link without text"
    if seen.host:
        return _of_host(seen, text) or _of_repository(seen, text)
    url = seen.link.url.strip()
    if url in ("", "#"):
        return None if _leads_up(seen) else f"{text} points nowhere: put in the address that is meant"
    told = squeezed(url)
    if told in _STAND_INS and "/" not in url and told != squeezed(seen.link.text):
        return f'{text} points at "{brief(url)}", which stands for an address that was to come: put it in'
    return None


def _leads_up(seen: Seen) -> bool:
    """`#` is the top of the page (HTML, 7.4.6.4), and where credits hang the emoji of what somebody did."""
    return seen.badge or (seen.link.url.strip() == "#" and is_navigation(seen.link.text))


def _of_host(seen: Seen, text: str) -> str | None:
    if _is_spelled_out(seen):
        return None
    if _EXAMPLES.fullmatch(seen.host):
        return (
            f"{text} points at {brief(seen.host)}, a name that is kept for examples: put in the address that is meant"
        )
    if squeezed(seen.host) in _STAND_INS and "." not in seen.host:
        return f"{text} points at {brief(seen.link.url)}, which stands for an address that was to come: put it in"
    if name := next((part for part in seen.segments if _YOURS.fullmatch(part)), None):
        return f"{text} points at {brief(seen.link.url)}: put the right name in the place of {name}"
    return None


def _is_spelled_out(seen: Seen) -> bool:
    """A page about addresses writes them out, and nobody is meant to click on them."""
    text = seen.link.text.casefold()
    return "://" in text or ("." in seen.host and seen.host in text)


def _of_repository(seen: Seen, text: str) -> str | None:
    """`/<owner>/<name>/blob/<branch>` on GitHub, `/<group>/<name>/-/blob/<branch>` on GitLab."""
    parts = [part for part in seen.segments if part != "-"]
    if len(parts) < 4 or not ((seen.repository and len(parts) == 4) or seen.segments[-3] == "-"):
        return None
    *name, kind, branch = parts
    said, its_name = squeezed(seen.link.text), squeezed(name[-1])
    is_meant = said in _A_REPOSITORY or (len(its_name) >= _NAME_CHARS and its_name in said)
    if kind in _ONE_FILE and not (seen.badge or is_meant):
        return _told_of_repository(text, name, branch)
    return _told_of_repository(text, name, branch) if kind == "tree" and said in _NO_FOLDER else None


def _told_of_repository(text: str, name: list[str], branch: str) -> str:
    where = f"{brief('/'.join(name))} (branch {brief(branch)}, no file)"
    return f"{text} points at the repository {where}: a placeholder? Put in the address that is meant"
