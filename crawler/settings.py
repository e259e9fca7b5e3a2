"""One frozen value that goes down as one argument, and the small notations in it. Pure.

What may be written in a file or as a flag is the table of `crawler.keys`; where it is read, `crawler.configuration`.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crawler import PROJECT_URL, __version__, urls
from crawler.errors import SettingsError
from crawler.model import Suspicion

KIB = 1024
MIB = 1024 * KIB

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    """What is different for one host."""

    concurrency: int | None = None
    """At most so many requests at once; None takes the general setting."""
    rate: float | None = None
    """At most so many requests a second; None takes the general setting; 0 means no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedHeader:
    """A header that is sent to exactly one host and to no other, redirects included."""

    host: str
    """As a URL has it: lower case, ASCII, with its port where that is not the scheme's own."""
    name: str
    value: str = field(repr=False)
    """Often a secret: it stands in no repr and in no message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectTo:
    """As curl's --connect-to: requests for one host and port are connected to another; empty or 0 matches any."""

    host: str
    """As a URL has it, an IPv6 address in its brackets."""
    port: int
    to_host: str
    """As a connection wants it, an IPv6 address without brackets; empty leaves the host as it is."""
    to_port: int
    """0 leaves the port as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What hosts' interfaces let their users prove themselves with; each empty where there is none.

    Every one is taken from the environment variable of its name, never from a file, and is a secret.
    """

    github_token: str = field(default="", repr=False)
    github_api_url: str = "https://api.github.com"
    """GITHUB_API_URL, as GitHub's runners set it: another one for a server of one's own. No secret."""
    youtube_api_key: str = field(default="", repr=False)
    s2_api_key: str = field(default="", repr=False)
    """Of Semantic Scholar."""
    openalex_api_key: str = field(default="", repr=False)
    hf_token: str = field(default="", repr=False)
    """Of Hugging Face."""
    stackexchange_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set, with its default."""

    db: Path = Path("reports/crawl.db")
    out: Path = Path("reports")
    fail_on: frozenset[str] = frozenset({"broken", "dead", "hijacked"})
    suspicious: frozenset[str] = frozenset(Suspicion)
    """Kinds of suspicious links that are reported."""
    exclude: tuple[str, ...] = ()
    """Regular expressions; a URL in which one is found is skipped."""
    evergreen: tuple[str, ...] = ()
    """Regular expressions; what a URL in which one is found leads to does not age."""
    root: Path = Path()
    """The repository's root: links to files are looked up below it and never outside."""

    user_agent: str = f"listkeeper/{__version__} (+{PROJECT_URL})"
    headers: tuple[ScopedHeader, ...] = ()
    cacert: Path | None = None
    connect_to: tuple[ConnectTo, ...] = ()
    allow_network: tuple[Network, ...] = ()
    """Networks that may be asked although they are not public."""
    allow_port: tuple[int, ...] = ()
    """Ports that a URL may name beside 80, 443, and 1024 and above."""
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Scheme (`http`, `https`, `all`, `no`) -> proxy, as the usual environment variables say; may hold a password."""
    robots: bool = True
    """Whether robots.txt is respected."""
    robots_ttl_s: float = 86_400.0
    """RFC 9309, 2.4: a cached robots.txt should not be used for more than a day."""

    connect_timeout_s: float = 10.0
    first_byte_timeout_s: float = 20.0
    total_timeout_s: float = 60.0
    concurrency: int = 128
    host_concurrency: int = 8
    host_concurrency_start: int = 2
    host_rate: float = 10.0
    """Requests a second; 0 means no limit."""
    host_rate_start: float = 4.0
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    attempts: int = 3
    retry_after_cap_s: float = 120.0
    redirects: int = 10
    html_bytes: int = 512 * KIB
    pdf_bytes: int = 64 * KIB
    wire_bytes: int = 4 * MIB
    """At most so many bytes of a body as they come over the wire."""
    unpack_ratio: int = 100
    """A body may unpack to so many times its size on the wire, and not to more."""
    header_bytes: int = 64 * KIB
    parse_timeout_s: float = 5.0
    """Seconds of CPU that one page may take to read."""

    apis: bool = True
    """Whether hosts' interfaces for programs are asked before pages."""
    keys: Keys = Keys()
    archive_time_s: float = 60.0
    """Seconds of a run that may go to web archives; 0 asks none of them."""
    archive: bool = True
    """Whether an archive's copy is offered for a link that is gone."""
    budget: int = 0
    """Requests of a run, about; 0 sets no bound."""
    alive_days: float = 14.0
    failing_days: float = 1.0
    repository_days: float = 730.0
    """Without a push or a release for longer, a repository is stale."""
    feed_days: float = 365.0
    """Without a new post for longer, a blog or a channel is."""
    unverified_days: float = 30.0
    """What was not seen well for longer is unverified."""
    dashboard: bool = True
    """Whether `publish` keeps an issue with all that waits for a person."""
    pull_request: bool = True
    """Whether `publish` proposes fixes in a pull request."""
    fixes: int = 20
    """Rows of a pull request; the others wait in the dashboard."""
    review_comments: int = 10
    """Comments of one review."""
    pause_days: float = 7.0
    """After a person has merged or closed a pull request, the next one waits so long."""
    ask_all: bool = False
    fresh: bool = False
    quiet: bool = False
    note: str = ""
    """A sentence that every page of the report shows."""


_HEADER = re.compile(
    r"\s*(?P<host>(?:\[[0-9A-Fa-f:.]+\]|[^\s:/@?#\[\]]+)(?::[0-9]+(?=\s*:))?)"  # example.com, [::1], localhost:8080
    r"\s*:\s*(?P<name>(?![0-9]+\s*:)[!#$%&'*+.^_`|~0-9A-Za-z-]+)"  # a token of RFC 9110, 5.6.2
    r"\s*:[ \t]*(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*",  # a field value, 5.5: no control but the tab
)
_OURS = frozenset({"connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade"})
"""Fields that frame the request: a second one of them is how requests are smuggled (RFC 9112, 11.2)."""


def scoped_header(text: str) -> ScopedHeader:
    """Read `host: Name: value`; the host is exactly one host, and no message repeats the value.

    >>> scoped_header("API.example.com: Accept: text/html")
    ScopedHeader(host='api.example.com', name='Accept')
    >>> scoped_header("localhost:8080: Authorization: Bearer a:b").value
    'Bearer a:b'
    >>> scoped_header("Authorization: Bearer abc")
    Traceback (most recent call last):
    crawler.errors.SettingsError: a header is written as "host: Name: value"; this one has no host, or a bad name
    """
    match = _HEADER.fullmatch(text)
    if match is None:
        raise SettingsError('a header is written as "host: Name: value"; this one has no host, or a bad name')
    name = match["name"]
    if name.lower() in _OURS:
        raise SettingsError(f"the header {name} is written by Listkeeper itself: leave it out")
    return ScopedHeader(host=host_name(match["host"]), name=name, value=match["value"])


def host_name(text: str) -> str:
    """A host as URLs have it, or an error: a whole host, with a port if need be, and no pattern.

    >>> host_name("Bücher.Example"), host_name("localhost:8080"), host_name("[::0:1]")
    ('xn--bcher-kva.example', 'localhost:8080', '[::1]')
    >>> host_name("*.example.com")
    Traceback (most recent call last):
    crawler.errors.SettingsError: '*.example.com' is no host: write one whole name, as in "example.com"
    """
    host = "" if re.search(r"[\s/@?#*\\]", text) else urls.host_of(f"https://{text}/")
    if not host:
        raise SettingsError(f'{text!r} is no host: write one whole name, as in "example.com"')
    return host


_PART = r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)"
_CONNECT_TO = re.compile(rf"{_PART}:([0-9]*):{_PART}:([0-9]*)")
_LAST_PORT = 65_535


def connect_to(text: str) -> ConnectTo:
    """Read curl's `HOST1:PORT1:HOST2:PORT2`; an empty part means any, or leaves it as it is.

    >>> connect_to("Example.com:443:127.0.0.1:8443")
    ConnectTo(host='example.com', port=443, to_host='127.0.0.1', to_port=8443)
    >>> connect_to("::[::1]:8443")
    ConnectTo(host='', port=0, to_host='::1', to_port=8443)
    >>> connect_to("example.com:443")
    Traceback (most recent call last):
    crawler.errors.SettingsError: 'example.com:443' is not HOST1:PORT1:HOST2:PORT2; an IPv6 address stands in [brackets]
    """
    match = _CONNECT_TO.fullmatch(text)
    if match is None:
        raise SettingsError(f"{text!r} is not HOST1:PORT1:HOST2:PORT2; an IPv6 address stands in [brackets]")
    host, from_port, to_host, to_port = match.groups()
    return ConnectTo(
        host=host_name(host) if host else "",
        port=_port(from_port),
        to_host=host_name(to_host).strip("[]") if to_host else "",
        to_port=_port(to_port),
    )


def _port(text: str) -> int:
    number = int(text[:6] or 0)  # six digits are already too many, and int() refuses thousands of them
    if number > _LAST_PORT:
        raise SettingsError(f"{number} is no port: they end at {_LAST_PORT}")
    return number


def port(text: str) -> int:
    """Read the number of a port.

    >>> port("22")
    22
    >>> port("0")
    Traceback (most recent call last):
    crawler.errors.SettingsError: '0' is no port: they go from 1 to 65535
    """
    if not re.fullmatch("[1-9][0-9]{0,4}", text) or int(text) > _LAST_PORT:
        raise SettingsError(f"{text[:20]!r} is no port: they go from 1 to {_LAST_PORT}")
    return int(text)


def network(text: str) -> Network:
    """Read a network in CIDR notation; a single address is a network of one.

    >>> network("10.0.0.0/8"), network("::1")
    (IPv4Network('10.0.0.0/8'), IPv6Network('::1/128'))
    >>> network("10.1.2.3/8")
    Traceback (most recent call last):
    crawler.errors.SettingsError: '10.1.2.3/8' is no network: write it as 10.0.0.0/8
    """
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise SettingsError(f"{text!r} is no network: write it as {_meant(text)}") from None


def _meant(text: str) -> str:
    """The network that holds the address, if that is all that is wrong with it."""
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return "10.0.0.0/8 or fd00::/8"
