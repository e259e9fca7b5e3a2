"""The ways in which hosts turn crawlers away. The texts are ours; the marks in them are those of the real walls."""

from tests.web.answer import HTML, Answer

_CLOUDFLARE = (("Content-Type", HTML), ("Server", "cloudflare"), ("CF-RAY", "8f0000000000abcd-AMS"))

_CHALLENGE = """<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow"><meta http-equiv="refresh" content="390">
<script>window._cf_chl_opt={cvId:'3',cType:'managed'};</script>
<script src="/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1"></script></head>
<body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>"""

_REFUSED = """<!DOCTYPE html><html lang="en-US"><head><title>Attention Required! | Cloudflare</title></head><body>
<div id="cf-wrapper"><div id="cf-error-details"><h1>Sorry, you have been blocked</h1>
<p>This replica turns crawlers away as the host does.</p></div></div></body></html>"""


def challenge(*, header: bool = True) -> Answer:
    """Cloudflare's challenge: 403, and `cf-mitigated: challenge` unless something on the way took that header off."""
    mitigated = (("cf-mitigated", "challenge"),) if header else ()
    return Answer(status=403, headers=(*_CLOUDFLARE, *mitigated), body=_CHALLENGE.encode())


def refused() -> Answer:
    """Cloudflare's plain refusal: 403 and a page that says so."""
    return Answer(status=403, headers=_CLOUDFLARE, body=_REFUSED.encode())


def throttled(retry_after: str | None = None) -> Answer:
    """429, with or without a word on when to come back."""
    patience = (("Retry-After", retry_after), ("RateLimit", '"pages";r=0;t=1')) if retry_after else ()
    return Answer(status=429, headers=(("Content-Type", "text/plain"), *patience), body=b"Rate exceeded.")


def challenge_page(title: str) -> Answer:
    """What a redirect to a challenge shows: 200, and nothing of the page that was asked for."""
    body = f"""<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><main>
<h1>Verifying your browser</h1><p>This takes a moment and needs JavaScript.</p></main></body></html>"""
    return Answer(headers=(("Content-Type", HTML), ("Cache-Control", "no-store")), body=body.encode(), title=title)
