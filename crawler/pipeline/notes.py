"""What of the settings a run's record keeps: every way round the guard, written as the person wrote it. Pure."""

from collections.abc import Iterator

from crawler import urls
from crawler.settings import ConnectTo, Settings


def notes(settings: Settings) -> tuple[str, ...]:
    """What let this run go where others do not: networks, ports, detours, proxies, and robots.txt left unread.

    >>> notes(Settings())
    ()
    >>> notes(Settings(allow_port=(81,), robots=False, proxies={"https": "http://user:secret@proxy.example:3128/"}))
    ('--allow-port 81', 'https_proxy http://proxy.example:3128', '--robots ignore')
    """
    return tuple(_notes(settings))


def _notes(settings: Settings) -> Iterator[str]:
    yield from (f"--allow-network {network}" for network in settings.allow_network)
    yield from (f"--allow-port {port}" for port in settings.allow_port)
    yield from (f"--connect-to {_pairs(rule)}" for rule in settings.connect_to)
    yield from (f"{scheme}_proxy {_shown(scheme, proxy)}" for scheme, proxy in sorted(settings.proxies.items()))
    if not settings.robots:
        yield "--robots ignore"


def _pairs(rule: ConnectTo) -> str:
    """A detour as curl has it.

    >>> _pairs(ConnectTo(host="", port=443, to_host="::1", to_port=0))
    ':443:[::1]:'
    """
    to_host = f"[{rule.to_host}]" if ":" in rule.to_host else rule.to_host
    return f"{rule.host}:{rule.port or ''}:{to_host}:{rule.to_port or ''}"


def _shown(scheme: str, proxy: str) -> str:
    """A proxy without its password; the hosts that go without one as they are.

    >>> _shown("all", "http://user:secret@proxy.example"), _shown("no", "localhost,.test"), _shown("all", "u:p@[")
    ('http://proxy.example', 'localhost,.test', 'null')
    """
    return proxy if scheme == "no" else urls.origin_of(proxy)
