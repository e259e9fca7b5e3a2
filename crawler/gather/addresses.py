"""The addresses that a page gives: its own, its image, its feed, its licence. Pure."""

from collections.abc import Iterable

from crawler import urls
from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup

_URL_CHARS = 2048
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_OF_COUNTRIES = frozenset(
    {"ac", "co", "com", "edu", "gob", "gov", "go", "gouv", "govt", "ltd", "mil", "ne", "net", "nom", "or", "org", "re"}
)
_SHARED = frozenset(
    {
        *(
            "github.io",
            "gitlab.io",
            "readthedocs.io",
            "netlify.app",
            "vercel.app",
            "pages.dev",
            "web.app",
            "herokuapp.com",
        ),
        *(
            "wordpress.com",
            "tumblr.com",
            "substack.com",
            "blogspot.com",
            "medium.com",
            "hatenablog.com",
            "neocities.org",
        ),
        *(
            "fandom.com",
            "weebly.com",
            "wixsite.com",
            "bitbucket.io",
            "surge.sh",
            "notion.site",
            "hf.space",
            "firebaseapp.com",
        ),
    }
)
"""Below them everybody may have a site."""


def absolute(address: str, base: str) -> str:
    """The address made absolute; empty where it leads nowhere on the web.

    >>> absolute(" /a", "https://b.example/c"), absolute("javascript:1", "https://b.example/")
    ('https://b.example/a', '')
    """
    parsed = urls.parse(address.strip(), base) if address.strip() and len(address) <= _URL_CHARS else None
    return str(parsed.href) if parsed and parsed.protocol in ("http:", "https:") else ""


def base_of(markup: Markup, url: str) -> str:
    """What the page's relative addresses start from."""
    return (absolute(markup.base, url) or url) if markup.base else url


def canonical_of(markup: Markup, url: str) -> tuple[str, str]:
    """The page's own address: on its own site, and not the front page, unless the page is.

    >>> canonical_of(Markup(canonical="/b"), "https://a.example/c"), canonical_of(Markup(canonical="/"), "https://a.example/c")
    (('https://a.example/b', 'link'), ('', ''))
    """
    given = ((markup.canonical, "link"), (markup.metas.get("og:url", ""), "og:url"))
    for text, source in given:
        address = absolute(text, base_of(markup, url)) if text else ""
        if address and same_site(address, url) and (urls.is_root(url) or not urls.is_root(address)):
            return address, source
    return "", ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are below one domain that somebody registered, as far as that can be told without a list.

    >>> same_site("https://www.a.example/", "https://m.a.example/"), same_site("https://a.github.io/", "https://b.github.io/")
    (True, False)
    >>> same_site("https://a.co.uk/", "https://b.co.uk/"), same_site("https://a.example/", "https://b.example/")
    (False, False)
    """
    return registrable(one) == registrable(other) != ""


def registrable(url: str) -> str:
    """The domain that somebody registered; an address in numbers is one by itself.

    >>> registrable("https://docs.python.org/3/"), registrable("https://www.bbc.co.uk/"), registrable("http://127.0.0.1:80/")
    ('python.org', 'bbc.co.uk', '127.0.0.1')
    """
    host = urls.host_of(url).partition(":")[0] if "[" not in url else urls.host_of(url)
    labels = host.rstrip(".").split(".")
    if labels[-1].isdigit():
        return host
    most = 2
    if len(labels) > most and (".".join(labels[-2:]) in _SHARED or _is_of_country(labels)):
        most = 3
    return ".".join(labels[-most:])


def _is_of_country(labels: list[str]) -> bool:
    return len(labels[-1]) == len("uk") and labels[-2] in _OF_COUNTRIES | {"blogspot"}


def image_of(markup: Markup, work: Work, url: str) -> tuple[str, str]:
    """The picture that stands for the page; it is never fetched."""
    names = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    given = [(markup.metas.get(name, ""), name) for name in names]
    return _first((*given, (work.image, "json-ld")), base_of(markup, url))


def feed_of(markup: Markup, url: str) -> tuple[str, str]:
    """The feed of the page or its site, no feed of comments.

    >>> hrefs = ("/comments/feed/", "/feed/")
    >>> links = tuple({"rel": "alternate", "type": "application/rss+xml", "href": href} for href in hrefs)
    >>> feed_of(Markup(links=links), "https://a.example/")
    ('https://a.example/feed/', 'link')
    """
    feeds = (held for held in markup.links if (held.get("type") or "").strip().lower().partition(";")[0] in _FEEDS)
    named = (held.get("href") or "" for held in feeds if not _is_of_comments(held.get("href"), held.get("title")))
    return _first(((href, "link") for href in named), base_of(markup, url))


def _is_of_comments(href: str | None, title: str | None) -> bool:
    return any(word in f"{href} {title}".lower() for word in ("comment", "kommentar", "commentaire"))


def licence_of(markup: Markup, work: Work, url: str) -> tuple[str, str]:
    """The licence as an SPDX name where its address says so plainly, or else that address.

    >>> links = ({"rel": "license", "href": "http://creativecommons.org/licenses/by-nc/3.0/de/"},)
    >>> licence_of(Markup(links=links), Work(), "https://a.example/")
    ('CC-BY-NC-3.0-DE', 'rel=license')
    """
    linked = [
        (held.get("href") or "", "rel=license") for held in markup.links if "license" in (held.get("rel") or "").lower()
    ]
    spots = [(spot.href, "rel=license") for spot in markup.spots if "license" in spot.rel]
    metas = [(markup.metas.get(name, ""), name) for name in ("dc.rights", "dcterms.license", "dc.rights.license")]
    others = [(spot.href, "link") for spot in markup.spots if "creativecommons.org/" in spot.href]
    address, source = _first((*linked, *spots, (work.licence, "json-ld"), *metas, *others), base_of(markup, url))
    return spdx(address) or address, source


def spdx(address: str) -> str:
    """The SPDX name of a Creative Commons licence; empty for what is none."""
    _, mark, path = address.partition("creativecommons.org/")
    parts = [part for part in path.lower().split("/") if part]
    if not mark or len(parts) < 3 or not parts[2].replace(".", "").isdigit():
        return ""
    if parts[:2] == ["publicdomain", "zero"]:
        return f"CC0-{parts[2]}"
    if parts[0] != "licenses" or not set(parts[1].split("-")) <= {"by", "nc", "nd", "sa"}:
        return ""
    country = f"-{parts[3].upper()}" if len(parts) > 3 and len(parts[3]) == 2 else ""
    return f"CC-{parts[1].upper()}-{parts[2]}{country}"


def _first(given: Iterable[tuple[str, str]], base: str) -> tuple[str, str]:
    found = ((absolute(address, base), source) for address, source in given if address)
    return next(((address, source) for address, source in found if address), ("", ""))
