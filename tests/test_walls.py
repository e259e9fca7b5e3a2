"""Walls and empty shells, in small pages of the shapes that were met."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.page import read
from crawler.gather.walls import SIGNS, marks

CHALLENGE = (
    b"<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'};"
    b"a.src='/cdn-cgi/challenge-platform/h/b/x'</script>"
)
AKAMAI = (
    b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission."
    b"<P>Reference&#32;&#35;18.2f8b1602.1700000000.1a2b3c4d</BODY></HTML>"
)
WATCHED = (
    b"<title>An essay</title><script>window['__CF$cv$params']={r:'1'}</script>"
    b"<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><p>Text.</p>"
)
WALLS = [
    (CHALLENGE, "wall:cloudflare"),
    (b'<title>Just a moment...</title><form id="challenge-form" action="/?__cf_chl_jschl_tk__=1">', "wall:cloudflare"),
    (b"<title>Attention Required! | Cloudflare</title><h1>One more step</h1>", "wall:cloudflare"),
    (b"<title>Please Wait... | Cloudflare</title>Please enable cookies.", "wall:cloudflare"),
    (b"<title>Access denied | a.example used CloudFlare to restrict access</title>", "wall:cloudflare"),
    (b"<html><title>You are being redirected...</title><script>sucuri_cloudproxy_js=''</script>", "wall:sucuri"),
    (AKAMAI, "wall:akamai"),
    (b'<title>Google Scholar</title><div id="gs_captcha_ccl"></div>', "wall:google"),
    (b'<title>Sorry...</title><form id="captcha-form" action=index>', "wall:google"),
    (b"<title>Before you continue to YouTube</title><form action=https://consent.youtube.com/save>", "wall:consent"),
    (b"<title>x.com</title><meta http-equiv=refresh content='0; url = https://x.com/x/migrate?tok=1'>", "wall:x"),
    (b"<title> - YouTube</title><script>var ytInitialPlayerResponse={}</script>", "empty:youtube"),
]
PAGES = [
    WATCHED,
    b"<title>Just a moment of peace</title><p>A poem.</p>",
    b"<title>Just a moment... what Cloudflare's page means</title><p>It sets <code>_CF</code>.</p>",
    b"<title>How window._cf_chl_opt works</title><p>window._cf_chl_opt is an object.</p>",
    b"<title>Access Denied</title><p>A film of 2009.</p>",
    b"<title>Access denied: a history</title><p>Reference #1</p>",
    b"<title>You are being redirected...</title><p>A song.</p>",
    b"<title>A talk - YouTube</title>",
    b"<title>x.com</title><p>A bank.</p>",
    b'<title>Contact</title><form id="captcha-form"></form>',
    b"",
]


@pytest.mark.parametrize(("body", "mark"), WALLS)
def test_read_marks_walls(body: bytes, mark: str) -> None:
    """Each wall is known by its page alone, whatever its status."""
    assert read(body, "text/html", "https://a.example/").marks == (mark,)


@pytest.mark.parametrize("body", PAGES)
def test_read_marks_no_page_that_a_person_would_read(body: bytes) -> None:
    """A page that only speaks like a wall, or stands behind one, has no mark."""
    assert read(body, "text/html", "https://a.example/").marks == ()


@pytest.mark.parametrize(
    ("status", "headers", "title", "body", "found"),
    [
        (403, [("server", "x"), ("cf-mitigated", " Challenge")], None, b"", ("wall:cloudflare",)),
        (403, [("cf-mitigated", "something")], None, b"", ()),
        (503, [], "Just a moment...", b"", ("wall:cloudflare",)),
        (200, [], "Just a moment...", b"", ()),
        (403, [], "Einen Moment, bitte", b"<script>window._cf_chl_opt={}", ("wall:cloudflare",)),
        (None, [], None, b"", ()),
    ],
)
def test_marks_reads_status_and_headers(
    status: int | None, headers: list[tuple[str, str]], title: str | None, body: bytes, found: tuple[str, ...]
) -> None:
    """Where the page says little, its status and header fields say the rest."""
    assert marks(status, headers, title, body) == found


@given(title=st.none() | st.text(max_size=40), body=st.binary(max_size=100), status=st.none() | st.integers(100, 999))
def test_marks_takes_anything(title: str | None, body: bytes, status: int | None) -> None:
    """Any answer has marks out of the table, or none."""
    assert set(marks(status, [], title, body)) <= {sign.mark for sign in SIGNS}
