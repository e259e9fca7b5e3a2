"""What a chain of redirects says about where a page lives now. Pure."""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import takewhile
from urllib.parse import unquote

from crawler.model import Observation, Redirect
from crawler.urls import alias_key, host_of, parse, path_segments

_PERMANENT = frozenset({301, 308})

_SIGN_IN = frozenset(
    {"login", "log-in", "log_in", "signin", "sign-in", "sign_in", "signup", "sign-up", "sso", "oauth", "oauth2"}
    | {"authorize", "authenticate", "consent", "wp-login"}
)
_SIGN_IN_HOSTS = frozenset({"login", "signin", "accounts", "auth", "sso", "consent", "idp"})
"""First labels of hosts that do nothing else."""
_NOT_FOUND_PAGES = frozenset(
    {"404", "410", "not-found", "not_found", "notfound", "page-not-found", "page_not_found", "pagenotfound"}
    | {"error404", "404error", "404-error", "error-404", "error_404"}
)
_ERROR_PAGES = frozenset({"error", "errors", "error-page", "errorpage"})
"""Where walls stand as well, such as `/errors/validateCaptcha`."""
_GATES = frozenset(
    {"age-check", "age-gate", "age-verification", "age_verification", "agegate", "ageverification", "captcha"}
    | {"challenge", "cookie-consent", "cookie-notice", "cookie-wall", "cookieconsent", "cookiewall", "gdpr"}
    | {"geoblock", "maintenance", "privacy-gate", "unsupported-browser", "validatecaptcha", "verification", "verify"}
)
"""Last segments of addresses to which a site sends whoever comes, for a while or until a question is answered."""
_LISTINGS = frozenset(
    {
        "all",
        "archive",
        "archives",
        "articles",
        "blog",
        "browse",
        "catalog",
        "categories",
        "category",
        "explore",
        "latest",
    }
    | {"list", "listing", "new", "news", "popular", "posts", "products", "results", "search", "sitemap", "tag", "tags"}
    | {"top", "topics", "trending"}
)
_VIEWS = frozenset(
    {"about", "amp", "default", "details", "dist", "download", "edit", "en", "files", "full", "home", "html", "index"}
    | {"intro", "introduction", "latest", "main", "master", "overview", "page", "print", "readme", "show", "stable"}
    | {"start", "trunk", "view", "welcome"}
)
"""Last segments of addresses at which stands what stands above them too: leaving them out is no loss."""
_FRONT_NAMES = frozenset({"default", "home", "homepage", "index", "main", "start", "welcome"})
_MOST_FRONT_NAMES = 2
_PAGE_BY_NUMBER = re.compile(r"[?&](?:p|page_id|id|post|article|story|aid|nid|cat|tid)=", re.IGNORECASE)
"""Where the query says which page: blogs have their articles at `/?p=12`."""
_FRONT_LANGUAGE = re.compile(r"(?:en|de|fr|es|pt|it|nl|pl|ru|zh|ja|ko)(?:[-_][a-z]{2,4})?")


class Landing(StrEnum):
    """Pages on which links of every kind end up."""

    FRONT = "the front page"
    SIGN_IN = "a sign-in page"
    MISSING = "an error page"
    """One for what is not found."""
    FAULT = "a page for errors"
    """One for errors of any kind, walls among them."""
    GATE = "a page that stands before all others"
    """A question of age or of cookies, a captcha, a notice: what was asked for may be behind it."""
    LISTING = "a listing"


def moved_to(redirects: Sequence[Redirect]) -> str | None:
    """Where a page has moved for good: the last hop that permanent redirects alone lead to.

    >>> first = Redirect(status=301, url="https://b.example/")
    >>> moved_to([first, Redirect(status=302, url="https://b.example/login")])
    'https://b.example/'
    >>> moved_to([Redirect(status=302, url="https://b.example/"), first])
    """
    permanent = _permanent(redirects)
    return permanent[-1].url if permanent else None


def leads_on(redirects: Sequence[Redirect]) -> bool:
    """Whether the chain goes on after its permanent hops: then the answer at its end is another page's.

    >>> leads_on([Redirect(status=308, url="https://b.example/")])
    False
    >>> leads_on([Redirect(status=308, url="https://b.example/"), Redirect(status=302, url="https://c.example/")])
    True
    """
    return len(_permanent(redirects)) < len(redirects)


def _permanent(redirects: Sequence[Redirect]) -> list[Redirect]:
    return list(takewhile(lambda hop: hop.status in _PERMANENT, redirects))


def end_of(observation: Observation) -> str:
    """The address that gave the answer."""
    if observation.final_url:
        return observation.final_url
    return observation.redirects[-1].url if observation.redirects else observation.target


def landing(old: str, end: str) -> Landing | None:
    """What kind of page `end` is, if links of every kind end up there, and `old` was none such; else None.

    >>> landing("https://a.example/paper", "https://a.example/")
    <Landing.FRONT: 'the front page'>
    >>> landing("https://a.example/index.html", "https://www.a.example/")
    >>> landing("https://a.example/paper", "https://accounts.b.example/ServiceLogin").value
    'a sign-in page'
    >>> landing("https://a.example/paper", "https://a.example/404.html").value
    'an error page'
    >>> landing("https://a.example/paper", "https://a.example/welcome-first?to=%2Fpaper").name
    'GATE'
    >>> landing("https://a.example/blog/paper", "https://a.example/blog/").value
    'a listing'
    """
    if is_front(end) and not is_front(old) and not _ends_alike(old, end):
        return Landing.FRONT
    if _is_sign_in(end) and not _is_sign_in(old):
        return Landing.SIGN_IN
    names, others = _names(end), _names(old)
    if names & _NOT_FOUND_PAGES and not others & _NOT_FOUND_PAGES:
        return Landing.MISSING
    if names & _ERROR_PAGES and not others & _ERROR_PAGES:
        return Landing.FAULT
    if _is_gate(old, end):
        return Landing.GATE
    return Landing.LISTING if not is_front(old) and _is_listing(old, end) else None


def _ends_alike(old: str, end: str) -> bool:
    """Whether a front page bears the very name that the old address ends with: `/course/home` moved to `/home`.

    >>> _ends_alike("https://a.example/course/home", "https://b.example/home")
    True
    >>> _ends_alike("https://a.example/course", "https://b.example/")
    False
    """
    return [*path_segments(end)][-1:] == [*path_segments(old)][-1:] != []


def is_front(url: str) -> bool:
    """Whether an address is a site's front page, whatever its file or its language is called.

    >>> is_front("https://a.example/?ref=list"), is_front("https://a.example/en/index.html")
    (True, True)
    >>> is_front("https://a.example/?p=12"), is_front("https://a.example/english")
    (False, False)
    """
    parsed = parse(url)
    if parsed is None:
        return False
    names = [_name(segment) for segment in path_segments(url)]
    plain = all(name in _FRONT_NAMES or _FRONT_LANGUAGE.fullmatch(name) for name in names)
    return plain and len(names) <= _MOST_FRONT_NAMES and not _PAGE_BY_NUMBER.search(str(parsed.search))


def same_site(old: str, end: str) -> bool:
    """Whether `end` is of the site that `old` was of, as far as names tell: on its host, or on one above it.

    A project that moved from a site's folder to a subdomain has a site of its own.

    >>> same_site("https://www.a.example/x", "http://a.example/"), same_site("https://me.a.example/x", "https://a.example/")
    (True, True)
    >>> same_site("https://a.example/me", "https://me.a.example/"), same_site("https://b.example/", "https://a.example/")
    (False, False)
    """
    here, there = (host_of(url).removeprefix("www.") for url in (old, end))
    return bool(there) and (here == there or here.endswith(f".{there}"))


def _is_listing(old: str, end: str) -> bool:
    """Whether `end` names a listing that `old` did not, or is what stood above `old`."""
    before, now = ([_name(segment) for segment in path_segments(url)] for url in (old, end))
    if not now:
        return False
    if now[-1] in _LISTINGS and now[-1] not in before[-1:]:
        return True
    above = same_site(old, end) and before[: len(now)] == now
    return above and bool([name for name in before[len(now) :] if name not in _VIEWS])


def _name(segment: str) -> str:
    """A segment of a path in small letters, without an extension.

    >>> _name("Index.HTML"), _name("v1.2"), _name(".well-known")
    ('index', 'v1', '.well-known')
    """
    return segment.casefold().rpartition(".")[0] or segment.casefold()


def _names(url: str) -> frozenset[str]:
    """Segments of the path in small letters, without an extension."""
    return frozenset(map(_name, path_segments(url)))


def _is_sign_in(url: str) -> bool:
    parsed = parse(url)
    label = str(parsed.hostname).partition(".")[0] if parsed else ""
    return label in _SIGN_IN_HOSTS or bool(_names(url) & _SIGN_IN)


def _is_gate(old: str, end: str) -> bool:
    """Whether `end` is called like a gate, or knows where to send us on to: its query holds the path of `old`.

    Searches hold it as well, and so do the error pages of ASP.NET (`customErrors`).

    >>> _is_gate("https://a.example/paper", "https://a.example/age-check")
    True
    >>> _is_gate("https://a.example/paper", "https://a.example/new/paper?from=/paper")
    False
    >>> _is_gate("https://a.example/paper", "https://a.example/oops?aspxerrorpath=/paper")
    False
    """
    here, there = parse(old), parse(end)
    before, now = ([_name(segment) for segment in path_segments(url)] for url in (old, end))
    if here is None or there is None or not before or before[-1:] == now[-1:] or set(now[-1:]) & _LISTINGS:
        return False
    asked, query = str(here.pathname).rstrip("/"), unquote(str(there.search))
    sent_on = same_site(old, end) and asked in query and "aspxerrorpath=" not in query
    return sent_on or bool(set(now[-1:]) & _GATES)


def only_slash(old: str, new: str) -> bool:
    """Whether the two differ by closing slashes of the path or a fragment at most.

    >>> only_slash("https://a.example/docs", "https://a.example/docs/#top")
    True
    >>> only_slash("https://a.example/docs", "https://www.a.example/docs/")
    False
    >>> only_slash("https://a.example/docs", "http://[")
    False
    """
    return _without_slash(old) == _without_slash(new)


def _without_slash(url: str) -> tuple[str, ...]:
    parsed = parse(url)
    if parsed is None:
        return (url,)
    return (str(parsed.protocol), str(parsed.host), str(parsed.pathname).rstrip("/"), str(parsed.search))


def lands_on(observation: Observation) -> Landing | None:
    """The kind of catch-all page on which the look ended, if it did; it is the words for it, too."""
    if not observation.redirects and end_of(observation) == observation.target:
        return None  # most links: nothing to take apart
    target, end = observation.target, end_of(observation)
    stops = (moved_to(observation.redirects) or target, end)
    found = next((words for stop in stops if (words := landing(target, stop))), None)
    return Landing.FRONT if found in (None, Landing.LISTING) and went_by_front(observation) else found


def went_by_front(observation: Observation) -> bool:
    """Whether the way led over the site's own front page, and from there not back to the page.

    A front page that has moved in its turn leads on, to `/en/` or elsewhere; and some sites set a cookie there.
    """
    target, end = observation.target, end_of(observation)
    name = [*path_segments(target)][-1:]
    back = alias_key(end) == alias_key(target) or (bool(name) and name[0] in path_segments(end))
    hops = (hop.url for hop in observation.redirects)
    return not back and any(landing(target, hop) is Landing.FRONT and same_site(target, hop) for hop in hops)


def new_home(observation: Observation) -> str | None:
    """Where a target that answers lives now, if that is another place and one of its own."""
    new = moved_to(observation.redirects)
    if new is None or only_slash(observation.target, new) or lands_on(observation):
        return None
    return new
