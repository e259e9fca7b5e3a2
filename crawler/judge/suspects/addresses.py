"""Addresses of the web taken apart: which of them are one place, and which repository they lead into. Pure."""

import re

from crawler.urls import parse

_WEB = re.compile(r"[\x00-\x20]*(?:https?:|//)", re.IGNORECASE)
_PADDING = "".join(map(chr, range(0x21)))
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref_src|feature|si|ab_channel")
"""Query keys that say where a reader came from, and not where to."""
_YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com"})
_NO_OWNERS = frozenset(
    {"about", "apps", "collections", "customer-stories", "enterprise", "features", "marketplace", "orgs", "search"}
    | {"settings", "site", "sponsors", "stars", "topics", "users"}
)
"""First segments on GitHub that are pages of its own (Mottie/github-reserved-names)."""


def taken_apart(url: str) -> tuple[str, str, str, str] | None:
    """Host without `www.` and with its port, path, query and fragment; None for what is no web address.

    >>> taken_apart("//WWW.a.example:8080/b?c#d")
    ('a.example:8080', '/b', '?c', '#d')
    >>> taken_apart("docs/a.md"), taken_apart("https://[")
    (None, None)
    """
    if not _WEB.match(url):
        return None
    stripped = url.lstrip(_PADDING)
    parsed = parse(f"https:{stripped}" if stripped.startswith("//") else stripped)
    if parsed is None:
        return None
    return str(parsed.host).removeprefix("www."), str(parsed.pathname), str(parsed.search), str(parsed.hash)


def key_of(url: str) -> str:
    """What all spellings of one place share; empty for what is no web address.

    >>> key_of("http://www.a.example/b/?utm_source=x&c=1#"), key_of("https://a.example/b?c=1")
    ('a.example/b?c=1', 'a.example/b?c=1')
    >>> key_of("https://a.example/b#one") == key_of("https://a.example/b#two")
    False
    """
    parts = taken_apart(url)
    return key(*parts) if parts else ""


def key(host: str, path: str, search: str, fragment: str) -> str:
    """As `key_of`, for an address that is taken apart already.

    >>> key("youtu.be", "/8rrHTtUzyZA", "", ""), key("m.youtube.com", "/watch", "?v=8rrHTtUzyZA&feature=x", "")
    ('youtube.com/watch?v=8rrHTtUzyZA', 'youtube.com/watch?v=8rrHTtUzyZA')
    >>> key("github.com", "/Psf/Requests.git", "", "#readme")
    'github.com/psf/requests'
    """
    path = path.rstrip("/")
    if host == "github.com":
        path, fragment = _on_github(path, fragment)
    elif host == "youtu.be" and path.count("/") == 1:
        host, path, search = "youtube.com", "/watch", f"?v={path[1:]}&{search[1:]}"
    elif host in _YOUTUBE:
        host = "youtube.com"
    return f"{host}{path}{_without_tracking(search)}{fragment}"


def _on_github(path: str, fragment: str) -> tuple[str, str]:
    """Owners and repositories have no case there; the front page of a repository shows its README."""
    parts = path.split("/")
    if len(parts) == 3:
        parts[2] = parts[2].removesuffix(".git")
        fragment = "" if fragment == "#readme" else fragment
    return "/".join([part.lower() for part in parts[:3]] + parts[3:]), fragment


def _without_tracking(search: str) -> str:
    kept = [part for part in search[1:].split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0])]
    return f"?{'&'.join(kept)}" if kept else ""


def segments(path: str) -> list[str]:
    """The parts of a path, as they are written.

    >>> segments("/a//b%20c/"), segments("/")
    (['a', 'b%20c'], [])
    """
    return [part for part in path.split("/") if part]


def repository(host: str, path: str) -> str:
    """Owner and name of the repository on GitHub that an address leads into; empty for all else.

    >>> repository("github.com", "/psf/requests.git"), repository("github.com", "/topics/python")
    ('psf/requests', '')
    """
    if host != "github.com":
        return ""
    parts = segments(path)
    if len(parts) < 2 or parts[0] in _NO_OWNERS:
        return ""
    return f"{parts[0]}/{parts[1].removesuffix('.git')}"


def repository_of(url: str) -> str:
    """The same for a text that is the address of a repository and of nothing in it, `https://` or not.

    >>> repository_of("github.com/psf/requests"), repository_of("https://github.com/psf/requests/issues")
    ('psf/requests', '')
    """
    parts = taken_apart(url if "//" in url else f"https://{url}")
    return repository(parts[0], parts[1]) if parts and len(segments(parts[1])) == 2 else ""
