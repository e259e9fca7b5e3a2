"""Where a connection may go, decided on the address that is dialled and not on the host's name.

A port is judged before anything else happens; a name's addresses together, when it is looked up; each address once more
when its socket is made. What was judged is what is dialled. The table is ours and not `ipaddress.is_global`: that one
admits NAT64, 6to4, IPv4-compatible and other forms that lead to private addresses, and its answers differ between
versions of Python. Sources of the rows: IANA's registries of special-purpose addresses (RFC 6890 and its updates), and
the metadata addresses that clouds document.
"""

import errno
import ipaddress
import socket
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from crawler.settings import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # this network, RFC 791
            "10.0.0.0/8",  # private, RFC 1918
            "100.64.0.0/10",  # shared by carriers, RFC 6598
            "127.0.0.0/8",  # loopback, RFC 1122
            "168.63.129.16/32",  # Azure's WireServer
            "169.254.0.0/16",  # link-local and most clouds' metadata, RFC 3927
            "172.16.0.0/12",  # private, RFC 1918
            "192.0.0.0/24",  # protocol assignments, RFC 6890; Oracle's metadata
            "192.0.2.0/24",  # documentation, RFC 5737
            "192.31.196.0/24",  # AS112, RFC 7535
            "192.52.193.0/24",  # AMT, RFC 7450
            "192.88.99.0/24",  # 6to4 relays, RFC 7526
            "192.168.0.0/16",  # private, RFC 1918
            "192.175.48.0/24",  # AS112, RFC 7534
            "198.18.0.0/15",  # benchmarks, RFC 2544
            "198.51.100.0/24",  # documentation, RFC 5737
            "203.0.113.0/24",  # documentation, RFC 5737
            "224.0.0.0/3",  # multicast and reserved, RFC 5771 and RFC 1112
        ),
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
"""All that is allotted to the public (RFC 4291); everything else is refused, embedded IPv4 forms included."""
_REFUSED_V6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them, RFC 2928 and RFC 4380
            "2001:db8::/32",  # documentation, RFC 3849
            "2002::/16",  # 6to4: an IPv4 address inside, RFC 3056
            "2620:4f:8000::/48",  # AS112, RFC 7534
            "3fff::/20",  # documentation, RFC 9637
        ),
    )
)
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Where NAT64 puts all of IPv4, and DNS64 what it makes up for a name: RFC 6052, 2.1 and RFC 6147, 5.2."""
_WEB_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1024
"""Below are the system's ports (RFC 6335, 6): mail, shells, files. Above are a web server's as well as anybody's."""


class ForbiddenAddressError(OSError):
    """The address is not public, and no setting allows it."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not a public address; --allow-network allows it")


class ForbiddenPortError(OSError):
    """The web is not spoken on this port, and no setting allows it."""

    def __init__(self, port: int) -> None:
        super().__init__(errno.EACCES, f"{port} is no port of the web; --allow-port allows it")


class Guard:
    """Decides which ports may be asked, and which addresses dialled."""

    def __init__(self, allowed: Iterable[Network] = (), ports: Collection[int] = ()) -> None:
        self._allowed = tuple(allowed)
        self._ports = _WEB_PORTS.union(ports)

    def permits(self, address: str) -> bool:
        """Whether a connection may go to this literal address.

        >>> guard = Guard()
        >>> [guard.permits(a) for a in ("93.184.216.34", "127.0.0.1", "::ffff:127.0.0.1", "2606:2800:220:1::1", "x")]
        [True, False, False, True, False]
        >>> Guard([ipaddress.ip_network("127.0.0.0/8")]).permits("127.0.0.1")
        True
        """
        parsed = _parsed(address)
        if parsed is None:
            return False
        return _is_public(parsed) or any(parsed in network for network in self._allowed)

    def admitted(self, addresses: Sequence[str]) -> list[str]:
        """Those of a name's addresses that may be dialled; ForbiddenAddressError where one of them condemns the name.

        A name with a public and a private address is a trick, or a mistake that nothing good comes of. Behind DNS64
        each name has an address under 64:ff9b::/96 too: where that stands for a public one, it is merely left out.

        >>> Guard().admitted(["93.184.216.34", "64:ff9b::5db8:d822"])
        ['93.184.216.34']
        >>> Guard().admitted(["93.184.216.34", "64:ff9b::7f00:1"])
        Traceback (most recent call last):
        crawler.gather.egress.ForbiddenAddressError: [Errno 13] 64:ff9b::7f00:1 is not a public address; \
--allow-network allows it
        """
        permitted = [address for address in addresses if self.permits(address)]
        condemned = [a for a in addresses if a not in permitted and not self._is_translation(a)]
        if condemned or not permitted:
            raise ForbiddenAddressError((condemned or addresses)[0])
        return permitted

    def _is_translation(self, address: str) -> bool:
        """Whether this is NAT64's form of an IPv4 address that may be dialled itself."""
        parsed = _parsed(address)
        if parsed is None or parsed not in _TRANSLATED:
            return False
        return self.permits(str(ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF)))

    def check_port(self, port: int) -> None:
        """Raise ForbiddenPortError unless a URL may name this port.

        >>> Guard(ports=[22]).check_port(22)
        >>> Guard().check_port(1023)
        Traceback (most recent call last):
        crawler.gather.egress.ForbiddenPortError: [Errno 13] 1023 is no port of the web; --allow-port allows it
        """
        if port not in self._ports and port < _FIRST_FREE_PORT:
            raise ForbiddenPortError(port)

    def check(self, address: str) -> None:
        """Raise ForbiddenAddressError unless a connection may go to `address`."""
        if not self.permits(address):
            raise ForbiddenAddressError(address)

    def socket(self, info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        """A socket for one address, made only if the address may be dialled: the last door before the network."""
        family, kind, proto, _, where = info
        self.check(str(where[0]))
        made = socket.socket(family=family, type=kind, proto=proto)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


def _parsed(text: str) -> Address | None:
    """The address that a text is, its zone left out; None for what only a C library would take for one, as `127.1`."""
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _REFUSED_V4)
    return address in _PUBLIC_V6 and not any(address in network for network in _REFUSED_V6)
