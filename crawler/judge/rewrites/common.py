"""What may stand in any address: tracking parameters, http, a closing slash, www. Pure."""

from collections.abc import Sequence

from crawler.judge.rewrites.rule import GONE, Proof, Rule
from crawler.model import Health, Safety
from crawler.urls import host_of, parse

_EVERYWHERE = frozenset({"fbclid", "gclid"})
_UTM = "utm_"
_AT_HOST = {
    "youtube.com": frozenset({"ab_channel", "feature", "si"}),
    "youtu.be": frozenset({"feature", "si"}),
    "medium.com": frozenset({"source"}),
}
"""Name of a host -> parameters that say there where a reader came from; elsewhere they may mean something."""


def without_tracking(url: str) -> str:
    """The address without the parameters that only say where a reader came from; the others stay byte for byte.

    >>> without_tracking("https://a.example/?utm_source=x&q=%7Ea&fbclid=1#part")
    'https://a.example/?q=%7Ea#part'
    >>> without_tracking("https://www.youtube.com/watch?v=ErfnhcEV1O8&feature=share&t=3")
    'https://www.youtube.com/watch?v=ErfnhcEV1O8&t=3'
    >>> without_tracking("https://a.example/?source=list&si=1")
    'https://a.example/?source=list&si=1'
    """
    before, mark, fragment = url.partition("#")
    place, asks, query = before.partition("?")
    if not asks:
        return url
    dropped = _dropped(place)
    pairs = query.split("&")
    kept = [pair for pair in pairs if not _tracks(pair.partition("=")[0], dropped)]
    if len(kept) == len(pairs):
        return url
    return f"{place}{'?' if kept else ''}{'&'.join(kept)}{mark}{fragment}"


def _tracks(name: str, dropped: frozenset[str]) -> bool:
    return name in dropped or name.startswith(_UTM)


def _dropped(place: str) -> frozenset[str]:
    parsed = parse(place)
    host = str(parsed.hostname) if parsed else ""
    more = (names for name, names in _AT_HOST.items() if host == name or host.endswith(f".{name}"))
    return _EVERYWHERE.union(*more)


def untracked(url: str, _: Sequence[str]) -> list[str]:
    """The address without tracking parameters, if it has any.

    >>> untracked("https://a.example/x?gclid=1", ()), untracked("https://a.example/x?q=1", ())
    (['https://a.example/x'], [])
    """
    new = without_tracking(url)
    return [new] if new != url else []


def secure(url: str, _: Sequence[str]) -> list[str]:
    """The same address over TLS.

    >>> secure("http://a.example/x", ()), secure("https://a.example/x", ()), secure("http://a.example:8080/", ())
    (['https://a.example/x'], [], [])
    """
    parsed = parse(url)
    if parsed is None or parsed.protocol != "http:" or parsed.port:
        return []
    return [f"https:{url.partition(':')[2]}"]


_STRICT = frozenset(
    {"arxiv.org", "doi.org", "github.com", "gitlab.com", "huggingface.co", "stackoverflow.com"}
    | {"twitter.com", "x.com", "youtu.be", "youtube.com", "paperswithcode.com", "ocw.mit.edu"}
)
"""Hosts that answer alike with `www.` and a closing slash or without: what is gone there is gone in every spelling."""


_WITHOUT_WWW = frozenset({"medium.com"})
"""Hosts whose `www.` leads to themselves, although a closing slash matters there."""


def _is_strict(url: str) -> bool:
    """Whether another spelling is not worth a request.

    >>> _is_strict("https://www.github.com/a/b"), _is_strict("https://a.example/b")
    (True, False)
    """
    return host_of(url).removeprefix("www.") in _STRICT


def other_slash(url: str, _: Sequence[str]) -> list[str]:
    """The same address with a closing slash, or without the one that it has.

    >>> other_slash("https://a.example/x", ()), other_slash("https://a.example/x/?q=1", ())
    (['https://a.example/x/'], ['https://a.example/x?q=1'])
    >>> other_slash("https://a.example/x.pdf", ()), other_slash("https://a.example/", ())
    ([], [])
    """
    place, asks, query = url.partition("?")
    parsed = parse(place)
    if parsed is None or parsed.pathname in ("", "/") or place.endswith("//") or _is_strict(url):
        return []
    last = str(parsed.pathname).rpartition("/")[2]
    if "." in last:
        return []
    return [f"{place}/{asks}{query}" if last else f"{place[:-1]}{asks}{query}"]


def other_www(url: str, _: Sequence[str]) -> list[str]:
    """The same address at the host with `www.` before its name, or without.

    >>> other_www("https://a.example/x", ()), other_www("https://www.a.example/x", ())
    (['https://www.a.example/x'], ['https://a.example/x'])
    >>> other_www("https://docs.a.example/x", ()), other_www("https://192.0.2.1/", ())
    ([], [])
    """
    parsed = parse(url)
    if parsed is None or _is_strict(url) or host_of(url) in _WITHOUT_WWW:
        return []
    host, (scheme, _, rest) = str(parsed.hostname), url.partition("://")
    if host.startswith("www."):
        return [f"{scheme}://{rest.removeprefix('www.')}"] if host.count(".") > 1 else []
    return [f"{scheme}://www.{rest}"] if host.count(".") == 1 else []


TRACKING = Rule(
    name="tracking-parameters",
    because="the address without tracking parameters",
    source="their makers' own documentation: they only count visitors",
    safety=Safety.SAFE,
    proof=Proof.SAME,
    rewrite=untracked,
)
RULES = (
    Rule(
        name="https",
        because="the same address over https",
        source="RFC 9110, 4.2.2",
        safety=Safety.SAFE,
        proof=Proof.SAME,
        rewrite=secure,
        when=GONE | {Health.FAILING},
    ),
    Rule(
        name="closing-slash",
        because="only a closing slash differs",
        source="karpathy/karpathy.github.io#49, among many",
        safety=Safety.SAFE,
        proof=Proof.SAME,
        rewrite=other_slash,
        when=GONE,
    ),
    Rule(
        name="www",
        because="only www. differs",
        source="hosts that serve one of the two names alone",
        safety=Safety.SAFE,
        proof=Proof.SAME,
        rewrite=other_www,
        when=GONE,
    ),
)
