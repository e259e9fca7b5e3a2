# ruff: noqa: E501 - a row is one line, so that a table it is, and a change to it is one line too
"""The table of walls: what stands in front of a page that was asked for, and by what it is known. Pure data.

A wall means that nothing is known against the link, so a row must never hold for a page that a person would read:
each asks for two signs that stand together on the wall alone, or for one that nothing else can carry. In particular
`/cdn-cgi/challenge-platform/scripts/jsd/` and `__CF$cv$params` are on every page of a host with bot detection
(developers.cloudflare.com/bots/reference/javascript-detections/), `x-datadome: protected` and `_Incapsula_Resource` on
every page of a host behind DataDome or Imperva; they are no sign by themselves.

A row is one line: add it where its neighbours are, then give it a case that it holds for and a near miss in
`tests/wall_cases.py`. CONTRIBUTING.md has an example.
"""

from dataclasses import dataclass

from crawler.model import ErrorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way to know a wall: all that is given must hold; of a tuple, one of its members (of `headers`, each)."""

    mark: str
    """What an observation keeps: `wall:` and a name, which the sentence of evidence quotes."""
    source: str
    """Where it is written down: an address, or a repository and a path in it."""
    hosts: tuple[str, ...] = ()
    """The host that answered; `.a.example` is a.example and all below it."""
    statuses: tuple[int, ...] = ()
    errors: tuple[ErrorKind, ...] = ()
    """Why there was no answer."""
    headers: tuple[str, ...] = ()
    """`name: pattern`: a field of that name is there, and the pattern matches all of its value."""
    without: str = ""
    """No field of this name is there."""
    title: str = ""
    """Pattern that matches the `<title>` from its first character on, white space collapsed."""
    body: tuple[str, ...] = ()
    """Stands in the body, in exactly these letters."""
    blank: bool = False
    """A reader sees nothing: the page has no word in it, or there is no body."""
    address: str = ""
    """Pattern that matches where redirects ended, from the first character on, and does not match the target."""
    asked: str = ""
    """Pattern that matches the target, from the first character on."""


_DEEP = r"https?://[^/]+/."
"""Whoever lists the front page of a service means its door, and a page to sign in on is one."""
_BACK = (
    r"(?:next|continue|return|return_?(?:to|url)|redirect|redirect_?(?:to|ur[il])|redirect_after_login|back|back_?url"
    r"|goto|target|service|dest|destination|os_destination|referer|SAMLRequest|RelayState|wtrealm)="
)
"""Names of parameters that hold the address to go back to."""
_SIGN_IN = r"(?:log[-_]?in|sign[-_]?in|log[-_]?on|sign[-_]?on|sso|wp-login|servicelogin)(?:\.[a-z]{2,5})?"
"""Last segments of addresses of pages to sign in on."""
_PASSWORD = ('type="password"', "type='password'", "type=password")
_CHALLENGE_SCRIPTS = (
    "_cf_chl_opt",
    "__cf_chl_",
    "cf-browser-verification",
    'id="challenge-form"',
    'id="challenge-error-text"',
    'id="cf-error-details"',
)
_REFUSALS = (403, 429, 503)
_ARCHIVE_TODAY = (
    *(".archive.today", ".archive.ph", ".archive.is", ".archive.li", ".archive.vn", ".archive.md", ".archive.fo"),
)

# fmt: off
_CLOUDFLARE = (
    # The only value there is, on every type of challenge.
    Row(mark="wall:cloudflare", headers=("cf-mitigated: challenge",), source="https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/"),
    # Challenge pages of 2020 to 2026, also answered with 200; and where a proxy took the header off.
    Row(mark="wall:cloudflare", title=r"just a moment", body=_CHALLENGE_SCRIPTS, source="https://github.com/VeNoMouS/cloudscraper tests/fixtures/js_challenge1_16_05_2020.html"),
    Row(mark="wall:cloudflare", title=r"just a moment\.{3}\Z", statuses=_REFUSALS, source="https://docs.rs/parse-book-source/0.5.0/parse_book_source/fetch/fn.is_challenge.html"),
    # Other languages, other titles: the challenge's own settings give it away.
    Row(mark="wall:cloudflare", body=("window._cf_chl_opt",), statuses=_REFUSALS, source="https://docs.rs/parse-book-source/0.5.0/parse_book_source/fetch/fn.is_challenge.html"),
    Row(mark="wall:cloudflare", title=r"(?:attention required!|please wait\.{3}) \| cloudflare\Z", source="https://github.com/codemanki/cloudscraper test/fixtures/cf_recaptcha_01_12_2019.html"),
    # Errors 1005 to 1020: an address, a country or a kind of client that the site has shut out.
    Row(mark="wall:cloudflare", title=r"access denied \| \S+ used cloudflare to restrict access", source="https://github.com/codemanki/cloudscraper test/fixtures/access_denied.html"),
    # The same with a title of the site's own. A 5xx with these details is the origin's trouble, and no wall.
    Row(mark="wall:cloudflare", statuses=(403, 429), headers=("server: cloudflare",), body=('id="cf-error-details"', "error code: 10"), source="https://developers.cloudflare.com/rules/custom-errors/reference/error-page-types/"),
    # The cookie of the bot score comes with the refusal, while browsers and curl pass.
    Row(mark="wall:cloudflare", statuses=(403,), headers=("server: cloudflare", "set-cookie: __cf_bm=.*"), source="https://github.com/canonical/microcloud/issues/855"),
    # Bot fight mode: a page of 440 bytes with nothing but the script.
    Row(mark="wall:cloudflare", title=r"\Z", blank=True, body=("/cdn-cgi/bm/cv/", "__CF$cv$params"), source="https://github.com/VeNoMouS/cloudscraper tests/fixtures/bfm_07_01_2021.html"),
)

_FRONTS = (
    # 202 with a script that asks for JavaScript; 405 with a CAPTCHA.
    Row(mark="wall:aws", headers=("x-amzn-waf-action: (?:challenge|captcha)",), source="https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html"),
    Row(mark="wall:vercel", headers=("x-vercel-mitigated: (?:challenge|deny)",), source="https://github.com/warpdotdev/docs/pull/219"),
    Row(mark="wall:vercel", title=r"vercel security checkpoint\Z", statuses=_REFUSALS, source="https://github.com/mohamedhiba/smartmenu/issues/45"),
    Row(mark="wall:sucuri", title=r"you are being redirected\.{3}\Z", body=("sucuri_cloudproxy_js",), source="https://github.com/codemanki/cloudscraper test/fixtures/sucuri_waf_11_08_2019.html"),
    # The same page under a redirect that leads nowhere, of which no body is read.
    Row(mark="wall:sucuri", statuses=(307,), headers=("server: sucuri.*",), source="https://github.com/EnableSecurity/wafw00f wafw00f/plugins/sucuri.py"),
    Row(mark="wall:sucuri", headers=("x-sucuri-block: .+",), source="https://github.com/EnableSecurity/wafw00f wafw00f/plugins/sucuri.py"),
    # The edge server writes "Reference #18.2f8b1602..." below, the `#` as an entity.
    Row(mark="wall:akamai", title=r"access denied\Z", body=("Reference&#32;&#35;", "Reference #", "errors.edgesuite.net"), source="https://techdocs.akamai.com/application-security/reference/get-error-translator-lookup"),
    # The edge names itself where it answers in place of the site.
    Row(mark="wall:akamai", statuses=(403,), headers=("server: akamaighost",), source="https://github.com/EnableSecurity/wafw00f wafw00f/plugins/kona.py"),
    # 200, no title, no word, one script.
    Row(mark="wall:imperva", title=r"\Z", blank=True, body=("/_Incapsula_Resource?",), source="https://github.com/microlinkhq/is-antibot providers/imperva/failed.json"),
    Row(mark="wall:imperva", statuses=(403, 429), headers=("x-iinfo: .+",), body=("/_Incapsula_Resource?",), source="https://github.com/microlinkhq/is-antibot src/providers.json"),
    Row(mark="wall:datadome", statuses=(401, 403, 429), headers=("x-dd-b: [12]",), source="https://github.com/microlinkhq/is-antibot src/providers.json"),
    Row(mark="wall:datadome", statuses=(401, 403, 429), body=("captcha-delivery.com",), source="https://github.com/MikkoParkkola/trvl/pull/315"),
    Row(mark="wall:human", title=r"access to this page has been denied", body=("px-captcha", "_pxAppId", "_pxCaptcha"), source="https://github.com/0xjas0/Chegg-Answer-Bot/issues/34"),
    # A 429 on the very first request, and no matter of how many there were.
    Row(mark="wall:kasada", statuses=(403, 429), headers=("x-kpsdk-ct: .+",), source="https://scrappey.com/qa/web-automation/how-kasada-detects-bots"),
    Row(mark="wall:kasada", statuses=(403, 429), body=("window.KPSDK",), source="https://blog.crawlex.net/blog/kasada-kpsdk-token-vm"),
    # Comes with 200.
    Row(mark="wall:f5", title=r"request rejected\Z", body=("The requested URL was rejected",), source="https://github.com/EnableSecurity/wafw00f wafw00f/plugins/f5bigipasm.py"),
    Row(mark="wall:ddos-guard", statuses=(403,), headers=("server: ddos-guard",), source="https://github.com/EnableSecurity/wafw00f wafw00f/plugins/ddosguard.py"),
    Row(mark="wall:ddos-guard", title=r"ddos-guard\Z", body=("/.well-known/ddos-guard/", "check.ddos-guard.net"), source="https://github.com/groktopus/groktocrawl scraper-svc/scraper/barrier.py"),
    # Proof of work in front of GNOME, kernel.org, FreeBSD's wiki and many forges; comes with 200.
    Row(mark="wall:anubis", title=r"making sure you.re not a bot!", body=("/.within.website/x/",), source="https://github.com/TecharoHQ/anubis/issues/700"),
    # The same in other languages.
    Row(mark="wall:anubis", body=('<script id="anubis_challenge"',), source="https://github.com/microlinkhq/is-antibot/pull/21"),
    # The script alone may stand on a page that embeds the challenge. Comes with 200.
    Row(mark="wall:fastly", title=r"client challenge\Z", body=("/_fs-ch-", "A required part of this site", "JavaScript is disabled in your browser"), source="https://github.com/pypa/packaging.python.org/issues/1744"),
    Row(mark="wall:radware", address=r"https://validate\.perfdrive\.com/", source="https://github.com/learningmatter-mit/AtomisticSkills/issues/45"),
    # Accepted, and nothing to read: no page is answered so (RFC 9110, 15.3.3), while challenges are.
    Row(mark="wall:challenge", statuses=(202,), blank=True, source="https://github.com/hexsecs/awesome-automotive-security/pull/8"),
    # A limit that is used up: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
    Row(mark="wall:rate-limit", statuses=(403, 429), headers=("x-ratelimit-remaining: 0",), source="https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"),
)

_HOSTS = (
    # Whoever is no browser is sent there, with 200; the API answers 403, "ChallengeRequiredError".
    Row(mark="wall:openreview", address=r"https://openreview\.net/(?:challenge|login)\?redirect=", source="https://github.com/openreview/openreview-web app/forum/page.js"),
    Row(mark="wall:openreview", hosts=(".openreview.net",), statuses=(403,), source="https://github.com/openreview/openreview-web lib/api-client.js"),
    Row(mark="wall:openreview", statuses=(403,), body=("ChallengeRequiredError",), source="https://github.com/openreview/openreview-web lib/api-client.js"),
    Row(mark="wall:linkedin", hosts=(".linkedin.com",), statuses=(999,), source="https://github.com/spatie/crawler/issues/231"),
    Row(mark="wall:linkedin", address=r"https://(?:[a-z]+\.)?linkedin\.com/(?:authwall|checkpoint/|uas/login)", source="https://github.com/linkedtales/scrapedin/issues/134"),
    Row(mark="wall:publisher", hosts=(".ieee.org",), statuses=(418,), source="https://github.com/spinalcordtoolbox/spinalcordtoolbox/pull/4649"),
    Row(mark="wall:publisher", hosts=(".sciencedirect.com", ".tandfonline.com"), statuses=(403,), source="https://github.com/spinalcordtoolbox/spinalcordtoolbox/pull/4649"),
    Row(mark="wall:publisher", hosts=(".mdpi.com", "academic.oup.com", ".pnas.org", "journals.physiology.org"), statuses=(403,), source="https://github.com/FreeGym/FreeGym-Wiki/pull/73"),
    Row(mark="wall:publisher", hosts=(".nejm.org", ".ahajournals.org", ".sagepub.com", ".wiley.com"), statuses=(403,), source="https://github.com/FreeGym/FreeGym-Wiki/pull/112"),
    Row(mark="wall:publisher", hosts=("pubs.acs.org", "pubs.rsc.org"), statuses=(403,), source="https://github.com/learningmatter-mit/AtomisticSkills/issues/45"),
    Row(mark="wall:publisher", hosts=(".aps.org",), statuses=(403,), source="https://github.com/gw-odw/odw/pull/21"),
    Row(mark="wall:publisher", hosts=("dl.acm.org",), statuses=(403,), source="https://github.com/lightgbm-org/LightGBM/pull/6083"),
    Row(mark="wall:publisher", hosts=("epubs.siam.org",), statuses=(403,), source="https://github.com/JuliaDocs/Documenter.jl/issues/2040"),
    Row(mark="wall:publisher", hosts=(".bmj.com",), statuses=(403,), source="https://github.com/FreeGym/FreeGym-Wiki/pull/177"),
    Row(mark="wall:publisher", hosts=(".cochranelibrary.com",), statuses=(412,), source="https://github.com/FreeGym/FreeGym-Wiki/pull/112"),
    # A challenge under 202, whatever is asked for there.
    Row(mark="wall:publisher", hosts=("infoscience.epfl.ch",), statuses=(202,), source="https://github.com/hexsecs/awesome-automotive-security/pull/8"),
    # "403/connection errors to non-browser clients but are still live".
    Row(mark="wall:medium", hosts=(".medium.com",), statuses=(403,), source="https://github.com/denolib/awesome-deno/pull/420"),
    Row(mark="wall:medium", hosts=(".medium.com",), errors=(ErrorKind.RESET, ErrorKind.PROTOCOL), source="https://github.com/denolib/awesome-deno/pull/420"),
    Row(mark="wall:openai", hosts=(".openai.com",), statuses=(403,), source="https://github.com/trailofbits/dylint/issues/783"),
    Row(mark="wall:stackoverflow", hosts=(".stackoverflow.com", ".stackexchange.com"), statuses=(403,), source="https://github.com/dart-lang/build/pull/3651"),
    Row(mark="wall:reddit", hosts=(".reddit.com",), statuses=(403,), source="https://github.com/microlinkhq/is-antibot src/providers.json"),
    # The CAPTCHA of Google Scholar comes with 200.
    Row(mark="wall:google", body=('id="gs_captcha_ccl"',), source="https://github.com/scholarly-python-package/scholarly scholarly/_navigator.py"),
    Row(mark="wall:google", hosts=("scholar.google.com",), statuses=(403, 429), source="https://github.com/scholarly-python-package/scholarly scholarly/_navigator.py"),
    # Google's "unusual traffic": a CAPTCHA that fills the page.
    Row(mark="wall:google", title=r"sorry\b|https?://", body=('id="captcha-form"',), source="https://github.com/scholarly-python-package/scholarly scholarly/_navigator.py"),
    Row(mark="wall:google", address=r"https?://(?:\w+\.)?google\.[a-z.]+/sorry/", source="https://github.com/MaxKuehn/zotero-scholar-citations/issues/14"),
    Row(mark="wall:amazon", title=r"robot check\Z|amazon\.[a-z.]+\Z", body=("/errors/validateCaptcha",), source="https://github.com/a-maliarov/amazoncaptcha/issues/61"),
    # A shell that says nothing.
    Row(mark="wall:x", title=r"x\.com\Z", body=("/x/migrate",), source="https://github.com/oscarotero/Embed tests/cache/twitter.com.pepephone-status-436461658601713664.php"),
    Row(mark="wall:archive-today", hosts=_ARCHIVE_TODAY, statuses=(429,), source="https://github.com/oduwsdl/archivenow/issues/53"),
    # A capture carries Memento-Datetime; without it the page asks for a CAPTCHA.
    Row(mark="wall:archive-today", hosts=_ARCHIVE_TODAY, statuses=(200,), without="memento-datetime", asked=r"https?://[^/]+/(?:[0-9A-Za-z]{4,6}\Z|\d{4}[\d.-]*/http)", source="https://github.com/agntn/archives/issues/42"),
    # What YouTube answers for a video that is gone: 200, and nothing before the name of the site.
)
# crates.io needs no row: it answers 404 to whoever does not take HTML, and the fetcher asks for HTML first
# (lycheeverse/lychee lychee-lib/src/quirks/mod.rs; tests/test_fetcher.py holds what is asked for).

_CONSENT = (
    # Readers in the EU are sent there; `continue` holds the address.
    Row(mark="wall:consent", address=r"https://consent\.(?:youtube|google)\.[a-z.]+/", source="https://github.com/itteco/iframely/issues/326"),
    Row(mark="wall:consent", title=r"before you continue to ", body=("consent.youtube", "consent.google"), source="https://github.com/misskey-dev/misskey/issues/7428"),
    Row(mark="wall:consent", address=r"https://(?:consent\.[^/]+/|guce\.[^/]+/)(?:[^?]*/)?(?:collectConsent|consent|v\d+/)", source="https://github.com/iprak/yahoofinance/pull/97"),
    Row(mark="wall:consent", address=rf"https?://[^/]+/(?:[^?]*/)?(?:zustimmung|(?:cookie-?|gdpr-?)?consent|gdpr|age-?(?:gate|check|verification))(?:/[^?]*)?\?(?:.*&)?(?:{_BACK}|url=|from=)", source="https://github.com/AdguardTeam/AdguardFilters/pull/109752"),
    # Publishers on Atypon end there when a cookie does not come back.
    Row(mark="wall:consent", address=r"https?://[^/]+/action/cookieAbsent\b", source="https://github.com/latchai/seneca/issues/2"),
    Row(mark="wall:consent", address=r"https://store\.steampowered\.com/(?:app/\d+/)?agecheck\b", source="https://github.com/prncc/steam-scraper/issues/10"),
    Row(mark="wall:consent", title=r"reddit\.com: over 18\?\Z", source="https://github.com/ikedaosushi/tech-news/issues/3632"),
)

_LOGIN = (
    Row(mark="wall:login", address=r"https://(?:[a-z]+\.)?facebook\.com/(?:login|checkpoint)\b", asked=_DEEP, source="https://github.com/php-embed/Embed/issues/415"),
    Row(mark="wall:login", address=r"https://www\.instagram\.com/accounts/login\b", asked=_DEEP, source="https://github.com/OP-Engineering/link-preview-js/issues/89"),
    Row(mark="wall:login", title=r"login • instagram\Z", asked=_DEEP, source="https://github.com/microlinkhq/is-antibot src/providers.json"),
    Row(mark="wall:login", address=r"https://accounts\.google\.com/(?:ServiceLogin|v\d/signin|signin|InteractiveLogin|AccountChooser)\b", asked=_DEEP, source="https://github.com/ytdl-org/youtube-dl youtube_dl/extractor/youtube.py"),
    Row(mark="wall:login", address=r"https://login\.(?:microsoftonline|live|windows)\.[a-z]+/", asked=_DEEP, source="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow"),
    Row(mark="wall:login", address=r"https://github\.com/login\?", asked=_DEEP, source="https://github.com/plone/volto/pull/3660"),
    Row(mark="wall:login", address=r"https://[^/]+\.cloudflareaccess\.com/", asked=_DEEP, source="https://developers.cloudflare.com/pages/functions/plugins/cloudflare-access"),
    # Shibboleth and all that speaks SAML (docs.oasis-open.org/security/saml/v2.0/saml-bindings-2.0-os.pdf, 3.4.4).
    Row(mark="wall:login", address=r"https?://[^?]+(?:/profile/SAML2/\w+/SSO\b|/Shibboleth\.sso/|\?(?:.*&)?SAMLRequest=)", asked=_DEEP, source="https://wiki.shibboleth.net/confluence/display/IDP30/ProtocolsAndInterfaces"),
    # The page where a server asks whether somebody may come in (RFC 6749, 4.1.1).
    Row(mark="wall:login", address=r"https?://[^?]+\?(?=.*\bresponse_type=)(?=.*\bclient_id=)", asked=_DEEP, source="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1"),
    # Django, Rails, WordPress, CAS and most others: the name of the page, and where to go back to.
    Row(mark="wall:login", address=rf"https?://(?:(?:login|signin|accounts?|auth|sso|idp|cas)\.[^?]+|[^/?]+/(?:[^?]*/)?{_SIGN_IN}/?)\?(?:.*&)?{_BACK}", asked=_DEEP, source="https://docs.djangoproject.com/en/stable/topics/auth/default/#the-login-required-decorator"),
    # Nowhere to go back to, but a field for a password: a page about signing in has none.
    Row(mark="wall:login", address=rf"https?://[^/?]+/(?:[^?]*/)?{_SIGN_IN}/?(?:\?|\Z)", body=_PASSWORD, asked=_DEEP, source="https://github.com/heartcombo/devise/wiki/Redirect-to-new-registration-(sign-up)-path-if-unauthenticated"),
)

# fmt: on
ROWS = (*_CLOUDFLARE, *_FRONTS, *_HOSTS, *_CONSENT, *_LOGIN)
