"""Answers that are walls, at least one for each row of the table, and answers that only look like one.

The texts are ours; the marks in them, and their shapes, are those of the real walls.
"""

from crawler.gather.walls import Answer
from crawler.model import ErrorKind

LISTED = "https://a.example/papers/attention"
"""What the list asked for, where a case is about an address."""


def seen(url: str = LISTED, target: str = "", **facts: object) -> Answer:
    """An answer from `url`; what was asked for is the same, unless it is given."""
    return Answer(url=url, target=target or url, **facts)  # type: ignore[arg-type]  # the fields are the caller's business


def sent_to(url: str, target: str = LISTED, **facts: object) -> Answer:
    """An answer from where redirects led to."""
    return seen(url, target, **{"status": 200, **facts})


CASES: list[tuple[str, Answer]] = [
    ("wall:cloudflare", seen(status=503, headers=[("server", "x"), ("cf-mitigated", " Challenge ")])),
    ("wall:cloudflare", seen(status=200, title="Just a moment...", body=b"<form id=\"challenge-form\" action='/?x'>")),
    ("wall:cloudflare", seen(status=503, title="Just a moment...")),
    ("wall:cloudflare", seen(status=403, title="Einen Moment, bitte", body=b"<script>window._cf_chl_opt={cvId:'3'}")),
    ("wall:cloudflare", seen(status=403, title="Attention Required! | Cloudflare")),
    ("wall:cloudflare", seen(status=200, title="Please Wait... | Cloudflare")),
    ("wall:cloudflare", seen(status=403, title="Access denied | a.example used Cloudflare to restrict access")),
    (
        "wall:cloudflare",
        seen(status=403, title="Stop", headers=[("server", "cloudflare")], body=b'<div id="cf-error-details"><h1>1020'),
    ),
    ("wall:cloudflare", seen(status=403, headers=[("server", "cloudflare"), ("set-cookie", "__cf_bm=x.y; path=/")])),
    ("wall:cloudflare", seen(status=200, blank=True, body=b"<script async src='/cdn-cgi/bm/cv/1/api.js'></script>")),
    ("wall:aws", seen(status=202, headers=[("x-amzn-waf-action", "challenge")])),
    ("wall:aws", seen(status=405, headers=[("x-amzn-waf-action", "captcha")])),
    ("wall:vercel", seen(status=429, headers=[("x-vercel-mitigated", "challenge")])),
    ("wall:vercel", seen(status=403, title="Vercel Security Checkpoint")),
    ("wall:sucuri", seen(status=200, title="You are being redirected...", body=b"s={},sucuri_cloudproxy_js='',S='e'")),
    ("wall:sucuri", seen(status=307, headers=[("server", "Sucuri/Cloudproxy")])),
    ("wall:sucuri", seen(status=403, headers=[("x-sucuri-block", "BAD_BOT")])),
    ("wall:akamai", seen(status=200, title="Access Denied", body=b"<P>Reference&#32;&#35;18.2f8b1602.17.1a2b3c4d")),
    ("wall:akamai", seen(status=403, headers=[("server", "AkamaiGHost")])),
    ("wall:imperva", seen(status=200, blank=True, body=b"<html><script src='/_Incapsula_Resource?SWJIYLWA=5,7'>")),
    ("wall:imperva", seen(status=403, headers=[("x-iinfo", "5-2-0")], body=b"<iframe src='/_Incapsula_Resource?C=1'>")),
    ("wall:datadome", seen(status=403, headers=[("x-datadome", "protected"), ("x-dd-b", "1")])),
    ("wall:datadome", seen(status=401, body=b"<script>var dd={'host':'geo.captcha-delivery.com'}</script>")),
    ("wall:human", seen(status=403, title="Access to this page has been denied.", body=b"<div id='px-captcha'>")),
    ("wall:kasada", seen(status=429, headers=[("x-kpsdk-ct", "0aB")])),
    ("wall:kasada", seen(status=429, blank=True, body=b"<script>window.KPSDK={}</script><script src=/1/2/ips.js?x>")),
    ("wall:f5", seen(status=200, title="Request Rejected", body=b"The requested URL was rejected. Please consult")),
    ("wall:ddos-guard", seen(status=403, headers=[("server", "ddos-guard")])),
    ("wall:ddos-guard", seen(status=200, title="DDoS-Guard", body=b"<script src=/.well-known/ddos-guard/check>")),
    (
        "wall:anubis",
        seen(status=200, title="Making sure you're not a bot!", body=b"<link href='/.within.website/x/xess/xess.css'>"),
    ),
    ("wall:anubis", seen(status=200, title="Un instant", body=b'<script id="anubis_challenge" type=application/json>')),
    ("wall:fastly", seen(status=200, title="Client Challenge", body=b"<script src='/_fs-ch-1T1w/script.js'>")),
    ("wall:radware", sent_to("https://validate.perfdrive.com/0bd7?ssa=1")),
    ("wall:challenge", seen(status=202, blank=True)),
    ("wall:rate-limit", seen(status=403, headers=[("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0")])),
    ("wall:openreview", sent_to("https://openreview.net/challenge?redirect=%2Fx", "https://openreview.net/forum?id=x")),
    ("wall:openreview", sent_to("https://openreview.net/login?redirect=%2Fx", "https://openreview.net/forum?id=x")),
    ("wall:openreview", seen("https://api2.openreview.net/notes?id=x", status=403)),
    ("wall:openreview", seen(status=403, body=b'{"name":"ChallengeRequiredError","status":403}')),
    ("wall:linkedin", seen("https://www.linkedin.com/in/a", status=999)),
    ("wall:linkedin", sent_to("https://www.linkedin.com/authwall?trk=x", "https://www.linkedin.com/in/a")),
    ("wall:publisher", seen("https://ieeexplore.ieee.org/document/9522652", status=418)),
    ("wall:publisher", seen("https://www.sciencedirect.com/science/article/pii/S1", status=403)),
    ("wall:publisher", seen("https://www.tandfonline.com/doi/full/10.1080/1", status=403)),
    ("wall:publisher", seen("https://www.mdpi.com/2072-6643/1", status=403)),
    ("wall:publisher", seen("https://academic.oup.com/ndt/article/1", status=403)),
    ("wall:publisher", seen("https://www.pnas.org/doi/10.1073/1", status=403)),
    ("wall:publisher", seen("https://www.nejm.org/doi/full/10.1056/1", status=403)),
    ("wall:publisher", seen("https://journals.sagepub.com/doi/10.1177/1", status=403)),
    ("wall:publisher", seen("https://onlinelibrary.wiley.com/doi/10.1002/1", status=403)),
    ("wall:publisher", seen("https://pubs.acs.org/doi/10.1021/1", status=403)),
    ("wall:publisher", seen("https://pubs.rsc.org/en/content/1", status=403)),
    ("wall:publisher", seen("https://journals.aps.org/prl/abstract/10.1103/1", status=403)),
    ("wall:publisher", seen("https://dl.acm.org/doi/10.1145/1", status=403)),
    ("wall:publisher", seen("https://epubs.siam.org/doi/10.1137/1", status=403)),
    ("wall:publisher", seen("https://gut.bmj.com/content/1", status=403)),
    ("wall:publisher", seen("https://www.cochranelibrary.com/cdsr/doi/1", status=412)),
    ("wall:publisher", seen("https://infoscience.epfl.ch/entities/publication/1", status=202, body=b"<p>Please wait")),
    ("wall:medium", seen("https://medium.com/@a/b-c90e87b", status=403)),
    ("wall:medium", seen("https://blog.medium.com/b", error=ErrorKind.RESET)),
    ("wall:openai", seen("https://platform.openai.com/docs", status=403)),
    ("wall:stackoverflow", seen("https://stackoverflow.com/questions/1", status=403)),
    ("wall:stackoverflow", seen("https://stats.stackexchange.com/q/1", status=403)),
    ("wall:reddit", seen("https://old.reddit.com/r/a", status=403)),
    ("wall:google", seen(status=200, title="Google Scholar", body=b'<div id="gs_captcha_ccl">')),
    ("wall:google", seen("https://scholar.google.com/citations?user=x", status=429)),
    ("wall:google", seen(status=200, title="https://scholar.google.com/x", body=b'<form id="captcha-form" action=x>')),
    ("wall:google", sent_to("https://www.google.com/sorry/index?continue=x", status=429)),
    ("wall:amazon", seen(status=200, title="Amazon.com", body=b'<form method=get action="/errors/validateCaptcha">')),
    ("wall:x", seen(status=200, title="x.com", body=b"<meta content='0; url = https://x.com/x/migrate?tok=1'>")),
    ("wall:archive-today", seen("https://archive.ph/WtQR3", status=429)),
    ("wall:archive-today", seen("https://archive.ph/WtQR3", status=200, body=b"<h1>One more step")),
    ("wall:consent", sent_to("https://consent.youtube.com/ml?continue=x", "https://www.youtube.com/watch?v=x")),
    (
        "wall:consent",
        seen(status=200, title="Before you continue to YouTube", body=b"<form action=https://consent.youtube"),
    ),
    ("wall:consent", sent_to("https://consent.yahoo.com/v2/collectConsent?sessionId=1", "https://finance.yahoo.com/")),
    (
        "wall:consent",
        sent_to("https://www.zeit.de/zustimmung?url=https%3A%2F%2Fwww.zeit.de%2F", "https://www.zeit.de/"),
    ),
    ("wall:consent", sent_to("https://a.example/age-gate?next=/wine")),
    ("wall:consent", sent_to("https://a.example/en/gdpr/choose?lang=en&return_to=/p")),
    ("wall:consent", sent_to("https://b.example/action/cookieAbsent?code=null")),
    (
        "wall:consent",
        sent_to("https://store.steampowered.com/agecheck/app/1/", "https://store.steampowered.com/app/1/"),
    ),
    ("wall:consent", seen(status=200, title="reddit.com: over 18?")),
    ("wall:login", sent_to("https://www.facebook.com/login/?next=x", "https://www.facebook.com/a/posts/1")),
    ("wall:login", sent_to("https://www.instagram.com/accounts/login/", "https://www.instagram.com/p/1/")),
    ("wall:login", seen("https://www.instagram.com/p/1/", status=200, title="Login • Instagram")),
    (
        "wall:login",
        sent_to("https://accounts.google.com/ServiceLogin?service=wise", "https://docs.google.com/document/d/1"),
    ),
    ("wall:login", sent_to("https://login.microsoftonline.com/common/oauth2/authorize")),
    ("wall:login", sent_to("https://github.com/login?return_to=x", "https://github.com/orgs/a/projects/1")),
    ("wall:login", sent_to("https://team.cloudflareaccess.com/cdn-cgi/access/login/a.example")),
    ("wall:login", sent_to("https://idp.uni.example/idp/profile/SAML2/Redirect/SSO?execution=e1s1")),
    ("wall:login", sent_to("https://b.example/auth?SAMLRequest=fZJN")),
    ("wall:login", sent_to("https://id.example/connect?client_id=a&scope=b&response_type=code")),
    ("wall:login", sent_to("https://a.example/accounts/login/?next=/papers/attention")),
    ("wall:login", sent_to("https://a.example/wp-login.php?redirect_to=https%3A%2F%2Fa.example%2Fp&reauth=1")),
    ("wall:login", sent_to("https://cas.uni.example/cas/?locale=en&service=https%3A%2F%2Fa.example%2F")),
    ("wall:login", sent_to("https://a.example/users/sign_in", body=b'<input name=pw type="password">')),
]
"""Mark and answer; every row of the table holds for one of these at least (`test_rows_are_each_shown_by_a_case`)."""

GOOD: list[tuple[str, Answer]] = [
    ("a page behind bot detection", seen(status=200, title="An essay", body=b"window['__CF$cv$params']={r:'1'}")),
    ("a page with the script of bot fight mode", seen(status=200, blank=True, title="App", body=b"/cdn-cgi/bm/cv/1")),
    ("another value of the header", seen(status=403, headers=[("cf-mitigated", "something")])),
    ("a poem", seen(status=200, title="Just a moment of peace", body=b"A poem.")),
    ("the title alone", seen(status=200, title="Just a moment...")),
    (
        "about the page",
        seen(status=200, title="Just a moment... what that page means", body=b"It sets <code>_CF</code>."),
    ),
    ("about the script", seen(status=200, title="How it works", body=b"<p>window._cf_chl_opt is an object.</p>")),
    ("the origin is down", seen(status=522, headers=[("server", "cloudflare")], body=b'<div id="cf-error-details">')),
    ("a cookie with a page", seen(status=200, headers=[("server", "cloudflare"), ("set-cookie", "__cf_bm=x")])),
    ("a cookie with what is gone", seen(status=404, headers=[("server", "cloudflare"), ("set-cookie", "__cf_bm=x")])),
    ("a page behind DataDome", seen(status=200, headers=[("x-datadome", "protected")], body=b"captcha-delivery.com")),
    (
        "a page behind Imperva",
        seen(status=200, headers=[("x-iinfo", "5-2")], body=b"<p>T<script src=/_Incapsula_Resource?x>"),
    ),
    (
        "an application behind Imperva",
        seen(status=200, blank=True, title="App", body=b"<script src=/_Incapsula_Resource?x>"),
    ),
    ("what is gone behind Akamai", seen(status=404, headers=[("server", "AkamaiGHost")])),
    ("a film of 2009", seen(status=200, title="Access Denied", body=b"<p>A film.</p>")),
    ("a history", seen(status=200, title="Access denied: a history", body=b"<p>Reference #1</p>")),
    ("a song", seen(status=200, title="You are being redirected...", body=b"<p>A song.</p>")),
    ("a redirect behind Sucuri that was followed", seen(status=200, headers=[("server", "Sucuri/Cloudproxy")])),
    ("about Anubis", seen(status=200, title="Anubis", body=b"<p>&lt;script id=&quot;anubis_challenge&quot;&gt;</p>")),
    ("an embedded challenge", seen(status=200, title="A shop", body=b"<script src='/_fs-ch-1T1w/challenge.js' defer>")),
    ("about challenges", seen(status=200, title="Client challenge protocols", body=b"<p>/_fs-ch-</p>")),
    ("a talk", seen(status=200, title="A talk - YouTube")),
    ("a bank", seen(status=200, title="x.com", body=b"<p>A bank.</p>")),
    ("a form", seen(status=200, title="Contact", body=b'<form id="captcha-form">')),
    ("accepted, with a page", seen(status=202, body=b"<p>Your report is being made.</p>")),
    ("no content", seen(status=204, blank=True)),
    ("a limit that is not used up", seen(status=403, headers=[("x-ratelimit-remaining", "10")])),
    ("a limit that was used up just now", seen(status=200, headers=[("x-ratelimit-remaining", "0")])),
    ("gone from a host with a wall", seen("https://medium.com/@a/b", status=404, title="Medium", body=b"<p>404</p>")),
    ("removed from a host with a wall", seen("https://medium.com/@a/b", status=410)),
    ("a host of almost that name", seen("https://notmedium.com/a", status=403)),
    ("a host below that name", seen("https://medium.com.a.example/a", status=403)),
    ("a time-out of a host that hangs up on crawlers", seen("https://medium.com/a", error=ErrorKind.TIMEOUT)),
    (
        "a capture",
        seen("https://archive.ph/WtQR3", status=200, headers=[("memento-datetime", "Mon, 02 Nov 2026 12:00:00 GMT")]),
    ),
    ("the archive's front page", seen("https://archive.ph/", status=200)),
    ("a page to sign in on that the list means", seen("https://a.example/login?next=/p", status=200)),
    ("the door of a service", sent_to("https://a.example/login?next=/", "https://a.example/")),
    (
        "from one page to sign in on to another",
        sent_to("https://b.example/login?next=/", "https://a.example/signin?next=/"),
    ),
    ("a manual of signing in", sent_to("https://docs.example/commands/login", body=b"<h1>login</h1><p>Signs in.</p>")),
    ("a manual of consent", sent_to("https://docs.example/gdpr/consent?lang=en")),
    ("a page of OAuth", sent_to("https://docs.example/oauth?client_id=what-is-that")),
    ("an article with a cookie set", sent_to("https://pubs.example/doi/10.1/1?cookieSet=1")),
    ("an article without cookies", sent_to("https://www.nature.com/articles/1?error=cookies_not_supported&code=1")),
    ("nothing", Answer()),
]
"""What it is, and answers without a mark: each is one sign away from a row, or two."""
