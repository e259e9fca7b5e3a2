"""What one look at a target tells, taken by itself: tables from status and error to a sign. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto

from crawler.model import VOICES, ErrorKind, Observation

_DETAIL_CHARS = 120


class Sign(Enum):
    """What a look speaks for."""

    GOOD = auto()
    """It answers."""
    MISSING = auto()
    """Nobody can open it: no second look is needed."""
    GONE = auto()
    """It says that it is gone; counts when it says so twice in a run."""
    CIRCLE = auto()
    """It sends us in a circle; counts when it does so twice in a run."""
    NOBODY = auto()
    """Nothing at this host gave any answer; counts when it was so twice in a run."""
    PARKED = auto()
    """What answers is whoever the domain was left to; counts when it does so twice in a run."""
    WALL = auto()
    """The host turns crawlers away: nothing is known against the link."""
    TROUBLE = auto()
    """No usable answer; it may come back."""
    UNTOLD = auto()
    """We did not ask, for reasons of our own."""


Told = tuple[Sign, str]
"""A sign, and the words for it in a sentence of evidence."""

_UNSIGNED = "with no sign of who turned it away"

_STATUSES: Mapping[int, Told] = {
    # One of several may be meant, and the host will not say which: Apache's answer to a misspelt address, too
    # (RFC 9110, 15.4.1; httpd.apache.org/docs/current/mod/mod_speling.html).
    300: (Sign.TROUBLE, "300: it offers several pages in place of one"),
    401: (Sign.WALL, "401, without a word on how to sign in"),
    402: (Sign.WALL, "402: it asks for money"),
    403: (Sign.WALL, f"403, {_UNSIGNED}"),
    404: (Sign.GONE, "404"),
    # There is something, but not for reading (RFC 9110, 15.5.6); a general-purpose server must let it be read (9.1).
    405: (Sign.TROUBLE, "405: something is there, though not for a GET"),
    # Anything would have been accepted (`*/*`), so it is a filter's answer: mod_security's, by old habit.
    406: (Sign.WALL, f"406, although any format would do: {_UNSIGNED}"),
    407: (Sign.WALL, "407: a proxy asks for a password"),
    410: (Sign.GONE, "410"),
    412: (Sign.WALL, f"412, {_UNSIGNED}"),
    418: (Sign.WALL, f"418, {_UNSIGNED}"),
    429: (Sign.WALL, "429: too many requests, however slowly it is asked"),
    451: (Sign.WALL, "451: withheld for legal reasons, here at least"),
    999: (Sign.WALL, f"999, {_UNSIGNED}"),
}
"""What is not here is trouble, and told by its number; a 2xx and a 304 are good (RFC 9110, 15.3 and 15.4.5)."""

_TOLD_MORE: Mapping[tuple[int, str], Told] = {
    (401, "www-authenticate"): (Sign.WALL, "401: it asks for a password"),
    (429, "retry-after"): (Sign.WALL, "429: too many requests, and it asks to come back later"),
    (503, "retry-after"): (Sign.TROUBLE, "503: it asks to come back later"),
}
"""What a status means where a field of that name came with it."""

_FRONTS = (
    ("akamaighost", "Akamai"),
    ("cloudflare", "Cloudflare"),
    ("cloudfront", "CloudFront"),
    ("ddos-guard", "DDoS-Guard"),
    ("sucuri", "Sucuri"),
    ("vercel", "Vercel"),
)
"""How `server` begins on hosts behind a network of somebody else's (EnableSecurity/wafw00f, wafw00f/plugins)."""

_WALLS: Mapping[str, str] = {
    "login": "with a page to sign in on in place of the one that was asked for",
    "consent": "with a page that asks for consent in place of the one that was asked for",
    "rate-limit": "with a limit that is used up",
}
"""Words for walls that are not for crawlers alone."""

_ERRORS: Mapping[ErrorKind, Told] = {
    ErrorKind.NO_SUCH_HOST: (Sign.GONE, "no such host"),
    ErrorKind.DNS_FAILED: (Sign.TROUBLE, "its name could not be looked up"),
    ErrorKind.REFUSED: (Sign.TROUBLE, "the connection was refused, while the host answers others"),
    ErrorKind.RESET: (Sign.WALL, "the host hangs up on crawlers, while it answers others"),
    ErrorKind.UNREACHABLE: (Sign.TROUBLE, "no way to it from here"),
    ErrorKind.CONNECT_TIMEOUT: (Sign.TROUBLE, "no connection in time"),
    ErrorKind.TIMEOUT: (Sign.TROUBLE, "no answer in time"),
    ErrorKind.TLS: (Sign.TROUBLE, "no safe connection"),
    ErrorKind.PROTOCOL: (Sign.TROUBLE, "an answer that cannot be read"),
    ErrorKind.REDIRECT_LOOP: (Sign.CIRCLE, "redirects in a circle, cookies kept"),
    ErrorKind.TOO_MANY_REDIRECTS: (Sign.TROUBLE, "too many redirects"),
    ErrorKind.BAD_REDIRECT: (Sign.TROUBLE, "a redirect that leads nowhere"),
    ErrorKind.FORBIDDEN_ADDRESS: (Sign.UNTOLD, "its address is not public; --allow-network lets it be asked"),
    ErrorKind.FORBIDDEN_PORT: (Sign.UNTOLD, "its port is none that the web uses; --allow-port lets it be asked"),
    ErrorKind.INVALID_URL: (Sign.MISSING, "no browser can open this address"),
    ErrorKind.ROBOTS: (Sign.WALL, "robots.txt asks crawlers to stay away"),
    ErrorKind.ROBOTS_UNREACHABLE: (Sign.TROUBLE, "robots.txt could not be read, so nothing else was asked"),
    ErrorKind.HOST_DOWN: (Sign.TROUBLE, "its host gave other links no answer"),
    ErrorKind.NO_SUCH_FILE: (Sign.MISSING, "there is no such file"),
    ErrorKind.NO_SUCH_ANCHOR: (Sign.MISSING, "the file has no such heading"),
    ErrorKind.OUTSIDE_REPOSITORY: (Sign.UNTOLD, "it points outside the repository, where nothing is read"),
}

_MARKED: Mapping[str, Told] = {
    "gone": (Sign.GONE, "with a page that says it is not there"),
    "parked": (Sign.PARKED, "with a page of somebody who parks or sells the domain"),
    "empty": (Sign.WALL, "with an empty shell: nothing is known"),
}
"""What marks of each kind mean on a page that answers, the weightiest first."""

_SILENT_HOST: Mapping[ErrorKind, Told] = {
    ErrorKind.NO_SUCH_HOST: _ERRORS[ErrorKind.NO_SUCH_HOST],
    ErrorKind.REFUSED: (Sign.NOBODY, "nothing listens there (refused)"),
    ErrorKind.RESET: (Sign.NOBODY, "nothing listens there (hangs up at once)"),
}
"""What an error means at a host that gave no answer at all in the run, robots.txt included."""

_FINAL_ERRORS = frozenset(
    {ErrorKind.DNS_FAILED, ErrorKind.REFUSED, ErrorKind.CONNECT_TIMEOUT, ErrorKind.TIMEOUT, ErrorKind.HOST_DOWN}
)
"""Errors that, if they never end, are the end. Not so a certificate that has run out (readers may still open the page),
a host that hangs up and redirects in a circle (some do so to crawlers alone), nor what may be this machine's own doing:
no way to it, too many redirects, answers that cannot be read."""

_THROTTLED = (Sign.TROUBLE, "its host answers nothing but 429 and 503, and was left alone")
"""A host that wants to be left alone: what is said of its targets that were not asked any more."""

_WORTH_QUOTING = frozenset(
    {
        ErrorKind.TLS,
        ErrorKind.PROTOCOL,
        ErrorKind.BAD_REDIRECT,
        ErrorKind.DNS_FAILED,
        ErrorKind.UNREACHABLE,
        ErrorKind.NO_SUCH_FILE,
        ErrorKind.NO_SUCH_ANCHOR,
        ErrorKind.OUTSIDE_REPOSITORY,
    }
)
"""Errors of many kinds, of which the lower library's words tell the one at hand."""


def told(observation: Observation) -> Told:
    """What one look speaks for, and the words for it.

    >>> from datetime import datetime, UTC
    >>> at = datetime(2026, 11, 23, tzinfo=UTC)
    >>> look = Observation(target="https://a.example/", run=1, look=1, at=at, via="web", status=404)
    >>> told(look)
    (<Sign.GONE: 3>, '404')
    >>> from dataclasses import replace
    >>> told(replace(look, marks=("wall:cloudflare",)))
    (<Sign.WALL: 7>, '404 with a wall for crawlers (cloudflare)')
    >>> told(replace(look, status=200, marks=("gone:title", "gone:text")))
    (<Sign.GONE: 3>, 'answers 200 with a page that says it is not there (title, text)')
    >>> told(replace(look, via="github", detail="GitHub knows no such public repository"))
    (<Sign.GONE: 3>, "GitHub knows no such public repository (GitHub's API)")
    """
    if observation.via in VOICES:
        return _told_by_interface(observation)
    if observation.good:
        return (Sign.GOOD, _words_of_good(observation))
    wall = next((mark for mark in observation.marks if _is_wall(mark)), None)
    if wall:
        return (Sign.WALL, _words_of_wall(observation, wall))
    if observation.error:
        return _told_by_error(observation, observation.error)
    return _told_by_status(observation)


def _told_by_interface(observation: Observation) -> Told:
    """What a host's interface says of a target, in its resolver's words."""
    said = observation.detail or ("is there" if observation.good else f"answers {observation.status}")
    sign = Sign.GOOD if observation.good else _STATUSES.get(observation.status or 0, (Sign.TROUBLE, ""))[0]
    return (sign, f"{shortened(said)} ({VOICES[observation.via]})")


def may_be_final(observation: Observation) -> bool:
    """Whether a link that goes on like this for a month is dead.

    >>> from dataclasses import replace
    >>> from datetime import datetime, UTC
    >>> at = datetime(2026, 11, 23, tzinfo=UTC)
    >>> look = Observation(target="https://a.example/", run=1, look=1, at=at, via="web", error=ErrorKind.TIMEOUT)
    >>> may_be_final(look), may_be_final(replace(look, error=ErrorKind.TLS))
    (True, False)
    """
    sign, _ = told(observation)
    if sign not in (Sign.TROUBLE, Sign.NOBODY):
        return sign in (Sign.GONE, Sign.MISSING)
    if observation.error is ErrorKind.HOST_DOWN and (observation.host_answered or observation.detail == "reset"):
        return False
    if observation.error:
        return observation.error in _FINAL_ERRORS
    if observation.status == 503 and "retry-after" in observation.headers:
        return False  # it says itself that it will be back
    return observation.status is None or observation.status >= 500


def _told_by_status(observation: Observation) -> Told:
    status = observation.status
    if status is None:
        return (Sign.TROUBLE, "no answer")
    if 200 <= status < 300 or status == 304:
        return _told_by_marks(observation) or (Sign.GOOD, _words_of_good(observation))
    more = next(
        (told for (known, name), told in _TOLD_MORE.items() if known == status and name in observation.headers), None
    )
    sign, words = more or _STATUSES.get(status, (Sign.TROUBLE, str(status)))
    return (sign, words.replace(_UNSIGNED, _behind(observation) + _UNSIGNED))


def _behind(observation: Observation) -> str:
    """Whose network stands before the host, where it says so."""
    server = observation.headers.get("server", "").lower()
    name = next((name for start, name in _FRONTS if server.startswith(start)), "")
    return f"from behind {name}, " if name else ""


def _told_by_marks(observation: Observation) -> Told | None:
    """What a page that answers shows against itself, if it does."""
    marked = {kind: [who for key, _, who in _split(observation.marks) if key == kind] for kind in _MARKED}
    found = next((kind for kind, who in marked.items() if who), None)
    if found is None:
        return None
    sign, words = _MARKED[found]
    return (sign, f"answers {observation.status} {words} ({', '.join(marked[found])})")


def _split(marks: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return (mark.partition(":") for mark in marks if ":" in mark)


def _told_by_error(observation: Observation, error: ErrorKind) -> Told:
    if error is ErrorKind.HOST_DOWN:
        return _told_by_host(observation)
    if not observation.host_answered and error in _SILENT_HOST:
        return _SILENT_HOST[error]
    sign, words = _ERRORS[error]
    if error is ErrorKind.ROBOTS_UNREACHABLE and "429" in observation.detail:
        return (Sign.WALL, f"{words} (429: too many requests)")
    if error in _WORTH_QUOTING and observation.detail:
        words = f'{words} ("{shortened(observation.detail)}")'
    return (sign, words)


def _told_by_host(observation: Observation) -> Told:
    """A host that failed twice is not waited for again: its other targets share its fate, which `detail` names."""
    by_name = {error.value: told for error, told in _SILENT_HOST.items()}
    if not observation.host_answered and observation.detail in by_name:
        return by_name[observation.detail]
    if observation.detail == "throttled":
        return _THROTTLED
    sign, words = _ERRORS[ErrorKind.HOST_DOWN]
    return (sign, f"{words} ({shortened(observation.detail)})" if observation.detail else words)


def _is_wall(mark: str) -> bool:
    return mark.partition(":")[0] in ("wall", "challenge")


def _words_of_wall(observation: Observation, mark: str) -> str:
    kind = mark.partition(":")[2]
    if observation.status is None and observation.error:
        return f"no answer, as this host gives crawlers none ({kind})"
    answer = "it answers" if observation.status is None else str(observation.status)
    return f"{answer} {_WALLS.get(kind) or 'with a wall for crawlers' + (f' ({kind})' if kind else '')}"


def _words_of_good(observation: Observation) -> str:
    if observation.via == "local":
        return "the file is there"
    if observation.status == 304:
        return "is unchanged since it was last read (304)"
    return f"answers {observation.status}"


def shortened(text: str, chars: int = _DETAIL_CHARS) -> str:
    r"""A stranger's text on one line, cut where it is long.

    >>> shortened(" certificate\nhas expired ")
    'certificate has expired'
    >>> shortened("abcdef", 4)
    'abc…'
    """
    line = " ".join(text.split())
    return line if len(line) <= chars else f"{line[: chars - 1]}…"
