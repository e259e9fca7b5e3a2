"""Where a reply leads next: redirects, meta refreshes, and the cookies of one chain. Pure.

RFC 9110, 15.4 (redirects), RFC 6265 (cookies, here for one origin), HTML "pragma directives" (refresh). Every hop is
recorded. No other field leads on: a Refresh is the page's to say, a Content-Location names what one already has.
"""

from dataclasses import replace

from crawler import urls
from crawler.gather.exchange import Cookie, Purpose, Reply, Request
from crawler.model import ErrorKind, Redirect

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READ = frozenset({Purpose.PAGE, Purpose.WITNESS, Purpose.READ})
"""What is asked for as a reader would, who is sent on by a meta refresh."""
_URL_CHARS_MOST = 8192
"""Longer addresses are no addresses but attacks: browsers stop at a few times that, servers long before."""
_COOKIES_MOST = 64
_COOKIE_BYTES_MOST = 4096


def location(reply: Reply) -> Redirect | None:
    """The hop that a reply asks for, its address still as the host wrote it; None where it asks for none."""
    if reply.error is not None or _is_capture(reply):
        return None
    if reply.status in REDIRECTS:
        where = (reply.header("location") or "").strip()
        return Redirect(status=reply.status or 0, url=where) if where else None
    if reply.status == 200 and reply.request.purpose in _READ and reply.page is not None and reply.page.refresh:
        return Redirect(status=200, url=reply.page.refresh.url)
    return None


def _is_capture(reply: Reply) -> bool:
    """Whether a redirect is one that an archive keeps, and not its own: RFC 7089, 2.1.1 (Memento-Datetime)."""
    return reply.request.purpose is Purpose.ARCHIVE and reply.header("memento-datetime") is not None


def follow(reply: Reply, redirects_most: int) -> Request | ErrorKind | None:
    """The next hop of the chain, or why there is none, or None when the chain ends well here."""
    hop = location(reply)
    if hop is None:
        return None
    request = reply.request
    url = urls.canonical(hop.url, request.url) if len(hop.url) <= _URL_CHARS_MOST else None
    if url is None or not _may_be_called(request, url):
        return ErrorKind.BAD_REDIRECT
    if hop.status == 200 and url in {request.url, *_visited(request)}:
        return None  # a page that reloads itself, or pages that show each other in turn: a reader sees them
    cookies = _merged(request.cookies, _set_cookies(reply))
    redirects = (*request.redirects, Redirect(status=hop.status, url=url))
    if cookies == request.cookies and url in _visited(request):
        return _circle(reply)
    if len(redirects) > redirects_most:
        places = [each.url for each in redirects]
        return _circle(reply) if len(set(places)) < len(places) else ErrorKind.TOO_MANY_REDIRECTS
    return replace(request, url=url, redirects=redirects, cookies=cookies, spent_s=reply.elapsed_s)


def _may_be_called(request: Request, url: str) -> bool:
    """Whether a chain may go on there: what is sent to an interface, a secret often, goes to no other origin."""
    call = request.call
    return call is None or (call.method == "GET" and urls.origin_of(url) == urls.origin_of(request.url))


def cookie_header(request: Request) -> str | None:
    """The Cookie field for the next hop: what this very origin set in this chain, secure ones over https only."""
    parsed = urls.parse(request.url)
    if parsed is None or not request.cookies:
        return None
    fits = [
        f"{cookie.name}={cookie.value}"
        for cookie in request.cookies
        if cookie.origin == parsed.origin
        and (not cookie.secure or parsed.protocol == "https:")
        and _path_matches(str(parsed.pathname), cookie.path)
    ]
    return "; ".join(fits) or None


def _visited(request: Request) -> set[str]:
    """Every address that this chain has asked."""
    return {*request.targets, *(hop.url for hop in request.redirects)}


def _circle(reply: Reply) -> ErrorKind:
    """A circle, if it is certainly one. Where cookies are in play, a browser, which keeps more of them, may get out."""
    cookies = reply.request.cookies or reply.header("set-cookie") is not None
    return ErrorKind.TOO_MANY_REDIRECTS if cookies else ErrorKind.REDIRECT_LOOP


def _set_cookies(reply: Reply) -> list[Cookie]:
    """The cookies that a reply sets for its own origin."""
    parsed = urls.parse(reply.request.url)
    fields = [value for name, value in reply.headers if name == "set-cookie"][:_COOKIES_MOST]
    cookies = (_cookie(value, str(parsed.origin), str(parsed.pathname)) for value in fields if parsed)
    return [cookie for cookie in cookies if cookie is not None]


def _cookie(field: str, origin: str, path: str) -> Cookie | None:
    """One Set-Cookie field (RFC 6265, 5.2), or None where it holds nothing that could be sent back."""
    pair, *attributes = field.split(";")
    name, equals, value = (part.strip(" \t") for part in pair.partition("="))
    if not equals or not name or len(field) > _COOKIE_BYTES_MOST or not field.isprintable() or not field.isascii():
        return None
    said = {key.strip().lower(): text.strip() for key, _, text in (part.partition("=") for part in attributes)}
    given = said.get("path", "")
    default = path.rpartition("/")[0] or "/"
    return Cookie(
        origin=origin,
        path=given if given.startswith("/") else default,
        name=name,
        value=value,
        secure="secure" in said,
        expired=said.get("max-age", "").startswith(("0", "-")),
    )


def _merged(old: tuple[Cookie, ...], new: list[Cookie]) -> tuple[Cookie, ...]:
    """The chain's cookies, later ones in the place of earlier ones with the same origin, path and name."""
    jar = {(cookie.origin, cookie.path, cookie.name): cookie for cookie in (*old, *new)}
    return tuple(cookie for cookie in jar.values() if not cookie.expired)[-_COOKIES_MOST:]


def _path_matches(path: str, cookie_path: str) -> bool:
    """RFC 6265, 5.1.4."""
    return path == cookie_path or (
        path.startswith(cookie_path) and (cookie_path[-1] == "/" or path[len(cookie_path)] == "/")
    )
