"""A name server of a test's own: UDP on 127.0.0.1, answers from a dict.

    with NameServer({"a.example": ["127.0.0.1", "::1"]}, mute={"slow.example"}) as dns:
        resolver = aiodns.DNSResolver(nameservers=[dns.address])

An alias is answered with its CNAME and the addresses of the other name. Names that it was told nothing of do not exist.
A name with addresses of one family only exists for the other one too, and has no address there (RFC 2308, 2.2: NODATA).
"""

import asyncio
import ipaddress
import struct
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self, cast

from tests.serving import Serving

_A, _CNAME, _AAAA = 1, 5, 28
_HEADER_BYTES = 12
_ASKED = b"\xc0\x0c"
"""A pointer to the name in the question (RFC 1035, 4.1.4)."""
_ANSWER, _RECURSION = 0x8000, 0x0180
_SERVFAIL, _NXDOMAIN = 2, 3


class NameServer:
    """Answers A and AAAA; `seen` holds each question as (name, `A` or `AAAA`)."""

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        *,
        mute: Collection[str] = (),
        failing: Collection[str] = (),
        aliases: Mapping[str, str] | None = None,
        ttl_s: int = 60,
    ) -> None:
        self.names = dict(names)
        """May be changed while the server runs: the next answer tells."""
        self._aliases = dict(aliases or {})
        self.seen: list[tuple[str, str]] = []
        self._mute = frozenset(mute)
        self._failing = frozenset(failing)
        self._ttl_s = ttl_s
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        serving = self._stack.enter_context(Serving())
        transport = serving.run(self._listen())
        self._stack.callback(lambda: serving.run(_closed(transport)))
        self.port: int = transport.get_extra_info("sockname")[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def address(self) -> str:
        """Address and port, as c-ares takes them."""
        return f"127.0.0.1:{self.port}"

    async def _listen(self) -> asyncio.DatagramTransport:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: _Talk(self), local_addr=("127.0.0.1", 0))
        return transport

    def reply(self, packet: bytes) -> bytes | None:
        """The answer to one question; None for a name about which the server keeps silent."""
        name, question = _question(packet)
        (kind,) = struct.unpack_from(">H", question, len(question) - 4)
        self.seen.append((name, {_A: "A", _AAAA: "AAAA"}.get(kind, str(kind))))
        if name in self._mute:
            return None
        if name in self._failing:
            return _packet(packet, question, _SERVFAIL, [])
        alias = self._aliases.get(name)
        if (alias or name) not in self.names:
            return _packet(packet, question, _NXDOMAIN, [])
        version = {_A: 4, _AAAA: 6}.get(kind)
        addresses = [ipaddress.ip_address(text) for text in self.names[alias or name]]
        owner = _name(alias) if alias else _ASKED
        records = [self._record(owner, kind, address.packed) for address in addresses if address.version == version]
        return _packet(packet, question, 0, [*([self._record(_ASKED, _CNAME, owner)] if alias else []), *records])

    def _record(self, owner: bytes, kind: int, data: bytes) -> bytes:
        return owner + struct.pack(">HHIH", kind, 1, self._ttl_s, len(data)) + data


class _Talk(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)  # the selector loop's own class is no subclass

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = self._server.reply(data)
        if reply is not None:
            self._transport.sendto(reply, addr)


def _question(packet: bytes) -> tuple[str, bytes]:
    """The name that is asked for, in lower case, and the bytes of the whole question."""
    labels, at = [], _HEADER_BYTES
    while length := packet[at]:
        labels.append(packet[at + 1 : at + 1 + length].decode("ascii"))
        at += 1 + length
    return ".".join(labels).lower(), packet[_HEADER_BYTES : at + 5]


def _name(name: str) -> bytes:
    """A name as it stands in a record."""
    return b"".join(bytes([len(label)]) + label.encode("ascii") for label in name.split(".")) + b"\0"


def _packet(packet: bytes, question: bytes, code: int, records: Sequence[bytes]) -> bytes:
    flags = _ANSWER | _RECURSION | code
    return packet[:2] + struct.pack(">HHHHH", flags, 1, len(records), 0, 0) + question + b"".join(records)


async def _closed(transport: asyncio.DatagramTransport) -> None:
    transport.close()
    await asyncio.sleep(0)
