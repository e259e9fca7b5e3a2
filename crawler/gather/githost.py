"""Addresses of GitHub, and of servers of its kind: what of which repository they lead to. Pure, and total."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from urllib.parse import unquote

from crawler import urls
from crawler.settings import Keys

GITHUB = "github.com"
_API = "https://api.github.com"
_RAW = "raw.githubusercontent.com"
_HOSTS = frozenset({GITHUB, f"www.{GITHUB}", _RAW})

_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})")
"""Letters, digits and hyphens, 39 at most; the underscore is in names that companies manage."""
_NAME = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,100}")
_REF = re.compile(r"(?!.*(?:@\{|\.\.))[^\x00-\x20~^:?*\[\\\x7f-][^\x00-\x20~^:?*\[\\\x7f]{0,199}")
"""What git lets a branch or a tag be called (git-check-ref-format): in an expression all else would mean something."""
_COMMIT = re.compile(r"[0-9a-f]{7,40}")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
"""GraphQL's Int has 32 bits."""
_PATH_CHARS = 1000

_WORDS = (
    "about account accounts advisories api apps auth blog business careers changelog codespaces collections "
    "contact copilot customer-stories customer-terms dashboard discussions docs edu enterprise enterprises "
    "events explore features feed gist gists github-copilot git-guides graphql guides help home images import "
    "inbox integrations invitations issues join jobs login logout marketplace mcp me mobile models new newsroom "
    "nonprofit notifications oauth open-source organizations orgs pages partners password_reset personal "
    "premium-support press pricing pulls readme register releases resources search security sessions settings "
    "shop showcases signin signup site sitemap solutions sponsors stars status stories support team "
    "team-insights terms topics tos trending universe users watching why-github wiki"
)
_RESERVED = frozenset(_WORDS.split())
"""First words of GitHub's own pages: `github.com/features/actions` is no repository. Not all of them, for that costs
little: what is missing here is asked for as an account, is none, and then its page is asked."""


class Part(Enum):
    """What of GitHub an address leads to."""

    PROFILE = auto()
    REPOSITORY = auto()
    FILE = auto()
    """A file or a folder, at a branch, a tag or a commit."""
    ISSUE = auto()
    """Or a pull request: they share their numbers."""
    DISCUSSION = auto()
    RELEASE = auto()
    COMMIT = auto()
    SECTION = auto()
    """A list that every repository has, such as that of its releases."""
    OTHER = auto()
    """Something that only its page knows."""


SECTIONS = {
    "branches": "Branches",
    "commits": "Commits",
    "discussions": "Discussions",
    "issues": "Issues",
    "pulls": "Pull requests",
    "releases": "Releases",
    "stargazers": "Stargazers",
    "tags": "Tags",
    "watchers": "Watchers",
}
"""Word in an address -> what GitHub calls the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What of whose repository an address leads to."""

    part: Part
    owner: str
    name: str = ""
    """Of the repository; empty for a profile."""
    ref: str = ""
    """Branch, tag or commit, where it has no slash: where it has, the rest of it is in `path`. Tag of a release."""
    path: str = ""
    """Within the repository, decoded."""
    number: int = 0
    section: str = ""
    rest: str = ""
    """What follows the repository's name in the address, byte for byte."""

    @property
    def full_name(self) -> str:
        """Owner and name, as GitHub writes them; of a profile the owner's."""
        return f"{self.owner}/{self.name}" if self.name else self.owner

    @property
    def is_folder_only(self) -> bool:
        """Whether it is the address of folders, in which all that follows may be the name of a branch."""
        return self.rest.startswith("/tree/")


def web_host(keys: Keys) -> str:
    """Whose addresses the interface answers for: github.com, or a server of one's own.

    docs.github.com/enterprise-server (`/api/v3`) and docs.github.com/enterprise-cloud (`api.SUBDOMAIN.ghe.com`).

    >>> web_host(Keys()), web_host(Keys(github_api_url="https://git.a.example/api/v3"))
    ('github.com', 'git.a.example')
    >>> web_host(Keys(github_api_url="https://api.octo.ghe.com"))
    'octo.ghe.com'
    """
    host = urls.host_of(keys.github_api_url)
    if _base(keys).endswith("/api/v3"):
        return host
    return host.removeprefix("api.") if host.endswith(".ghe.com") else GITHUB


def rest_url(keys: Keys) -> str:
    """Where the REST interface begins.

    >>> rest_url(Keys()), rest_url(Keys(github_api_url="https://git.a.example/api/v3/"))
    ('https://api.github.com', 'https://git.a.example/api/v3')
    """
    return _base(keys)


def graphql_url(keys: Keys) -> str:
    """Where GraphQL is asked.

    >>> graphql_url(Keys()), graphql_url(Keys(github_api_url="https://git.a.example/api/v3"))
    ('https://api.github.com/graphql', 'https://git.a.example/api/graphql')
    """
    return f"{_base(keys).removesuffix('/v3')}/graphql"


def _base(keys: Keys) -> str:
    return (keys.github_api_url or _API).rstrip("/")


def is_asked_there(url: str, keys: Keys) -> bool:
    """Whether an address is one that the interface can be asked about.

    >>> is_asked_there("https://github.com/a/b", Keys()), is_asked_there("https://github.com/features", Keys())
    (True, False)
    """
    host, ours = urls.host_of(url), web_host(keys)
    return (host in _HOSTS if ours == GITHUB else host == ours) and address_of(url) is not None


def address_of(url: str) -> Address | None:
    """What an address leads to; None where that is nothing of a repository or an account.

    >>> address_of("https://github.com/a/b/blob/main/c%20d.md?plain=1")
    Address(part=<Part.FILE: 3>, owner='a', name='b', ref='main', path='c d.md', number=0, section='', \
rest='/blob/main/c%20d.md?plain=1')
    >>> address_of("https://github.com/topics/deep-learning"), address_of("https://github.com/")
    (None, None)
    """
    parsed = urls.parse(url)
    words = str(parsed.pathname).split("/")[1:] if parsed else []
    if parsed is None or not _OWNER.fullmatch(words[0]) or words[0].lower() in _RESERVED:
        return None
    if len(words) == 1 or words[1:] == [""]:
        return Address(part=Part.PROFILE, owner=words[0]) if parsed.hostname != _RAW else None
    name = words[1].removesuffix(".git")
    if not _NAME.fullmatch(name) or "" in words[2:-1]:
        return None
    rest = "".join(f"/{word}" for word in words[2:]) + str(parsed.search)
    repository = Address(part=Part.REPOSITORY, owner=words[0], name=name, rest=rest)
    tail = words[2:-1] if words[-1] == "" else words[2:]
    if parsed.hostname == _RAW:
        return _file(repository, tail)
    return _within(repository, tail)


def _within(repository: Address, tail: Sequence[str]) -> Address:
    """What the words after a repository's name say."""
    found = replace(repository, part=Part.OTHER)
    match tail:
        case []:
            found = repository
        case ["blob" | "raw" | "blame" | "tree", *words] if len(words) > (tail[0] != "tree"):
            found = _file(repository, words)
        case ["issues", number] | ["pull", number, *_] if _NUMBER.fullmatch(number):
            found = replace(repository, part=Part.ISSUE, number=int(number))
        case ["discussions", number] if _NUMBER.fullmatch(number):
            found = replace(repository, part=Part.DISCUSSION, number=int(number))
        case ["releases", "tag", *words] if words:
            found = _file(repository, ["/".join(words)], Part.RELEASE)
        case ["commit", commit] if _COMMIT.fullmatch(commit):
            found = replace(repository, part=Part.COMMIT, ref=commit)
        case [section] if section in SECTIONS:
            found = replace(repository, part=Part.SECTION, section=section)
    return found


def _file(repository: Address, words: Sequence[str], part: Part = Part.FILE) -> Address:
    """What stands at a branch, a tag or a commit; something else where git knows no such name."""
    split = 3 if words[:1] == ["refs"] else 1
    ref, path = (_decoded("/".join(some)) for some in (words[:split], words[split:]))
    if path is None or ref is None or not _REF.fullmatch(ref):
        return replace(repository, part=Part.OTHER)
    return replace(repository, part=part, ref=ref, path=path)


def _decoded(text: str) -> str | None:
    """A path as git writes it; None where it is no text, or too long for one."""
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None
    return decoded if decoded.isprintable() and len(decoded) <= _PATH_CHARS else None


def moved_to(url: str, address: Address, full_name: str) -> str | None:
    """Where a repository's address is now, path and query kept; None where it is that very one.

    >>> old = "http://github.com/a/old/wiki?x"
    >>> moved_to(old, address_of(old), "b/new"), moved_to(old, address_of(old), "A/Old")
    ('https://github.com/b/new/wiki?x', 'https://github.com/a/old/wiki?x')
    >>> moved_to("https://github.com/a/b", address_of("https://github.com/a/b"), "A/B")
    """
    scheme, _, place = url.partition("://")
    host, _, path = place.partition("/")
    host = host.removeprefix("www.")
    if host in _HOSTS:
        scheme = "https"
    if full_name.casefold() != address.full_name.casefold():
        path = f"{full_name}{address.rest}"
    now = f"{scheme}://{host}/{path}"
    return now if now != url else None


def is_full_name(text: str | None) -> bool:
    """Whether a text could be the full name of a repository, and so stand in an address.

    >>> is_full_name("a/b.c"), is_full_name("a/b/c"), is_full_name("a/.."), is_full_name(None)
    (True, False, False, False)
    """
    owner, slash, name = (text or "").partition("/")
    return bool(slash and _OWNER.fullmatch(owner) and _NAME.fullmatch(name))
