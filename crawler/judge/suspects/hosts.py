"""Texts that name another host than their address. Pure."""

import re
from urllib.parse import unquote

from crawler.judge.suspects.seen import Seen
from crawler.judge.suspects.words import squeezed
from crawler.urls import parse

_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"'`|]+", re.IGNORECASE)
_DOMAIN = re.compile(r"((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|edu|gov|info|org))(?:/\S*)?")
"""A text that is nothing but a host. `ASP.NET`, `Vue.js` and `README.md` are none, nor is `Booking.com`, a name."""
_CUT_SHORT = ("\u2026", "...")

_ELSEWHERE = frozenset(
    re.findall(
        r"\S+",
        """aka.ms amzn.to archive.is archive.md archive.org archive.ph archive.today bit.ly buff.ly doi.org fb.me
        feedproxy.google.com ghostarchive.org git.io go.microsoft.com goo.gl handle.net href.li is.gd j.mp
        l.facebook.com lnkd.in n2t.net ow.ly perma.cc purl.org rebrand.ly safelinks.protection.outlook.com
        scholar.archive.org shorturl.at t.co tiny.cc tinyurl.com translate.goog translate.google.com urn.fi v.gd
        w3id.org webcache.googleusercontent.com""",
    )
)
"""Hosts whose addresses lead to others by their nature: shorteners, resolvers, archives, translators."""
_SHARED = frozenset(
    re.findall(
        r"\S+",
        """blogspot.com github.io gitlab.io herokuapp.com medium.com netlify.app pages.dev readthedocs.io
        sourceforge.net substack.com tumblr.com vercel.app wordpress.com""",
    )
)
"""Hosts below which everybody has one of his own."""
_FAMILIES = (
    ("ar5iv.org", "alphaxiv.org", "arxiv.org"),
    ("facebook.com", "fb.com", "meta.com"),
    ("git.io", "github.com", "github.io", "githubusercontent.com"),
    ("gitlab.com", "gitlab.io"),
    ("go.dev", "godoc.org", "golang.org"),
    ("blog.google", "google.com", "googleblog.com", "withgoogle.com"),
    ("mozilla.com", "mozilla.org"),
    ("readthedocs.io", "readthedocs.org"),
    ("stackexchange.com", "stackoverflow.com"),
    ("twitter.com", "x.com"),
    ("youtu.be", "youtube.com"),
)
"""Sites of one owner, or with one content."""
_FAMILY = {name: number for number, names in enumerate(_FAMILIES) for name in names}


def other_host(seen: Seen, text: str) -> tuple[str, str] | None:
    """The host that the text names and the one that the address leads to, if they have nothing to do with each other.

    >>> other_host(Seen(link=None, host="b.example"), "https://a.example/page")
    ('a.example', 'b.example')
    >>> other_host(Seen(link=None, host="docs.a.example"), "www.a.example")
    >>> other_host(Seen(link=None, host="github.com", path="/fastai/fastai"), "fastai.com")
    """
    named = [host for match in _URL.finditer(text) if (host := _named(match[0], text))]
    domain = None if named else _DOMAIN.fullmatch(text)
    hosts = [domain[1]] if domain else named
    if not hosts or any(_may_be(host, seen, is_name=domain is not None) for host in hosts):
        return None
    return hosts[0], seen.host


def _named(url: str, text: str) -> str:
    """The host of a URL in a text; empty where it is cut short, or no whole one."""
    parsed = parse(url if "//" in url else f"http://{url}")
    if parsed is None or (len(parsed.pathname) <= 1 and text.endswith(_CUT_SHORT)):
        return ""
    host = str(parsed.hostname).removeprefix("www.").rstrip(".")
    return host if "." in host else ""


def _may_be(host: str, seen: Seen, *, is_name: bool) -> bool:
    """Whether an address leads to the host that its text names, as far as can be seen from here."""
    if one_site(host, seen.host) or {host, site(host), seen.host, site(seen.host)} & _ELSEWHERE:
        return True
    if host in unquote(f"{seen.path}{seen.search}").casefold():
        return True
    # `mlpack.org` is a name first, and its address may be anywhere that has the name in it; but
    # `paypal.com.evil.example` is made to be read as `paypal.com`.
    name = squeezed(site(host).partition(".")[0])
    return is_name and name in squeezed(f"{seen.host}{seen.path}") and not seen.host.startswith(f"{host}.")


def one_site(host: str, other: str) -> bool:
    """Whether two hosts are one's own.

    >>> one_site("blog.a.example", "a.example"), one_site("a.github.io", "github.com")
    (True, True)
    >>> one_site("a.github.io", "b.github.io"), one_site("a.example", "b.example")
    (False, False)
    """
    here, there = site(host), site(other)
    if here == there:
        return True
    ends = ".".join(here.split(".")[-2:]), ".".join(there.split(".")[-2:])
    return ends[0] != ends[1] and _FAMILY.get(ends[0], -1) == _FAMILY.get(ends[1], -2)


def site(host: str) -> str:
    """The part of a host that is somebody's own, without a list of all suffixes.

    >>> site("blog.example.com"), site("www.cs.ox.ac.uk"), site("a.b.github.io"), site("localhost")
    ('example.com', 'ox.ac.uk', 'b.github.io', 'localhost')
    """
    labels = host.split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if country or ".".join(labels[-2:]) in _SHARED else labels[-2:])
