"""Pages that stand in front of the page that was asked for: how each wall, and each empty shell, is known. Pure.

A wall means that nothing is known against the link, so a row must never hold for a page that a person would read:
each asks for two signs that stand together on the wall alone, or for one that nothing else can carry. In particular
`/cdn-cgi/challenge-platform/scripts/jsd/` and `__CF$cv$params` are on every page of a host with bot detection
(developers.cloudflare.com/bots/reference/javascript-detections/), and are no sign at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

BODY_BYTES = 32 * 1024
"""So much of a body is looked at; the longest wall on record has 19 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One way to know a wall: all that is given must hold."""

    mark: str
    title: re.Pattern[str] | None = None
    """Matches the `<title>`, from its first character on, white space collapsed."""
    body: tuple[bytes, ...] = ()
    """One of these stands in the body."""
    statuses: frozenset[int] = frozenset()
    """The status is one of these."""
    header: tuple[str, str] | None = None
    """This field is there with this value, both in lower case."""


def _title(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_REFUSALS = frozenset({403, 429, 503})
_CLOUDFLARE_BODY = (
    b"_cf_chl_opt",
    b"__cf_chl_",
    b"cf-browser-verification",
    b'id="challenge-form"',
    b'id="challenge-error-text"',
    b'id="cf-error-details"',
)

SIGNS = (
    # The only value there is, on every type of challenge:
    # developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    Sign(mark="wall:cloudflare", header=("cf-mitigated", "challenge")),
    # Challenge pages of 2020 to 2026, also answered with 200 (VeNoMouS/cloudscraper tests/fixtures/js_challenge*.html;
    # candela#1444, floccus#2068).
    Sign(mark="wall:cloudflare", title=_title(r"just a moment"), body=_CLOUDFLARE_BODY),
    Sign(mark="wall:cloudflare", title=_title(r"just a moment\.{3}\Z"), statuses=_REFUSALS),
    # Other languages, other titles, the header taken off by a proxy: the challenge's own settings give it away.
    Sign(mark="wall:cloudflare", body=(b"window._cf_chl_opt",), statuses=_REFUSALS),
    # codemanki/cloudscraper test/fixtures/cf_recaptcha_01_12_2019.html; microlinkhq/metascraper#500.
    Sign(mark="wall:cloudflare", title=_title(r"(attention required!|please wait\.\.\.) \| cloudflare\Z")),
    # codemanki/cloudscraper test/fixtures/access_denied.html: an address that the site has shut out.
    Sign(mark="wall:cloudflare", title=_title(r"access denied \| \S+ used cloudflare to restrict access")),
    # codemanki/cloudscraper test/fixtures/sucuri_waf_11_08_2019.html: comes with 200 or 307.
    Sign(mark="wall:sucuri", title=_title(r"you are being redirected\.\.\.\Z"), body=(b"sucuri_cloudproxy_js",)),
    # Akamai's edge server writes "Reference #18.2f8b1602..." below, the `#` as an entity.
    Sign(
        mark="wall:akamai",
        title=_title(r"access denied\Z"),
        body=(b"Reference&#32;&#35;", b"Reference #", b"errors.edgesuite.net"),
    ),
    # scholarly-python-package/scholarly scholarly/_navigator.py: the CAPTCHA of Google Scholar comes with 200.
    Sign(mark="wall:google", body=(b'id="gs_captcha_ccl"',)),
    # The same file: the CAPTCHA that fills the page, Google's "unusual traffic".
    Sign(mark="wall:google", title=_title(r"sorry\b|https?://"), body=(b'id="captcha-form"',)),
    # itteco/iframely#326, misskey-dev/misskey#7428: readers in the EU are sent to consent.youtube.com.
    Sign(mark="wall:consent", title=_title(r"before you continue to "), body=(b"consent.youtube", b"consent.google")),
    # oscarotero/Embed tests/cache/twitter.com.pepephone-status-436461658601713664.php: a shell that says nothing.
    Sign(mark="wall:x", title=_title(r"x\.com\Z"), body=(b"/x/migrate",)),
    # What YouTube answers for a video that is gone: 200, and nothing before the name of the site.
    Sign(mark="empty:youtube", title=_title(r"- youtube\Z")),
)

PLACES = (
    # openreview/openreview-web lib/api-client.js, app/forum/page.js: whoever is no browser is sent there, with 200.
    ("wall:openreview", re.compile(r"https://openreview\.net/(?:challenge|login)\?redirect=")),
    # itteco/iframely#326, misskey-dev/misskey#7428: readers in the EU are sent there; `continue` holds the address.
    ("wall:consent", re.compile(r"https://consent\.(?:youtube|google)\.[a-z.]+/")),
    # learningmatter-mit/AtomisticSkills#45: IOP sends crawlers to Radware's check.
    ("wall:radware", re.compile(r"https://validate\.perfdrive\.com/")),
)
"""Where a chain ends that never reached the page: mark, and how the address begins."""

_UNTITLED = tuple(sign for sign in SIGNS if not sign.title)
_ANY_TITLE = _title("|".join(sign.title.pattern for sign in SIGNS if sign.title))
"""One look at the title of a page that is no wall is enough: there are some thousand of these for each wall."""


def marks(
    status: int | None, headers: Sequence[tuple[str, str]], title: str | None, body_start: bytes
) -> tuple[str, ...]:
    """The marks of all walls and shells that an answer shows, each once.

    >>> marks(403, [("cf-mitigated", "challenge")], None, b"")
    ('wall:cloudflare',)
    >>> marks(200, [], "Just a moment... | A blog", b"<p>What <code>_CF$cv$params</code> is</p>")
    ()
    >>> marks(200, [], "- YouTube", b"")
    ('empty:youtube',)
    """
    signs = SIGNS if title and _ANY_TITLE.match(title) else _UNTITLED
    start = body_start[:BODY_BYTES]
    return tuple(dict.fromkeys(sign.mark for sign in signs if _holds(sign, status, headers, title or "", start)))


def marks_of_place(url: str) -> tuple[str, ...]:
    """The marks of the walls that stand at an address, whatever is written on them.

    >>> marks_of_place("https://openreview.net/challenge?redirect=%2Fforum%3Fid%3Dx")
    ('wall:openreview',)
    >>> marks_of_place("https://openreview.net/forum?id=x")
    ()
    """
    return tuple(mark for mark, place in PLACES if place.match(url))


def _holds(sign: Sign, status: int | None, headers: Sequence[tuple[str, str]], title: str, start: bytes) -> bool:
    return (
        (not sign.title or sign.title.match(title) is not None)
        and (not sign.statuses or status in sign.statuses)
        and (not sign.header or _has(headers, *sign.header))
        and (not sign.body or any(text in start for text in sign.body))
    )


def _has(headers: Sequence[tuple[str, str]], name: str, value: str) -> bool:
    return any(key == name and held.strip().lower() == value for key, held in headers)
