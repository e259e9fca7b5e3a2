"""Where a connection may go, decided on the address that is dialled and not on the host's name.

The table is ours and not `ipaddress.is_global`: that one admits NAT64, 6to4, IPv4-compatible and other forms that lead
to private addresses, and its answers differ between versions of Python. Sources of the rows: IANA's registries of
special-purpose addresses (RFC 6890 and its updates), and the metadata addresses that clouds document.
"""

import errno
import ipaddress
import socket
from collections.abc import Iterable
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


class ForbiddenAddressError(OSError):
    """The address is not public, and no setting allows it."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not a public address; --allow-network allows it")


class Guard:
    """Decides which addresses may be dialled."""

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def permits(self, address: str) -> bool:
        """Whether a connection may go to this literal address.

        >>> guard = Guard()
        >>> [guard.permits(a) for a in ("93.184.216.34", "127.0.0.1", "::ffff:127.0.0.1", "2606:2800:220:1::1", "x")]
        [True, False, False, True, False]
        >>> Guard([ipaddress.ip_network("127.0.0.0/8")]).permits("127.0.0.1")
        True
        """
        try:
            parsed = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return _is_public(parsed) or any(parsed in network for network in self._allowed)

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


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _REFUSED_V4)
    return address in _PUBLIC_V6 and not any(address in network for network in _REFUSED_V6)
