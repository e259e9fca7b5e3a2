"""Names -> addresses, without threads (aiodns), with --connect-to, and with the guard's word on each whole answer.

Hung look-ups on asyncio's own thread pool starve it (six are enough on two cores); c-ares has no such pool. Look-ups
of one name at the same time are joined, and answers kept, by aiohttp's connector.
"""

import asyncio
import errno
import ipaddress
import socket
from collections.abc import Sequence

import aiodns
from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.gather.egress import Guard
from crawler.settings import ConnectTo

_TIMEOUT_S = 5.0
SERVERS: Sequence[str] | None = None
"""The name servers to ask; None takes those of the system."""
_NO_SUCH_HOST = frozenset({aiodns.error.ARES_ENOTFOUND, aiodns.error.ARES_ENODATA, aiodns.error.ARES_ENONAME})


class NoSuchHostError(OSError):
    """The name does not exist, or has no address: the name servers say so themselves."""

    def __init__(self, host: str) -> None:
        super().__init__(socket.EAI_NONAME, f"no such host: {host}")


class DnsFailedError(OSError):
    """The name servers gave no usable answer: nothing is known about the name."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(errno.EAGAIN, f"no answer from DNS for {host}: {why}")


def connect_to(rules: Sequence[ConnectTo], host: str, port: int) -> tuple[str, int]:
    """Where a connection for `host` and `port` goes: the first rule that fits, as curl's --connect-to has it.

    >>> rules = [ConnectTo(host="", port=443, to_host="127.0.0.1", to_port=8443)]
    >>> connect_to(rules, "example.com", 443), connect_to(rules, "example.com", 80)
    (('127.0.0.1', 8443), ('example.com', 80))
    >>> connect_to([ConnectTo(host="[::1]", port=0, to_host="::2", to_port=0)], "::1", 443)
    ('::2', 443)
    """
    for rule in rules:
        if rule.host.strip("[]") in ("", host) and rule.port in (0, port):
            return rule.to_host or host, rule.to_port or port
    return host, port


class Resolver(AbstractResolver):
    """aiohttp's resolver, over aiodns."""

    def __init__(self, guard: Guard, rules: Sequence[ConnectTo] = (), servers: Sequence[str] | None = None) -> None:
        self._guard = guard
        self._rules = tuple(rules)
        self._dns = aiodns.DNSResolver(nameservers=servers or SERVERS, timeout=2.0, tries=2)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host that may be dialled; an error where the guard will not have the host."""
        asked, port = connect_to(self._rules, host, port)
        addresses = [asked] if is_literal(asked) else await self._look_up(asked, family)
        return [_result(host, address, port) for address in self._guard.admitted(addresses)]

    async def _look_up(self, host: str, family: socket.AddressFamily) -> list[str]:
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                answer = await self._dns.getaddrinfo(host, family=family, type=socket.SOCK_STREAM)
        except TimeoutError as error:
            raise DnsFailedError(host, f"nothing within {_TIMEOUT_S:g} s") from error
        except aiodns.error.DNSError as error:
            number, *words = error.args or (0,)
            if number in _NO_SUCH_HOST:
                raise NoSuchHostError(host) from error
            raise DnsFailedError(host, str(words[0]) if words else "unknown") from error
        addresses = [_text(node.addr[0]) for node in answer.nodes]
        if not addresses:
            raise NoSuchHostError(host)
        return addresses

    async def close(self) -> None:
        """Let the channel go."""
        await self._dns.close()


def is_literal(host: str) -> bool:
    """Whether a host is an address and needs no look-up.

    >>> is_literal("127.0.0.1"), is_literal("::1"), is_literal("localhost")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _text(address: bytes | str) -> str:
    return address.decode("ascii") if isinstance(address, bytes) else address


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
