"""Names under the guard: a real name server, a real fetcher, and a network that records what is dialled."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from crawler.gather import dns as dns_module
from crawler.gather.dns import Resolver, connect_to
from crawler.gather.exchange import Reply
from crawler.gather.fetcher import Fetcher
from crawler.model import ErrorKind
from crawler.settings import ConnectTo, Settings
from tests import answers
from tests.dns import NameServer
from tests.gathering import STILL, ask
from tests.recorder import recorded
from tests.site import Site
from tests.test_egress import PUBLIC, REFUSED

PUBLIC_V4, PUBLIC_V6 = "93.184.216.34", "2606:2800:220:1::1"
ROWS = [address for address in REFUSED.split() if "%" not in address]
FORBIDDEN = ErrorKind.FORBIDDEN_ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """A fetcher, the name server that it asks, and what it dialled."""

    fetcher: Fetcher
    dns: NameServer
    dials: list[tuple[str, int]]

    async def get(self, host: str, path: str = "/") -> Reply:
        """Ask a host for a page."""
        return await self.fetcher.fetch(ask(f"http://{host}{path}"))


@asynccontextmanager
async def net(site: Site, dns: NameServer, settings: Settings | None = None) -> AsyncIterator[Net]:
    """Every dial is recorded, and ends at the site, which answers `canary`."""
    settings = settings or Settings()
    site.anything(answers.page("canary"))
    with dns, recorded(site.port) as dials:
        make = partial(Resolver, rules=settings.connect_to, servers=[dns.address])
        async with Fetcher(settings, STILL, resolver=make) as fetcher:
            yield Net(fetcher=fetcher, dns=dns, dials=dials)


def named(number: int) -> str:
    """The name of one row."""
    return f"row{number}.test"


async def test_resolve_refuses_a_name_of_each_forbidden_address(site: Site) -> None:
    """A name that leads to one row of the table, alone, is looked up and not dialled."""
    rows = {named(n): [address] for n, address in enumerate(ROWS)}
    async with net(site, NameServer(rows)) as here:
        found = {address: (await here.get(name)).error for name, (address,) in rows.items()}
    assert found == dict.fromkeys(ROWS, FORBIDDEN)
    assert {name for name, _ in here.dns.seen} == set(rows)
    assert (here.dials, site.seen) == ([], [])


@pytest.mark.parametrize("public", [PUBLIC_V4, PUBLIC_V6])
@pytest.mark.parametrize("first", [True, False])
async def test_resolve_refuses_a_name_with_a_public_and_a_private_address(site: Site, public: str, first: bool) -> None:
    """Whichever comes first and in whichever family: the whole name is refused, and nothing of it dialled."""
    rows = {named(n): [public, address] if first else [address, public] for n, address in enumerate(ROWS)}
    async with net(site, NameServer(rows)) as here:
        found = {address: await here.get(named(n)) for n, address in enumerate(ROWS)}
    assert {address: reply.error for address, reply in found.items()} == dict.fromkeys(ROWS, FORBIDDEN)
    assert (here.dials, site.seen) == ([], [])
    said = {address: reply.detail.partition(" is not a public address")[0] for address, reply in found.items()}
    assert {address: ipaddress.ip_address(text) for address, text in said.items()} == {
        address: ipaddress.ip_address(address) for address in ROWS
    }


async def test_resolve_dials_every_public_neighbour_of_the_table(site: Site) -> None:
    """The rows refuse themselves and nothing beside them; what is dialled is what the name server said."""
    rows = {named(n): [address] for n, address in enumerate(PUBLIC.split())}
    async with net(site, NameServer(rows)) as here:
        assert [(await here.get(name)).body for name in rows] == [b"canary"] * len(rows)
    assert here.dials == [(address, 80) for address in PUBLIC.split()]


@pytest.mark.parametrize(
    ("answer", "dialled"),
    [
        ([PUBLIC_V4, "64:ff9b::5db8:d822"], [PUBLIC_V4]),
        (["64:ff9b::808:808", "8.8.8.8", "64:ff9b::101:101", "1.1.1.1"], ["8.8.8.8"]),
        ([PUBLIC_V4, "64:ff9b::7f00:1"], None),
        ([PUBLIC_V4, "64:ff9b::a9fe:a9fe"], None),
        ([PUBLIC_V4, "64:ff9b::a00:1", "64:ff9b::5db8:d822"], None),
        ([PUBLIC_V4, "64:ff9b:1::5db8:d822"], None),
        (["64:ff9b::5db8:d822"], None),
    ],
)
async def test_resolve_leaves_out_what_dns64_adds(site: Site, answer: list[str], dialled: list[str] | None) -> None:
    """Behind DNS64 a name with a public address still works, and NAT64 is never a way to another address."""
    async with net(site, NameServer({"a.test": answer})) as here:
        reply = await here.get("a.test")
    assert [address for address, _ in here.dials] == (dialled or [])
    assert (reply.error, reply.body) == ((None, b"canary") if dialled else (FORBIDDEN, b""))


async def test_resolve_dials_nat64_when_a_person_allows_it(site: Site) -> None:
    """Where there is nothing but NAT64, --allow-network opens it."""
    settings = Settings(allow_network=(ipaddress.ip_network("64:ff9b::/96"),))
    async with net(site, NameServer({"a.test": ["64:ff9b::5db8:d822"]}), settings) as here:
        assert (await here.get("a.test")).body == b"canary"
    assert here.dials == [("64:ff9b::5db8:d822", 80)]


class Rebinding(NameServer):
    """A name server that says one thing to the first look-up and another to each one after it."""

    def __init__(self, name: str, first: Sequence[str], then: Sequence[str]) -> None:
        super().__init__({name: first}, ttl_s=0)
        self._then = list(then)

    def reply(self, packet: bytes) -> bytes | None:
        """The answer; once both families were asked for, the name changes."""
        answer = super().reply(packet)
        if {kind for _, kind in self.seen} == {"A", "AAAA"}:
            self.names = dict.fromkeys(self.names, self._then)
        return answer


async def test_fetch_dials_what_was_judged_when_a_name_changes(site: Site) -> None:
    """One look-up for a connection, and its very answer is dialled: there is no second look-up to be lied to in."""
    async with net(site, Rebinding("a.test", [PUBLIC_V4], ["127.0.0.1"])) as here:
        assert (await here.get("a.test")).body == b"canary"
        assert here.dials == [(PUBLIC_V4, 80)]
        assert sorted(here.dns.seen) == [("a.test", "A"), ("a.test", "AAAA")]
        assert site.seen[0].header("host") == "a.test"


async def test_fetch_refuses_a_name_that_has_become_private(site: Site) -> None:
    """What a name was yesterday opens nothing today: the next connection is judged by the next answer."""
    dns = Rebinding("a.test", [PUBLIC_V4], ["10.0.0.1"])
    async with net(site, dns) as here:
        assert (await here.get("a.test")).status == 200
        async with Fetcher(Settings(), STILL, resolver=partial(Resolver, servers=[dns.address])) as another:
            assert (await another.fetch(ask("http://a.test/"))).error is FORBIDDEN
    assert here.dials == [(PUBLIC_V4, 80)]


async def test_resolve_judges_the_address_behind_an_alias(site: Site) -> None:
    """A CNAME may lead anywhere; what counts is where it ends."""
    names = {"inside.test": ["192.168.0.1"], "outside.test": [PUBLIC_V4], "both.test": [PUBLIC_V6, "fd00::1"]}
    aliases = {f"www.{name}": name for name in names}
    async with net(site, NameServer(names, aliases=aliases)) as here:
        found = {name: (await here.get(name)).error for name in aliases}
    assert found == {"www.inside.test": FORBIDDEN, "www.outside.test": None, "www.both.test": FORBIDDEN}
    assert here.dials == [(PUBLIC_V4, 80)]


async def test_resolve_says_no_such_host_of_a_name_without_addresses(site: Site) -> None:
    """A name that exists and has no address leads nowhere; nor does an alias of it, nor one that does not exist."""
    dns = NameServer({"bare.test": []}, aliases={"www.bare.test": "bare.test"}, failing={"broken.test"})
    names = ("bare.test", "www.bare.test", "absent.test", "broken.test")
    async with net(site, dns) as here:
        found = [(await here.get(name)).error for name in names]
    assert found == [*[ErrorKind.NO_SUCH_HOST] * 3, ErrorKind.DNS_FAILED]
    assert here.dials == []


async def test_resolve_gives_up_on_a_silent_name_server(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence says nothing about the name: it ends with the time for one look-up."""
    monkeypatch.setattr(dns_module, "_TIMEOUT_S", 0.05)
    async with net(site, NameServer({}, mute={"mute.test"})) as here:
        reply = await here.get("mute.test")
    assert reply.error is ErrorKind.DNS_FAILED
    assert "no answer from DNS for mute.test: nothing within 0.05 s" in reply.detail


async def test_fetch_finishes_good_names_beside_as_many_hung_ones(site: Site) -> None:
    """Two hundred names without an answer keep none of two hundred others waiting."""
    good = {f"g{n}.test": [PUBLIC_V4] for n in range(200)}
    mute = [f"m{n}.test" for n in range(200)]
    async with net(site, NameServer(good, mute=mute)) as here:
        hung = [asyncio.ensure_future(here.get(name)) for name in mute]
        replies = await asyncio.gather(*map(here.get, good))
        assert [reply.status for reply in replies] == [200] * 200
        assert not any(task.done() for task in hung)
        for task in hung:
            task.cancel()
        await asyncio.gather(*hung, return_exceptions=True)
    assert set(here.dials) == {(PUBLIC_V4, 80)}


@pytest.mark.parametrize("number", [1, 22, 25, 79, 444, 1023])
async def test_fetch_refuses_a_port_before_any_look_up(site: Site, number: int) -> None:
    """No question to a name server, no connection: the port alone is enough."""
    async with net(site, NameServer({"a.test": [PUBLIC_V4]})) as here:
        reply = await here.get(f"a.test:{number}")
    assert (reply.error, reply.status) == (ErrorKind.FORBIDDEN_PORT, None)
    assert reply.detail == f"{number} is no port of the web; --allow-port allows it"
    assert (here.dns.seen, here.dials, site.seen) == ([], [], [])


async def test_fetch_asks_a_port_that_is_allowed_and_no_other(site: Site) -> None:
    """--allow-port opens one port, to public addresses alone; --allow-network opens none."""
    loopback = (ipaddress.ip_network("127.0.0.0/8"),)
    names = {"a.test": [PUBLIC_V4], "inside.test": ["10.0.0.1"]}
    async with net(site, NameServer(names), Settings(allow_port=(81,), allow_network=loopback)) as here:
        hosts = ("a.test:81", "a.test:82", "inside.test:81", "127.0.0.1:82", "127.0.0.1:81", "a.test:8081")
        found = [(await here.get(host)).error for host in hosts]
    assert found == [None, ErrorKind.FORBIDDEN_PORT, FORBIDDEN, ErrorKind.FORBIDDEN_PORT, None, None]
    assert here.dials == [(PUBLIC_V4, 81), ("127.0.0.1", 81), (PUBLIC_V4, 8081)]


async def test_fetch_judges_the_port_of_the_url_and_not_of_the_detour(site: Site) -> None:
    """--connect-to is a person's word on where to connect; which ports a list may name is another setting."""
    rules = (
        ConnectTo(host="a.test", port=22, to_host="", to_port=8080),
        ConnectTo(host="a.test", port=80, to_host=PUBLIC_V4, to_port=81),
        ConnectTo(host="[::1]", port=80, to_host=PUBLIC_V6, to_port=82),
        ConnectTo(host="b.test", port=80, to_host="10.0.0.1", to_port=0),
    )
    async with net(site, NameServer({"a.test": [PUBLIC_V4]}), Settings(connect_to=rules)) as here:
        found = [(await here.get(host)).error for host in ("a.test:22", "a.test", "[::1]", "b.test")]
    assert found == [ErrorKind.FORBIDDEN_PORT, None, None, FORBIDDEN]
    assert here.dials == [(PUBLIC_V4, 81), (PUBLIC_V6, 82)]
    assert [seen.header("host") for seen in site.seen] == ["a.test", "[::1]"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"host": "", "port": 0, "to_host": "b.test", "to_port": 0}, ("b.test", 80)),
        ({"host": "a.test", "port": 0, "to_host": "", "to_port": 81}, ("a.test", 81)),
        ({"host": "a.test", "port": 443, "to_host": "b.test", "to_port": 81}, ("a.test", 80)),
        ({"host": "www.a.test", "port": 80, "to_host": "b.test", "to_port": 81}, ("a.test", 80)),
    ],
)
def test_connect_to_takes_the_first_rule_that_fits(rule: dict[str, Any], expected: tuple[str, int]) -> None:
    """An empty part means any, or leaves it as it is; a rule for another host or port does nothing."""
    assert connect_to([ConnectTo(**rule)], "a.test", 80) == expected
