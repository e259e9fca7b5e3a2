"""What a chain of redirects says about where a page lives now. Pure."""

from collections.abc import Sequence
from itertools import takewhile

from crawler.model import Observation, Redirect
from crawler.urls import is_root, parse, path_segments

_PERMANENT = frozenset({301, 308})

_SIGN_IN = frozenset(
    {"login", "log-in", "log_in", "signin", "sign-in", "sign_in", "signup", "sign-up", "sso", "oauth", "oauth2"}
    | {"authorize", "authenticate", "consent", "wp-login"}
)
_SIGN_IN_HOSTS = frozenset({"login", "signin", "accounts", "auth", "sso", "consent", "idp"})
"""First labels of hosts that do nothing else."""
_ERROR_PAGES = frozenset(
    {"404", "410", "not-found", "not_found", "notfound", "page-not-found", "pagenotfound", "error", "errors"}
    | {"error404", "404error", "404-error", "error-404"}
)


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


def landing(old: str, end: str) -> str | None:
    """Words for a page on which links of every kind end up, if `end` is one and `old` was none; else None.

    >>> landing("https://a.example/paper", "https://a.example/")
    'the front page'
    >>> landing("https://a.example/", "https://www.a.example/")
    >>> landing("https://a.example/paper", "https://accounts.b.example/ServiceLogin")
    'a sign-in page'
    >>> landing("https://a.example/paper", "https://a.example/404.html")
    'an error page'
    """
    if is_root(end) and not is_root(old):
        return "the front page"
    if _is_sign_in(end) and not _is_sign_in(old):
        return "a sign-in page"
    if _names(end) & _ERROR_PAGES and not _names(old) & _ERROR_PAGES:
        return "an error page"
    return None


def _names(url: str) -> frozenset[str]:
    """Segments of the path in small letters, without an extension."""
    return frozenset(segment.casefold().rpartition(".")[0] or segment.casefold() for segment in path_segments(url))


def _is_sign_in(url: str) -> bool:
    parsed = parse(url)
    label = str(parsed.hostname).partition(".")[0] if parsed else ""
    return label in _SIGN_IN_HOSTS or bool(_names(url) & _SIGN_IN)


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


def lands_on(observation: Observation) -> str | None:
    """Words for the catch-all page on which the look ended, if it did."""
    if not observation.redirects and end_of(observation) == observation.target:
        return None  # most links: nothing to take apart
    stops = (moved_to(observation.redirects) or observation.target, end_of(observation))
    return next((words for stop in stops if (words := landing(observation.target, stop))), None)


def new_home(observation: Observation) -> str | None:
    """Where a target that answers lives now, if that is another place and one of its own."""
    new = moved_to(observation.redirects)
    if new is None or only_slash(observation.target, new) or lands_on(observation):
        return None
    return new
